"""From secrets to keys: Argon2id for what people type, HKDF-SHA512 for everything else."""

from dataclasses import dataclass

from argon2.exceptions import HashingError
from argon2.low_level import ARGON2_VERSION, Type, hash_secret_raw
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from vault.errors import LimitError

KEY_BYTES = 32
SALT_BYTES = 16
PASSPHRASE_MAX_BYTES = 1024

MEMORY_KIB_MIN, MEMORY_KIB_MAX = 64 * 1024, 1024 * 1024
PASSES_MIN, PASSES_MAX = 1, 16
LANES_MIN, LANES_MAX = 1, 16
WORK_KIB_MAX = 4 * 1024 * 1024
"""Memory times passes: 4 GiB."""


def _require(name: str, value: int, lowest: int, highest: int) -> None:
    if not lowest <= value <= highest:
        raise LimitError(name, value, lowest, highest)


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one Argon2id run costs. The bounds hold for what is read and for what is made."""

    memory_kib: int
    passes: int
    lanes: int

    def __post_init__(self) -> None:
        _require("memory_kib", self.memory_kib, MEMORY_KIB_MIN, MEMORY_KIB_MAX)
        _require("passes", self.passes, PASSES_MIN, PASSES_MAX)
        _require("lanes", self.lanes, LANES_MIN, LANES_MAX)
        work = self.memory_kib * self.passes
        _require("memory_kib times passes", work, MEMORY_KIB_MIN, WORK_KIB_MAX)

    def is_below(self, other: "KdfCost") -> bool:
        """Tell whether an attacker would find this cheaper than ``other``."""
        mine = (self.memory_kib, self.memory_kib * self.passes)
        theirs = (other.memory_kib, other.memory_kib * other.passes)
        return mine[0] < theirs[0] or mine[1] < theirs[1]


DEFAULT_COST = KdfCost(memory_kib=256 * 1024, passes=3, lanes=4)
"""Source: RFC 9106 §4 sets the shape (t = 3, p = 4); four times its second option's memory."""


def argon2id(secret: bytes, salt: bytes, cost: KdfCost) -> bytes:
    """Derive 32 bytes from what a person typed. Source: RFC 9106, version 1.3, no key, no data.

    Args:
        secret: 1 to 1024 bytes, already normalised.
        salt: 16 bytes.
        cost: within bounds by construction, so nothing hostile is ever allocated.

    Raises:
        LimitError: the secret or the salt is of another length, or memory is short.

    """
    _require("passphrase bytes", len(secret), 1, PASSPHRASE_MAX_BYTES)
    _require("salt bytes", len(salt), SALT_BYTES, SALT_BYTES)
    try:
        return hash_secret_raw(
            secret, salt, cost.passes, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID,
            ARGON2_VERSION,
        )  # fmt: skip
    except (HashingError, MemoryError):
        raise LimitError("free memory", cost.memory_kib, 0, MEMORY_KIB_MAX) from None


def expand(key: bytes, info: bytes, length: int = KEY_BYTES) -> bytes:
    """Derive ``length`` bytes from a uniformly random ``key``.

    Source: RFC 5869 §2.3, HKDF-Expand with SHA-512. ``info`` is always a pae.
    """
    return HKDFExpand(hashes.SHA512(), length, info).derive(key)


def extract_and_expand(salt: bytes, material: bytes, info: bytes) -> bytes:
    """Derive a 32-byte key from several secrets put end to end. Source: RFC 5869, SHA-512."""
    return HKDF(hashes.SHA512(), KEY_BYTES, salt, info).derive(material)
