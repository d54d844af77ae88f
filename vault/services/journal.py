"""Reading a person's own audit trail, and what it says should be in the vault."""

from dataclasses import dataclass, field

from vault.crypto.digest import sha256
from vault.errors import DamagedError
from vault.mapper.own import read_journal
from vault.model import Damage, JournalLine
from vault.services.desk import FIRST_PREVIOUS, Desk
from vault.store.rows import JournalRow
from vault.store.transaction import Transaction


@dataclass(slots=True)
class Trail:
    """A journal from its first line to its last."""

    lines: list[JournalLine] = field(default_factory=list)
    expected: dict[tuple[str, bytes], bytes] = field(default_factory=dict)
    """By kind and key, the digest that the last act left; empty where it removed the row."""
    damages: list[Damage] = field(default_factory=list)


def read_trail(tx: Transaction, desk: Desk) -> Trail:
    """Read the whole journal, verifying that no line is missing, doubled or replaced."""
    trail = Trail()
    previous, expected = FIRST_PREVIOUS, 1
    for row in tx.find(JournalRow, owner=desk.identity.owner):
        try:
            line = read_journal(desk.identity, row)
        except DamagedError as error:
            trail.damages.append(Damage("journal", str(row.sequence), error.what))
            previous, expected = sha256(row.cell), row.sequence + 1
            continue
        if row.sequence != expected or line.previous != previous:
            trail.damages.append(Damage("journal", str(row.sequence), "missing"))
        previous, expected = sha256(row.cell), row.sequence + 1
        trail.lines.append(
            JournalLine(row.sequence, line.time, line.act, line.session, len(line.rows))
        )
        for touched in line.rows:
            trail.expected[touched.kind, touched.key] = touched.digest
    seen = desk.mark.seen(desk.identity.owner)
    if seen is not None and expected <= seen.sequence:
        trail.damages.append(Damage("journal", str(seen.sequence), "rolled back"))
    return trail
