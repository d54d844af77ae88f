"""``caucus demo`` at a terminal: the invented case to walk about in, thrown away afterwards."""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tui.demo.case import SEATS
from tui.demo.scene import Scene
from tui.demo.words import Demo
from tui.options import Globals
from tui.paths import Places
from tui.setup import Setup
from tui.terminal import Terminal

_PREFIX = "caucus-"


def in_window(terminal: Terminal) -> int:
    """Let somebody walk about in the full screen. Returns the exit code."""

    def walk(scene: Scene, setup: Setup) -> int:
        from tui.app.demo import run

        return run(scene, setup)

    return _in_throw_away_vault(walk, terminal)


def in_lines(terminal: Terminal) -> int:
    """Let somebody walk about line by line. Returns the exit code."""

    def walk(scene: Scene, setup: Setup) -> int:
        from tui.plain.front import run

        sys.stderr.write(f"{Demo.HEAD}. {Demo.MAKING}\n")
        scene.make()
        people = [
            Demo.PERSON.format(name=name, seat=SEATS[name], passphrase=passphrase)
            for name, passphrase in scene.passphrases.items()
        ]
        chosen = Globals(location=str(setup.places.default_vault), plain=True)
        return run(setup, chosen, [Demo.INVENTED, *people])

    return _in_throw_away_vault(walk, terminal)


def _in_throw_away_vault(walk: Callable[[Scene, Setup], int], terminal: Terminal) -> int:
    """Give a scene in a private directory, which goes however it ends."""
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as name:
        folder = Path(name)
        places = Places(folder / "vault.caucus", folder / "marks", folder / "settings.toml")
        setup = Setup(lambda: int(time.time()), places, terminal)
        code = walk(Scene(setup), setup)
    sys.stderr.write(f"{Demo.GONE}\n")
    return code
