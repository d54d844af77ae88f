"""What is typed into a field is in the vault, encrypted, or nowhere (rules R1 and R12)."""

import json
import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.cast import LOWEST_COST
from tests.tui.canaries import ENDINGS, HIDDEN, SEEN, described
from tests.tui.rounds import setup_in
from tests.tui.test_terminal import LEFT, QUIT, Window
from tui.demo.scene import Scene

PROGRAM = "from tests.tui.canaries import main; main({file!r}, {how!r})"
ALTERNATE = "\x1b[?1049h"
LAST = {
    "at_work": "find", "in_the_house": "destroy_session", "sealing": "seal",
    "ceremony": "question", "first_run": "first-4",
}  # fmt: skip
"""The last stop of each round: what is typed there is still on the screen at the end."""
SOON = [("at_work", "kill")]
ALL = [
    (way, how)
    for way in LAST
    for how in ENDINGS
    # Where nobody's keys are there yet, there is nothing to lock.
    if (way, how) != ("first_run", "lock")
]
CODES = {"leave": 0, "lock": 0, "crash": 70, "kill": -signal.SIGKILL}


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> tuple[Scene, Path]:
    """The invented case, made once, and where. Its times are now: the program's clock is real."""
    folder = tmp_path_factory.mktemp("canaries") / "case"
    folder.mkdir()
    scene = Scene(setup_in(folder, lambda: int(time.time()), LOWEST_COST))
    scene.make()
    return scene, folder


class Machine:
    """A user's machine: whatever is written anywhere on it is looked at afterwards."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("home", "temporary"):
            (folder / name).mkdir()

    def start(self, case: tuple[Scene, Path], way: str, how: str) -> Window:
        """Start the program that types into every field."""
        scene, made = case
        place = self.folder / "vault"
        if way == "first_run":
            place.mkdir()
        else:
            shutil.copytree(made, place)
        told = self.folder / "told.json"
        about = described(scene, place, way, LAST[way], told)
        given = self.folder / "case.json"
        given.write_text(json.dumps(about), encoding="utf-8")
        return Window(
            self.folder / "home", program=PROGRAM.format(file=str(given), how=how),
            TMPDIR=str(self.folder / "temporary"),
        )  # fmt: skip

    @property
    def screens(self) -> list[str]:
        """The screens at which something was typed."""
        return json.loads((self.folder / "told.json").read_text(encoding="utf-8"))

    def with_words(self) -> list[str]:
        """Return every file in which a typed word can be read."""
        words = [
            word.encode(encoding) for word in (SEEN, HIDDEN) for encoding in ("utf-8", "utf-16-le")
        ]
        return [
            str(path.relative_to(self.folder))
            for path in self.folder.rglob("*")
            if path.is_file() and any(word in path.read_bytes() for word in words)
        ]


@pytest.fixture
def machine(tmp_path) -> Machine:
    return Machine(tmp_path)


def check(machine: Machine, case, way: str, how: str) -> None:
    window = machine.start(case, way, how)
    try:
        if how == "lock":
            window.shows("Everything is saved. Unlock to go on where you were.")
            # The rest of the same picture may still be on its way.
            window.reads_until(lambda: SEEN not in window.text)
            assert machine.with_words() == []
            window.type(QUIT)
        assert window.end() == CODES[how], window.text
    finally:
        window.child.close(force=True)
    assert machine.screens[-1] == LAST[way]
    assert machine.with_words() == []
    # What is hidden is never written, and what is shown only while the whole window is taken.
    assert HIDDEN not in window.everything
    before, _, during = window.everything.partition(ALTERNATE)
    assert SEEN in during
    assert SEEN not in before
    if how != "kill":
        assert SEEN not in during.partition(LEFT)[2]


@pytest.mark.parametrize(("way", "how"), SOON)
def test_what_is_typed_anywhere_is_nowhere_else_afterwards(way, how, machine, case):
    check(machine, case, way, how)


@pytest.mark.long
@pytest.mark.parametrize(("way", "how"), [pair for pair in ALL if pair not in SOON])
def test_however_it_ends_what_is_typed_is_nowhere_else(way, how, machine, case):
    check(machine, case, way, how)


def test_a_word_that_lies_about_is_found(machine):
    (machine.folder / "home" / ".history").write_text(f"note {SEEN}1", encoding="utf-8")
    (machine.folder / "temporary" / "x").write_bytes(f"{HIDDEN}2".encode("utf-16-le"))
    assert sorted(machine.with_words()) == ["home/.history", "temporary/x"]
