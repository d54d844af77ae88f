"""Looking after a vault: checks, copies, and what one did oneself."""

from pathlib import Path

import click

from tui.file_words import no_such_file, refused
from tui.files import plain
from tui.forms import Form, require_form
from tui.options import Command
from tui.phrases import Notice, count
from tui.run import Run, as_path, with_run
from tui.taking import blamed_on
from tui.views import damage_objects, moment, short
from vault import (
    StorageError,
    StorageFullError,
    Vault,
    VaultBusyError,
    VaultExistsError,
    spell_id,
)


@click.command("check", cls=Command)
@click.option("--repair", is_flag=True, help="Make again what a mediator can make again.")
@click.option(
    "--accept-older", is_flag=True,
    help="Go on with a vault that is older than this machine remembers: a restored backup.",
)  # fmt: skip
@with_run
def check(run: Run, repair: bool, accept_older: bool) -> None:
    """Check every row as far as your keys reach: chains, signatures, references."""
    with run.unlocked(accept_older=accept_older) as me:
        done = me.checks.repair() if repair else me.checks.run()
        run.out.result(
            {
                "checked": done.rows,
                "damaged": damage_objects(done.damages),
                "repaired": done.repaired,
                "behind": me.behind,
            },
            [
                f"Checked {count(done.rows, 'row')}: {len(done.damages)} damaged.",
                *([f"Made again: {count(done.repaired, 'row')}."] if done.repaired else []),
            ],
        )
        run.report(done.damages, me)


@click.command("backup", cls=Command)
@click.option("-o", "--output", callback=as_path, required=True, metavar="FILE")
@with_run
def backup(run: Run, output: Path | None) -> None:
    """Copy the whole vault, still encrypted, into one new file."""
    target = output or Path()
    # What can be copied is a vault; an archive that stands in its place is a copy already.
    with run.locked():
        pass
    with run.unlocked() as me:
        rows = me.backups.write(target)
        run.out.result({"file": str(target), "rows": rows}, [f"{target}: {count(rows, 'row')}"])
        run.out.say(Notice.BACKUP)


@click.command("restore", cls=Command)
@click.argument("file", type=click.Path(path_type=Path))
@with_run
def restore(run: Run, file: Path) -> None:
    """Put a backup where there is no vault yet: at --vault, or at the usual place."""
    if not file.exists():
        raise no_such_file(str(file))
    with blamed_on(file), plain(file) as source:
        require_form(source, str(file), Form.VAULT, "backup")
    with run.locked() as place:
        rows = _restored(place, file)
        lines = [f"{run.location}: {count(rows, 'row')}"]
        run.out.result({"vault": run.location, "rows": rows}, lines)


def _restored(place: Vault, file: Path) -> int:
    """Put it back, and name the file where it is what is wrong. Returns the rows."""
    try:
        return place.restore(file)
    except (VaultExistsError, VaultBusyError, StorageFullError):
        # That is the place where it was to go.
        raise
    except StorageError as error:
        raise refused(error, str(file)) from None


@click.command("activity", cls=Command)
@with_run
def activity(run: Run) -> None:
    """List what you changed and when; never what it said."""
    with run.unlocked() as me:
        lines = me.checks.activity()
        run.out.result(
            {
                "activity": [
                    {
                        "number": line.sequence,
                        "time": line.time,
                        "act": line.act,
                        "session": spell_id(line.session) if line.session else None,
                        "rows": line.rows,
                    }
                    for line in lines
                ]
            },
            [
                f"{line.sequence}  {moment(line.time)}  {line.act}"
                f"{'  ' + short(line.session) if line.session else ''}"
                for line in lines
            ],
        )
