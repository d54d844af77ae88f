"""Caucus: confidential notes for mediation.

The words of this package, each with one meaning (the whole list is in FORMAT.md):

vault            one database that holds only ciphertext
person, identity someone with a secret seed and the keys derived from it
check words      six words from the start of a hash, compared by voice
keyslot          a stored way to unlock an identity: passphrase or recovery
case, session    the matter, and one sitting of it with a fixed roster: the unit of encryption
roster, seat     the signed list of who sits in a session, and one place in it
audience         who may read an entry: private, mediators, caucus:A, joint
entry            a note, a draft or a record; a record is final
revision, chain  one saved state, and one author's rows in one audience, each bound to the last
seal             turn an entry into a sealed record that nobody can open alone
portion          the smallest part of a sealed record that can be released
holder, share    a seat whose agreement a sealed record needs, and its part of the keys
docket           the view of a session's sealed records by their agreed labels
waiver           a request, and the answers to it: consent, refusal, withdrawal
mark             what a person remembers of a vault outside it
journal          a person's own audit trail: what they changed and when, never content

A :class:`Vault` is locked; ``unlock`` gives an :class:`UnlockedVault`, and holding that object is
the permission. The package prints nothing, asks nothing, reads no environment and is given the
time. Everything a caller may use is named in ``__all__``.
"""

from vault.crypto.kdf import DEFAULT_COST, KdfCost
from vault.errors import (
    AmbiguousError,
    ClosedError,
    ConsentsMissingError,
    ContributionError,
    DamagedError,
    ExistsError,
    FinalError,
    ForbiddenError,
    FormatError,
    InvalidError,
    LimitError,
    LockedError,
    NotFoundError,
    PassphraseError,
    ReadOnlyError,
    RecoveryCodeError,
    SafetyReviewError,
    SchemaNewerError,
    SchemaOlderError,
    SignatureError,
    SpeakersError,
    StateError,
    StorageError,
    StorageFullError,
    UnconfirmedError,
    UnlockError,
    UnsupportedVersionError,
    VaultBusyError,
    VaultError,
    VaultExistsError,
    VaultMissingError,
    WaiverEndedError,
    WrongKeyError,
)
from vault.format.ids import normalise as normalise_id, to_text as spell_id
from vault.keys.identity import identity_words
from vault.keys.passphrase import STRENGTH_NEEDED, estimate, require_strong
from vault.keys.words import generate_passphrase
from vault.model import (
    JOINT,
    MEDIATORS,
    PRIVATE,
    Agreement,
    AnswerKind,
    Attachment,
    Contact,
    CourtReport,
    Damage,
    DisclosedPortion,
    Disclosure,
    DisclosureSeat,
    Entry,
    Ground,
    Header,
    JournalLine,
    Kind,
    NewEntry,
    PortionContent,
    PublicIdentity,
    RecipientKind,
    ReleasedPortion,
    Revision,
    Role,
    Roster,
    Seat,
    SessionView,
    UnsavedText,
    WaiverState,
    caucus,
)
from vault.services.archives import ArchivePlan, Taken
from vault.services.bags import Bag, read_bag
from vault.services.convening import Invitation
from vault.services.disclosures import Disclosing
from vault.services.docket import DocketLine
from vault.services.entries import Listing, Shown
from vault.services.evidence import Evidence, file_of, read_court_report, read_disclosure
from vault.services.exchange import Received
from vault.services.files import Source, check_file_name
from vault.services.finder import Finder, Match
from vault.services.inspection import Checked
from vault.services.opening import Opened
from vault.services.parcels import is_parcel, read_parcel, write_parcel
from vault.services.plans import Plan, PlannedPortion
from vault.services.room import Room
from vault.services.shelf import Shelf
from vault.services.unlocked import UnlockedVault
from vault.services.vault import Vault
from vault.services.waivers import RequestedPortion, WaiverView

__all__ = [
    "DEFAULT_COST",
    "JOINT",
    "MEDIATORS",
    "PRIVATE",
    "STRENGTH_NEEDED",
    "Agreement",
    "AmbiguousError",
    "AnswerKind",
    "ArchivePlan",
    "Attachment",
    "Bag",
    "Checked",
    "ClosedError",
    "ConsentsMissingError",
    "Contact",
    "ContributionError",
    "CourtReport",
    "Damage",
    "DamagedError",
    "DisclosedPortion",
    "Disclosing",
    "Disclosure",
    "DisclosureSeat",
    "DocketLine",
    "Entry",
    "Evidence",
    "ExistsError",
    "FinalError",
    "Finder",
    "ForbiddenError",
    "FormatError",
    "Ground",
    "Header",
    "InvalidError",
    "Invitation",
    "JournalLine",
    "KdfCost",
    "Kind",
    "LimitError",
    "Listing",
    "LockedError",
    "Match",
    "NewEntry",
    "NotFoundError",
    "Opened",
    "PassphraseError",
    "Plan",
    "PlannedPortion",
    "PortionContent",
    "PublicIdentity",
    "ReadOnlyError",
    "Received",
    "RecipientKind",
    "RecoveryCodeError",
    "ReleasedPortion",
    "RequestedPortion",
    "Revision",
    "Role",
    "Room",
    "Roster",
    "SafetyReviewError",
    "SchemaNewerError",
    "SchemaOlderError",
    "Seat",
    "SessionView",
    "Shelf",
    "Shown",
    "SignatureError",
    "Source",
    "SpeakersError",
    "StateError",
    "StorageError",
    "StorageFullError",
    "Taken",
    "UnconfirmedError",
    "UnlockError",
    "UnlockedVault",
    "UnsavedText",
    "UnsupportedVersionError",
    "Vault",
    "VaultBusyError",
    "VaultError",
    "VaultExistsError",
    "VaultMissingError",
    "WaiverEndedError",
    "WaiverState",
    "WaiverView",
    "WrongKeyError",
    "caucus",
    "check_file_name",
    "estimate",
    "file_of",
    "generate_passphrase",
    "identity_words",
    "is_parcel",
    "normalise_id",
    "read_bag",
    "read_court_report",
    "read_disclosure",
    "read_parcel",
    "require_strong",
    "spell_id",
    "write_parcel",
]
