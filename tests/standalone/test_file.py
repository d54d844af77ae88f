"""The reader is one file that needs nothing of the program, and says what went wrong in words."""

import ast
import io
import subprocess
import sys
from pathlib import Path

import pytest

from tests.standalone.conftest import FOLDER, READER
from tests.standalone.samples import MARA, NORA, Samples
from tests.standalone.test_forged import alone, portion_of
from vault import KdfCost, write_parcel

LINES_MAX = 399
PEAK = """
import re, runpy, sys
from pathlib import Path
sys.argv = sys.argv[1:]
code = runpy.run_path(sys.argv[0])["main"]()
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]
sys.stderr.write(f"{code} {peak}")
"""
"""Runs the reader and says how much memory it took; what its parent takes does not count here."""


@pytest.fixture(scope="module")
def tree() -> ast.Module:
    return ast.parse(READER.read_text("utf-8"))


def test_it_imports_only_the_standard_library_and_cryptography(tree):
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add(str(node.module).partition(".")[0])
    assert imported - set(sys.stdlib_module_names) == {"cryptography"}
    reaching = {"socket", "ssl", "urllib", "http", "subprocess", "ctypes", "tempfile", "pickle"}
    assert not imported & (reaching | {"importlib", "shutil", "multiprocessing", "asyncio"})


def test_it_evaluates_nothing_and_writes_only_new_files(tree):
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {ast.unparse(call.func).rpartition(".")[2] for call in calls}
    assert not names & {"eval", "exec", "__import__", "getattr", "system", "write_bytes"}
    opened = [ast.unparse(call) for call in calls if ast.unparse(call.func).endswith("open")]
    modes = sorted(each.rpartition("open")[2] for each in opened)
    assert modes == sorted(["(os.devnull, os.O_WRONLY)", "('xb')"])


def test_it_stays_short_enough_to_be_read():
    text = READER.read_text("utf-8")
    lines = text.splitlines()
    assert text.count("\n") == len(lines) <= LINES_MAX
    assert max(map(len, lines)) < 100


def test_the_explanation_fits_a_page_and_a_terminal():
    text = (FOLDER / "README.txt").read_text("ascii")
    lines = text.splitlines()
    assert 50 <= len(lines) <= 60
    assert max(map(len, lines)) <= 80
    for word in ("reader.py FILE.zip", "--name NAME", "--extract FOLDER", "XOR"):
        assert word in text


@pytest.mark.parametrize(
    "options",
    [
        ("--name",), ("--extract",), ("--what",), ("a second",), ("--extr", "folder"),
    ],
)  # fmt: skip
def test_wrong_use_is_said_and_is_no_verdict(samples, run, tmp_path, options):
    file = tmp_path / "file.zip"
    file.write_bytes(samples.owned[NORA])
    ran = run(file, *options)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("usage:")


def test_a_file_that_is_not_there_is_wrong_use(run, tmp_path):
    assert run(tmp_path / "nothing.zip").code == 2
    assert run(tmp_path).code == 2


def test_a_name_changes_nothing_where_there_is_no_keyslot(samples, run, tmp_path):
    for at, data in enumerate((samples.disclosures["several"], samples.archives["for two"])):
        file = tmp_path / f"{at}.zip"
        file.write_bytes(data)
        assert run(file, "--name", MARA) == run(file)
    assert "Nothing in it was opened" in run(tmp_path / "1.zip", "--name", MARA).out


def test_nobody_there_to_type_a_passphrase_is_a_wrong_passphrase(samples, run, tmp_path):
    file = tmp_path / "file.zip"
    file.write_bytes(samples.owned[NORA])
    assert run(file, "--name", NORA).code == 3


def locked(folder: Path, data: bytes) -> Path:
    """The file, as a parcel."""
    file = folder / "parcel"
    with file.open("wb") as target:
        cost = KdfCost(64 * 1024, 1, 1)
        write_parcel(io.BytesIO(data), len(data), target, "told by telephone", cost)
    return file


@pytest.mark.parametrize("size", [0, 1, 16_375, 16_376, 70_000])
def test_a_parcel_opens_with_its_passphrase(run, tmp_path, size):
    data = bytes(range(250)) * 281
    file, out = locked(tmp_path, data[:size]), tmp_path / "out"
    ran = run(file, "--extract", out, typed=b"told by telephone\n")
    assert (ran.code, ran.err) == (0, "")
    assert (out / "001-parcel.zip").read_bytes() == data[:size]


def test_a_parcel_tells_a_wrong_passphrase_from_nothing_more_than_damage(run, tmp_path):
    file = locked(tmp_path, b"x" * 5000)
    whole = file.read_bytes()
    assert run(file, typed=b"guessed\n").code == 3
    damaged = {"cut": whole[:-1], "short": whole[:40], "longer": whole + b"\0"}
    damaged["costs beyond all measure"] = whole[:31] + b"\xff" * 12 + whole[43:]
    damaged["no work at all"] = whole[:31] + bytes(12) + whole[43:]
    damaged["a newer version"] = whole[:14] + b"\2" + whole[15:]
    for data in damaged.values():
        file.write_bytes(data)
        ran = run(file, typed=b"told by telephone\n")
        assert ran.code in {3, 7}
        assert ran.out == ""


def test_a_reader_that_stops_listening_ends_it_quietly(samples, tmp_path):
    file = tmp_path / "file.zip"
    file.write_bytes(samples.disclosures["several"])
    started = subprocess.Popen(
        [sys.executable, "-I", READER, file], env={}, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    assert started.stdout is not None
    started.stdout.close()
    assert started.stderr is not None
    error = started.stderr.read()
    started.stderr.close()
    assert started.wait(timeout=60) == 1
    assert b"Traceback" not in error
    assert error.startswith(b"Verified, but not all of it was written")


@pytest.mark.long
def test_a_large_file_takes_memory_for_a_few_times_its_size(samples: Samples, tmp_path):
    used = []
    for size in (10, 64 * 2**20):
        file, out = tmp_path / f"{size}.zip", tmp_path / f"out-{size}"
        content = portion_of(bytes(size), form="file", name="zeros")
        file.write_bytes(alone(samples, content))
        done = subprocess.run(
            [sys.executable, "-I", "-c", PEAK, READER, file, "--extract", out],
            env={}, capture_output=True, check=True, timeout=120,
        )  # fmt: skip
        code, peak = map(int, done.stderr.split())
        assert code == 0
        assert (out / "001-zeros").stat().st_size == size
        used.append(peak)
    assert used[1] - used[0] < 8 * 64 * 1024
