"""Making a vault with its first person."""

from contextlib import suppress
from pathlib import Path

import click

from tui.commands.people_secrets import generate_option, new_secret, recovery_option, tell
from tui.files import reserved
from tui.making import make_vault
from tui.options import Command
from tui.run import Run, with_run
from vault import SchemaNewerError, SchemaOlderError, StorageError, Vault, VaultExistsError


@click.command("init", cls=Command)
@generate_option
@recovery_option
@with_run
def init(run: Run, generate: bool, recovery_file: Path | None) -> None:
    """Make a vault and its first person, the one of --as."""
    with run.locked() as place:
        _require_nothing(place)
    with reserved(recovery_file):
        name = run.person
        passphrase = new_secret(run, name, generate=generate)
        made = make_vault(run.setup, run.location, name, passphrase)
        found = {"vault": run.location}
        tell(run, made, recovery_file, passphrase if generate else "", found)


def _require_nothing(place: Vault) -> None:
    """Refuse a place that has a vault, before any question is asked. Raises VaultExistsError."""
    try:
        place.require_ready()
    except (SchemaNewerError, SchemaOlderError):
        pass
    except StorageError:
        return
    raise VaultExistsError("create")


def remove_vault(path: Path) -> None:
    """Remove a vault that was begun just now, with its log."""
    for name in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        with suppress(OSError):
            name.unlink()
