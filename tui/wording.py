"""Every sentence that the command line says when something did not go as asked.

Each says what happened, whether anything is lost, and what to do. No other module words an error,
but for what is wrong with a file from another machine: :mod:`tui.file_words`.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import vault
from tui import reasons
from vault import VaultError

DONE, FAILED, USAGE, LOCKED, NOT_FOUND, NOT_YOURS, NOT_AGREED, DAMAGED, BUSY = range(9)
MISTAKE = 70
INTERRUPTED = 130


class Words(NamedTuple):
    """An error as a person or a script meets it."""

    code: str
    """A fixed word for scripts."""
    exit: int
    message: str
    """What happened, and whether anything is lost."""
    hint: str
    """What to do."""


def describe(error: VaultError) -> Words:
    """Return an error of the library in words."""
    kind = next(each for each in type(error).__mro__ if each in _SENTENCES)
    usual_exit, sentence = _SENTENCES[kind]
    message, hint, exit_code = sentence(error)
    return Words(_code(type(error)), exit_code or usual_exit, message, hint)


def mistake(where: str) -> Words:
    """Return the words for a mistake of the program itself."""
    return Words(
        "mistake", MISTAKE,
        f"caucus met a mistake of its own and stopped ({where}).",
        "What was saved before is still there. Please report it; nothing confidential is named.",
    )  # fmt: skip


def _code(kind: type[VaultError]) -> str:
    name = kind.__name__.removesuffix("Error")
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


class _Found(NamedTuple):
    message: str
    hint: str
    exit: int = 0
    """Set where it is not the usual one of the class."""


_LOST_NOTHING = "Nothing was changed and nothing is lost."


def part(what: str) -> str:
    """Return what something is called when it is damaged."""
    return reasons.PARTS.get(what, what)


def _invalid(error: Any) -> _Found:  # noqa: ANN401
    known = reasons.INVALID.get((error.field, error.reason))
    if known is not None:
        # Other check words are no slip of the keyboard but the answer to a question.
        return _Found(*known, FAILED if error.field == "check words" else 0)
    reason = reasons.INVALID_REASONS.get(error.reason, "is not accepted")
    return _Found(f"The {error.field} {reason}. {_LOST_NOTHING}", "Change it and try again.")


def _forbidden(error: Any) -> _Found:  # noqa: ANN401
    message = reasons.FORBIDDEN.get(error.act, "This is for somebody else to do.")
    return _Found(message, f"{_LOST_NOTHING} Ask whoever may.")


def _ended(error: Any) -> _Found:  # noqa: ANN401
    message = reasons.ENDED.get(error.reason, "The request has ended.")
    return _Found(message, reasons.ENDED_HINTS.get(error.reason, reasons.ASK_AGAIN))


def _passphrase(error: Any) -> _Found:  # noqa: ANN401
    if error.reason == "weak":
        message = (
            "That passphrase looks too easy to guess, by estimate: a machine that tries one after "
            f"another would come to it. {_LOST_NOTHING}"
        )
        return _Found(message, "Take six random words: --generate.")
    message = reasons.PASSPHRASE.get(error.reason, "That is no passphrase.")
    return _Found(message, "Choose another one.")


def _recovery(error: Any) -> _Found:  # noqa: ANN401
    message = reasons.RECOVERY.get(error.reason, "The recovery code is not right.")
    return _Found(message.format(group=error.group), f"{_LOST_NOTHING} Compare it with the sheet.")


def _consents(error: Any) -> _Found:  # noqa: ANN401
    who = f" Still missing: {', '.join(error.missing)}." if error.missing else ""
    message = f"Not everyone has agreed.{who} The record stays sealed."
    return _Found(message, "See caucus waiver show.")


def _damaged(error: Any) -> _Found:  # noqa: ANN401
    message = (
        f"The vault is damaged, or was changed by somebody without the keys: {part(error.what)} "
        "cannot be trusted. It was not used, and nothing else was changed."
    )
    hint = "caucus check names everything that is wrong. A backup may hold a whole copy."
    return _Found(message, hint)


def _contribution(error: Any) -> _Found:  # noqa: ANN401
    who = " and ".join(error.givers) or "a holder"
    return _Found(
        f"What {who} handed over does not fit the sealed record. Nothing was opened.",
        "Ask again with a new request. If it happens again, compare check words by voice.",
    )


def _format(error: Any) -> _Found:  # noqa: ANN401
    return _Found(
        f"This cannot be read: {part(error.what)} is damaged, or something else altogether. "
        f"{_LOST_NOTHING}",
        "Ask for it again, or take it from a backup.",
    )


def _limit(error: Any) -> _Found:  # noqa: ANN401
    if error.name == "free memory":
        return _Found(
            f"There is not enough free memory to try the passphrase. {_LOST_NOTHING}",
            "Close other programs and try again.", FAILED,
        )  # fmt: skip
    if error.name == "file size":
        return _Found(f"The file changed while it was read. {_LOST_NOTHING}", "Try again.", FAILED)
    return _Found(
        f"The vault asks for something out of bounds ({error.name}). It may have been changed by "
        f"somebody without the keys. {_LOST_NOTHING}",
        "Take the vault from a backup.",
    )


def _storage(error: Any) -> _Found:  # noqa: ANN401
    if error.operation in {"not a vault", "integrity", "connect"}:
        return _Found(
            "This is no vault, or its file is damaged. The passphrase was not the problem, and "
            "nothing was changed.",
            "Look whether --vault names the right file. A backup may hold a whole copy.", DAMAGED,
        )  # fmt: skip
    if error.operation == "driver":
        return _Found(
            "What speaks with PostgreSQL is not installed. Nothing was changed.",
            "Install it: pip install '.[postgresql]' in the folder of Caucus.",
        )
    if error.operation == "symlink":
        return _Found("The vault's name is a link.", "Name the file itself with --vault.")
    return _Found(
        f"The database refused to work ({error.operation or 'unknown'}). What was saved before "
        "is still there.",
        "Look whether the disk can be written and the server answers, then try again.",
    )


def _unconfirmed(error: Any) -> _Found:  # noqa: ANN401
    who = ", ".join(error.names) or "somebody whom you do not know"
    return _Found(
        f"These people's check words were never compared: {who}. {_LOST_NOTHING}",
        "Compare the six words by voice, then: caucus person confirm.",
    )


def _speakers(error: Any) -> _Found:  # noqa: ANN401
    return _Found(
        f"Nobody is seated under these speakers' names: {', '.join(error.names)}. Whose words "
        f"are kept decides who must agree later. {_LOST_NOTHING}",
        "Say who they are with --speaker-is SPEAKER=NAME OF A SEAT, or SPEAKER= for nobody here.",
    )


def _not_found(error: Any) -> _Found:  # noqa: ANN401
    named = f" {error.reference}" if error.reference else ""
    hint = _NOT_FOUND_HINTS.get(error.kind, _SEE_LISTINGS)
    return _Found(f"There is no {error.kind}{named} that you can read.", hint)


_SEE_LISTINGS = "See the listings: session list, note list, docket, waiver list, person list."
_NOT_FOUND_HINTS = {
    "audience": "See your audiences: caucus session show ID.",
    "entry": (
        "See caucus note list. What was sealed is in the docket, and opens when everybody agrees: "
        "caucus docket --session ID, caucus waiver request."
    ),
}


def _exists(error: Any) -> _Found:  # noqa: ANN401
    named = f" ({error.name})" if error.name else ""
    match error.kind:
        case "file":
            message = f"There already is such a file{named}. It was not touched."
        case "keys":
            return _Found(
                f"That name already has other keys{named}. {_LOST_NOTHING}",
                "Ask by voice whether they have new keys, and give these another name.",
            )
        case "identity":
            return _Found(f"You know these keys under another name{named}.", "Use that name.")
        case "own identity":
            return _Found(
                f"These are your own keys, and nobody else can have them. {_LOST_NOTHING}",
                "Take in the file that the other person wrote on their own machine.",
            )
        case _:
            message = f"There already is one of that name{named}. {_LOST_NOTHING}"
    return _Found(message, "Name another.")


def _unlock(error: vault.UnlockError) -> _Found:
    message = "That name and passphrase open nothing in this vault."
    if error.damaged:
        return _Found(
            f"{message} Of its ways in, {error.damaged} are damaged: perhaps yours.",
            "Try the recovery code: caucus person recover. Or put a backup back: caucus restore.",
        )
    return _Found(
        f"{message} Nothing is damaged.",
        "Look at the name, Caps Lock and the keyboard layout. With the recovery code: "
        "caucus person recover.",
    )


def _said(message: str, hint: str) -> Callable[[Any], _Found]:
    return lambda _: _Found(message, hint)


_SENTENCES: dict[type, tuple[int, Callable[[Any], _Found]]] = {
    VaultError: (FAILED, _said("It did not work.", "Try again; see caucus check.")),
    vault.LockedError: (LOCKED, _said(f"The vault was locked. {_LOST_NOTHING}", "Unlock again.")),
    vault.UnlockError: (LOCKED, _unlock),
    vault.PassphraseError: (FAILED, _passphrase),
    vault.RecoveryCodeError: (LOCKED, _recovery),
    vault.InvalidError: (USAGE, _invalid),
    vault.NotFoundError: (NOT_FOUND, _not_found),
    vault.AmbiguousError: (USAGE, _said(
        "More than one thing that you can read begins like that.", "Copy more of the id.",
    )),
    vault.ForbiddenError: (NOT_YOURS, _forbidden),
    vault.StateError: (FAILED, _said(f"This cannot be done now. {_LOST_NOTHING}", "Look again.")),
    vault.ExistsError: (FAILED, _exists),
    vault.FinalError: (FAILED, _said(
        f"A record is final once written. {_LOST_NOTHING}",
        "Write a new record that names it: caucus note add --kind record --corrects ID.",
    )),
    vault.ClosedError: (FAILED, _said(
        f"The session was closed; only private notes are still written in it. {_LOST_NOTHING}",
        "Reconvene: caucus session reconvene ID.",
    )),
    vault.UnconfirmedError: (FAILED, _unconfirmed),
    vault.SpeakersError: (FAILED, _speakers),
    vault.SafetyReviewError: (FAILED, _said(
        "Nobody said that the safety-and-complaint question was considered. Nothing was sealed.",
        "Consider whether anybody is in danger or a complaint must be made, then say "
        "--safety-reviewed.",
    )),
    vault.WaiverEndedError: (NOT_AGREED, _ended),
    vault.ReadOnlyError: (FAILED, _said(
        f"The vault is older than what this machine remembers of it, so it is only read. "
        f"{_LOST_NOTHING}",
        "If a backup was restored on purpose: caucus check --accept-older.",
    )),
    vault.ConsentsMissingError: (NOT_AGREED, _consents),
    vault.DamagedError: (DAMAGED, _damaged),
    vault.WrongKeyError: (DAMAGED, _damaged),
    vault.SignatureError: (DAMAGED, _damaged),
    vault.ContributionError: (DAMAGED, _contribution),
    vault.FormatError: (DAMAGED, _format),
    vault.UnsupportedVersionError: (FAILED, _said(
        f"This was made by a newer version of caucus. {_LOST_NOTHING}", "Update caucus.",
    )),
    vault.LimitError: (DAMAGED, _limit),
    vault.StorageError: (FAILED, _storage),
    vault.VaultMissingError: (NOT_FOUND, _said(
        "There is no vault at that place.",
        "Make one with: caucus init --as NAME. Or name another with --vault.",
    )),
    vault.VaultExistsError: (FAILED, _said(
        "There already is something at that place. It was not touched.", "Name another place.",
    )),
    vault.VaultBusyError: (BUSY, _said(
        f"Another program is using the vault. {_LOST_NOTHING}", "Try again when it is done.",
    )),
    vault.StorageFullError: (FAILED, _said(
        "The disk is full. What was saved before is still there; this was not saved.",
        "Free some space and do it again.",
    )),
    vault.SchemaNewerError: (FAILED, _said(
        "This vault was written by a newer version of caucus. Nothing was touched.",
        "Update caucus.",
    )),
    vault.SchemaOlderError: (FAILED, _said(
        "This vault is of an older version of caucus. Nothing was touched.",
        "Open it once with caucus check, which upgrades it after a backup.",
    )),
}  # fmt: skip
