"""Every sentence of the joint opening: asking, the hub, the cards, the answers, what opened."""

from enum import StrEnum


class Ask(StrEnum):
    """What the dialogue says in which a mediator asks for a waiver."""

    TITLE = "Ask for a waiver: what, and what for"
    TITLE_REVIEW = "Ask for a waiver: read it once more"
    CHOOSE = "What may be opened (Space ticks)"
    ALL = "{label}: all {portions}"
    WHOLE = "{label}: {portions}"
    ONE = "portion {number}"
    SAME_HOLDERS = (
        "One request goes to one circle of people. Greyed records need other people to agree: "
        "ask for them separately."
    )
    CHOSEN = "{portions} chosen."
    CHOSEN_NONE = "Nothing is chosen yet."
    PURPOSE = "What for"
    PURPOSE_HINT = "for example: rota complaint before the panel"
    RECIPIENT = "Who will get it"
    RECIPIENT_HINT = "for example: the grievance panel"
    UNTIL = "Answers count until"
    UNTIL_HINT = "Fri 18:00, 31 January, in 10 days"
    UNTIL_MEANS = "{date}, {ahead}"
    UNTIL_UNCLEAR = "Write it like Fri 18:00, 31 January, 2027-01-31 or in 10 days."
    UNTIL_PAST = "That has passed."
    NEEDED = "Every one of these must agree: {people}"
    NEEDS_ALL = (
        "A single No ends the request for everybody; whose it was only the mediators can learn. "
        "After the end date everybody starts again."
    )
    OPENS_NOTHING = "Asking opens nothing. The record stays sealed until everybody has agreed."
    EXACT = "Whoever agrees, agrees to exactly this. To change a word is to ask anew."
    NOT_YET_CHOSEN = "Choose what may be opened."
    NOT_YET_PURPOSE = "Say what for."
    NOT_YET_RECIPIENT = "Say who will get it."
    EMPTY = "Nothing is sealed in this session, so there is nothing to ask for."
    READING = "Reading the docket …"
    HELP_NEXT = "Shows everything once more. Nothing is asked yet."
    HELP_ASK = "Signs the request and lets everybody see it. It opens nothing."
    HELP_BACK = "To the page before, or out. Nothing is asked."
    HELP = (
        "Choose as little as will do: people agree more easily to one paragraph than to a whole "
        "record, and nothing that is not listed can be opened by this request. Purpose, recipient "
        "and end date are part of what everybody signs."
    )


class Hub(StrEnum):
    """What the room of one request says."""

    TITLE = "Open a sealed record: everyone must agree"
    READING = "Reading the request …"
    RECORD = "Record"
    PURPOSE = "For"
    RECIPIENT = "Goes to"
    CHECK = "Check"
    UNTIL = "Until"
    PROGRESS = "{done} of {total} agreed"
    AGREED = "agreed"
    WAITING = "not yet"
    UNSEEN = "only they and the mediators see it"
    YOU = "you"
    NEXT_SELF = "next: Answer"
    NEXT_OTHER = "next: pass the keyboard"
    STAYS = "The record is still sealed. Nobody can read it yet."
    STAYS_PARTY = "Whether others have agreed is shown once all have."
    COMPLETE = "All {total} agreed. The record is still sealed until {opener} opens it."
    COMPLETE_OPENER = "All {total} agreed. You can open it now; nothing can be recalled then."
    OPENED = "It was opened. Every holder can read the same portions, and no others."
    ENDED = (
        "This request has ended: not everybody agreed. The record stays sealed, and what was "
        "signed for it counts for nothing any more. A mediator may ask again."
    )
    EXPIRED = (
        "This request has ended: its last day passed before everybody had agreed. The record "
        "stays sealed. A mediator may ask again."
    )
    OWN_CONSENT = "You agreed. Until the last of you agrees you can still withdraw."
    OWN_SIGNED = (
        "You agreed, and kept your part of the keys back. Nothing opens until you give it; "
        "until the last of you agrees you can still withdraw."
    )
    OWN_SIGNED_LAST = "You agreed, and kept your part of the keys back. Give it now (F7)."
    OWN_ELSEWHERE = "Does the mediator work on another machine? Send them your answer as a file."
    SIGNED = "signed only"
    NEXT_SIGNED = "next: Give my part"
    SIGNED_ALL = (
        "All {total} signed. It can be opened once these give their part of the keys: {names}."
    )
    DO_ANSWER = "Answer…"
    HELP_ANSWER = "Agree to exactly this request, or refuse. You are shown everything first."
    DO_HAND_IN = "Give my part…"
    HELP_HAND_IN = (
        "Hands over the part of the keys that you kept back when you signed: you consent once "
        "more, to the same request."
    )
    DO_HAND_OVER = "Pass keyboard"
    HELP_HAND_OVER = "Asks everybody who has not answered, in turn, on this machine."
    DO_SEND = "Send file…"
    EXPLAIN_SEND = (
        "Writes the request as a file for whoever answers on another machine. Only its holders "
        "can read it, so it may be mailed; it opens nothing by itself. Compare the check words "
        "by telephone before anybody agrees."
    )
    SENT_REQUEST = "Written: {path}. Send it to whoever answers elsewhere."
    DO_SEND_ANSWER = "Send answer…"
    HELP_SEND_ANSWER = "Writes your answer as a file for the mediator."
    EXPLAIN_SEND_ANSWER = (
        "Writes your answer as a file for the mediators, who alone can read it. It looks the same "
        "from outside whatever you said."
    )
    SENT_ANSWER = "Written: {path}. Send it to the mediator."
    EXPLAIN_TAKE_IN = "Which file came? Taking the same file in twice changes nothing."
    RECEIVED = "Taken in."
    RECEIVED_KNOWN = "That was taken in before. Nothing changed."
    RECEIVED_OTHER = (
        "That answer was given for a different request: its check words are {words}. It was kept "
        "there, and changes nothing here."
    )
    HELP_SEND = "Writes the request as a file for whoever answers on another machine."
    DO_TAKE_IN = "Take in…"
    HELP_TAKE_IN = "Reads an answer that came as a file."
    DO_STOP = "Stop…"
    HELP_STOP = "Ends the request for everybody: refuses, or withdraws your consent."
    DO_OPEN = "Open…"
    HELP_OPEN = "Opens what everybody agreed to, and nothing else."
    HELP = (
        "Nothing opens until every one of the people listed has agreed to exactly this request. "
        "Compare the six check words by voice with whoever answers on another machine: the same "
        "words mean the same request. The order does not matter, and the page looks for new "
        "answers by itself. A No, or a consent that is withdrawn before the last one is in, ends "
        "the request for everybody; who it was is not told."
    )


class Agree(StrEnum):
    """What somebody reads who is asked, in their own program or on the card."""

    TITLE = "Your answer"
    ASKED = "{opener} asks you to agree that this is opened:"
    REPEAT = "To agree, repeat the check words; three letters of each are enough:"
    WORDS_LEFT = "{done} of {total} words"
    WORDS_DONE = "The words are complete."
    WORDS_WRONG = "That word is not the one shown."
    EXACT = (
        "You agree to exactly this and to no other request. Who sat in the session goes with it."
    )
    RECALL = "Until the last of you agrees you can withdraw. After that nothing can be recalled."
    NO = "If you do not agree, the record stays sealed. No reason is asked."
    NEEDS_WORDS = "To agree, repeat all the check words first."
    HELP_AGREE = "Signs your consent to exactly this. Greyed until the check words are repeated."
    HELP_NO = "Signs a refusal. The request ends for everybody; whose it was only mediators learn."
    HELP_SIGN = (
        "Signs your consent and keeps your part of the keys back. You give it with a second "
        "consent, when everybody has signed; nothing opens before."
    )
    HELP_NOT_NOW = "Records nothing at all."
    SIGN = "“Sign only” keeps your part of the keys back, until you consent once more."
    TITLE_HAND_IN = "Give your part of the keys"
    HANDED_IN = "you agreed to this. To give your part of the keys is to consent once more:"
    HELP = (
        "Read the request, and compare the six check words by voice with whoever asks if they sit "
        "elsewhere. Then repeat the words: two would not do, because a forged request could be "
        "made to share two of them, but never all six. Three letters of each are enough. Who "
        "signs only keeps their part of the keys back, and gives it with a second consent "
        "when everybody has signed."
    )


class Stop(StrEnum):
    """What is said before a request is ended."""

    TITLE = "End this request?"
    WITHDRAW = (
        "You agreed to it. If you withdraw, the request ends for everybody and the record stays "
        "sealed. What was signed for it counts for nothing any more."
    )
    REFUSE = (
        "If you say no, the request ends for everybody and the record stays sealed. No reason is "
        "asked, and nobody but the mediators can learn that it was you."
    )
    AGAIN = "A mediator can ask again with a new request."


class Handover(StrEnum):
    """What the cards say while the keyboard goes round."""

    TITLE = "Pass the keyboard"
    PASS = "Please pass the keyboard to"  # noqa: S105 (nobody's secret)
    THANKS = "Thank you."
    LOCKED = "Nothing else can be reached from here."
    HOLD = "{name}, press Enter when YOU hold the keyboard."
    HOLD_HINT = "Nobody can press it for you: the next page asks for your own passphrase."
    LOOK_AWAY = "Others please look away."
    NAME = "Your name in this vault"
    PASSPHRASE = "Your own passphrase"  # noqa: S105
    SHOW = "F3 shows it for 5 seconds"
    CHOOSE = "Choose with Tab, then Enter."
    NOT_NOW = "“Not now” records nothing."
    WORKING = "One moment …"
    WRONG = (
        "That passphrase does not open the keys of {name}. Nothing was recorded. Look at Caps "
        "Lock and the keyboard layout, or press F3 to see what you type."
    )
    PAUSE = "That was {tries} times. Please wait {left}, then try again."
    UNSIGNED = (
        "An answer is signed with your own keys, so it needs your passphrase. Without one, "
        "choose “Not now”: then nothing is recorded and the record stays sealed."
    )
    CHANGED = (
        "Your own keys read this request differently from what stands here. Nothing was signed. "
        "Stop, and ask the mediator to look into it."
    )
    IDLE = "The page was left alone for a minute, so it began again. Nothing was recorded."
    BACK = "Please pass the keyboard back to"
    BACK_HINT = (
        "{name}, unlock with your own passphrase to go on. Until then nothing of your work can "
        "be reached from here."
    )
    HELP = (
        "Each person answers alone, with their own passphrase. What somebody chose is not shown "
        "to whoever comes next: the thank-you looks the same whatever the answer was, and "
        "everybody on the list is asked."
    )


class Opened(StrEnum):
    """What stands over released portions, and on the receipt."""

    TITLE = "Opened"
    BANNER = "OPEN BY WAIVER {clock} - closes in {left} or on Esc"
    PORTION = "{label}, portion {number}"
    ABOUT = "{title}, by {author}, {day}"
    SPEAKING = "speaking: {names}"
    FILE = "A file: {name}, {size} bytes. “Save files” writes it outside the vault."
    OTHERS = "Nothing else of the record was opened."
    CONFIRM_TITLE = "Open it now?"
    CONFIRM = (
        "All {total} agreed. When you open it, every holder can read these portions, now and "
        "later; that cannot be recalled. Everything else stays sealed."
    )
    RECEIPT_TITLE = "Receipt"
    SAVED_FILES = "Saved {count} files in {path}. They lie outside the vault now."
    FOLDER = "Save the released files in this folder"
    DO_FILES = "Save files…"
    HELP_FILES = "Writes released files outside the vault, where anybody may read them."
    DO_CLOSE = "Close"
    HELP_CLOSE = "Takes the text off the screen. Every holder can open it again."
    HELP_DONE = "Back to the request."
    DO_PDF = "PDF…"
    HELP_PDF = "Prints it, for whoever agreed to take away."
    SAVED_PDF = "Written: {path}. It lies outside the vault."
    DO_SAVE = "Save as text…"
    HELP_SAVE = "Writes it outside the vault, where anybody may read it."
    HELP = (
        "You read what everybody agreed to open, and nothing else of the record. The page closes "
        "by itself; every holder can open it again. Text cannot be selected or copied here, so "
        "that nothing leaves by accident."
    )


class Requests(StrEnum):
    """The requests of every session."""

    TITLE = "Requests to open, in every session"
    READING = "Reading …"
    NONE = "Nobody has asked for anything to be opened."
    DO_OPEN = "Open the request"
    HELP_OPEN = "Shows who has agreed, and what you can do about it."
    HELP = (
        "Every request that you can see: those that still wait for somebody first, then the "
        "others, newest first. Enter opens one."
    )
