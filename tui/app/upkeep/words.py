"""Every sentence of backups, of putting one back, and of the check."""

from enum import StrEnum


class Backup(StrEnum):
    """What the backup dialogue says."""

    TITLE = "Back up the vault"
    WHY = (
        "A backup is a copy of the whole vault, encrypted like the vault itself. Everybody's own "
        "passphrase opens it. Keep it on another disk, and one away from this place."
    )
    FOLDER = "Folder"
    FOLDER_MISSING = "There is no such folder. Nothing was written."
    NONE_YET = (
        "No backup in this folder yet. If this machine is lost, so are these notes. "
        "One takes a few seconds."
    )
    ONE_HERE = "One backup in this folder, of {made}."
    MANY_HERE = "{count} backups in this folder, the newest of {made}."
    WRITING = "Copying …"
    OPENING = "Opening the copy to see that it is whole …"
    READING = "Reading all of the copy with your keys: {rows} items so far …"
    MADE = "Backup made and opened: it is a whole vault of {rows} items, {size}."
    PROVE = (
        "To prove that it opens for you, and that every note in it does, type your passphrase. "
        "It takes as long as a check does."
    )
    TYPE = "Your passphrase"
    PROVED = "It opens with your passphrase, and all {rows} items in it open correctly."
    PROVED_DAMAGED = (
        "It opens with your passphrase, but {count} of what is in it cannot be trusted. The vault "
        "it was copied from has the same damage: see Check."
    )
    SAME_DISK = "It lies on the same disk as the vault: put a copy on another one too."
    FAILED = (
        "The copy does not open as a vault, so it is no backup: {reason} The vault itself was not "
        "touched. Try another disk."
    )
    MAKE = "Make a backup"
    MAKE_HELP = "Copies the whole vault into a new file, and opens the copy."
    PROVE_ACT = "Prove it"
    CLOSE = "Close"
    CLOSE_HELP = "Back to where you were. What was made stays."
    HELP = (
        "Enter makes the backup. It is copied under another name and gets its own when it is "
        "whole; then it is opened. With your passphrase the copy is checked as the vault is. "
        "File names say nothing. Nothing is ever overwritten."
    )


class Restore(StrEnum):
    """What putting a backup back says."""

    TITLE = "Put a backup back"
    WHY = (
        "A backup becomes a vault of its own in a new file. The vault you have now is not "
        "touched. Look at the restored one before you give the old one up."
    )
    FILE = "Backup file"
    TARGET = "New vault file"
    TRY = "Try it, write nothing"
    PUT = "Put it back"
    CLOSE = "Close"
    CLOSE_HELP = "Back to where you were."
    NO_FILE = "There is no such file. Nothing was written."
    TAKEN = "Something is there already. It was not touched; name a new file."
    NO_FOLDER = "There is no such folder for the new file. Nothing was written."
    SOUND = "This backup opens as a vault of this version. Nothing was written."
    TRYING = "Opening the backup …"
    PUTTING = "Putting it back …"
    DONE = "Restored and opened: {rows} items. To work with it, start: caucus --vault {file}"
    OLDER = (
        "What was written after the backup was made is not in it. The program will say that this "
        "vault is older than it remembers; that is right then."
    )
    HELP = (
        "First try the backup: it is opened, and nothing is written. Putting it back makes a new "
        "file and never replaces one."
    )


class Check(StrEnum):
    """What the check says."""

    TITLE = "Check the vault"
    WHY = (
        "Opens all that your keys reach, and looks for what is missing, changed or out of order. "
        "What only others can read is theirs to check."
    )
    COUNTING = "Counting …"
    RUNNING = "Looking at everything: {rows} items so far …"
    REPAIRING = "Making again what can be made again: {rows} items looked at …"
    WHAT = "What"
    COUNT = "How many"
    RESULT = "Result"
    NOT_YET = "…"
    WHOLE = "open correctly"
    WHOLE_ONE = "opens correctly"
    IN_ORDER = "in order"
    NONE_THERE = "-"
    DAMAGED = "{count} DAMAGED"
    ALL_WELL = "Everything is whole: {rows} items looked at, none damaged."
    SOME_ONE = "1 of {rows} items cannot be trusted; everything else is whole."
    SOME = "{count} of {rows} items cannot be trusted; everything else is whole."
    REPAIRED = "Made again: {count}. "
    RUN = "Check again"
    RUN_HELP = "Looks at everything once more. Nothing is written."
    REPAIR = "Repair what can be"
    REPAIR_HELP = (
        "Makes lost seats and lost ways to sealed records again, from what is whole. Nothing that "
        "anybody can read is ever removed."
    )
    SAVE = "Save the report"
    SAVE_HELP = "Writes what was found to a text file: numbers and kinds, no names, no text."
    BACK = "Back to work"
    BACK_HELP = "To where you came from."
    HELP = (
        "The check reads everything with your keys and compares it with your journal and with "
        "what this machine remembers. Repair makes again what a mediator can make again."
    )
    REPORT_HEAD = "Caucus: check of {made} UTC, {rows} items, {count} damaged"
    REPORT_LINE = "{what}  {row}  {reason}"


class Group(StrEnum):
    """What the table of the check counts."""

    ENTRIES = "Notes, drafts and records"
    FILES = "Attached files"
    SESSIONS = "Sessions and their seats"
    SEALED = "Sealed records"
    REQUESTS = "Requests to open"
    PEOPLE = "People you know"
    WAYS_IN = "Passphrases and recovery codes"
    JOURNAL = "Your journal"
    VAULT = "The vault itself"


class Remedy(StrEnum):
    """What to do about damage, by what it hit."""

    ENTRY = "{title} ({place}) cannot be read."
    ENTRY_UNKNOWN = "An entry cannot be read, and neither can its title."
    ENTRIES_UNKNOWN = "{count} entries cannot be read, and neither can their titles."
    REST = "All {count} other entries can be read."
    EARLIER = "Its version of {made} can: open its history."
    COPY = "The backup {file}, of {made}, may hold it whole."
    NO_COPY = "No backup that could hold it lies in the backup folder."
    FILES = (
        "{count}: attached files cannot be trusted. The notes they belong to are not touched. "
        "Extract the file from a backup and attach it anew."
    )
    SESSIONS = (
        "{count}: sessions or seats. Repair makes lost seats again if you are a mediator there. "
        "If a roster itself is damaged, take the vault from a backup."
    )
    SEALED = (
        "{count}: sealed records. Repair makes a lost way to one again. A record that is itself "
        "damaged can't be opened from here by anybody: take the vault from a backup."
    )
    REQUESTS = "{count}: requests. Ask again with a new one; old answers open nothing."
    PEOPLE = (
        "{count}: people in your list. Take their identity file in again, and compare the words."
    )
    WAYS_IN = (
        "{count}: ways in. If it is yours, change your passphrase, which makes it anew. If it is "
        "somebody else's, they need their recovery code or a backup."
    )
    JOURNAL = (
        "{count}: your journal. Somebody who can write to the vault's file may have put an older "
        "state back. Keep this file, and compare it with a backup before you go on."
    )
    VAULT = "{count}: the vault itself. Keep this file, and take the vault from a backup."
