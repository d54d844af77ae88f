"""A disclosure or a report as it was found: what it says, and each check in words."""

from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from tui.disclosure_words import Broken, Check, broken_part, invalid
from tui.failure import RefusedError
from tui.file_words import other_file
from tui.forms import Form, form_of
from tui.phrases import count
from tui.taking import ARCHIVE
from tui.wording import Words
from vault import (
    CourtReport,
    Disclosure,
    Evidence,
    FormatError,
    UnsupportedVersionError,
    VaultError,
    read_bag,
    read_court_report,
    read_disclosure,
)

WAIVER = "waiver"
DISCLOSURE = "disclosure"


class Checked(NamedTuple):
    """One check of a file."""

    check: str
    """A fixed word for scripts."""
    passed: bool
    says: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What a file was found to be: whole and signed, or in what it does not hold."""

    checks: tuple[Checked, ...]
    evidence: Evidence | None = field(default=None, repr=False)
    report: CourtReport | None = field(default=None, repr=False)

    @property
    def valid(self) -> bool:
        """Whether every check passed."""
        return all(each.passed for each in self.checks)

    @property
    def failure(self) -> str:
        """What the check says that did not pass."""
        return next((each.says for each in self.checks if not each.passed), "")

    def require_valid(self, file: str) -> None:
        """Refuse a file that does not hold. Raises RefusedError."""
        if not self.valid:
            raise RefusedError(self.words(file))

    def words(self, file: str) -> Words:
        """Return what is said of a file that does not hold."""
        return invalid(file, self.failure)


def verified(source: BinaryIO, file: str) -> Verified:
    """Check a disclosure or a report. No vault and no person is needed.

    Raises:
        RefusedError: it is an archive, or another kind of file altogether.
        UnsupportedVersionError: it was made by a newer program.

    """
    form = form_of(source)
    if form not in {Form.BAG, Form.UNKNOWN}:
        raise other_file(file, form.value, DISCLOSURE)
    try:
        return _disclosure(read_disclosure(source))
    except UnsupportedVersionError:
        raise
    except FormatError:
        return _no_disclosure(source, file)
    except VaultError as error:
        return _forged(source, error)


def _no_disclosure(source: BinaryIO, file: str) -> Verified:
    """Return what a file is that is not read as a disclosure: perhaps a report."""
    source.seek(0)
    try:
        found = read_bag(source)
    except FormatError:
        return Verified((Checked("whole", passed=False, says=Broken.WHOLE),))
    if found.index.kind == ARCHIVE:
        raise other_file(file, ARCHIVE, DISCLOSURE)
    source.seek(0)
    try:
        return _report(read_court_report(source), found.digest)
    except FormatError:
        checks = (_whole(found.digest), Checked("form", passed=False, says=Broken.FORM))
        return Verified(checks)
    except VaultError as error:
        return _forged(source, error)


def _forged(source: BinaryIO, error: VaultError) -> Verified:
    """Return what is wrong with a file that is whole and not signed by whom it must be."""
    source.seek(0)
    whole = _whole(read_bag(source).digest)
    return Verified((whole, Checked("signed", passed=False, says=broken_part(error))))


def _whole(digest: bytes) -> Checked:
    return Checked("whole", passed=True, says=Check.WHOLE.format(digest=digest.hex()))


def _disclosure(evidence: Evidence) -> Verified:
    said = evidence.disclosure
    checks = _waived(said) if said.ground == WAIVER else _alone(said)
    return Verified((_whole(said.digest), *checks), evidence)


def _waived(said: Disclosure) -> tuple[Checked, ...]:
    names = ", ".join(seat.name for seat in said.seats if seat.consented)
    return (
        Checked("signed", passed=True, says=Check.WAIVER_SIGNED.format(by=said.by)),
        Checked("agreed", passed=True, says=Check.AGREED.format(names=names)),
        Checked("portions", passed=True, says=Check.WAIVER_PORTIONS.format(portions=_count(said))),
    )


def _alone(said: Disclosure) -> tuple[Checked, ...]:
    return (
        Checked("signed", passed=True, says=Check.SIGNED.format(by=said.by)),
        Checked("portions", passed=True, says=Check.PORTIONS.format(portions=_count(said))),
    )


def _report(report: CourtReport, digest: bytes) -> Verified:
    checks = (
        _whole(digest),
        Checked("signed", passed=True, says=Check.SIGNED.format(by=report.by)),
        Checked("closed", passed=True, says=Check.CLOSED),
    )
    return Verified(checks, report=report)


def _count(said: Disclosure) -> str:
    return count(len(said.portions), "portion")
