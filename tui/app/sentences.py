"""Every sentence of the rooms that are one module each: carrying, convening, settings and such."""

from enum import StrEnum


class Carry(StrEnum):
    """What carrying an entry says."""

    TITLE = "Carry to another audience"
    ONE = "{title}"
    MANY = "{count} entries, the first: {title}"
    WHY = "What is carried is copied. The original stays where it is, as it is."
    SESSION = "Into session"
    AUDIENCE = "FOR"
    NOW = "CAN SEE NOW"
    AFTER = "COULD SEE AFTER"
    NEW = "new"
    SAME_PLACE = "It is there already."
    FILES = (
        "It has attached files, and those cannot be carried. Extract them, and attach them to a "
        "new entry."
    )
    NARROW = "Nobody gains sight."
    WIDER = (
        "{names} would be able to read it. What somebody has read cannot be taken back. "
        "Type SHARE to go on."
    )
    WORD = "SHARE"
    ACT = "Carry"
    CANCEL = "Cancel"
    CANCEL_HELP = "Nothing is carried."
    CLOSED = "closed"
    MORE = "  and {count} more"
    DONE = "Carried: {count}"
    SOME = "{done} of {count} were carried before this stopped: "
    REFUSED = "(no)"
    HELP = (
        "Choose where it goes; below stands who can see it now, and who could after. What one "
        "side said in its caucus is never brought before another side."
    )


class Convene(StrEnum):
    """What convening a session says."""

    TITLE = "Convene a session"
    TITLE_AGAIN = "Reconvene: the next session"
    CASE = "Case"
    SITTING = "Title of this sitting"
    YOU = "{name} (you): mediator"
    NOBODY = (
        "Add the people first (2 or more), then the first session. People are enrolled or taken "
        "in under People."
    )
    ROSTER = "Who sits where (Enter changes it). Once signed it never changes."
    NOT_SEATED = "not seated"
    MEDIATOR = "mediator"
    PARTY = "party"
    REPRESENTATIVE = "represents"
    NONPARTY = "nonparty"
    READER = "nonparty, reads joint"
    UNCONFIRMED = "check words not compared"
    ASK_UNCONFIRMED = (
        "Never compared: the check words of {names}. Somebody else's keys could be behind that "
        "name, and would read what the seat may read."
    )
    GO_ON = "I go on without having compared them"
    SEALS = "A sealed record of this session opens only when all agree: {names}."
    SEALS_NONE = "Without a party nothing can be sealed in this session."
    NO_CASE = "Name the case."
    TICK_FIRST = "Compare the words first, or tick the box: nothing was signed."
    ACT = "Convene"
    CANCEL = "Cancel"
    CANCEL_HELP = "Nothing is convened."
    WORKING = "Signing the list …"
    FOLLOWS = "Follows the session of {made}. Its people are filled in; change whom you like."
    GONE = "Seated last time, not in your list of people now: {names}."
    HELP = (
        "Give everybody who takes part a role, and each party a side: A, B, C. Representatives "
        "sit on a party's side and read its caucus. A nonparty reads joint notes only when "
        "seated so. When people change later, reconvene."
    )


class Activity(StrEnum):
    """What the list of one's own acts says."""

    TITLE = "Activity"
    EMPTY = "Nothing has been written, opened, shared or exported here yet."
    WHY = "What you changed in this vault, and when, newest first. Never what it said."
    SAVE = "Save as text"
    SAVE_HELP = "Times, acts and short session numbers in a text file: no names, no note text."
    HEAD = "Caucus: activity, {count} lines, written {made} UTC"
    HELP = (
        "Your journal is yours alone: nobody else reads it. Saving writes times, acts and short "
        "session numbers to a text file outside the vault: no names, no titles, no note text."
    )


ACTS = {
    "acknowledgement received": "Took in an acknowledgement",
    "acknowledgement sent": "Saved an acknowledgement",
    "answer received": "Took in an answer",
    "answer sent": "Saved an answer to send",
    "archive exported": "Wrote an archive",
    "archive opened": "Read an archive",
    "archive received": "Took in an archive",
    "disclosure received": "Took in a disclosure",
    "disclosure written": "Wrote a disclosure",
    "docket acknowledged": "Confirmed sealed records",
    "draft revised": "Changed a draft",
    "draft written": "Wrote a draft",
    "entries sealed": "Sealed",
    "entry carried": "Carried an entry",
    "entry destroyed": "Destroyed entries",
    "file attached": "Attached a file",
    "files begun": "Began to attach files",
    "files dropped": "Gave up attaching files",
    "heads signed": "Signed what was written",
    "keyslot strengthened": "Passphrase protected anew",
    "note revised": "Changed a note",
    "note written": "Wrote a note",
    "older vault accepted": "Accepted an older vault",
    "passphrase changed": "Changed the passphrase",
    "person added": "Took in a person",
    "person confirmed": "Confirmed a person",
    "person enrolled": "Enrolled",
    "record written": "Wrote a record",
    "repaired": "Repaired",
    "report written": "Reported to a court",
    "request answered": "Answered a request",
    "request received": "Took in a request",
    "request sent": "Saved a request to send",
    "session closed": "Closed a session",
    "session convened": "Convened a session",
    "session destroyed": "Destroyed a session's entries",
    "sessions found": "Was seated in sessions",
    "uploads cleared": "Cleared broken uploads",
    "waiver ended": "Noted that a request ended",
    "waiver opened": "Opened by waiver",
    "waiver requested": "Asked for a waiver",
}
"""The journal's fixed words as people read them; another one is shown as it stands."""


class Save(StrEnum):
    """What is asked and said when a text is written outside the vault."""

    FILE = "New file"
    ACT = "Save"
    ACT_HELP = "Writes a new file. Nothing is ever overwritten."
    NO_FOLDER = "It cannot be written there. Nothing was saved; name another folder."
    SAVED = "Saved: {file}"
    CANCEL = "Cancel"
    CANCEL_HELP = "Nothing is written."
    HELP = (
        "Says what goes into a file outside the vault, and asks where. Whoever has that file can "
        "read it. Nothing is ever overwritten; Esc writes nothing."
    )


class Settings(StrEnum):
    """What the settings say."""

    TITLE = "Settings"
    THEME = "Theme"
    IDLE = "Lock after minutes without a key"
    IDLE_WRONG = "A whole number from {low} to {high}, please. It stays at {now}."
    IDLE_WHY = "Locking never costs a word: you come back to where you were."
    BACKUPS = "Folder for backups"
    BACKUPS_WRONG = "There is no such folder. It stays as it was."
    PLACES = "Where things lie"
    VAULT = "This vault"
    MARKS = "What this machine remembers of vaults"
    SETTINGS = "These settings"
    NO_SECRETS = (
        "The settings file holds no name, case or time. The folder for backups stands in it as "
        "you type it: choose one whose name says nothing."
    )
    SAVED = "Saved."
    NOT_SAVED = "It counts until you leave; the settings file could not be written."
    HELP = (
        "Changes count at once. Nothing here can make the vault weaker: there is no setting for "
        "that."
    )


class Destroy(StrEnum):
    """What destroying says."""

    TITLE = "Destroy entries"
    TITLE_SESSION = "Destroy the notes of a session"
    GOES = "WHAT GOES, for everybody who can read it"
    ENTRY = "{title}: {revisions}{files}"
    VERSION = "1 version"
    VERSIONS = "{count} versions"
    WITH_FILES = ", files: {count}"
    MORE = "and {count} more"
    FOR = "It goes for: {names}"
    CLOSES = "The session is closed: only private notes are written in it from then on."
    STAYS = "WHAT STAYS"
    STAYS_SEALED = "Sealed records: {count}. They open only when everybody agrees."
    STAYS_SEALED_NONE = "There are no sealed records in this session."
    STAYS_PLACE = "That something stood there, when, and who destroyed it; never what."
    STAYS_OTHERS = "What others wrote for themselves alone, and copies on other machines."
    STAYS_CARRIED = "Copies that were carried into other audiences."
    HELD = "BACKUPS THAT STILL HOLD IT"
    HELD_NONE = "None in the backup folder. Copies kept elsewhere are not known here."
    HELD_ONE = "{file}, of {made}"
    HELD_MORE = "and {count} more in {folder}"
    UNDONE = "This cannot be undone."
    TYPE = "Type the name of the case to go on: {case}"
    ACT = "Destroy"
    CANCEL = "Cancel"
    CANCEL_HELP = "Nothing is destroyed."
    WORKING = "Destroying …"
    NOTHING = "There is nothing to destroy here that you can read."
    TRACES = (
        "Destroyed. Traces may remain in the vault's own file until other programs let go of it."
    )
    HELP = (
        "Lists what goes, what stays and which backups still hold it. Nothing happens until the "
        "name of the case is typed. To be rid of it altogether, destroy those backups too."
    )


class Leaving(StrEnum):
    """What is said before one side's words go into a file."""

    TOLD = "This file will contain what {names} told you alone. Type {word} to go on."
    OWN = "This file will contain what was said on your own side ({names}). Type {word} to go on."
    FIELD = "The word above"
