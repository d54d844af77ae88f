"""Opening: what everybody agreed to, exactly that, and the same for every holder."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from vault.crypto.digest import Sha256
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
from vault.format.sealed import portion_prefix
from vault.format.statement import StatementType
from vault.format.waivers import OPENED, Outcome, Released, outcome_object, read_contribution
from vault.keys import shares
from vault.keys.shares import Contribution
from vault.keys.statements import sign
from vault.mapper import sealed as sealed_mapper, waivers as mapper
from vault.mapper.streams import decrypt_stream, encrypt_stream
from vault.model import AnswerKind, Damage, PortionContent, ReleasedPortion, WaiverState
from vault.services.desk import Change, Desk
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
from vault.store.rows import ChunkRow
from vault.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Opened:
    """What was released, with the evidence for it."""

    waiver: bytes
    request_hash: bytes
    opened: int
    opener: str
    agreed: tuple[str, ...]
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
        self._release(room, asked, keys)
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
            raise ConsentsMissingError(names(room, missing(asked, stands.consented)))
        if room.seat.number != asked.request.opener:
            raise ForbiddenError("open")
        consents = {
            each.answer.seat: each
            for each in given
            if each.answer.kind is AnswerKind.CONSENT and each.answer.contribution
        }
        if len(consents) < len(asked.holders):
            # Somebody signed first, and has yet to hand over the keys.
            raise ConsentsMissingError(names(room, missing(asked, consents)))
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
                raise ContributionError(error.what, names(room, seats)) from None
        return keys

    def _parts(self, room: Room, asked: Asked, given: Given) -> dict[bytes, Contribution]:
        """Return one holder's contribution by record. Raises ContributionError with the name."""
        who = names(room, (given.answer.seat,))
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

    def _release(self, room: Room, asked: Asked, keys: dict[bytes, dict[int, bytes]]) -> None:
        """Write what was agreed where every holder, and nobody else, can read it."""
        with self._desk.change("waiver opened", room.id) as change:
            if read_conclusion(change.tx, room, asked) is not None:
                raise WaiverEndedError(OPENED)
            released = tuple(
                self._release_one(change, room, asked, record, number, key)
                for record in asked.records
                for number, key in keys[record.manifest.record].items()
            )
            outcome = Outcome(asked.hash, room.seat.number, OPENED, released, self._desk.now())
            made = sign(self._desk.identity, StatementType.OPENING, outcome_object(outcome))
            change.add(mapper.outcome_row(asked.key, room.id, asked.id, made))

    def _release_one(
        self, change: Change, room: Room, asked: Asked, record: SealedRecord, number: int,
        key: bytes,
    ) -> Released:  # fmt: skip
        manifest = record.manifest
        sealed = decrypt_stream(
            key, sealed_mapper.portion_place(room.id, manifest.record, number),
            change.tx.chunks(sealed_mapper.portion_stream(record.key, manifest.record, number)),
            manifest.portions[number - 1].digest, "portion", rule=body_rule,
        )  # fmt: skip
        content, data = sealed_mapper.open_portion(sealed)
        prefix = portion_prefix(content)
        digest = Sha256()
        pieces = encrypt_stream(
            asked.key,
            sealed_mapper.released_place(room.id, asked.hash, manifest.record, number),
            len(prefix) + content.size, chain((prefix,), data), digest, rule=body_rule,
        )  # fmt: skip
        stream = sealed_mapper.released_stream(asked.key, asked.hash, manifest.record, number)
        for at, piece in enumerate(pieces, 1):
            change.tx.add(ChunkRow(stream, at, piece))
        return Released(manifest.record, number, digest.digest())

    def _read(self, tx: Transaction, room: Room, asked: Asked, outcome: Outcome) -> Opened:
        portions = []
        for each in outcome.released:
            record = self._record(asked, each.record)
            content, pieces = self._pieces(tx, room, asked, each)
            # A file is read piece by piece: see :meth:`file`.
            data = b"".join(pieces) if content.form == "text" else b""
            portions.append(
                ReleasedPortion(each.record, each.number, record.manifest.label, content, data)
            )
        return Opened(
            asked.id, asked.hash, outcome.time, room.roster.seat(outcome.by).name,
            names(room, asked.holders), asked.request.purpose, asked.request.recipient,
            tuple(portions),
        )  # fmt: skip

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
        place = sealed_mapper.released_place(room.id, asked.hash, released.record, released.number)
        stream = sealed_mapper.released_stream(
            asked.key, asked.hash, released.record, released.number
        )
        return sealed_mapper.open_portion(
            decrypt_stream(
                asked.key, place, tx.chunks(stream), released.digest, "release", rule=body_rule
            )
        )

    def _record(self, asked: Asked, record: bytes) -> SealedRecord:
        for each in asked.records:
            if each.manifest.record == record:
                return each
        raise DamagedError("outcome", asked.id.hex())
