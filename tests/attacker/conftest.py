"""The rich vault, the bench on which it is taken apart, and casts that were made before."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.attacker.owner import Bench, copy_marks, copy_vault
from tests.attacker.rich import OTHER_MEDIATOR, Rich, tell
from tests.cast import MEDIATOR, PARTY_A, PARTY_B, Cast, Clock
from vault import UnlockedVault
from vault.keys.identity import Identity
from vault.keys.keyslot import PASSPHRASE
from vault.services.slots import read_slot
from vault.store.rows import KeyslotRow

MakeCast = Callable[[int, int], Cast]


class CopiedCast(Cast):
    """A cast in a copy of its vault. The keys that its people had unlocked are theirs again.

    Argon2 takes nine tenths of the making of a cast, and is none of what is attacked here.
    """

    def __init__(self, made: Cast, folder: Path) -> None:
        self.location = str(copy_vault(made.location, folder / "vault.caucus"))
        self.marks = copy_marks(made.marks, folder / "marks")
        self.clock, self.codes, self.session = Clock(made.clock.now), made.codes, made.session
        self.mediators, self.parties = made.mediators, made.parties
        self.vault = self.new_vault()
        self.people = {
            name: self._reopened(person._desk.identity) for name, person in made.people.items()
        }

    def _reopened(self, identity: Identity) -> UnlockedVault:
        with self.vault._store.read() as tx:
            row = tx.one(KeyslotRow, owner=identity.owner, kind=PASSPHRASE)
        return self.vault._open(Identity(identity.seed), read_slot(row))


@pytest.fixture(scope="session")
def _casts() -> Iterator[dict[tuple[int, int], Cast]]:
    made: dict[tuple[int, int], Cast] = {}
    yield made
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


@pytest.fixture
def cast(make_cast: MakeCast) -> Cast:
    """A mediator and two parties in a SQLite vault, in one session."""
    return make_cast(1, 2)


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
