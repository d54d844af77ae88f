"""Standard output as a pipe: another program reads it, and may stop reading."""

import os
import sys
from contextlib import suppress
from typing import NoReturn

import click

READER_LEFT = 141
"""How a program is said to end whose reader left: as if by the signal for that."""


def echo(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Write a text, and end quietly where nobody reads it any more."""
    try:
        click.echo(text, err=err, nl=nl)
    except BrokenPipeError:
        leave_quietly()


def leave_quietly() -> NoReturn:
    """End because whoever read left, by way of every ``finally``."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            # What is written yet, by an interpreter that ends for one, has somewhere to go.
            os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    raise SystemExit(READER_LEFT)
