"""Opening hours as editors write them: one reading, or a refusal that shows both."""

from __future__ import annotations

import pytest
from pydantic_core import PydanticCustomError

from plugins.clinics.formats import time_words
from plugins.clinics.model.hours import DayKind, Interval, parse_day, parse_special_day


@pytest.mark.parametrize(
    ("text", "meaning", "shown"),
    [
        ("09:00-17:00", "09:00-17:00", "9:00 AM – 5:00 PM"),
        (
            "08:00-12:00, 13:00-17:00",
            "08:00-12:00, 13:00-17:00",
            "8:00 AM – 12:00 PM, 1:00 PM – 5:00 PM",
        ),
        ("9am-5pm", "09:00-17:00", "9:00 AM – 5:00 PM"),
        ("9:00 AM – 5:00 PM", "09:00-17:00", "9:00 AM – 5:00 PM"),
        ("9 a.m. to 5:30 p.m.", "09:00-17:30", "9:00 AM – 5:30 PM"),
        ("9:00–17:00", "09:00-17:00", "9:00 AM – 5:00 PM"),
        ("12pm-1pm", "12:00-13:00", "12:00 PM – 1:00 PM"),
        ("12am-6am", "00:00-06:00", "12:00 AM – 6:00 AM"),
        ("22:00-06:00", "22:00-06:00", "10:00 PM – 6:00 AM"),
        ("09:00-00:00", "09:00-24:00", "9:00 AM – 12:00 AM"),
        ("09:00-24:00", "09:00-24:00", "9:00 AM – 12:00 AM"),
        ("Open 24 hours", "open 24 hours", "Open 24 hours"),
        ("00:00-24:00", "open 24 hours", "Open 24 hours"),
        ("Closed", "closed", "Closed"),
        ("by appointment", "by appointment", "By appointment"),
    ],
)
def test_each_way_of_writing_has_one_meaning(text: str, meaning: str, shown: str) -> None:
    day = parse_day(text)
    assert (str(day), day.display) == (meaning, shown)
    assert parse_day(str(day)) == day


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("9-5", "9:00 AM to 5:00 PM or 9:00 PM to 5:00 AM"),
        ("12-1", "12:00 AM to 1:00 AM or 12:00 PM to 1:00 PM"),
        ("9am-5", "9:00 AM to 5:00 PM or 9:00 AM to 5:00 AM"),
        ("9-5pm", "more than one way"),
        ("9:00-5pm", "more than one way"),
        ("08:00-05:00", "closes before it opens"),
        ("08:00-08:00", "closes before it opens"),
        ("24:01-03:00", "no clock shows"),
        ("09:60-17:00", "no clock shows"),
        ("0am-5pm", "no clock shows"),
        ("13pm-5pm", "no clock shows"),
        ("09:00-12:00, 11:00-13:00", "overlap"),
        ("13:00-17:00, 08:00-12:00", "not in order"),
        ("06:00-09:00, 20:00-08:00", "more than 24 hours"),
        ("morning", "not a time range"),
        ("09:00", "not a time range"),
        ("09:00-17:00,", "not a time range"),
        ("", "not a time range"),
    ],
)
def test_a_text_with_no_single_meaning_is_refused(text: str, part: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse_day(text)
    assert part in caught.value.message()


def test_a_slip_of_twelve_hours_gets_the_time_that_was_meant() -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse_day("08:00-05:00")
    assert "08:00-17:00" in (caught.value.context or {})["hint"]


def test_a_night_ends_on_the_next_day() -> None:
    assert parse_day("22:00-06:00").intervals == (Interval(22 * 60, 30 * 60),)


def test_a_holiday_may_keep_regular_hours() -> None:
    assert parse_special_day("regular hours").kind is DayKind.REGULAR
    with pytest.raises(PydanticCustomError):
        parse_day("regular hours")


def test_every_minute_of_a_day_reads_back() -> None:
    for minute in range(24 * 60):
        reread = parse_day(f"{time_words(minute)} - {time_words(minute + 1)}").intervals[0]
        assert reread == Interval(minute, minute + 1)
