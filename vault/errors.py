"""Every exception the core raises. It imports nothing, prints nothing and words nothing.

    VaultError
    ├─ LockedError                      used after lock()
    ├─ UnlockError(damaged)             nothing offered opened a keyslot
    ├─ PassphraseError(reason)          a new passphrase is not acceptable
    ├─ RecoveryCodeError(group)         a recovery code has a typing mistake, and where
    ├─ InvalidError(field, reason)      a value that this program does not accept
    ├─ NotFoundError(kind, reference)   does not exist, or not for this person: the same
    ├─ AmbiguousError(kind, reference)  a prefix that fits more than one
    ├─ ForbiddenError(act)              this act is not this person's
    ├─ StateError                       the act does not fit the state of things
    │  ├─ ExistsError(kind, name)
    │  ├─ FinalError(entry)             a record is final
    │  ├─ ClosedError(session)          the session was closed
    │  ├─ UnconfirmedError(names)       check words were never compared
    │  ├─ SpeakersError(names)          nobody said whose words these are
    │  ├─ SafetyReviewError             the safety-and-complaint question is unanswered
    │  ├─ WaiverEndedError(reason)      the request ended
    │  └─ ReadOnlyError                 the vault is behind its mark
    ├─ ConsentsMissingError(missing)    not everyone has agreed
    ├─ DamagedError(what, row)          bytes fail authentication
    │  ├─ WrongKeyError                 the wrong key, or the wrong place
    │  ├─ SignatureError                a statement's signatures do not verify
    │  └─ ContributionError             an answer's keys do not fit the sealed record
    ├─ FormatError(what)                bytes that do not parse
    │  └─ UnsupportedVersionError
    ├─ LimitError(name, value, …)       a cost, size or count beyond what is accepted
    └─ StorageError(operation)
       ├─ VaultMissingError  ├─ VaultExistsError  ├─ VaultBusyError  ├─ StorageFullError
       ├─ SchemaNewerError   └─ SchemaOlderError

Errors carry ids, counts and names of things, never note text, key bytes or passphrases.
Words for people live in each front end's wording module.
"""


class VaultError(Exception):
    """Base of every error of the core; never raised itself."""

    def __init__(self, **data: object) -> None:
        super().__init__(*data.values())
        self.data = data
        """What went wrong, as named values."""


class LockedError(VaultError):
    """The keyring was emptied; unlock again."""


class UnlockError(VaultError):
    """No keyslot opened: an unknown name or a wrong secret, which are one case by design.

    ``damaged`` counts the vault's keyslots that are damaged: perhaps the right one is among them.
    """

    def __init__(self, damaged: int = 0) -> None:
        super().__init__(damaged=damaged)
        self.damaged = damaged


class PassphraseError(VaultError):
    """A new passphrase is refused.

    Data: ``reason`` (``empty``, ``long``, ``unassigned``, ``weak``), ``estimate``, ``needed``.
    """

    def __init__(self, reason: str, *, estimate: float = 0.0, needed: float = 0.0) -> None:
        super().__init__(reason=reason, estimate=estimate, needed=needed)
        self.reason, self.estimate, self.needed = reason, estimate, needed


class RecoveryCodeError(VaultError):
    """A recovery code does not check. ``group``: 1-based place of the mistake, or 0 if unknown."""

    def __init__(self, reason: str, group: int = 0) -> None:
        super().__init__(reason=reason, group=group)
        self.reason, self.group = reason, group


class InvalidError(VaultError):
    """A value was offered that this program does not accept."""

    def __init__(self, field: str, reason: str, value: str = "") -> None:
        super().__init__(field=field, reason=reason)
        self.field, self.reason, self.value = field, reason, value


class NotFoundError(VaultError):
    """There is no such thing for this person; whether it exists for others is not told."""

    def __init__(self, kind: str, reference: str = "") -> None:
        super().__init__(kind=kind, reference=reference)
        self.kind, self.reference = kind, reference


class AmbiguousError(VaultError):
    """A short id fits more than one thing that this person can read."""

    def __init__(self, kind: str, reference: str) -> None:
        super().__init__(kind=kind, reference=reference)
        self.kind, self.reference = kind, reference


class ForbiddenError(VaultError):
    """The act belongs to somebody else. ``act`` is a fixed word, see the wording module."""

    def __init__(self, act: str) -> None:
        super().__init__(act=act)
        self.act = act


class StateError(VaultError):
    """The act does not fit the present state of things."""


class ExistsError(StateError):
    """There already is one of that name."""

    def __init__(self, kind: str, name: str = "") -> None:
        super().__init__(kind=kind, name=name)
        self.kind, self.name = kind, name


class FinalError(StateError):
    """A record is final; a correction is a new record that names it."""

    def __init__(self, entry: str) -> None:
        super().__init__(entry=entry)
        self.entry = entry


class ClosedError(StateError):
    """The session was closed; nothing more is written in it."""

    def __init__(self, session: str) -> None:
        super().__init__(session=session)
        self.session = session


class UnconfirmedError(StateError):
    """These people's check words were never compared."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(names=names)
        self.names = names


class SpeakersError(StateError):
    """These speakers are in no seat; sealing must know whether a nonparty's words are kept."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(names=names)
        self.names = names


class SafetyReviewError(StateError):
    """Nobody said that the safety-and-complaint question was considered."""


class WaiverEndedError(StateError):
    """The request takes no more answers.

    ``reason``: ``not unanimous``, ``expired``, ``opened``, ``complete`` or ``answered``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason


class ReadOnlyError(StateError):
    """The vault is behind what this person remembers of it; nothing is written until asked."""


class ConsentsMissingError(VaultError):
    """Not everyone has agreed. ``missing`` holds names for a mediator and is empty for others."""

    def __init__(self, missing: tuple[str, ...] = ()) -> None:
        super().__init__(missing=missing)
        self.missing = missing


class DamagedError(VaultError):
    """Bytes fail authentication: damaged, or changed by someone without the keys."""

    def __init__(self, what: str, row: str = "") -> None:
        super().__init__(what=what, row=row)
        self.what, self.row = what, row


class WrongKeyError(DamagedError):
    """The key commitment does not match: another key, or bytes moved to another place."""


class SignatureError(DamagedError):
    """A statement is not signed by whom it must be."""


class ContributionError(DamagedError):
    """Keys handed over do not fit the commitments. ``givers`` names whose they are."""

    def __init__(self, what: str, givers: tuple[str, ...] = ()) -> None:
        super().__init__(what, ", ".join(givers))
        self.givers = givers


class FormatError(VaultError):
    """Bytes that do not parse as what they should be."""

    def __init__(self, what: str) -> None:
        super().__init__(what=what)
        self.what = what


class UnsupportedVersionError(FormatError):
    """A format version that this program does not know."""


class LimitError(VaultError):
    """A cost, size or count outside what is accepted."""

    def __init__(self, name: str, value: int, lowest: int, highest: int) -> None:
        super().__init__(name=name, value=value, lowest=lowest, highest=highest)
        self.name, self.value, self.lowest, self.highest = name, value, lowest, highest


class StorageError(VaultError):
    """The database refused. ``operation`` is a fixed word, never a parameter."""

    def __init__(self, operation: str = "") -> None:
        super().__init__(operation=operation)
        self.operation = operation


class VaultMissingError(StorageError):
    """There is no vault at that place."""


class VaultExistsError(StorageError):
    """There already is a vault at that place."""


class VaultBusyError(StorageError):
    """Another program holds the vault."""


class StorageFullError(StorageError):
    """The disk is full; what was saved before is still there."""


class SchemaNewerError(StorageError):
    """A newer version of the program has written this vault."""


class SchemaOlderError(StorageError):
    """The vault must be upgraded first."""
