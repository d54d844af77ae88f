"""Noting in a holder's own vault that a request was opened, from the disclosure that proves it."""

from collections.abc import Iterator

from vault.errors import NotFoundError
from vault.mapper.sealed import portion_stream
from vault.mapper.waivers import outcome_row
from vault.services.desk import Change, Desk
from vault.services.evidence import Evidence
from vault.services.room import Room
from vault.services.sessions import Sessions
from vault.services.tally import Asked, Conclusion, read_conclusion
from vault.services.waivers import Waivers
from vault.store.rows import ChunkRow
from vault.store.transaction import Transaction


class Outcomes:
    """What is remembered of the disclosures that arrived."""

    def __init__(self, desk: Desk, sessions: Sessions, waivers: Waivers) -> None:
        self._desk = desk
        self._sessions = sessions
        self._waivers = waivers

    def note(self, evidence: Evidence) -> bool:
        """Note an opening, if its request is here. Returns whether that was new."""
        if evidence.asked is None or evidence.conclusion is None or self._desk.read_only:
            return False
        with self._desk.change("disclosure received", evidence.asked.request.session) as change:
            try:
                room, asked = self._waivers.asked(change.tx, evidence.asked.id)
            except NotFoundError:
                return False
            return self._write(change, room, asked, evidence, evidence.conclusion)

    def _write(
        self, change: Change, room: Room, asked: Asked, evidence: Evidence, conclusion: Conclusion
    ) -> bool:
        beside = [*conclusion.consents, *conclusion.acknowledgements]
        row = outcome_row(asked.key, room.id, asked.id, conclusion.statement, beside)
        present = read_conclusion(change.tx, room, asked)
        if present is None:
            change.add(row)
        elif not present.released:
            # An ending that was said too early: the opening proves itself.
            change.update(row, waiver=asked.id)
        for each, stream in self._missing(change.tx, asked, conclusion):
            payload = evidence.found.part("portions")[each]
            for at, piece in enumerate(evidence.found.pieces(payload), 1):
                change.tx.add(ChunkRow(stream, at, piece))
        return present is None or not present.released

    def _missing(
        self, tx: Transaction, asked: Asked, conclusion: Conclusion
    ) -> Iterator[tuple[int, bytes]]:
        """Return which released portions are not in this vault, with where they belong."""
        keys = {record.manifest.record: record.key for record in asked.records}
        for at, each in enumerate(conclusion.outcome.released):
            stream = portion_stream(keys[each.record], each.record, each.number)
            if not tx.stream_bytes(stream):
                yield at, stream
