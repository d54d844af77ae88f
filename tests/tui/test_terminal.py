"""The full screen in a real terminal: how it starts, ends, and what is left behind (R1, R11)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pyte
import pytest

ROOT = Path(__file__).resolve().parents[2]
NAME, PASSPHRASE = "Mara Lindt", "ZQX-CANARY-PASSPHRASE saddle orchid"
CANARY = "ZQX-CANARY"
ENTER, LOCK, QUIT, COVER = "\r", "\x0c", "\x11", "\x1b[24~"
LEFT = "\x1b[?1049l"
"""What gives the terminal back."""
PATIENCE = 30
MISTAKEN = """
import sys, tui.app.unlock as unlock
def action_unlock(self):
    passphrase = self.query_one("#passphrase").value
    raise KeyError("nobody's business")
unlock.UnlockScreen.action_unlock = action_unlock
from tui import start
sys.argv = ["caucus"]
start.run()
"""


class Window:
    """A terminal with the program in it."""

    def __init__(self, home: Path, *words: str, program: str = "", **variables: str) -> None:
        environment = {
            "HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8", "TERM": "xterm-256color", "PYTHONDONTWRITEBYTECODE": "1",
            **variables,
        }  # fmt: skip
        start = ["-c", program] if program else ["-m", "tui", *words]
        self.child = pexpect.spawn(
            sys.executable, start, env=environment, cwd=home, encoding="utf-8",
            dimensions=(24, 80), timeout=PATIENCE,
        )  # fmt: skip
        self.display = pyte.Screen(80, 24)
        self._stream = pyte.Stream(self.display)
        self.everything = ""

    def shows(self, words: str) -> str:
        """Wait until these words are on the display. Returns the whole of it."""
        self.reads_until(lambda: words in self.text)
        return self.text

    def reads_until(self, condition: Callable[[], bool]) -> None:
        """Read what the program writes until something is the case; fail after a while."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, self.text
            self._take(self.child.read_nonblocking(65536, timeout=PATIENCE))

    def _take(self, data: str) -> None:
        self.everything += data
        self._stream.feed(data)

    @property
    def text(self) -> str:
        """What is on the display, blanks at the ends of lines left out."""
        return "\n".join(line.rstrip() for line in self.display.display)

    def type(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            self.child.send(key)

    def unlock(self) -> None:
        """Unlock, and wait for the work."""
        self.shows("Passphrase")
        self.type(NAME, ENTER, PASSPHRASE, ENTER)
        self.shows("locks in")

    def resize(self, columns: int, rows: int) -> None:
        """Make the window larger or smaller."""
        self.display.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def end(self) -> int:
        """Wait until the program has ended. Returns its exit code, or minus the signal."""
        self.child.expect(pexpect.EOF)
        self._take(self.child.before)
        self.child.close()
        if self.child.signalstatus is not None:
            return -self.child.signalstatus
        return self.child.exitstatus


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of somebody with a vault in the usual place."""
    home = tmp_path_factory.mktemp("home")
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, "-m", "tui", "init", "--as", NAME, "--passphrase-fd", "0"],
        input=f"{PASSPHRASE}\n".encode(), env=environment, cwd=home, check=True,
        capture_output=True,
    )  # fmt: skip
    return home


@pytest.fixture
def windows(home: Path) -> Iterator[list[Window]]:
    """Every window that the test opens; none stays open, and nothing stays behind."""
    opened: list[Window] = []
    yield opened
    for window in opened:
        window.child.close(force=True)
        assert CANARY not in window.everything
    left = [path for path in home.rglob("*") if path.is_file()]
    assert left
    assert not [path for path in left if CANARY.encode() in path.read_bytes()]


@pytest.fixture
def open_window(home: Path, windows: list[Window]):
    """Start the program in a window of its own."""

    def start(*words: str, **more: str) -> Window:
        window = Window(home, *words, **more)
        windows.append(window)
        return window

    return start


def test_without_a_command_it_asks_who_it_is_and_quits(open_window):
    window = open_window()
    window.shows("Your name in this vault")
    window.type(QUIT)
    assert window.end() == 0
    assert LEFT in window.everything


@pytest.mark.long
def test_the_command_asks_for_the_person_it_was_told(open_window):
    window = open_window("tui", "--as", NAME)
    window.shows(NAME)
    window.type(PASSPHRASE, ENTER)
    window.shows("locks in")
    window.type(COVER)
    window.shows("Covered. Nothing of your work")
    window.type(QUIT)
    assert window.end() == 0


def test_a_mistake_says_where_and_nothing_else(open_window):
    window = open_window(program=MISTAKEN)
    window.shows("Passphrase")
    window.type(NAME, ENTER, PASSPHRASE, ENTER)
    assert window.end() == 70
    said = window.everything.partition(LEFT)[2]
    assert "a mistake of its own" in said
    assert "KeyError" in said
    assert "nobody's business" not in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "number", [signal.SIGHUP, pytest.param(signal.SIGTERM, marks=pytest.mark.long)]
)
def test_a_window_that_is_closed_leaves_the_terminal_and_locks(number, open_window, home):
    window = open_window()
    window.unlock()
    window.child.kill(number)
    assert window.end() == 128 + number
    assert LEFT in window.everything
    log = home / ".local/share/caucus/vault.caucus-wal"
    assert not log.exists() or log.stat().st_size == 0


def test_a_program_that_is_killed_leaves_no_word_behind(open_window):
    window = open_window()
    window.unlock()
    window.child.kill(signal.SIGKILL)
    assert window.end() == -signal.SIGKILL


def test_going_to_the_background_locks_first(open_window):
    window = open_window()
    window.unlock()
    window.child.kill(signal.SIGTSTP)
    window.reads_until(lambda: LEFT in window.everything)
    _, status = os.waitpid(window.child.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    window.display.reset()
    window.child.kill(signal.SIGCONT)
    window.shows("Locked because the program was put in the")
    window.type(QUIT)
    assert window.end() == 0


def test_a_window_too_small_says_how_large_it_must_be(open_window):
    window = open_window()
    window.shows("Passphrase")
    window.resize(72, 20)
    assert "80 x 24 needed, 72 x 20 now" in window.shows("make the window larger")
    window.resize(80, 24)
    window.shows("Passphrase")
    window.type(QUIT)
    assert window.end() == 0


@pytest.mark.long
def test_no_colour_is_used_where_none_is_wanted(open_window):
    window = open_window(NO_COLOR="1")
    window.unlock()
    window.type(QUIT)
    assert window.end() == 0
    colours = {
        (each.fg, each.bg) for row in window.display.buffer.values() for each in row.values()
    }
    # Grey on grey: no hue at all.
    assert all(is_grey(fg) and is_grey(bg) for fg, bg in colours)


@pytest.mark.long
def test_switches_of_the_library_are_not_obeyed(open_window, tmp_path):
    log = tmp_path / "keys.log"
    window = open_window(
        TEXTUAL_LOG=str(log), TEXTUAL="debug,devtools", TEXTUAL_SCREENSHOT="0",
        TEXTUAL_SCREENSHOT_LOCATION=str(tmp_path), TEXTUAL_PRESS="ctrl+q", TEXTUAL_THEME="nord",
    )  # fmt: skip
    window.unlock()
    window.type(QUIT)
    assert window.end() == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "variables", "said"),
    [
        ((), {"TERM": "dumb"}, "cannot show a full screen"),
        (("tui",), {"TERM": "dumb"}, "cannot show a full screen"),
        (("tui",), {"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver"}, "in a browser"),
        (("tui", "--json"), {}, "no --json"),
        (("--passphrase-file", "x"), {}, "typed, not read"),
    ],
)
def test_where_it_cannot_be_shown_it_says_so(words, variables, said, open_window):
    window = open_window(*words, **variables)
    assert window.end() == 2
    assert said in " ".join(window.everything.split())
    assert "\x1b[?1049h" not in window.everything


@pytest.mark.parametrize(
    ("words", "variables"),
    [(("--plain",), {}), pytest.param((), {"ACCESSIBLE": "1"}, marks=pytest.mark.long)],
)
def test_whoever_wants_lines_gets_lines(words, variables, open_window):
    window = open_window(*words, **variables)
    window.shows("Your name in this vault:")
    window.type(NAME, ENTER)
    window.shows(f"Passphrase of {NAME}:")
    window.type(PASSPHRASE, ENTER)
    window.shows("Number:")
    # The end of input: nobody is there any more.
    window.type("\x04")
    assert window.end() == 0
    assert "Goodbye" in window.everything
    assert "\x1b" not in window.everything


def test_memory_is_not_dumped(open_window):
    window = open_window()
    window.shows("Passphrase")
    if sys.platform == "linux":
        limits = Path(f"/proc/{window.child.pid}/limits").read_text(encoding="utf-8")
        line = next(each for each in limits.splitlines() if each.startswith("Max core file size"))
        assert line.split()[4:6] == ["0", "0"]
    window.type(QUIT)
    assert window.end() == 0


def is_grey(colour: str) -> bool:
    """Tell a grey, or the terminal's own colour, from one with a hue."""
    if colour in {"default", "white", "black", "brightblack", "brightwhite"}:
        return True
    parts = {colour[i : i + 2] for i in (0, 2, 4)}
    return max(int(part, 16) for part in parts) - min(int(part, 16) for part in parts) <= 8
