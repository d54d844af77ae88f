"""Whatever three people do in whatever order: each reads exactly what is theirs to read.

A machine keeps a plain model of who should read what beside a real vault.
"""

import copy
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from tests.cast import MEDIATOR, PARTY_A, PARTY_B, Cast, Clock, passphrase_of
from vault import (
    JOINT,
    MEDIATORS,
    PRIVATE,
    AnswerKind,
    ConsentsMissingError,
    FinalError,
    ForbiddenError,
    Kind,
    NewEntry,
    NotFoundError,
    UnlockedVault,
    Vault,
    WaiverEndedError,
    WaiverState,
)

NAMES = (MEDIATOR, PARTY_A, PARTY_B)
READERS = {
    PRIVATE: (), MEDIATORS: (MEDIATOR,), "caucus:A": (MEDIATOR, PARTY_A),
    "caucus:B": (MEDIATOR, PARTY_B), JOINT: NAMES,
}  # fmt: skip
CONSENT, REFUSAL, WITHDRAWAL = AnswerKind.CONSENT, AnswerKind.REFUSAL, AnswerKind.WITHDRAWAL

people = st.sampled_from(NAMES)
audiences = st.sampled_from(list(READERS))
texts = st.lists(
    st.text(st.characters(categories=["L", "Nd", "Po"]), min_size=1, max_size=12),
    min_size=1, max_size=3,
)  # fmt: skip


@dataclass
class Written:
    """What the model knows of an entry."""

    audience: str
    author: str
    kind: Kind
    text: str
    paragraphs: list[str]

    def readers(self) -> tuple[str, ...]:
        return READERS[self.audience] or (self.author,)


@dataclass
class Asked:
    """What the model knows of a request."""

    record: bytes
    portions: tuple[int, ...]
    words: str
    answers: dict[str, AnswerKind] = field(default_factory=dict)
    ended: bool = False
    opened: bool = False

    @property
    def complete(self) -> bool:
        return set(self.answers) == set(NAMES) and not self.ended


@cache
def beginning() -> tuple[tempfile.TemporaryDirectory[str], Cast]:
    """Three people in a session in which nothing has happened yet, for every example to copy."""
    folder = tempfile.TemporaryDirectory()
    cast = Cast(f"{folder.name}/vault.caucus", Path(folder.name, "marks"))
    for person in cast.people.values():
        person.sessions.views()
    cast.close()
    return folder, cast


def copied(folder: Path) -> Cast:
    """Return the beginning in a vault of its own, with everybody unlocked."""
    source, first = beginning()
    shutil.copytree(source.name, folder, dirs_exist_ok=True)
    cast = copy.copy(first)
    cast.location, cast.marks = str(folder / "vault.caucus"), folder / "marks"
    cast.clock = Clock(first.clock.now)
    cast.vault = cast.new_vault()
    cast.people = {name: cast.vault.unlock(name, passphrase_of(name)) for name in NAMES}
    return cast


class VaultMachine(RuleBasedStateMachine):
    """A mediator and two parties in one session."""

    entries = Bundle("entries")
    records = Bundle("records")
    waivers = Bundle("waivers")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.cast = copied(Path(self.folder.name))
        self.session = self.cast.session
        self.vaults: list[Vault] = []
        self.written: dict[bytes, Written] = {}
        self.sealed: dict[bytes, list[str]] = {}
        self.asked: dict[bytes, Asked] = {}
        for name in NAMES:
            assert self.session in {view.id for view in self.person(name).sessions.views()}

    def person(self, name: str) -> UnlockedVault:
        return self.cast.people[name]

    @rule(
        target=entries, name=people, audience=audiences, paragraphs=texts,
        kind=st.sampled_from([Kind.NOTE, Kind.DRAFT, Kind.RECORD]),
    )  # fmt: skip
    def write(self, name: str, audience: str, paragraphs: list[str], kind: Kind) -> object:
        text = "\n\n".join(paragraphs)
        new = NewEntry(audience, text, kind)
        if audience != PRIVATE and name not in READERS[audience]:
            with pytest.raises(NotFoundError):
                self.person(name).entries.add(self.session, new)
            return multiple()
        entry = self.person(name).entries.add(self.session, new).id
        self.written[entry] = Written(audience, name, kind, text, paragraphs)
        return entry

    @rule(name=people, entry=entries, paragraphs=texts)
    def revise(self, name: str, entry: bytes, paragraphs: list[str]) -> None:
        found = self.written.get(entry)
        edit = self.person(name).entries.edit
        text = "\n\n".join(paragraphs)
        if found is None or name not in found.readers():
            with pytest.raises(NotFoundError):
                edit(entry, text)
        elif found.kind is Kind.RECORD or (found.kind is Kind.NOTE and found.author != name):
            before = found.text
            try:
                edit(entry, text)
            except (FinalError, ForbiddenError):
                pass
            else:
                pytest.fail("somebody else's note, or a record, was revised")
            assert self.person(name).entries.show(entry).text == before
        else:
            edit(entry, text)
            found.text, found.paragraphs = text, paragraphs

    @rule(target=entries, entry=entries, audience=audiences)
    def carry(self, entry: bytes, audience: str) -> object:
        found = self.written.get(entry)
        carry = self.person(MEDIATOR).entries.carry
        if found is None or MEDIATOR not in found.readers():
            with pytest.raises(NotFoundError):
                carry(entry, self.session, audience)
            return multiple()
        if {found.audience, audience} == {"caucus:A", "caucus:B"}:
            with pytest.raises(ForbiddenError):
                carry(entry, self.session, audience)
            return multiple()
        try:
            copy = carry(entry, self.session, audience).id
        except ForbiddenError:
            # What once was one side's stays away from the other, whatever way it took.
            assert audience.startswith("caucus:")
            return multiple()
        self.written[copy] = Written(audience, MEDIATOR, found.kind, found.text, found.paragraphs)
        return copy

    @rule(name=people, entry=consumes(entries))
    def destroy(self, name: str, entry: bytes) -> None:
        found = self.written.get(entry)
        destroy = self.person(name).entries.destroy
        if found is None or name not in found.readers():
            with pytest.raises(NotFoundError):
                destroy([entry])
            return
        try:
            destroy([entry])
        except ForbiddenError:
            assert name != MEDIATOR
        else:
            del self.written[entry]

    @rule(target=records, entry=consumes(entries))
    def seal(self, entry: bytes) -> object:
        found = self.written.get(entry)
        seal = self.person(MEDIATOR).sealing.seal
        if found is None or MEDIATOR not in found.readers():
            with pytest.raises(NotFoundError):
                seal([entry], "Label", safety_reviewed=True)
            return multiple()
        (record,) = seal([entry], "Label", safety_reviewed=True)
        del self.written[entry]
        self.sealed[record] = found.paragraphs
        return record

    @rule(name=people)
    def acknowledge(self, name: str) -> None:
        covered = self.person(name).docket.acknowledge(self.session)
        assert set(covered) == set(self.sealed)

    @rule(target=waivers, record=records, first=st.integers(1, 3), also=st.booleans())
    def ask(self, record: bytes, first: int, also: bool) -> object:
        count = len(self.sealed[record])
        wanted = tuple(range(min(first, count), count + 1)) if also else (min(first, count),)
        view = self.person(MEDIATOR).waivers.request(
            {record: wanted}, "purpose", "recipient", self.cast.clock.now + 10_000_000
        )
        self.asked[view.id] = Asked(record, wanted, view.check_words)
        return view.id

    @rule(
        name=people,
        waiver=waivers,
        kind=st.sampled_from([CONSENT, CONSENT, CONSENT, REFUSAL, WITHDRAWAL]),
    )
    def answer(self, name: str, waiver: bytes, kind: AnswerKind) -> None:
        found = self.asked[waiver]
        answer: Callable[[], object] = lambda: self.person(name).waivers.answer(  # noqa: E731
            waiver, kind, found.words
        )
        before = found.answers.get(name)
        allowed = before is CONSENT if kind is WITHDRAWAL else before is None
        if found.opened or not allowed:
            with pytest.raises(WaiverEndedError):
                answer()
            return
        try:
            answer()
        except WaiverEndedError:
            # Ended, as far as this person knows; or all had agreed, and nothing is recalled.
            assert found.ended or found.complete
            return
        if kind is CONSENT:
            found.answers[name] = kind
        elif not found.complete:
            found.ended = True
            found.answers[name] = kind

    @rule(waiver=waivers)
    def consent_everybody(self, waiver: bytes) -> None:
        for name in NAMES:
            if self.asked[waiver].answers.get(name) is None:
                self.answer(name, waiver, CONSENT)

    @rule(name=people, waiver=waivers)
    def open_request(self, name: str, waiver: bytes) -> None:
        found = self.asked[waiver]
        opening = self.person(name).opening
        if found.opened or (found.complete and name == MEDIATOR):
            opened = opening.open(waiver)
            texts_ = self.sealed[found.record]
            assert [(p.number, p.data.decode()) for p in opened.portions] == [
                (number, texts_[number - 1]) for number in found.portions
            ]
            found.opened = True
            return
        with pytest.raises((ConsentsMissingError, WaiverEndedError)):
            opening.open(waiver)

    @rule(name=people)
    def lock_and_unlock(self, name: str) -> None:
        self.person(name).lock()
        self.cast.people[name] = self.fresh(name)

    @rule(name=people)
    def crash(self, name: str) -> None:
        self.cast.people[name] = self.fresh(name)

    def fresh(self, name: str) -> UnlockedVault:
        vault = self.cast.new_vault()
        self.vaults.append(vault)
        unlocked = vault.unlock(name, passphrase_of(name))
        assert not unlocked.behind
        return unlocked

    @rule(name=people)
    def check(self, name: str) -> None:
        assert self.person(name).checks.run().damages == []

    @invariant()
    def everybody_reads_exactly_what_is_theirs(self) -> None:
        for name in NAMES:
            person = self.person(name)
            listing = person.entries.listing(self.session)
            assert listing.damages == ()
            room = person.sessions.open(self.session)
            found = {
                each.id: person.entries.text_of(room, each.latest) for each in listing.entries
            }
            assert found == {
                entry: each.text for entry, each in self.written.items() if name in each.readers()
            }
            lines = person.docket.lines(self.session)
            assert {line.record: len(line.portions) for line in lines} == {
                record: len(portions) for record, portions in self.sealed.items()
            }

    @rule()
    def a_mediator_sees_where_every_request_stands(self) -> None:
        for waiver, found in self.asked.items():
            view = self.person(MEDIATOR).waivers.show(waiver)
            expected = (
                WaiverState.OPENED if found.opened
                else WaiverState.ENDED if found.ended
                else WaiverState.COMPLETE if found.complete
                else WaiverState.COLLECTING
            )  # fmt: skip
            assert view.state is expected

    def teardown(self) -> None:
        try:
            self.a_mediator_sees_where_every_request_stands()
            for name in NAMES:
                assert self.person(name).checks.run().damages == []
        finally:
            for vault in self.vaults:
                vault.close()
            self.cast.close()
            self.folder.cleanup()


STEPS, PARTS, EXAMPLES = 200_000, 100, 40


def explore(examples: int, steps: int) -> None:
    """Run the machine, each example in a vault of its own."""
    run_state_machine_as_test(
        VaultMachine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None,
            suppress_health_check=list(HealthCheck), print_blob=True,
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    "part", [0, 1, *(pytest.param(part, marks=pytest.mark.long) for part in (2, 3))]
)
def test_everybody_reads_exactly_what_is_theirs_whatever_happens(part: int) -> None:
    """R2, R3, R4, R5, R7, R8 and R9."""
    explore(2, 15)


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_everybody_reads_exactly_what_is_theirs_in_two_hundred_thousand_steps(part: int) -> None:
    explore(EXAMPLES, STEPS // PARTS // EXAMPLES)
