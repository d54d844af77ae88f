"""Makes the frozen files of format 1: once, for every later program to open.

    python tests/frozen/make.py             refuses if they are there
    python tests/frozen/make.py --replace   makes them anew: only until the first release

They are kept for ever, and so is this script, to tell how they came about; the keys in them are
random, so nobody can make the same ones again. Databases are compressed: half of each is empty
space, and git keeps every byte for ever. What a later program must find in them stands in
``contents.json``: written here as it was found on the day, with the passphrases. ``SHA256SUMS``
lists every file, so that a changed byte is noticed.
"""

import hashlib
import io
import json
import lzma
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.frozen import described  # noqa: E402
from vault import (  # noqa: E402
    JOINT,
    MEDIATORS,
    PRIVATE,
    Agreement,
    AnswerKind,
    Disclosing,
    Ground,
    Invitation,
    KdfCost,
    Kind,
    NewEntry,
    RecipientKind,
    Role,
    Shelf,
    Source,
    UnlockedVault,
    UnsavedText,
    Vault,
    WaiverView,
    caucus,
    read_court_report,
    read_disclosure,
    read_parcel,
    write_parcel,
)

HERE = Path(__file__).parent / "1"
COST = KdfCost(memory_kib=64 * 1024, passes=1, lanes=1)
"""The floor: these files are opened by every run of the tests."""
MARA, ANNA, BORIS, DORA = "Mara Lindt", "Anna Berg", "Boris Falk", "Dora Weiß"
PEOPLE = (MARA, ANNA, BORIS, DORA)
PASSPHRASES = {
    MARA: "uncanny gravel lantern promote swab tidal",
    ANNA: "Früh am Morgen, \u00e9t\u00e9 comme hiver",
    BORIS: "wharf eclipse mundane 6 nectar oblong",
    DORA: "пять слов и ещё одно",
}
PARCEL = "borrow plank scarecrow violin hatch mossy"
BEGAN, EVER = 1_790_000_000, 4_102_444_800
PLAN = "Übergabeplan.pdf"
FILES = {
    "vault": "vault.caucus.xz", "backup": "vault.backup.xz", "identity": "anna.identity",
    "own archive": "own.zip", "party archive": "anna.zip", "request": "request.caucus",
    "answer": "answer.caucus", "acknowledgement": "acknowledgement.caucus",
    "waiver": "released.zip", "safety": "safety.zip", "report": "report.zip",
    "parcel": "safety.parcel",
}  # fmt: skip
READERS = {
    "Mara alone: the offer is a feint.": (MARA,),
    "Anna alone: I want this to end.": (ANNA,),
    "For the mediators.": (MARA,),
    "Anna's side hears this.": (MARA, ANNA, DORA),
    "Said in Boris's caucus: he struck the dog.": (MARA, BORIS),
    "Everybody hears this. Ünïcode: “naïve” — ok.": PEOPLE,
    "First wording.": PEOPLE,
    "Second wording, by Mara.": PEOPLE,
    "Second wording, by Anna.": PEOPLE,
    "The parties met.": PEOPLE,
    "The parties met twice.": PEOPLE,
    "See the plan.": PEOPLE,
    "From the first sitting.": (MARA, ANNA, BORIS),
    "Only in the second sitting.": (MARA, ANNA, BORIS),
    "Half a sentence that nob": (MARA,),
    "Anna goes on with": (ANNA,),
    "Nobody is blamed.": (MARA, ANNA, BORIS),
    "The dog stays with Anna.": (),
    "Sealed and never asked for.": (),
    "This was destroyed.": (),
    "Mara alone: it went well.": (MARA,),
}
"""Every text, with whoever finds it in the vault: by hand, not as some program answered."""


class Clock:
    """Every look is a second later."""

    def __init__(self, now: int = BEGAN) -> None:
        self.now = now

    def __call__(self) -> int:
        self.now += 1
        return self.now


class Story:
    """What happened in the vault that is frozen."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, Clock()
        self.vault = Vault(
            str(folder / "vault.caucus"), marks=folder / "marks", clock=self.clock, cost=COST
        )
        self.vault.create()
        self.people: dict[str, UnlockedVault] = {}
        self.codes: dict[str, str] = {}
        for name in PEOPLE:
            self.people[name], self.codes[name] = self.vault.enrol(name, PASSPHRASES[name])
        mara = self.people[MARA]
        for name in PEOPLE[1:]:
            other = self.people[name]
            mara.people.add(name, other.people.me.identity, confirmed=name != DORA)
            other.people.add(MARA, mara.people.me.identity, confirmed=True)
        self.first, self.second = self._convene(mara)

    def _convene(self, mara: UnlockedVault) -> tuple[bytes, bytes]:
        three = [
            Invitation(Role.MEDIATOR, MARA), Invitation(Role.PARTY, ANNA, "A"),
            Invitation(Role.PARTY, BORIS, "B"),
        ]  # fmt: skip
        dora = Invitation(Role.REPRESENTATIVE, DORA, "A")
        first = mara.sessions.convene(
            "Berg and Falk", "First sitting", [*three, dora], accept_unconfirmed=True
        )
        return first, mara.sessions.convene("Berg and Falk", "", three, follows=first)

    def keep(self, what: str, data: bytes) -> None:
        (self.folder / FILES[what]).write_bytes(data)

    def written(self, what: str, write: Callable[[BinaryIO], object]) -> None:
        with (self.folder / FILES[what]).open("w+b") as target:
            write(target)

    def tell(self) -> None:
        """Let everything happen once."""
        self._notes()
        records = self._sealed()
        self.people[MARA].backups.write(self.folder / "vault.backup")
        self._waivers(records)
        self._files()
        for person in self.people.values():
            person.lock()
        self.vault.close()
        for what in ("vault", "backup"):
            database = (self.folder / FILES[what]).with_suffix("")
            self.keep(what, lzma.compress(database.read_bytes(), preset=9))
            database.unlink()

    def _notes(self) -> None:
        mara, anna, boris = (self.people[name] for name in (MARA, ANNA, BORIS))
        texts = list(READERS)

        def add(person: UnlockedVault, audience: str, text: str, **more: Any) -> bytes:
            return person.entries.add(self.first, NewEntry(audience, text, **more)).id

        add(mara, PRIVATE, texts[0], title="Offers")
        add(anna, PRIVATE, texts[1])
        add(mara, MEDIATORS, texts[2], tags=("after", "später"))
        add(anna, caucus("A"), texts[3])
        self.said = add(mara, caucus("B"), f"{texts[4]}\n\nAnother matter.", speakers=(BORIS,))
        self.joint = add(boris, JOINT, texts[5], speakers=(BORIS, ANNA))
        draft = add(mara, JOINT, texts[6], kind=Kind.DRAFT, title="Agreement")
        anna.entries.edit(draft, texts[8], base=draft)
        mara.entries.edit(draft, texts[7], base=draft, tags=("agreement",))
        record = add(mara, JOINT, texts[9], kind=Kind.RECORD, title="Minutes")
        add(mara, JOINT, texts[10], kind=Kind.RECORD, title="Minutes", corrects=record)
        plan = b"%PDF-1.7 " + bytes(range(256)) * 12
        source = Source(PLAN, len(plan), [plan])
        mara.files.add_entry(self.first, NewEntry(JOINT, texts[11], title="Plan"), [source])
        carried = add(boris, JOINT, texts[12])
        mara.entries.carry(carried, self.second, JOINT)
        mara.entries.add(self.second, NewEntry(JOINT, texts[13]))
        mara.entries.add(self.second, NewEntry(PRIVATE, texts[20]))
        mara.sessions.close(self.second)
        mara.entries.destroy([carried, add(anna, JOINT, texts[19])])
        for person, text, entry, base in (
            (mara, texts[14], b"", b""), (anna, texts[15], draft, draft),
        ):  # fmt: skip
            audience, kind = (JOINT, Kind.DRAFT) if entry else (caucus("A"), Kind.NOTE)
            person.unsaved.keep(
                UnsavedText(
                    person.unsaved.new_id(), self.first, audience, entry, base, kind, "So far",
                    text, (ANNA,), ("unsaved",), (0, len(text)),
                )
            )  # fmt: skip

    def _sealed(self) -> list[bytes]:
        mara, texts = self.people[MARA], list(READERS)
        words = NewEntry(JOINT, f"{texts[16]}\n\n{texts[17]}\n\nThe cat goes.", title="Animals")
        notes = b"A list of what the dog eats.\n" * 9
        source = Source("dog.txt", len(notes), [notes])
        animals = mara.files.add_entry(self.first, words, [source]).id
        (first,) = mara.sealing.seal([animals], "About animals", safety_reviewed=True)
        other = mara.entries.add(self.first, NewEntry(MEDIATORS, texts[18])).id
        (second,) = mara.sealing.seal([other], "About money", safety_reviewed=True)
        return [first, second]

    def _waivers(self, records: list[bytes]) -> None:
        mara, anna, boris = (self.people[name] for name in (MARA, ANNA, BORIS))
        anna.docket.acknowledge(self.first)
        boris.docket.acknowledge(self.first, [records[0]])
        self.keep("acknowledgement", anna.exchange.acknowledgement_file(self.first))
        opened = mara.waivers.request(
            {records[0]: [1, 4]}, "a custody report", "the family court", EVER
        )
        anna.waivers.answer(opened.id, AnswerKind.CONSENT, opened.check_words, sign_only=True)
        for person in (boris, mara, anna):
            person.waivers.answer(opened.id, AnswerKind.CONSENT, opened.check_words)
        mara.opening.open(opened.id)
        refused = mara.waivers.request({records[0]: [2], records[1]: []}, "a book", "all", EVER)
        mara.waivers.answer(refused.id, AnswerKind.CONSENT, refused.check_words)
        boris.waivers.answer(refused.id, AnswerKind.REFUSAL)
        mara.waivers.show(refused.id)
        self._pending(
            mara.waivers.request({records[1]: []}, "a tax claim", "the tax office", EVER)
        )
        self.written("waiver", lambda file: boris.disclosures.write_opened(opened.id, file))

    def _pending(self, asked: WaiverView) -> None:
        """Leave a request that Anna alone has agreed to: a later program finishes it."""
        mara, anna = self.people[MARA], self.people[ANNA]
        self.keep("request", mara.exchange.request_file(asked.id))
        anna.waivers.answer(asked.id, AnswerKind.CONSENT, asked.check_words)
        self.keep("answer", anna.exchange.answer_file(asked.id))

    def _files(self) -> None:
        mara, anna = self.people[MARA], self.people[ANNA]
        self.keep("identity", anna.people.export_file())
        safety = Disclosing(Ground.SAFETY, "Animal welfare", RecipientKind.AGENCY, "AW-7")
        self.written(
            "safety", lambda file: mara.disclosures.make([(self.said, [1])], safety, file)
        )
        self.written("report", lambda file: mara.disclosures.report(
            [self.first, self.second], Agreement.PARTIAL, file, [MARA, ANNA, BORIS]
        ))  # fmt: skip
        self.written("own archive", lambda file: mara.archives.export(
            file, [self.second], with_keyslot=True
        ))  # fmt: skip
        self.written(
            "party archive", lambda file: mara.archives.export(file, [self.first], [ANNA])
        )
        data = (self.folder / FILES["safety"]).read_bytes()
        self.written(
            "parcel",
            lambda file: write_parcel(io.BytesIO(data), len(data), file, PARCEL, COST),
        )


class Opened:
    """The frozen files, copied to a folder of one's own and opened there."""

    def __init__(self, frozen: Path, folder: Path, now: int) -> None:
        self.frozen, self.folder, self.clock = frozen, folder, Clock(now)

    def vault(self, what: str = "vault", *, marks: bool = True) -> Vault:
        """Return a copy of the vault or the backup, brought to today's tables."""
        place = self.folder / what
        place.mkdir()
        self.database(what, place / "copy.caucus")
        if marks:
            shutil.copytree(self.frozen / "marks", place / "marks")
        made = self.new(place)
        made.upgrade()
        return made

    def database(self, what: str, target: Path) -> Path:
        """Put the vault or the backup where it can be opened."""
        target.write_bytes(lzma.decompress((self.frozen / FILES[what]).read_bytes()))
        return target

    def new(self, place: Path) -> Vault:
        """Return the vault in a folder, or one that is not made yet."""
        return Vault(
            str(place / "copy.caucus"), marks=place / "marks", clock=self.clock, cost=COST
        )

    def file(self, what: str) -> io.BytesIO:
        """Return one of the other files."""
        return io.BytesIO((self.frozen / FILES[what]).read_bytes())

    def shelf(self, what: str) -> Shelf:
        """Return an archive, opened by itself."""
        workspace = self.folder / f"shelf {what}"
        workspace.mkdir()
        return Shelf(self.file(what), workspace=workspace, clock=self.clock)

    def parcel(self) -> io.BytesIO:
        """Return what is in the parcel."""
        target = io.BytesIO()
        read_parcel(self.file("parcel"), target, PARCEL)
        target.seek(0)
        return target


def found(opened: Opened, passphrases: dict[str, str]) -> dict[str, Any]:
    """Return what today's program finds in the frozen files."""
    told: dict[str, Any] = {}
    for what in ("vault", "backup"):
        vault = opened.vault(what, marks=what == "vault")
        told[what] = {}
        for name, passphrase in passphrases.items():
            person = vault.unlock(name, passphrase)
            told[what][name] = described.everything(person)
            if (what, name) == ("vault", ANNA):
                told["party archive"] = _shelved(opened.shelf("party archive"), person)
            person.lock()
        vault.close()
    shelf = opened.shelf("own archive")
    mara = shelf.unlock(MARA, passphrases[MARA])
    told["own archive"] = [described.session(mara, each.id) for each in mara.sessions.views()]
    mara.lock()
    shelf.close()
    told["waiver"] = described.disclosed(read_disclosure(opened.file("waiver")))
    told["parcel"] = described.disclosed(read_disclosure(opened.parcel()))
    told["safety"] = described.disclosed(read_disclosure(opened.file("safety")))
    told["report"] = described.reported(read_court_report(opened.file("report")))
    told |= exchanged(opened, passphrases)
    return json.loads(json.dumps(told))


def _shelved(shelf: Shelf, person: UnlockedVault) -> list[Any]:
    anna = shelf.unlock_with(person)
    told = [described.session(anna, each.id) for each in anna.sessions.views()]
    anna.lock()
    shelf.close()
    return told


def exchanged(opened: Opened, passphrases: dict[str, str]) -> dict[str, Any]:
    """Return what the files between machines bring to the vault as it was before them."""
    place = opened.folder / "before"
    place.mkdir()
    vault = opened.new(place)
    vault.restore(opened.database("backup", place / "vault.backup"))
    vault.upgrade()
    mara, boris = (vault.unlock(name, passphrases[name]) for name in (MARA, BORIS))
    told = {}
    for what, person in (("request", boris), ("answer", mara), ("acknowledgement", mara)):
        told[what] = described.received(person.exchange.receive(opened.file(what).getvalue()))
    imported = mara.people.find(ANNA)
    same = mara.people.import_file(ANNA, opened.file("identity").getvalue())
    told["identity"] = [same.name, mara.people.words(ANNA), same == imported]
    mara.exchange.receive(opened.file("request").getvalue())
    told["after"] = described.session(mara, boris.sessions.views()[-1].id)
    for person in (mara, boris):
        person.lock()
    vault.close()
    return told


def sums(folder: Path) -> str:
    """Return the digests of every file below a folder, but for the list itself."""
    names = sorted(path for path in folder.rglob("*") if path.is_file())
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in names
        if path.name != "SHA256SUMS"
    )


def main() -> int:
    replace = sys.argv[1:] == ["--replace"]
    if HERE.exists() and not replace:
        sys.stderr.write("The frozen files of format 1 are there, and stay as they are.\n")
        return 1
    with TemporaryDirectory() as temporary:
        frozen, copies = Path(temporary) / "1", Path(temporary) / "copies"
        frozen.mkdir()
        copies.mkdir()
        story = Story(frozen)
        story.tell()
        now = story.clock.now + 1_000
        contents = {
            "now": now,
            "people": {
                name: {"passphrase": PASSPHRASES[name], "code": story.codes[name]}
                for name in PEOPLE
            },
            "parcel passphrase": PARCEL,
            "readers": READERS,
            "found": found(Opened(frozen, copies, now), PASSPHRASES),
        }
        text = json.dumps(contents, indent=1, ensure_ascii=True)
        (frozen / "contents.json").write_text(f"{text}\n", "utf-8")
        (frozen / "SHA256SUMS").write_text(sums(frozen), "utf-8")
        shutil.rmtree(HERE, ignore_errors=True)
        shutil.copytree(frozen, HERE)
    size = sum(path.stat().st_size for path in HERE.rglob("*") if path.is_file())
    sys.stdout.write(f"{size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
