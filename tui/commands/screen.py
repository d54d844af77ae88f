"""Where no command is given: the full screen, or lines for whoever wants or needs them."""

import os
import sys
from typing import NoReturn

import click

from tui.options import Command, Globals
from tui.phrases import Refusal
from tui.setup import Setup
from tui.terminal import wants_plain

DUMB = {"dumb", "unknown"}


@click.command("tui", cls=Command)
@click.pass_context
def tui(context: click.Context) -> None:
    """Work in the full screen. The same as caucus without a command."""
    refused = refusal(Globals.of(context))
    if refused:
        raise click.UsageError(refused)
    start(context)


def is_wanted(chosen: Globals) -> bool:
    """Tell whether somebody who gives no command can be shown the full screen."""
    return _at_a_terminal() and not (chosen.plain or wants_plain())


def lines_are_wanted(chosen: Globals) -> bool:
    """Tell whether somebody who gives no command is at a terminal and wants plain lines."""
    return _at_a_terminal() and (chosen.plain or wants_plain()) and not chosen.as_json


def refusal(chosen: Globals) -> str:
    """Return why the full screen cannot be shown, or an empty text."""
    if chosen.as_json:
        return Refusal.SCREEN_JSON
    if chosen.passphrase_fd is not None or chosen.passphrase_file is not None:
        return Refusal.SCREEN_SOURCE
    if "web" in os.environ.get("TEXTUAL_DRIVER", "").casefold():
        return Refusal.SCREEN_WEB
    if not (_at_a_terminal() and sys.stderr.isatty()):
        return Refusal.SCREEN_TO_FILE if _at_a_terminal() else Refusal.SCREEN_NO_TERMINAL
    if os.environ.get("TERM", "") in DUMB:
        return Refusal.SCREEN_DUMB
    return ""


def start(context: click.Context) -> None:
    """Show it, and leave with its exit code."""
    from tui.app.starting import run

    setup = context.find_object(Setup)
    if setup is None:
        raise TypeError("no setup")
    chosen = Globals.of(context)
    location = chosen.location or str(setup.places.default_vault)
    raise click.exceptions.Exit(run(setup, location, chosen.person))


def start_lines(context: click.Context) -> NoReturn:
    """Work line by line, and leave with the exit code."""
    from tui.plain.front import run

    setup = context.find_object(Setup)
    if setup is None:
        raise TypeError("no setup")
    raise click.exceptions.Exit(run(setup, Globals.of(context)))


def _at_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()
