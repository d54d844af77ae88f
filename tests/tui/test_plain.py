"""Line by line: the whole story without one escape sequence, and words that are never lost."""

import os
import re
import signal
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pexpect
import pytest

from tests.cast import MEDIATOR, PARTY_A, PARTY_B, Cast, passphrase_of
from tests.tui.staging import setup_of
from tui.options import Globals
from tui.plain.waiting import PatientTerminal, PutAwayError
from tui.plain.words import Notes
from tui.plain.writing import type_text
from tui.run import Run
from tui.topics import TOPICS
from vault import Kind, NewEntry, UnsavedText

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30
START = """
import sys, time
from pathlib import Path
from tui import start
from tui.guard import run_guarded
from tui.options import Globals
from tui.paths import Places
from tui.plain.front import run
from tui.setup import Setup
from tui.terminal import ControllingTerminal
from vault import KdfCost
start._protect()
folder = Path(sys.argv[1])
places = Places(folder / "vault.caucus", folder / "marks", folder / "settings.toml")
setup = Setup(lambda: int(time.time()), places, ControllingTerminal(), KdfCost(64 * 1024, 1, 1))
sys.exit(run_guarded(lambda: run(setup, Globals(person=sys.argv[2])), as_json=False))
"""
CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f\x80-\x9f]")
"""Everything that is no text and no end of a line."""


class Lines:
    """Somebody who listens and types."""

    def __init__(self, folder: Path, *command: str, **variables: str) -> None:
        environment = {
            "HOME": str(folder), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8", "TERM": "xterm-256color", "PYTHONDONTWRITEBYTECODE": "1",
            **variables,
        }  # fmt: skip
        self.everything = ""
        self.child = pexpect.spawn(
            sys.executable, list(command), env=environment, cwd=folder, encoding="utf-8",
            dimensions=(24, 80), timeout=PATIENCE,
        )  # fmt: skip
        # An unhidden answer is echoed; what is hidden must not be.
        self.child.delaybeforesend = None

    def hears(self, *words: str) -> str:
        """Wait until these words were said, one after another. Returns what was said last."""
        for each in words:
            self.child.expect_exact(each)
            self.everything += self.child.before + self.child.after
        return self.child.before

    def types(self, question: str, *answers: str) -> None:
        """Answer a question, and the same question again for each further answer."""
        for answer in answers:
            self.hears(f"{question}: ")
            self.child.sendline(answer)

    def chooses(self, *choices: str) -> None:
        """Choose from lists by what stands there, as somebody does who listens."""
        for choice in choices:
            heard = self.hears("Number: ")
            found = re.findall(rf"(\d+)  {re.escape(choice)}", heard)
            if not found:
                # It was not read out again; Enter reads it.
                self.child.sendline("")
                found = re.findall(rf"(\d+)  {re.escape(choice)}", self.hears("Number: "))
            assert found, (choice, heard)
            self.child.sendline(found[-1])

    def writes(self, *lines: str) -> None:
        """Write a text and end it."""
        for number, line in enumerate((*lines, "."), 1):
            self.types(f"\n{number}", line)

    def ends(self) -> int:
        """Wait until it is over. Returns its exit code, or minus the signal."""
        self.child.expect(pexpect.EOF)
        self.everything += self.child.before
        self.child.close()
        return -self.child.signalstatus if self.child.signalstatus else self.child.exitstatus


@pytest.fixture
def listeners() -> Iterator[list[Lines]]:
    """Everybody who listens: whatever they heard, it was text and nothing else."""
    found: list[Lines] = []
    yield found
    for each in found:
        each.child.close(force=True)
        assert each.everything
        assert not CONTROL.search(each.everything)


@pytest.fixture
def listen(listeners, tmp_path):
    """Start the program line by line, at the lowest KDF cost."""

    def start(folder: Path = tmp_path, name: str = "", program: str = START) -> Lines:
        found = Lines(folder, "-c", program, str(folder), name)
        listeners.append(found)
        return found

    return start


def unlocks(lines: Lines, name: str) -> None:
    lines.types(f"Passphrase of {name}", passphrase_of(name))
    lines.hears(f"Unlocked for {name}.")


def test_the_whole_story_is_told_without_one_escape_sequence(listen, tmp_path):
    lines = listen()
    lines.hears("There is no vault yet")
    lines.chooses("Make a vault")
    lines.types("Your name in this vault", MEDIATOR)
    lines.types(f"New passphrase for {MEDIATOR}", passphrase_of(MEDIATOR))
    lines.types("The same once more", passphrase_of(MEDIATOR))
    lines.hears("Recovery code: ")
    lines.chooses("Unlock")
    lines.types("Your name in this vault", MEDIATOR)
    unlocks(lines, MEDIATOR)
    # People, and a session.
    lines.chooses("People")
    for name in (PARTY_A, PARTY_B):
        lines.chooses("Enrol somebody who sits here")
        lines.types("Name of the person", name)
        lines.types(f"New passphrase for {name}", passphrase_of(name))
        lines.types("The same once more", passphrase_of(name))
        lines.hears("Recovery code: ")
    lines.chooses("Back", "Convene a session")
    lines.types("Title of the session, or Enter for none", "First sitting")
    lines.types("Case", "Berg and Falk")
    lines.types("for example A=Anna Berg (Enter when done)", f"A={PARTY_A}", f"B={PARTY_B}", "")
    lines.hears("Session ")
    # A note for one side, and an account for all.
    lines.chooses("Berg and Falk, First sitting", "Write a note", "caucus A")
    lines.types("Title, or Enter to call it by its first line", "Caucus with Anna")
    lines.writes("She would take three instalments.", "Not to be said yet.")
    lines.chooses("Write a note", "joint")
    lines.types("Title, or Enter to call it by its first line", "")
    lines.writes("The deposit was paid in March.", "", "Boris kept it.", "", "Both were tired.")
    lines.chooses("Notes, drafts and records: 2", "The deposit was paid in March, joint")
    lines.hears("Boris kept it.")
    lines.chooses("Back", "Back")
    # Sealed, and acknowledged by everybody.
    lines.chooses("Seal entries")
    heard = lines.hears("or Enter for none: ")
    # Two entries of the same second may stand in either order.
    lines.child.sendline(re.search(r"(\d)  The deposit was paid", heard)[1])
    lines.chooses("each paragraph")
    lines.types("for the docket", "The deposit")
    lines.types("if this was considered", "yes")
    lines.types("Seal? Type yes to go on", "yes")
    lines.hears("is now sealed record ")
    for name in (PARTY_A, PARTY_B):
        lines.chooses("Lock", "Unlock for somebody else")
        lines.types("Your name in this vault", name)
        unlocks(lines, name)
        lines.chooses("Berg and Falk", "Docket, sealed records: 1", "Acknowledge")
        lines.hears("Acknowledged ")
    lines.chooses("Lock", "Unlock for somebody else")
    lines.types("Your name in this vault", MEDIATOR)
    unlocks(lines, MEDIATOR)
    # Everybody is asked for one portion, and the keyboard goes round.
    lines.chooses("Berg and Falk", "Ask everybody")
    lines.types("or Enter for none", "1")
    lines.types("or Enter for all", "2")
    lines.types("as 2027-01-31", "in ten days")
    lines.hears("That is no date")
    lines.types("as 2027-01-31", "2099-12-31")
    lines.types("What for", "the tenancy tribunal")
    lines.types("To whom", "the tribunal alone")
    words = re.search(r"check    ([a-z -]+)", lines.hears("state    collecting"))[1].strip()
    lines.chooses("Requests to open: 1", "collecting: the tenancy tribunal", "Pass the keyboard")
    for name in (MEDIATOR, PARTY_A, PARTY_B):
        if name != MEDIATOR:
            lines.hears(f"Please pass the keyboard to {name}.")
            lines.types(f"(Enter for {name}, or later)", "")
            lines.types(f"Passphrase of {name}", passphrase_of(name))
        lines.types("or Enter to leave it open", words)
    # The keyboard is in Boris's hands: the mediator's work needs the mediator's passphrase.
    lines.hears("complete", f"Please pass the keyboard back to {MEDIATOR}. Locked.")
    lines.chooses(f"Unlock for {MEDIATOR}")
    unlocks(lines, MEDIATOR)
    lines.chooses("Requests to open: 1", "complete: the tenancy tribunal")
    lines.chooses("Open what everybody agreed to")
    lines.types("Open it? Type yes to go on", "yes")
    lines.hears("-- The deposit, portion 2", "Boris kept it.")
    lines.chooses("Read the receipt")
    receipt = tmp_path / "receipt.txt"
    lines.hears("Opened by waiver", "the tenancy tribunal", "the tribunal alone", words)
    lines.types("or Enter for none", str(receipt))
    lines.chooses("Lock", "Leave")
    assert lines.ends() == 0
    told = receipt.read_text(encoding="utf-8")
    assert "the tribunal alone" in told
    assert "Boris kept it" not in told
    # Of the three portions one was read after the sealing.
    after = lines.everything.partition("is now sealed record ")[2]
    assert "Both were tired" not in after
    for name in (MEDIATOR, PARTY_A, PARTY_B):
        assert passphrase_of(name) not in lines.everything


@pytest.mark.long
def test_a_program_that_is_killed_while_it_makes_the_vault_leaves_none(listen, tmp_path):
    killed = "import os\nfrom tui import making\nmaking.rename_new = lambda *_: os._exit(9)\n"
    for program, code in ((killed + START, 9), (START, 0)):
        lines = listen(program=program)
        lines.hears("There is no vault yet")
        lines.chooses("Make a vault")
        lines.types("Your name in this vault", MEDIATOR)
        lines.types(f"New passphrase for {MEDIATOR}", passphrase_of(MEDIATOR))
        lines.types("The same once more", passphrase_of(MEDIATOR))
        if not code:
            lines.hears("Recovery code: ")
            lines.chooses("Unlock")
            lines.types("Your name in this vault", MEDIATOR)
            unlocks(lines, MEDIATOR)
            lines.chooses("Leave")
        assert lines.ends() == code
    assert [each.name for each in tmp_path.glob("*.caucus*")] == ["vault.caucus"]


# Words that are not saved yet --------------------------------------------------------------------


def begins_a_note(lines: Lines, *written: str) -> None:
    """Unlock as the mediator and write a private note without ending it."""
    unlocks(lines, MEDIATOR)
    lines.chooses("Berg and Falk", "Write a note", "private")
    lines.types("Title, or Enter to call it by its first line", "Kept")
    for number, line in enumerate(written, 1):
        lines.types(f"\n{number}", line)
    lines.hears(f"\n{len(written) + 1}: ")


def saves_what_was_kept(lines: Lines, still: Cast, text: str) -> None:
    """Unlock again, save what is offered, and find it in the vault."""
    unlocks(lines, MEDIATOR)
    lines.hears("Text that was not saved, of")
    lines.chooses("Save it as it is")
    lines.hears("Entry ")
    lines.child.sendeof()
    assert lines.ends() == 0
    me = still.unlock(MEDIATOR)
    [entry] = me.entries.listing(still.session).entries
    assert me.entries.show(entry.id).text == text
    assert me.unsaved.all() == []
    me.lock()


@pytest.fixture
def seated(still, listen):
    """Start over the vault of a cast, as its mediator."""
    return lambda: listen(still.marks.parent, MEDIATOR)


def test_a_program_that_is_killed_costs_no_line_that_was_entered(still, seated):
    lines = seated()
    begins_a_note(lines, "One line.", "Another.")
    lines.child.kill(signal.SIGKILL)
    assert lines.ends() == -signal.SIGKILL
    saves_what_was_kept(seated(), still, "One line.\nAnother.")


def test_every_line_is_kept_before_the_next_is_asked_for_and_help_says_what_is_not(still, seated):
    """R11, as far as a terminal lets it: the line without Enter is the terminal's own."""
    reader = still.unlock(MEDIATOR)
    lines = seated()
    begins_a_note(lines)
    written: list[str] = []
    for number, line in enumerate(("One line.", "", "A third of them."), 1):
        lines.child.sendline(line)
        written.append(line)
        # By the time the next line is asked for, it is kept: well within two seconds.
        lines.hears(f"\n{number + 1}: ")
        assert [each.text for each in reader.unsaved.all()] == ["\n".join(written)]
    lines.child.send("without Enter")
    lines.hears("without Enter")
    lines.child.kill(signal.SIGKILL)
    assert lines.ends() == -signal.SIGKILL
    reader.lock()
    saves_what_was_kept(seated(), still, "One line.\n\nA third of them.")
    assert "only the terminal has it" in Notes.WRITE
    assert "costs that one line" in " ".join(TOPICS["accessibility"].split())


@pytest.mark.long
def test_a_correction_that_is_cut_off_is_offered_as_a_correction_of_that_record(still, seated):
    me = still.unlock(MEDIATOR)
    new = NewEntry("joint", "Agreed: three.", Kind.RECORD, "What was agreed")
    record = me.entries.add(still.session, new).header.entry
    lines = seated()
    unlocks(lines, MEDIATOR)
    lines.chooses("Berg and Falk", "Notes, drafts and records: 1", "What was agreed")
    lines.chooses("Correct it with a new record", "joint")
    lines.types("Title, or Enter to call it by its first line", "")
    lines.types("\n1", "Agreed: four.")
    lines.hears("\n2: ")
    lines.child.kill(signal.SIGKILL)
    assert lines.ends() == -signal.SIGKILL
    again = seated()
    unlocks(again, MEDIATOR)
    again.hears("Text that was not saved, of", "It corrects the record What was agreed")
    again.chooses("Save it as it is")
    again.hears("Entry ")
    again.child.sendeof()
    assert again.ends() == 0
    entries = me.entries.listing(still.session).entries
    [corrected] = [each for each in entries if each.id != record]
    assert corrected.latest.header.corrects == record
    assert corrected.latest.header.kind is Kind.RECORD
    assert me.entries.show(record).text == "Agreed: three."
    assert me.unsaved.all() == []
    me.lock()


@pytest.mark.long
def test_unsaved_text_that_was_damaged_is_told_and_thrown_away_when_asked(still, seated):
    me = still.unlock(MEDIATOR)
    me.unsaved.keep(UnsavedText(
        me.unsaved.new_id(), still.session, "joint", b"", b"", Kind.NOTE, "", "words"
    ))  # fmt: skip
    with sqlite3.connect(still.location) as database:
        database.execute("UPDATE own SET cell = randomblob(800) WHERE kind = 'unsaved'")
    for choice, left in (("Leave it for later", 1), ("Throw it away", 0)):
        lines = seated()
        unlocks(lines, MEDIATOR)
        lines.hears("1 text that you had not saved was damaged", "Whatever you saved")
        lines.chooses(choice)
        if not left:
            lines.types("Throw it away for good? Type yes to go on", "yes")
        lines.chooses("Leave")
        assert lines.ends() == 0
        assert len(me.unsaved.damaged()) == left
    lines = seated()
    unlocks(lines, MEDIATOR)
    lines.chooses("Leave")
    assert lines.ends() == 0
    assert "damaged" not in lines.everything
    me.lock()


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.long)]
)
@pytest.mark.long
def test_whatever_else_ends_it_half_a_line_is_kept_too(number, still, seated):
    lines = seated()
    begins_a_note(lines, "One line.")
    lines.child.send("half a li")
    lines.hears("half a li")
    lines.child.kill(number)
    assert lines.ends() == (130 if number == signal.SIGINT else 128 + number)
    saves_what_was_kept(seated(), still, "One line.\nhalf a li")


def test_time_without_enter_locks_and_keeps_what_was_typed_till_then(still, seated):
    lines = seated()
    begins_a_note(lines, "One line.")
    lines.child.send("half a li")
    lines.hears("half a li")
    # The alarm that rings after five minutes.
    lines.child.kill(signal.SIGALRM)
    lines.hears("Locked after 5 minutes without Enter.")
    lines.chooses(f"Unlock for {MEDIATOR}")
    saves_what_was_kept(lines, still, "One line.\nhalf a li")


class Late:
    """Somebody who answers after ten minutes, at a machine that could not ring."""

    present = True

    def __init__(self) -> None:
        self.now = 1_790_000_000

    def ask(self, question: str) -> str:
        self.now += 600
        return f"{question} answered"

    ask_hidden = ask


def test_an_answer_that_comes_too_late_is_not_acted_on_and_not_lost(still):
    late = Late()
    terminal = PatientTerminal(late, lambda: late.now)
    assert terminal.ask("before anybody unlocked") == "before anybody unlocked answered"
    terminal.seconds, terminal.reason = 300, "too late"
    with pytest.raises(PutAwayError):
        terminal.ask_hidden("a passphrase")
    me = still.unlock(MEDIATOR)
    run = Run(replace(setup_of(still), terminal=terminal), Globals(plain=True), ())
    unsaved = UnsavedText(
        me.unsaved.new_id(), still.session, "private", b"", b"", Kind.NOTE, "", "One line."
    )
    with pytest.raises(PutAwayError):
        type_text(run, me, unsaved)
    [kept] = me.unsaved.all()
    assert kept.text == "One line.\n2 answered"
    me.lock()


@pytest.mark.long
def test_after_unlocking_one_is_back_in_the_same_session(still, seated):
    lines = seated()
    unlocks(lines, MEDIATOR)
    lines.chooses("Berg and Falk", "Lock", f"Unlock for {MEDIATOR}")
    unlocks(lines, MEDIATOR)
    lines.chooses("Write a note", "private")
    # Somebody else does not come to where the mediator was.
    lines.types("Title, or Enter to call it by its first line", "")
    # The alarm is set while somebody is asked.
    lines.hears("\n1: ")
    lines.child.kill(signal.SIGALRM)
    lines.chooses("Unlock for somebody else")
    lines.types("Your name in this vault", PARTY_A)
    unlocks(lines, PARTY_A)
    lines.hears(f"Sessions of {PARTY_A}")
    lines.chooses("Leave")
    assert lines.ends() == 0


# Mistakes ----------------------------------------------------------------------------------------


@pytest.mark.long
def test_a_wrong_passphrase_and_a_wrong_number_are_put_in_words(still, seated):
    lines = seated()
    lines.types(f"Passphrase of {MEDIATOR}", "not this one at all")
    lines.hears("open nothing in this vault. Nothing is damaged.")
    lines.chooses("Unlock")
    lines.types("Your name in this vault", MEDIATOR)
    unlocks(lines, MEDIATOR)
    for typed in ("99", "-1", "x"):
        lines.types("Number", typed)
        lines.hears(f"There is no {typed}. A number from 1 to")
    lines.types("Number", "")
    lines.hears(f"Sessions of {MEDIATOR}")
    lines.chooses("Berg and Falk", "Ask everybody")
    lines.hears("Nothing is sealed here.")
    lines.chooses("Back", "Leave")
    assert lines.ends() == 0


def test_a_party_that_gives_the_round_up_does_not_reach_the_mediators_menu(cast, listen):
    cast.agree(cast.ask(cast.seal(), 1, days=36_500), cast.mediator)
    cast.close()
    lines = listen(cast.marks.parent, MEDIATOR)
    unlocks(lines, MEDIATOR)
    lines.chooses("Berg and Falk", "Requests to open: 1", "collecting", "Pass the keyboard round")
    lines.hears(f"(Enter for {PARTY_A}, or later): ")
    lines.child.sendeof()
    lines.hears(f"Please pass the keyboard back to {MEDIATOR}. Locked.")
    lines.chooses("Leave")
    assert lines.ends() == 0


def test_what_a_party_may_not_read_is_not_told_line_by_line_either(cast, listen):
    for audience in ("private", "mediators", "caucus:B", "joint"):
        cast.write(audience, f"The words of {audience}.", title=f"About {audience}")
    cast.close()
    lines = listen(cast.marks.parent, PARTY_A)
    unlocks(lines, PARTY_A)
    lines.chooses("Berg and Falk", "Notes, drafts and records: 1", "About joint")
    lines.hears("The words of joint.")
    lines.chooses("Back", "Back", "Search here")
    lines.types("or Enter for nothing", "words")
    lines.hears("Found: 1")
    lines.chooses("Back", "Back", "Leave")
    assert lines.ends() == 0
    for audience in ("private", "mediators", "caucus:B"):
        assert f"words of {audience}" not in lines.everything


@pytest.mark.long
def test_seals_with_an_unknown_speaker_after_asking_who_it_is(cast, listen):
    cast.write("joint", "One.\n\nTwo.", title="Account", speakers=("The foreman",))
    cast.close()
    lines = listen(cast.marks.parent, MEDIATOR)
    unlocks(lines, MEDIATOR)
    lines.chooses("Berg and Falk", "Seal entries")
    lines.types("or Enter for none", "7", "1")
    lines.chooses("each paragraph")
    lines.hears("The foreman is named as a speaker")
    lines.chooses("nobody here")
    lines.types("for the docket", "Account")
    lines.types("if this was considered", "no")
    lines.hears("Nothing")
    lines.chooses("Back", "Leave")
    assert lines.ends() == 0
    assert cast.unlock(MEDIATOR).docket.lines(cast.session) == []


@pytest.mark.long
def test_a_note_is_added_to_and_its_earlier_version_is_kept(cast, listen):
    entry = cast.write("private", "First line.", title="Growing", tags=("money",))
    cast.close()
    lines = listen(cast.marks.parent, MEDIATOR)
    unlocks(lines, MEDIATOR)
    lines.chooses("Berg and Falk", "Notes, drafts and records: 1", "Growing", "Add lines to it")
    lines.hears("Its text so far has 1 lines.")
    lines.types("\n2", "Second line.")
    lines.types("\n3", ".")
    lines.hears("revision 2")
    lines.chooses("Its versions")
    lines.types("Version to read, or Enter for none", "1")
    lines.hears("revision 1 of 2", "First line.")
    lines.chooses("Back", "Back", "Back", "Leave")
    assert lines.ends() == 0
    shown = cast.unlock(MEDIATOR).entries.show(entry)
    assert shown.text == "First line.\nSecond line."
    assert shown.revision.header.tags == ("money",)
