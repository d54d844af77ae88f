"""Checks, backups, what happens with an older vault, and the journal."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import ANNA, MARA, Desk, Typist, phrase_of
from vault import SchemaOlderError, Vault


def test_a_whole_vault_checks_and_a_changed_one_does_not(desk):
    session = desk.session
    desk.write(session, "whole")
    found = desk.done("check", who=MARA)
    assert found["checked"] > 0
    assert found["damaged"] == []
    database = sqlite3.connect(desk.vault)
    database.execute("UPDATE revision SET body = zeroblob(length(body))")
    database.commit()
    database.close()
    outcome = desk.run("check", "--json", who=MARA)
    assert outcome.code == 7
    assert outcome.object["damaged"][0].keys() == {"what", "row", "reason"}


@pytest.mark.parametrize("looked", [False, True], ids=["unseen", "missed"])
def test_a_lost_grant_is_made_again(looked, desk):
    database = sqlite3.connect(desk.vault)
    database.execute('DELETE FROM "grant" WHERE seat = 1')
    database.commit()
    database.close()
    if looked:
        assert desk.run("session", "show", desk.session, who=ANNA).code == 4
    assert desk.run("check", "--repair", "--json", who=MARA).object["repaired"] >= 1
    assert desk.run("session", "show", desk.session, who=ANNA).code == 0


def test_a_backup_is_whole_and_is_put_back_only_where_nothing_is(desk, tmp_path):
    session = desk.session
    target = tmp_path / "copy.backup"
    found = desk.done("backup", "-o", str(target), who=MARA)
    assert found["rows"] > 0
    assert target.stat().st_mode & 0o077 == 0
    assert desk.run("backup", "-o", str(target), who=MARA).code == 1
    assert desk.run("restore", str(target)).code == 1
    other = Desk(tmp_path / "other")
    other.folder.mkdir()
    assert other.done("restore", str(target))["rows"] == found["rows"]
    assert other.run("session", "show", session, who=MARA).code == 0
    assert other.run("restore", str(tmp_path / "absent")).code == 4


@pytest.fixture
def older(desk):
    """A vault that was put back from before its last entry."""
    return put_back(desk)


def put_back(desk):
    session = desk.session
    copy = desk.folder / "copy"
    shutil.copy(desk.vault, copy)
    desk.write(session, "later")
    for name in ("vault.caucus-wal", "vault.caucus-shm"):
        (desk.folder / name).unlink(missing_ok=True)
    shutil.copy(copy, desk.vault)
    return session


def test_an_older_vault_is_only_read_until_its_owner_says_so(desk, older):
    words = ["note", "add", "--session", older, "--audience", "joint"]
    refused = desk.run(*words, who=MARA, stdin="x")
    assert refused.code == 1
    assert "--accept-older" in refused.err
    listed = desk.run("session", "list", who=MARA)
    assert listed.code == 0
    assert "only read" in listed.err
    desk.run("check", "--accept-older", who=MARA)
    assert desk.run(*words, who=MARA, stdin="x").code == 0


def test_at_a_terminal_a_plain_question_is_asked_about_an_older_vault(desk, older):
    no = Typist([""], [phrase_of(MARA)])
    assert "only read" in desk.run("session", "list", "--as", MARA, terminal=no).err
    assert "restored backup" in no.asked[1]
    yes = Typist(["yes"], [phrase_of(MARA)])
    desk.run("session", "list", "--as", MARA, terminal=yes)
    assert "only read" not in desk.run("session", "list", who=MARA).err


def test_a_passphrase_forgotten_and_a_backup_put_back_are_not_the_end_of_the_notes(desk):
    """With the recovery code the question about the older vault is asked first."""
    new = "a new passphrase that is long enough for anybody"
    words = ["person", "passphrase", "--new-code"]
    code = desk.done(*words, who=MARA, secrets=[phrase_of(MARA)])["recovery_code"]
    put_back(desk)
    words = ["person", "recover", "--as", MARA]
    assert desk.run(*words, secrets=[code, new]).code == 1
    no = Typist([""], [code, new, new])
    assert desk.run(*words, terminal=no).code == 1
    assert "restored backup" in no.asked[-1]
    yes = Typist(["yes"], [code, new, new])
    assert desk.run(*words, terminal=yes).code == 0
    assert desk.run("session", "list", "--as", MARA, secrets=[new]).code == 0


def test_a_vault_that_another_program_writes_to_is_busy(desk, monkeypatch):
    monkeypatch.setattr("vault.store.database.BUSY_SECONDS", 0.05)
    database = sqlite3.connect(desk.vault)
    database.execute("BEGIN IMMEDIATE")
    words = ["note", "add", "--session", desk.session, "--audience", "joint"]
    outcome = desk.run(*words, who=MARA, stdin="ZQX-CANARY")
    database.rollback()
    database.close()
    assert outcome.code == 8
    assert "Another program" in outcome.err
    assert "CANARY" not in outcome.err
    assert desk.run(*words, who=MARA, stdin="text").code == 0


def test_the_journal_says_what_was_done_and_never_what_was_written(desk):
    session = desk.session
    desk.write(session, "ZQX-CANARY", "--title", "ZQX-CANARY")
    found = desk.done("activity", who=MARA)["activity"]
    acts = [each["act"] for each in found]
    assert acts[0] == "person enrolled"
    assert "note written" in acts
    assert found[-1]["session"] == session
    text = desk.run("activity", who=MARA).out
    assert "CANARY" not in text
    assert "session convened" in text


def test_a_vault_of_an_older_version_is_upgraded_after_a_backup(desk, monkeypatch):
    upgraded = []

    def require_ready(_):
        if not upgraded:
            raise SchemaOlderError("open")

    def upgrade(self):
        upgraded.append(Path(self.location).with_name("caucus-ABCDEF.backup"))
        return upgraded[0]

    monkeypatch.setattr(Vault, "require_ready", require_ready)
    monkeypatch.setattr(Vault, "upgrade", upgrade)
    outcome = desk.run("session", "list", "--json", who=MARA)
    assert outcome.code == 0
    assert outcome.object["sessions"]
    assert "older version" in outcome.err
    assert "caucus-ABCDEF.backup" in outcome.err
