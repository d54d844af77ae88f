"""The pages of the sealing dialogue: what it becomes, whose words, who holds it, what it means."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Select, Static
from textual.widgets.option_list import Option
from textual.widgets.select import NoSelection

from tui.app.scope import badge, listed
from tui.app.seal.lines import Line, Page
from tui.app.seal.people import counted, joined, role_of, with_words
from tui.app.seal.words import Seal
from tui.app.text import plain, plain_line
from tui.app.tick import Tick
from vault import Plan, PlannedPortion, Roster, Seat

SHOWN_CHARACTERS = 400
"""As much of a portion is shown: enough to know it again."""


class PortionsPage(Vertical):
    """What the entries become: every portion with its number, by paragraphs or whole."""

    DEFAULT_CSS = """
    PortionsPage {
        height: auto;
        OptionList { height: auto; max-height: 42vh; margin: 1 0; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Static(id="summary")
        yield OptionList(id="portions", markup=False)
        yield Tick(plain_line(Seal.WHOLE), id="whole")
        yield Static(plain(Seal.TRAVELS, "$text-muted"))

    @property
    def whole(self) -> bool:
        """Whether only the whole text can be released."""
        return self.query_one("#whole", Tick).value

    def reading(self, done: int, count: int) -> None:
        """Say how far the reading is."""
        self.query_one("#summary", Static).update(
            plain(Seal.READING.format(done=done, count=count))
        )

    def show(self, plans: Sequence[Plan], roster: Roster) -> None:
        """Show the portions of every entry."""
        total = sum(len(plan.portions) for plan in plans)
        portions = counted(total, Seal.PORTION, Seal.PORTIONS)
        sentence = counted(len(plans), Seal.COUNT_ONE, Seal.COUNT, portions=portions)
        self.query_one("#summary", Static).update(plain(sentence))
        listing = self.query_one(OptionList)
        listing.clear_options()
        listing.add_options(self._options(plans, roster))

    def _options(self, plans: Sequence[Plan], roster: Roster) -> list[Option]:
        found: list[Option] = []
        for plan in plans:
            latest = plan.entry.latest
            title = plain_line(latest.header.title or Seal.UNTITLED, "bold")
            head = Content.assemble(badge(latest.audience, roster), "  ", title)
            found.append(Option(head, disabled=True))
            found += [Option(_portion(each)) for each in plan.portions]
        return found


def _portion(planned: PlannedPortion) -> Content:
    if planned.attachment is None:
        text = planned.text
        shown = text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + " …"
    else:
        shown = Seal.FILE.format(name=planned.content.name, size=f"{planned.content.size:,}")
    head = f"{planned.number:>4}  "
    # What follows the first line stands under it, and not under the numbers.
    shown = shown.replace("\n", "\n" + " " * len(head))
    return Content.assemble((head, "bold"), plain(shown))


class SpeakersPage(Page):
    """Who the speakers are whom no seat is named for."""

    DEFAULT_CSS = """
    SpeakersPage { Select { width: 1fr; margin-bottom: 1; } }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._names: list[str] = []

    async def ask(self, names: Sequence[str], roster: Roster) -> None:
        """Ask about these names too; what was said of others stays."""
        if not self._names and names:
            await self.mount(Static(plain(Seal.SPEAKERS), classes="below"))
        seats = [
            (plain_line(f"{seat.name} ({role_of(seat)})"), seat.name) for seat in roster.seats
        ]
        for name in names:
            if name in self._names:
                continue
            self._names.append(name)
            await self.mount(
                Static(plain_line(Seal.SPEAKER.format(name=name), "bold")),
                Select([(plain_line(Seal.NOBODY), ""), *seats], prompt="…"),
            )

    def answers(self) -> dict[str, str]:
        """Return whose seat each name is, as far as that was said."""
        chosen = zip(self._names, self.query(Select), strict=True)
        return {
            name: str(each.value)
            for name, each in chosen
            if not isinstance(each.value, NoSelection)
        }

    def unanswered(self) -> list[str]:
        """Return the names that are still open."""
        return [name for name in self._names if name not in self.answers()]


class HoldersPage(Page):
    """The label, and everybody who will be needed to read it again."""

    def compose(self) -> ComposeResult:
        yield Static(plain_line(Seal.LABEL, "bold"))
        yield Line(id="label")
        yield Static(plain(Seal.LABEL_HINT, "$text-muted"), classes="below")
        yield Static(id="needed")
        yield Static(plain(Seal.NEVER), id="never", classes="above")

    def show(self, plans: Sequence[Plan], me: Seat) -> None:
        """Name the holders with their check words, and who never acknowledged anything."""
        seats = {seat.number: seat for plan in plans for seat in plan.holders}
        people = ["you" if seat == me else seat.name for seat in seats.values()]
        # Whoever seals is one of the holders, and is named first.
        people.sort(key=lambda name: name != "you")
        head = plain(Seal.NEEDED.format(people=joined(people)), "bold")
        never = {name for plan in plans for name in plan.never_acknowledged}
        holders = with_words([seats[number] for number in sorted(seats)], me, never)
        self.query_one("#needed", Static).update(Content("\n").join([head, holders]))
        self.query_one("#never").display = bool(never)

    @property
    def label(self) -> str:
        """What was agreed on."""
        return self.query_one("#label", Line).value.strip()


class MeaningPage(Page):
    """What sealing means, the question about danger and complaints, and the word to type."""

    DEFAULT_CSS = """
    MeaningPage {
        #word { width: 12; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Static(id="loses", classes="below")
        yield Static(plain(Seal.UNDO), classes="below")
        yield Static(plain(Seal.SAFETY_HINT, "$text-muted"))
        yield Tick(plain_line(Seal.SAFETY), id="safety")
        yield Static(plain_line(Seal.TYPE, "bold"), classes="above")
        yield Line(id="word", limit=len(Seal.WORD))

    def show(self, plans: Sequence[Plan], label: str) -> None:
        """Say who loses sight of it, and who learns that it exists."""
        names = list(dict.fromkeys(name for plan in plans for name in plan.loses_sight))
        loses = Seal.LOSES.format(label=label, people=listed(names))
        self.query_one("#loses", Static).update(plain(f"{loses} {Seal.SEES}"))

    @property
    def considered(self) -> bool:
        """Whether danger and complaints were considered."""
        return self.query_one("#safety", Tick).value

    @property
    def meant(self) -> bool:
        """Whether the word was typed."""
        return self.query_one("#word", Line).value.strip().upper() == Seal.WORD
