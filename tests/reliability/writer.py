"""Programs of their own that write into a vault, and say over a pipe what was acknowledged.

They are real processes, so that they can be killed, or run into the end of a disk.
"""

import os
import resource
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from tests.cast import LOWEST_COST, Clock, passphrase_of
from tests.copies import reopened
from vault import JOINT, Kind, NewEntry, Source, UnlockedVault, Vault, VaultError

Job = Callable[[UnlockedVault, bytes, Connection, Any], None]

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.reliability.writer"])


@dataclass(frozen=True)
class Order:
    """Where to write, as whom, and what."""

    location: str
    marks: Path
    name: str
    session: bytes
    now: int
    seed: bytes = b""
    """Of the person, if they need not be unlocked once more."""


def start(order: Order, job: Job, argument: object = None) -> tuple[BaseProcess, Connection]:
    """Start a program. Returns it with the end of the pipe that its acknowledgements come from."""
    mine, theirs = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=_run, args=(order, job, theirs, argument), daemon=True)
    process.start()
    theirs.close()
    return process, mine


def heard(pipe: Connection) -> list[Any]:
    """Return whatever else was said until the program ended."""
    said = []
    try:
        while True:
            said.append(pipe.recv())
    except EOFError:
        pipe.close()
        return said


def _run(order: Order, job: Job, pipe: Connection, argument: object) -> None:
    vault = Vault(order.location, marks=order.marks, clock=Clock(order.now), cost=LOWEST_COST)
    if order.seed:
        person = reopened(vault, order.seed)
    else:
        person = vault.unlock(order.name, passphrase_of(order.name))
    job(person, order.session, pipe, argument)
    person.lock()
    vault.close()
    pipe.close()


def write_for_ever(person: UnlockedVault, session: bytes, pipe: Connection, run: Any) -> None:
    """Add notes and revise them; every acknowledged (entry, text) is said."""
    count = 0
    while True:
        count += 1
        text = f"run {run}, note {count} " + "x" * (count % 7 * 300)
        entry = person.entries.add(session, NewEntry(JOINT, text)).id
        pipe.send((entry, text))
        if count % 3 == 0:
            person.entries.edit(entry, f"{text} revised")
            pipe.send((entry, f"{text} revised"))


def write_until_refused(person: UnlockedVault, session: bytes, pipe: Connection, run: Any) -> None:
    """Write for ever, and say which error ended it."""
    try:
        write_for_ever(person, session, pipe, run)
    except VaultError as error:
        pipe.send(type(error))


def write_some(person: UnlockedVault, session: bytes, pipe: Connection, draft: Any) -> None:
    """Add twelve notes and revise a common draft twelve times."""
    for count in range(12):
        text = f"{person.name} {os.getpid()} {count}"
        pipe.send((person.entries.add(session, NewEntry(JOINT, text)).id, text))
        person.entries.edit(draft, text)
        pipe.send((draft, text))


def seal_all(person: UnlockedVault, session: bytes, pipe: Connection, entries: Any) -> None:
    """Seal these entries at once."""
    person.entries.listing(session)
    pipe.send("begun")
    pipe.send(person.sealing.seal(entries, "Label", safety_reviewed=True))


def attach_much(person: UnlockedVault, session: bytes, pipe: Connection, entry: Any) -> None:
    """Attach a file of 64 MiB, saying each mebibyte that was taken."""

    def data() -> Any:
        for count in range(64):
            yield bytes(1024 * 1024)
            pipe.send(count)

    person.files.attach(entry, [Source("big", 64 * 1024 * 1024, data())])
    pipe.send("attached")


def write_to_the_end(person: UnlockedVault, session: bytes, pipe: Connection, limit: Any) -> None:
    """Write until there is no room; no file may grow past ``limit`` bytes, if one is given."""
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    for count in range(2_000):
        text = f"note {count} " + "x" * 20_000
        try:
            entry = person.entries.add(session, NewEntry(JOINT, text, Kind.NOTE)).id
        except VaultError as error:
            pipe.send(type(error))
            break
        pipe.send((entry, text))
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
