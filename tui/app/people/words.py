"""Every sentence about the people somebody knows, and about somebody's own passphrase."""

from enum import StrEnum


class People(StrEnum):
    """What the list of people says."""

    TITLE = "People"
    YOU = "you"
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "NOT CONFIRMED"
    NOBODY = (
        "You know nobody here yet. Enrol somebody who sits at this machine (F2), or take in the "
        "identity file that somebody sent you (F4)."
    )
    ABOUT_YOU = (
        "These are your own check words. Read them to others over the telephone, so that they can "
        "be sure that your keys are yours."
    )
    ABOUT_CONFIRMED = "Confirmed: you compared these words by voice, or enrolled in the same room."
    ABOUT_UNCONFIRMED = (
        "Not confirmed: the words were never compared. Call {name} on a number you know, let them "
        "read their own words, and press F5. Until then these keys could be somebody else's."
    )
    CHECK_WORDS = "Check words"
    ENROL = "Enrol someone here"
    ENROL_HELP = "For somebody who sits at this machine: a passphrase, and a recovery code."
    SHORT_ENROL = "Enrol"
    IMPORT = "Take in a file"
    SHORT_IMPORT = "Take in"
    CONFIRM = "Compare words"
    CONFIRM_HELP = "For somebody who is not confirmed: by telephone, once."
    SHORT_CONFIRM = "Compare"
    EXPORT = "Save my identity"
    EXPORT_HELP = "Writes your public keys to a file for another machine: no name in it."
    CHANGE = "My passphrase"
    CHANGE_HELP = "Changes your own passphrase."
    RECOVERY = "My recovery code"
    RECOVERY_HELP = "Makes a new recovery code, together with a new passphrase."
    CANCEL = "Cancel"
    CANCEL_HELP = "Nothing is changed."
    HELP = (
        "A person is known by keys, and keys by six check words. Compare the words by voice once: "
        "that is what keeps somebody from slipping other keys in between. A name is what you call "
        "somebody; nobody else sees your list."
    )


class TakeIn(StrEnum):
    """Taking in an identity file."""

    TITLE = "Take in somebody's identity"
    WHY = "The file holds keys and no name. Say whom it is of, as you call them."
    FILE = "Identity file"
    NAME = "Name, as you call them"
    ACT = "Take in"
    NO_FILE = "That file cannot be read, or is no identity. Nothing was taken in."
    HELP = "Ask for the file by mail or on a stick: it holds nothing confidential."


class Confirm(StrEnum):
    """Comparing check words."""

    TITLE = "Compare check words with {name}"
    WHY = (
        "Call {name} on a number you know, and let them read their six words to you. Type what "
        "you hear; the words are not shown here, so that you do not type what you see."
    )
    WORDS = "The six words as you hear them"
    ACT = "They are the same"
    DIFFERENT = (
        "These are not {name}'s words here. Nothing was confirmed. Listen once more; if they stay "
        "different, these keys are not theirs: ask for the file again on another way."
    )
    FEW = "Six words are needed; there are {count} so far."
    HELP = "Capitals, hyphens and extra spaces do not matter."


class Export(StrEnum):
    """Writing one's own identity file."""

    TITLE = "Save my identity for another machine"
    WHY = "The file holds your public keys and no name. It opens nothing; it may be mailed."
    FILE = "New file"
    ACT = "Save"
    DONE = "Saved: {file}"
    NO_FOLDER = "It cannot be written there. Nothing was saved; name another folder."
    WORDS = "Your check words, to be read over the telephone:"
    HELP = "Whoever takes the file in compares your check words with you by voice."


class Enrol(StrEnum):
    """Enrolling somebody who sits here."""

    TITLE = "Enrol someone here"
    WHY = "The person sits at this machine, and types the passphrase. Everybody else looks away."
    NAME = "Their name"
    NAME_NEEDED = "Type their name first."
    ACT = "Enrol"
    CANCEL = "Cancel"
    CANCEL_HELP = "Nobody is enrolled, and nothing is changed."
    WORKING = "Making keys …"
    HELP = (
        "Somebody enrolled here is confirmed at once: nobody can have put other keys in between. "
        "Their passphrase and code are never kept anywhere in clear."
    )


class Choose(StrEnum):
    """Choosing a new passphrase."""

    OFFER = "Six random words are easy to type and very hard to guess:"
    OWN = "Your own, long and nowhere else in use:"
    TYPE = "Type it once to learn it"
    TYPE_OWN = "Your own passphrase"
    AGAIN = "The same once more"
    ANOTHER = "Others"
    TO_OWN = "My own"
    TO_WORDS = "Six words"
    DIFFERS = "This is not the passphrase above. Nothing was changed."
    NOT_THE_SAME = "The two differ. Nothing was changed."
    STRENGTH = "Strength {bar} {word}, by estimate"
    STRENGTH_WORDS = "Strength {bar} excellent"
    STRENGTH_NONE = "Strength {bar} nothing typed yet"
    TOO_WEAK = "too easy to guess"
    JUST = "enough"
    GOOD = "good"
    EXCELLENT = "excellent"


class Change(StrEnum):
    """Changing one's own passphrase."""

    TITLE = "Change my passphrase"
    WHY = "The old passphrase no longer opens this vault then. Older backups keep the old one."
    RENEW = "Make a new recovery code too"
    ACT = "Change it"
    WORKING = "Changing …"
    DONE = "Your passphrase was changed. The old one opens only backups made before."
    HELP = (
        "Six words are offered; take others, or choose your own. Somebody who knew the old "
        "passphrase and has an old copy of the vault can still open that copy."
    )


class Recovery(StrEnum):
    """The recovery code."""

    TITLE = "A new recovery code"
    WHY = (
        "A recovery code sets a new passphrase when yours is forgotten. A new code is made "
        "together with a new passphrase; the old code then opens only backups made before."
    )
