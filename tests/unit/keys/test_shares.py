"""Shares: every holder or nobody, one request only, and a false part names its giver."""

from dataclasses import replace
from itertools import combinations

import pytest

from vault.crypto.digest import sha256
from vault.errors import ContributionError, FormatError
from vault.keys import shares
from vault.keys.shares import Contribution, HolderSecrets

RECORD, SESSION = b"r" * 16, b"s" * 32
PLACE = shares.place_of(SESSION, RECORD)
W, OTHER_W = sha256(b"request"), sha256(b"another")
COUNTS = (2, 3, 5)


class Made:
    """A record of three portions for n holders."""

    def __init__(self, holders: int) -> None:
        self.secrets = shares.draw(holders)
        self.portions = {
            j: [shares.portion_share(each.share, PLACE, j) for each in self.secrets]
            for j in (1, 2, 3)
        }
        self.commitments = {
            j: [shares.share_commitment(PLACE, i, j, t) for i, t in enumerate(given)]
            for j, given in self.portions.items()
        }

    def contribution(
        self, me: int, request: bytes = W, portions: tuple[int, ...] = (1, 3)
    ) -> Contribution:
        return shares.contribute(request, RECORD, PLACE, me, self.secrets[me], portions)

    def contributions(self) -> list[Contribution]:
        return [self.contribution(me) for me in range(len(self.secrets))]

    def combine(self, given: list[Contribution], request: bytes = W) -> dict[int, bytes]:
        wanted = {j: self.commitments[j] for j in (1, 3)}
        return shares.combine(request, RECORD, PLACE, given, wanted)


@pytest.fixture(params=COUNTS)
def made(request: pytest.FixtureRequest) -> Made:
    return Made(request.param)


def test_all_holders_open_the_listed_portions_and_no_other(made: Made) -> None:
    """R5."""
    keys = made.combine(made.contributions())
    assert keys == {j: shares.portion_key(made.portions[j], PLACE, j) for j in (1, 3)}


def test_any_one_holder_fewer_opens_nothing(made: Made) -> None:
    """R3."""
    whole = made.contributions()
    stranger = Made(len(whole)).contributions()
    for absent in range(len(whole)):
        for stand_in in (stranger[absent], whole[absent - 1]):
            given = [*whole[:absent], stand_in, *whole[absent + 1 :]]
            with pytest.raises(ContributionError):
                made.combine(given)


def test_answers_to_another_request_do_not_fit(made: Made) -> None:
    """R5."""
    for other in range(len(made.secrets)):
        given = made.contributions()
        given[other] = made.contribution(other, OTHER_W)
        for request in (W, OTHER_W):
            with pytest.raises(ContributionError):
                made.combine(given, request)


def test_a_false_gate_names_the_pair_that_disagrees() -> None:
    made = Made(3)
    given = made.contributions()
    given[2] = replace(given[2], gates=(b"x" * 32, given[2].gates[1]))
    with pytest.raises(ContributionError) as caught:
        made.combine(given)
    assert set(caught.value.givers) == {"0", "2"}


def test_a_false_box_or_share_names_its_giver() -> None:
    made = Made(3)
    given = made.contributions()
    broken = replace(given[1], box=given[1].box[:-1] + bytes([given[1].box[-1] ^ 1]))
    with pytest.raises(ContributionError) as caught:
        made.combine([given[0], broken, given[2]])
    assert caught.value.givers == ("1",)
    liar = HolderSecrets(b"x" * 32, made.secrets[1].pairs)
    false = shares.contribute(W, RECORD, PLACE, 1, liar, (1, 3))
    with pytest.raises(ContributionError) as caught:
        made.combine([given[0], false, given[2]])
    assert caught.value.givers == ("1",)


def test_a_box_for_fewer_portions_than_asked_is_refused() -> None:
    made = Made(2)
    given = made.contributions()
    given[1] = made.contribution(1, portions=(1,))
    with pytest.raises(ContributionError):
        made.combine(given)


def test_what_a_holder_is_given_is_proven_against_the_manifest(made: Made) -> None:
    """R12."""
    listed = shares.pair_commitments(PLACE, made.secrets)
    assert len(listed) == len(list(combinations(made.secrets, 2)))
    for me, secrets in enumerate(made.secrets):
        shares.check_secrets(PLACE, me, secrets, listed, made.commitments)
        false_pair = HolderSecrets(secrets.share, (b"x" * 32, *secrets.pairs[1:]))
        false_share = HolderSecrets(b"x" * 32, secrets.pairs)
        for false in (false_pair, false_share):
            with pytest.raises(ContributionError):
                shares.check_secrets(PLACE, me, false, listed, made.commitments)


def test_secrets_read_back_for_the_right_number_of_holders(made: Made) -> None:
    count = len(made.secrets)
    for secrets in made.secrets:
        data = secrets.to_bytes()
        assert HolderSecrets.from_bytes(data, count) == secrets
        for wrong in (data[:-1], data + b"\0", b""):
            with pytest.raises(FormatError):
                HolderSecrets.from_bytes(wrong, count)
        assert secrets.share.hex() not in repr(secrets)


def test_pair_secrets_agree_and_are_drawn_once_for_each_pair(made: Made) -> None:
    pairs = [
        (made.secrets[i].pair_with(i, k), made.secrets[k].pair_with(k, i))
        for i, k in combinations(range(len(made.secrets)), 2)
    ]
    assert all(mine == theirs for mine, theirs in pairs)
    assert len({mine for mine, _ in pairs}) == len(pairs)


def test_every_derivation_is_tied_to_its_place() -> None:
    """R5."""
    share, other = b"k" * 32, shares.place_of(SESSION, b"x" * 16)
    assert (
        len({shares.portion_share(share, place, j) for place in (PLACE, other) for j in (1, 2)})
        == 4
    )
    assert (
        len(
            {
                shares.gate(share, w, RECORD, i, k)
                for w in (W, OTHER_W)
                for i in (0, 1)
                for k in (0, 1)
            }
        )
        == 8
    )
