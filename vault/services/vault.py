"""A locked vault: making it, unlocking a person's keys, and keeping its tables up to date."""

from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from vault.crypto.digest import equal, sha256
from vault.crypto.kdf import DEFAULT_COST, KdfCost
from vault.crypto.random import random_id
from vault.errors import (
    DamagedError,
    ExistsError,
    SchemaOlderError,
    StorageError,
    UnlockError,
    UnsupportedVersionError,
    VaultExistsError,
    VaultMissingError,
)
from vault.format.own import Remembered
from vault.keys import keyslot, recovery
from vault.keys.identity import Identity, generate_seed
from vault.keys.keyring import Keyring
from vault.keys.keyslot import Keyslot
from vault.keys.passphrase import normalise
from vault.mapper import own as own_mapper
from vault.model import check_text
from vault.services.backups import before_upgrade, restore
from vault.services.bags import read_bag
from vault.services.desk import Clock, Desk
from vault.services.mark import Mark
from vault.services.slots import (
    Slots,
    add_profile,
    read_profile,
    recovery_secrets,
    remembered_profile,
)
from vault.services.unlocked import UnlockedVault
from vault.services.unpacking import carried_identity
from vault.store import migrate
from vault.store.database import Store
from vault.store.rows import KeyslotRow, OwnRow, VaultRow
from vault.store.transaction import Transaction

FORMAT = 1


class Vault:
    """A locked vault: it knows no name and opens nothing by itself."""

    def __init__(
        self, location: str, *, marks: Path, clock: Clock, cost: KdfCost = DEFAULT_COST,
        read_only: bool = False,
    ) -> None:  # fmt: skip
        self.location = location
        self._marks = marks
        self._clock = clock
        self._store = Store(location, read_only=read_only)
        self._slots = Slots(self._store, cost)

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    def create(self) -> None:
        """Make the tables of a new vault.

        A vault whose making was cut short before anybody was in it is made whole, and one that
        was made and has nobody in it is as good as new.

        Raises:
            VaultExistsError: there is a vault already, or something else.

        """
        if self._store.exists() and not self._is_beginning():
            raise VaultExistsError("create")
        migrate.upgrade(self._store)
        with self._store.write() as tx:
            if tx.count(KeyslotRow):
                raise VaultExistsError("create")
            if tx.one(VaultRow) is None:
                tx.add(VaultRow(random_id(), FORMAT))

    def _is_beginning(self) -> bool:
        """Tell an empty database, or a vault without anything of anybody, from all else."""
        try:
            revision = migrate.schema_revision(self._store)
            return revision in {"", migrate.HEAD} and migrate.is_blank(
                self._store, but=frozenset({"vault"})
            )
        except DamagedError:
            return False

    def upgrade(self) -> Path | None:
        """Bring an older vault to today's tables, after a backup beside it. Returns the backup.

        Raises:
            VaultMissingError: nothing there.
            SchemaNewerError: a newer program wrote it.

        """
        if not self._store.exists():
            raise VaultMissingError("open")
        try:
            migrate.require_current(self._store)
        except SchemaOlderError:
            backup = before_upgrade(self._store)
            migrate.upgrade(self._store)
            return backup
        return None

    def restore(self, backup: Path) -> int:
        """Put a backup in the place of this vault, where there is none yet. Returns its rows."""
        return restore(backup, self._store)

    def require_ready(self) -> None:
        """Refuse what is no vault of this version with somebody in it.

        Raises:
            VaultMissingError: nothing there, or a vault that nobody was enrolled in yet.
            SchemaNewerError: a newer program wrote it.
            SchemaOlderError: :meth:`upgrade` comes first.

        """
        self._require_made()
        with self._store.read() as tx:
            if not tx.count(KeyslotRow):
                raise VaultMissingError("open")

    def _require_made(self) -> None:
        """Refuse what is no vault of this version, whether or not somebody is in it."""
        if not self._store.exists():
            raise VaultMissingError("open")
        migrate.require_current(self._store)
        with self._store.read() as tx:
            vault = tx.one(VaultRow)
        if vault is not None and vault.format != FORMAT:
            raise UnsupportedVersionError("vault")

    def enrol(self, name: str, passphrase: str) -> tuple[UnlockedVault, str]:
        """Add the first person of a vault, or one more. Returns them unlocked, and their code.

        Raises:
            PassphraseError: not a possible passphrase (strength is the front end's to ask for).
            ExistsError: this name with this passphrase is already somebody.

        """
        self._require_made()
        check_text("name", name)
        return self._enrol(Identity(generate_seed()), name, passphrase)

    def _enrol(self, identity: Identity, name: str, passphrase: str) -> tuple[UnlockedVault, str]:
        setting = self._slots.best_setting()
        secrets = keyslot.passphrase_secrets(setting, name, passphrase)
        code = recovery.generate()
        slots = [
            keyslot.make_slot(secrets, identity),
            keyslot.make_slot(recovery_secrets(code), identity),
        ]
        desk = self._desk(identity)
        with desk.change("person enrolled") as change:
            if change.tx.one(KeyslotRow, tag=secrets.tag):
                raise ExistsError("person", name)
            self._slots.add(change, identity, setting, slots)
            add_profile(change, identity, name, self._vault_id(change.tx), slots)
        return UnlockedVault(desk, self._slots, name), code

    def adopt(self, source: BinaryIO, name: str, passphrase: str) -> tuple[UnlockedVault, str]:
        """Enrol whoever made an archive with their keyslot in it, as the same person.

        Returns them unlocked, and a new recovery code. The archive itself is taken in afterwards.

        Raises:
            UnlockError: the archive carries no keyslot that this opens.
            ExistsError: they are in this vault already.

        """
        self._require_made()
        identity = carried_identity(read_bag(source), name, passphrase)
        with self._store.read() as tx:
            if tx.one(OwnRow, owner=identity.owner, kind=own_mapper.PROFILE) is not None:
                raise ExistsError("person", name)
        return self._enrol(identity, name, passphrase)

    def unlock(self, name: str, passphrase: str) -> UnlockedVault:
        """Unlock a person's keys.

        Raises:
            UnlockError: unknown name or wrong passphrase: one case.
            DamagedError: the right passphrase, and a slot that was changed.

        """
        self.require_ready()
        found = self._slots.find_by_passphrase(name, normalise(passphrase))
        if found is None:
            raise UnlockError(self._slots.damaged())
        secrets, slot = found
        unlocked = self._open(Identity(keyslot.open_slot(secrets, slot)), slot)
        unlocked.strengthen(slot, name, passphrase)
        return unlocked

    def recover(
        self, code: str, name: str, passphrase: str, *, accept_older: bool = False
    ) -> tuple[UnlockedVault, str]:
        """Set a new passphrase with the recovery code. Returns the vault and a new code.

        Args:
            code: as it stands on the recovery sheet.
            name: whose it is.
            passphrase: the new one.
            accept_older: their word that a vault older than they remember it is the right one.

        Raises:
            ReadOnlyError: the vault is older than they remember it, or was opened for reading.
            RecoveryCodeError: a typing mistake, located.
            UnlockError: a well-formed code that opens nothing here, or is not of this name.

        """
        self.require_ready()
        secrets = recovery_secrets(code)
        slot = self._slots.find(secrets)
        if slot is None:
            raise UnlockError(self._slots.damaged())
        unlocked = self._open(Identity(keyslot.open_slot(secrets, slot)), slot)
        try:
            if keyslot.fold_name(name) != keyslot.fold_name(unlocked.name):
                raise UnlockError
            if unlocked.behind and accept_older:
                unlocked.accept_older()
            return unlocked, unlocked.change_passphrase(passphrase, renew_code=True)
        except BaseException:
            unlocked.lock()
            raise

    def _open(self, identity: Identity, slot: Keyslot) -> UnlockedVault:
        desk = self._desk(identity)
        # Before the vault is read: what another program commits meanwhile is then ahead of it.
        desk.mark.load()
        with self._store.read() as tx:
            row, profile = read_profile(tx, identity)
            if not equal(dict(profile.slots).get(slot.id, b""), slot.checksum):
                # An old slot put back by whoever holds the database: its secret was given up.
                raise DamagedError("keyslot", slot.id.hex())
            if not equal(profile.vault, self._vault_id(tx)):
                raise DamagedError("vault")
            desk.behind = _is_behind(tx, desk, remembered_profile(row, profile.version))
            last = tx.last_journal(identity.owner)
        desk.read_only = desk.read_only or desk.behind
        if last is not None:
            with suppress(DamagedError):
                desk.remember_time(own_mapper.read_journal(identity, last).time)
        return UnlockedVault(desk, self._slots, profile.name)

    def _desk(self, identity: Identity) -> Desk:
        with self._store.read() as tx:
            mark = Mark(self._marks, identity, self._vault_id(tx))
        return Desk(self._store, Keyring(identity), self._clock, mark)

    def _vault_id(self, tx: Transaction) -> bytes:
        vault = tx.one(VaultRow)
        if vault is None:
            raise StorageError("not a vault")
        return vault.id


def _is_behind(tx: Transaction, desk: Desk, profile: Remembered) -> bool:
    """Tell whether the vault lacks what this person remembers of it, or nobody can tell."""
    if desk.mark.damaged:
        return True
    owner = desk.identity.owner
    own, seen = desk.mark.seen(owner), desk.mark.seen(profile.chain)
    if own is not None:
        row = tx.journal_line(owner, own.sequence)
        if row is None or sha256(row.cell) != own.link:
            return True
    if seen is not None and (
        profile.sequence < seen.sequence
        or (profile.sequence == seen.sequence and profile.link != seen.link)
    ):
        return True
    chains = [each for each in desk.mark.all() if each.chain not in {owner, profile.chain}]
    tails = tx.tails() if chains else {}
    return any(tails.get(each.chain, 0) < each.sequence for each in chains)
