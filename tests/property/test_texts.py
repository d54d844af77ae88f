"""Texts that stumble programs come back as they were written, or are refused with a reason."""

import random
import unicodedata
from contextlib import suppress

import pytest

from tests.cast import Cast
from vault import InvalidError, NewEntry, PassphraseError, Source, UnlockedVault
from vault.keys.keyslot import fold_name
from vault.keys.passphrase import normalise

NAUGHTY_AT_LEAST, PASSPHRASES = 515, 1_000

_ALONE = [
    "", " ", "\t", "\n", "\r\n", "\r", "\0", "\x1b[2J", "\x1b]52;c;AAAA\x07", "\x9b31m", "\x7f",
    "undefined", "null", "None", "NaN", "-1", "0", "1e999", "0x0", "1/0", "true", "[]", "{}", "''",
    "' OR 1=1 --", "Robert'); DROP TABLE revision;--", "%s%n%x", "{0}", "${HOME}", "$(id)", "`id`",
    "../../etc/passwd", "/dev/null", "CON", "nul.txt", "-rf", "--help", "~", "*", "file:///etc",
    "<script>alert(1)</script>", "&lt;", "[bold]x[/bold]", "[@click=app.quit]x[/]", "#tag",
    "@name",
    "\\", "\\\\", '"', '"""', ";", "|", "\ufeff", "\u200b", "\u200d", "\u202e", "\u2066", "\u2028",
    "\u2029", "\u00ad", "\ufffe", "\uffff", "\ufffd", "\ud800", "\udfff", "\U0010ffff",
    "\U000e0001",
    "ﷺ", "ẞ", "ß", "İ", "ı", "ﬁ", "Å", "A\u030a", "e\u0301" * 20, "Z\u0351\u036b" * 30,
    "田中さん", "사회과학원", "שלום", "مرحبا", "हिन्दी", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇨🇭", "0️⃣",
    "(╯°□°)╯︵ ┻━┻",
    "x" * 4_096, "word " * 3_000, "\n" * 500, "ａｂｃ", "¹²³", "½", "Ⅷ", "𝔘𝔫𝔦", "℀", "ﬀ",
]  # fmt: skip


def naughty() -> list[str]:
    """Each of them alone; every control and format character between two letters; and mixtures."""
    marks = [
        chr(code)
        for code in (*range(0x250), *range(0x2000, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF)
        if unicodedata.category(chr(code)) in {"Cc", "Cf", "Zl", "Zp", "Zs", "Mn"}
    ]
    rng = random.Random(515)
    mixed = ["".join(rng.sample(_ALONE, 3)) for _ in range(300)]
    return [*_ALONE, *(f"a{mark}b" for mark in marks), *mixed]


TEXTS = list(dict.fromkeys(naughty()))


def test_there_are_enough_of_them() -> None:
    assert len(TEXTS) >= NAUGHTY_AT_LEAST


def written(person: UnlockedVault, session: bytes, text: str) -> dict[str, object]:
    """Write it in every field of an entry at once or, where one is refused, in the others."""
    fields: dict[str, object] = {
        "title": text, "tags": (text,), "speakers": (text,), "text": text,
    }  # fmt: skip
    while True:
        new = NewEntry("joint", str(fields.get("text", "words")), **{  # type: ignore[arg-type]
            name: value for name, value in fields.items() if name != "text"
        })  # fmt: skip
        try:
            entry = person.entries.add(session, new).id
        except InvalidError as error:
            named = {"tag": "tags", "speaker": "speakers"}.get(error.field, error.field)
            assert fields.pop(named) is not None
            continue
        shown = person.entries.show(entry)
        header = shown.revision.header
        found = {
            "title": header.title, "tags": header.tags, "speakers": header.speakers,
            "text": shown.text,
        }  # fmt: skip
        return {name: (value, found[name]) for name, value in fields.items()}


def come_back(cast: Cast, texts: list[str]) -> None:
    for text in texts:
        for name, (given, found) in written(cast.mediator, cast.session, text).items():
            if name in {"tags", "speakers"}:
                # What is typed before a tag or a name is no part of it, nor is a space around it.
                assert found[0] in str(given[0]), ascii(text)
            elif name == "title" and not given:
                continue
            else:
                assert found == given, ascii(text)
    assert cast.mediator.checks.run().damages == []


def test_some_naughty_texts_come_back_from_every_field(cast: Cast) -> None:
    """R12."""
    come_back(cast, TEXTS[::16])


@pytest.mark.long
def test_every_naughty_text_comes_back_from_every_field(cast: Cast) -> None:
    come_back(cast, TEXTS)


def elsewhere(cast: Cast, texts: list[str]) -> None:
    """Cases, titles of sessions, names, labels, purposes, recipients, files, passphrases."""
    mediator = cast.mediator
    entry = cast.write("joint", "A note.")
    record = cast.seal()
    for text in texts:
        try:
            waiver = mediator.waivers.request({record: (1,)}, text, text, cast.clock.now + 99)
        except InvalidError:
            pass
        else:
            assert (waiver.purpose, waiver.recipient) == (text, text)
        try:
            sealed = mediator.sealing.plan(entry)
            assert sealed.portions
            mediator.files.attach(entry, [Source(text, 1, [b"x"])])
        except InvalidError:
            pass
        else:
            names = [
                each.name for each in mediator.entries.show(entry).revision.header.attachments
            ]
            assert text in names
            assert b"".join(mediator.files.extract(entry, text)[1]) == b"x"
        with suppress(PassphraseError):
            normalise(text)


def test_some_naughty_texts_come_back_from_requests_and_file_names(cast: Cast) -> None:
    """R12."""
    elsewhere(cast, TEXTS[::40])


@pytest.mark.long
def test_every_naughty_text_comes_back_from_requests_and_file_names(cast: Cast) -> None:
    for at in range(0, len(TEXTS), 60):
        elsewhere(cast, TEXTS[at : at + 60])


def passphrases() -> list[str]:
    """A thousand words of letters that can be written in more than one way."""
    rng = random.Random(1_000)
    letters = [
        chr(code)
        for code in range(0x20, 0x2FFF)
        if unicodedata.category(chr(code)) in {"Ll", "Lu", "Lo", "Nd", "No", "Mn", "Zs"}
    ]
    composed = [each for each in letters if unicodedata.normalize("NFKD", each) != each]
    return [
        "".join(rng.choice(composed if rng.random() < 0.6 else letters) for _ in range(12))
        for _ in range(PASSPHRASES)
    ]


def test_a_thousand_passphrases_are_one_however_composed_and_another_if_folded() -> None:
    """NFC and NFD unlock the same; what NFKC makes alike stays apart, but not in a name."""
    compatible = 0
    for text in passphrases():
        forms = {form: unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC")}
        made = normalise(text)
        assert normalise(forms["NFC"]) == normalise(forms["NFD"]) == made
        if forms["NFKC"] != forms["NFC"]:
            compatible += 1
            assert normalise(forms["NFKC"]) != made
        assert len({fold_name(each) for each in forms.values()}) == 1
    assert compatible > PASSPHRASES // 2
