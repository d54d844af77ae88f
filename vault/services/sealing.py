"""Sealing: an entry becomes a record that nobody can open alone, and its working copy goes."""

from collections.abc import Iterable, Mapping, Sequence

from vault.errors import InvalidError, SafetyReviewError, SpeakersError
from vault.model import Entry, Role, check_text
from vault.services.desk import Change, Desk
from vault.services.destruction import destroy_rows
from vault.services.docket import Docket
from vault.services.drafting import (
    RecordDraft,
    draft_record,
    seal_drafts,
)
from vault.services.entries import Entries
from vault.services.files import Files
from vault.services.plans import (
    Plan,
    PlannedPortion,
    holders_of,
    plan_portions,
    speakers_of,
)
from vault.services.room import Room


class Sealing:
    """A mediator's act: sealing entries."""

    def __init__(self, desk: Desk, entries: Entries, files: Files, docket: Docket) -> None:
        self._desk = desk
        self._entries = entries
        self._files = files
        self._docket = docket

    def plan(
        self, entry: bytes, *, whole: bool = False, speakers: Mapping[str, str] | None = None
    ) -> Plan:
        """Return what sealing an entry would do.

        ``speakers`` says, for names that no seat has, whose seat they are; an empty text means
        nobody who takes part in the session.

        Raises:
            ForbiddenError: sealing is a mediator's act.
            InvalidError: nothing to seal, too many portions, or two versions of the entry.

        """
        room, found = self._entries.find(entry)
        text, acknowledged = self._entries.text_of(room, found.latest), self._acknowledged(room)
        return self._plan(room, found, text, acknowledged, whole=whole, speakers=speakers)

    def _acknowledged(self, room: Room) -> set[int]:
        with self._desk.store.read() as tx:
            return set(self._docket.acknowledged(tx, room, []))

    def _plan(
        self, room: Room, found: Entry, text: str, acknowledged: set[int], *, whole: bool,
        speakers: Mapping[str, str] | None,
    ) -> Plan:  # fmt: skip
        room.require_mediator("seal")
        if len(found.versions) > 1:
            raise InvalidError("entry", "versions")
        portions = plan_portions(room, found, text, whole=whole)
        named = {**{name: name for name in speakers_of(found)}, **(speakers or {})}
        holders, unknown = holders_of(room, found, named)
        if len(holders) < 2 or not any(seat.role is Role.PARTY for seat in holders):  # noqa: PLR2004
            raise InvalidError("holders", "no party")
        return Plan(
            found,
            portions,
            holders,
            tuple(
                seat.name for seat in holders
                if seat.number not in acknowledged and seat != room.seat
            ),
            self._entries.readers(room.id, found.latest.audience),
            unknown,
        )  # fmt: skip

    def seal(
        self, entries: Sequence[bytes], label: str, *, safety_reviewed: bool, whole: bool = False,
        speakers: Mapping[str, str] | None = None,
    ) -> list[bytes]:  # fmt: skip
        """Seal entries of one session and destroy their working copies. Returns the records.

        Everything happens in one transaction: either the sealed records are there, proven to
        open, and the working copies are gone, or nothing has changed.

        Raises:
            SafetyReviewError: nobody said that the safety-and-complaint question was considered.
            SpeakersError: speakers whom no seat is named for, and ``speakers`` says nothing.

        """
        check_text("label", label)
        if not safety_reviewed:
            raise SafetyReviewError
        room, _ = self._entries.find_all(entries)
        room.require_mediator("seal")
        with self._desk.change("entries sealed", room.id) as change:
            chosen = self._entries.hold_all(change, room, entries)
            plans = self._plans(room, chosen, whole=whole, speakers=speakers)
            drafts = (self._draft(change, room, plan, label) for plan in plans)
            records = seal_drafts(change, self._desk.identity, room, drafts)
            destroy_rows(change, self._desk, room, chosen, "sealed")
        self._desk.erase_traces()
        return records

    def _plans(
        self, room: Room, entries: list[Entry], *, whole: bool,
        speakers: Mapping[str, str] | None,
    ) -> list[Plan]:  # fmt: skip
        texts, acknowledged = self._entries.texts_of(room, entries), self._acknowledged(room)
        plans = [
            self._plan(room, entry, texts[entry.id], acknowledged, whole=whole, speakers=speakers)
            for entry in entries
        ]
        unknown = dict.fromkeys(name for plan in plans for name in plan.unknown_speakers)
        if unknown:
            raise SpeakersError(tuple(unknown))
        return plans

    def _draft(self, change: Change, room: Room, plan: Plan, label: str) -> RecordDraft:
        def source(planned: PlannedPortion) -> Iterable[bytes]:
            if planned.attachment is None:
                return [planned.text.encode()]
            return self._files.read(room, plan.entry, planned.attachment)

        return draft_record(
            change,
            room,
            plan,
            label=label,
            sealed=self._desk.clock(),
            source=source,
        )
