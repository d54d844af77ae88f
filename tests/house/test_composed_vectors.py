"""The composed vectors: the library and a second reader, written from FORMAT.md, agree on each."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.vectors.composed import make, reader

FOLDER = Path(reader.__file__).parent
STORED = {
    path.stem: json.loads(path.read_text("utf-8"))["cases"] for path in FOLDER.glob("*.json")
}
READERS = {"library": make.LIBRARY, "second reader": reader.READERS}


def every_case() -> list[Any]:
    return [
        pytest.param(kind, case, id=f"{kind}: {case['name']}")
        for kind, cases in sorted(STORED.items())
        for case in cases
    ]


def test_there_are_enough_of_them_and_every_kind_has_two_readers():
    assert sum(map(len, STORED.values())) >= 220
    assert set(STORED) == set(make.LIBRARY) == set(reader.READERS)


@pytest.mark.parametrize("by", READERS)
@pytest.mark.parametrize(("kind", "case"), every_case())
def test_a_vector_has_the_answer_that_is_published(kind, case, by):
    assert READERS[by][kind](case["in"]) == case["out"]


@pytest.mark.long
def test_made_again_every_case_is_the_same_but_for_its_randomness():
    assert make.check() == []


def test_a_changed_input_answer_or_field_is_noticed():
    (old, *_) = deepcopy(STORED["keyslot"])
    fresh = deepcopy(old)
    assert make.differences("keyslot", fresh, old) == []
    assert make.differences("keyslot", fresh, {**old, "in": {**old["in"], "id": "00" * 16}})
    assert make.differences("keyslot", fresh, {**old, "out": {**old["out"], "seed": "00" * 32}})
    assert make.differences("keyslot", fresh, {**old, "random": []}) == ["other fields"]


def test_the_second_reader_imports_nothing_of_the_program():
    tree = ast.parse(Path(reader.__file__).read_text("utf-8"))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else map(_name, node.names))
    }
    assert imported - sys.stdlib_module_names == {"argon2", "cryptography"}


def _name(alias: ast.alias) -> str:
    return alias.name


@pytest.mark.long
def test_the_second_reader_stands_alone(tmp_path):
    outcome = subprocess.run(
        [sys.executable, "-I", reader.__file__],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout == f"{sum(map(len, STORED.values()))} read, 0 wrong\n"


def changed(case: dict[str, Any], byte: int) -> Iterator[dict[str, Any]]:
    """Give the inputs of a case with one bit of one random field changed, field by field."""
    for name in case["random"]:
        inputs = deepcopy(case["in"])
        holder, key = inputs, name
        while not isinstance(holder[key], str):
            holder = holder[key]
            key = "ciphertext" if isinstance(holder, dict) else 0
        data = bytearray.fromhex(holder[key])
        data[byte] ^= 1
        holder[key] = data.hex()
        yield inputs


def altered() -> list[Any]:
    """Every case with randomness, but for what is refused anyway, or cut and so ignored."""
    return [
        pytest.param(kind, case, id=f"{kind}: {case['name']}")
        for kind, cases in sorted(STORED.items())
        for case in cases
        if case["random"] and not case["name"].startswith("a frame cut")
        if case["out"] != {"refused": True}
    ]


@pytest.mark.parametrize("by", READERS)
@pytest.mark.parametrize("byte", [0, pytest.param(-1, marks=pytest.mark.long)])
@pytest.mark.parametrize(("kind", "case"), altered())
def test_one_changed_bit_never_gives_the_published_answer(kind, case, byte, by):
    tried = 0
    for inputs in changed(case, byte):
        try:
            answer = READERS[by][kind](inputs)
        except Exception:  # noqa: BLE001 (refused: which error is the subject of other tests)
            answer = None
        assert answer != case["out"]
        tried += 1
    assert tried
