"""What a stock application would do, and this one does not: print, picture, open, colour at will.

Each of these has a test; the private methods of Textual are overridden here and nowhere else, so
that a new version which calls them otherwise is noticed in one place.
"""

from abc import abstractmethod
from collections.abc import Iterable
from typing import Any

from textual.app import App, SystemCommand
from textual.screen import Screen

from tui.app.shapes import Shapes
from tui.app.themes import DEFAULT, THEMES
from tui.app.words import Leaving

MISTAKE = 70


class HardenedApp(App[int]):
    """A program that keeps confidential text out of crashes, pictures and browsers."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        self._mistake = ""
        """Where the program met a mistake of its own, if it did."""
        stock = tuple(self.available_themes)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DEFAULT
        for name in stock:
            # Their contrast is nobody's promise, and those of the terminal are black on black
            # where NO_COLOR is set.
            self.unregister_theme(name)
        self.stylesheet = Shapes(self.get_css_variables())

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """Nothing of the stock list: one of its commands writes the screen to a file."""
        return ()

    def deliver_screenshot(self, *_: Any, **__: Any) -> None:  # noqa: ANN401
        """Write no picture of confidential text."""

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open no link: a click on a note must not start a browser."""

    def _handle_exception(self, error: Exception) -> None:
        """Close without printing what was in memory; :meth:`_shutdown` says where it happened."""
        from tui.failure import place_of

        self._return_code = MISTAKE
        if not self._mistake:
            self._mistake = place_of(getattr(error, "error", error))
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    async def _shutdown(self) -> None:
        """However it ends: save and lock before the screens are gone."""
        saved = await self.put_away()
        if self._mistake:
            words = Leaving.MISTAKE if saved else Leaving.MISTAKE_UNSAVED
            self.panic(words.format(where=self._mistake))
        await super()._shutdown()

    @abstractmethod
    async def put_away(self) -> bool:
        """Save, lock, and let go of the vault. Returns whether every word was saved."""
