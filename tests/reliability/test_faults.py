"""Whatever a disk does in the middle of an act: it is done or it is not, and nothing is lost."""

from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from tests.cast import MEDIATOR
from tests.reliability.faults import Disk, Fault, in_between
from tests.reliability.stage import ACTS, Waiting, prepare, view
from tests.reliability.writer import CONTEXT, heard
from vault import MEDIATORS, PRIVATE, NewEntry, StorageFullError, UnlockedVault, VaultError

ERRORS = (Fault.BROKEN, Fault.FULL, Fault.SHORT)
FILES = {"export", "back up"}
"""Acts that write a file of the user's own: what the system says of it is said to them."""
AT_LEAST = 2_000


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Waiting:
    return prepare(tmp_path_factory.mktemp("waiting") / "made")


class Story:
    """One act in one vault: what there is before it and after it, and how many calls it takes."""

    def __init__(self, waiting: Waiting, act: str, folder: Path) -> None:
        self.waiting, self.act, self.folder = waiting, act, folder
        self.copies = 0
        self.before = self.view(self.fresh())
        at = self.fresh()
        with in_between() as disk:
            self.do(at, disk, self.unlock(at), Fault.BROKEN, 0)
        self.calls = disk.calls
        self.after = self.view(at)

    def fresh(self) -> Waiting:
        self.copies += 1
        return self.waiting.copy(self.folder / str(self.copies))

    def view(self, at: Waiting) -> list[object]:
        passphrases = self.act == "change the passphrase"
        return view(at, ACTS[self.act][0], passphrases=passphrases)

    def unlock(self, at: Waiting) -> UnlockedVault:
        return at.person(at.vault(), ACTS[self.act][0])

    def do(
        self, at: Waiting, disk: Disk, person: UnlockedVault, fault: Fault, call: int
    ) -> BaseException | None:
        """Do it, and return the error that a person reads."""
        error: BaseException | None = None
        with disk.going_wrong(fault, call):
            try:
                ACTS[self.act][1](at, person)
            except VaultError as caught:
                error = caught
            except OSError as caught:
                assert self.act in FILES
                error = caught
        if self.act != "lock":
            # The program goes on, and so does whoever writes in it, for whom it went wrong.
            audience = MEDIATORS if person.name == MEDIATOR else PRIVATE
            entry = person.entries.add(at.session, NewEntry(audience, "Afterwards.")).id
            assert person.entries.show(entry).text == "Afterwards."
            person.entries.destroy([entry])
        person._desk.store.close()
        return error

    def go_wrong(self, fault: Fault, call: int) -> None:
        at = self.fresh()
        with in_between() as disk:
            error = self.do(at, disk, self.unlock(at), fault, call)
        # How many pages an act takes may differ by one.
        assert disk.happened or call == self.calls
        found = self.view(at)
        # What was said to be done is done; what was not, may be.
        assert found in ([self.after] if error is None else [self.before, self.after])
        if fault is Fault.FULL and error is not None and self.act not in FILES:
            assert isinstance(error, StorageFullError)
        self._can_still_be_done(at, found, call)

    def be_killed(self, fault: Fault, call: int) -> None:
        at = self.fresh()
        mine, theirs = CONTEXT.Pipe(duplex=False)
        process = CONTEXT.Process(target=be_killed, args=(at, self.act, fault, call, theirs))
        process.start()
        theirs.close()
        said = heard(mine)
        process.join()
        assert (process.exitcode, said) == (-9, []) or call == self.calls
        found = self.view(at)
        assert found in (self.before, self.after)
        self._can_still_be_done(at, found, call)

    def _can_still_be_done(self, at: Waiting, found: list[object], call: int) -> None:
        """Do it again where it was not done; tried after every fifth call."""
        if found == self.before != self.after and call % 5 == 0:
            person = self.unlock(at)
            ACTS[self.act][1](at, person)
            person._desk.store.close()
            assert self.view(at) == self.after


def be_killed(at: Waiting, act: str, fault: Fault, call: int, done: Connection) -> None:
    """In a process of its own: do an act on a disk that ends the program."""
    name, doing = ACTS[act]
    with in_between() as disk:
        person = at.person(at.vault(), name)
        with disk.going_wrong(fault, call):
            doing(at, person)
        done.send("done")


@pytest.fixture
def story(request: pytest.FixtureRequest, waiting: Waiting, tmp_path: Path) -> Story:
    return Story(waiting, request.param, tmp_path)


some_acts = pytest.mark.parametrize(
    "story", ["save the first", "seal", "change the passphrase"], indirect=True,
)  # fmt: skip
all_acts = pytest.mark.parametrize("story", ACTS, indirect=True)


@some_acts
def test_an_act_on_a_bad_disk_is_done_or_not_done_and_the_program_goes_on(story: Story) -> None:
    """R11 and R12."""
    story.go_wrong(ERRORS[story.calls % len(ERRORS)], story.calls // 2)


@pytest.mark.parametrize("story", ["seal"], indirect=True)
def test_a_program_killed_in_an_act_has_done_it_or_not(story: Story) -> None:
    """R10 and R11."""
    story.be_killed(Fault.KILLED_BEFORE, story.calls // 2)


@pytest.mark.long
@pytest.mark.parametrize("fault", ERRORS, ids=lambda fault: fault.name)
@all_acts
def test_an_act_is_done_or_not_done_whichever_call_goes_wrong(story: Story, fault: Fault) -> None:
    for call in range(1, story.calls + 1):
        story.go_wrong(fault, call)


@pytest.mark.long
@all_acts
def test_an_act_is_done_or_not_done_wherever_the_program_is_killed(story: Story) -> None:
    """Before every call that changes a file, and after the last: every step of every act."""
    for call in range(1, story.calls + 1):
        story.be_killed(Fault.KILLED_BEFORE, call)
    story.be_killed(Fault.KILLED_AFTER, story.calls)


@pytest.mark.long
def test_two_thousand_calls_go_wrong_in_all_acts_together(
    waiting: Waiting, tmp_path: Path
) -> None:
    """So that the two tests above are as many as they are meant to be."""
    calls = [Story(waiting, act, tmp_path / str(at)).calls for at, act in enumerate(ACTS)]
    assert sum(calls) * (len(ERRORS) + 1) >= AT_LEAST, calls
