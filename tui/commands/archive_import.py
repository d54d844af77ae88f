"""Taking an archive in, where need be into a new vault and with the person who made it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from tui.commands.archive import archive
from tui.commands.init import remove_vault
from tui.commands.people_secrets import recovery_option, tell
from tui.file_words import other_file
from tui.files import plain, reserved
from tui.forms import Form, require_form
from tui.making import made_for
from tui.phrases import Notice, Question
from tui.run import Run, with_run
from tui.taking import ARCHIVE, Arrival, Taking, blamed_on
from vault import (
    ExistsError,
    PassphraseError,
    SchemaOlderError,
    UnlockedVault,
    UnlockError,
    Vault,
    VaultMissingError,
    read_bag,
)


@archive.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--destroy", is_flag=True, help="Destroy here too what was destroyed elsewhere.",
)  # fmt: skip
@recovery_option
@with_run
def bring_in(run: Run, file: Path, destroy: bool, recovery_file: Path | None) -> None:
    """Take in an archive. With your keyslot in it, on a machine that never saw you too."""
    with blamed_on(file), plain(file) as source:
        # Before any passphrase is asked for: what is damaged is of no use to anybody.
        require_form(source, str(file), Form.BAG, ARCHIVE)
        found = read_bag(source)
        if found.index.kind != ARCHIVE:
            raise other_file(str(file), found.index.kind, ARCHIVE)
        carries = bool(found.part("keyslots"))
        name = run.person
        passphrase = run.secrets.known(Question.UNLOCK.format(name=name))
        with _place(run, make=carries) as place, reserved(recovery_file):
            me, code = _person(place, source, name, passphrase, carries=carries)
            try:
                arrival = _taken(run, me, file, source, code, destroy=destroy)
                _show(run, me, arrival, code, recovery_file)
            finally:
                me.lock()
            if me.traces_remain:
                run.out.warn(Notice.TRACES)
    if recovery_file is not None and not code:
        # The person was there already, with the code that they have.
        recovery_file.unlink()


@contextmanager
def _place(run: Run, *, make: bool) -> Iterator[Vault]:
    """Give the vault; where there is none, and one may be made, a new one.

    It goes if nobody came into it. Whoever did has been told the recovery code and tries again.
    """
    with run.locked() as place:
        fresh = make and not _is_there(place)
    if not fresh:
        with run.ready() as place:
            yield place
        return
    with run.locked() as place:
        try:
            place.create()
            yield place
        except BaseException:
            deserted = not _is_there(place)
            place.close()
            if deserted:
                remove_vault(Path(run.location))
            raise


def _is_there(place: Vault) -> bool:
    try:
        place.require_ready()
    except VaultMissingError:
        return False
    except SchemaOlderError:
        return True
    return True


def _person(
    place: Vault, source: BinaryIO, name: str, passphrase: str, *, carries: bool
) -> tuple[UnlockedVault, str]:
    """Return who takes it in; with a new recovery code if the archive brought them here.

    Raises:
        UnlockError: this name and passphrase open neither the vault nor the archive.

    """
    try:
        return place.unlock(name, passphrase), ""
    except (UnlockError, VaultMissingError) as error:
        # A vault that was made just now has nobody in it.
        if not carries:
            raise
        try:
            return place.adopt(source, name, passphrase)
        except (ExistsError, UnlockError):
            # Somebody who is here already unlocks with the passphrase that counts here.
            raise (error if isinstance(error, UnlockError) else UnlockError()) from None
    except PassphraseError:
        # What cannot be a passphrase is nobody's.
        raise UnlockError from None


def _taken(
    run: Run, me: UnlockedVault, file: Path, source: BinaryIO, code: str, *, destroy: bool
) -> Arrival:
    try:
        return Taking(run, me, destroy=destroy).archive(file, source)
    except BaseException:
        if code:
            # Whoever came with the archive may stay, and then needs it.
            run.out.warn(Notice.CODE_ANYWAY.format(code=code))
        raise


def _show(
    run: Run, me: UnlockedVault, arrival: Arrival, code: str, recovery_file: Path | None
) -> None:
    for warning in arrival.warnings:
        run.out.warn(warning)
    if not code:
        run.out.result(arrival.found, [arrival.line])
        return
    run.out.say(arrival.line)
    run.out.say(Notice.ADOPTED)
    tell(run, made_for(me, code), recovery_file, "", {**arrival.found, "vault": run.location})
