"""A title that nobody gave is how the text begins, and tells no more than the text does."""

from vault import JOINT, NewEntry, caucus

TEXT = "He would pay 40,000.\n\nThe rota is the issue."


def titles(opened) -> set[str]:
    return {each.content.title for each in opened.portions}


def test_a_released_portion_does_not_bring_the_beginning_of_another(cast):
    """R5."""
    entry = cast.write(JOINT, TEXT)
    cast.mediator.entries.edit(entry, TEXT + "\n\nMore.")
    record = cast.mediator.sealing.seal([entry], "The rota", safety_reviewed=True)[0]
    waiver = cast.ask(record, 2)
    cast.agree(waiver)
    opened = cast.open(waiver)
    assert titles(opened) == {""}
    assert b"40,000" not in b"".join(each.data for each in opened.portions)


def test_a_title_that_was_given_goes_along(cast):
    entry = cast.write(JOINT, TEXT, title="Session 1")
    cast.mediator.entries.edit(entry, TEXT + "\n\nMore.")
    record = cast.mediator.sealing.seal([entry], "The rota", safety_reviewed=True)[0]
    waiver = cast.ask(record, 2)
    cast.agree(waiver)
    assert titles(cast.open(waiver)) == {"Session 1"}


def test_a_title_follows_the_text_until_somebody_gives_one(cast):
    mediator = cast.mediator
    entry = cast.write(caucus("A"), "First words.")
    mediator.entries.edit(entry, "Other words.")
    assert mediator.entries.show(entry).revision.header.title == "Other words."
    mediator.entries.edit(entry, "Other words still.", title="Given")
    mediator.entries.edit(entry, "And others.")
    assert mediator.entries.show(entry).revision.header.title == "Given"
    carried = mediator.entries.carry(cast.write(caucus("A"), "Plain."), cast.session, "mediators")
    assert not carried.header.titled
    mediator.entries.add(cast.session, NewEntry(JOINT, "x", title="y"))
