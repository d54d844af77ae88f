"""Opening: what everybody agreed to, exactly that, and the same for every holder."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from vault.errors import (
    ConsentsMissingError,
    ContributionError,
    DamagedError,
    ForbiddenError,
    FormatError,
    NotFoundError,
    WaiverEndedError,
)
from vault.format.padding import body_rule
from vault.format.statement import StatementType
from vault.format.waivers import OPENED, Outcome, Released, outcome_object, read_contribution
from vault.keys import shares
from vault.keys.shares import Contribution
from vault.keys.statements import sign
from vault.mapper import sealed as sealed_mapper, waivers as mapper
from vault.mapper.streams import decrypt_stream
from vault.model import AnswerKind, Damage, PortionContent, ReleasedPortion, WaiverState
from vault.services.desk import Desk
from vault.services.docket import Docket, SealedRecord
from vault.services.room import Room
from vault.services.tally import (
    Asked,
    Given,
    missing,
    names,
    read_conclusion,
    read_given,
    standing,
)
from vault.services.waivers import Waivers
from vault.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Opened:
    """What was released, with the evidence for it."""

    waiver: bytes
    request_hash: bytes
    opened: int
    opener: str = field(repr=False)
    agreed: tuple[str, ...] = field(repr=False)
    purpose: str = field(repr=False)
    recipient: str = field(repr=False)
    portions: tuple[ReleasedPortion, ...]


class Opening:
    """Opens requests that everybody agreed to, and shows again what was opened."""

    def __init__(self, desk: Desk, docket: Docket, waivers: Waivers) -> None:
        self._desk = desk
        self._docket = docket
        self._waivers = waivers

    def open(self, waiver: bytes) -> Opened:
        """Open a request: by its opener once everybody agreed, and by every holder afterwards.

        Raises:
            ConsentsMissingError: not everybody agreed; who is missing is named to a mediator.
            WaiverEndedError: it ended without an opening.
            ContributionError: somebody's keys do not fit the sealed record; names whose.
            ForbiddenError: it is complete, and another mediator's to open.
            DamagedError: a request, manifest, answer or portion was changed.

        """
        with self._desk.store.read() as tx:
            room, asked = self._waivers.asked(tx, waiver)
            outcome = read_conclusion(tx, room, asked)
            if outcome is not None and outcome.reason == OPENED:
                return self._read(tx, room, asked, outcome)
            if outcome is not None:
                raise WaiverEndedError(outcome.reason)
            given = self._agreed(tx, room, asked)
            keys = self._combine(room, asked, given)
        self._release(room, asked, given, keys)
        return self.open(waiver)

    def _agreed(self, tx: Transaction, room: Room, asked: Asked) -> list[Given]:
        """Return every holder's consent, in roster order, or say what is in the way."""
        if not room.is_mediator:
            stands = self._waivers.standing(tx, room, asked, [])
            if stands.state is WaiverState.ENDED:
                raise WaiverEndedError(stands.reason)
            raise ConsentsMissingError
        damages: list[Damage] = []
        given = read_given(tx, self._desk.identity, room, asked, damages)
        if damages:
            raise DamagedError(damages[0].what, damages[0].row)
        stands = standing(
            asked.request, asked.holders, (each.answer for each in given), self._desk.now()
        )
        if stands.state is WaiverState.ENDED:
            raise WaiverEndedError(stands.reason)
        if stands.state is not WaiverState.COMPLETE:
            raise ConsentsMissingError(names(room.roster, missing(asked, stands.consented)))
        if room.seat.number != asked.request.opener:
            raise ForbiddenError("open")
        consents = {
            each.answer.seat: each
            for each in given
            if each.answer.kind is AnswerKind.CONSENT and each.answer.contribution
        }
        if len(consents) < len(asked.holders):
            # Somebody signed first, and has yet to hand over the keys.
            raise ConsentsMissingError(names(room.roster, missing(asked, consents)))
        return [consents[seat] for seat in asked.holders]

    def _combine(
        self, room: Room, asked: Asked, given: list[Given]
    ) -> dict[bytes, dict[int, bytes]]:
        """Return the portion keys that all contributions open, by record."""
        parts = [self._parts(room, asked, each) for each in given]
        keys = {}
        for requested, record in zip(asked.request.records, asked.records, strict=True):
            listed = {p.number: p.commitments for p in record.manifest.portions}
            wanted = {number: listed[number] for number in requested.portions}
            place = shares.place_of(room.id, requested.record)
            try:
                keys[requested.record] = shares.combine(
                    asked.hash, requested.record, place,
                    [each[requested.record] for each in parts], wanted,
                )  # fmt: skip
            except ContributionError as error:
                seats = (asked.holders[int(giver)] for giver in error.givers)
                raise ContributionError(error.what, names(room.roster, seats)) from None
        return keys

    def _parts(self, room: Room, asked: Asked, given: Given) -> dict[bytes, Contribution]:
        """Return one holder's contribution by record. Raises ContributionError with the name."""
        who = names(room.roster, (given.answer.seat,))
        try:
            data = mapper.open_contribution(
                self._desk.identity, room.id, asked.hash, given.contribution
            )
            read = read_contribution(data, len(asked.holders) - 1)
        except (DamagedError, FormatError):
            raise ContributionError("contribution", who) from None
        if [each.record for each in read] != [each.record for each in asked.request.records]:
            raise ContributionError("contribution", who)
        return {each.record: Contribution(each.gates, each.expected, each.box) for each in read}

    def _release(
        self, room: Room, asked: Asked, given: list[Given], keys: dict[bytes, dict[int, bytes]]
    ) -> None:
        """Hand the keys of what was agreed to every holder, and to nobody else.

        A portion's key opens that portion's sealed ciphertext and nothing more, and the
        ciphertext is the one that the manifest lists: nobody has to believe the opener.
        """
        released = tuple(
            Released(record, number, key)
            for record, portions in keys.items()
            for number, key in portions.items()
        )
        outcome = Outcome(asked.hash, room.seat.number, OPENED, released, self._desk.now())
        with self._desk.change("waiver opened", room.id) as change:
            if read_conclusion(change.tx, room, asked) is not None:
                raise WaiverEndedError(OPENED)
            for each in released:
                # Proven to open before anybody is told that it does.
                _, pieces = self._pieces(change.tx, room, asked, each)
                for _ in pieces:
                    pass
            made = sign(self._desk.identity, StatementType.OPENING, outcome_object(outcome))
            beside = [each.statement for each in given]
            beside += self._docket.acknowledgements_of(
                change.tx, room, [record.manifest_hash for record in asked.records]
            )
            change.add(mapper.outcome_row(asked.key, room.id, asked.id, made, beside))

    def _read(self, tx: Transaction, room: Room, asked: Asked, outcome: Outcome) -> Opened:
        portions = []
        for each in outcome.released:
            content, pieces = self._pieces(tx, room, asked, each)
            # A file is read piece by piece: see :meth:`file`.
            data = b"".join(pieces) if content.form == "text" else b""
            label = self._record(asked, each.record).manifest.label
            portions.append(ReleasedPortion(each.record, each.number, label, content, data))
        return Opened(
            asked.id,
            asked.hash,
            outcome.time,
            room.roster.seat(outcome.by).name,
            names(room.roster, asked.holders),
            asked.request.purpose,
            asked.request.recipient,
            tuple(portions),
        )

    def file(self, waiver: bytes, record: bytes, number: int) -> Iterator[bytes]:
        """Return the bytes of a released file, verified as they come."""
        with self._desk.store.read() as tx:
            room, asked = self._waivers.asked(tx, waiver)
            outcome = read_conclusion(tx, room, asked)
            for each in outcome.released if outcome else ():
                if (each.record, each.number) == (record, number):
                    _, pieces = self._pieces(tx, room, asked, each)
                    yield from pieces
                    return
        raise NotFoundError("portion", str(number))

    def _pieces(
        self, tx: Transaction, room: Room, asked: Asked, released: Released
    ) -> tuple[PortionContent, Iterator[bytes]]:
        return opened_portion(tx, room, self._record(asked, released.record), released)

    def _record(self, asked: Asked, record: bytes) -> SealedRecord:
        for each in asked.records:
            if each.manifest.record == record:
                return each
        raise DamagedError("outcome", asked.id.hex())


def opened_portion(
    tx: Transaction, room: Room, record: SealedRecord, released: Released
) -> tuple[PortionContent, Iterator[bytes]]:
    """Open a sealed portion with its released key. Raises DamagedError."""
    manifest, number = record.manifest, released.number
    stream = sealed_mapper.portion_stream(record.key, manifest.record, number)
    return sealed_mapper.open_portion(
        decrypt_stream(
            released.key,
            sealed_mapper.portion_place(room.id, manifest.record, number),
            tx.chunks(stream),
            manifest.portions[number - 1].digest,
            "portion",
            rule=body_rule,
        )
    )
