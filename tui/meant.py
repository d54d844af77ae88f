"""The request that somebody means: by its id, or by the file that brings it."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from tui.file_words import other_file
from tui.files import plain
from tui.forms import Form, require_form
from tui.taking import LETTER_MAX_BYTES, REQUEST, blamed_on
from vault import UnlockedVault, WaiverView


class Meant(NamedTuple):
    """The request that somebody named, perhaps by its file."""

    view: WaiverView
    file: Path | None

    @contextmanager
    def blamed(self) -> Iterator[None]:
        """Name the file, if there is one, in whatever goes wrong while it is answered."""
        if self.file is None:
            yield
            return
        with blamed_on(self.file, self.view.check_words):
            yield


def request_meant(me: UnlockedVault, reference: str) -> Meant:
    """Return the request of an id, or of a file, which is taken in first.

    Raises:
        RefusedError: the file is refused, or is something else than a request.
        NotFoundError: there is no such request for this person.

    """
    path = file_meant(reference)
    if path is None:
        return Meant(me.waivers.show(me.waivers.resolve(reference)), None)
    with blamed_on(path), plain(path) as source:
        require_form(source, str(path), Form.LETTER, REQUEST)
        received = me.exchange.receive(source.read(LETTER_MAX_BYTES + 1))
        if received.kind != REQUEST:
            raise other_file(str(path), received.kind, REQUEST)
        return Meant(me.waivers.show(received.waiver), path)


def file_meant(reference: str) -> Path | None:
    """Return the file that an argument names, or None for an id. Raises OSError for no file."""
    path = Path(reference)
    with suppress(OSError):
        if path.is_file():
            return path
    if "." in reference or os.sep in reference:
        # No id looks like that, so a file was meant.
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), reference)
    return None
