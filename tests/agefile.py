"""Files of age for a passphrase, at a work that a test can wait for: age's own takes seconds.

After the specification at age-encryption.org/v1, with primitives of cryptography.
"""

import base64
import os

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

_FIRST_LINE = b"age-encryption.org/v1\n"
_CHUNK_BYTES = 64 * 1024


def for_passphrase(data: bytes, passphrase: str, *, work: int = 10, claimed: int = 0) -> bytes:
    """Return data as age encrypts it for a passphrase.

    Args:
        data: any, but not nothing.
        passphrase: the passphrase.
        work: the logarithm of the work.
        claimed: another one to stand in the file.

    """
    file_key, salt = os.urandom(16), os.urandom(16)
    scrypt = Scrypt(b"age-encryption.org/v1/scrypt" + salt, 32, 2**work, 8, 1)
    wrapping = scrypt.derive(passphrase.encode())
    body = ChaCha20Poly1305(wrapping).encrypt(bytes(12), file_key, None)
    head = (
        _FIRST_LINE + b"-> scrypt " + _spelt(salt) + b" %d\n" % (claimed or work)
        + _spelt(body) + b"\n---"
    )  # fmt: skip
    mac = hmac.HMAC(_derived(file_key, b"", b"header"), hashes.SHA256())
    mac.update(head)
    nonce = os.urandom(16)
    payload = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    chunks = [data[at : at + _CHUNK_BYTES] for at in range(0, len(data), _CHUNK_BYTES)]
    sealed = [
        payload.encrypt(number.to_bytes(11) + bytes([number + 1 == len(chunks)]), chunk, None)
        for number, chunk in enumerate(chunks)
    ]
    return b"".join([head, b" ", _spelt(mac.finalize()), b"\n", nonce, *sealed])


def armoured(data: bytes) -> bytes:
    """Return a file of age as text."""
    spelt = base64.b64encode(data)
    lines = [spelt[at : at + 64] for at in range(0, len(spelt), 64)]
    begin, end = (b"-----%s AGE ENCRYPTED FILE-----" % word for word in (b"BEGIN", b"END"))
    return b"\n".join([begin, *lines, end, b""])


def _spelt(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt or None, info).derive(key)
