"""Waivers: asking everybody, answering, and saying how it ended."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from vault.crypto.random import random_bytes, random_key
from vault.errors import (
    AmbiguousError,
    DamagedError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    VaultError,
    WaiverEndedError,
)
from vault.format.ids import normalise, prefix_range
from vault.format.own import OwnAnswer
from vault.format.statement import StatementType
from vault.format.waivers import (
    NONCE_BYTES,
    NOT_UNANIMOUS,
    Outcome,
    outcome_object,
    request_object,
)
from vault.keys.keyring import reader_tag
from vault.keys.statements import sign, statement_hash
from vault.keys.words import check_words, same_words
from vault.mapper import own as own_mapper, waivers as mapper
from vault.mapper.sealed import pass_row
from vault.model import (
    Answer,
    AnswerKind,
    Damage,
    Request,
    RequestedRecord,
    WaiverState,
    check_text,
)
from vault.services.answering import (
    check_open,
    check_size,
    contribution,
    decoy,
    write_answer,
)
from vault.services.desk import Desk
from vault.services.docket import Docket, SealedRecord
from vault.services.room import Room
from vault.services.sessions import Sessions
from vault.services.tally import (
    WITHDRAWN,
    Asked,
    Standing,
    concluded,
    missing,
    names,
    read_asked,
    read_conclusion,
    read_given,
    standing,
)
from vault.store.rows import OwnRow, PassRow, WaiverRow
from vault.store.transaction import Transaction

ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class RequestedPortion:
    """One portion that a request asks for, by its record's agreed label."""

    record: bytes
    number: int
    label: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WaiverView:
    """A request as one person sees it."""

    id: bytes
    session: bytes
    state: WaiverState
    reason: str
    """Why it ended: ``not unanimous`` or ``expired``; never who."""
    opener: str = field(repr=False)
    needed: tuple[str, ...] = field(repr=False)
    consented: tuple[str, ...] = field(repr=False)
    """Everybody's for a mediator; for anyone else their own, until it is complete."""
    missing: tuple[str, ...] = field(repr=False)
    """For a mediator only."""
    own_answer: str
    own_to_hand_over: bool
    """Whether this person signed first, and has yet to hand their part of the keys over."""
    to_hand_over: tuple[str, ...] = field(repr=False)
    """For a mediator only: who signed, and has yet to hand the keys over."""
    answers: tuple[tuple[str, str], ...] = field(repr=False)
    """For a mediator only: who answered what, in the order in which it was signed."""
    portions: tuple[RequestedPortion, ...]
    purpose: str = field(repr=False)
    recipient: str = field(repr=False)
    until: int
    asked: int
    check_words: str
    hash: bytes


class Waivers:
    """The requests that one person can see."""

    def __init__(self, desk: Desk, sessions: Sessions, docket: Docket) -> None:
        self._desk = desk
        self._sessions = sessions
        self._docket = docket

    def request(
        self, portions: Mapping[bytes, Sequence[int]], purpose: str, recipient: str, until: int
    ) -> WaiverView:
        """Ask all holders to agree that these portions are released.

        Args:
            portions: by record, the portion numbers; none means all of them.
            purpose: what for.
            recipient: to whom.
            until: last second, UTC, at which an answer counts.

        Raises:
            ForbiddenError: a mediator asks.
            InvalidError: records of several sessions or with different holders, portions that
                are not there, or an end that has passed.

        """
        check_text("purpose", purpose)
        check_text("recipient", recipient)
        if until <= self._desk.now():
            raise InvalidError("until", "past")
        room, records = self._records(list(portions))
        room.require_mediator("request")
        chosen = tuple(_requested(record, portions[record.manifest.record]) for record in records)
        request = Request(
            room.id, room.seat.number, chosen, purpose, recipient, until, self._desk.now(),
            random_bytes(NONCE_BYTES),
        )  # fmt: skip
        made = sign(self._desk.identity, StatementType.REQUEST, request_object(request))
        check_size(request, len(records[0].holders))
        asked = statement_hash(made)
        key, waiver = random_key(), mapper.waiver_id(asked)
        seats = [room.roster.seat(seat) for seat in records[0].holders]
        readers = sorted({room.reader_key_of(seat) for seat in seats})
        with self._desk.change("waiver requested", room.id) as change:
            change.add(mapper.waiver_row(key, room.id, asked, made))
            for reader in readers:
                change.add(pass_row(reader, room.id, waiver, key))
        return self.show(waiver)

    def _records(self, ids: list[bytes]) -> tuple[Room, list[SealedRecord]]:
        if not ids:
            raise InvalidError("record", "empty")
        with self._desk.store.read() as tx:
            rooms = {self._docket.room_of(tx, record).id for record in ids}
            if len(rooms) > 1:
                raise InvalidError("record", "sessions")
            room = self._sessions.open(rooms.pop())
            records = [self._docket.record(tx, room, record) for record in ids]
        if len({record.holders for record in records}) > 1:
            raise InvalidError("record", "holders")
        return room, records

    def views(self, session: bytes = b"") -> list[WaiverView]:
        """Return the requests this person can see, newest first."""
        sessions = [session] if session else [view.id for view in self._sessions.views()]
        found = []
        for each in sessions:
            room = self._sessions.open(each)
            with self._desk.store.read() as tx:
                ids = [row.id for row, _ in self._rows(tx, room)]
            found += [self.show(waiver) for waiver in ids]
        return sorted(found, key=lambda view: (-view.asked, view.id))

    def _rows(self, tx: Transaction, room: Room) -> list[tuple[WaiverRow, PassRow]]:
        given = {row.item: row for row in self._docket.passes(tx, room)}
        rows = tx.find(WaiverRow, session=room.id, id=tuple(given))
        return [(row, given[row.id]) for row in rows]

    def show(self, waiver: bytes) -> WaiverView:
        """Return a request as this person sees it. A mediator's look says how it ended.

        Raises:
            NotFoundError: no such request for this person.
            DamagedError: the request or an answer was changed.

        """
        damages: list[Damage] = []
        with self._desk.store.read() as tx:
            room, asked = self.asked(tx, waiver)
            answers = self._answers(tx, room, asked, damages)
            stands = self._stands(tx, room, asked, answers)
            said = read_conclusion(tx, room, asked) is not None
        if damages:
            raise DamagedError(damages[0].what, damages[0].row)
        if stands.state is WaiverState.ENDED and not said and room.is_mediator:
            self._conclude(room, asked, stands.reason)
        return self._view(room, asked, stands, answers)

    def asked(self, tx: Transaction, waiver: bytes) -> tuple[Room, Asked]:
        """Return a verified request with its session. Raises NotFoundError."""
        room, row, given = self._visible(tx, waiver)
        return room, read_asked(tx, self._docket, room, row, given)

    def _visible(self, tx: Transaction, waiver: bytes) -> tuple[Room, WaiverRow, PassRow]:
        """Return a request's rows, if this person was given a pass to it. Raises NotFoundError."""
        row = tx.one(WaiverRow, id=waiver)
        with suppress(NotFoundError):
            room = self._sessions.open(row.session if row is not None else b"")
            tag = reader_tag(room.reader_key, room.id)
            given = tx.one(PassRow, item=waiver, tag=tag)
            if row is not None and given is not None:
                return room, row, given
        raise NotFoundError("request")

    def all_asked(self, tx: Transaction, room: Room) -> list[Asked]:
        """Return the requests of a session that this seat can read and that hold."""
        found = []
        for row, given in self._rows(tx, room):
            with suppress(VaultError):
                found.append(read_asked(tx, self._docket, room, row, given))
        return found

    def standing(
        self, tx: Transaction, room: Room, asked: Asked, damages: list[Damage]
    ) -> Standing:
        """Return where a request stands, as far as this seat may know."""
        return self._stands(tx, room, asked, self._answers(tx, room, asked, damages))

    def _answers(
        self, tx: Transaction, room: Room, asked: Asked, damages: list[Damage]
    ) -> list[Answer]:
        """Return every answer to a mediator, and to anybody else their own."""
        if not room.is_mediator:
            return self._own_answers(tx, room, asked)
        given = read_given(tx, self._desk.identity, room, asked, damages)
        return [each.answer for each in given]

    def _stands(
        self, tx: Transaction, room: Room, asked: Asked, answers: list[Answer]
    ) -> Standing:
        found = standing(asked.request, asked.holders, answers, self._desk.now())
        outcome = read_conclusion(tx, room, asked)
        if outcome is not None:
            return concluded(outcome, asked.holders, found)
        if not room.is_mediator and _withdrew(answers) and found.reason == NOT_UNANIMOUS:
            # Whether it came in time, the mediators know: not ended for certain.
            return replace(found, reason=WITHDRAWN)
        return found

    def answer(
        self, waiver: bytes, kind: AnswerKind, agreed_words: str = "", *, sign_only: bool = False
    ) -> WaiverView:
        """Sign and store an answer. A consent repeats the request's check words.

        With ``sign_only`` a consent hands nothing over yet: a further consent does.

        Raises:
            InvalidError: other check words: this is not the request that was meant.
            WaiverEndedError: it ended, or this person has answered.
            NotFoundError: no such request for this person.

        """
        with self._desk.store.read() as tx:
            room, asked = self.asked(tx, waiver)
            stands = self.standing(tx, room, asked, [])
            own = self.own_answers(tx, asked)
            if room.seat.number not in asked.holders:
                raise ForbiddenError("answer")
            check_open(stands, kind, own, is_mediator=room.is_mediator)
            if kind is AnswerKind.CONSENT:
                if sign_only and own:
                    raise WaiverEndedError("answered")
                if not same_words(agreed_words, check_words(asked.hash)):
                    raise InvalidError("check words", "different")
            if kind is AnswerKind.CONSENT and not sign_only:
                handed = contribution(tx, self._docket, room, asked)
            else:
                handed = decoy(asked.request, len(asked.holders))
        with self._desk.change("request answered", room.id) as change:
            write_answer(change, self._desk, room, asked, kind, handed, bring=not sign_only)
        return self.show(waiver)

    def own_answers(self, tx: Transaction, asked: Asked) -> list[OwnAnswer]:
        """Return what this person answered to a request, oldest first."""
        identity = self._desk.identity
        rows = tx.find(OwnRow, owner=identity.owner, kind=own_mapper.ANSWER)
        known = [own_mapper.read_answer(identity, row) for row in rows]
        # Two within one second: who withdraws has consented, who hands over has signed before.
        order = {AnswerKind.CONSENT.value: 1, AnswerKind.REFUSAL.value: 1}
        return sorted(
            (each for each in known if each.request == asked.hash),
            key=lambda each: (each.time, order.get(each.kind, 2), each.handed),
        )

    def _own_answers(self, tx: Transaction, room: Room, asked: Asked) -> list[Answer]:
        return [
            Answer(asked.hash, room.seat.number, AnswerKind(each.kind), each.time, b"")
            for each in self.own_answers(tx, asked)
        ]

    def _conclude(self, room: Room, asked: Asked, reason: str) -> None:
        """Say to everybody that a request ended, and nothing about who or why."""
        if self._desk.read_only:
            return
        outcome = Outcome(asked.hash, room.seat.number, reason, (), self._desk.now())
        made = sign(self._desk.identity, StatementType.ENDING, outcome_object(outcome))
        with self._desk.change("waiver ended", room.id) as change:
            if read_conclusion(change.tx, room, asked) is None:
                change.add(mapper.outcome_row(asked.key, room.id, asked.id, made, []))

    def _view(
        self, room: Room, asked: Asked, stands: Standing, answers: list[Answer]
    ) -> WaiverView:
        request = asked.request
        with self._desk.store.read() as tx:
            own = self.own_answers(tx, asked)
        still_open = stands.state in {WaiverState.COLLECTING, WaiverState.COMPLETE}
        handed_over = any(each.handed for each in own)
        told = answers if room.is_mediator else []
        said = sorted(told, key=lambda each: each.answered)
        handed = {each.seat for each in said if each.contribution}
        waiting = [each for each in stands.consented if room.is_mediator and each not in handed]
        labels = {record.manifest.record: record.manifest.label for record in asked.records}
        return WaiverView(
            asked.id, room.id, stands.state, stands.reason,
            room.roster.seat(request.opener).name, names(room.roster, asked.holders),
            names(room.roster, stands.consented),
            names(room.roster, missing(asked, stands.consented)) if room.is_mediator else (),
            own[-1].kind if own else "",
            still_open and bool(own) and not handed_over,
            names(room.roster, waiting),
            tuple((room.roster.seat(each.seat).name, each.kind.value) for each in said),
            tuple(
                RequestedPortion(each.record, number, labels[each.record])
                for each in request.records
                for number in each.portions
            ),
            request.purpose, request.recipient, request.until, request.asked,
            check_words(asked.hash), asked.hash,
        )  # fmt: skip

    def resolve(self, reference: str) -> bytes:
        """Return the id of the one request that this prefix fits.

        Raises:
            NotFoundError: none that this person can see.
            AmbiguousError: more than one.

        """
        low, high = prefix_range(normalise(reference), ID_BYTES)
        found = []
        with self._desk.store.read() as tx:
            for row in tx.between(WaiverRow, "id", low, high):
                with suppress(NotFoundError):
                    self._visible(tx, row.id)
                    found.append(row.id)
        if not found:
            raise NotFoundError("request", reference)
        if len(found) > 1:
            raise AmbiguousError("request", reference)
        return found[0]


def _withdrew(answers: Sequence[Answer]) -> bool:
    return any(each.kind is AnswerKind.WITHDRAWAL for each in answers)


def _requested(record: SealedRecord, numbers: Sequence[int]) -> RequestedRecord:
    listed = {portion.number: portion.digest for portion in record.manifest.portions}
    chosen = tuple(sorted(set(numbers))) if numbers else tuple(listed)
    if not set(chosen) <= set(listed):
        raise InvalidError("portion", "missing")
    return RequestedRecord(
        record.manifest.record, record.manifest_hash, chosen,
        tuple(listed[number] for number in chosen),
    )  # fmt: skip
