"""Reading a canonical JSON object field by field, so that no field is missed or made up."""

from vault.errors import FormatError
from vault.format.jsonform import Json, JsonObject, to_bytes


class Fields:
    """Takes the fields of one object by name and type; whatever is left over is refused."""

    def __init__(self, what: str, value: Json) -> None:
        if not isinstance(value, dict):
            raise FormatError(what)
        self._what = what
        self._left: JsonObject = dict(value)

    def _take(self, name: str) -> Json:
        if name not in self._left:
            raise FormatError(self._what)
        return self._left.pop(name)

    def text(self, name: str) -> str:
        """Take a string."""
        value = self._take(name)
        if not isinstance(value, str):
            raise FormatError(self._what)
        return value

    def integer(self, name: str, lowest: int = 0) -> int:
        """Take an integer of at least ``lowest``."""
        value = self._take(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < lowest:
            raise FormatError(self._what)
        return value

    def flag(self, name: str) -> bool:
        """Take true or false."""
        value = self._take(name)
        if not isinstance(value, bool):
            raise FormatError(self._what)
        return value

    def binary(self, name: str, length: int | None = None) -> bytes:
        """Take base64url bytes, of that many if a length is given."""
        return to_bytes(self._take(name), length)

    def optional_binary(self, name: str, length: int) -> bytes:
        """Take base64url bytes of that many, or none: an id that may be absent."""
        value = to_bytes(self._take(name))
        if len(value) not in {0, length}:
            raise FormatError(self._what)
        return value

    def nullable_binary(self, name: str, length: int) -> bytes:
        """Take base64url bytes of that many, or null, which is no bytes."""
        value = self._take(name)
        return b"" if value is None else to_bytes(value, length)

    def items(self, name: str) -> list[Json]:
        """Take a list."""
        value = self._take(name)
        if not isinstance(value, list):
            raise FormatError(self._what)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Take a list of strings."""
        return tuple(self._text_item(item) for item in self.items(name))

    def binaries(self, name: str, length: int) -> tuple[bytes, ...]:
        """Take a list of base64url bytes, each of that many."""
        return tuple(to_bytes(item, length) for item in self.items(name))

    def nested(self, name: str) -> JsonObject:
        """Take an object."""
        value = self._take(name)
        if not isinstance(value, dict):
            raise FormatError(self._what)
        return value

    def end(self) -> None:
        """Refuse what was not asked for. Raises FormatError."""
        if self._left:
            raise FormatError(self._what)

    def _text_item(self, item: Json) -> str:
        if not isinstance(item, str):
            raise FormatError(self._what)
        return item
