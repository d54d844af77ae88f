"""Waivers: asking, answering, how it ends, and what opens."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.cast import MEDIATOR, PARTY_A, PARTY_B, Cast
from tests.unit.services.conftest import CO_MEDIATOR, LAWYER, WITNESS
from vault import (
    JOINT,
    AnswerKind,
    ConsentsMissingError,
    ContributionError,
    DamagedError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    VaultError,
    WaiverEndedError,
    WaiverState,
    spell_id,
)
from vault.store.rows import AnswerRow, OutcomeRow, PassRow, WaiverRow

HOLDERS = (MEDIATOR, CO_MEDIATOR, PARTY_A, PARTY_B)
CONSENT, REFUSAL, WITHDRAWAL = AnswerKind.CONSENT, AnswerKind.REFUSAL, AnswerKind.WITHDRAWAL


@pytest.mark.parametrize("portions", [(1,), (2, 3), ()])
def test_exactly_the_requested_portions_open_for_every_holder(
    shared: Cast, portions: tuple[int, ...]
) -> None:
    """R3 and R5."""
    record = shared.seal("One.\n\nTwo.\n\nThree.")
    waiver = shared.ask(record, *portions)
    shared.agree(waiver)
    opened = shared.open(waiver)
    expected = portions or (1, 2, 3)
    assert [(p.number, p.data.decode()) for p in opened.portions] == [
        (n, ("One.", "Two.", "Three.")[n - 1]) for n in expected
    ]
    assert opened.agreed == HOLDERS
    for name in HOLDERS:
        person = shared.people[name]
        assert person.opening.open(waiver.id) == opened
        assert person.waivers.show(waiver.id).state is WaiverState.OPENED
    for name in (LAWYER, WITNESS):
        with pytest.raises(NotFoundError):
            shared.people[name].opening.open(waiver.id)
        assert shared.people[name].waivers.views(shared.session) == []
    with pytest.raises(WaiverEndedError):
        shared.party("A").waivers.answer(waiver.id, WITHDRAWAL)
    assert shared.mediator.checks.run().damages == []


def test_several_records_open_together(shared: Cast) -> None:
    first, second = shared.seal("A1.\n\nA2."), shared.seal("B1.\n\nB2.")
    waiver = shared.mediator.waivers.request(
        {first: [2, 2], second: []}, "purpose", "recipient", shared.clock.now + 9_999
    )
    shared.agree(waiver)
    opened = shared.open(waiver)
    assert [(p.record, p.number, p.data) for p in opened.portions] == [
        (first, 2, b"A2."), (second, 1, b"B1."), (second, 2, b"B2."),
    ]  # fmt: skip


@pytest.mark.parametrize("absent", range(4))
def test_one_holder_short_nothing_opens_and_only_a_mediator_hears_who(
    shared: Cast, absent: int
) -> None:
    """R3."""
    waiver = shared.ask(shared.seal(), 1)
    shared.agree(waiver, *(p for n, p in enumerate(shared.holders) if n != absent))
    for name in HOLDERS:
        person = shared.people[name]
        with pytest.raises(ConsentsMissingError) as caught:
            person.opening.open(waiver.id)
        is_mediator = name in HOLDERS[:2]
        assert caught.value.missing == ((HOLDERS[absent],) if is_mediator else ())
        view = person.waivers.show(waiver.id)
        assert view.state is WaiverState.COLLECTING
        assert view.missing == ((HOLDERS[absent],) if is_mediator else ())
        own = () if name == HOLDERS[absent] else (name,)
        assert set(view.consented) == (
            set(HOLDERS) - {HOLDERS[absent]} if is_mediator else set(own)
        )


@pytest.mark.parametrize("kind", [REFUSAL, WITHDRAWAL])
def test_a_refusal_or_a_withdrawal_ends_it_for_everyone_and_names_nobody(
    sitting: Cast, kind: AnswerKind
) -> None:
    """R7 and R8."""
    waiver = sitting.ask(sitting.seal())
    anna = sitting.party("A")
    if kind is WITHDRAWAL:
        with pytest.raises(WaiverEndedError):
            anna.waivers.answer(waiver.id, WITHDRAWAL)
        sitting.agree(waiver, anna)
    anna.waivers.answer(waiver.id, kind)
    sitting.mediator.waivers.show(waiver.id)
    for name in HOLDERS:
        person = sitting.people[name]
        view = person.waivers.show(waiver.id)
        assert (view.state, view.reason, view.missing) == (
            WaiverState.ENDED, "not unanimous", view.missing if name in HOLDERS[:2] else (),
        )  # fmt: skip
        for act in (
            lambda: person.waivers.answer(waiver.id, CONSENT, waiver.check_words),  # noqa: B023
            lambda: person.waivers.answer(waiver.id, REFUSAL),  # noqa: B023
            lambda: person.opening.open(waiver.id),  # noqa: B023
        ):
            with pytest.raises(WaiverEndedError) as caught:
                act()
            assert caught.value.reason == "not unanimous"
    again = sitting.ask(waiver.portions[0].record)
    sitting.agree(again)
    assert sitting.open(again).agreed == HOLDERS


def test_a_withdrawal_after_the_last_consent_recalls_nothing(sitting: Cast) -> None:
    """R7."""
    waiver = sitting.ask(sitting.seal())
    sitting.agree(waiver)
    with pytest.raises(WaiverEndedError):
        sitting.mediator.waivers.answer(waiver.id, WITHDRAWAL)
    with suppress(WaiverEndedError):  # A party's program cannot know that it was the last.
        sitting.party("A").waivers.answer(waiver.id, WITHDRAWAL)
    assert len(sitting.open(waiver).portions) == 3
    assert sitting.party("A").waivers.show(waiver.id).state is WaiverState.OPENED


def test_nothing_is_answered_twice(shared: Cast) -> None:
    waiver = shared.ask(shared.seal())
    shared.agree(waiver, shared.party("A"))
    for kind in (CONSENT, REFUSAL):
        with pytest.raises(WaiverEndedError) as caught:
            shared.party("A").waivers.answer(waiver.id, kind, waiver.check_words)
        assert caught.value.reason == "answered"


def test_who_signed_first_knows_that_they_have_yet_to_hand_over_and_no_other_holder_does(
    shared: Cast,
) -> None:
    """R8."""
    waiver = shared.ask(shared.seal(), 1)
    words = waiver.check_words
    anna = shared.party("A").waivers
    assert not anna.show(waiver.id).own_to_hand_over
    signed = anna.answer(waiver.id, CONSENT, words, sign_only=True)
    assert (signed.own_answer, signed.own_to_hand_over) == ("consent", True)
    shared.agree(waiver, *(each for each in shared.holders if each is not shared.party("A")))
    for name in HOLDERS:
        view = shared.people[name].waivers.show(waiver.id)
        assert view.own_to_hand_over is (name == PARTY_A)
        assert view.to_hand_over == ((PARTY_A,) if name in HOLDERS[:2] else ())
    assert not anna.answer(waiver.id, CONSENT, words).own_to_hand_over
    shared.open(waiver)
    assert not anna.show(waiver.id).own_to_hand_over


@pytest.mark.parametrize("end", ["withdrawal", "expired"])
def test_once_it_has_ended_nothing_is_left_to_hand_over(sitting: Cast, end: str) -> None:
    waiver = sitting.ask(sitting.seal(), 1)
    anna = sitting.party("A").waivers
    anna.answer(waiver.id, CONSENT, waiver.check_words, sign_only=True)
    if end == "withdrawal":
        anna.answer(waiver.id, WITHDRAWAL)
    else:
        sitting.clock.now += 31 * 86_400
    assert not anna.show(waiver.id).own_to_hand_over
    assert not sitting.mediator.waivers.show(waiver.id).own_to_hand_over


def test_no_answer_counts_after_the_end_date(sitting: Cast) -> None:
    """R4."""
    record = sitting.seal()
    waiver = sitting.mediator.waivers.request({record: []}, "p", "r", sitting.clock.now + 500)
    sitting.agree(waiver, sitting.party("A"), sitting.mediator)
    sitting.clock.now += 1_000
    with pytest.raises(WaiverEndedError) as caught:
        sitting.agree(waiver, sitting.party("B"))
    assert caught.value.reason == "expired"
    for person in sitting.holders:
        view = person.waivers.show(waiver.id)
        assert (view.state, view.reason) == (WaiverState.ENDED, "expired")
        with pytest.raises(WaiverEndedError):
            person.opening.open(waiver.id)


def test_a_consent_says_which_request_it_means(shared: Cast) -> None:
    """R4."""
    record = shared.seal()
    waiver, other = shared.ask(record, 1), shared.ask(record, 2)
    assert waiver.check_words != other.check_words
    for words in ("", other.check_words, waiver.check_words[:-1]):
        with pytest.raises(InvalidError):
            shared.party("A").waivers.answer(waiver.id, CONSENT, words)
    assert shared.party("A").waivers.show(waiver.id).own_answer == ""
    spoken = shared.party("A").waivers.answer(waiver.id, CONSENT, waiver.check_words.upper())
    assert spoken.own_answer == "consent"
    assert shared.party("A").waivers.show(other.id).own_answer == ""


def test_what_cannot_be_asked_is_refused(sitting: Cast) -> None:
    record, now = sitting.seal(), sitting.clock.now
    ask = sitting.mediator.waivers.request
    anna, lawyer = sitting.party("A").waivers, sitting.people[LAWYER].waivers
    cases: list[tuple[Callable[[], object], type[VaultError]]] = [
        (lambda: ask({}, "p", "r", now + 999), InvalidError),
        (lambda: ask({record: [4]}, "p", "r", now + 999), InvalidError),
        (lambda: ask({record: [0]}, "p", "r", now + 999), InvalidError),
        (lambda: ask({record: []}, "", "r", now + 999), InvalidError),
        (lambda: ask({record: []}, "p", " ", now + 999), InvalidError),
        (lambda: ask({record: []}, "p", "r", now), InvalidError),
        (lambda: ask({bytes(16): []}, "p", "r", now + 999), NotFoundError),
        (lambda: ask({record: [], bytes(16): []}, "p", "r", now + 999), NotFoundError),
        (lambda: anna.request({record: []}, "p", "r", now + 999), ForbiddenError),
        (lambda: lawyer.request({record: []}, "p", "r", now + 999), NotFoundError),
    ]  # fmt: skip
    for act, error in cases:
        with pytest.raises(error):
            act()
    assert sitting.mediator.waivers.views(sitting.session) == []


def test_only_the_opener_opens_first(shared: Cast) -> None:
    waiver = shared.ask(shared.seal())
    shared.agree(waiver)
    with pytest.raises(ForbiddenError):
        shared.people[CO_MEDIATOR].opening.open(waiver.id)
    with pytest.raises(ConsentsMissingError):
        shared.party("A").opening.open(waiver.id)
    shared.open(waiver)
    assert shared.people[CO_MEDIATOR].opening.open(waiver.id).opener == MEDIATOR


def test_a_request_is_found_by_a_short_id_by_those_who_can_see_it(sitting: Cast) -> None:
    waiver = sitting.ask(sitting.seal())
    text = spell_id(waiver.id)[:10]
    assert sitting.party("A").waivers.resolve(text) == waiver.id
    assert [view.id for view in sitting.party("A").waivers.views(sitting.session)] == [waiver.id]
    for person, reference in ((sitting.people[LAWYER], text), (sitting.mediator, "ZZZZZZZZZ")):
        with pytest.raises(NotFoundError):
            person.waivers.resolve(reference)
        with pytest.raises(NotFoundError):
            person.waivers.show(bytes(16))


def test_an_answer_has_one_size_whatever_it_says(shared: Cast) -> None:
    """R8."""
    record = shared.seal()
    sizes = set()
    for kind in (CONSENT, REFUSAL):
        waiver = shared.ask(record, 1, 2)
        shared.party("A").waivers.answer(waiver.id, kind, waiver.check_words)
        with shared.mediator._desk.store.read() as tx:
            row = tx.one(AnswerRow, waiver=waiver.id)
        assert row is not None
        sizes.add((len(row.letter), len(row.contribution)))
    assert len(sizes) == 1


def _swap(cast: Cast, kind: type[AnswerRow], column: str, waiver: bytes, other: bytes) -> None:
    with cast.mediator._desk.store.write() as tx:
        theirs = tx.find(kind, waiver=other)
        for row, false in zip(tx.find(kind, waiver=waiver), theirs, strict=True):
            tx.change(kind, {column: getattr(false, column)}, id=row.id)


@pytest.mark.parametrize("column", ["letter", "contribution"])
def test_answers_to_another_request_open_nothing(shared: Cast, column: str) -> None:
    """R4 and R5."""
    record = shared.seal()
    waiver, other = shared.ask(record, 1), shared.ask(record, 1)
    for each in (waiver, other):
        shared.agree(each)
    _swap(shared, AnswerRow, column, waiver.id, other.id)
    with pytest.raises((DamagedError, ContributionError)):
        shared.open(waiver)
    assert len(shared.open(other).portions) == 1
    assert shared.party("A").waivers.show(waiver.id).state is not WaiverState.OPENED


@pytest.mark.parametrize(
    ("kind", "column"), [(WaiverRow, "cell"), (PassRow, "cell"), (OutcomeRow, "cell")]
)
def test_a_changed_request_or_outcome_is_damaged_for_everyone(
    cast: Cast, kind: type[WaiverRow], column: str
) -> None:
    """R4 and R12."""
    waiver = cast.ask(cast.seal())
    cast.agree(waiver)
    cast.open(waiver)
    with cast.vault._store.write() as tx:
        for row in tx.find(kind):
            value = getattr(row, column)
            keys = {name: getattr(row, name) for name in row._fields if name != column}
            tx.change(kind, {column: value[:60] + bytes([value[60] ^ 1]) + value[61:]}, **keys)
    for person in cast.holders:
        with pytest.raises(DamagedError):
            person.waivers.show(waiver.id)
        with pytest.raises(DamagedError):
            person.opening.open(waiver.id)
        assert person.checks.run().damages != []


def test_a_mediators_unsealed_notes_depend_on_nobody(shared: Cast) -> None:
    """R9."""
    entry = shared.write(JOINT, "A safety duty.")
    waiver = shared.ask(shared.seal())
    shared.party("A").waivers.answer(waiver.id, REFUSAL)
    assert shared.mediator.entries.show(entry).text == "A safety duty."
