"""From text of one font and direction to placed glyphs: ligatures, marks, joined letters."""

from typing import NamedTuple

import uharfbuzz as hb  # type: ignore[import-untyped]

from tui.paper.fonts import Face, harfbuzz_face

_KEPT_MAX = 64
"""Longer texts hardly come twice."""


class Glyph(NamedTuple):
    """One glyph, its figures in thousandths of the font size."""

    number: int
    characters: str
    """What it stands for when text is copied out of the page; empty for a part of something."""
    advance: float
    right: float
    up: float


class Run:
    """Shaped text of one font, in the order in which it stands on the page."""

    __slots__ = ("face", "glyphs", "width")

    def __init__(self, face: Face, glyphs: tuple[Glyph, ...]) -> None:
        self.face = face
        self.glyphs = glyphs
        self.width = sum(glyph.advance for glyph in glyphs)
        """In thousandths of the font size."""


class Shaper:
    """Shapes text for one document, and the same word once."""

    def __init__(self) -> None:
        self._known: dict[tuple[Face, str, bool], Run] = {}
        self._fonts: dict[Face, hb.Font] = {}

    def shape(self, face: Face, text: str, *, leftwards: bool = False) -> Run:
        """Shape a text that the font has every letter for."""
        key = (face, text, leftwards)
        found = self._known.get(key)
        if found is None:
            found = Run(face, self._glyphs(face, text, leftwards=leftwards))
            if len(text) <= _KEPT_MAX:
                self._known[key] = found
        return found

    def _glyphs(self, face: Face, text: str, *, leftwards: bool) -> tuple[Glyph, ...]:
        font = self._fonts.get(face)
        if font is None:
            font = self._fonts[face] = hb.Font(harfbuzz_face(face))
        buffer = hb.Buffer()
        # A mark stays a cluster of its own where it can, so that copied text keeps its order.
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if leftwards else "ltr"
        hb.shape(font, buffer)
        scale = 1000 / font.face.upem
        infos, places = buffer.glyph_infos, buffer.glyph_positions
        starts = sorted({info.cluster for info in infos})
        ends = dict(zip(starts, (*starts[1:], len(text)), strict=True))
        found = []
        for info, place in zip(infos, places, strict=True):
            end = ends.pop(info.cluster, 0)  # its characters go to the first glyph of a cluster
            found.append(
                Glyph(
                    info.codepoint,
                    text[info.cluster : end] if end else "",
                    place.x_advance * scale,
                    place.x_offset * scale,
                    place.y_offset * scale,
                )
            )
        return tuple(found)
