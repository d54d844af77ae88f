"""The reader that stands alone, run bare; and what the program wrote for it to read."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from tests.standalone.samples import Samples

FOLDER = Path(__file__).parents[2] / "vault" / "standalone"
READER = FOLDER / "reader.py"
MANY = """
import contextlib, io, json, runpy, sys
main = runpy.run_path(sys.argv[1])["main"]
for line in sys.stdin:
    sys.argv[1:], out = json.loads(line), io.TextIOWrapper(io.BytesIO(), "utf-8")
    err = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main()
        except SystemExit as ended:
            code = ended.code
    shown = out.buffer.getvalue().decode()
    sys.stdout.write(json.dumps([code, shown, err.getvalue()]) + "\\n")
sys.stdout.write(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})) + "\\n")
"""
"""Reads one file after the other in one process: a start each would cost more than the reading."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of the reader gave."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def run() -> Callable[..., Ran]:
    """Run the reader as a process: no environment, nothing on its path but what is installed."""

    def start(file: Path, *options: object, typed: bytes = b"") -> Ran:
        done = subprocess.run(
            [sys.executable, "-I", READER, file, *map(str, options)], env={}, input=typed,
            capture_output=True, check=False, timeout=120,
        )  # fmt: skip
        assert b"Traceback" not in done.stderr
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return start


@pytest.fixture(scope="session")
def run_many(tmp_path_factory) -> Callable[[dict[str, bytes]], dict[str, Ran]]:
    """Run the reader on many files, bare as well."""

    def start(files: dict[str, bytes]) -> dict[str, Ran]:
        folder = tmp_path_factory.mktemp("many")
        asked = []
        for at, data in enumerate(files.values()):
            path = folder / f"{at}.zip"
            path.write_bytes(data)
            asked.append(json.dumps([str(path)]))
        done = subprocess.run(
            [sys.executable, "-I", "-c", MANY, READER], env={}, input="\n".join(asked).encode(),
            capture_output=True, check=True, timeout=300,
        )  # fmt: skip
        *found, modules = map(json.loads, done.stdout.splitlines())
        assert not {"vault", "tui", "migrations", "argon2", "sqlalchemy"} & set(modules)
        assert len(found) == len(files)
        return {name: Ran(*each) for name, each in zip(files, found, strict=True)}

    return start


@pytest.fixture(scope="session")
def reader() -> ModuleType:
    """The reader in this process, where thousands of cases are asked of it."""
    spec = spec_from_file_location("standalone_reader", READER)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def samples(tmp_path_factory) -> Iterator[Samples]:
    """What the program wrote, made once."""
    with Samples(tmp_path_factory.mktemp("samples")) as made:
        yield made
