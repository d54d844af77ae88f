"""A sealed record opens when everybody agreed to the same request, and in no other way."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.attacker import forging
from tests.attacker.owner import Attacker, Place, Row
from tests.cast import PARTY_A, PARTY_B, Cast
from vault import (
    AnswerKind,
    ConsentsMissingError,
    ContributionError,
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
from vault.format import letters
from vault.format.padding import body_rule
from vault.format.sealed import portion_prefix
from vault.format.statement import StatementType
from vault.format.waivers import (
    OPENED,
    ContributionBytes,
    Outcome,
    Released,
    answer_object,
    contribution_bytes,
    outcome_object,
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
from vault.model import Answer, PortionContent
from vault.services.tally import Asked
from vault.store.rows import AnswerRow, ChunkRow, OutcomeRow, OwnRow, PassRow, ShareRow, WaiverRow

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


@pytest.mark.parametrize("holders", range(2, 9))
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
def any_cast(request, tmp_path) -> Iterator[Cast]:
    mediators, parties = request.param
    with Cast(
        str(tmp_path / "vault.caucus"), tmp_path / "marks",
        mediators=["Mara Lindt", "Nils Ohm"][:mediators],
        parties=[PARTY_A, PARTY_B][:parties],
    ) as made:  # fmt: skip
        yield made


def test_no_smaller_group_opens_anything_in_the_vault(any_cast):
    record = any_cast.seal()
    holders = any_cast.holders
    for size in range(len(holders)):
        for group in combinations(holders, size):
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


CHANGES = {
    "another portion": lambda r: replace(
        r, records=(replace(r.records[0], portions=(2,)),)
    ),
    "another ciphertext": lambda r: replace(
        r, records=(replace(r.records[0], digests=(bytes(32),)),)
    ),
    "another manifest": lambda r: replace(
        r, records=(replace(r.records[0], manifest=bytes(32)),)
    ),
    "another record": lambda r: replace(r, records=(replace(r.records[0], record=bytes(16)),)),
    "another session": lambda r: replace(r, session=bytes(32)),
    "another opener": lambda r: replace(r, opener=1),
    "another purpose": lambda r: replace(r, purpose="something else"),
    "another recipient": lambda r: replace(r, recipient="the newspapers"),
    "another end": lambda r: replace(r, until=r.until + 86_400),
    "another time": lambda r: replace(r, asked=r.asked - 1),
    "another nonce": lambda r: replace(r, nonce=bytes(32)),
}


def test_a_request_that_changed_after_consent_does_not_open(cast):
    """The dishonest opener signs the changed request, and hands everybody's answers to it."""
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
    for name, change in CHANGES.items():
        made = sign(
            mediator._desk.identity, StatementType.REQUEST, request_object(change(asked.request))
        )
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
        assert name
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
    forge_answer(
        cast, cast.party("B"), waiver.id, random_bytes(64), AnswerKind.REFUSAL
    )
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
    forge_answer(
        cast, cast.party("B"), waiver.id, contribution_bytes([mine]), at=waiver.until + 1
    )
    with pytest.raises(ConsentsMissingError):
        cast.open(waiver)


# Openings --------------------------------------------------------------------------------------


def forge_opening(cast: Cast, waiver: bytes, released: tuple[Released, ...]) -> None:
    mediator = cast.mediator
    asked = asked_of(mediator, waiver)
    said = Outcome(asked.hash, 0, OPENED, released, cast.clock())
    made = sign(mediator._desk.identity, StatementType.OPENING, outcome_object(said))
    forging.put(mediator, mapper.outcome_row(asked.key, cast.session, waiver, made))


def released_text(cast: Cast, asked: Asked, record: bytes, number: int, digest: bytes) -> bytes:
    """What is written as a released portion, read as its readers do: the forgery is well made."""
    place = sealed_mapper.released_place(cast.session, asked.hash, record, number)
    stream = sealed_mapper.released_stream(asked.key, asked.hash, record, number)
    with cast.mediator._desk.store.read() as tx:
        pieces = decrypt_stream(
            asked.key, place, tx.chunks(stream), digest, "release", rule=body_rule
        )
        return b"".join(sealed_mapper.open_portion(pieces)[1])


def test_an_opening_without_everybodys_consent_is_not_believed_by_who_did_not_consent(cast):
    """A dishonest opener says that Boris agreed, and what the portion said."""
    record = cast.seal()
    waiver = cast.ask(record, 1)
    cast.agree(waiver, cast.mediator, cast.party("A"))
    forge_opening(cast, waiver.id, (Released(record, 1, bytes(32)),))
    boris = cast.party("B")
    assert boris.checks.run().damages
    try:
        view = boris.waivers.show(waiver.id)
    except VaultError:
        return
    assert PARTY_B not in view.consented


def test_an_opening_that_releases_other_portions_than_were_asked_for_is_refused(cast):
    record = cast.seal()
    waiver = cast.ask(record, 1)
    cast.agree(waiver)
    cast.open(waiver)
    (row,) = forging.rows_of(cast.mediator, OutcomeRow, waiver=waiver.id)
    asked = asked_of(cast.mediator, waiver.id)
    (chunk,) = forging.rows_of(
        cast.mediator, ChunkRow,
        stream=sealed_mapper.released_stream(asked.key, asked.hash, record, 1),
    )  # fmt: skip
    forged = sealed_mapper.released_stream(asked.key, asked.hash, record, 2)
    words = b"Words nobody said"
    content = PortionContent("text", "", "", "joint", "Boris Falk", (), 1, len(words))
    prefix, digest = portion_prefix(content), Sha256()
    pieces = list(encrypt_stream(
        asked.key, sealed_mapper.released_place(cast.session, asked.hash, record, 2),
        len(prefix) + len(words), [prefix, words], digest, rule=body_rule,
    ))  # fmt: skip
    forging.put(cast.mediator, ChunkRow(forged, 1, pieces[0]))
    assert released_text(cast, asked, record, 2, digest.digest()) == words
    forge_opening(cast, waiver.id, (Released(record, 2, digest.digest()),))
    assert row
    assert chunk
    with pytest.raises(VaultError):
        cast.party("B").opening.open(waiver.id)


def test_an_opener_cannot_release_other_words_than_were_sealed(cast):
    """The evidence of a release must tie its words to the ciphertext that everybody agreed to."""
    record = cast.seal()
    waiver = cast.ask(record, 1)
    cast.agree(waiver)
    asked = asked_of(cast.mediator, waiver.id)
    words = b"Words nobody said"
    content = PortionContent("text", "", "", "joint", "Boris Falk", (), 1, len(words))
    prefix, digest = portion_prefix(content), Sha256()
    (piece,) = encrypt_stream(
        asked.key, sealed_mapper.released_place(cast.session, asked.hash, record, 1),
        len(prefix) + len(words), [prefix, words], digest, rule=body_rule,
    )  # fmt: skip
    stream = sealed_mapper.released_stream(asked.key, asked.hash, record, 1)
    forging.put(cast.mediator, ChunkRow(stream, 1, piece))
    assert released_text(cast, asked, record, 1, digest.digest()) == words
    forge_opening(cast, waiver.id, (Released(record, 1, digest.digest()),))
    with pytest.raises(VaultError):
        cast.party("B").opening.open(waiver.id)


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


def test_a_letter_that_says_one_thing_to_each_mediator_is_refused(tmp_path):
    """Two wraps with two keys around one body that both keys open."""
    with Cast(
        str(tmp_path / "vault.caucus"), tmp_path / "marks", mediators=["Mara Lindt", "Nils Ohm"]
    ) as cast:
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
