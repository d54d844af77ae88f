"""Damage and ZIP tricks: the program and the reader that stands alone refuse the same files."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.standalone.forge import bag_of, members_of, zip_of
from tests.standalone.samples import NORA, accepts, opens
from vault.format import bag

QUIET = settings(deadline=None, suppress_health_check=list(HealthCheck))
OUTSIDE = ("../evil", "data/../../evil", "/etc/evil", "C:evil", "data/" + "0" * 31 + "/", "")


def test_no_changed_cut_or_added_byte_is_accepted(samples, run_many):
    """Rule R12: bad input gets an answer, never a traceback and never wrong data."""
    files = {}
    for name in ("acknowledged", "ground safety", "report full", "of one session"):
        data = samples.anybody[name]
        step = len(data) // 24
        for at in [*range(60), *range(60, len(data), step), *range(len(data) - 30, len(data))]:
            if at % 3 and step > 1000 and at < 60:
                continue
            changed = bytearray(data)
            changed[at] ^= 1 << at % 8
            files[f"{name} {at}"] = bytes(changed)
        for at in (0, 1, 30, len(data) // 2, len(data) - 22, len(data) - 1):
            files[f"{name} cut at {at}"] = data[:at]
            files[f"{name} without {at}"] = data[:at] + data[at + 1 :]
        files[f"{name} twice"] = data * 2
        for more in (b"\0", b"PK\5\6", b"PK\5\6" + bytes(18)):
            files[f"{name} and then {more!r}"] = data + more
            files[f"{name} behind {more!r}"] = more + data
    ran = run_many(files)
    assert {name: each.code for name, each in ran.items() if each.code != 7} == {}
    assert [name for name, data in files.items() if accepts(data)] == []
    assert all(each.out == "" and "NOT VERIFIED" in each.err for each in ran.values())


def tricks(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Files that other programs would unpack, all of them from one that is right."""
    whole = members_of(data)
    members = list(whole.items())
    payload = next(at for at, (name, _) in enumerate(members) if name.startswith("data/"))
    name, content = members[payload]
    for at in range(len(members) - 1):
        swapped = [*members[:at], members[at + 1], members[at], *members[at + 2 :]]
        yield f"members {at} and {at + 1} exchanged", zip_of(swapped)
        yield f"without member {at}", zip_of(members[:at] + members[at + 1 :])
        yield f"member {at} twice", zip_of(members[: at + 1] + members[at:])
    for outside in OUTSIDE:
        yield (
            f"renamed {outside!r}",
            zip_of([(outside if each == name else each, data) for each, data in members]),
        )
        yield f"with {outside!r}", zip_of([*members, (outside, b"x")])
    for changed in ("bagit.txt", "README.txt", "caucus.json", "manifest-sha256.txt"):
        yield f"another {changed}", zip_of([(n, d + (b"\n" * (n == changed))) for n, d in members])
    yield "another folder", zip_of(members).replace(b"caucus/", b"CAUCUS/")
    yield "a payload empty", zip_of([(n, b"" if n == name else d) for n, d in members])
    yield from patched(data, name, content)
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as opened:
            for each, written in members:
                opened.writestr(bag.FOLDER + each, written)
        yield f"written by another program, {method}", out.getvalue()


def patched(data: bytes, name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The right file with other words in its headers."""
    end, central = len(data) - 22, data.index(b"PK\1\2")
    start = data.index(content) - len(bag.FOLDER + name) - 30

    def put(place: int, form: str, value: int) -> bytes:
        new = struct.pack(form, value)
        return data[:place] + new + data[place + len(new) :]

    for place, what in ((4, "version"), (6, "flags"), (8, "method"), (10, "time"), (28, "extra")):
        yield f"{what} in a local header", put(start + place, "<H", 8)
        yield f"{what} in the directory", put(central + place + 2, "<H", 8)
    yield "a link", put(central + 38, "<I", 0o120777 << 16)
    yield "a comment on a member", put(central + 32, "<H", 4)
    yield "another offset", put(central + 42, "<I", 4)
    yield "another disk", put(end + 4, "<H", 1)
    yield "fewer members", put(end + 10, "<H", 3)
    yield "a comment", put(end + 20, "<H", 3) + b"hey"
    yield "a size of 4 GiB in a local header", put(start + 22, "<I", 0xFFFFFFFF)
    yield "a size of 4 GiB in the directory", put(central + 24, "<I", 0xFFFFFFFF)
    locator = b"PK\6\7" + struct.pack("<IQI", 0, end, 1)
    zip64 = b"PK\6\6" + struct.pack("<Q2H2I4Q", 44, 0x032D, 45, 0, 0, 7, 7, end - central, central)
    yield "a ZIP64 end that nobody needs", data[:end] + zip64 + locator + data[end:]
    yield "two ends", data + data[end:]
    yield "two directories", data + data[central:]
    longer = struct.pack("<2H2Q", 1, 16, len(content), len(content))
    header = bag.local_header(name, len(content), zlib.crc32(content))
    lies = header[:18] + b"\xff" * 8 + header[26:28] + struct.pack("<H", 20) + header[30:] + longer
    yield "a ZIP64 size that is none", data[:start] + lies + data[start + len(header) :]


def test_zip_tricks_are_refused_by_both(samples, run_many):
    files = {
        f"{name}: {trick}": changed
        for name in ("acknowledged", "for a party of one session")
        for trick, changed in tricks(
            samples.disclosures.get(name) or samples.archives["of one session"]
        )
    }
    assert len(files) > 120
    ran = run_many(files)
    assert {name: each.code for name, each in ran.items() if each.code != 7} == {}
    assert [name for name, data in files.items() if accepts(data)] == []


def test_a_bag_that_is_right_but_for_its_index_is_refused_by_both(samples, run_many):
    said = samples.disclosures["report full"]
    (payload,) = [data for name, data in members_of(said).items() if name.startswith("data/")]
    names = ("data/" + "0" * 32, "data/" + "f" * 32)
    parts: dict[str, tuple[str, ...]] = {"portions": (), "statements": names[:1]}
    right = bag.index_bytes(bag.Index("disclosure", parts)).decode()
    indexes = {
        "right": right,
        "spaced": right.replace(",", ", "),
        "format": right.replace(":1", ":2"),
        "format true": right.replace(":1", ":true"),
        "kind": right.replace("disclosure", "backup"),
        "archive": right.replace("disclosure", "archive"),
        "field": right.replace("{", '{"a":1,', 1),
        "twice": right.replace("[]", f'["{names[0]}"]'),
        "other": right.replace("0" * 32, "f" * 32),
        "text": right.replace("[]", '""'),
        "none": right.replace(f'"{names[0]}"', ""),
        "list": f"[{right}]",
        "empty": "",
        "deep": "[" * 100_000,
        "number": right.replace(":1", ":" + "1" * 5000),
    }
    files = {
        what: zip_of(bag_of({names[0]: payload}, "disclosure", {}, index=index.encode()))
        for what, index in indexes.items()
    }
    ran = run_many(files)
    assert {what: each.code for what, each in ran.items()} == {
        what: 0 if what == "right" else 7 for what in files
    }
    assert [what for what, data in files.items() if accepts(data)] == ["right"]


def test_an_archive_with_a_changed_byte_does_not_open(samples, run, tmp_path):
    file = tmp_path / "archive.zip"
    data = bytearray(samples.owned[NORA])
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    ran = run(file, "--name", NORA, typed=b"any\n")
    assert (ran.code, ran.out) == (7, "")
    assert opens(bytes(data), NORA) == 7


@pytest.mark.parametrize("name", ["acknowledged", "report full"])
@settings(QUIET, max_examples=40)
@given(data=st.data())
def test_random_damage_gets_one_verdict(samples, reader, name, data):
    whole = samples.disclosures[name]
    changed = data.draw(damaged(whole))
    assert verdict(reader, changed) == accepts(changed) == (changed == whole)


@pytest.mark.long
@settings(QUIET, max_examples=3000)
@given(data=st.data())
def test_much_random_damage_gets_one_verdict(samples, reader, data):
    name = data.draw(st.sampled_from(sorted(samples.disclosures)))
    whole = samples.disclosures[name]
    changed = data.draw(damaged(whole))
    assert verdict(reader, changed) == accepts(changed) == (changed == whole)


@st.composite
def damaged(draw, whole: bytes) -> bytes:
    """A file in which some stretches were overwritten, taken out, doubled or moved."""
    data = whole
    for _ in range(draw(st.integers(1, 3))):
        begin = draw(st.integers(0, len(data)))
        end = min(len(data), begin + draw(st.sampled_from([1, 2, 4, 46, 300])))
        to = draw(st.integers(0, len(data)))
        data = draw(
            st.sampled_from(
                [
                    data[:begin] + draw(st.binary(max_size=4)) + data[end:],
                    data[:end] + data[begin:],
                    data[:to] + data[begin:end] + data[to:],
                    data[:begin] + bytes(end - begin) + data[end:],
                ]
            )
        )
    return data


def verdict(reader, data: bytes) -> bool:
    """Tell whether the reader accepts a file, asked in this process."""
    try:
        found = reader.Bag(data)
        return found.kind == "archive" or bool(list(reader.read_disclosure(found)))
    except Exception:  # noqa: BLE001 (as its main program: it is not verified)
        return False


def test_more_members_than_allowed_are_refused_by_both(reader):
    payloads = {f"data/{at:032x}": b"" for at in range(20_001)}
    data = zip_of(bag_of(payloads, "disclosure", {"statements": tuple(payloads)}))
    with pytest.raises(ValueError, match=r"^$"):
        reader.Bag(data)
    assert not accepts(data)
