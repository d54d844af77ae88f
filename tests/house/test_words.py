"""What no file of the repository says."""

import re

import pytest

# A letter in brackets keeps each pattern from matching itself.
PATH_OF_A_MACHINE = re.compile(
    r"(?<![\w.~/-])/(?:[w]ork|[r]oot|[h]ome/[a-z]+|[U]sers/[A-Za-z]+|[t]mp/v|[o]pt/pypi)"
    r"(?:/|\b(?![\w.-]))"
)
REGISTRY = re.compile(r"[p]ypi\.org|[p]ythonhosted\.org|[n]pmjs\.|[c]rates\.io")
WORKPLACE = re.compile(
    r"\b[i]ssue #?\d+|\b[t]icket #?\d+|\b[c]o-authored-by\b"
    r"|\b[s]ub-?agents?\b|\b(?:ai|coding) [a]gents?\b|\b[l]anguage models?\b"
    r"|\b(?:[c]hatgpt|[c]laude|[o]penai|[a]nthropic)\b"
    r"|\b[d]esign\.md\b|\b[c]li\.md\b|\b[a]nchors/|\b[b]rief_\w+|\b[b]efore-stop\b",
    re.IGNORECASE,
)
UNFINISHED = re.compile(r"\b(?:[T]ODO|[F]IXME|[X]XX|[r]aise\s+NotImplementedError)\b")


def test_no_file_names_a_path_of_a_machine(texts):
    assert not occurrences(PATH_OF_A_MACHINE, texts)


def test_no_file_names_a_package_registry(texts):
    assert not occurrences(REGISTRY, texts)


def test_no_file_tells_of_a_workplace(texts):
    assert not occurrences(WORKPLACE, texts)


def test_nothing_in_the_packages_is_left_for_later(texts):
    packages = {
        path: text
        for path, text in texts.items()
        if path.startswith(("vault/", "tui/", "migrations/"))
    }
    assert not occurrences(UNFINISHED, packages)


@pytest.mark.parametrize(
    ("forbidden", "text"),
    [
        (PATH_OF_A_MACHINE, "cd /w|ork/main"),
        (PATH_OF_A_MACHINE, "'/h|ome/anna/notes'"),
        (PATH_OF_A_MACHINE, "/t|mp/v/bin/python"),
        (REGISTRY, "https://p|ypi.org/simple"),
        (WORKPLACE, "as i|ssue #12 asks"),
        (WORKPLACE, "see d|esign.md §4"),
        (WORKPLACE, "written by C|laude"),
        (UNFINISHED, "# T|ODO: later"),
        (UNFINISHED, "r|aise NotImplementedError"),
    ],
)
def test_each_of_them_is_seen(forbidden, text):
    assert forbidden.search(text.replace("|", ""))


@pytest.mark.parametrize(
    ("forbidden", "text"),
    [
        (PATH_OF_A_MACHINE, "caucus --vault /tmp/vault.db"),
        (PATH_OF_A_MACHINE, "https://example.org/work/"),
        (WORKPLACE, "what the letting agent said is the issue"),
    ],
)
def test_innocent_words_are_let_pass(forbidden, text):
    assert not forbidden.search(text)


def occurrences(pattern: re.Pattern[str], texts: dict[str, str]) -> list[str]:
    return [
        f"{path}:{number}: {match[0]}"
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        for match in pattern.finditer(line)
    ]
