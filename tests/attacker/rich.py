"""One vault in which everything has happened that can happen, and what it was after each act."""

from dataclasses import dataclass, field
from pathlib import Path

from tests.attacker.owner import Attacker, Place, Row
from tests.cast import MEDIATOR, PARTY_A, PARTY_B, Cast, passphrase_of
from tests.copies import copy_marks, copy_vault
from vault import AnswerKind, Invitation, Kind, NewEntry, Role, Source, UnlockedVault

OTHER_MEDIATOR, HELPER, WITNESS = "Nils Ohm", "Rita Berg", "Ivo Rask"
NEW_PASSPHRASE = "another passphrase altogether for Boris"


@dataclass
class Snapshot:
    """The vault after one act, and who acted."""

    act: str
    actor: str
    path: Path
    rows: dict[Place, Row] = field(repr=False)


@dataclass
class Rich:
    """The vault at its end, and on the way."""

    path: Path
    marks: Path
    passphrases: dict[str, str]
    snapshots: list[Snapshot]
    session: bytes
    codes: dict[str, str]


class Story:
    """Tells the story, and copies the vault after each act."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.snapshots: list[Snapshot] = []
        self.cast = Cast(
            str(folder / "vault.caucus"), folder / "marks", mediators=(MEDIATOR, OTHER_MEDIATOR),
            representatives=(("A", HELPER),), nonparties=(WITNESS,), joint_readers=(WITNESS,),
        )  # fmt: skip
        self.people = self.cast.people

    def snap(self, act: str, actor: str) -> None:
        target = copy_vault(
            self.cast.location, self.folder / f"snapshot-{len(self.snapshots)}.caucus"
        )
        with Attacker(target) as attacker:
            self.snapshots.append(Snapshot(act, actor, target, attacker.dump()))

    def add(self, name: str, audience: str, text: str, **more: object) -> bytes:
        new = NewEntry(audience, text, **more)  # type: ignore[arg-type]
        made = self.people[name].entries.add(self.cast.session, new)
        self.snap(f"note in {audience}", name)
        return made.id

    def lock_and_unlock(self, name: str) -> None:
        self.people[name].lock()
        self.people[name] = self.cast.unlock(name)
        self.people[name].sessions.open(self.cast.session)

    def tell(self) -> Rich:
        cast, session = self.cast, self.cast.session
        mara, nils, anna, boris = (
            self.people[name] for name in (MEDIATOR, OTHER_MEDIATOR, PARTY_A, PARTY_B)
        )
        for name, person in self.people.items():
            person.sessions.views()
            self.snap("session found", name)
        written = {
            audience: self.add(MEDIATOR, audience, f"Mara in {audience}.", tags=("first",))
            for audience in ("private", "mediators", "caucus:A", "caucus:B", "joint")
        }
        self._others_write()
        for turn in range(4):
            mara.entries.edit(written["joint"], f"Revised, {turn}.")
            self.snap("note revised", MEDIATOR)
        draft = self.add(PARTY_A, "joint", "A first wording.", kind=Kind.DRAFT)
        boris.entries.edit(draft, "A better wording.")
        self.snap("draft revised", PARTY_B)
        self.add(OTHER_MEDIATOR, "joint", "What was agreed.", kind=Kind.RECORD)
        filed = self._attach(mara, "joint", "rota.txt")
        self.snap("file attached", MEDIATOR)
        self._attach(anna, "caucus:A", "letter.txt")
        self.snap("file attached", PARTY_A)
        mara.entries.destroy([filed])
        self.snap("entry destroyed", MEDIATOR)
        anna.entries.destroy([self.add(PARTY_A, "caucus:A", "Said too soon.")])
        self.snap("entry destroyed", PARTY_A)
        self.lock_and_unlock(MEDIATOR)
        self.snap("locked", MEDIATOR)
        self._seal_and_ask(nils)
        self._second_session()
        self.people[PARTY_B].change_passphrase(NEW_PASSPHRASE)
        self.snap("passphrase changed", PARTY_B)
        self.add(MEDIATOR, "joint", "One more for the road.")
        for name in (MEDIATOR, OTHER_MEDIATOR, PARTY_A):
            self.lock_and_unlock(name)
        self.add(PARTY_B, "joint", "And one that nobody has signed yet.")
        self.snap("the end", PARTY_B)
        passphrases = {name: passphrase_of(name) for name in self.people}
        passphrases[PARTY_B] = NEW_PASSPHRASE
        end = copy_vault(cast.location, self.folder / "end.caucus")
        return Rich(
            end, copy_marks(cast.marks, self.folder / "marks at the end"), passphrases,
            self.snapshots, session, cast.codes,
        )  # fmt: skip

    def _others_write(self) -> None:
        for name, audiences in {
            OTHER_MEDIATOR: ("mediators", "joint", "caucus:B"),
            PARTY_A: ("private", "caucus:A", "joint"),
            PARTY_B: ("private", "caucus:B", "joint"),
            HELPER: ("caucus:A",),
            WITNESS: ("joint",),
        }.items():
            for audience in audiences:
                self.add(name, audience, f"{name} in {audience}.")

    def _attach(self, person: UnlockedVault, audience: str, name: str) -> bytes:
        data = b"the content of a file " * 40
        new = NewEntry(audience, "With a file.")
        return person.files.add_entry(self.cast.session, new, [Source(name, len(data), [data])]).id

    def _seal_and_ask(self, nils: UnlockedVault) -> None:
        cast, mara = self.cast, self.people[MEDIATOR]
        session = cast.session
        text = "One.\n\nTwo.\n\nThree."
        sealed = [
            (self.add(MEDIATOR, "joint", text, speakers=(WITNESS,)), "With the witness"),
            (self.add(MEDIATOR, "caucus:A", text), "The rota"),
            (self._attach(mara, "joint", "sealed.txt"), "The file"),
            (self.add(MEDIATOR, "joint", text), "The money"),
        ]
        records = []
        for entry, label in sealed:
            records += mara.sealing.seal([entry], label, safety_reviewed=True)
            self.snap("sealed", MEDIATOR)
        for name in (PARTY_A, PARTY_B, OTHER_MEDIATOR):
            self.people[name].docket.acknowledge(session)
            self.snap("acknowledged", name)
        holders = (MEDIATOR, OTHER_MEDIATOR, PARTY_A, PARTY_B)
        opened = cast.ask(records[1], 1, 2)
        self.snap("asked", MEDIATOR)
        for name in holders:
            cast.agree(opened, self.people[name])
            self.snap("consented", name)
        mara.opening.open(opened.id)
        self.snap("opened", MEDIATOR)
        file_opened = cast.ask(records[2])
        cast.agree(file_opened, *(self.people[name] for name in holders))
        mara.opening.open(file_opened.id)
        self.snap("opened", MEDIATOR)
        refused = cast.ask(records[3], 1)
        cast.agree(refused, self.people[PARTY_A])
        self.people[PARTY_B].waivers.answer(refused.id, AnswerKind.REFUSAL)
        self.snap("refused", PARTY_B)
        mara.waivers.show(refused.id)
        self.snap("ended", MEDIATOR)
        withdrawn = cast.ask(records[3], 2)
        cast.agree(withdrawn, self.people[PARTY_A])
        self.people[PARTY_A].waivers.answer(withdrawn.id, AnswerKind.WITHDRAWAL)
        self.snap("withdrawn", PARTY_A)
        nils.waivers.show(withdrawn.id)
        self.snap("ended", OTHER_MEDIATOR)
        cast.agree(cast.ask(records[0], 3), self.people[PARTY_A])
        self.snap("collecting", PARTY_A)

    def _second_session(self) -> None:
        mara = self.people[MEDIATOR]
        second = mara.sessions.convene(
            "Berg and Falk", "Second sitting",
            [Invitation(Role.MEDIATOR, MEDIATOR), Invitation(Role.PARTY, PARTY_A, "A")],
            follows=self.cast.session,
        )  # fmt: skip
        self.snap("convened", MEDIATOR)
        for person in self.people.values():
            person.sessions.views()
        for person in (mara, self.people[PARTY_A]):
            person.entries.add(second, NewEntry("joint", "In the second sitting."))
        self.snap("note in joint", PARTY_A)
        mara.sessions.close(second)
        self.snap("closed", MEDIATOR)


def tell(folder: Path) -> Rich:
    """Build the vault."""
    story = Story(folder)
    rich = story.tell()
    story.cast.close()
    return rich
