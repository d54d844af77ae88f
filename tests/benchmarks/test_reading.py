"""Unlocking, listing, searching and saving, beside their floors."""

import os
import sqlite3
import time
from pathlib import Path

import pytest
from argon2.low_level import Type, hash_secret_raw
from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor

from tests.benchmarks.conftest import BODY, Report, best
from tests.cast import Cast, Clock, passphrase_of
from vault import DEFAULT_COST, NewEntry, Vault

pytestmark = pytest.mark.benchmark


def _floor_cells(cast: Cast, column: str) -> tuple[sqlite3.Connection, bytes, list[bytes]]:
    """Return ciphertexts as long as those in a column, under a key of our own."""
    connection = sqlite3.connect(cast.location)
    key = os.urandom(32)
    cells = []
    for (cell,) in connection.execute(f"SELECT {column} FROM revision"):
        encryptor = Cobblestone256Encryptor(key, b"context" * 16)
        cells.append(encryptor.update(bytes(len(cell) - 72)) + encryptor.finalize())
    return connection, key, cells


def _decrypt(key: bytes, cells: list[bytes]) -> None:
    for cell in cells:
        decryptor = Cobblestone256Decryptor(key, b"context" * 16)
        decryptor.update(cell)
        decryptor.finalize()


def test_list_ten_thousand_entries(large: Cast, report: Report) -> None:
    connection, key, cells = _floor_cells(large, "header")
    columns = "chain, sequence, id, header, link, mark"

    def floor() -> None:
        connection.execute(f"SELECT {columns} FROM revision ORDER BY 1, 2").fetchall()
        _decrypt(key, cells)

    listed = best(lambda: large.mediator.entries.listing(large.session))
    bar = "<= 3 x (raw read + bare decryption), <= 200 ms"
    report.ratio("list a session of 10,000 entries", listed, best(floor), bar)


def test_search_ten_thousand_entries(large: Cast, report: Report) -> None:
    connection, key, cells = _floor_cells(large, "body")

    def floor() -> None:
        connection.execute("SELECT id, body FROM revision").fetchall()
        _decrypt(key, cells)

    firsts, nexts = [], []
    for _ in range(3):
        finder = large.mediator.search.finder([large.session])
        start = time.perf_counter()
        finder.find("9")
        firsts.append(time.perf_counter() - start)
        nexts.append(max(best(lambda: finder.find(q), 1) for q in ("99", "999", "9999", "shift")))  # noqa: B023
    report.ratio("search 10,000 x 2 KB, first key", min(firsts), best(floor, 3), "<= 250 ms")
    report.figure(
        "search, each further key (slowest of 4)", f"{1000 * min(nexts):.1f} ms", "<= 60 ms"
    )


def test_save_an_entry(large: Cast, tmp_path: Path, report: Report) -> None:
    rounds = 100
    bare = sqlite3.connect(tmp_path / "bare", isolation_level=None)
    bare.execute("PRAGMA journal_mode=WAL")
    bare.execute("PRAGMA synchronous=FULL")
    bare.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, header BLOB, body BLOB)")
    header, body = os.urandom(700), os.urandom(2200)
    mine, theirs = [], []
    for _ in range(rounds):
        start = time.perf_counter()
        large.mediator.entries.add(large.session, NewEntry("private", BODY))
        middle = time.perf_counter()
        bare.execute("INSERT INTO bare (header, body) VALUES (?, ?)", (header, body))
        theirs.append(time.perf_counter() - middle)
        mine.append(middle - start)
    median = rounds // 2
    report.ratio(
        "save an entry, durable (median)", sorted(mine)[median], sorted(theirs)[median],
        "<= 5 x a bare fsynced insert",
    )  # fmt: skip


def test_unlock(large: Cast, report: Report) -> None:
    clock = Clock()
    vault = Vault(large.location, marks=large.marks, clock=clock)
    name = "Nora Unlock"
    vault.enrol(name, passphrase_of(name))[0].lock()
    cost = DEFAULT_COST

    def bare() -> None:
        hash_secret_raw(
            b"x" * 40, b"s" * 16, cost.passes, cost.memory_kib, cost.lanes, 32, Type.ID
        )

    floor = best(bare)
    ours = best(lambda: vault.unlock(name, passphrase_of(name)))
    report.ratio("unlock", ours, floor, "<= 1.1 x Argon2id + 60 ms")
    report.figure(
        "unlock, beyond 1.1 x Argon2id", f"{1000 * (ours - 1.1 * floor):.1f} ms", "<= 60 ms"
    )
    vault.close()
