"""What a file was and what it brought, in sentences; and why one was refused."""

from collections.abc import Callable, Mapping
from typing import Any

from tui.app.receive.words import Came, Refused
from tui.app.seal.people import counted
from tui.app.work.times import full
from tui.phrases import count
from tui.taking import Arrival, held
from tui.wording import Words

_PROGRAM = "caucus "
"""What a hint names that is for the command line."""
_ELSEWHERE = {
    "damaged": Refused.DAMAGED, "exists": Refused.EXISTS, "not_found": Refused.NOT_FOUND,
    "unconfirmed": Refused.UNCONFIRMED, "vault_missing": Refused.NO_WAY_IN,
    "wrong_key": Refused.WRONG_KEY,
}  # fmt: skip


def told(arrival: Arrival) -> str:
    """Return what a file brought."""
    found: Mapping[str, Any] = arrival.found
    return _TOLD[str(found["kind"])](found)


def cautions(arrival: Arrival) -> tuple[str, ...]:
    """Return what nobody should miss about a file that was taken in."""
    return tuple(map(done_here, arrival.warnings))


def done_here(warning: str) -> str:
    """Return a warning with what to do about it on this screen, not on the command line."""
    said, command, _ = warning.partition(f" Then: {_PROGRAM}")
    return f"{said} {Came.CONFIRM}" if command else warning


def refusal(words: Words) -> str:
    """Return why a file was refused, and what to do about it on this screen."""
    hint = words.hint if _PROGRAM not in words.hint else _ELSEWHERE.get(words.code, "")
    return f"{words.message} {hint}".strip()


def _known(found: Mapping[str, Any]) -> str:
    return "" if found["new"] else f" {Came.KNOWN}"


def _identity(found: Mapping[str, Any]) -> str:
    name, words = found["person"], found["check_words"]
    if found["confirmed"]:
        return f"{Came.IDENTITY.format(name=name, words=words)}{_known(found)}"
    said = Came.IDENTITY.format(name=name, words=words)
    return f"{said} {Came.COMPARE.format(name=name)}"


def _request(found: Mapping[str, Any]) -> str:
    return Came.REQUEST.format(words=found["check_words"]) + _known(found)


def _answer(found: Mapping[str, Any]) -> str:
    state = {
        None: Came.ANSWER_EARLY, "collecting": Came.ANSWER_WAITING,
        "complete": Came.ANSWER_COMPLETE,
    }.get(found["state"], Came.ANSWER_OVER)  # fmt: skip
    return f"{Came.ANSWER.format(words=found['check_words'])}{_known(found)} {state}"


def _acknowledgement(found: Mapping[str, Any]) -> str:
    return Came.ACKNOWLEDGEMENT + _known(found)


def _archive(found: Mapping[str, Any]) -> str:
    said = Came.ARCHIVE.format(
        name=found["exporter"], made=full(found["made"]),
        holds=held(len(found["sessions"]), found["entries"], found["records"]),
    )  # fmt: skip
    still = counted(found["kept"], Came.ARCHIVE_KEPT_ONE, Came.ARCHIVE_KEPT)
    kept = f" {still}" if found["kept"] else ""
    gone = f" {Came.ARCHIVE_GONE}" if found["destroyed"] else ""
    return f"{said}{_known(found)}{kept}{gone}"


def _disclosure(found: Mapping[str, Any]) -> str:
    said = Came.DISCLOSURE.format(
        words=found["check_words"], portions=count(found["portions"], "portion")
    )
    return f"{said} {Came.DISCLOSURE_NEW}" if found["new"] else said


def _report(found: Mapping[str, Any]) -> str:
    return Came.REPORT.format(words=found["check_words"])


_TOLD: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "acknowledgement": _acknowledgement,
    "answer": _answer,
    "archive": _archive,
    "disclosure": _disclosure,
    "identity": _identity,
    "report": _report,
    "request": _request,
}
