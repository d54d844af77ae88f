"""Results that another program reads, a reader that leaves, and the words beside them."""

import io
import subprocess
import sys
import time
import zipfile

import pexpect
import pytest

from tests.cli.conftest import ANNA, BORIS, MARA, Desk, phrase_of
from tests.cli.test_contract import commands
from tui.program import program
from tui.topics import TOPICS

WIDTH = 79


def piped(processes, *words: str, who: str = MARA) -> subprocess.CompletedProcess:
    """Run a process whose standard output goes to another program."""
    return subprocess.run(
        [*processes.command, *words, "--as", who, "--passphrase-fd", "0"],
        input=f"{phrase_of(who)}\n".encode(), capture_output=True, check=False,
        env=processes.environment, cwd=processes.home, start_new_session=True, timeout=60,
    )  # fmt: skip


@pytest.fixture(scope="module")
def at_home(processes, tmp_path_factory):
    """Processes over a vault with one entry that has a file, and the ids of both."""
    desk = Desk(tmp_path_factory.mktemp("made"), lambda: int(time.time()))
    desk.done("init", "--as", MARA, secrets=[phrase_of(MARA)])
    desk.done("person", "enrol", ANNA, who=MARA, secrets=[phrase_of(ANNA)])
    words = ["session", "convene", "--case", "Berg", "--party", f"A={ANNA}"]
    session = desk.done(*words, who=MARA)["session"]
    plan = processes.home / "plan.bin"
    plan.write_bytes(bytes(range(256)) * 9)
    entry = desk.write(session, "The plan.\n", "--attach", str(plan))
    # Where a process looks when nobody says otherwise.
    for made, place in ((desk.vault, "share"), (desk.folder / "marks", "state")):
        folder = processes.home / ".local" / place / "caucus"
        folder.mkdir(mode=0o700, parents=True)
        made.rename(folder / made.name)
    return session, entry


def test_an_attached_file_goes_to_a_pipe_as_it_was(processes, at_home):
    before = set(processes.home.iterdir())
    done = piped(processes, "note", "extract", at_home[1], "plan.bin", "-o", "-")
    assert done.returncode == 0, done.stderr
    assert done.stdout == bytes(range(256)) * 9
    assert b"standard output (2304 bytes)" in done.stderr
    assert set(processes.home.iterdir()) == before


def test_an_identity_and_an_archive_go_to_a_pipe_whole(processes, at_home):
    identity = piped(processes, "person", "export", "-o", "-")
    assert identity.stdout.startswith(b"caucus identity\n")
    assert b"Check words:" in identity.stderr
    words = ["archive", "export", "--session", at_home[0], "--yes", "-o", "-"]
    archive = piped(processes, *words)
    assert archive.returncode == 0, archive.stderr
    assert zipfile.ZipFile(io.BytesIO(archive.stdout)).testzip() is None
    assert b"standard output" in archive.stderr
    assert not (processes.home / "-").exists()


def test_what_fails_writes_nothing_into_the_pipe(processes, at_home):
    done = piped(processes, "note", "extract", at_home[1], "other.bin", "-o", "-")
    assert (done.returncode, done.stdout) == (4, b"")


def test_where_standard_output_cannot_be_meant_that_is_said(desk):
    both = desk.run("person", "export", "-o", "-", "--json", who=MARA)
    assert both.code == 2
    assert "choose one" in both.object["error"]["message"]
    for words in (("backup", "-o", "-"), ("person", "recover", "--recovery-file", "-")):
        outcome = desk.run(*words, who=MARA)
        assert outcome.code == 2
        assert "name it" in outcome.err
    assert not list(desk.folder.glob("-"))


def test_a_terminal_is_given_no_file(processes, at_home):
    spawned = pexpect.spawn(
        sys.executable, ["-m", "tui", "person", "export", "-o", "-", "--as", MARA],
        env=processes.environment, cwd=processes.home, encoding="utf-8", timeout=30,
    )  # fmt: skip
    spawned.expect(pexpect.EOF)
    spawned.close()
    assert spawned.exitstatus == 2
    assert "this is a terminal" in " ".join(spawned.before.split())


@pytest.mark.parametrize(
    "words",
    [("--help",), ("note", "--help"), ("help", "passphrases"), ("demo", "--script")],
    ids=" ".join,
)
def test_a_reader_that_leaves_ends_it_quietly(words, processes):
    process = subprocess.Popen(
        [*processes.command, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=processes.environment, cwd=processes.home,
    )  # fmt: skip
    process.stdout.close()
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (141, b"")


def test_a_vault_is_locked_behind_a_reader_that_leaves(processes, at_home):
    process = subprocess.Popen(
        [*processes.command, "note", "list", "--as", MARA, "--passphrase-fd", "0"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=processes.environment, cwd=processes.home,
    )  # fmt: skip
    process.stdout.close()
    _, err = process.communicate(f"{phrase_of(MARA)}\n".encode(), timeout=60)
    assert (process.returncode, err) == (141, b"")
    log = processes.home / ".local/share/caucus/vault.caucus-wal"
    assert not log.exists() or log.stat().st_size == 0


def test_an_error_that_nobody_reads_is_no_mistake(processes):
    process = subprocess.Popen(
        [*processes.command, "nothing", "--json"], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env=processes.environment, cwd=processes.home,
    )  # fmt: skip
    process.stdout.close()
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (141, b"")


def test_names_typed_at_the_terminal_stand_in_no_command(processes, at_home):
    """As the help on fields says: what is typed there is no part of any command."""
    shell = pexpect.spawn(
        "/bin/sh",
        ["-c", f"{sys.executable} -m tui session convene --json --fields-fd 3 3< /dev/tty"],
        env=processes.environment, cwd=processes.home, encoding="utf-8", timeout=30,
    )  # fmt: skip
    shell.sendline(f'{{"as": "{MARA}", "case": "ZQX", "party": ["A={ANNA}"]}}')
    shell.sendeof()
    shell.expect(f"Passphrase of {MARA}: ")
    shell.sendline(phrase_of(MARA))
    shell.expect(pexpect.EOF)
    shell.close()
    assert shell.exitstatus == 0, shell.before
    assert '"session":' in shell.before


# Words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_a_topic_fits_into_80_columns(topic):
    assert max(map(len, TOPICS[topic].splitlines())) <= WIDTH


@pytest.mark.parametrize("path", list(commands(program)), ids=" ".join)
def test_help_fits_into_80_columns(path, bare):
    assert max(map(len, bare.run(*path, "--help").out.splitlines())) <= WIDTH + 1


def test_there_is_help_on_every_command_and_on_what_it_is_about(bare):
    for name in program.commands:
        assert bare.run("help", name).code == 0, name
    assert "caucus restore FILE" in bare.run("help", "backup").out
    assert "acknowledgement" in bare.run("help", "receive").out
    assert "closed answers" in bare.run("help", "report").out
    assert "Usage: caucus seal" in bare.run("help", "seal").out
    assert bare.run("help", "nothing").code == 2


def test_no_topic_shows_names_in_a_command():
    for text in TOPICS.values():
        assert "<<<" not in text.replace("nor\nwith <<<", "")
        assert 'echo "' not in text


def test_the_version_is_said(bare):
    told = bare.run("--version")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("caucus ")


def test_one_thing_is_not_called_several(desk):
    entry = desk.write(desk.session, "One line.")
    (desk.folder / "plan.txt").write_text("p", encoding="utf-8")
    desk.done("note", "attach", entry, str(desk.folder / "plan.txt"), who=MARA)
    assert "+1 file" in desk.run("note", "list", who=MARA).out
    assert "+1 files" not in desk.run("note", "list", who=MARA).out
    shown = desk.run("note", "show", entry, who=MARA).out
    assert "(1 byte)" in shown
    gone = desk.run("session", "destroy", desk.session, "--yes", who=MARA)
    assert "1 entry would be destroyed" in gone.err
    assert "Destroyed 1 entry\n" in gone.out


def test_sealing_says_which_entry_became_which_record(desk):
    entries = [desk.write(desk.session, text) for text in ("One.", "Two.")]
    words = ["seal", *entries, "--label", "The rota", "--safety-reviewed", "--yes"]
    outcome = desk.run(*words, who=MARA)
    records = desk.done("docket", "--session", desk.session, who=MARA)["records"]
    said = outcome.out.splitlines()
    assert len(said) == 2
    for entry, line in zip(entries, said, strict=True):
        assert entry[:8] in line
        assert any(each["record"][:8] in line for each in records)


def test_an_archive_speaks_of_caucus_only_where_something_was_said_in_one(desk):
    words = ["archive", "export", "--session", desk.session, "--yes", "-o"]
    empty = desk.run(*words, str(desk.folder / "empty.zip"), who=MARA)
    assert "0 entries" in empty.err
    assert "in caucus leaves" not in empty.err
    assert "private entries" not in empty.err
    desk.write(desk.session, "Said.", audience="caucus:A")
    full = desk.run(*words, str(desk.folder / "full.zip"), who=MARA)
    assert "1 entry" in full.err
    assert "What was said in caucus leaves this vault: side A." in full.err


def test_a_request_that_ended_or_was_opened_is_sent_to_nobody(desk):
    record = desk.seal(desk.session)
    ended, opened = desk.ask(f"{record}:1"), desk.ask(f"{record}:2")
    desk.done("waiver", "refuse", ended["waiver"], who=ANNA)
    for name in (ANNA, BORIS, MARA):
        agree = ["--agree", opened["check_words"]]
        desk.done("waiver", "consent", opened["waiver"], *agree, who=name)
    target = desk.folder / "a.request"
    complete = desk.run("waiver", "send", opened["waiver"], "-o", str(target), who=MARA)
    assert complete.code == 0
    target.unlink()
    desk.done("waiver", "open", opened["waiver"], who=MARA)
    for asked, said in ((ended, "The request ended"), (opened, "The request was opened")):
        outcome = desk.run("waiver", "send", asked["waiver"], "-o", str(target), who=MARA)
        assert outcome.code == 6
        assert said in outcome.err
        assert not target.exists()


def test_whoever_answers_twice_is_told_where_the_answer_is(desk):
    asked = desk.ask(desk.seal(desk.session))
    agree = ["waiver", "consent", asked["waiver"], "--agree", asked["check_words"]]
    desk.done(*agree, who=ANNA)
    outcome = desk.run(*agree, who=ANNA)
    assert outcome.code == 6
    assert "--answer" in outcome.err


def test_whoever_refused_and_refuses_again_is_told_where_the_answer_is(desk):
    asked = desk.ask(desk.seal(desk.session))
    desk.done("waiver", "refuse", asked["waiver"], who=ANNA)
    again = desk.run("waiver", "refuse", asked["waiver"], who=ANNA)
    assert again.code == 6
    assert "answered this request already" in again.err
    assert "waiver send WAIVER --answer" in again.err
    assert "new request" not in again.err


def test_the_last_to_agree_is_not_told_of_a_withdrawal_that_there_is_none_of(desk):
    asked = desk.ask(desk.seal(desk.session))
    agree = ["waiver", "consent", asked["waiver"], "--agree", asked["check_words"]]
    assert "you can withdraw" in desk.run(*agree, who=ANNA).err
    desk.done(*agree, who=BORIS)
    last = desk.run(*agree, who=MARA)
    assert "nothing can be recalled" in last.err
    assert "withdraw" not in last.err
    opened = desk.run("waiver", "open", asked["waiver"], who=MARA)
    assert ": , by" not in opened.out


def test_of_several_answers_only_where_the_request_stands_at_the_end_is_said(apart):
    request = apart.request()
    outcome = apart.mara.run("receive", *apart.agreed(request), who=MARA)
    assert outcome.err.count("Still missing") == 1
    assert f"Still missing: {MARA}." in outcome.err
