"""The receipt of an opening: who, when, what, what for, and the check words; no content."""

from dataclasses import dataclass, field

from tui.app.seal.times import spoken_date
from tui.output import clean_line
from tui.views import record_with_portions
from vault import Opened, spell_id

NOTE = (
    "This receipt names people and a purpose, and quotes nothing that was read. A saved copy "
    "lies outside the vault: anybody who gets hold of the file can read it."
)
TITLE = "Opened by waiver"
_HEAD = 14
"""Columns of what stands before a fact."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is known of an opening, fact by fact."""

    facts: tuple[tuple[str, str], ...] = field(repr=False)
    made: int

    @property
    def lines(self) -> list[str]:
        """The receipt, line by line."""
        return [TITLE, "", *(f"{head:<{_HEAD}}{clean_line(said)}" for head, said in self.facts)]

    @property
    def text(self) -> str:
        """The receipt as a text file has it."""
        return "\n".join([*self.lines, "", NOTE, ""])


def receipt_of(opened: Opened, check_words: str) -> Receipt:
    """Return the receipt of an opening."""
    found: dict[tuple[bytes, str], list[int]] = {}
    for each in opened.portions:
        found.setdefault((each.record, each.label), []).append(each.number)
    facts = (
        ("Opened", spoken_date(opened.opened)),
        ("By", opened.opener),
        *(("What", record_with_portions(label, numbers)) for (_, label), numbers in found.items()),
        ("What for", opened.purpose),
        ("Goes to", opened.recipient),
        ("Agreed", ", ".join(opened.agreed)),
        ("Check words", check_words),
        ("Request", spell_id(opened.request_hash[:16])),
    )
    return Receipt(facts, opened.opened)
