"""Sessions: who sits together, and until when."""

from collections.abc import Callable
from functools import reduce

import click

from tui.options import Group
from tui.phrases import Notice, Question, count
from tui.references import invitations, seated_again, session_of
from tui.run import Run, with_run
from tui.views import roster_lines, roster_objects, session_line, session_object, short
from vault import Invitation, Role, spell_id

_PEOPLE = {
    "mediator": "Another mediator.",
    "party": "A party as SIDE=NAME.",
    "representative": "Somebody on a party's side, as SIDE=NAME.",
    "nonparty": "Somebody else who takes part; does not read joint entries.",
    "reads-joint": "A nonparty who reads joint entries.",
}
_ROSTER_OPTIONS = [
    click.option("--case", metavar="TEXT", help="The matter this session belongs to."),
    click.option("--title", metavar="TEXT", help="A title for this sitting."),
    *(
        click.option(f"--{name}", multiple=True, metavar="NAME", help=text)
        for name, text in _PEOPLE.items()
    ),
]


def _roster_options(function: Callable[..., None]) -> Callable[..., None]:
    return reduce(lambda made, option: option(made), reversed(_ROSTER_OPTIONS), function)


@click.group("session", cls=Group)
def session() -> None:
    """Sessions: one sitting each, with a roster that never changes."""


@session.command("convene")
@_roster_options
@with_run
def convene(run: Run, /, case: str | None, title: str | None, **people: tuple[str, ...]) -> None:
    """Convene a session. You are its first mediator."""
    with run.unlocked() as me:
        matter = run.needed("case", case, Question.CASE)
        invited = _invited(run, people) or invitations(
            (), {Role.PARTY: run.listed(Question.PARTY)}, (), ()
        )
        made = me.sessions.convene(matter, run.optional("title", title), invited)
        run.out.result({"session": spell_id(made)}, [f"Session {short(made)}"])
        run.out.say(Notice.CONVENED.format(session=short(made)))


@session.command("reconvene")
@click.argument("reference", metavar="ID")
@_roster_options
@with_run
def reconvene(
    run: Run, /, reference: str, case: str | None, title: str | None, **people: tuple[str, ...]
) -> None:
    """Convene the next session of a case. Who is not named again: the people of the last one."""
    with run.unlocked() as me:
        last = session_of(me, reference)
        invited = _invited(run, people) or seated_again(me, me.sessions.open(last.id).roster)
        made = me.sessions.convene(
            run.optional("case", case) or last.case, run.optional("title", title), invited,
            follows=last.id,
        )  # fmt: skip
        run.out.result(
            {"session": spell_id(made), "follows": spell_id(last.id)}, [f"Session {short(made)}"]
        )
        run.out.say(Notice.CONVENED.format(session=short(made)))


@session.command("list")
@click.option("--case", metavar="TEXT", help="Only the sessions of this case.")
@with_run
def list_sessions(run: Run, case: str | None) -> None:
    """List your sessions, newest first."""
    with run.unlocked() as me:
        views = me.sessions.views(run.optional("case", case))
        run.out.result(
            {"sessions": [session_object(view) for view in views]},
            [session_line(view) for view in views],
        )
        run.report((), me)


@session.command("show")
@click.argument("reference", metavar="ID")
@with_run
def show(run: Run, reference: str) -> None:
    """Show who sits in a session, and which audiences you have."""
    with run.unlocked() as me:
        view = session_of(me, reference)
        room = me.sessions.open(view.id)
        run.out.result(
            {
                **session_object(view),
                "roster": roster_objects(room.roster),
                "audiences": list(room.audiences),
            },
            [
                session_line(view),
                *roster_lines(room),
                f"  your audiences: {', '.join(room.audiences)}",
            ],
        )
        run.report((), me)


@session.command("close")
@click.argument("reference", metavar="ID")
@with_run
def close(run: Run, reference: str) -> None:
    """Close a session: nothing more is written in it but private notes."""
    with run.unlocked() as me:
        view = session_of(me, reference)
        me.sessions.close(view.id)
        found = {"session": spell_id(view.id), "closed": True}
        run.out.result(found, [f"Closed {short(view.id)}"])
        run.out.say(Notice.CLOSED)


@session.command("destroy")
@click.argument("reference", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_run
def destroy(run: Run, reference: str, yes: bool) -> None:
    """Destroy every entry of a session that you can read, and close it. Sealed records stay."""
    with run.unlocked() as me:
        view = session_of(me, reference)
        room = me.sessions.open(view.id)
        room.require_mediator("destroy session")
        entries = me.entries.listing(view.id).entries
        audiences = {entry.latest.audience for entry in entries}
        readers = {name for each in audiences for name in me.entries.readers(view.id, each)}
        run.out.say(
            f"{count(len(entries), 'entry', 'entries')} would be destroyed, for: "
            f"{', '.join(sorted(readers)) or 'nobody'}. Sealed records stay sealed."
        )
        run.out.say(Notice.COPIES)
        run.agree("Destroy them?", yes=yes)
        gone = me.entries.destroy_session(view.id)
        run.out.result(
            {"session": spell_id(view.id), "destroyed": gone},
            [f"Destroyed {count(gone, 'entry', 'entries')}"],
        )


def _invited(run: Run, people: dict[str, tuple[str, ...]]) -> list[Invitation]:
    """Return whom the options or the fields seat."""
    named = {name: run.several(name, people[name.replace("-", "_")]) for name in _PEOPLE}
    sided = {Role.PARTY: named["party"], Role.REPRESENTATIVE: named["representative"]}
    return invitations(named["mediator"], sided, named["nonparty"], named["reads-joint"])
