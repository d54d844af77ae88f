"""How keys are called in front of people, and what gives a key to two actions."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from textual.keys import format_key

from tui.app.screen import Action

if TYPE_CHECKING:
    from tui.app.application import CaucusApp

_NAMES = {"escape": "Esc", "enter": "Enter", "space": "Space", "tab": "Tab", "delete": "Del"}


def key_words(app: "CaucusApp", action: Action) -> str:
    """Return the keys of an action as they are printed on a keyboard: ``F9 or Ctrl+P``."""
    keys = app.preferences.keys.get(action.name, action.key)
    return " or ".join(key_word(key) for key in keys.split(",") if key)


def key_word(key: str) -> str:
    """Return one key as it is printed on a keyboard."""
    key = key.strip()
    *holding, last = key.split("+")
    names = [part.capitalize() for part in holding]
    if last in _NAMES:
        return "+".join([*names, _NAMES[last]])
    shown = format_key(last)
    return "+".join([*names, shown.upper() if len(shown) <= 3 else shown.capitalize()])  # noqa: PLR2004


def short_key(keys: str) -> str:
    """Return the first of some keys as it stands at the foot of a screen: ``^L``."""
    first = key_word(keys.partition(",")[0])
    return first.replace("Ctrl+", "^")


def clash(actions: Iterable[Action], own: Mapping[str, str]) -> str:
    """Return a key that would do two things if these actions had somebody's own keys, or ""."""
    taken: set[str] = set()
    for action in actions:
        for key in own.get(action.name, action.key).split(","):
            if key in taken:
                return key
            if key:
                taken.add(key)
    return ""
