"""Sealing: shown beforehand, asked for, and never undone."""

from collections.abc import Sequence

import click

from tui.options import Command
from tui.phrases import Notice, Question, Refusal, count
from tui.references import pair
from tui.run import Run, with_run
from tui.terminal import NoTerminalError
from tui.views import short
from vault import Plan, SafetyReviewError, SpeakersError, spell_id


@click.command("seal", cls=Command)
@click.argument("references", metavar="ENTRY...", nargs=-1, required=True)
@click.option("--label", metavar="TEXT", help="The agreed label, which every holder will read.")
@click.option(
    "--portions", type=click.Choice(["paragraph", "whole"]), default="paragraph",
    show_default=True, help="What can be released on its own later.",
)  # fmt: skip
@click.option(
    "--speaker-is", multiple=True, metavar="SPEAKER=NAME",
    help="Whose seat a speaker has whom no seat is named for; empty for nobody here.",
)  # fmt: skip
@click.option(
    "--safety-reviewed", is_flag=True,
    help="Danger to anybody, and any duty to complain, were considered.",
)  # fmt: skip
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_run
def seal(  # noqa: PLR0917 (as many as there are options)
    run: Run, references: tuple[str, ...], label: str | None, portions: str,
    speaker_is: tuple[str, ...], safety_reviewed: bool, yes: bool,
) -> None:  # fmt: skip
    """Turn entries into sealed records that open only when every holder agrees."""
    placed = run.several("speaker-is", speaker_is)
    speakers = dict(pair(each, Refusal.SPEAKER_FORM) for each in placed)
    whole = portions == "whole"
    with run.unlocked() as me:
        entries = list(dict.fromkeys(me.entries.resolve(each) for each in references))
        plans = [me.sealing.plan(entry, whole=whole, speakers=speakers) for entry in entries]
        agreed_label = run.needed("label", label, Question.LABEL)
        for line in _what_changes(run, plans, agreed_label):
            run.out.say(line)
        _require_speakers(plans)
        if not safety_reviewed:
            _ask_about_safety(run)
        run.agree("Seal?", yes=yes)
        records = me.sealing.seal(
            entries, agreed_label, safety_reviewed=True, whole=whole, speakers=speakers
        )
        objects = [
            {
                "record": spell_id(record),
                "entry": spell_id(plan.entry.id),
                "label": agreed_label,
                "portions": len(plan.portions),
                "holders": [seat.name for seat in plan.holders],
            }
            for record, plan in zip(records, plans, strict=True)
        ]
        lines = [
            f"Entry {run.spoken(plan.entry)} is now sealed record {short(record)}"
            for record, plan in zip(records, plans, strict=True)
        ]
        run.out.result({"records": objects}, lines)
        run.out.say(Notice.SEALED)


def _what_changes(run: Run, plans: Sequence[Plan], label: str) -> list[str]:
    lines = []
    for plan in plans:
        holders = ", ".join(seat.name for seat in plan.holders)
        portions = count(len(plan.portions), "portion")
        lines += [
            f"{run.spoken(plan.entry)} becomes a sealed record in {portions}.",
            f"  opens when all agree: {holders}",
            f"  lose sight of it: {', '.join(plan.loses_sight)}",
        ]
        if plan.never_acknowledged:
            names = ", ".join(plan.never_acknowledged)
            lines.append(f"  have yet to show that they can open anything here: {names}")
    lines.append(
        f"Every holder will see that a record called {label} exists, and in how many portions."
    )
    return [*lines, Notice.SEAL_UNDO]


def _require_speakers(plans: Sequence[Plan]) -> None:
    names = tuple(dict.fromkeys(name for plan in plans for name in plan.unknown_speakers))
    if names:
        raise SpeakersError(names)


def _ask_about_safety(run: Run) -> None:
    """Ask the safety-and-complaint question. Raises SafetyReviewError."""
    try:
        answer = run.terminal.ask(Question.SAFETY)
    except NoTerminalError:
        raise SafetyReviewError from None
    if answer.strip().casefold() != "yes":
        raise SafetyReviewError
