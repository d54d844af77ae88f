"""An archive read by itself: a vault for the while, that nothing can be written into."""

from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from vault.crypto.kdf import DEFAULT_COST
from vault.crypto.random import random_id
from vault.errors import ExistsError
from vault.keys.identity import Identity
from vault.keys.keyring import Keyring
from vault.services.bags import read_bag
from vault.services.desk import Clock, Desk
from vault.services.mark import Mark
from vault.services.slots import Slots, add_profile
from vault.services.unlocked import UnlockedVault
from vault.services.unpacking import carried_identity
from vault.services.vault import FORMAT
from vault.store import migrate
from vault.store.database import Store
from vault.store.rows import VaultRow


class Shelf:
    """An archive on the shelf: it opens without the vault it came from, and only to be read.

    Args:
        source: the archive.
        workspace: an empty folder for the while, on a disk of one's own; only ciphertext lies in
            it, and whoever gave it removes it.
        clock: gives the time in seconds UTC.

    """

    def __init__(self, source: BinaryIO, *, workspace: Path, clock: Clock) -> None:
        self._source = source
        self._workspace = workspace
        self._clock = clock
        self._store = Store(str(workspace / "archive.caucus"))

    def close(self) -> None:
        """Let go of the workspace."""
        self._store.close()

    def unlock(self, name: str, passphrase: str) -> UnlockedVault:
        """Open it with the keyslot that its maker put in.

        Raises:
            InvalidError: it carries no keyslot.
            UnlockError: unknown name or wrong passphrase: one case.
            FormatError, DamagedError: changed, cut or forged.

        """
        return self._open(carried_identity(read_bag(self._source), name, passphrase), name, None)

    def unlock_with(self, person: UnlockedVault) -> UnlockedVault:
        """Open it with the keys of somebody it was made for, unlocked in a vault of their own."""
        return self._open(person.lend_identity(), person.name, person)

    def _open(self, identity: Identity, name: str, known: UnlockedVault | None) -> UnlockedVault:
        migrate.upgrade(self._store)
        vault = random_id()
        with self._store.write() as tx:
            tx.add(VaultRow(vault, FORMAT))
        desk = Desk(
            self._store, Keyring(identity), self._clock, Mark(self._workspace, identity, vault)
        )
        with desk.change("archive opened") as change:
            add_profile(change, identity, name, vault, [])
        unlocked = UnlockedVault(desk, Slots(self._store, DEFAULT_COST), name)
        for contact in known.people.contacts() if known is not None else []:
            with suppress(ExistsError):
                unlocked.people.add(contact.name, contact.identity, confirmed=contact.confirmed)
        unlocked.archives.receive(self._source)
        desk.read_only = True
        return unlocked
