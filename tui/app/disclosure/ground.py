"""On what ground something is disclosed alone, and to whom: the fields in which it is said."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Select, Static

from tui.app.disclosure.words import GROUND_WORDS, KIND_WORDS, Disclose
from tui.app.seal.lines import Line
from tui.app.text import plain, plain_line
from tui.disclosure_words import Notice
from vault import Disclosing, Ground, RecipientKind


class GroundForm(Vertical):
    """Asks for the ground, the kind of recipient, who it is, and what it is called there."""

    DEFAULT_CSS = """
    GroundForm { layout: grid; grid-size: 2; grid-columns: 14 1fr; grid-rows: auto;
                 grid-gutter: 1 0; height: auto; }
    GroundForm #means { column-span: 2; color: $text-muted; height: auto; }
    """

    def __repr__(self) -> str:
        return "GroundForm()"

    def compose(self) -> ComposeResult:
        yield Static(plain_line(Disclose.GROUND, "bold"))
        yield Select[str](
            [(plain(words), value) for value, words in GROUND_WORDS.items()], id="ground",
            prompt=Disclose.CHOOSE_ONE, compact=True,
        )  # fmt: skip
        yield Static(plain_line(Disclose.KIND, "bold"))
        yield Select[str](
            [(plain(words), value) for value, words in KIND_WORDS.items()], id="kind",
            prompt=Disclose.CHOOSE_ONE, compact=True,
        )  # fmt: skip
        yield Static(plain_line(Disclose.KIND_WHO, "bold"))
        yield Line(id="recipient", placeholder=Disclose.WHO_HINT)
        yield Static(plain_line(Disclose.REFERENCE, "bold"))
        yield Line(id="reference", placeholder=Disclose.REFERENCE_HINT)
        yield Static(plain(f"{Notice.OWN_WORD} {Notice.NOT_TOLD}"), id="means")

    @property
    def missing(self) -> str:
        """What is still needed, or an empty text."""
        ground, kind = self._option("ground"), self._option("kind")
        if not ground:
            return Disclose.NOT_YET_GROUND
        if not kind:
            return Disclose.NOT_YET_KIND
        if ground == Ground.SAFETY and not RecipientKind(kind).averts_harm:
            return Disclose.COURT
        if not self._text("recipient"):
            return Disclose.NOT_YET_WHO
        # Somebody decided that; which decision it was belongs to it.
        unnamed = ground == Ground.ORDER and not self._text("reference")
        return Disclose.REFERENCE_ORDER if unnamed else ""

    @property
    def disclosing(self) -> Disclosing | None:
        """What was said, once nothing is missing."""
        if self.missing:
            return None
        return Disclosing(
            Ground(self._option("ground")), self._text("recipient"),
            RecipientKind(self._option("kind")), self._text("reference"),
        )  # fmt: skip

    def _text(self, field: str) -> str:
        return self.query_one(f"#{field}", Input).value.strip()

    def _option(self, field: str) -> str:
        value = self.query_one(f"#{field}", Select).value
        return value if isinstance(value, str) else ""
