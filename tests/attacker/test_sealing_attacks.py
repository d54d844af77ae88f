"""A sealed record opens when everybody agreed to the same request, and in no other way."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.attacker import forging
from tests.attacker.owner import Attacker, Place, Row
from tests.attacker.rich import OTHER_MEDIATOR
from tests.cast import PARTY_A, PARTY_B, Cast
from vault import (
    AnswerKind,
    ConsentsMissingError,
    ContributionError,
    DamagedError,
    InvalidError,
    Invitation,
    NewEntry,
    NotFoundError,
    Role,
    UnlockedVault,
    VaultError,
    WaiverEndedError,
    WaiverState,
)
from vault.crypto import aead, wrap
from vault.crypto.digest import Sha256, sha256
from vault.crypto.random import random_bytes, random_id, random_key
from vault.format import jsonform, letters
from vault.format.padding import body_rule
from vault.format.sealed import portion_prefix
from vault.format.statement import Statement, StatementType
from vault.format.waivers import (
    EXPIRED,
    NOT_UNANIMOUS,
    OPENED,
    ContributionBytes,
    Outcome,
    Released,
    answer_object,
    contribution_bytes,
    outcome_object,
    read_answer,
    read_contribution,
    request_object,
)
from vault.keys import shares
from vault.keys.identity import fingerprint
from vault.keys.shares import Contribution, HolderSecrets
from vault.keys.statements import sign, statement_hash
from vault.mapper import sealed as sealed_mapper, waivers as mapper
from vault.mapper.own import ANSWER
from vault.mapper.streams import decrypt_stream, encrypt_stream
from vault.model import Answer, PortionContent, Request, RequestedRecord
from vault.services import tally
from vault.services.tally import Asked
from vault.store.rows import AnswerRow, ChunkRow, OutcomeRow, OwnRow, PassRow, ShareRow, WaiverRow

ED25519_BYTES = 64
SESSION, RECORD = bytes(32), bytes(16)
PLACE = shares.place_of(SESSION, RECORD)


# The scheme by itself --------------------------------------------------------------------------


def commitments(secrets: Sequence[HolderSecrets], *portions: int) -> dict[int, list[bytes]]:
    return {
        j: [
            shares.share_commitment(PLACE, i, j, shares.portion_share(secret.share, PLACE, j))
            for i, secret in enumerate(secrets)
        ]
        for j in portions
    }


def give(secrets: Sequence[HolderSecrets], request: bytes, *portions: int) -> list[Contribution]:
    return [
        shares.contribute(request, RECORD, PLACE, i, secret, portions)
        for i, secret in enumerate(secrets)
    ]


def true_key(secrets: Sequence[HolderSecrets], portion: int) -> bytes:
    given = [shares.portion_share(secret.share, PLACE, portion) for secret in secrets]
    return shares.portion_key(given, PLACE, portion)


@pytest.mark.parametrize(
    "holders",
    [*range(2, 9), *(pytest.param(count, marks=pytest.mark.long) for count in range(9, 13))],
)
def test_all_holders_open_and_no_smaller_group_does(holders):
    secrets, request = shares.draw(holders), random_key()
    given, listed = give(secrets, request, 1), commitments(secrets, 1)
    opened = shares.combine(request, RECORD, PLACE, given, listed)
    assert opened == {1: true_key(secrets, 1)}
    for size in range(holders):
        for group in combinations(range(holders), size):
            for filler in ("left out", "invented", "another's"):
                attempt = _with_gaps(given, secrets, set(group), filler, request)
                with pytest.raises((ContributionError, ValueError, IndexError)):
                    shares.combine(request, RECORD, PLACE, attempt, listed)


def _with_gaps(
    given: list[Contribution], secrets: Sequence[HolderSecrets], group: set[int], filler: str,
    request: bytes,
) -> list[Contribution]:  # fmt: skip
    """The contributions of a group, and something in the place of everybody else's."""
    if filler == "left out":
        return [each for i, each in enumerate(given) if i in group]
    if filler == "invented":
        invented = give(shares.draw(len(given)), request, 1)
        return [each if i in group else invented[i] for i, each in enumerate(given)]
    other = min(group, default=0)
    return [
        each if i in group else replace(given[other], box=random_bytes(len(each.box)))
        for i, each in enumerate(given)
    ]


class Coalition:
    """Dishonest holders with all their secrets, and every contribution that was ever made."""

    def __init__(self, secrets: Sequence[HolderSecrets], members: Sequence[int]) -> None:
        self.secrets = {i: secrets[i] for i in members}
        self.holders = len(secrets)
        self.known: list[tuple[bytes, int, Contribution]] = []

    def gates(self, request: bytes, box: int, giver: int) -> set[bytes]:
        """Every value that they could try as a gate."""
        if giver in self.secrets:
            pair = self.secrets[giver].pair_with(giver, box)
            return {shares.gate(pair, request, RECORD, box, giver)}
        return {
            each for _, maker, contribution in self.known if maker == giver
            for each in contribution.gates
        }  # fmt: skip

    def shares_of(self, holder: int, portion: int, asked: dict[bytes, tuple[int, ...]]):
        """Every portion share of a holder that they can bring to light."""
        if holder in self.secrets:
            yield shares.portion_share(self.secrets[holder].share, PLACE, portion)
            return
        for request, maker, contribution in self.known:
            if maker != holder:
                continue
            givers = [k for k in range(self.holders) if k != holder]
            for gates in product(*(self.gates(request, holder, k) for k in givers)):
                for bound_to in asked:
                    try:
                        found = shares._open_box(
                            bound_to, RECORD, holder, contribution.box, list(gates),
                            len(asked[request]),
                        )  # fmt: skip
                    except ContributionError:
                        continue
                    yield from found

    def keys(self, portion: int, asked: dict[bytes, tuple[int, ...]]) -> Iterator[bytes]:
        found = [set(self.shares_of(i, portion, asked)) for i in range(self.holders)]
        for chosen in product(*found):
            yield shares.portion_key(chosen, PLACE, portion)


@pytest.mark.parametrize("holders", range(3, 6))
def test_answers_to_different_requests_never_fit_together(holders):
    """Two honest holders each agreed to a request of their own; the rest do what they like."""
    for honest in combinations(range(holders), 2):
        secrets = shares.draw(holders)
        members = [i for i in range(holders) if i not in honest]
        coalition = Coalition(secrets, members)
        asked = {random_key(): (1,), random_key(): (1,), random_key(): (1, 2)}
        requests = list(asked)
        for request, holder in zip(requests, (*honest, honest[0]), strict=True):
            made = shares.contribute(request, RECORD, PLACE, holder, secrets[holder],
                                     asked[request])  # fmt: skip
            coalition.known.append((request, holder, made))
        for portion in (1, 2):
            assert true_key(secrets, portion) not in coalition.keys(portion, asked)


@pytest.mark.parametrize("holders", range(2, 6))
def test_everybody_else_together_opens_no_portion_that_one_holder_never_agreed_to(holders):
    for honest in range(holders):
        secrets = shares.draw(holders)
        coalition = Coalition(secrets, [i for i in range(holders) if i != honest])
        asked = {random_key(): (1,), random_key(): (3,), random_key(): (1, 3)}
        for request, portions in asked.items():
            made = shares.contribute(request, RECORD, PLACE, honest, secrets[honest], portions)
            coalition.known.append((request, honest, made))
        assert true_key(secrets, 2) not in coalition.keys(2, asked)
        assert true_key(secrets, 1) in coalition.keys(1, asked)  # The attack is a real one.


def test_a_false_gate_names_the_pair_and_a_false_share_its_giver():
    secrets, request = shares.draw(4), random_key()
    given, listed = give(secrets, request, 1), commitments(secrets, 1)
    lying = list(given)
    lying[2] = replace(given[2], gates=(given[2].gates[0], random_key(), given[2].gates[2]))
    with pytest.raises(ContributionError) as caught:
        shares.combine(request, RECORD, PLACE, lying, listed)
    assert set(caught.value.givers) == {"1", "2"}
    false = replace(secrets[3], share=random_key())
    lying = list(given)
    lying[3] = shares.contribute(request, RECORD, PLACE, 3, false, [1])
    with pytest.raises(ContributionError) as caught:
        shares.combine(request, RECORD, PLACE, lying, listed)
    assert caught.value.givers == ("3",)


# Through the vault -----------------------------------------------------------------------------


@pytest.fixture(params=[(1, 1), (1, 2), (2, 2)], ids=["two", "three", "four"])
def any_cast(request, make_cast) -> Cast:
    return make_cast(*request.param)


def test_no_smaller_group_opens_anything_in_the_vault(any_cast):
    record = any_cast.seal()
    holders = any_cast.holders
    for size in range(len(holders)):
        # All but one in every way; of what is fewer still, one group of each size.
        for group in list(combinations(holders, size))[: None if size == len(holders) - 1 else 1]:
            waiver = any_cast.ask(record, 1)
            if group:
                any_cast.agree(waiver, *group)
            with pytest.raises(ConsentsMissingError) as caught:
                any_cast.open(waiver)
            assert set(caught.value.missing) == {
                person.name for person in holders if person not in group
            }
    waiver = any_cast.ask(record, 1)
    any_cast.agree(waiver)
    assert [portion.data for portion in any_cast.open(waiver).portions] == [b"One."]


def asked_of(person: UnlockedVault, waiver: bytes) -> Asked:
    with person._desk.store.read() as tx:
        return person.waivers.asked(tx, waiver)[1]


def _in_record(request: Request, **more: object) -> Request:
    return replace(request, records=(replace(request.records[0], **more),))


CHANGES: dict[str, Callable[[Request, random.Random], Request]] = {
    "another portion": lambda r, rng: _in_record(r, portions=(rng.randrange(2, 99),)),
    "another ciphertext": lambda r, rng: _in_record(r, digests=(rng.randbytes(32),)),
    "another manifest": lambda r, rng: _in_record(r, manifest=rng.randbytes(32)),
    "another record": lambda r, rng: _in_record(r, record=rng.randbytes(16)),
    "another session": lambda r, rng: replace(r, session=rng.randbytes(32)),
    "another opener": lambda r, rng: replace(r, opener=rng.randrange(1, 64)),
    "another purpose": lambda r, rng: replace(r, purpose=r.purpose + chr(rng.randrange(33, 127))),
    "another recipient": lambda r, rng: replace(r, recipient=f"newspaper {rng.random()}"),
    "another end": lambda r, rng: replace(r, until=r.until + rng.randrange(1, 10**8)),
    "another time": lambda r, rng: replace(r, asked=r.asked - rng.randrange(1, 10**6)),
    "another nonce": lambda r, rng: replace(r, nonce=rng.randbytes(32)),
}


def test_every_field_of_a_request_is_changed():
    """So that a field that is added is not left out below."""
    assert len(CHANGES) == len(Request.__dataclass_fields__) - 1 + len(
        RequestedRecord.__dataclass_fields__
    )


def test_a_request_that_changed_after_consent_does_not_open(cast):
    change_after_consent(cast, CHANGES, 1)


@pytest.mark.long
@pytest.mark.parametrize("name", CHANGES)
def test_a_request_of_which_a_field_changed_fifty_times_does_not_open(cast, name):
    change_after_consent(cast, {name: CHANGES[name]}, 50)


def change_after_consent(cast, changes, times):
    """The dishonest opener signs the changed request, and hands everybody's answers to it."""
    rng = random.Random(times)
    record = cast.seal()
    waiver = cast.ask(record, 1)
    cast.agree(waiver)
    mediator = cast.mediator
    asked = asked_of(mediator, waiver.id)
    (old,) = forging.rows_of(mediator, WaiverRow, id=waiver.id)
    passes = forging.rows_of(mediator, PassRow, item=waiver.id)
    answers = forging.rows_of(mediator, AnswerRow, waiver=waiver.id)
    readers = {
        row.tag: mediator.sessions.open(cast.session).reader_key_of(seat)
        for seat in mediator.sessions.open(cast.session).roster.seats
        for row in passes
        if sealed_mapper.pass_row(
            mediator.sessions.open(cast.session).reader_key_of(seat), cast.session, waiver.id,
            asked.key,
        ).tag == row.tag
    }  # fmt: skip
    for change in [each for each in changes.values() for _ in range(times)]:
        other = change(asked.request, rng)
        assert other != asked.request
        made = sign(mediator._desk.identity, StatementType.REQUEST, request_object(other))
        forged = statement_hash(made)
        fresh = mapper.waiver_row(asked.key, cast.session, forged, made)
        # In the place of the old one …
        forging.put(mediator, old._replace(cell=fresh.cell))
        with pytest.raises(VaultError):
            cast.open(waiver)
        forging.put(mediator, old)
        # … and beside it, with everybody's answers moved over.
        forging.put(mediator, fresh, *(
            sealed_mapper.pass_row(reader, cast.session, fresh.id, asked.key)
            for reader in readers.values()
        ), *(
            AnswerRow(random_id(), fresh.id, each.letter, each.contribution) for each in answers
        ))  # fmt: skip
        with pytest.raises(VaultError):
            mediator.opening.open(fresh.id)
        with Attacker(cast.location) as attacker:
            for place in list(attacker.dump()):
                if place[0] == "answer" and attacker.get(place)[1] == fresh.id:
                    attacker.delete(place)
    assert cast.open(waiver).portions


def test_a_consent_is_worth_nothing_for_another_request_or_in_another_session(cast):
    record = cast.seal()
    first, second = cast.ask(record, 1), cast.ask(record, 1)
    cast.agree(first)
    for row in forging.rows_of(cast.mediator, AnswerRow, waiver=first.id):
        forging.put(cast.mediator, row._replace(id=random_id(), waiver=second.id))
    with pytest.raises(VaultError) as caught:
        cast.open(second)
    assert not isinstance(caught.value, NotFoundError)
    other = cast.mediator.sessions.convene("Berg and Falk", "Another", [
        *_same_people(cast),
    ])  # fmt: skip
    for person in cast.holders:
        person.sessions.views()
    entry = cast.mediator.entries.add(other, NewEntry("joint", "One.\n\nTwo.")).id
    (elsewhere,) = cast.mediator.sealing.seal([entry], "Other", safety_reviewed=True)
    third = cast.ask(elsewhere, 1)
    for row in forging.rows_of(cast.mediator, AnswerRow, waiver=first.id):
        forging.put(cast.mediator, row._replace(id=random_id(), waiver=third.id))
    with pytest.raises(VaultError):
        cast.open(third)


def _same_people(cast: Cast):
    yield Invitation(Role.MEDIATOR, cast.mediators[0])
    for side, name in zip("AB", cast.parties, strict=True):
        yield Invitation(Role.PARTY, name, side)


def forge_answer(cast: Cast, by: UnlockedVault, waiver: bytes, handed: bytes,
                 kind: AnswerKind = AnswerKind.CONSENT, at: int = 0) -> None:  # fmt: skip
    """Answer with whatever contribution, and whenever it is said to have been."""
    room, asked = by.sessions.open(cast.session), asked_of(by, waiver)
    letter = mapper.contribution_letter(
        room.roster.seat(asked.request.opener).identity, room.id, asked.hash, handed
    )
    said = Answer(asked.hash, room.seat.number, kind, at or cast.clock(), sha256(letter))
    made = sign(by._desk.identity, StatementType.ANSWER, answer_object(said))
    told = mapper.answer_letter(room.mediators, room.id, asked.hash, made)
    forging.put(by, AnswerRow(random_id(), waiver, told, letter))


def contribution_of(by: UnlockedVault, cast: Cast, waiver: bytes) -> ContributionBytes:
    room, asked = by.sessions.open(cast.session), asked_of(by, waiver)
    with by._desk.store.read() as tx:
        secrets = by.docket.secrets(tx, room, asked.records[0])
    return _made(asked, room.seat.number, secrets, asked.request.records[0].portions)


def _made(asked: Asked, seat: int, secrets: HolderSecrets, portions) -> ContributionBytes:
    record = asked.records[0]
    place = shares.place_of(asked.request.session, record.manifest.record)
    made = shares.contribute(
        asked.hash, record.manifest.record, place, record.holders.index(seat), secrets, portions
    )
    return ContributionBytes(record.manifest.record, made.gates, made.expected, made.box)


def test_a_false_gate_in_the_vault_names_the_pair_that_disagrees(cast):
    waiver = cast.ask(cast.seal(), 1)
    cast.agree(waiver, cast.mediator, cast.party("A"))
    mine = contribution_of(cast.party("B"), cast, waiver.id)
    lying = mine._replace(gates=(mine.gates[0], random_key()))
    forge_answer(cast, cast.party("B"), waiver.id, contribution_bytes([lying]))
    with pytest.raises(ContributionError) as caught:
        cast.open(waiver)
    assert set(caught.value.givers) == {PARTY_A, PARTY_B}


@pytest.mark.parametrize("lie", ["share", "portions", "record", "nothing", "noise"])
def test_a_false_contribution_in_the_vault_names_its_giver(cast, lie):
    waiver = cast.ask(cast.seal(), 1)
    cast.agree(waiver, cast.mediator, cast.party("A"))
    boris = cast.party("B")
    asked = asked_of(boris, waiver.id)
    room = boris.sessions.open(cast.session)
    with boris._desk.store.read() as tx:
        secrets = boris.docket.secrets(tx, room, asked.records[0])
    number = room.seat.number
    handed = {
        "share": lambda: contribution_bytes(
            [_made(asked, number, replace(secrets, share=random_key()), (1,))]
        ),
        "portions": lambda: contribution_bytes([_made(asked, number, secrets, (1, 2))]),
        "record": lambda: contribution_bytes(
            [_made(asked, number, secrets, (1,))._replace(record=bytes(16))]
        ),
        "nothing": lambda: contribution_bytes([]),
        "noise": lambda: random_bytes(700),
    }[lie]()
    forge_answer(cast, boris, waiver.id, handed)
    with pytest.raises(ContributionError) as caught:
        cast.open(waiver)
    assert caught.value.givers == (PARTY_B,)


def test_the_wrong_portion_handed_over_opens_neither(cast):
    """A giver's box for portion 2 under a request for portion 1."""
    waiver = cast.ask(cast.seal(), 1)
    cast.agree(waiver, cast.mediator, cast.party("A"))
    boris = cast.party("B")
    asked, room = asked_of(boris, waiver.id), boris.sessions.open(cast.session)
    with boris._desk.store.read() as tx:
        secrets = boris.docket.secrets(tx, room, asked.records[0])
    wrong = _made(asked, room.seat.number, secrets, (2,))
    forge_answer(cast, boris, waiver.id, contribution_bytes([wrong]))
    with pytest.raises(ContributionError) as caught:
        cast.open(waiver)
    assert caught.value.givers == (PARTY_B,)


def test_a_request_for_portions_that_are_not_there_is_refused(cast):
    record = cast.seal()
    for numbers in ((4,), (0,), (-1,), (1, 4)):
        with pytest.raises(InvalidError):
            cast.ask(record, *numbers)


def test_an_opener_with_every_contribution_cannot_open_an_unlisted_portion(cast):
    record = cast.seal()
    waiver = cast.ask(record, 1, 3)
    cast.agree(waiver)
    mediator = cast.mediator
    asked, room = asked_of(mediator, waiver.id), mediator.sessions.open(cast.session)
    given = {}
    for row in forging.rows_of(mediator, AnswerRow, waiver=waiver.id):
        data = mapper.open_contribution(
            mediator._desk.identity, cast.session, asked.hash, row.contribution
        )
        (part,) = read_contribution(data, 2)
        told = mapper.open_answer(mediator._desk.identity, cast.session, asked.hash, row.letter)
        seat = next(
            seat.number for seat in room.roster.seats
            if seat.number in asked.holders and _signed(told, seat)
        )  # fmt: skip
        given[seat] = Contribution(part.gates, part.expected, part.box)
    ordered = [given[seat] for seat in asked.holders]
    manifest = asked.records[0].manifest
    listed = {portion.number: portion.commitments for portion in manifest.portions}
    place = shares.place_of(cast.session, record)
    keys = shares.combine(
        asked.hash, record, place, ordered, {number: listed[number] for number in (1, 3)}
    )
    assert set(keys) == {1, 3}
    for wanted in ((1, 2), (2, 3), (2,), (1, 2, 3)):
        with pytest.raises(ContributionError):
            shares.combine(
                asked.hash, record, place, ordered, {number: listed[number] for number in wanted}
            )
    for key in keys.values():
        with mediator._desk.store.read() as tx, pytest.raises(VaultError):
            b"".join(decrypt_stream(
                key, sealed_mapper.portion_place(cast.session, record, 2),
                tx.chunks(sealed_mapper.portion_stream(asked.records[0].key, record, 2)),
                manifest.portions[1].digest, "portion", rule=body_rule,
            ))  # fmt: skip


def _signed(told, seat) -> bool:
    return told.signer == fingerprint(seat.identity)


# Answers ---------------------------------------------------------------------------------------


def test_an_answer_looks_the_same_whatever_it_says(cast):
    record = cast.seal()
    boris = cast.party("B")
    sizes = set()
    for kinds in (
        [AnswerKind.CONSENT], [AnswerKind.REFUSAL], [AnswerKind.CONSENT, AnswerKind.WITHDRAWAL],
    ):  # fmt: skip
        waiver = cast.ask(record, 1)
        before = set(forging.rows_of(boris, OwnRow))
        for kind in kinds:
            boris.waivers.answer(waiver.id, kind, waiver.check_words)
        for row in forging.rows_of(boris, AnswerRow, waiver=waiver.id):
            sizes.add((len(row.letter), len(row.contribution)))
        fresh = set(forging.rows_of(boris, OwnRow, kind=ANSWER)) - before
        assert len({len(row.cell) for row in fresh}) == 1
    assert len(sizes) == 1


@pytest.mark.parametrize("seat", [0, 9, 10, 63])
def test_an_answers_padded_size_does_not_tell_what_it_says(cast, seat):
    room = cast.mediator.sessions.open(cast.session)
    sizes = set()
    for kind in AnswerKind:
        said = Answer(random_key(), seat, kind, cast.clock(), random_key())
        made = sign(cast.mediator._desk.identity, StatementType.ANSWER, answer_object(said))
        letter = mapper.answer_letter(room.mediators, room.id, said.request, made)
        sizes.add(len(letter))
    assert len(sizes) == 1


@pytest.mark.parametrize("kind", [AnswerKind.REFUSAL, AnswerKind.WITHDRAWAL])
def test_a_refusal_or_withdrawal_is_never_visible_to_the_other_party(cast, kind):
    record = cast.seal()
    anna, boris = cast.party("A"), cast.party("B")
    waiver = cast.ask(record, 1)
    cast.agree(waiver, anna)
    if kind is AnswerKind.WITHDRAWAL:
        cast.agree(waiver, boris)
    before = _without_clock(anna, waiver.id)
    boris.waivers.answer(waiver.id, kind)
    assert _without_clock(anna, waiver.id) == before
    assert cast.mediator.waivers.show(waiver.id).state is WaiverState.ENDED
    view = anna.waivers.show(waiver.id)
    assert (view.state, view.reason) == (WaiverState.ENDED, "not unanimous")
    assert PARTY_B not in (*view.consented, *view.missing)
    with pytest.raises(WaiverEndedError) as caught:
        anna.opening.open(waiver.id)
    assert caught.value.args == ("not unanimous",)


def _without_clock(person: UnlockedVault, waiver: bytes):
    return person.waivers.show(waiver), person.checks.run()


def test_a_withdrawal_before_the_last_consent_ends_it_for_everybody(cast):
    waiver = cast.ask(cast.seal(), 1)
    anna, boris = cast.party("A"), cast.party("B")
    cast.agree(waiver, cast.mediator, anna)
    anna.waivers.answer(waiver.id, AnswerKind.WITHDRAWAL)
    with pytest.raises(WaiverEndedError):
        cast.open(waiver)
    cast.mediator.waivers.show(waiver.id)
    with pytest.raises(WaiverEndedError):
        cast.agree(waiver, boris)


def test_nothing_is_recalled_after_the_last_consent(cast):
    waiver = cast.ask(cast.seal(), 1)
    cast.agree(waiver)
    with pytest.raises(WaiverEndedError):
        cast.mediator.waivers.answer(waiver.id, AnswerKind.WITHDRAWAL)
    assert cast.open(waiver).portions


def test_a_refusal_signed_after_the_last_consent_recalls_nothing(cast):
    """Whoever has consented has answered; a changed program may still sign a refusal."""
    waiver = cast.ask(cast.seal(), 1)
    cast.agree(waiver)
    forge_answer(cast, cast.party("B"), waiver.id, random_bytes(64), AnswerKind.REFUSAL)
    assert cast.mediator.waivers.show(waiver.id).state is WaiverState.COMPLETE


def test_no_answer_is_taken_after_the_end(cast):
    waiver = cast.ask(cast.seal(), 1, days=1)
    cast.clock.now += 2 * 86_400
    for person in cast.holders:
        with pytest.raises(WaiverEndedError):
            person.waivers.answer(waiver.id, AnswerKind.CONSENT, waiver.check_words)


def test_no_answer_is_taken_after_the_end_by_a_clock_that_was_set_back(cast):
    waiver = cast.ask(cast.seal(), 1, days=1)
    cast.clock.now += 2 * 86_400
    anna = cast.party("A")
    anna.entries.add(cast.session, NewEntry("private", "Written after the end."))
    anna.lock()
    cast.clock.now -= 2 * 86_400
    again = cast.people[PARTY_A] = cast.unlock(PARTY_A)
    with pytest.raises(WaiverEndedError):
        again.waivers.answer(waiver.id, AnswerKind.CONSENT, waiver.check_words)


def test_no_answer_is_taken_by_a_clock_set_back_while_the_program_runs(cast):
    waiver = cast.ask(cast.seal(), 1, days=1)
    cast.clock.now += 2 * 86_400
    anna = cast.party("A")
    anna.entries.add(cast.session, NewEntry("private", "Written after the end."))
    cast.clock.now -= 2 * 86_400
    with pytest.raises(WaiverEndedError):
        anna.waivers.answer(waiver.id, AnswerKind.CONSENT, waiver.check_words)


def test_no_answer_is_taken_by_a_clock_set_back_before_another_act(cast):
    """An act by the false clock must not make the journal forget how late it is."""
    waiver = cast.ask(cast.seal(), 1, days=1)
    cast.clock.now += 2 * 86_400
    cast.party("A").entries.add(cast.session, NewEntry("private", "Written after the end."))
    cast.party("A").lock()
    cast.clock.now -= 2 * 86_400
    again = cast.unlock(PARTY_A)
    again.entries.add(cast.session, NewEntry("private", "By the false clock."))
    again.lock()
    again = cast.people[PARTY_A] = cast.unlock(PARTY_A)
    with pytest.raises(WaiverEndedError):
        again.waivers.answer(waiver.id, AnswerKind.CONSENT, waiver.check_words)


def test_an_answer_dated_after_the_end_does_not_count(cast):
    waiver = cast.ask(cast.seal(), 1, days=1)
    cast.agree(waiver, cast.mediator, cast.party("A"))
    mine = contribution_of(cast.party("B"), cast, waiver.id)
    forge_answer(cast, cast.party("B"), waiver.id, contribution_bytes([mine]), at=waiver.until + 1)
    with pytest.raises(ConsentsMissingError):
        cast.open(waiver)


# Openings --------------------------------------------------------------------------------------


class Forger:
    """Whoever signs openings and hands out keys as they please: a changed program's opener.

    They have every key of the record, because everybody once agreed to another request.
    """

    def __init__(self, cast: Cast, *portions: int) -> None:
        self.cast, self.record = cast, cast.seal()
        whole = cast.ask(self.record)
        cast.agree(whole)
        cast.open(whole)
        outcome = self._outcome(whole.id)
        self.keys = {each.number: each.key for each in outcome.released}
        self.waiver = cast.ask(self.record, *portions)

    def _outcome(self, waiver: bytes) -> Outcome:
        room, asked = self.cast.mediator.sessions.open(self.cast.session), self.asked(waiver)
        with self.cast.mediator._desk.store.read() as tx:
            return tally.read_conclusion(tx, room, asked)

    def asked(self, waiver: bytes = b"") -> Asked:
        return asked_of(self.cast.mediator, waiver or self.waiver.id)

    def consents(self, waiver: bytes = b"") -> list[Statement]:
        """Everybody's real consent, in roster order."""
        room, asked = self.cast.mediator.sessions.open(self.cast.session), self.asked(waiver)
        identity = self.cast.mediator._desk.identity
        with self.cast.mediator._desk.store.read() as tx:
            given = tally.read_given(tx, identity, room, asked, [])
        return [each.statement for each in sorted(given, key=lambda each: each.answer.seat)]

    def statement(self, by: UnlockedVault, **more: object) -> Statement:
        """An answer of this person, true but for what is given."""
        seat = by.sessions.open(self.cast.session).seat.number
        said = Answer(self.asked().hash, seat, AnswerKind.CONSENT, self.cast.clock(), bytes(32))
        made = replace(said, **more)
        return sign(by._desk.identity, StatementType.ANSWER, answer_object(made))

    def released(self, *numbers: int) -> tuple[Released, ...]:
        return tuple(Released(self.record, number, self.keys[number]) for number in numbers)

    def put(
        self, released: tuple[Released, ...], consents: list[Statement],
        by: UnlockedVault | None = None, reason: str = OPENED, seat: int | None = None,
    ) -> None:  # fmt: skip
        by, asked = by or self.cast.mediator, self.asked()
        number = by.sessions.open(self.cast.session).seat.number if seat is None else seat
        said = Outcome(asked.hash, number, reason, released, self.cast.clock())
        kind = StatementType.OPENING if reason == OPENED else StatementType.ENDING
        made = sign(by._desk.identity, kind, outcome_object(said))
        forging.put(
            by, mapper.outcome_row(asked.key, self.cast.session, self.waiver.id, made, consents)
        )

    def assert_refused(self, person: UnlockedVault, fault: str) -> None:
        """Nobody is shown a word, nobody is told that it was opened, and a check says so."""
        for act in (person.opening.open, person.waivers.show):
            with pytest.raises(DamagedError):
                act(self.waiver.id)
        reported = {(each.what, each.row) for each in person.checks.run().damages}
        assert ("request", self.waiver.id.hex()) in reported, fault

    def assert_believed(self, person: UnlockedVault) -> None:
        """So that what is refused is refused for its one fault."""
        assert person.opening.open(self.waiver.id).portions
        assert person.checks.run().damages == []


def false_consents(forger: Forger, other: bytes) -> dict[str, list[Statement]]:
    """What stands beside an opening in the place of everybody's consents, one fault in each."""
    mara, anna, boris = forger.consents()
    cast = forger.cast
    seat = cast.party("B").sessions.open(cast.session).seat.number
    said = read_answer(jsonform.decode(boris.body))
    before = replace(said, answered=said.answered - 1)
    changed = replace(boris, body=jsonform.encode(answer_object(before)))
    first, second = boris.signature[:ED25519_BYTES], boris.signature[ED25519_BYTES:]
    assert changed.body != boris.body
    return {
        "none": [],
        "one missing": [mara, anna],
        "another missing": [anna, boris],
        "one in the place of another": [mara, anna, anna],
        "one too many": [mara, anna, boris, boris],
        "another order": [anna, mara, boris],
        "a refusal": [
            mara, anna, forger.statement(cast.party("B"), kind=AnswerKind.REFUSAL)
        ],
        "a withdrawal": [
            mara, anna, forger.statement(cast.party("B"), kind=AnswerKind.WITHDRAWAL)
        ],
        "to another request": [mara, anna, forger.consents(other)[2]],
        "after the end": [
            mara, anna, forger.statement(cast.party("B"), answered=forger.waiver.until + 1)
        ],
        "in another's name": [mara, anna, forger.statement(cast.party("A"), seat=seat)],
        "in the mediator's name": [mara, anna, forger.statement(cast.mediator, seat=seat)],
        "changed": [mara, anna, changed],
        "without the first signature": [
            mara, anna, replace(boris, signature=bytes(ED25519_BYTES) + second)
        ],
        "without the second signature": [
            mara, anna, replace(boris, signature=first + bytes(len(second)))
        ],
    }  # fmt: skip


def test_an_opening_without_everybodys_consent_is_believed_by_nobody(cast):
    forger = Forger(cast, 1)
    other = cast.ask(forger.record, 1)
    cast.agree(other)
    cast.agree(forger.waiver)
    for fault, consents in false_consents(forger, other.id).items():
        forger.put(forger.released(1), consents)
        forger.assert_refused(cast.party("B"), fault)
    forger.assert_refused(cast.mediator, "the last")
    forger.put(forger.released(1), forger.consents())
    forger.assert_believed(cast.party("B"))


def test_an_opening_of_anything_but_what_was_asked_for_is_believed_by_nobody(cast):
    forger = Forger(cast, 1, 2)
    cast.agree(forger.waiver)
    consents, boris = forger.consents(), cast.party("B")
    for numbers in ((1,), (2,), (3,), (1, 3), (2, 1), (1, 2, 3), (1, 2, 2), (1, 1)):
        forger.put(forger.released(*numbers), consents)
        forger.assert_refused(boris, str(numbers))
    one, two = forger.released(1, 2)
    forger.put((one, two._replace(record=bytes(16))), consents)
    forger.assert_refused(boris, "another record")
    forger.put(forger.released(1, 2), consents)
    forger.assert_believed(boris)


def test_an_opening_with_another_key_shows_nobody_a_word(cast):
    forger = Forger(cast, 1, 2)
    cast.agree(forger.waiver)
    consents, boris = forger.consents(), cast.party("B")
    one, two = forger.released(1, 2)
    for false in (random_key(), one.key, forger.keys[3]):
        forger.put((one, two._replace(key=false)), consents)
        with pytest.raises(DamagedError):
            boris.opening.open(forger.waiver.id)
        assert ("request", forger.waiver.id.hex()) in {
            (each.what, each.row) for each in boris.checks.run().damages
        }
    forger.put((one, two), consents)
    forger.assert_believed(boris)


def test_an_opener_cannot_release_other_words_than_were_sealed(cast):
    """Whoever has a portion's key can encrypt anything under it; the manifest has its hash."""
    forger = Forger(cast, 1)
    cast.agree(forger.waiver)
    forger.put(forger.released(1), forger.consents())
    boris = cast.party("B")
    forger.assert_believed(boris)
    asked, words = forger.asked(), b"Words nobody said"
    content = PortionContent("text", "", "", "joint", "Boris Falk", (), 1, len(words))
    prefix, digest = portion_prefix(content), Sha256()
    place = sealed_mapper.portion_place(cast.session, forger.record, 1)
    pieces = list(encrypt_stream(
        forger.keys[1], place, len(prefix) + len(words), [prefix, words], digest, rule=body_rule
    ))  # fmt: skip
    stream = sealed_mapper.portion_stream(asked.records[0].key, forger.record, 1)
    (sealed,) = forging.rows_of(boris, ChunkRow, stream=stream)
    forging.put(cast.mediator, ChunkRow(stream, 1, *pieces))
    with boris._desk.store.read() as tx:
        opened = decrypt_stream(
            forger.keys[1], place, tx.chunks(stream), digest.digest(), "portion", rule=body_rule
        )
        # The forgery is well made: but for the hash it would be read.
        assert b"".join(sealed_mapper.open_portion(opened)[1]) == words
    with pytest.raises(DamagedError):
        boris.opening.open(forger.waiver.id)
    assert boris.checks.run().damages
    forging.put(cast.mediator, sealed)
    forger.assert_believed(boris)


@pytest.mark.parametrize("reason", [OPENED, NOT_UNANIMOUS, EXPIRED])
def test_a_party_cannot_say_how_a_request_ended(cast, reason):
    """Every holder has the key of the row that says it."""
    forger = Forger(cast, 1)
    cast.agree(forger.waiver)
    boris = cast.party("B")
    mine = boris.sessions.open(cast.session).seat.number
    for seat in (0, mine):
        released = forger.released(1) if reason == OPENED else ()
        forger.put(released, forger.consents(), by=boris, reason=reason, seat=seat)
        for person in (cast.party("A"), cast.mediator):
            forger.assert_refused(person, str(seat))


def test_a_mediator_who_did_not_ask_cannot_say_that_it_was_opened(make_cast):
    cast = make_cast(2, 2)
    forger = Forger(cast, 1)
    cast.agree(forger.waiver)
    for seat in (0, 1):
        forger.put(
            forger.released(1), forger.consents(), by=cast.people[OTHER_MEDIATOR], seat=seat
        )
        forger.assert_refused(cast.party("B"), str(seat))
    forger.put(forger.released(1), forger.consents())
    forger.assert_believed(cast.party("B"))


def test_an_opening_of_another_request_is_believed_by_nobody(cast):
    """As a row put in another's place, and as its statement written anew under the right key."""
    forger = Forger(cast, 1)
    other = cast.ask(forger.record, 1)
    for waiver in (other, forger.waiver):
        cast.agree(waiver)
    cast.open(other)
    (row,) = forging.rows_of(cast.mediator, OutcomeRow, waiver=other.id)
    forging.put(cast.mediator, row._replace(waiver=forger.waiver.id))
    forger.assert_refused(cast.party("B"), "moved")
    asked = forger.asked()
    made, consents = mapper.read_outcome(forger.asked(other.id).key, cast.session, row)
    forging.put(cast.mediator, mapper.outcome_row(
        asked.key, cast.session, forger.waiver.id, made, consents
    ))  # fmt: skip
    forger.assert_refused(cast.party("B"), "written anew")


def test_the_end_of_another_request_ends_nothing(cast):
    """Every holder has both requests' keys: one may write what was said of one of the other."""
    forger = Forger(cast, 1)
    other, boris = cast.ask(forger.record, 1), cast.party("B")
    boris.waivers.answer(other.id, AnswerKind.REFUSAL)
    assert cast.mediator.waivers.show(other.id).state is WaiverState.ENDED
    (row,) = forging.rows_of(boris, OutcomeRow, waiver=other.id)
    made, _ = mapper.read_outcome(asked_of(boris, other.id).key, cast.session, row)
    key = asked_of(boris, forger.waiver.id).key
    forging.put(boris, mapper.outcome_row(key, cast.session, forger.waiver.id, made, []))
    for person in (cast.party("A"), cast.mediator):
        forger.assert_refused(person, "written anew")


def test_an_opening_that_was_taken_back_is_missed_by_its_opener(cast):
    """Deleted, or overwritten by an ending, which any mediator might sign."""
    forger = Forger(cast, 1)
    cast.agree(forger.waiver)
    cast.open(forger.waiver)
    place = ("outcome", (forger.waiver.id,))
    with Attacker(cast.location) as attacker, attacker.changed((place, None)):
        assert [each.reason for each in cast.mediator.checks.run().damages] == ["missing"]
    forger.put((), [], reason=NOT_UNANIMOUS)
    reasons = [each.reason for each in cast.mediator.checks.run().damages]
    assert reasons == ["put back or changed"]


# Ciphertexts with two keys ---------------------------------------------------------------------

_ONE = 1 << 127


def _times(x: int, y: int) -> int:
    """Multiply in GCM's field. Source: NIST SP 800-38D §6.3."""
    z = 0
    for i in range(128):
        if x >> (127 - i) & 1:
            z ^= y
        y = (y >> 1) ^ (0xE1 << 120) if y & 1 else y >> 1
    return z


def _inverse(x: int) -> int:
    result, power = _ONE, x
    for _ in range(127):
        power = _times(power, power)
        result = _times(result, power)
    return result


def _block(key: bytes, block: bytes) -> int:
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return int.from_bytes(encryptor.update(block), "big")


def two_key_ciphertext(first: bytes, second: bytes, blocks: int) -> bytes:
    """An AES-256-GCM message that opens under two keys: ``nonce ‖ ciphertext ‖ tag``.

    Source: "Fast Message Franking: From Invisible Salamanders to Encryptment", CRYPTO 2018 §3.
    """
    nonce = bytes(12)
    hashes = [_block(key, bytes(16)) for key in (first, second)]
    masks = [_block(key, nonce + b"\0\0\0\1") for key in (first, second)]
    body = [int.from_bytes(random_bytes(16), "big") for _ in range(blocks - 1)]
    length = blocks * 128  # No associated data, so many bits of ciphertext.

    def tag(which: int, last: int) -> int:
        sum_ = 0
        for block in (*body, last, length):
            sum_ = _times(sum_ ^ block, hashes[which])
        return sum_ ^ masks[which]

    # The last block counts H² times: the difference of both tags is linear in it.
    squares = _times(hashes[0], hashes[0]) ^ _times(hashes[1], hashes[1])
    last = _times(tag(0, 0) ^ tag(1, 0), _inverse(squares))
    found = b"".join(block.to_bytes(16, "big") for block in (*body, last))
    return nonce + found + tag(0, last).to_bytes(16, "big")


def test_a_two_key_ciphertext_opens_under_both_keys_as_plain_gcm():
    keys = random_key(), random_key()
    made = two_key_ciphertext(*keys, blocks=4)
    texts = {AESGCM(key).decrypt(made[:12], made[12:], None) for key in keys}
    assert len(texts) == 2


def test_a_two_key_ciphertext_is_refused_in_every_cell(cast):
    cast.write("joint", "What the mediator wrote.")
    record = cast.seal()
    room = cast.mediator.sessions.open(cast.session)
    made = two_key_ciphertext(room.keys["joint"], random_key(), blocks=40)
    with pytest.raises(VaultError):
        aead.decrypt(room.keys["joint"], b"", made)
    cells = {
        "chunk": "data", "record": "cell", "share": "wrapped", "keyslot": "wrapped",
        "revision": "header", "pass": "cell",
    }  # fmt: skip
    with Attacker(cast.location) as attacker:
        state = attacker.dump()
        for table, column in cells.items():
            for place in [each for each in state if each[0] == table]:
                attacker.set(place, **{column: made})
            with pytest.raises(VaultError):
                read_where(cast, table, record, state)
            attacker.become(state)
    assert cast.mediator.checks.run().damages == []


def read_where(cast: Cast, table: str, record: bytes, state: dict[Place, Row]) -> None:
    """Read what the rows of a table hold, as its reader would."""
    if table == "keyslot":
        cast.unlock(PARTY_A)
    elif table == "revision":
        assert cast.mediator.entries.listing(cast.session).damages
        kept = [row for place, row in state.items() if place[0] == table and row[3]]
        cast.mediator.entries.find(kept[0][2])
    else:
        cast.party("A").docket.acknowledge(cast.session, [record])


def test_a_letter_that_says_one_thing_to_each_mediator_is_refused(make_cast):
    """Two wraps with two keys around one body that both keys open."""
    cast = make_cast(2, 2)
    room = cast.mediator.sessions.open(cast.session)
    place = mapper._answer_place(cast.session, bytes(32))
    keys = random_key(), random_key()
    wraps = [
        wrap.wrap(reader.kem, mapper._LETTER_LABEL, place, key)
        for reader, key in zip(room.mediators, keys, strict=True)
    ]
    letter = letters.letter(wraps, two_key_ciphertext(*keys, blocks=40))
    for name in cast.mediators:
        identity = cast.people[name]._desk.identity
        with pytest.raises(VaultError):
            mapper.open_letter(identity, place, letter, "answer")


def test_a_share_that_was_wrapped_anew_is_refused(cast):
    """The wrap is one that Anna's key opens, and not the one that the manifest lists."""
    record = cast.seal()
    anna = cast.party("A")
    room = anna.sessions.open(cast.session)
    with anna._desk.store.read() as tx:
        secrets = anna.docket.secrets(tx, room, anna.docket.record(tx, room, record))
    forged = sealed_mapper.share_row(
        cast.session, record, room.seat.number, room.seat.identity, secrets
    )
    assert forging.rows_of(anna, ShareRow, record=record)
    forging.put(anna, forged)
    with pytest.raises(VaultError):
        anna.docket.acknowledge(cast.session, [record])
