"""Running the full screen, and what it leaves with."""

from tui.app.application import CaucusApp
from tui.setup import Setup


def run(setup: Setup, location: str, name: str) -> int:
    """Run the program until it ends. Returns the exit code."""
    app = CaucusApp(setup, location, name=name)
    app.run()
    return app.return_code or 0
