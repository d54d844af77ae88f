"""Every sentence of the archive dialogue."""

from enum import StrEnum


class Archive(StrEnum):
    """What making an archive says."""

    TITLE = "Archive: what goes in, and for whom"
    TITLE_READ = "Archive: read it once more"
    TITLE_DONE = "Archive: written"
    READING = "Looking what goes in …"
    FOR = "For whom is it? Nobody ticked: for you alone."
    SEAT = "{name} ({role})"
    SESSION = "Session: {name}"
    SESSIONS_CHOSEN = "{count} sessions: {names}"
    MORE = "{names} and {count} more"
    DO_SESSIONS = "Sessions…"
    SESSIONS_HELP = "Chooses which sessions go in: any of them, of this case or another."
    NOBODY_ELSE = "Nobody else sits in all of these sessions, so it can be for you alone."
    GOES_IN = "WHAT GOES IN"
    SESSIONS = "{count} sessions"
    ENTRIES_ONE = "1 entry"
    ENTRIES = "{count} entries"
    RECORDS_ONE = "1 sealed record, which stays sealed"
    RECORDS = "{count} sealed records, which stay sealed"
    FILES_ONE = "1 attached file"
    FILES = "{count} attached files"
    SHARED = "For several people it holds only what every one of them may read."
    PRIVATE = "Your private entries go along, for you alone."
    NOTHING = "Nothing of what was chosen can be read by all of them."
    LEFT_OUT = (
        "Stays behind: the newest entries of {names}, who have not signed them yet. That happens "
        "when they lock."
    )
    KEYSLOT = "So that my passphrase alone opens it, without a vault"
    KEYSLOT_WHY = (
        "Puts in what your passphrase opens. Good for keeping: it opens when this machine is "
        "gone. But whoever has the file and guesses the passphrase opens it too, for as long as "
        "it exists, and changing your passphrase later does not change the file."
    )
    KEYSLOT_WITHOUT = "Without this it opens with the keys in a vault of whom it is for."
    KEYSLOT_OTHERS = "Not in a file for others: your passphrase is for you alone."
    FILE = "New file"
    OPENS_FOR = "It opens for: {names}."
    NOT_YOU = "You yourself cannot open it: it is made for others."
    HANDED_OVER = "What was handed over cannot be called back. The file itself is encrypted."
    NOT_YET_WORD = "Still needed: {word}"
    WRITING = "Writing … {size}"
    LOOKING = "Looking over what was written … {size}"
    DONE = "Written and looked over: {size}."
    NO_FOLDER = "It cannot be written there: {reason}. Nothing was written; name another place."
    DO_NEXT = "Next"
    NEXT_HELP = "Says once more what the file will hold. Nothing is written yet."
    DO_WRITE = "Write it"
    WRITE_HELP = "Writes the archive: whole, or not at all."
    DO_BACK = "Back"
    BACK_HELP = "To the page before, or out. Nothing is written."
    DO_CLOSE = "Close"
    HELP = (
        "An archive is one encrypted file that can be kept for years and opened without this "
        "program. “Sessions” (F6) chooses what goes in. Tick whom it is for: it opens with the "
        "keys in their own vault, on whatever machine that is. Sealed records go along sealed: "
        "they open only when everybody agrees."
    )


class Sessions(StrEnum):
    """Choosing what goes into an archive."""

    TITLE = "Archive: which sessions"
    WHICH = "Which sessions go in? (Space ticks)"
    COUNT = "{count} ticked."
    NONE = "Tick at least one."
    DO_TAKE = "Take these"
    TAKE_HELP = "Back to the archive with what is ticked. Nothing is written yet."
    DO_CASE = "Whole case"
    CASE_HELP = "Ticks all sessions of the case under the cursor; once more takes the ticks off."
    DO_BACK = "Back"
    BACK_HELP = "Back to the archive, with the sessions that were chosen before."
    HELP = (
        "Any sessions can go into one archive. It can be for others only if they sit in every one "
        "of them."
    )


class Look(StrEnum):
    """Looking into an archive."""

    TITLE = "Look into an archive"
    WHY = "Says whether it is whole, who made it and what it holds. Nothing is taken in."
    DO = "Look into it"
    BACK = "Cancel"
    BACK_HELP = "Nothing was taken in."
    CLOSE = "Close"
    WORKING = "Reading {file} …"
    FOUND = "{file} is whole. {name} made and signed it on {made}. It holds {holds}."
    NOT_YOURS = (
        "No byte of {file} is damaged. It was made for somebody else: who made it and what it "
        "holds only they can tell."
    )
    OTHER = "{file} is whole, and no archive. “Read a disclosure or report” shows what it says."
    HELP = (
        "Every byte is compared with what was written, and with your keys also whose signature "
        "stands under it. To read one by itself, start the program with --vault and its name."
    )
