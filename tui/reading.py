"""An archive in the place of a vault: read by itself, in a folder that goes again."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from tui.file_words import archive_is_read, no_way_in, refused
from tui.files import plain
from tui.paths import Places
from tui.setup import Setup
from vault import (
    InvalidError,
    PassphraseError,
    ReadOnlyError,
    Shelf,
    UnlockedVault,
    UnlockError,
    Vault,
    VaultError,
    VaultMissingError,
)

_PREFIX = "archive-"
_SWEPT_AFTER_SECONDS = 60
"""A folder as young as that may be one that its program has not begun to hold yet."""


class Lectern:
    """Where an archive is read by whoever comes and goes: it lies open for one person at a time.

    Args:
        path: the archive.
        setup: how the program is put together.

    """

    def __init__(self, path: Path, setup: Setup) -> None:
        self._path, self._setup = path, setup
        self._opened = ExitStack()

    def unlock(self, name: str, passphrase: str) -> UnlockedVault:
        """Open the archive, as :func:`read_by_itself` does, until it is closed."""
        self.close()
        read = read_by_itself(self._path, self._setup, name, passphrase)
        return self._opened.enter_context(read)

    def close(self) -> None:
        """Drop the keys and the folder, if it is open. It can be opened again."""
        self._opened.close()


@contextmanager
def read_by_itself(
    path: Path, setup: Setup, name: str, passphrase: str
) -> Iterator[UnlockedVault]:
    """Open an archive, by the keyslot in it or else with the person's keys from their own vault.

    Raises:
        UnlockError: this name and passphrase open neither.
        RefusedError: the archive is damaged or for somebody else, or something was to be written.

    """
    with plain(path) as source, _workspace(setup.places) as folder:
        shelf = Shelf(source, workspace=folder, clock=setup.clock)
        try:
            person = _person(shelf, path, setup, name, passphrase)
            try:
                yield person
            finally:
                person.lock()
        except ReadOnlyError:
            raise archive_is_read(path.name) from None
        finally:
            shelf.close()


def _person(
    shelf: Shelf, path: Path, setup: Setup, name: str, passphrase: str
) -> UnlockedVault:  # fmt: skip
    """Return who reads."""
    try:
        try:
            return shelf.unlock(name, passphrase)
        except (InvalidError, PassphraseError, UnlockError) as error:
            # No keyslot in it, or somebody else's.
            with _own(setup, path, name, passphrase, error) as own:
                return shelf.unlock_with(own)
    except UnlockError:
        raise
    except VaultError as error:
        raise refused(error, path.name) from None


@contextmanager
def _own(
    setup: Setup, path: Path, name: str, passphrase: str, error: VaultError
) -> Iterator[UnlockedVault]:
    """Give the person in the vault of this machine, which is let go of again at once."""
    with closing(setup.vault(str(setup.places.default_vault))) as place:
        own = _known(place, path, name, passphrase, error)
        try:
            yield own
        finally:
            own.lock()


def _known(
    place: Vault, path: Path, name: str, passphrase: str, error: VaultError
) -> UnlockedVault:  # fmt: skip
    try:
        return place.unlock(name, passphrase)
    except VaultMissingError:
        if isinstance(error, InvalidError):
            raise no_way_in(path.name) from None
        raise UnlockError from None
    except PassphraseError:
        raise UnlockError from None


@contextmanager
def _workspace(places: Places) -> Iterator[Path]:
    """Give a folder beside the marks that only its owner reads; it goes whatever happens."""
    home = places.marks.parent
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=home))
    try:
        with _held(folder):
            _sweep(home, folder.stat().st_mtime - _SWEPT_AFTER_SECONDS)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(home: Path, before: float) -> None:
    """Remove the folders of programs that were killed: older ones that nobody holds."""
    if sys.platform == "win32":
        # Nothing tells there whether a folder is held.
        return
    for left in home.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if left.stat().st_mtime < before:
                with _held(left):
                    shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold a folder for this process. Raises BlockingIOError if another one does."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
