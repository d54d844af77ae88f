"""Waivers: asking every holder, and what was asked so far."""

import click

from tui.options import Group
from tui.phrases import Notice, Question
from tui.references import EndOfDay, portions as portions_of, session_of
from tui.run import Run, with_run
from tui.views import short, waiver_line, waiver_lines, waiver_object


@click.group("waiver", cls=Group)
def waiver() -> None:
    """Requests to open sealed records, and every holder's answer."""


@waiver.command("request")
@click.argument("records", metavar="RECORD[:1,3-4]...", nargs=-1, required=True)
@click.option("--purpose", metavar="TEXT", help="What for.")
@click.option("--recipient", metavar="TEXT", help="To whom.")
@click.option(
    "--until", type=EndOfDay(), required=True, metavar="DATE",
    help="Last day, UTC, on which an answer counts.",
)  # fmt: skip
@with_run
def request(
    run: Run, records: tuple[str, ...], purpose: str | None, recipient: str | None, until: int
) -> None:
    """Ask all holders to agree that portions are released."""
    with run.unlocked() as me:
        chosen = portions_of(records, lambda text: me.docket.resolve(text)[1])
        view = me.waivers.request(
            chosen, run.needed("purpose", purpose, Question.PURPOSE),
            run.needed("recipient", recipient, Question.RECIPIENT), until,
        )  # fmt: skip
        run.out.result(waiver_object(view), waiver_lines(view))
        run.out.say(Notice.ASKED.format(waiver=short(view.id)))


@waiver.command("list")
@click.option("--session", "reference", metavar="ID")
@with_run
def list_requests(run: Run, reference: str | None) -> None:
    """List the requests you can see, newest first."""
    with run.unlocked() as me:
        views = me.waivers.views(session_of(me, reference).id if reference else b"")
        run.out.result(
            {"waivers": [waiver_object(view) for view in views]},
            [waiver_line(view) for view in views],
        )
