"""Key derivation: published answers, two implementations, and limits that cost nothing."""

import hmac
import json
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given, strategies as st

from vault.crypto import kdf
from vault.crypto.kdf import KdfCost
from vault.errors import LimitError

VECTORS = Path(__file__).parents[2] / "vectors"
ARGON2ID = json.loads((VECTORS / "argon2id.json").read_text())
HKDF = json.loads((VECTORS / "hkdf_sha512.json").read_text())
MIB = 1024
FLOOR = KdfCost(64 * MIB, 1, 1)
SALT = bytes(range(16))


def other_argon2id(secret: bytes, salt: bytes, cost: KdfCost) -> bytes:
    """The same function by the other implementation (OpenSSL's)."""
    return Argon2id(
        salt=salt,
        length=32,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    ).derive(secret)


@pytest.mark.parametrize("vector", ARGON2ID, ids=lambda v: f"count{v['count']}")
def test_argon2id_under_us_gives_the_published_answer(vector: dict[str, Any]) -> None:
    secret, salt = bytes.fromhex(vector["pass"]), bytes.fromhex(vector["salt"])
    cost = vector["iter"], vector["memcost"], vector["lanes"], vector["length"]
    openssl = Argon2id(
        salt=salt,
        length=vector["length"],
        iterations=vector["iter"],
        lanes=vector["lanes"],
        memory_cost=vector["memcost"],
        ad=bytes.fromhex(vector["ad"]) if "ad" in vector else None,
        secret=bytes.fromhex(vector["secret"]) if "secret" in vector else None,
    ).derive(secret)
    assert openssl.hex() == vector["output"]
    if "ad" not in vector:  # the implementation that vault.crypto.kdf calls takes neither
        assert hash_secret_raw(secret, salt, *cost, Type.ID, 0x13).hex() == vector["output"]


@pytest.mark.parametrize(
    ("secret", "cost"),
    [
        (b"x", FLOOR),
        (b"x" * 1024, FLOOR),
        ("pässwörd ".encode(), KdfCost(64 * MIB + 8, 2, 3)),
        (b"correct horse battery staple", KdfCost(128 * MIB, 1, 4)),
        (b"\0", KdfCost(64 * MIB, 1, 16)),
    ],
)
def test_argon2id_agrees_with_another_implementation(secret: bytes, cost: KdfCost) -> None:
    output = kdf.argon2id(secret, SALT, cost)
    assert output == other_argon2id(secret, SALT, cost)
    assert len(output) == kdf.KEY_BYTES == 32


def test_every_input_of_argon2id_matters() -> None:
    runs = [
        kdf.argon2id(b"secret", SALT, FLOOR),
        kdf.argon2id(b"secret ", SALT, FLOOR),
        kdf.argon2id(b"secret\0", SALT, FLOOR),
        kdf.argon2id(b"secret", SALT[::-1], FLOOR),
        kdf.argon2id(b"secret", SALT, KdfCost(64 * MIB + 4, 1, 1)),
        kdf.argon2id(b"secret", SALT, KdfCost(64 * MIB, 2, 1)),
        kdf.argon2id(b"secret", SALT, KdfCost(64 * MIB, 1, 2)),
    ]
    assert len({*runs}) == len(runs)
    assert kdf.argon2id(b"secret", SALT, FLOOR) == runs[0]


def test_the_limits_are_those_of_the_design() -> None:
    assert (kdf.MEMORY_KIB_MIN, kdf.MEMORY_KIB_MAX) == (65_536, 1_048_576)
    assert (kdf.PASSES_MIN, kdf.PASSES_MAX) == (1, 16)
    assert (kdf.LANES_MIN, kdf.LANES_MAX) == (1, 16)
    assert kdf.WORK_KIB_MAX == 4 * 1024 * 1024
    assert (kdf.SALT_BYTES, kdf.PASSPHRASE_MAX_BYTES) == (16, 1024)
    assert KdfCost(256 * MIB, 3, 4) == kdf.DEFAULT_COST


def hostile_costs() -> list[tuple[int, int, int]]:
    memory = [-(2**63), -1, 0, 1, 8, 65_535, 65_536, 262_144, 1_048_576, 1_048_577, 2**32, 2**64]
    passes = [-1, 0, 1, 3, 4, 5, 16, 17, 2**31, 2**64]
    lanes = [-1, 0, 1, 4, 16, 17, 2**24]

    def fits(m: int, t: int, p: int) -> bool:
        sizes = 65_536 <= m <= 1_048_576 and 1 <= t <= 16 and 1 <= p <= 16
        return sizes and m * t <= 4_194_304

    return [cost for cost in product(memory, passes, lanes) if not fits(*cost)]


# Run in a process of its own, whose peak of memory is not yet that of other tests.
REFUSE_ALL = """
import json, resource, sys, time, tracemalloc
from vault.crypto.kdf import KdfCost, argon2id
from vault.errors import LimitError
costs, slowest, refused = json.loads(sys.stdin.read()), 0.0, 0
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
tracemalloc.start()
for cost in costs:
    started = time.perf_counter()
    try:
        argon2id(b"secret", bytes(16), KdfCost(*cost))
    except LimitError as error:
        refused += not error.lowest <= error.value <= error.highest
    slowest = max(slowest, time.perf_counter() - started)
peak = tracemalloc.get_traced_memory()[1] // 1024
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps([refused, slowest, peak, grown]))
"""


def run_alone(script: str, sent: str = "") -> str:
    run = subprocess.run(
        [sys.executable, "-c", script],
        input=sent,
        capture_output=True,
        check=True,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    return run.stdout.strip()


def test_hostile_costs_are_refused_at_once_and_before_any_memory_is_taken() -> None:
    costs = hostile_costs()
    assert len(costs) >= 300
    refused, slowest, peak_kib, grown_kib = json.loads(run_alone(REFUSE_ALL, json.dumps(costs)))
    assert refused == len(costs)
    assert slowest < 0.050
    assert peak_kib < 50 * MIB
    assert grown_kib < 50 * MIB


@pytest.mark.parametrize(
    "cost",
    [(65_536, 1, 1), (65_536, 16, 16), (262_144, 16, 4), (1_048_576, 4, 16), (1_048_576, 1, 1)],
)
def test_every_corner_of_the_bounds_is_accepted(cost: tuple[int, int, int]) -> None:
    assert KdfCost(*cost) == KdfCost(memory_kib=cost[0], passes=cost[1], lanes=cost[2])


@pytest.mark.parametrize(
    ("secret", "salt"),
    [(b"", SALT), (b"x" * 1025, SALT), (b"x", b""), (b"x", SALT[:-1]), (b"x", SALT + b"\0")],
)
def test_a_secret_or_salt_of_another_length_is_refused(secret: bytes, salt: bytes) -> None:
    with pytest.raises(LimitError):
        kdf.argon2id(secret, salt, FLOOR)


def test_too_little_memory_is_a_limit_and_not_a_crash() -> None:
    script = (
        "import resource\n"
        "from vault.crypto.kdf import KdfCost, argon2id\n"
        "from vault.errors import LimitError\n"
        "resource.setrlimit(resource.RLIMIT_AS, (512 << 20, 512 << 20))\n"
        "try:\n"
        "    argon2id(b'x', b's' * 16, KdfCost(1 << 20, 1, 1))\n"
        "except LimitError:\n"
        "    print('limit')\n"
    )
    assert run_alone(script) == "limit"


def test_a_cost_cannot_be_changed_after_it_was_checked() -> None:
    with pytest.raises(AttributeError):
        FLOOR.memory_kib = 8  # type: ignore[misc]


@pytest.mark.parametrize(
    ("mine", "below"),
    [
        ((256 * MIB, 3, 4), False),
        ((256 * MIB, 4, 4), False),
        ((512 * MIB, 2, 4), False),
        ((1024 * MIB, 1, 4), False),
        ((256 * MIB, 2, 4), True),
        ((128 * MIB, 16, 4), True),
        ((64 * MIB, 1, 1), True),
        ((256 * MIB, 3, 1), False),
    ],
)
def test_a_cost_below_the_default_is_known_as_such(
    mine: tuple[int, int, int], below: bool
) -> None:
    assert KdfCost(*mine).is_below(kdf.DEFAULT_COST) is below


@pytest.mark.parametrize("vector", HKDF, ids=lambda v: f"tc{v['tcId']}")
def test_hkdf_gives_the_published_answer(vector: dict[str, Any]) -> None:
    salt, material, info = (bytes.fromhex(vector[k]) for k in ("salt", "ikm", "info"))
    pseudorandom = hmac.digest(salt or bytes(64), material, "sha512")
    if vector["result"] == "invalid":
        with pytest.raises(ValueError, match=r"(?i)larger"):
            kdf.expand(pseudorandom, info, vector["size"])
        return
    published = bytes.fromhex(vector["okm"])
    assert kdf.expand(pseudorandom, info, vector["size"]) == published
    both = min(32, len(published))
    assert kdf.extract_and_expand(salt, material, info)[:both] == published[:both]


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(1, 200))
def test_expand_is_the_hmac_chain_of_rfc_5869(key: bytes, info: bytes, length: int) -> None:
    output, block = b"", b""
    for counter in range(1, 5):
        block = hmac.digest(key, block + info + bytes([counter]), "sha512")
        output += block
    assert kdf.expand(key, info, length) == output[:length]
    assert kdf.expand(key, info) == output[:32]
    assert kdf.expand(key, info + b"\0") != output[:32]


def test_every_input_of_extract_and_expand_matters() -> None:
    outputs = [
        kdf.extract_and_expand(b"s" * 32, b"ab", b"i"),
        kdf.extract_and_expand(b"S" * 32, b"ab", b"i"),
        kdf.extract_and_expand(b"s" * 32, b"ba", b"i"),
        kdf.extract_and_expand(b"s" * 32, b"ab", b"j"),
    ]
    assert len({*outputs}) == 4
    assert {len(output) for output in outputs} == {32}
