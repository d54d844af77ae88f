"""The program as a process: exit codes, descriptors, pipes, signals, a real terminal."""

import os
import signal
import subprocess
import sys

import pexpect
import pytest

from tests.cli.conftest import MARA, phrase_of

CANARY = "ZQX-CANARY"


@pytest.fixture(scope="module")
def session(processes):
    """A vault in the usual place of its user, made by processes, with one session."""
    made = processes.run("init", "--as", MARA, "--passphrase-fd", "0", stdin=line(phrase_of(MARA)))
    assert made.code == 0, made.err
    enrolled = processes.run(
        "--json", "--as", MARA, "--passphrase-fd", "0", "person", "enrol", "Anna", "--generate",
        stdin=line(phrase_of(MARA)),
    )  # fmt: skip
    assert enrolled.object["passphrase"]
    convened = processes.run(
        "session", "convene", "--case", "Berg", "--party", "A=Anna", "--as", MARA, "--json",
        "--passphrase-fd", "0", stdin=line(phrase_of(MARA)),
    )  # fmt: skip
    return convened.object["session"]


def terminal(processes, *words: str) -> pexpect.spawn:
    """Start the mediator's command at a terminal."""
    return pexpect.spawn(
        sys.executable, ["-m", "tui", *words, "--as", MARA], env=processes.environment,
        cwd=processes.home, encoding="utf-8", timeout=30,
    )  # fmt: skip


def line(*texts: str) -> bytes:
    return "".join(f"{text}\n" for text in texts).encode()


def test_the_vault_and_all_beside_it_are_private(processes, session):
    files = [path for path in processes.home.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if path.stat().st_mode & 0o077]
    marks = processes.home / ".local/state/caucus/marks"
    assert marks.stat().st_mode & 0o777 == 0o700


def test_a_passphrase_and_a_text_come_by_one_pipe(processes, session):
    added = processes.run(
        "note", "add", "--session", session, "--audience", "joint", "--as", MARA,
        "--passphrase-fd", "0", "--json", stdin=line(phrase_of(MARA), CANARY, "rest"),
    )  # fmt: skip
    assert added.code == 0, added.err
    reading, writing = os.pipe()
    os.write(writing, line(phrase_of(MARA)))
    os.close(writing)
    shown = processes.run(
        "note", "show", added.object["entry"], "--as", MARA, "--passphrase-fd", str(reading),
        pass_fds=[reading],
    )  # fmt: skip
    os.close(reading)
    assert shown.out.endswith(f"\n{CANARY}\nrest\n")


def test_a_wrong_passphrase_leaves_with_three(processes, session):
    outcome = processes.run(
        "session", "list", "--as", MARA, "--passphrase-fd", "0", "--json", stdin=line(CANARY)
    )
    assert outcome.code == 3
    assert outcome.object["error"]["code"] == "unlock"
    assert CANARY not in outcome.out + outcome.err


def test_without_a_terminal_nothing_is_asked(processes, session):
    outcome = processes.run("session", "list", "--as", MARA)
    assert (outcome.code, outcome.out) == (2, "")


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGTERM,
        *(pytest.param(each, marks=pytest.mark.long) for each in (signal.SIGHUP, signal.SIGINT)),
    ],
)
def test_a_process_that_is_told_to_end_locks_first(number, processes, session):
    spawned = terminal(processes, "note", "add", "--session", session, "--audience", "private")
    spawned.expect(f"Passphrase of {MARA}: ")
    spawned.sendline(phrase_of(MARA))
    spawned.expect("then Ctrl-D")
    spawned.kill(number)
    spawned.expect(pexpect.EOF)
    spawned.close()
    assert spawned.exitstatus in {128 + number, 130}
    assert "Traceback" not in spawned.before
    log = processes.home / ".local/share/caucus/vault.caucus-wal"
    assert not log.exists() or log.stat().st_size == 0


@pytest.mark.parametrize("words", [["help", "passphrases"], ["--help"], ["note", "--help"]])
def test_a_reader_that_left_is_no_mistake(processes, words):
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [*processes.command, *words], stdout=writing, stderr=subprocess.PIPE, check=False,
        timeout=20, env=processes.environment, cwd=processes.home,
    )  # fmt: skip
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (141, b"")


def test_what_the_full_screen_shows_goes_into_no_file(processes, session):
    log = processes.home / "log"
    for words in ("", "tui"):
        spawned = pexpect.spawn(
            "/bin/sh", ["-c", f'exec "$0" -m tui {words} 2>log', sys.executable],
            env=processes.environment | {"TERM": "xterm"}, cwd=processes.home, encoding="utf-8",
            timeout=30,
        )  # fmt: skip
        spawned.expect(pexpect.EOF)
        spawned.close()
        assert (spawned.exitstatus, "\x1b" in spawned.before) == (2, False)
        assert "Start it without 2>." in log.read_text(encoding="utf-8")
        assert "\x1b" not in log.read_text(encoding="utf-8")


def test_at_a_terminal_the_passphrase_is_asked_for_and_not_shown(processes, session):
    spawned = terminal(processes, "note", "list")
    spawned.expect(f"Passphrase of {MARA}: ")
    spawned.sendline(phrase_of(MARA))
    spawned.expect(pexpect.EOF)
    shown = spawned.before
    spawned.close()
    assert spawned.exitstatus == 0, shown
    assert phrase_of(MARA) not in shown
    assert "[joint]" in shown
    assert "\x1b" not in shown


def test_nothing_of_the_terminal_application_is_loaded(processes):
    script = "import sys, tui.program; print(*sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True,
        env=processes.environment,
    )  # fmt: skip
    assert not {"textual", "rich", "alembic"} & set(ended.stdout.split())
