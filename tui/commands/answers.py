"""Requests between machines, and what a holder says to one: by its id or by its file."""

from pathlib import Path
from typing import NamedTuple

import click

from tui.commands.waiver import waiver
from tui.files import random_path
from tui.meant import Meant, request_meant
from tui.outgoing import called, outgoing, write_out
from tui.phrases import Notice, Question, Refusal
from tui.run import Run, as_target, with_run
from tui.terminal import NoTerminalError
from tui.views import short, waiver_lines, waiver_object
from vault import AnswerKind, UnlockedVault, WaiverEndedError, WaiverState, WaiverView, spell_id

_named = click.argument("reference", metavar="WAIVER|FILE", type=click.Path())
_output = click.option(
    "-o", "--output", callback=as_target, metavar="FILE",
    help="Write the answer to this new file, for the mediators.",
)  # fmt: skip


class _Said(NamedTuple):
    """What a holder says to a request, and what is said to them when it is done."""

    kind: AnswerKind
    notice: str
    words: str = ""
    sign_only: bool = False


@waiver.command("show")
@_named
@with_run
def show(run: Run, reference: str) -> None:
    """Show what a request asks for and where it stands. A file is taken in first."""
    with run.unlocked() as me:
        view = request_meant(me, reference).view
        run.out.result(waiver_object(view), waiver_lines(view))


@waiver.command("send")
@click.argument("reference", metavar="WAIVER")
@click.option(
    "--answer", "own", is_flag=True, help="Your own answer once more, instead of the request.",
)  # fmt: skip
@click.option("-o", "--output", callback=as_target, metavar="FILE")
@with_run
def send(run: Run, reference: str, own: bool, output: Path | None) -> None:
    """Write a request to a file, the same for every holder."""
    target = output or random_path("answer" if own else "request")
    run.claim(target)
    with run.unlocked() as me:
        view = me.waivers.show(me.waivers.resolve(reference))
        if not own:
            _require_open(view)
        made = me.exchange.answer_file if own else me.exchange.request_file
        write_out(target, [made(view.id)])
        found = {
            "waiver": spell_id(view.id), "file": str(target), "check_words": view.check_words,
            "needed": list(view.needed),
        }  # fmt: skip
        run.out.result(found, [called(target), f"Check words: {view.check_words}"])
        others = (name for name in view.needed if name != view.opener)
        run.out.say(
            Notice.SEND_ANSWER if own else Notice.SEND_REQUEST.format(names=", ".join(others))
        )


def _require_open(view: WaiverView) -> None:
    """Refuse to ask for answers that can change nothing any more. Raises WaiverEndedError."""
    if view.state is WaiverState.OPENED:
        raise WaiverEndedError("opened")
    if view.state is WaiverState.ENDED:
        raise WaiverEndedError(view.reason)


@waiver.command("consent")
@_named
@click.option("--agree", metavar="WORDS", help="The request's six check words, repeated.")
@click.option(
    "--sign-only", is_flag=True,
    help="Sign now, and hand your part of the keys over with a second consent.",
)  # fmt: skip
@_output
@with_run
def consent(
    run: Run, reference: str, agree: str | None, sign_only: bool, output: Path | None
) -> None:
    """Agree to exactly this request. Repeat its check words to say which one you mean."""
    with run.unlocked() as me:
        meant = request_meant(me, reference)
        words = run.optional("agree", agree)
        if not words:
            for line in waiver_lines(meant.view):
                run.out.say(line)
            try:
                words = run.terminal.ask(Question.AGREE)
            except NoTerminalError:
                raise click.UsageError(Refusal.AGREE_NEEDED) from None
        notice = Notice.SIGNED_ONLY if sign_only else Notice.CONSENTED
        said = _Said(AnswerKind.CONSENT, notice, words, sign_only)
        _answer(run, me, meant, said, output)


@waiver.command("refuse")
@_named
@_output
@with_run
def refuse(run: Run, reference: str, output: Path | None) -> None:
    """Refuse. The request ends for everyone; no reason is asked, and who refused is not told."""
    with run.unlocked() as me:
        meant = request_meant(me, reference)
        notice = Notice.REFUSAL_ENDS if meant.file is None else Notice.REFUSAL_SENT
        _answer(run, me, meant, _Said(AnswerKind.REFUSAL, notice), output)


@waiver.command("withdraw")
@_named
@_output
@with_run
def withdraw(run: Run, reference: str, output: Path | None) -> None:
    """Take a consent back, until the last one is in. The request ends for everyone."""
    with run.unlocked() as me:
        meant = request_meant(me, reference)
        said = _Said(AnswerKind.WITHDRAWAL, Notice.WITHDRAWN)
        _answer(run, me, meant, said, output)


def _answer(run: Run, me: UnlockedVault, meant: Meant, said: _Said, output: Path | None) -> None:
    """Answer, and write the answer for the mediators where it came or is to go by file."""
    if meant.view.own_answer == AnswerKind.REFUSAL:
        # Whatever they say now, it was said: the hint is where the answer is.
        with meant.blamed():
            raise WaiverEndedError("answered")
    target = output or (random_path("answer") if meant.file is not None else None)
    if target is not None:
        run.claim(target)
    with meant.blamed():
        if target is None:
            view = _give(me, meant, said)
        else:
            # The file is begun first: an answer is given once, and must not be left unsaid.
            with outgoing(target) as file:
                view = _give(me, meant, said)
                file.write(me.exchange.answer_file(view.id))
    found: dict[str, object] = {"waiver": spell_id(view.id), "state": view.state.value}
    lines = [f"Request {short(view.id)}: {view.state}"]
    if target is not None:
        found["file"] = str(target)
        lines.append(called(target))
    run.out.result(found, lines)
    complete = view.state is WaiverState.COMPLETE
    # After the last consent there is nothing left to withdraw.
    run.out.say(Notice.CONSENTED_LAST if complete and said.words else said.notice)
    if target is not None:
        run.out.say(Notice.SEND_ANSWER)
    elif complete:
        run.out.say(Notice.COMPLETE.format(opener=view.opener))


def _give(me: UnlockedVault, meant: Meant, said: _Said) -> WaiverView:
    return me.waivers.answer(meant.view.id, said.kind, said.words, sign_only=said.sign_only)
