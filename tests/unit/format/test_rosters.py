"""Rosters: nobody sits twice, whatever they bring to prove their keys."""

from dataclasses import replace

import pytest

from tests.vectors.composed import make
from vault.errors import FormatError
from vault.format.rosters import read_roster, roster_object
from vault.keys.identity import Identity


def doubled(**keys: bytes) -> dict:
    """Return a roster whose third seat has these keys of the second's."""
    roster = make._roster()
    boris = replace(Identity(make.BORIS).public, **keys)
    third = replace(roster.seats[1], number=2, side="B", keys=(boris,), name="Boris")
    return roster_object(replace(roster, seats=(*roster.seats, third)))


def test_a_roster_with_three_people_is_read():
    assert len(read_roster(doubled()).seats) == 3


@pytest.mark.parametrize("half", ["kem", "signing"])
def test_two_seats_with_the_same_key_are_refused(half):
    anna = Identity(make.ANNA).public
    with pytest.raises(FormatError):
        read_roster(doubled(**{half: getattr(anna, half)}))


def test_one_person_never_has_two_seats_whatever_they_signed_to_prove_their_keys():
    first, second = Identity(make.ANNA).public, Identity(make.ANNA).public
    assert first.possession != second.possession
    with pytest.raises(FormatError):
        read_roster(doubled(kem=second.kem, signing=second.signing))
