"""Files for recipients of age, where the optional package that speaks it is installed."""

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
    wrong_identity,
)
from tui.files import plain

_BEGINNINGS = (b"age-encryption.org/v1\n", b"-----BEGIN AGE ENCRYPTED FILE-----")
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
