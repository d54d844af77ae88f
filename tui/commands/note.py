"""Entries: written, listed, shown, revised and found."""

from collections.abc import Callable
from pathlib import Path

import click

from tui.files import sources
from tui.options import Group
from tui.phrases import Question, Refusal
from tui.references import audience as audience_of, corrected, session_of, sessions_of
from tui.run import Run, with_run
from tui.views import (
    damage_objects,
    entry_head,
    entry_line,
    entry_object,
    moment,
    number_of,
    session_line,
    short,
)
from vault import Damage, Entry, Kind, NewEntry, NotFoundError, Room, SessionView, spell_id

_KINDS = click.Choice([kind.value for kind in Kind])


@click.group("note", cls=Group)
def note() -> None:
    """Entries: notes, drafts and records, with their files."""


@note.command("add")
@click.option("--session", "reference", required=True, metavar="ID")
@click.option(
    "--audience", required=True, metavar="AUDIENCE",
    help="private, mediators, caucus:A (or another side), or joint.",
)  # fmt: skip
@click.option("--kind", type=_KINDS, default=Kind.NOTE.value, show_default=True)
@click.option("--title", metavar="TEXT")
@click.option("--speaker", multiple=True, metavar="NAME", help="Whose words these are.")
@click.option("--tag", multiple=True, metavar="TEXT")
@click.option(
    "--attach", multiple=True, metavar="PATH", type=click.Path(path_type=Path),
    help="A file to keep with it.",
)  # fmt: skip
@click.option("--corrects", metavar="ID", help="The record that this one corrects.")
@with_run
def add(  # noqa: PLR0917 (as many as there are options)
    run: Run, reference: str, audience: str, kind: str, title: str | None,
    speaker: tuple[str, ...], tag: tuple[str, ...], attach: tuple[Path, ...],
    corrects: str | None,
) -> None:  # fmt: skip
    """Write an entry. Its text is read from standard input."""
    with sources(attach) as files, run.unlocked() as me:
        session = session_of(me, reference).id
        # Refused before anything is typed.
        me.sessions.open(session).place(audience_of(audience))
        named = corrected(me, corrects)
        text = run.text()
        if not text.strip() and not files:
            raise click.UsageError(Refusal.NO_TEXT)
        new = NewEntry(
            audience_of(audience), text, Kind(kind), run.optional("title", title),
            run.several("speaker", speaker), run.several("tag", tag), named,
        )  # fmt: skip
        made = me.files.add_entry(session, new, files) if files else me.entries.add(session, new)
        run.out.result(
            {"entry": spell_id(made.header.entry), "revision": 1},
            [f"Entry {short(made.header.entry)}"],
        )


@note.command("list")
@click.option("--session", "reference", metavar="ID")
@click.option("--case", metavar="TEXT")
@click.option("--audience", metavar="AUDIENCE")
@click.option("--tag", multiple=True, metavar="TEXT", help="Only entries with all of these.")
@click.option("--kind", type=_KINDS)
@with_run
def list_entries(
    run: Run, reference: str | None, case: str | None, audience: str | None,
    tag: tuple[str, ...], kind: str | None,
) -> None:  # fmt: skip
    """List the entries you can read, by session."""
    with run.unlocked() as me:
        wanted = _filter(audience, run.several("tag", tag), kind)
        damages: list[Damage] = []
        objects: list[dict[str, object]] = []
        lines: list[str] = []
        rooms: list[Room] = []
        views = sessions_of(me, reference, run.optional("case", case))
        for view in reversed(views):
            rooms.append(me.sessions.open(view.id))
            listing = me.entries.listing(view.id)
            damages += listing.damages
            chosen = [entry for entry in listing.entries if wanted(entry)]
            objects += [entry_object(rooms[-1], entry) for entry in chosen]
            lines += _titled(view, chosen, alone=len(views) == 1)
        if audience and not any(audience_of(audience) in room.audiences for room in rooms):
            raise NotFoundError("audience", audience)
        found: dict[str, object] = {"entries": objects}
        run.out.result(found | ({"damaged": damage_objects(damages)} if damages else {}), lines)
        run.report(damages, me)


def _filter(
    audience: str | None, tags: tuple[str, ...], kind: str | None
) -> Callable[[Entry], bool]:
    folded = {tag.casefold() for tag in tags}

    def wanted(entry: Entry) -> bool:
        latest = entry.latest
        return (
            (not audience or latest.audience == audience_of(audience))
            and (not kind or latest.header.kind == kind)
            and folded <= {tag.casefold() for tag in latest.header.tags}
        )

    return wanted


def _titled(view: SessionView, entries: list[Entry], *, alone: bool) -> list[str]:
    lines = [entry_line(entry) for entry in entries]
    if alone or not lines:
        return lines
    return [session_line(view), *(f"  {line}" for line in lines)]


@note.command("show")
@click.argument("reference", metavar="ID")
@click.option("--revision", type=click.IntRange(min=1), metavar="N")
@with_run
def show(run: Run, reference: str, revision: int | None) -> None:
    """Show an entry with its text."""
    with run.unlocked() as me:
        shown = me.entries.show(me.entries.resolve(reference), revision or 0)
        room = me.sessions.open(shown.revision.session)
        found = {**entry_object(room, shown.entry, shown.revision), "text": shown.text}
        head = entry_head(room, shown.entry, shown.revision)
        if shown.other_versions:
            numbers = ", ".join(
                str(number_of(shown.entry, other)) for other in shown.other_versions
            )
            head.insert(1, f"Two people edited this at once. The other version: {numbers}")
        run.out.document(found, head, shown.text)


@note.command("edit")
@click.argument("reference", metavar="ID")
@click.option("--title", metavar="TEXT")
@click.option("--speaker", multiple=True, metavar="NAME")
@click.option("--tag", multiple=True, metavar="TEXT")
@click.option(
    "--base", type=click.IntRange(min=1), metavar="N",
    help="The revision that was edited; what was saved meanwhile stays beside it.",
)  # fmt: skip
@with_run
def edit(
    run: Run, reference: str, title: str | None, speaker: tuple[str, ...], tag: tuple[str, ...],
    base: int | None,
) -> None:  # fmt: skip
    """Save a new revision. Its text is read from standard input."""
    with run.unlocked() as me:
        entry = me.entries.resolve(reference)
        edited = me.entries.show(entry, base).revision.id if base else b""
        text = run.text()
        if not text.strip():
            raise click.UsageError(Refusal.NO_TEXT)
        me.entries.edit(
            entry, text, title=run.optional("title", title), base=edited,
            tags=run.several("tag", tag) or None, speakers=run.several("speaker", speaker) or None,
        )  # fmt: skip
        number = len(me.entries.show(entry).entry.revisions)
        run.out.result(
            {"entry": spell_id(entry), "revision": number},
            [f"Entry {short(entry)}, revision {number}"],
        )


@note.command("history")
@click.argument("reference", metavar="ID")
@with_run
def history(run: Run, reference: str) -> None:
    """List the revisions of an entry, oldest first."""
    with run.unlocked() as me:
        entry = me.entries.show(me.entries.resolve(reference)).entry
        room = me.sessions.open(entry.latest.session)
        numbers = {each.id: number for number, each in enumerate(entry.revisions, 1)}
        objects = []
        lines = []
        for each in entry.revisions:
            number, author = numbers[each.id], room.roster.seat(each.author).name
            made_from = [numbers[parent] for parent in each.header.parents if parent in numbers]
            objects.append(
                {
                    "revision": number, "author": author, "written": each.header.made,
                    "title": each.header.title, "signed": each.signed, "made_from": made_from,
                }
            )  # fmt: skip
            lines.append(f"{number}  {moment(each.header.made)}  {author}: {each.header.title}")
        run.out.result({"entry": spell_id(entry.id), "revisions": objects}, lines)


@note.command("find")
@click.argument("query", metavar="QUERY", required=False)
@click.option("--session", "reference", metavar="ID")
@click.option("--case", metavar="TEXT")
@with_run
def find(run: Run, query: str | None, reference: str | None, case: str | None) -> None:
    """Search everything you can read; @name and #tag work. - reads the words from stdin."""
    with run.unlocked() as me:
        words = run.text() if query == "-" else run.needed("query", query, Question.QUERY)
        if not words.split():
            raise click.UsageError(Refusal.MISSING.format(name="query"))
        views = sessions_of(me, reference, run.optional("case", case))
        finder = me.search.finder([view.id for view in views])
        matches = finder.find(words)
        found: dict[str, object] = {
            "matches": [
                {
                    "entry": spell_id(match.entry.id),
                    "session": spell_id(match.entry.latest.session),
                    "title": match.entry.latest.header.title,
                    "snippet": match.snippet,
                }
                for match in matches
            ]
        }
        lines = [
            line for match in matches for line in (entry_line(match.entry), f"    {match.snippet}")
        ]
        damages = finder.damages
        run.out.result(found | ({"damaged": damage_objects(damages)} if damages else {}), lines)
        run.report(damages, me)
