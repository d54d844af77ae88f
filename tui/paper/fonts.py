"""The fonts that are embedded, and which of them shows a character.

One family for everything it has letters for, others of the same design for other scripts, then
symbols, then the ideographs. Nothing is taken from the machine: a page looks the same everywhere.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import uharfbuzz as hb  # type: ignore[import-untyped]

_FOLDER = Path(__file__).with_name("fonts")


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One font file. There is one object for each."""

    file: str
    leading: float = 1.0
    """How much more room between lines than Latin this script takes."""

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return _FOLDER / self.file


REGULAR = Face("NotoSerif-Regular.ttf")
BOLD = Face("NotoSerif-Bold.ttf")
_HEBREW = Face("NotoSerifHebrew-Regular.ttf")
_ARABIC = Face("NotoNaskhArabic-Regular.ttf", 1.15)
_DEVANAGARI = Face("NotoSerifDevanagari-Regular.ttf", 1.1)
_GEORGIAN = Face("NotoSerifGeorgian-Regular.ttf")
_ETHIOPIC = Face("NotoSerifEthiopic-Regular.ttf")
_MYANMAR = Face("NotoSerifMyanmar-Regular.ttf", 1.35)
_CHEROKEE = Face("NotoSansCherokee-Regular.ttf")
_SYLLABICS = Face("NotoSansCanadianAboriginal-Regular.ttf")
_KHMER = Face("NotoSerifKhmer-Regular.ttf", 1.3)
_SYMBOLS = Face("Symbola.ttf")
_IDEOGRAPHS = Face("DroidSansFallback.ttf")

_BLOCKS = (
    (0x0530, 0x058F, Face("NotoSerifArmenian-Regular.ttf")),
    (0x0590, 0x05FF, _HEBREW),
    (0x0600, 0x06FF, _ARABIC),
    (0x0700, 0x074F, Face("NotoSansSyriac-Regular.ttf", 1.15)),
    (0x0750, 0x077F, _ARABIC),
    (0x0780, 0x07BF, Face("NotoSansThaana-Regular.ttf", 1.15)),
    (0x07C0, 0x07FF, Face("NotoSansNKo-Regular.ttf")),
    (0x08A0, 0x08FF, _ARABIC),
    (0x0900, 0x097F, _DEVANAGARI),
    (0x0980, 0x09FF, Face("NotoSerifBengali-Regular.ttf", 1.15)),
    (0x0A00, 0x0A7F, Face("NotoSerifGurmukhi-Regular.ttf", 1.1)),
    (0x0A80, 0x0AFF, Face("NotoSerifGujarati-Regular.ttf", 1.1)),
    (0x0B00, 0x0B7F, Face("NotoSansOriya-Regular.ttf", 1.1)),
    (0x0B80, 0x0BFF, Face("NotoSerifTamil-Regular.ttf", 1.1)),
    (0x0C00, 0x0C7F, Face("NotoSerifTelugu-Regular.ttf", 1.2)),
    (0x0C80, 0x0CFF, Face("NotoSerifKannada-Regular.ttf", 1.2)),
    (0x0D00, 0x0D7F, Face("NotoSerifMalayalam-Regular.ttf", 1.1)),
    (0x0D80, 0x0DFF, Face("NotoSerifSinhala-Regular.ttf", 1.1)),
    (0x0E00, 0x0E7F, Face("NotoSerifThai-Regular.ttf", 1.1)),
    (0x0E80, 0x0EFF, Face("NotoSerifLao-Regular.ttf", 1.1)),
    (0x0F00, 0x0FFF, Face("NotoSerifTibetan-Regular.ttf", 1.5)),
    (0x1000, 0x109F, _MYANMAR),
    (0x10A0, 0x10FF, _GEORGIAN),
    (0x1200, 0x139F, _ETHIOPIC),
    (0x13A0, 0x13FF, _CHEROKEE),
    (0x1400, 0x167F, _SYLLABICS),
    (0x1780, 0x17FF, _KHMER),
    (0x18B0, 0x18FF, _SYLLABICS),
    (0x19E0, 0x19FF, _KHMER),
    (0x1C90, 0x1CBF, _GEORGIAN),
    (0x1CD0, 0x1CFF, _DEVANAGARI),
    (0x2D00, 0x2D2F, _GEORGIAN),
    (0x2D30, 0x2D7F, Face("NotoSansTifinagh-Regular.ttf")),
    (0x2D80, 0x2DDF, _ETHIOPIC),
    (0xA8E0, 0xA8FF, _DEVANAGARI),
    (0xA9E0, 0xA9FF, _MYANMAR),
    (0xAA60, 0xAA7F, _MYANMAR),
    (0xAB00, 0xAB2F, _ETHIOPIC),
    (0xAB70, 0xABBF, _CHEROKEE),
    (0xFB1D, 0xFB4F, _HEBREW),
    (0xFB50, 0xFDFF, _ARABIC),
    (0xFE70, 0xFEFF, _ARABIC),
)


@cache
def harfbuzz_face(face: Face) -> hb.Face:
    """Return the font as the shaping engine reads it."""
    return hb.Face(hb.Blob.from_file_path(str(face.path)))


@cache
def coverage(face: Face) -> frozenset[int]:
    """Return the code points that a font has a letter for."""
    return frozenset(harfbuzz_face(face).unicodes)


@cache
def faces_with(code: int) -> tuple[Face, ...]:
    """Return the fonts that may be asked for a code point beside the first, best first."""
    own = [face for start, end, face in _BLOCKS if start <= code <= end]
    return tuple(face for face in (*own, _SYMBOLS, _IDEOGRAPHS) if code in coverage(face))
