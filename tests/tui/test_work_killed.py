"""A program that is killed while somebody types costs at most the last two seconds (rule R11)."""

import signal
import time

import pytest

from tests.cast import MEDIATOR, passphrase_of
from tests.tui.test_terminal import ENTER, PATIENCE, Window
from vault import Kind

NEW, DOWN, COMMANDS = "\x1bOQ", "\x1b[B", "\x1b[20~"
TWO_SECONDS = 2.0


def window(cast, home):
    """The program on the vault of a cast, with the work on the screen."""
    found = Window(home, "--vault", cast.location, "--as", MEDIATOR)
    found.shows("Passphrase")
    found.type(passphrase_of(MEDIATOR), ENTER)
    found.shows("locks in")
    return found


def kept_text(cast):
    """What is kept, as another program reads it."""
    return "".join(each.text for each in cast.mediator.unsaved.all())


def test_text_that_was_typed_before_a_kill_returns_at_the_next_start(cast, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    program = window(cast, home)
    program.shows("Nothing here yet")
    program.type(NEW)
    program.shows("Who may read it?")
    program.type(DOWN, ENTER, ENTER)
    program.shows("[P] PRIVATE: you only")
    program.type("half a sentence that nobody sav")
    program.shows("nobody sav")
    typed = time.monotonic()
    while kept_text(cast) != "half a sentence that nobody sav":
        assert time.monotonic() - typed < PATIENCE
    assert time.monotonic() - typed < TWO_SECONDS
    program.child.kill(signal.SIGKILL)
    assert program.end() == -signal.SIGKILL
    again = window(cast, home)
    again.shows("Recovered your unsaved text")
    again.type(ENTER)
    # The question shows the same words; what is typed is for the page.
    again.shows("[P] PRIVATE: you only")
    again.type("ed", "\x13")
    again.shows("Saved")
    [entry] = cast.mediator.entries.listing(cast.session).entries
    assert cast.mediator.entries.show(entry.id).text == "half a sentence that nobody saved"
    assert kept_text(cast) == ""
    again.child.kill(signal.SIGTERM)
    again.end()


@pytest.mark.long
def test_a_correction_that_was_cut_off_by_a_kill_returns_as_a_correction(cast, tmp_path):
    record = cast.write("joint", "Agreed: three.", kind=Kind.RECORD, title="What was agreed")
    home = tmp_path / "home"
    home.mkdir()
    program = window(cast, home)
    program.shows("What was agreed")
    program.type("\t", ENTER)
    program.shows("record, final")
    program.type(COMMANDS)
    program.shows("What would you like to do?")
    program.type("correct", ENTER)
    program.shows("Who may read it?")
    program.type(DOWN, ENTER, ENTER)
    program.shows("corrects a record")
    program.type("Rather: four.")
    typed = time.monotonic()
    while "Rather: four." not in kept_text(cast):
        assert time.monotonic() - typed < PATIENCE
    program.child.kill(signal.SIGKILL)
    assert program.end() == -signal.SIGKILL
    again = window(cast, home)
    again.shows("a correction of “What was agreed”")
    again.type(ENTER)
    again.shows("corrects a record")
    again.type("\x13")
    again.shows("Write")
    again.type("\t", ENTER)
    again.shows("record, final")
    found = cast.mediator.entries.listing(cast.session).entries
    [correction] = [each for each in found if each.id != record]
    assert correction.latest.header.corrects == record
    assert correction.latest.header.kind is Kind.RECORD
    assert kept_text(cast) == ""
    again.child.kill(signal.SIGTERM)
    again.end()
