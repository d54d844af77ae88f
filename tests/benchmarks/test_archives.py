"""Archives out and in: ten thousand entries, and large files, beside `age` and `zip`."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.benchmarks.conftest import Report
from tests.benchmarks.test_files import MEBIBYTE, _forget_peak, _status
from tests.machines import Machines
from vault import JOINT, NewEntry, Source, read_bag

pytestmark = pytest.mark.benchmark

ENTRIES = 10_000
TEXT = "word " * 400
LARGE = 512 * MEBIBYTE
LONG = 2 * 1024 * MEBIBYTE


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _copied(source: Path) -> float:
    """Return how long it takes to read these bytes and to write them, durable."""

    def copy() -> None:
        with source.open("rb") as read, source.with_suffix(".copy").open("wb") as write:
            while piece := read.read(MEBIBYTE):
                write.write(piece)
            os.fsync(write.fileno())

    taken = _timed(copy)
    source.with_suffix(".copy").unlink()
    return taken


def _there_and_back(machines: Machines, path: Path) -> tuple[float, float, float]:
    """Export for Anna, verify without a key, take in. Returns seconds for each."""
    mediator, anna = machines.mediator, machines.party("A")

    def export() -> None:
        with path.open("wb") as file:
            mediator.archives.export(file, [machines.session], [anna.name])
            file.flush()
            os.fsync(file.fileno())

    out = _timed(export)
    with path.open("rb") as file:
        verified = _timed(lambda: read_bag(file))
        back = _timed(lambda: anna.archives.receive(file))
    return out, verified, back


def test_ten_thousand_entries_leave_and_come_back(tmp_path: Path, report: Report) -> None:
    with Machines(tmp_path) as machines:
        mediator = machines.mediator
        room = mediator.sessions.open(machines.session)
        with mediator._desk.change("written", machines.session) as change:
            for number in range(ENTRIES):
                new = NewEntry(JOINT, f"{number} {TEXT}", title=f"note {number}")
                mediator.entries.write(change, room, new)
        path = tmp_path / "entries.zip"
        out, verified, back = _there_and_back(machines, path)
        floor = _copied(path)
        report.ratio("export 10,000 entries", out, floor, "reading and writing the bytes")
        report.ratio("verify them without a key", verified, floor, "")
        report.ratio("take them in", back, floor, "")
        assert len(machines.party("A").entries.listing(machines.session).entries) == ENTRIES


def _with_a_file(machines: Machines, size: int) -> None:
    block = os.urandom(MEBIBYTE)
    source = Source("large", size, (block for _ in range(size // MEBIBYTE)))
    machines.mediator.files.add_entry(machines.session, NewEntry(JOINT, "see"), [source])


def test_a_large_attachment_leaves_and_comes_back(tmp_path: Path, report: Report) -> None:
    with Machines(tmp_path) as machines:
        _with_a_file(machines, LARGE)
        path = tmp_path / "large.zip"
        before = _forget_peak()
        out, verified, back = _there_and_back(machines, path)
        grown = _status("VmHWM") - before
        floor = _copied(path)
        report.ratio("export 512 MiB of attachments", out, floor, "")
        report.ratio("verify", verified, floor, "")
        report.ratio("take in", back, floor, "")
        report.figure("memory growth meanwhile", f"{grown} MiB", "<= 64 MiB")
        _beside(path, out, back, report)


def _beside(path: Path, out: float, back: float, report: Report) -> None:
    """Compare with programs that encrypt, or only pack, the same bytes."""
    age, keygen, pack = (shutil.which(name) for name in ("age", "age-keygen", "zip"))
    if age and keygen:
        key, other = path.with_suffix(".key"), path.with_suffix(".age")
        subprocess.run([keygen, "-o", key], check=True, capture_output=True)
        recipient = subprocess.run(
            [keygen, "-y", key], check=True, capture_output=True, text=True
        ).stdout.strip()
        encrypting = [age, "-r", recipient, "-o", other, path]
        decrypting = [age, "-d", "-i", key, "-o", path.with_suffix(".back"), other]
        encrypted = _timed(lambda: subprocess.run(encrypting, check=True))
        decrypted = _timed(lambda: subprocess.run(decrypting, check=True))
        report.figure("export beside age, throughput", f"{encrypted / out:.2f} x", "")
        report.figure("take in beside age, throughput", f"{decrypted / back:.2f} x", "")
    if pack:
        packing = [pack, "-q", "-0", path.with_suffix(".packed.zip"), path]
        packed = _timed(lambda: subprocess.run(packing, check=True))
        report.figure("export beside zip -0, throughput", f"{packed / out:.2f} x", "")
    if not (age and pack):
        report.figure("age or zip is not installed here", "no ratio", "")


def test_two_gibibytes_of_attachments_need_no_more_memory(tmp_path: Path, report: Report) -> None:
    with Machines(tmp_path) as machines:
        _with_a_file(machines, LONG)
        before = _forget_peak()
        out, _, back = _there_and_back(machines, tmp_path / "long.zip")
        grown = _status("VmHWM") - before
        report.figure("2 GiB out and in", f"{out:.1f} s, {back:.1f} s", "")
        report.figure("memory growth meanwhile", f"{grown} MiB", "<= 64 MiB")
