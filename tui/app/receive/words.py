"""Every sentence about files that come from other machines."""

from enum import StrEnum


class Receive(StrEnum):
    """What taking in files says."""

    TITLE = "Take in files"
    WHY = (
        "Identities, requests, answers, acknowledgements, archives, disclosures: what it is, the "
        "file itself says. Taking one in twice changes nothing."
    )
    CHOSEN_NONE = "No file is chosen yet: type its name or pick it above, and press Enter."
    CHOSEN_ONE = "1 file is chosen. Enter on another name adds it."
    CHOSEN = "{count} files are chosen. Enter on another name adds it."
    NO_FILE = "There is no such file."
    WORKING = "Reading {name} …"
    DONE = "WHAT CAME"
    DO_TAKE = "Take in"
    TAKE_HELP = "Takes in every file that is chosen, and says what each one was."
    DO_READ = "Read it…"
    READ_HELP = "Shows the disclosure or report that came, with what was checked of it."
    DO_DROP = "Choose anew"
    DROP_HELP = "Empties the list of chosen files. Nothing happens to the files."
    DO_BACK = "Close"
    BACK_HELP = "Back to where you were. What was taken in stays."
    HELP = (
        "Several files may be chosen; they are taken in in the order in which one makes sense of "
        "the next. A file that is refused changes nothing, and the others are taken in all the "
        "same."
    )


class Came(StrEnum):
    """What a file was, each in words."""

    OWN_IDENTITY = "Your own identity. Nothing changed."
    IDENTITY = "The keys of {name}, whose check words are: {words}."
    COMPARE = (
        "Compare these words with {name} by voice, under People. Until then nothing of theirs is "
        "believed."
    )
    CONFIRM = "Then confirm them, under People."
    KNOWN = "It was here before; nothing changed."
    REQUEST = (
        "A request to open something sealed. Its check words: {words}. It stands in the docket "
        "of its session; compare the words by voice before you answer."
    )
    ANSWER = "An answer to the request with the check words: {words}."
    ANSWER_EARLY = "The request itself is not here yet; the answer is kept until it is."
    ANSWER_COMPLETE = "Everybody has agreed now. Whoever asked can open it."
    ANSWER_WAITING = "Others have not answered yet; the request's page says who."
    ANSWER_OVER = "That request is over: the answer changes nothing."
    ACKNOWLEDGEMENT = "Somebody checked their share of sealed records, and signed that."
    ARCHIVE = "An archive of {name}, made {made}: {holds}."
    ARCHIVE_KEPT_ONE = "1 version that was destroyed elsewhere is still readable here."
    ARCHIVE_KEPT = "{count} versions that were destroyed elsewhere are still readable here."
    ARCHIVE_GONE = "What was destroyed elsewhere is destroyed here too."
    DISCLOSURE = "A disclosure of {portions}, with the check words: {words}."
    DISCLOSURE_NEW = "The request that it belongs to is noted as opened."
    REPORT = "A report to a court, with the check words: {words}."


class Refused(StrEnum):
    """What to do about a refused file, where that is done on another screen."""

    UNCONFIRMED = "Compare the six check words by voice, under People. Then take it in again."
    NOT_FOUND = "Take in the session's archive or the request first, then this once more."
    WRONG_KEY = "Ask whoever sent it to make it for you: they need your identity, from People."
    DAMAGED = (
        "Ask for it again, perhaps by another way. The check says whether your vault is whole."
    )
    NO_WAY_IN = (
        "Start caucus without --vault to make a vault, then ask for an archive made for you."
    )
    EXISTS = "Ask by voice whether they have new keys, and take them in under another name."


class NameIt(StrEnum):
    """Whose identity a file is."""

    TITLE = "Whose identity is it?"
    WHY = "{file} holds keys and no name. Say whom it is of, as you call them."
    NAME = "Name, as you call them"
    DO = "Use this name"
    SKIP = "Leave it out"
    SKIP_HELP = "This file is not taken in."


class Unlock(StrEnum):
    """A file that is locked with a passphrase."""

    TITLE = "A locked file"
    WHY = (
        "{file} is locked with a passphrase. Whoever sent it can tell it to you by telephone, "
        "word by word."
    )
    ASK = "Its passphrase"
    DO = "Unlock"
    SKIP = "Leave it out"
    SKIP_HELP = "The file is not opened."


class AgeIdentity(StrEnum):
    """A file that is encrypted with age for somebody's identity."""

    TITLE = "{file} is encrypted with age"
    WHY = (
        "It opens with your age identity: the file that age-keygen made for you, or an SSH key "
        "without a passphrase. It is read once, and not kept."
    )
    DO = "Open with it"
    DO_HELP = "Reads the identity in the file that is named, and opens the other file with it."


class DestroyToo(StrEnum):
    """What was destroyed elsewhere."""

    TITLE = "Destroyed elsewhere"
    TEXT = (
        "{file} says that {count} of what you have here was destroyed by the author or a "
        "mediator: because it was sealed, perhaps. It stays readable here unless you destroy it "
        "too. That cannot be undone; backups and other machines keep their copies."
    )
    ONE = "1 version"
    MANY = "{count} versions"
    STAY = "Keep it readable"
    GO = "Destroy it here too"
