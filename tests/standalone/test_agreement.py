"""The program and the reader that stands alone say the same of what the program wrote."""

import io
import re
import subprocess
import sys
import zipfile
from importlib.resources import files

import pytest

from tests.cast import passphrase_of
from tests.standalone.samples import LONG_FILE, MARA, NILS, NORA, RUT, accepts, opens
from vault import UnlockedVault, identity_words, read_disclosure


def phrase(name: str) -> bytes:
    return passphrase_of(name).encode() + b"\n"


def quoted(text: str) -> str:
    """How the reader shows a text."""
    lines = re.split(r"\r\n|\r|\n", text)
    seen = "\n    | ".join(re.sub(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", "�", x) for x in lines)
    return f"    | {seen}\n"


def texts(person: UnlockedVault) -> list[str]:
    """Every text that somebody reads, in all of their sessions."""
    return [
        person.entries.show(entry.id).text
        for view in person.sessions.views()
        for entry in person.entries.listing(view.id).entries
    ]


def test_the_reader_verifies_every_kind_of_file(samples, run_many):
    ran = run_many(samples.anybody)
    assert {name: each.err for name, each in ran.items() if each.code} == {}
    assert all(accepts(data) for data in samples.anybody.values())
    for name, each in ran.items():
        kind = "A sealed archive" if name not in samples.disclosures else "A disclosure"
        verified, said, *_ = each.out.splitlines()
        assert verified == "VERIFIED"
        assert said.startswith("A report" if name.startswith("report") else kind)


def test_a_disclosure_is_shown_as_the_program_reads_it(samples, run_many):
    named = {name: each for name, each in samples.disclosures.items() if "report" not in name}
    for name, ran in run_many(named).items():
        found = read_disclosure(io.BytesIO(named[name])).disclosure
        assert found.portions
        for portion in found.portions:
            is_text = portion.content.form == "text"
            assert (quoted(portion.text) if is_text else "photo.jpg") in ran.out
        assert found.recipient in ran.out
        assert all(seat.name in ran.out for seat in found.seats)


def test_check_words_are_shown_as_the_dice_of_the_public_list(samples, run_many):
    ran = run_many(samples.disclosures)
    me = identity_words(samples.mara.people.me.identity)
    for name in ("several", "ground order", "report full"):
        found = re.search(r"(?:Lindt.*; key| Key) ([1-6 ]{35})", ran[name].out)
        assert found is not None
        assert " ".join(word_of(dice) for dice in found[1].split()) == me
    asked = re.search(r"Request ([1-6 ]{35}); agreed", ran["several"].out)
    assert asked is not None
    words = " ".join(word_of(dice) for dice in asked[1].split())
    assert words == samples.waivers["several"].check_words


def word_of(dice: str) -> str:
    """Look five dice up in the EFF list, which stands in the order of its dice."""
    text = (files("vault") / "keys" / "eff_large_wordlist.txt").read_text("utf-8")
    words = [line for line in text.splitlines() if not line.startswith("#")]
    return words[int("".join(str(int(each) - 1) for each in dice), 6)]


@pytest.mark.parametrize("name", [MARA, NORA])
def test_an_archive_opens_with_its_keyslot_and_shows_every_text(samples, run, tmp_path, name):
    file, out = tmp_path / "archive.zip", tmp_path / "out"
    file.write_bytes(samples.owned[name])
    ran = run(file, "--name", name.upper(), "--extract", out, typed=phrase(name))
    assert (ran.code, ran.err) == (0, "")
    assert f"\nSigned by {name}: " in ran.out
    person = samples.cast.people[name]
    assert all(quoted(text) in ran.out for text in texts(person))
    found = {path.name.split("-", 1)[1]: path.read_bytes() for path in out.iterdir()}
    attached = {"plan _ ritning.pdf": LONG_FILE, "small.txt": b"0123456789", "empty": b""}
    assert found == (attached if name == MARA else {})
    assert "Sealed records and requests in it are left to the program." in ran.out


def test_everybody_finds_in_their_archive_what_they_may_read_and_nothing_else(samples, reader):
    for name in (NILS, RUT, NORA):
        person, data = samples.cast.people[name], samples.owned[name]
        bag = reader.Bag(data)
        found = list(reader.Archive(bag, name, passphrase_of(name)).read())
        read = [each[6:] for each in found if isinstance(each, str) and each[:6] == "    | "]
        edited = ["first state"] if "second state" in texts(person) else []
        assert sorted(read) == sorted(texts(person) + edited)


def test_the_program_opens_them_too(samples):
    assert [opens(samples.owned[name], name) for name in (MARA, NORA)] == [0, 0]


def test_both_tell_a_wrong_passphrase_from_everything_else(samples, run, tmp_path):
    file = tmp_path / "archive.zip"
    file.write_bytes(samples.owned[NORA])
    for name, typed in ((NORA, "another one"), ("Nobody", passphrase_of(NORA)), (NORA, "")):
        ran = run(file, "--name", name, typed=typed.encode() + b"\n")
        assert (ran.code, ran.out, ran.err) == (3, "", "Wrong name or passphrase.\n")
    assert opens(samples.owned[NORA], NORA, "another one") == 3


def test_bagit_accepts_every_file(samples, tmp_path):
    folders = []
    for at, data in enumerate(samples.anybody.values()):
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            opened.extractall(tmp_path / str(at))
        folders.append(tmp_path / str(at) / "caucus")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bagit", "--validate", *folders],
        capture_output=True, check=False, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("is valid") == len(folders)
