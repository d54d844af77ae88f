"""A disclosure to print, and how a printed page is read."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PageObject, PdfReader

from vault import DisclosedPortion, Disclosure, DisclosureSeat, PortionContent, Role

MADE = 1_772_546_709  # 2026-03-03 14:05:09 UTC
WORDS = "acorn velvet harbour lantern mosaic drizzle"
DIGEST = hashlib.sha256(b"a disclosure file").digest()


def portion(text: str = "They spoke of the heating.", **changes: object) -> DisclosedPortion:
    """A released portion; ``changes`` are of it or of its content."""
    data = text.encode("utf-8", "surrogatepass")
    fields = {
        "form": "text",
        "title": "Morning",
        "name": "",
        "audience": "joint",
        "author": "Mara Lindt",
        "speakers": ("Anna Berg",),
        "made": MADE - 90_000,
        "size": len(data),
    }
    fields |= {name: value for name, value in changes.items() if name in fields}
    found = DisclosedPortion(
        label="The heating",
        number=1,
        content=PortionContent(**fields),
        text=text if fields["form"] == "text" else "",
        digest=hashlib.sha256(data).digest(),
    )
    return replace(found, **{key: value for key, value in changes.items() if key not in fields})


def seat(name: str, role: Role, side: str = "", consented: int = MADE - 60) -> DisclosureSeat:
    return DisclosureSeat(
        name, role, side, f"{name.partition(' ')[0].lower()} " * 6, MADE - 500, consented
    )


def disclosed() -> Disclosure:
    """A disclosure of one portion by waiver."""
    return Disclosure(
        ground="waiver",
        case="Berg and Falk",
        session="Second sitting",
        convened=MADE - 100_000,
        purpose="Evidence in case T 112-26",
        recipient="Nordhamn District Court",
        reference="",
        by="Mara Lindt",
        check_words=WORDS,
        asked=MADE - 5000,
        until=MADE + 5000,
        made=MADE,
        portions=(portion(),),
        seats=(
            seat("Mara Lindt", Role.MEDIATOR),
            seat("Anna Berg", Role.PARTY, "A"),
            seat("Ruth Adler", Role.REPRESENTATIVE, "A", consented=0),
            seat("Boris Falk", Role.PARTY, "B"),
        ),
        digest=DIGEST,
    )


@pytest.fixture
def disclosure() -> Disclosure:
    return disclosed()


def pages(pdf: bytes) -> list[PageObject]:
    return list(PdfReader(BytesIO(pdf), strict=True).pages)


def texts(pdf: bytes) -> list[str]:
    """What each page says, with single spaces."""
    return [" ".join(page.extract_text().split()) for page in pages(pdf)]


def pieces(page: PageObject) -> list[tuple[float, float, str]]:
    """Everything that is written on a page, and where: x, y from below, text."""
    found = []

    def see(text: str, _cm: object, tm: list[float], *_: object) -> None:
        if text.strip():
            found.append((tm[4], tm[5], text))

    page.extract_text(visitor_text=see)
    return found


@pytest.fixture
def fonts_of() -> Callable[[bytes], Iterator[tuple[str, bool]]]:
    """Gives name and whether it is embedded, for every font of every page."""

    def find(pdf: bytes) -> Iterator[tuple[str, bool]]:
        for page in pages(pdf):
            for font in page["/Resources"].get_object().get("/Font", {}).values():
                inner = font.get_object()["/DescendantFonts"][0].get_object()
                program = inner["/FontDescriptor"].get_object().get("/FontFile2")
                yield (
                    str(inner["/BaseFont"]),
                    program is not None and bool(program.get_object().get_data()),
                )

    return find
