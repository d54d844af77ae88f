"""The invented case as somebody finds it who wants to look around: written, sealed, asked about.

The story's own chapters make it, so that what is shown and what is told are the same. Two of the
three have agreed to a request; the third has not, and can be asked on the same machine.
"""

from collections.abc import Callable, Iterator, Sequence

from tui.demo import case, sealed, sitting
from tui.demo.case import RUTH, TOMASZ
from tui.demo.stage import Stage
from tui.setup import Setup
from vault import DEFAULT_COST, AnswerKind, Invitation, NewEntry, Role, WaiverView

_DAY = 86_400
FIRST_DAYS_AGO, SITTING_HOURS_AGO = 14, 3


class Hours:
    """A clock that stands somewhere in the past, so that not everything happened just now."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self.ago = 0
        """Seconds."""

    def __call__(self) -> int:
        """Return the time in seconds UTC."""
        return self._now() - self.ago


class Scene:
    """The invented case in a vault, with everybody locked.

    Args:
        setup: the clock, and where the vault lies: beside nothing else, in a private directory.

    """

    def __init__(self, setup: Setup) -> None:
        self._hours = Hours(setup.clock)
        folder = setup.places.default_vault.parent
        self._stage = Stage(folder, self._hours, setup.cost or DEFAULT_COST)
        self.asked: WaiverView | None = None
        """The request that two of three have agreed to."""

    @property
    def passphrases(self) -> dict[str, str]:
        """Everybody's, by name. They protect nothing: all of it is invented."""
        return dict(self._stage.passphrases)

    @property
    def session(self) -> bytes:
        """The sitting that most of it belongs to."""
        return self._stage.session

    def make(self) -> None:
        """Let everybody enrol, write, seal and answer, then lock. It costs three passphrases."""
        try:
            self._hours.ago = SITTING_HOURS_AGO * 3600
            for chapter in (sitting.people, sitting.session, sitting.draft, sitting.file):
                _tell(chapter, self._stage)
            self._write(self._stage.session, case.LIVE_NOTES)
            self._hours.ago = FIRST_DAYS_AGO * _DAY
            self._first_sitting()
            self._hours.ago = 3600
            _tell(sealed.sealing, self._stage)
            self._hours.ago = 1800
            self._ask()
        finally:
            self._hours.ago = 0
            self._stage.close()

    def _first_sitting(self) -> None:
        """Leave an earlier sitting of the same case behind, which was closed."""
        ruth = self._stage.people[RUTH]
        everybody = [
            Invitation(Role.MEDIATOR, RUTH),
            Invitation(Role.PARTY, TOMASZ, "A"),
            Invitation(Role.PARTY, case.GILLIAN, "B"),
        ]
        session = ruth.sessions.convene(case.CASE, case.FIRST_SITTING, everybody)
        self._write(session, case.FIRST_NOTES)
        ruth.sessions.close(session)

    def _write(self, session: bytes, notes: Sequence[case.Written]) -> None:
        for note in notes:
            new = NewEntry(note.audience, note.text, title=note.title)
            self._stage.people[note.author].entries.add(session, new)

    def _ask(self) -> None:
        """Ask for one paragraph; the mediator and one party agree, the other has not yet."""
        people = self._stage.people
        until = self._hours() + case.ANSWER_DAYS * _DAY
        wanted = {self._stage.record: (case.RELEASED,)}
        asked = people[RUTH].waivers.request(wanted, case.PURPOSE, case.RECIPIENT, until)
        for name in (RUTH, TOMASZ):
            people[name].waivers.answer(asked.id, AnswerKind.CONSENT, asked.check_words)
        self.asked = people[RUTH].waivers.show(asked.id)


def _tell(chapter: Callable[[Stage], Iterator[str]], stage: Stage) -> None:
    """Let a chapter of the story happen; its words are not wanted here."""
    for _ in chapter(stage):
        pass
