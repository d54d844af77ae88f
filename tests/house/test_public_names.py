"""The front door of the library: what it shows, and that nobody uses another."""

import ast
import inspect
from functools import cache

import vault


def test_the_list_of_public_names_is_exact():
    shown = {name: getattr(vault, name) for name in vault.__all__}
    bound = {name: getattr(vault, name) for name in dir(vault) if not name.startswith("_")}
    assert {name for name, value in bound.items() if not inspect.ismodule(value)} == set(shown)
    assert not [name for name, value in shown.items() if inspect.ismodule(value)]


def test_the_list_of_public_names_is_in_order_and_without_doubles():
    def place(name: str) -> tuple[int, str]:
        """Constants come first, then classes, then functions, as ruff sorts them."""
        return (0 if name.isupper() else 1 if name[0].isupper() else 2), name

    assert list(vault.__all__) == sorted(set(vault.__all__), key=place)


def test_every_public_class_and_function_is_explained():
    unexplained = [
        name
        for name in vault.__all__
        if inspect.isclass(value := getattr(vault, name)) or inspect.isfunction(value)
        if not value.__dict__.get("__doc__", value.__doc__)
    ]
    assert not unexplained


def test_the_front_ends_use_no_name_that_is_not_public(modules, names_used):
    used = {
        (path, name.removeprefix("vault.").partition(".")[0])
        for path, tree in modules.items()
        if path.startswith("tui/")
        for _, name in names_used(tree)
        if name.startswith("vault.") and is_the_package(tree, name)
    }
    assert not {(path, name) for path, name in used if name not in vault.__all__}


def is_the_package(tree: ast.Module, name: str) -> bool:
    """Tell the package from a variable that is called ``vault`` too."""
    bound, taken = imports(tree)
    return "vault" in bound or any(name == each or name.startswith(f"{each}.") for each in taken)


@cache
def imports(tree: ast.Module) -> tuple[set[str], set[str]]:
    """Give the names that packages are bound to, and in full what is taken out of packages."""
    bound = {
        alias.asname or alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    taken = {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return bound, taken


def test_a_variable_called_vault_is_told_from_the_package(names_used):
    for source, seen in (
        ("import vault\nvault.services", True), ("from vault import services", True),
        ("from vault.services import people", True),
        ("def open(vault):\n    vault.unlock()", False),
    ):  # fmt: skip
        tree = ast.parse(source)
        found = {name for _, name in names_used(tree) if name.startswith("vault.")}
        assert any(is_the_package(tree, name) for name in found) is seen


def test_public_names_are_imported_by_name_and_never_all_at_once(modules):
    stars = [
        f"{path}:{node.lineno}"
        for path, tree in modules.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]
    assert not stars
