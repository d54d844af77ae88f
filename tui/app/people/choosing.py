"""Choosing a new passphrase: six random words are offered, or one's own, with its strength.

The screens it stands on have ``LINES_CSS``: its fields are of one row.
"""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Label, Static

from tui.app.people.words import Choose
from tui.app.seal.lines import SecretLine
from tui.app.secret import SecretInput
from tui.app.text import plain
from tui.wording import describe
from vault import (
    STRENGTH_NEEDED,
    PassphraseError,
    VaultError,
    estimate,
    generate_passphrase,
    require_strong,
)

_BAR = 20
_GOOD, _EXCELLENT = 1.2, 1.5
"""From so many times the needed strength on, in orders of magnitude."""


class NewPassphrase(Vertical):
    """Two fields and what is offered. :meth:`take` gives the passphrase once both are right."""

    DEFAULT_CSS = """
    NewPassphrase { height: auto; }
    NewPassphrase #offered { text-style: bold; padding: 0 2; }
    NewPassphrase Horizontal { height: auto; }
    NewPassphrase Button { margin-right: 1; }
    """

    def __init__(self, known: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.known = known
        """Words that somebody else would try first."""
        self._words = generate_passphrase()
        self._own = False

    def __repr__(self) -> str:
        return "NewPassphrase()"

    def compose(self) -> ComposeResult:
        yield Label(Choose.OFFER, markup=False, id="lead")
        yield Static(plain(self._words), id="offered")
        yield SecretLine(Choose.TYPE, id="first")
        yield SecretLine(Choose.AGAIN, id="again")
        yield Static(plain(""), id="strength")
        with Horizontal():
            yield Button(plain(Choose.ANOTHER), id="another", compact=True)
            yield Button(plain(Choose.TO_OWN), id="switch", compact=True)

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        self.query_one("#lead", Label).update(plain(Choose.OWN if self._own else Choose.OFFER))
        self.query_one("#offered", Static).update(plain(self._words))
        self.query_one("#offered").display = not self._own
        self.query_one("#again").display = self._own
        self.query_one("#another").display = not self._own
        to = Choose.TO_WORDS if self._own else Choose.TO_OWN
        self.query_one("#switch", Button).label = plain(to)
        first = self.query_one("#first", SecretInput)
        first.placeholder = Choose.TYPE_OWN if self._own else Choose.TYPE
        self._show_strength(0.0 if self._own else None)

    def _show_strength(self, guesses: float | None) -> None:
        """Say how strong it is in a word and a bar; None for the six words."""
        if guesses is None:
            said = Choose.STRENGTH_WORDS.format(bar=_bar(_BAR))
        elif not guesses:
            said = Choose.STRENGTH_NONE.format(bar=_bar(0))
        else:
            share = guesses / STRENGTH_NEEDED
            bar = _bar(min(_BAR, int(_BAR * share / _EXCELLENT)))
            said = Choose.STRENGTH.format(bar=bar, word=_word(share))
        self.query_one("#strength", Static).update(plain(said))

    @on(Button.Pressed, "#another")
    def _offer_others(self, event: Button.Pressed) -> None:
        event.stop()
        self._words = generate_passphrase()
        self._empty()
        self._show()

    @on(Button.Pressed, "#switch")
    def _switch(self, event: Button.Pressed) -> None:
        event.stop()
        self._own = not self._own
        self._empty()
        self._show()
        self.query_one("#first").focus()

    @on(Input.Changed, "#first")
    def _typed(self, event: Input.Changed) -> None:
        if self._own:
            # Beside the loop: the first estimate loads its word lists.
            self.run_worker(self._measure(event.value), group="strength", exclusive=True)

    async def _measure(self, typed: str) -> None:
        guesses = await self.app.ask(estimate, typed, self.known) if typed else 0.0  # type: ignore[attr-defined]
        self._show_strength(guesses)

    def take(self) -> tuple[str, str]:
        """Return the passphrase and an empty text, or an empty one and what is wrong."""
        typed = self.query_one("#first", SecretInput).value
        if not self._own:
            right = " ".join(typed.split()) == self._words
            return (self._words, "") if right else ("", Choose.DIFFERS)
        try:
            require_strong(typed, self.known)
        except PassphraseError as error:
            return "", _in_words(error)
        same = self.query_one("#again", SecretInput).value == typed
        return (typed, "") if same else ("", Choose.NOT_THE_SAME)

    def _empty(self) -> None:
        for field in self.query(SecretInput):
            field.forget()

    def forget(self) -> None:
        """Drop what was offered and what was typed."""
        self._empty()
        self._words = ""
        self.query_one("#offered", Static).update(plain(""))


def _in_words(error: VaultError) -> str:
    return describe(error).message


def _bar(filled: int) -> str:
    return f"[{'#' * filled}{'-' * (_BAR - filled)}]"


def _word(share: float) -> str:
    if share < 1:
        return Choose.TOO_WEAK
    if share < _GOOD:
        return Choose.JUST
    return Choose.GOOD if share < _EXCELLENT else Choose.EXCELLENT
