"""Times as somebody at the table reads them: of this machine's clock, not UTC."""

from datetime import UTC, datetime

UNKNOWN = "time unknown"


def _local(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC).astimezone()
    except (OverflowError, ValueError, OSError):
        # Times are claims: somebody else's program may have written any number.
        return None


def hour(seconds: int) -> str:
    """Return the time of day: 14:05."""
    moment = _local(seconds)
    return f"{moment:%H:%M}" if moment else UNKNOWN


def second(seconds: int) -> str:
    """Return the time of day to the second: 14:05:31."""
    moment = _local(seconds)
    return f"{moment:%H:%M:%S}" if moment else UNKNOWN


def day(seconds: int) -> str:
    """Return the day: 03 Mar 2026."""
    moment = _local(seconds)
    return f"{moment:%d %b %Y}" if moment else UNKNOWN


def day_and_hour(seconds: int) -> str:
    """Return day and time: 03 Mar 14:05."""
    moment = _local(seconds)
    return f"{moment:%d %b %H:%M}" if moment else UNKNOWN


def full(seconds: int) -> str:
    """Return day, year and time: 03 Mar 2026 14:05."""
    moment = _local(seconds)
    return f"{moment:%d %b %Y %H:%M}" if moment else UNKNOWN


def short_day(seconds: int) -> str:
    """Return the day without its year: 03 Mar."""
    moment = _local(seconds)
    return f"{moment:%d %b}" if moment else UNKNOWN
