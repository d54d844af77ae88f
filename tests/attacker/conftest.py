"""The rich vault, the bench on which it is taken apart, and casts that were made before."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.attacker.owner import Bench
from tests.attacker.rich import OTHER_MEDIATOR, Rich, tell
from tests.cast import MEDIATOR, PARTY_A, PARTY_B, Cast
from tests.copies import CopiedCast, copy_marks, copy_vault

MakeCast = Callable[[int, int], Cast]


@pytest.fixture(scope="session")
def _casts(original: Cast) -> Iterator[dict[tuple[int, int], Cast]]:
    made = {(1, 2): original}
    yield made
    del made[1, 2]
    for cast in made.values():
        cast.close()


@pytest.fixture
def make_cast(_casts, tmp_path, tmp_path_factory) -> Iterator[MakeCast]:
    """Make a cast of so many mediators and parties, or copy the one that there is."""
    with ExitStack() as stack:

        def make(mediators: int, parties: int) -> Cast:
            shape = mediators, parties
            if shape not in _casts:
                folder = tmp_path_factory.mktemp("cast")
                _casts[shape] = Cast(
                    str(folder / "vault.caucus"), folder / "marks",
                    mediators=[MEDIATOR, OTHER_MEDIATOR][:mediators],
                    parties=[PARTY_A, PARTY_B][:parties],
                )  # fmt: skip
            return stack.enter_context(CopiedCast(_casts[shape], tmp_path))

        yield make


@pytest.fixture(scope="session")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Rich:
    """A vault in which everything has happened. Nobody writes in it: copy it."""
    return tell(tmp_path_factory.mktemp("rich"))


@pytest.fixture(scope="session")
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
