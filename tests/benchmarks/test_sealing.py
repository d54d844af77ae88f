"""Sealing many records, opening many portions, and a vault of many sessions."""

import time
from pathlib import Path

import pytest

from tests.benchmarks.conftest import Report, best
from tests.cast import MEDIATOR, Cast
from vault import Invitation, NewEntry, Role
from vault.crypto.signature import SigningKey, verify
from vault.crypto.wrap import KemKey, wrap

pytestmark = pytest.mark.benchmark

RECORDS = 1_000
PORTIONS = 100
SESSIONS, ENTRIES_EACH = 2_000, 100


def test_seal_for_five_holders(tmp_path: Path, report: Report) -> None:
    parties = ["Party One", "Party Two", "Party Three", "Party Four"]
    with Cast(str(tmp_path / "vault"), tmp_path / "marks", parties=parties) as cast:
        entries = [cast.write("joint", f"Record {number}.") for number in range(RECORDS)]
        start = time.perf_counter()
        cast.mediator.sealing.seal(entries, "Point", safety_reviewed=True)
        took = time.perf_counter() - start
        report.ratio("seal 1,000 records for 5 holders", took, _bare_sealing(), "<= 3 s")


def _bare_sealing() -> float:
    """Time the library's own part of it: a hybrid signature a record, a wrap a holder."""
    key = SigningKey(bytes(32), bytes(32))
    reader, message, secret = KemKey(bytes(32)).public, bytes(2_000), bytes(160)
    start = time.perf_counter()
    for _ in range(RECORDS):
        verify(key.public, message, key.sign(message))
        for _ in range(5):
            wrap(reader, b"label", b"context", secret)
    return time.perf_counter() - start


def test_open_a_hundred_portions(tmp_path: Path, report: Report) -> None:
    parties = ["Party One", "Party Two", "Party Three", "Party Four"]
    with Cast(str(tmp_path / "vault"), tmp_path / "marks", parties=parties) as cast:
        record = cast.seal("\n\n".join(f"Portion {number}." for number in range(PORTIONS)))
        waiver = cast.ask(record)
        cast.agree(waiver)
        start = time.perf_counter()
        opened = cast.open(waiver)
        took = time.perf_counter() - start
        assert len(opened.portions) == PORTIONS
        report.figure("open 100 portions", f"{1000 * took:.0f} ms", "<= 200 ms")


def test_two_thousand_sessions(tmp_path: Path, report: Report) -> None:
    with Cast(str(tmp_path / "vault"), tmp_path / "marks") as cast:
        mediator = cast.mediator
        alone = best(lambda: _open(cast, cast.session), 3)
        invitations = [
            Invitation(Role.MEDIATOR, MEDIATOR),
            *(Invitation(Role.PARTY, name, "AB"[i]) for i, name in enumerate(cast.parties)),
        ]
        for number in range(SESSIONS - 1):
            session = mediator.sessions.convene(f"Case {number}", "", invitations)
            room = mediator.sessions.open(session)
            with mediator.entries._desk.change("benchmark", session) as change:
                for each in range(ENTRIES_EACH):
                    mediator.entries.write(change, room, NewEntry("joint", f"Note {each}."))
        listed = best(mediator.sessions.views)
        report.figure("list 2,000 sessions", f"{1000 * listed:.0f} ms", "<= 300 ms")
        among_many = best(lambda: _open(cast, cast.session), 3)
        report.ratio(
            "open a session among 2,000", among_many, alone, "the same as in a vault of one"
        )


def _open(cast: Cast, session: bytes) -> None:
    cast.mediator.sessions.forget(session)
    cast.mediator.entries.listing(session)
