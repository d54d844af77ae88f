"""Files for recipients of age, where the optional package that speaks it is installed."""

import base64
import binascii
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

from tui.disclosure_words import (
    age_missing,
    needs_identity,
    no_identities,
    no_recipient,
    too_costly,
    wrong_age_passphrase,
    wrong_identity,
)
from tui.files import plain

BEGINNING_BYTES = 256
"""As much of a file tells what opens it."""
_ARMOUR = b"-----BEGIN AGE ENCRYPTED FILE-----"
_BEGINNINGS = (b"age-encryption.org/v1\n", _ARMOUR)
_PASSPHRASE = b"-> scrypt "
_WORK_MOST = 20
"""The logarithm of what a passphrase may cost: 1 GiB of memory. age itself writes 18."""
_SSH = "ssh-"
_IDENTITY_MAX_BYTES = 1024 * 1024


def is_age(begun: bytes) -> bool:
    """Tell a file of age by its first bytes, armoured or not."""
    return begun.startswith(_BEGINNINGS)


def recipients(texts: Iterable[str]) -> tuple[object, ...]:
    """Return recipients as they are written.

    Raises:
        RefusedError: one is none, or nothing that speaks age is installed.

    """
    age = _loaded()
    found = []
    for text in texts:
        kind = age.ssh if text.startswith(_SSH) else age.x25519
        try:
            found.append(kind.Recipient.from_str(text.strip()))
        except age.RecipientError:
            raise no_recipient() from None
    return tuple(found)


def encrypt(source: BinaryIO, target: BinaryIO, chosen: Iterable[object]) -> None:
    """Encrypt a file to every one of the recipients."""
    _loaded().encrypt_io(source, target, list(chosen))


def decrypt(source: BinaryIO, target: BinaryIO, file: str, identity: Path | None) -> None:
    """Decrypt a file with the identities in another one.

    Raises:
        RefusedError: none is named, none fits, or nothing that speaks age is installed.

    """
    if identity is None:
        raise needs_identity(file)
    age = _loaded()
    keys = _identities(age, identity)
    try:
        age.decrypt_io(source, target, keys)
    except (age.DecryptError, OSError):
        raise wrong_identity(file) from None


def asks_passphrase(begun: bytes) -> bool:
    """Tell by its first bytes a file of age that a passphrase opens, and nobody's identity."""
    return _first_stanza(begun).startswith(_PASSPHRASE)


def decrypt_with_passphrase(data: bytes, file: str, passphrase: str) -> bytes:
    """Return what a passphrase opens.

    Raises:
        RefusedError: it does not, it would cost too much, or nothing that speaks age is installed.

    """
    age = _loaded()
    # The work is what the file says, and nobody has vouched for that yet.
    work = _first_stanza(data[:BEGINNING_BYTES]).rpartition(b" ")[2]
    if not work.isdigit() or int(work) > _WORK_MOST:
        raise too_costly(file)
    try:
        found: bytes = age.passphrase.decrypt(data, passphrase)
    except age.DecryptError:
        raise wrong_age_passphrase(file) from None
    return found


def _first_stanza(begun: bytes) -> bytes:
    """Return the line that says what opens a file, armoured or not; an empty one if none does."""
    lines = begun.splitlines()
    if begun.startswith(_ARMOUR):
        try:
            lines = base64.b64decode(b"".join(lines[1:3]), validate=True).splitlines()
        except binascii.Error:
            return b""
    return lines[1] if len(lines) > 1 else b""


def _identities(age: ModuleType, path: Path) -> list[object]:
    with plain(path) as file:
        data = file.read(_IDENTITY_MAX_BYTES)
    try:
        if b"PRIVATE KEY-----" in data:
            return [age.ssh.Identity.from_buffer(data)]
        lines = (line.strip() for line in data.decode().splitlines())
        found = [
            age.x25519.Identity.from_str(line)
            for line in lines if line and not line.startswith("#")
        ]  # fmt: skip
    except (age.IdentityError, UnicodeDecodeError):
        found = []
    if not found:
        raise no_identities(path.name)
    return found


def _loaded() -> ModuleType:
    try:
        return import_module("pyrage")
    except ImportError:
        raise age_missing() from None
