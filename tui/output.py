"""Results on standard output, everything else on standard error, and nothing that moves a cursor.

A result is lines for people or, with ``--json``, one object. What users wrote is cleaned of
control characters before a terminal sees it; JSON escapes them, so that it stays exact.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping

import click

from tui.pipes import echo

SCHEMA = 1
_SEQUENCES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # colours, cursor movement
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f]).*?(?:\x07|\x1b\\|\x9c)"  # titles, clipboard, strings
    r"|\x1b[ -/]*[0-~]"
    r"|\x9b[0-?]*[ -/]*[@-~]",
    re.DOTALL,
)
_BREAKS = re.compile("[\n\t\u2028\u2029]")
_TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that make text read in another order than it is written in."""


def clean_line(text: str) -> str:
    """Return a text as one line that does nothing to a terminal but appear."""
    return _BREAKS.sub(" ", clean_text(text))


def clean_text(text: str) -> str:
    """Return a text, line breaks and tabs kept, that does nothing to a terminal but appear."""
    text = _SEQUENCES.sub("", text.replace("\r\n", "\n"))
    return "".join(letter for letter in text if _harmless(letter))


def _harmless(letter: str) -> bool:
    if letter in "\n\t":
        return True
    return unicodedata.category(letter) not in {"Cc", "Cs"} and letter not in _TURNING


class Output:
    """Where one run of the program writes."""

    def __init__(self, *, as_json: bool, plain: bool) -> None:
        self.as_json = as_json
        self._plain = plain or as_json
        self._beside = False

    def give_way(self) -> None:
        """Leave standard output to a file that goes there: all else is said beside it."""
        self._beside = True

    def result(self, found: Mapping[str, object], lines: Iterable[str]) -> None:
        """Write the result: the object, or the lines for people."""
        if self.as_json:
            echo(json.dumps({"schema": SCHEMA, **found}))
            return
        for line in lines:
            echo(clean_line(line) if line.strip() else "", err=self._beside)

    def document(self, found: Mapping[str, object], head: Iterable[str], text: str) -> None:
        """Write a result that ends in a text of many lines, exact where no terminal shows it."""
        if self.as_json:
            self.result(found, ())
            return
        self.result({}, head)
        shown = clean_text(text) if sys.stdout.isatty() else text
        echo(shown, nl=not shown.endswith("\n"))

    def say(self, line: str) -> None:
        """Tell the person something that is no result."""
        echo(clean_line(line) if line.strip() else "", err=True)

    def warn(self, line: str) -> None:
        """Tell the person something that they should not miss."""
        text = clean_line(line)
        echo(text if self._plain else click.style(text, bold=True), err=True)
