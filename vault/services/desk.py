"""The desk: what every use case of an unlocked vault works with, and its one way to write."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from vault.crypto.digest import sha256
from vault.errors import DamagedError, ReadOnlyError, StorageError, VaultError
from vault.format.own import Line, Remembered, TouchedRow
from vault.keys.identity import Identity
from vault.keys.keyring import Keyring
from vault.mapper.own import journal_row, touched
from vault.services.mark import Mark
from vault.store.database import Store
from vault.store.rows import JournalRow, Row
from vault.store.transaction import Transaction

Clock = Callable[[], int]
"""Gives the time in seconds UTC. The core never asks for it otherwise."""

FIRST_PREVIOUS = bytes(32)
SEQUENCE_MAX = 2**31 - 1
"""What a PostgreSQL integer holds; nobody writes that many rows."""
_ROWS_A_LINE = 2_000
"""A larger act takes several journal lines, each well below the longest JSON."""


class Desk:
    """One person's unlocked vault: store, keys, clock, journal and mark."""

    def __init__(self, store: Store, keyring: Keyring, clock: Clock, mark: Mark) -> None:
        self.store = store
        self.keyring = keyring
        self.clock = clock
        self.mark = mark
        self.read_only = store.read_only
        """True as well when the vault is behind its mark, until the person accepts that."""
        self.behind = False
        self.traces_remain = False
        """Whether something destroyed may still be legible in the database's own files."""
        self._latest = 0

    @property
    def identity(self) -> Identity:
        """The person at the desk. Raises LockedError."""
        return self.keyring.identity

    def erase_traces(self) -> None:
        """Make sure that what was destroyed is in no file of the vault, or note that it may be."""
        cleared = self.clear_rests()
        self.traces_remain = not (self.store.erase_traces() and cleared)

    def clear_rests(self) -> bool:
        """Remove what is left of files that were dropped. Tells whether all of it is gone.

        The act that dropped them is done, whatever keeps the rest here until the next time.
        """
        try:
            self.store.clear_rests()
        except VaultError:
            return False
        return True

    def now(self) -> int:
        """Return the time for what must not go backwards: never before this person's last act."""
        return max(self.clock(), self._latest)

    def remember_time(self, time: int) -> None:
        """Note the time of this person's last act, from the journal."""
        self._latest = max(self._latest, time)

    @contextmanager
    def change(
        self, act: str, session: bytes = b"", *, always: bool = False
    ) -> Iterator["Change"]:
        """One transaction of writes, with its journal line, and then the mark.

        Args:
            act: a fixed word for the journal.
            session: the session it is about, if any.
            always: note the act even if it wrote nothing, because something left the vault.

        Raises:
            ReadOnlyError: the vault is behind its mark, or was opened for reading.

        """
        if self.read_only:
            raise ReadOnlyError
        identity = self.identity
        change: Change | None = None
        try:
            with self.store.write() as tx:
                tx.lock_owner(identity.owner)
                change = Change(tx)
                yield change
                for at in range(0, len(change.touched) or int(always), _ROWS_A_LINE):
                    rows = tuple(change.touched[at : at + _ROWS_A_LINE])
                    change.remembered.append(self._append(tx, act, session, rows))
        except StorageError:
            # A line that is cut in a commit takes the answer with it, but not always the commit:
            # what is there was done, and whoever did it again would have it twice.
            if change is None or not self._was_done(change):
                raise
        for each in change.afterwards:
            each()
        self.remember(change.remembered)

    def _was_done(self, change: "Change") -> bool:
        """Tell whether the last line that an act wrote to the journal is in the vault."""
        if not change.remembered:
            return False
        head = change.remembered[-1]
        with suppress(VaultError), self.store.read() as tx:
            row = tx.journal_line(head.chain, head.sequence)
            return row is not None and sha256(row.cell) == head.link
        return False

    def note(self, act: str, session: bytes) -> None:
        """Write a journal line about an act that let something out and changed nothing here."""
        with self.change(act, session, always=True):
            pass

    def remember(self, remembered: list[Remembered]) -> None:
        """Have the mark remember what is in the vault already.

        A mark that can't be written only stays behind the vault.
        """
        with suppress(OSError):
            self.mark.remember(remembered)

    def _append(
        self, tx: Transaction, act: str, session: bytes, rows: tuple[TouchedRow, ...]
    ) -> Remembered:
        last = tx.last_journal(self.identity.owner)
        sequence = last.sequence + 1 if last else 1
        if not 0 < sequence < SEQUENCE_MAX:
            raise DamagedError("journal", str(sequence))
        previous = sha256(last.cell) if last else FIRST_PREVIOUS
        line = Line(act, session, self.now(), previous, rows)
        self.remember_time(line.time)
        row = journal_row(self.identity, sequence, line)
        tx.add(row)
        return journal_head(row)


class Change:
    """The writes of one act. It keeps what the journal will say about each row."""

    def __init__(self, tx: Transaction) -> None:
        self.tx = tx
        self.touched: list[TouchedRow] = []
        self.remembered: list[Remembered] = []
        """Chains that this act brought forward."""
        self.afterwards: list[Callable[[], None]] = []
        """What memory keeps of this act, once it is durable: what was undone must not stay."""

    def add(self, row: Row) -> None:
        """Insert a row."""
        self.tx.add(row)
        self.touched.append(touched(row))

    def add_all(self, rows: Sequence[Row]) -> None:
        """Insert rows of one class."""
        self.tx.add_all(list(rows))
        self.touched.extend(touched(row) for row in rows)

    def update(self, row: Row, **key: object) -> None:
        """Put a row in the place of the one that has this key."""
        self.tx.change(type(row), row._asdict(), **key)
        self.touched.append(touched(row))

    def remove(self, row: Row, **key: object) -> None:
        """Delete the row that has this key."""
        self.tx.remove(type(row), **key)
        self.touched.append(touched(row, removed=True))


def journal_head(row: JournalRow) -> Remembered:
    """Return what a mark keeps of a journal: it counts as a chain named by its owner."""
    return Remembered(row.owner, row.sequence, sha256(row.cell))
