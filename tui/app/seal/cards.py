"""The cards of the hand-over: whose turn it is, the question itself, and giving it back."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from tui.app.seal.lines import Line, Page, SecretLine
from tui.app.seal.question import WordsField, asked_words, facts
from tui.app.seal.waiver_words import Agree, Handover
from tui.app.seal.words import Button as Words
from tui.app.secret import SecretInput
from tui.app.text import plain, plain_line
from vault import WaiverView


class Card(Vertical):
    """A heavy frame, so that nobody takes it for a page of the mediator's work."""

    DEFAULT_CSS = """
    Card {
        width: 76; height: auto; max-height: 100%; border: heavy $primary; padding: 0 2;
        .gap { margin-top: 1; }
        .big { text-style: bold; text-align: center; width: 1fr; }
        .quiet { color: $text-muted; }
        .said { color: $text-warning; height: auto; }
        .buttons { height: auto; align-horizontal: right; margin-top: 1; }
        .buttons Button { margin-left: 2; }
    }
    """

    def __init__(self, title: str, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.border_title = plain_line(title)

    def say(self, words: str) -> None:
        """Say something that only whoever holds the keyboard should read."""
        line = self.query_one(".said", Static)
        line.update(plain(words))
        line.display = bool(words)
        for aside in self.query(".aside"):
            # On a small window there is room for one of them.
            aside.display = not words


class PassCard(Card):
    """Says whom the keyboard goes to, and nothing about anybody's answer."""

    def compose(self) -> ComposeResult:
        yield Static(id="thanks", classes="big gap")
        yield Static(plain_line(Handover.PASS), classes="big gap")
        yield Static(id="next-name", classes="big")
        yield Static(id="hold", classes="gap")
        yield Static(
            plain(f"{Handover.HOLD_HINT} {Handover.LOOK_AWAY} {Handover.LOCKED}"),
            classes="quiet gap",
        )
        yield Static(classes="said gap")
        with Horizontal(classes="buttons"):
            yield Button(plain_line(Words.GIVE_BACK), id="give-back", action="screen.give_back")
            yield Button(plain_line(Words.HOLD), id="hold-it", action="screen.hold")

    def show(self, name: str, *, thanks: bool) -> None:
        """Name whoever is next. Thanks are the same whatever was answered."""
        self.query_one("#thanks", Static).update(plain_line(Handover.THANKS if thanks else ""))
        self.query_one("#thanks").display = thanks
        self.query_one("#next-name", Static).update(plain_line(name))
        self.query_one("#hold", Static).update(plain(Handover.HOLD.format(name=name)))
        self.say("")
        self.query_one("#hold-it").focus()


class QuestionCard(Card):
    """The request, the check words to repeat, the passphrase, and three answers."""

    DEFAULT_CSS = """
    QuestionCard {
        #asked { max-height: 2; }
        #asked-for { max-height: 25vh; }
        .said { max-height: 4; }
        #sign { layout: grid; grid-size: 2; grid-columns: 26 1fr; grid-rows: auto; height: auto; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Static(id="asked")
        with Page(id="asked-for"):
            yield Static(id="facts")
        yield WordsField(classes="gap")
        with Vertical(id="sign"):
            yield Static(plain_line(Handover.NAME))
            yield Line(id="own-name")
            yield Static(plain_line(Handover.PASSPHRASE, "bold"))
            yield SecretLine(Handover.SHOW, id="own-passphrase")
        yield Static(classes="said gap")
        yield Static(
            plain(f"{Agree.EXACT} {Agree.NO} {Handover.NOT_NOW}"), classes="quiet gap aside"
        )
        with Horizontal(classes="buttons"):
            yield Button(plain_line(Words.NOT_NOW), id="not-now", action="screen.not_now")
            yield Button(plain_line(Words.NO), id="refuse", action="screen.refuse")
            yield Button(
                plain_line(Words.SIGN_ONLY), id="sign-only", action="screen.sign",
                tooltip=plain(Agree.HELP_SIGN),
            )  # fmt: skip
            yield Button(plain_line(Words.AGREE), id="agree", action="screen.agree")

    def show(self, view: WaiverView, name: str, now: int) -> None:
        """Ask one person: for an answer, or for what they kept back when they signed."""
        self.border_title = plain_line(name)
        handing = name in view.to_hand_over
        asked = asked_words(view, name, handing=handing)
        self.query_one("#asked", Static).update(plain(asked))
        agree = self.query_one("#agree", Button)
        agree.label = plain_line(Words.HAND_IN if handing else Words.AGREE)
        for each in ("#sign-only", "#refuse"):
            self.query_one(each).display = not handing
        self.query_one("#facts", Static).update(facts(view, now))
        self.query_one(WordsField).show(view.check_words)
        self.query_one("#own-name", Input).value = name
        self.query_one(SecretInput).forget()
        self.allow(busy=False)
        self.say("")
        self.query_one("#words").focus()

    def allow(self, *, busy: bool) -> None:
        """Let an answer be given, or wait."""
        for each in ("#agree", "#sign-only"):
            self.query_one(each).disabled = busy or not self.query_one(WordsField).agreed
        self.query_one("#refuse").disabled = busy
        self.query_one("#not-now").disabled = busy
        self.query_one(SecretInput).disabled = busy

    def forget(self) -> None:
        """Take everything off the card."""
        self.query_one(WordsField).show("")
        self.query_one("#own-name", Input).clear()
        self.query_one(SecretInput).forget()
        for each in ("#asked", "#facts"):
            self.query_one(each, Static).update(Content(""))
        self.say("")


class BackCard(Card):
    """Gives the keyboard back: work goes on with the mediator's own passphrase."""

    def compose(self) -> ComposeResult:
        yield Static(plain_line(Handover.THANKS), classes="big gap")
        yield Static(plain_line(Handover.BACK), classes="big gap")
        yield Static(id="mediator", classes="big")
        yield Static(id="back-hint", classes="quiet gap")
        yield Static(plain_line(Handover.PASSPHRASE, "bold"), classes="gap")
        yield SecretLine(Handover.SHOW, id="back-passphrase")
        yield Static(classes="said")
        with Horizontal(classes="buttons"):
            yield Button(plain_line(Words.UNLOCK), id="take-back", action="screen.take_back")

    def show(self, name: str) -> None:
        """Ask the mediator."""
        self.query_one("#mediator", Static).update(plain_line(name))
        self.query_one("#back-hint", Static).update(plain(Handover.BACK_HINT.format(name=name)))
        self.query_one(SecretInput).forget()
        self.allow(busy=False)
        self.say("")
        self.query_one(SecretInput).focus()

    def allow(self, *, busy: bool) -> None:
        """Let a passphrase be tried, or wait."""
        self.query_one("#take-back").disabled = busy
        self.query_one(SecretInput).disabled = busy
