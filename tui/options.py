"""The options that may stand before or after any command, and the commands that have them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields as fields_of
from pathlib import Path
from typing import Any, NoReturn, Self

import click

from tui.guard import run_guarded
from tui.phrases import Refusal
from tui.pipes import leave_quietly

_KEY = "caucus."
_DESCRIPTOR = click.IntRange(min=0)


@dataclass(frozen=True, slots=True)
class Globals:
    """What the global options say, wherever they stood."""

    location: str = ""
    person: str = ""
    as_json: bool = False
    plain: bool = False
    passphrase_fd: int | None = None
    passphrase_file: Path | None = None
    fields_fd: int | None = None

    @classmethod
    def of(cls, context: click.Context) -> Self:
        """Gather what was said before and after the command."""
        said = {
            field.name: context.meta[_KEY + field.name]
            for field in fields_of(cls)
            if _KEY + field.name in context.meta
        }
        return cls(**said)


def _remember(context: click.Context, parameter: click.Parameter, value: object) -> None:
    """Keep what was said: contexts share one memory, and the later place wins."""
    if value is not None and value is not False:
        context.meta[f"{_KEY}{parameter.name}"] = value


def _option(*names: str, **more: Any) -> Callable[[], click.Option]:  # noqa: ANN401
    def make() -> click.Option:
        return click.Option(names, expose_value=False, is_eager=True, callback=_remember, **more)

    return make


_MADE = [
    _option("--vault", "location", metavar="PATH|URL", help="The vault, if not the usual one."),
    _option("--as", "person", metavar="NAME", help="Whose keys to use."),
    _option("--json", "as_json", is_flag=True, help="One JSON object on standard output."),
    _option("--plain", "plain", is_flag=True, help="No colour, no cursor movement."),
    _option(
        "--passphrase-fd", "passphrase_fd", type=_DESCRIPTOR, metavar="N",
        help="Read the passphrase from this open file: one line each, if there are several.",
    ),
    _option(
        "--passphrase-file", "passphrase_file", type=click.Path(path_type=Path), metavar="PATH",
        help="Read the passphrase from this file.",
    ),
    _option(
        "--fields-fd", "fields_fd", type=_DESCRIPTOR, metavar="N",
        help="Read options that name people or say something from this open file, as JSON.",
    ),
]  # fmt: skip
_VERSION = click.Option(
    ["--version"], is_flag=True, expose_value=False, is_eager=True,
    callback=lambda context, _, wanted: _show_version(context) if wanted else None,
    help="Say which version this is.",
)  # fmt: skip
_SHOWN = [make() for make in _MADE]
_HIDDEN = [make() for make in _MADE]
for _each in _HIDDEN:
    _each.hidden = True


def _show_version(context: click.Context) -> None:
    """Say the version, and end."""
    import json
    import sys
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version("caucus")
    except PackageNotFoundError:
        # Run from a folder of its source.
        number = "not installed"
    as_json = Globals.of(context).as_json or "--json" in sys.argv
    click.echo(json.dumps({"schema": 1, "version": number}) if as_json else f"caucus {number}")
    context.exit()


class Command(click.Command):
    """A command after which the global options may stand."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        return [*_HIDDEN, *super().get_params(ctx)]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            if type(error) is click.UsageError and "extra argument" in error.message:
                # Not repeated: what was not quoted may be confidential.
                raise click.UsageError(Refusal.MORE_WORDS, ctx) from None
            raise


class Group(click.Group):
    """A group of commands; the global options may stand before and after each."""

    command_class = Command

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        return [*_HIDDEN, *super().get_params(ctx)]


class Program(Group):
    """The whole command line: its help shows the global options, and its errors are words."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        return [*_SHOWN, _VERSION, *super(Group, self).get_params(ctx)]

    def make_context(self, *args: Any, **more: Any) -> click.Context:  # noqa: ANN401
        # Help is shown here already.
        try:
            return super().make_context(*args, **more)
        except BrokenPipeError:
            leave_quietly()

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            leave_quietly()

    def main(
        self, args: Sequence[str] | None = None, prog_name: str | None = None, *rest: Any,  # noqa: ANN401, ARG002
        **more: Any,  # noqa: ANN401
    ) -> NoReturn:  # fmt: skip
        """Run the command line and leave with its exit code."""
        import sys

        given = list(sys.argv[1:] if args is None else args)
        more["standalone_mode"] = False
        work = super().main
        sys.exit(run_guarded(lambda: work(given, prog_name, **more), as_json="--json" in given))
