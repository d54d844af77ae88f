"""Disclosures that are there: checked, read, printed, taken apart. No vault is needed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from tui.disclosure_views import (
    caveats,
    check_lines,
    check_objects,
    disclosure_lines,
    disclosure_object,
    portions_text,
    report_lines,
    report_object,
    signers,
)
from tui.disclosure_words import Notice, no_portions, no_such_portion, not_locked
from tui.failure import error_object
from tui.files import random_path
from tui.locked import Wish, identity_option, lockable, unlocked_file
from tui.options import Group
from tui.outgoing import STANDARD, called, outgoing
from tui.phrases import count
from tui.run import Run, as_target, with_run
from tui.signers import cross_checked, who_signed
from tui.verified import Verified, verified
from vault import file_of

_PIECE_BYTES = 1024 * 1024
_file = click.argument("file", type=click.Path(path_type=Path))


@click.group("disclosure", cls=Group)
def disclosure() -> None:
    """What leaves the vault with its evidence: made alone, verified, shown, printed."""


@contextmanager
def _read(run: Run, path: Path, identity: Path | None) -> Iterator[Verified]:
    """Give what a file was found to be, while it is open."""
    with unlocked_file(run, path, identity) as (source, _):
        yield verified(source, path.name)


@contextmanager
def _signers_known(run: Run, file: str) -> Iterator[Callable[[Verified], list[str]]]:
    """Give what says whether somebody's address book fits the signers; nothing for nobody."""
    if not run.is_named:
        yield lambda _: []
        return
    # Their passphrase first: that of a locked file is the next line of the same source.
    with run.unlocked() as me:

        def known(checked: Verified) -> list[str]:
            if checked.evidence is None:
                return []
            return list(cross_checked(me, file, who_signed(checked.evidence.disclosure)))

        yield known


@disclosure.command("verify")
@_file
@identity_option
@with_run
def verify(run: Run, file: Path, identity: Path | None) -> None:
    """Check every byte, signature and portion of a disclosure or report. No vault is needed.

    With --as also whether you know those who signed by the same keys.
    """
    with _signers_known(run, file.name) as known, _read(run, file, identity) as checked:
        found: dict[str, object] = {
            "file": str(file), "kind": _kind(checked), "valid": checked.valid,
            "checks": check_objects(checked), "compare": signers(checked),
        }  # fmt: skip
        if checked.valid:
            warnings = known(checked)
            found |= {"warnings": warnings} if warnings else {}
            run.out.result(found, [f"{file}: it holds", *check_lines(checked)])
            for line in warnings:
                run.out.warn(line)
            for line in caveats(checked):
                run.out.say(line)
            return
        words = checked.words(file.name)
        found["error"] = error_object(words)
        run.out.result(found, [f"{file}: it does NOT hold", *check_lines(checked)])
        run.out.warn(words.message)
        run.out.say(words.hint)
        raise click.exceptions.Exit(words.exit)


def _kind(checked: Verified) -> str | None:
    if checked.report is not None:
        return "report"
    return "disclosure" if checked.evidence is not None else None


@disclosure.command("show")
@_file
@identity_option
@with_run
def show(run: Run, file: Path, identity: Path | None) -> None:
    """Show what a disclosure or report says: who, when, what for, to whom, and no more."""
    with _read(run, file, identity) as checked:
        checked.require_valid(file.name)
        found: dict[str, object] = {"file": str(file), "checks": check_objects(checked)}
        if checked.report is not None:
            run.out.result(found | report_object(checked.report), report_lines(checked.report))
        if checked.evidence is not None:
            said = checked.evidence.disclosure
            run.out.document(
                found | disclosure_object(said), disclosure_lines(said), portions_text(said)
            )
        for line in caveats(checked):
            run.out.say(line)


@disclosure.command("pdf")
@_file
@click.option("-o", "--output", callback=as_target, metavar="FILE")
@identity_option
@lockable
@with_run
def pdf(run: Run, file: Path, output: Path | None, identity: Path | None, wish: Wish) -> None:
    """Print a disclosure or report to a PDF, with who agreed and what it does not show."""
    target = output or random_path("pdf")
    run.claim(target)
    with _read(run, file, identity) as checked:
        checked.require_valid(file.name)
        lock = wish.lock(run, target)
        with lock.file(target) as written:
            written.write(_printed(checked))
        told, lines = lock.told()
        run.out.result({"file": str(target), "kind": _kind(checked), **told},
                       [called(target), *lines])  # fmt: skip
        run.out.say(lock.notice(target))


def _printed(checked: Verified) -> bytes:
    # What writes PDF takes a while to load.
    if checked.report is not None:
        from tui.paper.report import report_pdf

        return report_pdf(checked.report)
    from tui.paper.disclosure import disclosure_pdf

    return disclosure_pdf(checked.evidence.disclosure) if checked.evidence is not None else b""


@disclosure.command("extract")
@_file
@click.argument("place", metavar="NUMBER", type=click.IntRange(min=1))
@click.option("-o", "--output", callback=as_target, required=True, metavar="PATH")
@identity_option
@lockable
@with_run
def extract(
    run: Run, file: Path, place: int, output: Path, identity: Path | None, wish: Wish
) -> None:
    """Write one portion, an attached file say, out of a disclosure: the number that show gives."""
    run.claim(output)
    with _read(run, file, identity) as checked:
        checked.require_valid(file.name)
        if checked.evidence is None:
            raise no_portions(file.name)
        listed = checked.evidence.disclosure.portions
        if place > len(listed):
            raise no_such_portion(file.name, len(listed))
        lock = wish.lock(run, output)
        content, pieces = file_of(checked.evidence, place)
        with lock.file(output) as written:
            size = sum(written.write(piece) for piece in pieces)
        told, lines = lock.told()
        found: dict[str, object] = {
            "file": str(output), "name": content.name, "size": size,
            "digest": listed[place - 1].digest.hex(), **told,
        }  # fmt: skip
        run.out.result(found, [f"{called(output)} ({count(size, 'byte')})", *lines])
        run.out.say(lock.notice(output))


@disclosure.command("unlock")
@_file
@click.option("-o", "--output", callback=as_target, required=True, metavar="PATH")
@identity_option
@with_run
def unlock(run: Run, file: Path, output: Path, identity: Path | None) -> None:
    """Write what is in a locked file, whatever it is, in clear."""
    run.claim(output)
    with unlocked_file(run, file, identity) as (source, was_locked):
        if not was_locked:
            raise not_locked(file.name)
        with outgoing(output) as written:
            size = 0
            while piece := source.read(_PIECE_BYTES):
                size += written.write(piece)
        lines = [f"{called(output)} ({count(size, 'byte')})"]
        run.out.result({"file": str(output), "size": size}, lines)
        if output != STANDARD:
            run.out.say(Notice.IN_CLEAR.format(file=output))
