"""What is said when a file from another machine is refused: which file, why, and what to do.

The codes and exit codes are those of :mod:`tui.wording`, whose sentences are about the vault.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import click

from tui import reasons
from tui.failure import RefusedError, put_in_words
from tui.wording import DAMAGED, FAILED, NOT_FOUND, USAGE, Words, describe, part
from vault import (
    DamagedError,
    ExistsError,
    ForbiddenError,
    FormatError,
    InvalidError,
    NotFoundError,
    StorageError,
    UnconfirmedError,
    UnsupportedVersionError,
    VaultError,
    WaiverEndedError,
    WrongKeyError,
)

_NOT_USED = "It was not used; nothing was changed and nothing is lost."


class _Said(NamedTuple):
    message: str
    hint: str


def describe_file(error: BaseException, file: str, check_words: str = "") -> Words:
    """Return in words why a file was refused.

    Args:
        error: what went wrong while it was read, taken in or answered.
        file: its name.
        check_words: those of the request in it, where that is known.

    """
    if isinstance(error, VaultError):
        usual = describe(error)
        message, hint = _sentence(_Refused(error, file, check_words)) or _Said(
            f"{file} was refused. {usual.message}", usual.hint
        )
        return usual._replace(message=message, hint=hint)
    words = put_in_words(error)
    if words is None:
        raise error
    if isinstance(error, click.ClickException) and not isinstance(error, RefusedError):
        return words._replace(message=f"{file}: {words.message}")
    return words


def refused(error: BaseException, file: str, check_words: str = "") -> RefusedError:
    """Return the same as an error that ends the program with these words."""
    return RefusedError(describe_file(error, file, check_words))


def other_file(file: str, kind: str, wanted: str) -> RefusedError:
    """Return the refusal of a file that is something else than what was wanted.

    Args:
        file: its name, as it was given.
        kind: what it is, by the words of :data:`tui.reasons.FILES`; or that nothing tells.
        wanted: what it was taken for: ``archive``, ``disclosure`` and so on.

    """
    if kind not in reasons.FILES:
        said = _EMPTY if kind == "empty" else _NO_FILE
        message, hint = said(_Refused(FormatError("file"), file, ""))
        return RefusedError(Words("format", DAMAGED, message, hint))
    what, hint = reasons.FILES[kind]
    return RefusedError(
        Words(
            f"no_{wanted.partition(' ')[0]}", USAGE, f"{file} is no {wanted} but {what}. "
            f"{_NOT_USED}", hint.format(file=file),
        )
    )  # fmt: skip


def no_such_file(file: str) -> RefusedError:
    """Return what is said where no file of that name is."""
    return RefusedError(
        Words(
            "not_found", NOT_FOUND, f"There is no file {file}. Nothing was changed.",
            "Look at its name and its folder, or name it with the folder that it is in.",
        )
    )  # fmt: skip


def archive_is_read(file: str) -> RefusedError:
    """Return the refusal to write into an archive."""
    return RefusedError(
        Words(
            "read_only", FAILED,
            f"{file} is an archive, and an archive is only read. Nothing was changed.",
            "To go on working with what is in it, take it into a vault: caucus archive import "
            f"{file}.",
        )
    )  # fmt: skip


def no_way_in(file: str) -> RefusedError:
    """Return the refusal of an archive without a keyslot where there is no vault either."""
    return RefusedError(
        Words(
            "vault_missing", NOT_FOUND,
            f"{file} carries no keyslot, and there is no vault on this machine whose keys could "
            "open it.",
            "Make one with caucus init --as NAME, and ask for an archive that is made for you.",
        )
    )  # fmt: skip


class _Refused(NamedTuple):
    """What the sentences are made of."""

    error: Any
    file: str
    check_words: str


def _sentence(refused: _Refused) -> _Said | None:
    """Return the sentences where a file has its own."""
    for kind in type(refused.error).__mro__:
        if kind in _SENTENCES:
            return _SENTENCES[kind](refused)
    return None


def _always(message: str, hint: str) -> Callable[[_Refused], _Said]:
    return lambda refused: _Said(f"{refused.file} {message} {_NOT_USED}", hint)


def _not_found(refused: _Refused) -> _Said | None:
    if refused.error.kind != "session":
        return None
    return _Said(
        f"{refused.file} is about a session that this vault does not know, or in which you have "
        f"no seat. {_NOT_USED}",
        "Receive the session's archive or the request first: caucus receive FILE. Then take this "
        "in again.",
    )


def _exists(refused: _Refused) -> _Said | None:
    if refused.error.kind != "keys":
        return None
    return _Said(
        f"{refused.file} brings other keys for {refused.error.name} than those that you know. "
        f"{_NOT_USED}",
        "Ask by voice whether they have new keys. If so, receive their identity once more, and "
        "call them by another name when it is asked for: caucus receive FILE.",
    )


def _forbidden(refused: _Refused) -> _Said | None:
    if refused.error.act != "receive":
        return None
    return _Said(
        f"{refused.file} is for the mediators of the session. {_NOT_USED}",
        "Pass it on to a mediator.",
    )


def _invalid(refused: _Refused) -> _Said | None:
    if refused.error.field != "check words" or not refused.check_words:
        return None
    return _Said(
        f"{refused.file} is another request than the one whose words you repeated: its check "
        f"words are {refused.check_words}. Nothing was signed.",
        "Compare them by voice with the mediator. Agree only if they are the same.",
    )


def _ended(refused: _Refused) -> _Said:
    match refused.error.reason:
        case "answered":
            return _Said(
                f"You have answered the request in {refused.file} already. An answer is given "
                "once.",
                "To write it as a file again: caucus waiver send WAIVER --answer -o FILE.",
            )
        case "expired":
            return _Said(
                f"It is too late for {refused.file}: the request's end date has passed. Nothing "
                "was signed.",
                "A mediator can ask again with a new request.",
            )
        case _:
            usual = describe(refused.error)
            return _Said(
                f"The request in {refused.file} takes no such answer any more. {usual.message}",
                usual.hint,
            )


def _damaged(refused: _Refused) -> _Said:
    if refused.error.what == "not signed":
        return _Said(
            f"{refused.file} brings entries that their author has not signed yet. {_NOT_USED}",
            "Ask whoever sent it for a new one: an export signs what its maker wrote.",
        )
    return _Said(
        f"{refused.file} was changed on the way, or something in it was forged, or it differs "
        f"from what is here: {part(refused.error.what)} cannot be trusted. {_NOT_USED}",
        "Ask for it again, perhaps by another way. If that changes nothing: caucus check says "
        "whether your own vault is whole.",
    )


def _storage(refused: _Refused) -> _Said | None:
    if refused.error.operation not in {"not a vault", "integrity"}:
        return None
    return _Said(
        f"{refused.file} is no vault of caucus, or was damaged. {_NOT_USED}",
        "Look whether it is the file that caucus backup wrote, or take another backup.",
    )


def _unconfirmed(refused: _Refused) -> _Said:
    who = ", ".join(refused.error.names)
    if who:
        return _Said(
            f"{refused.file} is from a session of {who}, whose check words you never compared. "
            f"{_NOT_USED}",
            "Compare the six words by voice: caucus person confirm. Then take it in again.",
        )
    return _Said(
        f"{refused.file} is from a session of somebody whom you do not know. {_NOT_USED}",
        "Ask the mediator for their identity file and take it in: caucus receive FILE. Compare "
        "the six words by voice: caucus person confirm. Then take this in again.",
    )


_NO_FILE = _always(
    "is no file of caucus, or was damaged or cut on the way.",
    "Ask for it again, perhaps by another way.",
)
_EMPTY = _always("is empty.", "Look whether it was copied whole, or ask for it again.")
_SENTENCES: dict[type, Callable[[_Refused], _Said | None]] = {
    UnsupportedVersionError: _always(
        "was made by a newer version of caucus.", "Update caucus, then take it in again."
    ),
    FormatError: _NO_FILE,
    StorageError: _storage,
    WrongKeyError: _always(
        "was made for somebody else, or its beginning was changed on the way.",
        "Ask whoever sent it whether it is meant for you: requests are for those whose agreement "
        "is needed, and answers for mediators. To make it for you they need your identity: caucus "
        "person export -o FILE.",
    ),
    DamagedError: _damaged,
    NotFoundError: _not_found,
    UnconfirmedError: _unconfirmed,
    ExistsError: _exists,
    ForbiddenError: _forbidden,
    InvalidError: _invalid,
    WaiverEndedError: _ended,
}
