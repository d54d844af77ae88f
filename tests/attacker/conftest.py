"""The rich vault, and the bench on which it is taken apart."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacker.owner import Bench, copy_marks, copy_vault
from tests.attacker.rich import Rich, tell


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Rich:
    """A vault in which everything has happened. Nobody writes in it: copy it."""
    return tell(tmp_path_factory.mktemp("rich"))


@pytest.fixture(scope="module")
def _bench(rich: Rich, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder: Path = tmp_path_factory.mktemp("bench")
    path = copy_vault(rich.path, folder / "vault.caucus")
    made = Bench(path, copy_marks(rich.marks, folder / "marks"), rich.passphrases)
    yield made
    made.close()


@pytest.fixture
def bench(_bench: Bench) -> Iterator[Bench]:
    """A copy with everybody unlocked for reading; each test must leave it as it was."""
    yield _bench
    assert _bench.attacker.dump() == _bench.state
