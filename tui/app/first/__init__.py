"""The first run: a vault, a passphrase, a recovery sheet on paper, and opening it once."""

from tui.app.first.screen import FirstRun

__all__ = ["FirstRun"]
