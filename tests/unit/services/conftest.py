"""A larger cast, enrolled once for a file of tests; every test convenes a session of its own."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest

from tests.cast import MEDIATOR, PARTY_A, PARTY_B, Cast
from vault import Invitation, Role, Vault

CO_MEDIATOR, LAWYER, WITNESS, NEIGHBOUR = "Nora Vogt", "Rita Rau", "Ned Noll", "Jo Jung"
EVERYBODY = [
    Invitation(Role.MEDIATOR, CO_MEDIATOR), Invitation(Role.PARTY, PARTY_A, "A"),
    Invitation(Role.PARTY, PARTY_B, "B"), Invitation(Role.REPRESENTATIVE, LAWYER, "A"),
    Invitation(Role.NONPARTY, WITNESS, reads_joint=False), Invitation(Role.NONPARTY, NEIGHBOUR),
]  # fmt: skip


@pytest.fixture(autouse=True)
def every_vault_is_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close the vaults that a cast made for programs of their own."""
    made: list[Vault] = []
    real = Cast.new_vault

    def remembered(cast: Cast) -> Vault:
        made.append(real(cast))
        return made[-1]

    monkeypatch.setattr(Cast, "new_vault", remembered)
    yield
    for vault in made:
        vault.close()


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)]
)
def enrolled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cast]:
    """Seven people in one vault and no session yet.

    Ordinarily on SQLite; what differs between the databases is tested with ``cast_everywhere``.
    """
    folder = tmp_path_factory.mktemp("vault")
    location = str(folder / "vault.caucus")
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_server")
        name = f"vault_{uuid4().hex}"
        with psycopg.connect(url.format("postgres"), autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{name}"')
        location = url.format(name)
    with Cast(
        location, folder / "marks", mediators=(MEDIATOR, CO_MEDIATOR),
        representatives=[("A", LAWYER)], nonparties=(WITNESS, NEIGHBOUR),
        joint_readers=(NEIGHBOUR,), convene=False,
    ) as made:  # fmt: skip
        yield made


@pytest.fixture
def sitting(enrolled: Cast) -> Cast:
    """All seven in a new session."""
    enrolled.session = enrolled.mediator.sessions.convene("Berg and Falk", "A day", EVERYBODY)
    for person in enrolled.people.values():
        person.sessions.views()
    return enrolled


@pytest.fixture(scope="module")
def one_session(enrolled: Cast) -> bytes:
    """A session of all seven that many tests may write in."""
    session = enrolled.mediator.sessions.convene("Berg and Falk", "A long day", EVERYBODY)
    for person in enrolled.people.values():
        person.sessions.views()
    return session


@pytest.fixture
def shared(enrolled: Cast, one_session: bytes) -> Cast:
    """All seven in a session in which other tests have written too."""
    enrolled.session = one_session
    return enrolled
