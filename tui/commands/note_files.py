"""Files of entries, in and out, and entries that move or go."""

from pathlib import Path

import click

from tui.commands.note import note
from tui.files import sources
from tui.outgoing import STANDARD, called, write_out
from tui.phrases import Notice, Question, count
from tui.references import audience as audience_of, session_of
from tui.run import Run, as_target, with_run
from tui.views import entry_object, short
from vault import Attachment, UnlockedVault, spell_id


@note.command("attach")
@click.argument("reference", metavar="ID")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True,
                type=click.Path(path_type=Path))  # fmt: skip
@with_run
def attach(run: Run, reference: str, paths: tuple[Path, ...]) -> None:
    """Add files to a note or a draft: a new revision of it."""
    with sources(paths) as files, run.unlocked() as me:
        entry = me.entries.resolve(reference)
        me.files.attach(entry, files)
        shown = me.entries.show(entry)
        found = entry_object(me.sessions.open(shown.revision.session), shown.entry)
        run.out.result(
            {key: found[key] for key in ("entry", "revision", "attachments")},
            [f"Entry {short(entry)}, revision {found['revision']}"],
        )


@note.command("extract")
@click.argument("reference", metavar="ID")
@click.argument("name", metavar="NAME", required=False)
@click.option("-o", "--output", callback=as_target, required=True, metavar="PATH")
@with_run
def extract(run: Run, reference: str, name: str | None, output: Path | None) -> None:
    """Write an attached file outside the vault."""
    target = output or Path()
    run.claim(target)
    with run.unlocked() as me:
        entry = me.entries.resolve(reference)
        attached = run.needed("name", name, Question.FILE_NAME)
        attachment, pieces = me.files.extract(entry, attached)
        size = write_out(target, pieces)
        run.out.result(
            {"entry": spell_id(entry), "name": attachment.name, "file": str(target), "size": size},
            [f"{called(target)} ({count(size, 'byte')})"],
        )
        if target != STANDARD:
            run.out.say(Notice.EXTRACTED)


@note.command("carry")
@click.argument("references", metavar="ID...", nargs=-1, required=True)
@click.option("--session", "target", required=True, metavar="ID")
@click.option("--audience", required=True, metavar="AUDIENCE")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_run
def carry(run: Run, references: tuple[str, ...], target: str, audience: str, yes: bool) -> None:
    """Copy entries into another session or audience, after showing who gains sight."""
    with run.unlocked() as me:
        session, into = session_of(me, target).id, audience_of(audience)
        me.sessions.open(session).place(into)
        entries = [me.entries.resolve(reference) for reference in references]
        readers = me.entries.readers(session, into)
        for entry in entries:
            _, found = me.entries.find(entry)
            latest = found.latest
            now = me.entries.readers(latest.session, latest.audience)
            gaining = [name for name in readers if name not in now]
            run.out.say(
                f"{run.spoken(found)} to [{into}]: now read by {', '.join(now)}; "
                f"gains sight: {', '.join(gaining) or 'nobody'}."
            )
        run.agree("What somebody has read cannot be taken back. Carry?", yes=yes)
        made = [me.entries.carry(entry, session, into).header.entry for entry in entries]
        run.out.result(
            {
                "entries": [
                    {"entry": spell_id(new), "carried_from": spell_id(old)}
                    for new, old in zip(made, entries, strict=True)
                ]
            },
            [f"Entry {short(new)}" for new in made],
        )


@note.command("destroy")
@click.argument("references", metavar="ID...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_run
def destroy(run: Run, references: tuple[str, ...], yes: bool) -> None:
    """Destroy entries with all their revisions and files."""
    with run.unlocked() as me:
        entries = list(dict.fromkeys(me.entries.resolve(each) for each in references))
        for entry in entries:
            run.out.say(_what_goes(run, me, entry))
        run.out.say(Notice.COPIES)
        run.agree("Destroy for everybody who can read it?", yes=yes)
        me.entries.destroy(entries)
        run.out.result(
            {"destroyed": [spell_id(entry) for entry in entries]},
            [f"Destroyed {short(entry)}" for entry in entries],
        )


def _what_goes(run: Run, me: UnlockedVault, entry: bytes) -> str:
    _, found = me.entries.find(entry)
    latest = found.latest
    readers = me.entries.readers(latest.session, latest.audience)
    files: tuple[Attachment, ...] = latest.header.attachments
    return (
        f"{run.spoken(found)}: {count(len(found.revisions), 'revision')} and "
        f"{count(len(files), 'file')} go, "
        f"for {', '.join(readers)}."
    )
