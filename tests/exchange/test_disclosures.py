"""What leaves by a waiver, and what somebody must disclose alone."""

import io

import pytest

from tests.cast import Cast
from tests.machines import Machines
from vault import (
    JOINT,
    PRIVATE,
    Agreement,
    AnswerKind,
    DamagedError,
    Disclosing,
    FormatError,
    Ground,
    InvalidError,
    RecipientKind,
    Source,
    UnlockedVault,
    WaiverState,
    caucus,
    read_court_report,
    read_disclosure,
)


def released(person: UnlockedVault, waiver: bytes) -> io.BytesIO:
    file = io.BytesIO()
    person.disclosures.write_opened(waiver, file)
    return file


def test_every_holder_writes_the_same_disclosure_and_anybody_verifies_it(cast: Cast):
    record = cast.seal()
    cast.seal("Another.", "Another label")
    for person in cast.holders:
        person.docket.acknowledge(cast.session)
    waiver = cast.ask(record, 2)
    cast.agree(waiver)
    cast.open(waiver)
    files = {released(person, waiver.id).getvalue() for person in cast.holders}
    assert len(files) == 1
    found = read_disclosure(io.BytesIO(files.pop())).disclosure
    assert [(each.number, each.text, each.label) for each in found.portions] == [
        (2, "Two.", "The rota")
    ]
    assert (found.ground, found.purpose) == ("waiver", "a rota complaint")
    assert found.check_words == waiver.check_words
    assert all(seat.consented and seat.acknowledged for seat in found.seats)
    assert len(found.seats) == 3


def test_a_holder_on_a_bare_machine_reads_what_was_opened_from_the_disclosure(tmp_path):
    with Machines(tmp_path) as machines:
        mediator = machines.mediator
        record = machines.seal()
        waiver = mediator.waivers.request({record: [2]}, "p", "r", machines.clock.now + 9999)
        request = mediator.exchange.request_file(waiver.id)
        mediator.waivers.answer(waiver.id, AnswerKind.CONSENT, waiver.check_words)
        for side in "AB":
            person = machines.party(side)
            person.exchange.receive(request)
            person.waivers.answer(waiver.id, AnswerKind.CONSENT, waiver.check_words)
            mediator.exchange.receive(person.exchange.answer_file(waiver.id))
        mediator.opening.open(waiver.id)
        file = released(mediator, waiver.id)
        anna = machines.party("A")
        evidence, new = anna.disclosures.receive(file)
        assert new
        assert evidence.disclosure.portions[0].text == "Two."
        assert anna.waivers.show(waiver.id).state is WaiverState.OPENED
        assert [each.data for each in anna.opening.open(waiver.id).portions] == [b"Two."]
        assert anna.disclosures.receive(file)[1] is False
        assert released(anna, waiver.id).getvalue() == file.getvalue()
        assert anna.checks.run().damages == []


def test_a_safety_report_is_made_alone_and_changes_nothing_for_a_party(cast: Cast):
    entry = cast.write(caucus("B"), "He said: I struck the child.\n\nAnother matter.")
    party = cast.party("B")

    def seen():
        listing = party.entries.listing(cast.session)
        return (
            listing,
            party.checks.run(),
            party.checks.activity(),
            party.docket.lines(cast.session),
        )

    before = seen()
    file = io.BytesIO()
    safety = Disclosing(Ground.SAFETY, "Child protection", RecipientKind.AGENCY, "CP-1")
    cast.mediator.disclosures.make([(entry, [1])], safety, file)
    assert seen() == before
    found = read_disclosure(file).disclosure
    assert [each.text for each in found.portions] == ["He said: I struck the child."]
    assert (found.ground, found.recipient, found.case) == ("safety", "Child protection", "")
    assert b"Another matter" not in file.getvalue()
    kept = cast.mediator.entries.listing(cast.session).entries[-1]
    assert kept.latest.audience == PRIVATE
    court = Disclosing(Ground.SAFETY, "The court", RecipientKind.COURT, "")
    with pytest.raises(InvalidError):
        cast.mediator.disclosures.make([(entry, [1])], court, io.BytesIO())


def test_a_file_is_disclosed_in_pieces(cast: Cast):
    data = b"plan" * 1_000_000
    source = Source("plan.pdf", len(data), [data])
    from vault import NewEntry, file_of

    made = cast.mediator.files.add_entry(cast.session, NewEntry(JOINT, "see"), [source])
    file = io.BytesIO()
    order = Disclosing(Ground.ORDER, "District court", RecipientKind.COURT, "T 112-26")
    cast.mediator.disclosures.make([(made.id, [])], order, file)
    content, pieces = file_of(read_disclosure(file), 2)
    assert (content.name, b"".join(pieces)) == ("plan.pdf", data)


def test_a_report_to_a_court_has_closed_answers_only(cast: Cast):
    file = io.BytesIO()
    cast.mediator.disclosures.report([cast.session], Agreement.PARTIAL, file)
    found = read_court_report(file)
    assert (found.agreement, found.case) == (Agreement.PARTIAL, "Berg and Falk")
    assert len(found.attended) == 3


def test_no_changed_byte_of_a_disclosure_is_accepted(cast: Cast):
    record = cast.seal()
    waiver = cast.ask(record, 2)
    cast.agree(waiver)
    cast.open(waiver)
    data = released(cast.mediator, waiver.id).getvalue()
    for place in range(0, len(data), 97):
        changed = bytearray(data)
        changed[place] ^= 1 << place % 8
        with pytest.raises((FormatError, DamagedError)):
            read_disclosure(io.BytesIO(bytes(changed)))
