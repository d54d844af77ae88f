"""Files that are lost, repeated and reordered between machines: what arrived decides, not when."""

import io
import random
import shutil
from pathlib import Path

import pytest

from tests.cast import LOWEST_COST, passphrase_of
from tests.machines import Machines
from vault import JOINT, AnswerKind, NewEntry, UnlockedVault, Vault

MEDIATORS = ("Mara Lindt", "Nils Holm")
PARTIES = ("Anna Berg", "Boris Falk", "Chris Dahl", "Dora Elm")


class Post:
    """Machines of ``people`` in all that wrote everything they ever will, and their files."""

    def __init__(self, folder: Path, people: int, ending: AnswerKind) -> None:
        mediators, parties = MEDIATORS[: max(1, people - 4)], PARTIES[: min(4, people - 1)]
        self.machines = Machines(folder / "all", mediators=mediators, parties=parties)
        machines, mara = self.machines, self.machines.mediator
        machines.write(JOINT, "before")
        record = machines.seal()
        self.waiver = mara.waivers.request({record: [2]}, "p", "r", machines.clock.now + 99_999)
        request = mara.exchange.request_file(self.waiver.id)
        archives = {name: self._archive(mara, name) for name in (*mediators[1:], *parties)}
        self.start = folder / "start"
        mara.lock()
        shutil.copytree(machines.place_of(mediators[0]), self.start)
        self.files: list[bytes] = []
        for name in (*mediators[1:], *parties):
            person = machines.people[name]
            person.archives.receive(io.BytesIO(archives[name]))
            person.exchange.receive(request)
            person.docket.acknowledge(machines.session)
            self.files.append(person.exchange.acknowledgement_file(machines.session))
            person.entries.add(machines.session, NewEntry(JOINT, f"from {name}"))
            self.files.append(self._archive(person, mediators[0]))
            person.waivers.answer(self.waiver.id, AnswerKind.CONSENT, self.waiver.check_words)
            self.files.append(person.exchange.answer_file(self.waiver.id))
        if ending is not AnswerKind.CONSENT:
            last = machines.people[parties[-1]]
            last.waivers.answer(self.waiver.id, ending)
            self.files.append(last.exchange.answer_file(self.waiver.id))
        self.clock = machines.clock.now + 50

    def _archive(self, person: UnlockedVault, name: str) -> bytes:
        file = io.BytesIO()
        person.archives.export(file, [self.machines.session], [name])
        return file.getvalue()

    def after(self, folder: Path, files: list[bytes]) -> object:
        """Return how the mediator's machine stands after these files, in this order."""
        shutil.copytree(self.start, folder)
        vault = Vault(
            str(folder / "vault.caucus"), marks=folder / "marks", clock=lambda: self.clock,
            cost=LOWEST_COST,
        )  # fmt: skip
        person = vault.unlock(MEDIATORS[0], passphrase_of(MEDIATORS[0]))
        for file in files:
            if file.startswith(b"PK"):
                person.archives.receive(io.BytesIO(file))
            else:
                person.exchange.receive(file)
        shown = person.waivers.show(self.waiver.id)
        listing = person.entries.listing(self.machines.session)
        lines = person.docket.lines(self.machines.session)
        state = (
            shown.state, shown.reason, shown.consented, shown.missing,
            sorted(person.entries.show(each.id).text for each in listing.entries),
            [each.acknowledged for each in lines],
            person.checks.run().damages, listing.damages,
        )  # fmt: skip
        person.lock()
        vault.close()
        shutil.rmtree(folder)
        return state


def converge(folder: Path, people: int, ending: AnswerKind, schedules: int) -> None:
    """Deliver random subsets in random orders, some twice; the same subset ends the same way."""
    post = Post(folder, people, ending)
    chance = random.Random(people)
    known: dict[frozenset[int], object] = {}
    for turn in range(schedules):
        lost = chance.randint(0, 2)
        arrived = chance.sample(range(len(post.files)), len(post.files) - lost)
        expected = frozenset(arrived)
        if expected not in known:
            files = [post.files[each] for each in sorted(expected)]
            known[expected] = post.after(folder / f"in-order-{turn}", files)
        repeated = arrived + chance.choices(arrived, k=3)
        chance.shuffle(repeated)
        found = post.after(folder / f"turn-{turn}", [post.files[each] for each in repeated])
        assert found == known[expected]
    post.machines.close()


@pytest.mark.parametrize(
    ("people", "ending"),
    [(3, AnswerKind.CONSENT), pytest.param(4, AnswerKind.WITHDRAWAL, marks=pytest.mark.long)],
)
def test_what_arrived_decides_and_not_in_which_order(tmp_path, people, ending):
    converge(tmp_path, people, ending, 3)


@pytest.mark.long
@pytest.mark.parametrize("people", [2, 3, 4, 5, 6])
@pytest.mark.parametrize("ending", [AnswerKind.CONSENT, AnswerKind.WITHDRAWAL])
def test_a_thousand_schedules_converge(tmp_path, people, ending):
    converge(tmp_path, people, ending, 100)
