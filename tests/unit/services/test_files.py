"""Attachments: any size, any content, names that are names."""

import hashlib
import tracemalloc
from collections.abc import Iterator

import pytest

from tests.cast import Cast
from vault import (
    JOINT,
    DamagedError,
    ExistsError,
    InvalidError,
    LimitError,
    NewEntry,
    NotFoundError,
    ReadOnlyError,
    Source,
    check_file_name,
)
from vault.mapper.entries import attachment_stream
from vault.store.rows import ChunkRow

KIB = 1024


def source(name: str, data: bytes, piece: int = 65_536) -> Source:
    return Source(name, len(data), (data[at : at + piece] for at in range(0, len(data), piece)))


@pytest.mark.parametrize("size", [0, 1, 16 * KIB - 1, 16 * KIB, 48 * KIB, 1024 * KIB, 5120 * KIB])
def test_a_file_comes_back_whatever_its_size(shared: Cast, size: int) -> None:
    data = hashlib.shake_256(b"file").digest(size)
    new = NewEntry(JOINT, "See the file.")
    entry = shared.mediator.files.add_entry(shared.session, new, [source("a.bin", data)]).id
    for person in (shared.mediator, shared.party("B")):
        attachment, pieces = person.files.extract(entry, "a.bin")
        assert b"".join(pieces) == data
        assert (attachment.name, attachment.size) == ("a.bin", size)


def test_files_are_added_to_an_entry_and_stay_with_its_revisions(shared: Cast) -> None:
    files, entry = shared.mediator.files, shared.write(JOINT, "Words.")
    files.attach(entry, [source("one", b"1"), source("two", b"2")])
    files.attach(entry, [source("three", b"3")])
    shared.mediator.entries.edit(entry, "Other words.")
    for name, data in (("one", b"1"), ("two", b"2"), ("three", b"3")):
        assert b"".join(files.extract(entry, name)[1]) == data
    with pytest.raises(NotFoundError):
        files.extract(entry, "four")
    for wrong in ([source("one", b"x")], [source("five", b"x"), source("five", b"y")]):
        with pytest.raises(ExistsError):
            files.attach(entry, wrong)
    with pytest.raises(InvalidError):
        shared.mediator.entries.carry(entry, shared.session, "mediators")
    assert shared.mediator.checks.run().damages == []


def test_a_slow_disk_keeps_nobody_from_writing(sitting: Cast) -> None:
    """Nothing is held in the database while a piece of the file is waited for."""

    def pieces() -> Iterator[bytes]:
        for number in range(3):
            yield bytes(1024 * KIB)
            sitting.party("A").entries.add(sitting.session, NewEntry(JOINT, f"{number}"))

    files, entry = sitting.mediator.files, sitting.write(JOINT, "Words.")
    files.attach(entry, [Source("a.bin", 3 * 1024 * KIB, pieces())])
    assert b"".join(files.extract(entry, "a.bin")[1]) == bytes(3 * 1024 * KIB)
    assert len(sitting.mediator.entries.listing(sitting.session).entries) == 4


def test_what_breaks_off_leaves_nothing_behind(sitting: Cast) -> None:
    """R11."""
    files, entry = sitting.mediator.files, sitting.write(JOINT, "Words.")
    store = sitting.mediator._desk.store

    def chunks() -> int:
        with store.read() as tx:
            return tx.count(ChunkRow)

    def unplugged() -> Iterator[bytes]:
        yield bytes(3_000_000)
        message = "unplugged"
        raise OSError(message)

    before = chunks()
    with pytest.raises(OSError, match="unplugged"):
        files.attach(entry, [source("good", b"x"), Source("bad", 4_000_000, unplugged())])
    for size in (2, 4):
        with pytest.raises(LimitError):
            files.attach(entry, [Source("lies", size, [b"123"])])
    with pytest.raises(NotFoundError):
        files.add_entry(sitting.session, NewEntry("caucus:Q", "x"), [source("a", b"x")])
    assert chunks() == before
    assert len(sitting.mediator.entries.show(entry).entry.revisions) == 1
    assert sitting.mediator.checks.run().damages == []


def test_a_changed_file_never_ends_well_and_its_entry_stays_readable(sitting: Cast) -> None:
    """R12."""
    entry = sitting.write(JOINT, "Words.")
    data = bytes(range(256)) * 5000
    sitting.mediator.files.attach(entry, [source("a", data)])
    room = sitting.mediator.sessions.open(sitting.session)
    (attachment,) = sitting.mediator.entries.show(entry).revision.header.attachments
    stream = attachment_stream(room.place(JOINT), attachment.nonce)
    with sitting.mediator._desk.store.write() as tx:
        whole = tx.find(ChunkRow, stream=stream)
        last = whole[-1]
        changed = last.data[:-1] + bytes([last.data[-1] ^ 1])
        tx.change(ChunkRow, {"data": changed}, stream=stream, number=last.number)
    with pytest.raises(DamagedError):
        b"".join(sitting.mediator.files.extract(entry, "a")[1])
    with sitting.mediator._desk.store.write() as tx:
        tx.remove(ChunkRow, stream=stream, number=last.number)
    with pytest.raises(DamagedError):
        b"".join(sitting.mediator.files.extract(entry, "a")[1])
    damages = sitting.mediator.checks.run().damages
    assert [damage.what for damage in damages] == ["attachment"]
    assert sitting.mediator.entries.show(entry).text == "Words."
    with sitting.mediator._desk.store.write() as tx:
        tx.add(last)
    assert b"".join(sitting.mediator.files.extract(entry, "a")[1]) == data


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "a/b", "/etc/passwd", "..\\x", "a\\b", "C:\\x", "a\0b", "a\nb", "\ud800",
     "x" * 256, "é" * 128, " "],
)  # fmt: skip
def test_a_hostile_file_name_is_refused(shared: Cast, name: str) -> None:
    """R12."""
    entry = shared.write(JOINT, "Words.")
    with pytest.raises(InvalidError):
        shared.mediator.files.attach(entry, [source(name, b"x")])
    assert shared.mediator.entries.show(entry).revision.header.attachments == ()


@pytest.mark.parametrize(
    "name", ["CON", "nul.txt", "a:b", "C:x", "x.", "x ", "a?b", "a|b", "\u202egpj.exe"]
)
def test_a_name_that_is_no_plain_file_name_somewhere_is_refused(name: str) -> None:
    with pytest.raises(InvalidError):
        check_file_name(name)


@pytest.mark.parametrize("name", ["a", ".hidden", "-rf", "Größe 日本.tar.gz", "x" * 255, "a..b"])
def test_an_ordinary_file_name_is_taken(name: str) -> None:
    assert check_file_name(name) == name


def test_nothing_is_stored_while_a_vault_is_behind(shared: Cast) -> None:
    entry = shared.write(JOINT, "Words.")
    desk = shared.mediator._desk
    desk.read_only = True
    try:
        with pytest.raises(ReadOnlyError):
            shared.mediator.files.attach(entry, [source("a", b"x")])
    finally:
        desk.read_only = False


def test_a_file_comes_back_from_either_database(cast_everywhere: Cast) -> None:
    data = hashlib.shake_256(b"file").digest(1300 * KIB)
    new = NewEntry(JOINT, "See the file.")
    cast, sources = cast_everywhere, [source("a", data), source("empty", b"")]
    entry = cast.mediator.files.add_entry(cast.session, new, sources).id
    assert b"".join(cast.party("B").files.extract(entry, "a")[1]) == data
    cast.mediator.entries.edit(entry, "Do not see it.")
    assert cast.mediator.entries.destroy([entry]) == 2
    with cast.vault._store.read() as tx:
        assert tx.count(ChunkRow) == 0
    assert cast.mediator.checks.run().damages == []


@pytest.mark.long
def test_64_mebibytes_pass_in_bounded_memory(sitting: Cast) -> None:
    piece, count = hashlib.shake_256(b"piece").digest(1024 * KIB), 64
    entry = sitting.write(JOINT, "Words.")
    tracemalloc.start()
    try:
        sitting.mediator.files.attach(
            entry, [Source("big", len(piece) * count, (piece for _ in range(count)))]
        )
        assert tracemalloc.get_traced_memory()[1] < 64 * KIB * KIB
        tracemalloc.reset_peak()
        found = 0
        for part in sitting.party("A").files.extract(entry, "big")[1]:
            found += len(part)
        assert found == len(piece) * count
        assert tracemalloc.get_traced_memory()[1] < 32 * KIB * KIB
    finally:
        tracemalloc.stop()
