"""Writing a sheet into the vault."""

from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from tui.app.work.sheet import Sheet
from tui.files import sources
from vault import NotFoundError, Revision, UnlockedVault

if TYPE_CHECKING:
    from tui.app.application import CaucusApp


async def write(app: "CaucusApp", sheet: Sheet) -> None:
    """Write a sheet as a new entry or as another version of its entry. Raises VaultError."""
    revision = await app.ask(_write, app.unlocked, sheet)
    sheet.entry, sheet.base = revision.header.entry, revision.id
    shown = await app.ask(app.unlocked.entries.show, sheet.entry)
    others = tuple(each for each in shown.entry.versions if each.id != revision.id)
    sheet.number, sheet.others, sheet.shown = len(shown.entry.revisions), others, shown
    sheet.author = shown.entry.first.author


def _write(person: UnlockedVault, sheet: Sheet) -> Revision:
    if sheet.entry:
        return person.entries.edit(
            sheet.entry, sheet.text, title=sheet.name, tags=sheet.tags, speakers=sheet.speakers,
            base=sheet.base or _seen(person, sheet),
        )  # fmt: skip
    if not sheet.files:
        return person.entries.add(sheet.session, sheet.as_new())
    with ExitStack() as stack:
        try:
            opened = stack.enter_context(sources(sheet.files))
        except click.UsageError:
            # The file was there when it was chosen.
            raise NotFoundError("file") from None
        return person.files.add_entry(sheet.session, sheet.as_new(), opened)


def _seen(person: UnlockedVault, sheet: Sheet) -> bytes:
    """Return the one revision that a merged text follows, if it cannot follow all there are.

    What somebody saved while two versions were being compared was in front of nobody: it stays
    beside the merged text.
    """
    if sheet.shown is None:
        return b""
    there = {each.id for each in person.entries.show(sheet.entry).entry.versions}
    known = {sheet.shown.revision.id, *(each.id for each in sheet.others)}
    return b"" if there <= known else sheet.shown.revision.id
