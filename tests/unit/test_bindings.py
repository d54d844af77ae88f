"""What the format binds and hides, where a careless reading of it would not."""

from itertools import product
from pathlib import Path

import pytest

from tests.cast import MEDIATOR, PARTY_A, Cast
from tests.vectors.composed import make, reader
from tests.vectors.composed.common import hexed
from vault import AnswerKind, InvalidError, Invitation, NewEntry, Role, Source
from vault.crypto.aead import ciphertext_bytes
from vault.crypto.digest import Sha256
from vault.crypto.kdf import expand
from vault.crypto.random import random_id
from vault.errors import FormatError
from vault.format import jsonform
from vault.format.entries import DestroyedRow, Destruction, destruction_object
from vault.format.padding import BODY_MIN_BYTES, body_rule, padme
from vault.format.statement import StatementType
from vault.format.waivers import (
    Outcome,
    Released,
    answer_object,
    outcome_object,
    request_object,
)
from vault.keys.identity import Identity
from vault.keys.statements import sign
from vault.mapper.entries import attachment_stream, destruction_row
from vault.mapper.streams import encrypt_stream
from vault.model import Answer, Request, RequestedRecord
from vault.services import answering
from vault.services.mark import Mark
from vault.store.rows import (
    AcknowledgementRow,
    AnswerRow,
    ChainRow,
    ChunkRow,
    JournalRow,
    OwnRow,
    PassRow,
    RevisionRow,
)

KINDS = (OwnRow, JournalRow)
READERS = {"library": make.LIBRARY, "second reader": reader.READERS}


def test_somebody_who_unlocked_anew_is_found_in_the_sessions_convened_before(tmp_path):
    with Cast(str(tmp_path / "vault.caucus"), tmp_path / "marks", convene=False) as cast:
        invitations = [
            Invitation(Role.MEDIATOR, MEDIATOR),
            Invitation(Role.PARTY, PARTY_A, "A"),
        ]
        session = cast.mediator.sessions.convene("Berg", "", invitations)
        anna = cast.unlock(PARTY_A)
        assert [view.id for view in anna.sessions.views()] == [session]
        assert anna.sessions.refused == []


def test_who_looks_for_sessions_leaves_nothing_of_others_in_the_vault(tmp_path):
    with Cast(str(tmp_path / "vault.caucus"), tmp_path / "marks", convene=False) as cast:
        boris = cast.party("B")
        invitations = [Invitation(Role.PARTY, PARTY_A, "A")]
        session = cast.mediator.sessions.convene("Berg", "", invitations)

        def rows() -> list[list[tuple]]:
            with boris._desk.store.read() as tx:
                return [tx.find(kind, owner=boris._desk.identity.owner) for kind in KINDS]

        before = rows()
        assert boris.sessions.views() == []
        assert rows() == before
        seen = boris._desk.mark.seen(session[:16])
        assert seen == make.Remembered(session[:16], 0, make.number(2).ljust(32, b"\0"))


def test_an_identity_is_the_same_however_often_it_was_unlocked():
    first, second = Identity(make.ANNA), Identity(make.ANNA)
    assert first.fingerprint == second.fingerprint
    assert first.public == second.public


def test_two_short_portions_are_of_one_size_and_opening_writes_no_more_pieces(cast):
    def sizes(text: str) -> list[int]:
        before = streams(cast)
        waiver = cast.ask(cast.seal(text), 1)
        sealed = streams(cast)
        cast.agree(waiver)
        cast.open(waiver)
        assert streams(cast) == sealed
        return sorted(map(len, (data for name, data in sealed.items() if name not in before)))

    short, longer = sizes("No.\n\nLast."), sizes("Yes, and I told both of them in March.\n\nLast.")
    assert short == longer
    assert len(short) == 2
    assert {bare(size) for size in short} == {BODY_MIN_BYTES}


def streams(cast) -> dict[bytes, bytes]:
    with cast.mediator._desk.store.read() as tx:
        return {row.stream: row.data for row in tx.find(ChunkRow)}


def bare(size: int) -> int:
    return size - ciphertext_bytes(0)


def test_an_attachment_is_padded_less_than_a_portion():
    """A file is long, and a list of names of files needs no hiding in 512 bytes each."""
    sizes = {
        rule: sum(map(len, encrypt_stream(make.KEY, b"place", 2, [b"No"], Sha256(), rule=rule)))
        for rule in (padme, body_rule)
    }
    assert {rule: bare(size) for rule, size in sizes.items()} == {padme: 10, body_rule: 512}


@pytest.mark.parametrize("seat", [0, 9, 63])
def test_an_answer_has_one_size_whatever_it_says(seat):
    mara, anna = Identity(make.MARA), Identity(make.ANNA)
    sizes = set()
    for kind, contribution in product(AnswerKind, (make.fixed("letter"), b"")):
        answer = Answer(make.W, seat, kind, make.NOW, contribution)
        made = sign(anna, StatementType.ANSWER, answer_object(answer))
        sizes.add(len(make.waiver_mapper.answer_letter([mara.public], make.SESSION, make.W, made)))
    assert len(sizes) == 1


def test_a_refusal_is_as_long_as_a_consent_for_a_record_of_many_portions(cast):
    record = cast.seal("\n\n".join(str(number) for number in range(520)))
    lengths = {}
    for kind in (AnswerKind.CONSENT, AnswerKind.REFUSAL):
        waiver = cast.ask(record)
        anna = cast.party("A")
        anna.waivers.answer(waiver.id, kind, waiver.check_words)
        (row,) = _answers(cast, waiver.id)
        opened = make.waiver_mapper.open_contribution(
            cast.mediator._desk.identity, cast.session, waiver.hash, row.contribution
        )
        lengths[kind] = len(opened)
    assert lengths[AnswerKind.CONSENT] == lengths[AnswerKind.REFUSAL]


def _answers(cast, waiver):
    with cast.mediator._desk.store.read() as tx:
        return tx.find(AnswerRow, waiver=waiver)


def test_the_mediators_audience_cannot_be_told_from_others_by_its_tag(cast):
    cast.mediator.entries.add(cast.session, NewEntry("mediators", "Between us."))
    cast.seal()
    cast.mediator.docket.acknowledge(cast.session)
    with cast.mediator._desk.store.read() as tx:
        chains = {row.tag for row in tx.find(ChainRow)}
        passes = {row.tag for row in tx.find(PassRow)}
        acknowledgements = {row.tag for row in tx.find(AcknowledgementRow)}
    assert chains
    assert acknowledgements <= passes
    assert not chains & passes


def test_a_thief_cannot_tell_which_pieces_are_a_sealed_records(cast):
    record = cast.seal("One.\n\nTwo.")
    waiver = cast.ask(record, 1)
    cast.agree(waiver)
    cast.open(waiver)
    found = streams(cast).keys()
    known = (bytes(32), record, record + bytes(16), waiver.hash, cast.session)
    computable = set()
    for portion in (1, 2, 3):
        info = make.pae("portion stream", record, make.number(portion))
        computable.add(make.sha256(info)[:16])
        computable.update(expand(key, info, 16) for key in known)
    assert len(found) == 2
    assert not found & computable


def test_an_attachment_lies_where_only_its_audience_can_tell(cast):
    mara = cast.mediator
    source = Source("rota.pdf", 4, [b"rota"])
    revision = mara.files.add_entry(cast.session, NewEntry("joint", "The rota."), [source])
    (attachment,) = revision.header.attachments
    room = mara.sessions.open(cast.session)
    places = {
        audience: attachment_stream(room.place(audience), attachment.nonce)
        for audience in room.audiences
    }
    assert len(set(places.values())) == len(places)
    assert set(streams(cast)) == {places["joint"]}
    assert attachment.nonce not in places.values()


def test_what_was_sealed_does_not_keep_what_follows_from_being_signed(cast):
    cast.seal()
    mara = cast.mediator
    later = mara.entries.add(cast.session, NewEntry("joint", "Written after sealing.")).id
    mara.lock()
    (entry,) = cast.unlock(MEDIATOR).entries.listing(cast.session).entries
    assert entry.id == later
    assert entry.latest.signed


def test_no_request_can_be_made_whose_opening_would_be_too_long():
    """Its keys take more room than its ciphertexts' digests: 10,500 portions fit in one only."""
    each = tuple(range(1, 501))
    records = tuple(
        RequestedRecord(make.fixed(f"r{at}", 16), bytes(32), each, (bytes(32),) * 500)
        for at in range(21)
    )
    request = Request(
        make.SESSION, 0, records, "purpose", "recipient", make.NOW, make.NOW, bytes(32)
    )
    released = tuple(
        Released(record.record, number, bytes(32)) for record in records for number in each
    )
    with pytest.raises(FormatError):
        jsonform.encode(outcome_object(Outcome(bytes(32), 0, "opened", released, make.NOW)))
    assert jsonform.encode(request_object(request))
    with pytest.raises(InvalidError):
        answering.check_size(request, 2)


@pytest.mark.parametrize("names", [["first"], ["first", "second"], ["first", "second", "third"]])
def test_revisions_that_all_have_children_still_are_an_entry(names):
    """Whoever has an audience's key can write rows that name each other as parents."""
    circle = [make._revision(name, "first", *names) for name in names]
    given = hexed({"roles": ["mediator"], "revisions": circle})
    found = {by: read["revisions"](given) for by, read in READERS.items()}
    assert found["library"] == found["second reader"]
    (entry,) = found["second reader"]["entries"]
    assert entry["versions"] == entry["revisions"][-1:]


def mark_file(folder: Path) -> Path:
    """Write a mark of two frames."""
    mark = Mark(folder, Identity(make.ANNA), bytes(16))
    mark.remember([make.Remembered(make.CHAIN, 3, bytes(32))])
    mark.remember([make.Remembered(make.CHAIN, 4, bytes(32))])
    (path,) = folder.iterdir()
    return path


@pytest.mark.parametrize("bit", [0, 7, 15, 16, 23, 24, 25, 31])
@pytest.mark.parametrize("frame", [0, 1])
def test_a_mark_with_a_damaged_length_is_reported_and_not_forgotten(frame, bit, tmp_path):
    path = mark_file(tmp_path)
    data = bytearray(path.read_bytes())
    at = frame * len(data) // 2 + bit // 8
    data[at] ^= 1 << bit % 8
    path.write_bytes(data)
    mark = Mark(tmp_path, Identity(make.ANNA), bytes(16))
    mark.load()
    assert mark.damaged
    assert path.read_bytes() == data


@pytest.mark.parametrize("at", [4, 27, 28, 59])
def test_a_cut_frame_that_began_otherwise_is_reported_and_not_forgotten(at, tmp_path):
    path = mark_file(tmp_path)
    data = bytearray(path.read_bytes()[:-5])
    data[path.stat().st_size // 2 + at] ^= 1
    path.write_bytes(data)
    mark = Mark(tmp_path, Identity(make.ANNA), bytes(16))
    mark.load()
    assert mark.damaged
    assert path.read_bytes() == data


@pytest.mark.parametrize("left", [1, 3, 4, 59, 60, 100, 331])
def test_a_mark_whose_last_frame_was_cut_keeps_what_stands_before_it(left, tmp_path):
    path = mark_file(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2 + left])
    mark = Mark(tmp_path, Identity(make.ANNA), bytes(16))
    mark.load()
    assert not mark.damaged
    assert mark.seen(make.CHAIN) == make.Remembered(make.CHAIN, 3, bytes(32))


def destroy(cast, by, entry: bytes, audience: str) -> None:
    """Empty somebody's row behind the program, and sign that in an audience."""
    room, desk = by.sessions.open(cast.session), by._desk
    with desk.store.write() as tx:
        row = tx.one(RevisionRow, id=entry)
        gone = DestroyedRow(row.chain, row.sequence, row.link)
        said = Destruction(room.id, room.seat.number, "destroyed", (gone,), cast.clock())
        made = sign(desk.identity, StatementType.DESTRUCTION, destruction_object(said))
        tx.add(destruction_row(room.place(audience), random_id(), room.tag(audience), made))
        tx.change(RevisionRow, {"header": b"", "body": b"", "mark": b""}, id=entry)


def test_a_mediators_statement_does_not_account_for_somebody_elses_private_rows(cast):
    anna = cast.party("A")
    entry = anna.entries.add(cast.session, NewEntry("private", "For me alone.")).id
    destroy(cast, cast.mediator, entry, "joint")
    assert [each.reason for each in anna.entries.listing(cast.session).damages] == ["emptied"]


def test_a_statement_of_one_audience_does_not_account_for_rows_of_another(cast):
    entry = cast.write("mediators", "Between us.")
    destroy(cast, cast.mediator, entry, "joint")
    (damage,) = cast.mediator.entries.listing(cast.session).damages
    assert damage.reason == "emptied"


def test_a_partys_statement_accounts_for_their_own_rows_and_for_no_others(cast):
    anna, boris = cast.party("A"), cast.party("B")
    own = anna.entries.add(cast.session, NewEntry("joint", "Mine.")).id
    other = boris.entries.add(cast.session, NewEntry("joint", "His.")).id
    destroy(cast, anna, own, "joint")
    assert not boris.entries.listing(cast.session).damages
    destroy(cast, anna, other, "joint")
    assert [each.reason for each in boris.entries.listing(cast.session).damages] == ["emptied"]
