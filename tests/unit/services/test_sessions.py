"""Convening, seating, reconvening, closing and destroying sessions."""

import pytest

from tests.cast import MEDIATOR, PARTY_A, PARTY_B, Cast
from tests.unit.services.conftest import CO_MEDIATOR, EVERYBODY, LAWYER, NEIGHBOUR, WITNESS
from vault import (
    JOINT,
    MEDIATORS,
    PRIVATE,
    ClosedError,
    ForbiddenError,
    InvalidError,
    Invitation,
    NewEntry,
    NotFoundError,
    Role,
    UnconfirmedError,
)
from vault.format.own import OwnSeat
from vault.keys.identity import Identity, generate_seed
from vault.mapper import own as own_mapper
from vault.store.rows import OwnRow


def test_every_seat_has_its_audiences_and_no_other(sitting: Cast) -> None:
    """R2."""
    seated = {
        name: person.sessions.open(sitting.session).audiences
        for name, person in sitting.people.items()
    }
    everything = (PRIVATE, MEDIATORS, "caucus:A", "caucus:B", JOINT)
    assert seated == {
        MEDIATOR: everything, CO_MEDIATOR: everything, PARTY_A: (PRIVATE, "caucus:A", JOINT),
        PARTY_B: (PRIVATE, "caucus:B", JOINT), LAWYER: (PRIVATE, "caucus:A", JOINT),
        WITNESS: (PRIVATE,), NEIGHBOUR: (PRIVATE, JOINT),
    }  # fmt: skip
    readers = sitting.mediator.entries.readers
    assert readers(sitting.session, "caucus:B") == (MEDIATOR, CO_MEDIATOR, PARTY_B)
    assert set(readers(sitting.session, JOINT)) == set(seated) - {WITNESS}
    assert readers(sitting.session, PRIVATE) == (MEDIATOR,)


def test_opening_a_listed_session_reads_no_seat_but_its_own(
    sitting: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It costs the same as in a vault of one session."""
    sessions = sitting.mediator.sessions
    for number in range(5):
        sessions.convene(f"Case {number}", "", [])
    sessions.views()
    read: list[bytes] = []
    real = own_mapper.read_seat

    def read_seat(identity: Identity, row: OwnRow) -> OwnSeat:
        read.append(row.id)
        return real(identity, row)

    monkeypatch.setattr(own_mapper, "read_seat", read_seat)
    sessions.forget(sitting.session)
    room = sessions.open(sitting.session)
    assert set(read) == {room.own_row}


def test_a_session_is_listed_for_those_who_sit_in_it(sitting: Cast) -> None:
    """R2."""
    convener = sitting.mediator
    alone = convener.sessions.convene("Berg and Falk", "", [])
    views = convener.sessions.views("berg AND falk")
    assert [view.id for view in views[:2]] == [alone, sitting.session]
    assert (views[1].case, views[1].title, views[1].closed) == ("Berg and Falk", "A day", False)
    assert convener.sessions.views("Other") == []
    assert alone not in {view.id for view in sitting.party("A").sessions.views()}
    for unknown in (alone, bytes(32), b""):
        with pytest.raises(NotFoundError):
            sitting.party("A").sessions.open(unknown)


@pytest.mark.parametrize(
    ("invitations", "error"),
    [
        ([Invitation(Role.PARTY, "Nobody", "A")], NotFoundError),
        ([Invitation(Role.PARTY, MEDIATOR, "A")], InvalidError),
        (
            [Invitation(Role.PARTY, PARTY_A, "A"), Invitation(Role.PARTY, PARTY_A, "B")],
            InvalidError,
        ),
        ([Invitation(Role.PARTY, PARTY_A, "")], InvalidError),
        ([Invitation(Role.PARTY, PARTY_A, "AB")], InvalidError),
        ([Invitation(Role.PARTY, PARTY_A, "a")], InvalidError),
        ([Invitation(Role.PARTY, PARTY_A, "Ä")], InvalidError),
        ([Invitation(Role.REPRESENTATIVE, LAWYER, "A")], InvalidError),
        (
            [Invitation(Role.PARTY, PARTY_B, "B"), Invitation(Role.REPRESENTATIVE, LAWYER, "A")],
            InvalidError,
        ),
        ([Invitation(Role.MEDIATOR, CO_MEDIATOR, "A")], InvalidError),
        ([Invitation(Role.NONPARTY, WITNESS, "A")], InvalidError),
        ([Invitation(Role.PARTY, PARTY_A, "A", reads_joint=False)], InvalidError),
    ],
)  # fmt: skip
def test_a_roster_that_cannot_be_is_refused(
    enrolled: Cast, invitations: list[Invitation], error: type[Exception]
) -> None:
    before = len(enrolled.mediator.sessions.views())
    with pytest.raises(error):
        enrolled.mediator.sessions.convene("Case", "Title", invitations)
    assert len(enrolled.mediator.sessions.views()) == before


@pytest.mark.parametrize(("case", "title"), [("", ""), (" ", ""), ("x" * 401, ""), ("x", "a\nb")])
def test_what_cannot_be_a_case_or_a_title_is_refused(
    enrolled: Cast, case: str, title: str
) -> None:
    with pytest.raises(InvalidError):
        enrolled.mediator.sessions.convene(case, title, [])


def test_a_roster_of_too_many_seats_is_refused(enrolled: Cast) -> None:
    crowd = [Invitation(Role.NONPARTY, f"Person {number}") for number in range(64)]
    with pytest.raises(InvalidError):
        enrolled.mediator.sessions.convene("Case", "", crowd)


def test_somebody_unconfirmed_is_seated_only_knowingly(enrolled: Cast) -> None:
    name = f"Stranger {enrolled.clock()}"
    enrolled.mediator.people.add(name, Identity(generate_seed()).public, confirmed=False)
    invitations = [Invitation(Role.PARTY, name, "A")]
    with pytest.raises(UnconfirmedError) as caught:
        enrolled.mediator.sessions.convene("Case", "", invitations)
    assert caught.value.names == (name,)
    session = enrolled.mediator.sessions.convene("Case", "", invitations, accept_unconfirmed=True)
    assert enrolled.mediator.sessions.open(session).roster.seats[1].name == name


def test_a_session_by_somebody_unconfirmed_is_refused_with_the_reason(enrolled: Cast) -> None:
    """R12."""
    stranger, _ = enrolled.vault.enrol(f"Max {enrolled.clock()}", "a passphrase of Max's own")
    stranger.people.add(PARTY_A, enrolled.party("A").people.me.identity, confirmed=True)
    session = stranger.sessions.convene("Case", "", [Invitation(Role.PARTY, PARTY_A, "A")])
    sessions = enrolled.party("A").sessions
    assert session not in {view.id for view in sessions.views()}
    refused = dict(sessions.refused)
    assert isinstance(refused[session], UnconfirmedError)
    enrolled.party("A").people.add(stranger.name, stranger.people.me.identity, confirmed=True)
    assert session in {view.id for view in sessions.views()}


def test_reconvening_names_the_session_before(sitting: Cast) -> None:
    again = sitting.mediator.sessions.convene(
        "Berg and Falk", "Second day", EVERYBODY[:3], follows=sitting.session
    )
    view = next(view for view in sitting.party("A").sessions.views() if view.id == again)
    assert view.follows == sitting.session
    assert view.case == "Berg and Falk"
    with pytest.raises(NotFoundError):
        sitting.people[WITNESS].sessions.open(again)
    with pytest.raises(ForbiddenError):
        sitting.party("A").sessions.convene("Berg and Falk", "", [], follows=sitting.session)
    with pytest.raises(NotFoundError):
        sitting.mediator.sessions.convene("Berg and Falk", "", [], follows=bytes(32))


def test_in_a_closed_session_only_private_notes_are_written(sitting: Cast) -> None:
    session, anna = sitting.session, sitting.party("A")
    note = anna.entries.add(session, NewEntry(JOINT, "Before.")).id
    with pytest.raises(ForbiddenError):
        anna.sessions.close(session)
    sitting.mediator.sessions.close(session)
    sitting.mediator.sessions.close(session)
    for name, person in sitting.people.items():
        assert next(v for v in person.sessions.views() if v.id == session).closed, name
        person.entries.add(session, NewEntry(PRIVATE, "Afterthought."))
    mediator = sitting.mediator.entries
    for act in (
        lambda: mediator.add(session, NewEntry(JOINT, "x")),
        lambda: mediator.add(session, NewEntry(MEDIATORS, "x")),
        lambda: mediator.edit(sitting.write(PRIVATE, "mine"), "still mine") and mediator.carry(
            sitting.write(PRIVATE, "mine"), session, JOINT),
        lambda: sitting.mediator.files.attach(note, []),
    ):  # fmt: skip
        with pytest.raises(ClosedError):
            act()


def test_a_program_that_was_open_when_the_session_closed_writes_nothing_more(
    sitting: Cast,
) -> None:
    session, anna = sitting.session, sitting.party("A")
    note = anna.entries.add(session, NewEntry(JOINT, "Before.")).id
    sitting.mediator.sessions.close(session)
    with pytest.raises(ClosedError):
        anna.entries.add(session, NewEntry(JOINT, "After."))
    with pytest.raises(ClosedError):
        anna.entries.edit(note, "After.")
    texts = [anna.entries.show(each.id).text for each in anna.entries.listing(session).entries]
    assert texts == ["Before."]


def test_destroying_a_session_takes_what_the_mediator_can_read(sitting: Cast) -> None:
    session, anna = sitting.session, sitting.party("A")
    kept = anna.entries.add(session, NewEntry(PRIVATE, "Hers alone.")).id
    gone = [
        anna.entries.add(session, NewEntry(JOINT, "Joint.")).id,
        sitting.write("caucus:B", "B."),
    ]
    record = sitting.seal()
    with pytest.raises(ForbiddenError):
        anna.entries.destroy_session(session)
    assert sitting.mediator.entries.destroy_session(session) == 2
    for entry in gone:
        for person in sitting.people.values():
            with pytest.raises(NotFoundError):
                person.entries.show(entry)
    assert anna.entries.show(kept).text == "Hers alone."
    assert [line.record for line in anna.docket.lines(session)] == [record]
    assert next(v for v in sitting.mediator.sessions.views() if v.id == session).closed
    for person in sitting.people.values():
        assert person.entries.listing(session).damages == ()
