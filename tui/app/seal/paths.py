"""Asking for a place on the disk, and doing there what is to be done."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from tui.app.receive.telling import refusal
from tui.app.screen import Action, Dialog
from tui.app.seal.words import Button as Buttons, Files
from tui.app.text import plain
from tui.app.typed import typed_path
from tui.failure import RefusedError, reason_of
from tui.wording import describe
from vault import VaultError


class FileDialog(Dialog[bool]):
    """Asks for a file or folder, and does something with it on the vault's thread.

    It stays open when that fails, so that another place can be named. Dismisses with whether it
    was done.

    Args:
        title: what it is about.
        explanation: what happens, and who may read what is written.
        suggested: what stands in the field at first.
        do: what is done with the path; returns what to tell.

    """

    HELP = Files.HELP
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("go_on", Buttons.GO_ON, "", Files.HELP_GO_ON),
        Action("back", Buttons.BACK, "escape", Files.HELP_BACK),
    )

    def __init__(
        self, title: str, explanation: str, suggested: Path, do: Callable[[Path], str]
    ) -> None:
        super().__init__()
        self._title, self._explanation = title, explanation
        self._suggested, self._do = str(suggested), do

    def title_words(self) -> str:
        return self._title

    def compose_content(self) -> ComposeResult:
        yield Static(plain(self._explanation), classes="message")
        yield Input(self._suggested, id="path", select_on_focus=False)
        yield Static(id="said", classes="-error")

    @on(Input.Submitted, "#path")
    def action_go_on(self) -> None:
        self.begin(self._go_on(), group="file", exclusive=True)

    async def _go_on(self) -> None:
        path = typed_path(self.query_one("#path", Input).value)
        try:
            told = await self.work(path)
        except (RefusedError, VaultError) as error:
            words = error.words if isinstance(error, RefusedError) else describe(error)
            self.query_one("#said", Static).update(plain(refusal(words)))
            return
        except OSError as error:
            self.query_one("#said", Static).update(
                plain(Files.FAILED.format(reason=reason_of(error)))
            )
            return
        self.app.notify(told, markup=False)
        self.dismiss(result=True)

    async def work(self, path: Path) -> str:
        """Do it. Returns what to tell."""
        return await self.app.ask(self._do, path)

    def action_back(self) -> None:
        self.dismiss(result=False)
