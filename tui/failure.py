"""The last stop of everything that goes wrong: words, an exit code, and never a traceback."""

import errno
import json
import os
import sys
from types import TracebackType

import click

from tui.output import SCHEMA, clean_line
from tui.pipes import echo
from tui.wording import FAILED, INTERRUPTED, USAGE, Words, describe, mistake
from vault import VaultError

_SEE = "See caucus --help, or --help after the command."


class DeclinedError(click.ClickException):
    """The person was asked and did not say yes."""

    exit_code = FAILED

    def __init__(self) -> None:
        super().__init__("Nothing was changed.")


class RefusedError(click.ClickException):
    """Something was refused, and where it happened it was put in words."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.message)
        self.words = words


def put_in_words(error: BaseException) -> Words | None:  # noqa: PLR0911 (one each)
    """Return what to say about an exception, or None if it is how a program is told to end."""
    match error:
        case SystemExit():
            return None
        case VaultError():
            return describe(error)
        case click.UsageError():
            return Words("usage", USAGE, error.format_message(), _SEE)
        case RefusedError():
            return error.words
        case DeclinedError():
            return Words("declined", FAILED, error.message, "")
        case click.ClickException():
            return Words("failed", FAILED, error.format_message(), _SEE)
        case click.Abort() | KeyboardInterrupt() | EOFError():
            return Words("interrupted", INTERRUPTED, "Interrupted. What was saved is safe.", "")
        case OSError():
            return _file_words(error)
        case _:
            return mistake(place_of(error))


def _file_words(error: OSError) -> Words:
    name = os.path.basename(str(error.filename)) if error.filename else "a file"  # noqa: PTH119
    if error.errno == errno.ENOSPC:
        reason = "the disk is full"
    else:
        reason = os.strerror(error.errno) if error.errno else "unknown reason"
    return Words(
        "file", FAILED, f"{name} could not be read or written: {reason}. The vault is unharmed.",
        "Look at the name, the folder and the free space, then try again.",
    )  # fmt: skip


def reason_of(error: OSError) -> str:
    """Return what the system says is in the way, for a sentence about the place that was named."""
    return error.strerror or type(error).__name__


def place_of(error: BaseException) -> str:
    """Return where a mistake is, without any value: values may be confidential."""
    trace: TracebackType | None = error.__traceback__
    where = ""
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if str(module).startswith(("tui", "vault")):
            where = f" in {module}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}{where}"


def error_object(words: Words) -> dict[str, str]:
    """Return an error as scripts read it."""
    return {"code": words.code, "message": words.message, "hint": words.hint}


def show(words: Words, *, as_json: bool) -> None:
    """Write an error: an object on standard output, or lines on standard error."""
    if as_json:
        echo(json.dumps({"schema": SCHEMA, "error": error_object(words)}))
        return
    for line in (*words.message.splitlines(), words.hint):
        if line:
            echo(clean_line(line), err=True)


def hook(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
    """Say one line about what nothing else caught: for ``sys.excepthook``."""
    if not issubclass(kind, KeyboardInterrupt):
        sys.stderr.write(f"{mistake(place_of(error)).message}\n")
