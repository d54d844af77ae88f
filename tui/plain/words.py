"""What is said and asked line by line."""

from enum import StrEnum


class Way(StrEnum):
    """Coming, going, and finding the way about."""

    WELCOME = (
        "Caucus, line by line. Every question takes a number or a line, and Enter. "
        "Where there is a list, Enter alone reads it again."
    )
    UNLOCK_AGAIN = "Unlock for {name}"
    UNLOCK_OTHER = "Unlock for somebody else"
    NO_VAULT = "There is no vault yet at {place}."
    MAKE = "Make a vault here, with yourself as its first person"
    UNLOCK = "Unlock"
    LEAVE = "Leave"
    WRONG = (
        "That name and passphrase open nothing in this vault. Nothing is damaged. Look at Caps "
        "Lock and the keyboard layout."
    )
    UNLOCKED = "Unlocked for {name}. It locks after {minutes} without Enter."
    LOCKED = "Locked. Everything is saved."
    GIVE_BACK = "Please pass the keyboard back to {name}. Locked. Everything is saved."
    IDLE = "Locked after {minutes} without Enter. Everything is saved."
    GONE = "Locked. Goodbye."
    NUMBER = "Number"
    NO_SUCH = "There is no {typed}. A number from 1 to {last}, or Enter to read the list again."
    CHOICES = "{count} choices. Enter reads them."
    BACK = "Back"
    LOCK = "Lock"
    GIVEN_UP = "Given up. Nothing more was done."


class House(StrEnum):
    """What can be done outside any session."""

    SESSIONS = "Sessions of {name}"
    SESSION = "{case}, {title}, {day}"
    SESSION_UNTITLED = "{case}, {day}"
    CLOSED = "{session}, closed"
    CONVENE = "Convene a session"
    TITLE = "Title of the session, or Enter for none"
    PEOPLE = "People"
    FIND = "Search in all notes"
    RECEIVE = "Take in a file from another machine"
    FILE_IN = "File, with its folder"
    UPKEEP = "Check, back up, your own passphrase, what you did"
    CHECK = "Check the vault"
    BACKUP = "Back the vault up"
    FILE_OUT = "New file, or Enter for {path}"
    PASSPHRASE = "Change your passphrase"  # noqa: S105 (a choice)
    ACTIVITY = "Read what you did and when"
    PEOPLE_READ = "Read whom you know, with check words"
    ENROL = "Enrol somebody who sits here"
    CONFIRM = "Note that you compared check words by voice"
    EXPORT_SELF = "Write your own identity to a file, for another machine"


class Session(StrEnum):
    """What can be done in a session."""

    NOTES = "Notes, drafts and records: {count}"
    WRITE = "Write a note"
    WRITE_OTHER = "Write a draft or a record"
    FIND = "Search here"
    WHO = "Who sits here, and what you may read"
    SEAL = "Seal entries"
    DOCKET = "Docket, sealed records: {count}"
    ASK = "Ask everybody to open something sealed"
    REQUESTS = "Requests to open: {count}"
    HAND = "Write the session to a file, for somebody in it"
    HAND_WHOM = "For whom, a name of this session, or Enter for yourself"
    RECONVENE = "Convene the next session, with the same people"
    CLOSE = "Close the session"
    CLOSE_SURE = "Nothing more is then written in it but private notes. Close it?"


class Notes(StrEnum):
    """Reading and writing."""

    LIST = "Notes, drafts and records in {session}"
    NONE = "Nothing is written here yet that you may read."
    ENTRY = "{title}, {audience}, {kind} by {author}, {time}{more}"
    WHO_READS = "Who may read it?"
    PRIVATE = "private: only you"
    AUDIENCE = "{audience}: {names}"
    KIND = "A draft, or a record?"
    DRAFT = "draft: it goes through versions"
    RECORD = "record: final once it is written"
    TITLE = "Title, or Enter to call it by its first line"
    WRITE = (
        "Write the text line by line. A full stop alone on a line ends it. Each line is kept when "
        "you press Enter. Until then only the terminal has it: a power cut costs that one line."
    )
    ADD_LINES = "Its text so far has {count} lines. What you write now comes after them."
    UNTITLED = "no title"
    QUERY = "Search for, also @name or #tag, or Enter for nothing"
    WHICH_FILE = "Which file?"
    FILE = "File, with its folder, or Enter for none"
    FILE_OUT = "New file to write it to, or Enter for none"
    NOTHING = "Nothing was written, so nothing was saved."
    KEPT = "It could not be saved. Your text is kept: it is offered again when you unlock."
    READ = "Read it again"
    ADD = "Add lines to it"
    ANEW = "Write its text anew"
    CORRECT = "Correct it with a new record"
    HISTORY = "Its versions"
    VERSION = "Version to read, or Enter for none"
    ATTACH = "Attach a file"
    EXTRACT = "Write one of its files outside the vault"
    CARRY = "Carry it into another session or audience"
    CARRY_WHERE = "Into which session?"
    DESTROY = "Destroy it"
    FOUND = "Found: {count}"


class Kept(StrEnum):
    """Text that was typed and not saved."""

    HEAD = "Text that was not saved, of {time}: {title}, {audience}, in {session}"
    CORRECTION = "{heading}. It corrects the record {title}"
    CORRECTION_UNKNOWN = "{heading}. It corrects a record that you cannot read any more"
    DAMAGED_ONE = (
        "1 text that you had not saved was damaged, or changed by somebody without your keys, and "
        "cannot be read any more. Whatever you saved is not touched by it. A backup made while it "
        "was being written may hold it whole."
    )
    DAMAGED = (
        "{count} texts that you had not saved were damaged, or changed by somebody without your "
        "keys, and cannot be read any more. Whatever you saved is not touched by it. A backup "
        "made while they were being written may hold them whole."
    )
    SAVE = "Save it as it is"
    GO_ON = "Go on writing it"
    LATER = "Leave it for later"
    THROW = "Throw it away"
    SURE = "Throw it away for good?"


class Sealed(StrEnum):
    """Sealing, and what is sealed."""

    WHICH = "Numbers of the entries to seal, as 1 or 1,3-4, or Enter for none"
    NUMBERS = "Numbers, as 1 or 1,3-4"
    NOT_THERE = "There is no such number. From 1 to {last}, as 1 or 1,3-4."
    PORTIONS = "What shall be released on its own later?"
    BY_PARAGRAPH = "each paragraph, note line and file"
    WHOLE = "only whole entries"
    SPEAKER = "{name} is named as a speaker and sits under no such name. Who is it?"
    NOBODY = "nobody here"
    DOCKET = "Sealed records of {session}"
    NONE = "Nothing is sealed here."
    READ = "Read it again"
    ACKNOWLEDGE = "Acknowledge: check your shares and sign that"
    RECORD = "{label}, {portions}, sealed {time}"
    PORTION = "1 portion"
    PORTION_COUNT = "{count} portions"
    WHICH_RECORDS = "Numbers of the records to ask for, or Enter for none"
    WHICH_PORTIONS = "{label}: which of portions 1 to {last}, as 2 or 1,3-4, or Enter for all"
    UNTIL = "Last day on which an answer counts, as 2027-01-31"
    NO_DATE = "That is no date: the year, the month and the day, as 2027-01-31."


class Asked(StrEnum):
    """One request to open."""

    LIST = "Requests in {session}"
    NONE = "Nobody has asked for anything to be opened."
    REQUEST = "{state}: {purpose}, for {recipient}"
    HEAD = "Request: {purpose}, for {recipient}"
    READ = "Read it"
    AGREE = "Agree to exactly this, with your own keys"
    REFUSE = "Refuse"
    REFUSE_SURE = "The request then ends for everybody. Refuse?"
    WITHDRAW = "Withdraw your consent"
    WITHDRAW_SURE = "The request then ends for everybody. Withdraw?"
    ROUND = "Pass the keyboard round: everybody who has not agreed is asked here"
    ROUND_ENDED = "The round ended before everybody was asked."
    SEND = "Write the request to a file, for who answers elsewhere"
    OPEN = "Open what everybody agreed to"
    OPEN_SURE = "Every holder can then read it, and nothing is recalled. Open it?"
    AGAIN = "Read again what was opened"
    FILES = "Write released files into a folder"
    FOLDER = "Folder"
    DISCLOSE = "Write what was released to a file with its evidence"
    FILE = "New file, for example {path}, or Enter for none"
    RECEIPT = "Read the receipt: who, when, what for, and no word of the content"
    RECEIPT_FILE = "File to save the receipt in, or Enter for none"
    RECEIPT_SAVED = "Saved: {file}. Anybody who gets hold of it can read it."
