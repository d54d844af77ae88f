"""The shapes of the screen are read once for each set of colours, in a process of its own."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import asyncio
import textual.css.stylesheet as sheets

read = []
real = sheets.parse

def parse(scope, css, read_from, **more):
    read.append((scope, *read_from, more["tie_breaker"]))
    return real(scope, css, read_from, **more)

sheets.parse = parse

from textual.widgets import Button, Input
from tui.app.hardened import HardenedApp
from tui.app.themes import CALM_LIGHT

class App(HardenedApp):
    async def put_away(self):
        return True

    def compose(self):
        yield Input()

async def main():
    app = App()
    async with app.run_test() as pilot:
        await app.mount(Button("words"))
        await pilot.pause()
        print(len(read) - len(set(read)), app.query_one(Input).styles.background.hex)
        app.theme = CALM_LIGHT
        await pilot.pause()
        print(len(read) - len(set(read)) > 0, app.query_one(Input).styles.background.hex)

asyncio.run(main())
"""


def test_each_piece_is_read_once_and_again_only_for_other_colours():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True
    )
    (twice, dark), (again, light) = (line.split() for line in done.stdout.splitlines())
    assert (twice, again) == ("0", "True")
    assert dark != light
