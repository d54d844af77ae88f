"""What leaves with its evidence: read only when it holds, made alone, and closed to a court."""

import io
from pathlib import Path

import pypdf
import pyrage
import pytest
from textual.widgets import Input, Select, Static

from tests.cast import LOWEST_COST, MEDIATOR, PARTY_A, PARTY_B, Cast
from tests.tui.desk import desk, screen_text
from tests.tui.staging import at_work, until
from tui.app.disclosure import DiscloseDialog, DisclosureScreen, OpenDialog, ReportDialog
from tui.app.disclosure.locks import LeavingDialog
from tui.app.disclosure.picking import PortionPicker
from tui.app.disclosure.words import Disclose, Report, Show
from tui.app.errand import NO_KEY
from tui.app.notices import Notice
from tui.app.receive.asking import UnlockDialog
from tui.app.seal.hub import WaiverHub
from tui.app.seal.opened import OpenedScreen
from tui.app.seal.paths import FileDialog
from tui.app.tick import Tick
from tui.files import sources
from tui.locked import Lock
from vault import (
    Agreement,
    Disclosing,
    Ground,
    RecipientKind,
    read_court_report,
    read_disclosure,
    read_parcel,
)

TEXT = "ZQX-CANARY would take instalments.\n\nNot to be told to the other side."


def said(screen, name: str) -> str:
    return str(screen.query_one(f"#{name}", Static).render())


def type_into(screen, **texts: object) -> None:
    for name, text in texts.items():
        screen.query_one(f"#{name}", Input).value = str(text)


def choose(screen, **values: str) -> None:
    for name, value in values.items():
        screen.query_one(f"#{name}", Select).value = value


async def picking(app, pilot, entry: bytes) -> DiscloseDialog:
    app.push_screen(DiscloseDialog([entry]))
    await until(
        pilot, lambda: isinstance(app.screen, DiscloseDialog) and app.screen.query(PortionPicker)
    )
    await until(pilot, lambda: isinstance(app.focused, PortionPicker))
    return app.screen


async def reading(app, pilot, file: Path) -> DisclosureScreen:
    app.push_screen(DisclosureScreen(file))
    await until(pilot, lambda: isinstance(app.screen, DisclosureScreen) and app.screen._found)
    return app.screen


def page_text(screen: DisclosureScreen) -> str:
    return "\n".join(str(each.render()) for each in screen.query("#page Static").results(Static))


def disclosed(cast: Cast, path: Path, ground=Ground.CLAIM, lock: Lock | None = None) -> Path:
    """Let the mediator disclose a note alone."""
    entry = cast.write("caucus:A", TEXT, title="Caucus")
    about = Disclosing(ground, "the insurer [/b]", RecipientKind.INSURER, "K 7")
    with (lock or Lock()).file(path) as file:
        cast.mediator.disclosures.make([(entry, [])], about, file)
    return path


# Alone -------------------------------------------------------------------------------------------


@pytest.mark.long
async def test_what_must_be_told_leaves_alone_locked_and_with_a_private_record(cast, tmp_path):
    entry = cast.write("caucus:A", TEXT, title="Caucus")
    target = tmp_path / "d.disclosure"
    async with at_work(cast) as (app, pilot):
        dialog = await picking(app, pilot, entry)
        assert dialog.query_one("#do-next").disabled
        await pilot.press("space")
        assert [len(some) for some in dialog.query_one(PortionPicker).chosen.values()] == [1]
        dialog.action_next()
        choose(dialog, ground="safety", kind="agency")
        type_into(dialog, recipient="Child protection, duty desk")
        await pilot.pause()
        dialog.action_next()
        await pilot.pause()
        review = said(dialog, "review")
        assert "Portion 1: ZQX-CANARY would take instalments." in review
        assert "Not to be told" not in review
        assert "Nobody in the session is told" in review
        assert f"what {PARTY_A} told you alone" in said(dialog, "told")
        type_into(dialog, file=target)
        dialog.action_act()
        assert not dialog._working
        type_into(dialog, word="Berg")
        await pilot.pause()
        dialog.action_act()
        await until(pilot, lambda: dialog._made == target)
        secret = said(dialog, "review").splitlines()[-1].strip()
        assert len(secret.split()) == 6
        assert b"CANARY" not in target.read_bytes()
        await pilot.press("escape")
        await until(pilot, lambda: dialog not in app.screen_stack)
        kept = app.unlocked.entries.listing(cast.session).entries
        assert [each.latest.audience for each in kept if each.id != entry] == ["private"]
    clear = io.BytesIO()
    with target.open("rb") as source:
        read_parcel(source, clear, secret)
    clear.seek(0)
    found = read_disclosure(clear).disclosure
    assert (found.ground, found.recipient) == ("safety", "Child protection, duty desk")
    assert [each.text for each in found.portions] == ["ZQX-CANARY would take instalments."]


@pytest.mark.long
async def test_what_leaves_is_locked_as_it_was_said_or_not_written(cast, tmp_path):
    file = disclosed(cast, tmp_path / "d.disclosure")
    identity = pyrage.x25519.Identity.generate()
    async with at_work(cast) as (app, pilot):
        screen = await reading(app, pilot, file)
        for name, way, recipients in (
            ("a.pdf", "age", "nobody"), ("a.pdf", "age", ""), ("a.pdf", "age", identity),
            ("p.pdf", "passphrase", ""),
        ):  # fmt: skip
            screen.action_pdf()
            await until(pilot, lambda: isinstance(app.screen, LeavingDialog))
            dialog = app.screen
            choose(dialog, lock=way)
            key = identity.to_public() if recipients is identity else recipients
            type_into(dialog, path=tmp_path / name, recipients=key)
            await pilot.pause()
            dialog.action_go_on()
            if recipients in {"nobody", ""} and way == "age":
                await until(pilot, lambda d=dialog: "no recipient of age" in said(d, "said"))
                await pilot.press("escape")
            elif way == "passphrase":
                await until(pilot, lambda: isinstance(app.screen, Notice))
                secret = str(app.screen.query_one(".message", Static).render()).splitlines()[-1]
                await pilot.press("enter")
            await until(pilot, lambda: app.screen is screen)
    assert pyrage.decrypt((tmp_path / "a.pdf").read_bytes(), [identity]).startswith(b"%PDF")
    clear = io.BytesIO()
    with (tmp_path / "p.pdf").open("rb") as source:
        read_parcel(source, clear, secret.strip())
    assert clear.getvalue().startswith(b"%PDF")


@pytest.mark.long
async def test_each_page_says_what_it_still_needs(cast, tmp_path):
    entry = cast.write("joint", TEXT)
    async with at_work(cast) as (app, pilot):
        dialog = await picking(app, pilot, entry)
        assert said(dialog, "message") == Disclose.NOT_YET_PORTION
        await pilot.press("space", "space")
        assert said(dialog, "message") == Disclose.NOT_YET_PORTION
        await pilot.press("space")
        dialog.action_next()
        for values, answer in (
            ({}, Disclose.NOT_YET_GROUND), ({"ground": "safety"}, Disclose.NOT_YET_KIND),
            ({"kind": "court"}, Disclose.COURT), ({"ground": "order"}, Disclose.NOT_YET_WHO),
        ):  # fmt: skip
            choose(dialog, **values)
            await until(pilot, lambda answer=answer: said(dialog, "message") == answer)
            assert dialog.query_one("#do-next").disabled
        type_into(dialog, recipient="Nordhamn District Court")
        await until(pilot, lambda: said(dialog, "message") == Disclose.REFERENCE_ORDER)
        type_into(dialog, reference="T 112-26")
        await until(pilot, lambda: not dialog.query_one("#do-next").disabled)
        dialog.action_next()
        choose(dialog, lock="clear")
        await until(pilot, lambda: dialog.query_one("#locks").has_class("-clear"))
        assert not dialog.query_one("#word").display
        type_into(dialog, file=tmp_path / "no" / "d.disclosure")
        await pilot.pause()
        dialog.action_act()
        await until(pilot, lambda: "cannot be written there" in said(dialog, "message"))
        await pilot.press("escape", "escape")
        assert dialog._page == "page-choosing"
    assert not list(tmp_path.glob("*.disclosure"))


@pytest.mark.long
async def test_locking_wipes_the_words_that_were_chosen(cast):
    entry = cast.write("joint", TEXT)
    async with at_work(cast) as (app, pilot):
        dialog = await picking(app, pilot, entry)
        picker = dialog.query_one(PortionPicker)
        await pilot.press("space")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.is_locked and app.person is None)
        assert picker.option_count == 0
        assert not picker.chosen


# Reading -----------------------------------------------------------------------------------------


@pytest.mark.long
async def test_a_disclosure_is_shown_with_what_was_checked_and_printed(cast, tmp_path):
    file = disclosed(cast, tmp_path / "d.disclosure")
    async with at_work(cast) as (app, pilot):
        desk(app).action_read_file()
        await until(pilot, lambda: isinstance(app.screen, OpenDialog))
        app.screen.query_one("#path", Input).value = str(file)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DisclosureScreen))
        screen = app.screen
        await until(pilot, lambda: screen._found)
        await pilot.pause()
        text = page_text(screen)
        assert text.startswith(Show.HOLDS)
        assert "the insurer [/b]" in text
        assert "ZQX-CANARY would take instalments." in text
        assert "It is the word of who signed it." in text
        assert not screen.query_one("#do-save_file").display
        screen.action_pdf()
        await until(pilot, lambda: isinstance(app.screen, FileDialog))
        app.screen.query_one("#path", Input).value = str(tmp_path / "d.pdf")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is desk(app))
    printed = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "d.pdf").pages)
    assert "CANARY" in printed


async def test_a_signer_whose_keys_are_not_those_that_are_known_is_pointed_out(cast, tmp_path):
    with Cast(str(tmp_path / "elsewhere"), tmp_path / "marks of elsewhere") as elsewhere:
        file = disclosed(elsewhere, tmp_path / "d.disclosure")
    async with at_work(cast, PARTY_A) as (app, pilot):
        screen = await reading(app, pilot, file)
        assert "[!]" in page_text(screen)
        assert "other keys" in page_text(screen)


@pytest.mark.long
async def test_of_a_file_that_does_not_hold_no_word_is_shown(cast, tmp_path):
    file = disclosed(cast, tmp_path / "d.disclosure")
    data = bytearray(file.read_bytes())
    data[data.index(b"CANARY")] ^= 1
    file.write_bytes(data)
    async with at_work(cast) as (app, pilot):
        screen = await reading(app, pilot, file)
        await pilot.pause()
        text = page_text(screen)
        assert text.startswith(Show.HOLDS_NOT)
        assert "ANARY" not in text
        assert "insurer" not in text
        assert not screen.query_one("#do-pdf").display
        assert screen.check_action("pdf", ()) is None


async def test_what_is_no_disclosure_is_said_and_left(cast, tmp_path):
    archive = tmp_path / "a.zip"
    with archive.open("w+b") as file:
        cast.mediator.archives.export(file, [cast.session])
    async with at_work(cast) as (app, pilot):
        app.push_screen(DisclosureScreen(archive))
        await until(pilot, lambda: isinstance(app.screen, Notice))
        assert "is no disclosure but an archive" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is desk(app))


@pytest.mark.long
async def test_a_locked_file_asks_for_its_passphrase_and_forgets_it(cast, tmp_path):
    lock = Lock("copper lantern drift elbow tulip nine", cost=LOWEST_COST)
    file = disclosed(cast, tmp_path / "d.disclosure", lock=lock)
    async with at_work(cast) as (app, pilot):
        app.push_screen(DisclosureScreen(file))
        await until(pilot, lambda: isinstance(app.screen, UnlockDialog))
        type_into(app.screen, passphrase=lock.passphrase)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DisclosureScreen) and app.screen._found)
        screen = app.screen
        assert "CANARY" in page_text(screen)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.is_locked and app.person is None)
        assert (screen._found, screen._key) == (None, NO_KEY)


# Opened by a waiver ------------------------------------------------------------------------------


@pytest.mark.long
async def test_what_was_opened_is_saved_with_the_evidence_and_its_file_taken_out(cast, tmp_path):
    entry = cast.write("joint", "One.\n\nTwo.")
    plan = tmp_path / "plan.txt"
    plan.write_bytes(b"the plan")
    with sources([plan]) as found:
        cast.mediator.files.attach(entry, found)
    record = cast.mediator.sealing.seal([entry], "The rota", safety_reviewed=True)[0]
    view = cast.ask(record)
    cast.agree(view)
    cast.open(view)
    target = tmp_path / "w.disclosure"
    async with at_work(cast, size=(100, 30)) as (app, pilot):
        app.push_screen(WaiverHub(view.id))
        await until(pilot, lambda: isinstance(app.screen, WaiverHub) and app.screen._view)
        app.screen.action_open()
        await until(pilot, lambda: isinstance(app.screen, OpenedScreen))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, FileDialog))
        type_into(app.screen, path=target)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, OpenedScreen))
        screen = await reading(app, pilot, target)
        await pilot.pause()
        text = page_text(screen)
        assert (
            f"Each of these signed a consent to this one request before its end: {MEDIATOR}"
            in (text)
        )
        assert "plan.txt, 8 bytes" in text
        screen.action_save_file()
        await until(pilot, lambda: isinstance(app.screen, FileDialog))
        type_into(app.screen, path=tmp_path)
        await pilot.press("enter")
        await until(pilot, lambda: "already is such a file" in screen_text(app))
        (tmp_path / "out").mkdir()
        type_into(app.screen, path=tmp_path / "out")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
    assert (tmp_path / "out" / "plan.txt").read_bytes() == b"the plan"
    with target.open("rb") as source:
        assert read_disclosure(source).disclosure.ground == "waiver"


# To a court --------------------------------------------------------------------------------------


def everybody_attended(dialog: ReportDialog) -> None:
    for each in dialog.query("#people Tick").results(Tick):
        each.value = True


async def reporting(app, pilot, session: bytes) -> ReportDialog:
    app.push_screen(ReportDialog(session))
    await until(pilot, lambda: isinstance(app.screen, ReportDialog) and app.screen._names)
    await pilot.pause()
    return app.screen


@pytest.mark.long
async def test_a_report_has_closed_answers_and_no_field_for_words(cast, tmp_path):
    cast.mediator.sessions.convene("Another case", "Elsewhere", [])
    async with at_work(cast) as (app, pilot):
        dialog = await reporting(app, pilot, cast.session)
        assert [each.id for each in dialog.query(Input) if each.display] == ["file"]
        assert len(dialog.query("#sessions Tick")) == 1
        # Who was there is for the mediator to say: nobody is taken for granted.
        assert said(dialog, "message") == Report.NOT_YET_ATTENDED
        everybody_attended(dialog)
        await until(pilot, lambda: said(dialog, "message") == Report.NOT_YET_OUTCOME)
        choose(dialog, outcome="partial")
        await until(pilot, lambda: not dialog.query_one("#do-write").disabled)
        dialog.query_one("#session-0", Tick).value = False
        await until(pilot, lambda: said(dialog, "message") == Report.NOT_YET_SESSION)
        dialog.query_one("#session-0", Tick).value = True
        ticks = list(dialog.query("#people Tick").results(Tick))
        for each in ticks:
            each.value = False
        await until(pilot, lambda: said(dialog, "message") == Report.NOT_YET_ATTENDED)
        for each in ticks[:2]:
            each.value = True
        type_into(dialog, file=tmp_path / "r.report")
        await until(pilot, lambda: not dialog.query_one("#do-write").disabled)
        dialog.action_write()
        await until(pilot, lambda: dialog._made)
        screen = await reading(app, pilot, tmp_path / "r.report")
        await pilot.pause()
        assert "agreement on part of the matter" in page_text(screen)
    with (tmp_path / "r.report").open("rb") as source:
        report = read_court_report(source)
    assert report.agreement is Agreement.PARTIAL
    assert [name for name, _, _ in report.attended] == [MEDIATOR, PARTY_A]
    printed = pypdf.PdfReader(tmp_path / "r.report.pdf").pages[0].extract_text()
    assert PARTY_A in printed
    assert PARTY_B not in printed


@pytest.mark.long
async def test_a_report_that_cannot_be_written_whole_is_not_written_at_all(cast, tmp_path):
    (tmp_path / "r.report.pdf").write_bytes(b"something")
    async with at_work(cast) as (app, pilot):
        dialog = await reporting(app, pilot, cast.session)
        everybody_attended(dialog)
        choose(dialog, outcome="none")
        type_into(dialog, file=tmp_path / "r.report")
        await until(pilot, lambda: not dialog.query_one("#do-write").disabled)
        dialog.action_write()
        await until(pilot, lambda: "already is such a file" in said(dialog, "message"))
    assert not (tmp_path / "r.report").exists()
    assert (tmp_path / "r.report.pdf").read_bytes() == b"something"


@pytest.mark.long
async def test_only_a_mediator_is_offered_a_report(cast):
    async with at_work(cast, PARTY_A) as (app, pilot):
        await until(pilot, lambda: desk(app).here == cast.session)
        assert desk(app).check_action("report", ()) is None


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_every_page_fits(cast, size, tmp_path):
    entry = cast.write("caucus:A", "A long paragraph of what was told. " * 40 + "\n\n" + TEXT)

    def fits(top, *names) -> None:
        for name in names:
            region = top.query_one(f"#{name}").region
            assert region.height, name
            assert top.region.contains_region(region), name

    async with at_work(cast, size=size) as (app, pilot):
        dialog = await picking(app, pilot, entry)
        await pilot.press("space", "down", "space")
        fits(dialog, "do-next", "do-back")
        dialog.action_next()
        choose(dialog, ground="safety", kind="court")
        await until(pilot, lambda: said(dialog, "message") == Disclose.COURT)
        await pilot.pause()
        fits(dialog, "do-next", "do-back", "message", "recipient", "reference")
        choose(dialog, kind="police")
        type_into(dialog, recipient="the police")
        await pilot.pause()
        dialog.action_next()
        await pilot.pause()
        fits(dialog, "do-act", "do-back", "file", "lock", "told", "word")
        choose(dialog, lock="clear")
        await until(pilot, lambda: dialog.query_one("#locks").has_class("-clear"))
        await pilot.pause()
        fits(dialog, "do-back", "word")
        await pilot.press("escape", "escape", "escape")
        dialog = await reporting(app, pilot, cast.session)
        fits(dialog, "do-write", "do-back", "file", "outcome", "message")
