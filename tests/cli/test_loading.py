"""Starting and ending fast costs nobody anything: what has to run at the end runs."""

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from tui import loading

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import atexit, sys, threading
from tui import start
assert not atexit._ncallbacks()  # such would never run
started = threading.Event()

def beside():
    started.set()
    threading.main_thread().join()
    print("a thread has ended", flush=True)

threading.Thread(target=beside).start()
started.wait()
sys.argv = ["caucus", *sys.argv[1:]]
try:
    start.run()
finally:
    atexit.register(print, "registered after")
    print("not flushed yet", end="")
"""


@pytest.mark.parametrize(("words", "code"), [(["help"], 0), (["no-such-command"], 2)])
def test_everything_that_waits_for_the_end_runs_and_the_exit_code_stays(words, code):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *words], cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == code
    assert done.stdout.endswith("not flushed yeta thread has ended\nregistered after\n")


def test_the_collector_rests_until_everything_is_loaded():
    loading.begin()
    try:
        assert not gc.isenabled()
    finally:
        loading.done()
    assert gc.isenabled()
    assert gc.get_freeze_count()
    gc.unfreeze()
