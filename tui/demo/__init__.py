"""``caucus demo``: an invented case in a vault that is thrown away, told in plain English.

With a terminal it waits for Enter between the chapters; with ``--script`` or without a terminal
it asks nothing. The vault lies in a private temporary directory, which goes whatever happens.
"""

import sys
import tempfile
import textwrap
import time
from pathlib import Path
from typing import TextIO

from tui.demo import sealed, sitting
from tui.demo.stage import Stage, told

CHAPTERS = (*sitting.CHAPTERS, *sealed.CHAPTERS)
COLUMNS = 78
_PREFIX = "caucus-"
_DONE = 0


def run(*, script: bool, out: TextIO) -> int:
    """Tell the story on ``out``. Returns the exit code.

    Raises:
        NotAsToldError: the program did not do what the story says.

    """
    asking = not script and sys.stdin.isatty() and out.isatty()
    # The directory is made with mode 0700.
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as folder:
        stage = Stage(Path(folder))
        try:
            _tell(stage, out, asking=asking)
        finally:
            stage.close()
    told("the vault is gone", holds=not Path(folder).exists())
    _write(out, "The vault was made for this story alone. It has been removed.")
    return _DONE


def _tell(stage: Stage, out: TextIO, *, asking: bool) -> None:
    for number, (title, tell) in enumerate(CHAPTERS, 1):
        _write(out, f"{number}. {title}")
        for line in tell(stage):
            _write(out, line)
        _write(out, "")
        if asking and number < len(CHAPTERS) and not _goes_on(stage, out):
            return


def _write(out: TextIO, line: str) -> None:
    """Write a line, wrapped; what continues an indented one is indented further."""
    indent = " " * (len(line) - len(line.lstrip()))
    deeper = f"{indent}  " if indent else ""
    out.write("\n".join(textwrap.wrap(line, COLUMNS, subsequent_indent=deeper)) + "\n")
    out.flush()


def _goes_on(stage: Stage, out: TextIO) -> bool:
    """Wait for Enter. Returns whether to go on; the wait is not counted as the program's time."""
    started = time.monotonic()
    out.write("Enter goes on, q and Enter leaves: ")
    out.flush()
    typed = sys.stdin.readline()
    stage.waited += time.monotonic() - started
    _write(out, "")
    return bool(typed) and typed.strip().casefold() not in {"q", "quit"}
