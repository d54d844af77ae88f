"""Whole processes: add, show and search in ten thousand notes, beside programs of the trade.

`jrnl` (an encrypted journal) and `keepassxc-cli` are measured where they are installed.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.benchmarks.conftest import Report, best
from tests.cast import MEDIATOR, Cast, passphrase_of
from vault import DEFAULT_COST, NewEntry, Vault, spell_id

pytestmark = pytest.mark.benchmark

NOTES = 10_000
TEXT = "The rota for the late shift was changed without asking anybody first."


@pytest.fixture
def caucus(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """The command, on a vault of ten thousand notes under the real default cost."""
    marks = tmp_path / "state" / "caucus" / "marks"
    location = tmp_path / "vault"
    with Cast(str(location), marks) as cast:
        room = cast.mediator.sessions.open(cast.session)
        entries = cast.mediator.entries
        with entries._desk.change("benchmark", cast.session) as change:
            for number in range(NOTES):
                entries.write(change, room, NewEntry("joint", f"{number} {TEXT}"))
        session = spell_id(cast.session)
        # Unlocking once under the default cost makes the slot what a user's slot is.
        Vault(str(location), marks=marks, clock=cast.clock, cost=DEFAULT_COST).unlock(
            MEDIATOR, passphrase_of(MEDIATOR)
        ).lock()
    secret = tmp_path / "passphrase"
    secret.write_text(passphrase_of(MEDIATOR) + "\n")
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")}

    def run(*arguments: str, text: str = "") -> str:
        command = [sys.executable, "-m", "tui", "--vault", str(location), "--as", MEDIATOR]
        command += ["--passphrase-file", str(secret), *arguments]
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, check=True, env=environment
        )
        return done.stdout

    run.session = session  # type: ignore[attr-defined]
    return run


def test_add_show_and_search(caucus: Callable[..., str], tmp_path: Path, report: Report) -> None:
    session = caucus.session  # type: ignore[attr-defined]
    entry = caucus("note", "add", "--session", session, "--audience", "joint", text=TEXT).split()[
        -1
    ]
    parts = {
        "add": best(lambda: caucus(
            "note", "add", "--session", session, "--audience", "joint", text=TEXT), 3),
        "show": best(lambda: caucus("note", "show", entry), 3),
        "search": best(lambda: caucus("note", "find", "9999", "--session", session), 3),
    }  # fmt: skip
    told = ", ".join(f"{what} {1000 * took:.0f}" for what, took in parts.items())
    bar = "ahead of jrnl and keepassxc-cli"
    report.figure("caucus: add + show + search, summed", f"{sum(parts.values()):.2f} s", bar)
    report.figure("  of which, ms", told, "")
    for name, measure in (("jrnl", _jrnl), ("keepassxc-cli", _keepassxc)):
        program = shutil.which(name) or shutil.which(name, path=str(Path(sys.executable).parent))
        if program is None:
            report.figure(f"{name} is not installed here", "no figure", "")
        else:
            took = measure(program, tmp_path)
            report.figure(f"{name}: the same", f"{took:.2f} s", "")


def _jrnl(program: str, tmp_path: Path) -> float:
    """Encrypt a journal of as many notes, and do the same three things with it."""
    journal, config = tmp_path / "journal.txt", tmp_path / "jrnl.yaml"
    lines = [f"[2026-01-01 10:00:00 AM] {number} {TEXT}\n" for number in range(NOTES)]
    journal.write_text("\n".join(lines))
    config.write_text(
        f"journals:\n  default:\n    journal: {journal}\n    encrypt: false\n"
        "colors:\n  body: none\n  date: none\n  tags: none\n  title: none\n"
        "version: v4.2\neditor: ''\nencrypt: false\ntemplate: false\ndefault_hour: 9\n"
        "default_minute: 0\ntimeformat: '%F %r'\ntagsymbols: '@'\nhighlight: false\n"
        "linewrap: 79\nindent_character: '|'\ndisplay_format: null\n"
    )
    import pexpect

    def run(*arguments: str, passwords: int = 1) -> str:
        child = pexpect.spawn(
            program, ["--config-file", str(config), *arguments], encoding="utf-8", timeout=120
        )
        for _ in range(passwords):
            child.expect("[Pp]assword.*:")
            child.sendline("correct horse")
        place = child.expect(["keychain.*\\[", pexpect.EOF])
        if place == 0:
            child.sendline("n")
            child.expect(pexpect.EOF)
        child.close()
        return str(child.before)

    run("--encrypt", passwords=2)
    config.write_text(config.read_text().replace("    encrypt: false", "    encrypt: true", 1))
    add = best(lambda: run(TEXT), 3)
    show = best(lambda: run("-n", "1"), 3)
    search = best(lambda: run("-contains", "9999"), 3)
    return add + show + search


def _keepassxc(program: str, tmp_path: Path) -> float:
    """Import as many entries, and do the same three things with them."""
    database, source = tmp_path / "notes.kdbx", tmp_path / "notes.xml"
    entries = "".join(
        f"<Entry><String><Key>Title</Key><Value>Note {number}</Value></String>"
        f"<String><Key>Notes</Key><Value>{number} {TEXT}</Value></String></Entry>"
        for number in range(NOTES)
    )
    source.write_text(
        "<?xml version='1.0' encoding='utf-8'?><KeePassFile><Meta/><Root><Group>"
        f"<Name>Root</Name>{entries}</Group></Root></KeePassFile>"
    )

    def run(*arguments: str, text: str = "correct horse\n") -> None:
        subprocess.run(
            [program, *arguments], input=text, capture_output=True, text=True, check=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )  # fmt: skip

    run("import", "-p", str(source), str(database), text="correct horse\ncorrect horse\n")
    count = iter(range(100))
    add = best(lambda: run("add", "-u", "someone", str(database), f"New {next(count)}"), 3)
    show = best(lambda: run("show", str(database), "Note 77"), 3)
    search = best(lambda: run("search", str(database), "9999"), 3)
    return add + show + search
