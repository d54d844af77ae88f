"""What a power cut leaves of a vault's files is an earlier state of it, or is called damaged.

The write-ahead log ends anywhere, or one page of either file is an older one than the others.
"""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import pytest

from tests.cast import MEDIATOR, Cast
from tests.copies import reopened
from vault import JOINT, NewEntry, Vault, VaultError

STEP = 257
"""Bytes between two places at which the log ends: no divisor of a page, nor of a frame."""
PAGE = 4096
FILES = ("vault.caucus", "vault.caucus-wal")
STATES = 8_000


@dataclass
class Cut:
    """A vault as its files stood while a program wrote, early and late."""

    cast: Cast
    early: dict[str, bytes]
    late: dict[str, bytes]
    texts: list[str]
    seed: bytes

    def found(self, folder: Path, files: dict[str, bytes]) -> str:
        """What a program finds in these files: ``whole``, ``noticed`` or ``SILENT``."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.cast.marks, folder / "marks")
        for name, data in files.items():
            (folder / name).write_bytes(data)
        vault = Vault(
            str(folder / FILES[0]), marks=folder / "marks", clock=self.cast.clock,
            cost=self.cast.vault._slots._cost,
        )  # fmt: skip
        try:
            return self._found_in(vault)
        except VaultError:
            return "noticed"
        finally:
            vault.close()

    def _found_in(self, vault: Vault) -> str:
        person = reopened(vault, self.seed)
        listing = person.entries.listing(self.cast.session)
        room = person.sessions.open(self.cast.session)
        texts = [person.entries.text_of(room, entry.latest) for entry in listing.entries]
        # Whatever can be read was written, and in that order.
        assert texts == [text for text in self.texts if text in texts]
        if person.behind or listing.damages or person.checks.run().damages:
            return "noticed"
        return "whole" if texts == self.texts else "SILENT"


def made_in(folder: Path, size: int) -> Cut:
    """A vault whose log has come to ``size`` bytes and was never taken in."""
    folder.mkdir()
    cast = Cast(str(folder / FILES[0]), folder / "marks")
    texts: list[str] = []
    early: dict[str, bytes] = {}
    log = folder / FILES[1]
    cast.vault._store.erase_traces()
    while log.stat().st_size < size:
        texts.append(f"note {len(texts)} " + "x" * (size // 60))
        cast.mediator.entries.add(cast.session, NewEntry(JOINT, texts[-1]))
        if not early and log.stat().st_size > size // 2:
            early = {name: (folder / name).read_bytes() for name in FILES}
    late = {name: (folder / name).read_bytes() for name in FILES}
    return Cut(cast, early, late, texts, cast.people[MEDIATOR]._desk.identity.seed)


def cuts(cut: Cut) -> Iterator[dict[str, bytes]]:
    """The log ends at every 257th byte."""
    log = cut.late[FILES[1]]
    for end in range(0, len(log), STEP):
        yield {**cut.late, FILES[1]: log[:end]}


def older_pages(cut: Cut) -> Iterator[dict[str, bytes]]:
    """One page of the log or of the database never came to the disk, or is still the older one."""
    for name in FILES:
        late, early = cut.late[name], cut.early[name]
        for at in range(0, len(late), PAGE):
            before = early[at : at + PAGE]
            for page in {before.ljust(len(late[at : at + PAGE]), b"\0"), bytes(PAGE)}:
                yield {**cut.late, name: late[:at] + page[: len(late) - at] + late[at + PAGE :]}


def none_is_silent(cut: Cut, folder: Path, states: Iterable[dict[str, bytes]]) -> None:
    assert cut.found(folder, cut.late) == "whole"
    counted = {"whole": 0, "noticed": 0}
    for files in states:
        found = cut.found(folder, files)
        assert found in counted
        counted[found] += 1
    assert counted["noticed"] > 0


def test_a_power_cut_leaves_an_earlier_state_or_is_noticed(tmp_path: Path) -> None:
    """R11 and R12."""
    cut = made_in(tmp_path / "made", 200_000)
    states = chain(islice(cuts(cut), 0, None, 120), islice(older_pages(cut), 0, None, 20))
    none_is_silent(cut, tmp_path / "cut", states)
    cut.cast.close()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cut]:
    cut = made_in(tmp_path_factory.mktemp("power") / "made", 2 * 1024 * 1024)
    yield cut
    cut.cast.close()


@pytest.mark.long
@pytest.mark.parametrize("part", range(8))
def test_a_log_of_two_mebibytes_cut_anywhere_is_an_earlier_state(
    large: Cut, tmp_path: Path, part: int
) -> None:
    assert len(large.late[FILES[1]]) // STEP >= STATES
    none_is_silent(large, tmp_path / "cut", islice(cuts(large), part, None, 8))


@pytest.mark.long
@pytest.mark.parametrize("part", range(2))
def test_any_older_page_of_two_mebibytes_is_noticed(large: Cut, tmp_path: Path, part: int) -> None:
    none_is_silent(large, tmp_path / "cut", islice(older_pages(large), part, None, 2))
