"""What is typed in the rooms of sealing: dates, check words, passphrases that are wrong."""

import time

import pytest

from tui.app.seal.checkwords import is_repeated, repeated
from tui.app.seal.times import ahead, countdown, parse_until, spoken_date
from tui.app.seal.tries import PAUSE_SECONDS, TRIES, Tries

WORDS = "lamp orchid river nine copper yo-yo"


@pytest.fixture(autouse=True)
def stockholm(monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Stockholm")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def at(text: str) -> int:
    """A moment in local time: Wednesday 4 March 2026 is the day of the tests."""
    return int(time.mktime(time.strptime(text, "%Y-%m-%d %H:%M:%S")))


NOW = "2026-03-04 12:00:00"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Fri 18:00", "2026-03-06 18:00:00"),
        ("friday", "2026-03-06 23:59:59"),
        ("next Friday at 9:30", "2026-03-06 09:30:00"),
        ("Wed 18:00", "2026-03-04 18:00:00"),
        ("Wed 11:00", "2026-03-11 11:00:00"),
        ("today", "2026-03-04 23:59:59"),
        ("tomorrow 12:00", "2026-03-05 12:00:00"),
        ("in 10 days", "2026-03-14 23:59:59"),
        ("2 weeks", "2026-03-18 23:59:59"),
        ("31 March", "2026-03-31 23:59:59"),
        ("Fri 6 March 18.00", "2026-03-06 18:00:00"),
        ("Mar 31, 2027", "2027-03-31 23:59:59"),
        ("1 jan", "2027-01-01 23:59:59"),
        ("2026-07-01 18:00", "2026-07-01 18:00:00"),
        ("2026-07-01T18:00", "2026-07-01 18:00:00"),
        ("  2026-07-01  ", "2026-07-01 23:59:59"),
    ],
)
def test_a_date_is_understood_as_people_type_it(typed, meant):
    assert parse_until(typed, at(NOW)) == at(meant)


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "18:00", "2026-03-03", "2026-02-30", "today 11:00", "Fri 25:00", "32 March",
     "Fr", "in 0 weeks ago", "2026-13-01", "99999-01-01", "[/b]"],
)  # fmt: skip
def test_what_has_passed_or_is_no_date_is_refused(typed):
    with pytest.raises(ValueError):  # noqa: PT011
        parse_until(typed, at(NOW))


def test_a_date_in_summer_time_is_said_back_as_it_was_typed():
    until = parse_until("2026-07-01 18:00", at(NOW))
    assert spoken_date(until) == "Wed 1 July 2026, 18:00"
    assert ahead(until, at(NOW)) == "in 119 days"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(59, "in less than a minute"), (60, "in 1 minute"), (7_200, "in 2 hours"),
     (86_400, "in 1 day")],
)  # fmt: skip
def test_how_far_off_it_is_is_said_in_words(seconds, said):
    assert ahead(1_000 + seconds, 1_000) == said


def test_a_countdown_shows_minutes_and_seconds():
    assert (countdown(1_800), countdown(9), countdown(-1)) == ("30:00", "0:09", "0:00")


def test_a_time_that_is_none_is_called_unknown():
    assert spoken_date(10**18) == "time unknown"


@pytest.mark.parametrize(
    "typed",
    [WORDS, WORDS.upper(), "lam orc riv nin cop yo yo", "LAMP, ORCHID, river nine cop yo-yo",
     "lamp - orchid - river - nine - copper - yo-yo"],
)  # fmt: skip
def test_check_words_are_repeated_by_three_letters_of_each_or_more(typed):
    assert is_repeated(WORDS, typed)


@pytest.mark.parametrize(
    "typed",
    ["", "lamp orchid", "la orc riv nin cop yo yo", "orchid lamp river nine copper yo yo",
     "lamp orchid river nine copper", "lamp orchid river nine copper yo yo nine", "lamb"],
)  # fmt: skip
def test_fewer_words_others_or_another_order_do_not_repeat_them(typed):
    assert not is_repeated(WORDS, typed)


def test_a_word_on_its_way_is_not_yet_wrong():
    assert repeated(WORDS, "lamp or") == 1
    assert repeated(WORDS, "lamp ox") is None


def test_the_fifth_wrong_passphrase_begins_a_pause_that_ends():
    tries = Tries()
    for _ in range(TRIES - 1):
        tries.wrong()
        assert not tries.left
    tries.wrong()
    assert tries.left == PAUSE_SECONDS
    assert [tries.second() for _ in range(PAUSE_SECONDS)] == [False] * (PAUSE_SECONDS - 1) + [True]
    assert not tries.second()
