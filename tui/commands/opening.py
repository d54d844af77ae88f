"""Opening what everybody agreed to: to be read here, or as a file with the evidence."""

from collections.abc import Iterator
from pathlib import Path

import click

from tui.commands.waiver import waiver
from tui.disclosure_words import Refusal
from tui.files import require_new, write_whole
from tui.locked import Lock, Wish, lockable
from tui.outgoing import called
from tui.phrases import Notice
from tui.run import Run, as_path, as_target, with_run
from tui.views import content_object, evidence_object, moment
from vault import Opened, ReleasedPortion, UnlockedVault, check_file_name, spell_id


@waiver.command("open")
@click.argument("reference", metavar="WAIVER")
@click.option(
    "--files", "folder", callback=as_path, metavar="FOLDER",
    help="Write released files into this folder.",
)  # fmt: skip
@click.option(
    "-o", "--output", callback=as_target, metavar="FILE",
    help="Write the disclosure to this new file: what was released, and the evidence for it.",
)  # fmt: skip
@lockable
@with_run
def open_request(
    run: Run, reference: str, folder: Path | None, output: Path | None, wish: Wish
) -> None:
    """Open what everybody agreed to: by its opener first, then by every holder."""
    if wish and output is None:
        raise click.UsageError(Refusal.LOCK_WHAT)
    if wish and folder is not None:
        raise click.UsageError(Refusal.LOCK_FILES)
    if output is not None:
        run.claim(output)
    with run.unlocked() as me:
        waiver_id = me.waivers.resolve(reference)
        lock = wish.lock(run, output) if output is not None else Lock()
        opened = _open(me, waiver_id, output, lock)
        if folder is not None:
            _write_files(me, opened, folder)
        if output is None:
            text = "\n\n".join(_portion_text(each) for each in opened.portions) + "\n"
            run.out.document(_object(opened), [*_lines(opened), ""], text)
        else:
            _tell(run, opened, output, lock)
        run.out.say(Notice.OPENED)


def _open(me: UnlockedVault, waiver_id: bytes, target: Path | None, lock: Lock) -> Opened:
    if target is None:
        return me.opening.open(waiver_id)
    # The file is begun first: an opening is not undone because a disk is full.
    with lock.file(target) as file:
        opened = me.opening.open(waiver_id)
        me.disclosures.write_opened(waiver_id, file)
    return opened


def _tell(run: Run, opened: Opened, target: Path, lock: Lock) -> None:
    """Say what was written; where the file is locked, its words stay in it."""
    told, lines = lock.told()
    found = {**_object(opened, with_text=lock.kind is None), "file": str(target), **told}
    run.out.result(found, [*_lines(opened), called(target), *lines])
    run.out.say(lock.notice(target))


def _lines(opened: Opened) -> list[str]:
    return [
        f"Released on {moment(opened.opened)} UTC by {opened.opener}",
        f"  purpose  {opened.purpose}",
        f"  for      {opened.recipient}",
        f"  agreed   {', '.join(opened.agreed)}",
    ]


def _object(opened: Opened, *, with_text: bool = True) -> dict[str, object]:
    return {
        "waiver": spell_id(opened.waiver),
        "portions": [_portion_object(each, with_text=with_text) for each in opened.portions],
        "evidence": evidence_object(opened),
    }


def _portion_object(portion: ReleasedPortion, *, with_text: bool) -> dict[str, object]:
    content = portion.content
    found = {
        "record": spell_id(portion.record),
        "number": portion.number,
        "label": portion.label,
        **content_object(content),
    }
    if content.form != "text":
        return {**found, "file": content.name, "size": content.size}
    return {**found, "text": portion.data.decode()} if with_text else found


def _portion_text(portion: ReleasedPortion) -> str:
    content = portion.content
    title = f"{content.title}, " if content.title else ""
    head = f"-- {portion.label}, portion {portion.number}: {title}by {content.author}"
    if content.form == "text":
        return f"{head}\n{portion.data.decode()}"
    return f"{head}\nfile {content.name} ({content.size} bytes): --files FOLDER writes it"


def _write_files(me: UnlockedVault, opened: Opened, folder: Path) -> None:
    """Write every released file under its own name, or none where a name is taken."""
    targets = []
    for portion in opened.portions:
        if portion.content.form != "text":
            name = check_file_name(portion.content.name)
            require_new(folder / name)
            targets.append((folder / name, portion))
    for target, portion in targets:
        pieces: Iterator[bytes] = me.opening.file(opened.waiver, portion.record, portion.number)
        write_whole(target, pieces)
