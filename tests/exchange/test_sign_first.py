"""Signing first and handing over later, however soon."""

from tests.machines import Machines
from vault import AnswerKind


def test_the_answer_that_is_sent_is_the_last_one_even_within_one_second(tmp_path):
    with Machines(tmp_path, parties=("Anna Berg",)) as machines:
        mediator, anna = machines.mediator, machines.party("A")
        record = machines.seal()
        for _ in range(8):
            waiver = mediator.waivers.request({record: [2]}, "p", "r", machines.clock.now + 9999)
            anna.exchange.receive(mediator.exchange.request_file(waiver.id))
            words = waiver.check_words
            mediator.waivers.answer(waiver.id, AnswerKind.CONSENT, words)
            # Every look at the time is a second later, but for these two acts.
            machines.clock.now += 100
            anna._desk.clock = lambda now=machines.clock.now: now
            anna.waivers.answer(waiver.id, AnswerKind.CONSENT, words, sign_only=True)
            anna.waivers.answer(waiver.id, AnswerKind.CONSENT, words)
            mediator.exchange.receive(anna.exchange.answer_file(waiver.id))
            assert mediator.opening.open(waiver.id).portions
