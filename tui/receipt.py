"""The receipt of an opening: who, when, what, what for, and the check words; no content."""

from collections.abc import Sequence

from tui.app.seal.times import spoken_date
from tui.output import clean_line
from tui.views import record_with_portions
from vault import Opened, spell_id

NOTE = (
    "This receipt names people and a purpose, and quotes nothing that was read. A saved copy "
    "lies outside the vault: anybody who gets hold of the file can read it."
)
_TITLE = "Opened by waiver"
_HEAD = 14
"""Columns of what stands before a fact."""


def receipt_lines(opened: Opened, check_words: str) -> list[str]:
    """Return the receipt, line by line."""
    found: dict[tuple[bytes, str], list[int]] = {}
    for each in opened.portions:
        found.setdefault((each.record, each.label), []).append(each.number)
    facts = [
        ("Opened", spoken_date(opened.opened)),
        ("By", opened.opener),
        *(("What", record_with_portions(label, numbers)) for (_, label), numbers in found.items()),
        ("What for", opened.purpose),
        ("Goes to", opened.recipient),
        ("Agreed", ", ".join(opened.agreed)),
        ("Check words", check_words),
        ("Request", spell_id(opened.request_hash[:16])),
    ]
    return [_TITLE, "", *(f"{head:<{_HEAD}}{clean_line(said)}" for head, said in facts)]


def receipt_text(lines: Sequence[str]) -> str:
    """Return a receipt as a text file has it."""
    return "\n".join([*lines, "", NOTE, ""])
