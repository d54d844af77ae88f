"""Waivers: asking every holder, answering, and opening what all agreed to."""

from collections.abc import Iterator
from pathlib import Path

import click

from tui.files import require_new, write_whole
from tui.options import Group
from tui.phrases import Notice, Question, Refusal
from tui.references import EndOfDay, portions as portions_of, session_of
from tui.run import Run, as_path, with_run
from tui.terminal import NoTerminalError
from tui.views import (
    content_object,
    evidence_object,
    moment,
    short,
    waiver_line,
    waiver_lines,
    waiver_object,
)
from vault import (
    AnswerKind,
    Opened,
    ReleasedPortion,
    UnlockedVault,
    WaiverState,
    WaiverView,
    check_file_name,
    spell_id,
)


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


@waiver.command("show")
@click.argument("reference", metavar="WAIVER")
@with_run
def show(run: Run, reference: str) -> None:
    """Show what a request asks for and where it stands."""
    with run.unlocked() as me:
        view = me.waivers.show(me.waivers.resolve(reference))
        run.out.result(waiver_object(view), waiver_lines(view))


@waiver.command("consent")
@click.argument("reference", metavar="WAIVER")
@click.option("--agree", metavar="WORDS", help="The request's six check words, repeated.")
@with_run
def consent(run: Run, reference: str, agree: str | None) -> None:
    """Agree to exactly this request. Repeat its check words to say which one you mean."""
    with run.unlocked() as me:
        view = me.waivers.show(me.waivers.resolve(reference))
        words = run.optional("agree", agree)
        if not words:
            for line in waiver_lines(view):
                run.out.say(line)
            try:
                words = run.terminal.ask(Question.AGREE)
            except NoTerminalError:
                raise click.UsageError(Refusal.AGREE_NEEDED) from None
        _answered(run, me.waivers.answer(view.id, AnswerKind.CONSENT, words), Notice.CONSENTED)


@waiver.command("refuse")
@click.argument("reference", metavar="WAIVER")
@with_run
def refuse(run: Run, reference: str) -> None:
    """Refuse. The request ends for everyone; no reason is asked, and who refused is not told."""
    with run.unlocked() as me:
        chosen = me.waivers.resolve(reference)
        _answered(run, me.waivers.answer(chosen, AnswerKind.REFUSAL), Notice.REFUSAL_ENDS)


@waiver.command("withdraw")
@click.argument("reference", metavar="WAIVER")
@with_run
def withdraw(run: Run, reference: str) -> None:
    """Take a consent back, until the last one is in. The request ends for everyone."""
    with run.unlocked() as me:
        chosen = me.waivers.resolve(reference)
        _answered(run, me.waivers.answer(chosen, AnswerKind.WITHDRAWAL), Notice.WITHDRAWN)


def _answered(run: Run, view: WaiverView, notice: str) -> None:
    found = {"waiver": spell_id(view.id), "state": view.state.value}
    run.out.result(found, [f"Request {short(view.id)}: {view.state}"])
    run.out.say(notice)
    if view.state is WaiverState.COMPLETE:
        run.out.say(Notice.COMPLETE.format(opener=view.opener))


@waiver.command("open")
@click.argument("reference", metavar="WAIVER")
@click.option(
    "--files", "folder", callback=as_path, metavar="FOLDER",
    help="Write released files into this folder.",
)  # fmt: skip
@with_run
def open_request(run: Run, reference: str, folder: Path | None) -> None:
    """Open what everybody agreed to: by its opener first, then by every holder."""
    with run.unlocked() as me:
        opened = me.opening.open(me.waivers.resolve(reference))
        released = [_portion_object(each) for each in opened.portions]
        if folder is not None:
            _write_files(me, opened, folder)
        run.out.document(
            {
                "waiver": spell_id(opened.waiver),
                "portions": released,
                "evidence": evidence_object(opened),
            },
            [
                f"Released on {moment(opened.opened)} UTC by {opened.opener}",
                f"  purpose  {opened.purpose}",
                f"  for      {opened.recipient}",
                f"  agreed   {', '.join(opened.agreed)}",
                "",
            ],
            "\n\n".join(_portion_text(each) for each in opened.portions) + "\n",
        )
        run.out.say(Notice.OPENED)


def _portion_object(portion: ReleasedPortion) -> dict[str, object]:
    content = portion.content
    found = {
        "record": spell_id(portion.record),
        "number": portion.number,
        "label": portion.label,
        **content_object(content),
    }
    if content.form == "text":
        return {**found, "text": portion.data.decode()}
    return {**found, "file": content.name, "size": content.size}


def _portion_text(portion: ReleasedPortion) -> str:
    content = portion.content
    head = f"-- {portion.label}, portion {portion.number}: {content.title}, by {content.author}"
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
