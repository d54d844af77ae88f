"""Every sentence about disclosures and about a report to a court."""

from enum import StrEnum


class Show(StrEnum):
    """Reading a disclosure or a report."""

    TITLE = "A file with its evidence"
    READING = "Checking every byte and signature of {name} …"
    HOLDS = "IT HOLDS"
    HOLDS_NOT = "IT DOES NOT HOLD"
    PASSED = "[x]"
    FAILED = "[!]"
    SAYS = "WHAT IT SAYS"
    PORTION = "{place}. {label}, portion {number}"
    ABOUT = "{title}, by {author}, {day}"
    SPEAKING = "words of {names}"
    FILE = "A file: {name}, {size}. “Save a file” writes it."
    PDF_TITLE = "Print to a PDF"
    PDF_WHY = (
        "The PDF lies outside the vault: whoever can open it reads the names and words in it."
    )
    PDF_DONE = "Written: {path}. It lies outside the vault."
    FILE_TITLE = "Save an attached file"
    FILE_WHY = (
        "{name} is written to a new file outside the vault, where whoever reads this disk can "
        "read it. A folder is enough: it keeps its name."
    )
    FILE_DONE = "Written: {path}, {size}."
    DO_PDF = "PDF…"
    PDF_HELP = "Prints it, with who agreed and with what it does not show."
    DO_FILE = "Save a file…"
    FILE_HELP = "Writes an attached file out of the disclosure."
    DO_BACK = "Close"
    BACK_HELP = "Back to where you were. Nothing was taken in by looking."
    OPEN_TITLE = "Read a disclosure or report"
    OPEN_WHY = (
        "Shows what a file says, and what was checked of it. Nothing is taken in; no vault is "
        "needed for it, the file proves itself."
    )
    DO_OPEN = "Read"
    HELP = (
        "Every byte, signature and portion was checked before anything is shown. Whose keys "
        "signed, the file cannot say: that is what the check words are compared for, by voice."
    )


class Unlocked(StrEnum):
    """Unlocking a file of any kind."""

    TITLE = "Unlock a file"
    WHY = (
        "Opens a file that is locked with a passphrase, or encrypted with age, and writes what "
        "is in it. Nothing is taken in."
    )
    DO = "Unlock"
    NOT_LOCKED = "{name} is not locked. Nothing was written; open it as it is."
    WHERE = (
        "What is in it is written to a new file outside the vault, where whoever reads this disk "
        "can read it."
    )


class Disclose(StrEnum):
    """Disclosing alone."""

    TITLE = "Disclose alone: what leaves"
    TITLE_GROUND = "Disclose alone: why, and to whom"
    TITLE_REVIEW = "Disclose alone: read it once more"
    TITLE_DONE = "Disclosed"
    READING = "Reading …"
    CHOOSE = "Space ticks what must be told. Choose no more than that."
    FILE_PORTION = "file {name}, {size}"
    GROUND = "Ground"
    KIND = "It goes to"
    KIND_WHO = "Who that is"
    REFERENCE = "Reference"
    WHO_HINT = "for example: Child Protection Nordhamn, duty desk"
    REFERENCE_HINT = "the order, claim or file number"
    REFERENCE_ORDER = "Still needed: which order it is."
    CHOOSE_ONE = "choose"
    NOT_YET_PORTION = "Still needed: at least one portion."
    NOT_YET_GROUND = "Still needed: on what ground."
    NOT_YET_KIND = "Still needed: what kind of recipient it is."
    NOT_YET_WHO = "Still needed: who gets it."
    COURT = (
        "A danger is told to who can avert it. Before whoever may rule on the case, the same "
        "words stay confidential."
    )
    LEAVES = "LEAVES YOUR VAULT"
    PORTION = "Portion {number}: {text}"
    FILE = "New file"
    NOT_YET_WORD = "Still needed: the word above."
    WORKING = "Writing, and reading it back …"
    DONE = "Written and read back: {path}"
    DONE_WORDS = "Check words: {words}"
    NO_FOLDER = "It cannot be written there: {reason}. Nothing was written; name another place."
    DO_NEXT = "Next"
    NEXT_HELP = "To the next page. Nothing leaves yet."
    DO_ACT = "Disclose it"
    ACT_HELP = "Writes the file, signed by you. It cannot be called back."
    DO_BACK = "Back"
    BACK_HELP = "To the page before, or out. Nothing leaves."
    DO_CLOSE = "Close"
    HELP = (
        "For what must be told without everybody's agreement: danger to somebody, a claim about "
        "the mediation, carrying out a settlement, or an order. It is your own word, signed by "
        "you; nobody's key is needed and nobody is told. You keep a private record of it."
    )


class Locks(StrEnum):
    """How a file is locked before it leaves."""

    WORDS = "Opens with six random words, made now"
    AGE = "Opens with keys of the program age"
    CLEAR = "Not locked"
    RECIPIENTS = "age1… or ssh-…, several with commas between them"
    DONE_CLEAR = "It is not locked: whoever has the file reads the names and words in it."
    DONE_AGE = "It opens with the keys of the program age that you named, and with nothing else."
    DONE_WORDS = "Its passphrase, shown this once: tell it by telephone, never beside the file."
    TOLD_WORDS = "The words are shown once. Tell them by telephone, never beside the file."
    TOLD_CLEAR = "Whoever has the file reads the names and words in it."
    TITLE = "Its passphrase"
    SHOWN = (
        "{file} is locked with these words. They are shown this once: tell them by telephone, "
        "never beside the file."
    )


GROUND_WORDS = {
    "safety": "Danger to somebody must be averted",
    "claim": "A claim or complaint about the mediation",
    "settlement": "Showing or carrying out what was signed",
    "order": "An order of a court or an authority",
}
KIND_WORDS = {
    "agency": "an agency, such as child protection",
    "police": "the police",
    "emergency": "an emergency service",
    "person at risk": "the person in danger",
    "court": "a court or tribunal",
    "insurer": "an insurer",
    "lawyer": "a lawyer",
    "professional body": "a professional body",
}


class Report(StrEnum):
    """A report to a court."""

    TITLE = "Report to a court"
    TITLE_DONE = "Report to a court: written"
    WHY = (
        "Closed questions and no room for text: that sessions were held and when, who attended, "
        "whether there was an agreement. Nothing of what was said."
    )
    SESSIONS = "Which sessions were held"
    SESSION = "{day}  {title}"
    UNTITLED = "(no title)"
    ATTENDED = "Who attended at least one of them"
    SEAT = "{name} ({role})"
    OUTCOME = "What was reached"
    CHOOSE_ONE = "choose"
    FILE = "New file"
    PRINTED = "A PDF beside it, to be signed by hand"
    NOT_YET_OUTCOME = "Still needed: what was reached."
    NOT_YET_ATTENDED = "Still needed: who attended."
    NOT_YET_SESSION = "Still needed: at least one session."
    WORKING = "Writing, and reading it back …"
    DONE = "Written: {files}."
    DONE_WORDS = "Check words: {words}"
    NO_FOLDER = "It cannot be written there: {reason}. Nothing was written; name another place."
    DO_WRITE = "Write it"
    WRITE_HELP = "Signs and writes the report. Nothing of what was said can be in it."
    DO_BACK = "Back"
    BACK_HELP = "Nothing is written."
    DO_CLOSE = "Close"
    HELP = (
        "A mediator tells a court no more than this, if anything at all. The questions are the "
        "ones that the rules allow; there is no field to type in, so that nothing slips in."
    )


class Out(StrEnum):
    """Saving what a waiver opened."""

    TITLE = "Save the disclosure"
    WHY = (
        "Writes what everybody agreed to open, with the evidence that they did, as one file that "
        "anybody can verify. It lies outside the vault. For a PDF, read the file afterwards."
    )
    DONE = "Written: {path}. It holds what was opened, and who agreed to it."
    DO = "Save disclosure…"
    HELP = "Writes what was opened, with the evidence, as one file outside the vault."
