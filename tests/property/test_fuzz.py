"""Every parser, given millions of inputs that are almost right: an answer or FormatError, soon."""

import random
import resource
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.property import strategies
from tests.property.test_formats import BEGINNINGS, CODECS, PARSERS
from vault.crypto.signature import SIGNATURE_BYTES
from vault.errors import FormatError
from vault.format import bag, entries, files, jsonform, letters, own, padding, pae, people, sealed
from vault.format.statement import Statement, StatementType, encode
from vault.format.waivers import contribution_bytes
from vault.mapper import archives, lines

EXECUTIONS, PARTS = 10_000_000, 10
SECONDS, MEBIBYTES = 1.0, 64
TOKENS = [
    b"\0", b"\xff", b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"{", b"}", b"[", b"]",
    b'"', b",", b":", b"\\u0000", b"\\ud800", b"null", b"true", b"-0", b"1e9", b"9007199254740992",
    b"\xc3\xa9", b"\xed\xa0\x80", b"=", b"A", b"PK\3\4", b"PK\5\6", b"\r\n", b"../",
]  # fmt: skip

_small = st.binary(max_size=60)
WRITTEN: dict[str, st.SearchStrategy[bytes]] = {
    "header": strategies.headers.map(entries.header_bytes),
    "json list": st.lists(strategies.texts, max_size=4).map(jsonform.encode_list),
    "base64url": _small.map(lambda data: jsonform.to_text(data).encode()),
    "letter": _small.map(lambda data: letters.letter([bytes(1168)], data)),
    "identity file": strategies.identities.map(people.identity_file),
    "portion": strategies.contents.map(lambda each: sealed.portion_prefix(each) + b"text"),
    "contribution": strategies.contributions().map(lambda made: contribution_bytes(made[0])),
    "mark": strategies.remembered.map(own.remembered_bytes),
    "padding": _small.map(lambda data: padding.pad(data, padding.body_rule)),
    "bucket": _small.map(lambda data: padding.pad(data, padding.bucket_rule)),
    "letter's text": _small.map(lambda data: padding.pad(data, padding.letter_rule)),
    "pae": st.tuples(_small, _small).map(lambda fields: pae.pae("label", *fields)),
    "pae of any length": st.lists(_small).map(lambda fields: pae.pae("label", *fields)),
    "file": _small.map(files.file_bytes),
    "local header": st.integers(0, 2**31).map(
        lambda crc: bag.local_header("data/" + "0" * 32, 1_000, crc)[: bag.LOCAL_BYTES]
    ),
    "member": strategies.payloads.map(lambda name: bag.local_header(name, 1_000, 7)),
    "index": strategies.indexes().map(bag.index_bytes),
    "rows": st.lists(strategies.travelling, max_size=3).map(lines.lines),
    "part": strategies.archive_contents.map(archives.contents_line),
    "keyslots": st.builds(
        archives.keyslots_bytes, st.lists(strategies.settings_rows, max_size=3),
        st.lists(strategies.slot_rows, max_size=2),
    ),
    **{
        kind.value: st.builds(
            Statement, st.just(kind), _small, strategies.digests,
            st.binary(min_size=SIGNATURE_BYTES, max_size=SIGNATURE_BYTES),
        ).map(encode)
        for kind in StatementType
    },
    "unsaved": strategies.unsaved_texts.map(own.unsaved_bytes),
}  # fmt: skip
_OBJECTS = {
    f"{name} as an object": codec.values.map(
        lambda value, codec=codec: jsonform.encode(codec.write(value))
    )
    for name, codec in CODECS.items()
}
WRITTEN |= {**_OBJECTS, "json": st.one_of(*_OBJECTS.values())}
READERS: dict[str, Callable[[bytes], object]] = {
    **PARSERS,
    **{
        f"{name} as an object": lambda data, codec=codec: codec.read(jsonform.decode(data))  # type: ignore[misc]
        for name, codec in CODECS.items()
    },
}


@cache
def seeds(name: str) -> list[bytes]:
    """What the parser reads, some of each shape; and what begins like it."""
    found: list[bytes] = []

    @settings(
        max_examples=60, database=None, derandomize=True, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(WRITTEN[name])
    def collect(data: bytes) -> None:
        found.append(data)

    collect()
    return found + BEGINNINGS


def mutated(data: bytes, others: list[bytes], rng: random.Random) -> bytes:
    """Change a few things in it, as accident or malice would."""
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        at = rng.randrange(len(data) + 1)
        end = min(len(data), at + rng.choice((1, 1, 2, 4, 16, 64)))
        kind = rng.randrange(6)
        if kind == 0 and at < len(data):
            data = data[:at] + bytes((data[at] ^ (1 << rng.randrange(8)),)) + data[at + 1 :]
        elif kind == 1:
            data = data[:at] + rng.choice(TOKENS) + data[end:]
        elif kind == 2:
            data = data[:at] + rng.choice(TOKENS) + data[at:]
        elif kind == 3:
            data = data[:at] + data[end:]
        elif kind == 4:
            data = data[:end] + data[at:]
        else:
            other = rng.choice(others)
            data = data[:at] + other[min(at, len(other)) :]
    return data


def peak() -> int:
    """Return the most memory that this process has held, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def peak_from_now_on() -> int:
    """Let what earlier tests held count no more. Elsewhere than on Linux, it does."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return peak()


def fuzz(name: str, executions: int, seed: object) -> None:
    rng, parse, corpus = random.Random(f"{name} {seed}"), READERS[name], seeds(name)
    accepted, slowest, at_first = 0, 0.0, peak_from_now_on()
    for _ in range(executions):
        data = mutated(rng.choice(corpus), corpus, rng)
        begun = time.perf_counter()
        try:
            parse(data)
        except FormatError:
            pass
        else:
            accepted += 1
        slowest = max(slowest, time.perf_counter() - begun)
    assert slowest < SECONDS
    assert peak() - at_first < MEBIBYTES * 1024
    assert accepted < executions


def reads_one(name: str) -> bool:
    for each in seeds(name):
        try:
            READERS[name](each)
        except FormatError:
            continue
        return True
    return False


@pytest.mark.parametrize("name", READERS)
def test_some_inputs_that_are_almost_right_are_read_or_refused(name: str) -> None:
    """R12."""
    assert reads_one(name)  # So that there is something to change.
    fuzz(name, 300, "ordinary")


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("name", READERS)
def test_ten_million_inputs_that_are_almost_right_are_read_or_refused(
    name: str, part: int
) -> None:
    fuzz(name, EXECUTIONS // PARTS, part)
