"""What people type for something in the vault: short ids, sides, portions, dates."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time

import click

from tui.phrases import Refusal
from vault import (
    MEDIATORS,
    PRIVATE,
    AmbiguousError,
    Invitation,
    NotFoundError,
    Role,
    Roster,
    SessionView,
    UnlockedVault,
    caucus,
    normalise_id,
    spell_id,
)

_PORTIONS = re.compile(r"(?P<record>[^:]+)(?::(?P<numbers>\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*))?")
_NUMBERS_MAX = 100_000


def session_of(person: UnlockedVault, reference: str) -> SessionView:
    """Return the one session of this person that a short id fits.

    Raises:
        NotFoundError: none.
        AmbiguousError: more than one.

    """
    wanted = normalise_id(reference)
    found = [view for view in person.sessions.views() if spell_id(view.id).startswith(wanted)]
    if not found:
        raise NotFoundError("session", reference)
    if len(found) > 1:
        raise AmbiguousError("session", reference)
    return found[0]


def sessions_of(person: UnlockedVault, session: str | None, case: str) -> list[SessionView]:
    """Return the session that is named, or those of a case, or all."""
    if session:
        return [session_of(person, session)]
    return person.sessions.views(case)


def corrected(person: UnlockedVault, reference: str | None) -> bytes:
    """Return the id of the entry or sealed record that a new entry corrects, or an empty one."""
    if not reference:
        return b""
    try:
        return person.entries.resolve(reference)
    except NotFoundError:
        return person.docket.resolve(reference)[1]


def audience(text: str) -> str:
    """Return an audience as the vault names it; whether there is one is the vault's to say."""
    folded = text.strip().casefold()
    if folded in {PRIVATE, MEDIATORS, "joint"}:
        return folded
    prefix, colon, side = text.strip().partition(":")
    if colon and prefix.casefold() == "caucus":
        return caucus(side.upper())
    return text


def invitations(
    mediators: Sequence[str], sided: Mapping[Role, Sequence[str]], nonparties: Sequence[str],
    readers: Sequence[str],
) -> list[Invitation]:  # fmt: skip
    """Return whom the options of a session seat. Raises UsageError."""
    found = [Invitation(Role.MEDIATOR, name) for name in mediators]
    for role, texts in sided.items():
        for text in texts:
            side, name = pair(text, Refusal.PARTY_FORM)
            found.append(Invitation(role, name, side.strip().upper()))
    joint = {name.casefold() for name in readers}
    seated = [*nonparties, *(each for each in readers if each not in nonparties)]
    return found + [
        Invitation(Role.NONPARTY, name, reads_joint=name.casefold() in joint) for name in seated
    ]


def seated_again(person: UnlockedVault, roster: Roster) -> list[Invitation]:
    """Return the people of a roster as this person calls them now: for the next session."""
    # By their signing keys: a possession statement can be made anew.
    contacts = (person.people.me, *person.people.contacts())
    known = {each.identity.signing: each.name for each in contacts}
    return [
        Invitation(
            seat.role, known.get(seat.identity.signing, seat.name), seat.side, seat.reads_joint
        )
        for seat in roster.seats
    ]


def pair(text: str, form: str) -> tuple[str, str]:
    """Return both sides of an equals sign. Raises UsageError."""
    left, sign, right = text.partition("=")
    if not sign or not left.strip():
        raise click.UsageError(form)
    return left.strip(), right.strip()


def portions(
    references: Sequence[str], resolve: Callable[[str], bytes]
) -> dict[bytes, tuple[int, ...]]:
    """Return the portion numbers by record; none means all. Raises UsageError."""
    found: dict[bytes, tuple[int, ...]] = {}
    for reference in references:
        match = _PORTIONS.fullmatch(reference)
        if match is None:
            raise click.UsageError(Refusal.PORTION_FORM)
        record = resolve(match["record"])
        numbers = _numbers(match["numbers"] or "")
        whole = record in found and not (found[record] and numbers)
        found[record] = () if whole else (*found.get(record, ()), *numbers)
    return found


def _numbers(text: str) -> tuple[int, ...]:
    found: list[int] = []
    for piece in filter(None, text.split(",")):
        first, _, last = piece.partition("-")
        low, high = int(first), int(last or first)
        if not 1 <= low <= high <= _NUMBERS_MAX:
            raise click.UsageError(Refusal.PORTION_FORM)
        found.extend(range(low, high + 1))
    return tuple(found)


class EndOfDay(click.ParamType[int]):
    """A date, meaning its last second in UTC."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            day = datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC).date()
        except ValueError:
            self.fail(Refusal.DATE_FORM, param, ctx)
        return int(datetime.combine(day, time(23, 59, 59), UTC).timestamp())
