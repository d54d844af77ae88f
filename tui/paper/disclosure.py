"""A disclosure as a court's registry takes it in: what left, on what ground, and the evidence."""

import unicodedata

from tui.paper.characters import spelled, uncommon
from tui.paper.fonts import BOLD
from tui.paper.layout import BODY, SMALL, Column, Paper, Stamp as PageStamp
from tui.paper.times import stamp, utc
from tui.paper.words import (
    GROUNDS,
    HEARD,
    HEARD_CAUCUS,
    HEARD_OTHER,
    ROLES,
    SHOWS,
    SHOWS_NOT,
    STAMPS,
    Certificate,
    Everywhere,
    Portions,
    Stamp,
    Table,
    Title,
)
from vault import DisclosedPortion, Disclosure, DisclosureSeat, Role, caucus

_DIGEST_SHOWN = 16
_PORTION_ROOM = 230
"""What is said of a portion, and its first lines, stand on one page."""
_CODES_MAX = 24
_CAUCUS = caucus("")


def disclosure_pdf(disclosure: Disclosure) -> bytes:
    """Return a verified disclosure as PDF. The same disclosure gives the same bytes."""
    foot = f"{disclosure.case}   ·   {utc(disclosure.made)}"
    paper = Paper(foot, _page_stamp(disclosure))
    _title_page(paper, disclosure)
    paper.page_break()
    _portions(paper, disclosure)
    paper.page_break()
    _certificate(paper, disclosure)
    return paper.finish(Title.METADATA, disclosure.made)


def _waived(disclosure: Disclosure) -> bool:
    return disclosure.ground == "waiver"


def _page_stamp(disclosure: Disclosure) -> PageStamp:
    seats = disclosure.seats
    if _waived(disclosure):
        others = any(seat.consented and not _always_asked(seat) for seat in seats)
        mediators = sum(seat.role is Role.MEDIATOR for seat in seats)
        words = Stamp.WAIVER_WITH_OTHERS if others else Stamp.WAIVER
        ground = words.format(mediators="mediator" if mediators == 1 else "mediators")
    else:
        ground = STAMPS[disclosure.ground]
    digest = disclosure.digest.hex()[:_DIGEST_SHOWN]
    proof = Stamp.PROOF.format(digest=digest, words=disclosure.check_words)
    return PageStamp(ground, Stamp.LIMIT, proof)


def _always_asked(seat: DisclosureSeat) -> bool:
    return seat.role in {Role.MEDIATOR, Role.PARTY}


def _title_page(paper: Paper, disclosure: Disclosure) -> None:
    waived = _waived(disclosure)
    paper.title(Title.HEAD, Title.UNDER)
    paper.rows(
        [
            (Title.GROUND, GROUNDS[disclosure.ground]),
            (Title.CASE, disclosure.case),
            (Title.SESSION, disclosure.session),
            (Title.CONVENED, utc(disclosure.convened)),
            (Title.PURPOSE, disclosure.purpose),
            (Title.RECIPIENT, disclosure.recipient),
            (Title.RECIPIENT_IS, disclosure.recipient_kind),
            (Title.REFERENCE, disclosure.reference),
            (Title.OPENED_BY if waived else Title.DISCLOSED_BY, disclosure.by),
            (Title.ASKED, utc(disclosure.asked) if disclosure.asked else ""),
            (Title.UNTIL, utc(disclosure.until) if disclosure.until else ""),
            (Title.OPENED if waived else Title.DISCLOSED, utc(disclosure.made)),
            (Title.WORDS, disclosure.check_words),
        ]
    )
    paper.heading(Title.LIMITS)
    paper.paragraph(Title.LIMIT_WAIVER if waived else Title.LIMIT_OTHER)
    paper.heading(Title.AGREED if waived else Title.SIGNED, with_room=50)
    agreed = [seat for seat in disclosure.seats if seat.consented or not waived]
    when = Table.AGREED if waived else Table.SIGNED
    paper.table(
        [Column(Table.NAME, 0.42, BOLD), Column(Table.SEAT, 0.3), Column(when, 0.28)],
        [
            (seat.name, _seat(seat), stamp(seat.consented if waived else disclosure.made))
            for seat in agreed
        ],
    )
    paper.heading(Title.CONTENTS, with_room=50)
    paper.table(
        [Column(Table.LABEL, 0.6), Column(Table.NUMBER, 0.16), Column(Table.WHAT, 0.24)],
        [
            (portion.label, Portions.ONE.format(number=portion.number), _what(portion))
            for portion in disclosure.portions
        ],
    )


def _portions(paper: Paper, disclosure: Disclosure) -> None:
    paper.heading(Portions.HEAD)
    for portion in disclosure.portions:
        _portion(paper, portion)
    paper.space(10)
    paper.rule(0.8)
    paper.space(4)
    paper.paragraph(Portions.END, SMALL, soft=True)
    _codes(paper, disclosure)


def _portion(paper: Paper, portion: DisclosedPortion) -> None:
    content = portion.content
    is_file = content.form == "file"
    paper.space(12)
    paper.room(_PORTION_ROOM)
    paper.rule(0.8)
    paper.space(6)
    paper.paragraph(Portions.ONE.format(number=portion.number), 12, face=BOLD)
    size = Portions.BYTES.format(count=f"{content.size:,}")
    paper.rows(
        [
            (Portions.LABEL, portion.label),
            (Portions.TITLE, content.title),
            (Portions.AUTHOR, content.author),
            (Portions.SPEAKERS, ", ".join(content.speakers)),
            (Portions.MADE, utc(content.made)),
            (Portions.HEARD, _heard(content.audience)),
            (Portions.FILE if is_file else "", content.name if is_file else ""),
            (Portions.SIZE if is_file else "", size if is_file else ""),
            (
                Portions.DIGEST_FILE if is_file else Portions.DIGEST_TEXT,
                _grouped(portion.digest),
            ),
        ],
        SMALL,
    )
    paper.space(6)
    if is_file:
        paper.paragraph(Portions.FILE_ELSEWHERE, SMALL, soft=True)
    elif portion.text.strip():
        paper.numbered(portion.text, BODY)
    else:
        paper.paragraph(Portions.NO_TEXT, SMALL, soft=True)


def _codes(paper: Paper, disclosure: Disclosure) -> None:
    """Say what the code points in the text are, where Unicode has a name for them."""
    found = sorted(
        {letter for portion in disclosure.portions for letter in uncommon(portion.text)}
    )
    if not found:
        return
    paper.heading(Portions.CODES_HEAD)
    paper.paragraph(Portions.CODES, SMALL)
    paper.points(
        f"{spelled(letter)}  {unicodedata.name(letter, Everywhere.NONE)}"
        for letter in found[:_CODES_MAX]
    )
    if len(found) > _CODES_MAX:
        paper.paragraph(Portions.CODES_MORE.format(count=len(found) - _CODES_MAX), SMALL)


def _certificate(paper: Paper, disclosure: Disclosure) -> None:
    waived = _waived(disclosure)
    paper.title(Certificate.HEAD, Certificate.UNDER)
    paper.table(
        [
            Column(Table.WHO, 0.5),
            Column(Table.AGREED if waived else Table.SIGNED, 0.25),
            Column(Table.ACKNOWLEDGED, 0.25),
        ],
        [
            (
                f"{seat.name} · {_seat(seat)}\n{seat.check_words}",
                _when_agreed(seat, disclosure),
                stamp(seat.acknowledged) if seat.acknowledged else Everywhere.NONE,
            )
            for seat in disclosure.seats
        ],
    )
    paper.heading(Certificate.SHOWS_HEAD)
    paper.points(SHOWS[waived].split("\n"))
    paper.heading(Certificate.NOT_HEAD)
    paper.points(SHOWS_NOT[waived].split("\n"))
    paper.heading(Certificate.VERIFY_HEAD, with_room=120)
    paper.paragraph(Certificate.VERIFY_FILE, SMALL + 0.5)
    paper.paragraph(_grouped(disclosure.digest), BODY, face=BOLD)
    paper.points(Certificate.VERIFY.split("\n"), numbered=True)


def _when_agreed(seat: DisclosureSeat, disclosure: Disclosure) -> str:
    if not _waived(disclosure):
        return stamp(disclosure.made)
    return stamp(seat.consented) if seat.consented else Table.NOT_NEEDED


def _seat(seat: DisclosureSeat) -> str:
    role = ROLES[seat.role]
    return Everywhere.SIDE.format(role=role, side=seat.side) if seat.side else role


def _what(portion: DisclosedPortion) -> str:
    if portion.content.form == "file":
        return f"{Portions.FILE}, {Portions.BYTES.format(count=f'{portion.content.size:,}')}"
    return Portions.TEXT


def _heard(audience: str) -> str:
    if audience.startswith(_CAUCUS):
        return HEARD_CAUCUS.format(side=audience.removeprefix(_CAUCUS))
    return HEARD.get(audience) or HEARD_OTHER.format(audience=audience)


def _grouped(digest: bytes) -> str:
    """Spell a digest in groups of eight, two lines, so that eyes can compare it."""
    text = digest.hex()
    groups = [text[start : start + 8] for start in range(0, len(text), 8)]
    half = len(groups) // 2
    return " ".join(groups[:half]) + "\n" + " ".join(groups[half:])
