"""What the command line asks and remarks, and what it says when it was called wrongly."""

from enum import StrEnum


def count(number: int, one: str, many: str = "") -> str:
    """Return a number of things in words."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


class Question(StrEnum):
    """What is asked on the terminal."""

    WHO = "Your name in this vault"
    UNLOCK = "Passphrase of {name}"
    NEW = "New passphrase for {name}"
    AGAIN = "The same once more"
    RECOVERY_CODE = "Recovery code of {name}"
    PERSON = "Name of the person"
    PERSON_IN = "Name of the person whose identity is in {file}"
    WORDS = "The six check words as you heard them"
    CASE = "Case"
    PARTY = "A party as SIDE=NAME, for example A=Anna Berg (Enter when done)"
    FOR = "For whom, one name a line (Enter when done; for yourself, if you name nobody)"
    LABEL = "Label, agreed with everybody, for the docket"
    PURPOSE = "What for"
    RECIPIENT = "To whom"
    FILE_NAME = "Name of the attached file"
    QUERY = "Search for"
    AGREE = "To agree, type the six check words"
    AGREE_OR_NOT = "Type the six check words to agree, no to refuse, or Enter to leave it open"
    HOLDER = "Your name in this vault (Enter for {name}, or later)"
    DESTROY_TOO = "Destroy it here too?"
    EXPORT = "Write the archive?"
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
    FIELD_UNKNOWN = (
        "--fields-fd brings something that this command does not take there. It takes: {names}."
    )
    MISSING = "{name} is needed: give it on the command line or with --fields-fd."
    UNCONFIRMED_ACT = "This asks for a yes, and there is no terminal: say --yes."
    NO_TEXT = "There is no text. Give it on standard input."
    NOT_TEXT = "Standard input is not UTF-8 text. Nothing was written; attach it as a file."
    PARTY_FORM = "A party is written SIDE=NAME, for example A=Anna Berg."
    SPEAKER_FORM = "A speaker is placed with SPEAKER=NAME OF A SEAT, or SPEAKER= for nobody here."
    PORTION_FORM = "A record with portions is written RECORD:1,3-4."
    DATE_FORM = "A date is written 2027-01-31."
    SHELL = "There is completion for bash, zsh, fish and powershell."
    TOPIC = "There is help on every command, and on: {topics}."
    NOT_A_FILE = "{name} is not a plain file. Links, folders and devices are not attached."
    MORE_WORDS = "There are more words than this command takes. Quote what belongs together."
    CEREMONY = "A ceremony asks each holder in turn, and there is no terminal to ask on."
    SCREEN_NO_TERMINAL = (
        "The full screen needs a terminal, and this is none. The other commands work anywhere."
    )
    SCREEN_DUMB = (
        "This terminal cannot show a full screen (TERM says so). caucus --plain works line by "
        "line, and the other commands work anywhere."
    )
    SCREEN_TO_FILE = (
        "The full screen is drawn on standard error, and that leads away from this terminal: all "
        "that it shows would be written there, in clear. Start it without 2>."
    )
    SCREEN_JSON = "The full screen has no --json: name a command."
    SCREEN_SOURCE = "In the full screen a passphrase is typed, not read from a file."
    SCREEN_WEB = (
        "The full screen is not shown in a browser: whoever reaches the page would be at the "
        "vault. Start it at a terminal."
    )
    SESSION = "Name the session with --session ID: caucus session list has them."
    ONE_SESSION = "One file is for the mediators of one session: name it with --session."
    NOT_STANDARD = (
        "- stands for standard output, and this is always a file of its own: name it. A file "
        "that is called - is ./-"
    )
    STANDARD_JSON = "-o - and --json are both for standard output: choose one."
    STANDARD_TERMINAL = (
        "-o - is for another program that reads it, and this is a terminal. Name a file."
    )
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
    COMPARE = "Compare the six check words by voice, then: caucus person confirm"
    SEND_IDENTITY = (
        "Send this file to whoever is to know your keys. It counts for them once they have heard "
        "these six words from you, by voice."
    )
    COMPARE_FIRST = (
        "Until you have compared the six check words with {name} by voice, nothing of theirs is "
        "believed. Then: caucus person confirm"
    )
    OTHER_KEYS = (
        "{file} is signed as {name}, with other keys than those that you know {name} by: perhaps "
        "new ones, perhaps somebody else's. Ask {name} by voice whether their check words are: "
        "{words}"
    )
    OTHER_NAME = (
        "Whom {file} calls {name} has the keys of whom you know as {known}. If that surprises "
        "you, ask {known} by voice."
    )
    NEVER_COMPARED = (
        "{file} is signed by {known}, whose check words you never compared. Ask by voice whether "
        "they are: {words}. Then: caucus person confirm"
    )
    EXTRACTED = "The file lies outside the vault now, readable by whoever reads this disk."
    BACKUP = "The backup is encrypted like the vault. Each person's own passphrase opens it."
    COPIES = "This cannot be undone. Backups and other machines keep their copies."
    TRACES = (
        "Traces of what was destroyed may remain in the database's own files: until other "
        "programs let go of the vault, and for as long as a server keeps them."
    )
    CONVENED = (
        "Whoever works at a machine of their own gets the session as a file, and takes it in "
        "there with caucus receive: caucus archive export --session {session}"
    )
    ASKED = (
        "Every holder is asked, you too: caucus waiver consent {waiver}. Whoever works at a "
        "machine of their own gets the request as a file: caucus waiver send {waiver}."
    )
    CLOSED = "The session is closed. Private notes can still be written in it."
    ANSWERED = "Thank you. What you said is known to you and the mediators. Pass the keyboard on."
    REFUSAL_ENDS = "You did not agree. The request has ended for everyone, and nothing is opened."
    WITHDRAWN = (
        "You withdrew. Unless everybody had agreed before, the request has ended for everyone "
        "and nothing is opened. If they had, it came too late."
    )
    CONSENTED = (
        "You agreed. Until the last consent is in you can withdraw: caucus waiver withdraw. "
        "After that nothing can be recalled."
    )
    CONSENTED_LAST = "You agreed, as the last one. From now on nothing can be recalled."
    TOO_LATE_TO_WITHDRAW = (
        "{names} withdrew after everybody had agreed: too late to end the request. Whoever opens "
        "it now opens it against their wish."
    )
    HAND_OVER_YET = (
        "Everybody has signed. {names} signed only: ask them to hand over now, by consenting once "
        "more. Then {opener} can open it."
    )
    COMPLETE = "Everybody has agreed. {opener} can open it now: caucus waiver open."
    STAYS_SEALED = "The record stays sealed. Nobody can read it yet."
    OPENED = (
        "What was released stays released. Every holder can read the same now; at a machine of "
        "their own by file: caucus waiver open WAIVER -o FILE, and there caucus receive FILE."
    )
    READ_REQUEST = (
        "Compare the six check words by voice with the mediator. Read the request, then answer: "
        "caucus waiver show {waiver}"
    )
    SEND_REQUEST = (
        "Send this file to each of {names}. Then tell each of them the six check words by voice."
    )
    SEND_ANSWER = "Send this file to the mediators. From outside it looks the same for yes and no."
    SEND_ACKNOWLEDGEMENT = "Send this file to the mediators."
    SIGNED_ONLY = (
        "You signed, and handed nothing over yet. When all have signed, consent once more: "
        "without --sign-only."
    )
    REFUSAL_SENT = (
        "You did not agree. Once a mediator takes your answer in, the request has ended for "
        "everyone, and nothing is opened."
    )
    REQUEST_NOT_HERE = "The request itself is not here yet. The answer is kept until it is."
    STILL_MISSING = "Still missing: {names}."
    TOO_LATE = "The request's end date has passed: what comes now is too late to count."
    NO_MORE_ANSWERS = (
        "The request has ended and nothing is opened; further answers change nothing. Holders at "
        "machines of their own see that with the session's archive: caucus archive export."
    )
    OPENED_ALREADY = "The request was opened before; this answer changes nothing any more."
    READ_DISCLOSURE = "To read it: caucus disclosure show {file}"
    NOTED_OPENED = "The request is noted as opened: caucus waiver open shows what was released."
    DESTROYED_ELSEWHERE = (
        "{file} says that {count} of what you have here was destroyed by who may. It stays "
        "readable here unless you destroy it too."
    )
    STAYS_READABLE = "To destroy it here too: caucus receive {file} --destroy"
    READING = "Read: {size} MiB"
    WRITING = "Written: {size} MiB"
    KEYSLOT_IN_IT = (
        "Your keyslots go in: whoever has the file and guesses your passphrase opens it, for as "
        "long as it exists."
    )
    HANDED_OVER = "What was handed over cannot be called back. The file itself is encrypted."
    ORIGIN_UNKNOWN = "Who made it, and what is in it, is only told to who can open it: --as NAME."
    ADOPTED = "You are in this vault now, with the same keys and a new recovery code."
    CODE_ANYWAY = "You are in this vault now. Recovery code: {code}"
    HAND_OVER = "Please pass the keyboard to {name}."
    LOOK_AWAY = "Others should look away while a passphrase is typed."
    CANNOT_UNLOCK = "That name and passphrase open nothing. Nothing is damaged."
    SEALED = (
        "Whoever works at a machine of their own gets their part with the session's archive: "
        "caucus archive export --session ID. There they check it and sign: caucus "
        "docket acknowledge."
    )
    SEAL_UNDO = (
        "This cannot be undone: the working copies go, with all their revisions, once the sealed "
        "records were proven to open. Backups and other machines keep their copies."
    )
