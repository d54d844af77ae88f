"""Opening a copy of a vault to see that it is one: without keys, and with somebody's."""

from collections.abc import Callable
from pathlib import Path

from tui.setup import Setup
from vault import DEFAULT_COST, Checked, DamagedError, StorageError, Vault


def open_copy(setup: Setup, copy: Path) -> Vault:
    """Return a copy as a vault of its own, only read; it is of this version.

    Raises:
        VaultError: it is no vault, or not one of this version.

    """
    opened = Vault(
        str(copy), marks=setup.places.marks, clock=setup.clock, cost=setup.cost or DEFAULT_COST,
        read_only=True,
    )  # fmt: skip
    try:
        opened.require_ready()
    except DamagedError:
        opened.close()
        # It is the copy that is no vault: nothing is wrong with the one that is open.
        raise StorageError("not a vault") from None
    except BaseException:
        opened.close()
        raise
    return opened


def prove_vault(setup: Setup, copy: Path) -> None:
    """Prove that a copy opens as a vault. Raises VaultError."""
    open_copy(setup, copy).close()


def prove_for(
    setup: Setup, copy: Path, name: str, passphrase: str, progress: Callable[[int], None]
) -> Checked:
    """Unlock a copy and check all of it as far as these keys reach.

    Raises:
        UnlockError: this passphrase opens nothing in it.
        VaultError: it is no vault.

    """
    opened = open_copy(setup, copy)
    try:
        person = opened.unlock(name, passphrase)
        try:
            return person.checks.run(progress)
        finally:
            person.lock()
    finally:
        opened.close()
