"""Sealed archives: a session as one file, for keeping or to be handed over."""

from tui.app.archive.dialog import ArchiveDialog
from tui.app.archive.looking import LookDialog, LookedDialog

__all__ = ["ArchiveDialog", "LookDialog", "LookedDialog"]
