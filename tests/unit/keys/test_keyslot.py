"""Keyslots: found by the right name and passphrase only, and never opened after a change."""

from dataclasses import replace

import pytest

from tests.cast import LOWEST_COST
from vault.errors import DamagedError, PassphraseError
from vault.keys.identity import Identity, generate_seed
from vault.keys.keyslot import (
    Keyslot,
    SlotSecrets,
    is_intact,
    make_slot,
    new_setting,
    open_slot,
    passphrase_secrets,
)

SETTING = new_setting(LOWEST_COST)


@pytest.fixture(scope="module")
def secrets() -> SlotSecrets:
    return passphrase_secrets(SETTING, "Zoë Straße", "pass phrase")


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def test_a_slot_gives_back_the_seed(secrets: SlotSecrets) -> None:
    seed = generate_seed()
    slot = make_slot(secrets, Identity(seed))
    assert open_slot(secrets, slot) == seed
    assert is_intact(slot)
    assert seed not in slot.wrapped


@pytest.mark.parametrize("name", ["zoë straße", "ZOE\u0308 STRASSE", "Ｚoë Straße"])
def test_a_name_is_found_whatever_its_case_width_or_composition(
    secrets: SlotSecrets, name: str
) -> None:
    assert passphrase_secrets(SETTING, name, "pass phrase").tag == secrets.tag


@pytest.mark.parametrize(
    ("name", "passphrase"),
    [("Zoe Straße", "pass phrase"), ("Zoë Straße", "pass phrase "), ("", "pass phrase")],
)
def test_another_name_or_passphrase_has_another_tag_and_key(
    secrets: SlotSecrets, name: str, passphrase: str
) -> None:
    other = passphrase_secrets(SETTING, name, passphrase)
    assert other.tag != secrets.tag
    assert other.key != secrets.key


def test_another_setting_has_another_tag(secrets: SlotSecrets) -> None:
    other = passphrase_secrets(new_setting(LOWEST_COST), "Zoë Straße", "pass phrase")
    assert other.tag != secrets.tag


def test_an_impossible_passphrase_is_refused_before_any_work() -> None:
    with pytest.raises(PassphraseError):
        passphrase_secrets(SETTING, "Zoë", "")


def test_a_changed_slot_is_damaged_and_its_checksum_says_so(secrets: SlotSecrets) -> None:
    slot = make_slot(secrets, Identity(generate_seed()))
    for place in range(0, len(slot.wrapped), 17):
        changed = replace(slot, wrapped=flipped(slot.wrapped, place))
        assert not is_intact(changed)
        with pytest.raises(DamagedError):
            open_slot(secrets, changed)


@pytest.mark.parametrize(
    "change",
    [{"id": bytes(16)}, {"kind": "recovery"}, {"setting": bytes(16)}, {"tag": bytes(16)}],
)
def test_the_checksum_covers_every_column(secrets: SlotSecrets, change: dict[str, object]) -> None:
    slot = make_slot(secrets, Identity(generate_seed()))
    assert not is_intact(replace(slot, **change))  # type: ignore[arg-type]


@pytest.mark.parametrize("change", [{"id": bytes(16)}, {"kind": "recovery"}])
def test_a_slot_moved_to_another_place_does_not_open(
    secrets: SlotSecrets, change: dict[str, object]
) -> None:
    slot: Keyslot = replace(make_slot(secrets, Identity(generate_seed())), **change)  # type: ignore[arg-type]
    with pytest.raises(DamagedError):
        open_slot(secrets, slot)


def test_secrets_have_no_telling_repr(secrets: SlotSecrets) -> None:
    assert secrets.key.hex() not in repr(secrets)
    assert str(secrets.key) not in repr(secrets)
