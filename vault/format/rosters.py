"""The roster statement's body, and the closing's."""

from vault.errors import FormatError
from vault.format.fields import Fields
from vault.format.jsonform import Json, JsonObject, to_bytes, to_text
from vault.format.people import identity_object, read_identity
from vault.model import SIDES, Role, Roster, Seat

SESSION_BYTES = 32
NONCE_BYTES = 32
COMMITMENT_BYTES = 32
SEATS_MAX = 64
_ROLES = frozenset(role.value for role in Role)


def roster_object(roster: Roster) -> JsonObject:
    """Return a roster as the body of its statement."""
    return {
        "case": roster.case,
        "commitments": {name: to_text(value) for name, value in roster.commitments.items()},
        "convened": roster.convened,
        "follows": to_text(roster.follows),
        "nonce": to_text(roster.nonce),
        "seats": [_seat_object(seat) for seat in roster.seats],
        "title": roster.title,
    }


def read_roster(value: JsonObject) -> Roster:
    """Read :func:`roster_object`; refuses a roster that could not have been convened."""
    fields = Fields("roster", value)
    seats = fields.items("seats")
    roster = Roster(
        case=fields.text("case"),
        title=fields.text("title"),
        seats=tuple(_read_seat(number, seat) for number, seat in enumerate(seats)),
        commitments={
            name: to_bytes(text, COMMITMENT_BYTES)
            for name, text in fields.nested("commitments").items()
        },
        nonce=fields.binary("nonce", NONCE_BYTES),
        follows=fields.optional_binary("follows", SESSION_BYTES),
        convened=fields.integer("convened"),
    )
    fields.end()
    if not 1 <= len(roster.seats) <= SEATS_MAX:
        raise FormatError("roster")
    keys = [key for seat in roster.seats for key in seat.keys]
    distinct = min(len({key.kem for key in keys}), len({key.signing for key in keys}))
    if distinct != len(keys) or roster.seats[0].role is not Role.MEDIATOR:
        raise FormatError("roster")
    return roster


def _seat_object(seat: Seat) -> JsonObject:
    return {
        "keys": [identity_object(key) for key in seat.keys],
        "name": seat.name,
        "reads_joint": seat.reads_joint,
        "role": seat.role.value,
        "side": seat.side,
    }


def _read_seat(number: int, value: Json) -> Seat:
    fields = Fields("seat", value)
    role = fields.text("role")
    if role not in _ROLES:
        raise FormatError("seat")
    seat = Seat(
        number=number,
        role=Role(role),
        side=fields.text("side"),
        name=fields.text("name"),
        keys=tuple(read_identity(key) for key in fields.items("keys")),
        reads_joint=fields.flag("reads_joint"),
    )
    fields.end()
    sided = seat.role in {Role.PARTY, Role.REPRESENTATIVE}
    if len(seat.keys) != 1 or sided != (len(seat.side) == 1 and seat.side in SIDES):
        raise FormatError("seat")
    if seat.side and not sided:
        raise FormatError("seat")
    if not seat.reads_joint and seat.role is not Role.NONPARTY:
        raise FormatError("seat")
    return seat
