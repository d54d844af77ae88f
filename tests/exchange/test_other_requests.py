"""An answer to one request never counts for another, however alike they are."""

import itertools

import pytest

from tests.machines import Machines
from vault import AnswerKind, DamagedError, NotFoundError, WaiverState
from vault.format.context import context
from vault.format.files import file_bytes, read_file
from vault.format.jsonform import encode_list, to_text
from vault.mapper import waivers as mapper
from vault.mapper.lines import read_lines, row_line
from vault.store.rows import AnswerRow

PLACE = context("file", b"", b"")


def answered_on_files(machines: Machines, count: int):
    """Return that many requests for the same portion, and Anna's answer file to each."""
    mediator, anna = machines.mediator, machines.party("A")
    record = machines.seal()
    found = []
    for number in range(count):
        waiver = mediator.waivers.request(
            {record: [2]}, f"purpose {number}", "r", machines.clock.now + 99_999
        )
        anna.exchange.receive(mediator.exchange.request_file(waiver.id))
        anna.waivers.answer(waiver.id, AnswerKind.CONSENT, waiver.check_words)
        found.append((waiver, anna.exchange.answer_file(waiver.id)))
    return found


def passed_off(machines: Machines, file: bytes, session: bytes, request: bytes) -> bytes:
    """Return a file that says of somebody's answer that it is to another request.

    Made by a mediator who turns dishonest, who can open the file and wrap another.
    """
    identity = machines.mediator._desk.identity
    opened = mapper.open_letter(identity, PLACE, read_file(file), "file")
    first, row = read_lines(opened)
    from vault.mapper.lines import read_row

    answer = read_row(row)
    assert isinstance(answer, AnswerRow)
    assert first[0] == "answer"
    forged = answer._replace(waiver=mapper.waiver_id(request))
    about = encode_list(["answer", to_text(session), to_text(request)]) + b"\n"
    letter = mapper.write_letter([identity.public], PLACE, about + row_line(forged))
    return file_bytes(letter)


def refuse_every_pair(machines: Machines, count: int) -> None:
    found = answered_on_files(machines, count)
    mediator = machines.mediator
    for (_, file), (other, _) in itertools.permutations(found, 2):
        forged = passed_off(machines, file, machines.session, other.hash)
        with pytest.raises(DamagedError):
            mediator.exchange.receive(forged)
    for waiver, file in found:
        assert mediator.waivers.show(waiver.id).consented == ()
        mediator.exchange.receive(file)
        assert mediator.waivers.show(waiver.id).consented == (machines.party("A").name,)
        assert mediator.waivers.show(waiver.id).state is WaiverState.COLLECTING
    assert mediator.checks.run().damages == []


def test_no_answer_counts_for_another_request(tmp_path):
    with Machines(tmp_path) as machines:
        refuse_every_pair(machines, 5)


@pytest.mark.long
def test_no_answer_of_fifty_counts_for_another_request(tmp_path):
    with Machines(tmp_path) as machines:
        refuse_every_pair(machines, 50)


@pytest.mark.long
def test_an_answer_for_another_session_is_not_found(tmp_path):
    with Machines(tmp_path) as machines:
        ((_, file),) = answered_on_files(machines, 1)
        with Machines(tmp_path / "others") as others:
            identity = others.mediator._desk.identity
            opened = mapper.open_letter(
                machines.mediator._desk.identity, PLACE, read_file(file), "file"
            )
            letter = mapper.write_letter([identity.public], PLACE, opened)
            with pytest.raises(NotFoundError):
                others.mediator.exchange.receive(file_bytes(letter))
