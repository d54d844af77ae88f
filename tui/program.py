"""The whole command line, put together: a command is loaded when it is called."""

from collections.abc import Iterator, MutableMapping
from importlib import import_module

import click

from tui.commands import screen
from tui.options import Globals, Program

_EPILOG = "The options above may stand before or after the command. More: caucus help."

_HOMES = {
    "tui": ("screen:tui",),
    "init": ("init:init",),
    "person": ("person:person",),
    "session": ("session:session",),
    # Some add their commands to a group of another module.
    "note": ("note_files:note", "note:note"),
    "seal": ("seal:seal",),
    "docket": ("docket:docket",),
    "waiver": ("ceremony:waiver", "answers:waiver", "opening:waiver", "waiver:waiver"),
    "receive": ("receive:receive",),
    "disclosure": ("disclosing:disclosure", "disclosure:disclosure"),
    "report": ("report:report",),
    "archive": ("archive_import:archive", "archive:archive"),
    "check": ("upkeep:check",),
    "backup": ("upkeep:backup",),
    "restore": ("upkeep:restore",),
    "activity": ("upkeep:activity",),
    "demo": ("about:demo",),
    "completion": ("about:completion",),
    "config": ("about:config",),
    "help": ("about:help_on",),
}
"""Each command: the modules that make it, in ``tui.commands``, and its name there."""


class Commands(MutableMapping[str, click.Command]):
    """The commands by name. The library behind them is loaded with the first one."""

    def __init__(self) -> None:
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._loaded:
            for home in _HOMES[name]:
                module, _, spelt = home.partition(":")
                self._loaded[name] = getattr(import_module(f"tui.commands.{module}"), spelt)
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_HOMES)

    def __len__(self) -> int:
        return len(_HOMES)

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]


@click.group(
    "caucus", cls=Program, commands=Commands(), invoke_without_command=True, epilog=_EPILOG
)
@click.pass_context
def program(context: click.Context) -> None:
    """Confidential notes for mediation, in a vault that holds only ciphertext."""
    if context.invoked_subcommand is not None:
        return
    chosen = Globals.of(context)
    if screen.lines_are_wanted(chosen):
        screen.start_lines(context)
    if not screen.is_wanted(chosen):
        click.echo(context.get_help())
        return
    refused = screen.refusal(chosen)
    if refused:
        raise click.UsageError(refused)
    screen.start(context)
