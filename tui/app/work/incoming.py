"""Text of the user's own files on its way into a note: txt, md and docx, within limits.

A file is as trustworthy as whoever sent it. A docx is an archive that may claim any size and
inflate to any other; what is read of it is first counted out into an archive of our own.
"""

import io
import re
import zipfile
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from tui.output import clean_text

NOTE_BYTES = 256 * 1024
"""What one note should hold at most: beyond it, typing gets slow."""
LINE_CHARACTERS = 2000
"""Where a line without breaks is broken: an editor is slow with endless lines."""
FILE_BYTES = 8 * 1024 * 1024
_INFLATED_BYTES = 32 * 1024 * 1024
_MEMBERS = 2000
_PIECE = 64 * 1024
_SUFFIXES = {".txt", ".text", ".md", ".markdown", ".docx"}
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!])")
_ANCHOR = re.compile(r"<a id=\"[^\"]*\"></a>")
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


class Problem(StrEnum):
    """Why a file was not read."""

    MISSING = "missing"
    KIND = "kind"
    SIZE = "size"
    BROKEN = "broken"
    NOT_TEXT = "not text"
    EMPTY = "empty"


class IncomingError(Exception):
    """A file cannot become a note. Carries the reason, and nothing of the file."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class Incoming(NamedTuple):
    """A file's text, as it would become one or more notes."""

    name: str
    parts: tuple[str, ...]
    wrapped: int
    """How many endless lines were broken."""
    pictures: int
    """How many pictures were left out."""

    def __repr__(self) -> str:
        return f"Incoming(parts={len(self.parts)})"

    @property
    def title(self) -> str:
        """The file's name without its ending, as a first suggestion."""
        return Path(self.name).stem


def read_file(path: Path) -> Incoming:
    """Return a file's text. Raises IncomingError."""
    try:
        if not path.is_file():
            raise IncomingError(Problem.MISSING)
        if path.suffix.casefold() not in _SUFFIXES:
            raise IncomingError(Problem.KIND)
        with path.open("rb") as file:
            data = file.read(FILE_BYTES + 1)
    except OSError:
        raise IncomingError(Problem.MISSING) from None
    if len(data) > FILE_BYTES:
        raise IncomingError(Problem.SIZE)
    text, pictures = _from_docx(data) if path.suffix.casefold() == ".docx" else (_decoded(data), 0)
    text = clean_text(text).strip("\n")
    if not text.strip():
        raise IncomingError(Problem.EMPTY)
    text, wrapped = wrap(text)
    return Incoming(path.name, split(text), wrapped, pictures)


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise IncomingError(Problem.NOT_TEXT)


def _from_docx(data: bytes) -> tuple[str, int]:
    import mammoth  # type: ignore[import-untyped]

    counted = _counted_out(data)
    try:
        found = mammoth.convert_to_markdown(
            counted, convert_image=mammoth.images.img_element(lambda _: {"src": ""})
        )
    except Exception:  # noqa: BLE001 (whatever a stranger's document makes of a stranger's parser)
        raise IncomingError(Problem.BROKEN) from None
    text, pictures = _PICTURE.subn("", _ANCHOR.sub("", str(found.value)))
    return _ESCAPED.sub(r"\1", text), pictures


def _counted_out(data: bytes) -> io.BytesIO:
    """Return the texts of a docx in an archive whose sizes are true, or refuse it."""
    left = _INFLATED_BYTES
    counted = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(counted, "w") as target:
            if len(source.infolist()) > _MEMBERS:
                raise IncomingError(Problem.SIZE)
            for member in source.infolist():
                if not member.filename.endswith((".xml", ".rels")):
                    continue
                content = _member(source, member, left)
                left -= len(content)
                target.writestr(member.filename, content)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise IncomingError(Problem.BROKEN) from None
    counted.seek(0)
    return counted


def _member(source: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    """Return one text of an archive, inflated piece by piece as long as there is room."""
    pieces: list[bytes] = []
    with source.open(member) as stream:
        while piece := stream.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise IncomingError(Problem.SIZE)
            pieces.append(piece)
    content = b"".join(pieces)
    if any(word in content for word in _DECLARATIONS):
        # No word processor writes them: they are how a small text grows into a large one.
        raise IncomingError(Problem.BROKEN)
    return content


def wrap(text: str, longest: int = LINE_CHARACTERS) -> tuple[str, int]:
    """Return a text whose lines are not endless, and how many of them were."""
    lines: list[str] = []
    count = 0
    for line in text.split("\n"):
        if len(line) <= longest:
            lines.append(line)
            continue
        count += 1
        while len(line) > longest:
            at = line.rfind(" ", longest // 2, longest) + 1 or longest
            lines.append(line[:at].rstrip())
            line = line[at:]  # noqa: PLW2901 (what is left of it)
        lines.append(line)
    return "\n".join(lines), count


def split(text: str, most: int = NOTE_BYTES) -> tuple[str, ...]:
    """Return a text in parts of at most so many bytes, divided between paragraphs if possible."""
    parts: list[str] = []
    rest = text
    while len(rest.encode()) > most:
        room = rest.encode()[:most].decode(errors="ignore")
        at = max(room.rfind("\n\n"), 0) or max(room.rfind("\n"), 0) or len(room)
        parts.append(rest[:at])
        rest = rest[at:].lstrip("\n")
    return (*parts, rest)
