"""The ceremony: one terminal goes from hand to hand, and everybody answers for themselves."""

import click

from tui.commands.waiver import waiver
from tui.phrases import Notice, Question, Refusal
from tui.run import Run, with_run
from tui.views import short, waiver_lines
from tui.wording import DONE, NOT_AGREED, describe
from vault import (
    AnswerKind,
    InvalidError,
    NotFoundError,
    UnlockedVault,
    UnlockError,
    Vault,
    WaiverEndedError,
    WaiverState,
    WaiverView,
    spell_id,
)

_TRIES = 5
_LATER = {"later"}
_NO = {"no", "n"}


@waiver.command("ceremony")
@click.argument("reference", metavar="WAIVER")
@with_run
def ceremony(run: Run, reference: str) -> None:
    """Ask each holder in turn on this terminal: consent, refusal, or later."""
    if not run.terminal.present:
        raise click.UsageError(Refusal.CEREMONY)
    with run.at_hand() as (place, me):
        chosen = me.waivers.resolve(reference)
        view = me.waivers.show(chosen)
        waiting = [name for name in view.needed if name not in view.consented]
        # Everybody is asked, also after a refusal: stopping would tell whose it was.
        for name in waiting:
            if name.casefold() == _seat_name(me, view).casefold():
                _answer(run, me, chosen)
            else:
                _hand_over(run, place, name, chosen)
        view = me.waivers.show(chosen)
        found = {"waiver": spell_id(view.id), "state": view.state.value}
        run.out.result(found, [f"Request {short(view.id)}: {view.state}"])
        complete = view.state is WaiverState.COMPLETE
        run.out.say(
            Notice.COMPLETE.format(opener=view.opener) if complete else Notice.STAYS_SEALED
        )
        raise click.exceptions.Exit(DONE if complete else NOT_AGREED)


def _seat_name(me: UnlockedVault, view: WaiverView) -> str:
    return me.sessions.open(view.session).seat.name


def _hand_over(run: Run, place: Vault, name: str, chosen: bytes) -> None:
    """Let one holder unlock their own keys and answer; they are locked again afterwards."""
    run.out.say("")
    run.out.say(Notice.HAND_OVER.format(name=name))
    run.out.say(Notice.LOOK_AWAY)
    for _ in range(_TRIES):
        typed = run.terminal.ask(Question.HOLDER.format(name=name)).strip()
        if typed.casefold() in _LATER:
            break
        try:
            with run.opened(place, typed or name) as holder:
                _answer(run, holder, chosen)
                return
        except UnlockError:
            run.out.warn(Notice.CANNOT_UNLOCK)
            if not run.secrets.typed:
                break
    run.out.say(Notice.ANSWERED)


def _answer(run: Run, holder: UnlockedVault, chosen: bytes) -> None:
    """Show the request to one holder as they see it, and take what they say.

    Nothing that stays on the screen tells the next person what it was.
    """
    try:
        view = holder.waivers.show(chosen)
        for line in waiver_lines(view):
            run.out.say(line)
        for _ in range(_TRIES):
            said = run.terminal.ask_hidden(Question.AGREE_OR_NOT).strip()
            if not said:
                break
            if said.casefold() in _NO:
                holder.waivers.answer(chosen, AnswerKind.REFUSAL)
                break
            try:
                holder.waivers.answer(chosen, AnswerKind.CONSENT, said)
                break
            except InvalidError as error:
                run.out.warn(describe(error).message)
    except (WaiverEndedError, NotFoundError):
        # It ended meanwhile, by somebody's answer: whose, the next person need not learn.
        pass
    run.out.say(Notice.ANSWERED)
