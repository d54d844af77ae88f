"""A mediator's report to a court: closed questions and their answers, no room for more."""

from tui.paper.fonts import BOLD
from tui.paper.layout import BODY, SMALL, Column, Paper
from tui.paper.times import utc
from tui.paper.words import AGREEMENTS, ROLES, Everywhere, Report, Table
from vault import CourtReport

_LISTED = 6
"""So many sessions have a line each."""
_SCALES = (1.0, 0.9, 0.8, 0.7, 0.6)
"""Tried in turn, so that many sessions or people still fit one page."""


def report_pdf(report: CourtReport) -> bytes:
    """Return the report as PDF, on one page if it can be read there."""
    papers = (_report(report, scale) for scale in _SCALES)
    paper = next((paper for paper in papers if paper.pages == 1), None) or _report(report, 1.0)
    return paper.finish(Report.METADATA, report.made)


def _report(report: CourtReport, scale: float) -> Paper:
    paper = Paper(f"{Report.HEAD} · {utc(report.made)}", scale=scale)
    paper.title(Report.HEAD, Report.UNDER)
    between = "\n" if len(report.sessions) <= _LISTED else ", "
    sessions = between.join(utc(convened) for convened in report.sessions)
    paper.rows(
        [
            (Report.CASE, report.case),
            (Report.BY, report.by),
            (Report.MADE, utc(report.made)),
            (Report.WORDS, report.check_words),
            (Report.SESSIONS, sessions or Report.NO_SESSIONS),
        ]
    )
    paper.heading(Report.ATTENDED)
    paper.table(
        [Column(Table.NAME, 0.6, BOLD), Column(Table.SEAT, 0.4)],
        [
            (name, Everywhere.SIDE.format(role=ROLES[role], side=side) if side else ROLES[role])
            for name, role, side in report.attended
        ]
        or [(Report.NOBODY, Everywhere.NONE)],
    )
    paper.heading(Report.OUTCOME)
    paper.paragraph(Report.OUTCOME_HINT, SMALL, soft=True)
    for agreement, words in AGREEMENTS.items():
        paper.choice(words, chosen=agreement == report.agreement)
    paper.space(14)
    paper.paragraph(Report.CLOSED, BODY - 1)
    paper.room(70)
    paper.space(44)
    paper.writing_line(Report.SIGNATURE, 0.62)
    paper.writing_line(Report.DATE, 0.3, at=0.7)
    return paper
