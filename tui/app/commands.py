"""Everything that can be done on a screen: as a menu, and as a list to search in."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.app.keys import key_words
from tui.app.screen import BACK, Action, Dialog, Room
from tui.app.words import Doing, Finding, Helping

if TYPE_CHECKING:
    from tui.app.application import CaucusApp

NOT_MEANT = 9
MOVES = {
    "down": "cursor_down",
    "up": "cursor_up",
    "pagedown": "page_down",
    "pageup": "page_up",
}
"""Keys that move in the list while somebody types in the field above it."""

Offer = tuple[Action, str, bool]
"""An action, what to run for it, and whether it can be done now."""


def offers(app: "CaucusApp", screen: Screen[Any]) -> Iterator[Offer]:
    """Yield what a screen offers, then what the program does."""
    if isinstance(screen, Room):
        for action in screen.ACTIONS:
            if action is not BACK and screen.check_action(action.name, ()) is not False:
                yield action, f"screen.{action.name}", screen.is_possible(action)
    for action in app.ACTIONS:
        if action.button:
            possible = app.check_action(action.name, ())
            if possible is not False:
                yield action, f"app.{action.name}", bool(possible)


class Menu(Dialog[str]):
    """The actions of the screen below, each with its key; the one chosen is done."""

    TITLE_WORDS = Doing.MENU
    HELP = Helping.MENU
    WIDTH = 64
    CURSOR_IN = "#offers"

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self._below = screen

    def compose_content(self) -> ComposeResult:
        yield OptionList(id="offers", markup=False)
        yield Static("", markup=False, id="explained")

    def compose_buttons(self) -> ComposeResult:
        yield from ()

    def on_mount(self) -> None:
        self._offers = [offer for offer in offers(self.app, self._below) if self._wanted(offer[0])]
        self.list_offers(self._offers)
        self.query_one(self.CURSOR_IN).focus()

    def _wanted(self, action: Action) -> bool:
        return action.button

    def list_offers(self, found: list[Offer], *, meant: bool = False) -> None:
        """Show these, the first that is possible chosen.

        Args:
            found: what to show.
            meant: whether the first is what somebody asked for: then it or nothing is chosen.

        """
        shown = self.query_one("#offers", OptionList)
        width = self.WIDTH - 9
        shown.set_options(
            Option(_line(action, key_words(self.app, action), width), run, disabled=not possible)
            for action, run, possible in found
        )
        if not found:
            self.explain(Finding.NOTHING)
        elif meant and not found[0][2]:
            self.explain(Finding.NOT_NOW)
        else:
            shown.action_first()

    def explain(self, words: str) -> None:
        """Say something below the list."""
        self.query_one("#explained", Static).update(Content(words))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        helps = {run: action.help for action, run, _ in self._offers}
        self.explain(helps.get(event.option_id or "", ""))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        run, below = event.option_id or "", self._below
        self.dismiss(run)
        self.app.call_later(self.app.do_on, below, run)


class Commands(Menu):
    """The same, and a field to search in it by words."""

    TITLE_WORDS = Doing.COMMANDS
    HELP = Helping.COMMANDS
    CURSOR_IN = "#words"

    def compose_content(self) -> ComposeResult:
        yield Input(placeholder=Finding.PLACEHOLDER, id="words", select_on_focus=False)
        yield from super().compose_content()

    def _wanted(self, action: Action) -> bool:
        return action.name != "commands"

    def on_input_changed(self, event: Input.Changed) -> None:
        ranked = [(rank(offer[0], event.value), offer) for offer in self._offers]
        ranked.sort(key=lambda each: each[0])
        found = [offer for place, offer in ranked if place < NOT_MEANT]
        self.list_offers(found, meant=bool(event.value.strip()))

    def on_input_submitted(self) -> None:
        self.query_one("#offers", OptionList).action_select()

    def on_key(self, event: Any) -> None:  # noqa: ANN401
        if event.key in MOVES and isinstance(self.focused, Input):
            event.stop()
            getattr(self.query_one("#offers", OptionList), f"action_{MOVES[event.key]}")()


def rank(action: Action, typed: str) -> int:
    """Return how well an action fits what was typed: -1 is its name, NOT_MEANT is not at all."""
    wanted = typed.casefold().split()
    title, explained = action.title.casefold().rstrip("…"), action.help.casefold()
    if title == " ".join(wanted):
        return -1
    joined, bare = "".join(wanted), title.replace(" ", "")
    if bare.startswith(joined):
        return 0
    if all(any(word.startswith(part) for word in title.split()) for part in wanted):
        return 1
    also = action.also.split()
    fits = (
        all(part in title for part in wanted) or joined in bare,
        all(part in title or any(word.startswith(part) for word in also) for part in wanted),
        all(part in title or part in explained for part in wanted),
    )
    return 2 + fits.index(True) if any(fits) else NOT_MEANT


def _line(action: Action, keys: str, width: int) -> Content:
    title = action.title.ljust(width - len(keys))
    return Content.assemble((title, ""), (keys, ""))
