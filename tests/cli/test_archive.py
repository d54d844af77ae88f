"""Sealed archives at the command line: written, verified, taken in, and read by themselves."""

import os
import re
import shutil
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cast import LOWEST_COST, Clock
from tests.cli.conftest import ANNA, BORIS, MARA, Apart, Desk, Typist, phrase_of
from tui.files import whole, write_whole
from tui.output import Output
from tui.progress import Progress
from vault import ExistsError, NewEntry, Vault, spell_id

CANARY = "ZQX-CANARY"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Files without a name go into this folder."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def fresh(tmp_path):
    """A machine without a vault."""
    folder = tmp_path / "fresh"
    folder.mkdir()
    return Desk(folder, Clock(1_790_200_000))


def export(apart, *more, **how):
    return apart.mara.run("archive", "export", "--session", apart.session, *more, who=MARA, **how)


def texts(desk, name, *more):
    entries = desk.done("note", "list", *more, who=name)["entries"]
    return {
        desk.done("note", "show", each["entry"], *more, who=name)["text"]: each["audience"]
        for each in entries
    }


# Writing -----------------------------------------------------------------------------------------


def test_what_goes_in_and_for_whom_is_said_and_asked_first(apart, elsewhere):
    for audience in ("private", "mediators", "caucus:A", "joint"):
        apart.mara.write(apart.session, f"said {audience}", audience=audience)
    apart.mara.seal(apart.session)
    silent = export(apart, "--for", ANNA)
    assert silent.code == 2
    assert "--yes" in silent.err
    declined = export(apart, "--with-keyslot", terminal=(typist := Typist([ANNA, "", "no"])))
    assert typist.asked[0].startswith("For whom")
    assert declined.code == 1
    for said in (
        "1 session, 2 entries, 1 sealed record, 0 attached files", "Audiences: caucus:A, joint",
        f"opens for: {ANNA}", "in caucus leaves this vault: side A", "guesses your passphrase",
        "cannot be called back",
    ):  # fmt: skip
        assert said in declined.err
    assert "private" not in declined.err
    assert list(elsewhere.iterdir()) == []
    written = export(apart, terminal=Typist(["", "yes"]))
    assert written.code == 0
    assert "private entries leave" in written.err
    (file,) = elsewhere.iterdir()
    assert re.fullmatch(r"caucus-[0-9A-HJKMNP-TV-Z]{6}\.zip", file.name)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.name in written.out


def test_an_export_says_what_it_wrote(apart):
    apart.mara.write(apart.session, "said")
    target = apart.path("out.zip")
    found = apart.mara.done(
        "archive", "export", "--session", apart.session[:8], "--session", apart.session, "--for",
        ANNA, "--for", MARA, "-o", str(target), "--yes", who=MARA,
    )  # fmt: skip
    assert found == {
        "schema": 1, "file": str(target), "sessions": [apart.session], "entries": 1, "records": 0,
        "files": 0, "readers": [ANNA, MARA], "audiences": ["caucus:A", "joint"], "left_out": [],
        "keyslot": False,
    }  # fmt: skip


def test_whose_unsigned_entries_stay_behind_is_named(desk):
    """Two mediators share a vault, and the program of one ended before it could sign."""
    desk.done("person", "enrol", "Nils", who=MARA, secrets=[phrase_of("Nils")])
    session = desk.convene("--mediator", "Nils")
    desk.write(session, "from Mara", audience="mediators")
    place = Vault(str(desk.vault), marks=desk.folder / "marks", clock=desk.clock, cost=LOWEST_COST)
    nils = place.unlock("Nils", phrase_of("Nils"))
    (view,) = [each for each in nils.sessions.views() if spell_id(each.id) == session]
    nils.entries.add(view.id, NewEntry("mediators", "from Nils"))
    place.close()
    words = ["archive", "export", "--session", session, "--yes", "-o", "out.zip"]
    said = desk.run(*words, "--json", who=MARA)
    assert said.code == 0, said.err
    assert "have not signed it yet: the newest of Nils" in said.err
    assert (said.object["left_out"], said.object["entries"]) == (["Nils"], 1)


def test_who_has_no_seat_gets_no_archive(apart, elsewhere):
    refused = export(apart, "--for", "Vera", "--yes")
    assert refused.code == 2
    assert "seat" in refused.err
    assert export(apart, "--for", ANNA, "-o", "no-folder/out.zip", "--yes").code == 1
    unknown = ["archive", "export", "--session", "ZZZZZZ", "--yes"]
    assert apart.mara.run(*unknown, who=MARA).code == 4
    assert list(elsewhere.iterdir()) == []


def test_a_taken_name_is_not_written_over(apart):
    target = apart.path("mine")
    target.write_bytes(b"mine")
    refused = export(apart, "-o", str(target), "--yes")
    assert refused.code == 1
    assert "mine" in refused.err
    assert target.read_bytes() == b"mine"


def test_a_file_has_its_name_only_once_it_is_whole(elsewhere):
    target = elsewhere / "out"
    with whole(target) as file:
        assert file.write(b"half")
        assert not target.exists()
    target.unlink()

    def interrupted():
        yield b"half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(target, interrupted())
    assert list(elsewhere.iterdir()) == []
    with whole(target) as file:
        file.write(b"0123")
        file.seek(1)
        file.write(b"x")
    assert target.read_bytes() == b"0x23"
    with pytest.raises(ExistsError), whole(target):
        pass
    assert [path.name for path in elsewhere.iterdir()] == ["out"]


def test_a_damaged_vault_is_not_exported(apart, elsewhere):
    apart.mara.write(apart.session, "said")
    with sqlite3.connect(apart.mara.vault) as database:
        database.execute("UPDATE revision SET header = substr(header, 1, length(header) - 1)")
    database.close()
    assert export(apart, "--yes").code == 7
    assert list(elsewhere.iterdir()) == []


def test_progress_is_a_line_now_and_then(capsys):
    told = Progress(Output(as_json=True, plain=True), "Written: {size} MiB", step=2 * 1024 * 1024)
    for _ in range(50):
        told(100 * 1024)
    assert capsys.readouterr().err == "Written: 2 MiB\nWritten: 4 MiB\n"


# Verifying ---------------------------------------------------------------------------------------


def test_without_a_key_an_archive_is_verified_for_damage_only(apart, fresh):
    apart.mara.write(apart.session, "said")
    file = apart.archive(ANNA)
    found = fresh.done("archive", "verify", str(file))
    assert found == {
        "schema": 1, "file": str(file), "valid": True, "kind": "archive", "origin": False,
    }  # fmt: skip
    assert "--as NAME" in fresh.run("archive", "verify", str(file)).err
    file.write_bytes(file.read_bytes()[:-1])
    damaged = fresh.run("archive", "verify", str(file))
    assert damaged.code == 7
    assert file.name in damaged.err


def test_with_a_key_who_made_it_and_what_is_in_it_is_told_and_nothing_taken_in(apart):
    apart.mara.write(apart.session, "said")
    apart.mara.seal(apart.session)
    file = apart.archive(ANNA)
    found = apart.anna.done("archive", "verify", str(file), who=ANNA)
    assert (found["exporter"], found["entries"], found["records"]) == (MARA, 1, 1)
    assert (found["origin"], found["sessions"]) == (True, [apart.session])
    assert MARA in apart.anna.run("archive", "verify", str(file), who=ANNA).out
    assert apart.anna.done("session", "list", who=ANNA)["sessions"] == []
    assert apart.boris.run("archive", "verify", str(file), who=BORIS).code == 7


def test_what_is_no_archive_is_not_verified_as_one(apart):
    assert apart.mara.run("archive", "verify", str(apart.path("anna.identity"))).code == 2
    assert apart.mara.run("archive", "verify", str(apart.path("missing"))).code == 1


# Taking in ---------------------------------------------------------------------------------------


def test_a_party_takes_in_their_side_and_again_is_nothing_new(apart):
    for audience in ("private", "mediators", "caucus:A", "caucus:B", "joint"):
        apart.mara.write(apart.session, f"said {audience}", audience=audience)
    file = apart.archive(ANNA)
    found = apart.anna.done("archive", "import", str(file), who=ANNA)
    assert {key: found[key] for key in ("kind", "new", "exporter", "entries", "records")} == {
        "kind": "archive", "new": True, "exporter": MARA, "entries": 2, "records": 0,
    }  # fmt: skip
    assert found["sessions"] == [apart.session]
    assert texts(apart.anna, ANNA) == {"said caucus:A": "caucus:A", "said joint": "joint"}
    again = apart.anna.run("receive", str(file), who=ANNA)
    assert "nothing new" in again.out


def test_what_was_destroyed_elsewhere_goes_only_when_somebody_says_so(apart):
    kept = apart.mara.write(apart.session, "stays")
    gone = apart.mara.write(apart.session, "goes")
    apart.anna.done("receive", str(apart.archive(ANNA, to="first.zip")), who=ANNA)
    apart.mara.done("note", "destroy", gone, "--yes", who=MARA)
    file = apart.archive(ANNA, to="second.zip")
    asked = Typist(["no"])
    outcome = apart.anna.run("receive", str(file), "--json", who=ANNA, terminal=asked)
    assert outcome.code == 0
    assert "1 revision" in outcome.err
    assert "Destroy it here too?" in asked.asked[0]
    assert outcome.object["received"][0]["kept"] == 1
    silent = apart.anna.run("receive", str(file), who=ANNA)
    assert "--destroy" in silent.err
    assert set(texts(apart.anna, ANNA)) == {"stays", "goes"}
    done = apart.anna.run("receive", str(file), "--destroy", "--json", who=ANNA)
    assert "cannot be undone" in done.err
    (found,) = done.object["received"]
    assert (found["destroyed"], found["kept"]) == (1, 0)
    assert set(texts(apart.anna, ANNA)) == {"stays"}
    assert apart.anna.run("note", "show", gone, who=ANNA).code == 4
    assert apart.anna.run("note", "show", kept, who=ANNA).code == 0
    assert apart.anna.done("receive", str(file), who=ANNA)["received"][0]["kept"] == 0
    assert apart.anna.run("check", who=ANNA).code == 0


def test_with_the_keyslot_in_it_an_archive_makes_a_vault_on_a_new_machine(apart, fresh):
    apart.mara.write(apart.session, "my own", audience="private")
    file = apart.path("own.zip")
    assert export(apart, "--with-keyslot", "-o", str(file), "--yes").code == 0
    wrong = ["archive", "import", str(file), "--as", MARA]
    assert fresh.run(*wrong, secrets=["not the passphrase"]).code == 3
    assert not fresh.vault.exists()
    found = fresh.done("archive", "import", str(file), who=MARA)
    assert found["person"] == MARA
    assert found["check_words"] == apart.mara.words(MARA)
    assert len(found["recovery_code"]) > 40
    assert (found["vault"], found["sessions"]) == (str(fresh.vault), [apart.session])
    assert texts(fresh, MARA) == {"my own": "private"}
    fresh.write(apart.session, "on the new machine")
    assert fresh.run("check", who=MARA).code == 0
    new = phrase_of("New")
    fresh.done("person", "recover", "--as", MARA, secrets=[found["recovery_code"], new])
    old = fresh.run("archive", "import", str(file), who=MARA)
    assert old.code == 3
    again = fresh.done("archive", "import", str(file), "--as", MARA, secrets=[new])
    assert again["new"] is False
    assert "recovery_code" not in again


def test_the_new_recovery_code_can_go_into_a_file(apart, fresh):
    file, code = apart.path("own.zip"), apart.path("code")
    assert export(apart, "--with-keyslot", "-o", str(file), "--yes").code == 0
    words = ["archive", "import", str(file), "--recovery-file"]
    found = fresh.done(*words, str(code), who=MARA)
    assert found["recovery_file"] == str(code)
    assert "recovery_code" not in found
    assert code.read_text(encoding="utf-8").strip()
    other = apart.path("other")
    assert "recovery_file" not in fresh.done(*words, str(other), who=MARA)
    assert not other.exists()


def test_somebody_new_comes_into_a_vault_that_is_there_with_their_archive(apart, stranger):
    file = apart.path("own.zip")
    apart.mara.write(apart.session, "my own", audience="private")
    assert export(apart, "--with-keyslot", "-o", str(file), "--yes").code == 0
    found = stranger.done("archive", "import", str(file), who=MARA)
    assert found["recovery_code"]
    assert texts(stranger, MARA) == {"my own": "private"}
    assert stranger.done("session", "list", who="Vera")["sessions"] == []


@pytest.fixture
def stranger(apart):
    """A machine of somebody else."""
    desk = Desk(apart.path("stranger"), apart.clock)
    desk.folder.mkdir()
    desk.done("init", "--as", "Vera", secrets=[phrase_of("Vera")])
    return desk


def test_without_a_keyslot_a_new_machine_says_what_is_missing(apart, fresh):
    refused = fresh.run("archive", "import", str(apart.archive()), who=MARA)
    assert refused.code == 4
    assert "caucus init" in refused.err
    assert not fresh.vault.exists()


# Read by itself ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shelved:
    """A session with a note, a file, a sealed record and a request, and the archive of it."""

    file: Path
    session: str
    entry: str
    record: str
    waiver: str
    words: str


@pytest.fixture(scope="module")
def shelved(introduced, tmp_path_factory):
    """Made once: nobody who reads it changes it."""
    folder = tmp_path_factory.mktemp("shelved") / "apart"
    shutil.copytree(introduced, folder)
    apart = Apart(folder, Clock(1_790_100_000))
    entry, record, asked = fill(apart)
    file = apart.path("own.zip")
    assert export(apart, "--with-keyslot", "-o", str(file), "--yes").code == 0
    return Shelved(file, apart.session, entry, record, asked["waiver"], asked["check_words"])


@pytest.fixture(autouse=True)
def unchanged(request):
    """Whoever reads an archive leaves it as it was."""
    if "shelved" not in request.fixturenames:
        yield
        return
    file = request.getfixturevalue("shelved").file
    before = file.read_bytes()
    yield
    assert file.read_bytes() == before


@pytest.fixture
def filled(apart):
    """The same session on Mara's machine, and nowhere else yet."""
    return fill(apart)


def fill(apart):
    plan = apart.path("plan.txt")
    plan.write_text("the plan", encoding="utf-8")
    entry = apart.mara.write(apart.session, f"{CANARY} said", "--attach", str(plan))
    record = apart.mara.seal(apart.session)
    return entry, record, apart.mara.ask(record)


def state_of(desk):
    """What lies beside the marks, but for the vault."""
    return sorted(path.name for path in desk.folder.iterdir() if "secrets" not in path.name)


def test_an_archive_is_read_by_itself_with_its_keyslot(fresh, shelved, elsewhere):
    vault = ["--vault", str(shelved.file)]
    (listed,) = fresh.done("note", "list", *vault, who=MARA)["entries"]
    assert listed["entry"] == shelved.entry
    assert CANARY in fresh.done("note", "show", shelved.entry[:8], *vault, who=MARA)["text"]
    assert fresh.done("note", "find", CANARY, *vault, who=MARA)["matches"]
    words = ["note", "extract", shelved.entry, "plan.txt", "-o", "extracted"]
    fresh.done(*words, *vault, who=MARA)
    assert (elsewhere / "extracted").read_text(encoding="utf-8") == "the plan"
    docket = fresh.done("docket", "--session", shelved.session, *vault, who=MARA)["records"]
    assert [each["record"] for each in docket] == [shelved.record]
    assert fresh.done("waiver", "list", *vault, who=MARA)["waivers"][0]["purpose"] == "a complaint"
    shown = fresh.done("waiver", "show", shelved.waiver, *vault, who=MARA)
    assert shown["check_words"] == shelved.words
    assert fresh.done("session", "show", shelved.session, *vault, who=MARA)["case"]
    assert fresh.done("check", *vault, who=MARA)["damaged"] == []
    assert state_of(fresh) == []


def test_what_was_opened_is_read_from_an_archive(apart, fresh, filled):
    record = filled[1]
    session = apart.mara.done("session", "show", apart.session, who=MARA)["session"]
    assert session == apart.session
    request = apart.request()
    for desk, name in ((apart.anna, ANNA), (apart.boris, BORIS)):
        words = ["waiver", "consent", str(request.file), "--agree", request.words]
        desk.done(*words, "-o", str(apart.path(f"{name} yes")), who=name)
    apart.mara.done("waiver", "consent", request.waiver, "--agree", request.words, who=MARA)
    answers = [str(apart.path(f"{name} yes")) for name in (ANNA, BORIS)]
    apart.mara.done("receive", *answers, who=MARA)
    apart.mara.done("waiver", "open", request.waiver, who=MARA)
    file = apart.path("own.zip")
    assert export(apart, "--with-keyslot", "-o", str(file), "--yes").code == 0
    opened = fresh.done("waiver", "open", request.waiver, "--vault", str(file), who=MARA)
    assert [each["text"] for each in opened["portions"]] == ["Two."]
    sealed = fresh.run("waiver", "open", filled[2]["waiver"], "--vault", str(file), who=MARA)
    assert sealed.code == 6
    assert record != request.record


def test_a_reader_opens_an_archive_with_the_keys_of_their_own_vault(apart, filled):
    file = apart.archive(ANNA)
    vault = ["--vault", str(file)]
    assert list(texts(apart.anna, ANNA, *vault)) == [f"{CANARY} said"]
    assert apart.anna.done("session", "list", who=ANNA)["sessions"] == []
    assert apart.boris.run("note", "list", *vault, who=BORIS).code == 7
    wrong = apart.anna.run("note", "list", *vault, "--as", ANNA, secrets=["wrong"])
    assert (wrong.code, wrong.out) == (3, "")
    assert state_of(apart.anna) == ["marks", "vault.caucus"]


def test_a_keyslot_does_not_go_into_an_archive_that_it_would_not_open(apart, filled):
    file = apart.path("others.zip")
    words = ["--for", ANNA, "--with-keyslot", "-o", str(file), "--yes"]
    assert export(apart, *words).code == 2
    assert not file.exists()


def test_an_archive_for_a_party_and_a_mediator_opens_for_both(apart, fresh, filled):
    file = apart.path("both.zip")
    words = ["--for", ANNA, "--for", MARA, "--with-keyslot", "-o", str(file), "--yes"]
    assert export(apart, *words).code == 0
    vault = ["--vault", str(file)]
    assert list(texts(apart.anna, ANNA, *vault)) == [f"{CANARY} said"]
    assert list(texts(fresh, MARA, *vault)) == [f"{CANARY} said"]


def test_without_a_keyslot_and_without_a_vault_an_archive_stays_closed(apart, fresh):
    file = apart.archive(ANNA)
    refused = fresh.run("note", "list", "--vault", str(file), who=ANNA)
    assert refused.code == 4
    for said in (file.name, "no keyslot", "caucus init"):
        assert said in refused.err


def test_a_damaged_archive_is_not_read(fresh, shelved, elsewhere):
    file = elsewhere / "damaged.zip"
    data = bytearray(shelved.file.read_bytes())
    data[-200] ^= 1
    file.write_bytes(data)
    refused = fresh.run("note", "list", "--vault", str(file), who=MARA)
    assert refused.code == 7
    assert file.name in refused.err
    assert state_of(fresh) == []


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["init"], marks=pytest.mark.long),
        ["note", "add", "--session", "{session}", "--audience", "joint"],
        pytest.param(["note", "edit", "{entry}"], marks=pytest.mark.long),
        pytest.param(["note", "destroy", "{entry}", "--yes"], marks=pytest.mark.long),
        pytest.param(
            ["seal", "{entry}", "--label", "L", "--safety-reviewed", "--yes"],
            marks=pytest.mark.long,
        ),
        ["session", "close", "{session}"],
        pytest.param(["person", "enrol", "Vera", "--generate"], marks=pytest.mark.long),
        pytest.param(["person", "passphrase", "--generate"], marks=pytest.mark.long),
        pytest.param(["docket", "acknowledge"], marks=pytest.mark.long),
        ["waiver", "consent", "{waiver}", "--agree", "{words}"],
        pytest.param(["waiver", "refuse", "{waiver}"], marks=pytest.mark.long),
        pytest.param(["waiver", "send", "{waiver}", "-o", "out"], marks=pytest.mark.long),
        pytest.param(
            ["archive", "export", "--session", "{session}", "--yes", "-o", "out"],
            marks=pytest.mark.long,
        ),
        ["archive", "import", "{file}"],
        pytest.param(["receive", "{file}"], marks=pytest.mark.long),
        pytest.param(["check", "--repair"], marks=pytest.mark.long),
        pytest.param(["backup", "-o", "out"], marks=pytest.mark.long),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_whatever_writes_says_that_an_archive_is_only_read(words, fresh, shelved, elsewhere):
    given = [word.format(**vars(shelved)) for word in words]
    refused = fresh.run(*given, "--vault", str(shelved.file), who=MARA, stdin="text")
    assert refused.code == 1, refused.err
    assert "an archive is only read" in refused.err
    assert "caucus archive import" in refused.err
    assert set(state_of(fresh)) <= {"marks"}
    assert list(elsewhere.iterdir()) == []


def test_what_a_killed_reader_left_goes_with_the_next_one(fresh, shelved):
    left, young = fresh.folder / "archive-left", fresh.folder / "archive-young"
    for each in (left, young):
        each.mkdir()
        (each / "archive.caucus").write_bytes(b"only ciphertext")
    os.utime(left, (time.time() - 3600,) * 2)
    fresh.done("note", "list", "--vault", str(shelved.file), who=MARA)
    assert state_of(fresh) == ["archive-young"]
