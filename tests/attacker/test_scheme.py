"""The sealing scheme by itself, attacked as often as it takes to believe it."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from tests.attacker.test_sealing_attacks import (
    PLACE,
    RECORD,
    commitments,
    give,
    two_key_ciphertext,
)
from vault import ContributionError, DamagedError
from vault.crypto import aead
from vault.crypto.random import random_bytes, random_id, random_key
from vault.errors import WrongKeyError
from vault.keys import shares
from vault.keys.shares import Contribution, HolderSecrets

HOLDERS, PORTIONS = 4, (1, 2)
FALSE_CONTRIBUTIONS, LAST_MOVES, TWO_KEYS = 5_000, 1_000, 1_000


def flipped(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) * 8)
    return bytes(each ^ (1 << at % 8 if n == at // 8 else 0) for n, each in enumerate(data))


# Somebody hands over what is false -------------------------------------------------------------


class Sealed:
    """A record with all holders' true contributions to one request, and to others."""

    def __init__(self) -> None:
        self.secrets = shares.draw(HOLDERS)
        self.request, self.other = random_key(), random_key()
        self.listed = commitments(self.secrets, *PORTIONS)
        self.given = give(self.secrets, self.request, *PORTIONS)
        elsewhere = random_id()
        self.replayed = {
            "request": give(self.secrets, self.other, *PORTIONS),
            "portions": give(self.secrets, self.request, 1),
            "record": [
                shares.contribute(
                    self.request, elsewhere, shares.place_of(bytes(32), elsewhere), i, each,
                    PORTIONS,
                )
                for i, each in enumerate(self.secrets)
            ],
            "sealing": give(shares.draw(HOLDERS), self.request, *PORTIONS),
        }  # fmt: skip

    def combine(self, given: Sequence[Contribution]) -> dict[int, bytes]:
        return shares.combine(self.request, RECORD, PLACE, given, self.listed)


Lie = Callable[[Sealed, int, random.Random], tuple[list[Contribution], set[int]]]


def _with(sealed: Sealed, liar: int, made: Contribution) -> list[Contribution]:
    return [made if i == liar else each for i, each in enumerate(sealed.given)]


def _other_than(liar: int, rng: random.Random) -> int:
    return rng.choice([i for i in range(HOLDERS) if i != liar])


def false_box(sealed: Sealed, liar: int, rng: random.Random):
    mine = sealed.given[liar]
    return _with(sealed, liar, replace(mine, box=flipped(mine.box, rng))), {liar}


def false_gate(sealed: Sealed, liar: int, rng: random.Random):
    """Either of the two may have lied: both are named."""
    other, mine = _other_than(liar, rng), sealed.given[liar]
    at = other if other < liar else other - 1
    gates = [flipped(each, rng) if n == at else each for n, each in enumerate(mine.gates)]
    return _with(sealed, liar, replace(mine, gates=tuple(gates))), {liar, other}


def false_expectation(sealed: Sealed, liar: int, rng: random.Random):
    other, mine = _other_than(liar, rng), sealed.given[liar]
    at = other if other < liar else other - 1
    hashes = [flipped(each, rng) if n == at else each for n, each in enumerate(mine.expected)]
    return _with(sealed, liar, replace(mine, expected=tuple(hashes))), {liar, other}


def false_share(sealed: Sealed, liar: int, rng: random.Random):
    secrets = sealed.secrets[liar]
    secrets = replace(secrets, share=flipped(secrets.share, rng))
    made = shares.contribute(sealed.request, RECORD, PLACE, liar, secrets, PORTIONS)
    return _with(sealed, liar, made), {liar}


def false_pair_secret(sealed: Sealed, liar: int, rng: random.Random):
    other, secrets = _other_than(liar, rng), sealed.secrets[liar]
    at = other if other < liar else other - 1
    pairs = [flipped(each, rng) if n == at else each for n, each in enumerate(secrets.pairs)]
    secrets = replace(secrets, pairs=tuple(pairs))
    made = shares.contribute(sealed.request, RECORD, PLACE, liar, secrets, PORTIONS)
    return _with(sealed, liar, made), {liar, other}


def replayed(sealed: Sealed, liar: int, rng: random.Random):
    """From another request, for other portions, of another record, of another sealing."""
    made = rng.choice(list(sealed.replayed.values()))[liar]
    return _with(sealed, liar, made), {liar}


def swapped(sealed: Sealed, liar: int, rng: random.Random):
    other = _other_than(liar, rng)
    given = list(sealed.given)
    given[liar], given[other] = given[other], given[liar]
    return given, {liar, other}


LIES: list[Lie] = [
    false_box, false_gate, false_expectation, false_share, false_pair_secret, replayed, swapped,
]  # fmt: skip


def lie(times: int) -> None:
    """Nothing opens, and whoever is named has to do with it."""
    rng = random.Random(times)
    sealed = Sealed()
    assert set(sealed.combine(sealed.given)) == set(PORTIONS)
    for turn in range(times):
        liar = rng.randrange(HOLDERS)
        given, suspects = LIES[turn % len(LIES)](sealed, liar, rng)
        with pytest.raises(ContributionError) as caught:
            sealed.combine(given)
        named = {int(each) for each in caught.value.givers}
        assert named
        assert named & suspects
        assert len(named) <= 2
        if len(suspects) == 1 and len(named) == 1:
            assert named == suspects


def test_what_somebody_hands_over_falsely_opens_nothing_and_names_them():
    lie(70)


@pytest.mark.long
def test_five_thousand_false_contributions_open_nothing_and_name_their_givers():
    lie(FALSE_CONTRIBUTIONS)


def test_a_share_or_pair_secret_with_any_bit_changed_is_refused_by_its_holder():
    """All of them: before acknowledging, every holder proves what they were given."""
    secrets = shares.draw(2)
    listed, pairs = commitments(secrets, 1), shares.pair_commitments(PLACE, secrets)
    mine = secrets[0]
    shares.check_secrets(PLACE, 0, mine, pairs, listed)
    data = mine.to_bytes()
    for at in range(len(data) * 8):
        changed = bytearray(data)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises(ContributionError):
            shares.check_secrets(
                PLACE, 0, HolderSecrets.from_bytes(bytes(changed), 2), pairs, listed
            )


# Somebody chooses their share last -------------------------------------------------------------


def choose_last(times: int) -> None:
    """Whoever moves last has seen everything, and can choose nothing but the truth."""
    rng = random.Random(times)
    sealed = Sealed()
    last = HOLDERS - 1
    opened = sealed.combine(sealed.given)
    seen = [
        shares.portion_share(each.share, PLACE, portion)
        for each in sealed.secrets[:last] for portion in PORTIONS
    ]  # fmt: skip
    for _ in range(times):
        chosen = rng.choice([rng.randbytes(32), rng.choice(seen), _xor(*rng.sample(seen, 2))])
        secrets = replace(sealed.secrets[last], share=chosen)
        made = shares.contribute(sealed.request, RECORD, PLACE, last, secrets, PORTIONS)
        with pytest.raises(ContributionError) as caught:
            sealed.combine(_with(sealed, last, made))
        assert caught.value.givers == (str(last),)
    assert sealed.combine(sealed.given) == opened


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def test_whoever_moves_last_can_choose_nothing():
    choose_last(30)


@pytest.mark.long
def test_whoever_moves_last_can_choose_nothing_in_a_thousand_tries():
    choose_last(LAST_MOVES)


def test_no_file_holds_a_share_or_pair_secret_in_clear(cast):
    """So there is nothing in the store for them to see: not before and not after the opening."""
    record = cast.seal()
    waiver = cast.ask(record, 1)
    cast.agree(waiver)
    cast.open(waiver)
    session, secret = cast.session, set()
    place = shares.place_of(session, record)
    for person in cast.holders:
        room = person.sessions.open(session)
        with person._desk.store.read() as tx:
            found = person.docket.secrets(tx, room, person.docket.record(tx, room, record))
        secret |= {found.share, *found.pairs}
        secret |= {shares.portion_share(found.share, place, portion) for portion in (1, 2, 3)}
    assert len(secret) == 3 + 3 + 9
    folder = cast.vault._store.path.parent
    files = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    assert len(files) > 2
    assert not [each for each in secret for data in files if each in data]


# One ciphertext, two keys ----------------------------------------------------------------------


def two_keys(times: int) -> None:
    """What AES-GCM accepts under two keys opens under neither, whatever it is said to be."""
    rng = random.Random(times)
    for _ in range(times):
        keys = random_key(), random_key()
        made = two_key_ciphertext(*keys, blocks=rng.randrange(2, 9))
        made = random_bytes(rng.choice([0, 44])) + made  # With or without room for a header.
        for key in keys:
            for place in (b"", PLACE):
                with pytest.raises((DamagedError, WrongKeyError)):
                    aead.decrypt(key, place, made)


def test_ciphertexts_of_two_keys_open_under_neither():
    two_keys(10)


@pytest.mark.long
def test_a_thousand_ciphertexts_of_two_keys_open_under_neither():
    two_keys(TWO_KEYS)
