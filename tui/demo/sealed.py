"""Second half of the demo: a sealed record, a thief, a waiver refused and another opened.

Every claim is the result of a real call, and verified before it is printed.
"""

import time
from collections.abc import Iterator

from tui.demo import case
from tui.demo.case import GILLIAN, RUTH, TOMASZ
from tui.demo.stage import Stage, refused, told
from vault import (
    DEFAULT_COST,
    AnswerKind,
    ConsentsMissingError,
    InvalidError,
    NotFoundError,
    SafetyReviewError,
    UnlockError,
    WaiverEndedError,
    WaiverState,
    WaiverView,
    generate_passphrase,
)

_ANSWER_SECONDS = case.ANSWER_DAYS * 86_400


def sealing(stage: Stage) -> Iterator[str]:
    """Seal the joint account, and show that nobody can read it any more."""
    ruth = stage.people[RUTH].sealing
    plan = ruth.plan(stage.account)
    stage.portions = plan.portions
    texts = tuple(each.text for each in plan.portions if each.content.form == "text")
    told("its portions", holds=texts == case.PARAGRAPHS)
    forms = [each.content.form for each in plan.portions]
    yield f'Ruth is told beforehand what sealing "{case.ACCOUNT_TITLE}" means:'
    yield (
        f"  portions      {len(forms)}: {forms.count('text')} paragraphs,"
        f" {forms.count('file')} file"
    )
    yield f"  must agree    {', '.join(seat.name for seat in plan.holders)}"
    yield f"  lose sight    {', '.join(plan.loses_sight)}"
    refused(SafetyReviewError, ruth.seal, [stage.account], case.LABEL, safety_reviewed=False)
    yield "It is refused until she says that she has thought of safety and of complaints."
    [stage.record] = ruth.seal([stage.account], case.LABEL, safety_reviewed=True)
    for person in stage.people.values():
        refused(NotFoundError, person.entries.show, stage.account)
        told("a good share", holds=person.docket.acknowledge(stage.session) == [stage.record])
        [line] = person.docket.lines(stage.session)
        told("the docket", holds=(line.label, line.holders) == (case.LABEL, tuple(case.SEATS)))
        told("all portions", holds=len(line.portions) == len(plan.portions))
    [line] = stage.people[RUTH].docket.lines(stage.session)
    told("all acknowledged", holds=set(line.acknowledged) == set(case.SEATS))
    yield (
        f'Sealed as "{line.label}". The working copy is gone, for all three. Each has checked'
        " their own share of the key and signed for it."
    )


def theft(stage: Stage) -> Iterator[str]:
    """Lock everything, and look at what lies on the disk without any key."""
    texts = case.confidential()
    stage.close()
    size = sum(len(data) for data in stage.files().values())
    tables, words = stage.tables()
    filled = [table for table in tables if table.rows]
    yield (
        f"Everybody locks, and a thief takes the files: {size:,} bytes,"
        f" {sum(table.rows for table in filled)} rows in {len(filled)} tables. The largest:"
    )
    for table in sorted(filled, key=lambda table: -table.size)[:4]:
        rows = "row " if table.rows == 1 else "rows"
        yield f"  {table.name:<12} {table.rows:>3} {rows} {table.size:>8,} bytes"
    yield f"The only words in all these rows are the vault's own: {', '.join(sorted(words))}."
    told("the search works", holds=stage.readable(["CREATE TABLE"]) == ["CREATE TABLE"])
    told("nothing is readable", holds=not stage.readable(texts))
    yield (
        f"Searched byte by byte for {len(texts)} sentences, names and titles, among them"
        f' "{case.RECIPIENT}" and "{texts[0]}": {len(stage.readable(texts))} found. (The same'
        ' search does find "CREATE TABLE".)'
    )
    known = refused(UnlockError, stage.timed, stage.vault.unlock, RUTH, generate_passphrase())
    nobody = refused(UnlockError, stage.timed, stage.vault.unlock, "Nobody", generate_passphrase())
    told("the same answer", holds=(known.args, known.data) == (nobody.args, nobody.data))
    yield (
        "Two guesses, one for Ruth's name, one for a name never used: the same answer, after"
        f" {stage.kdf_seconds[-2]:.1f} s and {stage.kdf_seconds[-1]:.1f} s."
    )
    stage.reopen()
    yield "Then each unlocks again with their own passphrase."


def whole_waiver(stage: Stage) -> Iterator[str]:
    """Ask for the whole record; one party refuses, and the request ends for everybody."""
    asked = _ask(stage)
    told("all portions", holds=len(asked.portions) == len(stage.portions))
    yield (
        f"Ruth asks all three to release the whole record, {len(asked.portions)} portions, to"
        f' {asked.recipient}, for "{asked.purpose}".'
    )
    _consent(stage, TOMASZ, asked)
    _consent(stage, RUTH, asked)
    error = refused(ConsentsMissingError, stage.people[RUTH].opening.open, asked.id)
    told("who is missing", holds=error.missing == (GILLIAN,))
    yield f"Tomasz and Ruth agree. Ruth tries to open it: missing is {', '.join(error.missing)}."
    stage.people[GILLIAN].waivers.answer(asked.id, AnswerKind.REFUSAL)
    yield "Gillian refuses: too much else is in it. Now each of them sees:"
    for name, person in stage.people.items():
        view = person.waivers.show(asked.id)
        told("it ended", holds=(view.state, view.reason) == (WaiverState.ENDED, "not unanimous"))
        told("nobody is named to a party", holds=name == RUTH or _knows_no_other(name, view))
        ended = refused(WaiverEndedError, person.opening.open, asked.id)
        told("it stays shut", holds=ended.reason == view.reason)
        yield f"  {name:<14}{view.state.value}, {view.reason}; own answer: {view.own_answer}"
    yield "No party is told who it was. Nothing was opened; the two consents open nothing, ever."


def narrow_waiver(stage: Stage) -> Iterator[str]:
    """Ask for one paragraph, and let everybody agree to exactly that request."""
    asked = _ask(stage, case.RELEASED)
    told("one portion", holds=[each.number for each in asked.portions] == [case.RELEASED])
    yield f"Ruth asks again, for portion {case.RELEASED} alone. Each reads its check words aloud:"
    views = [person.waivers.show(asked.id) for person in stage.people.values()]
    [words] = {view.check_words for view in views}
    yield f"  {words}"
    first = stage.waivers[0]
    gillian = stage.people[GILLIAN].waivers
    refused(InvalidError, gillian.answer, asked.id, AnswerKind.CONSENT, first.check_words)
    yield "Gillian tries to agree with the words of the first request: refused."
    for name in (GILLIAN, TOMASZ, RUTH):
        _consent(stage, name, asked)
    view = stage.people[RUTH].waivers.show(asked.id)
    told("complete", holds=view.state is WaiverState.COMPLETE and not view.missing)
    yield f"{len(view.consented)} of {len(view.needed)} have agreed: {', '.join(view.consented)}."


def opening(stage: Stage) -> Iterator[str]:
    """Open the request: that portion, the same for everybody, and no other."""
    first, agreed = stage.waivers
    stage.people[RUTH].opening.open(agreed.id)
    wanted = stage.portions[case.RELEASED - 1]
    for person in stage.people.values():
        opened = person.opening.open(agreed.id)
        told("everybody agreed", holds=opened.agreed == agreed.needed)
        [portion] = opened.portions
        place = (portion.record, portion.number)
        told("that portion", holds=place == (stage.record, wanted.number))
        told("its text", holds=portion.data.decode() == wanted.text)
        yield f"{person.name} reads {len(opened.portions)} portion, number {portion.number}."
    yield f"  {wanted.text}"
    ruth = stage.people[RUTH]
    others = [each.number for each in stage.portions if each.number != case.RELEASED]
    yield f"The other {len(others)}, tried by Ruth with everything she has been given:"
    for number in others:
        released = ruth.opening.file(agreed.id, stage.record, number)
        refused(NotFoundError, list, released)
    yield f"  out of what was opened   portions {_listed(others)}: not in it"
    ended = refused(WaiverEndedError, ruth.opening.open, first.id)
    yield f"  by the first request     ended, {ended.reason}"
    again = _ask(stage, *others)
    _consent(stage, RUTH, again)
    error = refused(ConsentsMissingError, ruth.opening.open, again.id)
    told("the parties are missing", holds=error.missing == (TOMASZ, GILLIAN))
    yield f"  by a new request         missing: {', '.join(error.missing)}"


def check(stage: Stage) -> Iterator[str]:
    """Let everybody check the vault, and look once more for readable text."""
    for name, done in stage.check().items():
        told("nothing is damaged", holds=not done.damages and done.rows > 0)
        yield f"  {name:<14}{done.rows:>4} rows checked, {len(done.damages)} damaged"
    left = stage.readable(case.confidential())
    told("nothing is readable", holds=not left)
    yield f"Sentences, names and titles readable on disk while all are unlocked: {len(left)}."


def timing(stage: Stage) -> Iterator[str]:
    """Say how long it took."""
    runs = len(stage.kdf_seconds)
    yield (
        f"{stage.seconds:.1f} s in all, {sum(stage.kdf_seconds):.1f} s of it for {runs}"
        f" passphrases, slow on purpose (Argon2id, {DEFAULT_COST.memory_kib // 1024} MiB,"
        f" {DEFAULT_COST.passes} passes, {DEFAULT_COST.lanes} lanes each)."
    )


def _ask(stage: Stage, *portions: int) -> WaiverView:
    """Let the mediator ask for portions of the sealed record (all, if none are named)."""
    asked = stage.people[RUTH].waivers.request(
        {stage.record: portions}, case.PURPOSE, case.RECIPIENT, int(time.time()) + _ANSWER_SECONDS
    )
    stage.waivers.append(asked)
    return asked


def _consent(stage: Stage, name: str, asked: WaiverView) -> None:
    """Let somebody consent, with the check words as they see them themselves."""
    waivers = stage.people[name].waivers
    view = waivers.answer(asked.id, AnswerKind.CONSENT, waivers.show(asked.id).check_words)
    told("the answer counts", holds=view.own_answer == AnswerKind.CONSENT.value)


def _knows_no_other(name: str, view: WaiverView) -> bool:
    """Tell whether a request shows somebody no answer but their own."""
    return set(view.consented) <= {name} and not view.missing


def _listed(numbers: list[int]) -> str:
    """Return numbers as a sentence has them."""
    *most, last = map(str, numbers)
    return f"{', '.join(most)} and {last}" if most else last


CHAPTERS = (
    ("Sealing", sealing),
    ("What a thief sees", theft),
    ("A waiver for the whole record", whole_waiver),
    ("A narrower waiver", narrow_waiver),
    ("What was opened, and what was not", opening),
    ("A check by each of them", check),
    ("The time it took", timing),
)
