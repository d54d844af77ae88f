"""A copy of a whole vault, still encrypted, and putting it back."""

from pathlib import Path

from vault.crypto.random import random_id
from vault.format.ids import to_text
from vault.services.desk import Desk
from vault.store import backup
from vault.store.database import Store


class Backups:
    """Backups of the vault that somebody has unlocked."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def write(self, target: Path) -> int:
        """Copy the vault to a new file. Returns how many rows. Raises VaultExistsError."""
        return backup.copy_store(self._desk.store, target)


def before_upgrade(store: Store) -> Path | None:
    """Copy a SQLite vault beside itself before its tables change. Returns the copy."""
    if not store.is_file:
        return None
    name = f"caucus-{to_text(random_id())[:6]}.backup"
    target = store.path.with_name(name)
    backup.copy_store(store, target)
    return target


def restore(source: Path, store: Store) -> int:
    """Put a backup where no vault is. Returns how many rows."""
    return backup.restore_into(source, store)
