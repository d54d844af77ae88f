"""requirements.txt pins everything by hash and says nothing about where it came from."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PIN = re.compile(
    r"([A-Za-z0-9][A-Za-z0-9._-]*)==(\S+?)(?: ; .+)?((?: --hash=sha256:[0-9a-f]{64})*)"
)


@pytest.fixture(scope="module")
def lines(texts) -> list[str]:
    """The requirements, continuation lines joined and comments dropped."""
    text = re.sub(r" \\\n +", " ", texts["requirements.txt"])
    return [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]


@pytest.fixture(scope="module")
def pins(lines) -> dict[str, str]:
    matches = [PIN.fullmatch(line) for line in lines]
    return {canonicalize_name(match[1]): match[2] for match in matches if match}


def test_every_requirement_is_one_version_with_its_hashes(lines):
    wrong = [line[:60] for line in lines if not PIN.fullmatch(line)]
    assert lines
    assert not wrong


def test_no_index_host_or_path_is_named(texts):
    text = texts["requirements.txt"]
    named = re.findall(
        r"(?m)://|file:|^-\S+|--[a-z-]*(?:index|find-links|host)\S*|(?:^|\s)/\S+", text
    )
    allowed = {"--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host"}
    assert not set(named) - allowed


def test_what_pyproject_asks_for_is_pinned_as_it_asks(texts, pins):
    project = tomllib.loads(texts["pyproject.toml"])["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    requirements = [Requirement(text) for text in asked]
    wrong = [
        str(requirement)
        for requirement in requirements
        if pins.get(canonicalize_name(requirement.name), "none") not in requirement.specifier
    ]
    assert not wrong


def test_the_development_extra_brings_every_other_extra(texts):
    extras = tomllib.loads(texts["pyproject.toml"])["project"]["optional-dependencies"]
    development = set(extras.pop("dev"))
    assert all(set(extra) <= development for extra in extras.values())
