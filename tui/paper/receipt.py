"""The receipt of an opening on paper, for who agreed to take away; no word of what was read."""

from tui.paper.layout import SMALL, Paper
from tui.paper.times import utc
from tui.paper.words import Receipt as Words
from tui.receipt import Receipt


def receipt_pdf(receipt: Receipt) -> bytes:
    """Return a receipt as PDF. The same receipt gives the same bytes."""
    paper = Paper(f"{Words.HEAD} · {utc(receipt.made)}")
    paper.title(Words.HEAD, Words.UNDER)
    paper.rows(list(receipt.facts))
    paper.paragraph(Words.NOTE, SMALL)
    return paper.finish(Words.METADATA, receipt.made)
