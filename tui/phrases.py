"""What the command line asks and remarks, and what it says when it was called wrongly."""

from enum import StrEnum


class Question(StrEnum):
    """What is asked on the terminal."""

    WHO = "Your name in this vault"
    UNLOCK = "Passphrase of {name}"
    NEW = "New passphrase for {name}"
    AGAIN = "The same once more"
    RECOVERY_CODE = "Recovery code of {name}"
    PERSON = "Name of the person"
    WORDS = "The six check words as you heard them"
    CASE = "Case"
    PARTY = "A party as SIDE=NAME, for example A=Anna Berg (Enter when done)"
    LABEL = "Label, agreed with everybody, for the docket"
    PURPOSE = "What for"
    RECIPIENT = "To whom"
    FILE_NAME = "Name of the attached file"
    QUERY = "Search for"
    AGREE = "To agree, type the six check words"
    AGREE_OR_NOT = "Type the six check words to agree, no to refuse, or Enter to leave it open"
    HOLDER = "Your name in this vault (Enter for {name}, or later)"
    GO_ON = "{question} Type yes to go on"
    SAFETY = (
        "Before it is sealed: does anything here tell of danger to somebody, or of a complaint "
        "that must be made? If so, act on it first. Type yes if this was considered"
    )
    OLDER = (
        "This vault is older than what this machine remembers of it. The common cause is a "
        "restored backup. Type yes if that is right, or Enter to look at it without changing it"
    )


class Refusal(StrEnum):
    """What is wrong with how the program was called."""

    NOT_HIDDEN = (
        "A passphrase is needed, and there is no terminal on which it could be typed without "
        "being shown. Give it with --passphrase-fd or --passphrase-file."
    )
    SOURCE_UNREADABLE = "The file of --passphrase-file cannot be read."
    SOURCE_ENDED = "Another passphrase or code is needed: the next line of the same source."
    NO_DESCRIPTOR = "The file descriptor named is not open for reading."
    SOURCE_TOO_LONG = "The first line of the passphrase source is too long to be a passphrase."
    SOURCE_NOT_TEXT = "The passphrase source is not UTF-8 text."
    NOT_THE_SAME = "The two passphrases differ. Nothing was changed."
    FIELDS_NOT_JSON = "--fields-fd must bring one JSON object of option names and their texts."
    FIELD_NOT_TEXT = "In --fields-fd, {name} must be a text."
    FIELD_UNKNOWN = "--fields-fd brings a name that this command has no option for: {names}."
    MISSING = "{name} is needed: give it on the command line or with --fields-fd."
    UNCONFIRMED_ACT = "This asks for a yes, and there is no terminal: say --yes."
    NO_TEXT = "There is no text. Give it on standard input."
    NOT_TEXT = "Standard input is not UTF-8 text. Nothing was written; attach it as a file."
    PARTY_FORM = "A party is written SIDE=NAME, for example A=Anna Berg."
    SPEAKER_FORM = "A speaker is placed with SPEAKER=NAME OF A SEAT, or SPEAKER= for nobody here."
    PORTION_FORM = "A record with portions is written RECORD:1,3-4."
    DATE_FORM = "A date is written 2027-01-31."
    SHELL = "There is completion for bash, zsh, fish and powershell."
    TOPIC = "There is help on: {topics}."
    NOT_A_FILE = "{name} is not a plain file. Links, folders and devices are not attached."
    MORE_WORDS = "There are more words than this command takes. Quote what belongs together."
    CEREMONY = "A ceremony asks each holder in turn, and there is no terminal to ask on."
    AGREE_NEEDED = "A consent repeats the check words of the request: --agree with the six words."


class Notice(StrEnum):
    """What is said beside a result."""

    WRITE = "Write the text, then Ctrl-D on a line of its own."
    UPGRADING = "This vault is of an older version of caucus. It is upgraded now, after a backup."
    UPGRADED = "Upgraded. The vault as it was: {file}"
    OLDER = (
        "This vault is older than what this machine remembers of it: perhaps a restored backup. "
        "It is only read. To go on with it: caucus check --accept-older"
    )
    OLDER_ACCEPTED = "From now on this older vault is the one that counts."
    DAMAGE = "Damaged: {what} {row} ({reason}). Everything else is shown."
    REFUSED = "A session that names you was not accepted."
    RECOVERY_CODE = (
        "Keep the recovery code on paper, away from this machine. It is shown this once; with it "
        "the passphrase can be set anew, and without both nobody can help."
    )
    COMPARE = "Compare the six check words by voice, then: caucus person confirm NAME"
    EXTRACTED = "The file lies outside the vault now, readable by whoever reads this disk."
    BACKUP = "The backup is encrypted like the vault. Each person's own passphrase opens it."
    COPIES = "This cannot be undone. Backups and other machines keep their copies."
    TRACES = (
        "Traces of what was destroyed may remain in the database's own files: until other "
        "programs let go of the vault, and for as long as a server keeps them."
    )
    CLOSED = "The session is closed. Private notes can still be written in it."
    REFUSAL_ENDS = "You did not agree. The request has ended for everyone, and nothing is opened."
    WITHDRAWN = (
        "You withdrew. Unless everybody had agreed before, the request has ended for everyone "
        "and nothing is opened. If they had, it came too late."
    )
    CONSENTED = (
        "You agreed. Until the last consent is in you can withdraw: caucus waiver withdraw. "
        "After that nothing can be recalled."
    )
    COMPLETE = "Everybody has agreed. {opener} can open it now: caucus waiver open."
    STAYS_SEALED = "The record stays sealed. Nobody can read it yet."
    OPENED = "What was released stays released. Every holder can read the same now."
    HAND_OVER = "Please pass the keyboard to {name}."
    LOOK_AWAY = "Others should look away while a passphrase is typed."
    CANNOT_UNLOCK = "That name and passphrase open nothing. Nothing is damaged."
    LATER = "Left for later."
    SEAL_UNDO = (
        "This cannot be undone: the working copies go, with all their revisions, once the sealed "
        "records were proven to open. Backups and other machines keep their copies."
    )
