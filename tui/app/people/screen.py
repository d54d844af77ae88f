"""The list of people, and the words by which one is known."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.app.people.files import ConfirmDialog, ExportDialog, TakeInDialog
from tui.app.people.secrets import ChangeDialog, EnrolDialog
from tui.app.people.words import People, TakeIn
from tui.app.rows import Rows
from tui.app.screen import BACK, Action, CaucusScreen
from tui.app.text import plain, plain_line
from vault import Contact, UnlockedVault, identity_words

_NAME_WIDTH = 44


class PeopleScreen(CaucusScreen[None]):
    """Who is known, whose check words were compared, and one's own keys."""

    TITLE_WORDS = People.TITLE
    HELP = People.HELP
    ACTIONS: ClassVar = (
        Action(
            "enrol", People.ENROL, "f2", People.ENROL_HELP, short=People.SHORT_ENROL, writes=True
        ),
        Action(
            "take_in", People.IMPORT, "f4", TakeIn.HELP, short=People.SHORT_IMPORT, writes=True
        ),
        Action(
            "confirm",
            People.CONFIRM,
            "f5",
            People.CONFIRM_HELP,
            short=People.SHORT_CONFIRM,
            writes=True,
        ),
        Action("export", People.EXPORT, "f6", People.EXPORT_HELP),
        Action("passphrase", People.CHANGE, "f7", People.CHANGE_HELP, writes=True),
        Action("recovery", People.RECOVERY, "f8", People.RECOVERY_HELP, writes=True),
        BACK,
    )
    CSS = """
    PeopleScreen #people { padding: 0 1; }
    PeopleScreen #words { height: auto; padding: 1 2 0 2; }
    PeopleScreen #about { height: auto; min-height: 4; padding: 0 2; color: $text-muted; }
    PeopleScreen .row { height: 2; padding: 0 1; }
    PeopleScreen .row Button { margin: 0 1 0 0; width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._people: list[Contact] = []
        """Oneself first."""

    def compose_content(self) -> ComposeResult:
        yield Rows(id="people")
        yield Static(plain(""), id="words")
        yield Static(plain(""), id="about")
        for names in (("enrol", "take_in", "confirm"), ("export", "passphrase", "recovery")):
            with Horizontal(classes="row"):
                for name in names:
                    yield self.button(name)

    def on_mount(self) -> None:
        self.begin(self._read())

    async def _read(self, name: str = "") -> None:
        """Read the list anew, and put the cursor on somebody."""
        self._people = await self.app.ask(_everybody, self.app.unlocked)
        listed = self.query_one("#people", Rows)
        names = [contact.name for contact in self._people]
        at = names.index(name) if name in names else listed.highlighted or 0
        listed.clear_options()
        listed.add_options(
            Option(_line(contact, me=number == 0)) for number, contact in enumerate(self._people)
        )
        listed.highlighted = min(at, len(names) - 1)
        self._show()

    @property
    def _chosen(self) -> Contact | None:
        at = self.query_one("#people", Rows).highlighted
        return self._people[at] if at is not None and at < len(self._people) else None

    @on(OptionList.OptionHighlighted, "#people")
    def _show(self) -> None:
        """Say by which words the chosen person is known, and how sure that is."""
        chosen = self._chosen
        if chosen is None:
            return
        words = plain_line(identity_words(chosen.identity), "bold")
        self.query_one("#words", Static).update(
            Content.assemble(plain(f"{People.CHECK_WORDS}  ", "$text-muted"), words)
        )
        self.query_one("#about", Static).update(plain(self._about(chosen)))
        self.query_one("#do-confirm").disabled = not self.check_action("confirm", ())
        self.refresh_bindings()

    def _about(self, chosen: Contact) -> str:
        if chosen is self._people[0]:
            alone = f"\n{People.NOBODY}" if len(self._people) == 1 else ""
            return f"{People.ABOUT_YOU}{alone}"
        sentence = People.ABOUT_CONFIRMED if chosen.confirmed else People.ABOUT_UNCONFIRMED
        return sentence.format(name=chosen.name)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "confirm":
            chosen = self._chosen if self.is_mounted else None
            if chosen is None or chosen.confirmed:
                return None
        return super().check_action(action, parameters)

    @on(OptionList.OptionSelected, "#people")
    def _enter(self) -> None:
        if self.check_action("confirm", ()):
            self.action_confirm()

    def action_enrol(self) -> None:
        """Enrol somebody who sits here."""
        self.begin(self._ask_and_read(EnrolDialog()))

    def action_take_in(self) -> None:
        """Take in an identity file; what to do next stands beside the new name."""
        self.begin(self._take_in())

    def action_confirm(self) -> None:
        """Compare check words by telephone."""
        chosen = self._chosen
        if chosen is not None:
            self.begin(self._confirm(chosen.name))

    def action_export(self) -> None:
        """Write one's own identity file."""
        self.app.push_screen(ExportDialog())

    def action_passphrase(self) -> None:
        """Change one's own passphrase."""
        self.app.push_screen(ChangeDialog())

    def action_recovery(self) -> None:
        """Make a new recovery code."""
        self.app.push_screen(ChangeDialog(renew=True))

    def action_back(self) -> None:
        self.dismiss(None)

    async def _ask_and_read(self, dialog: EnrolDialog) -> None:
        if await self.app.push_screen_wait(dialog):
            await self._read()

    async def _take_in(self) -> None:
        name = await self.app.push_screen_wait(TakeInDialog())
        if name:
            await self._read(name)

    async def _confirm(self, name: str) -> None:
        if await self.app.push_screen_wait(ConfirmDialog(name)):
            await self._read(name)

    def forget(self) -> None:
        super().forget()
        self._people = []
        self.query_one("#people", Rows).clear_options()
        for name in ("#words", "#about"):
            self.query_one(name, Static).update(plain(""))


def _everybody(person: UnlockedVault) -> list[Contact]:
    return [person.people.me, *person.people.contacts()]


def _line(contact: Contact, *, me: bool) -> Content:
    """Return somebody as one line: the name, and whether the words were compared."""
    if me:
        state, style = People.YOU, ""
    elif contact.confirmed:
        state, style = People.CONFIRMED, "$text-success"
    else:
        state, style = People.NOT_CONFIRMED, "bold $text-warning"
    name = plain_line(contact.name)
    shown = name.truncate(_NAME_WIDTH, ellipsis=True, pad=True)
    return Content.assemble(shown, "  ", Content.styled(state, style))
