"""Dates as people type and say them, in the time of the machine they sit at."""

import re
import time
from datetime import UTC, date, datetime, timedelta

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_END_OF_DAY = (23, 59, 59)
_WEEK = 7
_LETTERS = 3
"""As many letters name a day or a month."""
_CLOCK = re.compile(r"(?:^|[\s,]+(?:at\s+)?|(?<=\d)t)(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})\s*$")
_IN_DAYS = re.compile(r"(?:in\s+)?(?P<count>\d{1,3})\s+(?P<unit>days?|weeks?)")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\.?\s+(?P<month>[a-z]{3,9})\.?(?:\s+(?P<year>\d{4}))?")
_MONTH_FIRST = re.compile(
    r"(?P<month>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{4}))?"
)


def parse_until(text: str, now: int) -> int:
    """Return the moment that somebody means, in seconds UTC. A day means its last second.

    Understood: ``2027-01-31``, ``31 January``, ``Jan 31 2027``, ``Friday``, ``tomorrow``,
    ``today``, ``in 10 days``, ``2 weeks``, each with ``18:00`` after it or without.

    Raises:
        ValueError: it cannot be understood, or has passed.

    """
    folded = " ".join(text.casefold().split())
    clock = _CLOCK.search(folded)
    spoken = folded[: clock.start()].strip(" ,") if clock else folded
    hour, minute, second = _clock(clock) if clock else _END_OF_DAY
    today = _local(now).date()
    day = _day(spoken, today)
    found = _seconds(day, hour, minute, second)
    if found <= now and _is_weekday(spoken):
        found = _seconds(day + timedelta(_WEEK), hour, minute, second)
    if found <= now:
        raise ValueError("past")
    return found


def _clock(found: re.Match[str]) -> tuple[int, int, int]:
    hour, minute = int(found["hour"]), int(found["minute"])
    if hour > 23 or minute > 59:  # noqa: PLR2004 (a day's hours, an hour's minutes)
        raise ValueError("time")
    return hour, minute, 0


def _day(spoken: str, today: date) -> date:
    """Return the day that these words name; the next one, where a week or a year is open."""
    if spoken in {"", "today", "tonight"}:
        if not spoken:
            raise ValueError("day")
        return today
    if spoken == "tomorrow":
        return today + timedelta(1)
    if _is_weekday(spoken):
        wanted = _place(spoken.rsplit(maxsplit=1)[-1], DAYS)
        return today + timedelta((wanted - today.weekday()) % _WEEK)
    if ahead := _IN_DAYS.fullmatch(spoken):
        unit = _WEEK if ahead["unit"].startswith("week") else 1
        return today + timedelta(int(ahead["count"]) * unit)
    if iso := _ISO.fullmatch(spoken):
        return date(int(iso["year"]), int(iso["month"]), int(iso["day"]))
    spoken = _without_weekday(spoken)
    named = _DAY_FIRST.fullmatch(spoken) or _MONTH_FIRST.fullmatch(spoken)
    if named is None:
        raise ValueError("day")
    month = _place(named["month"], MONTHS) + 1
    found = date(int(named["year"] or today.year), month, int(named["day"]))
    if found < today and not named["year"]:
        found = date(found.year + 1, found.month, found.day)
    return found


def _without_weekday(spoken: str) -> str:
    """Return ``fri 6 march`` without its day of the week, which says nothing more."""
    first, _, rest = spoken.partition(" ")
    return rest if rest and _is_weekday(first.rstrip(",")) else spoken


def _is_weekday(spoken: str) -> bool:
    words = spoken.removeprefix("next ").removeprefix("on ").split()
    if len(words) != 1 or len(words[0]) < _LETTERS:
        return False
    return any(day.casefold().startswith(words[0].rstrip(",.")) for day in DAYS)


def _place(spoken: str, names: tuple[str, ...]) -> int:
    """Return which of these names begins like that. Raises ValueError."""
    for place, name in enumerate(names):
        if len(spoken) >= _LETTERS and name.casefold().startswith(spoken.rstrip(",.")):
            return place
    raise ValueError("name")


def _local(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).astimezone()


def _seconds(day: date, hour: int, minute: int, second: int) -> int:
    # -1: the machine knows whether summer time will hold on that day.
    try:
        moment = (day.year, day.month, day.day, hour, minute, second, 0, 0, -1)
        return int(time.mktime(moment))
    except OverflowError:
        raise ValueError("far") from None


def spoken_date(seconds: int) -> str:
    """Return ``Fri 6 March 2026, 18:00`` in this machine's time."""
    found = _safely(seconds)
    if found is None:
        return "time unknown"
    day = DAYS[found.weekday()][:_LETTERS]
    month = MONTHS[found.month - 1]
    return f"{day} {found.day} {month} {found.year}, {found:%H:%M}"


def _safely(seconds: int) -> datetime | None:
    """Return a claimed time, which need not be one."""
    try:
        return _local(seconds)
    except (OverflowError, ValueError, OSError):
        return None


def ahead(until: int, now: int) -> str:
    """Return how far off a moment is: ``in 3 days``, ``in 5 hours``, ``in 20 minutes``."""
    left = until - now
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        count = left // size
        if count >= 1:
            return f"in {count} {unit}{'' if count == 1 else 's'}"
    return "in less than a minute"


def countdown(seconds: int) -> str:
    """Return ``30:00``."""
    return f"{max(seconds, 0) // 60}:{max(seconds, 0) % 60:02}"
