"""Disclosures that are whole and say something that nobody signed, or not everybody."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.standalone.forge import Proof, resigned, signed
from tests.standalone.samples import MARA, NAMES, NILS, NORA, RUT, Samples, accepts
from vault.format.jsonform import encode, to_text
from vault.keys.identity import Identity

Change = Callable[[Proof], None]
ED25519_BYTES = 64


def identity(samples: Samples, name: str) -> Identity:
    return samples.cast.people[name].lend_identity()


def halves(word: str) -> Iterator[tuple[str, Change]]:
    """Signatures of which one half is gone, or somebody else's."""

    def without(part: slice) -> Change:
        def change(proof: Proof) -> None:
            at = proof.at(word)
            envelope = proof.lines[at][1]
            whole = envelope[-3373:]
            blank = bytearray(whole)
            blank[part] = bytes(len(whole[part]))
            proof.lines[at] = (word, resigned(envelope, word, bytes(blank)))

        return change

    def cut(proof: Proof) -> None:
        at = proof.at(word)
        envelope = proof.lines[at][1]
        short = envelope[: -3373 - 4] + (64).to_bytes(4, "big") + envelope[-3373:-3309]
        proof.lines[at] = (word, short)

    yield f"{word} without its Ed25519 half", without(slice(None, ED25519_BYTES))
    yield f"{word} without its ML-DSA half", without(slice(ED25519_BYTES, None))
    yield f"{word} with one half only", cut


def swaps(samples: Samples) -> Iterator[tuple[str, Change]]:
    """Statements of another disclosure of the same session, or one too few or too many."""
    other = Proof.of(samples.disclosures["several"])
    for word in ("roster", "manifest", "request", "answer", "opening"):

        def change(proof: Proof, word: str = word) -> None:
            proof.lines[proof.at(word)] = other.lines[other.at(word, -1)]

        if word != "roster":  # The same session has one roster.
            yield f"{word} of another disclosure", change
        for every in (True, False):

            def drop(proof: Proof, word: str = word, every: bool = every) -> None:
                first = proof.at(word)
                proof.lines = [
                    line for at, line in enumerate(proof.lines)
                    if line[0] != word or (not every and at != first)
                ]  # fmt: skip

            yield f"{'every' if every else 'one'} {word} gone", drop

        def twice(proof: Proof, word: str = word) -> None:
            at = proof.at(word)
            proof.lines.insert(at, proof.lines[at])

        yield f"{word} twice", twice


def strangers(samples: Samples) -> Iterator[tuple[str, Change]]:
    """Lines and portions that have no place."""
    other = Proof.of(samples.disclosures["several"])

    def foreign_answer(proof: Proof) -> None:
        proof.lines.insert(proof.at("answer"), ("answer", b"no statement"))

    def foreign_word(proof: Proof) -> None:
        proof.lines.insert(1, ("closing", proof.lines[0][1]))

    def other_portion(proof: Proof) -> None:
        proof.portions = other.portions[:1]

    def more_portions(proof: Proof) -> None:
        proof.portions = proof.portions * 2

    def no_portions(proof: Proof) -> None:
        proof.portions = []

    def longer(proof: Proof) -> None:
        proof.portions[0] += b"\0"

    yield from (
        ("an answer that is none", foreign_answer), ("a word that has no place", foreign_word),
        ("the portion of another", other_portion), ("a portion twice", more_portions),
        ("no portions", no_portions), ("a portion with something behind", longer),
    )  # fmt: skip


def consents(samples: Samples) -> Iterator[tuple[str, Change]]:
    """Answers that holders, or others, signed: none of them is the consent that is needed."""
    nils, nora, mara = (identity(samples, name) for name in (NILS, NORA, MARA))

    def answer(by: Identity, **more: Any) -> Change:
        def change(proof: Proof) -> None:
            proof.put("answer", by, {**proof.body("answer", 1), **more}, 1)

        return change

    yield "a refusal", answer(nils, answer="refusal")
    yield "a withdrawal", answer(nils, answer="withdrawal")
    yield "an answer of no kind", answer(nils, answer="perhaps")
    yield "a consent too late", answer(nils, answered=2**40)
    yield "a consent to another request", answer(nils, request=to_text(bytes(32)))
    yield "a consent for another seat", answer(nils, seat=0)
    yield "a consent by who holds nothing", answer(nora, seat=NAMES.index(NORA))
    yield "a consent in somebody's name", answer(mara)
    yield "a consent with a further field", answer(nils, why="so")
    yield "a consent at a float", answer(nils, seat=True)

    def other_order(proof: Proof) -> None:
        first, second = proof.at("answer"), proof.at("answer", 1)
        proof.lines[first], proof.lines[second] = proof.lines[second], proof.lines[first]

    yield "consents in another order", other_order


def openings(samples: Samples) -> Iterator[tuple[str, Change]]:
    """Openings that the opener, or another mediator, signed."""
    mara, nils = identity(samples, MARA), identity(samples, NILS)
    other = Proof.of(samples.disclosures["several"]).body("opening")["released"]
    assert isinstance(other, list)

    def opening(signer: Identity, **more: Any) -> Change:
        def change(proof: Proof) -> None:
            proof.put("opening", signer, {**proof.body("opening"), **more})

        return change

    yield "an opening by another mediator", opening(nils, by=1)
    yield "an opening in the opener's name", opening(nils)
    yield "the keys of other portions", opening(mara, released=other)
    yield "no keys", opening(mara, released=[])
    yield "an opening of another request", opening(mara, request=to_text(bytes(32)))
    yield "an opening that says it expired", opening(mara, reason="expired")

    def other_key(proof: Proof) -> None:
        said = proof.body("opening")
        (released,) = said["released"]
        proof.put("opening", mara, {**said, "released": [{**released, "key": other[0]["key"]}]})

    def an_ending(proof: Proof) -> None:
        said = {**proof.body("opening"), "reason": "expired", "released": []}
        proof.lines[-1] = ("ending", signed("ending", mara, said))

    yield "another portion's key", other_key
    yield "an ending", an_ending


def requests(samples: Samples) -> Iterator[tuple[str, Change]]:
    """What comes of it if the request, or the manifest, is signed anew: nothing fits any more."""
    mara, anna = identity(samples, MARA), identity(samples, NAMES[2])

    def said(word: str, by: Identity, **more: Any) -> Change:
        def change(proof: Proof) -> None:
            proof.put(word, by, {**proof.body(word), **more})

        return change

    yield "another purpose", said("request", mara, purpose="something else")
    yield "a request by a party", said("request", anna, opener=2)
    yield "another label", said("manifest", mara, label="something else")
    yield "a manifest by a party", said("manifest", anna)
    yield "a roster of another case", said("roster", mara, case="something else")
    yield "a roster by a party", said("roster", anna)


def acknowledgements(samples: Samples) -> Iterator[tuple[str, Change]]:
    nils, nora = identity(samples, NILS), identity(samples, NORA)
    second = Proof.of(samples.disclosures["several"]).body("request")["records"]
    assert isinstance(second, list)

    def known(by: Identity, **more: Any) -> Change:
        def change(proof: Proof) -> None:
            body = {**proof.body("acknowledgement", 1), **more}
            proof.put("acknowledgement", by, body, 1)

        return change

    yield "an acknowledgement of another session", known(nils, session=to_text(bytes(32)))
    yield "an acknowledgement for another seat", known(nils, seat=0)
    yield "an acknowledgement of another record", known(nils, manifests=[second[1]["manifest"]])
    yield "an acknowledgement of nothing", known(nils, manifests=[])
    yield "an acknowledgement in somebody's name", known(nora)


def changes(samples: Samples) -> Iterator[tuple[str, Change]]:
    for word in ("roster", "manifest", "request", "answer", "acknowledgement", "opening"):
        yield from halves(word)
    for make in (swaps, strangers, consents, openings, requests, acknowledgements):
        yield from make(samples)


def test_no_forged_waiver_is_accepted_by_either(samples, run_many):
    """Rules R3 and R4: everybody's consent, signed, to exactly this."""
    files = {}
    for what, change in changes(samples):
        proof = Proof.of(samples.disclosures["acknowledged"])
        change(proof)
        files[what] = proof.file()
    assert len(files) > 60
    untouched = Proof.of(samples.disclosures["acknowledged"]).file()
    ran = run_many({**files, "untouched": untouched})
    assert ran.pop("untouched").code == 0
    assert accepts(untouched)
    assert {what: each.code for what, each in ran.items() if each.code != 7} == {}
    assert [what for what, data in files.items() if accepts(data)] == []


def test_statements_of_every_other_disclosure_fit_nowhere_else(samples, run_many):
    proofs = {name: Proof.of(samples.disclosures[name]) for name in samples.waivers}
    files = {}
    for name, proof in proofs.items():
        for other, source in proofs.items():
            for word in ("manifest", "request", "opening"):
                if other != name:
                    mixed = Proof(list(proof.lines), list(proof.portions))
                    mixed.lines[mixed.at(word)] = source.lines[source.at(word)]
                    files[f"{name} with the {word} of {other}"] = mixed.file()
            if other != name:
                files[f"{name} with portions of {other}"] = Proof(
                    proof.lines, source.portions
                ).file()
    pair = ("several", "acknowledged")  # Of one record: they have its manifest in common.
    same = {f"{a} with the manifest of {b}" for a, b in (pair, pair[::-1])}
    ran = run_many(files)
    for what, each in ran.items():
        assert each.code == (0 if what in same else 7), what
        assert accepts(files[what]) == (what in same), what


def test_what_counts_for_nothing_beside_the_consents_changes_nothing(samples, run_many):
    proof = Proof.of(samples.disclosures["acknowledged"])
    rut = identity(samples, RUT)
    late = {**proof.body("answer"), "seat": NAMES.index(RUT), "answer": "refusal"}
    proof.lines.insert(proof.at("answer"), ("answer", signed("answer", rut, late)))
    (ran,) = run_many({"with a refusal of who holds nothing": proof.file()}).values()
    assert ran.code == 0
    assert accepts(proof.file())


GROUNDS: dict[str, dict[str, Any]] = {
    "another ground": {"ground": "curiosity"},
    "a safety report to a court": {"recipient_kind": "court"},
    "a recipient of no kind": {"recipient_kind": "neighbour"},
    "no portions": {"portions": []},
    "a role that is none": {"role": "judge"},
    "a time that is none": {"made": -1},
    "a time that is too large": {"made": 2**53 - 1, "more": 1},
    "a session that is none": {"session": to_text(bytes(31))},
}


@pytest.mark.parametrize("name", ["ground safety", "report full"])
def test_what_somebody_signs_alone_has_one_shape(samples, run_many, name):
    mara, nils = identity(samples, MARA), identity(samples, NILS)
    word = "disclosure" if "ground" in name else "report"
    files = {}
    for what, more in GROUNDS.items():
        proof = Proof.of(samples.disclosures[name])
        if word == "disclosure" or set(more) <= {"made", "more"}:
            proof.put(word, mara, {**proof.body(word), **more})
            files[what] = proof.file()
    for what, change in halves(word):
        proof = Proof.of(samples.disclosures[name])
        change(proof)
        files[what] = proof.file()
    proof = Proof.of(samples.disclosures[name])
    proof.put(word, nils, proof.body(word))
    files["signed by somebody else"] = proof.file()
    proof = Proof.of(samples.disclosures[name])
    proof.lines[0] = ("identity", proof.lines[0][1][:-1])
    files["an identity cut short"] = proof.file()
    proof = Proof.of(samples.disclosures[name])
    changed = bytearray(proof.lines[0][1])
    changed[40] ^= 1
    proof.lines[0] = ("identity", bytes(changed))
    files["an identity with another key"] = proof.file()
    proof = Proof.of(samples.disclosures[name])
    proof.lines = [proof.lines[0], ("roster", proof.lines[1][1])]
    files["another word"] = proof.file()
    ran = run_many(files)
    assert {what: each.code for what, each in ran.items() if each.code != 7} == {}
    assert [what for what, data in files.items() if accepts(data)] == []


def test_a_report_has_only_answers_that_there_are(samples, run_many):
    mara, files = identity(samples, MARA), {}
    reports: dict[str, dict[str, Any]] = {
        "agreement": {"agreement": "nearly"},
        "sessions": {"sessions": []},
        "dates": {"sessions": [-1]},
        "people": {"attended": [{"name": "x", "role": "judge", "side": ""}]},
        "remarks": {"remarks": "He was rude."},
    }
    for what, more in reports.items():
        proof = Proof.of(samples.disclosures["report full"])
        proof.put("report", mara, {**proof.body("report"), **more})
        files[what] = proof.file()
    ran = run_many(files)
    assert {what: each.code for what, each in ran.items() if each.code != 7} == {}
    assert [what for what, data in files.items() if accepts(data)] == []


def portion_of(content: bytes, **more: Any) -> bytes:
    about: dict[str, Any] = {
        "audience": "joint", "author": "Måra", "form": "text", "made": 1, "name": "",
        "size": len(content), "speakers": [], "title": "t",
    } | more  # fmt: skip
    data = encode(about)
    return len(data).to_bytes(4, "big") + data + content


PORTIONS: dict[str, bytes] = {
    "another size": portion_of(b"text", size=3),
    "no text": portion_of(b"\xff"),
    "half a letter": portion_of("å".encode()[:1]),
    "a form that is none": portion_of(b"", form="sound"),
    "a further field": portion_of(b"", x=1),
    "nothing": b"",
    "a length beyond the end": (999).to_bytes(4, "big") + b"{}",
    "a description too long": (2**20 + 1).to_bytes(4, "big") + bytes(2**20 + 1),
    "JSON that is not canonical": (3).to_bytes(4, "big") + b"{ }",
}


def alone(samples: Samples, *portions: bytes) -> bytes:
    """Portions that somebody signs whatever they are."""
    from vault.crypto.digest import sha256

    proof = Proof.of(samples.disclosures["ground order"])
    said = proof.body("disclosure")
    (listed,) = said["portions"]
    digests = [{**listed, "digest": to_text(sha256(each))} for each in portions]
    proof.put("disclosure", identity(samples, MARA), {**said, "portions": digests})
    proof.portions = list(portions)
    return proof.file()


def test_a_portion_that_is_none_is_refused_by_both(samples, run_many):
    files = {what: alone(samples, data) for what, data in PORTIONS.items()}
    ran = run_many({**files, "right": alone(samples, portion_of(b"text"))})
    assert ran.pop("right").code == 0
    assert {what: each.code for what, each in ran.items() if each.code != 7} == {}
    assert [what for what, data in files.items() if accepts(data)] == []


def test_nothing_that_is_shown_moves_the_cursor_or_turns_the_writing(samples, run_many):
    turning = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    evil = "".join(map(chr, [*range(32), 0x7F, 0x9B, *turning]))
    sly = portion_of(f"a{evil}b\u2028c".encode(), title=f"t{evil}\u2029", author=f"{evil}")
    (ran,) = run_many({"sly": alone(samples, sly)}).values()
    assert ran.code == 0
    assert not set(ran.out) & (set(evil) - set("\n\t") | set("\u2028\u2029"))
    lines = ran.out.splitlines()
    assert lines[0] == "VERIFIED"
    others = [line for line in lines if not line.startswith("    | ")]
    assert [line.split()[0] for line in others] == ["VERIFIED", "A", "Portion:"]


def test_files_are_written_only_inside_a_new_folder(samples, run, tmp_path):
    names = ["../../evil", "/etc/evil", "..", "CON", "a\0b", "x" * 400, "\u202eexe", "", "a", "a"]
    data = alone(samples, *(portion_of(name.encode(), form="file", name=name) for name in names))
    file, out = tmp_path / "file.zip", tmp_path / "out"
    file.write_bytes(data)
    assert run(file).code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["file.zip"]
    ran = run(file, "--extract", out)
    assert ran.code == 0
    found = sorted(out.iterdir())
    assert [path.read_bytes().decode() for path in found] == names
    assert [path.name[:4] for path in found] == [f"{at:03}-" for at in range(1, len(names) + 1)]
    assert out.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file.zip", "out"]
    assert run(file, "--extract", out).code == 1
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(data[:-1])
    assert run(damaged, "--extract", tmp_path / "never").code == 7
    assert not (tmp_path / "never").exists()
