"""What a file is, as far as its first bytes tell: ours, or something else taken for it."""

from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from tui import age
from tui.file_words import other_file
from tui.files import plain
from vault import is_parcel

_BEGINNING = 64
_ZIP = b"PK\x03\x04"
_FIRST_NAME = 30
"""Where a ZIP file has the name of its first member."""
_BAG_FIRST = b"caucus/"
_NEW_YEAR_1980 = b"\x00\x00!\x00"
"""At byte 10 of a ZIP file: how all of ours are dated, and some others."""
_OFFICE_FIRST = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"mimetype")
_OFFICE_OLD = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_PICTURES_AT_4 = (b"ftyphei", b"ftyphev", b"ftypmif", b"ftypavi")
_PICTURE_AT_8 = b"WEBP"


class Form(Enum):
    """Each by the word that :mod:`tui.file_words` has for it."""

    IDENTITY = "identity"
    BAG = "bag"
    LETTER = "letter"
    PARCEL = "parcel"
    AGE = "age"
    VAULT = "vault"
    PDF = "pdf"
    PICTURE = "picture"
    OFFICE = "office"
    ZIP = "zip"
    EMPTY = "empty"
    UNKNOWN = "unknown"


_BEGINNINGS = {
    b"caucus identity\n": Form.IDENTITY,
    b"caucus file\n": Form.LETTER,
    b"SQLite format 3\x00": Form.VAULT,
    b"%PDF-": Form.PDF,
}


def form_of(source: BinaryIO) -> Form:  # noqa: PLR0911 (one each)
    """Return what a file is, and stay at its beginning."""
    begun = source.read(_BEGINNING)
    source.seek(0)
    for start, form in _BEGINNINGS.items():
        if begun.startswith(start):
            return form
    if begun.startswith(_ZIP):
        return _zip(begun)
    if is_parcel(begun):
        return Form.PARCEL
    if age.is_age(begun):
        return Form.AGE
    if begun.startswith(_OFFICE_OLD):
        return Form.OFFICE
    if begun.startswith(_PICTURES) or begun[4:].startswith(_PICTURES_AT_4):
        return Form.PICTURE
    if begun[8:12] == _PICTURE_AT_8:
        return Form.PICTURE
    return Form.UNKNOWN if begun else Form.EMPTY


def _zip(begun: bytes) -> Form:
    """Tell ours from others; one of ours that was damaged here is still taken for one."""
    first = begun[_FIRST_NAME:]
    if first.startswith(_OFFICE_FIRST):
        return Form.OFFICE
    ours = first.startswith(_BAG_FIRST) or begun[10:14] == _NEW_YEAR_1980
    return Form.BAG if ours else Form.ZIP


def require_form(source: BinaryIO, file: str, form: Form, wanted: str) -> None:
    """Refuse a file that is something else, and say what it is. Raises RefusedError."""
    found = form_of(source)
    if found is not form:
        raise other_file(file, found.value, wanted)


def is_bag(location: str) -> bool:
    """Tell whether somebody named an archive where a vault may stand."""
    with suppress(OSError, ValueError), plain(Path(location)) as source:
        return form_of(source) is Form.BAG
    return False
