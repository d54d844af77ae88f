"""Every sentence that is printed. Times are said to be UTC wherever one stands."""

from enum import StrEnum

from vault import Role

ROLES = {
    Role.MEDIATOR: "Mediator",
    Role.PARTY: "Party",
    Role.REPRESENTATIVE: "Representative",
    Role.NONPARTY: "Nonparty",
}

HEARD = {
    "private": "The author alone",
    "mediators": "The mediators",
    "joint": "Everybody in the joint session",
}
"""Who could read a portion before it was released, by audience."""
HEARD_CAUCUS = "Side {side} and the mediators, in caucus"
HEARD_OTHER = "Audience “{audience}”"

AGREEMENTS = {
    "full": "The parties reached a full agreement.",
    "partial": "The parties reached an agreement on part of the matter.",
    "none": "The parties reached no agreement.",
    "continuing": "The mediation continues.",
}


class Everywhere(StrEnum):
    """On every kind of paper."""

    PAGE = "Page {page} of {pages}"
    TIME = "{date} UTC"
    BEYOND = "{seconds} seconds after 1970-01-01 00:00:00 UTC"
    NONE = "–"
    SIDE = "{role}, side {side}"


class Stamp(StrEnum):
    """At the head of every page of a disclosure: on what ground this was released."""

    WAIVER = "Released by waiver of all parties and the {mediators}"
    WAIVER_WITH_OTHERS = (
        "Released by waiver of all parties, the {mediators} and every other holder of the records"
    )
    SAFETY = "Disclosed to avert danger, by decision of whoever is named within, without a waiver"
    CLAIM = "Disclosed for a claim or complaint about the mediation, without a waiver"
    SETTLEMENT = "Disclosed on the ground of a signed settlement, without a waiver"
    ORDER = "Disclosed under an order, without a waiver"
    LIMIT = "These portions, this purpose, this recipient – nothing else is affected"
    PROOF = "File SHA-256 {digest}…   ·   Check words: {words}"


GROUNDS = {
    "waiver": "Waiver: everybody whose agreement the records need agreed to this one request",
    "safety": "Safety: to avert danger to somebody",
    "claim": "Claim: to bring, answer or settle a claim or complaint about the mediation",
    "settlement": "Settlement: to show or to carry out what was signed",
    "order": "Order: an order of a court or an authority",
}
STAMPS = {
    "safety": Stamp.SAFETY,
    "claim": Stamp.CLAIM,
    "settlement": Stamp.SETTLEMENT,
    "order": Stamp.ORDER,
}


class Title(StrEnum):
    """The first page of a disclosure."""

    METADATA = "Disclosure of mediation records"
    HEAD = "Disclosure"
    UNDER = "of portions of confidential mediation records"
    GROUND = "Ground"
    CASE = "Case"
    SESSION = "Session"
    CONVENED = "Session convened"
    PURPOSE = "Purpose"
    RECIPIENT = "Recipient"
    RECIPIENT_IS = "Recipient is"
    REFERENCE = "Reference"
    OPENED_BY = "Opened by"
    DISCLOSED_BY = "Disclosed by"
    ASKED = "Asked for"
    UNTIL = "Request open until"
    OPENED = "Opened"
    DISCLOSED = "Disclosed"
    WORDS = "Check words"
    CONTENTS = "Contents"
    LIMITS = "Limits"
    LIMIT_WAIVER = (
        "Only the portions printed here were released, for the purpose and to the recipient named "
        "above. Everything else that was said or written in the mediation stays confidential, "
        "including other portions of the same records. Passing this paper on, or using it for "
        "another purpose, needs a new agreement of everybody."
    )
    LIMIT_OTHER = (
        "Nobody waived the confidentiality of the mediation. Only the portions printed here were "
        "disclosed, on the ground, for the purpose and to the recipient named above. Everything "
        "else that was said or written in the mediation stays confidential."
    )
    AGREED = "Who agreed, and when"
    SIGNED = "Who signed"


class Table(StrEnum):
    """The heads of columns."""

    NAME = "Name"
    SEAT = "Seat"
    AGREED = "Agreed (UTC)"
    SIGNED = "Signed (UTC)"
    ACKNOWLEDGED = "Acknowledged (UTC)"
    WHO = "Name, seat, check words"
    NUMBER = "No."
    LABEL = "Label"
    WHAT = "What"
    SIZE = "Size"
    NOT_NEEDED = "Not needed"


class Portions(StrEnum):
    """The released text."""

    HEAD = "Released portions"
    ONE = "Portion {number}"
    LABEL = "Label"
    TITLE = "Title"
    AUTHOR = "Written by"
    SPEAKERS = "Words of"
    MADE = "Written"
    HEARD = "Could read it"
    TEXT = "Text"
    FILE = "File"
    SIZE = "Size"
    DIGEST_TEXT = "SHA-256 of the text"
    DIGEST_FILE = "SHA-256 of the file"
    BYTES = "{count} bytes"
    FILE_ELSEWHERE = (
        "A file is not printed. It lies in the disclosure file, from which it can be taken out; "
        "its SHA-256 must be the one above."
    )
    NO_TEXT = "This portion is empty."
    END = "End of the released portions"
    CODES_HEAD = "Characters printed as code points"
    CODES = (
        "For a character that has no form in print, or that would change unseen how others are "
        "read, the released text shows its Unicode code point in brackets:"
    )
    CODES_MORE = "and {count} more"


class Certificate(StrEnum):
    """The last page."""

    HEAD = "Certificate"
    UNDER = "of what was signed, by whom and when"
    SHOWS_HEAD = "What the signatures show"
    NOT_HEAD = "What they do not show"
    VERIFY_HEAD = "How to verify the disclosure file"
    VERIFY_FILE = "This paper is a print of a file. The SHA-256 of that file is"
    VERIFY = (
        "Ask for the file, and compute its SHA-256: “certutil -hashfile FILE SHA256” on "
        "Windows, “shasum -a 256 FILE” on a Mac, “sha256sum FILE” elsewhere. It must be the one "
        "above.\n"
        "“caucus disclosure verify FILE” checks every signature and portion, without a network.\n"
        "Ask a signer by voice for both sets of check words: they must be those printed here."
    )


SHOWS = {
    True: (
        "Each holder of the records signed the same request: the same portions, the same purpose, "
        "the same recipient, the same end date. One changed byte would have been another "
        "request.\n"
        "The text and files printed or named here are those that were sealed; none was changed "
        "after the sealing.\n"
        "Every acknowledgement listed was signed by the holder after checking that the sealed "
        "records and their own share in them were whole."
    ),
    False: (
        "The person named as disclosing signed this disclosure: these portions, this ground, this "
        "purpose, this recipient.\n"
        "Nothing printed here was changed after that signature."
    ),
}
"""What the signatures show, one point on each line: with a waiver, and without."""
SHOWS_NOT = {
    True: (
        "They do not show that what a portion says is true, complete, or understood as it was "
        "meant.\n"
        "They do not show who sat at a keyboard. They show that the key of a seat signed; whose "
        "key it is, people confirmed by comparing check words.\n"
        "The times are those that the signers’ machines claimed.\n"
        "They say nothing of other portions, other records or other mediations, nor whether a "
        "court may admit or use what was released."
    ),
    False: (
        "They do not show that the parties, or anybody else, agreed. Nobody waived anything.\n"
        "They do not show that the ground is good in law, or that what a portion says is true or "
        "complete.\n"
        "They do not show who sat at a keyboard. They show that the key of a seat signed; whose "
        "key it is, people confirmed by comparing check words.\n"
        "The times are those that the signers’ machines claimed."
    ),
}


class Report(StrEnum):
    """What a mediator may tell a court."""

    METADATA = "Mediator's report"
    HEAD = "Mediator’s report"
    UNDER = "to the court"
    CASE = "Case"
    SESSIONS = "Sessions held"
    NO_SESSIONS = "None"
    ATTENDED = "Attended"
    NOBODY = "Nobody"
    OUTCOME = "Outcome"
    OUTCOME_HINT = "One of these four applies, and no more is said."
    BY = "Mediator"
    MADE = "Reported"
    WORDS = "Check words"
    SIGNATURE = "Signature"
    DATE = "Date"
    CLOSED = (
        "This form is closed. It says that the mediation was held, when, who attended, and "
        "whether agreement was reached. It has no room for what was said, for an assessment, a "
        "recommendation or a finding, and nothing may be read into what it leaves out."
    )


class Sheet(StrEnum):
    """The recovery sheet."""

    METADATA = "Recovery sheet"
    HEAD = "Recovery sheet"
    UNDER = "Print it, then delete this file"
    NAME = "For"
    LOCATION = "Vault"
    WORDS = "Check words"
    MADE = "Made"
    CODE = "Recovery code"
    GROUP = "Group {number}"
    QR = "The same, for a scanner"
    FOR_HEAD = "What it is for"
    FOR = (
        "Who forgot the passphrase chooses a new one with this code: “caucus person recover”, or "
        "“Open with the recovery code” on the unlock screen. Without the passphrase and without "
        "this code nobody can open what only you can read. There is no other way in."
    )
    KEEP_HEAD = "Where to keep it"
    KEEP = (
        "Where you keep a passport or a will: on paper, locked away, not beside the computer. "
        "Whoever has this code and a copy of the vault reads all you can read. Do not photograph "
        "it, and do not keep it in e-mail or in a cloud."
    )
    DELETE_HEAD = "Print, then delete this file"
    DELETE = (
        "Print it on a printer that you trust, compare one group with the screen, then delete "
        "this file and empty the bin. Using the code makes a new one, and a new sheet. Older "
        "copies of the vault still open with this one: destroy the sheet as you would a key."
    )
    BY_HAND_HEAD = "Passphrase, by hand, only if you want it on paper"
    BY_HAND = (
        "The program never prints it. Better on another sheet, kept in another place: who finds "
        "one then has not both."
    )


class Receipt(StrEnum):
    """What is left of an opening for who agreed to it."""

    METADATA = "Receipt"
    HEAD = "Receipt"
    UNDER = "of an opening by waiver"
    NOTE = (
        "It names people and a purpose, and quotes nothing that was read. Whoever holds this "
        "paper can read it."
    )
