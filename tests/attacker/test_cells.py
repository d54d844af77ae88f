"""No ciphertext can take the place of another, and none can change by a bit, unnoticed."""

import random
from collections import defaultdict
from collections.abc import Callable
from itertools import combinations_with_replacement

import pytest

from tests.attacker.cells import Cell, Paths, is_refused, with_column
from tests.attacker.owner import CELLS, COLUMNS, KINDS, Bench, Place, Row, key_of, with_values
from tests.attacker.test_sealing_attacks import two_key_ciphertext
from vault.crypto.random import random_key

SEED = 20260921
PAIRS_AT_LEAST = 39_800
CELLS_OF_A_KIND = 4
"""How many cells of one kind change places with all others in the ordinary run."""


@pytest.fixture(scope="module")
def paths(_bench: Bench) -> Paths:
    return Paths(_bench)


def test_every_kind_of_cell_is_in_the_vault(bench, paths):
    """So that the tests below speak of all of them."""
    filled = {(place[0], column) for place, column in paths.content}
    assert filled == {(table, column) for table, columns in CELLS.items() for column in columns}
    assert len(bench.state) >= 200


def test_a_vault_that_nobody_touched_makes_everybody_content(bench):
    assert bench.everybody_is_content()


def test_no_cell_is_read_in_the_place_of_another(paths):
    """Ordered pairs: the program's own reading of each place, with every other cell put in.

    A swap is two such pairs, and both places refuse.
    """
    kinds = by_kind(paths).values()
    chosen = [cell for cells in kinds for cell in cells[:CELLS_OF_A_KIND]]
    assert accepted_pairs(paths, chosen) == []
    assert len(chosen) > len(kinds)


@pytest.mark.long
def test_no_cell_at_all_is_read_in_the_place_of_another(paths):
    chosen = list(paths.content)
    assert accepted_pairs(paths, chosen) == []
    assert len(chosen) * (len(chosen) - 1) >= PAIRS_AT_LEAST


def accepted_pairs(paths: Paths, cells: list[Cell]) -> list[tuple[Cell, Cell]]:
    return [
        (place, other)
        for place in cells
        for other in cells
        if paths.content[other] != paths.content[place]
        and not is_refused(paths.read[place], paths.content[other])
    ]


def test_no_cell_is_read_with_one_bit_changed(paths):
    rng = random.Random(SEED)
    cells = list(paths.read)
    for _ in range(400):
        cell = rng.choice(cells)
        assert is_refused(paths.read[cell], flipped(paths.content[cell], rng)), cell


@pytest.mark.long
def test_no_cell_is_read_with_any_of_ten_thousand_bits_changed(paths):
    rng = random.Random(SEED + 1)
    cells = list(paths.read)
    for _ in range(10_000):
        cell = rng.choice(cells)
        assert is_refused(paths.read[cell], flipped(paths.content[cell], rng)), cell


def test_no_cell_is_read_as_a_ciphertext_of_two_keys(paths):
    """What AES-GCM alone would open under either of them."""
    made = two_key_ciphertext(random_key(), random_key(), blocks=40)
    assert [cell for cell, read in paths.read.items() if not is_refused(read, made)] == []


def test_somebodys_check_notices_cells_that_were_swapped(bench, paths):
    """A sample of whole checks: two cells of each pair of kinds, in the file itself."""
    for first, second in sampled_pairs(paths, SEED)[::50]:
        assert swap_is_noticed(bench, first, second), (first, second)


@pytest.mark.long
def test_somebodys_check_notices_cells_of_every_pair_of_kinds_that_were_swapped(bench, paths):
    for round_ in range(4):
        for first, second in sampled_pairs(paths, SEED + round_):
            assert swap_is_noticed(bench, first, second), (first, second)


def test_somebodys_check_notices_a_bit_changed_or_a_cell_emptied(bench, paths):
    """A kind of cells has one done to it, the next the other."""
    rng = random.Random(SEED)
    for turn, cells in enumerate(by_kind(paths).values()):
        change = flipped if turn % 2 else emptied
        assert change_is_noticed(bench, rng.choice(cells), change, rng)


@pytest.mark.long
def test_somebodys_check_notices_a_bit_changed_and_a_cell_emptied_of_every_kind(bench, paths):
    rng = random.Random(SEED + 3)
    for cells in by_kind(paths).values():
        for change in (flipped, emptied):
            assert change_is_noticed(bench, rng.choice(cells), change, rng)


@pytest.mark.long
def test_everybodys_checks_notice_each_of_a_thousand_bits_changed(bench, paths):
    rng = random.Random(SEED + 2)
    cells = list(paths.content)
    for _ in range(1_000):
        assert change_is_noticed(bench, rng.choice(cells), flipped, rng)


def test_a_bit_changed_in_a_readable_column_is_noticed(bench):
    """Ids, tags, links, marks, numbers: what stands in clear is bound by what does not."""
    rng = random.Random(SEED)
    by_table = defaultdict(list)
    for table, column in readable_columns():
        by_table[table].append(column)
    for table, columns in list(by_table.items())[::2]:
        assert column_change_is_noticed(bench, table, rng.choice(columns), rng)


@pytest.mark.long
def test_a_bit_changed_in_any_readable_column_is_noticed(bench):
    rng = random.Random(SEED)
    for table, column in readable_columns():
        assert column_change_is_noticed(bench, table, column, rng), (table, column)


@pytest.mark.parametrize("column", ["body", "mark"])
def test_a_destroyed_row_that_was_changed_since_is_noticed(bench, column):
    """Its destroyer wrote in the journal what the emptied row is."""
    place, row = next(
        (place, row) for place, row in bench.state.items() if is_emptied(place[0], row)
    )
    with bench.attacker.changed((place, with_values("revision", row, **{column: bytes(32)}))):
        assert bench.noticed_by(place)


def readable_columns() -> list[tuple[str, str]]:
    """All but those of the two tables that test_database_owner.py has tests for."""
    return [
        (table, column)
        for table, columns in COLUMNS.items()
        for column in columns
        if column not in CELLS[table] and table not in {"setting", "vault"}
    ]


def column_change_is_noticed(bench: Bench, table: str, column: str, rng: random.Random) -> bool:
    rows = [
        (place, row)
        for place, row in bench.state.items()
        if place[0] == table
        and not is_emptied(table, row)
        and with_column(table, row, column) != b""
    ]
    place, row = rng.choice(rows)
    new = _changed(table, row, column, rng)
    with bench.attacker.changed((place, None), ((table, key_of(table, new)), new)):
        return bool(bench.noticed_by(place))


def change_is_noticed(
    bench: Bench, cell: Cell, change: Callable[[bytes, random.Random], bytes], rng: random.Random
) -> bool:
    place, column = cell
    row = bench.state[place]
    new = with_values(place[0], row, **{column: change(with_column(place[0], row, column), rng)})
    with bench.attacker.changed((place, new)):
        return bool(bench.noticed_by(place))


def is_emptied(table: str, row: Row) -> bool:
    return table == "revision" and not with_column(table, row, "header")


def _changed(table: str, row: Row, column: str, rng: random.Random) -> Row:
    old = with_column(table, row, column)
    if isinstance(old, bytes):
        return with_values(table, row, **{column: flipped(old, rng)})
    new = old ^ 1 if isinstance(old, int) else "note"
    return with_values(table, row, **{column: new})


def emptied(_: bytes, __: random.Random) -> bytes:
    return b""


def flipped(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) * 8)
    changed = bytearray(data)
    changed[at // 8] ^= 1 << at % 8
    return bytes(changed)


def by_kind(paths: Paths) -> dict[tuple[str, str], list[Cell]]:
    kinds: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for place, column in paths.content:
        kinds[place[0], column].append((place, column))
    return kinds


def sampled_pairs(paths: Paths, seed: int) -> list[tuple[Cell, Cell]]:
    rng = random.Random(seed)
    pairs = []
    for first, second in combinations_with_replacement(sorted(by_kind(paths).values()), 2):
        chosen = rng.choice(first), rng.choice(second)
        if paths.content[chosen[0]] != paths.content[chosen[1]]:
            pairs.append(chosen)
    return pairs


def swap_is_noticed(bench: Bench, first: Cell, second: Cell) -> bool:
    (one, column), (two, other) = first, second
    rows: dict[Place, Row] = {one: bench.state[one], two: bench.state[two]}
    cells = getattr(KINDS[one[0]](*rows[one]), column), getattr(KINDS[two[0]](*rows[two]), other)
    rows[one] = with_values(one[0], rows[one], **{column: cells[1]})
    rows[two] = with_values(two[0], rows[two], **{other: cells[0]})
    with bench.attacker.changed(*rows.items()):
        return bool(bench.noticed_by(one))
