"""Identities, the keyring and signed statements."""

from dataclasses import replace

import pytest

from vault.crypto import wrap
from vault.errors import (
    DamagedError,
    FormatError,
    LockedError,
    SignatureError,
    VaultError,
    WrongKeyError,
)
from vault.format.statement import StatementType
from vault.keys.identity import Identity, check_identity, fingerprint, generate_seed
from vault.keys.keyring import Keyring, audience_commitment, audience_tag, check_keys
from vault.keys.statements import sign, statement_hash, verify
from vault.model import PRIVATE, PublicIdentity, Roster

ANNA, BORIS = Identity(bytes(range(32))), Identity(generate_seed())
SESSION, OTHER = b"s" * 32, b"o" * 32


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def test_a_seed_always_gives_the_same_person_and_another_seed_another() -> None:
    again = Identity(bytes(range(32)))
    for part in ("owner", "self_key", "fingerprint"):
        assert getattr(again, part) == getattr(ANNA, part)
    assert (again.public.kem, again.public.signing) == (ANNA.public.kem, ANNA.public.signing)
    check_identity(again.public)
    assert not {ANNA.owner, ANNA.self_key, ANNA.fingerprint} & {
        BORIS.owner, BORIS.self_key, BORIS.fingerprint,
    }  # fmt: skip


def test_a_public_identity_has_the_sizes_of_the_format_and_proves_its_possession() -> None:
    public = ANNA.public
    assert (len(public.kem), len(public.signing), len(public.possession)) == (1216, 1984, 3373)
    check_identity(public)


@pytest.mark.parametrize("part", ["kem", "signing", "possession"])
@pytest.mark.parametrize("place", [0, 31, 40, -1])
def test_a_changed_public_identity_is_refused(part: str, place: int) -> None:
    value = getattr(ANNA.public, part)
    changed = replace(ANNA.public, **{part: flipped(value, place % len(value))})
    with pytest.raises((FormatError, SignatureError)):
        check_identity(changed)


def test_keys_of_two_people_are_not_one_identity() -> None:
    mixed = PublicIdentity(ANNA.public.kem, BORIS.public.signing, BORIS.public.possession)
    with pytest.raises(SignatureError):
        check_identity(mixed)


@pytest.mark.parametrize("part", ["kem", "signing", "possession"])
def test_an_identity_of_another_length_is_refused(part: str) -> None:
    for value in (b"", getattr(ANNA.public, part)[:-1], getattr(ANNA.public, part) + b"\0"):
        with pytest.raises(VaultError):
            check_identity(replace(ANNA.public, **{part: value}))


def test_a_fingerprint_stands_for_both_kinds_of_keys() -> None:
    assert fingerprint(ANNA.public) == ANNA.fingerprint
    assert fingerprint(replace(ANNA.public, kem=BORIS.public.kem)) != ANNA.fingerprint
    assert fingerprint(replace(ANNA.public, signing=BORIS.public.signing)) != ANNA.fingerprint


def test_what_is_wrapped_opens_for_its_person_in_its_place_only() -> None:
    wrapped = wrap.wrap(ANNA.public.kem, b"label", b"place", b"key")
    assert ANNA.unwrap(b"label", b"place", wrapped) == b"key"
    for who, label, place in (
        (BORIS, b"label", b"place"), (ANNA, b"other", b"place"), (ANNA, b"label", b"other"),
    ):  # fmt: skip
        with pytest.raises(WrongKeyError):
            who.unwrap(label, place, wrapped)


def test_private_keys_differ_by_person_and_session() -> None:
    keys = {who.private_key(session) for who in (ANNA, BORIS) for session in (SESSION, OTHER)}
    assert len(keys) == 4


def test_no_secret_has_a_telling_repr() -> None:
    """R1."""
    ring = Keyring(ANNA)
    ring.add_session(SESSION, {"joint": b"k" * 32})
    for each in (ANNA, ring, ANNA.public):
        assert "kkk" not in repr(each)
        assert ANNA.seed.hex() not in repr(each)
        assert str(ANNA.seed)[2:-1] not in repr(each)


def test_an_emptied_keyring_has_no_key_left() -> None:
    ring = Keyring(ANNA)
    ring.add_session(SESSION, {"joint": b"k" * 32})
    assert ring.session_keys(SESSION) == {
        "joint": b"k" * 32, PRIVATE: ANNA.private_key(SESSION),
    }  # fmt: skip
    assert ring.session_keys(OTHER) == {}
    mark = ring.own_mark(b"link")
    assert mark != Keyring(BORIS).own_mark(b"link")
    assert mark != ring.own_mark(b"knil")
    ring.empty()
    for use in (
        lambda: ring.identity, lambda: ring.session_keys(SESSION), lambda: ring.own_mark(b"link"),
        lambda: ring.add_session(SESSION, {}),
    ):  # fmt: skip
        with pytest.raises(LockedError):
            use()


def test_an_audience_is_found_by_key_and_session() -> None:
    tags = {
        audience_tag(key, session) for key in (b"a" * 32, b"b" * 32) for session in (b"", SESSION)
    }
    assert len(tags) == 4
    assert {len(tag) for tag in tags} == {16}


def test_a_granted_key_that_the_roster_does_not_commit_to_is_refused() -> None:
    key, nonce = b"k" * 32, b"n" * 32
    roster = Roster("", "", (), {"joint": audience_commitment(nonce, "joint", key)}, nonce, b"", 0)
    check_keys(roster, {"joint": key})
    for keys in ({"joint": b"x" * 32}, {"mediators": key}, {"joint": key, "mediators": key}):
        with pytest.raises(DamagedError):
            check_keys(roster, keys)


def test_a_statement_verifies_for_its_signer_its_type_and_its_bytes_only() -> None:
    made = sign(ANNA, StatementType.CLOSING, {"by": 0, "time": 1})
    assert verify(made, ANNA.public) == {"by": 0, "time": 1}
    with pytest.raises(SignatureError):
        verify(made, BORIS.public)
    for changed in (
        replace(made, type=StatementType.HEAD),
        replace(made, body=made.body.replace(b"1", b"2")),
        replace(made, signer=BORIS.fingerprint),
        replace(made, signature=flipped(made.signature, 0)),
        replace(made, signature=flipped(made.signature, 100)),
        replace(made, signature=made.signature[:-1]),
    ):
        with pytest.raises(SignatureError):
            verify(changed, ANNA.public)


def test_a_signed_body_that_is_not_canonical_is_refused() -> None:
    made = sign(ANNA, StatementType.CLOSING, {"by": 0})
    spaced = replace(made, body=b'{"by": 0}')
    again = replace(spaced, signature=ANNA.sign(spaced.signed_bytes))
    with pytest.raises(FormatError):
        verify(again, ANNA.public)


def test_a_statement_is_known_by_its_type_and_body() -> None:
    first, second = (sign(ANNA, kind, {}) for kind in (StatementType.HEAD, StatementType.ENDING))
    assert statement_hash(first) != statement_hash(second)
    assert statement_hash(first) == statement_hash(sign(BORIS, StatementType.HEAD, {}))
