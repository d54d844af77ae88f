"""The keyslots of a vault: finding the one that a secret opens, and replacing a person's."""

from vault.crypto.digest import equal
from vault.crypto.kdf import KdfCost
from vault.crypto.random import random_id
from vault.errors import DamagedError, InvalidError, LimitError, UnlockError
from vault.format.own import Profile, Remembered
from vault.keys import keyslot, recovery
from vault.keys.identity import Identity
from vault.keys.keyslot import Keyslot, SlotSecrets, SlotSetting
from vault.keys.passphrase import normalise
from vault.mapper import own as own_mapper
from vault.services.desk import Change, Desk
from vault.store.database import Store
from vault.store.rows import KeyslotRow, OwnRow, SettingRow
from vault.store.transaction import Transaction

SETTINGS_MAX = 3


def find_among(
    settings: list[SettingRow], slots: list[KeyslotRow], name: str, passphrase: str
) -> Identity:
    """Return whose slot in an archive this name and passphrase open.

    Raises:
        UnlockError: none of them.
        LimitError: hostile parameters, or more settings than a vault has.

    """
    if len(settings) > SETTINGS_MAX:
        raise LimitError("slot settings", len(settings), 1, SETTINGS_MAX)
    typed = normalise(passphrase)
    for row in settings:
        cost = KdfCost(row.memory_kib, row.passes, row.lanes)
        setting = SlotSetting(row.id, row.salt, cost)
        secrets = keyslot.normalised_secrets(setting, name, typed)
        for slot in slots:
            if slot.kind == secrets.kind and equal(slot.tag, secrets.tag):
                return Identity(keyslot.open_slot(secrets, read_slot(slot)))
    raise UnlockError(sum(not keyslot.is_intact(read_slot(slot)) for slot in slots))


class Slots:
    """Keyslots and slot settings. It sees secrets only while it derives from them."""

    def __init__(self, store: Store, cost: KdfCost) -> None:
        self._store = store
        self._cost = cost

    def settings(self) -> list[SlotSetting]:
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

    def best_setting(self) -> SlotSetting:
        """Return the setting for a new slot: the newest that costs at least today's default."""
        for setting in self.settings():
            if not setting.cost.is_below(self._cost):
                return setting
        return keyslot.new_setting(self._cost)

    def is_cheap(self, slot: Keyslot) -> bool:
        """Tell whether a slot costs an attacker less than today's default."""
        return any(
            setting.id == slot.setting and setting.cost.is_below(self._cost)
            for setting in self.settings()
        )

    def damaged(self) -> int:
        """Return how many slots were damaged. Needs no key, and shows no forgery."""
        with self._store.read() as tx:
            return sum(not keyslot.is_intact(read_slot(row)) for row in tx.find(KeyslotRow))

    def find(self, secrets: SlotSecrets) -> Keyslot | None:
        """Return the slot that these secrets belong to."""
        with self._store.read() as tx:
            row = tx.one(KeyslotRow, tag=secrets.tag)
        if row is None or row.kind != secrets.kind:
            return None
        return read_slot(row)

    def find_by_passphrase(self, name: str, typed: bytes) -> tuple[SlotSecrets, Keyslot] | None:
        """Try every setting until one fits, whether or not the name exists."""
        for setting in self.settings():
            secrets = keyslot.normalised_secrets(setting, name, typed)
            slot = self.find(secrets)
            if slot is not None:
                return secrets, slot
        return None

    def replace(self, desk: Desk, setting: SlotSetting, made: list[SlotSecrets], act: str) -> None:
        """Put new slots in the place of a person's old ones of the same kinds."""
        identity = desk.identity
        slots = [keyslot.make_slot(secrets, identity) for secrets in made]
        for secrets, slot in zip(made, slots, strict=True):
            # Proven to open before the old one goes.
            if keyslot.open_slot(secrets, slot) != identity.seed:
                raise DamagedError("keyslot", slot.id.hex())
        kinds = {slot.kind for slot in slots}
        with desk.change(act) as change:
            row, profile = read_profile(change.tx, identity)
            listed = dict(profile.slots)
            kept = []
            for old in change.tx.find(KeyslotRow, owner=identity.owner):
                # Only what the profile lists is kept: anything else was put back by somebody.
                if old.kind in kinds or listed.get(old.id) != old.checksum:
                    change.remove(old, id=old.id)
                else:
                    kept.append((old.id, old.checksum))
            self.add(change, identity, setting, slots)
            update_profile(
                change, identity, row.id, profile._replace(slots=(*kept, *list_slots(slots)))
            )
        desk.erase_traces()

    def add(
        self, change: Change, identity: Identity, setting: SlotSetting, slots: list[Keyslot]
    ) -> None:
        """Write new slots; keep their setting, and drop those that no slot uses any more."""
        for slot in slots:
            change.add(
                KeyslotRow(
                    slot.id,
                    identity.owner,
                    slot.kind,
                    slot.setting,
                    slot.tag,
                    slot.wrapped,
                    slot.checksum,
                )
            )
        rows = change.tx.find(SettingRow)
        position = max((row.position for row in rows), default=0) + 1
        if setting.id not in {row.id for row in rows}:
            cost = setting.cost
            fresh = SettingRow(
                setting.id, position, setting.salt, cost.memory_kib, cost.passes, cost.lanes
            )
            change.tx.add(fresh)
            rows.append(fresh)
        used = {row.setting for row in change.tx.find(KeyslotRow)}
        for row in rows:
            if row.id not in used:
                change.tx.remove(SettingRow, id=row.id)
        if len(used - {b""}) > SETTINGS_MAX:
            raise InvalidError("slot settings", "full")


def recovery_secrets(code: str) -> SlotSecrets:
    """Return what opens the recovery slot of a code. Raises RecoveryCodeError."""
    tag, key = recovery.slot_secrets(recovery.read(code))
    return SlotSecrets(keyslot.RECOVERY, b"", tag, key)


def read_slot(row: KeyslotRow) -> Keyslot:
    """Return the keyslot in a row."""
    return Keyslot(*row)


def list_slots(slots: list[Keyslot]) -> tuple[tuple[bytes, bytes], ...]:
    """Return what a profile keeps of slots."""
    return tuple((slot.id, slot.checksum) for slot in slots)


def read_profile(tx: Transaction, identity: Identity) -> tuple[OwnRow, Profile]:
    """Return a person's profile and its row. Raises DamagedError if it is gone."""
    row = tx.one(OwnRow, owner=identity.owner, kind=own_mapper.PROFILE)
    if row is None:
        raise DamagedError("profile")
    return row, own_mapper.read_profile(identity, row)


def add_profile(
    change: Change, identity: Identity, name: str, vault: bytes, slots: list[Keyslot]
) -> None:
    """Write the profile of somebody who is being enrolled."""
    row = own_mapper.profile_row(identity, random_id(), Profile(name, vault, 1, list_slots(slots)))
    change.add(row)
    change.remembered.append(remembered_profile(row, 1))


def update_profile(change: Change, identity: Identity, row_id: bytes, profile: Profile) -> None:
    """Write a changed profile, and have the mark remember it."""
    fresh = profile._replace(version=profile.version + 1)
    row = own_mapper.profile_row(identity, row_id, fresh)
    change.update(row, id=row_id)
    change.remembered.append(remembered_profile(row, fresh.version))


def remembered_profile(row: OwnRow, version: int) -> Remembered:
    """Return what a mark keeps of a profile: it counts as a chain named by its row."""
    return Remembered(row.id, version, own_mapper.row_digest(row))
