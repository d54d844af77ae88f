"""Rule R13: nothing outside tests can weaken the KDF or skip a check from outside the program."""

import ast
import re

import pytest

READABLE = {
    "ACCESSIBLE", "COLUMNS", "LINES", "NO_COLOR", "TERM", "TEXTUAL_DRIVER", "_CAUCUS_COMPLETE",
}  # fmt: skip
"""Variables a front end may read: how to show things, and the shell's completion."""
CLEARING = """
for _name in list(os.environ):
    if _name.startswith('TEXTUAL'):
        del os.environ[_name]
""".strip()
"""The one loop that takes variables away, unread: a tool's own switches, before it is loaded."""
ENVIRONMENT = re.compile(r"os\.(environ|environb|getenv|getenvb)")
WEAKENING = re.compile(r"--(no-)?(verify|check|insecure|unsafe|skip|kdf|argon2?|memory|passes)\b")


def test_the_library_and_the_migrations_read_no_environment(modules, names_used):
    found = [
        f"{path}:{line}: {name}"
        for path, tree in modules.items()
        if not path.startswith("tui/")
        for line, name in names_used(tree)
        if ENVIRONMENT.match(name)
    ]
    assert not found


def test_the_front_ends_read_only_listed_variables(modules, names_used):
    found = [
        f"{path}: {what}"
        for path, tree in modules.items()
        if path.startswith("tui/")
        for what in unlisted_reads(tree, names_used)
    ]
    assert not found


def test_no_option_offers_to_weaken_or_skip(texts):
    found = [
        f"{path}: {match[0]}"
        for path, text in texts.items()
        if path.startswith(("tui/", "vault/")) and path.endswith(".py")
        for match in WEAKENING.finditer(text)
    ]
    assert not found


@pytest.mark.parametrize(
    "source",
    [
        "import os\nos.environ['CAUCUS_KDF']",
        "import os\nos.environ.get('CAUCUS_KDF')",
        "import os\n'CAUCUS_KDF' in os.environ",
        "import os\nos.getenv(name)",
        "from os import environ\nenvironment = environ",
        "import os\nsettings = dict(os.environ)",
        "import click\nclick.option('--vault', envvar='CAUCUS_VAULT')",
        "main(auto_envvar_prefix='CAUCUS')",
        "settings = {'auto_envvar_prefix': 'CAUCUS'}",
        f"import os\n{CLEARING.replace('del ', 'kept = ')}",
    ],
)
def test_each_way_of_reading_another_variable_is_seen(source, names_used):
    assert unlisted_reads(ast.parse(source), names_used)


@pytest.mark.parametrize(
    "source",
    [
        "import os\nos.environ['TERM']",
        "import os\nos.environ.get('NO_COLOR', '')",
        "import os\n'ACCESSIBLE' in os.environ",
        "from os import getenv\ngetenv('COLUMNS')",
        f"import os\n{CLEARING}",
    ],
)
def test_listed_variables_may_be_read(source, names_used):
    assert not unlisted_reads(ast.parse(source), names_used)


def unlisted_reads(tree, names_used) -> list[str]:
    """Each use of the environment that is not the plain reading of one listed variable."""
    tree = ast.Module([node for node in tree.body if ast.unparse(node) != CLEARING], [])
    plain = sum(1 for node in ast.walk(tree) if (_variable(node) or "") in READABLE)
    imports = {
        alias.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "os"
        for alias in node.names
    }
    uses = [
        (line, name)
        for line, name in names_used(tree)
        if re.fullmatch(ENVIRONMENT, name) and line not in imports
    ]
    found = [] if len(uses) == plain else [f"line {line}: {name}" for line, name in uses]
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in {"envvar", "auto_envvar_prefix"}:
            found.append(f"line {node.value.lineno}: {node.arg}")
        if isinstance(node, ast.Constant) and node.value == "auto_envvar_prefix":
            found.append(f"line {node.lineno}: {node.value}")
    return found


def _variable(node: ast.AST) -> str | None:
    """The variable that this node plainly reads: ``environ[X]``, ``.get(X)``, ``X in environ``."""
    match node:
        case ast.Subscript(value=place, slice=ast.Constant(value=str(name))):
            wanted = "environ"
        case ast.Compare(
            left=ast.Constant(value=str(name)), ops=[ast.In() | ast.NotIn()], comparators=[place]
        ):
            wanted = "environ"
        case ast.Call(func=place, args=[ast.Constant(value=str(name)), *_]):
            wanted = "environ.get|getenv"
        case _:
            return None
    return name if re.fullmatch(rf"(os\.)?({wanted})", ast.unparse(place)) else None
