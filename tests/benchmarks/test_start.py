"""How soon the full screen asks for a passphrase, from the command to the box on the display."""

import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.conftest import Report, best

pytestmark = pytest.mark.benchmark

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20


def test_the_unlock_box_is_there_at_once(report: Report, tmp_path: Path):
    environment = {
        "HOME": str(tmp_path), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8", "TERM": "xterm-256color",
    }  # fmt: skip

    def start() -> None:
        child, terminal = pty.fork()
        if child == 0:
            os.execve(sys.executable, [sys.executable, "-m", "tui"], environment)
        shown = b""
        while b"Passphrase" not in shown:
            assert select.select([terminal], [], [], PATIENCE)[0]
            shown += os.read(terminal, 65536)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)

    def load() -> None:
        subprocess.run(
            [sys.executable, "-c", "import textual.app, textual.widgets"], check=True,
            env=environment,
        )  # fmt: skip

    start()
    report.ratio("start to the unlock box", best(start), best(load), "<= 500 ms")
