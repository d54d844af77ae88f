"""Disclosures as files: written by holders, checked by anybody, read, printed and taken apart."""

import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from pypdf import PdfReader

from tests.agefile import armoured, for_passphrase
from tests.cast import Clock
from tests.cli.conftest import ANNA, BORIS, MARA, Desk, Typist, phrase_of
from tests.exchange.test_parcels import WORDS as PARCEL_WORDS, parcel
from tui import locked
from vault import read_bag
from vault.services.bags import BagWriter

CANARY = "ZQX-CANARY"
CAST = (MARA, ANNA, BORIS)
PLAN = b"%PDF-1.4 the plan\n" * 100


class Released:
    """A folder in which a waiver was opened, and a disclosure of it lies."""

    def __init__(self, folder: Path) -> None:
        self.desk = Desk(folder, Clock(1_790_200_000))
        self.file = folder / "rota.disclosure"
        self.sheet = folder / "waiver.json"

    @property
    def asked(self) -> dict:
        return json.loads(self.sheet.read_text("utf-8"))

    @property
    def waiver(self) -> str:
        return self.asked["waiver"]


@pytest.fixture(scope="module")
def opened(furnished, tmp_path_factory) -> Path:
    """Portions 2 and 4, the file, of a sealed record are open; Mara wrote the disclosure."""
    folder = tmp_path_factory.mktemp("opened") / "desk"
    shutil.copytree(furnished, folder)
    released = Released(folder)
    desk = released.desk
    plan = folder / "plan.pdf"
    plan.write_bytes(PLAN)
    entry = desk.write(
        desk.session, f"{CANARY} one.\n\nTwo words.\n\n{CANARY} three.\n", "--title", "Rotas",
        "--speaker", BORIS, "--attach", str(plan),
    )  # fmt: skip
    plan.unlink()
    words = ["--label", "The rota", "--safety-reviewed", "--yes"]
    record = desk.done("seal", entry, *words, who=MARA)["records"][0]["record"]
    desk.done("docket", "acknowledge", record, who=ANNA)
    asked = desk.ask(f"{record}:2,4")
    for name in CAST:
        words = ["waiver", "consent", asked["waiver"], "--agree", asked["check_words"]]
        desk.done(*words, who=name)
    released.sheet.write_text(json.dumps({**asked, "record": record}), encoding="utf-8")
    desk.done("waiver", "open", asked["waiver"], "-o", str(released.file), who=MARA)
    return folder


@pytest.fixture
def released(opened, tmp_path) -> Released:
    """A copy of it."""
    shutil.copytree(opened, tmp_path / "desk")
    return Released(tmp_path / "desk")


@pytest.fixture
def anybody(tmp_path) -> Desk:
    """A machine of somebody who has no vault."""
    folder = tmp_path / "anybody"
    folder.mkdir()
    return Desk(folder)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Files without a name go into this folder."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def altered(file: Path, place: int) -> Path:
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    target = file.with_name("altered.disclosure")
    target.write_bytes(bytes(data))
    return target


# Written by holders ------------------------------------------------------------------------------


def test_every_holder_writes_the_same_file(released):
    target = released.desk.folder / "anna.disclosure"
    found = released.desk.done("waiver", "open", released.waiver, "-o", str(target), who=ANNA)
    assert target.read_bytes() == released.file.read_bytes()
    assert target.stat().st_mode & 0o777 == 0o600
    assert (found["file"], found["locked"]) == (str(target), None)
    assert found["evidence"]["agreed"] == list(CAST)
    assert [(each["record"], each["number"]) for each in found["portions"]] == [
        (released.asked["record"], 2), (released.asked["record"], 4),
    ]  # fmt: skip
    assert found["portions"][0]["text"] == "Two words."


def test_writing_the_file_says_that_it_is_not_locked_and_shows_no_text(released):
    target = released.desk.folder / "anna.disclosure"
    shown = released.desk.run("waiver", "open", released.waiver, "-o", str(target), who=ANNA)
    assert "Two words." not in shown.out + shown.err
    assert "purpose  a complaint" in shown.out
    assert "not locked" in shown.err
    again = released.desk.run("waiver", "open", released.waiver, "-o", str(target), who=ANNA)
    assert again.code == 1
    assert "already is such a file" in again.err


def test_before_everybody_agreed_there_is_no_file(desk):
    asked = desk.ask(desk.seal(desk.session))
    target = desk.folder / "early.disclosure"
    for name in (MARA, ANNA):
        early = desk.run("waiver", "open", asked["waiver"], "-o", str(target), who=name)
        assert early.code == 6
    assert [each for each in desk.folder.iterdir() if "caucus-" in each.name] == []
    assert not target.exists()


def test_a_name_that_is_taken_opens_nothing(desk):
    asked = desk.ask(desk.seal(desk.session))
    for name in CAST:
        words = ["waiver", "consent", asked["waiver"], "--agree", asked["check_words"]]
        desk.done(*words, who=name)
    target = desk.folder / "taken"
    target.touch()
    assert desk.run("waiver", "open", asked["waiver"], "-o", str(target), who=MARA).code == 1
    assert desk.done("waiver", "show", asked["waiver"], who=MARA)["state"] == "complete"


# Checked -----------------------------------------------------------------------------------------


def test_anybody_verifies_it_without_a_vault(released, anybody):
    found = anybody.done("disclosure", "verify", str(released.file))
    assert (found["valid"], found["kind"]) == (True, "disclosure")
    assert [each["check"] for each in found["checks"]] == [
        "whole", "signed", "agreed", "portions",
    ]  # fmt: skip
    assert all(each["passed"] for each in found["checks"])
    assert [each["name"] for each in found["compare"]] == list(CAST)
    shown = anybody.run("disclosure", "verify", str(released.file))
    assert shown.code == 0
    assert ", ".join(CAST) in shown.out
    assert "2 portions" in shown.out
    assert released.desk.words(ANNA) in shown.err
    assert not anybody.vault.exists()


def test_a_changed_byte_is_said_and_ends_with_seven(released, anybody):
    size = released.file.stat().st_size
    for place in (0, 100, size // 3, size // 2, size - 1):
        file = altered(released.file, place)
        told = anybody.run("disclosure", "verify", str(file), "--json")
        assert told.code == 7
        assert told.object["valid"] is False
        assert told.object["checks"][0]["check"] == "whole"
        assert set(told.object["error"]) == {"code", "message", "hint"}
        shown = anybody.run("disclosure", "verify", str(file))
        assert shown.code == 7
        assert "does NOT hold" in shown.out
        assert file.name in shown.err
        for words in (["show"], ["pdf"], ["extract"]):
            more = ["2", "-o", "out"] if words == ["extract"] else []
            refused = anybody.run("disclosure", *words, str(file), *more)
            assert refused.code == 7, refused.err
            assert "Two words" not in refused.out + refused.err
    assert list(Path().iterdir()) == []


def remade(file: Path, change: Callable[[dict[str, bytes], str], None]) -> Path:
    """Let a forger who knows the format write the file anew, every checksum of it right."""
    with file.open("rb") as source:
        found = read_bag(source)
        payloads = {name: found.read(name) for part in found.index.parts.values() for name in part}
    change(payloads, found.part("statements")[0])
    target = file.with_name("forged.disclosure")
    with target.open("wb") as out:
        writer = BagWriter(out)
        for name in sorted(payloads):
            writer.add_sized(name, [payloads[name]], len(payloads[name]))
        writer.finish(found.index)
    return target


def without_a_consent(payloads: dict[str, bytes], statements: str) -> None:
    lines = payloads[statements].splitlines(keepends=True)
    lines.remove(next(line for line in lines if line.startswith(b'["answer"')))
    payloads[statements] = b"".join(lines)


def with_a_consent_changed(payloads: dict[str, bytes], statements: str) -> None:
    lines = payloads[statements].splitlines(keepends=True)
    at = next(at for at, line in enumerate(lines) if line.startswith(b'["answer"'))
    middle = len(lines[at]) // 2
    other = b"A" if lines[at][middle : middle + 1] != b"A" else b"B"
    lines[at] = lines[at][:middle] + other + lines[at][middle + 1 :]
    payloads[statements] = b"".join(lines)


def with_a_portion_changed(payloads: dict[str, bytes], statements: str) -> None:
    name = max(payloads)
    assert name != statements
    payloads[name] = payloads[name][:-1] + bytes([payloads[name][-1] ^ 1])


def without_statements(payloads: dict[str, bytes], statements: str) -> None:
    payloads[statements] = b""


@pytest.mark.parametrize(
    ("change", "check"),
    [
        (without_a_consent, "signed"), (with_a_consent_changed, "signed"),
        (with_a_portion_changed, "signed"), (without_statements, "form"),
    ],
)  # fmt: skip
def test_what_a_forger_made_is_whole_and_does_not_hold(released, anybody, change, check):
    file = remade(released.file, change)
    told = anybody.run("disclosure", "verify", str(file), "--json")
    assert told.code == 7
    assert [(each["check"], each["passed"]) for each in told.object["checks"]] == [
        ("whole", True), (check, False),
    ]  # fmt: skip
    shown = anybody.run("disclosure", "show", str(file))
    assert (shown.code, shown.out) == (7, "")
    assert "Rely on nothing in it" in shown.err


def test_what_is_no_disclosure_is_said(released, anybody):
    letter, zipped = anybody.folder / "letter", anybody.folder / "session.zip"
    letter.write_text("Dear all", encoding="utf-8")
    session = released.desk.session
    words = ["archive", "export", "--session", session, "-o", str(zipped), "--yes"]
    released.desk.done(*words, who=MARA)
    assert anybody.run("disclosure", "verify", str(letter)).code == 7
    assert anybody.run("disclosure", "show", str(letter)).code == 7
    other = anybody.run("disclosure", "verify", str(zipped))
    assert other.code == 2
    assert "an archive" in other.err
    assert anybody.run("disclosure", "verify", "nothing-here").code == 1


# Read --------------------------------------------------------------------------------------------


def test_what_it_shows_is_who_when_what_for_to_whom_and_within_what_limits(released, anybody):
    shown = anybody.run("disclosure", "show", str(released.file))
    assert shown.code == 0
    for said in (
        "2 portions", "Waiver: everybody", "Berg and Falk, First sitting", "a complaint",
        "the panel", f"by {MARA}", released.asked["check_words"],
        "These portions, this purpose, this recipient – nothing else is affected",
        f"{ANNA}, party, side A", "The rota, portion 2: Rotas", f"words of {BORIS}", "Two words.",
        f"plan.pdf ({len(PLAN)} bytes)", "extract FILE 2",
    ):  # fmt: skip
        assert said in shown.out, said
    assert CANARY not in shown.out
    assert "check words" in shown.err


def test_what_it_shows_in_json(released, anybody):
    found = anybody.done("disclosure", "show", str(released.file))
    assert (found["ground"], found["purpose"], found["recipient"]) == (
        "waiver", "a complaint", "the panel",
    )  # fmt: skip
    assert found["check_words"] == released.asked["check_words"]
    assert [(seat["name"], bool(seat["consented"])) for seat in found["seats"]] == [
        (name, True) for name in CAST
    ]
    assert [bool(seat["acknowledged"]) for seat in found["seats"]] == [False, True, False]
    text, file = found["portions"]
    assert (text["place"], text["number"], text["text"]) == (1, 2, "Two words.")
    assert (file["place"], file["file"], file["size"]) == (2, "plan.pdf", len(PLAN))
    assert "text" not in file
    assert "nothing else" in found["limits"]


def test_its_print_says_the_same(released, anybody, elsewhere):
    printed = anybody.run("disclosure", "pdf", str(released.file))
    assert printed.code == 0
    assert "not locked" in printed.err
    (file,) = elsewhere.iterdir()
    assert re.fullmatch(r"caucus-[0-9A-HJKMNP-TV-Z]{6}\.pdf", file.name)
    text = "\n".join(page.extract_text() for page in PdfReader(file).pages)
    for said in ("Two words.", "the panel", *CAST, released.asked["check_words"], "plan.pdf"):
        assert said in text
    assert CANARY not in text


def test_a_file_in_it_is_taken_out(released, anybody, elsewhere):
    found = anybody.done("disclosure", "extract", str(released.file), "2", "-o", "plan.pdf")
    assert (elsewhere / "plan.pdf").read_bytes() == PLAN
    assert (found["name"], found["size"]) == ("plan.pdf", len(PLAN))
    anybody.done("disclosure", "extract", str(released.file), "1", "-o", "words.txt")
    assert (elsewhere / "words.txt").read_bytes() == b"Two words."
    missing = anybody.run("disclosure", "extract", str(released.file), "3", "-o", "more")
    assert missing.code == 4
    assert "1 to 2" in missing.err
    assert not (elsewhere / "more").exists()
    assert anybody.run("disclosure", "extract", str(released.file), "0", "-o", "x").code == 2


# Locked ------------------------------------------------------------------------------------------


def in_clear(*texts: bytes) -> list[bytes]:
    """What a locked file must not show: every form in which a text could lie there."""
    return [form for text in texts for form in (text, text.lower(), text.upper())]


def assert_tells_nothing(file: Path) -> None:
    data = file.read_bytes()
    for word in in_clear(
        b"Mara", b"Lindt", b"Anna", b"Berg", b"Boris", b"Falk", b"rota", b"complaint", b"panel",
        b"Two words", b"plan", b"manifest", b"roster", b"caucus/", b"PK\x03\x04",
    ):  # fmt: skip
        assert word not in data, (file.name, word)


def test_a_passphrase_for_the_recipient_locks_it(released, anybody):
    target = released.desk.folder / "panel.disclosure"
    words = ["waiver", "open", released.waiver, "-o", str(target), "--lock"]
    secret = "copper lantern drift elbow tulip nine"
    told = released.desk.run(*words, "--json", who=ANNA, secrets=[secret])
    assert told.code == 0, told.err
    assert told.object["locked"] == "passphrase"
    assert "passphrase" not in told.object
    assert "Two words" not in told.out + told.err
    assert "by telephone" in told.err
    assert_tells_nothing(target)
    for verb in (["verify"], ["show"]):
        assert anybody.run("disclosure", *verb, str(target)).code == 2
        wrong = anybody.run("disclosure", *verb, str(target), secrets=["not the passphrase"])
        assert wrong.code == 3
        assert "by telephone" in wrong.err
        assert anybody.run("disclosure", *verb, str(target), secrets=[""]).code == 3
    shown = anybody.run("disclosure", "show", str(target), secrets=[secret])
    assert "Two words." in shown.out
    typist = Typist(hidden=[secret])
    assert anybody.run("disclosure", "verify", str(target), terminal=typist).code == 0
    assert typist.asked == ["Passphrase of panel.disclosure"]


def test_a_generated_passphrase_is_shown_once_and_opens_it(released, anybody, elsewhere):
    target = released.desk.folder / "panel.disclosure"
    words = ["waiver", "open", released.waiver, "-o", str(target), "--lock", "--generate"]
    found = released.desk.done(*words, who=MARA)
    secret = found["passphrase"]
    assert len(secret.split()) == 6
    assert anybody.done("disclosure", "verify", str(target), secrets=[secret])["valid"]
    opened = anybody.done(
        "disclosure", "unlock", str(target), "-o", "open.disclosure", secrets=[secret]
    )
    assert (elsewhere / "open.disclosure").read_bytes() == released.file.read_bytes()
    assert opened["size"] == released.file.stat().st_size
    refused = anybody.run("disclosure", "unlock", "open.disclosure", "-o", "again")
    assert (refused.code, "not locked" in refused.err) == (2, True)


def test_a_weak_passphrase_for_the_recipient_is_refused(released):
    target = released.desk.folder / "panel.disclosure"
    words = ["waiver", "open", released.waiver, "-o", str(target), "--lock"]
    weak = released.desk.run(*words, who=MARA, secrets=["panel 2026"])
    assert weak.code == 1
    assert "too easy to guess" in weak.err
    missing = released.desk.run(*words, who=MARA)
    assert (missing.code, "next line" in missing.err) == (2, True)
    differs = Typist(hidden=[phrase_of(MARA), PARCEL_WORDS, "something else altogether here"])
    assert released.desk.run(*words, "--as", MARA, terminal=differs).code == 2
    assert not target.exists()


def test_a_print_and_a_file_taken_out_are_locked_too(released, anybody, elsewhere):
    secret = PARCEL_WORDS
    for words in (
        ["disclosure", "pdf", str(released.file), "-o", "print.pdf"],
        ["disclosure", "extract", str(released.file), "2", "-o", "plan"],
    ):
        found = anybody.done(*words, "--lock", secrets=[secret])
        file = elsewhere / found["file"]
        assert_tells_nothing(file)
        assert b"%PDF" not in file.read_bytes()
        anybody.done("disclosure", "unlock", str(file), "-o", f"{file}.open", secrets=[secret])
        assert (elsewhere / f"{file.name}.open").read_bytes().startswith(b"%PDF")


def test_a_locked_file_that_was_changed_or_asks_too_much_is_refused(anybody, elsewhere):
    made = parcel(b"something")
    place = len(made) - 3
    hostile = made[:31] + (2**32 - 1).to_bytes(4, "big") + made[35:]
    for data in (made[:place] + bytes([made[place] ^ 1]) + made[place + 1 :], made[:-1], hostile):
        (elsewhere / "locked").write_bytes(data)
        refused = anybody.run("disclosure", "show", "locked", secrets=[PARCEL_WORDS])
        assert refused.code == 7, refused.err
        assert "locked was changed" in refused.err
    (elsewhere / "locked").write_bytes(made)
    nothing = anybody.run("disclosure", "show", "locked", secrets=[PARCEL_WORDS])
    assert (nothing.code, "no disclosure" in nothing.err) == (7, True)


def test_no_more_is_locked_than_memory_is_meant_to_hold(released, monkeypatch):
    monkeypatch.setattr(locked, "HELD_MAX_BYTES", 4096)
    target = released.desk.folder / "panel.disclosure"
    words = ["waiver", "open", released.waiver, "-o", str(target), "--lock", "--generate"]
    refused = released.desk.run(*words, who=MARA)
    assert (refused.code, "in memory" in refused.err) == (1, True)
    assert not target.exists()


class Watch:
    """Remembers which files this process opens for writing, while it is asked to."""

    def __init__(self) -> None:
        self.on = False
        self.written: list[Path] = []

    def __call__(self, event: str, details: tuple) -> None:
        if self.on and event == "open":
            path, _, flags = details
            if flags & (os.O_WRONLY | os.O_RDWR) and not isinstance(path, int):
                self.written.append(Path(os.fsdecode(path)))


@pytest.fixture(scope="module")
def watch() -> Watch:
    """An audit hook stays for the life of the process, so it is asked to look."""
    watch = Watch()
    sys.addaudithook(watch)
    return watch


def test_nothing_unlocked_touches_the_disk_while_it_is_locked(released, anybody, watch):
    """R1."""
    target, printed = released.desk.folder / "panel.disclosure", Path("panel.pdf")
    words = ["waiver", "open", released.waiver, "-o", str(target), "--lock", "--generate"]
    watch.on = True
    secret = released.desk.done(*words, who=MARA)["passphrase"]
    words = ["disclosure", "pdf", str(target), "-o", str(printed), "--lock", "--generate"]
    anybody.done(*words, secrets=[secret])
    watch.on = False
    # The secrets are the test's own, and the marks are encrypted under the person's keys.
    # What has no name yet is opened by its folder's.
    written = {
        (each.parent if each.name.endswith(".partial") else each).resolve()
        for each in watch.written
        if "secrets-" not in each.name and "marks" not in each.parts
    }
    assert written == {file.parent.resolve() for file in (target, printed)}
    assert_tells_nothing(target)
    assert_tells_nothing(printed)


def test_a_lock_needs_a_file_and_is_one_thing(released):
    for words in (
        ["--lock"], ["--age", "age1"], ["-o", "x", "--generate"], ["-o", "x", "--age", "nobody"],
        ["-o", "x", "--lock", "--age", str(pyrage.x25519.Identity.generate().to_public())],
        ["-o", "x", "--lock", "--files", "."],
    ):  # fmt: skip
        refused = released.desk.run("waiver", "open", released.waiver, *words, who=MARA)
        assert refused.code == 2, words
        assert "nobody" not in refused.err
    assert not Path("x").exists()


# For age -----------------------------------------------------------------------------------------


@pytest.fixture
def key(anybody):
    """An age identity in a file, and the recipient that belongs to it."""
    identity = pyrage.x25519.Identity.generate()
    path = anybody.folder / "key.txt"
    path.write_text(f"# made just now\n{identity}\n", encoding="utf-8")
    return identity, path, str(identity.to_public())


def test_it_is_encrypted_for_an_age_recipient(released, anybody, key):
    identity, path, recipient = key
    target = released.desk.folder / "panel.age"
    words = ["waiver", "open", released.waiver, "-o", str(target), "--age", recipient]
    told = released.desk.run(*words, "--json", who=ANNA)
    assert told.code == 0, told.err
    assert told.object["locked"] == "age"
    assert "age -d" in told.err
    assert_tells_nothing(target)
    assert pyrage.decrypt(target.read_bytes(), [identity]) == released.file.read_bytes()
    refused = anybody.run("disclosure", "show", str(target))
    assert refused.code == 3
    assert "age -d" in refused.err
    shown = anybody.run("disclosure", "show", str(target), "--identity", str(path))
    assert "Two words." in shown.out
    assert anybody.done("disclosure", "verify", str(target), "--identity", str(path))["valid"]


def test_what_age_itself_wrote_is_read_armoured_or_not(released, anybody, key, elsewhere):
    _, path, recipient = key
    chosen = [pyrage.x25519.Recipient.from_str(recipient)]
    for as_text in (False, True):
        data = pyrage.encrypt(released.file.read_bytes(), chosen, armored=as_text)
        (elsewhere / "sent.age").write_bytes(data)
        words = ["disclosure", "verify", "sent.age", "--identity", str(path)]
        assert anybody.done(*words)["valid"]
    (elsewhere / "sent.age").write_bytes(data[:-40])
    assert anybody.run(*words).code == 3


def test_other_keys_and_what_is_no_key_open_nothing(released, anybody, key, elsewhere):
    _, _, recipient = key
    target = elsewhere / "panel.age"
    words = ["disclosure", "pdf", str(released.file), "-o", str(target), "--age", recipient]
    anybody.done(*words)
    (elsewhere / "other").write_text(str(pyrage.x25519.Identity.generate()), encoding="utf-8")
    (elsewhere / "none").write_text("no key\n", encoding="utf-8")
    unlock = ["disclosure", "unlock", str(target), "-o", "open.pdf", "--identity"]
    assert anybody.run(*unlock, "other").code == 3
    assert anybody.run(*unlock, "none").code == 2
    assert anybody.run(*unlock, "missing").code == 1
    assert not (elsewhere / "open.pdf").exists()


def test_what_age_encrypted_is_taken_in_with_an_identity(desk, key):
    _, path, recipient = key
    chosen = [pyrage.x25519.Recipient.from_str(recipient)]
    own, sent = desk.folder / "mara.identity", desk.folder / "sent.age"
    desk.done("person", "export", "-o", str(own), who=MARA)
    sent.write_bytes(pyrage.encrypt(own.read_bytes(), chosen))
    refused = desk.run("receive", str(sent), who=MARA)
    assert refused.code == 3
    assert "--identity" in refused.err
    words = ["receive", str(sent), "--identity", str(path)]
    (found,) = desk.done(*words, who=MARA)["received"]
    assert (found["kind"], found["new"]) == ("identity", False)


def test_what_age_locked_with_a_passphrase_is_read_armoured_or_not(released, anybody, elsewhere):
    data = for_passphrase(released.file.read_bytes(), "copper lantern drift")
    for each in (data, armoured(data)):
        (elsewhere / "sent.age").write_bytes(each)
        words = ["disclosure", "verify", "sent.age"]
        assert anybody.done(*words, secrets=["copper lantern drift"])["valid"]
        assert anybody.run(*words, secrets=["copper lantern"]).code == 3
    (elsewhere / "sent.age").write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    changed = anybody.run(*words, secrets=["copper lantern drift"])
    assert changed.code == 3
    assert "changed on the way" in changed.err


@pytest.mark.parametrize("claimed", [21, 25, 63, 10**40])
def test_a_passphrase_is_never_asked_to_do_more_work_than_is_honest(
    released, anybody, elsewhere, claimed
):
    data = for_passphrase(b"anything", "copper", claimed=claimed)
    for each in (data, armoured(data)):
        (elsewhere / "sent.age").write_bytes(each)
        refused = anybody.run("disclosure", "show", "sent.age", secrets=["copper"])
        assert refused.code == 7
        assert "more work and memory" in refused.err


def test_without_what_speaks_age_it_says_what_else_does(released, anybody, key, monkeypatch):
    _, path, recipient = key
    words = ["disclosure", "pdf", str(released.file), "-o", "out.pdf", "--age", recipient]
    anybody.done(*words)
    monkeypatch.setitem(sys.modules, "pyrage", None)
    for again in (
        ["disclosure", "pdf", str(released.file), "-o", "again.pdf", "--age", recipient],
        ["disclosure", "unlock", "out.pdf", "-o", "open.pdf", "--identity", str(path)],
    ):
        refused = anybody.run(*again)
        assert refused.code == 1
        assert "not installed" in refused.err
        assert ".[age]" in refused.err
    assert {each.name for each in Path().iterdir()} == {"out.pdf"}


# Taken in ----------------------------------------------------------------------------------------


def test_a_holder_takes_in_a_disclosure_locked_or_not(apart):
    request = apart.request()
    apart.mara.done("receive", *apart.agreed(request), who=MARA)
    words = ["waiver", "consent", request.waiver, "--agree", request.words]
    apart.mara.done(*words, who=MARA)
    clear, shut = apart.path("clear"), apart.path("shut")
    apart.mara.done("waiver", "open", request.waiver, "-o", str(clear), who=MARA)
    words = ["waiver", "open", request.waiver, "-o", str(shut), "--lock", "--generate"]
    secret = apart.mara.done(*words, who=MARA)["passphrase"]
    for desk, name, file, secrets in (
        (apart.anna, ANNA, clear, []), (apart.boris, BORIS, shut, [secret]),
    ):  # fmt: skip
        refused = desk.run("waiver", "open", request.waiver, who=name)
        assert refused.code == 6
        (found,) = desk.done("receive", str(file), who=name, secrets=secrets)["received"]
        assert (found["kind"], found["new"], found["ground"]) == ("disclosure", True, "waiver")
        opened = desk.done("waiver", "open", request.waiver, who=name)
        assert [each["text"] for each in opened["portions"]] == ["Two."]
        again = desk.done("receive", str(file), who=name, secrets=secrets)["received"]
        assert again[0]["new"] is False
    wrong = apart.boris.run("receive", str(shut), who=BORIS, secrets=["nonsense"])
    assert (wrong.code, "telephone" in wrong.err) == (3, True)
