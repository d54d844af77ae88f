"""Every sentence of the first run and of the recovery sheet."""

from enum import StrEnum


class First(StrEnum):
    """The five steps in which a vault is made."""

    STEP = "New vault - step {number} of 5: {title}"
    WHAT = "what this is"
    WHO = "your name and passphrase"
    WHERE = "where it lies"
    SHEET = "the recovery sheet"
    TRY = "try it once"
    BAR = "New vault"
    WELCOME = (
        "Caucus keeps the notes of a mediation, encrypted on this machine: what you write for "
        "yourself, what each side tells you alone, and what all of you work on together. There "
        "is no account and no server, and nothing leaves unless you send it.\n\n"
        "What everybody agrees to keep closed can be sealed. It then opens only when all of you "
        "agree, and never for one of you alone."
    )
    FIVE = (
        "Making a vault takes about five minutes. You may stop at any time with Ctrl+Q, and go "
        "on when you start caucus again."
    )
    OTHERWISE = (
        "Only looking around, with invented people?  caucus demo\n"
        "You have a backup?                          caucus restore FILE\n"
        "You have an archive with your keys in it?   press F6"
    )
    NAME = "Your name, as the others in a mediation should read it"
    NAME_NEEDED = "Type your name first."
    NOBODY_CAN = (
        "If you lose both this and the recovery sheet (step 4), NOBODY can open the vault: not "
        "us, not a court, not a repair shop."
    )
    VAULT = "Your vault will be this file:"
    SERVER = "Your vault will be this database, which the mediators of a centre share:"
    ELSEWHERE = "To keep it elsewhere, leave with Ctrl+Q and start: caucus --vault FILE"
    BACKUPS = "Folder for backups, on another disk if there is one"
    BACKUPS_WRONG = "There is no such folder. Make it first, or leave the usual one."
    BACKUPS_WHY = (
        "Nothing is written there yet. A backup is encrypted like the vault itself. The settings "
        "hold the name of this folder as you type it."
    )
    NOW = "The vault is made when you go on. Until then nothing is on the disk."
    WORKING = "Making your keys and the vault. This takes a moment…"
    NOT_WRITABLE = "A vault cannot be made there: {reason}. Nothing was made."
    TRY_TEXT = (
        "Your vault is made, and it is locked. Open it once now, as you will every day, while "
        "the words are fresh."
    )
    TRY_WHO = "{name}, type your passphrase"
    OPENING = "Trying the passphrase. This takes a moment on purpose…"
    NOT_THIS = (
        "That passphrase does not open it. Nothing is damaged. Look at Caps Lock and the keyboard "
        "layout, or press F3 to see what you type."
    )
    NOT_THIS_AGAIN = (
        "If it is gone already: leave this page with Esc, and use the recovery code there."
    )
    DO_BEGIN = "Begin"
    DO_NEXT = "Next"
    DO_MAKE = "Make the vault"
    DO_OPEN = "Open it"
    DO_BACK = "Back"
    DO_ARCHIVE = "I have an archive with my keys…"
    ARCHIVE_HELP = (
        "Makes the vault from an archive that you made with your keys in it: you come with the "
        "same keys, and what it holds comes along."
    )
    NEXT_HELP = "To the next step."
    BACK_HELP = "To the step before. Once the vault is made, to its usual first page."
    HELP = (
        "Five steps: what this is, your name and passphrase, where the vault lies, a recovery "
        "sheet on paper, and opening it once. The vault is made at the end of the third step; "
        "what you stopped after that goes on the next time you open it."
    )


class Adopt(StrEnum):
    """A vault from an archive."""

    TITLE = "New vault from an archive"
    WHICH = (
        "Which archive? It must be one that you made yourself, so that your passphrase alone "
        "opens it."
    )
    WHO = "{file} has keys in it. Say whose, as the archive's vault knew you."
    NAME = "Your name, as it was there"
    PASSPHRASE = "Your passphrase at that time; it will be the vault's too"  # noqa: S105 (a label)
    NEEDED = "Type your name and your passphrase."
    WORKING = "Taking the archive into a new vault. This takes a moment…"
    WRONG = (
        "That name and passphrase do not open the keys in it. Nothing was made, and nothing is "
        "damaged. The passphrase is the one that you had when the archive was made."
    )
    NO_KEYS = (
        "{file} is whole, and has no keys in it. Make a new vault, send your identity from People "
        "to whoever made the archive, and ask for one made for you."
    )
    LEAD = "{brought} You are in the new vault with the same keys, and a new recovery code."
    DO_NEXT = "Next"
    NEXT_HELP = "Looks whether the archive is whole and has keys in it. Nothing is made yet."
    MAKE_HELP = "Makes the vault with you in it and takes the archive in: all of it, or nothing."
    BACK = "Back"
    BACK_HELP = "Nothing is made."
    HELP = (
        "An archive with your own keys in it brings you to a machine that never saw you: the same "
        "keys, the same check words, and everything that the archive holds. Recovery codes do not "
        "travel, so you get a new one for a new sheet."
    )


class Sheet(StrEnum):
    """The recovery sheet."""

    TITLE = "Your recovery sheet"
    TITLE_BACK = "Your recovery sheet: is it on paper?"
    WHY = (
        "The sheet holds a recovery code. With it a new passphrase is set when yours is "
        "forgotten. The code is shown this once and kept nowhere: on paper it stays."
    )
    RESUMED = (
        "Your recovery sheet was begun and not finished. The code that was made then opens "
        "nothing any more, printed or not; this is a new one."
    )
    USED = (
        "You are in. The code on the sheet that you have is used up: it no longer opens this "
        "vault, nor does the old passphrase. Both still open a backup that was made before."
    )
    RENEWED = (
        "The code on an older sheet no longer opens this vault, nor does the old passphrase. Both "
        "still open a backup that was made before."
    )
    ENROLLED = "{name} is enrolled, and this sheet is theirs. Everybody else looks away."
    FOLDER = "Folder for the sheet"
    FILES = "{pdf} and {text}"
    MADE = "Written: {pdf} and .txt. PRINT one of them, then DELETE both: they are not encrypted."
    TAKEN = (
        "{file} is there already and was not touched. Delete it if it is an old one, or name "
        "another folder."
    )
    NO_FOLDER = "It cannot be written there. Nothing was written; name another folder."
    BY_HAND = "On paper, in big letters, with the numbers of the groups:"
    ASK_BACK = "To be sure that it is on paper, type these three groups from it:"
    GROUP = "Group {number}"
    WRONG = "Group {number} reads otherwise. Look at your paper once more."
    DELETE = "Delete {pdf} and its .txt now: they are printed"
    LEFT = "They are still there: delete them yourself, and empty the bin."
    DELETED = "Both files are deleted. Empty the bin of your printer's queue if it has one."
    DONE = "Your recovery sheet is made. Keep it where you keep a passport."
    PUT_OFF = (
        "Put off: the code shown here opens nothing that you could not open, and is forgotten "
        "with this page. “Make my recovery sheet” makes a new one at any time."
    )
    LEAVING = (
        "The code is not on paper yet, and is never shown again. Press Esc once more to put the "
        "sheet off; you can make one later."
    )
    UNREMEMBERED = (
        "The settings could not be written, so the next start will not remind you of the sheet."
    )
    DO_MAKE = "PDF and text"
    MAKE_HELP = "Writes the sheet as recovery-sheet.pdf and recovery-sheet.txt, to be printed."
    DO_SHOW = "Write by hand"
    SHOW_HELP = "Shows the code here, to be copied onto paper. Nobody should look on."
    DO_HIDE = "Hide the code"
    DO_PAPER = "It is on paper"
    PAPER_HELP = "Asks for three groups of the code, so that it is sure."
    DO_CHECK = "Done"
    CHECK_HELP = "Compares the three groups with the code."
    DO_AGAIN = "Show it again"
    AGAIN_HELP = "Back to the sheet."
    DO_LATER = "Later"
    LATER_HELP = "Without a sheet: the status line says so until one is made."
    HELP = (
        "Print the sheet or copy the code by hand, then type three of its eight groups. A file "
        "on this disk is no safe place for it: whoever finds it and a copy of the vault reads "
        "all that you can read."
    )


class NewSheet(StrEnum):
    """Making a sheet later."""

    TITLE = "Make my recovery sheet"
    WHY = (
        "A recovery code is never kept, so a sheet gets a new one. The code of an older sheet "
        "opens nothing in this vault any more; older backups still open with it."
    )
    ASK = "Your passphrase, which stays as it is"
    WORKING = "Making a new code. This takes a moment…"
    WRONG = "That is not your passphrase. Nothing was changed."
    DO = "Make a new code"
    CANCEL = "Cancel"
    CANCEL_HELP = "Nothing is changed: an older sheet goes on opening the vault."
    HELP = "Have a printer or paper at hand: the new code is shown this once."
