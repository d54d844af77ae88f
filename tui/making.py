"""Making a vault with somebody in it: there is none before it is whole."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tui.files import rename_new, require_new
from tui.setup import Setup
from vault import UnlockedVault, Vault, identity_words

_REST = ("", "-wal", "-shm")


class Made(NamedTuple):
    """Whom a recovery code was made for, and the code, which is shown only now."""

    name: str
    code: str
    """Empty if none was made."""
    check_words: str

    def __repr__(self) -> str:
        return "Made()"


def made_for(person: UnlockedVault, code: str) -> Made:
    """Return a code with whom it was made for."""
    return Made(person.name, code, identity_words(person.people.me.identity))


Come = Callable[[Vault], tuple[UnlockedVault, str]]
"""Brings the first person into a vault; returns them unlocked, with their recovery code."""


def make_vault(
    setup: Setup, location: str, name: str, passphrase: str,
    note: Callable[[str], object] = lambda _: None,
) -> Made:  # fmt: skip
    """Make a vault and its first person, who is new: see :func:`make_with`."""
    return make_with(setup, location, lambda place: place.enrol(name, passphrase), note)


def make_with(setup: Setup, location: str, come: Come, note: Callable[[str], object]) -> Made:
    """Make a vault with whoever comes into it.

    A vault file is made under another name and gets its own once somebody is in it: a program
    that is killed earlier leaves nothing that looks like a vault and that nobody can open.

    Args:
        setup: how the program is put together.
        location: where the vault is to be.
        come: brings its first person; whatever it raises, no vault was made.
        note: told their check words just before the vault is there.

    Raises:
        VaultError: the name cannot be one, the place is taken or cannot be written.
        OSError: likewise.

    """
    if "://" in location:
        made = _make_at(setup, location, come)
        note(made.check_words)
        return made
    target = Path(location)
    begun = target.with_name(f".{target.name}.begun")
    require_new(target)
    setup.places.prepare(location)
    _remove(begun)
    try:
        made = _make_at(setup, str(begun), come)
        note(made.check_words)
        rename_new(begun, target)
    finally:
        _remove(begun)
    return made


def _make_at(setup: Setup, location: str, come: Come) -> Made:
    place = setup.vault(location)
    try:
        place.create()
        person, code = come(place)
        try:
            return made_for(person, code)
        finally:
            person.lock()
    finally:
        place.close()


def _remove(begun: Path) -> None:
    for ending in _REST:
        with suppress(FileNotFoundError):
            begun.with_name(f"{begun.name}{ending}").unlink()
