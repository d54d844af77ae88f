"""Where the program starts."""

from typing import NoReturn

from tui import loading

_INTERRUPTED = 130


def main() -> NoReturn:
    """Run ``caucus``."""
    loading.begin()
    try:
        # Half a second of imports: an interrupt meanwhile ends quietly, with nothing to lock yet.
        from tui import start
    except KeyboardInterrupt:
        raise SystemExit(_INTERRUPTED) from None
    start.run()


if __name__ == "__main__":
    main()
