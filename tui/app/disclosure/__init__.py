"""What leaves the vault with its evidence: read, printed, made alone, and a report to a court."""

from tui.app.disclosure.making import DiscloseDialog
from tui.app.disclosure.report import ReportDialog
from tui.app.disclosure.screen import DisclosureScreen, OpenDialog
from tui.app.disclosure.unlocking import UnlockFileDialog, unlock_file

__all__ = [
    "DiscloseDialog",
    "DisclosureScreen",
    "OpenDialog",
    "ReportDialog",
    "UnlockFileDialog",
    "unlock_file",
]
