"""A mediator's report to a court: closed answers, and no option that takes a text."""

from contextlib import ExitStack
from pathlib import Path

import click

from tui.disclosure_views import report_lines, report_object
from tui.disclosure_words import Notice
from tui.files import random_path
from tui.locked import Lock, Wish, lockable
from tui.options import Command
from tui.outgoing import called
from tui.references import session_of
from tui.run import Run, as_path, as_target, with_run
from vault import Agreement, CourtReport, UnlockedVault, read_court_report


@click.command("report", cls=Command)
@click.option("--session", "references", multiple=True, required=True, metavar="ID")
@click.option(
    "--agreement", type=click.Choice([each.value for each in Agreement]), required=True,
    help="What was reached.",
)  # fmt: skip
@click.option(
    "--attended", multiple=True, metavar="NAME",
    help="Who attended, by their names in the roster. Everybody seated, if nobody is named.",
)  # fmt: skip
@click.option("-o", "--output", callback=as_target, metavar="FILE")
@click.option("--pdf", "printed", callback=as_path, metavar="FILE", help="Print it as well.")
@lockable
@with_run
def report(  # noqa: PLR0917 (as many as there are options)
    run: Run, references: tuple[str, ...], agreement: str, attended: tuple[str, ...],
    output: Path | None, printed: Path | None, wish: Wish,
) -> None:  # fmt: skip
    """Write what a court may be told: held when, who attended, agreement or not. No more."""
    target = output or random_path("report")
    files = [target, *([printed] if printed is not None else [])]
    for each in files:
        run.claim(each)
    with run.unlocked() as me:
        sessions = [session_of(me, each).id for each in references]
        names = run.several("attended", attended)
        lock = wish.lock(run, target)
        made = _write(me, sessions, Agreement(agreement), names, files, lock)
        told, lines = lock.told()
        found: dict[str, object] = {
            **report_object(made), "file": str(target),
            "pdf": str(printed) if printed is not None else None, **told,
        }  # fmt: skip
        run.out.result(found, [*report_lines(made), *map(called, files), *lines])
        run.out.say(Notice.REPORT)
        for each in files:
            run.out.say(lock.notice(each))


def _write(
    me: UnlockedVault, sessions: list[bytes], agreement: Agreement, names: tuple[str, ...],
    files: list[Path], lock: Lock,
) -> CourtReport:  # fmt: skip
    """Write the report and its print, read back before either gets its name."""
    with ExitStack() as opened:
        file, *prints = [opened.enter_context(lock.file(each)) for each in files]
        me.disclosures.report(sessions, agreement, file, names)
        file.seek(0)
        made = read_court_report(file)
        for each in prints:
            from tui.paper.report import report_pdf

            each.write(report_pdf(made))
        return made
