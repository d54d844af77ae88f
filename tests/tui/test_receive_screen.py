"""Files from other machines on the screen: what each was, in words, and why one was refused."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pyrage
import pytest
from textual.widgets import Input, Static

from tests.agefile import for_passphrase
from tests.cast import LOWEST_COST, MEDIATOR, PARTY_A, PARTY_B
from tests.machines import Machines
from tests.tui.staging import NoTerminal, unlock, until
from tui.app.application import CaucusApp
from tui.app.disclosure import DisclosureScreen
from tui.app.notices import Question
from tui.app.receive import ReceiveDialog
from tui.app.receive.asking import IdentityDialog, NameDialog, UnlockDialog
from tui.app.receive.words import Came, DestroyToo, Receive, Refused
from tui.app.work import WorkScreen
from tui.paths import Places
from tui.setup import Setup
from vault import (
    AnswerKind,
    Disclosing,
    Ground,
    Invitation,
    RecipientKind,
    Role,
    write_parcel,
)

STRANGER = "Vera Moll"


@pytest.fixture
def machines(tmp_path):
    with Machines(tmp_path / "machines") as made:
        yield made


@asynccontextmanager
async def on_machine(machines: Machines, name: str, size=(80, 24)) -> AsyncIterator[tuple]:
    """Run the program on somebody's machine, unlocked."""
    place = machines.place_of(name)
    places = Places(place / "vault.caucus", place / "marks", place / "settings.toml")
    setup = Setup(machines.clock, places, NoTerminal(), LOWEST_COST)
    app = CaucusApp(setup, str(place / "vault.caucus"), name=name)
    async with app.run_test(size=size) as pilot:
        await unlock(app, pilot, name)
        yield app, pilot


async def receiving(app, pilot, *files: Path) -> ReceiveDialog:
    """Choose files by typing their names."""
    app.push_screen(ReceiveDialog())
    await until(pilot, lambda: isinstance(app.screen, ReceiveDialog) and app.screen.is_mounted)
    dialog = app.screen
    await until(pilot, lambda: app.focused is dialog.query_one("#path"))
    for file in files:
        dialog.query_one("#path", Input).value = str(file)
        await pilot.press("enter")
    assert dialog._files == list(files)
    return dialog


async def taken(app, pilot, *files: Path) -> str:
    """Take files in, and return what is said of them."""
    dialog = await receiving(app, pilot, *files)
    dialog.action_take()
    await until(pilot, lambda: dialog.query_one("#came").display)
    told = said(dialog)
    await pilot.press("escape")
    await until(pilot, lambda: dialog not in app.screen_stack)
    return told


def said(dialog: ReceiveDialog) -> str:
    return str(dialog.query_one("#told", Static).render())


def saved(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def archive_for(machines: Machines, path: Path, *names: str) -> Path:
    with path.open("w+b") as file:
        machines.mediator.archives.export(file, [machines.session], names)
    return path


@pytest.mark.long
async def test_a_session_comes_in_a_request_is_answered_and_the_answer_is_taken_in(
    machines, tmp_path
):
    record = machines.seal()
    archive = archive_for(machines, tmp_path / "a.zip", PARTY_A)
    view = machines.mediator.waivers.request(
        {record: (1,)}, "a rota complaint", "the panel", machines.clock.now + 86_400
    )
    request = saved(tmp_path / "r.request", machines.mediator.exchange.request_file(view.id))
    async with on_machine(machines, PARTY_A) as (app, pilot):
        told = await taken(app, pilot, request, archive)
        assert "1 session, 0 entries, 1 sealed record" in told
        assert Came.REQUEST.format(words=view.check_words) in told
        assert Came.KNOWN in await taken(app, pilot, archive)
        anna = app.unlocked
        anna.waivers.answer(view.id, AnswerKind.CONSENT, view.check_words)
        anna.docket.acknowledge(machines.session)
        files = [
            saved(tmp_path / "a.answer", anna.exchange.answer_file(view.id)),
            saved(tmp_path / "k", anna.exchange.acknowledgement_file(machines.session)),
        ]
    async with on_machine(machines, MEDIATOR) as (app, pilot):
        told = await taken(app, pilot, *files)
        assert Came.ANSWER.format(words=view.check_words) in told
        assert Came.ANSWER_WAITING in told
        assert Came.ACKNOWLEDGEMENT in told
        assert app.unlocked.waivers.show(view.id).consented == (PARTY_A,)


@pytest.mark.long
async def test_whose_an_identity_is_is_asked_and_the_words_are_to_be_compared(machines, tmp_path):
    with Machines(tmp_path / "other", mediators=(STRANGER,), convene=False) as other:
        stranger = saved(tmp_path / "v.identity", other.mediator.people.export_file())
    known = saved(tmp_path / "k.identity", machines.party("A").people.export_file())
    own = saved(tmp_path / "o.identity", machines.mediator.people.export_file())
    async with on_machine(machines, MEDIATOR) as (app, pilot):
        dialog = await receiving(app, pilot, own, stranger, known)
        dialog.action_take()
        await until(pilot, lambda: isinstance(app.screen, NameDialog))
        app.screen.query_one("#name", Input).value = STRANGER
        await pilot.press("enter")
        await until(pilot, lambda: dialog.query_one("#came").display)
        assert Came.COMPARE.format(name=STRANGER) in said(dialog)
        assert f"The keys of {PARTY_A}" in said(dialog)
        contact = app.unlocked.people.find(STRANGER)
        assert not contact.confirmed


@pytest.mark.long
async def test_two_identity_files_of_one_person_take_no_name_from_the_next_file(
    machines, tmp_path
):
    files = []
    with Machines(tmp_path / "other", mediators=(STRANGER,), convene=False) as other:
        for number, name in enumerate((STRANGER, STRANGER, PARTY_A)):
            person = other.people[name].people
            files.append(saved(tmp_path / f"{number}.identity", person.export_file()))
        third = other.people[PARTY_A].people.me.identity
    async with on_machine(machines, MEDIATOR) as (app, pilot):
        dialog = await receiving(app, pilot, *files)
        dialog.action_take()
        for name in (STRANGER, STRANGER, "Another Anna"):
            await until(pilot, lambda: shows_empty_name(app))
            app.screen.query_one("#name", Input).value = name
            await pilot.press("enter")
        await until(pilot, lambda: dialog.query_one("#came").display)
        assert app.unlocked.people.find("Another Anna").identity == third


def shows_empty_name(app: CaucusApp) -> bool:
    """Whether a name is asked for that nobody has typed yet."""
    return isinstance(app.screen, NameDialog) and not app.screen.query_one("#name", Input).value


@pytest.mark.long
@pytest.mark.parametrize("lock", ["parcel", "age"])
async def test_whose_a_locked_identity_is_is_asked_once_it_is_unlocked(machines, tmp_path, lock):
    with Machines(tmp_path / "other", mediators=(STRANGER,), convene=False) as other:
        clear = other.mediator.people.export_file()
        known = other.mediator.people.me.identity
    secret = "copper lantern drift elbow tulip nine"
    if lock == "parcel":
        locked = tmp_path / "v.parcel"
        with locked.open("wb") as target:
            write_parcel(io.BytesIO(clear), len(clear), target, secret, LOWEST_COST)
    else:
        locked = saved(tmp_path / "v.age", for_passphrase(clear, secret))
    async with on_machine(machines, MEDIATOR) as (app, pilot):
        for typed in ("wrong", secret):
            dialog = await receiving(app, pilot, locked)
            dialog.action_take()
            await until(pilot, lambda: isinstance(app.screen, UnlockDialog))
            app.screen.query_one("#passphrase", Input).value = typed
            await pilot.press("enter")
            if typed == secret:
                await until(pilot, lambda: isinstance(app.screen, NameDialog))
                app.screen.query_one("#name", Input).value = STRANGER
                await pilot.press("enter")
            await until(pilot, lambda dialog=dialog: dialog.query_one("#came").display)
            assert ("does not open" in said(dialog)) is (typed == "wrong")
            await pilot.press("escape")
        assert app.unlocked.people.find(STRANGER).identity == known


@pytest.mark.long
async def test_what_speaks_against_a_signer_is_said_of_the_file(machines, tmp_path):
    clear = tmp_path / "x.disclosure"
    with Machines(tmp_path / "other") as other:
        entry = other.write("joint", "the words")
        about = Disclosing(Ground.CLAIM, "the insurer", RecipientKind.INSURER, "K 7")
        with clear.open("w+b") as file:
            other.mediator.disclosures.make([(entry, [])], about, file)
        identity = saved(tmp_path / "v.identity", other.mediator.people.export_file())
    async with on_machine(machines, PARTY_A) as (app, pilot):
        told = await taken(app, pilot, clear)
        assert "[!] x.disclosure" in told
        assert f"x.disclosure is signed as {MEDIATOR}, with other keys" in told
        await app.ask(app.unlocked.people.import_file, STRANGER, identity.read_bytes())
        told = await taken(app, pilot, clear)
        assert f"has the keys of whom you know as {STRANGER}" in told
        assert f"signed by {STRANGER}, whose check words you never compared" in told
        assert told.endswith(Came.CONFIRM)
        assert "caucus person" not in told


async def test_an_identity_that_is_left_out_changes_nothing(machines, tmp_path):
    with Machines(tmp_path / "other", mediators=(STRANGER,), convene=False) as other:
        file = saved(tmp_path / "v.identity", other.mediator.people.export_file())
    async with on_machine(machines, MEDIATOR) as (app, pilot):
        dialog = await receiving(app, pilot, file)
        dialog.action_take()
        await until(pilot, lambda: isinstance(app.screen, NameDialog))
        await pilot.press("escape")
        await until(pilot, lambda: dialog.query_one("#came").display)
        assert said(dialog) == Receive.DONE
        assert len(app.unlocked.people.contacts()) == 2


@pytest.mark.long
async def test_a_refused_file_is_named_with_what_to_do_and_the_others_are_taken_in(
    machines, tmp_path
):
    archive = archive_for(machines, tmp_path / "a.zip", PARTY_B)
    for_anna = archive_for(machines, tmp_path / "b.zip", PARTY_A)
    nothing = saved(tmp_path / "n [b]", b"nothing of ours")
    async with on_machine(machines, PARTY_B) as (app, pilot):
        told = await taken(app, pilot, nothing, for_anna, archive)
        assert "n [b] is no file of caucus" in told
        assert "b.zip was made for somebody else" in told
        assert "1 session, 0 entries" in told
        assert "caucus receive" not in told
        assert "caucus person" not in told
        assert app.unlocked.sessions.open(machines.session)


@pytest.mark.long
async def test_a_session_of_somebody_never_confirmed_says_where_to_compare(machines, tmp_path):
    with Machines(tmp_path / "other", parties=(PARTY_A,), convene=False) as other:
        person = other.people[MEDIATOR]
        anna = machines.party("A").people.export_file()
        person.people.import_file("Anna here", anna)
        person.people.confirm("Anna here", person.people.words("Anna here"))
        session = person.sessions.convene("X", "Y", [
            Invitation(Role.MEDIATOR, MEDIATOR), Invitation(Role.PARTY, "Anna here", "A"),
        ])  # fmt: skip
        with (tmp_path / "x.zip").open("w+b") as file:
            person.archives.export(file, [session], ["Anna here"])
    async with on_machine(machines, PARTY_A) as (app, pilot):
        told = await taken(app, pilot, tmp_path / "x.zip")
        assert "somebody whom you do not know" in told
        assert Refused.UNCONFIRMED in told


@pytest.mark.long
async def test_what_was_destroyed_elsewhere_goes_here_only_when_that_is_said(machines, tmp_path):
    entry = machines.write("joint", "the rota")
    first = archive_for(machines, tmp_path / "a.zip", PARTY_A)
    machines.mediator.entries.destroy([entry])
    second = archive_for(machines, tmp_path / "b.zip", PARTY_A)
    async with on_machine(machines, PARTY_A) as (app, pilot):
        await taken(app, pilot, first)
        for button, count in (("#do-stay", 1), ("#do-go", 0)):
            dialog = await receiving(app, pilot, second)
            dialog.action_take()
            await until(pilot, lambda: isinstance(app.screen, Question))
            assert app.screen.title_words() == DestroyToo.TITLE
            assert app.focused.id == "do-stay"
            await pilot.click(button)
            await until(pilot, lambda dialog=dialog: dialog.query_one("#came").display)
            words = Came.ARCHIVE_GONE if count == 0 else Came.ARCHIVE_KEPT_ONE
            assert words in said(dialog)
            listing = app.unlocked.entries.listing(machines.session)
            assert len(listing.entries) == count
            await pilot.press("escape")


@pytest.mark.long
async def test_a_locked_disclosure_is_unlocked_taken_in_and_read(machines, tmp_path):
    entry = machines.write("joint", "ZQX-CANARY the words")
    about = Disclosing(Ground.CLAIM, "the insurer", RecipientKind.INSURER, "K 7")
    clear = io.BytesIO()
    machines.mediator.disclosures.make([(entry, [])], about, clear)
    locked = tmp_path / "d.disclosure"
    size = clear.tell()
    clear.seek(0)
    with locked.open("wb") as target:
        write_parcel(clear, size, target, "copper lantern drift elbow tulip nine", LOWEST_COST)
    async with on_machine(machines, PARTY_A) as (app, pilot):
        for secret, works in (("wrong", False), ("copper lantern drift elbow tulip nine", True)):
            dialog = await receiving(app, pilot, locked)
            dialog.action_take()
            await until(pilot, lambda: isinstance(app.screen, UnlockDialog))
            app.screen.query_one("#passphrase", Input).value = secret
            await pilot.press("enter")
            await until(pilot, lambda dialog=dialog: dialog.query_one("#came").display)
            assert ("A disclosure of 1 portion" in said(dialog)) is works
            assert ("does not open d.disclosure" in said(dialog)) is not works
            if not works:
                await pilot.press("escape")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DisclosureScreen) and app.screen._found)
        assert app.screen._found.valid


@pytest.mark.long
@pytest.mark.parametrize("lock", ["identity", "passphrase"])
async def test_what_age_encrypted_is_opened_taken_in_and_read(machines, tmp_path, lock):
    clear = io.BytesIO()
    entry = machines.write("joint", "ZQX-CANARY the words")
    about = Disclosing(Ground.CLAIM, "the insurer", RecipientKind.INSURER, "K 7")
    machines.mediator.disclosures.make([(entry, [])], about, clear)
    identity = pyrage.x25519.Identity.generate()
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text(f"{identity}\n", encoding="utf-8")
    wrong.write_text(f"{pyrage.x25519.Identity.generate()}\n", encoding="utf-8")
    if lock == "identity":
        data = pyrage.encrypt(clear.getvalue(), [identity.to_public()])
        dialog_of, field, answers = IdentityDialog, "#path", (str(wrong), str(right))
    else:
        data = for_passphrase(clear.getvalue(), "copper lantern")
        dialog_of, field, answers = UnlockDialog, "#passphrase", ("copper", "copper lantern")
    sent = saved(tmp_path / "d.age", data)
    async with on_machine(machines, PARTY_A) as (app, pilot):
        for answer, says in zip(
            answers, ("opens d.age", "A disclosure of 1 portion"), strict=True
        ):
            dialog = await receiving(app, pilot, sent)
            dialog.action_take()
            await until(pilot, lambda: isinstance(app.screen, dialog_of))
            app.screen.query_one(field, Input).value = answer
            await pilot.press("enter")
            await until(pilot, lambda dialog=dialog: dialog.query_one("#came").display)
            assert says in said(dialog).replace("does not open d.age", "opens d.age")
            if answer != answers[-1]:
                await pilot.press("escape")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DisclosureScreen) and app.screen._found)
        assert app.screen._found.valid
        await pilot.press("escape", "escape")
        app.push_screen(DisclosureScreen(sent))
        await until(pilot, lambda: isinstance(app.screen, dialog_of))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, WorkScreen))


@pytest.mark.long
async def test_a_name_that_is_no_file_is_not_chosen_and_nothing_is_taken_without_one(machines):
    async with on_machine(machines, MEDIATOR) as (app, pilot):
        dialog = await receiving(app, pilot)
        assert dialog.query_one("#do-take").disabled
        dialog.query_one("#path", Input).value = str(machines.folder / "absent")
        await pilot.press("enter")
        assert str(dialog.query_one("#message", Static).render()) == Receive.NO_FILE
        dialog.query_one("#path", Input).value = str(machines.place_of(MEDIATOR) / "vault.caucus")
        await pilot.press("enter")
        assert len(dialog._files) == 1
        dialog.action_drop()
        assert not dialog._files
        assert dialog.query_one("#do-take").disabled


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_it_fits(machines, tmp_path, size):
    files = [saved(tmp_path / f"{number}.request", b"nothing") for number in range(6)]
    async with on_machine(machines, MEDIATOR, size) as (app, pilot):
        dialog = await receiving(app, pilot, *files)
        await pilot.pause()
        for name in ("do-take", "do-drop", "do-back"):
            assert dialog.region.contains_region(dialog.query_one(f"#{name}").region)
        dialog.action_take()
        await until(pilot, lambda: dialog.query_one("#came").display)
        await pilot.pause()
        assert said(dialog).count("is no file of caucus") == 6
        region = dialog.query_one("#do-back").region
        assert region.height
        assert dialog.region.contains_region(region)
