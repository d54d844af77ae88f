"""Unsaved texts: kept every two seconds, found again after a crash, seen by nobody else."""

from dataclasses import replace

import pytest

from tests.cast import LOWEST_COST, MEDIATOR, PARTY_A, Cast, passphrase_of
from vault import (
    JOINT,
    InvalidError,
    Kind,
    LockedError,
    NewEntry,
    ReadOnlyError,
    UnlockedVault,
    UnsavedText,
    Vault,
)
from vault.services.writing import TEXT_MAX_BYTES
from vault.store.rows import OwnRow


def unsaved(cast: Cast, text: str, person: UnlockedVault | None = None, **more) -> UnsavedText:
    """Return a text that somebody is typing."""
    row = (person or cast.mediator).unsaved.new_id()
    return UnsavedText(row, cast.session, JOINT, b"", b"", Kind.NOTE, "", text, **more)


def own_rows(cast: Cast, person: UnlockedVault) -> list[OwnRow]:
    with person._desk.store.read() as tx:
        return tx.find(OwnRow, owner=person._desk.identity.owner, kind="unsaved")


def test_what_was_typed_is_there_after_the_program_was_killed(cast_everywhere: Cast):
    """R11."""
    cast = cast_everywhere
    written = cast.write(JOINT, "First wording.", kind=Kind.DRAFT)
    draft = cast.mediator.entries.show(written)
    typed = UnsavedText(
        cast.mediator.unsaved.new_id(), cast.session, JOINT, written, draft.revision.id,
        Kind.DRAFT, "Agreement", "Second wording,\n“naïve”", ("Anna Berg",), ("after",), (1, 4),
    )  # fmt: skip
    cast.mediator.unsaved.keep(typed)
    later = cast.unlock(MEDIATOR)
    (found,) = later.unsaved.all()
    assert found == replace(typed, kept=found.kept)
    assert 0 < found.kept <= cast.clock.now
    later.lock()


def test_it_is_rewritten_in_its_place_and_the_oldest_stands_first(cast_everywhere: Cast):
    cast = cast_everywhere
    first, second = unsaved(cast, "one"), unsaved(cast, "two")
    for each in (first, second, replace(first, text="one, longer", title="So far")):
        cast.mediator.unsaved.keep(each)
    found = cast.mediator.unsaved.all()
    assert [(each.id, each.text) for each in found] == [
        (second.id, "two"), (first.id, "one, longer"),
    ]  # fmt: skip
    assert len(own_rows(cast, cast.mediator)) == 2


def test_a_dropped_text_is_gone_and_dropping_it_again_is_nothing(cast_everywhere: Cast):
    cast = cast_everywhere
    kept, dropped = unsaved(cast, "kept"), unsaved(cast, "dropped")
    for each in (kept, dropped):
        cast.mediator.unsaved.keep(each)
    for _ in range(2):
        cast.mediator.unsaved.drop(dropped.id)
    assert [each.text for each in cast.mediator.unsaved.all()] == ["kept"]
    cast.mediator.unsaved.keep(dropped)
    assert len(cast.mediator.unsaved.all()) == 2


def test_nobody_else_sees_overwrites_or_drops_it(cast: Cast):
    """R2."""
    mine, anna = unsaved(cast, "mine"), cast.party("A")
    cast.mediator.unsaved.keep(mine)
    assert anna.unsaved.all() == []
    with pytest.raises(InvalidError):
        anna.unsaved.keep(replace(mine, text="hers"))
    anna.unsaved.drop(mine.id)
    assert [each.text for each in cast.mediator.unsaved.all()] == ["mine"]


def test_an_id_of_another_row_of_ones_own_is_not_overwritten(cast: Cast):
    with cast.mediator._desk.store.read() as tx:
        owner = cast.mediator._desk.identity.owner
        taken = [row for row in tx.find(OwnRow, owner=owner) if row.kind != "unsaved"]
    assert {row.kind for row in taken} >= {"profile", "contact", "seat"}
    for row in taken:
        with pytest.raises(InvalidError):
            cast.mediator.unsaved.keep(replace(unsaved(cast, "text"), id=row.id))
        cast.mediator.unsaved.drop(row.id)
    with cast.mediator._desk.store.read() as tx:
        assert [row for row in tx.find(OwnRow, owner=owner) if row.kind != "unsaved"] == taken
    assert cast.mediator.checks.run().damages == []


def test_it_may_be_as_long_as_an_entry_and_no_longer(cast: Cast):
    longest = unsaved(cast, "é" * (TEXT_MAX_BYTES // 2))
    cast.mediator.unsaved.keep(longest)
    for text in (longest.text + "x", "a lone surrogate: \ud800"):
        with pytest.raises(InvalidError):
            cast.mediator.unsaved.keep(replace(longest, text=text))
    assert [each.text for each in cast.mediator.unsaved.all()] == [longest.text]


@pytest.mark.parametrize("size", [0, 1, 2_000, 300_000])
def test_a_text_of_any_length_comes_back(size, cast: Cast):
    cast.mediator.unsaved.keep(unsaved(cast, "x" * size))
    assert [each.text for each in cast.mediator.unsaved.all()] == ["x" * size]


def test_nothing_of_it_is_on_disk_in_clear(cast: Cast, tmp_path):
    """R1."""
    secret = ("zebrafinch", "Title of zebras", "Zebra Keeper", "zebra-tag")
    typed = unsaved(cast, secret[0] * 40, speakers=(secret[2],), tags=(secret[3],))
    for _ in range(3):
        cast.mediator.unsaved.keep(replace(typed, title=secret[1]))
        typed = replace(typed, text=typed.text + secret[0])
    read = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    cast.mediator.unsaved.drop(typed.id)
    cast.close()
    read += [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(read) >= 4
    assert not [word for word in secret for data in read if word.encode() in data]


def test_no_journal_line_tells_of_it(cast: Cast):
    before = cast.mediator.checks.activity()
    typed = unsaved(cast, "typed")
    cast.mediator.unsaved.keep(typed)
    cast.mediator.unsaved.keep(replace(typed, text="typed on"))
    assert cast.mediator.checks.activity() == before
    cast.mediator.unsaved.drop(typed.id)
    assert cast.mediator.checks.activity() == before


def test_a_check_accepts_it_and_repairs_nothing(cast_everywhere: Cast):
    cast = cast_everywhere
    clean = cast.mediator.checks.run()
    typed = unsaved(cast, "typed")
    cast.mediator.unsaved.keep(typed)
    for person in cast.people.values():
        assert person.checks.run().damages == []
    repaired = cast.mediator.checks.repair()
    assert (repaired.repaired, repaired.damages) == (0, [])
    assert [each.id for each in cast.mediator.unsaved.all()] == [typed.id]
    cast.mediator.unsaved.drop(typed.id)
    assert cast.mediator.checks.run() == clean


def test_a_text_that_somebody_takes_away_unseen_is_no_damage_and_no_older_vault(cast: Cast):
    cast.mediator.unsaved.keep(unsaved(cast, "typed"))
    with cast.mediator._desk.store.write() as tx:
        tx.remove(OwnRow, kind="unsaved")
    again = cast.unlock(MEDIATOR)
    assert (again.behind, again.unsaved.all(), again.checks.run().damages) == (False, [], [])
    again.lock()


@pytest.mark.parametrize("change", ["flipped", "cut", "moved", "another's"])
def test_a_changed_one_is_named_and_hides_no_other(change, cast: Cast):
    """R11, R12."""
    typed, other = unsaved(cast, "typed"), unsaved(cast, "other")
    anna = cast.party("A")
    hers = unsaved(cast, "hers", anna)
    for person, each in ((cast.mediator, typed), (cast.mediator, other), (anna, hers)):
        person.unsaved.keep(each)
    cells = {row.id: row.cell for row in [*own_rows(cast, cast.mediator), *own_rows(cast, anna)]}
    cell = {
        "flipped": cells[typed.id][:-1] + bytes([cells[typed.id][-1] ^ 1]),
        "cut": cells[typed.id][:-1], "moved": cells[other.id], "another's": cells[hers.id],
    }[change]  # fmt: skip
    with cast.mediator._desk.store.write() as tx:
        tx.change(OwnRow, {"cell": cell}, id=typed.id)
    assert [each.text for each in cast.mediator.unsaved.all()] == ["other"]
    assert cast.mediator.unsaved.damaged() == [typed.id]
    assert [each.row for each in cast.mediator.checks.run().damages] == [typed.id.hex()]
    cast.mediator.unsaved.drop(typed.id)
    assert cast.mediator.unsaved.damaged() == []
    cast.mediator.unsaved.keep(typed)
    assert [each.text for each in cast.mediator.unsaved.all()] == ["other", "typed"]
    assert cast.mediator.checks.run().damages == []


def test_a_vault_that_is_only_read_keeps_and_drops_nothing(cast: Cast):
    typed = unsaved(cast, "typed")
    cast.mediator.unsaved.keep(typed)
    vault = Vault(
        cast.location, marks=cast.marks, clock=cast.clock, cost=LOWEST_COST, read_only=True
    )
    reading = vault.unlock(MEDIATOR, passphrase_of(MEDIATOR))
    for act in (
        lambda: reading.unsaved.keep(replace(typed, text="more")),
        lambda: reading.unsaved.drop(typed.id),
    ):
        with pytest.raises(ReadOnlyError):
            act()
    assert [each.text for each in reading.unsaved.all()] == ["typed"]
    reading.lock()
    vault.close()


def test_a_locked_vault_gives_and_takes_nothing(cast: Cast):
    anna, typed = cast.unlock(PARTY_A), unsaved(cast, "typed")
    anna.lock()
    for act in (
        lambda: anna.unsaved.keep(typed), anna.unsaved.all, lambda: anna.unsaved.drop(typed.id),
    ):  # fmt: skip
        with pytest.raises(LockedError):
            act()


def test_a_text_that_was_saved_or_thrown_away_leaves_no_trace_among_the_entries(cast: Cast):
    typed = unsaved(cast, "thrown away")
    cast.mediator.unsaved.keep(typed)
    assert cast.mediator.entries.listing(cast.session).entries == ()
    cast.mediator.entries.add(cast.session, NewEntry(JOINT, "saved"))
    cast.mediator.unsaved.drop(typed.id)
    (entry,) = cast.mediator.entries.listing(cast.session).entries
    assert cast.mediator.entries.show(entry.id).text == "saved"


@pytest.mark.parametrize(
    "change",
    [
        {"cursor": (-1, 0)}, {"entry": b"short"}, {"base": b"short"}, {"session": b""},
        {"title": "\ud800"},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_what_could_not_be_read_again_is_refused_when_it_is_kept(change, cast: Cast):
    """R12: else an editor's mistake would be found as damage, and the text be lost."""
    with pytest.raises(InvalidError):
        cast.mediator.unsaved.keep(replace(unsaved(cast, "typed"), **change))
    assert (cast.mediator.unsaved.all(), cast.mediator.unsaved.damaged()) == ([], [])
