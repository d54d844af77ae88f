"""Forged sessions, chains, statements and keyslots, by whoever owns the database or has a seat."""

import json
import resource
import time
import tracemalloc
from contextlib import suppress
from dataclasses import replace
from functools import partial

import pytest

from tests.attacker import forging
from tests.attacker.owner import COLUMNS, Attacker, value, with_values
from tests.cast import MEDIATOR, PARTY_A, PARTY_B, Cast, passphrase_of
from vault import (
    DamagedError,
    Invitation,
    Kind,
    LimitError,
    LockedError,
    NewEntry,
    NotFoundError,
    ReadOnlyError,
    Role,
    Source,
    UnlockedVault,
    UnlockError,
    Vault,
    VaultError,
)
from vault.crypto.digest import sha256
from vault.format.context import context
from vault.format.entries import DestroyedRow, Head, head_object, header_bytes
from vault.format.jsonform import to_text
from vault.format.pae import number, pae
from vault.format.rosters import roster_object
from vault.format.sealed import manifest_object
from vault.format.statement import StatementType
from vault.keys import keyslot
from vault.keys.identity import Identity, generate_seed
from vault.keys.keyring import audience_commitment, reader_tag
from vault.keys.statements import sign, statement_hash
from vault.mapper import (
    entries as entry_mapper,
    own as own_mapper,
    sealed as sealed_mapper,
    sessions as session_mapper,
)
from vault.mapper.cells import encrypt_bytes, encrypt_object
from vault.model import Roster
from vault.services.convening import draw_keys, granted_keys
from vault.store.rows import (
    ChainRow,
    ChunkRow,
    ClosingRow,
    KeyslotRow,
    OwnRow,
    PassRow,
    RecordRow,
    RevisionRow,
    SettingRow,
)

FORGED = "Words nobody said"


# Sessions --------------------------------------------------------------------------------------


def forged_session(by: UnlockedVault, roster: Roster, keys: dict[str, bytes]) -> bytes:
    """Write a session whose roster ``by`` signed, with a grant for every seat."""
    made = sign(by._desk.identity, StatementType.ROSTER, roster_object(roster))
    session = statement_hash(made)
    forging.put(by, session_mapper.session_row(keys["roster"], session, made), *(
        session_mapper.grant_row(
            session, seat.number, seat.identity,
            {name: keys[name] for name in granted_keys(roster, seat)},
        )
        for seat in roster.seats
    ))  # fmt: skip
    return session


def roster_like(person: UnlockedVault, session: bytes, **more: object):
    """The roster of a session, with new keys and something else in it."""
    roster = replace(person.sessions.open(session).roster, **more)
    keys = draw_keys(roster.seats)
    commitments = {
        name: audience_commitment(roster.nonce, name, key) for name, key in keys.items()
    }
    return replace(roster, commitments=commitments), keys


def with_convener(person: UnlockedVault, session: bytes, convener: UnlockedVault, name: str):
    """The seats of a session with somebody else in the first."""
    seats = person.sessions.open(session).roster.seats
    first = replace(seats[0], keys=(convener._desk.identity.public,), name=name)
    return (first, *(each for each in seats[1:] if each.identity != first.identity))


def renumbered(seats):
    return tuple(replace(seat, number=number) for number, seat in enumerate(seats))


def test_a_session_by_somebody_unknown_seats_nobody(cast):
    stranger, _ = cast.vault.enrol("Somebody Else", "a passphrase of a stranger")
    seats = with_convener(cast.mediator, cast.session, stranger, MEDIATOR)
    forged = forged_session(stranger, *roster_like(cast.mediator, cast.session, seats=seats))
    anna = cast.party("A")
    assert forged not in {view.id for view in anna.sessions.views()}
    assert [session for session, _ in anna.sessions.refused] == [forged]
    with pytest.raises(NotFoundError):
        anna.sessions.open(forged)


def test_a_roster_that_a_party_signed_in_the_mediators_name_seats_nobody(cast):
    anna, boris = cast.party("A"), cast.party("B")
    roster, keys = roster_like(anna, cast.session)
    forged = forged_session(boris, roster, keys)
    assert forged not in {view.id for view in anna.sessions.views()}
    assert [session for session, _ in anna.sessions.refused] == [forged]


def test_a_roster_that_gives_a_confirmed_persons_name_to_other_keys_seats_nobody(cast):
    """Boris, whom Anna has confirmed as Boris, convenes as "Mara Lindt"."""
    anna, boris = cast.party("A"), cast.party("B")
    anna.people.add(PARTY_B, boris._desk.identity.public, confirmed=True)
    seats = renumbered(with_convener(anna, cast.session, boris, MEDIATOR))
    forged = forged_session(boris, *roster_like(anna, cast.session, seats=seats))
    assert forged not in {view.id for view in anna.sessions.views()}


@pytest.mark.parametrize("change", ["other keys", "too few keys", "another seat's keys"])
def test_a_grant_of_other_keys_than_the_roster_commits_to_is_refused(cast, change):
    mediator, anna = cast.mediator, cast.party("A")
    session = mediator.sessions.convene(
        "Berg and Falk", "Another",
        [Invitation(Role.MEDIATOR, MEDIATOR), Invitation(Role.PARTY, PARTY_A, "A"),
         Invitation(Role.PARTY, PARTY_B, "B")],
    )  # fmt: skip
    room = mediator.sessions.open(session)
    seat = next(each for each in room.roster.seats if each.name == PARTY_A)
    keys = {name: room.keys[name] for name in granted_keys(room.roster, seat)}
    if change == "other keys":
        keys["joint"] = bytes(32)
    elif change == "too few keys":
        del keys["joint"]
    else:
        other = next(each for each in room.roster.seats if each.name == PARTY_B)
        keys = {name: room.keys[name] for name in granted_keys(room.roster, other)}
    forging.put(mediator, session_mapper.grant_row(session, seat.number, seat.identity, keys))
    assert session not in {view.id for view in anna.sessions.views()}
    assert [refused for refused, _ in anna.sessions.refused] == [session]


def test_a_grant_that_was_replaced_before_it_was_seen_is_missed_by_the_only_mediator(cast):
    """Its reader, who can't open it, is told of no session; nobody else may make it again."""
    boris = cast.party("B")
    seats = cast.mediator.sessions.open(cast.session).roster.seats
    number = next(seat.number for seat in seats if seat.name == PARTY_B)
    with Attacker(cast.location) as attacker:
        place = ("grant", (cast.session, number))
        attacker.set(place, wrapped=bytes(len(value("grant", attacker.get(place), "wrapped"))))
    assert boris.sessions.views() == []
    assert "grant" in {each.what for each in cast.mediator.checks.run().damages}


def test_a_grant_that_was_lost_before_it_was_seen_can_be_made_again(cast):
    """Looking while it is lost must not make a person pass the session over for ever."""
    boris = cast.party("B")
    row = cast.mediator.sessions.open(cast.session).roster.seats
    number = next(seat.number for seat in row if seat.name == PARTY_B)
    with Attacker(cast.location) as attacker:
        attacker.delete(("grant", (cast.session, number)))
    assert boris.sessions.views() == []
    assert cast.mediator.checks.repair().repaired
    assert [view.id for view in boris.sessions.views()] == [cast.session]


def test_keys_of_another_audience_in_the_seat_row_open_nothing_new(cast):
    """A person's seat row is under their self-key: nobody else can swap the keys in it."""
    anna, boris = cast.party("A"), cast.party("B")
    anna.sessions.views()
    boris.sessions.views()
    (mine,) = forging.rows_of(anna, OwnRow, owner=anna._desk.identity.owner, kind="seat")
    (theirs,) = forging.rows_of(boris, OwnRow, owner=boris._desk.identity.owner, kind="seat")
    forging.put(anna, mine._replace(cell=theirs.cell))
    anna.sessions.forget(cast.session)
    with pytest.raises(VaultError):
        anna.sessions.open(cast.session)


def test_a_closing_that_a_party_signed_is_refused(cast):
    anna, boris = cast.party("A"), cast.party("B")
    room = anna.sessions.open(cast.session)
    body = {"by": 0, "session": to_text(cast.session), "time": 1_790_000_900}
    made = sign(anna._desk.identity, StatementType.CLOSING, body)
    forging.put(anna, session_mapper.closing_row(room.roster_key, cast.session, made))
    with pytest.raises(VaultError):
        boris.sessions.open(cast.session)
    assert [each.what for each in boris.checks.run().damages]
    assert forging.rows_of(anna, ClosingRow)


# Chains ----------------------------------------------------------------------------------------


def forged_row(cast: Cast, by: UnlockedVault) -> RevisionRow:
    """A row at the end of the mediator's joint chain, by somebody who has the joint key."""
    room = by.sessions.open(cast.session)
    chain = cast.mediator.sessions.open(cast.session).own.chains["joint"]
    with by._desk.store.read() as tx:
        sequence, link = tx.tail(chain)
    row = forging.revision(room, "joint", chain, sequence + 1, link, FORGED, forging.header())
    forging.put(by, row)
    return row


def test_a_row_forged_into_the_mediators_chain_is_never_signed(cast):
    cast.write("joint", "What the mediator wrote.")
    forged = forged_row(cast, cast.party("B"))
    cast.write("joint", "What the mediator wrote next.")
    assert cast.mediator.checks.run().damages
    cast.mediator.lock()
    cast.people[MEDIATOR] = cast.unlock(MEDIATOR)
    cast.mediator.sessions.open(cast.session)
    cast.mediator.lock()
    seen = cast.party("A").entries.listing(cast.session)
    (entry,) = [each for each in seen.entries if each.id == forged.id]
    assert not entry.latest.signed
    first = next(each for each in seen.entries if each.latest.sequence == 1)
    assert first.latest.signed


def test_a_chain_forged_in_the_mediators_name_is_noticed_by_the_mediator(cast):
    boris = cast.party("B")
    room = boris.sessions.open(cast.session)
    forging.put(boris, *forging.new_chain(room, "joint", 0, FORGED, forging.header()))
    assert cast.mediator.checks.run().damages


def test_a_head_that_a_party_signed_for_the_mediators_chain_is_refused(cast):
    cast.write("joint", "What the mediator wrote.")
    boris = cast.party("B")
    room = boris.sessions.open(cast.session)
    forged = forged_row(cast, boris)
    said = Head(cast.session, "joint", 0, forged.chain, 2, forged.link, 1_790_000_900)
    made = sign(boris._desk.identity, StatementType.HEAD, head_object(said))
    (row,) = forging.rows_of(boris, ChainRow, id=forged.chain)
    head = entry_mapper.head_cell(room.place("joint"), forged.chain, made)
    forging.put(boris, row._replace(head=head))
    listing = cast.party("A").entries.listing(cast.session)
    assert not any(entry.latest.signed for entry in listing.entries)
    assert listing.damages


def test_a_head_that_cannot_be_read_keeps_no_other_chain_from_being_signed(cast):
    boris = cast.party("B")
    for audience in ("caucus:A", "caucus:B", "joint"):
        cast.write(audience, "What the mediator wrote.")
    cast.mediator.lock()
    cast.people[MEDIATOR] = cast.unlock(MEDIATOR)
    for audience in ("caucus:A", "caucus:B", "joint"):
        cast.write(audience, "What the mediator wrote next.")
    chain = cast.mediator.sessions.open(cast.session).own.chains["caucus:A"]
    with Attacker(cast.location) as attacker:
        attacker.set(("chain", (chain,)), head=bytes(600))
    cast.mediator.lock()
    seen = boris.entries.listing(cast.session).entries
    assert seen
    assert all(entry.latest.signed for entry in seen)


def test_a_revision_that_its_author_may_not_make_is_not_shown_as_the_newest(cast):
    """A party's row claims to revise the mediator's joint note."""
    entry = cast.write("joint", "What the mediator wrote.")
    boris = cast.party("B")
    room = boris.sessions.open(cast.session)
    made = forging.header(entry=entry, parents=(entry,))
    forging.put(boris, *forging.new_chain(room, "joint", room.seat.number, FORGED, made))
    assert cast.party("A").entries.show(entry).text == "What the mediator wrote."
    assert cast.party("A").entries.listing(cast.session).damages


def test_a_record_cannot_be_revised_by_another_row(cast):
    """Not even by its author's own program, if that was changed: a record is final."""
    boris = cast.party("B")
    new = NewEntry("joint", "Final words.", kind=Kind.RECORD)
    entry = boris.entries.add(cast.session, new).id
    room = boris.sessions.open(cast.session)
    made = forging.header(entry=entry, parents=(entry,), kind=Kind.RECORD)
    forging.put(boris, *forging.new_chain(room, "joint", room.seat.number, FORGED, made))
    assert cast.party("A").entries.show(entry).text == "Final words."


@pytest.mark.parametrize("kind", [Kind.NOTE, Kind.DRAFT])
@pytest.mark.parametrize("audience", ["private", "caucus:A"])
def test_a_row_in_another_audience_never_draws_an_entry_there(cast, audience, kind):
    """Ids stand in clear: a joint row may claim to be the newest state of a secret entry.

    If the mediator's program believed it, the next revision would be written for everybody.
    """
    entry = cast.write(audience, "A secret.", kind=kind)
    boris = cast.party("B")
    room = boris.sessions.open(cast.session)
    made = forging.header(entry=entry, parents=(entry,), kind=kind)
    chain, row = forging.new_chain(room, "joint", room.seat.number, FORGED, made)
    forging.put(boris, chain, row)
    assert (row.id.hex(), "foreign revision") in {
        (each.row, each.reason) for each in cast.mediator.entries.listing(cast.session).damages
    }
    cast.mediator.entries.edit(entry, "The secret, in more words.")
    assert cast.mediator.entries.find(entry)[1].latest.audience == audience
    for seen in boris.entries.listing(cast.session).entries:
        for revision in seen.revisions:
            assert "secret" not in boris.entries.text_of(room, revision)


GOOD = ["Forged", [], [], [], []]
STREAM, DIGEST = to_text(bytes(16)), to_text(bytes(32))
SHAPES = [
    *([*GOOD[:at], wrong, *GOOD[at + 1 :]]
      for at, wrongs in enumerate((
          (5, None, []), (5, [5], "Anna", [None], [[]], {}), (5, [5], "tag", [{}]),
          (5, [5], ["AAAA"], "A", [None]),
          (5, [5], [[]], [[STREAM, 5, 1, DIGEST]], [[STREAM, "a", -1, DIGEST]],
           [["AAAA", "a", 1, DIGEST]], [[STREAM, "a", 1, "AAAA"]]),
      )) for wrong in wrongs),
    [], GOOD[:4], {}, 5, None, "text", [1.5, *GOOD[1:]], ["\ud800", *GOOD[1:]],
]  # fmt: skip
"""What the list at the end of a header must not be."""
HEADER_FIXED_BYTES = 121


def test_headers_of_another_shape_are_errors_and_not_crashes(cast):
    """Whoever has the key of an audience can encrypt anything as a header."""
    cast.write("joint", "What the mediator wrote.")
    boris = cast.party("B")
    room = boris.sessions.open(cast.session)
    place = room.place("joint")
    forged = {}
    fixed = header_bytes(forging.header(entry=bytes(16), body_digest=bytes(32),
                                        previous=bytes(32)))[:HEADER_FIXED_BYTES]  # fmt: skip
    spelt = [fixed + json.dumps(each, separators=(",", ":")).encode() for each in SHAPES]
    unknown_kind = fixed[:-1] + b"\x09" + json.dumps(GOOD).encode()
    far_future = fixed[:-9] + b"\xff" * 8 + fixed[-1:] + json.dumps(GOOD).encode()
    for data in (*spelt, b"", fixed[:50], fixed, fixed + b"[", unknown_kind, far_future):
        chain, row = forging.new_chain(room, "joint", room.seat.number, FORGED, forging.header())
        spot = context("revision", cast.session, row.id, b"header", chain.id, number(1))
        cell = encrypt_bytes(place.key, spot, data)
        link = sha256(pae("link", chain.id, number(1), row.id, sha256(cell)))
        forging.put(boris, chain, row._replace(header=cell, link=link))
        forged[row.id.hex()] = data[HEADER_FIXED_BYTES:]
    listing = cast.mediator.entries.listing(cast.session)
    assert len(cast.mediator.search.finder([cast.session]).find("mediator")) == 1
    reported = {each.row for each in listing.damages}
    assert [data for row, data in forged.items() if row not in reported] == []


@pytest.mark.parametrize("author", [-1, 99, True, "0", None])
def test_a_chain_of_no_seat_is_an_error_and_not_a_crash(cast, author):
    cast.write("joint", "What the mediator wrote.")
    boris = cast.party("B")
    room = boris.sessions.open(cast.session)
    chain, row = forging.new_chain(room, "joint", 1, FORGED, forging.header())
    place = room.place("joint")
    spot = context("chain", cast.session, chain.id, b"joint")
    forging.put(
        boris, chain._replace(cell=encrypt_object(place.key, spot, {"author": author})), row
    )
    listing = cast.mediator.entries.listing(cast.session)
    assert [each for each in listing.damages if each.row == chain.id.hex()]
    assert len(listing.entries) == 1


# Destruction -----------------------------------------------------------------------------------


def destroyed_row(row: RevisionRow) -> DestroyedRow:
    return DestroyedRow(row.chain, row.sequence, row.link)


@pytest.mark.parametrize("by", [0, 2])
def test_a_destruction_that_a_party_signed_accounts_for_none_of_the_mediators_rows(cast, by):
    entry = cast.write("joint", "What the mediator wrote.")
    boris = cast.party("B")
    room = boris.sessions.open(cast.session)
    (row,) = forging.rows_of(boris, RevisionRow, id=entry)
    said = forging.destruction(boris, room, "joint", by, (destroyed_row(row),))
    forging.put(boris, said, forging.emptied(row))
    for person in (cast.mediator, cast.party("A")):
        listing = person.entries.listing(cast.session)
        assert "emptied" in {each.reason for each in listing.damages}


def test_a_chain_taken_over_to_be_destroyed_is_noticed(cast):
    """A party writes itself into the mediator's chain as its author, and destroys its rows."""
    entry = cast.write("joint", "What the mediator wrote.")
    boris = cast.party("B")
    room = boris.sessions.open(cast.session)
    (row,) = forging.rows_of(boris, RevisionRow, id=entry)
    (chain,) = forging.rows_of(boris, ChainRow, id=row.chain)
    mine = entry_mapper.chain_row(room.place("joint"), chain.id, chain.tag, room.seat.number)
    said = forging.destruction(boris, room, "joint", room.seat.number, (destroyed_row(row),))
    forging.put(boris, mine, said, forging.emptied(row))
    assert cast.mediator.checks.run().damages


def test_a_party_cannot_unsay_the_mediators_destruction(cast):
    """A second statement about the same rows, by somebody with no right to, changes nothing."""
    entry = cast.write("joint", "What the mediator wrote.")
    cast.mediator.entries.destroy([entry])
    boris = cast.party("B")
    room = boris.sessions.open(cast.session)
    (row,) = forging.rows_of(boris, RevisionRow, id=entry)
    anna = cast.party("A")
    assert anna.entries.listing(cast.session).damages == ()
    for _ in range(8):  # Whichever comes last by its id.
        said = forging.destruction(boris, room, "joint", room.seat.number, (destroyed_row(row),))
        forging.put(boris, said)
    reasons = {each.reason for each in anna.entries.listing(cast.session).damages}
    assert "emptied" not in reasons


@pytest.mark.parametrize("by", ["mediator", "party"])
def test_destroying_a_note_never_takes_somebody_elses_file_with_it(cast, by):
    """A party's note lists as its own the file of somebody else's note, and is destroyed."""
    data = b"the file"
    new = NewEntry("joint", "With a file.")
    filed = cast.mediator.files.add_entry(cast.session, new, [Source("a.txt", len(data), [data])])
    boris = cast.party("B")
    room = boris.sessions.open(cast.session)
    (file,) = filed.header.attachments
    made = forging.header(attachments=(file._replace(name="mine.txt"),))
    chain, row = forging.new_chain(room, "joint", room.seat.number, FORGED, made)
    forging.put(boris, chain, row)
    assert b"".join(boris.files.extract(row.id, "mine.txt")[1]) == data
    (cast.mediator if by == "mediator" else boris).entries.destroy([row.id])
    assert b"".join(cast.mediator.files.extract(filed.id, "a.txt")[1]) == data
    cast.mediator.entries.destroy([filed.id])
    stream = entry_mapper.attachment_stream(room.place("joint"), file.nonce)
    assert forging.rows_of(boris, ChunkRow, stream=stream) == []


def test_destroying_a_note_never_takes_sealed_ciphertext_with_it(cast):
    """Where it lies stands in clear: a party's note names that, and every nonce there is."""
    record = cast.seal()
    boris = cast.party("B")
    room = boris.sessions.open(cast.session)
    with boris._desk.store.read() as tx:
        verified = boris.docket.record(tx, room, record)
    stream = sealed_mapper.portion_stream(verified.key, record, 1)
    stolen = forging.stolen_attachment(stream)
    chain, row = forging.new_chain(
        room, "joint", room.seat.number, FORGED, forging.header(attachments=(stolen,))
    )
    forging.put(boris, chain, row)
    cast.mediator.entries.destroy([row.id])
    assert forging.rows_of(boris, ChunkRow, stream=stream)


def test_repairing_never_drops_a_file_that_an_entry_has(cast):
    """The note that an upload was under way, put back after the file was attached."""
    data = b"the file"
    with Attacker(cast.location) as attacker:
        seen = []

        def source():
            seen.extend(attacker.rows("own"))
            yield data

        entry = cast.mediator.files.add_entry(
            cast.session, NewEntry("joint", "With a file."), [Source("a.txt", len(data), source())]
        ).id
        (upload,) = [row for row in seen if row[COLUMNS["own"].index("kind")] == "upload"]
        attacker.put("own", upload)
    assert cast.mediator.checks.run().damages
    cast.mediator.checks.repair()
    _, pieces = cast.mediator.files.extract(entry, "a.txt")
    assert b"".join(pieces) == data


# Sealed records --------------------------------------------------------------------------------


def test_a_manifest_that_a_party_signed_is_refused(cast):
    record = cast.seal()
    boris = cast.party("B")
    room = boris.sessions.open(cast.session)
    with boris._desk.store.read() as tx:
        verified = boris.docket.record(tx, room, record)
    made = sign(boris._desk.identity, StatementType.MANIFEST, manifest_object(verified.manifest))
    forging.put(boris, sealed_mapper.record_row(verified.key, cast.session, record, made))
    for person in (cast.mediator, cast.party("A")):
        with pytest.raises(VaultError):
            person.docket.lines(cast.session)
        assert person.checks.run().damages


def test_a_record_whose_passes_are_all_gone_is_missed(cast):
    record = cast.seal()
    with Attacker(cast.location) as attacker:
        for row in forging.rows_of(cast.mediator, PassRow, item=record):
            attacker.delete(("pass", (row.item, row.tag)))
    assert forging.rows_of(cast.mediator, RecordRow, id=record)
    assert cast.mediator.checks.run().damages


def test_a_pass_that_was_deleted_is_missed_and_made_again_with_the_same_key(cast):
    record = cast.seal()
    waiver = cast.ask(record, 1)
    anna = cast.party("A")
    before = anna.docket.lines(cast.session), anna.waivers.show(waiver.id)
    for person in (cast.mediator, anna):
        room = person.sessions.open(cast.session)
        for item in (record, waiver.id):
            with Attacker(cast.location) as attacker:
                attacker.delete(("pass", (item, reader_tag(room.reader_key, room.id))))
            assert "pass" in {each.what for each in cast.mediator.checks.run().damages}
            assert cast.mediator.checks.repair().repaired
            assert cast.mediator.checks.run().damages == []
    assert (anna.docket.lines(cast.session), anna.waivers.show(waiver.id)) == before


def test_a_pass_with_another_key_in_it_is_noticed_by_its_reader_and_by_the_mediator(cast):
    record = cast.seal()
    anna = cast.party("A")
    room = anna.sessions.open(cast.session)
    forging.put(anna, sealed_mapper.pass_row(room.reader_key, room.id, record, bytes(32)))
    for person in (anna, cast.mediator):
        assert person.checks.run().damages


# Keyslots --------------------------------------------------------------------------------------


def test_a_keyslot_put_back_after_a_passphrase_change_unlocks_nothing(cast):
    anna = cast.party("A")
    before = forging.rows_of(anna, KeyslotRow, owner=anna._desk.identity.owner)
    anna.change_passphrase("another passphrase altogether")
    with pytest.raises(UnlockError):
        cast.unlock(PARTY_A)
    forging.put(anna, *before)
    with pytest.raises(VaultError):
        cast.unlock(PARTY_A)
    assert anna.checks.run().damages


def test_a_keyslot_put_back_together_with_the_profile_makes_the_vault_read_only(cast):
    """To the old passphrase it is an older vault; to the new one a slot nobody listed."""
    anna = cast.party("A")
    owner = anna._desk.identity.owner
    anna.sessions.views()
    before = forging.rows_of(anna, KeyslotRow, owner=owner)
    before += forging.rows_of(anna, OwnRow, owner=owner, kind="profile")
    anna.change_passphrase("another passphrase altogether")
    assert not cast.new_vault().unlock(PARTY_A, "another passphrase altogether").behind
    forging.put(anna, *before)
    put_back = cast.unlock(PARTY_A)
    assert put_back.behind
    with pytest.raises(ReadOnlyError):
        put_back.entries.add(cast.session, NewEntry("joint", "By the old passphrase."))
    with pytest.raises(ReadOnlyError):
        put_back.change_passphrase("the thief's passphrase by now")
    with pytest.raises(DamagedError):
        cast.new_vault().unlock(PARTY_A, "another passphrase altogether")


def test_a_profile_of_the_same_version_that_is_another_makes_the_vault_read_only(cast):
    """Two programs that never met, or a copy of the vault that went its own way."""
    anna = cast.party("A")
    owner = anna._desk.identity.owner
    (before,) = forging.rows_of(anna, OwnRow, owner=owner, kind="profile")
    profile = own_mapper.read_profile(anna._desk.identity, before)
    forging.put(anna, own_mapper.profile_row(anna._desk.identity, before.id, profile))
    assert cast.unlock(PARTY_A).behind


def test_a_recovery_slot_put_back_is_not_taken_up_by_the_next_passphrase_change(cast):
    anna = cast.party("A")
    old_code = cast.codes[PARTY_A]
    old = [
        row for row in forging.rows_of(anna, KeyslotRow, owner=anna._desk.identity.owner)
        if row.kind == keyslot.RECOVERY
    ]  # fmt: skip
    anna.change_passphrase("a second passphrase altogether", renew_code=True)
    forging.put(anna, *old)
    anna.change_passphrase("a third passphrase altogether")
    with pytest.raises(VaultError):
        cast.new_vault().recover(old_code, PARTY_A, "the thief's passphrase by now")


def test_a_keyslot_of_other_keys_is_somebody_else_and_unlocks_nothing_of_anybody(cast):
    """A thief wraps their own seed in a slot that Anna's name and passphrase would find."""
    anna = cast.party("A")
    (setting,) = anna._slots.settings()
    secrets = keyslot.passphrase_secrets(setting, PARTY_A, passphrase_of(PARTY_A))
    forged = keyslot.make_slot(secrets, Identity(generate_seed()))
    (old,) = [
        row for row in forging.rows_of(anna, KeyslotRow, owner=anna._desk.identity.owner)
        if row.kind == keyslot.PASSPHRASE
    ]  # fmt: skip
    with Attacker(cast.location) as attacker:
        attacker.delete(("keyslot", (old.id,)))
    forging.put(anna, KeyslotRow(
        forged.id, old.owner, forged.kind, forged.setting, forged.tag, forged.wrapped,
        forged.checksum,
    ))  # fmt: skip
    with pytest.raises(VaultError):
        cast.unlock(PARTY_A)


HOSTILE = [
    {"memory_kib": 2**31 - 1}, {"memory_kib": 0}, {"memory_kib": -1}, {"memory_kib": 8},
    {"memory_kib": 64 * 1024 - 1}, {"memory_kib": 1024 * 1024 + 1}, {"memory_kib": 2**62},
    {"passes": 0}, {"passes": 17}, {"passes": 2**31}, {"lanes": 0}, {"lanes": 17},
    {"lanes": 2**24}, {"memory_kib": 1024 * 1024, "passes": 5},
]  # fmt: skip


def test_a_hostile_slot_setting_is_refused_before_anything_is_spent(cast):
    (row,) = forging.rows_of(cast.mediator, SettingRow)
    locked = cast.new_vault()
    locked.require_ready()
    with Attacker(cast.location) as attacker:
        for values in HOSTILE:
            attacker.put("setting", with_values("setting", tuple(row), **values))
            spent, peak = spent_on_refusing(locked)
            assert spent < 0.05, values
            assert peak < 50 * 1024 * 1024, values
            assert cast.mediator.checks.run().damages, values
    locked.close()


def spent_on_refusing(locked: Vault) -> tuple[float, int]:
    """Processor seconds and bytes. What Argon2 takes is not Python's: its time would show."""
    tracemalloc.start()
    started = time.process_time()
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(LimitError):
        locked.unlock(MEDIATOR, passphrase_of(MEDIATOR))
    spent = time.process_time() - started
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - resident
    return spent, max(peak, grown * 1024)


def test_a_slot_setting_that_was_changed_within_bounds_unlocks_nothing(cast):
    (row,) = forging.rows_of(cast.mediator, SettingRow)
    with Attacker(cast.location) as attacker:
        for values in ({"salt": bytes(32)}, {"passes": 2}, {"memory_kib": 64 * 1024 + 8}):
            attacker.put("setting", with_values("setting", tuple(row), **values))
            with pytest.raises(UnlockError):
                cast.unlock(MEDIATOR)


@pytest.mark.parametrize(("column", "value"), [
    ("memory_kib", "much"), ("passes", "once"), ("lanes", b"\1"), ("position", "first"),
    ("salt", "text"), ("memory_kib", 65536.5), ("salt", b""), ("id", "text"),
])  # fmt: skip
def test_a_slot_setting_of_another_type_is_an_error_and_not_a_crash(cast, column, value):
    """SQLite keeps whatever type it is given in any column."""
    (row,) = forging.rows_of(cast.mediator, SettingRow)
    with Attacker(cast.location) as attacker:
        attacker.set(("setting", (row.id,)), **{column: value})
        more = with_values("setting", tuple(row), id=bytes(16), position=7)
        attacker.put("setting", more)
    with pytest.raises(VaultError):
        cast.new_vault().unlock(MEDIATOR, "a passphrase that is wrong")


@pytest.mark.parametrize("table", ["own", "revision", "chain", "pass", "journal", "grant"])
@pytest.mark.parametrize("value", ["text", 7])
def test_a_cell_of_another_type_is_an_error_and_not_a_crash(cast, table, value):
    cast.write("joint", "What the mediator wrote.")
    cast.seal()
    column = {"revision": "header", "grant": "wrapped"}.get(table, "cell")
    with Attacker(cast.location) as attacker:
        for place in [place for place in attacker.dump() if place[0] == table]:
            attacker.set(place, **{column: value})
    with suppress(VaultError):
        assert cast.mediator.checks.run().damages
    cast.mediator.lock()
    with pytest.raises(LockedError):
        cast.mediator.people.contacts()


@pytest.mark.parametrize(("table", "column", "value"), [
    ("journal", "sequence", -1), ("journal", "sequence", 2**63 - 1), ("grant", "seat", -1),
    ("chunk", "number", -1), ("chunk", "number", 2**63 - 1), ("revision", "sequence", 0),
    ("revision", "sequence", -1), ("revision", "sequence", 2**63 - 1), ("share", "seat", -1),
])  # fmt: skip
def test_a_number_out_of_range_is_an_error_and_not_a_crash(cast, table, column, value):
    cast.write("joint", "What the mediator wrote.")
    cast.seal()
    with Attacker(cast.location) as attacker:
        row = next(row for place, row in attacker.dump().items() if place[0] == table)
        more = {"id": bytes(16)} if table == "revision" else {}
        attacker.put(table, with_values(table, row, **{column: value}, **more))
    for person in cast.people.values():
        for act in (
            person.sessions.views,
            person.checks.run,
            partial(person.entries.add, cast.session, NewEntry("joint", "And one more.")),
        ):
            with suppress(VaultError):
                act()
