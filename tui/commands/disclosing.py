"""Disclosing alone: what must be told on another ground than a waiver, by whoever must tell it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import click

from tui.commands.disclosure import disclosure
from tui.disclosure_views import planned_object, planned_text
from tui.disclosure_words import Notice, Question, Refusal, no_such_portion
from tui.files import random_path
from tui.locked import Lock, Wish, lockable
from tui.outgoing import called
from tui.paper.words import GROUNDS
from tui.references import portions as portions_of
from tui.run import Run, as_target, with_run
from tui.views import portion_numbers, short
from vault import (
    Disclosing,
    Disclosure,
    Ground,
    InvalidError,
    PlannedPortion,
    RecipientKind,
    UnlockedVault,
    read_disclosure,
    spell_id,
)

_Choice = TypeVar("_Choice", bound=StrEnum)
Chosen = dict[bytes, tuple[PlannedPortion, ...]]
"""Portions by entry."""


def _spelt(choice: StrEnum) -> str:
    """Return a choice as an option has it."""
    return choice.value.replace(" ", "-")


def _choices(kind: type[_Choice]) -> dict[str, _Choice]:
    return {_spelt(each): each for each in kind}


def _completed(kind: type[StrEnum]) -> Callable[..., list[str]]:
    """Return what completes a choice: it is no choice to click, because it may be left out."""
    return lambda _, __, begun: [name for name in _choices(kind) if name.startswith(begun)]


@disclosure.command("make")
@click.argument("references", metavar="ENTRY[:1,3-4]...", nargs=-1, required=True)
@click.option(
    "--ground", metavar="GROUND", shell_complete=_completed(Ground),
    help=f"One of {', '.join(Ground)}.",
)  # fmt: skip
@click.option("--to", metavar="TEXT", help="To whom.")
@click.option(
    "--to-kind", metavar="KIND", shell_complete=_completed(RecipientKind),
    help=f"What they are: {', '.join(map(_spelt, RecipientKind))}.",
)  # fmt: skip
@click.option("--reference", metavar="TEXT", help="The order, claim or file number.")
@click.option("-o", "--output", callback=as_target, metavar="FILE")
@click.option("--list", "only_list", is_flag=True, help="Show the portions, and make nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@lockable
@with_run
def make(  # noqa: PLR0917 (as many as there are options)
    run: Run, references: tuple[str, ...], ground: str | None, to: str | None,
    to_kind: str | None, reference: str | None, output: Path | None, only_list: bool, yes: bool,
    wish: Wish,
) -> None:  # fmt: skip
    """Disclose portions of entries alone and at once, on your own word. Nobody is told."""
    target = output or random_path("disclosure")
    run.claim(target)
    disclosing = None if only_list else _disclosing(run, ground, to, to_kind, reference)
    with run.unlocked() as me:
        chosen = _chosen(me, references)
        if disclosing is None:
            _list(run, chosen)
            return
        for line in _what_leaves(run, chosen, disclosing):
            run.out.say(line)
        run.agree(Question.DISCLOSE, yes=yes)
        lock = wish.lock(run, target)
        said, kept = _write(me, chosen, disclosing, target, lock)
        if not kept:
            run.out.warn(Notice.NOT_KEPT)
        told, lines = lock.told()
        found: dict[str, object] = {
            "file": str(target), "ground": said.ground, "check_words": said.check_words,
            "made": said.made, "portions": [
                {"entry": spell_id(entry), "number": portion.number}
                for entry, portion in _each(chosen)
            ], **told,
        }  # fmt: skip
        run.out.result(found, [called(target), f"Check words: {said.check_words}", *lines])
        run.out.say(lock.notice(target))


def _disclosing(
    run: Run, ground: str | None, to: str | None, to_kind: str | None, reference: str | None
) -> Disclosing:
    """Return on what ground and to whom, all of it known before a vault is opened.

    Raises:
        InvalidError: a danger is not reported to somebody who may rule on the case.

    """
    grounds, kinds = _choices(Ground), _choices(RecipientKind)
    why = _one(run, "ground", ground, Question.GROUND, grounds)
    kind = _one(run, "to-kind", to_kind, Question.TO_KIND, kinds)
    if why is Ground.SAFETY and not kind.averts_harm:
        raise InvalidError("recipient kind", "court")
    recipient = run.needed("to", to, Question.TO)
    if why is Ground.ORDER:
        # Somebody decided that; which decision it was belongs to it.
        return Disclosing(
            why, recipient, kind, run.needed("reference", reference, Question.REFERENCE)
        )
    return Disclosing(why, recipient, kind, run.optional("reference", reference))


def _one(
    run: Run, name: str, given: str | None, question: str, choices: Mapping[str, _Choice]
) -> _Choice:
    """Return one of a closed list, perhaps as typed now. Raises UsageError."""
    listed = ", ".join(choices)
    said = run.needed(name, given, question.format(choices=listed)).strip().casefold()
    if said not in choices:
        raise click.UsageError(Refusal.ONE_OF.format(name=f"--{name}", choices=listed))
    return choices[said]


def _chosen(me: UnlockedVault, references: Sequence[str]) -> Chosen:
    """Return the portions that are meant. Raises RefusedError for one that is not there."""
    found = {}
    for entry, numbers in portions_of(references, me.entries.resolve).items():
        planned = me.disclosures.plan(entry)
        if not set(numbers) <= {each.number for each in planned}:
            raise no_such_portion(f"Entry {short(entry)}", len(planned))
        found[entry] = tuple(each for each in planned if not numbers or each.number in numbers)
    return found


def _each(chosen: Chosen) -> Iterator[tuple[bytes, PlannedPortion]]:
    return ((entry, portion) for entry, portions in chosen.items() for portion in portions)


def _list(run: Run, chosen: Chosen) -> None:
    """Show the portions under the numbers by which they are disclosed."""
    texts = [
        f"{short(entry)}  {portions[0].content.title} [{portions[0].content.audience}]\n"
        + planned_text(portions)
        for entry, portions in chosen.items()
    ]
    found = {"portions": [planned_object(entry, portion) for entry, portion in _each(chosen)]}
    run.out.document(found, (), "\n".join(texts))


def _what_leaves(run: Run, chosen: Chosen, disclosing: Disclosing) -> list[str]:
    """Return what leaves, to whom, on whose word, and who is not told."""
    lines = []
    for entry, portions in chosen.items():
        # Their words are for somebody at the terminal, and for no log of a script.
        title = f" {portions[0].content.title}" if run.terminal.present else ""
        numbers = portion_numbers([each.number for each in portions])
        audience = portions[0].content.audience
        lines.append(f"Leaves: {short(entry)}{title} [{audience}], {numbers}")
        if run.terminal.present:
            lines += [f"  {line}" for line in planned_text(portions).splitlines()]
    kind = disclosing.recipient_kind.value
    lines += [
        Notice.WITH_IT,
        f"Ground: {GROUNDS[disclosing.ground]}",
        Notice.RECIPIENT.format(recipient=disclosing.recipient, kind=kind),
        Notice.OWN_WORD,
        Notice.NOT_TOLD,
    ]
    return [*lines, Notice.SAFETY_ONLY] if disclosing.ground is Ground.SAFETY else lines


def _write(
    me: UnlockedVault, chosen: Chosen, disclosing: Disclosing, target: Path, lock: Lock
) -> tuple[Disclosure, bool]:
    """Write it, and read it back before it gets its name. Tells whether a record was kept."""
    numbers = [(entry, [each.number for each in some]) for entry, some in chosen.items()]
    with lock.file(target) as file:
        kept = me.disclosures.make(numbers, disclosing, file)
        file.seek(0)
        return read_disclosure(file).disclosure, kept
