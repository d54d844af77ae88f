"""What the house rules look at: the files of the repository, and the names a module uses."""

import ast
import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

PACKAGES = ("vault", "tui", "migrations")
Names = list[tuple[int, str]]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def texts(root: Path) -> dict[str, str]:
    """Every text file that .gitignore does not leave out, by its path from the root."""
    ignored = [".git", *(line.rstrip("/") for line in _lines(root / ".gitignore"))]
    found = {}
    for path in _walk(root, ignored):
        try:
            found[path.relative_to(root).as_posix()] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


@pytest.fixture(scope="session")
def modules(texts: dict[str, str]) -> dict[str, ast.Module]:
    """Every Python module of the three packages, parsed, by its path from the root."""
    return {
        path: ast.parse(text, path)
        for path, text in texts.items()
        if path.endswith(".py") and path.startswith(tuple(f"{name}/" for name in PACKAGES))
    }


@pytest.fixture(scope="session")
def names_used() -> Callable[[ast.Module], Names]:
    """Give every name that a module imports or uses, in full, whatever it was imported as."""
    return _names_used


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line]


def _walk(folder: Path, ignored: list[str]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if any(fnmatch(path.name, pattern) for pattern in ignored):
            continue
        if path.is_dir():
            yield from _walk(path, ignored)
        else:
            yield path


@cache
def _names_used(tree: ast.Module) -> Names:
    imported: dict[str, str] = {}
    used: Names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                imported[alias.asname or first] = alias.name if alias.asname else first
                used.append((node.lineno, alias.name))
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                imported[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                used.append((node.lineno, f"{node.module}.{alias.name}"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            spelt = ast.unparse(node)
            if re.fullmatch(r"[\w.]+", spelt):
                first, dot, rest = spelt.partition(".")
                used.append((node.lineno, imported.get(first, first) + dot + rest))
    return used
