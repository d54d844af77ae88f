"""The files of disclosures: read and verified, printed, taken apart, written."""

from pathlib import Path

from tui.app.disclosure.words import Out, Show
from tui.app.errand import NO_KEY, Errand, Key
from tui.app.work.attaching import size_words
from tui.failure import RefusedError, put_in_words, reason_of
from tui.files import write_whole
from tui.locked import Lock, unlocked_file
from tui.setup import Setup
from tui.verified import Verified, verified
from vault import UnlockedVault, VaultError, check_file_name, file_of

_PIECE_BYTES = 64 * 1024


def verify_file(setup: Setup, path: Path, key: Key = NO_KEY) -> Verified:
    """Return what a disclosure or report was found to be.

    Raises:
        RefusedError: it is something else, or is locked and this does not open it.
        VaultError: it was made by a newer program.
        OSError: no plain file.

    """
    with unlocked_file(Errand(setup, key.passphrase), path, key.identity) as (source, _):
        return verified(source, path.name)


def why_not(error: RefusedError | VaultError | OSError, no_folder: str) -> str:
    """Return why nothing was written; ``no_folder`` says it of the place."""
    if isinstance(error, OSError):
        return no_folder.format(reason=reason_of(error))
    words = put_in_words(error)
    return words.message if words else ""


def print_file(found: Verified, target: Path, lock: Lock) -> str:
    """Write a PDF of what was verified. Returns what to tell."""
    # What writes PDF takes a while to load.
    if found.report is not None:
        from tui.paper.report import report_pdf

        data = report_pdf(found.report)
    elif found.evidence is not None:
        from tui.paper.disclosure import disclosure_pdf

        data = disclosure_pdf(found.evidence.disclosure)
    else:
        raise ValueError("nothing to print")
    with lock.file(target) as file:
        file.write(data)
    return Show.PDF_DONE.format(path=target)


def save_portion(
    setup: Setup, path: Path, key: Key, place: int, target: Path, lock: Lock
) -> str:  # fmt: skip
    """Write one portion out of a disclosure, verified once more. Returns what to tell.

    Args:
        setup: how the program is put together.
        path: the disclosure.
        key: what opens it, if it is locked.
        place: the portion, from 1.
        target: a new file, or a folder.
        lock: how it is locked.

    """
    with unlocked_file(Errand(setup, key.passphrase), path, key.identity) as (source, _):
        found = verified(source, path.name)
        found.require_valid(path.name)
        if found.evidence is None:
            raise ValueError("a report has no portions")
        content, pieces = file_of(found.evidence, place)
        if target.is_dir():
            target /= check_file_name(content.name)
        with lock.file(target) as file:
            size = sum(file.write(piece) for piece in pieces)
    return Show.FILE_DONE.format(path=target, size=size_words(size))


def save_opened(person: UnlockedVault, waiver: bytes, target: Path, lock: Lock) -> str:
    """Write what a waiver opened, with the evidence. Returns what to tell."""
    with lock.file(target) as file:
        person.disclosures.write_opened(waiver, file)
    return Out.DONE.format(path=target)


def save_unlocked(setup: Setup, path: Path, key: Key, target: Path) -> str:
    """Write what is in a locked file, whatever it is, in clear. Returns what to tell."""
    with unlocked_file(Errand(setup, key.passphrase), path, key.identity) as (source, _):
        size = write_whole(target, iter(lambda: source.read(_PIECE_BYTES), b""))
    return Show.FILE_DONE.format(path=target, size=size_words(size))
