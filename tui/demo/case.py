"""The invented case of the demo: its people, and every word they write. All of it is fiction."""

from typing import NamedTuple

from vault import JOINT, MEDIATORS, PRIVATE, caucus

RUTH, TOMASZ, GILLIAN = "Ruth Okafor", "Tomasz Wilk", "Gillian Ashby"
SEATS = {RUTH: "mediator", TOMASZ: "party A, technician", GILLIAN: "party B, for the company"}

CASE, SITTING = "Ferrow Water: on-call duty", "Second sitting"
BACKGROUND = (
    "Ferrow Water is a small supplier. Tomasz Wilk reported that the night alarms of a pumping"
    " station did not ring, and copied in the whole crew. Six days later his on-call weeks were"
    " doubled. Gillian Ashby signs the rota. Ruth Okafor mediates. All of it is invented."
)


class Written(NamedTuple):
    """One note of the case."""

    author: str
    audience: str
    title: str
    text: str


NOTES = (
    Written(
        RUTH, PRIVATE, "Before they come in",
        "They are tired rather than angry. Rota first; the report after the break.",
    ),
    Written(
        RUTH, MEDIATORS, "For a co-mediator, if one joins",
        "Two hours is the limit. Past that they start quoting mails at each other.",
    ),
    Written(
        RUTH, caucus("A"), "Caucus with Tomasz",
        "He would move to the Eastbrook crew if he keeps his grade. Not to be said yet.",
    ),
    Written(
        RUTH, caucus("B"), "Caucus with Gillian",
        "She may offer four months of paid training. For more she needs her director.",
    ),
    Written(
        TOMASZ, PRIVATE, "To ask at the break",
        "Ask Ruth what happens to all this if nothing is agreed.",
    ),
    Written(
        GILLIAN, PRIVATE, "Dates",
        "The report came on the third. I opened it on the twelfth. The rota is from the ninth.",
    ),
)  # fmt: skip

FIRST_SITTING = "First sitting"
FIRST_NOTES = (
    Written(
        RUTH, JOINT, "Ground rules",
        "One voice at a time. No recordings. A break whenever anyone asks.\n"
        "Next time: the rota first, then the report.",
    ),
    Written(
        RUTH, PRIVATE, "After the first sitting",
        "Neither has eaten. Sandwiches next time, and an hour less.",
    ),
)  # fmt: skip
"""What is there of a sitting two weeks earlier, for who looks around; the story leaves it out."""

LIVE_NOTES = (
    Written(
        RUTH, caucus("A"), "Caucus with Tomasz, after the break",
        "# What he could live with\n\n"
        "14:05 @Wilk one week in four, and never alone\n"
        "14:09 @Wilk Eastbrook is fine. NOT to be said\n"
        "14:12 me    ask about the grade #rota\n\n"
        "An answer to the crew first, then an apology.",
    ),
    Written(
        RUTH, PRIVATE, "To do", "- the rota of the last year #rota\n- water, and more chairs",
    ),
)  # fmt: skip
"""Notes as somebody takes them at the table, likewise."""

ANSWER_DAYS = 14

ACCOUNT_TITLE = "Account of the sitting"
PARAGRAPHS = (
    "Ground rules: one voice at a time, no recordings, a break whenever anyone asks.",
    (
        "Gillian said that she doubled the on-call weeks before she had read the alarm report,"
        " and that she would not have done so afterwards."
    ),
    (
        "Tomasz said that he copied in the crew because two earlier mails had gone unanswered."
        " He is sorry that it read as an attack on her."
    ),
)
RELEASED = 2
"""Number of the paragraph that everybody agrees to release."""

DRAFT_TITLE = "Terms, for discussion"
_WEEKS = "On call: one week in four."
_ALARMS = "Alarms: two go to every night alarm, or it waits for daylight."
_REPORT = "The report: one answer to the crew, signed by both."
DRAFTS = (
    (RUTH, f"{_WEEKS}\nAlarms: nobody goes to a night alarm alone.\n{_REPORT}"),
    (TOMASZ, f"{_WEEKS}\n{_ALARMS}\n{_REPORT}"),
    (GILLIAN, f"On call: one week in five, looked at again in March.\n{_ALARMS}\n{_REPORT}"),
)

ROTA_NAME = "on-call-rota.csv"
_CREW = ("Wilk", "Osei", "Wilk", "Tranter", "Wilk", "Pell")
ROTA = "week,on call\n" + "".join(
    f"{week},{_CREW[week % len(_CREW)]}\n" for week in range(1, 53)
)  # fmt: skip

_TELLING_LENGTH = 10
"""Anything shorter could stand in random bytes by chance."""

LABEL = "The on-call weeks: what was said"
PURPOSE, RECIPIENT = "a complaint about the on-call rota", "the internal grievance panel"


def confidential() -> list[str]:
    """Return every sentence, name and title that must never be readable in a file."""
    texts = [
        *(note.text for note in NOTES),
        *PARAGRAPHS,
        *(text for _, text in DRAFTS),
        ROTA,
    ]
    pieces = [piece for text in texts for line in text.splitlines() for piece in line.split(". ")]
    titles = [*(note.title for note in NOTES), ACCOUNT_TITLE, DRAFT_TITLE, ROTA_NAME]
    named = [*SEATS, CASE, SITTING, LABEL, PURPOSE, RECIPIENT]
    found = dict.fromkeys([*pieces, *titles, *named])
    return [text for text in found if len(text) >= _TELLING_LENGTH]
