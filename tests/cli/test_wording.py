"""Every error of the library has words, an exit code and a hint."""

import inspect
import re

import pytest

import vault
from tests.house.test_errors import CLASSES
from tui import reasons
from tui.file_words import describe_file
from tui.wording import describe, mistake
from vault import VaultError

ARGUMENTS = {
    "PassphraseError": ("weak",), "RecoveryCodeError": ("check", 3),
    "InvalidError": ("until", "past"), "NotFoundError": ("entry", "ABCDEF"),
    "AmbiguousError": ("entry", "ABCDEF"), "ForbiddenError": ("seal",),
    "ExistsError": ("person", "Anna"), "FinalError": ("ABCDEF",), "ClosedError": ("ABCDEF",),
    "UnconfirmedError": (("Anna",),), "SpeakersError": (("Anna",),),
    "WaiverEndedError": ("expired",), "ConsentsMissingError": (("Anna",),),
    "LimitError": ("memory_kib", 1, 2, 3),
    **dict.fromkeys(
        ("DamagedError", "WrongKeyError", "SignatureError", "ContributionError",
         "FormatError", "UnsupportedVersionError"),
        ("roster",),
    ),
}  # fmt: skip
EXIT_CODES = {
    "LockedError": 3, "UnlockError": 3, "RecoveryCodeError": 3, "NotFoundError": 4,
    "VaultMissingError": 4, "ForbiddenError": 5, "ConsentsMissingError": 6, "WaiverEndedError": 6,
    "DamagedError": 7, "WrongKeyError": 7, "SignatureError": 7, "ContributionError": 7,
    "FormatError": 7, "LimitError": 7, "VaultBusyError": 8,
    "InvalidError": 2, "AmbiguousError": 2,
}  # fmt: skip
NOT_FOR_PEOPLE = re.compile(r"(?i)ciphertext|hash|HMAC|token|traceback|\bAEAD\b|row id")


def subclasses(kind: type) -> list[type]:
    return [each for sub in kind.__subclasses__() for each in (sub, *subclasses(sub))]


def test_the_tree_that_is_walked_is_the_whole_tree():
    ours = {kind.__name__ for kind in subclasses(VaultError) if kind.__module__ == "vault.errors"}
    assert ours == set(CLASSES) - {"VaultError"}


@pytest.mark.parametrize("name", sorted(set(CLASSES) - {"VaultError"}))
def test_every_error_has_words_of_its_own(name):
    from tui.wording import _SENTENCES

    kind = CLASSES[name]
    words = describe(kind(*ARGUMENTS.get(name, ())))
    assert kind in _SENTENCES
    assert words.message.endswith((".", ")"))
    assert words.hint
    assert words.exit == EXIT_CODES.get(name, 1)
    assert re.fullmatch(r"[a-z_]+", words.code)
    assert not NOT_FOR_PEOPLE.search(words.message + words.hint)


def test_every_code_is_one_errors_alone():
    codes = [
        describe(kind(*ARGUMENTS.get(name, ()))).code
        for name, kind in CLASSES.items()
        if name != "VaultError"
    ]
    assert len(codes) == len(set(codes))


def raised(kind: str) -> set[tuple[str, ...]]:
    """The fixed words with which the library raises an error."""
    from pathlib import Path

    pattern = re.compile(rf'\b{kind}\(\s*("[a-z ]+")(?:,\s*("[a-z ]+"))?')
    sources = Path(inspect.getfile(vault)).parent.rglob("*.py")
    found = [match for path in sources for match in pattern.findall(path.read_text("utf-8"))]
    return {tuple(part.strip('"') for part in each if part) for each in found}


def test_every_forbidden_act_and_every_end_of_a_request_is_worded():
    acts = {each[0] for each in raised("ForbiddenError")}
    assert acts
    assert acts <= set(reasons.FORBIDDEN)
    ends = {each[0] for each in raised("WaiverEndedError")}
    assert ends
    assert ends <= set(reasons.ENDED)


def test_every_invalid_value_is_worded():
    pairs = {each for each in raised("InvalidError") if len(each) == 2}
    assert pairs
    missing = {
        pair for pair in pairs
        if pair not in reasons.INVALID and pair[1] not in reasons.INVALID_REASONS
    }  # fmt: skip
    assert missing <= {("slot settings", "full")}


def test_other_check_words_are_a_failure_and_not_a_wrong_call():
    assert describe(vault.InvalidError("check words", "different")).exit == 1


def test_who_is_missing_is_named_only_if_the_error_names_them():
    assert "Anna" in describe(vault.ConsentsMissingError(("Anna",))).message
    assert describe(vault.ConsentsMissingError()).message == (
        "Not everyone has agreed. The record stays sealed."
    )


def test_short_memory_is_no_damage():
    assert describe(vault.LimitError("free memory", 1, 0, 1)).exit == 1


def test_a_mistake_of_the_program_says_so():
    words = mistake("KeyError in tui.run, line 3")
    assert words.exit == 70
    assert "mistake of its own" in words.message


@pytest.mark.parametrize("name", sorted(set(CLASSES) - {"VaultError"}))
def test_whatever_is_wrong_with_a_file_it_is_named_with_the_reason_and_a_remedy(name):
    error = CLASSES[name](*ARGUMENTS.get(name, ()))
    words, usual = describe_file(error, "given.file"), describe(error)
    assert words.message.count("given.file") == 1
    assert words.message.endswith((".", ")"))
    assert words.hint
    assert (words.code, words.exit) == (usual.code, usual.exit)
    assert not NOT_FOR_PEOPLE.search(words.message + words.hint)


def test_each_reason_why_a_file_is_refused_has_words_of_its_own():
    said = [
        describe_file(error, "given.file", "one two three four five six").message
        for error in (
            vault.InvalidError("check words", "different"), vault.WrongKeyError("file"),
            vault.DamagedError("file"), vault.DamagedError("not signed"),
            vault.WaiverEndedError("expired"), vault.WaiverEndedError("answered"),
            vault.WaiverEndedError("not unanimous"), vault.UnsupportedVersionError("file"),
            vault.NotFoundError("session"), vault.UnconfirmedError(()),
            vault.UnconfirmedError(("Anna",)), vault.FormatError("file"),
            vault.ForbiddenError("receive"), vault.ExistsError("keys", "Anna"),
            FileNotFoundError(2, "No such file", "given.file"),
        )
    ]  # fmt: skip
    assert len(said) == len(set(said))
    assert all("given.file" in each for each in said)
    assert "one two three four five six" in said[0]


def test_every_kind_of_file_has_a_name():
    assert {"identity", "request", "answer", "acknowledgement", "archive", "disclosure"} <= set(
        reasons.FILES
    )
