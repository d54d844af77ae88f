"""Sealed archives: a session as one file, for keeping or to be handed over."""

from tui.app.archive.dialog import ArchiveDialog

__all__ = ["ArchiveDialog"]
