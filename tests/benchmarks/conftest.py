"""Benchmarks: figures as ratios to a floor measured in the same run. They assert nothing timed.

pytest -m benchmark -n 0 tests/benchmarks
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from tests.cast import PARTY_A, Cast
from vault import NewEntry

ENTRIES = 10_000
BODY = ("the rota for the late shift was changed without asking anybody first " * 30)[:2000]


@dataclass
class Report:
    """Collects one line a figure, printed when the run ends."""

    lines: list[tuple[str, str, str, str]] = field(default_factory=list)

    def ratio(self, what: str, ours: float, floor: float, bar: str) -> None:
        """Note a figure beside what the same work costs at the least."""
        self.lines.append((what, f"{1000 * ours:9.1f} ms", f"{ours / floor:6.2f} x floor", bar))

    def figure(self, what: str, value: str, bar: str) -> None:
        """Note a figure that has no floor."""
        self.lines.append((what, value, "", bar))


_REPORT = Report()


@pytest.fixture(scope="session")
def report() -> Report:
    """The table of this run."""
    return _REPORT


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    """A session of ten thousand joint notes of 2 KB."""
    folder = tmp_path_factory.mktemp("large")
    with Cast(str(folder / "vault"), folder / "marks") as cast:
        room = cast.mediator.sessions.open(cast.session)
        entries = cast.mediator.entries
        with entries._desk.change("benchmark", cast.session) as change:
            for number in range(ENTRIES):
                entries.write(change, room, NewEntry(
                    "joint", f"{number} {BODY}", title=f"Note {number}", tags=("rota",),
                    speakers=(PARTY_A,),
                ))  # fmt: skip
        yield cast


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table."""
    if _REPORT.lines:
        terminalreporter.section("figures (the bar stands at the end of each line)")
        for what, ours, ratio, bar in _REPORT.lines:
            terminalreporter.write_line(f"{what:44} {ours:>14} {ratio:>15}   {bar}")


def best(work: Callable[[], object], rounds: int = 5) -> float:
    """Return the shortest of several runs, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)
