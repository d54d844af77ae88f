"""The demo: told to the end without a question, and nothing of it stays."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

ROOT = Path(__file__).resolve().parents[2]
DRIVER = "import sys; from tui.demo import run; sys.exit(run(script={}, out=sys.stdout))"
TITLES = [
    "The people",
    "The session",
    "Who can read what",
    "A draft in three versions",
    "A file, in and out",
    "Sealing",
    "What a thief sees",
    "A waiver for the whole record",
    "A narrower waiver",
    "What was opened, and what was not",
    "A check by each of them",
    "The time it took",
]
NAMES = ["Ruth Okafor", "Tomasz Wilk", "Gillian Ashby"]
PAUSE = "Enter goes on, q and Enter leaves: "


def surroundings(folder: Path) -> dict[str, str]:
    """Return an environment whose temporary files go into ``folder``."""
    folder.mkdir()
    return {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(ROOT)}


def tell(folder: Path, *, script: bool) -> str:
    """Run the demo away from any terminal. Returns what it told."""
    outcome = subprocess.run(
        [sys.executable, "-c", DRIVER.format(script)], cwd=ROOT, env=surroundings(folder),
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert outcome.returncode == 0, outcome.stderr
    assert not outcome.stderr
    return outcome.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Where the demo of this module puts its temporary files."""
    return tmp_path_factory.mktemp("demo") / "temporary"


@pytest.fixture(scope="module")
def story(folder) -> str:
    return tell(folder, script=True)


@pytest.fixture(scope="module")
def chapters(story) -> dict[str, str]:
    """The text of each chapter by its title, on one line."""
    parts = re.split(r"(?m)^\d+\. (.+)$", story)
    told = zip(parts[1::2], parts[2::2], strict=True)
    return {title: " ".join(text.split()) for title, text in told}


@pytest.fixture
def terminal(tmp_path):
    """The demo on a terminal, waiting after its first chapter."""
    child = pexpect.spawn(
        sys.executable, ["-c", DRIVER.format(False)], cwd=str(ROOT),
        env=surroundings(tmp_path / "temporary"), encoding="utf-8", timeout=120,
        dimensions=(24, 80),
    )  # fmt: skip
    child.expect_exact(PAUSE)
    yield child
    child.close(force=True)


def test_the_whole_story_is_told_in_its_order(story, chapters):
    assert list(chapters) == TITLES
    assert PAUSE not in story


def test_nothing_of_the_story_stays_in_the_temporary_directory(story, folder):
    assert story.splitlines()[-1].endswith("It has been removed.")
    assert list(folder.iterdir()) == []


def test_every_line_fits_eighty_columns_of_plain_text(story):
    assert max(len(line) for line in story.splitlines()) <= 80
    assert story.isascii()
    assert "\x1b" not in story


def test_the_story_is_not_longer_than_five_screens(story):
    assert len(story.splitlines()) <= 125


def test_each_person_is_shown_with_six_check_words_of_their_own(chapters):
    people = chapters["The people"]
    words = re.findall(r"(?:mediator|technician|company) ((?:[a-z-]+ ){5}[a-z-]+)", people)
    assert len(set(words)) == 3


def test_the_listing_of_a_party_does_not_have_the_other_sides_caucus(chapters):
    told = chapters["Who can read what"]
    mediator, rest = told.split("Tomasz Wilk sees:")
    tomasz, gillian = rest.split("Gillian Ashby sees:")
    gillian = gillian.split("Gillian asks")[0]
    assert "caucus:A" in mediator
    assert "caucus:B" in mediator
    assert "caucus:A" in tomasz
    assert "caucus:B" not in tomasz
    assert "caucus:B" in gillian
    assert "caucus:A" not in gillian


def test_the_draft_has_three_versions_by_three_people(chapters):
    told = chapters["A draft in three versions"]
    assert re.findall(r"version (\d) by (\w+ \w+)", told) == [
        (str(number), name) for number, name in enumerate(NAMES, 1)
    ]
    assert re.findall(r" ([-+]) ([\w ]+):", told) == [
        ("-", "Alarms"), ("+", "Alarms"), ("-", "On call"), ("+", "On call"),
    ]  # fmt: skip


def test_the_file_comes_out_as_it_went_in(chapters):
    [(went_in, came_out)] = re.findall(
        r"(\d+) bytes in, (\d+) bytes out", chapters["A file, in and out"]
    )
    assert went_in == came_out != "0"


def test_nothing_that_was_written_is_readable_in_the_files(chapters):
    [(searched, found)] = re.findall(
        r"for (\d+) sentences.*: (\d+) found", chapters["What a thief sees"]
    )
    assert int(searched) > 40
    assert found == "0"


def test_the_refused_request_ends_for_everybody_without_a_name(chapters):
    told = chapters["A waiver for the whole record"]
    answers = re.findall(r"(\w+ \w+) ended, not unanimous; own answer: (\w+)", told)
    assert answers == list(zip(NAMES, ["consent", "consent", "refusal"], strict=True))


def test_exactly_one_portion_is_opened_and_the_others_are_not(chapters):
    told = chapters["What was opened, and what was not"]
    assert re.findall(r"(\w+ \w+) reads (\d+) portion, number (\d)", told) == [
        (name, "1", "2") for name in NAMES
    ]
    assert "doubled the on-call weeks before she had read" in told
    assert "portions 1, 3 and 4: not in it" in told
    assert "missing: Tomasz Wilk, Gillian Ashby" in told
    assert "Tomasz said" not in told


def test_everybodys_check_finds_nothing_damaged(chapters):
    checked = re.findall(
        r"(\w+ \w+) (\d+) rows checked, (\d+) damaged", chapters["A check by each of them"]
    )
    assert [(name, damaged) for name, _, damaged in checked] == [(name, "0") for name in NAMES]
    assert all(int(rows) > 20 for _, rows, _ in checked)


def test_the_keys_cost_what_they_cost_every_user(chapters):
    told = chapters["The time it took"]
    assert "8 passphrases, slow on purpose (Argon2id, 256 MiB, 3 passes, 4 lanes each)" in told


@pytest.mark.long
def test_without_a_terminal_it_asks_nothing_either(tmp_path):
    story = tell(tmp_path / "temporary", script=False)
    assert re.findall(r"(?m)^\d+\. (.+)$", story) == TITLES
    assert PAUSE not in story


@pytest.mark.long
def test_on_a_terminal_enter_goes_on_and_q_leaves(terminal, tmp_path):
    terminal.sendline("")
    terminal.expect_exact("2. The session")
    terminal.expect_exact(PAUSE)
    terminal.sendline("q")
    terminal.expect_exact("It has been removed.")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.long
def test_an_interrupted_demo_leaves_nothing_behind(terminal, tmp_path):
    [during] = (tmp_path / "temporary").iterdir()
    assert during.stat().st_mode & 0o077 == 0
    terminal.sendintr()
    terminal.expect(pexpect.EOF)
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_claim_that_does_not_hold_is_not_told():
    from tui.demo.stage import NotAsToldError, refused, told
    from vault import NotFoundError

    with pytest.raises(NotAsToldError):
        told("it holds", holds=False)
    with pytest.raises(NotAsToldError):
        refused(NotFoundError, len, "")
