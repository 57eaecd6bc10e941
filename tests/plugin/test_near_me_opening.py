"""The bits that say when clinics may be open: never one too few, and few enough to be of use."""

from __future__ import annotations

import datetime
import itertools
from dataclasses import replace

import numpy as np
import pytest

from plugins.clinics.hours import ONE_DAY, ONE_MINUTE, Schedule, moments, state_at
from plugins.clinics.near_me.opening import MOST_DAYS, UNKNOWN, bounds, single_days
from tests.conftest import AS_OF
from tests.near_me_world import FIRST, HOLIDAYS, SPANS, WEEKS, instants, rules

ZONES = (
    "America/New_York",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Adak",
    "Pacific/Honolulu",
    "Pacific/Guam",
    "America/Puerto_Rico",
)
EVERY = tuple(itertools.product(ZONES, range(len(WEEKS)), range(len(SPANS))))
CHRISTMAS = 20_812


def bit(moment: datetime.datetime, days: tuple[int, ...]) -> int:
    """The bit of a moment, as README.md says."""
    hours = int(moment.timestamp() // 3600)
    day = (hours - 8) // 24
    return 62 + days.index(day) if day in days else hours // 3 % 56


def edges(found: Schedule) -> list[datetime.datetime]:
    """The last minute before and the first one at each change of some months, and the clock's."""
    starts = [FIRST, FIRST + 108 * ONE_DAY, FIRST + 346 * ONE_DAY]
    changes = [moment for start in starts for moment in moments(found, start, days=4)]
    return [moment + step for moment in changes for step in (-ONE_MINUTE, 0 * ONE_MINUTE)]


@pytest.mark.parametrize(
    ("step", "amount"), [(11, 60), pytest.param(1, 400, marks=pytest.mark.verify)]
)
def test_a_clinic_that_is_open_or_may_be_has_its_bit(step: int, amount: int) -> None:
    listed = single_days([rules(*item) for item in EVERY])
    assert CHRISTMAS in listed
    dice = np.random.default_rng(8)
    compared = 0
    for item in EVERY[::step]:
        found = rules(*item)
        tried = [*instants(amount, dice), *edges(found)]
        for days in ((), listed[:4], listed):
            bits = bounds(found, days, AS_OF.year)
            for moment in tried:
                kind = state_at(found, moment).kind
                mask = {"open": bits.open, "closed": -1}.get(kind, bits.to_ask)
                assert mask >> bit(moment, days) & 1, (item, moment, days)
                compared += kind != "closed"
    assert compared > amount * len(EVERY[::step])


def test_a_clinic_without_rules_may_be_open_at_any_time() -> None:
    for days in ((), tuple(range(20_000, 20_000 + MOST_DAYS))):
        assert bounds(None, days, AS_OF.year) == UNKNOWN
        for moment in instants(100, np.random.default_rng(9)):
            assert UNKNOWN.to_ask >> bit(moment, days) & 1


def test_at_night_on_sundays_and_on_holidays_no_bit_sends_a_search_to_a_closed_clinic() -> None:
    closed_on_weekends = rules("America/New_York", 1, 0)
    days = single_days([closed_on_weekends])
    found = bounds(closed_on_weekends, days, AS_OF.year)
    for text in ("2026-11-24T04:00", "2026-11-29T18:00", "2026-11-26T18:00", "2026-12-25T18:00"):
        moment = datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)
        assert not (found.open | found.to_ask) >> bit(moment, days) & 1, text
    for text in ("2026-11-24T18:00", "2026-11-27T18:00", "2026-12-24T16:00"):
        moment = datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)
        assert found.open >> bit(moment, days) & 1, text


def test_the_single_days_are_those_on_which_most_clinics_differ() -> None:
    most = [rules("America/Denver", 0, 0)] * 3
    other = rules("America/Denver", 0, 2)
    days = single_days([*most, other, None])
    dates = [datetime.date(1970, 1, 1) + day * ONE_DAY for day in days]
    assert dates == sorted(date for span in HOLIDAYS for date in span.dates())
    assert single_days([]) == ()


def test_no_more_days_are_listed_than_a_word_has_bits() -> None:
    dates = [AS_OF + number * ONE_DAY for number in range(40)]
    spans = tuple(replace(HOLIDAYS[0], first=date, last=date) for date in dates)
    found = single_days([Schedule("America/Denver", WEEKS[0], spans)])
    assert len(found) == MOST_DAYS
    assert list(found) == sorted(found)
