"""Every sentence about sealing and the docket, in the words of the trade."""

from enum import StrEnum


class Seal(StrEnum):
    """What the sealing dialogue says."""

    TITLE = "Seal: what it will be"
    TITLE_SPEAKERS = "Seal: whose words are these?"
    TITLE_HOLDERS = "Seal: what it is called, and who holds it"
    TITLE_MEANING = "Seal: what it means"
    TITLE_WORKING = "Sealing"
    READING = "Reading {done} of {count} …"
    COUNT_ONE = "1 entry becomes a sealed record in {portions}."
    COUNT = "{count} entries become {count} sealed records in {portions} altogether."
    PORTION = "1 portion"
    PORTIONS = "{count} portions"
    WHOLE = "The whole text as one portion, not paragraph by paragraph"
    FILE = "file: {name} ({size} bytes)"
    TRAVELS = "Title, author, speakers and date go along with each portion."
    UNTITLED = "(no title)"
    SPEAKERS = (
        "Nobody is seated under these names. A nonparty whose words are kept must agree later "
        "too, so say who they are."
    )
    SPEAKER = "{name} is"
    NOBODY = "nobody who is seated here"
    LABEL = "Label in the docket"
    LABEL_HINT = (
        "Every holder will read it. Would each of you recognise this, and would it give "
        "nothing away?"
    )
    SEES = "Every holder will see that a record of this name exists, and in how many portions."
    NEEDED = "To read it again you need: {people}."
    NEVER_MARK = "! never acknowledged anything here"
    NEVER = "! Ask these people first whether their keys still work."
    LOSES = "“{label}”: {people} can read it now. After this nobody can alone."
    UNDO = (
        "This cannot be undone. The working copies go, with every earlier version, once the "
        "sealed records were proven to open. Backups and other machines keep their copies."
    )
    SAFETY = "Danger to anybody, and any duty to complain, were considered"
    SAFETY_HINT = (
        "If anything here tells of danger to somebody, or of a complaint that must be made, act "
        "on it first: your own notes never wait for anybody's agreement."
    )
    WORD = "SEAL"
    TYPE = "To seal, type SEAL"
    WORKING_ONE = "Sealing, and proving that it opens …"
    WORKING = "Sealing {count} entries, and proving that each opens …"
    ALL_OR_NONE = "It is one step: either all of it is sealed, or nothing has changed."
    DONE = "Sealed as “{label}”. The working copies are gone."
    NOT_YET_READ = "Reading the entries …"
    NOT_YET_LABEL = "Still needed: a label."
    NOT_YET_SAFETY = "Still needed: the tick about danger and complaints."
    NOT_YET_WORD = "Still needed: the word SEAL."
    READY = "Ready. Nothing has changed yet."
    NOT_YET_SPEAKERS = "Still needed: who {names} is."
    HELP_NEXT = "To the next page. Nothing is changed."
    HELP_SEAL = "Seals the entries and destroys their working copies. It cannot be undone."
    HELP_BACK = "To the page before, or out. Nothing is changed."
    HELP = (
        "A sealed record opens only when every mediator and every party agrees to the same "
        "request; a nonparty too, if it keeps their words. Look at the portions first: each can "
        "be released on its own later, and nothing smaller can. Then agree on a label with "
        "everybody. Nothing happens until you type SEAL and press the button."
    )


class Docket(StrEnum):
    """What the docket says."""

    TITLE = "Docket: sealed records"
    RECORDS = "Sealed records"
    PORTION = "1 portion"
    PORTIONS = "{count} portions"
    DO_ACKNOWLEDGE = "Acknowledge"
    DO_SEND = "Send acknowledgement…"
    HELP_SEND = "Writes what you acknowledged as a file for the mediators."
    EXPLAIN_SEND = (
        "Writes what you acknowledged in this session as a file for the mediators, who alone can "
        "read it. It agrees to nothing."
    )
    SENT = "Written: {path}. Send it to the mediator."
    HELP_ACKNOWLEDGE = (
        "Checks that your shares fit and every portion is there, and signs that: of the ticked "
        "records, or of all where none is ticked."
    )
    DO_TICK = "Tick"
    HELP_TICK = "Ticks a record, or takes the tick off again: F5 acknowledges the ticked ones."
    TICKED = "{count} ticked: only what is ticked will be acknowledged"
    DO_ASK = "Ask for a waiver…"
    HELP_ASK = "Asks everybody to agree that portions are opened. Asking opens nothing."
    DO_REQUEST = "Look at the request"
    HELP_REQUEST = "Where a request stands, and what can be done about it."
    REQUESTS = "Requests to open"
    READING = "Reading the docket …"
    NONE = (
        "Nothing is sealed here yet. Sealing is for what all of you want to be able to open "
        "again, and nobody alone. A mediator chooses an entry in the session and presses F8."
    )
    NO_REQUESTS = "Nobody has asked for anything to be opened."
    NO_REQUESTS_MEDIATOR = (
        "Nobody has asked for anything to be opened. Choose “Ask for a waiver” when everybody "
        "may be willing."
    )
    ACKNOWLEDGED_ALL = "acknowledged by all"
    ACKNOWLEDGED = "{count} of {total} acknowledged"
    ACKNOWLEDGED_YOU = "you acknowledged it"
    NOT_ACKNOWLEDGED_YOU = "you have not acknowledged it"
    SEALED = "sealed {day}"
    OPENS = "opens when all agree"
    CORRECTS = "corrects another sealed record"
    CHECKED = "checked their share and signed"
    NOT_CHECKED = "has not checked it yet"
    UNSEEN = "whether they checked it, only mediators see"
    YOU = "you"
    ACKNOWLEDGED_NOW = "Checked: your share fits and every portion is there. You signed that."
    HELP = (
        "The docket lists sealed records by the labels you agreed on. To acknowledge a record is "
        "to check that your share of its key fits and that every portion is there, and to sign "
        "that. It opens nothing and agrees to nothing. Tick records with Space to acknowledge "
        "those alone. A mediator can ask everybody to agree "
        "that portions are opened; the requests stand below."
    )


class Sitting(StrEnum):
    """Who sits in a session."""

    TITLE = "Who sits in this session"
    READING = "Reading …"
    CONVENED = "Convened {time}"
    CLOSED = "closed"
    UNTITLED = "(no title)"
    WHO = "WHO SITS THERE, AND THE CHECK WORDS OF EACH"
    READER = "  {name} also reads joint entries."
    YOURS = "WHAT YOU READ IN IT"
    HELP = (
        "The list was signed when the session was convened and never changes. When people "
        "change, the mediator reconvenes. The check words are compared by voice: the same words "
        "on both machines mean the right keys."
    )
    HELP_BACK = "Back to where you were."


class Files(StrEnum):
    """What is said about places on the disk."""

    FAILED = "That place cannot be used: {reason}. Choose another one."
    HELP = (
        "Says what is written or read, and who may open it. Name a file or a folder, then Enter; "
        "nothing is ever overwritten. Esc writes and reads nothing."
    )
    HELP_GO_ON = "Does it with the file or folder named."
    HELP_BACK = "Nothing is written or read."


class Button(StrEnum):
    """What stands on buttons."""

    BACK = "Back"
    NEXT = "Next"
    SEAL = "Seal"
    ASK = "Ask everybody"
    AGREE = "I agree"
    SIGN_ONLY = "Sign only"
    HAND_IN = "Hand it over"
    NO = "No, keep it sealed"
    NOT_NOW = "Not now"
    HOLD = "I hold the keyboard"
    GIVE_BACK = "Give the keyboard back"
    UNLOCK = "Unlock"
    OPEN = "Open"
    END = "End the request"
    GO_ON = "Go on"
    CLOSE = "Close"
