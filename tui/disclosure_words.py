"""What is said of files that leave and of files that are locked: questions, checks, refusals."""

from enum import StrEnum

from tui.failure import RefusedError
from tui.wording import DAMAGED, FAILED, LOCKED, NOT_FOUND, USAGE, Words, describe, part
from vault import LimitError, VaultError


class Question(StrEnum):
    """What is asked on the terminal."""

    GROUND = "On what ground: {choices}"
    TO = "To whom"
    TO_KIND = "What they are: {choices}"
    REFERENCE = "Reference: the order, claim or file number"
    DISCLOSE = "Disclose this?"
    LOCK = "New passphrase for the recipient of {file}"
    LOCKED = "Passphrase of {file}"


class Refusal(StrEnum):
    """What is wrong with how the program was called."""

    ONE_OF = "{name} is one of: {choices}."
    LOCK_OR_AGE = "A file is locked in one way: with --lock, or with --age."
    GENERATE_WHAT = "--generate makes the passphrase of --lock. Say --lock too."
    LOCK_FILES = (
        "The files of --files are written in clear. Leave --files out: they are in the -o."
    )
    LOCK_WHAT = "--lock and --age lock a file that is written: name it with -o."


class Notice(StrEnum):
    """What is said beside a result."""

    NOT_KEPT = (
        "The disclosure is written. The private record of it could not be kept in the vault, "
        "which is full or only read: note it yourself."
    )
    OWN_WORD = (
        "This is your own word, signed by you: nobody else agrees, and nobody's key is needed."
    )
    WITH_IT = (
        "With each portion go its title, who wrote it and when, whose words it keeps, and its "
        "audience; with the file go your name and when the session was convened."
    )
    NOT_TOLD = (
        "Nobody in the session is told, and nothing that they can see changes. You keep a private "
        "record of it; whether others must be told, and when, is yours to decide."
    )
    SAFETY_ONLY = (
        "The same words stay confidential before whoever may rule on the case. Choose no more "
        "than what averts the danger."
    )
    RECIPIENT = "It goes to {recipient} ({kind}). What was handed over cannot be called back."
    IN_CLEAR = (
        "{file} lies outside the vault now, and is not locked: whoever has it reads the names and "
        "words in it. Hand it over yourself, or write it with --lock or --age."
    )
    IT = "What was written"
    LOCKED = (
        "{file} is locked. Tell the passphrase by telephone, never beside the file. It is opened "
        "with: caucus disclosure unlock FILE."
    )
    LOCKED_AGE = "{file} is encrypted with age; who has the key opens it with: age -d"
    COMPARE = (
        "Whose keys these are, the file cannot say. Ask by voice whether their check words are:"
    )
    WORD_ALONE = (
        "It is the word of who signed it. Nobody waived anything, and nothing here proves that "
        "the entry says this."
    )
    REPORT = "A report has closed answers and no room for what was said."


class Check(StrEnum):
    """What was checked of a file, by what it shows when it holds."""

    WHOLE = "Every byte is as it was written. SHA-256 of the file: {digest}"
    WAIVER_SIGNED = (
        "The roster, the sealed records, the request and its opening are signed by whom they must "
        "be. Opened by {by}."
    )
    AGREED = "Each of these signed a consent to this one request before its end: {names}."
    WAIVER_PORTIONS = "{portions}: what was asked for, unchanged since it was sealed."
    SIGNED = "One person signed it: {by}."
    PORTIONS = "{portions}: unchanged since that signature."
    CLOSED = "It answers the closed questions of a report and holds nothing else."


class Broken(StrEnum):
    """The same, where it does not hold."""

    WHOLE = (
        "This is no disclosure, or it was damaged: bytes were changed, cut or added after it was "
        "written."
    )
    FORM = "Every byte is as somebody wrote it, but what it holds is no disclosure."
    SIGNED = (
        "It was made or changed by somebody without the right keys: {part} is not signed by whom "
        "it must be, or does not fit the rest."
    )


_DO_NOT_RELY = "Rely on nothing in it. Ask for it again, perhaps by another way."
_NOT_OPENED = "Nothing was shown or written."


def invalid(file: str, said: str) -> Words:
    """Return what is said of a file that failed a check."""
    return Words("damaged", DAMAGED, f"{file} does not hold. {said}", _DO_NOT_RELY)


def broken_part(error: VaultError) -> str:
    """Return what is wrong with a file whose bytes are whole and whose contents are not."""
    return Broken.SIGNED.format(part=part(str(error.data.get("what", "disclosure"))))


def no_portions(file: str) -> RefusedError:
    """Return the refusal to take a portion out of a report."""
    return RefusedError(
        Words("no_portions", USAGE, f"{file} is a report, and a report has no portions.",
              "To read it: caucus disclosure show FILE.")
    )  # fmt: skip


def no_such_portion(what: str, count: int) -> RefusedError:
    """Return the refusal of a number that no portion has."""
    return RefusedError(
        Words(
            "not_found", NOT_FOUND,
            f"{what} has no portion of that number: they are numbered 1 to {count}. "
            f"{_NOT_OPENED}",
            "See the numbers with --list, or with caucus disclosure show FILE.",
        )
    )  # fmt: skip


# Locked files ------------------------------------------------------------------------------------


def wrong_passphrase(file: str) -> RefusedError:
    """Return the refusal of a passphrase that does not open a file."""
    return RefusedError(
        Words(
            "unlock", LOCKED,
            f"That passphrase does not open {file}. {_NOT_OPENED} The file is as it was.",
            "Ask whoever sent it for the passphrase by telephone, letter by letter.",
        )
    )  # fmt: skip


def locked_damaged(file: str, error: VaultError) -> RefusedError:
    """Return the refusal of a locked file that does not open although it is unlocked."""
    if isinstance(error, LimitError) and error.name == "free memory":
        return RefusedError(describe(error))
    return RefusedError(
        Words(
            describe(error).code, DAMAGED,
            f"{file} was changed or cut on the way. {_NOT_OPENED}", _DO_NOT_RELY,
        )
    )  # fmt: skip


def needs_identity(file: str) -> RefusedError:
    """Return the refusal of a file that only an age identity opens."""
    return RefusedError(
        Words(
            "locked", LOCKED, f"{file} is encrypted with age. {_NOT_OPENED}",
            f"Name the file with your age identity: --identity PATH. Or open it yourself: "
            f"age -d -i PATH -o OPENED {file}",
        )
    )  # fmt: skip


def wrong_identity(file: str) -> RefusedError:
    """Return the refusal of an age file that was encrypted for somebody else, or damaged."""
    return RefusedError(
        Words(
            "unlock", LOCKED,
            f"No identity in the file named opens {file}, or it was changed on the way. "
            f"{_NOT_OPENED}",
            "Tell whoever sent it your age recipient (age-keygen -y PATH), and ask for it again.",
        )
    )  # fmt: skip


def wrong_age_passphrase(file: str) -> RefusedError:
    """Return the refusal of a passphrase that does not open an age file, or of a damaged one."""
    return RefusedError(
        Words(
            "unlock", LOCKED,
            f"That passphrase does not open {file}, or it was changed on the way. {_NOT_OPENED}",
            "Ask whoever sent it for the passphrase by telephone, letter by letter.",
        )
    )  # fmt: skip


def too_costly(file: str) -> RefusedError:
    """Return the refusal of an age file whose passphrase would cost more than is reasonable."""
    return RefusedError(
        Words(
            "limit", DAMAGED,
            f"{file} asks for more work and memory than any honest passphrase needs. "
            f"{_NOT_OPENED}",
            _DO_NOT_RELY,
        )
    )  # fmt: skip


def no_identities(file: str) -> RefusedError:
    """Return the refusal of a file in which no age identity stands."""
    return RefusedError(
        Words(
            "identity", USAGE,
            f"{file} holds no age identity that can be read here. {_NOT_OPENED}",
            "Name a file made by age-keygen, or an SSH key without a passphrase. For others: "
            "age -d.",
        )
    )  # fmt: skip


def no_recipient() -> RefusedError:
    """Return the refusal of what is no age recipient; it is not repeated."""
    return RefusedError(
        Words(
            "recipient", USAGE, "--age is given what is no recipient of age. Nothing was written.",
            "A recipient begins with age1 or ssh-. Whoever is to read the file prints theirs "
            "with age-keygen -y.",
        )
    )  # fmt: skip


def age_missing() -> RefusedError:
    """Return the refusal to use age where what speaks it is not installed."""
    return RefusedError(
        Words(
            "age_missing", FAILED,
            "What encrypts and decrypts for age is not installed. Nothing was written.",
            "Install it: pip install '.[age]' in the folder of Caucus. Without it, --lock makes "
            "a file for a passphrase, and the program age itself opens age files: age -d.",
        )
    )  # fmt: skip


def not_locked(file: str) -> RefusedError:
    """Return the refusal to unlock what is not locked."""
    return RefusedError(
        Words("not_locked", USAGE, f"{file} is not locked. {_NOT_OPENED}",
              "Read it as it is: caucus disclosure show FILE.")
    )  # fmt: skip


def too_large(most: int) -> RefusedError:
    """Return the refusal of a locked file that would not fit into memory."""
    return RefusedError(
        Words(
            "too_large", FAILED,
            f"A locked file is made and opened in memory, so that nothing unlocked touches the "
            f"disk: it holds at most {most // 2**20} MiB, and this would be more. {_NOT_OPENED}",
            "Take fewer portions at a time; larger ones go to a disk that is itself encrypted.",
        )
    )  # fmt: skip
