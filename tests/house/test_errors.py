"""The tree of errors is drawn as it is."""

import ast
import inspect
import re

import pytest

from vault import errors

CLASSES = {
    name: value
    for name, value in vars(errors).items()
    if inspect.isclass(value) and value.__module__ == errors.__name__
}


def test_the_drawn_tree_lists_exactly_the_classes_that_exist_under_their_bases():
    existing = {name: value.__bases__[0].__name__ for name, value in CLASSES.items()}
    assert drawn(inspect.getdoc(errors) or "") == existing | {"VaultError": None}


def test_every_class_is_one_of_the_tree():
    assert all(issubclass(value, errors.VaultError) for value in CLASSES.values())
    assert all(len(value.__bases__) == 1 for value in CLASSES.values())


@pytest.mark.parametrize("name", CLASSES)
def test_every_error_says_what_it_means(name):
    assert CLASSES[name].__dict__.get("__doc__")


def test_no_error_is_defined_anywhere_else_in_the_library(modules):
    found = [
        f"{path}:{node.lineno}: {node.name}"
        for path, tree in modules.items()
        if path.startswith("vault/") and path != "vault/errors.py"
        if not path.startswith("vault/standalone/")
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name.endswith(("Error", "Exception"))
    ]
    assert not found


def test_the_base_of_all_errors_is_never_raised_itself(modules, names_used):
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) and node.exc
        if re.fullmatch(r"(errors\.)?VaultError(\(.*\))?", ast.unparse(node.exc))
    ]
    assert not found


def drawn(text: str) -> dict[str, str | None]:
    """The tree in a docstring: every name with the name it hangs under."""
    parents: dict[str, str | None] = {}
    path: list[str] = []
    for line in text.splitlines():
        names = re.findall(r"[├└]─ (\w+)", line)
        if not path and re.fullmatch(r"\s*VaultError\s*", line):
            names, depth = ["VaultError"], 0
            root_column = line.index("V")
        elif names and path:
            depth = (re.search("[├└]", line).start() - root_column) // 3 + 1
        else:
            continue
        path = [*path[:depth], names[-1]]
        for name in names:
            assert name not in parents
            parents[name] = path[depth - 1] if depth else None
    return parents
