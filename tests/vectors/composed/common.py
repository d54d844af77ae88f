"""What the cases of the composed vectors have in common: bytes that never change, and spelling."""

import hashlib
from typing import Any

Values = dict[str, Any]
NOW = 1_790_000_000


def fixed(name: str, length: int = 32) -> bytes:
    """Return bytes that are the same in every run."""
    return hashlib.shake_256(f"caucus vectors {name}".encode()).digest(length)


SESSION, RECORD, CHAIN = fixed("session"), fixed("record", 16), fixed("chain", 16)
REVISION, W, KEY = fixed("revision", 16), fixed("request"), fixed("key")
MARA, ANNA, BORIS = (fixed(name) for name in ("mara", "anna", "boris"))


def h(values: Values, name: str) -> bytes:
    """Return an input that is bytes."""
    return bytes.fromhex(values[name])


def hs(values: Values, name: str) -> list[bytes]:
    """Return an input that is a list of bytes."""
    return [bytes.fromhex(each) for each in values[name]]


def case(name: str, random: tuple[str, ...] = (), **values: Any) -> Values:
    """Return one case; bytes become hex."""
    return {"name": name, "random": list(random), "in": hexed(values)}


def hexed(value: Any) -> Any:
    """Return a value with its bytes in hex."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {key: hexed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [hexed(item) for item in value]
    return value
