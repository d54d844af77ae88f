"""Times as somebody at the table reads them: of this machine's clock, not UTC."""

from datetime import UTC, datetime

UNKNOWN = "time unknown"


def _local(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC).astimezone()
    except (OverflowError, ValueError, OSError):
        # Times are claims: somebody else's program may have written any number.
        return None


def _shown(seconds: int, form: str) -> str:
    moment = _local(seconds)
    return moment.strftime(form) if moment else UNKNOWN


def hour(seconds: int) -> str:
    """Return the time of day: 14:05."""
    return _shown(seconds, "%H:%M")


def second(seconds: int) -> str:
    """Return the time of day to the second: 14:05:31."""
    return _shown(seconds, "%H:%M:%S")


def day(seconds: int) -> str:
    """Return the day: 03 Mar 2026."""
    return _shown(seconds, "%d %b %Y")


def day_and_hour(seconds: int) -> str:
    """Return day and time: 03 Mar 14:05."""
    return _shown(seconds, "%d %b %H:%M")


def full(seconds: int) -> str:
    """Return day, year and time: 03 Mar 2026 14:05."""
    return _shown(seconds, "%d %b %Y %H:%M")


def short_day(seconds: int) -> str:
    """Return the day without its year: 03 Mar."""
    return _shown(seconds, "%d %b")
