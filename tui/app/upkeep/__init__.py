"""Looking after a vault: copies that were opened, putting one back, and checking everything."""

from tui.app.upkeep.backup import BackupDialog
from tui.app.upkeep.check import CheckScreen
from tui.app.upkeep.restore import RestoreDialog

__all__ = ["BackupDialog", "CheckScreen", "RestoreDialog"]
