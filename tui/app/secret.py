"""A field for passphrases: masked, never copied out, shown for five seconds on request."""

from textual.actions import SkipAction
from textual.binding import Binding
from textual.timer import Timer
from textual.widgets import Input

from tui.app.words import Unlocking

SHOWN_SECONDS = 5


class SecretInput(Input):
    """A masked field. Pasting is welcome; copying and cutting are not possible.

    F3 shows what is typed for five seconds, and says so beside the field.
    """

    BINDINGS = [Binding("f3", "reveal", "Show", id="reveal", show=False)]

    def __init__(
        self, placeholder: str = "", *, id: str | None = None, compact: bool = False,  # noqa: A002
    ) -> None:  # fmt: skip
        super().__init__(
            password=True, placeholder=placeholder, id=id, select_on_focus=False, compact=compact
        )
        self._hide: Timer | None = None

    def __repr__(self) -> str:
        return "SecretInput()"

    def __rich_repr__(self):  # type: ignore[no-untyped-def] # noqa: ANN204
        """Yield nothing: what is typed is nobody's to print."""
        yield from ()

    def action_copy(self) -> None:
        raise SkipAction

    def action_cut(self) -> None:
        raise SkipAction

    def action_reveal(self) -> None:
        """Show what is typed for five seconds."""
        if self._hide is not None:
            self._hide.stop()
        self.password = False
        self.border_subtitle = Unlocking.SHOWN
        self._hide = self.set_timer(SHOWN_SECONDS, self.conceal)

    def conceal(self) -> None:
        """Mask it again."""
        if self._hide is not None:
            self._hide.stop()
            self._hide = None
        self.password = True
        self.border_subtitle = ""

    def take(self) -> str:
        """Return what was typed, and empty the field."""
        typed = self.value
        self.forget()
        return typed

    def forget(self) -> None:
        """Empty the field and mask it."""
        self.conceal()
        self.clear()
