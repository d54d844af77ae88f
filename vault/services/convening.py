"""Making a roster: who is seated as what, and the keys that each seat is granted."""

from dataclasses import dataclass, field

from vault.crypto.random import random_key
from vault.errors import InvalidError, UnconfirmedError
from vault.format.rosters import SEATS_MAX
from vault.keys.keyring import ROSTER_KEY, SEAT_KEY_PREFIX
from vault.model import JOINT, MEDIATORS, SIDES, Role, Roster, Seat, caucus
from vault.services.people import People


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom a convener wants to seat, and as what."""

    role: Role
    name: str = field(repr=False)
    side: str = ""
    reads_joint: bool = True


def seat_everybody(
    people: People, invitations: list[Invitation], *, accept_unconfirmed: bool
) -> tuple[Seat, ...]:
    """Return the seats of a new roster: the convener first, then by role, in the given order.

    Raises:
        UnconfirmedError: somebody's check words were never compared.
        InvalidError: a roster that can't be: twice the same person, a side without a party.
        NotFoundError: a name that is not in the address book.

    """
    me = people.me
    others = [each for each in invitations if each.name.casefold() != me.name.casefold()]
    mine = [each for each in invitations if each.name.casefold() == me.name.casefold()]
    if any(each.role is not Role.MEDIATOR for each in mine):
        raise InvalidError("roster", "convener")
    ordered = sorted(others, key=lambda each: list(Role).index(each.role))
    wanted = [Invitation(Role.MEDIATOR, me.name), *ordered]
    if len(wanted) > SEATS_MAX:
        raise InvalidError("roster", "long")
    _check_sides(wanted)
    contacts = [people.find(each.name) for each in wanted]
    if len({contact.identity for contact in contacts}) != len(contacts):
        raise InvalidError("roster", "twice")
    unconfirmed = tuple(contact.name for contact in contacts if not contact.confirmed)
    if unconfirmed and not accept_unconfirmed:
        raise UnconfirmedError(unconfirmed)
    return tuple(
        Seat(number, each.role, each.side, contact.name, (contact.identity,), each.reads_joint)
        for number, (each, contact) in enumerate(zip(wanted, contacts, strict=True))
    )


def granted_keys(roster: Roster, seat: Seat) -> set[str]:
    """Return the names of the keys that a seat may have."""
    names = {ROSTER_KEY, *seat.audiences(roster.sides)}
    if seat.role is Role.MEDIATOR:
        return names | {
            f"{SEAT_KEY_PREFIX}{other.number}"
            for other in roster.seats
            if other.role is not Role.MEDIATOR
        }
    return names | {f"{SEAT_KEY_PREFIX}{seat.number}"}


def draw_keys(seats: tuple[Seat, ...]) -> dict[str, bytes]:
    """Draw every key of a new session, by name."""
    sides = {seat.side for seat in seats if seat.role is Role.PARTY}
    names = [ROSTER_KEY, MEDIATORS, *(caucus(side) for side in sorted(sides)), JOINT]
    names += [
        f"{SEAT_KEY_PREFIX}{seat.number}" for seat in seats if seat.role is not Role.MEDIATOR
    ]
    return {name: random_key() for name in names}


def _check_sides(wanted: list[Invitation]) -> None:
    sides = {each.side for each in wanted if each.role is Role.PARTY}
    for each in wanted:
        sided = each.role in {Role.PARTY, Role.REPRESENTATIVE}
        if sided and (len(each.side) != 1 or each.side not in SIDES):
            raise InvalidError("side", "letter", each.side)
        if each.side and not sided:
            raise InvalidError("side", "role", each.side)
        if not each.reads_joint and each.role is not Role.NONPARTY:
            raise InvalidError("joint", "role", each.name)
        if each.role is Role.REPRESENTATIVE and each.side not in sides:
            raise InvalidError("side", "no party", each.side)
