"""Taking in files from other machines, whatever they are."""

from collections.abc import Sequence
from pathlib import Path

import click

from tui.failure import error_object
from tui.locked import identity_option
from tui.options import Command
from tui.run import Run, with_run
from tui.taking import Arrival, Taking
from tui.wording import Words


@click.command("receive", cls=Command)
@click.argument("files", metavar="FILE...", nargs=-1, required=True,
                type=click.Path(path_type=Path))  # fmt: skip
@click.option(
    "--name", multiple=True, metavar="NAME",
    help="What you call the person whose identity is in a file; once for each such file.",
)  # fmt: skip
@click.option(
    "--destroy", is_flag=True,
    help="Destroy here too what an archive says was destroyed elsewhere.",
)  # fmt: skip
@identity_option
@with_run
def receive(
    run: Run, files: tuple[Path, ...], name: tuple[str, ...], destroy: bool, identity: Path | None
) -> None:
    """Take in files from other machines: identity, request, answer, acknowledgement, archive."""
    with run.unlocked() as me:
        names = run.several("name", name)
        taking = Taking(run, me, names, destroy=destroy, identity=identity)
        done = list(zip(files, taking.all(files), strict=True))
        refusals = [(path, words) for path, words in done if isinstance(words, Words)]
        arrivals = [each for _, each in done if not isinstance(each, Words)]
        found: dict[str, object] = {"received": [each.found for each in arrivals]}
        if refusals:
            found["refused"] = [{"file": str(path), **error_object(w)} for path, w in refusals]
            found["error"] = error_object(max((w for _, w in refusals), key=lambda w: w.exit))
        run.out.result(found, [each.line for each in arrivals])
        for warning in dict.fromkeys(text for each in arrivals for text in each.warnings):
            run.out.warn(warning)
        for notice in _notices(arrivals):
            run.out.say(notice)
        for _, words in refusals:
            run.out.warn(words.message)
            run.out.say(words.hint)
        raise click.exceptions.Exit(max((words.exit for _, words in refusals), default=0))


def _notices(arrivals: Sequence[Arrival]) -> list[str]:
    """Return what is said of them, each once, and of a request only where it stands at the end."""
    told: dict[object, tuple[str, ...]] = {}
    for place, each in enumerate(arrivals):
        about = each.found["waiver"] if each.found["kind"] == "answer" else place
        told.pop(about, None)
        told[about] = each.notices
    return list(dict.fromkeys(notice for notices in told.values() for notice in notices))
