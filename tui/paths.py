"""Where things lie on this machine when nobody says otherwise."""

from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_config_path, user_data_path, user_state_path

PROGRAM = "caucus"


@dataclass(frozen=True, slots=True)
class Places:
    """The default vault, the folder of what each person remembers of theirs, the settings."""

    default_vault: Path
    marks: Path
    settings: Path
    """How the screen is preferred; nothing confidential. It need not be there."""

    def prepare(self, location: str) -> None:
        """Make the folders that the program looks after itself; nobody else may look in."""
        self.marks.mkdir(mode=0o700, parents=True, exist_ok=True)
        if location == str(self.default_vault):
            self.default_vault.parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def user_places() -> Places:
    """Return the places of the user who runs this program."""
    return Places(
        user_data_path(PROGRAM, appauthor=False) / "vault.caucus",
        user_state_path(PROGRAM, appauthor=False) / "marks",
        user_config_path(PROGRAM, appauthor=False) / "settings.toml",
    )
