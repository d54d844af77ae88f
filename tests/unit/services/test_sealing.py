"""Sealing, the docket and its acknowledgements."""

import pytest

from tests.cast import MEDIATOR, PARTY_A, PARTY_B, Cast
from tests.unit.services.conftest import CO_MEDIATOR, LAWYER, NEIGHBOUR, WITNESS
from vault import (
    JOINT,
    MEDIATORS,
    PRIVATE,
    DamagedError,
    ForbiddenError,
    InvalidError,
    Invitation,
    Kind,
    LimitError,
    NewEntry,
    NotFoundError,
    Role,
    SafetyReviewError,
    Source,
    SpeakersError,
    spell_id,
)
from vault.keys.identity import Identity, generate_seed
from vault.store.rows import ChunkRow, RecordRow, ShareRow

HOLDERS = (MEDIATOR, CO_MEDIATOR, PARTY_A, PARTY_B)


@pytest.mark.parametrize(
    ("text", "kind", "whole", "portions"),
    [
        ("One.\n\nTwo.\n \n\nThree.", Kind.NOTE, False, ["One.", "Two.", "Three."]),
        ("One.\nstill.\n\nTwo.", Kind.NOTE, False, ["One.\nstill.", "Two."]),
        ("One.\nTwo.\nThree.", Kind.NOTE, False, ["One.", "Two.", "Three."]),
        ("One.\nTwo.\nThree.", Kind.DRAFT, False, ["One.\nTwo.\nThree."]),
        ("One.\nTwo.\nThree.", Kind.RECORD, False, ["One.\nTwo.\nThree."]),
        ("One.\n\nTwo.\n", Kind.NOTE, True, ["One.\n\nTwo.\n"]),
        ("  indented \n\n\tTwo", Kind.RECORD, False, ["  indented ", "\tTwo"]),
        ("One.\u2028still one.\n\nTwo.", Kind.RECORD, False, ["One.\u2028still one.", "Two."]),
    ],
)
def test_the_portions_of_a_text(
    shared: Cast, text: str, kind: Kind, whole: bool, portions: list[str]
) -> None:
    entry = shared.write(JOINT, text, kind=kind)
    plan = shared.mediator.sealing.plan(entry, whole=whole)
    assert [portion.text for portion in plan.portions] == portions
    assert [portion.number for portion in plan.portions] == list(range(1, len(portions) + 1))


def test_a_plan_says_who_will_hold_it_and_who_loses_sight(sitting: Cast) -> None:
    """R10."""
    sitting.party("A").docket.acknowledge(sitting.session)
    plan = sitting.mediator.sealing.plan(
        sitting.write("caucus:A", "x", speakers=(PARTY_A, "Uncle"))
    )
    assert tuple(seat.name for seat in plan.holders) == HOLDERS
    assert plan.never_acknowledged == (CO_MEDIATOR, PARTY_B)
    assert plan.loses_sight == (MEDIATOR, CO_MEDIATOR, PARTY_A, LAWYER)
    assert plan.unknown_speakers == ("Uncle",)


def test_sealing_takes_the_working_copy_and_tells_every_holder_only(sitting: Cast) -> None:
    """R2 and R10."""
    entry = sitting.write("caucus:A", "One.\n\nTwo.")
    sitting.mediator.entries.edit(entry, "One.\n\nTwo.\n\nThree.")
    (record,) = sitting.mediator.sealing.seal([entry], "The rota", safety_reviewed=True)
    for name, person in sitting.people.items():
        with pytest.raises(NotFoundError):
            person.entries.show(entry)
        lines = person.docket.lines(sitting.session)
        if name in HOLDERS:
            assert [(each.record, each.label, each.portions) for each in lines] == [
                (record, "The rota", (1, 2, 3))
            ]
            assert lines[0].holders == HOLDERS
            assert person.docket.resolve(spell_id(record)[:8])[1] == record
        else:
            assert lines == []
            with pytest.raises(NotFoundError):
                person.docket.resolve(spell_id(record))
        assert person.search.finder([sitting.session]).find("one") == []
    for name in (MEDIATOR, PARTY_A, WITNESS):
        assert sitting.people[name].checks.run().damages == []


def test_what_sealing_needs_to_know_is_asked_first_and_nothing_changes(sitting: Cast) -> None:
    """R10."""
    seal, anna = sitting.mediator.sealing.seal, sitting.party("A")
    entry = sitting.write(JOINT, "Words.", speakers=("Uncle", PARTY_A))
    other = sitting.mediator.sessions.convene("Else", "", [Invitation(Role.PARTY, PARTY_A, "A")])
    elsewhere = sitting.mediator.entries.add(other, NewEntry(JOINT, "x")).id
    private = anna.entries.add(sitting.session, NewEntry(PRIVATE, "Hers.")).id
    with pytest.raises(SafetyReviewError):
        seal([entry], "Label", safety_reviewed=False)
    with pytest.raises(SpeakersError) as caught:
        seal([entry], "Label", safety_reviewed=True)
    assert caught.value.names == ("Uncle",)
    known = {"Uncle": ""}
    for entries, label, error in (
        ([], "Label", InvalidError), ([entry], "", InvalidError),
        ([entry], "x" * 401, InvalidError),
        ([entry, elsewhere], "Label", InvalidError), ([private], "Label", NotFoundError),
        ([sitting.write(JOINT, " \n")], "Label", InvalidError),
        ([sitting.write(JOINT, "x\n\n" * 1001)], "Label", InvalidError),
        ([entry, bytes(16)], "Label", NotFoundError),
    ):  # fmt: skip
        with pytest.raises(error):
            seal(entries, label, safety_reviewed=True, speakers=known)
    with pytest.raises(ForbiddenError):
        anna.sealing.seal([private], "Label", safety_reviewed=True)
    with pytest.raises(SpeakersError):
        seal([entry], "Label", safety_reviewed=True, speakers={"Uncle": "Aunt"})
    assert sitting.mediator.entries.show(entry).text == "Words."
    assert sitting.mediator.docket.lines(sitting.session) == []
    assert len(seal([entry, entry], "Label", safety_reviewed=True, speakers=known)) == 1


def test_a_nonparty_holds_what_records_their_words_and_sees_nothing_else(sitting: Cast) -> None:
    """R3."""
    seal = sitting.mediator.sealing.seal
    plain = seal([sitting.write(JOINT, "x")], "Plain", safety_reviewed=True)
    spoken = sitting.write(JOINT, "x", speakers=("ned NOLL",))
    meant = sitting.write(JOINT, "x", speakers=("the old man",))
    written = sitting.people[NEIGHBOUR].entries.add(sitting.session, NewEntry(JOINT, "x")).id
    formerly = sitting.write(JOINT, "x", speakers=(WITNESS,))
    sitting.mediator.entries.edit(formerly, "y", speakers=())
    seal([spoken], "Spoken", safety_reviewed=True)
    seal([meant], "Meant", safety_reviewed=True, speakers={"the old man": WITNESS})
    seal([written], "Written", safety_reviewed=True)
    seal([formerly], "Formerly", safety_reviewed=True)
    labels = {
        name: [line.label for line in sitting.people[name].docket.lines(sitting.session)]
        for name in (WITNESS, NEIGHBOUR, LAWYER, PARTY_B)
    }
    assert labels == {
        WITNESS: ["Spoken", "Meant", "Formerly"], NEIGHBOUR: ["Written"], LAWYER: [],
        PARTY_B: ["Plain", "Spoken", "Meant", "Written", "Formerly"],
    }  # fmt: skip
    with pytest.raises(NotFoundError):
        sitting.people[WITNESS].docket.acknowledge(sitting.session, plain)
    records = [line.record for line in sitting.mediator.docket.lines(sitting.session)]
    with pytest.raises(InvalidError):
        sitting.mediator.waivers.request(
            dict.fromkeys(records, ()), "x", "y", sitting.clock.now + 99
        )


def test_mediators_alone_cannot_seal(sitting: Cast) -> None:
    """R3."""
    session = sitting.mediator.sessions.convene(
        "Prep", "", [Invitation(Role.MEDIATOR, CO_MEDIATOR)]
    )
    entry = sitting.mediator.entries.add(session, NewEntry(MEDIATORS, "x")).id
    with pytest.raises(InvalidError):
        sitting.mediator.sealing.seal([entry], "Label", safety_reviewed=True)
    assert sitting.mediator.entries.show(entry).text == "x"


def test_a_record_too_large_for_a_manifest_is_refused_as_such(sitting: Cast) -> None:
    invitations = []
    for number in range(23):
        name = f"Party {number} {sitting.session.hex()[:6]}"
        sitting.mediator.people.add(name, Identity(generate_seed()).public, confirmed=True)
        invitations.append(Invitation(Role.PARTY, name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number]))
    session = sitting.mediator.sessions.convene("Crowd", "", invitations)
    entry = sitting.mediator.entries.add(session, NewEntry(JOINT, "x\n" * 1000)).id
    with pytest.raises((InvalidError, LimitError)):
        sitting.mediator.sealing.seal([entry], "Label", safety_reviewed=True)
    assert sitting.mediator.entries.show(entry).text == "x\n" * 1000


def test_attachments_are_portions_and_come_out_whole(sitting: Cast) -> None:
    data = bytes(range(256)) * 12_000
    new = NewEntry(JOINT, "One.\n\nTwo.")
    sources = [Source("empty", 0, []), Source("big.bin", len(data), [data])]
    entry = sitting.mediator.files.add_entry(sitting.session, new, sources).id
    (record,) = sitting.mediator.sealing.seal([entry], "Files", safety_reviewed=True)
    waiver = sitting.ask(record, 2, 3, 4)
    sitting.agree(waiver)
    opened = sitting.open(waiver)
    assert [(p.number, p.content.form, p.content.name) for p in opened.portions] == [
        (2, "text", ""), (3, "file", "empty"), (4, "file", "big.bin"),
    ]  # fmt: skip
    for person in (sitting.mediator, sitting.party("B")):
        opening = person.opening
        assert b"".join(opening.file(waiver.id, record, 4)) == data
        assert b"".join(opening.file(waiver.id, record, 3)) == b""
        with pytest.raises(NotFoundError):
            b"".join(opening.file(waiver.id, record, 1))


def test_acknowledging_proves_the_own_share_and_is_told_to_mediators(sitting: Cast) -> None:
    records = [sitting.seal(label=f"Record {n}") for n in range(2)]
    anna, boris, session = sitting.party("A"), sitting.party("B"), sitting.session
    assert anna.docket.acknowledge(session, records[:1]) == records[:1]
    assert anna.docket.acknowledge(session) == records
    assert boris.docket.acknowledge(session, records[1:]) == records[1:]
    seen = {
        name: [line.acknowledged for line in sitting.people[name].docket.lines(session)]
        for name in (MEDIATOR, PARTY_A, PARTY_B)
    }
    assert seen == {
        MEDIATOR: [(PARTY_A,), (PARTY_A, PARTY_B)], PARTY_A: [(PARTY_A,), (PARTY_A,)],
        PARTY_B: [(), (PARTY_B,)],
    }  # fmt: skip
    with pytest.raises(NotFoundError):
        anna.docket.acknowledge(session, [bytes(16)])
    assert sitting.people[LAWYER].docket.acknowledge(session) == []


@pytest.mark.parametrize("kind", [ShareRow, ChunkRow, RecordRow])
def test_what_was_changed_is_never_acknowledged(
    cast: Cast, kind: type[ShareRow | ChunkRow | RecordRow]
) -> None:
    """R12."""
    cast.seal()
    column = {ShareRow: "wrapped", ChunkRow: "data", RecordRow: "cell"}[kind]
    with cast.vault._store.write() as tx:
        for row in tx.find(kind):
            value = getattr(row, column)
            keys = {name: getattr(row, name) for name in row._fields if name != column}
            tx.change(kind, {column: value[:-1] + bytes([value[-1] ^ 1])}, **keys)
    with pytest.raises(DamagedError):
        cast.party("A").docket.acknowledge(cast.session)
    assert cast.party("A").checks.run().damages != []
