"""A file for somebody who has only a passphrase: told by telephone, never beside the file."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from vault.crypto.digest import Sha256
from vault.crypto.kdf import DEFAULT_COST, SALT_BYTES, KdfCost, argon2id, expand
from vault.crypto.random import random_bytes
from vault.errors import FormatError, UnlockError, UnsupportedVersionError, WrongKeyError
from vault.format.context import context
from vault.format.pae import pae
from vault.keys.passphrase import normalise
from vault.mapper.streams import PIECE_BYTES, decrypt_unlisted, encrypt_stream

MAGIC = b"caucus parcel\n"
VERSION = 1
_COST = struct.Struct(">3I")


def write_parcel(
    source: BinaryIO, size: int, target: BinaryIO, passphrase: str, cost: KdfCost = DEFAULT_COST
) -> None:
    """Encrypt a file of ``size`` bytes under a passphrase.

    Raises:
        PassphraseError: not a possible passphrase (strength is the front end's to ask for).

    """
    salt = random_bytes(SALT_BYTES)
    key = _key(passphrase, salt, cost)
    header = _COST.pack(cost.memory_kib, cost.passes, cost.lanes)
    target.write(MAGIC + bytes([VERSION]) + salt + header)
    place = _place(salt, header)
    target.writelines(encrypt_stream(key, place, size, _pieces(source), Sha256()))


def read_parcel(source: BinaryIO, target: BinaryIO, passphrase: str) -> None:
    """Decrypt a parcel. What is in ``target`` counts only once this has returned.

    Raises:
        FormatError: no parcel, or one of a newer program.
        LimitError: hostile costs; no memory was taken.
        UnlockError: another passphrase.
        DamagedError: changed or cut.

    """
    begun = source.read(len(MAGIC) + 1 + SALT_BYTES + _COST.size)
    if len(begun) != len(MAGIC) + 1 + SALT_BYTES + _COST.size or not is_parcel(begun):
        raise FormatError("parcel")
    if begun[len(MAGIC)] != VERSION:
        raise UnsupportedVersionError("parcel")
    salt, header = begun[-_COST.size - SALT_BYTES : -_COST.size], begun[-_COST.size :]
    key = _key(passphrase, salt, KdfCost(*_COST.unpack(header)))
    try:
        place = _place(salt, header)
        target.writelines(decrypt_unlisted(key, place, _pieces(source), "parcel"))
    except WrongKeyError:
        raise UnlockError from None


def is_parcel(begun: bytes) -> bool:
    """Tell a parcel by its first bytes."""
    return begun.startswith(MAGIC)


def _key(passphrase: str, salt: bytes, cost: KdfCost) -> bytes:
    return expand(argon2id(normalise(passphrase), salt, cost), pae("parcel key"))


def _place(salt: bytes, header: bytes) -> bytes:
    """The costs are part of the place: a parcel with other costs does not open."""
    return context("parcel", b"", salt, header)


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    while piece := source.read(PIECE_BYTES):
        yield piece
