"""Frozen plaintext values: what only a key holder sees. Rows of ciphertext live in the store.

Lines, names and texts are ``repr=False``, so that a traceback or a log shows ids and counts.
"""

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from vault.errors import InvalidError

SIDES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TEXT_MAX_CHARACTERS = 400
"""The longest name, title, label or tag."""

PRIVATE, MEDIATORS, JOINT = "private", "mediators", "joint"
CAUCUS_PREFIX = "caucus:"


class Role(StrEnum):
    """What somebody sits in a session as."""

    MEDIATOR = "mediator"
    PARTY = "party"
    REPRESENTATIVE = "representative"
    NONPARTY = "nonparty"


class Kind(StrEnum):
    """What an entry is. A record is final once written."""

    NOTE = "note"
    DRAFT = "draft"
    RECORD = "record"


class AnswerKind(StrEnum):
    """What a holder says to a request."""

    CONSENT = "consent"
    REFUSAL = "refusal"
    WITHDRAWAL = "withdrawal"


class Ground(StrEnum):
    """On what ground words leave that no waiver released. Somebody decides; no program does."""

    SAFETY = "safety"
    CLAIM = "claim"
    SETTLEMENT = "settlement"
    ORDER = "order"


class RecipientKind(StrEnum):
    """Whom words go to, from a closed list."""

    AGENCY = "agency"
    POLICE = "police"
    EMERGENCY = "emergency"
    PERSON_AT_RISK = "person at risk"
    COURT = "court"
    INSURER = "insurer"
    LAWYER = "lawyer"
    PROFESSIONAL_BODY = "professional body"

    @property
    def averts_harm(self) -> bool:
        """Whether this is somebody to whom a danger is reported; whoever may rule is not."""
        return self in {
            RecipientKind.AGENCY, RecipientKind.POLICE, RecipientKind.EMERGENCY,
            RecipientKind.PERSON_AT_RISK,
        }  # fmt: skip


class Agreement(StrEnum):
    """What a court may be told of how a mediation ended."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"
    CONTINUING = "continuing"


class WaiverState(StrEnum):
    """Where a request stands."""

    COLLECTING = "collecting"
    COMPLETE = "complete"
    OPENED = "opened"
    ENDED = "ended"


_REFUSED = frozenset({"Cc", "Cs", "Cn"})
"""Control characters, surrogates, and code points whose folding a later Unicode could change."""
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They make one name look like another."""


def caucus(side: str) -> str:
    """Return the audience of one side's caucus."""
    return CAUCUS_PREFIX + side


def check_text(field_name: str, text: str, *, empty: bool = False) -> str:
    """Return ``text`` if it can be a name, title, label or tag; else raise InvalidError."""
    if not text.strip() and not empty:
        raise InvalidError(field_name, "empty")
    if len(text) > TEXT_MAX_CHARACTERS:
        raise InvalidError(field_name, "long")
    if any(unicodedata.category(letter) in _REFUSED or letter in _BIDI for letter in text):
        raise InvalidError(field_name, "characters")
    return text


@dataclass(frozen=True, slots=True)
class PublicIdentity:
    """The public half of a person: keys only, no name."""

    kem: bytes = field(repr=False)
    """1216 bytes, see :mod:`vault.crypto.wrap`."""
    signing: bytes = field(repr=False)
    """1984 bytes: Ed25519 (32) ‖ ML-DSA-65 (1952)."""
    possession: bytes = field(repr=False, compare=False)
    """3373 bytes: both signatures over the possession statement. ML-DSA signs differently each
    time, so identities are compared by their keys."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One place in a session's roster."""

    number: int
    role: Role
    side: str
    """``A``, ``B`` … for a party and its representatives, else empty."""
    name: str = field(repr=False)
    keys: tuple[PublicIdentity, ...]
    """One today; a named alternate could be a second."""
    reads_joint: bool
    """Whether a nonparty was seated to read joint entries; true for everybody else."""

    @property
    def identity(self) -> PublicIdentity:
        """Whom this seat's statements must be signed by."""
        return self.keys[0]

    @property
    def always_holds(self) -> bool:
        """Whether every sealed record of the session needs this seat."""
        return self.role in {Role.MEDIATOR, Role.PARTY}

    def audiences(self, sides: tuple[str, ...]) -> tuple[str, ...]:
        """Return the granted audiences that this seat may read (private is never granted)."""
        if self.role is Role.MEDIATOR:
            return (MEDIATORS, *(caucus(side) for side in sides), JOINT)
        own = (caucus(self.side),) if self.side else ()
        return (*own, JOINT) if self.reads_joint else own


@dataclass(frozen=True, slots=True)
class Roster:
    """Who sits in a session. Its hash is the session's id, so it never changes."""

    case: str = field(repr=False)
    title: str = field(repr=False)
    seats: tuple[Seat, ...]
    commitments: dict[str, bytes]
    """Per granted key, SHA-256 over a nonce, its audience and the key."""
    nonce: bytes
    follows: bytes
    """The session that this one reconvenes, or empty."""
    convened: int
    """Seconds UTC, as claimed by the convener."""

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides that have a party, in order."""
        return tuple(sorted({seat.side for seat in self.seats if seat.role is Role.PARTY}))

    def seat(self, number: int) -> Seat:
        """Return the seat with that number."""
        return self.seats[number]


class Attachment(NamedTuple):
    """A file that belongs to a revision."""

    nonce: bytes
    """16 random bytes, from which the audience key derives where the ciphertext lies."""
    name: str
    size: int
    """Bytes of the file itself."""
    digest: bytes
    """SHA-256 of the ciphertext."""

    def __repr__(self) -> str:
        return f"Attachment(size={self.size})"


class Header(NamedTuple):
    """What a list shows of one revision. A NamedTuple: a listing makes ten thousand."""

    entry: bytes
    kind: Kind
    title: str
    speakers: tuple[str, ...]
    tags: tuple[str, ...]
    made: int
    """Seconds UTC, as claimed by the author."""
    parents: tuple[bytes, ...]
    """Ids of the revisions this one was made from; none for the first."""
    carried_from: bytes
    corrects: bytes
    attachments: tuple[Attachment, ...]
    body_digest: bytes
    """SHA-256 of the encrypted body."""
    previous: bytes
    """Link of the row before in the author's chain."""
    titled: bool = True
    """Whether somebody gave the title; else it is how the text begins, and goes no further."""

    def __repr__(self) -> str:
        return f"Header(entry={self.entry.hex()}, kind={self.kind.value})"


class Revision(NamedTuple):
    """One saved state of an entry, placed in its author's chain."""

    id: bytes
    session: bytes
    audience: str
    author: int
    """Seat number."""
    chain: bytes
    sequence: int
    header: Header
    signed: bool
    """Whether the author's signed head covers it yet."""


class Entry(NamedTuple):
    """An entry as this person sees it: its newest revision and what came before."""

    id: bytes
    revisions: tuple[Revision, ...]
    """Oldest first; never empty."""

    @property
    def latest(self) -> Revision:
        """The newest revision that nothing was made from."""
        return self.versions[-1]

    @property
    def versions(self) -> tuple[Revision, ...]:
        """The revisions that nothing was made from: two after two people edited at once."""
        parents = {parent for revision in self.revisions for parent in revision.header.parents}
        found = tuple(revision for revision in self.revisions if revision.id not in parents)
        # Only a circle of parents, which no program writes, leaves none.
        return found or self.revisions[-1:]

    @property
    def first(self) -> Revision:
        """The revision that made the entry."""
        return self.revisions[0]


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What somebody is about to write."""

    audience: str
    text: str = field(repr=False)
    kind: Kind = Kind.NOTE
    title: str = field(default="", repr=False)
    speakers: tuple[str, ...] = field(default=(), repr=False)
    tags: tuple[str, ...] = field(default=(), repr=False)
    corrects: bytes = b""
    carried_from: bytes = b""


@dataclass(frozen=True, slots=True)
class UnsavedText:
    """What an editor holds and nobody has saved yet; kept under its writer's self-key."""

    id: bytes
    session: bytes
    audience: str
    entry: bytes
    """The entry that is being revised, or empty for a new one."""
    base: bytes
    """The revision it was made from, or empty."""
    kind: Kind
    title: str = field(repr=False)
    text: str = field(repr=False)
    speakers: tuple[str, ...] = field(default=(), repr=False)
    tags: tuple[str, ...] = field(default=(), repr=False)
    cursor: tuple[int, int] = (0, 0)
    """Line and column, from 0."""
    kept: int = 0
    """When it was kept, seconds UTC; set by the vault."""


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session as it stands in somebody's list."""

    id: bytes
    case: str = field(repr=False)
    title: str = field(repr=False)
    seat: int
    convened: int
    closed: bool
    follows: bytes


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody in a person's address book."""

    name: str = field(repr=False)
    identity: PublicIdentity
    confirmed: bool
    """Whether the check words were compared, or the person enrolled in the same room."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A seat whose agreement a sealed record needs, as its manifest lists it."""

    seat: int
    wrap_digest: bytes
    """SHA-256 of the wrap that brings this holder's share."""


@dataclass(frozen=True, slots=True)
class Portion:
    """One portion as the manifest lists it."""

    number: int
    """From 1."""
    digest: bytes
    """SHA-256 of the ciphertext."""
    commitments: tuple[bytes, ...]
    """To each holder's portion share, in the order of the holders."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the sealer signs about one sealed record."""

    session: bytes
    record: bytes
    label: str = field(repr=False)
    holders: tuple[Holder, ...]
    pair_commitments: tuple[bytes, ...]
    """To the pair secrets of {0,1}, {0,2} … {1,2} …, by place among the holders."""
    portions: tuple[Portion, ...]
    corrects: bytes
    sealed: int


class PortionContent(NamedTuple):
    """What a portion holds once it is open."""

    form: str
    """``text`` or ``file``."""
    title: str
    name: str
    """The file's name, or empty."""
    audience: str
    author: str
    speakers: tuple[str, ...]
    made: int
    size: int
    """Bytes of text or file that follow."""

    def __repr__(self) -> str:
        return f"PortionContent(form={self.form}, size={self.size})"


@dataclass(frozen=True, slots=True)
class RequestedRecord:
    """One sealed record in a request."""

    record: bytes
    manifest: bytes
    """Hash of the manifest statement."""
    portions: tuple[int, ...]
    digests: tuple[bytes, ...]
    """Of the listed portions' ciphertexts."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a mediator asks all holders to agree to."""

    session: bytes
    """Also the hash of the roster."""
    opener: int
    records: tuple[RequestedRecord, ...]
    purpose: str = field(repr=False)
    recipient: str = field(repr=False)
    until: int
    """Last second, UTC, at which an answer counts."""
    asked: int
    nonce: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What one holder says to one request."""

    request: bytes
    """Hash of the request statement: W."""
    seat: int
    kind: AnswerKind
    answered: int
    contribution: bytes
    """SHA-256 of the contribution, or empty when none comes with it."""


@dataclass(frozen=True, slots=True)
class ReleasedPortion:
    """One portion after everybody agreed."""

    record: bytes
    number: int
    label: str = field(repr=False)
    content: PortionContent = field(repr=False)
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class DisclosedPortion:
    """One portion in a disclosure, as its reader sees it."""

    label: str = field(repr=False)
    """The agreed label of the sealed record, or the title of the entry."""
    number: int
    content: PortionContent = field(repr=False)
    text: str = field(repr=False)
    """Empty for a file: see ``content.name`` and ``content.size``."""
    digest: bytes
    """SHA-256 of the text or of the file."""


@dataclass(frozen=True, slots=True)
class DisclosureSeat:
    """Somebody who sat in the session, and what they signed for this disclosure."""

    name: str = field(repr=False)
    role: Role
    side: str
    check_words: str
    """Of their public identity."""
    acknowledged: int
    """When they acknowledged the sealed record, seconds UTC; 0 if they did not."""
    consented: int
    """When they consented; 0 if their consent was not needed."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What left, with the evidence for it, verified: what a disclosure file says."""

    ground: str
    """``waiver``, ``safety``, ``claim``, ``settlement`` or ``order``."""
    case: str = field(repr=False)
    session: str = field(repr=False)
    """The session's title, perhaps empty."""
    convened: int
    purpose: str = field(repr=False)
    recipient: str = field(repr=False)
    reference: str = field(repr=False)
    """File number, order or claim; empty for a waiver."""
    by: str = field(repr=False)
    """Who opened, or who discloses."""
    check_words: str
    """Of the request, or of the disclosure statement."""
    asked: int
    """When it was asked for; 0 without a request."""
    until: int
    """When the request would have ended; 0 without one."""
    made: int
    """When it was opened or disclosed."""
    portions: tuple[DisclosedPortion, ...]
    seats: tuple[DisclosureSeat, ...]
    """Everybody in the session for a waiver; else only who discloses."""
    digest: bytes
    """SHA-256 of the disclosure file."""
    recipient_kind: str = ""
    """What the recipient is, on another ground than a waiver."""


@dataclass(frozen=True, slots=True)
class CourtReport:
    """What a mediator may tell a court: closed questions, no free text."""

    case: str = field(repr=False)
    sessions: tuple[int, ...]
    """When each session was convened, seconds UTC, in order."""
    attended: tuple[tuple[str, Role, str], ...] = field(repr=False)
    """Name, role and side of each who attended."""
    agreement: Agreement
    by: str = field(repr=False)
    made: int
    check_words: str


class JournalLine(NamedTuple):
    """One act in a person's own audit trail: what they changed and when; never content."""

    sequence: int
    time: int
    act: str
    session: bytes
    rows: int
    """How many rows it wrote or removed."""


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that a check found, as data; the front end words it."""

    what: str
    """Which kind of row."""
    row: str
    """Its id."""
    reason: str
