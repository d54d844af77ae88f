"""The people of the tests, and the vault they sit in. Real keys, the lowest allowed KDF cost."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from vault import (
    AnswerKind,
    Invitation,
    KdfCost,
    NewEntry,
    Opened,
    Role,
    UnlockedVault,
    Vault,
    WaiverView,
)

LOWEST_COST = KdfCost(memory_kib=64 * 1024, passes=1, lanes=1)
MEDIATOR, PARTY_A, PARTY_B = "Mara Lindt", "Anna Berg", "Boris Falk"


class Clock:
    """A clock that the test moves: every look is a second later."""

    def __init__(self, now: int = 1_790_000_000) -> None:
        self.now = now

    def __call__(self) -> int:
        self.now += 1
        return self.now


def passphrase_of(name: str) -> str:
    """Return the passphrase of somebody in the cast."""
    return f"correct horse battery staple {name}"


class Cast:
    """A vault with enrolled people who have confirmed each other, and one session of them all.

    Args:
        location: path or URL of a database that is not a vault yet.
        marks: folder of the marks.
        mediators, parties: names; parties get the sides A, B, C … in order.
        representatives: (side, name) pairs.
        nonparties: names; ``joint_readers`` of them are seated to read joint entries.

    """

    def __init__(
        self, location: str, marks: Path, *, mediators: Sequence[str] = (MEDIATOR,),
        parties: Sequence[str] = (PARTY_A, PARTY_B),
        representatives: Sequence[tuple[str, str]] = (), nonparties: Sequence[str] = (),
        joint_readers: Sequence[str] = (), convene: bool = True,
    ) -> None:  # fmt: skip
        self.location, self.marks, self.clock = location, marks, Clock()
        self.vault = self.new_vault()
        self.vault.create()
        self.codes: dict[str, str] = {}
        self.people: dict[str, UnlockedVault] = {}
        self.mediators, self.parties = list(mediators), list(parties)
        invitations = [
            *(Invitation(Role.MEDIATOR, name) for name in mediators),
            *(Invitation(Role.PARTY, name, "ABCDEFGHIJ"[i]) for i, name in enumerate(parties)),
            *(Invitation(Role.REPRESENTATIVE, name, side) for side, name in representatives),
            *(
                Invitation(Role.NONPARTY, name, reads_joint=name in joint_readers)
                for name in nonparties
            ),
        ]
        for each in invitations:
            self.people[each.name], self.codes[each.name] = self.vault.enrol(
                each.name, passphrase_of(each.name)
            )
        convener = self.people[mediators[0]]
        for name, person in self.people.items():
            if person is not convener:
                convener.people.add(name, person.people.me.identity, confirmed=True)
                person.people.add(mediators[0], convener.people.me.identity, confirmed=True)
        self.session = b""
        if convene:
            self.session = convener.sessions.convene("Berg and Falk", "First sitting", invitations)

    def new_vault(self) -> Vault:
        """Return the same vault again, locked: another program on the same database."""
        return Vault(self.location, marks=self.marks, clock=self.clock, cost=LOWEST_COST)

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

    def unlock(self, name: str) -> UnlockedVault:
        """Unlock somebody in a program of their own."""
        return self.new_vault().unlock(name, passphrase_of(name))

    def write(self, audience: str, text: str, **more: object) -> bytes:
        """Let the mediator write a note. Returns the entry."""
        new = NewEntry(audience, text, **more)  # type: ignore[arg-type]
        return self.mediator.entries.add(self.session, new).id

    def seal(self, text: str = "One.\n\nTwo.\n\nThree.", label: str = "The rota") -> bytes:
        """Let the mediator write and seal a joint note. Returns the record."""
        entry = self.write("joint", text)
        return self.mediator.sealing.seal([entry], label, safety_reviewed=True)[0]

    def ask(self, record: bytes, *portions: int, days: int = 30) -> WaiverView:
        """Let the mediator ask for portions of a record (all, if none are named)."""
        return self.mediator.waivers.request(
            {record: portions}, "a rota complaint", "the grievance panel",
            self.clock.now + days * 86_400,
        )  # fmt: skip

    def agree(self, waiver: WaiverView, *people: UnlockedVault) -> None:
        """Let these people (all holders, if none are named) consent."""
        for person in people or self.holders:
            person.waivers.answer(waiver.id, AnswerKind.CONSENT, waiver.check_words)

    def open(self, waiver: WaiverView) -> Opened:
        """Let the mediator open a request."""
        return self.mediator.opening.open(waiver.id)

    def close(self) -> None:
        """Lock everybody and let go of the database."""
        for person in self.people.values():
            person.lock()
        self.vault.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
