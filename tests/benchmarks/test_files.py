"""Attachments in and out, beside `age` on the same file, and what memory they take."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.benchmarks.conftest import Report
from tests.cast import Cast
from vault import Kind, Source, UnsavedText

pytestmark = pytest.mark.benchmark

MEBIBYTE = 1024 * 1024
SIZE = 512 * MEBIBYTE


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(MEBIBYTE):
            yield piece


def _status(name: str) -> int:
    """Return a figure of this process in MiB; Linux tells it in KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(name))


def _forget_peak() -> int:
    """Set the peak back to what is held now (what Argon2 took is gone), and return that."""
    Path("/proc/self/clear_refs").write_text("5")
    return _status("VmRSS")


def test_keeping_unsaved_text_while_a_large_file_is_attached(
    tmp_path: Path, report: Report
) -> None:
    plain = tmp_path / "plain"
    block = os.urandom(MEBIBYTE)
    with plain.open("wb") as file:
        for _ in range(SIZE // MEBIBYTE):
            file.write(block)
    with Cast(str(tmp_path / "vault"), tmp_path / "marks") as cast, ThreadPoolExecutor(1) as side:
        entry, me = cast.write("joint", "With a large file."), cast.mediator
        text = UnsavedText(
            me.unsaved.new_id(), cast.session, "joint", entry, entry, Kind.NOTE, "", "more",
        )  # fmt: skip
        source = Source("plain", SIZE, _pieces(plain))
        attaching = side.submit(me.files.attach, entry, [source])
        waits = []
        while not attaching.done():
            start = time.perf_counter()
            me.unsaved.keep(text)
            waits.append(time.perf_counter() - start)
        attaching.result()
        report.figure(
            f"keep unsaved text meanwhile (slowest of {len(waits)})",
            f"{1000 * max(waits):.0f} ms", "<= 1 s beside the second that it waits",
        )  # fmt: skip


def test_attach_and_extract(tmp_path: Path, report: Report) -> None:
    plain = tmp_path / "plain"
    block = os.urandom(MEBIBYTE)
    with plain.open("wb") as file:
        for _ in range(SIZE // MEBIBYTE):
            file.write(block)
    with Cast(str(tmp_path / "vault"), tmp_path / "marks") as cast:
        entry = cast.write("joint", "With a large file.")
        before = _forget_peak()
        start = time.perf_counter()
        cast.mediator.files.attach(entry, [Source("plain", SIZE, _pieces(plain))])
        attached = time.perf_counter() - start
        start = time.perf_counter()
        _, pieces = cast.mediator.files.extract(entry, "plain")
        with (tmp_path / "out").open("wb") as file:
            for piece in pieces:
                file.write(piece)
            os.fsync(file.fileno())
        extracted = time.perf_counter() - start
        grown = _status("VmHWM") - before
    rate = SIZE / MEBIBYTE
    report.figure("attach 512 MiB", f"{rate / attached:.0f} MiB/s", "")
    report.figure("extract 512 MiB", f"{rate / extracted:.0f} MiB/s", "")
    report.figure("memory growth meanwhile", f"{grown} MiB", "<= 64 MiB")
    _beside_age(tmp_path, plain, attached, extracted, report)


def _beside_age(
    tmp_path: Path, plain: Path, attached: float, extracted: float, report: Report
) -> None:
    age, keygen = shutil.which("age"), shutil.which("age-keygen")
    if not age or not keygen:
        report.figure("age is not installed here", "no ratio", "0.3 x in, 1.0 x out")
        return
    key, sealed = tmp_path / "key", tmp_path / "plain.age"
    made = subprocess.run([keygen, "-o", key], capture_output=True, text=True, check=True)
    recipient = made.stderr.split()[-1]
    start = time.perf_counter()
    subprocess.run([age, "-r", recipient, "-o", sealed, plain], check=True)
    encrypted = time.perf_counter() - start
    start = time.perf_counter()
    subprocess.run([age, "-d", "-i", key, "-o", tmp_path / "back", sealed], check=True)
    decrypted = time.perf_counter() - start
    report.figure("attach, throughput beside age", f"{encrypted / attached:.2f} x", ">= 0.3 x")
    report.figure("extract, throughput beside age", f"{decrypted / extracted:.2f} x", ">= 1.0 x")
