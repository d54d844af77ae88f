"""Files between machines: requests, answers, acknowledgements.

Each is one letter to its readers: nobody else learns what it is about.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from vault.crypto.digest import equal
from vault.errors import (
    DamagedError,
    FormatError,
    LimitError,
    NotFoundError,
    VaultError,
)
from vault.format import jsonform
from vault.format.context import context
from vault.format.files import FILE_MAX_BYTES, file_bytes, read_file
from vault.format.jsonform import Json, to_bytes, to_text
from vault.keys.words import check_words
from vault.mapper import waivers as mapper
from vault.mapper.lines import lines, read_lines, read_row
from vault.model import PublicIdentity
from vault.services.arrivals import Arrivals, Terms
from vault.services.desk import Desk
from vault.services.docket import Docket
from vault.services.gathering import frame_rows, record_rows, request_rows
from vault.services.room import Room
from vault.services.sessions import Sessions
from vault.services.tally import Given, read_answer_row
from vault.services.waivers import Waivers
from vault.store.rows import AcknowledgementRow, AnswerRow, Row, WaiverRow
from vault.store.transaction import Transaction

REQUEST, ANSWER, ACKNOWLEDGEMENT = "request", "answer", "acknowledgement"
_KINDS = frozenset({REQUEST, ANSWER, ACKNOWLEDGEMENT})
_PLACE = context("file", b"", b"")
_DIGEST_BYTES = 32


@dataclass(frozen=True, slots=True)
class Received:
    """What a file was, and whether it brought anything."""

    kind: str
    """``request``, ``answer`` or ``acknowledgement``."""
    session: bytes
    waiver: bytes
    """Of a request or an answer; else empty."""
    check_words: str
    """Of the request; else empty."""
    new: bool


@dataclass(frozen=True, slots=True)
class _About:
    """The first line of a file."""

    kind: str
    session: bytes
    request: bytes
    """W, or empty."""

    @property
    def check_words(self) -> str:
        return check_words(self.request) if self.request else ""

    def received(self, *, new: bool) -> Received:
        """Return what is told of the file."""
        waiver = mapper.waiver_id(self.request) if self.request else b""
        return Received(self.kind, self.session, waiver, self.check_words, new)


class Exchange:
    """What one person sends to the others of a session, and takes in from them."""

    def __init__(
        self, desk: Desk, sessions: Sessions, docket: Docket, waivers: Waivers, arrivals: Arrivals
    ) -> None:
        self._desk = desk
        self._sessions = sessions
        self._docket = docket
        self._waivers = waivers
        self._arrivals = arrivals

    # Out -------------------------------------------------------------------------------------

    def request_file(self, waiver: bytes) -> bytes:
        """Return a request for all of its holders, each the same bytes.

        It brings roster, manifests and shares, so that a holder can answer on a machine that
        never saw the session.

        Raises:
            ForbiddenError: a mediator sends it.
            NotFoundError: no such request for this person.

        """
        with self._desk.store.read() as tx:
            room, asked = self._waivers.asked(tx, waiver)
            room.require_mediator("send")
            seats = [room.roster.seat(holder) for holder in asked.holders]
            # A mediator has every reader key; each holder's own pass goes along.
            rows = list(frame_rows(tx, room))
            for record in asked.records:
                rows += record_rows(tx, room, record.manifest.record, seats)
            rows += request_rows(tx, room, asked, seats)
        about = _About(REQUEST, room.id, asked.hash)
        return self._letter(about, rows, [seat.identity for seat in seats])

    def answer_file(self, waiver: bytes) -> bytes:
        """Return this person's newest answer for the mediators.

        Its size tells nothing of what it says.

        Raises:
            NotFoundError: no such request, or this person has not answered it.

        """
        with self._desk.store.read() as tx:
            room, asked = self._waivers.asked(tx, waiver)
            own = self._waivers.own_answers(tx, asked)
            row = tx.one(AnswerRow, id=own[-1].row) if own else None
        if row is None:
            raise NotFoundError("answer")
        return self._letter(_About(ANSWER, room.id, asked.hash), [row], room.mediators)

    def acknowledgement_file(self, session: bytes) -> bytes:
        """Return what this person has acknowledged in a session, for the mediators.

        Raises:
            NotFoundError: nothing was acknowledged yet.

        """
        room = self._sessions.open(session)
        with self._desk.store.read() as tx:
            rows = self._docket.own_acknowledgements(tx, room)
        if not rows:
            raise NotFoundError("acknowledgement")
        return self._letter(_About(ACKNOWLEDGEMENT, session, b""), rows, room.mediators)

    def _letter(self, about: _About, rows: Iterable[Row], readers: list[PublicIdentity]) -> bytes:
        first: list[Json] = [about.kind, to_text(about.session), to_text(about.request)]
        data = jsonform.encode_list(first) + b"\n" + lines(rows)
        if len(data) > FILE_MAX_BYTES // 2:
            raise LimitError("file size", len(data), 0, FILE_MAX_BYTES // 2)
        self._desk.note(f"{about.kind} sent", about.session)
        return file_bytes(mapper.write_letter(readers, _PLACE, data))

    # In --------------------------------------------------------------------------------------

    def receive(self, data: bytes) -> Received:
        """Take in a file. Doing it twice, or in another order, changes nothing.

        Raises:
            FormatError: no file of this program, or of a newer one.
            WrongKeyError: it is not for this person, or was changed on the way.
            NotFoundError: it is about a session in which this person has no seat.
            DamagedError: something in it was forged, or differs from what is here.

        """
        letter = read_file(data)
        about, rows = _read(mapper.open_letter(self._desk.identity, _PLACE, letter, "file"))
        match about.kind:
            case "request":
                return self._take_request(about, rows)
            case "answer":
                return self._take_answer(about, rows)
            case _:
                return self._take_acknowledgement(about, rows)

    def _take_request(self, about: _About, rows: list[Row]) -> Received:
        asked = [row for row in rows if isinstance(row, WaiverRow)]
        waiver = mapper.waiver_id(about.request)
        if [row.id for row in asked] != [waiver] or asked[0].session != about.session:
            raise FormatError("file")
        arrived = self._arrivals.take("request received", rows, rows, Terms(without_portions=True))
        if not equal(self._waivers.show(waiver).hash, about.request):
            raise DamagedError("request", waiver.hex())
        return about.received(new=bool(arrived.new))

    def _take_answer(self, about: _About, rows: list[Row]) -> Received:
        """Keep an answer if it verifies; a mediator may get it before the request itself.

        A late answer is kept too, and counts for what it is.
        """
        room = self._sessions.open(about.session)
        room.require_mediator("receive")
        new = False
        with self._desk.change("answer received", about.session) as change:
            for row in rows:
                if not isinstance(row, AnswerRow):
                    raise FormatError("file")
                if row.waiver != mapper.waiver_id(about.request):
                    raise DamagedError("answer", row.id.hex())
                given = read_answer_row(self._desk.identity, room, about.request, row)
                present = change.tx.one(AnswerRow, id=row.id)
                if present is None and not self._is_kept(change.tx, room, given):
                    change.add(row)
                    new = True
                elif present is not None and present != row:
                    raise DamagedError("answer", row.id.hex())
        return about.received(new=new)

    def _is_kept(self, tx: Transaction, room: Room, given: Given) -> bool:
        """Tell whether the same answer stands in another row: then one of them is enough."""
        request = given.answer.request
        for present in tx.find(AnswerRow, waiver=mapper.waiver_id(request)):
            try:
                other = mapper.open_answer(self._desk.identity, room.id, request, present.letter)
            except VaultError:
                continue
            if other.signed_bytes == given.statement.signed_bytes:
                return True
        return False

    def _take_acknowledgement(self, about: _About, rows: list[Row]) -> Received:
        self._sessions.open(about.session).require_mediator("receive")
        if not all(isinstance(row, AcknowledgementRow) for row in rows):
            raise FormatError("file")
        arrived = self._arrivals.take(
            "acknowledgement received", [], rows, Terms(), [about.session]
        )
        return about.received(new=bool(arrived.new))


def _read(data: bytes) -> tuple[_About, list[Row]]:
    found = read_lines(data)
    first = next(found, [])
    if len(first) != 3:  # noqa: PLR2004 (kind, session, request)
        raise FormatError("file")
    kind, session, request = first
    if kind not in _KINDS:
        raise FormatError("file")
    about = _About(str(kind), to_bytes(session, _DIGEST_BYTES), to_bytes(request))
    if len(about.request) != (0 if kind == ACKNOWLEDGEMENT else _DIGEST_BYTES):
        raise FormatError("file")
    return about, [read_row(each) for each in found]
