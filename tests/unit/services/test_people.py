"""The address book: whom somebody knows, by which name, and whether the words were compared."""

import pytest

from tests.cast import MEDIATOR, PARTY_A, Cast
from vault import ExistsError, FormatError, InvalidError, NotFoundError, SignatureError
from vault.errors import UnsupportedVersionError
from vault.keys.identity import Identity, fingerprint, generate_seed


def test_everybody_is_found_by_name_whatever_its_case(enrolled: Cast) -> None:
    people = enrolled.mediator.people
    assert people.find("ANNA berg").name == PARTY_A
    assert people.find(MEDIATOR) == people.me
    names = [contact.name for contact in people.contacts()]
    assert names == sorted(names, key=str.casefold)
    assert MEDIATOR not in names
    with pytest.raises(NotFoundError):
        people.find("Nobody")


def test_somebody_is_known_by_keys(enrolled: Cast) -> None:
    people = enrolled.mediator.people
    anna = people.find(PARTY_A)
    assert people.known(fingerprint(anna.identity)) == anna
    assert people.known(bytes(32)) is None


def test_an_identity_file_brings_keys_and_no_name(enrolled: Cast) -> None:
    """R1 and R6."""
    anna = enrolled.party("A").people
    data = anna.export_file()
    assert b"Anna" not in data
    stranger = Identity(generate_seed())
    book = enrolled.party("B").people
    added = book.import_file("Anna from the café", data)
    assert not added.confirmed
    assert book.import_file("anna FROM the café", data) == added
    assert book.words("Anna from the café") == anna.words(PARTY_A)
    with pytest.raises(ExistsError):
        book.import_file("Anna under another name", data)
    with pytest.raises(ExistsError):
        book.add("Anna from the café", stranger.public, confirmed=True)
    with pytest.raises(ExistsError):
        book.add("BORIS falk", stranger.public, confirmed=True)


@pytest.mark.parametrize("name", ["Zoe", MEDIATOR])
def test_nobody_enters_themselves_as_somebody_else(enrolled: Cast, name: str) -> None:
    people = enrolled.mediator.people
    before = people.contacts()
    with pytest.raises(ExistsError) as caught:
        people.import_file(name, people.export_file())
    assert caught.value.kind == "own identity"
    assert people.contacts() == before


@pytest.mark.parametrize("cut", [0, 1, 16, 17, 100, -1])
def test_a_cut_identity_file_is_refused(enrolled: Cast, cut: int) -> None:
    people = enrolled.mediator.people
    with pytest.raises(FormatError):
        people.import_file("Zoe", people.export_file()[:cut])


def test_a_changed_identity_file_is_refused(enrolled: Cast) -> None:
    """R12."""
    people = enrolled.mediator.people
    data = Identity(generate_seed()).public
    whole = b"caucus identity\n\1" + data.kem + data.signing + data.possession
    for place in (20, 1300, 1400, 5000, len(whole) - 1):
        changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        with pytest.raises((FormatError, SignatureError)):
            people.import_file("Zoe", changed)
    with pytest.raises(UnsupportedVersionError):
        people.import_file("Zoe", b"caucus identity\n\2" + whole[17:])
    with pytest.raises(FormatError):
        people.import_file("Zoe", whole + b"\0")
    with pytest.raises(NotFoundError):
        people.find("Zoe")


def test_only_the_right_words_confirm(enrolled: Cast) -> None:
    people = enrolled.mediator.people
    zoe = Identity(generate_seed()).public
    people.add("Zoë", zoe, confirmed=False)
    words = people.words("zoë")
    with pytest.raises(InvalidError):
        people.confirm("Zoë", people.words(PARTY_A))
    assert not people.find("Zoë").confirmed
    assert people.confirm("ZOË", words.upper().replace(" ", "  ")).confirmed
    assert people.find("Zoë").confirmed
    assert people.add("Zoë", zoe, confirmed=False).confirmed
    with pytest.raises(NotFoundError):
        people.confirm("Nobody", words)


def test_an_address_book_is_its_owners_alone(enrolled: Cast) -> None:
    """R2."""
    enrolled.mediator.people.add("Secret friend", Identity(generate_seed()).public, confirmed=True)
    with pytest.raises(NotFoundError):
        enrolled.party("A").people.find("Secret friend")


@pytest.mark.parametrize("name", ["", " ", "x" * 401, "a\0b", "\ud800"])
def test_what_cannot_be_a_name_is_refused(enrolled: Cast, name: str) -> None:
    with pytest.raises(InvalidError):
        enrolled.mediator.people.add(name, Identity(generate_seed()).public, confirmed=True)
