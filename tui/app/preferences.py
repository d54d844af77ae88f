"""How somebody likes the screen: a small file of settings, in which nothing is confidential.

Nothing in it can make the vault weaker: it has a theme, the minutes until the screen locks, keys,
and whose recovery sheets are not made, by a number that names nobody. What cannot be understood
counts as not said.
"""

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tui.app.themes import DEFAULT, NAMES
from tui.app.words import Garbled

IDLE_MINUTES, IDLE_LEAST, IDLE_MOST = 5, 1, 120
_BYTES_MAX = 64 * 1024
_KEY = re.compile(r"(?:(?:ctrl|alt|shift)\+)?f(?:1[0-9]|2[0-4]|[1-9])|(?:ctrl|alt)\+[a-z]")
_TOKEN = re.compile(r"[0-9a-f]{16}")
_SHEET_STATES = frozenset({"begun", "later"})
_TAKEN = frozenset({"ctrl+c", "ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+v", "ctrl+x"})
"""Copying and pasting, and keys that a terminal cannot tell from Tab, Enter and Backspace."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """Settings of one user of this machine."""

    theme: str = DEFAULT
    idle_minutes: int = IDLE_MINUTES
    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys by the name of an action: ``{"seal": "f8"}``."""
    backup_folder: str = ""
    """Where backups are made and looked for; empty: beside the vault."""
    sheets: Mapping[str, str] = field(default_factory=dict)
    """Recovery sheets that are not made, see :mod:`tui.app.sheets`."""


def load(path: Path) -> tuple[Preferences, str]:
    """Read the settings. Returns them, and a sentence if not all could be understood."""
    try:
        with path.open("rb") as file:
            said = tomllib.loads(file.read(_BYTES_MAX).decode())
    except FileNotFoundError:
        return Preferences(), ""
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return Preferences(), Garbled.FILE
    return understand(said)


def understand(said: Mapping[str, object]) -> tuple[Preferences, str]:
    """Take from what a file says what is a setting and in bounds."""
    theme, minutes, keys = (said.get(name) for name in ("theme", "idle_minutes", "keys"))
    good_theme = theme if isinstance(theme, str) and theme in NAMES else DEFAULT
    good_minutes = (
        min(max(minutes, IDLE_LEAST), IDLE_MOST)
        if isinstance(minutes, int) and not isinstance(minutes, bool)
        else IDLE_MINUTES
    )
    good_keys = (
        {name: key for name, key in keys.items() if name.isidentifier() and is_key(key)}
        if isinstance(keys, dict)
        else {}
    )
    folder = said.get("backup_folder")
    good_folder = folder if isinstance(folder, str) and is_folder(folder) else ""
    sheets = said.get("sheets")
    good_sheets = (
        {token: state for token, state in sheets.items() if is_sheet(token, state)}
        if isinstance(sheets, dict)
        else {}
    )
    found = Preferences(good_theme, good_minutes, good_keys, good_folder, good_sheets)
    good = (
        (theme, good_theme), (minutes, good_minutes), (folder, good_folder), (sheets, good_sheets),
    )  # fmt: skip
    if any(each is not None and each != fine for each, fine in good):
        return found, Garbled.FILE
    return found, "" if keys is None or keys == good_keys else Garbled.FILE


def is_key(key: object) -> bool:
    """Tell what can be somebody's key for an action: ``f8``, ``ctrl+t``; none to type with."""
    return isinstance(key, str) and bool(_KEY.fullmatch(key)) and key not in _TAKEN


def is_sheet(token: str, state: object) -> bool:
    """Tell what can stand for a recovery sheet that is not made."""
    return bool(_TOKEN.fullmatch(token)) and state in _SHEET_STATES


def is_folder(folder: str) -> bool:
    """Tell what can be a folder in the settings: a whole path that can be shown and written."""
    return folder.isprintable() and Path(folder).is_absolute()


def save(preferences: Preferences, path: Path) -> None:
    """Write the settings, readable by this user alone. Raises OSError."""
    lines = [
        "# Settings of Caucus. Nothing confidential stands here.",
        f'theme = "{preferences.theme}"',
        f"idle_minutes = {preferences.idle_minutes}",
    ]
    if preferences.backup_folder:
        # What JSON escapes, TOML reads: quotes and backslashes are all there is to escape here.
        lines.append(
            f"backup_folder = {json.dumps(preferences.backup_folder, ensure_ascii=False)}"
        )
    if preferences.keys:
        lines += ["", "[keys]"]
        lines += [f'{name} = "{key}"' for name, key in sorted(preferences.keys.items())]
    if preferences.sheets:
        lines += ["", "[sheets]"]
        lines += [f'{token} = "{state}"' for token, state in sorted(preferences.sheets.items())]
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write("\n".join(lines) + "\n")
    draft.replace(path)
