"""A session that somebody has opened: the roster, their seat, and the keys of that seat."""

from dataclasses import dataclass

from vault.errors import ForbiddenError, NotFoundError
from vault.format.own import OwnSeat
from vault.keys.keyring import ROSTER_KEY, SEAT_KEY_PREFIX, audience_tag
from vault.mapper.entries import Place
from vault.model import MEDIATORS, PRIVATE, PublicIdentity, Role, Roster, Seat


@dataclass(frozen=True, slots=True)
class Room:
    """What one seat can do in one session. Keys were checked against the signed roster."""

    id: bytes
    roster: Roster
    seat: Seat
    keys: dict[str, bytes]
    closed: bool
    own: OwnSeat
    own_row: bytes
    """Id of the own row that keeps this seat."""

    def __repr__(self) -> str:
        return f"Room(id={self.id.hex()[:12]}, seat={self.seat.number})"

    @property
    def is_mediator(self) -> bool:
        """Whether this seat is a mediator's."""
        return self.seat.role is Role.MEDIATOR

    @property
    def audiences(self) -> tuple[str, ...]:
        """The audiences this seat may read and write, private first."""
        return (PRIVATE, *self.seat.audiences(self.roster.sides))

    def place(self, audience: str) -> Place:
        """Return the audience with its key.

        Raises:
            NotFoundError: there is no such audience for this seat; whether there is one for
                others is not told.

        """
        if audience not in self.audiences:
            raise NotFoundError("audience", audience)
        return Place(self.id, audience, self.keys[audience])

    def tag(self, audience: str) -> bytes:
        """Return how the rows of an audience are found."""
        return audience_tag(self.keys[audience], self.id)

    def places_by_tag(self) -> dict[bytes, Place]:
        """Return every readable audience by its tag."""
        return {self.tag(audience): self.place(audience) for audience in self.audiences}

    @property
    def roster_key(self) -> bytes:
        """The key of roster and closing, which every seat has."""
        return self.keys[ROSTER_KEY]

    @property
    def reader_key(self) -> bytes:
        """The key under which this seat is brought its part of the docket."""
        return self.reader_key_of(self.seat)

    def reader_key_of(self, seat: Seat) -> bytes:
        """Return a seat's reader key, as far as this seat has it. Mediators have all of them."""
        name = MEDIATORS if seat.role is Role.MEDIATOR else f"{SEAT_KEY_PREFIX}{seat.number}"
        return self.keys[name]

    def require_mediator(self, act: str) -> None:
        """Refuse an act that is a mediator's. Raises ForbiddenError."""
        if not self.is_mediator:
            raise ForbiddenError(act)

    @property
    def mediators(self) -> list[PublicIdentity]:
        """The identities of all mediators."""
        return [seat.identity for seat in self.roster.seats if seat.role is Role.MEDIATOR]
