"""Walks through the program over the invented case: each comes to screens worth looking at.

A round is an asynchronous generator. It yields the name of a screen when that is there, and goes
on when it has been looked at.
"""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from tests.tui.desk import desk, open_entry
from tests.tui.staging import NoTerminal, until
from tui.app.application import CaucusApp
from tui.app.seal.cards import QuestionCard
from tui.app.tick import Tick
from tui.demo import case
from tui.demo.scene import Scene
from tui.paths import Places
from tui.setup import Setup
from vault import KdfCost, Kind, UnlockedVault, UnsavedText

WIDE, NARROW = (120, 36), (80, 24)


def setup_in(folder: Path, clock, cost: KdfCost | None = None) -> Setup:
    """What a program is put together from, over one folder."""
    places = Places(folder / "vault.caucus", folder / "marks", folder / "settings.toml")
    return Setup(clock, places, NoTerminal(), cost)


@dataclass
class Walk:
    """Somebody at the program, with the case around them."""

    app: CaucusApp
    pilot: Pilot[int]
    scene: Scene

    @property
    def me(self) -> UnlockedVault:
        """Whoever is unlocked."""
        return self.app.unlocked

    async def until(self, condition) -> None:
        """Let the program go on until something is the case."""
        await until(self.pilot, condition)

    async def settled(self) -> None:
        """Let the program come to rest."""
        await self.pilot.pause()
        await self.app.ask(lambda: None)
        await self.pilot.pause(0.05)

    def shows(self, name: str) -> bool:
        """Whether the screen on top is of the class of this name."""
        return type(self.app.screen).__name__ == name

    async def come(self, name: str) -> None:
        """Wait until the screen on top is of this class, and has come to rest."""
        await self.until(lambda: self.shows(name))
        await self.settled()

    async def go(self, action: str, name: str) -> None:
        """Do something on the screen on top, and wait for another one."""
        await self.app.run_action(f"screen.{action}", self.app.screen)
        await self.come(name)

    async def back(self, name: str = "WorkScreen") -> None:
        """Leave the screen on top for the one below."""
        await self.pilot.press("escape")
        await self.come(name)

    async def unlock(self, name: str) -> None:
        """Type a name and their passphrase."""
        self.app.screen.query_one("#name", Input).value = name
        self.app.screen.query_one("#passphrase", Input).value = self.scene.passphrases[name]
        self.app.screen.query_one("#do-unlock").press()
        await self.until(lambda: self.app.current_mode == "work")
        await self.until(lambda: desk(self.app).entries.option_count)
        await self.settled()

    def entry(self, title: str) -> bytes:
        """The entry of that title."""
        listing = self.me.entries.listing(self.scene.session).entries
        return next(each.id for each in listing if each.latest.header.title == title)


async def at_the_door(walk: Walk) -> AsyncIterator[str]:
    """Before anybody has unlocked."""
    await walk.until(lambda: walk.scene.asked is not None)
    await walk.settled()
    yield "unlock"
    await walk.app.run_action("screen.recover", walk.app.screen)
    await walk.come("RecoverDialog")
    yield "recover"


async def at_work(walk: Walk) -> AsyncIterator[str]:
    """What a mediator sees from day to day."""
    await walk.unlock(case.RUTH)
    yield "work-list"
    await open_entry(walk.app, walk.pilot, walk.entry(case.LIVE_NOTES[0].title))
    await walk.settled()
    yield "work"
    await walk.go("carry", "CarryDialog")
    # Joint: both sides would gain sight of a caucus.
    await walk.until(lambda: walk.app.screen.query_one("#audience", OptionList).option_count)
    walk.app.screen.query_one("#audience", OptionList).highlighted = 4
    await walk.settled()
    yield "carry"
    await walk.back()
    await walk.go("read", "ReadingScreen")
    yield "reading"
    await walk.back()
    await walk.go("new", "NewDialog")
    yield "new"
    await walk.back()
    await walk.go("find", "FindScreen")
    await walk.until(lambda: walk.app.screen._finder is not None)
    walk.app.screen.query_one("#query", Input).value = "rota"
    await walk.until(lambda: walk.app.screen._found.shown)
    await walk.settled()
    yield "find"
    await walk.back()
    await walk.app.run_action("app.help")
    await walk.come("HelpDialog")
    yield "help"
    await walk.back()
    await walk.app.run_action("app.commands")
    await walk.come("Commands")
    yield "commands"
    await walk.back()
    await open_entry(walk.app, walk.pilot, walk.entry(case.DRAFT_TITLE))
    await walk.go("history", "HistoryScreen")
    yield "history"


async def in_the_house(walk: Walk) -> AsyncIterator[str]:
    """What belongs to no session."""
    await walk.unlock(case.RUTH)
    for action, screen in (
        ("people", "PeopleScreen"), ("convene", "ConveneDialog"), ("activity", "ActivityScreen"),
        ("settings", "SettingsScreen"), ("backup", "BackupDialog"), ("archive", "ArchiveDialog"),
        ("receive", "ReceiveDialog"), ("destroy_session", "DestroySessionDialog"),
    ):  # fmt: skip
        await walk.go(action, screen)
        yield action
        await walk.back()


async def sealing(walk: Walk) -> AsyncIterator[str]:
    """From an entry to the last question before it is sealed, and what is sealed already."""
    await walk.unlock(case.RUTH)
    await open_entry(walk.app, walk.pilot, walk.entry(case.LIVE_NOTES[0].title))
    await walk.go("seal", "SealDialog")
    await walk.until(lambda: walk.app.screen._plans)
    await walk.settled()
    yield "seal-portions"
    dialog = walk.app.screen
    dialog.action_next()
    await walk.settled()
    if dialog._asks_speakers:
        yield "seal-speakers"
        dialog.action_next()
        await walk.settled()
    dialog.query_one("#label", Input).value = "What Tomasz could live with"
    await walk.settled()
    yield "seal-holders"
    dialog.action_next()
    await walk.settled()
    dialog.query_one("#safety", Tick).value = True
    dialog.query_one("#word", Input).value = "SEAL"
    await walk.settled()
    yield "seal"


async def ceremony(walk: Walk) -> AsyncIterator[str]:
    """The docket, a request that two have agreed to, the third, the opening and its receipt."""
    await walk.unlock(case.RUTH)
    await walk.go("docket", "DocketScreen")
    yield "docket"
    await walk.go("ask", "AskDialog")
    yield "ask"
    await walk.back("DocketScreen")
    await walk.go("open_request", "WaiverHub")
    await walk.until(lambda: walk.app.screen._view is not None)
    await walk.settled()
    yield "hub"
    await walk.go("hand_over", "HandoverScreen")
    yield "pass-on"
    await walk.pilot.press("enter")
    await walk.settled()
    yield "question"
    await _answer(walk, case.GILLIAN)
    yield "pass-back"
    walk.app.screen.query_one("#back-passphrase", Input).value = walk.scene.passphrases[case.RUTH]
    await walk.pilot.press("enter")
    await walk.come("WaiverHub")
    await walk.until(lambda: walk.app.screen.is_possible(walk.app.screen.action_of("open")))
    await walk.settled()
    yield "hub-complete"
    await walk.go("open", "Question")
    yield "open-question"
    await walk.pilot.click("#do-go")
    await walk.come("OpenedScreen")
    yield "opened"
    await walk.pilot.press("escape")
    await walk.come("ReceiptScreen")
    yield "receipt"


async def _answer(walk: Walk, name: str) -> None:
    """Agree on the card, as whoever holds the keyboard."""
    card = walk.app.screen.query_one(QuestionCard)
    asked = walk.scene.asked
    assert asked is not None
    card.query_one("#words", Input).value = asked.check_words
    card.query_one("#own-passphrase", Input).value = walk.scene.passphrases[name]
    await walk.settled()
    card.query_one("#agree").press()
    await walk.until(lambda: walk.app.screen._card == "card-back")
    await walk.settled()


async def after_a_crash(walk: Walk) -> AsyncIterator[str]:
    """Text that was typed and not saved comes back."""
    await walk.app.open_vault()
    await walk.app.ask(_leave_unsaved, walk)
    walk.app.screen.query_one("#name", Input).value = case.RUTH
    field = walk.app.screen.query_one("#passphrase", Input)
    field.value = walk.scene.passphrases[case.RUTH]
    walk.app.screen.query_one("#do-unlock").press()
    await walk.come("RecoveredDialog")
    walk.app.screen.action_compare()
    await walk.until(lambda: walk.app.screen.query_one("#compared").display)
    await walk.settled()
    yield "recovered"


def _leave_unsaved(walk: Walk) -> None:
    me = walk.app.vault.unlock(case.RUTH, walk.scene.passphrases[case.RUTH])
    entries = me.entries.listing(walk.scene.session).entries
    title = case.LIVE_NOTES[0].title
    [entry] = [each for each in entries if each.latest.header.title == title]
    text = case.LIVE_NOTES[0].text + "\n14:20 @Wilk would put it in writing himself, if"
    latest = entry.latest
    me.unsaved.keep(UnsavedText(
        me.unsaved.new_id(), latest.session, latest.audience, entry.id, latest.id, Kind.NOTE,
        title, text,
    ))  # fmt: skip
    me.lock()


async def damaged(walk: Walk) -> AsyncIterator[str]:
    """A check that finds one note damaged, and says what to do about it."""
    await walk.app.open_vault()
    await walk.app.ask(_damage, walk)
    await walk.unlock(case.RUTH)
    await walk.go("check", "CheckScreen")
    await walk.until(lambda: walk.app.screen._checked is not None)
    await walk.settled()
    yield "check"


def _damage(walk: Walk) -> None:
    me = walk.app.vault.unlock(case.RUTH, walk.scene.passphrases[case.RUTH])
    entries = me.entries.listing(walk.scene.session).entries
    title = case.NOTES[3].title
    [row] = [each.latest.id for each in entries if each.latest.header.title == title]
    me.lock()
    with closing(sqlite3.connect(walk.app.location)) as database, database:
        [[body]] = database.execute("SELECT body FROM revision WHERE id = ?", [row]).fetchall()
        broken = body[:-1] + bytes([body[-1] ^ 1])
        database.execute("UPDATE revision SET body = ? WHERE id = ?", [broken, row])


ROUNDS = (at_the_door, at_work, in_the_house, sealing, ceremony, after_a_crash, damaged)
"""All but the first run, which has no case yet."""


async def first_run(app: CaucusApp, pilot: Pilot[int]) -> AsyncIterator[str]:
    """A vault is made, step by step."""
    await until(pilot, lambda: type(app.screen).__name__ == "FirstRun")
    screen = app.screen
    await pilot.pause(0.1)
    yield "first-1"
    screen.action_go_on()
    screen.query_one("#name", Input).value = case.RUTH
    await pilot.pause(0.1)
    yield "first-2"
    screen.query_one("#switch").press()
    await pilot.pause(0.1)
    for field in ("#first", "#again"):
        screen.query_one(field, Input).value = "saddle orchid thirteen lantern drift nine"
    await pilot.pause(0.1)
    yield "first-2-own"
    screen.action_go_on()
    await pilot.pause(0.1)
    yield "first-3"
    screen.action_go_on()
    await until(pilot, lambda: type(app.screen).__name__ == "SheetDialog")
    await pilot.pause(0.1)
    yield "first-4"
    app.screen.action_paper()
    await pilot.pause(0.1)
    yield "first-4-back"
