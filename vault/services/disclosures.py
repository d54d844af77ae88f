"""Disclosures: what a waiver released, or what somebody must disclose alone, as one file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from vault.crypto.digest import Sha256
from vault.crypto.random import random_bytes
from vault.errors import InvalidError, NotFoundError, StorageError, WaiverEndedError
from vault.format import bag, statement
from vault.format.bag import Index
from vault.format.disclosures import (
    NONCE_BYTES,
    GroundStatement,
    ReportStatement,
    SignedPortion,
    ground_object,
    report_object,
)
from vault.format.jsonform import JsonObject
from vault.format.sealed import portion_prefix
from vault.format.statement import Statement, StatementType
from vault.format.waivers import OPENED
from vault.keys.statements import sign
from vault.mapper.sealed import portion_stream, read_record
from vault.mapper.sessions import read_session
from vault.mapper.waivers import read_waiver
from vault.model import (
    PRIVATE,
    Agreement,
    Ground,
    Kind,
    NewEntry,
    RecipientKind,
    Role,
    Seat,
    check_text,
)
from vault.services.bags import BagWriter
from vault.services.desk import Desk
from vault.services.entries import Entries
from vault.services.evidence import (
    Evidence,
    identity_line,
    payload_name,
    read_disclosure,
    statement_lines,
)
from vault.services.files import Files
from vault.services.outcomes import Outcomes
from vault.services.plans import PlannedPortion, plan_portions
from vault.services.room import Room
from vault.services.sessions import Sessions
from vault.services.tally import Asked, Conclusion, read_evidence
from vault.services.waivers import Waivers
from vault.store.rows import RecordRow, SessionRow, WaiverRow
from vault.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Disclosing:
    """What somebody discloses alone: to whom, on what ground."""

    ground: Ground
    recipient: str = field(repr=False)
    recipient_kind: RecipientKind
    reference: str = field(repr=False)


class Disclosures:
    """What one person lets out, and what others let out and sent."""

    def __init__(
        self, desk: Desk, sessions: Sessions, entries: Entries, files: Files, waivers: Waivers
    ) -> None:
        self._desk = desk
        self._sessions = sessions
        self._entries = entries
        self._files = files
        self._waivers = waivers
        self._outcomes = Outcomes(desk, sessions, waivers)

    # Released by a waiver --------------------------------------------------------------------

    def write_opened(self, waiver: bytes, target: BinaryIO) -> None:
        """Write what a waiver released, with the evidence: the same file for every holder.

        Raises:
            NotFoundError: no such request for this person.
            WaiverEndedError: it was not opened.
            InvalidError: the sealed portions are not in this vault.

        """
        with self._desk.store.read() as tx:
            room, asked = self._waivers.asked(tx, waiver)
            found = read_evidence(tx, room, asked)
            if found is None or found.outcome.reason != OPENED:
                raise WaiverEndedError(found.outcome.reason if found else "collecting")
            writer = BagWriter(target)
            data = statement_lines(self._proof(tx, room, asked, found))
            said = _numbered(writer, 0, iter((data,)), len(data))
            portions = []
            for at, each in enumerate(found.outcome.released, 1):
                record = next(r for r in asked.records if r.manifest.record == each.record)
                stream = portion_stream(record.key, each.record, each.number)
                size = tx.stream_bytes(stream)
                if not size:
                    raise InvalidError("record", "away")
                portions.append(_numbered(writer, at, tx.chunks(stream), size))
        parts: dict[str, tuple[str, ...]] = {"portions": tuple(portions), "statements": (said,)}
        writer.finish(Index(bag.DISCLOSURE, parts))
        self._desk.note("disclosure written", room.id)

    def _proof(
        self, tx: Transaction, room: Room, asked: Asked, found: Conclusion
    ) -> list[tuple[str, bytes]]:
        """Return every statement behind an opening, and none about anything else."""
        session = tx.one(SessionRow, id=room.id)
        request = tx.one(WaiverRow, id=asked.id)
        if session is None or request is None:
            raise NotFoundError("request")
        said: list[Statement] = [read_session(room.roster_key, session)]
        for record in asked.records:
            row = tx.one(RecordRow, id=record.manifest.record)
            if row is None:
                raise NotFoundError("sealed record")
            said.append(read_record(record.key, row))
        said.append(read_waiver(asked.key, request))
        said += [*found.consents, *found.acknowledgements, found.statement]
        return [(each.type.value, statement.encode(each)) for each in said]

    def receive(self, source: BinaryIO) -> tuple[Evidence, bool]:
        """Verify a disclosure and, where this vault has its request, note that it was opened.

        Returns what it says, and whether that was new here.
        """
        evidence = read_disclosure(source)
        return evidence, self._outcomes.note(evidence)

    # On another ground -----------------------------------------------------------------------

    def plan(self, entry: bytes) -> tuple[PlannedPortion, ...]:
        """Return the portions of an entry, as they may be disclosed one by one."""
        room, found = self._entries.find(entry)
        return plan_portions(room, found, self._entries.text_of(room, found.latest), whole=False)

    def make(
        self, entries: Sequence[tuple[bytes, Sequence[int]]], disclosing: Disclosing,
        target: BinaryIO,
    ) -> bool:  # fmt: skip
        """Disclose portions of entries that this person can read, alone and at once.

        Nobody else's key is needed and nobody else can tell: what is kept of it is a private
        record, in this person's own notes.

        Args:
            entries: entries of one session with the numbers of their portions; none means all.
            disclosing: on what ground, to whom.
            target: the open file.

        Returns:
            Whether a private record of it was kept. A vault that takes none, read-only or full,
            is no reason to withhold what must be said.

        Raises:
            NotFoundError: an entry or portion that is not there for this person.
            InvalidError: no such portion; a safety report to somebody who may rule on the case.

        """
        check_text("recipient", disclosing.recipient)
        check_text("reference", disclosing.reference, empty=True)
        if disclosing.ground is Ground.SAFETY and not disclosing.recipient_kind.averts_harm:
            raise InvalidError("recipient kind", "court")
        room, _ = self._entries.find_all([entry for entry, _ in entries])
        writer = BagWriter(target)
        signed, names = self._write_portions(room, entries, writer)
        made = GroundStatement(
            disclosing.ground, disclosing.recipient, disclosing.recipient_kind,
            disclosing.reference, room.id, room.roster.convened, signed, room.seat.name,
            room.seat.role, room.seat.side, self._desk.now(), random_bytes(NONCE_BYTES),
        )  # fmt: skip
        self._finish(writer, StatementType.DISCLOSURE, ground_object(made), names)
        return self._remember(room, made)

    def _write_portions(
        self, room: Room, entries: Sequence[tuple[bytes, Sequence[int]]], writer: BagWriter
    ) -> tuple[tuple[SignedPortion, ...], tuple[str, ...]]:
        signed: list[SignedPortion] = []
        names: list[str] = []
        for entry, numbers in entries:
            planned = {each.number: each for each in self.plan(entry)}
            chosen = sorted(set(numbers)) or list(planned)
            if not set(chosen) <= set(planned):
                raise InvalidError("portion", "missing")
            latest = self._entries.find(entry)[1].latest.id
            for number in chosen:
                digest = Sha256()
                pieces = self._pieces(room, entry, planned[number], digest)
                prefix = len(portion_prefix(planned[number].content))
                size = prefix + planned[number].content.size
                names.append(_numbered(writer, len(names) + 1, pieces, size))
                signed.append(SignedPortion(entry, latest, number, digest.digest()))
        return tuple(signed), tuple(names)

    def _pieces(
        self, room: Room, entry: bytes, planned: PlannedPortion, digest: Sha256
    ) -> Iterator[bytes]:
        """Return a portion as it stands in the file, and take its digest on the way."""
        _, found = self._entries.find(entry)
        if planned.attachment is None:
            content: Iterator[bytes] = iter((planned.text.encode(),))
        else:
            content = self._files.read(room, found, planned.attachment)
        for piece in (portion_prefix(planned.content), *content):
            digest.update(piece)
            yield piece

    def _remember(self, room: Room, made: GroundStatement) -> bool:
        """Keep a private record of what was disclosed, if the vault takes one."""
        if self._desk.read_only:
            return False
        listed = ", ".join(f"{each.entry.hex()}:{each.number}" for each in made.portions)
        text = "\n".join((
            f"ground: {made.ground.value}", f"to: {made.recipient} ({made.recipient_kind.value})",
            f"reference: {made.reference}", f"portions: {listed}", f"made: {made.made}",
        ))  # fmt: skip
        new = NewEntry(PRIVATE, text, Kind.RECORD, "Disclosure", tags=("disclosure",))
        try:
            self._entries.add(room.id, new)
        except StorageError:
            return False
        return True

    # To a court ------------------------------------------------------------------------------

    def report(
        self, sessions: Sequence[bytes], agreement: Agreement, target: BinaryIO,
        attended: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """Write what a mediator may tell a court: closed questions, no free text at all.

        Args:
            sessions: of one case.
            agreement: whether one was reached.
            target: the open file.
            attended: names from the rosters; everybody seated, if nobody is named.

        Raises:
            ForbiddenError: a mediator reports.
            InvalidError: no session, sessions of several cases, or a name that is in no roster.

        """
        rooms = [self._sessions.open(session) for session in dict.fromkeys(sessions)]
        if not rooms:
            raise InvalidError("session", "empty")
        for room in rooms:
            room.require_mediator("report")
        if len({room.roster.case for room in rooms}) > 1:
            raise InvalidError("session", "cases")
        rooms.sort(key=lambda room: room.roster.convened)
        made = ReportStatement(
            rooms[0].roster.case, tuple(room.roster.convened for room in rooms),
            tuple((seat.name, seat.role, seat.side) for seat in _attended(rooms, attended)),
            agreement, rooms[0].seat.name, self._desk.now(), random_bytes(NONCE_BYTES),
        )  # fmt: skip
        self._finish(BagWriter(target), StatementType.REPORT, report_object(made), ())
        self._desk.note("report written", rooms[0].id)

    def _finish(
        self, writer: BagWriter, type_: StatementType, body: JsonObject,
        portions: tuple[str, ...],
    ) -> None:  # fmt: skip
        made = sign(self._desk.identity, type_, body)
        data = statement_lines([
            identity_line(self._desk.identity.public), (type_.value, statement.encode(made)),
        ])  # fmt: skip
        said = _numbered(writer, 0, iter((data,)), len(data))
        writer.finish(Index(bag.DISCLOSURE, {"portions": portions, "statements": (said,)}))


def _attended(rooms: list[Room], names: Sequence[str]) -> list[Seat]:
    """Return who attended, mediators first; names are chosen from the rosters, never written."""
    seated = {seat.name.casefold(): seat for room in rooms for seat in room.roster.seats}
    chosen = [name.casefold() for name in names] or list(seated)
    for name, chosen_name in zip(names, chosen, strict=False):
        if chosen_name not in seated:
            raise InvalidError("attended", "seat", name)
    found = [seated[name] for name in dict.fromkeys(chosen)]
    return sorted(found, key=lambda seat: (list(Role).index(seat.role), seat.side))


def _numbered(writer: BagWriter, number: int, pieces: Iterator[bytes], size: int) -> str:
    """Write a payload under its number: a disclosure is the same file for everybody."""
    name = payload_name(number)
    writer.add_sized(name, pieces, size)
    return name
