"""Keyslots: the stored ways to unlock an identity.

The Argon2 salt comes from the slot setting and the name, and the slot is found by a tag that
only the right name and passphrase derive. So a locked vault lists no names, and an unknown name
and a wrong passphrase are one case.
"""

import unicodedata
from dataclasses import dataclass, replace

from vault.crypto import aead
from vault.crypto.digest import equal, hmac_sha256, sha256
from vault.crypto.kdf import SALT_BYTES, KdfCost, argon2id, expand
from vault.crypto.random import random_bytes, random_id
from vault.errors import DamagedError, FormatError
from vault.format.context import context
from vault.format.padding import bucket_rule, pad, unpad
from vault.format.pae import pae
from vault.keys.identity import SEED_BYTES, Identity
from vault.keys.passphrase import normalise

TAG_BYTES = 16
SETTING_SALT_BYTES = 32
PASSPHRASE, RECOVERY = "passphrase", "recovery"


@dataclass(frozen=True, slots=True)
class SlotSetting:
    """What a passphrase is derived with, shared by the slots of a vault."""

    id: bytes
    salt: bytes
    cost: KdfCost


@dataclass(frozen=True, slots=True)
class SlotSecrets:
    """What opens one slot: where it is found and the key it is wrapped under."""

    kind: str
    setting: bytes
    """Id of the slot setting; empty for a recovery slot."""
    tag: bytes
    key: bytes

    def __repr__(self) -> str:
        return f"SlotSecrets(kind={self.kind!r})"


@dataclass(frozen=True, slots=True)
class Keyslot:
    """One stored slot."""

    id: bytes
    owner: bytes
    """Owner tag of the identity inside."""
    kind: str
    setting: bytes
    tag: bytes
    wrapped: bytes
    checksum: bytes
    """Unkeyed, so that damage is told apart from a wrong passphrase."""


def new_setting(cost: KdfCost) -> SlotSetting:
    """Return a setting with a new salt."""
    return SlotSetting(random_id(), random_bytes(SETTING_SALT_BYTES), cost)


def passphrase_secrets(setting: SlotSetting, name: str, passphrase: str) -> SlotSecrets:
    """Derive what opens a passphrase slot: one Argon2id run. Raises PassphraseError."""
    return normalised_secrets(setting, name, normalise(passphrase))


def normalised_secrets(setting: SlotSetting, name: str, passphrase: bytes) -> SlotSecrets:
    """Derive what opens a passphrase slot from a passphrase that is already bytes."""
    salt = hmac_sha256(setting.salt, pae("slot salt", fold_name(name)))[:SALT_BYTES]
    root = argon2id(passphrase, salt, setting.cost)
    tag, key = expand(root, pae("slot tag"), TAG_BYTES), expand(root, pae("slot key"))
    return SlotSecrets(PASSPHRASE, setting.id, tag, key)


def fold_name(name: str) -> bytes:
    """Return a name as keyslots spell it, whatever its case and composition."""
    return unicodedata.normalize("NFKC", name).casefold().encode("utf-8", "surrogatepass")


def make_slot(secrets: SlotSecrets, identity: Identity) -> Keyslot:
    """Wrap a person's seed into a new slot."""
    slot_id, seed = random_id(), identity.seed
    wrapped = aead.encrypt(secrets.key, _context(slot_id, secrets.kind), pad(seed, bucket_rule))
    made = Keyslot(
        slot_id, identity.owner, secrets.kind, secrets.setting, secrets.tag, wrapped, b""
    )
    return replace(made, checksum=_checksum(made))


def open_slot(secrets: SlotSecrets, slot: Keyslot) -> bytes:
    """Return the seed in a slot that was found by its tag.

    Raises:
        DamagedError: the slot was changed; the secret is right, or the tag would not have fit.

    """
    try:
        padded = aead.decrypt(secrets.key, _context(slot.id, slot.kind), slot.wrapped)
        seed = unpad(padded, bucket_rule)
    except (DamagedError, FormatError):
        raise DamagedError("keyslot", slot.id.hex()) from None
    if len(seed) != SEED_BYTES:
        raise DamagedError("keyslot", slot.id.hex())
    return seed


def is_intact(slot: Keyslot) -> bool:
    """Tell whether a slot's unkeyed checksum holds. Anyone can forge it; damage can not."""
    return equal(_checksum(slot), slot.checksum)


def _context(slot_id: bytes, kind: str) -> bytes:
    return context("keyslot", b"", slot_id, kind.encode())


def _checksum(slot: Keyslot) -> bytes:
    fields = (slot.id, slot.owner, slot.kind.encode(), slot.setting, slot.tag, slot.wrapped)
    return sha256(pae("slot checksum", *fields))
