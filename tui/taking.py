"""Taking in files from other machines, whatever they are."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

import click

from tui.failure import RefusedError
from tui.file_words import other_file, refused
from tui.files import plain
from tui.forms import Form, form_of
from tui.locked import unlocked_file
from tui.phrases import Notice, Question, Refusal, count
from tui.progress import Progress
from tui.run import Run
from tui.signers import Signer, cross_checked, exporter_of, who_signed
from tui.terminal import NoTerminalError
from tui.views import contact_line, contact_object, moment, short
from tui.wording import Words
from vault import (
    AnswerKind,
    Contact,
    FormatError,
    LockedError,
    NotFoundError,
    ReadOnlyError,
    Taken,
    UnlockedVault,
    VaultError,
    WaiverState,
    WaiverView,
    read_bag,
    read_court_report,
    spell_id,
)

_IDENTITY_MAX_BYTES = 64 * 1024
LETTER_MAX_BYTES = 64 * 1024 * 1024
"""Longer files of these kinds are refused by the library, so no more of them is read."""
ARCHIVE = "archive"
REQUEST = "request"


class Arrival(NamedTuple):
    """What a file was, and what it brought."""

    found: dict[str, object]
    line: str
    notices: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    """What nobody should miss."""


@contextmanager
def blamed_on(path: Path, check_words: str = "") -> Iterator[None]:
    """Name the file in whatever goes wrong with it. Raises RefusedError."""
    try:
        yield
    except (LockedError, ReadOnlyError):
        # That is the vault's own state, whatever the file.
        raise
    except (VaultError, OSError, click.UsageError) as error:
        raise refused(error, path.name, check_words) from None


class Taking:
    """Takes in files for one person.

    Args:
        run: the run.
        me: for whom.
        names: what they call the people whose identities are among the files, in their order.
        destroy: whether what was destroyed elsewhere is destroyed here too, without a question.
        identity: the file of an age identity, for what is encrypted with age.

    """

    def __init__(
        self, run: Run, me: UnlockedVault, names: Sequence[str] = (), *, destroy: bool = False,
        identity: Path | None = None,
    ) -> None:  # fmt: skip
        self._run = run
        self._me = me
        self._names = list(names)
        self._destroy = destroy
        self._age = identity

    def all(self, paths: Sequence[Path]) -> list[Arrival | Words]:
        """Take in every file that can be, in an order in which one makes sense of the next.

        Returns, in the order of the paths, what each brought or why it was refused.
        """
        done: dict[int, Arrival | Words] = {}
        order = sorted(range(len(paths)), key=lambda at: (_rank(paths[at]), at))
        while order:
            for at in order:
                try:
                    done[at] = self.one(paths[at])
                except RefusedError as error:
                    done[at] = error.words
            # What was about an unknown session may be known from the others now.
            unknown = [at for at in order if _is_unknown(done[at])]
            order = unknown if len(unknown) < len(order) else []
        return [done[at] for at in range(len(paths))]

    def one(self, path: Path) -> Arrival:
        """Take in one file. Raises RefusedError, which names it."""
        with blamed_on(path), unlocked_file(self._run, path, self._age) as (source, _):
            match form := form_of(source):
                case Form.IDENTITY:
                    return self._identity(path, source)
                case Form.LETTER:
                    return self._letter(path, source)
                case Form.BAG:
                    return self._bag(path, source)
                case _:
                    raise other_file(str(path), form.value, "file of caucus")

    # Each kind -------------------------------------------------------------------------------

    def _identity(self, path: Path, source: BinaryIO) -> Arrival:
        data = source.read(_IDENTITY_MAX_BYTES)
        people = self._me.people
        known = next((each for each in (people.me, *people.contacts()) if is_of(each, data)), None)
        if known is not None and known == people.me:
            return Arrival(_identity_object(path, known, new=False), f"{path}: your own identity")
        name = known.name if known is not None else self._name_for(path)
        contact = people.import_file(name, data)
        line = f"{path}: identity of {contact_line(contact)}"
        told = () if contact.confirmed else (Notice.COMPARE_FIRST.format(name=contact.name),)
        return Arrival(_identity_object(path, contact, new=known is None), line, told)

    def _name_for(self, path: Path) -> str:
        if self._names:
            return self._names.pop(0)
        try:
            return self._run.terminal.ask(Question.PERSON_IN.format(file=path.name))
        except NoTerminalError:
            raise click.UsageError(Refusal.MISSING.format(name="name")) from None

    def _letter(self, path: Path, source: BinaryIO) -> Arrival:
        received = self._me.exchange.receive(source.read(LETTER_MAX_BYTES + 1))
        found: dict[str, object] = {
            "file": str(path), "kind": received.kind, "new": received.new,
            "session": spell_id(received.session),
        }  # fmt: skip
        if not received.waiver:
            line = f"{path}: an acknowledgement in session {short(received.session)}"
            return Arrival(found, line)
        view = _view(self._me, received.waiver)
        found |= {
            "waiver": spell_id(received.waiver),
            "check_words": received.check_words,
            "state": view.state.value if view is not None else None,
        }
        words = f"{short(received.waiver)} ({received.check_words})"
        if received.kind == REQUEST:
            told = Notice.READ_REQUEST.format(waiver=short(received.waiver))
            return Arrival(found, f"{path}: request {words}", (told,))
        return Arrival(found, f"{path}: an answer to request {words}", _about_answer(view))

    def _bag(self, path: Path, source: BinaryIO) -> Arrival:
        if read_bag(source).index.kind == ARCHIVE:
            return self.archive(path, source)
        try:
            evidence, new = self._me.disclosures.receive(source)
        except FormatError:
            report = read_court_report(source)
            found: dict[str, object] = {
                "file": str(path), "kind": "report", "new": False,
                "check_words": report.check_words,
            }  # fmt: skip
            told = (Notice.READ_DISCLOSURE.format(file=path),)
            return Arrival(found, f"{path}: a report to a court by {report.by}", told)
        said = evidence.disclosure
        found = {
            "file": str(path), "kind": "disclosure", "new": new, "ground": said.ground,
            "check_words": said.check_words, "portions": len(said.portions),
        }  # fmt: skip
        line = f"{path}: a disclosure by {said.by}, {count(len(said.portions), 'portion')}"
        told = (Notice.NOTED_OPENED if new else Notice.READ_DISCLOSURE.format(file=path),)
        return self._signed(Arrival(found, line, told), path, who_signed(said))

    def archive(self, path: Path, source: BinaryIO) -> Arrival:
        """Take in an archive; what was destroyed elsewhere only goes here if somebody says so."""
        # A damaged archive changes nothing, so nothing need be asked before it is read.
        taken = self._receive(source, follow=False)
        gone = 0
        if taken.destroyed and self._follows(path, taken):
            gone = self._receive(source, follow=True).new
        arrival = Arrival(_archive_object(path, taken, gone), _archive_line(path, taken))
        signers = exporter_of(self._me, taken.sessions, taken.exporter)
        return self._signed(arrival, path, signers)

    def _signed(self, arrival: Arrival, path: Path, signers: Iterable[Signer]) -> Arrival:
        """Return what a file brought, with what the address book says against its signers."""
        warnings = cross_checked(self._me, path.name, signers)
        more = {"warnings": list(warnings)} if warnings else {}
        return arrival._replace(found=arrival.found | more, warnings=warnings)

    def _receive(self, source: BinaryIO, *, follow: bool) -> Taken:
        progress = Progress(self._run.out, Notice.READING)
        return self._me.archives.receive(source, follow=follow, progress=progress)

    def _follows(self, path: Path, taken: Taken) -> bool:
        """Tell whether what was destroyed elsewhere goes here too, after saying what that is."""
        rows = count(taken.destroyed, "revision")
        self._run.out.say(Notice.DESTROYED_ELSEWHERE.format(file=path.name, count=rows))
        if self._destroy:
            self._run.out.say(Notice.COPIES)
            return True
        try:
            return self._run.says_yes(Question.DESTROY_TOO)
        except NoTerminalError:
            self._run.out.say(Notice.STAYS_READABLE.format(file=path))
            return False


def _rank(path: Path) -> int:
    try:
        with plain(path) as source:
            return list(Form).index(form_of(source))
    except OSError:
        return len(Form)


def _is_unknown(done: Arrival | Words) -> bool:
    return isinstance(done, Words) and done.code == "not_found"


def is_of(contact: Contact, data: bytes) -> bool:
    """Tell whether an identity file holds these keys; whoever made it may sign anew each time."""
    return contact.identity.kem + contact.identity.signing in data


def _identity_object(path: Path, contact: Contact, *, new: bool) -> dict[str, object]:
    return {"file": str(path), "kind": "identity", "new": new, **contact_object(contact)}


def _view(me: UnlockedVault, waiver: bytes) -> WaiverView | None:
    """Return a request, or None where only an answer to it has arrived yet."""
    try:
        return me.waivers.show(waiver)
    except NotFoundError:
        return None


def _about_answer(view: WaiverView | None) -> tuple[str, ...]:
    if view is None:
        return (Notice.REQUEST_NOT_HERE,)
    withdrawn = [name for name, said in view.answers if said == AnswerKind.WITHDRAWAL]
    if view.state is WaiverState.COMPLETE and withdrawn:
        return (Notice.TOO_LATE_TO_WITHDRAW.format(names=", ".join(withdrawn)),)
    if view.state is WaiverState.COMPLETE and view.to_hand_over:
        names = ", ".join(view.to_hand_over)
        return (Notice.HAND_OVER_YET.format(names=names, opener=view.opener),)
    if view.state is WaiverState.COMPLETE:
        return (Notice.COMPLETE.format(opener=view.opener),)
    if view.state is WaiverState.COLLECTING:
        return (Notice.STILL_MISSING.format(names=", ".join(view.missing)),)
    ended = Notice.TOO_LATE if view.reason == "expired" else Notice.NO_MORE_ANSWERS
    return (Notice.OPENED_ALREADY if view.state is WaiverState.OPENED else ended,)


def _archive_object(path: Path, taken: Taken, gone: int) -> dict[str, object]:
    return {
        "file": str(path), "kind": ARCHIVE, "new": taken.new > 0,
        "sessions": [spell_id(session) for session in taken.sessions],
        "exporter": taken.exporter, "made": taken.made, "entries": taken.entries,
        "records": taken.records, "destroyed": gone, "kept": 0 if gone else taken.destroyed,
    }  # fmt: skip


def _archive_line(path: Path, taken: Taken) -> str:
    holds = held(len(taken.sessions), taken.entries, taken.records)
    news = "" if taken.new else "; nothing new"
    return f"{path}: archive of {taken.exporter}, {moment(taken.made)}: {holds}{news}"


def held(sessions: int, entries: int, records: int) -> str:
    """Return what an archive holds in words."""
    return ", ".join((
        count(sessions, "session"), count(entries, "entry", "entries"),
        count(records, "sealed record"),
    ))  # fmt: skip
