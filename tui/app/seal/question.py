"""What somebody is asked to agree to, and the field in which they repeat the check words."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui.app.seal.checkwords import is_repeated, repeated, words_of
from tui.app.seal.lines import Line
from tui.app.seal.times import ahead, spoken_date
from tui.app.seal.waiver_words import Agree, Hub
from tui.app.text import plain, plain_line
from tui.views import record_with_portions
from vault import WaiverView

_HEAD = 9
"""Columns of what stands before a fact."""


def asked_words(view: WaiverView, name: str = "", *, handing: bool) -> str:
    """Return the sentence above a request: whose it is and what of whoever reads it.

    Args:
        view: the request.
        name: who is addressed, if not by their own program.
        handing: whether they signed already, and are to hand over what they kept back.

    """
    said = (Agree.HANDED_IN if handing else Agree.ASKED).format(opener=view.opener)
    return f"{name}, {said}" if name else f"{said[:1].upper()}{said[1:]}"


def facts(view: WaiverView, now: int) -> Content:
    """Return what a request asks for: everything that a consent binds, but the check words."""
    found: dict[tuple[bytes, str], list[int]] = {}
    for each in view.portions:
        found.setdefault((each.record, each.label), []).append(each.number)
    lines = [
        *(
            (Hub.RECORD, record_with_portions(label, numbers))
            for (_, label), numbers in found.items()
        ),
        (Hub.PURPOSE, view.purpose),
        (Hub.RECIPIENT, view.recipient),
        (Hub.UNTIL, f"{spoken_date(view.until)}, {ahead(view.until, now)}"),
    ]
    return Content("\n").join(
        Content.assemble((f"{head:<{_HEAD}}", "$text-muted"), plain_line(said, "bold"))
        for head, said in lines
    )


def check_line(view: WaiverView) -> Content:
    """Return the check words, set apart so that they can be read aloud."""
    words = " - ".join(view.check_words.split())
    return Content.assemble((f"{Hub.CHECK:<{_HEAD}}", "$text-muted"), plain_line(words, "bold"))


class WordsField(Vertical):
    """The check words of a request, and a field in which they are repeated."""

    DEFAULT_CSS = """
    WordsField {
        height: auto;
        #shown-words { text-style: bold; margin: 0 0 0 2; }
        #words-said { color: $text-muted; }
        #words-said.-wrong { color: $text-error; }
    }
    """

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._words = ""

    def compose(self) -> ComposeResult:
        yield Static(plain_line(Agree.REPEAT))
        yield Static(id="shown-words")
        yield Line(id="words")
        yield Static(id="words-said")

    def show(self, words: str) -> None:
        """Ask for these words."""
        self._words = words
        self.query_one("#shown-words", Static).update(plain_line(" - ".join(words.split())))
        self.forget()

    def forget(self) -> None:
        """Empty the field."""
        self.query_one("#words", Input).clear()
        self._say()

    @property
    def agreed(self) -> str:
        """The check words if every one of them was repeated, else an empty text."""
        typed = self.query_one("#words", Input).value
        return self._words if self._words and is_repeated(self._words, typed) else ""

    @on(Input.Changed, "#words")
    def _say(self) -> None:
        typed = self.query_one("#words", Input).value
        done, total = repeated(self._words, typed), len(words_of(self._words))
        line = self.query_one("#words-said", Static)
        line.set_class(done is None, "-wrong")
        if done is None:
            line.update(plain(Agree.WORDS_WRONG))
        elif done == total:
            line.update(plain(Agree.WORDS_DONE))
        else:
            line.update(plain(Agree.WORDS_LEFT.format(done=done, total=total)))
