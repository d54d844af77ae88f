"""Rows on their way to another machine: one canonical list a line."""

from collections.abc import Iterable, Iterator
from typing import get_type_hints

from vault.errors import FormatError
from vault.format import jsonform
from vault.format.jsonform import Json, to_bytes, to_text
from vault.store.rows import (
    AcknowledgementRow,
    AnswerRow,
    ChainRow,
    ChunkRow,
    ClosingRow,
    DestructionRow,
    GrantRow,
    OutcomeRow,
    PassRow,
    RecordRow,
    RevisionRow,
    Row,
    SessionRow,
    ShareRow,
    WaiverRow,
)

_WORDS: dict[type[Row], str] = {
    SessionRow: "session",
    ClosingRow: "closing",
    GrantRow: "grant",
    ChainRow: "chain",
    RevisionRow: "revision",
    ChunkRow: "chunk",
    DestructionRow: "destruction",
    RecordRow: "record",
    ShareRow: "share",
    PassRow: "pass",
    AcknowledgementRow: "acknowledgement",
    WaiverRow: "waiver",
    AnswerRow: "answer",
    OutcomeRow: "outcome",
}
"""What can leave a vault. Vault, settings, keyslots, own rows and journals never do."""
_KINDS = {word: kind for kind, word in _WORDS.items()}
_TYPES = {kind: tuple(get_type_hints(kind).values()) for kind in _WORDS}


def row_line(row: Row) -> bytes:
    """Return a row as a line, with its end."""
    columns: list[Json] = [_WORDS[type(row)]]
    columns += [to_text(value) if isinstance(value, bytes) else value for value in row]
    return jsonform.encode_list(columns) + b"\n"


def read_lines(data: bytes, *without: str) -> Iterator[list[Json]]:
    """Return the lists in these lines, but for lines that begin with one of these words.

    An AEAD has vouched for them, so their spelling need not be proven canonical. Raises
    FormatError.
    """
    if not data:
        return
    if not data.endswith(b"\n"):
        raise FormatError("rows")
    left_out = tuple(f'["{word}",'.encode() for word in without)
    for line in data[:-1].split(b"\n"):
        if left_out and line.startswith(left_out):
            continue
        value = jsonform.decode_list(line)
        if not value or not isinstance(value[0], str):
            raise FormatError("rows")
        yield value


def read_row(value: list[Json]) -> Row:
    """Return the row in a line. Raises FormatError."""
    word, *columns = value
    kind = _KINDS.get(str(word))
    if kind is None or len(columns) != len(_TYPES[kind]):
        raise FormatError("rows")
    made = [_column(column, wanted) for column, wanted in zip(columns, _TYPES[kind], strict=True)]
    return kind._make(made)


def _column(value: Json, wanted: type) -> bytes | int:
    if wanted is bytes:
        return to_bytes(value)
    if type(value) is not int or not 0 <= value < 2**31:
        raise FormatError("rows")
    return value


def lines(rows: Iterable[Row]) -> bytes:
    """Return rows as lines."""
    return b"".join([row_line(row) for row in rows])
