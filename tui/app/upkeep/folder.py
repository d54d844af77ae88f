"""The folder where backups are made and looked for."""

from pathlib import Path

from tui.app.preferences import Preferences
from tui.paths import Places

_NAME = "backups"


def backup_folder(preferences: Preferences, places: Places) -> Path:
    """Return the folder that was chosen in the settings, or the usual one beside the vault."""
    chosen = preferences.backup_folder
    return Path(chosen) if chosen else places.default_vault.parent / _NAME
