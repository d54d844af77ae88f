"""A full disk stops the writing with an error of its own, and costs nothing that was saved."""

import subprocess
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.cast import MEDIATOR, Cast
from tests.copies import CopiedCast, reopened
from tests.reliability import writer
from tests.reliability.faults import Fault, in_between
from tests.reliability.test_kill import order, texts_by_entry
from tui.files import whole
from vault import JOINT, NewEntry, StorageError, StorageFullError
from vault.crypto.random import random_id
from vault.format.own import Remembered

ROOM = 3 * 1024 * 1024
RUNS = 100


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[tuple[Path, bool]]:
    """A folder with little room, and whether it is a disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = not subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM},mode=700", "tmpfs", str(folder)],
        capture_output=True, check=False,
    ).returncode if Path("/bin/mount").exists() else False  # fmt: skip
    yield folder, mounted
    if mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def write_until_there_is_no_room(cast: Cast, limit: int) -> tuple[list[Any], Any]:
    process, pipe = writer.start(order(cast), writer.write_to_the_end, limit)
    *saved, error = writer.heard(pipe)
    process.join(60)
    assert process.exitcode == 0
    assert len(saved) > 5
    cast.clock.now += 10_000
    return saved, error


def everything_is_there(cast: Cast, saved: list[Any]) -> None:
    person = cast.unlock(MEDIATOR)
    assert not person.behind
    found = texts_by_entry(person, cast.session)
    assert [text for entry, text in saved if found.get(entry) != {text}] == []
    assert len(found) == len(saved)
    assert person.checks.run().damages == []
    person._desk.store.close()


def test_a_file_that_may_not_grow_is_a_storage_error_and_nothing_is_lost(tmp_path: Path) -> None:
    """R11 and R12."""
    with Cast(str(tmp_path / "vault.caucus"), tmp_path / "marks") as cast:
        saved, error = write_until_there_is_no_room(cast, ROOM)
        assert issubclass(error, StorageError)
        everything_is_there(cast, saved)
        cast.mediator.entries.add(cast.session, NewEntry(JOINT, "There is room again."))


def test_a_full_disk_is_called_a_full_disk_and_nothing_is_lost(
    small_disk: tuple[Path, bool], tmp_path: Path
) -> None:
    """R11 and R12."""
    folder, mounted = small_disk
    with Cast(str(folder / "vault.caucus"), tmp_path / "marks") as cast:
        saved, error = write_until_there_is_no_room(cast, 0 if mounted else ROOM)
        assert issubclass(error, StorageFullError if mounted else StorageError)
        everything_is_there(cast, saved)


def test_on_a_full_disk_sealing_changes_nothing(
    small_disk: tuple[Path, bool], tmp_path: Path
) -> None:
    """R10 and R11."""
    folder, mounted = small_disk
    with Cast(str(folder / "vault.caucus"), tmp_path / "marks") as cast:
        saved, _ = write_until_there_is_no_room(cast, 0 if mounted else ROOM)
        if mounted:
            with pytest.raises(StorageFullError):
                cast.mediator.sealing.seal(
                    [entry for entry, _ in saved[:20]], "Label", safety_reviewed=True
                )
        assert cast.mediator.docket.lines(cast.session) == []
        everything_is_there(cast, saved)


@pytest.mark.long
@pytest.mark.parametrize("run", range(RUNS))
def test_a_hundred_full_disks_cost_nothing(
    small_disk: tuple[Path, bool], original: Cast, run: int
) -> None:
    """Nor is there ever a file of the user's own that is only begun, or is no more."""
    folder, mounted = small_disk
    with CopiedCast(original, folder) as cast:
        first, second = folder / "first.zip", folder / "second.zip"
        with whole(first) as file:
            cast.mediator.archives.export(file, [cast.session])
        before = first.read_bytes()
        saved, _ = write_until_there_is_no_room(cast, 0 if mounted else ROOM + run * 4_096)
        with (
            in_between() as disk, disk.going_wrong(Fault.FULL, 0 if mounted else 1 + run % 20),
            pytest.raises((OSError, StorageFullError)), whole(second) as file,
        ):  # fmt: skip
            cast.mediator.archives.export(file, [cast.session])
        assert first.read_bytes() == before
        names = {each.name for each in folder.iterdir() if each.suffix != ".zip"}
        assert names >= {"vault.caucus", "marks"}
        assert not [each for each in folder.iterdir() if each.name.endswith(".partial")]
        assert not second.exists()
        everything_is_there(cast, saved)


@pytest.mark.parametrize("frames", [1, 300])
def test_a_mark_that_cannot_be_written_alarms_nobody(cast: Cast, frames: int) -> None:
    """R12. However the disk fills, it stays behind the vault and does not become another."""
    for _ in range(frames):
        cast.mediator._desk.mark.remember([Remembered(random_id(), 0, bytes(32))])
    seed = cast.mediator._desk.identity.seed
    for call, fault in product(range(1, 5), (Fault.BROKEN, Fault.FULL, Fault.SHORT)):
        with in_between() as disk:
            vault = cast.new_vault()
            with disk.going_wrong(fault, call):
                person = reopened(vault, seed)
            with disk.going_wrong(fault, call):
                person._desk.remember([Remembered(random_id(), 0, bytes(32))])
            assert not person.behind
            person.entries.add(cast.session, NewEntry(JOINT, "Words."))
            vault.close()
    vault = cast.new_vault()
    person = reopened(vault, seed)
    assert not person.behind
    assert person.checks.run().damages == []
    vault.close()
