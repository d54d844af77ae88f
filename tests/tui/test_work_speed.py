"""How quickly the work screen answers, with far more in it than a mediation ever brings.

Measured is the time of the thread that draws: what others do on the machine does not count.
"""

import statistics
import time

import pytest

from tests.tui.desk import desk, open_entry
from tests.tui.staging import at_work, until
from tui.app.work.editor import NoteEditor
from tui.app.work.listing import EntryList, Group
from vault import JOINT, NewEntry

pytestmark = pytest.mark.benchmark

ROWS = 10_000
KEY_SECONDS = 0.016
LIST_SECONDS = 1.0
LONG_TEXT = 100_000
LINE = "14:05 @Berg would take 3 instalments and asks about the deposit #money again.\n"


def drawn(editor: NoteEditor) -> float:
    """Type a letter and draw the field. Returns how long it took."""
    started = time.thread_time()
    editor.insert("x")
    editor.render_lines(editor.size.region)
    return time.thread_time() - started


async def test_a_key_in_a_long_note_is_drawn_within_a_frame(cast):
    entry = cast.write(JOINT, LINE * (LONG_TEXT // len(LINE)))
    async with at_work(cast, size=(120, 36)) as (app, pilot):
        editor = await open_entry(app, pilot, entry)
        editor.move_cursor((600, 10))
        await pilot.pause()
        took = [drawn(editor) for _ in range(60)]
        assert statistics.quantiles(took, n=20)[-1] < KEY_SECONDS


async def test_ten_thousand_entries_are_on_the_screen_within_a_second(cast):
    cast.mediator.entries.add(cast.session, NewEntry(JOINT, LINE))
    listing = cast.mediator.entries.listing(cast.session)
    group = Group(cast.mediator.sessions.open(cast.session), "", listing.entries * ROWS)
    async with at_work(cast, size=(120, 36)) as (app, pilot):
        await until(pilot, lambda: desk(app).entries.option_count == 1)
        entries = desk(app).query_one(EntryList)
        started = time.thread_time()
        entries.show([group])
        await pilot.pause()
        assert time.thread_time() - started < LIST_SECONDS
        assert entries.option_count == ROWS
        took = []
        for _ in range(30):
            started = time.thread_time()
            entries.action_cursor_down()
            entries.render_lines(entries.size.region)
            took.append(time.thread_time() - started)
        assert statistics.quantiles(took, n=20)[-1] < KEY_SECONDS
