"""Writing what is in a locked file, whatever it is, as a file in clear."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from tui.app.disclosure.files import save_unlocked
from tui.app.disclosure.words import Show, Unlocked
from tui.app.errand import NO_KEY
from tui.app.notices import Notice
from tui.app.receive.asking import key_for
from tui.app.screen import Action
from tui.app.seal.paths import FileDialog
from tui.app.work.attaching import PathDialog

if TYPE_CHECKING:
    from tui.app.application import CaucusApp


class UnlockFileDialog(PathDialog):
    """Asks which file to unlock."""

    TITLE_WORDS = Unlocked.TITLE
    WHY: ClassVar[str] = Unlocked.WHY
    HELP = Unlocked.WHY
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("take", Unlocked.DO, "", Unlocked.WHY),
        Action("back", Show.DO_BACK, "escape", Show.BACK_HELP),
    )


async def unlock_file(app: "CaucusApp", path: Path) -> None:
    """Ask for what opens a file, and for where what is in it goes."""
    key = await key_for(app, path)
    if key is None:
        return
    if key == NO_KEY:
        words = Unlocked.NOT_LOCKED.format(name=path.name)
        await app.push_screen_wait(Notice(Unlocked.TITLE, words))
        return
    save = partial(save_unlocked, app.setup, path, key)
    target = Path.home() / f"opened-{path.name}"
    await app.push_screen_wait(FileDialog(Unlocked.TITLE, Unlocked.WHERE, target, save))
