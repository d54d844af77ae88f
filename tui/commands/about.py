"""The program itself: help, completion, where things lie, and a tour with invented people."""

import sys

import click
from click.shell_completion import get_completion_class

from tui.commands import screen
from tui.options import Command, Globals, Group
from tui.phrases import Refusal
from tui.run import Run, with_run
from tui.topics import TOPICS

COMPLETION_VARIABLE = "_CAUCUS_COMPLETE"


@click.command("completion", cls=Command)
@click.argument("shell")
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what makes a shell complete commands and options: bash, zsh, fish or powershell."""
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(Refusal.SHELL)
    script = kind(context.find_root().command, {}, "caucus", COMPLETION_VARIABLE).source()
    _print(script)


@with_run
def _print(run: Run, script: str) -> None:
    run.out.document({"script": script}, (), script)


@click.group("config", cls=Group)
def config() -> None:
    """Where the program keeps what is not in the vault."""


@config.command("path")
@with_run
def path(run: Run) -> None:
    """Print where the vault lies, what each person remembers of it, and the settings."""
    places = run.setup.places
    run.out.result(
        {"vault": run.location, "marks": str(places.marks), "settings": str(places.settings)},
        [
            f"vault     {run.location}",
            f"marks     {places.marks}",
            f"settings  {places.settings}",
        ],
    )


@click.command("help", cls=Command)
@click.argument("topic", required=False)
@with_run
def help_on(run: Run, topic: str | None) -> None:
    """Explain a topic, or a command: exit-codes, passphrases, sealing, receive and more."""
    if topic is None:
        found: dict[str, object] = {"topics": sorted(TOPICS)}
        run.out.result(found, [f"caucus help {name}" for name in sorted(TOPICS)])
        return
    text = TOPICS.get(topic) or _usage(topic)
    if not text:
        raise click.UsageError(Refusal.TOPIC.format(topics=", ".join(sorted(TOPICS))))
    run.out.document({"topic": topic, "text": text}, (), text)


def _usage(name: str) -> str:
    """Return how a command of that name is used, or an empty text."""
    root = click.get_current_context().find_root()
    command = root.command.commands.get(name) if isinstance(root.command, click.Group) else None
    if command is None:
        return ""
    return command.get_help(click.Context(command, parent=root, info_name=name)) + "\n"


@click.command("demo", cls=Command)
@click.option("--script", is_flag=True, help="Tell the whole story without questions.")
@with_run
def demo(run: Run, script: bool) -> None:
    """Look around in a throw-away vault with an invented case."""
    raise click.exceptions.Exit(_show(run, script=script))


def _show(run: Run, *, script: bool) -> int:
    chosen = Globals.of(click.get_current_context())
    if not script and screen.lines_are_wanted(chosen):
        from tui.demo.live import in_lines

        return in_lines(run.terminal)
    if not script and screen.is_wanted(chosen) and not screen.refusal(chosen):
        from tui.demo.live import in_window

        return in_window(run.terminal)
    from tui.demo import run as run_demo

    return run_demo(script=script or not run.terminal.present, out=sys.stdout)
