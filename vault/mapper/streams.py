"""Long ciphertexts in pieces of a mebibyte, so that no file is ever in memory whole."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from vault.crypto import aead
from vault.crypto.digest import Sha256
from vault.errors import DamagedError, LimitError
from vault.format.padding import PREFIX_BYTES, Rule, padme

PIECE_BYTES = 1024 * 1024
SIZE_MAX = 8 * 1024**3
_BATCH_BYTES = 256 * 1024


def encrypt_stream(
    key: bytes,
    place: bytes,
    size: int,
    source: Iterable[bytes],
    digest: Sha256,
    *,
    rule: Rule = padme,
) -> Iterator[bytes]:
    """Encrypt ``size`` bytes from ``source``, padded, in pieces of one mebibyte.

    Args:
        key: 32 bytes.
        place: the context.
        size: how many bytes ``source`` gives.
        source: the plaintext, in any pieces.
        digest: takes in the ciphertext.
        rule: how long it becomes: Padmé for attachments, the rule of bodies for portions.

    Raises:
        LimitError: more than 8 GiB, or the source gave another number of bytes than it said.

    """
    if not 0 <= size <= SIZE_MAX:
        raise LimitError("file size", size, 0, SIZE_MAX)
    encryptor = aead.Encryptor(key, place)
    held = bytearray()
    for data in _padded(size, source, rule):
        held += encryptor.update(data)
        while len(held) >= PIECE_BYTES:
            yield _take(held, PIECE_BYTES, digest)
    held += encryptor.finalize()
    while held:
        yield _take(held, PIECE_BYTES, digest)


def _take(held: bytearray, count: int, digest: Sha256) -> bytes:
    piece = bytes(held[:count])
    del held[:count]
    digest.update(piece)
    return piece


def _padded(size: int, source: Iterable[bytes], rule: Rule) -> Iterator[bytes]:
    yield size.to_bytes(PREFIX_BYTES, "big")
    given = 0
    for data in source:
        given += len(data)
        if given > size:
            raise LimitError("file size", given, size, size)
        yield data
    if given != size:
        raise LimitError("file size", given, size, size)
    zeros = rule(PREFIX_BYTES + size) - PREFIX_BYTES - size
    while zeros:
        step = min(zeros, _BATCH_BYTES)
        yield bytes(step)
        zeros -= step


def decrypt_stream(
    key: bytes,
    place: bytes,
    pieces: Iterable[bytes],
    digest: bytes,
    what: str,
    *,
    rule: Rule = padme,
) -> Iterator[bytes]:
    """Decrypt a stream. What it yields is authentic; only its end says that it is whole.

    Args:
        key: 32 bytes.
        place: the context.
        pieces: the ciphertext.
        digest: the SHA-256 that the ciphertext must have.
        what: the kind of thing, for the error.
        rule: the padding it must have.

    Raises:
        DamagedError: changed, cut, padded otherwise, or not the ciphertext that was meant.

    """
    found = Sha256()

    def counted() -> Iterator[bytes]:
        for piece in pieces:
            found.update(piece)
            yield piece

    yield from decrypt_unlisted(key, place, counted(), what, rule=rule)
    if found.digest() != digest:
        raise DamagedError(what)


def decrypt_unlisted(
    key: bytes, place: bytes, pieces: Iterable[bytes], what: str, *, rule: Rule = padme
) -> Iterator[bytes]:
    """Decrypt a stream whose digest is listed nowhere. Errors as :func:`decrypt_stream`."""
    decryptor = aead.Decryptor(key, place)
    window = _Unpadder(what, rule)
    for piece in pieces:
        yield window.take(_guard(partial(decryptor.update, piece), what))
    yield window.take(_guard(decryptor.finalize, what))
    window.end()


def _guard(step: Callable[[], bytes], what: str) -> bytes:
    try:
        return step()
    except DamagedError as error:
        raise type(error)(what) from None


class _Unpadder:
    """Takes ``length ‖ data ‖ zeros`` piece by piece and gives the data."""

    def __init__(self, what: str, rule: Rule) -> None:
        self._what = what
        self._rule = rule
        self._prefix = b""
        self._left = 0
        self._total = 0
        self._size = 0

    def take(self, data: bytes) -> bytes:
        self._total += len(data)
        if len(self._prefix) < PREFIX_BYTES:
            missing = PREFIX_BYTES - len(self._prefix)
            self._prefix += data[:missing]
            data = data[missing:]
            if len(self._prefix) < PREFIX_BYTES:
                return b""
            self._size = self._left = int.from_bytes(self._prefix, "big")
        given = data[: self._left]
        self._left -= len(given)
        zeros = data[len(given) :]
        if zeros.count(0) != len(zeros):
            raise DamagedError(self._what)
        return given

    def end(self) -> None:
        if self._left or self._total != self._rule(PREFIX_BYTES + self._size):
            raise DamagedError(self._what)
