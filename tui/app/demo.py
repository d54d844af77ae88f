"""The full screen over the invented case: everybody's passphrase stands on the unlock screen."""

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.app.application import LOCKED, CaucusApp
from tui.app.text import plain, plain_line
from tui.app.unlock import UnlockScreen
from tui.demo.case import RUTH
from tui.demo.scene import Scene
from tui.demo.words import Demo
from tui.setup import Setup

_NAME = 15
"""Columns."""


def run(scene: Scene, setup: Setup) -> int:
    """Let somebody walk about until they leave. Returns the exit code."""
    app = DemoApp(scene, setup)
    app.run()
    return app.return_code or 0


class DemoUnlockScreen(UnlockScreen):
    """Asks who it is, and says what to answer."""

    CSS = """
    DemoUnlockScreen {
        .box { margin-top: 0; }
        #demo-people { width: 76; max-width: 100%; height: auto; padding: 0 1; }
        #demo-said { color: $text-muted; }
        #people { height: 3; border: none; padding: 0; background: $background; }
    }
    """

    def compose_content(self) -> ComposeResult:
        with Center(), Vertical(id="demo-people"):
            yield Static(plain(Demo.CHOOSE), id="demo-said")
            yield OptionList(id="people", markup=False)
        yield from super().compose_content()

    def on_mount(self) -> None:
        for field in self.query(Input):
            field.compact = True
        shown = self.query_one("#people", OptionList)
        for name, passphrase in self.demo.scene.passphrases.items():
            line = Content.assemble(plain_line(f"{name:<{_NAME}}", "bold"), passphrase)
            shown.add_option(Option(line, name))
        shown.highlighted = 0

    def _focus_first_empty(self) -> None:
        """Begin with the list, where everything stands."""
        self.query_one("#people").focus()

    @property
    def demo(self) -> "DemoApp":
        """The program."""
        app = self.app
        if not isinstance(app, DemoApp):
            raise TypeError("no demo")
        return app

    async def _prepare(self) -> None:
        self._say(Demo.MAKING, error=False)
        await super()._prepare()
        self._say("", error=False)

    @on(OptionList.OptionSelected, "#people")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        name = event.option_id or ""
        self.query_one("#name", Input).value = name
        self.query_one("#passphrase", Input).value = self.demo.scene.passphrases[name]
        self.query_one("#do-unlock").focus()


class DemoApp(CaucusApp):
    """The program over an invented case. Nothing of it is made easier to open than usual."""

    HEADING = Demo.HEAD
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {LOCKED: DemoUnlockScreen}

    def __init__(self, scene: Scene, setup: Setup) -> None:
        super().__init__(setup, str(setup.places.default_vault), name=RUTH)
        self.scene = scene
        self._making = asyncio.Lock()

    async def open_vault(self) -> None:
        """Make the case when the vault is asked for first: the screen is there by then."""
        async with self._making:
            if self.scene.asked is None:
                await self.ask(self.scene.make)
        await super().open_vault()
