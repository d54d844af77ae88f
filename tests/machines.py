"""The same people as in the cast, each on a machine of their own: nothing is shared but files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from tests.cast import LOWEST_COST, MEDIATOR, PARTY_A, PARTY_B, Clock, passphrase_of
from vault import Invitation, NewEntry, Role, UnlockedVault, Vault


class Machines:
    """One vault a person. They know and have confirmed each other; nobody has a session yet.

    Args:
        folder: where the vaults lie, one folder each.
        mediators, parties: names; parties get the sides A, B, C … in order.
        centre: where the convener's vault is, if it is no file in their folder.

    """

    def __init__(
        self, folder: Path, *, mediators: Sequence[str] = (MEDIATOR,),
        parties: Sequence[str] = (PARTY_A, PARTY_B),
        representatives: Sequence[tuple[str, str]] = (), nonparties: Sequence[str] = (),
        convene: bool = True, centre: str = "",
    ) -> None:  # fmt: skip
        self.folder, self.clock, self.centre = folder, Clock(), centre
        self.mediators, self.parties = list(mediators), list(parties)
        self.vaults: dict[str, Vault] = {}
        self.people: dict[str, UnlockedVault] = {}
        self.codes: dict[str, str] = {}
        names = [*mediators, *parties, *(name for _, name in representatives), *nonparties]
        for name in names:
            self.vaults[name] = self.vault_of(name)
            self.vaults[name].create()
            self.people[name], self.codes[name] = self.vaults[name].enrol(
                name, passphrase_of(name)
            )
        for person in self.people.values():
            for other in self.people.values():
                if other is not person:
                    person.people.import_file(other.name, other.people.export_file())
                    person.people.confirm(other.name, other.people.words(other.name))
        self.invitations = [
            *(Invitation(Role.MEDIATOR, name) for name in mediators),
            *(Invitation(Role.PARTY, name, "ABCDEFGHIJ"[i]) for i, name in enumerate(parties)),
            *(Invitation(Role.REPRESENTATIVE, name, side) for side, name in representatives),
            *(Invitation(Role.NONPARTY, name) for name in nonparties),
        ]
        self.session = b""
        if convene:
            self.session = self.mediator.sessions.convene(
                "Berg and Falk", "First sitting", self.invitations
            )

    def place_of(self, name: str) -> Path:
        """Return the folder of somebody's machine."""
        return self.folder / name.replace(" ", "-")

    def vault_of(self, name: str) -> Vault:
        """Return somebody's vault, locked: another program on their machine."""
        place = self.place_of(name)
        place.mkdir(parents=True, exist_ok=True)
        location = str(place / "vault.caucus")
        if self.centre and name == self.mediators[0]:
            location = self.centre
        return Vault(location, marks=place / "marks", clock=self.clock, cost=LOWEST_COST)

    @property
    def mediator(self) -> UnlockedVault:
        """The convener."""
        return self.people[self.mediators[0]]

    def party(self, side: str) -> UnlockedVault:
        """The party of a side."""
        return self.people[self.parties["ABCDEFGHIJ".index(side)]]

    @property
    def holders(self) -> list[UnlockedVault]:
        """All mediators and parties, in roster order."""
        return [self.people[name] for name in (*self.mediators, *self.parties)]

    def write(self, audience: str, text: str, **more: object) -> bytes:
        """Let the mediator write a note. Returns the entry."""
        new = NewEntry(audience, text, **more)  # type: ignore[arg-type]
        return self.mediator.entries.add(self.session, new).id

    def seal(self, text: str = "One.\n\nTwo.\n\nThree.", label: str = "The rota") -> bytes:
        """Let the mediator write and seal a joint note. Returns the record."""
        entry = self.write("joint", text)
        return self.mediator.sealing.seal([entry], label, safety_reviewed=True)[0]

    def close(self) -> None:
        """Lock everybody and let go of the databases."""
        for person in self.people.values():
            person.lock()
        for vault in self.vaults.values():
            vault.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
