"""To somebody who may not read it a thing does not exist."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.attacker import forging
from tests.cast import PARTY_A, PARTY_B, passphrase_of
from vault import (
    AnswerKind,
    Invitation,
    NewEntry,
    Role,
    Source,
    UnlockedVault,
    VaultError,
    spell_id,
)
from vault.crypto.random import random_bytes
from vault.store.rows import RevisionRow


def answer_of(act: Callable[..., object], *args: object, **more: object):
    """What somebody learns: the value, or the type of the error and all that it says."""
    try:
        return "value", act(*args, **more)
    except VaultError as error:
        return type(error), error.args, error.data, str(error), error.__cause__


def entry_acts(person: UnlockedVault, session: bytes) -> list[Callable[[bytes], object]]:
    data = b"x"
    return [
        person.entries.find,
        person.entries.show,
        lambda entry: person.entries.show(entry, 1),
        lambda entry: person.entries.show(entry, 99),
        lambda entry: person.entries.edit(entry, "text"),
        lambda entry: person.entries.edit(entry, "text", base=entry),
        lambda entry: person.entries.carry(entry, session, "joint"),
        lambda entry: person.entries.destroy([entry]),
        lambda entry: person.files.extract(entry, "a.txt"),
        lambda entry: person.files.attach(entry, [Source("a.txt", 1, [data])]),
        person.sealing.plan,
        lambda entry: person.sealing.seal([entry], "label", safety_reviewed=True),
    ]


@pytest.fixture
def hidden(cast) -> dict[str, bytes]:
    """Entries that Boris may not read, of every kind."""
    cast.party("B").sessions.views()
    data = b"x"
    new = NewEntry("caucus:A", "With a file.")
    filed = cast.mediator.files.add_entry(cast.session, new, [Source("a.txt", 1, [data])])
    gone = cast.write("caucus:A", "Gone.")
    cast.mediator.entries.destroy([gone])
    return {
        "private": cast.write("private", "A secret."),
        "mediators": cast.write("mediators", "A secret."),
        "caucus": cast.write("caucus:A", "A secret."),
        "filed": filed.id,
        "of the other party": cast.party("A").entries.add(
            cast.session, NewEntry("private", "A secret.")
        ).id,
        "destroyed": gone,
    }  # fmt: skip


def test_an_unreadable_entry_answers_as_an_id_never_used(cast, hidden):
    boris = cast.party("B")
    for act in entry_acts(boris, cast.session):
        never = answer_of(act, random_bytes(16))
        for name, entry in hidden.items():
            assert answer_of(act, entry) == never, name


def test_the_prefix_of_an_unreadable_entry_answers_as_one_never_used(cast, hidden):
    boris = cast.party("B")
    for entry in hidden.values():
        for length in (6, 10, 26):
            reference = spell_id(entry)[:length]
            assert answer_of(boris.entries.resolve, reference)[0] is _error_of(
                boris.entries.resolve, spell_id(random_bytes(16))[:length]
            )
            assert answer_of(boris.entries.resolve, reference)[1] == ("entry", reference)


def _error_of(act: Callable[..., object], *args: object) -> object:
    return answer_of(act, *args)[0]


def test_an_unreadable_entry_makes_no_prefix_ambiguous(cast):
    """Ids are random; the owner of the database can make two begin alike."""
    joint = cast.write("joint", "For all.")
    boris = cast.party("B")
    secret = cast.write("caucus:A", "A secret.")
    (row,) = forging.rows_of(boris, RevisionRow, id=secret)
    forging.put(boris, row._replace(id=joint[:10] + bytes(6)))
    assert boris.entries.resolve(spell_id(joint)[:8]) == joint


@pytest.fixture
def apart(cast):
    """A second session of the mediator and Anna alone, with a record and a request."""
    for person in cast.people.values():
        person.sessions.views()
    second = cast.mediator.sessions.convene("Berg and Falk", "Apart", [
        Invitation(Role.MEDIATOR, cast.mediators[0]), Invitation(Role.PARTY, PARTY_A, "A"),
    ])  # fmt: skip
    entry = cast.mediator.entries.add(second, NewEntry("joint", "One.\n\nTwo.")).id
    (record,) = cast.mediator.sealing.seal([entry], "Apart", safety_reviewed=True)
    return cast, second, record, cast.ask(record, 1)


def test_an_unreadable_session_answers_as_one_never_used(apart):
    cast, second, _, _ = apart
    boris = cast.party("B")
    new = NewEntry("joint", "text")
    for act in (
        boris.sessions.open, boris.sessions.close, boris.entries.listing, boris.docket.lines,
        boris.docket.acknowledge, boris.waivers.views, boris.entries.destroy_session,
        lambda session: boris.entries.add(session, new),
        lambda session: boris.entries.readers(session, "joint"),
        lambda session: boris.search.finder([session]),
        lambda session: boris.sessions.convene(
            "Berg and Falk", "x", [Invitation(Role.MEDIATOR, PARTY_B)], follows=session
        ),
    ):  # fmt: skip
        assert answer_of(act, second) == answer_of(act, random_bytes(32))


def test_an_unreadable_record_or_request_answers_as_one_never_used(apart):
    cast, second, record, waiver = apart
    boris = cast.party("B")
    assert second
    for act in (
        lambda name: boris.waivers.request({name: ()}, "p", "r", cast.clock.now + 9_999),
        lambda name: boris.docket.acknowledge(cast.session, [name]),
    ):
        assert answer_of(act, record) == answer_of(act, random_bytes(16))
    for act in (
        boris.waivers.show,
        boris.opening.open,
        lambda name: list(boris.opening.file(name, record, 1)),
        *(
            lambda name, kind=kind: boris.waivers.answer(name, kind, waiver.check_words)
            for kind in AnswerKind
        ),
    ):
        assert answer_of(act, waiver.id) == answer_of(act, random_bytes(16))
    for resolve, name in ((boris.docket.resolve, record), (boris.waivers.resolve, waiver.id)):
        reference = spell_id(name)[:8]
        other = spell_id(random_bytes(16))[:8]
        assert answer_of(resolve, reference)[0] is answer_of(resolve, other)[0]
        assert answer_of(resolve, reference)[1][1] == reference


@pytest.mark.parametrize("audience", ["private", "mediators", "caucus:A", "caucus:Z", "nonsense"])
def test_an_audience_that_is_not_ones_own_answers_as_one_that_is_not_there(cast, audience):
    boris = cast.party("B")
    new = NewEntry(audience, "text")
    if audience == "private":
        assert boris.entries.add(cast.session, new).audience == "private"
        return
    kind, said, *_ = answer_of(boris.entries.add, cast.session, new)
    never, _, *_ = answer_of(boris.entries.add, cast.session, NewEntry("caucus:Q", "text"))
    assert kind is never
    assert said == ("audience", audience)


def everything(person: UnlockedVault, session: bytes) -> list[object]:
    """All that one person can see of a session, and of the vault."""
    room = person.sessions.open(session)
    checked = person.checks.run()
    listing = person.entries.listing(session)
    return [
        person.sessions.views(), room.audiences, room.closed, listing,
        [person.entries.show(entry.id) for entry in listing.entries],
        sorted({tag for entry in listing.entries for tag in entry.latest.header.tags}),
        [match.entry.id for match in person.search.finder([session]).find("secret")],
        [match.entry.id for match in person.search.finder([session]).find("#ours")],
        person.docket.lines(session), person.waivers.views(),
        [(each.what, each.row, each.reason) for each in checked.damages],
        checked.rows, checked.repaired, person.checks.activity(), person.behind,
        person.people.contacts(),
    ]  # fmt: skip


def test_the_other_sides_caucus_and_the_mediators_notes_change_nothing_that_a_party_sees(cast):
    anna, boris = cast.party("A"), cast.party("B")
    cast.write("joint", "For all.", tags=("ours",))
    cast.write("caucus:B", "For Boris: secret.", tags=("ours",))
    anna.sessions.views()
    before = everything(boris, cast.session)
    for turn in range(3):
        for audience in ("caucus:A", "private", "mediators"):
            entry = cast.write(audience, f"secret {turn}", tags=("ours",))
            cast.mediator.entries.edit(entry, "secret, again")
        anna.entries.add(cast.session, NewEntry("caucus:A", "secret", tags=("ours",)))
        anna.entries.add(cast.session, NewEntry("private", "secret", tags=("ours",)))
    gone = cast.write("caucus:A", "secret", tags=("ours",))
    cast.mediator.entries.destroy([gone])
    data = b"secret"
    new = NewEntry("caucus:A", "secret")
    cast.mediator.files.add_entry(cast.session, new, [Source("secret.txt", 6, [data])])
    assert everything(boris, cast.session) == before


@pytest.mark.long
def test_the_other_sides_caucus_changes_no_byte_of_what_a_party_lists(cast, tmp_path):
    """As the command line prints it."""
    secret = tmp_path / "secret"
    secret.write_text(passphrase_of(PARTY_B))
    session = spell_id(cast.session)
    cast.write("joint", "For all.", tags=("ours",))
    cast.write("caucus:B", "For Boris: secret.", tags=("ours",))
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(cast.marks)}

    def listed(*words: str) -> bytes:
        begun = [sys.executable, "-m", "tui", "--vault", cast.location, "--as", PARTY_B]
        begun += ["--passphrase-file", str(secret), *words]
        run = subprocess.run(begun, capture_output=True, check=True, env=environment)
        return run.stdout + run.stderr

    lists = [
        ("--json", "note", "list", "--session", session), ("note", "list", "--session", session),
        ("--json", "session", "list"), ("--json", "note", "find", "secret"),
    ]  # fmt: skip
    before = [listed(*words) for words in lists]
    assert b"For Boris" in before[0]
    for turn in range(5):
        cast.mediator.entries.edit(cast.write("caucus:A", f"secret {turn}"), "secret, again")
        cast.party("A").entries.add(cast.session, NewEntry("caucus:A", "secret", tags=("ours",)))
        cast.write("mediators", "secret", tags=("ours",))
    assert [listed(*words) for words in lists] == before


def test_a_session_of_others_changes_nothing_that_a_party_sees(cast):
    """Neither the list, nor the person's own trail, nor what their check counts."""
    boris = cast.party("B")
    before = everything(boris, cast.session)
    other = cast.mediator.sessions.convene("Berg and Falk", "Apart", [
        Invitation(Role.MEDIATOR, cast.mediators[0]), Invitation(Role.PARTY, PARTY_A, "A"),
    ])  # fmt: skip
    cast.party("A").sessions.views()
    cast.mediator.entries.add(other, NewEntry("joint", "secret"))
    boris.sessions.views()
    boris.waivers.views()
    assert everything(boris, cast.session) == before


def test_another_persons_answer_changes_nothing_that_a_party_sees(cast):
    record = cast.seal()
    waiver = cast.ask(record, 1)
    boris = cast.party("B")
    before = everything(boris, cast.session)
    cast.party("A").waivers.answer(waiver.id, AnswerKind.REFUSAL)
    assert everything(boris, cast.session) == before


def test_a_stranger_sees_nothing_of_a_vault_with_much_in_it(cast):
    stranger, _ = cast.vault.enrol("Somebody Else", "a passphrase of a stranger")
    record = cast.seal()
    entry = cast.write("joint", "For all.")
    waiver = cast.ask(record, 1)
    assert stranger.sessions.views() == []
    assert stranger.waivers.views() == []
    assert stranger.people.contacts() == []
    for act, name in (
        (stranger.entries.show, entry), (stranger.waivers.show, waiver.id),
        (stranger.opening.open, waiver.id),
    ):  # fmt: skip
        assert answer_of(act, name) == answer_of(act, random_bytes(16))
    assert answer_of(stranger.sessions.open, cast.session) == answer_of(
        stranger.sessions.open, random_bytes(32)
    )
