"""A disclosure has one spelling: what the format does not allow is refused, harmless or not.

Every holder's program writes the same file; so nobody else's file may look as good.
"""

import json

import pytest

from tests.cast import passphrase_of
from tests.standalone.forge import Proof, bag_of, members_of, signed, zip_of
from tests.standalone.samples import ANNA, MARA, RUT, Samples, accepts
from vault import InvalidError
from vault.format import bag


def untouched(samples: Samples, name: str) -> Proof:
    return Proof.of(samples.disclosures[name])


def refused_by_both(run_many, data: bytes) -> tuple[bool, bool]:
    (ran,) = run_many({"file": data}).values()
    return ran.code == 7, not accepts(data)


@pytest.mark.parametrize("name", ["several", "ground order", "report full"])
def test_a_disclosure_has_no_further_part(samples, run_many, name):
    proof = untouched(samples, name)
    proof.extra = {"remarks": [b"Nobody signed this."]}
    assert refused_by_both(run_many, proof.file()) == (True, True)


def test_a_report_has_no_portions(samples, run_many):
    proof = untouched(samples, "report full")
    proof.portions = [b"Nobody signed this."]
    assert refused_by_both(run_many, proof.file()) == (True, True)


@pytest.mark.parametrize("word", ["roster", "manifest", "request", "answer", "opening"])
def test_statements_stand_in_their_order(samples, run_many, word):
    proof = untouched(samples, "several")
    at = proof.at(word)
    line = proof.lines.pop(at)
    proof.lines.insert(0 if at else len(proof.lines), line)
    assert refused_by_both(run_many, proof.file()) == (True, True)


def test_manifests_stand_in_the_order_of_the_request(samples, run_many):
    proof = untouched(samples, "several")
    first, second = proof.at("manifest"), proof.at("manifest", 1)
    proof.lines[first], proof.lines[second] = proof.lines[second], proof.lines[first]
    assert refused_by_both(run_many, proof.file()) == (True, True)


def test_who_signed_alone_stands_first(samples, run_many):
    proof = untouched(samples, "ground order")
    proof.lines.reverse()
    assert refused_by_both(run_many, proof.file()) == (True, True)


@pytest.mark.parametrize("name", ["several", "ground order", "report full"])
def test_payloads_are_named_by_their_number(samples, run_many, name):
    members = members_of(samples.disclosures[name])
    renamed = {each: each.replace("data/0", "data/f") for each in members}
    parts = {
        what: tuple(renamed[each] for each in names)
        for what, names in json.loads(members[bag.INDEX])["parts"].items()
    }
    payloads = {renamed[each]: data for each, data in members.items() if each.startswith("data/")}
    data = zip_of(bag_of(payloads, bag.DISCLOSURE, parts))
    assert refused_by_both(run_many, data) == (True, True)


@pytest.mark.parametrize("name", ["several", "ground order"])
def test_payloads_stand_in_their_order(samples, run_many, name):
    members = members_of(samples.disclosures[name])
    payloads = [(each, data) for each, data in members.items() if each.startswith("data/")]
    parts = {x: tuple(y) for x, y in json.loads(members[bag.INDEX])["parts"].items()}
    turned = payloads[1:] + payloads[:1] if name == "several" else payloads[::-1]
    data = zip_of(bag_of(dict(turned), bag.DISCLOSURE, parts))
    assert refused_by_both(run_many, data) == (True, True)


def test_acknowledgements_ascend_by_seat(samples, run_many):
    proof = untouched(samples, "acknowledged")
    first, second = proof.at("acknowledgement"), proof.at("acknowledgement", 1)
    proof.lines[first], proof.lines[second] = proof.lines[second], proof.lines[first]
    assert refused_by_both(run_many, proof.file()) == (True, True)


def test_only_holders_acknowledge(samples, run_many):
    proof = untouched(samples, "acknowledged")
    said = {**proof.body("acknowledgement"), "seat": 4}
    rut = samples.cast.people[RUT].lend_identity()
    line = ("acknowledgement", signed("acknowledgement", rut, said))
    proof.lines.insert(proof.at("opening"), line)
    assert refused_by_both(run_many, proof.file()) == (True, True)


def test_an_archive_has_the_parts_that_an_archive_has(samples, run_many):
    members = members_of(samples.archives["of one session"])
    parts = {what: tuple(x) for what, x in json.loads(members[bag.INDEX])["parts"].items()}
    payloads = {each: data for each, data in members.items() if each.startswith("data/")}
    texts = [members[each] for each in bag.BEFORE]
    extra = "data/" + "e" * 32
    more = {"signature": members[bag.SIGNATURE]}
    data = zip_of(
        bag_of({**payloads, extra: b"x"}, bag.ARCHIVE, {**parts, "x": (extra,)}, texts, **more)
    )
    (ran,) = run_many({"file": data}).values()
    assert ran.code == 7


def test_a_released_portion_says_nothing_of_the_others(samples, run_many):
    """Rule R5: nobody was asked for the first paragraph, which the note has no title but."""
    (ran,) = run_many({"file": samples.disclosures["acknowledged"]}).values()
    assert "Two." in ran.out
    assert "One." not in ran.out


def test_an_archive_with_a_keyslot_opens_with_it_whoever_else_it_is_for(samples, run, tmp_path):
    file = tmp_path / "archive.zip"
    try:
        file.write_bytes(samples.archive(samples.mara, ANNA, with_keyslot=True))
    except InvalidError:
        return  # It may as well be refused to be made.
    phrase = f"{passphrase_of(MARA)}\n".encode()
    assert run(file, "--name", MARA, typed=phrase).code == 0
