"""What the program writes, of every kind, and what it thinks of what it is shown."""

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from tests.cast import Cast, passphrase_of
from vault import (
    JOINT,
    MEDIATORS,
    PRIVATE,
    Agreement,
    AnswerKind,
    Disclosing,
    Ground,
    Invitation,
    NewEntry,
    RecipientKind,
    Role,
    Shelf,
    Source,
    UnlockedVault,
    UnlockError,
    VaultError,
    WaiverView,
    caucus,
    read_bag,
    read_court_report,
    read_disclosure,
)

LONG_FILE = bytes(range(251)) * 4500
NAMES = ("Måra Lindt", "Nils Holm", "Änna Bergström", "Борис Фальк", "Rut Advokat", "Nora Öst")
MARA, NILS, ANNA, BORIS, RUT, NORA = NAMES


class Samples:
    """Two sessions of a case with everything in them, and every file that can be made of them."""

    def __init__(self, folder: Path) -> None:
        self.cast = Cast(
            str(folder / "vault.caucus"), folder / "marks", mediators=(MARA, NILS),
            parties=(ANNA, BORIS), representatives=[("A", RUT)], nonparties=(NORA,),
        )  # fmt: skip
        self.folder = folder
        self.first = self.cast.session
        self.texts: dict[str, str] = {}
        self._fill()
        self.second = self._reconvened()
        self.records = [
            self.cast.seal("One.\n\nTwo.\n\nThree.", "The rota"),
            self.cast.seal("Eins\n\nZwei 😀\n\nDrei", "Straße 5"),
            self._sealed_file(),
        ]
        self.waivers = {
            "several": self._opened({self.records[0]: [1, 3], self.records[1]: [2]}),
        }
        for person in self.cast.holders:
            person.docket.acknowledge(self.first)
        self.waivers |= {
            "acknowledged": self._opened({self.records[0]: [2]}),
            "a file": self._opened({self.records[2]: []}),
        }
        self.refused = self.cast.ask(self.records[1], 1)
        anna = self.cast.party("A")
        anna.waivers.answer(self.refused.id, AnswerKind.REFUSAL)
        self.pending = self.cast.ask(self.records[1], 3)
        self.disclosures = {
            name: written(partial(self.mara.disclosures.write_opened, waiver.id))
            for name, waiver in self.waivers.items()
        }
        self.disclosures |= {f"ground {ground}": self._ground(ground) for ground in Ground}
        self.disclosures |= {
            f"report {agreement}": self._report(agreement)
            for agreement in (Agreement.FULL, Agreement.CONTINUING)
        }
        for person in self.cast.people.values():
            person.archives.plan([self.first])  # Signs what they wrote: else it stays behind.
        self.archives = {
            "for a party": self.archive(self.mara, ANNA),
            "for two": self.archive(self.mara, ANNA, BORIS),
            "for a mediator": self.archive(self.mara, NILS),
            "by a party": self.archive(anna, MARA),
            "of one session": self.archive(self.mara, sessions=[self.second]),
        }
        self.owned = {
            name: self.archive(self.cast.people[name], with_keyslot=True) for name in NAMES
        }

    @property
    def mara(self) -> UnlockedVault:
        return self.cast.mediator

    @property
    def anybody(self) -> dict[str, bytes]:
        """Every file that can be verified without a key."""
        owned = {f"owned by {name}": data for name, data in self.owned.items()}
        return self.disclosures | self.archives | owned

    def _fill(self) -> None:
        for audience in (PRIVATE, MEDIATORS, caucus("A"), caucus("B"), JOINT):
            self.cast.write(audience, f"Sagt {audience}: “Möte”\r\n\tzwei\x1b[2J\u202e tre")
        gone = [self.cast.write(JOINT, f"to go {at}", tags=("x",)) for at in range(2)]
        self._attached("plan – ritning.pdf", LONG_FILE)
        self._attached("small.txt", b"0123456789")
        self._attached("empty", b"")
        self.mara.entries.destroy(gone[:1])
        edited = self.cast.write(JOINT, "first state", title="A title", speakers=(ANNA,))
        self.mara.entries.edit(edited, "second state")
        for person in (self.cast.people[NILS], *map(self.cast.party, "AB")):
            person.entries.add(self.first, NewEntry(JOINT, f"by {person.name}"))
            person.entries.add(self.first, NewEntry(PRIVATE, f"for {person.name} only"))
        self.mara.entries.destroy(gone[1:])

    def _attached(self, name: str, data: bytes) -> None:
        source = Source(name, len(data), [data])
        self.mara.files.add_entry(self.first, NewEntry(JOINT, f"see {name}"), [source])

    def _reconvened(self) -> bytes:
        people = [
            Invitation(Role.MEDIATOR, MARA), Invitation(Role.PARTY, ANNA, "A"),
            Invitation(Role.PARTY, BORIS, "B"),
        ]  # fmt: skip
        session = self.mara.sessions.convene("Berg and Falk", "", people, follows=self.first)
        for at in range(40):
            self.mara.entries.add(session, NewEntry(JOINT, f"note {at}\n\n" + "word " * 900))
        self.mara.sessions.close(session)
        return session

    def _sealed_file(self) -> bytes:
        source = Source("photo.jpg", len(LONG_FILE), [LONG_FILE])
        made = self.mara.files.add_entry(self.first, NewEntry(JOINT, "the photo"), [source])
        return self.mara.sealing.seal([made.id], "Photo", safety_reviewed=True)[0]

    def _opened(self, wanted: dict[bytes, list[int]]) -> WaiverView:
        until = self.cast.clock.now + 99_999
        waiver = self.mara.waivers.request(wanted, "Klage – 1", "nämnden", until)
        self.cast.agree(waiver)
        self.cast.open(waiver)
        return waiver

    def _ground(self, ground: Ground) -> bytes:
        entry = self.cast.write(caucus("B"), "He said: I struck the child.\n\nOther.")
        kind = RecipientKind.AGENCY if ground is Ground.SAFETY else RecipientKind.COURT
        about = Disclosing(ground, "Socialnämnden", kind, "CP-1")
        return written(lambda file: self.mara.disclosures.make([(entry, [1])], about, file))

    def _report(self, agreement: Agreement) -> bytes:
        sessions = [self.first, self.second]
        return written(lambda file: self.mara.disclosures.report(sessions, agreement, file))

    def archive(
        self, person: UnlockedVault, *names: str, sessions: list[bytes] | None = None,
        with_keyslot: bool = False,
    ) -> bytes:  # fmt: skip
        """An archive of all sessions in which everybody concerned has a seat."""
        common = {MARA, ANNA, BORIS} >= {person.name, *names}
        wanted = sessions or [self.first, *([self.second] if common else [])]
        return written(
            lambda file: person.archives.export(file, wanted, names, with_keyslot=with_keyslot)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.cast.close()


def written(write: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    write(file)
    return file.getvalue()


def accepts(data: bytes) -> bool:
    """Tell whether the program takes a file for verified, as far as nobody's key is needed."""
    try:
        if read_bag(io.BytesIO(data)).index.kind == "archive":
            return True
    except VaultError:
        return False
    for verify in (read_disclosure, read_court_report):
        try:
            verify(io.BytesIO(data))
        except VaultError:
            continue
        return True
    return False


def opens(data: bytes, name: str, phrase: str = "") -> int:
    """Return with which code the program opens an archive by the keyslot in it."""
    with TemporaryDirectory() as folder:
        shelf = Shelf(io.BytesIO(data), workspace=Path(folder), clock=lambda: 1_800_000_000)
        try:
            opened = shelf.unlock(name, phrase or passphrase_of(name))
        except UnlockError:
            return 3
        except VaultError:
            return 7
        else:
            damages = opened.checks.run().damages
            opened.lock()
            return 7 if damages else 0
        finally:
            shelf.close()
