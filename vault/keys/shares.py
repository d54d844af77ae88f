"""Sealing for n holders, and opening when all of them answer the same request.

Every holder i has a share ``s_i`` and, with every other holder k, a pair secret ``p_ik``. From
``s_i`` comes a portion share ``t_ij`` for each portion j; all n of them make the portion's key.
A consent hands ``t_ij`` over in a box that opens only with a *gate* from every other holder, and
gates are derived from the request: answers to different requests never fit together.

Holders are counted by their place (0 …) among a record's holders, in roster order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from vault.crypto import aead
from vault.crypto.digest import equal, sha256
from vault.crypto.kdf import expand, extract_and_expand
from vault.crypto.random import random_keys
from vault.errors import ContributionError, DamagedError, FormatError
from vault.format.pae import number, pae

SHARE_BYTES = 32


@dataclass(frozen=True, slots=True)
class HolderSecrets:
    """What one holder of one sealed record is given: its share and its pair secrets."""

    share: bytes
    pairs: tuple[bytes, ...]
    """With every other holder, in roster order."""

    def __repr__(self) -> str:
        return f"HolderSecrets(holders={len(self.pairs) + 1})"

    def to_bytes(self) -> bytes:
        """Return ``s_i ‖ p_ik …``: what is wrapped to the holder."""
        return self.share + b"".join(self.pairs)

    @classmethod
    def from_bytes(cls, data: bytes, holders: int) -> "HolderSecrets":
        """Read what :meth:`to_bytes` wrote for that many holders. Raises FormatError."""
        if len(data) != SHARE_BYTES * holders:
            raise FormatError("share")
        parts = [data[at : at + SHARE_BYTES] for at in range(0, len(data), SHARE_BYTES)]
        return cls(parts[0], tuple(parts[1:]))

    def pair_with(self, me: int, other: int) -> bytes:
        """Return the secret that holder ``me`` has in common with holder ``other``."""
        return self.pairs[other if other < me else other - 1]


def draw(holders: int) -> list[HolderSecrets]:
    """Draw the secrets of a new sealed record."""
    shares = random_keys(holders)
    both = list(combinations(range(holders), 2))
    pairs = dict(zip(both, random_keys(len(both)), strict=True))
    return [
        HolderSecrets(
            shares[i],
            tuple(pairs[min(i, k), max(i, k)] for k in range(holders) if k != i),
        )
        for i in range(holders)
    ]


def place_of(session: bytes, record: bytes) -> bytes:
    """Return what ties every derivation to one sealed record."""
    return pae("place", session, record)


def portion_share(share: bytes, place: bytes, portion: int) -> bytes:
    """Return ``t_ij``: what holder i hands over for portion j."""
    return expand(share, pae("portion share", place, number(portion)))


def portion_key(portion_shares: Sequence[bytes], place: bytes, portion: int) -> bytes:
    """Return ``K_j`` from the portion shares of all holders, in roster order."""
    at = number(portion)
    return extract_and_expand(
        sha256(pae("portion", place, at)), b"".join(portion_shares), pae("portion key", place, at)
    )


def share_commitment(place: bytes, holder: int, portion: int, portion_share_: bytes) -> bytes:
    """Return the commitment to ``t_ij`` that the manifest lists."""
    return sha256(pae("share commitment", place, number(holder), number(portion), portion_share_))


def pair_commitment(place: bytes, first: int, second: int, secret: bytes) -> bytes:
    """Return the commitment to ``p_ik`` (first < second) that the manifest lists."""
    return sha256(pae("pair commitment", place, number(first), number(second), secret))


def pair_commitments(place: bytes, secrets: Sequence[HolderSecrets]) -> tuple[bytes, ...]:
    """Return the commitments to every pair secret: {0,1}, {0,2} … {1,2} …."""
    return tuple(
        pair_commitment(place, i, k, secrets[i].pair_with(i, k))
        for i, k in combinations(range(len(secrets)), 2)
    )


def check_secrets(
    place: bytes,
    me: int,
    secrets: HolderSecrets,
    commitments: Sequence[bytes],
    portions: Mapping[int, Sequence[bytes]],
) -> None:
    """Prove that what a holder was given is what the manifest commits to.

    Args:
        place: of the record.
        me: this holder's place.
        secrets: as unwrapped.
        commitments: to every pair secret, as :func:`pair_commitments` orders them.
        portions: per portion number, the commitments to all holders' portion shares.

    Raises:
        ContributionError: something given does not fit.

    """
    listed = dict(zip(combinations(range(len(secrets.pairs) + 1), 2), commitments, strict=True))
    for pair, commitment in listed.items():
        if me in pair:
            other = pair[0] if pair[1] == me else pair[1]
            found = pair_commitment(place, *pair, secrets.pair_with(me, other))
            if not equal(found, commitment):
                raise ContributionError("pair secret")
    for portion, expected in portions.items():
        mine = portion_share(secrets.share, place, portion)
        if not equal(share_commitment(place, me, portion, mine), expected[me]):
            raise ContributionError("share")


def gate(pair: bytes, request: bytes, record: bytes, box: int, giver: int) -> bytes:
    """Return the gate to holder ``box``'s box that holder ``giver`` gives, for one request."""
    return expand(pair, pae("gate", request, record, number(box), number(giver)))


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one holder hands over for one record of one request."""

    gates: tuple[bytes, ...]
    """To every other holder's box, in roster order."""
    expected: tuple[bytes, ...]
    """SHA-256 of the gates to the own box, by giver in roster order."""
    box: bytes
    """The own portion shares, encrypted under all gates to the own box."""


def contribute(
    request: bytes, record: bytes, place: bytes, me: int, secrets: HolderSecrets,
    portions: Sequence[int],
) -> Contribution:  # fmt: skip
    """Make holder ``me``'s contribution to a request for these portions of one record."""
    others = [k for k in range(len(secrets.pairs) + 1) if k != me]
    gates = tuple(gate(secrets.pair_with(me, k), request, record, k, me) for k in others)
    needed = [gate(secrets.pair_with(me, k), request, record, me, k) for k in others]
    shares = b"".join(portion_share(secrets.share, place, j) for j in portions)
    box = aead.encrypt(
        _gate_key(needed, request, record, me), _box_context(request, record, me), shares
    )
    return Contribution(gates, tuple(sha256(each) for each in needed), box)


def combine(
    request: bytes,
    record: bytes,
    place: bytes,
    contributions: Sequence[Contribution],
    portions: Mapping[int, Sequence[bytes]],
) -> dict[int, bytes]:
    """Return the portion keys that all holders' contributions open.

    Args:
        request: hash of the request statement, W.
        record: its id.
        place: of the record.
        contributions: of every holder, in roster order; one short and nothing opens.
        portions: the requested portion numbers, with the manifest's share commitments.

    Raises:
        ContributionError: whose ``givers`` are places among the holders: a pair whose gates
            disagree, or the giver of a false box or portion share.

    """
    shares: list[list[bytes]] = []
    for me, mine in enumerate(contributions):
        needed = _gates_to(me, contributions)
        for k, found, expected in zip(
            [k for k in range(len(contributions)) if k != me], needed, mine.expected, strict=True
        ):
            if not equal(sha256(found), expected):
                raise ContributionError("gate", (str(me), str(k)))
        shares.append(_open_box(request, record, me, mine.box, needed, len(portions)))
    keys = {}
    for at, (portion, commitments) in enumerate(portions.items()):
        given = [shares[i][at] for i in range(len(contributions))]
        for i, (share, commitment) in enumerate(zip(given, commitments, strict=True)):
            if not equal(share_commitment(place, i, portion, share), commitment):
                raise ContributionError("share", (str(i),))
        keys[portion] = portion_key(given, place, portion)
    return keys


def _gates_to(me: int, contributions: Sequence[Contribution]) -> list[bytes]:
    """Collect the gates to holder ``me``'s box from everybody else, in roster order."""
    return [
        given.gates[me if me < k else me - 1] for k, given in enumerate(contributions) if k != me
    ]


def _open_box(
    request: bytes, record: bytes, me: int, box: bytes, gates: list[bytes], portions: int
) -> list[bytes]:
    try:
        key = _gate_key(gates, request, record, me)
        data = aead.decrypt(key, _box_context(request, record, me), box)
    except DamagedError:
        raise ContributionError("box", (str(me),)) from None
    if len(data) != SHARE_BYTES * portions:
        raise ContributionError("box", (str(me),))
    return [data[at : at + SHARE_BYTES] for at in range(0, len(data), SHARE_BYTES)]


def _gate_key(gates: Sequence[bytes], request: bytes, record: bytes, holder: int) -> bytes:
    return extract_and_expand(request, b"".join(gates), pae("gate key", record, number(holder)))


def _box_context(request: bytes, record: bytes, holder: int) -> bytes:
    return pae("context", b"box", request, record, number(holder))
