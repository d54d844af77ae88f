"""Another kind of file than the one that is wanted: what it is, and which command takes it."""

import sqlite3
import zipfile

import pytest

from tests.cli.conftest import ANNA, MARA, Desk
from tui.reasons import FILES

COMMANDS = {
    "archive verify": ("archive", "verify"),
    "archive import": ("archive", "import"),
    "disclosure verify": ("disclosure", "verify"),
    "disclosure show": ("disclosure", "show"),
    "receive": ("receive",),
    "waiver show": ("waiver", "show"),
    "person import": ("person", "import"),
    "restore": ("restore",),
}
"""Each command that takes a file, by its words."""
ABROAD = ("docx", "word.docx", "odt", "doc", "jpg", "png", "heic", "webp", "pdf", "zip")
"""What no command takes, but a note may have attached."""
OURS = ("identity", "request", "archive", "parcel", "age", "vault")
TAKES = {
    "archive verify": {"archive"},
    "archive import": {"archive"},
    "disclosure verify": {"parcel", "age"},
    "disclosure show": {"parcel", "age"},
    "receive": {"identity", "request", "archive", "parcel", "age"},
    "waiver show": {"request"},
    "person import": {"identity", "parcel", "age"},
    "restore": {"vault"},
}
"""What each takes, or opens to look what is in it."""


def zipped(path, *names, dated=(2026, 3, 1, 10, 0, 0)):
    with zipfile.ZipFile(path, "w") as file:
        for name in names:
            file.writestr(zipfile.ZipInfo(name, dated), "x" * 100)


@pytest.fixture
def files(apart, tmp_path):
    """One file of each kind, by the end of its name."""
    folder = tmp_path / "sent"
    folder.mkdir()
    zipped(folder / "a.docx", "[Content_Types].xml", "word/document.xml")
    # As the best-known program dates them: like ours.
    zipped(folder / "a.word.docx", "[Content_Types].xml", dated=(1980, 1, 1, 0, 0, 0))
    zipped(folder / "a.odt", "mimetype", "content.xml")
    zipped(folder / "a.zip", "holiday/1.jpg")
    for name, beginning in {
        "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
        "png": b"\x89PNG\r\n\x1a\n",
        "heic": b"\x00\x00\x00\x18ftypheic",
        "webp": b"RIFF\x10\x00\x00\x00WEBPVP8 ",
        "pdf": b"%PDF-1.7\n",
        "age": b"age-encryption.org/v1\n-> X25519 ",
        "parcel": b"caucus parcel\n\x01",
    }.items():
        (folder / f"a.{name}").write_bytes(beginning + bytes(range(256)) * 8)
    with sqlite3.connect(folder / "a.vault") as database:
        database.execute("CREATE TABLE shopping (what TEXT)")
    database.close()
    (folder / "a.identity").write_bytes(apart.path("anna.identity").read_bytes())
    (folder / "a.request").write_bytes(apart.request().file.read_bytes())
    (folder / "a.archive").write_bytes(apart.archive(ANNA).read_bytes())
    return {path.name.partition(".")[2]: path for path in folder.iterdir()}


def given(command: str, path) -> list[str]:
    named = ["--name", "Vera"] if command == "person import" else []
    return [*COMMANDS[command], str(path), *named]


@pytest.mark.parametrize("command", COMMANDS)
def test_another_kind_of_file_is_called_what_it_is(command, files, apart):
    desk = Desk(apart.path("new")) if command == "restore" else apart.anna
    desk.folder.mkdir(exist_ok=True)
    who = "" if command == "restore" else ANNA
    before = desk.vault.read_bytes() if who else b""
    for kind in (*ABROAD, *(each for each in OURS if each not in TAKES[command])):
        outcome = desk.run(*given(command, files[kind]), who=who)
        assert (outcome.code, outcome.out) == (2, ""), (kind, outcome)
        assert f"a.{kind} is no " in outcome.err
        assert any(what in outcome.err for what, _ in FILES.values()), outcome.err
        assert "nothing was changed" in outcome.err
        assert "damaged" not in outcome.err
        assert "caucus " in outcome.err.splitlines()[-1]
    assert (desk.vault.read_bytes() if who else b"") == before
    assert who or not desk.vault.exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_an_empty_file_is_called_empty(command, apart):
    empty = apart.path("empty")
    empty.touch()
    if command == "restore":
        apart.anna.vault.unlink()
    outcome = apart.anna.run(*given(command, empty), who=ANNA)
    assert outcome.code == 7
    assert "empty is empty. It was not used; nothing was changed" in outcome.err
    assert apart.anna.run(*given(command, empty), "--json", who=ANNA).code == 7


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("docx", "caucus note attach ID"),
        ("jpg", "caucus note attach ID"),
        ("pdf", "proves nothing by itself"),
        ("identity", "caucus receive"),
        ("request", "caucus waiver show"),
        ("parcel", "caucus disclosure unlock"),
        ("age", "caucus disclosure unlock"),
        ("vault", "caucus restore"),
    ],
)
def test_it_says_which_command_takes_it(kind, said, files, apart):
    outcome = apart.anna.run("archive", "verify", str(files[kind]))
    assert said in outcome.err
    assert str(files[kind]) in outcome.err


def test_a_script_is_told_the_same(files, apart):
    told = apart.anna.run("person", "import", str(files["jpg"]), "--json", who=ANNA)
    assert told.object["error"]["code"] == "no_identity"
    several = [str(files["jpg"]), str(files["identity"])]
    told = apart.mara.run("receive", *several, "--json", who=MARA)
    assert told.code == 2
    assert [each["kind"] for each in told.object["received"]] == ["identity"]
    assert told.object["error"]["code"] == "no_file"


def test_a_backup_that_is_not_there_is_named(bare):
    outcome = bare.run("restore", "copy-of-july.backup")
    assert outcome.code == 4
    assert "There is no file copy-of-july.backup" in outcome.err
    assert "vault" not in outcome.err
    assert not bare.vault.exists()


def test_a_database_that_is_no_vault_is_named(files, bare):
    outcome = bare.run("restore", str(files["vault"]))
    assert outcome.code == 7
    assert "a.vault is no vault of caucus, or was damaged" in outcome.err
    assert not bare.vault.exists()
