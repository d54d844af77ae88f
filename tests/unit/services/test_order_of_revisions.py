"""What was made from a revision comes after it, whatever the authors' clocks say."""

import pytest

from vault import Kind


@pytest.mark.parametrize("behind", [0, 1, 3600], ids=["same second", "a second", "an hour"])
def test_a_revision_comes_after_the_one_it_was_made_from(behind, cast):
    entry = cast.write("joint", "one", kind=Kind.DRAFT)
    made = cast.mediator.entries.show(entry).revision.header.made
    # The mediator's chain is longer than the parties': sequences do not tell the order either.
    writers = [cast.mediator, cast.party("A"), cast.party("B")]
    for number, (person, text) in enumerate(zip(writers, ["two", "three", "four"], strict=True)):
        cast.clock.now = made - 1 - number * behind
        person.entries.edit(entry, text)

    shown = [cast.mediator.entries.show(entry, number).text for number in (1, 2, 3, 4)]
    assert shown == ["one", "two", "three", "four"]
    assert cast.mediator.entries.show(entry).entry.first.id == entry
