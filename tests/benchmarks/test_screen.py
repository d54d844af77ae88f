"""The full screen in a real terminal: from a key on its way in to the bytes on their way out."""

import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path

import pytest

from tests.benchmarks.conftest import ENTRIES, Report, best
from tests.benchmarks.window import Window, environment_of
from tests.cast import MEDIATOR, Cast, passphrase_of
from vault import DEFAULT_COST, Vault
from vault.crypto.kdf import argon2id

pytestmark = pytest.mark.benchmark

ENTER, FIND, BACKSPACE = "\r", "\x06", "\x7f"
BETWEEN_KEYS = 0.03
"""Seconds: nobody types faster."""
KEYS_BAR = "<= 16 ms (p95)"
TAB, SAVE, LONG_TEXT, KEYS = "\t", "\x13", 100_000, "abcdefghijklmnopqrstuvwxyz"
QUERY = "rota for the late shift was changed without asking"


@contextmanager
def at_work(cast: Cast, home: Path) -> Iterator[Window]:
    """The program with the work of the mediator on the display."""
    with Window(home, "--vault", cast.location, "--as", MEDIATOR) as window:
        window.until("Passphrase")
        window.listen(1)
        window.took(passphrase_of(MEDIATOR) + ENTER, "Note ")
        window.listen(1)
        yield window


def typed(window: Window, keys: str, shown: list[str]) -> list[float]:
    """Press keys one after another. Returns how long each took to be shown."""
    took = []
    for key, words in zip(keys, shown, strict=True):
        took.append(window.took(key, words))
        window.listen(BETWEEN_KEYS)
    return took


def note(report: Report, what: str, took: list[float], floor: list[float]) -> None:
    """Note what nineteen of twenty keys are shown within, and the one in the middle."""
    slow, usual = statistics.quantiles(took, n=20)[-1], statistics.median(took)
    report.ratio(what, slow, statistics.quantiles(floor, n=20)[-1], KEYS_BAR)
    report.figure("  the median of them", f"{1000 * usual:.1f} ms", "")


def test_the_unlock_box_is_there_at_once(report: Report, tmp_path: Path):
    def start() -> None:
        with Window(tmp_path) as window:
            window.until("Passphrase")

    def load() -> None:
        subprocess.run(
            [sys.executable, "-c", "import textual.app, textual.widgets"], check=True,
            env=environment_of(tmp_path),
        )  # fmt: skip

    start()
    report.ratio("start to the unlock box", best(start), best(load), "<= 500 ms")


def test_ten_thousand_entries_are_on_the_screen_soon(large: Cast, report: Report, tmp_path: Path):
    def unlocked() -> float:
        with Window(tmp_path, "--vault", large.location, "--as", MEDIATOR) as window:
            window.until("Passphrase")
            window.listen(1)
            return window.took(passphrase_of(MEDIATOR) + ENTER, f"Note {ENTRIES - 1}")

    unlocked()  # The first one makes the slot what a user's slot is.
    shown = min(unlocked() for _ in range(3))
    kdf = best(lambda: argon2id(b"x" * 40, b"s" * 16, DEFAULT_COST))
    listed = best(lambda: large.mediator.entries.listing(large.session))
    report.ratio("10,000 entries on the screen, KDF apart", shown - kdf, listed, "<= 1 s")


def test_a_key_is_shown_at_once_while_a_passphrase_is_tried(report: Report, tmp_path: Path):
    vault = Vault(str(tmp_path / "vault.caucus"), marks=tmp_path / "marks", clock=lambda: 1)
    vault.create()
    vault.enrol(MEDIATOR, passphrase_of(MEDIATOR))[0].lock()
    vault.close()
    keys = 6
    shown = ["•" * count for count in range(1, keys + 1)]
    with Window(tmp_path, "--vault", vault.location, "--as", MEDIATOR) as window:
        window.until("Passphrase")
        window.listen(1)
        idle, busy = [], []
        while len(busy) < 10 * keys:
            idle += typed(window, "x" * keys, shown)
            window.took(ENTER, "Trying the passphrase")
            busy += typed(window, "y" * keys, shown)
            assert not window.has_come("open nothing")
            window.until("open nothing")
            window.took(BACKSPACE * keys, "")
    note(report, "a key while Argon2id runs", busy, idle)


def test_a_key_is_shown_at_once_in_a_long_note(cast: Cast, report: Report, tmp_path: Path):
    line = "14:05 @Berg would take 3 instalments and asks about the deposit #money again.\n"
    took = {}
    for letters in (0, LONG_TEXT):
        # The newest stands first in the list.
        cast.clock.now += 60
        cast.write("joint", line * (letters // len(line) + 1), title="Note 1")
        with at_work(cast, tmp_path) as window:
            window.took(TAB + ENTER, "instalments")
            window.listen(1)
            took[letters] = typed(window, KEYS, list(accumulate(KEYS)))
            window.press(SAVE)
            window.listen(1)
    note(report, "a key in a note of 100,000 letters", took[LONG_TEXT], took[0])


def test_a_key_is_shown_at_once_while_notes_are_searched(
    large: Cast, cast: Cast, report: Report, tmp_path: Path
):
    cast.write("joint", QUERY, title="Note 1")
    took = {}
    for each in (cast, large):
        with at_work(each, tmp_path) as window:
            window.took(FIND, "Find in notes")
            took[each.location] = typed(window, QUERY, list(accumulate(QUERY)))
    what = "a key while 10,000 notes are searched"
    note(report, what, took[large.location], took[cast.location])


def test_a_key_is_shown_at_once_while_what_was_found_is_shown(
    large: Cast, report: Report, tmp_path: Path
):
    with at_work(large, tmp_path) as window:
        window.took(FIND + QUERY[0], "found, the newest")
        took = []
        for shown in list(accumulate(QUERY))[1:]:
            took.append(window.took(shown[-1], shown))
            window.listen(4 * BETWEEN_KEYS)
    note(report, "a key in between results", took, took)


def test_what_is_found_is_shown_as_soon_as_a_word_is_typed(
    large: Cast, report: Report, tmp_path: Path
):
    with at_work(large, tmp_path) as window:
        first = window.took(FIND + "r", "found, the newest")
        further = [window.took(key, f">{word}<") for word, key in (("ro", "o"), ("rot", "t"))]
    report.figure("Find over 10,000, from its key to the first answer", f"{first:.2f} s", "")
    report.figure("each further answer", f"{1000 * max(further):.0f} ms", "")
