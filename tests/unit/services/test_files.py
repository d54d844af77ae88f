"""Attachments: any size, any content, names that are names."""

import hashlib
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from threading import current_thread, main_thread

import pytest

from tests.cast import Cast
from vault import (
    JOINT,
    DamagedError,
    ExistsError,
    InvalidError,
    Kind,
    LimitError,
    NewEntry,
    NotFoundError,
    ReadOnlyError,
    Source,
    UnlockedVault,
    UnsavedText,
    VaultBusyError,
    check_file_name,
)
from vault.mapper.entries import attachment_place, attachment_stream
from vault.mapper.streams import decrypt_unlisted
from vault.store.database import Store
from vault.store.rows import ChunkRow
from vault.store.transaction import Transaction

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


def numbers(cast: Cast) -> list[int]:
    """Which pieces of files are in the vault."""
    with cast.vault._store.read() as tx:
        return sorted(row.number for row in tx.find(ChunkRow))


def filed(cast: Cast, mebibytes: int) -> bytes:
    """Attach a file to a new entry; its ciphertext takes one piece more."""
    pieces = (bytes(1024 * KIB) for _ in range(mebibytes))
    big = Source("big", mebibytes * 1024 * KIB, pieces)
    return cast.mediator.files.add_entry(cast.session, NewEntry(JOINT, "See."), [big]).id


def broken_off(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Do something that is killed after some pieces of a file were removed."""

    class Killed(BaseException):
        pass

    whole, removed = Transaction.drop_rest, []

    def cut_short(self: Transaction, stream: bytes, most: int) -> int:
        if removed:
            raise Killed
        removed.append(whole(self, stream, 2))
        return removed[0]

    with monkeypatch.context() as patched:
        patched.setattr(Transaction, "drop_rest", cut_short)
        with pytest.raises(Killed):
            act()


def test_unsaved_text_is_kept_while_a_long_file_is_destroyed(
    cast_everywhere: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R11: on a thread of its own, whenever some pieces have gone."""
    cast = cast_everywhere
    entry, person = filed(cast, 20), cast.mediator
    new_id = person.unsaved.new_id()
    typed = UnsavedText(new_id, cast.session, JOINT, b"", b"", Kind.NOTE, "", "half a sent")
    whole, dropping, left = Store.write, Transaction.drop_rest, [len(numbers(cast))]

    def dropped(self: Transaction, stream: bytes, most: int) -> int:
        removed = dropping(self, stream, most)
        left.append(left[-1] - removed)
        return removed

    with ThreadPoolExecutor(1) as beside, monkeypatch.context() as patched:

        @contextmanager
        def write(self: Store) -> Iterator[Transaction]:
            with whole(self) as tx:
                yield tx
            if current_thread() is main_thread() and len(left) > 1:
                beside.submit(person.unsaved.keep, typed).result(timeout=2)

        patched.setattr(Transaction, "drop_rest", dropped)
        patched.setattr(Store, "write", write)
        person.entries.destroy([entry])
    assert numbers(cast) == []
    assert left[0] > 20
    assert max(before - after for before, after in pairwise(left)) <= 16
    assert [each.text for each in person.unsaved.all()] == ["half a sent"]


def again_destroyed(person: UnlockedVault, session: bytes) -> None:
    person.entries.destroy([person.entries.add(session, NewEntry(JOINT, "Another.")).id])


def repaired(person: UnlockedVault, _: bytes) -> None:
    assert person.checks.repair().damages == []


@pytest.mark.parametrize("finish", [again_destroyed, repaired])
def test_what_a_killed_destruction_leaves_is_unreadable_and_goes_with_the_next(
    cast_everywhere: Cast, monkeypatch: pytest.MonkeyPatch,
    finish: Callable[[UnlockedVault, bytes], None],
) -> None:  # fmt: skip
    """R10: even for who kept the key, and the header that is gone."""
    cast = cast_everywhere
    kept, entry = filed(cast, 2), filed(cast, 5)
    (attachment,) = cast.mediator.entries.show(entry).revision.header.attachments
    place = cast.mediator.sessions.open(cast.session).place(JOINT)
    broken_off(monkeypatch, lambda: cast.mediator.entries.destroy([entry]))
    with pytest.raises(NotFoundError):
        cast.mediator.entries.show(entry)
    with cast.vault._store.read() as tx:
        left = tx.find(ChunkRow, stream=attachment_stream(place, attachment.nonce))
    assert [row.number for row in left] == [4, 5, 6]
    spot = attachment_place(place, attachment.nonce)
    with pytest.raises(DamagedError):
        b"".join(decrypt_unlisted(place.key, spot, (row.data for row in left), "attachment"))
    person = cast.unlock(cast.mediator.name)
    assert person.checks.run().damages == []
    finish(person, cast.session)
    assert numbers(cast) == [1, 2, 3]
    assert sum(map(len, person.files.extract(kept, "big")[1])) == 2 * 1024 * KIB
    assert not person.traces_remain or not person._desk.store.is_file
    assert person.checks.run().damages == []
    person.lock()


def test_what_a_killed_attaching_leaves_of_what_it_took_back_goes_with_the_next(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R11."""

    def unplugged() -> Iterator[bytes]:
        yield from (bytes(1024 * KIB) for _ in range(20))
        message = "unplugged"
        raise OSError(message)

    files, entry = cast.mediator.files, cast.write(JOINT, "Words.")
    broken = Source("bad", 40 * 1024 * KIB, unplugged())
    broken_off(monkeypatch, lambda: files.attach(entry, [broken]))
    assert numbers(cast)
    assert 1 not in numbers(cast)
    assert cast.mediator.checks.repair().damages == []
    assert numbers(cast) == []
    assert cast.mediator.entries.show(entry).revision.header.attachments == ()


def test_a_busy_vault_keeps_a_destruction_from_nothing_but_its_rest(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The act is done and says so; what is left of it is told, and goes with the next."""

    def busy(*_: object) -> int:
        raise VaultBusyError

    entry = filed(cast, 2)
    with monkeypatch.context() as patched:
        patched.setattr(Transaction, "drop_rest", busy)
        assert cast.mediator.entries.destroy([entry]) == 1
    assert cast.mediator.traces_remain
    assert numbers(cast) == [2, 3]
    again_destroyed(cast.mediator, cast.session)
    assert not cast.mediator.traces_remain
    assert numbers(cast) == []


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
