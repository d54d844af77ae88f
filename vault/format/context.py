"""The one place where a ciphertext's place is spelt.

A context holds a fixed kind word (never a table name), the session or person it belongs to, the
row's id and the part of the row. It never holds a vault id, so rows move between vaults as they
are. A cell moved anywhere else fails the commitment of its ciphertext.
"""

from vault.format.pae import pae


def context(kind: str, scope: bytes, *row: bytes) -> bytes:
    """Return the context of one cell.

    Args:
        kind: a word of FORMAT.md's table of kinds.
        scope: the session's id (32 bytes) or the person's owner tag (16 bytes).
        row: the row's id, then what else fixes the cell: ``b"header"``, a sequence.

    """
    return pae("context", kind.encode(), scope, *row)
