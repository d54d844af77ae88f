"""Files that leave and files that come back, locked for one recipient or in clear.

What is locked is made and opened in memory: its contents touch no disk.
"""

import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from functools import wraps
from pathlib import Path
from typing import BinaryIO

import click

from tui import age
from tui.disclosure_words import (
    Notice,
    Question,
    Refusal,
    locked_damaged,
    too_large,
    wrong_passphrase,
)
from tui.files import plain
from tui.outgoing import STANDARD, outgoing
from tui.run import Run, as_path
from vault import (
    DEFAULT_COST,
    KdfCost,
    PassphraseError,
    UnlockError,
    VaultError,
    generate_passphrase,
    is_parcel,
    read_parcel,
    write_parcel,
)

HELD_MAX_BYTES = 512 * 1024 * 1024

identity_option = click.option(
    "--identity", callback=as_path, metavar="PATH",
    help="Your age identity, where the file is encrypted with age.",
)  # fmt: skip


class Held(io.BytesIO):
    """A file in memory that grows no further than a locked one may."""

    def write(self, data: object) -> int:
        """Write on. Raises RefusedError."""
        if self.tell() + len(memoryview(data)) > HELD_MAX_BYTES:  # type: ignore[arg-type]
            raise too_large(HELD_MAX_BYTES)
        return super().write(data)  # type: ignore[arg-type]


# Out ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lock:
    """How a file that leaves is locked, and for whom; or that it is not."""

    passphrase: str = field(default="", repr=False)
    generated: bool = False
    recipients: tuple[object, ...] = field(default=(), repr=False)
    cost: KdfCost = DEFAULT_COST

    @property
    def kind(self) -> str | None:
        """What opens the file: a passphrase, a key of age, or nothing is needed."""
        if self.passphrase:
            return "passphrase"
        return "age" if self.recipients else None

    @contextmanager
    def file(self, path: Path) -> Iterator[BinaryIO]:
        """Give a file to write into and read back; locked, or in clear, it gets its name last.

        Raises:
            ExistsError: the name is taken.
            RefusedError: more than what a locked file holds.

        """
        with outgoing(path) as target:
            if self.kind is None:
                yield target
                return
            with Held() as held:
                yield held
                size = held.seek(0, io.SEEK_END)
                held.seek(0)
                if self.recipients:
                    age.encrypt(held, target, self.recipients)
                else:
                    write_parcel(held, size, target, self.passphrase, self.cost)

    def told(self) -> tuple[dict[str, object], list[str]]:
        """Return what belongs to a result: how it is locked, and what was generated for it."""
        if self.generated:
            found: dict[str, object] = {"locked": self.kind, "passphrase": self.passphrase}
            return found, [f"Passphrase: {self.passphrase}"]
        return {"locked": self.kind}, []

    def notice(self, path: Path) -> str:
        """Return what is said of a file that has left."""
        notices = {None: Notice.IN_CLEAR, "passphrase": Notice.LOCKED, "age": Notice.LOCKED_AGE}
        return notices[self.kind].format(file=Notice.IT if path == STANDARD else path)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the options say of how to lock, before anybody is asked for a passphrase."""

    passphrase: bool
    generate: bool
    recipients: tuple[object, ...]

    def __bool__(self) -> bool:
        return self.passphrase or bool(self.recipients)

    def lock(self, run: Run, path: Path) -> Lock:
        """Return the lock; the recipient's passphrase is generated, or asked for now."""
        if self.recipients:
            return Lock(recipients=self.recipients)
        if not self.passphrase:
            return Lock()
        cost = run.setup.cost or DEFAULT_COST
        if self.generate:
            return Lock(generate_passphrase(), generated=True, cost=cost)
        question = Question.LOCK.format(file=path.name)
        return Lock(run.secrets.chosen(question, (path.stem,)), cost=cost)


def lockable(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command that writes files the options that lock them, as its ``wish``."""

    @click.option(
        "--lock", is_flag=True, help="Lock what is written with a passphrase for its recipient."
    )
    @click.option(
        "--generate", is_flag=True, help="With --lock: make that passphrase, and show it."
    )
    @click.option(
        "--age", "keys", multiple=True, metavar="RECIPIENT",
        help="Encrypt what is written to this recipient of age.",
    )  # fmt: skip
    @wraps(function)
    def called(
        *args: object, lock: bool, generate: bool, keys: tuple[str, ...], **kwargs: object
    ) -> None:
        if lock and keys:
            raise click.UsageError(Refusal.LOCK_OR_AGE)
        if generate and not lock:
            raise click.UsageError(Refusal.GENERATE_WHAT)
        wish = Wish(lock, generate, age.recipients(keys) if keys else ())
        function(*args, wish=wish, **kwargs)

    return called


# In ----------------------------------------------------------------------------------------------


class Needs(Enum):
    """What opens a file."""

    NOTHING = 0
    PASSPHRASE = 1
    IDENTITY = 2
    """Somebody's identity of age."""


def what_opens(source: BinaryIO) -> Needs:
    """Return what opens a file, and stay at its beginning."""
    begun = source.read(age.BEGINNING_BYTES)
    source.seek(0)
    if is_parcel(begun) or age.asks_passphrase(begun):
        return Needs.PASSPHRASE
    return Needs.IDENTITY if age.is_age(begun) else Needs.NOTHING


@contextmanager
def unlocked_file(
    run: Run, path: Path, identity: Path | None = None
) -> Iterator[tuple[BinaryIO, bool]]:
    """Give a file to read, opened in memory if it is locked, and whether it was.

    Raises:
        RefusedError: the passphrase or identity does not open it, or it was changed.
        OSError: no plain file.

    """
    with plain(path) as source:
        needs = what_opens(source)
        if needs is Needs.NOTHING:
            yield source, False
            return
        with Held() as held:
            if needs is Needs.IDENTITY:
                age.decrypt(source, held, path.name, identity)
            else:
                passphrase = run.secrets.known(Question.LOCKED.format(file=path.name))
                _open(path, source, held, passphrase)
            held.seek(0)
            yield held, True


def _open(path: Path, source: BinaryIO, held: BinaryIO, passphrase: str) -> None:
    """Open a file with a passphrase, whoever's form it is in."""
    begun = source.read(age.BEGINNING_BYTES)
    source.seek(0)
    if age.is_age(begun):
        with Held() as whole_file:
            shutil.copyfileobj(source, whole_file)
            data = whole_file.getvalue()
        held.write(age.decrypt_with_passphrase(data, path.name, passphrase))
        return
    try:
        read_parcel(source, held, passphrase)
    except (UnlockError, PassphraseError):
        raise wrong_passphrase(path.name) from None
    except VaultError as error:
        raise locked_damaged(path.name, error) from None
