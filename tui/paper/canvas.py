"""The page as PDF: A4, PDF/A-2, the fonts embedded, and the same bytes for the same pages."""

from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

from fpdf import FPDF
from fpdf.enums import PageMode
from fpdf.fonts import TTFFont

from tui.paper.fonts import REGULAR, Face
from tui.paper.lines import Line
from tui.paper.shaping import Glyph, Run, Shaper

WIDTH, HEIGHT = 595.28, 841.89
"""A4 in points."""
_LONG_MAX = 8000
"""So many glyphs of a font that stand for more than one character may be copied out exactly.
A page that uses more was made to overflow the font's table of characters."""
LATEST = 253402300799
"""The last second that a date can say."""
_XMP = """\
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{made}</xmp:CreateDate>
<xmp:ModifyDate>{made}</xmp:ModifyDate>
<xmp:MetadataDate>{made}</xmp:MetadataDate>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>"""


class Written(NamedTuple):
    """A line of text at its place; ``y`` is the base line, from the top of the page."""

    x: float
    y: float
    line: Line
    size: float
    grey: float = 0.0


class Ruled(NamedTuple):
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    width: float = 0.5
    grey: float = 0.0


class Filled(NamedTuple):
    """A rectangle full of grey; ``y`` is its upper edge."""

    x: float
    y: float
    width: float
    height: float
    grey: float = 0.0


Mark = Written | Ruled | Filled


def moment(seconds: int) -> datetime:
    """Return a time that somebody claimed as a date, the latest there is if it is beyond."""
    return datetime.fromtimestamp(min(max(seconds, 0), LATEST), UTC)


@cache
def _line_end() -> Run:
    """Return the space that ends a line, and is not seen."""
    return Shaper().shape(REGULAR, " ")


class Canvas(FPDF):
    """Writes glyphs where they were placed. What is written is settled before."""

    def __init__(self, title: str, made: int) -> None:
        """Begin a document.

        Args:
            title: what it is, without a name of anybody.
            made: seconds UTC; the document is dated so, whenever it is printed.

        """
        super().__init__(unit="pt", format=(WIDTH, HEIGHT), enforce_compliance="PDF/A-2B")
        # Nothing here is seen through, and no page need say how it would be mixed.
        self.allow_images_transparency = False
        self.set_auto_page_break(auto=False)
        self.set_margin(0)
        self.set_title(title)
        self.set_lang("en")
        self.set_producer("Caucus")
        self.set_creation_date(moment(made))
        self.page_mode = PageMode.USE_NONE
        self.set_xmp_metadata(
            _XMP.format(
                title=title,
                language="en",
                made=moment(made).strftime("%Y-%m-%dT%H:%M:%SZ"),
                producer="Caucus",
            )
        )
        self._embedded: dict[Face, TTFFont] = {}
        self._codes: dict[tuple[Face, int, str], tuple[int, float]] = {}
        self._long: dict[Face, int] = {}
        self._arrays: dict[tuple[Run, float], str] = {}

    def page_of(self, marks: list[Mark]) -> None:
        """Add a page with these marks."""
        self.add_page()
        for mark in marks:
            if isinstance(mark, Written):
                self._write(mark)
            elif isinstance(mark, Ruled):
                self._out(
                    f"{mark.grey:.2f} G {mark.width:.2f} w {mark.x:.2f} {HEIGHT - mark.y:.2f} m "
                    f"{mark.to_x:.2f} {HEIGHT - mark.to_y:.2f} l S"
                )
            else:
                self._out(
                    f"{mark.grey:.2f} g {mark.x:.3f} {HEIGHT - mark.y - mark.height:.3f} "
                    f"{mark.width:.3f} {mark.height:.3f} re f"
                )

    def finished(self) -> bytes:
        """Return the document, and let go of the font files."""
        written = bytes(self.output())
        for font in self._embedded.values():
            font.close()
        return written

    def _write(self, mark: Written) -> None:
        if not mark.line.runs:
            return
        parts = [f"BT {mark.grey:.2f} g 1 0 0 1 {mark.x:.2f} {HEIGHT - mark.y:.2f} Tm"]
        face = None
        # What is copied out of a page is put together from places: some readers join two lines
        # of different sizes without a space between them unless one is written.
        ended = () if mark.line.leftwards else (_line_end(),)
        for run in (*mark.line.runs, *ended):
            if run.face != face:
                face = run.face
                parts.append(
                    self._set_font_for_page(self._font(face), mark.size, wrap_in_text_object=False)
                )
            parts.append(self._array(run, mark.size))
        self._out(" ".join((*parts, "ET")))

    def _font(self, face: Face) -> TTFFont:
        """Return a font as this document embeds it."""
        found = self._embedded.get(face)
        if found is None:
            key = face.path.stem.lower()
            self.add_font(key, fname=face.path)
            font = self.fonts[key]
            assert isinstance(font, TTFFont)  # noqa: S101
            found = self._embedded[face] = font
        return found

    def _array(self, run: Run, size: float) -> str:
        """Return the operators that show a run, from wherever the pen stands."""
        known = self._arrays.get((run, size))
        if known is None:
            known = self._arrays[run, size] = self._shown(run, size)
        return known

    def _shown(self, run: Run, size: float) -> str:
        parts = ["["]
        owed, raised = 0.0, 0.0
        for glyph in run.glyphs:
            code, width = self._code(run.face, glyph)
            if glyph.up != raised:
                raised = glyph.up
                parts.append(f"] TJ {raised * size / 1000:.3f} Ts [")
            owed -= glyph.right
            if round(owed):
                parts.append(str(round(owed)))
                owed -= round(owed)
            parts.append(f"<{code:04X}>")
            owed += width + glyph.right - glyph.advance
        if round(owed):
            parts.append(str(round(owed)))
        parts.append("] TJ" if not raised else "] TJ 0 Ts")
        return "".join(parts).replace("><", "")

    def _code(self, face: Face, glyph: Glyph) -> tuple[int, float]:
        """Return what a glyph is called in the embedded font, and its own width."""
        font = self._font(face)
        meaning = glyph.characters
        if len(meaning) > 1 and self._long.get(face, 0) >= _LONG_MAX:
            meaning = meaning[:1]
        key = (face, glyph.number, meaning)
        found = self._codes.get(key)
        if found is None:
            if len(meaning) > 1:
                self._long[face] = self._long.get(face, 0) + 1
            name = font.ttfont.getGlyphName(glyph.number)
            width = round(font.scale * font.ttfont["hmtx"].metrics[name][0])
            taken = font.subset.get_glyph(
                glyph=glyph.number,
                unicode=tuple(map(ord, meaning)),
                glyph_name=name,
                glyph_width=width,
            )
            code = font.subset.pick_glyph(taken)
            assert code is not None  # noqa: S101
            found = self._codes[key] = (code, float(width))
        return found
