"""What the work screen and its dialogues say; the names of what can be done: act_words."""

from enum import StrEnum


class Cases(StrEnum):
    """The tree and the list."""

    TITLE = "Your work"
    SITTING = "Session"
    CLOSED = "closed"
    ALL = "every session"
    WAIT = "Reading …"
    NO_CASES = (
        "No cases yet. Press F2 to make one; or, if a mediator sent you a file, press F9 and "
        "choose “Take in files”. To look around with invented people first, leave with Ctrl+Q "
        "and type  caucus demo"
    )
    NO_ENTRIES = "Nothing here yet. Press F2 to write the first note."
    NO_ENTRIES_READ = "Nothing here."
    NO_ENTRIES_CLOSED = (
        "Nothing here. The session was closed: only private notes are still written in it."
    )
    TICK = "[x] "
    COUNT_ONE = "1 entry"
    COUNT = "{count} entries"
    MANY = "The newest {count}. Choose a session to see all of it."
    DAMAGED_ONE = (
        "1 entry cannot be read: it is damaged. All others are fine. See Check the vault."
    )
    DAMAGED = (
        "{count} entries cannot be read: they are damaged. All others are fine. See Check the "
        "vault."
    )
    UNKNOWN = "cannot be read"
    NOT_SAVED = "not saved yet"
    TWO_VERSIONS = "two versions"
    VERSION = "{kind} v{number}"
    RECORD = "record"
    FILE = "+1 file"
    FILES = "+{count} files"
    REFUSED = "A session that names you was not accepted. {message} {hint}"
    HELP = (
        "On the left are your cases, their sessions, and in each who may read what: a letter, a "
        "word and a colour say it everywhere. Enter lists what is there; Enter on an entry opens "
        "it; Esc goes back. The bar over a text names everybody who can read it. While you write, "
        "the text is kept, encrypted, every second or two; leaving the entry or Ctrl+S saves a "
        "version. At the foot of a note, @who #tag and what was said go under it with the time."
    )


class Paper(StrEnum):
    """What stands around a text."""

    NOTHING = "Choose an entry, or press F2 to write one."
    NOTHING_READ = "Choose an entry."
    CAPTURE = "@who #tag what is said, then Enter"
    NEW = "new {kind}, not saved yet"
    VERSION = "{kind}, version {number}"
    FINAL = "record, final"
    FILES = "{count} files"
    FILE = "1 file"
    WAITING = "{count} to be attached when it is saved"
    CORRECTS = "corrects a record"
    CLOSED = "read only: the session was closed"
    ARCHIVE = "read only: this is an archive"
    BEHIND = "read only: the vault is older than this machine remembers"
    FOREIGN = "read only: only its author revises a note"
    LARGE = "read only: too large to be revised here"
    FULL = (
        "Could not save: the disk is full. Your text is still on the screen. Free some space, "
        "then press Ctrl+S."
    )
    NOT_KEPT = "Could not save: {message} Your text is still on the screen. {hint}"
    VERSIONS = "Two people changed this at once. Both versions are kept; you see one of them."
    LONG = (
        "This note is longer than 256 KB, so typing may get slow. Go on in a new one: what is "
        "here stays."
    )
    SAVED = "Saved"
    NOTHING_NEW = "Nothing has changed since it was saved."
    KEPT_TITLE = "Not saved as a version"
    KEPT = "Your text is kept under “not saved yet”. {message} {hint}"


class New(StrEnum):
    """Asking what to write."""

    TITLE = "New entry in {session}"
    CORRECTING = "A correction of “{title}”"
    AUDIENCE = "Who may read it? Choose; nothing is chosen for you."
    CLOSED = "The session was closed: only private notes are still written in it."
    KIND = "Kind"
    NOTE = "Note: yours to revise"
    DRAFT = "Draft: everybody who reads it may revise it"
    RECORD = "Record: final once it is written"
    NAME = "Title (optional): else it is called by its first line"
    CHOOSE = "Choose first who may read it."
    WRITE = "Write"
    WRITE_HELP = "Opens an empty page."
    CANCEL = "Cancel"
    CANCEL_HELP = "Nothing is written."
    HELP = (
        "Only the people named beside an audience can ever read what you write in it. It cannot "
        "be changed afterwards, only copied to others. A note is its author's; a draft is "
        "everybody's in its audience; a record is final once written."
    )


class Details(StrEnum):
    """Title, speakers, tags."""

    TITLE = "Title, speakers and tags"
    NAME = "Title (empty: its first line)"
    SPEAKERS = "Whose words it keeps, with commas between"
    TAGS = "Tags, with spaces between"
    OK = "Use these"
    OK_HELP = "They are saved with the next version."
    WRONG = "Too long, or with signs that cannot be used there."


class Final(StrEnum):
    """Writing a record."""

    TITLE = "Write the record?"
    TEXT = (
        "A record is final: once written it is not revised, only corrected by another one. It "
        "will be read by {readers}."
    )
    STAY = "Go on editing"
    GO = "Write it"


class Files(StrEnum):
    """Files in and out."""

    ATTACH = "Attach a file"
    ATTACH_WHY = "A copy goes into the vault; the file itself stays where it is, unprotected."
    ATTACHED = "Attached. The file itself is still where it was."
    LATER = "It is attached when the record is written."
    EXTRACT = "Take a file out"
    WHICH = "Which file?"
    EXTRACT_WHY = (
        "It LEAVES THE VAULT: whoever can read that folder can read the file. Into which folder, "
        "under which name?"
    )
    EXTRACTED = "Written: {file}. It is outside the vault now."
    NONE = "This entry has no files."
    PATH = "Path; the right arrow completes it"
    NO_SUCH = "There is no such file."
    NO_FOLDER = "There is no such folder."
    TAKEN = "There already is a file of that name. It is not touched: choose another name."
    NOT_WRITTEN = "It could not be written there. Choose another place."
    GO_ATTACH = "Attach"
    GO_EXTRACT = "Write it there"
    GO_READ = "Look into it"
    CANCEL = "Cancel"
    MORE = "and {count} more: type on"


class Import(StrEnum):
    """Bringing in a text."""

    TITLE = "Bring in a text file"
    WHY = "A txt, md or docx file becomes a note. The file itself is not changed or removed."
    PREVIEW = "{name}: {lines} lines, {size}"
    PARTS = "It is larger than 256 KB, so it becomes {count} notes, one after another."
    WRAPPED = "{count} lines without an end were broken into shorter ones."
    PICTURES = "{count} pictures are left out; the file itself can be attached."
    PART = "{title} ({number} of {count})"
    GO = "Choose who may read it…"
    GO_HELP = "Nothing is written before you have chosen."
    BACK = "Another file"
    READING = "Reading …"
    DONE = "Brought in. The file itself is still where it was."


IMPORT_PROBLEMS = {
    "missing": "There is no such file that you can read.",
    "kind": "Only txt, md and docx files can be brought in. Others can be attached to a note.",
    "size": "This file is too large to become notes. It can be attached to one instead.",
    "broken": "This file is damaged, or is not what its name says. Nothing was brought in.",
    "not text": "This is not a text file. It can be attached to a note instead.",
    "empty": "There is no text in this file.",
}


class History(StrEnum):
    """Versions."""

    TITLE = "Versions"
    FIRST = "This is the first version. Older ones appear here after your next change."
    ALL_NEW = "The first version:"
    CHANGED = "What version {number} changed in version {before}:"
    SAME = "The text is the same as before: title, speakers, tags or files changed."
    NEWEST = "newest"
    RESTORE = "Bring this version back"
    RESTORE_HELP = "It becomes the newest version; those in between stay."
    RESTORED = "Version {number} is back, as a new version."
    IS_NEWEST = "This is the newest version already."
    READ_ONLY = "This entry cannot be revised."
    HELP = (
        "Each line on the left is a version, the newest first. On the right, + stands before "
        "what came and - before what went. Enter brings a version back as a new one, so nothing "
        "is ever lost by it."
    )


class Merge(StrEnum):
    """Two people's versions."""

    TITLE = "Two versions of one text"
    WHY = (
        "- stands before what only {one} has, + before what only {other} has. Nothing is decided "
        "before you save; both versions stay in the list of versions."
    )
    TAKE = "Go on with {name}'s of {time}"
    BOTH = "Go on with both in one text"
    LATER = "Decide later"
    HELP = "Choose what to go on with. The text opens in the editor, and you can still change it."


class Recovered(StrEnum):
    """Text that was not saved when the program ended."""

    TITLE = "Unsaved text"
    TEXT = "Recovered your unsaved text in {place}, {time}."
    IN_NEW = "a new {kind}"
    KEEP = "Keep"
    KEEP_HELP = "Opens it, so that you can go on and save it."
    COMPARE = "Compare"
    COMPARE_HELP = "Shows what it changes in what was saved."
    THROW = "Throw away"
    THROW_HELP = "Forgets it for good. What was saved before stays."
    LATER = "Later"
    LATER_HELP = "It stays under “not saved yet” and is not lost."
    GONE = "The session it belongs to cannot be opened, so it stays kept."
    CORRECTION = "a correction of “{title}”"
    CORRECTION_UNKNOWN = "a correction of a record"
    DAMAGED_TITLE = "Unsaved text that cannot be read"
    DAMAGED_ONE = (
        "1 text that you had not saved was damaged, or changed by somebody without your keys, and "
        "cannot be read any more. Whatever you saved is not touched by it."
    )
    DAMAGED = (
        "{count} texts that you had not saved were damaged, or changed by somebody without your "
        "keys, and cannot be read any more. Whatever you saved is not touched by it."
    )
    DAMAGED_WHAT = (
        "A backup made while it was being written may hold it whole: leave it until you have "
        "looked. Thrown away, it is gone for good and never asked about again."
    )
    DAMAGED_LEAVE = "Leave it for now"
    DAMAGED_READ_ONLY = "It can be thrown away once this vault is not only read."
    ORPHAN = "What it belongs to is not there any more: it opens as a new entry."
    HELP = "The program ended before this text was saved. Nothing happens to it until you choose."


class Reading(StrEnum):
    """The read view."""

    TITLE = "Read view"
    BY = "{author}, {time}"
    SIGNED = "signed"
    UNSIGNED = "not yet signed: that happens when you lock"
    SPEAKERS = "Speaking: {names}"
    TAGS = "Tags: {names}"
    FILE = "File: {name}, {size}"
    READERS = "Read by: {names}"
    CORRECTS = "Corrects: {title}"
    CARRIED = "Carried from another audience"
    UNSAVED = "With changes that are not saved yet"
    HELP = "The arrows and Page Up and Down move through the text. Esc goes back."


class Closing(StrEnum):
    """Closing a session."""

    TITLE = "Close the session?"
    TEXT = (
        "After that nothing more is written in it by anybody but private notes. It can be "
        "reconvened, not reopened. Everything stays readable, and sealed records stay sealed."
    )
    STAY = "Leave it open"
    GO = "Close it"


class PartyView(StrEnum):
    """Showing the screen to a party."""

    TITLE = "Party view: for whose eyes?"
    WHY = (
        "Choose with the arrow keys. Everything that this person may not read disappears from "
        "the screen."
    )
    CHOOSE = "Nobody is chosen yet, and nothing is hidden."
    BANNER = "PARTY VIEW: only what {name} may read. F3 ends it."
    GO = "Show"
    GO_HELP = "Hides everything else."
    NONE = "Choose a session with parties first."
    HELP = (
        "Hides all but what the chosen person may read in this session. It is a curtain, not a "
        "lock: for handing over the keyboard there is the hand-over."
    )
