"""What somebody types before they save it, so that a crash costs two seconds and not a page."""

from dataclasses import replace

from vault.crypto.random import random_id
from vault.errors import DamagedError, InvalidError, ReadOnlyError
from vault.mapper import own as mapper
from vault.model import UnsavedText, check_text
from vault.services.desk import Desk
from vault.services.writing import check_body
from vault.store.rows import OwnRow

ID_BYTES, SESSION_BYTES = 16, 32


class Unsaved:
    """The unsaved texts of one person, under their self-key.

    They come and go every two seconds, so no journal line is written for them: a line each would
    tell how somebody types. Whoever holds the database can therefore take one away unseen, and
    nothing else.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def new_id(self) -> bytes:
        """Return the id of an unsaved text that is about to begin."""
        return random_id()

    def keep(self, unsaved: UnsavedText) -> None:
        """Keep a text as it stands, in the place of what was kept under the same id.

        Raises:
            InvalidError: longer than an entry may be.
            ReadOnlyError: the vault is behind its mark.

        """
        if self._desk.read_only:
            raise ReadOnlyError
        _check(unsaved)
        identity = self._desk.identity
        row = mapper.unsaved_row(identity, replace(unsaved, kept=self._desk.now()))
        with self._desk.store.write() as tx:
            tx.lock_owner(identity.owner)
            found = tx.one(OwnRow, id=row.id)
            if found is None:
                tx.add(row)
            elif (found.owner, found.kind) == (row.owner, row.kind):
                tx.change(OwnRow, {"cell": row.cell}, id=row.id)
            else:
                raise InvalidError("id", "taken")

    def all(self) -> list[UnsavedText]:
        """Return every unsaved text that can be read, oldest first; see :meth:`damaged`."""
        return self._read()[0]

    def damaged(self) -> list[bytes]:
        """Return the ids of unsaved texts that were changed, so that they can be thrown away."""
        return self._read()[1]

    def _read(self) -> tuple[list[UnsavedText], list[bytes]]:
        identity = self._desk.identity
        with self._desk.store.read() as tx:
            rows = tx.find(OwnRow, owner=identity.owner, kind=mapper.UNSAVED)
        found: list[UnsavedText] = []
        damaged: list[bytes] = []
        for row in rows:
            try:
                found.append(mapper.read_unsaved(identity, row))
            except DamagedError:
                damaged.append(row.id)
        found.sort(key=lambda each: (each.kept, each.id))
        return found, damaged

    def drop(self, unsaved: bytes) -> None:
        """Forget an unsaved text, because it was saved or thrown away."""
        if self._desk.read_only:
            raise ReadOnlyError
        owner = self._desk.identity.owner
        with self._desk.store.write() as tx:
            tx.remove(OwnRow, id=unsaved, owner=owner, kind=mapper.UNSAVED)


def _check(unsaved: UnsavedText) -> None:
    """Refuse what could not be read again. Raises InvalidError."""
    check_body(unsaved.text)
    check_text("title", unsaved.title, empty=True)
    for field, values in (("speaker", unsaved.speakers), ("tag", unsaved.tags)):
        for value in values:
            check_text(field, value)
    if len(unsaved.session) != SESSION_BYTES or min(unsaved.cursor) < 0:
        raise InvalidError("unsaved text", "place")
    if {len(unsaved.entry), len(unsaved.base)} - {0, ID_BYTES} or len(unsaved.id) != ID_BYTES:
        raise InvalidError("unsaved text", "place")
