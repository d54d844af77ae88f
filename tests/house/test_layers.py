"""Imports go one way, and the light parts of the house stay light."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(sys.executable).with_name("lint-imports")


def lint(folder: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    """Check the contracts of that name, or all."""
    chosen = [part for name in contracts for part in ("--contract", name)]
    return subprocess.run(
        [TOOL, "--no-cache", *chosen], cwd=folder, capture_output=True, text=True, check=False
    )


def test_every_contract_is_kept(root):
    outcome = lint(root)
    assert outcome.returncode == 0, outcome.stdout


HOUSE = {
    "tui/__init__.py": "import vault",
    "tui/app/__init__.py": "import textual, tui.paper",
    "tui/app/work/__init__.py": "import mammoth",
    "tui/commands/__init__.py": "import tui.paper",
    "tui/demo/__init__.py": "import vault",
    "tui/paper/__init__.py": "import fpdf, segno, uharfbuzz",
    "migrations/__init__.py": "",
    "migrations/env.py": "import alembic, vault.store.tables",
    "vault/__init__.py": "from vault.services import notes",
    "vault/services/__init__.py": "",
    "vault/services/notes.py": "import vault.mapper",
    "vault/mapper.py": "import vault.keys, vault.store.tables",
    "vault/store/__init__.py": "",
    "vault/store/tables.py": "import sqlalchemy, vault.model",
    "vault/store/upgrade.py": "import migrations",
    "vault/keys/__init__.py": "import zxcvbn, vault.crypto, vault.format",
    "vault/crypto/__init__.py": "import cryptography, argon2, vault.errors",
    "vault/format/__init__.py": "import vault.model",
    "vault/model.py": "import vault.errors",
    "vault/errors.py": "",
}
"""A house with every room, and in each what may be imported there."""


@pytest.fixture
def house(root, tmp_path) -> Path:
    """The small house, under the contracts of the real one."""
    shutil.copy(root / "pyproject.toml", tmp_path)
    for module, line in HOUSE.items():
        (tmp_path / module).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / module).write_text(f"{line}\n", encoding="utf-8")
    return tmp_path


def test_a_house_in_which_everybody_keeps_to_their_room_is_in_order(house):
    assert lint(house).returncode == 0


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("vault/model.py", "import vault.services", "library"),
        ("vault/mapper.py", "import vault.services.notes", "library"),
        ("vault/keys/__init__.py", "import vault.store", "library"),
        ("vault/format/__init__.py", "import vault.crypto", "library"),
        ("vault/crypto/__init__.py", "import vault.format", "library"),
        ("vault/helpers.py", "", "library"),
        ("vault/errors.py", "import tui", "house"),
        ("vault/model.py", "import migrations", "house"),
        ("migrations/env.py", "import vault.services", "house"),
        ("vault/store/tables.py", "import vault.keys", "store"),
        ("vault/store/tables.py", "import vault.crypto", "store"),
        ("vault/store/tables.py", "import vault.format", "store"),
        ("tui/__init__.py", "import vault.services", "front-door"),
        ("tui/__init__.py", "from vault import errors", "front-door"),
        ("vault/services/notes.py", "import cryptography", "cryptography"),
        ("vault/keys/__init__.py", "from argon2 import low_level", "cryptography"),
        ("vault/services/notes.py", "import sqlalchemy", "database"),
        ("tui/__init__.py", "def upgrade():\n    import alembic", "database"),
        ("vault/services/notes.py", "import zxcvbn", "strength"),
        ("vault/services/notes.py", "import click", "core"),
        ("vault/model.py", "from rich import text", "core"),
        ("migrations/env.py", "import textual", "core"),
        ("tui/__init__.py", "from textual import on", "screen"),
        ("tui/paper/__init__.py", "import textual.app", "screen"),
        ("tui/__init__.py", "import fpdf", "paper"),
        ("tui/app/__init__.py", "def show():\n    import segno", "paper"),
        ("tui/app/__init__.py", "import mammoth", "import"),
        ("tui/commands/__init__.py", "import uharfbuzz", "paper"),
        ("tui/commands/__init__.py", "import textual", "commands"),
        ("tui/demo/__init__.py", "import textual", "commands"),
    ],
)
def test_a_breach_is_found(module, line, contract, house):
    with (house / module).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    outcome = lint(house, contract)
    assert outcome.returncode == 1
    assert "BROKEN" in outcome.stdout, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    ("imported", "absent"),
    [
        ("vault", {"alembic", "click", "rich", "textual", "tui"}),
        ("tui.start", {"textual", "alembic"}),
    ],
)
def test_importing_a_part_does_not_bring_along_what_it_can_do_without(imported, absent, root):
    script = f"import sys, {imported}; print(*sys.modules)"
    outcome = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, outcome.stderr
    assert not set(outcome.stdout.split()) & absent
