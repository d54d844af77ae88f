"""The mark: what a person remembers of a vault, kept outside it.

An append-only file of encrypted frames, each written after the commit that it speaks of, so a
crash leaves the mark at or behind the vault. A vault behind its mark was rolled back.
"""

import errno
import os
from contextlib import suppress
from pathlib import Path

from vault.crypto.aead import HEADER_BYTES, ciphertext_bytes, is_begun
from vault.crypto.kdf import expand
from vault.errors import DamagedError, FormatError, StorageError, StorageFullError
from vault.format.context import context
from vault.format.own import Remembered, read_remembered, remembered_bytes
from vault.format.padding import PREFIX_BYTES, bucket_rule
from vault.format.pae import number, pae
from vault.keys.identity import Identity
from vault.mapper.cells import decrypt_bytes, encrypt_bytes

_LENGTH_BYTES = 4
_FRAMES_MAX = 256
"""More frames than this are folded into one at the next unlock."""
_NAME_BYTES = 16


class Mark:
    """One person's memory of one vault."""

    def __init__(self, folder: Path, identity: Identity, vault_id: bytes) -> None:
        name = expand(identity.self_key, pae("mark name", vault_id), _NAME_BYTES)
        self._path = folder / name.hex()
        self._key = expand(identity.self_key, pae("mark key"))
        self._owner, self._vault = identity.owner, vault_id
        self._seen: dict[bytes, Remembered] = {}
        self.damaged = False
        """Whether the file was changed by somebody: then it vouches for nothing."""

    def load(self) -> None:
        """Read the file, if there is one; fold it when it has grown long."""
        try:
            self._read(self._path.read_bytes())
        except FileNotFoundError:
            return
        except DamagedError:
            self.damaged = True

    def _read(self, data: bytes) -> None:
        frames = 0
        place = 0
        while place + _LENGTH_BYTES <= len(data):
            start = place + _LENGTH_BYTES
            end = start + int.from_bytes(data[place:start], "big")
            place_of = self._place(end - start)
            if end > len(data):
                # Cut by a crash, while saying what was already committed; or a length that was
                # changed, which the frame's own commitment tells.
                self._require_begun(place_of, data[start:])
                break
            self._take(place_of, data[start:end])
            place, frames = end, frames + 1
        # On a full disk it stays long; a cut end goes, or it would garble what follows it.
        with suppress(OSError):
            if place < len(data):
                os.truncate(self._path, place)
            if frames > _FRAMES_MAX:
                self._rewrite()

    def _place(self, length: int) -> bytes:
        """Return the context of a frame: its length is part of it."""
        return context("mark", self._owner, self._vault, number(length))

    def _require_begun(self, place: bytes, begun: bytes) -> None:
        if len(begun) >= HEADER_BYTES and not is_begun(self._key, place, begun):
            raise DamagedError("mark")

    def _take(self, place: bytes, cell: bytes) -> None:
        try:
            for each in read_remembered(decrypt_bytes(self._key, place, cell, "mark")):
                self._seen[each.chain] = each
        except FormatError:
            raise DamagedError("mark") from None

    def seen(self, chain: bytes) -> Remembered | None:
        """Return how far a chain had come, or None if it was never seen."""
        return self._seen.get(chain)

    def all(self) -> list[Remembered]:
        """Return everything remembered."""
        return list(self._seen.values())

    def remember(self, remembered: list[Remembered]) -> None:
        """Add what was just committed or seen.

        It is not flushed: what a power cut takes from a mark only leaves it behind the vault.
        """
        fresh = [each for each in remembered if self._seen.get(each.chain) != each]
        if not fresh:
            return
        self._seen.update({each.chain: each for each in fresh})
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        frame = self._frame(fresh)
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            begun = os.fstat(handle).st_size
            if os.write(handle, frame) < len(frame):
                # The disk is full. Half a frame would garble what is later written behind it.
                os.ftruncate(handle, begun)
        finally:
            os.close(handle)

    def replace(self, remembered: list[Remembered]) -> None:
        """Forget everything and remember this: the person accepted an older vault.

        Raises:
            StorageError: it cannot be written; everything is remembered as before.

        """
        before, self._seen = self._seen, {each.chain: each for each in remembered}
        try:
            self._rewrite()
        except OSError as error:
            self._seen = before
            kind = StorageFullError if error.errno == errno.ENOSPC else StorageError
            raise kind("mark") from None
        self.damaged = False

    def _rewrite(self) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            frame = self._frame(list(self._seen.values()))
            if os.write(handle, frame) < len(frame):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(handle)
        finally:
            os.close(handle)
        fresh.replace(self._path)
        _sync_folder(self._path.parent)

    def _frame(self, remembered: list[Remembered]) -> bytes:
        data = remembered_bytes(remembered)
        length = ciphertext_bytes(bucket_rule(PREFIX_BYTES + len(data)))
        cell = encrypt_bytes(self._key, self._place(length), data)
        return len(cell).to_bytes(_LENGTH_BYTES, "big") + cell


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
