"""Requests, answers and acknowledgements as files between machines."""

import io

from tests.machines import Machines
from vault import JOINT, AnswerKind, NewEntry, Source, WaiverState


def ask(machines: Machines, record: bytes, *portions: int):
    return machines.mediator.waivers.request(
        {record: portions}, "a rota complaint", "the grievance panel",
        machines.clock.now + 30 * 86_400,
    )  # fmt: skip


def test_a_request_is_answered_on_machines_that_never_saw_the_session(tmp_path):
    with Machines(tmp_path) as machines:
        record = machines.seal()
        waiver = ask(machines, record, 2)
        request = machines.mediator.exchange.request_file(waiver.id)
        machines.mediator.waivers.answer(waiver.id, AnswerKind.CONSENT, waiver.check_words)
        for side in "BA":
            person = machines.party(side)
            assert person.sessions.views() == []
            received = person.exchange.receive(request)
            assert (received.kind, received.new) == ("request", True)
            assert received.check_words == waiver.check_words
            shown = person.waivers.show(received.waiver)
            assert shown.purpose == "a rota complaint"
            person.waivers.answer(received.waiver, AnswerKind.CONSENT, received.check_words)
            answer = person.exchange.answer_file(received.waiver)
            for turn in (True, False):
                taken = machines.mediator.exchange.receive(answer)
                assert (taken.kind, taken.new) == ("answer", turn)
            assert person.checks.run().damages == []
        assert machines.mediator.waivers.show(waiver.id).state is WaiverState.COMPLETE
        opened = machines.mediator.opening.open(waiver.id)
        assert [each.data for each in opened.portions] == [b"Two."]
        assert machines.mediator.checks.run().damages == []


def test_a_centre_sends_and_takes_in_what_a_laptop_does(location, tmp_path):
    """The convener's vault in a file, and on a PostgreSQL server."""
    with Machines(tmp_path, centre=location) as machines:
        mediator, anna = machines.mediator, machines.party("A")
        data = b"x" * 2_500_000
        source = Source("plan.pdf", len(data), [data])
        mediator.files.add_entry(machines.session, NewEntry(JOINT, "see"), [source])
        record = machines.seal()
        file = io.BytesIO()
        mediator.archives.export(file, [machines.session], [anna.name])
        anna.archives.receive(file)
        anna.docket.acknowledge(machines.session)
        anna.entries.add(machines.session, NewEntry(JOINT, "from Anna"))
        back = io.BytesIO()
        anna.archives.export(back, [machines.session], [mediator.name])
        mediator.archives.receive(back)
        mediator.exchange.receive(anna.exchange.acknowledgement_file(machines.session))
        assert mediator.docket.lines(machines.session)[0].acknowledged == (anna.name,)
        waiver = ask(machines, record, 1)
        anna.exchange.receive(mediator.exchange.request_file(waiver.id))
        anna.waivers.answer(waiver.id, AnswerKind.CONSENT, waiver.check_words)
        mediator.exchange.receive(anna.exchange.answer_file(waiver.id))
        assert mediator.waivers.show(waiver.id).consented == (anna.name,)
        assert mediator.checks.run().damages == anna.checks.run().damages == []
