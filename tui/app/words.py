"""What the frame says: unlocking, locking, the window, the menu. Rooms have words of their own."""

from enum import StrEnum


class Unlocking(StrEnum):
    """The first screen."""

    TITLE = "Unlock"
    NAME = "Your name in this vault"
    PASSPHRASE = "Passphrase"  # noqa: S105 (a question)
    HINT = "F3 shows the passphrase for 5 seconds"
    SHOWN = "shown for 5 seconds"
    WORKING = "Trying the passphrase. This takes a moment on purpose…"
    NAME_NEEDED = "Type your name first."
    PASSPHRASE_NEEDED = "Type your passphrase."  # noqa: S105 (a question)
    WRONG = (
        "That name and passphrase open nothing in this vault. Nothing is damaged. Check Caps "
        "Lock and the keyboard layout, or press F3 to see what you type."
    )
    WRONG_AGAIN = "You can also open it with the recovery code on your sheet."
    CAPITALS = "All letters are capitals: is Caps Lock on?"
    DAMAGED = (
        "Of the vault's ways in, {count} are damaged: perhaps yours. Try the recovery code on "
        "your sheet. A backup may hold a whole copy."
    )
    HELD = (
        "Words of whoever was at work could not be saved yet. Only they can be let in now, or "
        "their words would be lost."
    )
    WELCOME_BACK = "What was written is saved. Unlock to go on where you were."
    HELP = (
        "A vault shows nothing until somebody in it unlocks it, not even a name. Nobody else can "
        "reset a passphrase: the recovery code on your sheet is the one other way in."
    )


class Recovering(StrEnum):
    """The way in with the recovery code."""

    TITLE = "Open with the recovery code"
    EXPLAIN = (
        "The code on your recovery sheet lets you choose a new passphrase. It is used up by this: "
        "you get a new code, for a new sheet."
    )
    CODE = "Recovery code, as on the sheet"
    WORKING = "Trying the code. This takes a moment…"


class Older(StrEnum):
    """A vault that is behind what this machine remembers."""

    TITLE = "This vault is older than you left it"
    EXPLAIN = (
        "This machine remembers a newer state of your vault. The common cause is that a backup "
        "was put back; it can also mean that somebody replaced the file. Nothing is lost by "
        "looking: until you decide, it is only read."
    )
    RECOVER = (
        "This machine remembers a newer state of your vault. The common cause is that a backup "
        "was put back; it can also mean that somebody replaced the file. A new passphrase can "
        "only be set if you go on with this one. Nothing was changed yet."
    )
    LOOK = "Only look, change nothing"
    LEAVE = "Leave it as it is"
    ACCEPT = "It is right: go on with this one"


class OnlyRead(StrEnum):
    """What stands above everything where nothing can be written."""

    ARCHIVE = "ONLY READ: this is an archive. Nothing can be written into it."
    OLDER = "ONLY READ: this vault is older than you left it. Nothing is written."


class Reading(StrEnum):
    """The first screen, where an archive stands in the place of a vault."""

    TITLE = "Read an archive"
    NAME = "Your name: the archive's maker, or you in your own vault"
    HINT = "It is only read; nothing can be written into it. F3 shows the passphrase"
    WRONG = (
        "That name and passphrase open neither this archive nor your vault on this machine. "
        "Nothing is damaged. Check Caps Lock and the keyboard layout, or press F3 to see what "
        "you type."
    )


class Upgrading(StrEnum):
    """A vault of an earlier version."""

    TITLE = "One moment: an earlier version"
    WORKING = "This vault is of an older version of caucus. A backup is made, then it is upgraded…"
    DONE = "Upgraded. The vault as it was: {file}"
    SERVER = "the server's own backups"


class Locking(StrEnum):
    """Why it was locked. Each says which rule did it and, where it can be changed, where."""

    ASKED = "Locked."
    BOX = "The box that was open was closed; what was typed in it was not kept."
    COVERED = "Covered. Nothing of your work is on this screen."
    IDLE = "Locked after {minutes} without a key. Settings changes the time."
    SLEPT = "Locked because this computer was asleep."
    SUSPENDED = "Locked because the program was put in the background."
    UNSAVED = (
        "The screen is covered, but your last words could not be saved: {reason} They are kept "
        "in memory and saved as soon as it works. Do not close this window."
    )


def minutes(count: int) -> str:
    """Return a number of minutes in words."""
    return "1 minute" if count == 1 else f"{count} minutes"


class Leaving(StrEnum):
    """What the terminal says when the program ended."""

    MISTAKE = (
        "caucus met a mistake of its own and closed ({where}). Your text is saved in the vault. "
        "Please report it; nothing confidential is named."
    )
    MISTAKE_UNSAVED = (
        "caucus met a mistake of its own and closed ({where}). What you typed in the last "
        "seconds could not be saved. Please report it; nothing confidential is named."
    )


class Window(StrEnum):
    """The window itself."""

    SMALL = "Please make the window larger: 80 x 24 needed, {width} x {height} now."


class Bar(StrEnum):
    """The status line and the bar above."""

    SAVED = "Saved {time}"
    NOT_SAVED = "Not saved yet"
    VERSION = "{kind} v{number}"
    LOCKS = "locks in {time}"
    LOCKING = "Locking in {time} - press any key"
    BACKUP_NONE = "no backup found"
    BACKUP_TODAY = "backup today"
    BACKUP_YESTERDAY = "backup yesterday"
    BACKUP_DAYS = "backup {days} days ago"
    SHEET = "Recovery sheet: NOT made"
    READ_ONLY = "Only read"
    MENU = "Menu F10"


class Ask(StrEnum):
    """Buttons that many dialogues share."""

    OK = "OK"
    CLOSE = "Close"
    CANCEL = "Cancel"
    DETAILS = "Technical details"


class Doing(StrEnum):
    """What the whole program can do, on every screen: the title and what it means."""

    HELP = "Help"
    HELP_HELP = "What this screen is for, and every key of it."
    COMMANDS = "All commands"
    COMMANDS_HELP = "Find anything the program can do by typing a word of it."
    MENU = "Menu"
    MENU_HELP = "Everything that can be done here, as a list."
    LOCK = "Lock the vault"
    LOCK_HELP = "Saves what you typed and takes everything off the screen."
    COVER = "Cover the screen at once"
    COVER_HELP = "When somebody comes in: the same as locking, without a moment's delay."
    QUIT = "Quit"
    QUIT_HELP = "Saves, locks and leaves. Nothing is asked."
    BACK = "Back"
    BACK_HELP = "To where you came from. Nothing is lost."
    SUSPEND = "Put in the background"
    SUSPEND_HELP = "Locks first; fg in the shell brings it back."
    UNLOCK = "Unlock"
    UNLOCK_HELP = "Opens the vault with your name and passphrase."
    RESTORE = "Put a backup back…"
    RESTORE_HELP = "Tries a backup, or makes a vault of it beside this one. This one stays."
    RECOVER = "Use the recovery code"
    RECOVER_HELP = "For a forgotten passphrase: the code is on your recovery sheet."


class Helping(StrEnum):
    """The page that F1 shows."""

    KEYS = "Keys of this screen"
    EVERYWHERE = "On every screen"
    TOPICS = "Topics"
    TOPICS_HELP = "Pages about one thing each. Enter opens one, Esc goes back to the list."
    TOPICS_BACK = "Back to the list, or out of it."
    NO_HELP = "There is nothing special to know about this screen."
    ERROR = (
        "Something did not work. The box says what happened, whether anything is lost, and what "
        "to do. Enter or Esc closes it; the technical details are for whoever helps you."
    )
    NOTICE = "Something to know. Enter or Esc goes on."
    QUESTION = (
        "The box says what would happen. The cursor is on the answer that changes nothing, which "
        "is also what Esc means."
    )
    MENU = (
        "Everything that can be done from the screen behind, each with its key. Up and down go "
        "through it, Enter does it, Esc does nothing. What is grey is not possible just now."
    )
    COMMANDS = (
        "Type a word or two of what you want to do; Enter does the one you are on, Esc nothing. "
        "Its key stands beside it, so that next time you need not look for it."
    )


class Finding(StrEnum):
    """The command palette."""

    PLACEHOLDER = "What would you like to do?"
    NOT_NOW = (
        "Not possible from here just now. Most of what is grey needs an open entry or session."
    )
    NOTHING = "There is nothing of these words. Try another word for it."


class Garbled(StrEnum):
    """Settings that could not be read."""

    FILE = "The settings file could not be understood. The usual settings are used instead."
    CLASH = "Two actions have the same key ({key}) in your settings. The usual keys are used."


class Unsaveable(StrEnum):
    """Leaving while the last words cannot be saved."""

    TITLE = "Your last words are not saved"
    EXPLAIN = (
        "{reason}\n\nYour text is still on the screen. If you leave now, what you typed since "
        "the last save is gone; everything before it is safe."
    )
    STAY = "Stay here"
    GO = "Leave without them"
