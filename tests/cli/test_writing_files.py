"""Files that the program writes: whole under their name, or nothing at all."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui import files
from vault import ExistsError

WRITER = """
import sys
from pathlib import Path
from tui import files, start
start._protect()
if sys.argv[1] == "under another name":
    files._open_nameless = lambda _: None
with files.whole(Path("taken-out.txt")) as file:
    file.write(b"what was said in the room")
    file.flush()
    print("written", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(params=["without a name", "under another name"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Not every file system can hold a file without a name."""
    if request.param == "under another name":
        monkeypatch.setattr(files, "_open_nameless", lambda _: None)
    return request.param


def test_a_file_is_written_for_its_owner_alone_and_once(tmp_path: Path) -> None:
    target = tmp_path / "out"
    assert files.write_whole(target, [b"one", b"two"]) == 6
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"onetwo", 0o600)
    with pytest.raises(ExistsError):
        files.write_whole(target, [b"three"])
    assert target.read_bytes() == b"onetwo"


def test_a_name_that_was_taken_meanwhile_is_left_to_who_took_it(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with pytest.raises(ExistsError), files.whole(target):
        target.write_bytes(b"somebody else's")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [
        ("out", b"somebody else's")
    ]


def test_what_goes_wrong_half_way_leaves_nothing(tmp_path: Path) -> None:

    def pieces() -> Iterator[bytes]:
        yield b"the first half"
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full"):
        files.write_whole(tmp_path / "out", pieces())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told_by_the_name_that_was_typed(tmp_path: Path) -> None:
    target = tmp_path / "no" / "folder" / "out"
    with pytest.raises(FileNotFoundError) as refused:
        files.write_whole(target, [b"x"])
    assert refused.value.filename == str(target)


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_killed_program_leaves_nothing_under_the_name(
    tmp_path: Path, way: str, end: signal.Signals
) -> None:
    """It stands still in the middle. What has no name yet goes with it, however it ends."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, way], cwd=tmp_path, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
    ) as writer:  # fmt: skip
        assert writer.stdout
        assert writer.stdout.readline() == b"written\n"
        writer.send_signal(end)
        writer.wait(timeout=30)
    assert writer.returncode != 0
    left = [each.name for each in tmp_path.iterdir()]
    handle = files._open_nameless(tmp_path)
    if handle is not None:
        os.close(handle)
    if end is signal.SIGKILL and handle is None:
        # Nobody is left who could remove it. Its name says nothing.
        (name,) = left
        assert name.startswith(".caucus-")
    else:
        assert left == []
