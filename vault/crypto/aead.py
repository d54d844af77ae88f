"""The one way anything is encrypted: C2SP chunked-encryption, Cobblestone-256.

A ciphertext is ``salt (24) ‖ commitment (32) ‖ chunks``; chunks are 16 KiB of plaintext each
with a 16-byte tag, the last one always shorter. It commits to the key *and* the context, so a
ciphertext opens to one plaintext at one place only. Keys are 32 uniformly random bytes; the
context is built by :mod:`vault.format.context` and never left out.

Source: https://c2sp.org/chunked-encryption (frozen in FORMAT.md), AES-256-GCM, HKDF-SHA512.
"""

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import AlreadyFinalized, InvalidTag

from vault.errors import DamagedError, WrongKeyError

HEADER_BYTES = 56
"""Salt and commitment: what a wrong key is told apart by."""
TAG_BYTES = 16
CHUNK_BYTES = 16 * 1024


def ciphertext_bytes(plaintext_bytes: int) -> int:
    """Return the length of the ciphertext for a plaintext of that many bytes."""
    return HEADER_BYTES + plaintext_bytes + TAG_BYTES * (plaintext_bytes // CHUNK_BYTES + 1)


def encrypt(key: bytes, context: bytes, plaintext: bytes) -> bytes:
    """Encrypt one message under ``key`` (32 bytes) for the place ``context`` names."""
    encryptor = Cobblestone256Encryptor(key, context)
    return encryptor.update(plaintext) + encryptor.finalize()


def decrypt(key: bytes, context: bytes, ciphertext: bytes) -> bytes:
    """Return the plaintext of one message.

    Raises:
        WrongKeyError: the commitment fails: another key, or another place.
        DamagedError: the key and place are right and the bytes were changed or cut.

    """
    decryptor = Cobblestone256Decryptor(key, context)
    try:
        return decryptor.update(ciphertext) + decryptor.finalize()
    except InvalidTag:
        raise _why(key, context, ciphertext) from None


def is_begun(key: bytes, context: bytes, begun: bytes) -> bool:
    """Tell whether the first 56 bytes of a ciphertext belong to this key and place."""
    try:
        Cobblestone256Decryptor(key, context).update(begun[:HEADER_BYTES])
    except InvalidTag:
        return False
    return len(begun) >= HEADER_BYTES


def _why(key: bytes, context: bytes, ciphertext: bytes) -> DamagedError:
    """Tell a wrong key from damage: the first 56 bytes alone check the commitment."""
    if len(ciphertext) < HEADER_BYTES:
        return DamagedError("ciphertext")
    if not is_begun(key, context, ciphertext):
        return WrongKeyError("ciphertext")
    return DamagedError("ciphertext")


class Encryptor:
    """Encrypts one message as a stream: any number of ``update``, then one ``finalize``."""

    def __init__(self, key: bytes, context: bytes) -> None:
        self._inner = Cobblestone256Encryptor(key, context)

    def update(self, data: bytes) -> bytes:
        """Take plaintext, return the ciphertext that is ready."""
        return self._inner.update(data)

    def finalize(self) -> bytes:
        """Return the last, short chunk."""
        return self._inner.finalize()


class Decryptor:
    """Decrypts one message as a stream.

    What ``update`` returns is authentic but may be cut short: nothing may be called whole before
    ``finalize`` has returned.
    """

    def __init__(self, key: bytes, context: bytes) -> None:
        self._inner = Cobblestone256Decryptor(key, context)
        self._seen = 0

    def update(self, data: bytes) -> bytes:
        """Take ciphertext, return verified plaintext. Raises WrongKeyError or DamagedError."""
        started = self._seen >= HEADER_BYTES
        self._seen += len(data)
        try:
            if not started and self._seen > HEADER_BYTES:
                # Feed the commitment by itself, so that its failure is told apart.
                head = len(data) - (self._seen - HEADER_BYTES)
                self._feed_header(data[:head])
                return self._inner.update(data[head:])
            if not started:
                self._feed_header(data)
                return b""
            return self._inner.update(data)
        except (InvalidTag, AlreadyFinalized):
            raise DamagedError("ciphertext") from None

    def _feed_header(self, data: bytes) -> None:
        try:
            self._inner.update(data)
        except InvalidTag:
            raise WrongKeyError("ciphertext") from None

    def finalize(self) -> bytes:
        """Return the rest. Raises DamagedError if the message was cut."""
        try:
            return self._inner.finalize()
        except (InvalidTag, AlreadyFinalized):
            raise DamagedError("ciphertext") from None
