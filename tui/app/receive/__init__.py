"""Files from other machines, whatever they are."""

from tui.app.receive.dialog import ReceiveDialog

__all__ = ["ReceiveDialog"]
