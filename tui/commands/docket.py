"""The docket: sealed records by their agreed labels."""

from pathlib import Path

import click

from tui.options import Group
from tui.outgoing import called, write_out
from tui.phrases import Notice, Refusal
from tui.references import session_of
from tui.run import Run, as_target, with_run
from tui.views import docket_lines, docket_object, short
from vault import UnlockedVault, spell_id


@click.group("docket", cls=Group, invoke_without_command=True, no_args_is_help=False)
@click.option("--session", "reference", metavar="ID", help="The session whose docket to show.")
@click.pass_context
def docket(context: click.Context, reference: str | None) -> None:
    """Sealed records of a session; acknowledge: check your shares of them and sign."""
    if context.invoked_subcommand is None:
        _show(reference)


@with_run
def _show(run: Run, reference: str | None) -> None:
    if not reference:
        raise click.UsageError(Refusal.SESSION)
    with run.unlocked() as me:
        lines = me.docket.lines(session_of(me, reference).id)
        run.out.result(
            {"records": [docket_object(line) for line in lines]},
            [text for line in lines for text in docket_lines(line)],
        )


@docket.command("acknowledge")
@click.argument("records", metavar="[RECORD...]", nargs=-1)
@click.option("--session", "reference", metavar="ID", help="Only the records of this session.")
@click.option(
    "-o", "--output", callback=as_target, metavar="FILE",
    help="Write what you signed to this new file, for the mediators.",
)  # fmt: skip
@with_run
def acknowledge(
    run: Run, records: tuple[str, ...], reference: str | None, output: Path | None
) -> None:
    """Check that your shares are right and every portion is there, and sign it."""
    if output is not None:
        run.claim(output)
    with run.unlocked() as me:
        chosen = _chosen(me, records, reference)
        if output is not None and len(chosen) != 1:
            raise click.UsageError(Refusal.ONE_SESSION)
        covered = [
            (session, record)
            for session, some in chosen.items()
            for record in me.docket.acknowledge(session, some)
        ]
        found: dict[str, object] = {
            "records": [
                {"record": spell_id(record), "session": spell_id(session)}
                for session, record in covered
            ]
        }
        lines = [f"Acknowledged {short(record)}" for _, record in covered]
        if output is not None:
            write_out(output, [me.exchange.acknowledgement_file(next(iter(chosen)))])
            found["file"] = str(output)
            lines.append(called(output))
        run.out.result(found, lines)
        if output is not None:
            run.out.say(Notice.SEND_ACKNOWLEDGEMENT)


def _chosen(
    me: UnlockedVault, records: tuple[str, ...], reference: str | None
) -> dict[bytes, list[bytes]]:
    """Return the records that are meant by session; none means all of that session."""
    found: dict[bytes, list[bytes]] = {}
    for each in records:
        room, record = me.docket.resolve(each)
        found.setdefault(room.id, []).append(record)
    if records:
        return found
    views = [session_of(me, reference)] if reference else me.sessions.views()
    return {view.id: [] for view in views}
