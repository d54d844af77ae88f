"""What may be confidential and need not stand on a command line: a JSON object of option names."""

import json
import os
from collections.abc import Sequence

import click

from tui.phrases import Refusal

_BYTES_MAX = 1024 * 1024


class Fields:
    """The object that was handed over on an open file, read at the first question."""

    def __init__(self, descriptor: int | None, accepted: Sequence[str]) -> None:
        self._descriptor = descriptor
        self._accepted = set(accepted)
        self._found: dict[str, object] | None = None

    def __repr__(self) -> str:
        return "Fields()"

    def one(self, name: str) -> str:
        """Return the text of an option, or an empty one. Raises UsageError."""
        value = self._object().get(name, "")
        if not isinstance(value, str):
            raise click.UsageError(Refusal.FIELD_NOT_TEXT.format(name=name))
        return value

    def several(self, name: str) -> tuple[str, ...]:
        """Return the texts of an option that may be given more than once. Raises UsageError."""
        value = self._object().get(name, [])
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(each, str) for each in values):
            raise click.UsageError(Refusal.FIELD_NOT_TEXT.format(name=name))
        return tuple(values)

    def _object(self) -> dict[str, object]:
        if self._found is None:
            self._found = {} if self._descriptor is None else _read(self._descriptor)
            if not set(self._found) <= self._accepted:
                raise click.UsageError(
                    Refusal.FIELD_UNKNOWN.format(names=", ".join(sorted(self._accepted)))
                )
        return self._found


def _read(descriptor: int) -> dict[str, object]:
    data = bytearray()
    try:
        while piece := os.read(descriptor, 65_536):
            data += piece
            if len(data) > _BYTES_MAX:
                raise click.UsageError(Refusal.FIELDS_NOT_JSON)
        found = json.loads(data)
    except OSError:
        raise click.UsageError(Refusal.NO_DESCRIPTOR) from None
    except (ValueError, RecursionError):
        raise click.UsageError(Refusal.FIELDS_NOT_JSON) from None
    if not isinstance(found, dict):
        raise click.UsageError(Refusal.FIELDS_NOT_JSON)
    return found
