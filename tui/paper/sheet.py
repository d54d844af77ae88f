"""The recovery sheet: a code on paper for the day a passphrase is forgotten, never the latter."""

import segno

from tui.paper.characters import readable
from tui.paper.fonts import BOLD, REGULAR
from tui.paper.layout import BODY, COLUMN, TINY, Paper
from tui.paper.times import utc
from tui.paper.words import Sheet

_QR_SIDE = 118.0
_QUIET = 4
"""Empty modules around the code, as its standard asks."""
_PER_ROW = 4


def recovery_sheet(
    name: str, code: str, check_words: str, location: str, made: int
) -> tuple[bytes, str]:
    """Return the sheet as PDF, and the same as plain text.

    Args:
        name: whose it is.
        code: the recovery code, its groups joined by hyphens.
        check_words: of the person's public identity.
        location: where the vault is.
        made: seconds UTC.

    """
    rows = [
        (Sheet.NAME, name),
        (Sheet.LOCATION, location),
        (Sheet.WORDS, check_words),
        (Sheet.MADE, utc(made)),
    ]
    return _pdf(rows, code, made), _text(rows, code)


def _pdf(rows: list[tuple[Sheet, str]], code: str, made: int) -> bytes:
    paper = Paper(Sheet.METADATA)
    paper.title(Sheet.HEAD, Sheet.UNDER)
    paper.rows([(str(label), text) for label, text in rows])
    _code(paper, code)
    for head, words in (
        (Sheet.FOR_HEAD, Sheet.FOR),
        (Sheet.KEEP_HEAD, Sheet.KEEP),
        (Sheet.DELETE_HEAD, Sheet.DELETE),
    ):
        paper.heading(head, with_room=0)
        paper.paragraph(words, BODY - 0.5)
    paper.heading(Sheet.BY_HAND_HEAD, with_room=0)
    paper.paragraph(Sheet.BY_HAND, BODY - 0.5)
    paper.space(30)
    paper.rule(0.6)
    return paper.finish(Sheet.METADATA, made)


def _code(paper: Paper, code: str) -> None:
    """The code in groups with their numbers, for a person; beside it, for a camera."""
    paper.heading(Sheet.CODE, with_room=_QR_SIDE)
    step = (COLUMN - _QR_SIDE - 10) / _PER_ROW
    for place, group in enumerate(code.split("-")):
        row, column = divmod(place, _PER_ROW)
        x, y = column * step, 22 + row * 46
        paper.at(Sheet.GROUP.format(number=place + 1), x, y - 4, TINY, REGULAR)
        paper.at(group, x, y + 16, 17, BOLD)
    matrix = segno.make(code, error="q", micro=False).matrix
    side = _QR_SIDE / (len(matrix) + 2 * _QUIET)
    left = COLUMN - _QR_SIDE
    paper.boxes(
        (
            (left + (x + _QUIET) * side, (y + _QUIET) * side)
            for y, row in enumerate(matrix)
            for x, dark in enumerate(row)
            if dark
        ),
        side,
    )
    paper.at(Sheet.QR, left + _QUIET * side, _QR_SIDE + 2, TINY - 0.5)
    paper.space(_QR_SIDE)


def _text(rows: list[tuple[Sheet, str]], code: str) -> str:
    groups = code.split("-")
    numbered = [f"  {number}. {group}" for number, group in enumerate(groups, 1)]
    parts = [
        f"{Sheet.HEAD}\n{Sheet.UNDER}",
        "\n".join(f"{label}: {readable(text)}" for label, text in rows),
        "\n".join((f"{Sheet.CODE}:", "", f"  {code}", "", *numbered)),
        *(
            f"{head}\n{words}"
            for head, words in (
                (Sheet.FOR_HEAD, Sheet.FOR),
                (Sheet.KEEP_HEAD, Sheet.KEEP),
                (Sheet.DELETE_HEAD, Sheet.DELETE),
                (Sheet.BY_HAND_HEAD, Sheet.BY_HAND),
            )
        ),
        "_" * 60,
    ]
    return "\n\n".join(parts) + "\n"
