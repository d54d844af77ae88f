"""The whole command line, put together."""

import click

# The two that add their commands to a group of another module.
import tui.commands.ceremony
import tui.commands.note_files  # noqa: F401
from tui.commands.about import completion, config, demo, help_on
from tui.commands.docket import docket
from tui.commands.init import init
from tui.commands.note import note
from tui.commands.person import person
from tui.commands.seal import seal
from tui.commands.session import session
from tui.commands.upkeep import activity, backup, check, restore
from tui.commands.waiver import waiver
from tui.options import Program

_EPILOG = "The options above may stand before or after the command. More: caucus help."


@click.group("caucus", cls=Program, invoke_without_command=True, epilog=_EPILOG)
@click.pass_context
def program(context: click.Context) -> None:
    """Confidential notes for mediation, in a vault that holds only ciphertext."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


for _command in (
    init, person, session, note, seal, docket, waiver, check, backup, restore, activity, demo,
    completion, config, help_on,
):  # fmt: skip
    program.add_command(_command)
