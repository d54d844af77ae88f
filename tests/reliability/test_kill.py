"""A program that is killed at any moment costs no acknowledged word."""

import random
from multiprocessing.connection import wait
from pathlib import Path

import pytest

from tests.cast import MEDIATOR, PARTY_A, Cast
from tests.copies import reopened
from tests.reliability import writer
from tests.reliability.stage import assert_sound
from tests.reliability.writer import Order
from vault import JOINT, UnlockedVault

KILLS, SAVES = 1_000, 50_000
PARTS = 40
"""In how many vaults: each part is a test of its own, so that it can be run again by itself."""


def order(cast: Cast, name: str = MEDIATOR, *, unlocked: bool = False) -> Order:
    """What a program has to know. Unlocked, it is spared what Argon2 takes."""
    cast.clock.now += 10_000
    seed = cast.people[name]._desk.identity.seed if unlocked else b""
    return Order(cast.location, cast.marks, name, cast.session, cast.clock.now, seed)


def texts_by_entry(person: UnlockedVault, session: bytes) -> dict[bytes, set[str]]:
    room = person.sessions.open(session)
    listing = person.entries.listing(session)
    assert listing.damages == ()
    return {
        entry.id: {person.entries.text_of(room, revision) for revision in entry.revisions}
        for entry in listing.entries
    }


def kill_while_writing(location: str, marks: Path, rounds: int, saves: int, seed: int) -> None:
    """Kill as many writers in one vault; after each, every acknowledged text is there.

    Args:
        location, marks: of the vault.
        rounds: how many are killed.
        saves: how many each has acknowledged at least, or up to five of the same more.
        seed: of chance.

    """
    chance = random.Random(seed)
    with Cast(location, marks) as cast:
        acknowledged: list[tuple[bytes, str]] = []
        for number in range(rounds):
            process, pipe = writer.start(
                order(cast, unlocked=saves > 0), writer.write_for_ever, number
            )
            acknowledged += [pipe.recv() for _ in range(saves + chance.randrange(6))]
            wait([process.sentinel], timeout=chance.random() * 0.03)
            process.kill()
            acknowledged += writer.heard(pipe)
            process.join()
            assert process.exitcode == -9
            whole_after_a_kill(cast, acknowledged, locked=number % 2 == 1)
        assert len(acknowledged) > rounds * saves


def whole_after_a_kill(cast: Cast, acknowledged: list[tuple[bytes, str]], *, locked: bool) -> None:
    """What was acknowledged is there, once, and nothing is damaged."""
    cast.clock.now += 10_000
    vault = cast.new_vault()
    person = reopened(vault, cast.mediator._desk.identity.seed)
    assert not person.behind
    found = texts_by_entry(person, cast.session)
    assert [text for entry, text in acknowledged if text not in found.get(entry, set())] == []
    assert person.checks.run().damages == []
    if vault._store.is_file:
        assert_sound(cast.location)
    if locked:
        person.lock()
    vault.close()


def test_eight_killed_writers_lose_nothing(tmp_path: Path) -> None:
    """R11."""
    kill_while_writing(str(tmp_path / "vault.caucus"), tmp_path / "marks", 8, 0, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_a_thousand_killed_writers_lose_nothing_of_fifty_thousand_saves(
    tmp_path: Path, part: int
) -> None:
    kill_while_writing(
        str(tmp_path / "vault.caucus"), tmp_path / "marks", KILLS // PARTS, SAVES // KILLS,
        seed=100 + part,
    )  # fmt: skip


def kill_while_sealing(folder: Path, rounds: int, seed: int) -> None:
    """Kill a program that seals thirty entries at once: all of them are sealed, or none."""
    chance = random.Random(seed)
    with Cast(str(folder / "vault.caucus"), folder / "marks") as cast:
        outcomes = set()
        entries: list[bytes] = []
        for number in range(rounds):
            if not entries:
                entries = [cast.write(JOINT, f"{n}\n\nfor {number}") for n in range(30)]
            sealed = len(cast.mediator.docket.lines(cast.session))
            process, pipe = writer.start(order(cast, unlocked=True), writer.seal_all, entries)
            assert pipe.recv() == "begun"
            wait([process.sentinel], timeout=chance.random() * 0.4)
            process.kill()
            said = writer.heard(pipe)
            process.join()
            mediator = cast.mediator
            there = [entry.id for entry in mediator.entries.listing(cast.session).entries]
            records = len(mediator.docket.lines(cast.session)) - sealed
            assert (there, records) in [(entries, 0), ([], 30)]
            assert not said or records == 30
            assert mediator.checks.run().damages == []
            outcomes.add(records)
            entries = there
        assert outcomes <= {0, 30}
        waiver = cast.ask(cast.seal())
        cast.agree(waiver)
        assert len(cast.open(waiver).portions) == 3


def test_killed_while_sealing_everything_is_sealed_or_untouched(tmp_path: Path) -> None:
    """R10 and R11."""
    kill_while_sealing(tmp_path, 3, seed=2)


@pytest.mark.long
def test_killed_while_sealing_a_hundred_times(tmp_path: Path) -> None:
    kill_while_sealing(tmp_path, 100, seed=3)


def test_killed_while_a_file_is_attached_the_entry_stays_and_the_rest_is_cleared(
    tmp_path: Path,
) -> None:
    """R11."""
    with Cast(str(tmp_path / "vault.caucus"), tmp_path / "marks") as cast:
        entry = cast.write(JOINT, "Words.")
        process, pipe = writer.start(order(cast), writer.attach_much, entry)
        while pipe.recv() != 40:
            pass
        process.kill()
        assert "attached" not in writer.heard(pipe)
        process.join()
        shown = cast.mediator.entries.show(entry)
        assert (shown.text, shown.revision.header.attachments) == ("Words.", ())
        assert cast.party("A").checks.run().damages == []
        assert cast.mediator.checks.repair().damages == []
        assert cast.mediator.checks.run().damages == []
        assert cast.vault._store.path.stat().st_size > 0


@pytest.mark.parametrize(
    "names", [(MEDIATOR, PARTY_A), pytest.param((MEDIATOR, MEDIATOR), marks=pytest.mark.long)]
)
def test_two_programs_at_once_lose_and_overwrite_nothing(
    location: str, tmp_path: Path, names: tuple[str, str]
) -> None:
    """R11."""
    with Cast(location, tmp_path / "marks") as cast:
        cast.party("A").sessions.views()
        from vault import Kind

        draft = cast.write(JOINT, "Base.", kind=Kind.DRAFT)
        orders = [order(cast, name) for name in names]
        started = [writer.start(each, writer.write_some, draft) for each in orders]
        acknowledged = [said for _, pipe in started for said in writer.heard(pipe)]
        for process, _ in started:
            process.join(60)
            assert process.exitcode == 0
        assert len(acknowledged) == 48
        cast.clock.now += 10_000
        for person in (cast.mediator, cast.party("A")):
            found = texts_by_entry(person, cast.session)
            assert [text for entry, text in acknowledged if text not in found[entry]] == []
            assert len(found[draft]) == 25
            assert person.checks.run().damages == []
