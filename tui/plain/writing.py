"""Typing a text line by line. Every line is kept in the vault as soon as Enter was pressed."""

from contextlib import suppress
from dataclasses import replace

from tui.plain.waiting import PutAwayError, half_line
from tui.plain.words import Notes
from tui.run import Run
from tui.terminal import NoTerminalError
from vault import UnlockedVault, UnsavedText, VaultError

_END = "."


def type_text(run: Run, me: UnlockedVault, unsaved: UnsavedText) -> UnsavedText:
    """Let somebody write, after what is there already.

    Args:
        run: who is asked.
        me: where each line is kept.
        unsaved: what it is, and the text so far.

    """
    run.out.say(Notes.WRITE)
    lines = unsaved.text.split("\n") if unsaved.text else []
    if lines:
        run.out.say(Notes.ADD_LINES.format(count=len(lines)))
    try:
        while (line := _line(run, len(lines) + 1)) is not None:
            lines.append(line)
            unsaved = _kept(me, unsaved, lines)
    except BaseException as ended:
        # Whatever ends it, an Enter that never came, or came too late, costs nobody a line.
        late = ended.typed if isinstance(ended, PutAwayError) else ""
        if left := late or half_line():
            _kept(me, unsaved, [*lines, left])
        raise
    return unsaved


def _line(run: Run, number: int) -> str | None:
    try:
        typed = run.terminal.ask(str(number))
    except NoTerminalError:
        return None
    return None if typed == _END else typed


def _kept(me: UnlockedVault, unsaved: UnsavedText, lines: list[str]) -> UnsavedText:
    """Keep the text as it stands; that it cannot be kept is said when it is saved."""
    longer = replace(unsaved, text="\n".join(lines))
    with suppress(VaultError):
        me.unsaved.keep(longer)
    return longer
