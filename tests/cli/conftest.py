"""The command line in this process, at the lowest KDF cost, and as real processes."""

import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cast import LOWEST_COST, Clock
from tests.copies import argon2id_once
from tui.paths import Places
from tui.program import program
from tui.setup import Setup
from tui.terminal import NoTerminalError
from vault.keys import keyslot

ROOT = Path(__file__).resolve().parents[2]
MARA, ANNA, BORIS = "Mara Lindt", "Anna Berg", "Boris Falk"


def phrase_of(name: str) -> str:
    """The passphrase of somebody: strong enough to be chosen."""
    return f"saddle orchid thirteen lantern {name.partition(' ')[0].lower()}"


class Typist:
    """A terminal at which the test types: each answer once, in order."""

    def __init__(self, answers: Sequence[str] = (), hidden: Sequence[str] = ()) -> None:
        self.answers, self.hidden = list(answers), list(hidden)
        self.asked: list[str] = []

    @property
    def present(self) -> bool:
        return True

    def ask(self, question: str) -> str:
        self.asked.append(question)
        return self.answers.pop(0)

    def ask_hidden(self, question: str) -> str:
        self.asked.append(question)
        return self.hidden.pop(0)


class Nobody:
    """No terminal."""

    present = False

    def ask(self, question: str) -> str:
        raise NoTerminalError

    ask_hidden = ask


@dataclass(frozen=True)
class Outcome:
    """How one run ended."""

    code: int
    out: str = field(repr=False)
    err: str = field(repr=False)

    @property
    def object(self) -> dict:
        """The one JSON object on standard output."""
        found = json.loads(self.out)
        assert found["schema"] == 1
        return found


class Desk:
    """The command line over one vault in one folder."""

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        self.folder = folder
        self.clock = clock or Clock()
        self.vault = folder / "vault.caucus"
        self._numbers = itertools.count()

    def run(
        self,
        *words: str,
        who: str = "",
        secrets: Sequence[str] = (),
        stdin: str | bytes = "",
        terminal: object = None,
        fields: object = None,
    ) -> Outcome:
        """Run a command line; ``who`` unlocks with their own passphrase."""
        setup = Setup(
            self.clock,
            Places(self.vault, self.folder / "marks", self.folder / "settings.toml"),
            terminal or Nobody(),
            LOWEST_COST,
        )
        given = list(words)
        lines = ([phrase_of(who)] if who else []) + list(secrets)
        if who:
            given += ["--as", who]
        if lines:
            source = self.folder / f"secrets-{next(self._numbers)}"
            source.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            given += ["--passphrase-file", str(source)]
        handle = None
        if fields is not None:
            source = self.folder / f"fields-{next(self._numbers)}"
            source.write_text(
                fields if isinstance(fields, str) else json.dumps(fields), encoding="utf-8"
            )
            handle = os.open(source, os.O_RDONLY)
            given += ["--fields-fd", str(handle)]
        try:
            result = CliRunner().invoke(program, given, obj=setup, input=stdin)
        finally:
            if handle is not None:
                os.close(handle)
        return Outcome(result.exit_code, result.stdout, result.stderr)

    def done(self, *words: str, **more: object) -> dict:
        """Run a command line that must succeed, and return its object."""
        outcome = self.run(*words, "--json", **more)
        assert outcome.code == 0, (words, outcome.out, outcome.err)
        return outcome.object

    def words(self, name: str) -> str:
        """Somebody's check words, as the mediator's address book has them."""
        people = self.done("person", "list", who=MARA)["people"]
        return next(each["check_words"] for each in people if each["person"] == name)

    @property
    def session(self) -> str:
        """The session that is there from the start."""
        return (self.folder / "session").read_text(encoding="utf-8")

    def convene(self, *more: str) -> str:
        """Convene a session of everybody."""
        options = ["--case", "Berg and Falk", "--title", "First sitting"]
        options += ["--party", f"A={ANNA}", "--party", f"B={BORIS}", *more]
        return self.done("session", "convene", *options, who=MARA)["session"]

    def write(self, session: str, text: str, *more: str, audience: str = "joint") -> str:
        """Let the mediator write an entry."""
        options = ["--session", session, "--audience", audience, *more]
        return self.done("note", "add", *options, who=MARA, stdin=text)["entry"]

    def seal(self, session: str, text: str = "One.\n\nTwo.\n\nThree.\n") -> str:
        """Let the mediator write and seal an entry."""
        entry = self.write(session, text)
        found = self.done(
            "seal", entry, "--label", "The rota", "--safety-reviewed", "--yes", who=MARA
        )
        return found["records"][0]["record"]

    def ask(self, *records: str) -> dict:
        """Let the mediator request."""
        return self.done(
            "waiver",
            "request",
            *records,
            "--purpose",
            "a complaint",
            "--recipient",
            "the panel",
            "--until",
            "2030-01-31",
            who=MARA,
        )


@pytest.fixture(scope="module", autouse=True)
def the_same_passphrase_costs_once() -> Iterator[None]:
    """Let the same people unlock copies of the same vault again and again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyslot, "argon2id", argon2id_once)
        yield


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a vault of three people who know each other and sit in one session."""
    desk = Desk(tmp_path_factory.mktemp("furnished"))
    desk.done("init", "--as", MARA, secrets=[phrase_of(MARA)])
    for name in (ANNA, BORIS):
        desk.done("person", "enrol", name, who=MARA, secrets=[phrase_of(name)])
    (desk.folder / "session").write_text(desk.convene(), encoding="utf-8")
    return desk.folder


@pytest.fixture
def desk(furnished: Path, tmp_path: Path) -> Desk:
    """The command line over a vault of Mara, Anna and Boris, who sit in one session."""
    shutil.copytree(furnished, tmp_path / "desk")
    return Desk(tmp_path / "desk", Clock(1_790_100_000))


@pytest.fixture
def bare(tmp_path: Path) -> Desk:
    """The command line where there is no vault yet."""
    return Desk(tmp_path)


@dataclass(frozen=True)
class Request:
    """A request on its way."""

    file: Path
    waiver: str
    words: str
    record: str


class Apart:
    """The same three people, each on a machine of their own: nothing is shared but files."""

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        self.folder = folder
        self.clock = clock or Clock()
        self.mara, self.anna, self.boris = (
            Desk(folder / name, self.clock) for name in ("mara", "anna", "boris")
        )

    def path(self, name: str) -> Path:
        """A file on its way."""
        return self.folder / name

    @property
    def session(self) -> str:
        """The session that Mara has convened and nobody else has seen yet."""
        return self.path("session").read_text(encoding="utf-8")

    def introduce(self, one: Desk, name: str, other: Desk, called: str) -> None:
        """Let somebody take in the identity of somebody else, and compare the words."""
        file = self.path(f"{other.folder.name}.identity")
        if not file.exists():
            other.done("person", "export", "-o", str(file), who=called)
        (found,) = one.done("receive", str(file), "--name", called, who=name)["received"]
        one.done("person", "confirm", called, "--words", found["check_words"], who=name)

    def archive(self, *names: str, to: str = "session.zip", **more: object) -> Path:
        """Let Mara export the session."""
        target = self.path(to)
        words = [word for name in names for word in ("--for", name)]
        self.mara.done(
            "archive", "export", "--session", self.session, *words, "-o", str(target), "--yes",
            who=MARA, **more,
        )  # fmt: skip
        return target

    def request(self, text: str = "One.\n\nTwo.\n\nThree.\n", portions: str = ":2") -> Request:
        """Let Mara seal an entry, ask for portions of it, and write the request as a file."""
        record = self.mara.seal(self.session, text)
        asked = self.mara.ask(record + portions)
        file = self.path(f"{asked['waiver']}.request")
        self.mara.done("waiver", "send", asked["waiver"], "-o", str(file), who=MARA)
        return Request(file, asked["waiver"], asked["check_words"], record)

    def agreed(self, request: Request) -> list[str]:
        """Let Anna and Boris consent. Returns the files with their answers."""
        answers = []
        for desk, name in ((self.anna, ANNA), (self.boris, BORIS)):
            answers.append(str(self.path(f"{desk.folder.name}.answer")))
            words = ["waiver", "consent", str(request.file), "--agree", request.words]
            desk.done(*words, "-o", answers[-1], who=name)
        return answers


@pytest.fixture(scope="session")
def introduced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three machines, whose people know each other, and one session on one."""
    apart = Apart(tmp_path_factory.mktemp("introduced"))
    people = {MARA: apart.mara, ANNA: apart.anna, BORIS: apart.boris}
    for name, desk in people.items():
        desk.folder.mkdir()
        desk.done("init", "--as", name, secrets=[phrase_of(name)])
    for name in (ANNA, BORIS):
        apart.introduce(apart.mara, MARA, people[name], name)
        apart.introduce(people[name], name, apart.mara, MARA)
    apart.path("session").write_text(apart.mara.convene(), encoding="utf-8")
    return apart.folder


@pytest.fixture
def apart(introduced: Path, tmp_path: Path) -> Apart:
    """Mara, Anna and Boris, each on a machine of their own."""
    shutil.copytree(introduced, tmp_path / "apart")
    return Apart(tmp_path / "apart", Clock(1_790_100_000))


class Processes:
    """Real processes with a home of their own and no terminal."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {
            "HOME": str(home),
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self.command = [sys.executable, "-m", "tui"]

    def run(self, *words: str, stdin: bytes = b"", **more: object) -> Outcome:
        """Run ``python -m tui``."""
        ended = subprocess.run(
            [*self.command, *words],
            input=stdin,
            capture_output=True,
            check=False,
            timeout=60,
            env=self.environment,
            cwd=self.home,
            start_new_session=True,
            **more,
        )
        return Outcome(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Processes:
    """Real processes over one home."""
    return Processes(tmp_path_factory.mktemp("home"))
