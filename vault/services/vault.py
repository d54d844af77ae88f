"""A vault, locked and unlocked. Holding the unlocked object *is* the permission."""

from contextlib import suppress
from pathlib import Path

from vault.crypto.digest import equal, sha256
from vault.crypto.kdf import DEFAULT_COST, KdfCost
from vault.crypto.random import random_id
from vault.errors import (
    DamagedError,
    ExistsError,
    InvalidError,
    LimitError,
    SchemaOlderError,
    StorageError,
    UnlockError,
    VaultError,
    VaultExistsError,
    VaultMissingError,
)
from vault.format.own import Profile
from vault.keys import keyslot, recovery
from vault.keys.identity import Identity, generate_seed
from vault.keys.keyring import Keyring
from vault.keys.keyslot import Keyslot, SlotSecrets, SlotSetting
from vault.keys.passphrase import normalise
from vault.mapper import own as own_mapper
from vault.model import check_text
from vault.services.backups import Backups, before_upgrade, restore
from vault.services.checks import Checks
from vault.services.desk import Change, Clock, Desk, journal_head
from vault.services.docket import Docket
from vault.services.entries import Entries
from vault.services.files import Files
from vault.services.finder import Search
from vault.services.heads import sign_heads
from vault.services.mark import Mark
from vault.services.opening import Opening
from vault.services.people import People
from vault.services.sealing import Sealing
from vault.services.sessions import Sessions
from vault.services.waivers import Waivers
from vault.store import migrate
from vault.store.database import Store, Transaction
from vault.store.rows import KeyslotRow, OwnRow, SettingRow, VaultRow

FORMAT = 1
SETTINGS_MAX = 3


class Vault:
    """A locked vault: it knows no name and opens nothing by itself."""

    def __init__(
        self, location: str, *, marks: Path, clock: Clock, cost: KdfCost = DEFAULT_COST,
        read_only: bool = False,
    ) -> None:  # fmt: skip
        self.location = location
        self._marks = marks
        self._clock = clock
        self._cost = cost
        self._store = Store(location, read_only=read_only)

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    def create(self) -> None:
        """Make the tables of a new vault. Raises VaultExistsError if there is anything yet."""
        if self._store.exists() and migrate.schema_revision(self._store):
            raise VaultExistsError("create")
        if self._store.is_file and self._store.exists():
            raise VaultExistsError("create")
        migrate.upgrade(self._store)
        with self._store.write() as tx:
            tx.add(VaultRow(random_id(), FORMAT))

    def upgrade(self) -> Path | None:
        """Bring an older vault to today's tables, after a backup beside it. Returns the backup."""
        if migrate.schema_revision(self._store) == migrate.HEAD:
            return None
        with suppress(SchemaOlderError):
            migrate.require_current(self._store)
        backup = before_upgrade(self._store)
        migrate.upgrade(self._store)
        return backup

    def restore(self, backup: Path) -> int:
        """Put a backup in the place of this vault, where there is none yet. Returns its rows."""
        return restore(backup, self._store)

    def require_ready(self) -> None:
        """Refuse what is no vault of this version.

        Raises:
            VaultMissingError: nothing there.
            SchemaNewerError: a newer program wrote it.
            SchemaOlderError: :meth:`upgrade` comes first.

        """
        if not self._store.exists():
            raise VaultMissingError("open")
        migrate.require_current(self._store)

    def enrol(self, name: str, passphrase: str) -> tuple["UnlockedVault", str]:
        """Add the first person of a vault, or one more. Returns them unlocked, and their code.

        Raises:
            PassphraseError: not a possible passphrase (strength is the front end's to ask for).
            ExistsError: this name with this passphrase is already somebody.

        """
        self.require_ready()
        check_text("name", name)
        setting = self._best_setting()
        secrets = keyslot.passphrase_secrets(setting, name, passphrase)
        identity = Identity(generate_seed())
        code = recovery.generate()
        slots = [
            keyslot.make_slot(secrets, identity.seed),
            keyslot.make_slot(_recovery_secrets(code), identity.seed),
        ]
        desk = self._desk(identity)
        with desk.change("person enrolled") as change:
            if change.tx.one(KeyslotRow, tag=secrets.tag):
                raise ExistsError("person", name)
            _keep_setting(change.tx, setting)
            for slot in slots:
                change.add(_slot_row(identity, slot))
            profile = Profile(name, _listed(slots), frozenset())
            change.add(own_mapper.profile_row(identity, random_id(), profile))
        return UnlockedVault(self, desk, name), code

    def unlock(self, name: str, passphrase: str) -> "UnlockedVault":
        """Unlock a person's keys.

        Raises:
            UnlockError: unknown name or wrong passphrase: one case.
            DamagedError: the right passphrase, and a slot that was changed.

        """
        self.require_ready()
        typed = normalise(passphrase)
        found: tuple[SlotSecrets, Keyslot] | None = None
        for setting in self._settings():
            # Every setting is tried until one fits, whether or not the name exists.
            secrets = keyslot.normalised_secrets(setting, name, typed)
            with self._store.read() as tx:
                row = tx.one(KeyslotRow, tag=secrets.tag)
            if row is not None and row.kind == keyslot.PASSPHRASE:
                found = (secrets, _read_slot(row))
                break
        if found is None:
            raise UnlockError
        identity = Identity(keyslot.open_slot(*found))
        unlocked = self._open(identity, found[1])
        unlocked._rewrap_cheap_slot(found[1], name, passphrase)
        return unlocked

    def recover(self, code: str, name: str, passphrase: str) -> tuple["UnlockedVault", str]:
        """Set a new passphrase with the recovery code. Returns the vault and a new code.

        Raises:
            RecoveryCodeError: a typing mistake, located.
            UnlockError: a well-formed code that opens nothing here.

        """
        self.require_ready()
        secrets = _recovery_secrets(code)
        with self._store.read() as tx:
            row = tx.one(KeyslotRow, tag=secrets.tag)
        if row is None or row.kind != keyslot.RECOVERY:
            raise UnlockError
        slot = _read_slot(row)
        unlocked = self._open(Identity(keyslot.open_slot(secrets, slot)), slot)
        if name.casefold() != unlocked.name.casefold():
            unlocked.lock()
            raise UnlockError
        fresh = unlocked.change_passphrase(passphrase, renew_code=True)
        return unlocked, fresh

    def _open(self, identity: Identity, slot: Keyslot) -> "UnlockedVault":
        desk = self._desk(identity)
        _, profile = read_profile(desk)
        listed = dict(profile.slots)
        if not equal(listed.get(slot.id, b""), slot.checksum):
            # An old slot put back by whoever holds the database: its passphrase was given up.
            raise DamagedError("keyslot", slot.id.hex())
        desk.mark.load()
        with self._store.read() as tx:
            last = tx.last_journal(identity.owner)
        if last is not None:
            with suppress(DamagedError):
                desk.remember_time(own_mapper.read_journal(identity, last).time)
        desk.behind = _is_behind(desk)
        desk.read_only = desk.read_only or desk.behind
        return UnlockedVault(self, desk, profile.name)

    def _desk(self, identity: Identity) -> Desk:
        with self._store.read() as tx:
            vault = tx.one(VaultRow)
        if vault is None:
            raise StorageError("not a vault")
        mark = Mark(self._marks, identity, vault.id)
        return Desk(self._store, Keyring(identity), self._clock, mark)

    def _settings(self) -> list[SlotSetting]:
        """Return the slot settings, newest first. Hostile parameters are a LimitError."""
        with self._store.read() as tx:
            rows = tx.find(SettingRow)
        if len(rows) > SETTINGS_MAX:
            raise LimitError("slot settings", len(rows), 1, SETTINGS_MAX)
        ordered = sorted(rows, key=lambda row: row.position, reverse=True)
        return [
            SlotSetting(row.id, row.salt, KdfCost(row.memory_kib, row.passes, row.lanes))
            for row in ordered
        ]

    def _best_setting(self) -> SlotSetting:
        """Return the setting for a new slot: the newest that costs at least today's default."""
        for setting in self._settings():
            if not setting.cost.is_below(self._cost):
                return setting
        return keyslot.new_setting(self._cost)


class UnlockedVault:
    """A vault with one person's keys. ``lock`` drops them and signs what they wrote."""

    def __init__(self, vault: Vault, desk: Desk, name: str) -> None:
        self._vault = vault
        self._desk = desk
        self.name = name
        self.people = People(desk, name)
        self.sessions = Sessions(desk, self.people)
        self.entries = Entries(desk, self.sessions)
        self.files = Files(desk, self.sessions, self.entries)
        self.search = Search(desk, self.sessions)
        self.docket = Docket(desk, self.sessions)
        self.sealing = Sealing(desk, self.sessions, self.entries, self.files, self.docket)
        self.waivers = Waivers(desk, self.sessions, self.docket)
        self.opening = Opening(desk, self.docket, self.waivers)
        self.checks = Checks(desk, self.people, self.sessions, self.docket, self.waivers)
        self.backups = Backups(desk)

    def __repr__(self) -> str:
        return "UnlockedVault()"

    @property
    def behind(self) -> bool:
        """Whether the vault is older than what this person remembers, so that it is read-only."""
        return self._desk.behind

    def lock(self) -> None:
        """Sign the heads of this person's chains, then drop every key."""
        with suppress(VaultError):
            sign_heads(self._desk, self.sessions)
        self._desk.keyring.empty()

    def accept_older(self) -> None:
        """Go on with a vault that is older than the mark: its owner says that this is right."""
        self._desk.behind = False
        self._desk.read_only = False
        with self._desk.store.read() as tx:
            last = tx.last_journal(self._desk.identity.owner)
        self._desk.mark.replace([journal_head(last)] if last else [])
        with self._desk.change("older vault accepted") as change:
            row, _ = read_profile(self._desk)
            change.update(row, id=row.id)

    def change_passphrase(self, passphrase: str, *, renew_code: bool = False) -> str:
        """Set a new passphrase; the old one opens nothing any more. Returns a new code, if asked.

        Raises:
            PassphraseError: not a possible passphrase.

        """
        setting = self._vault._best_setting()
        fresh = keyslot.passphrase_secrets(setting, self.name, passphrase)
        code = recovery.generate() if renew_code else ""
        made = [fresh, _recovery_secrets(code)] if code else [fresh]
        self._replace_slots(setting, made, "passphrase changed")
        return code

    def _rewrap_cheap_slot(self, slot: Keyslot, name: str, passphrase: str) -> None:
        """Wrap the seed anew if this slot costs an attacker less than today's default."""
        if self._desk.read_only:
            return
        settings = {setting.id: setting for setting in self._vault._settings()}
        mine = settings.get(slot.setting)
        best = self._vault._best_setting()
        if mine is None or best.id == mine.id or not mine.cost.is_below(self._vault._cost):
            return
        fresh = keyslot.passphrase_secrets(best, name, passphrase)
        with suppress(InvalidError):
            self._replace_slots(best, [fresh], "keyslot strengthened")

    def _replace_slots(self, setting: SlotSetting, made: list[SlotSecrets], act: str) -> None:
        identity = self._desk.identity
        slots = [keyslot.make_slot(secrets, identity.seed) for secrets in made]
        for secrets, slot in zip(made, slots, strict=True):
            # Proven to open before the old one goes.
            if keyslot.open_slot(secrets, slot) != identity.seed:
                raise DamagedError("keyslot", slot.id.hex())
        with self._desk.change(act) as change:
            row, profile = read_profile_in(change.tx, identity)
            for old in change.tx.find(KeyslotRow, owner=identity.owner):
                if old.kind in {slot.kind for slot in slots}:
                    change.remove(old, id=old.id)
            kept = [
                (old.id, old.checksum) for old in change.tx.find(KeyslotRow, owner=identity.owner)
            ]
            _keep_setting(change.tx, setting)
            for slot in slots:
                change.add(_slot_row(identity, slot))
            listed = (*kept, *_listed(slots))
            updated = own_mapper.profile_row(identity, row.id, profile._replace(slots=listed))
            change.update(updated, id=row.id)
        self._desk.store.erase_traces()


def read_profile(desk: Desk) -> tuple[OwnRow, Profile]:
    """Return a person's profile and its row. Raises DamagedError if it is gone."""
    with desk.store.read() as tx:
        return read_profile_in(tx, desk.identity)


def read_profile_in(tx: Transaction, identity: Identity) -> tuple[OwnRow, Profile]:
    """Return a person's profile and its row, within a transaction."""
    row = tx.one(OwnRow, owner=identity.owner, kind=own_mapper.PROFILE)
    if row is None:
        raise DamagedError("profile")
    return row, own_mapper.read_profile(identity, row)


def _is_behind(desk: Desk) -> bool:
    """Tell whether the vault lacks what this person remembers of it."""
    remembered = desk.mark.all()
    if not remembered:
        return False
    own = desk.mark.seen(desk.identity.owner)
    with desk.store.read() as tx:
        last = tx.last_journal(desk.identity.owner)
        tails = tx.tails()
        if own is not None:
            row = last
            if row is None or row.sequence < own.sequence:
                return True
            if row.sequence > own.sequence:
                row = tx.journal_line(desk.identity.owner, own.sequence)
            if row is None or sha256(row.cell) != own.link:
                return True
    return any(
        tails.get(each.chain, 0) < each.sequence
        for each in remembered
        if each.chain != desk.identity.owner
    )


def _keep_setting(tx: Transaction, setting: SlotSetting) -> None:
    """Store a new setting; drop what no slot uses when there would be more than three."""
    rows = tx.find(SettingRow)
    if any(row.id == setting.id for row in rows):
        return
    for row in sorted(rows, key=lambda each: each.position):
        if len(rows) >= SETTINGS_MAX and not tx.count(KeyslotRow, setting=row.id):
            tx.remove(SettingRow, id=row.id)
            rows.remove(row)
    if len(rows) >= SETTINGS_MAX:
        raise InvalidError("slot settings", "full")
    position = max((row.position for row in rows), default=0) + 1
    cost = setting.cost
    tx.add(
        SettingRow(
            setting.id, position, setting.salt, cost.memory_kib, cost.passes, cost.lanes
        )
    )


def _recovery_secrets(code: str) -> SlotSecrets:
    tag, key = recovery.slot_secrets(recovery.read(code))
    return SlotSecrets(keyslot.RECOVERY, b"", tag, key)


def _slot_row(identity: Identity, slot: Keyslot) -> KeyslotRow:
    return KeyslotRow(
        slot.id, identity.owner, slot.kind, slot.setting, slot.tag, slot.wrapped, slot.checksum
    )


def _read_slot(row: KeyslotRow) -> Keyslot:
    return Keyslot(row.id, row.kind, row.setting, row.tag, row.wrapped, row.checksum)


def _listed(slots: list[Keyslot]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((slot.id, slot.checksum) for slot in slots)
