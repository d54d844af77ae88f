"""Copies of vaults that were made before, so that making one is paid for once."""

import shutil
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from tests.cast import Cast, Clock
from vault import UnlockedVault, Vault
from vault.crypto.kdf import argon2id
from vault.keys.identity import Identity
from vault.keys.keyslot import PASSPHRASE
from vault.services.slots import read_slot
from vault.store.rows import KeyslotRow

argon2id_once = cache(argon2id)
"""Argon2id itself, whose answer to the same passphrase, salt and cost is kept.

The command line and the screen are started a thousand times over copies of the same few vaults,
and each start would ask it the same again. Elsewhere nothing is kept.
"""


def copy_vault(source: str | Path, target: Path) -> Path:
    """Copy a vault that programs may have open, as one consistent file without a log."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")
    return target


def copy_marks(source: Path, target: Path) -> Path:
    shutil.copytree(source, target)
    return target


def reopened(vault: Vault, seed: bytes) -> UnlockedVault:
    """Open a vault with keys that were unlocked before. Argon2 is none of what is tested so."""
    vault.require_ready()
    identity = Identity(seed)
    with vault._store.read() as tx:
        row = tx.one(KeyslotRow, owner=identity.owner, kind=PASSPHRASE)
    return vault._open(identity, read_slot(row))


class CopiedCast(Cast):
    """A cast in a copy of its vault. The keys that its people had unlocked are theirs again.

    Argon2 takes nine tenths of the making of a cast, and is none of what is tested with it.
    """

    def __init__(self, made: Cast, folder: Path) -> None:
        self.location = str(copy_vault(made.location, folder / "vault.caucus"))
        self.marks = copy_marks(made.marks, folder / "marks")
        self.clock, self.session = Clock(made.clock.now), made.session
        self.codes = dict(made.codes)
        self.mediators, self.parties = list(made.mediators), list(made.parties)
        self.vault = self.new_vault()
        self.people = {
            name: reopened(self.vault, person._desk.identity.seed)
            for name, person in made.people.items()
        }
