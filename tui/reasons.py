"""The fixed words that errors of the library carry, in sentences: for the wording module."""

PARTS = {
    "acknowledgement": "an acknowledgement",
    "answer": "an answer to a request",
    "archive": "an archive",
    "attachment": "an attached file",
    "box": "what a holder handed over",
    "chain": "the order of somebody's entries",
    "ciphertext": "a stored item",
    "closing": "the closing of a session",
    "contribution": "what a holder handed over",
    "database": "the vault file",
    "destruction": "the account of a destruction",
    "disclosure": "a disclosure",
    "entry": "an entry",
    "file": "this file",
    "grant": "what opens a session for somebody",
    "header": "an entry's heading",
    "identity file": "this identity file",
    "journal": "your journal",
    "keyslot": "what your passphrase opens",
    "manifest": "the list of a sealed record's portions",
    "mark": "what this machine remembers of the vault",
    "outcome": "how a request ended",
    "pass": "what opens a sealed record's listing",
    "pieces": "part of a file or of a sealed portion",
    "portion": "a sealed portion",
    "profile": "your own profile",
    "release": "a released portion",
    "request": "a request",
    "roster": "a roster",
    "rows": "what is in this file",
    "sealed record": "a sealed record",
    "seat": "a seat in a session",
    "session": "a session",
    "share": "your share of a sealed record",
    "signature": "a signature",
    "text": "an entry's text",
}
_TAKE_IN = "To take it in: caucus receive {file}."
_KEEP_IT = "To keep it with a note: caucus note attach ID {file}."
_CHECK_IT = f"To check it: caucus disclosure verify {{file}}. {_TAKE_IN}"
FILES = {
    "acknowledgement": ("an acknowledgement", _TAKE_IN),
    "answer": ("an answer", _TAKE_IN),
    "archive": ("an archive", f"To check it: caucus archive verify {{file}}. {_TAKE_IN}"),
    "bag": ("an archive or a disclosure", _TAKE_IN),
    "disclosure": ("a disclosure", _CHECK_IT),
    "identity": (
        "somebody's identity",
        "To take it in: caucus receive {file}. It asks what you call them.",
    ),
    "letter": (
        "a request, an answer or an acknowledgement",
        f"{_TAKE_IN} A request can be read at once: caucus waiver show {{file}}.",
    ),
    "report": ("a report to a court", _CHECK_IT),
    "request": ("a request", "To read it and to answer: caucus waiver show {file}."),
    "age": (
        "a file that is encrypted with age",
        "Open it first: caucus disclosure unlock {file} -o OPENED, and --identity PATH for a key.",
    ),
    "office": ("a document of an office program", _KEEP_IT),
    "parcel": (
        "a file that is locked with a passphrase",
        "Open it first: caucus disclosure unlock {file} -o OPENED.",
    ),
    "pdf": (
        "a PDF",
        f"A print proves nothing by itself: ask for the file that it was made from. {_KEEP_IT}",
    ),
    "picture": ("a picture", _KEEP_IT),
    "vault": (
        "a vault, or another SQLite database",
        "To look into a vault: --vault {file}. To put a backup back: caucus restore {file}.",
    ),
    "zip": ("a ZIP file that no caucus made", _KEEP_IT),
}
"""What a file is, and which command takes it."""


INVALID: dict[tuple[str, str], tuple[str, str]] = {
    ("archive", "no keyslot"): (
        "This archive carries no keyslot, so it does not open by a passphrase alone.",
        "It opens with the keys of somebody whom it was made for, in a vault of theirs.",
    ),
    ("attended", "seat"): (
        "Somebody who is to have attended has no seat in these sessions. Nothing was written.",
        "Names are those of the roster: caucus session show ID.",
    ),
    ("check words", "different"): (
        "These are not the same check words. Nothing was signed or confirmed.",
        "Compare them by voice once more. Other words mean other keys or another request.",
    ),
    ("entry", "attachments"): (
        "An entry with attached files cannot be carried. Nothing was written.",
        "Extract the files, and attach them to a new entry.",
    ),
    ("entry", "empty"): ("There is nothing in this entry yet.", "Write it first."),
    ("entry", "portions"): (
        "This entry has too many portions to be sealed.", "Seal it with --portions whole.",
    ),
    ("entry", "sessions"): (
        "These entries are of different sessions.", "Take the entries of one session at a time.",
    ),
    ("entry", "versions"): (
        "Two people edited this entry at once, and both versions are there.",
        "Look with caucus note history, and save one text with caucus note edit.",
    ),
    ("for", "seat"): (
        "Not everybody whom the archive is to be for has a seat in each of its sessions.",
        "Nothing was written. Names are those of the roster: caucus session show ID.",
    ),
    ("holders", "no party"): (
        "A sealed record needs a mediator and at least one party.", "Reconvene with the parties.",
    ),
    ("id", "characters"): ("That is not an id.", "Copy it from a listing."),
    ("id", "taken"): ("That id belongs to something else.", "Try again."),
    ("id", "short"): ("An id needs at least 6 characters.", "Copy more of it from a listing."),
    ("id", "long"): ("That is longer than an id.", "Copy it from a listing."),
    ("portion", "missing"): (
        "The record has no portion of that number.", "See caucus docket --session ID.",
    ),
    ("keyslot", "others"): (
        (
            "A keyslot opens an archive for whoever makes it, and this one is for others only. "
            "Nothing was written."
        ),
        "Leave --with-keyslot away, or name yourself with --for as well.",
    ),
    ("attachment", "cleared"): (
        (
            "Another program cleared what was being written: caucus check --repair, on the same "
            "vault. Nothing was attached or taken in; everything else is as it was."
        ),
        "Do it again while no repair is under way.",
    ),
    ("unsaved text", "place"): (
        (
            "The text could not be kept: it belongs nowhere in this vault. It is still on the "
            "screen."
        ),
        "Copy it, open the note again and paste it there.",
    ),
    ("recipient kind", "court"): (
        (
            "A danger is told to who can avert it. Before whoever may rule on the case, the same "
            "words stay confidential. Nothing was written."
        ),
        (
            "Say --to-kind agency, police, emergency or person-at-risk. What a court has ordered "
            "goes with --ground order and the --reference of the order."
        ),
    ),
    ("record", "away"): (
        "The sealed portions of this record are not on this machine. Nothing was signed.",
        "Ask the mediator for the session's archive, and take it in with caucus receive.",
    ),
    ("record", "empty"): ("No record is named.", "See caucus docket --session ID."),
    ("record", "holders"): (
        "These records need different people to agree.", "Ask for them in separate requests.",
    ),
    ("record", "sessions"): (
        "These records are of different sessions.", "Ask for each session separately.",
    ),
    ("roster", "convener"): (
        "Whoever convenes a session sits in it as a mediator.", "Leave yourself out, or be one.",
    ),
    ("roster", "long"): ("There are too many people for one session.", "Seat fewer."),
    ("roster", "twice"): ("Somebody is seated twice.", "Give everybody one seat."),
    ("session", "cases"): (
        "These sessions are of different cases.", "Report on one case at a time.",
    ),
    ("side", "role"): (
        "Only parties and their representatives have a side.", "Leave the side out.",
    ),
    ("joint", "role"): (
        "Only for a nonparty can it be left open whether they read joint entries.",
        "Seat them with --nonparty, or leave --reads-joint out.",
    ),
    ("side", "letter"): ("A side is one letter, A to Z.", "For example --party A=NAME."),
    ("side", "no party"): (
        "A representative's side has no party.", "Seat the party too, with --party.",
    ),
    ("text", "long"): ("The text is longer than an entry holds.", "Attach it as a file."),
    ("until", "past"): ("The end date has passed.", "Choose a later one with --until."),
    ("file name", "path"): ("That is not a plain file name.", "Leave folders out of it."),
}  # fmt: skip
INVALID_REASONS = {
    "empty": "is empty",
    "long": "is too long",
    "characters": "has characters that cannot be shown",
    "many": "is given too often",
}

FORBIDDEN = {
    "answer": "You hold no share of what this request asks for, so there is nothing to answer.",
    "carry": "What was said in one side's caucus is never brought before the other side.",
    "close": "Only a mediator closes a session.",
    "destroy": "Only its author or a mediator destroys an entry.",
    "destroy session": "Only a mediator destroys a session's entries.",
    "edit": "This is somebody else's note. Only its author changes it.",
    "receive": "Answers and acknowledgements are taken in by a mediator of the session.",
    "open": "Everybody has agreed. It is opened by the mediator who asked.",
    "reconvene": "Only a mediator reconvenes a session.",
    "report": "Only a mediator reports to a court.",
    "request": "Only a mediator asks for a sealed record to be opened.",
    "seal": "Only a mediator seals.",
    "send": "Only a mediator sends a request to its holders.",
}
ENDED = {
    "collecting": "The request was not opened yet.",
    "answered": "You have answered this request already. An answer is given once.",
    "complete": "Everybody has agreed. After the last consent nothing can be withdrawn.",
    "expired": "The request's end date has passed.",
    "withdrawn": "You withdrew. The request has ended, unless everybody had agreed before.",
    "not unanimous": "The request ended: not unanimous. The record stays sealed.",
    "nothing to withdraw": "You have not agreed to this request, so there is nothing to withdraw.",
    "opened": "The request was opened. What is released cannot be recalled.",
}
ASK_AGAIN = "A mediator can ask again with a new request."
ENDED_HINTS = {
    "collecting": "See who is missing: caucus waiver show WAIVER.",
    "answered": (
        "What you answered: caucus waiver show WAIVER. The same as a file once more: caucus "
        "waiver send WAIVER --answer -o FILE. A consent can be taken back until the last is in: "
        "caucus waiver withdraw WAIVER."
    ),
    "complete": "The mediator who asked opens it: caucus waiver open WAIVER.",
    "nothing to withdraw": "What you answered, if anything: caucus waiver show WAIVER.",
    "opened": "To read what was released: caucus waiver open WAIVER.",
}
PASSPHRASE = {
    "empty": "The passphrase is empty.",
    "long": "The passphrase is longer than 1024 bytes.",
    "unassigned": "The passphrase has a character that has no meaning yet.",
}
RECOVERY = {
    "characters": "Group {group} of the recovery code has a character that no code has.",
    "check": "There is a typing mistake in group {group} of the recovery code.",
    "length": "The recovery code has eight groups of five; look at group {group}.",
}
