"""Words that people typed are found nowhere but on their screens."""

import logging
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import SQLAlchemyError

from tests.attacker import forging
from tests.cast import LOWEST_COST, Clock
from vault import (
    AnswerKind,
    Invitation,
    NewEntry,
    Role,
    Source,
    UnlockedVault,
    Vault,
    VaultError,
)
from vault.mapper.entries import attachment_stream
from vault.store.rows import ChunkRow, JournalRow, RevisionRow

WORDS = {
    field: f"Zq{field.replace(' ', '')}Vx"
    for field in (
        "mediator", "anna", "boris", "case", "title", "second title", "note", "note title", "tag",
        "speaker", "label", "purpose", "recipient", "file name", "file", "private", "draft",
        "revised", "query", "destroyed", "sealed", "passphrase", "second passphrase", "wrong",
        "unknown", "missing",
    )
}  # fmt: skip
NAMES = ("mediator", "anna", "boris")
WRITTEN = {
    key for key in WORDS
    if key not in {*NAMES, "file name", "speaker", "missing", "unknown"}
}  # fmt: skip
"""What no error says. Errors may name people and files: they are shown to who knows them."""


def found_in(data: bytes, words: list[str] | None = None) -> set[str]:
    """The canaries in these bytes, in any of the ways a text is stored."""
    folded = data.lower()
    return {
        word for word in (words or WORDS.values())
        for spelt in (word.lower().encode(), word.lower().encode("utf-16-le"),
                      word.encode().hex().encode())
        if spelt in folded
    }  # fmt: skip


class Afternoon:
    """A vault in which every field that takes a text was typed in."""

    def __init__(self, location: str, marks: Path, backups: Path) -> None:
        self.location, self.marks, self.clock = location, marks, Clock()
        self.values: list[object] = []
        self.errors: list[BaseException] = []
        self.vault = Vault(location, marks=marks, clock=self.clock, cost=LOWEST_COST)
        self.vault.create()
        self.people: dict[str, UnlockedVault] = {}
        for who in NAMES:
            self.people[who], _ = self.vault.enrol(WORDS[who], self.passphrase(who))
        self.mediator = self.people["mediator"]
        for who in NAMES[1:]:
            identity = self.people[who].people.me.identity
            self.mediator.people.add(WORDS[who], identity, confirmed=True)
            self.people[who].people.add(
                WORDS["mediator"], self.mediator.people.me.identity, confirmed=True
            )
        self.session = self.mediator.sessions.convene(WORDS["case"], WORDS["title"], [
            Invitation(Role.MEDIATOR, WORDS["mediator"]),
            Invitation(Role.PARTY, WORDS["anna"], "A"),
            Invitation(Role.PARTY, WORDS["boris"], "B"),
        ])  # fmt: skip
        self.destroyed_cells: list[bytes] = []
        self._write()
        self._seal_and_open()
        self._go_wrong()
        self._keep_views()
        self.mediator.backups.write(backups / "a.backup")

    def passphrase(self, who: str) -> str:
        return f"{WORDS['passphrase']} of {who}"

    def _cells(self, entry: bytes) -> list[bytes]:
        (row,) = forging.rows_of(self.mediator, RevisionRow, id=entry)
        return [row.header, row.body]

    def _write(self) -> None:
        add, session = self.mediator.entries.add, self.session
        for audience in ("private", "mediators", "caucus:A", "caucus:B", "joint"):
            new = NewEntry(
                audience, f"{WORDS['note']} in {audience}", title=WORDS["note title"],
                tags=(WORDS["tag"],), speakers=(WORDS["anna"],),
            )  # fmt: skip
            self.values += [new, add(session, new)]
        entry = add(session, NewEntry("joint", WORDS["draft"])).id
        self.values.append(self.mediator.entries.edit(entry, WORDS["revised"]))
        data = (WORDS["file"] * 50).encode()
        source = Source(WORDS["file name"], len(data), [data])
        filed = self.mediator.files.add_entry(session, NewEntry("joint", "A file."), [source])
        self.values += [filed, source, self.people["anna"].entries.show(filed.id)]
        self.destroyed_cells += self._cells(filed.id)
        (attachment,) = filed.header.attachments
        stream = attachment_stream(
            self.mediator.sessions.open(session).place("joint"), attachment.nonce
        )
        pieces = forging.rows_of(self.mediator, ChunkRow, stream=stream)
        assert pieces
        self.destroyed_cells += [row.data for row in pieces]
        self.mediator.entries.destroy([filed.id])
        self.people["boris"].entries.add(session, NewEntry("private", WORDS["private"]))
        self.filed = filed.id

    def _seal_and_open(self) -> None:
        text = f"{WORDS['sealed']} one.\n\n{WORDS['sealed']} two."
        new = NewEntry("joint", text, speakers=(WORDS["speaker"],))
        entry = self.mediator.entries.add(self.session, new).id
        self.destroyed_cells += self._cells(entry)
        sealing = self.mediator.sealing
        self.values.append(sealing.plan(entry))
        self.refused(sealing.seal, [entry], WORDS["label"], safety_reviewed=True)
        (record,) = sealing.seal(
            [entry], WORDS["label"], safety_reviewed=True, speakers={WORDS["speaker"]: ""}
        )
        for person in self.people.values():
            person.docket.acknowledge(self.session)
        waiver = self.mediator.waivers.request(
            {record: (1,)}, WORDS["purpose"], WORDS["recipient"], self.clock.now + 86_400
        )
        self.refused(self.mediator.opening.open, waiver.id)
        for person in self.people.values():
            self.values.append(
                person.waivers.answer(waiver.id, AnswerKind.CONSENT, waiver.check_words)
            )
        self.values.append(self.mediator.opening.open(waiver.id))
        self.record = record

    def refused(self, act: Callable[..., object], *args: object, **more: object) -> None:
        """Do what cannot be done, and keep the error."""
        try:
            act(*args, **more)
        except (VaultError, SQLAlchemyError) as error:
            self.errors.append(error)
        else:
            raise AssertionError(act)

    def _go_wrong(self) -> None:
        anna, refused, session = self.people["anna"], self.refused, self.session
        refused(self.vault.unlock, WORDS["anna"], WORDS["wrong"])
        refused(self.vault.unlock, WORDS["unknown"], self.passphrase("anna"))
        refused(self.vault.enrol, "", WORDS["second passphrase"])
        refused(self.vault.enrol, WORDS["anna"], "")
        refused(self.vault.enrol, WORDS["anna"], self.passphrase("anna"))
        refused(anna.change_passphrase, WORDS["second passphrase"] + "\udc80")
        refused(anna.entries.add, session, NewEntry("caucus:B", WORDS["note"]))
        refused(anna.entries.add, session, NewEntry("joint", WORDS["note"] + "\ud800"))
        refused(anna.entries.add, session, NewEntry("joint", "x", title=WORDS["note title"] * 50))
        refused(anna.entries.add, session, NewEntry("joint", "x", tags=(WORDS["tag"] + "\0",)))
        refused(anna.people.confirm, WORDS["missing"], "words")
        refused(anna.people.confirm, WORDS["mediator"], WORDS["wrong"])
        refused(anna.people.find, WORDS["missing"])
        refused(anna.entries.resolve, WORDS["query"])
        refused(anna.docket.resolve, "zzzzzz")
        refused(anna.sessions.convene, WORDS["case"] * 80, WORDS["title"], [])
        refused(anna.sessions.open, bytes(32))
        (mine,) = forging.rows_of(anna, JournalRow, owner=anna._desk.identity.owner, sequence=1)

        def twice() -> None:
            with anna._desk.store.write() as tx:
                tx.add(mine)

        refused(twice)

    def _keep_views(self) -> None:
        for person in self.people.values():
            self.values += [
                person, person.people.me, person.people.contacts(), person.sessions.views(),
                person.entries.listing(self.session), person.docket.lines(self.session),
                person.waivers.views(), person.checks.run(), person.checks.activity(),
                person.sessions.open(self.session), person.sessions.open(self.session).roster,
                person.sessions.open(self.session).own, person._desk.identity,
                person._desk.keyring, person._desk, person.sessions, person.people,
                person.search.finder([self.session]).find(WORDS["note"]),
            ]  # fmt: skip
        self.values += [
            Invitation(Role.PARTY, WORDS["anna"], "A"),
            NewEntry("joint", WORDS["note"], title=WORDS["title"]),
        ]

    def close(self) -> None:
        for person in self.people.values():
            person.lock()
        self.vault.close()


@dataclass
class Kept:
    """What was on disk at three moments, and what the program said meanwhile."""

    made: Afternoon
    in_use: dict[str, bytes]
    erased: dict[str, bytes]
    closed: dict[str, bytes]
    kept_cells: list[bytes]
    logged: list[str]


@pytest.fixture(scope="module")
def afternoon(tmp_path_factory) -> Kept:
    folder = tmp_path_factory.mktemp("afternoon")
    logged: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            logged.append(f"{record.getMessage()} {record.args!r} {record.exc_text}")

    handler, root = Keep(), logging.getLogger()
    loggers = [logging.getLogger("sqlalchemy"), logging.getLogger("alembic"), root]
    levels = [each.level for each in loggers]
    root.addHandler(handler)
    for each in loggers:
        each.setLevel(logging.DEBUG)
    (folder / "kept").mkdir()
    made = Afternoon(str(folder / "kept" / "vault.caucus"), folder / "marks", folder / "kept")
    in_use = bytes_of(folder)
    made.mediator._desk.store.erase_traces()
    erased = bytes_of(folder)
    entry = made.mediator.entries.add(made.session, NewEntry("joint", "kept")).id
    kept_cells = made._cells(entry)
    made.close()
    for each, level in zip(loggers, levels, strict=True):
        each.setLevel(level)
    root.removeHandler(handler)
    return Kept(made, in_use, erased, bytes_of(folder), kept_cells, logged)


def files_of(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file, by its path, the log of the database too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in files_of(folder)}


def test_no_file_of_the_vault_has_a_word_that_somebody_typed(afternoon):
    assert len(afternoon.closed) >= 3
    for name, data in afternoon.closed.items():
        assert found_in(data) == set(), name
        assert found_in(name.encode()) == set()


def test_no_file_has_a_word_while_the_vault_is_in_use(afternoon):
    """The write-ahead log too, before anything is closed."""
    assert any(len(data) > 0 for name, data in afternoon.in_use.items() if name.endswith("-wal"))
    for name, data in afternoon.in_use.items():
        assert found_in(data) == set(), name


def test_no_error_says_what_somebody_wrote(afternoon):
    words = [WORDS[key] for key in WRITTEN]
    assert len(afternoon.made.errors) > 15
    for error in afternoon.made.errors:
        spelt = [str(error), repr(error), *traceback.format_exception(error)]
        chain = [error, error.__cause__]
        spelt += [repr(each.args) for each in chain if each is not None]
        assert found_in("\n".join(spelt).encode(), words) == set()


def test_no_value_shows_a_word_by_accident(afternoon):
    """A repr ends up in tracebacks, logs and crash reports: it shows ids and counts."""
    telling = {type(each).__name__: shown for each in afternoon.made.values
               if (shown := found_in(repr(each).encode()))}  # fmt: skip
    assert telling == {}


def test_no_log_record_has_a_word(afternoon):
    assert any("INSERT" in line for line in afternoon.logged)
    assert found_in("\n".join(afternoon.logged).encode()) == set()


def test_no_cell_of_what_was_destroyed_or_sealed_is_in_any_file_afterwards(afternoon):
    cells = afternoon.made.destroyed_cells
    assert len(cells) >= 5
    for files in (afternoon.erased, afternoon.closed):
        for name, data in files.items():
            for cell in cells:
                for at in range(0, len(cell) - 32, 200):
                    assert cell[at : at + 32] not in data, name


def test_what_was_not_destroyed_would_be_found_that_way(afternoon):
    """So that the scan above cannot pass for want of finding anything."""
    data = afternoon.closed[str(Path("kept") / "vault.caucus")]
    assert all(cell[:32] in data for cell in afternoon.kept_cells)


@pytest.mark.long
def test_no_file_of_a_postgresql_server_has_a_word(postgresql, tmp_path):
    """Tables, its log of statements and errors, and what it writes ahead."""
    (tmp_path / "kept").mkdir()
    with psycopg.connect(postgresql, autocommit=True) as admin:
        name = admin.execute("SELECT current_database()").fetchone()[0]
        admin.execute(f"ALTER DATABASE \"{name}\" SET log_statement = 'all'")
        admin.execute(f'ALTER DATABASE "{name}" SET log_parameter_max_length = -1')
        admin.execute(f'ALTER DATABASE "{name}" SET log_parameter_max_length_on_error = -1')
        folder = Path(admin.execute("SHOW data_directory").fetchone()[0])
    made = Afternoon(postgresql, tmp_path / "marks", tmp_path / "kept")
    with suppress(SQLAlchemyError):
        made.close()
    with psycopg.connect(postgresql, autocommit=True) as admin:
        admin.execute("CHECKPOINT")
    files = files_of(folder)
    logs = [path for path in files if b"INSERT INTO" in path.read_bytes()]
    assert logs, "the server's log is not in its data directory"
    for path in files:
        assert found_in(path.read_bytes()) == set(), path
    for error in made.errors:
        spelt = "".join(traceback.format_exception(error))
        assert found_in(spelt.encode(), [WORDS[key] for key in WRITTEN]) == set()
