"""A vault in which something of everything waits to be done, and the acts that do it."""

import io
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from tests.cast import LOWEST_COST, MEDIATOR, PARTY_A, Cast, Clock, passphrase_of
from tests.copies import reopened
from tui.files import whole
from vault import (
    JOINT,
    MEDIATORS,
    AnswerKind,
    Invitation,
    Kind,
    NewEntry,
    Role,
    Source,
    UnlockedVault,
    UnlockError,
    UnsavedText,
    Vault,
    VaultError,
)

NEW_PASSPHRASE = "another passphrase altogether for Mara"
UNSAVED = UnsavedText(
    bytes(16), bytes(32), JOINT, b"", b"", Kind.NOTE, "", "What the editor holds."
)


@dataclass(frozen=True)
class Waiting:
    """A vault that nobody has open, and what in it waits for an act."""

    folder: Path
    seeds: dict[str, bytes]
    now: int
    session: bytes
    note: bytes
    record: bytes
    complete: bytes
    asked: bytes
    words: str

    def copy(self, folder: Path) -> "Waiting":
        """Return the same in a folder of its own."""
        shutil.copytree(self.folder, folder)
        return replace(self, folder=folder)

    @property
    def path(self) -> Path:
        return self.folder / "vault.caucus"

    def vault(self) -> Vault:
        """Another program on this vault."""
        return Vault(
            str(self.path), marks=self.folder / "marks", clock=Clock(self.now), cost=LOWEST_COST
        )

    def person(self, vault: Vault, name: str = MEDIATOR) -> UnlockedVault:
        return reopened(vault, self.seeds[name])


def prepare(folder: Path) -> Waiting:
    """Make it."""
    folder.mkdir(parents=True)
    cast = Cast(str(folder / "vault.caucus"), folder / "marks")
    for person in cast.people.values():
        person.sessions.views()
    note = cast.write(JOINT, "A note.\n\nOf two paragraphs.")
    cast.write("caucus:A", "For Anna.")
    data = b"a file " * 5_000
    new = NewEntry(JOINT, "With a file.")
    cast.mediator.files.add_entry(cast.session, new, [Source("f.txt", len(data), [data])])
    record = cast.seal()
    complete = cast.ask(record, 1)
    cast.agree(complete)
    asked = cast.ask(record, 2)
    cast.mediator.unsaved.keep(UNSAVED)
    seeds = {name: person._desk.identity.seed for name, person in cast.people.items()}
    # Nobody locks: what was written is not signed yet.
    cast.vault.close()
    return Waiting(
        folder, seeds, cast.clock.now + 10_000, cast.session, note, record, complete.id,
        asked.id, asked.check_words,
    )  # fmt: skip


# What is done ----------------------------------------------------------------------------------

Act = Callable[[Waiting, UnlockedVault], object]


def _attach(at: Waiting, mediator: UnlockedVault) -> object:
    data = b"another file " * 20_000
    return mediator.files.attach(at.note, [Source("g.txt", len(data), [data])])


def _convene(_: Waiting, mediator: UnlockedVault) -> object:
    return mediator.sessions.convene("Berg and Falk", "Second sitting", [
        Invitation(Role.MEDIATOR, MEDIATOR), Invitation(Role.PARTY, PARTY_A, "A"),
    ])  # fmt: skip


def _export(at: Waiting, mediator: UnlockedVault) -> object:
    with whole(at.folder / "out.zip") as file:
        return mediator.archives.export(file, [at.session], [PARTY_A])


def _create(at: Waiting, _: UnlockedVault) -> object:
    vault = Vault(
        str(at.folder / "new.caucus"), marks=at.folder / "marks", clock=Clock(at.now),
        cost=LOWEST_COST,
    )  # fmt: skip
    try:
        return vault.create()
    finally:
        vault.close()


def _lock(at: Waiting, mediator: UnlockedVault) -> None:
    """Sign what was written, and drop the keys."""
    mediator.entries.listing(at.session)
    mediator.lock()


ACTS: dict[str, tuple[str, Act]] = {
    "save": (MEDIATOR, lambda at, who: who.entries.add(at.session, NewEntry(JOINT, "New."))),
    "save the first": (
        MEDIATOR, lambda at, who: who.entries.add(at.session, NewEntry(MEDIATORS, "The first."))
    ),
    "revise": (MEDIATOR, lambda at, who: who.entries.edit(at.note, "Revised.")),
    "keep unsaved text": (
        MEDIATOR, lambda _, who: who.unsaved.keep(replace(UNSAVED, text="It holds more now."))
    ),
    "attach": (MEDIATOR, _attach),
    "destroy": (MEDIATOR, lambda at, who: who.entries.destroy([at.note])),
    "seal": (
        MEDIATOR, lambda at, who: who.sealing.seal([at.note], "Label", safety_reviewed=True)
    ),
    "acknowledge": (PARTY_A, lambda at, who: who.docket.acknowledge(at.session)),
    "ask": (MEDIATOR, lambda at, who: who.waivers.request(
        {at.record: (3,)}, "purpose", "recipient", at.now + 86_400
    )),
    "agree": (PARTY_A, lambda at, who: who.waivers.answer(at.asked, AnswerKind.CONSENT, at.words)),
    "refuse": (PARTY_A, lambda at, who: who.waivers.answer(at.asked, AnswerKind.REFUSAL)),
    "open": (MEDIATOR, lambda at, who: who.opening.open(at.complete)),
    "change the passphrase": (
        MEDIATOR, lambda _, who: who.change_passphrase(NEW_PASSPHRASE, renew_code=True)
    ),
    "convene": (MEDIATOR, _convene),
    "export": (MEDIATOR, _export),
    "back up": (MEDIATOR, lambda at, who: who.backups.write(at.folder / "out.backup")),
    "lock": (MEDIATOR, _lock),
    "make a vault": (MEDIATOR, _create),
}  # fmt: skip


# What there is afterwards ----------------------------------------------------------------------

BELONGS = {
    "chain": "session", "grant": "session", "record": "session", "waiver": "session",
    "closing": "session", "revision": "chain", "share": "record", "acknowledgement": "session",
    "answer": "waiver", "outcome": "waiver",
}  # fmt: skip
"""By table, the one whose id stands in its column of that name."""


def assert_sound(path: str | Path) -> None:
    """The database's own check of a file, and that no row belongs to one that is not there."""
    with closing(sqlite3.connect(path)) as bare:
        assert bare.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for table, whose in BELONGS.items():
            lost = f'SELECT count(*) FROM "{table}" WHERE {whose} NOT IN (SELECT id FROM {whose})'
            assert bare.execute(lost).fetchone() == (0,), table


def view(at: Waiting, name: str, *, passphrases: bool = False) -> list[object]:
    """All that matters to somebody and the mediator, without ids and times, in a fresh program.

    Nothing of it may be damaged, whatever happened before.
    """
    seen: list[object] = []
    vault = at.vault()
    try:
        for each in dict.fromkeys((MEDIATOR, name)):
            person = at.person(vault, each)
            assert not person.behind, each
            seen.append([each, *_seen_by(person)])
        seen.append(_opened_by(vault) if passphrases else [])
    finally:
        vault.close()
    assert_sound(at.path)
    return [*seen, *_files_of(at)]


def _seen_by(person: UnlockedVault) -> list[object]:
    sessions: list[object] = []
    for each in person.sessions.views():
        room, listing = person.sessions.open(each.id), person.entries.listing(each.id)
        assert listing.damages == ()
        texts = sorted(
            [person.entries.text_of(room, revision), len(revision.header.attachments)]
            for entry in listing.entries
            for revision in entry.revisions
        )
        lines = [
            (line.label, len(line.portions), sorted(line.acknowledged))
            for line in person.docket.lines(each.id)
        ]
        sessions.append((each.title, texts, lines))
    waivers = sorted((view.state.name, sorted(view.consented)) for view in person.waivers.views())
    assert person.checks.run().damages == []
    unsaved = [each.text for each in person.unsaved.all()]
    return [sorted(sessions, key=repr), waivers, unsaved]


def _opened_by(vault: Vault) -> list[str]:
    found = []
    for passphrase in (passphrase_of(MEDIATOR), NEW_PASSPHRASE):
        try:
            vault.unlock(MEDIATOR, passphrase)
        except UnlockError:
            continue
        found.append(passphrase)
    return found


def _files_of(at: Waiting) -> list[object]:
    """Which files there are besides the vault: each of them whole."""
    found: list[object] = []
    archive, backup, made = (at.folder / name for name in ("out.zip", "out.backup", "new.caucus"))
    if archive.exists():
        vault = at.vault()
        taken = at.person(vault, PARTY_A).archives.look(io.BytesIO(archive.read_bytes()))
        vault.close()
        found.append(("archive", taken.sessions))
    found += [file.name for file in (backup, made) if file.exists() and _is_vault(file, at)]
    return found


def _is_vault(file: Path, at: Waiting) -> bool:
    """A vault that was being made may be nothing yet; a backup has its name when it is whole."""
    vault = Vault(str(file), marks=at.folder / "marks", clock=Clock(at.now), cost=LOWEST_COST)
    try:
        vault.require_ready()
    except VaultError:
        assert file.name == "new.caucus"
        return False
    finally:
        vault.close()
    return True
