"""No row can be deleted, doubled or put back in an older state without somebody noticing."""

import random
from collections import defaultdict
from pathlib import Path

import pytest

from tests.attacker.owner import (
    KEYS,
    Attacker,
    Bench,
    Place,
    Row,
    key_of,
    open_vault,
    value,
    with_values,
)
from tests.attacker.rich import Rich, Snapshot
from tests.cast import MEDIATOR, passphrase_of
from tests.copies import copy_marks, copy_vault
from vault import DamagedError, ReadOnlyError, UnlockError

SEED = 20260922
ROWS_OF_A_KIND = 1

NOWHERE = {
    ("journal", "owner"), ("chunk", "stream"), ("grant", "session"), ("closing", "session"),
    ("session", "id"), ("revision", "chain"), ("share", "record"), ("outcome", "waiver"),
    ("record", "id"),
}  # fmt: skip
"""Keys that say where a row belongs. Under a random one it belongs nowhere and is never read."""


def test_a_row_that_was_deleted_is_missed(bench):
    for place in sample(bench, ROWS_OF_A_KIND):
        assert deletion_is_noticed(bench, place), place


@pytest.mark.long
def test_any_row_that_was_deleted_is_missed(bench):
    for place in bench.state:
        assert deletion_is_noticed(bench, place), place


def test_a_row_that_was_doubled_is_noticed_or_belongs_nowhere(bench):
    assert silent_doubles(bench, sample(bench, 1)) == []


@pytest.mark.long
def test_any_row_that_was_doubled_is_noticed_or_belongs_nowhere(bench):
    assert silent_doubles(bench, list(bench.state)) == []


def test_what_belongs_nowhere_is_seen_by_nobody(bench):
    before = views(bench)
    rng = random.Random(SEED)
    changes = []
    for place in sample(bench, 1):
        changes += [
            double(place, bench.state[place], column, rng)
            for column in KEYS[place[0]]
            if (place[0], column) in NOWHERE
        ]
    assert len(changes) == len(NOWHERE)
    with bench.attacker.changed(*changes):
        assert views(bench) == before


def test_a_row_put_back_in_an_older_state_is_noticed(rich, bench):
    olds = older_states(rich, bench)
    by_table = defaultdict(list)
    for place, row in olds:
        by_table[place[0]].append((place, row))
    for chosen in by_table.values():
        for place, row in random.Random(SEED).sample(chosen, min(2, len(chosen))):
            assert older_is_noticed(bench, place, row), place


@pytest.mark.long
def test_any_row_put_back_in_an_older_state_is_noticed(rich, bench):
    for place, row in older_states(rich, bench):
        assert older_is_noticed(bench, place, row), place


def test_older_states_of_every_kind_that_changes_are_tried(rich, bench):
    assert {place[0] for place, _ in older_states(rich, bench)} >= {
        "chain", "keyslot", "own", "revision",
    }  # fmt: skip


def test_a_whole_vault_put_back_is_read_only_until_that_is_accepted(rich, tmp_path):
    """Each earlier state of the file, seen by whoever acted after it."""
    for number, (earlier, later) in enumerate(sampled_steps(rich, 8)):
        assert rollback_is_noticed(rich, earlier, later, tmp_path / str(number)), later.act


@pytest.mark.long
def test_a_whole_vault_put_back_to_any_earlier_act_is_read_only(rich, tmp_path):
    for number, (earlier, later) in enumerate(sampled_steps(rich, 1)):
        assert rollback_is_noticed(rich, earlier, later, tmp_path / str(number)), later.act


def test_nobody_is_alarmed_by_the_vault_as_it_is(rich, tmp_path):
    path = copy_vault(rich.path, tmp_path / "vault.caucus")
    vault = open_vault(path, copy_marks(rich.marks, tmp_path / "marks"))
    for name, passphrase in rich.passphrases.items():
        person = vault.unlock(name, passphrase)
        assert not person.behind
        assert person.checks.run().damages == []
        person.lock()
    vault.close()


def test_a_vault_put_back_under_another_vault_id_is_noticed(rich, tmp_path):
    """The mark is found by the vault's id, which stands in clear; the profile has it too."""
    path = copy_vault(rich.snapshots[30].path, tmp_path / "vault.caucus")
    with Attacker(path) as attacker:
        place, row = next(each for each in attacker.dump().items() if each[0][0] == "vault")
        attacker.delete(place)
        attacker.put("vault", with_values("vault", row, id=bytes(16)))
    vault = open_vault(path, copy_marks(rich.marks, tmp_path / "marks"))
    with pytest.raises(DamagedError) as caught:
        vault.unlock(MEDIATOR, passphrase_of(MEDIATOR))
    assert caught.value.what == "vault"
    vault.close()


def sample(bench: Bench, count: int) -> list[Place]:
    rng = random.Random(SEED)
    kinds = defaultdict(list)
    for place in bench.state:
        kinds[place[0]].append(place)
    return [
        place for kind in sorted(kinds)
        for place in rng.sample(sorted(kinds[kind]), min(count, len(kinds[kind])))
    ]  # fmt: skip


def deletion_is_noticed(bench: Bench, place: Place) -> bool:
    with bench.attacker.changed((place, None)):
        return bool(bench.noticed_by(place))


def double(place: Place, row: Row, column: str, rng: random.Random) -> tuple[Place, Row]:
    """The same row once more, with another value in one column of its key."""
    table = place[0]
    old = value(table, row, column)
    new = rng.randbytes(len(old)) if isinstance(old, bytes) else 90
    made = with_values(table, row, **{column: new})
    if table == "keyslot":
        made = with_values(table, made, tag=rng.randbytes(16))
    if table == "revision":
        made = with_values(table, made, id=rng.randbytes(16))
    return (table, key_of(table, made)), made


def silent_doubles(bench: Bench, places: list[Place]) -> list[tuple[Place, str]]:
    rng = random.Random(SEED)
    silent = []
    for place in places:
        for column in KEYS[place[0]]:
            if (place[0], column) in NOWHERE:
                continue
            with bench.attacker.changed(double(place, bench.state[place], column, rng)):
                if not bench.noticed_by(place):
                    silent.append((place, column))
    return silent


def older_states(rich: Rich, bench: Bench) -> list[tuple[Place, Row]]:
    """Every row as it once was and is not now."""
    found: dict[tuple[Place, Row], None] = {}
    for snapshot in rich.snapshots:
        for place, row in snapshot.rows.items():
            # A piece of a file that was destroyed is nothing by itself: no header names it.
            if bench.state.get(place) != row and (place in bench.state or place[0] != "chunk"):
                found[place, row] = None
    return list(found)


def older_is_noticed(bench: Bench, place: Place, row: Row) -> bool:
    with bench.attacker.changed((place, row)):
        return bool(bench.noticed_by(place))


def sampled_steps(rich: Rich, step: int) -> list[tuple[Snapshot, Snapshot]]:
    steps = list(zip(rich.snapshots, rich.snapshots[1:], strict=False))
    return [(earlier, later) for earlier, later in steps if earlier.rows != later.rows][::step]


def rollback_is_noticed(rich: Rich, earlier: Snapshot, later: Snapshot, folder: Path) -> bool:
    folder.mkdir()
    path = copy_vault(earlier.path, folder / "vault.caucus")
    vault = open_vault(path, copy_marks(rich.marks, folder / "marks"))
    try:
        person = vault.unlock(later.actor, passphrase_of(later.actor))
    except UnlockError:
        # From before this person, or this passphrase, was there: it opens nothing at all.
        vault.close()
        return True
    try:
        if not person.behind:
            return False
        with pytest.raises(ReadOnlyError):
            person.people.confirm("nobody", "")
        return True
    finally:
        person.lock()
        vault.close()


def views(bench: Bench) -> list[object]:
    """All that everybody sees."""
    seen: list[object] = []
    for name, person in bench.people.items():
        sessions = person.sessions.views()
        seen += [name, sessions, person.waivers.views(), bench.complaint(name)]
        for view in sessions:
            person.sessions.forget(view.id)
            seen += [person.entries.listing(view.id), person.docket.lines(view.id)]
    return seen
