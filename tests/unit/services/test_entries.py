"""Notes, drafts and records: written, revised, carried, destroyed, found."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import Cast
from tests.unit.services.conftest import CO_MEDIATOR, EVERYBODY, WITNESS
from vault import (
    JOINT,
    MEDIATORS,
    PRIVATE,
    AmbiguousError,
    FinalError,
    ForbiddenError,
    InvalidError,
    Invitation,
    Kind,
    NewEntry,
    NotFoundError,
    Role,
    UnlockedVault,
    VaultError,
    spell_id,
)

AUDIENCES = (PRIVATE, MEDIATORS, "caucus:A", "caucus:B", JOINT)


def interleave(monkeypatch: pytest.MonkeyPatch, person: UnlockedVault, act: Any) -> None:
    """Let another program act once, just before this person's next change begins."""
    real = person._desk.change

    def change(word: str, session: bytes = b"") -> Any:
        monkeypatch.setattr(person._desk, "change", real)
        act()
        return real(word, session)

    monkeypatch.setattr(person._desk, "change", change)


def acts_on_an_entry(person: UnlockedVault, session: bytes) -> list[Callable[[bytes], object]]:
    """Return whatever somebody may try on an entry by its id."""
    return [
        person.entries.show, person.sealing.plan, lambda e: person.entries.edit(e, "x"),
        lambda e: person.entries.destroy([e]), lambda e: person.files.extract(e, "x"),
        lambda e: person.entries.carry(e, session, PRIVATE),
    ]  # fmt: skip


def test_an_entry_opens_for_its_audience_and_does_not_exist_for_others(sitting: Cast) -> None:
    """R2."""
    written = {audience: sitting.write(audience, f"For {audience}.") for audience in AUDIENCES}
    answers = set()
    for name, person in sitting.people.items():
        mine = person.sessions.open(sitting.session).audiences
        for audience, entry in written.items():
            reads = audience in mine and (audience != PRIVATE or person is sitting.mediator)
            if reads:
                assert person.entries.show(entry).text == f"For {audience}."
                assert person.entries.resolve(spell_id(entry)[:12]) == entry
                continue
            for act in acts_on_an_entry(person, sitting.session):
                for entry_id in (entry, bytes(16)):
                    with pytest.raises(NotFoundError) as caught:
                        act(entry_id)
                    answers.add((caught.value.kind, caught.value.reference))
            with pytest.raises(NotFoundError):
                person.entries.resolve(spell_id(entry)[:12])
            with pytest.raises(NotFoundError):
                person.entries.resolve(spell_id(entry))
        listed = {each.id for each in person.entries.listing(sitting.session).entries}
        assert listed <= set(written.values()), name
    assert answers == {("entry", "")}


def test_nobody_writes_for_an_audience_that_is_not_theirs(shared: Cast) -> None:
    """R2."""
    for audience in ("caucus:B", MEDIATORS, "caucus:C", "", "nonsense", "seat:2", "roster"):
        with pytest.raises(NotFoundError):
            shared.party("A").entries.add(shared.session, NewEntry(audience, "x"))
    with pytest.raises(NotFoundError):
        shared.people[WITNESS].entries.add(shared.session, NewEntry(JOINT, "x"))


@pytest.mark.parametrize(
    "text",
    ["", "\n", "One line.", "Zeile ü 日本 🙂\r\n\ttab\0nul\x1b[31m", "x" * 100_000, " kept \n\n"],
)
def test_a_text_comes_back_as_it_was_written(shared: Cast, text: str) -> None:
    """R11."""
    entry = shared.write(JOINT, text)
    assert shared.party("B").entries.show(entry).text == text


@pytest.mark.parametrize(
    "new",
    [
        NewEntry(JOINT, "\ud800"), NewEntry(JOINT, "x" * (4 * 1024 * 1024 + 1)),
        NewEntry(JOINT, "é" * (2 * 1024 * 1024 + 1)), NewEntry(JOINT, "x", title="a\nb"),
        NewEntry(JOINT, "x", title="y" * 401), NewEntry(JOINT, "x", tags=("",)),
        NewEntry(JOINT, "x", tags=("a",) * 201), NewEntry(JOINT, "x", speakers=("\0",)),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_refused_and_nothing_is_kept(
    shared: Cast, new: NewEntry
) -> None:
    """R12."""
    before = shared.mediator.entries.listing(shared.session)
    with pytest.raises(InvalidError):
        shared.mediator.entries.add(shared.session, new)
    assert shared.mediator.entries.listing(shared.session) == before


def test_a_title_is_the_first_line_unless_one_is_given(shared: Cast) -> None:
    titles = [
        shared.mediator.entries.show(shared.write(JOINT, text, title=title)).revision.header.title
        for text, title in (
            ("\n  First.  \nSecond.", ""),
            ("First.", "Given"),
            ("", ""),
            ("a" * 99, ""),
        )
    ]
    assert titles == ["First.", "Given", "", "a" * 72]


def test_revisions_are_kept_and_numbered(shared: Cast) -> None:
    entries = shared.mediator.entries
    entry = shared.write(JOINT, "One.", tags=("rota",), speakers=("Anna Berg",))
    entries.edit(entry, "Two.")
    entries.edit(entry, "Three.", tags=(), title="Titled", speakers=["Boris Falk"])
    shown = entries.show(entry)
    assert (shown.text, shown.other_versions, len(shown.entry.revisions)) == ("Three.", (), 3)
    assert shown.revision.header.title == "Titled"
    assert shown.revision.header.tags == ()
    assert [entries.show(entry, number).text for number in (1, 2, 3)] == ["One.", "Two.", "Three."]
    assert shown.entry.revisions[1].header.tags == ("rota",)
    for number in (4, -1):
        with pytest.raises(NotFoundError):
            entries.show(entry, number)
    with pytest.raises(NotFoundError):
        entries.edit(entry, "x", base=bytes(16))


def test_a_draft_is_everybodys_in_its_audience_and_a_note_its_authors(shared: Cast) -> None:
    session, anna, boris = shared.session, shared.party("A"), shared.party("B")
    co = shared.people[CO_MEDIATOR]
    draft = anna.entries.add(session, NewEntry(JOINT, "By Anna.", Kind.DRAFT)).id
    for person in (boris, shared.mediator, anna):
        person.entries.edit(draft, f"By {person.name}.")
    shown = boris.entries.show(draft)
    assert (shown.text, shown.other_versions) == ("By Anna Berg.", ())
    assert len({revision.chain for revision in shown.entry.revisions}) == 3
    note = anna.entries.add(session, NewEntry(JOINT, "Anna's.")).id
    for person in (boris, shared.mediator):
        with pytest.raises(ForbiddenError):
            person.entries.edit(note, "x")
        with pytest.raises(ForbiddenError):
            person.files.attach(note, [])
    co.entries.edit(shared.write(MEDIATORS, "Mara's."), "Nora's.")


def test_two_revisions_with_one_parent_are_both_kept_and_shown(sitting: Cast) -> None:
    """R11."""
    session, anna, boris = sitting.session, sitting.party("A"), sitting.party("B")
    draft = anna.entries.add(session, NewEntry(JOINT, "Base.", Kind.DRAFT))
    for person in (anna, boris):
        person.entries.edit(draft.id, f"By {person.name}.", base=draft.id)
    for person in (anna, boris, sitting.mediator):
        shown = person.entries.show(draft.id)
        assert len(shown.entry.versions) == 2
        assert len(shown.other_versions) == 1
        texts = {person.entries.text_of(person.sessions.open(session), each)
                 for each in shown.entry.versions}  # fmt: skip
        assert texts == {"By Anna Berg.", "By Boris Falk."}
        with pytest.raises((InvalidError, ForbiddenError)):
            person.sealing.plan(draft.id)
    boris.entries.edit(draft.id, "Together.")
    shown = anna.entries.show(draft.id)
    assert (shown.text, shown.other_versions) == ("Together.", ())
    assert len(shown.revision.header.parents) == 2


def test_a_record_is_final_and_a_correction_names_it(shared: Cast) -> None:
    record = shared.write(JOINT, "Agreed.", kind=Kind.RECORD)
    with pytest.raises(FinalError):
        shared.mediator.entries.edit(record, "Not agreed.")
    with pytest.raises(FinalError):
        shared.mediator.files.attach(record, [])
    correction = shared.write(JOINT, "Agreed on Monday.", kind=Kind.RECORD, corrects=record)
    assert shared.party("A").entries.show(correction).revision.header.corrects == record
    assert shared.party("A").entries.show(record).text == "Agreed."


def test_one_sides_caucus_is_never_carried_to_the_other(sitting: Cast) -> None:
    """R2."""
    entries, session = sitting.mediator.entries, sitting.session
    hers = sitting.write("caucus:A", "A's limit.", tags=("money",), speakers=("Anna Berg",))
    with pytest.raises(ForbiddenError):
        entries.carry(hers, session, "caucus:B")
    mine = entries.carry(hers, session, MEDIATORS)
    assert mine.header.carried_from == hers
    assert (mine.header.tags, mine.header.speakers) == (("money",), ("Anna Berg",))
    assert entries.show(mine.id).text == "A's limit."
    again = sitting.mediator.sessions.convene("Berg and Falk", "", EVERYBODY, follows=session)
    assert sitting.party("A").entries.show(entries.carry(hers, again, "caucus:A").id).text
    with pytest.raises(ForbiddenError):
        entries.carry(hers, again, "caucus:B")
    for other in ("caucus:B", "caucus:Q"):
        with pytest.raises(ForbiddenError):
            sitting.party("A").entries.carry(hers, session, other)


def test_one_sides_caucus_does_not_reach_the_other_side_by_a_detour(shared: Cast) -> None:
    """R2."""
    entries, session = shared.mediator.entries, shared.session
    hers = shared.write("caucus:A", "A's limit.")
    for detour in (PRIVATE, MEDIATORS):
        copy = entries.carry(hers, session, detour).id
        with pytest.raises(ForbiddenError):
            entries.carry(copy, session, "caucus:B")


def test_destroying_is_for_the_author_or_a_mediator(sitting: Cast) -> None:
    session, anna, boris = sitting.session, sitting.party("A"), sitting.party("B")
    notes = [anna.entries.add(session, NewEntry(JOINT, f"Note {n}.")).id for n in range(3)]
    with pytest.raises(ForbiddenError):
        boris.entries.destroy(notes[:1])
    anna.entries.edit(notes[0], "More.")
    assert anna.entries.destroy(notes[:1]) == 2
    assert sitting.mediator.entries.destroy(notes[1:2]) == 1
    for person in (anna, boris, sitting.mediator):
        listing = person.entries.listing(session)
        assert [each.id for each in listing.entries] == notes[2:]
        assert listing.damages == ()
        for gone in notes[:2]:
            with pytest.raises(NotFoundError):
                person.entries.show(gone)
    anna.entries.edit(notes[2], "Still writing.")
    assert boris.entries.show(notes[2]).text == "Still writing."
    for person in (anna, sitting.mediator):
        assert person.checks.run().damages == []


def test_a_short_id_finds_one_entry_or_says_which_trouble(shared: Cast) -> None:
    entry = shared.write(JOINT, "x")
    entries = shared.mediator.entries
    text = spell_id(entry)
    assert entries.resolve(f" {text[:4]}-{text[4:9]} ".lower()) == entry
    for wrong in ("", "ABC", "!!!!!!", text + "0", "ÄÖÜÄÖÜ"):
        with pytest.raises((InvalidError, NotFoundError)):
            entries.resolve(wrong)
    with pytest.raises(NotFoundError):
        entries.resolve("ZZZZZZZZ")
    revision = entries.edit(entry, "y").id
    with pytest.raises(NotFoundError):
        entries.resolve(spell_id(revision))


def test_an_ambiguous_short_id_counts_only_what_this_person_can_read(
    sitting: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R2."""
    ids = iter([b"\1" * 15 + bytes([last]) for last in range(9)])
    # Ids that begin alike would need 2^30 tries.
    with monkeypatch.context() as patched:
        patched.setattr("vault.services.writing.random_id", lambda: next(ids))
        for person, audience in ((sitting.mediator, MEDIATORS), (sitting.party("A"), JOINT)):
            person.entries.add(sitting.session, NewEntry(audience, "x"))
    with pytest.raises(AmbiguousError):
        sitting.mediator.entries.resolve(spell_id(b"\1" * 16)[:8])
    assert sitting.party("B").entries.resolve(spell_id(b"\1" * 16)[:8])


def test_a_revision_saved_while_its_entry_is_sealed_is_neither_lost_nor_left_in_the_open(
    sitting: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R10 and R11."""
    draft = sitting.write(JOINT, "First words.", kind=Kind.DRAFT)
    interleave(
        monkeypatch, sitting.mediator,
        lambda: sitting.party("A").entries.edit(draft, "Latest words."),
    )  # fmt: skip
    records = []
    try:
        records = sitting.mediator.sealing.seal([draft], "Label", safety_reviewed=True)
    except VaultError:
        assert sitting.party("A").entries.show(draft).text == "Latest words."
    open_still = sitting.party("A").entries.listing(sitting.session).entries
    assert (len(records), len(open_still)) in {(0, 1), (1, 0)}


def test_an_entry_is_sealed_once_by_two_programs_at_once(
    sitting: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = sitting.write(JOINT, "First words.")
    co = sitting.people[CO_MEDIATOR]
    interleave(
        monkeypatch, sitting.mediator,
        lambda: co.sealing.seal([entry], "By Nora", safety_reviewed=True),
    )  # fmt: skip
    with pytest.raises(VaultError):
        sitting.mediator.sealing.seal([entry], "By Mara", safety_reviewed=True)
    assert [line.label for line in co.docket.lines(sitting.session)] == ["By Nora"]


def test_a_passphrase_changed_while_new_sessions_are_looked_for_opens_the_vault(
    sitting: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, name = sitting.party("A"), sitting.parties[0]
    twin = sitting.unlock(name)
    another = sitting.mediator.sessions.convene(
        "Another case", "", [Invitation(Role.PARTY, name, "A")]
    )
    interleave(monkeypatch, anna, lambda: twin.change_passphrase("a newer passphrase"))
    assert another in {view.id for view in anna.sessions.views()}
    try:
        assert sitting.new_vault().unlock(name, "a newer passphrase").name == name
    finally:
        twin.change_passphrase(f"correct horse battery staple {name}")


def test_two_programs_of_one_person_append_to_one_chain(sitting: Cast) -> None:
    anna, twin = sitting.party("A"), sitting.unlock(sitting.parties[0])
    twin.sessions.views()
    for person in (anna, twin, twin, anna, twin):
        person.entries.add(sitting.session, NewEntry(JOINT, "x"))
        person.entries.add(sitting.session, NewEntry(PRIVATE, "y"))
    twin.lock()
    listing = anna.entries.listing(sitting.session)
    assert (len(listing.entries), listing.damages) == (10, ())
    assert len({entry.latest.chain for entry in listing.entries}) == 2


@pytest.mark.long
def test_a_session_of_twelve_thousand_entries_can_be_destroyed(cast: Cast) -> None:
    room = cast.mediator.sessions.open(cast.session)
    for _ in range(4):
        with cast.mediator._desk.change("note written", cast.session) as change:
            for number in range(3_000):
                cast.mediator.entries.write(change, room, NewEntry(JOINT, f"{number}"))
    assert cast.mediator.entries.destroy_session(cast.session) == 12_000
    assert cast.mediator.entries.listing(cast.session).entries == ()
    assert cast.mediator.checks.run().damages == []
