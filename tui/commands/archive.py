"""Sealed archives: sessions as one file, for oneself or to be handed to others."""

from pathlib import Path

import click

from tui.file_words import other_file
from tui.files import plain, random_path
from tui.forms import Form, require_form
from tui.options import Group
from tui.outgoing import STANDARD, called, outgoing
from tui.phrases import Notice, Question, count
from tui.progress import Progress
from tui.references import session_of
from tui.run import Run, as_target, with_run
from tui.taking import ARCHIVE, blamed_on, held
from tui.views import moment
from vault import PRIVATE, ArchivePlan, UnlockedVault, caucus, read_bag, spell_id

_SIDE = caucus("")


@click.group("archive", cls=Group)
def archive() -> None:
    """Sealed archives: export sessions, verify and import them. --vault FILE.zip reads one."""


@archive.command("export")
@click.option("--session", "references", multiple=True, required=True, metavar="ID")
@click.option(
    "--for", "readers", multiple=True, metavar="NAME",
    help="Whom it is for: it holds what all of them may read. Yourself, if nobody is named. It "
    "is asked for, unless you say --yes.",
)  # fmt: skip
@click.option(
    "--with-keyslot", is_flag=True,
    help="Put your keyslots in, so that your passphrase alone opens it.",
)  # fmt: skip
@click.option("-o", "--output", callback=as_target, metavar="FILE")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_run
def export(
    run: Run, references: tuple[str, ...], readers: tuple[str, ...], with_keyslot: bool,
    output: Path | None, yes: bool,
) -> None:  # fmt: skip
    """Write sessions into one sealed file, after saying what goes in and for whom."""
    target = output or random_path("zip")
    run.claim(target)
    with run.unlocked() as me:
        sessions = list(dict.fromkeys(session_of(me, each).id for each in references))
        names = run.several("for", readers) or (() if yes else run.listed(Question.FOR))
        plan = me.archives.plan(sessions, names)
        kept = _audiences(me, sessions) & set(plan.audiences)
        for line in _what_goes_in(plan, kept, with_keyslot=with_keyslot):
            run.out.say(line)
        run.agree(Question.EXPORT, yes=yes)
        plan = _write(run, me, target, sessions, names, with_keyslot=with_keyslot)
        run.out.result(
            {
                "file": str(target), "sessions": [spell_id(each) for each in plan.sessions],
                "entries": plan.entries, "records": plan.records, "files": plan.files,
                "readers": list(plan.readers), "audiences": list(plan.audiences),
                "left_out": list(plan.left_out), "keyslot": with_keyslot,
            },
            [_written(target)],
        )  # fmt: skip


def _write(
    run: Run, me: UnlockedVault, target: Path, sessions: list[bytes], names: tuple[str, ...], *,
    with_keyslot: bool,
) -> ArchivePlan:  # fmt: skip
    with outgoing(target) as file:
        return me.archives.export(
            file, sessions, names, with_keyslot=with_keyslot,
            progress=Progress(run.out, Notice.WRITING),
        )  # fmt: skip


def _written(target: Path) -> str:
    size = "" if target == STANDARD else f" ({count(target.stat().st_size, 'byte')})"
    return f"{called(target)}{size}"


def _audiences(me: UnlockedVault, sessions: list[bytes]) -> set[str]:
    """Return the audiences of which there are entries."""
    return {
        entry.latest.audience
        for session in sessions
        for entry in me.entries.listing(session).entries
    }


def _what_goes_in(plan: ArchivePlan, kept: set[str], *, with_keyslot: bool) -> list[str]:
    """Return what leaves the vault, for whom, and what does not.

    Args:
        plan: what it will hold.
        kept: the audiences of which it holds entries.
        with_keyslot: whether its maker's way in goes along.

    """
    audiences = [each for each in plan.audiences if each in kept]
    holds = held(len(plan.sessions), plan.entries, plan.records)
    lines = [
        f"Into the archive go {holds}, {count(plan.files, 'attached file')}.",
        f"Audiences: {', '.join(audiences) or 'none'}.",
        f"It opens for: {', '.join(plan.readers)}.",
    ]
    sides = [each.removeprefix(_SIDE) for each in audiences if each.startswith(_SIDE)]
    if sides:
        lines.append(f"What was said in caucus leaves this vault: side {', '.join(sides)}.")
    if PRIVATE in audiences:
        lines.append("Your private entries leave this vault, for you alone.")
    if plan.left_out:
        names = ", ".join(plan.left_out)
        lines.append(f"Stays behind, because they have not signed it yet: the newest of {names}.")
    if with_keyslot:
        lines.append(Notice.KEYSLOT_IN_IT)
    return [*lines, Notice.HANDED_OVER]


@archive.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@with_run
def verify(run: Run, file: Path) -> None:
    """Look for damage; with --as also who made an archive, and what is in it."""
    with blamed_on(file), plain(file) as source:
        require_form(source, str(file), Form.BAG, ARCHIVE)
        kind = read_bag(source, Progress(run.out, Notice.READING)).index.kind
    found: dict[str, object] = {"file": str(file), "valid": True, "kind": kind, "origin": False}
    if not run.is_named:
        run.out.result(found, [f"{file}: not damaged"])
        run.out.say(Notice.ORIGIN_UNKNOWN)
        return
    if kind != ARCHIVE:
        raise other_file(str(file), kind, ARCHIVE)
    with run.unlocked() as me, blamed_on(file), plain(file) as source:
        taken = me.archives.look(source, Progress(run.out, Notice.READING))
        found |= {
            "origin": True, "exporter": taken.exporter, "made": taken.made,
            "sessions": [spell_id(session) for session in taken.sessions],
            "entries": taken.entries, "records": taken.records,
        }  # fmt: skip
        lines = [
            f"{file}: not damaged, made by {taken.exporter} on {moment(taken.made)} UTC",
            held(len(taken.sessions), taken.entries, taken.records),
        ]
        run.out.result(found, lines)
