"""The page of a clinic at planted instants, long after its build: what it says by itself, and when.

The small site is built for 2026-11-24; each test sets the clock of the browser, and none builds
again. `with_rules` gives a page the hours of another clinic, as the build would ship them.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from plugins.clinics.hours import Schedule
from tests.browser.delivered import delivered
from tests.browser.test_layout_shift import SETTLED, SETTLING_MILLISECONDS, WATCH, is_late
from tests.plugin.test_hours import EVERY_DAY, NIGHTS, rules, special
from tests.plugin.test_site_small import shared_small

PHOENIX, DENVER = "America/Phoenix", "America/Denver"
EXAMPLE, SOON, SECOND = (f"/locations/{name}/" for name in ("az/example", "co/soon", "az/second"))
HOURS = re.compile(r"data-hours='[^']*'")
LINE = "[data-open-now]"


@pytest.fixture(scope="module")
def site_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with delivered(shared_small(tmp_path_factory, "production")) as url:
        yield url


@pytest.fixture
def visitor(browser: Browser, site_url: str) -> Iterator[Visitor]:
    found = Visitor(browser, site_url)
    yield found
    found.close()


class Visitor:
    """Somebody who opens the page of a clinic at an instant."""

    def __init__(self, browser: Browser, site_url: str) -> None:
        self.browser = browser
        self.site_url = site_url
        self.contexts: list[Any] = []

    def opens(
        self,
        path: str,
        local: str,
        zone: str = PHOENIX,
        home: str | None = None,
        shipped: Schedule | None = None,
        fold: int = 0,
        **more: Any,
    ) -> Page:
        """The page at a local time of `zone`, for a visitor whose clock is that of `home`."""
        context = self.browser.new_context(timezone_id=home or zone, **more)
        self.contexts.append(context)
        page = context.new_page()
        if shipped:
            with_rules(page, self.site_url + path, shipped)
        if more.get("java_script_enabled", True):
            page.add_init_script(WATCH)
            page.clock.install(time=instant(local, zone, fold))
        page.goto(self.site_url + path)
        return page

    def waits(self, page: Page, local: str, zone: str = PHOENIX) -> None:
        """The tab lies open, unseen, until it is looked at again."""
        page.clock.set_system_time(instant(local, zone))
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def instant(local: str, zone: str, fold: int = 0) -> datetime.datetime:
    written = datetime.datetime.fromisoformat(local)
    return written.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(datetime.UTC)


def with_rules(page: Page, url: str, found: Schedule) -> None:
    """Let the page have these rules in the place of its own."""
    text = json.dumps(found.shipped).replace("'", "\\u0027")

    def answer(route: Route) -> None:
        html, count = HOURS.subn(lambda _match: f"data-hours='{text}'", route.fetch().text())
        assert count == 1
        route.fulfill(body=html, content_type="text/html")

    page.route(url, answer)


def words(page: Page) -> list[str]:
    """The two lines as they are read, also by a screen reader; without an empty one."""
    line = page.locator(LINE)
    expect(line.locator("strong")).not_to_be_empty()
    shown = [text.strip() for text in line.inner_text().splitlines() if text.strip()]
    spoken = line.aria_snapshot()
    assert all(text in spoken for text in shown), spoken
    assert line.locator("[aria-hidden], [hidden]").count() == 0
    return shown


LINES = {
    (EXAMPLE, PHOENIX): [
        # Holidays: a closed one, one with hours of its own, one that is not decided, a usual one.
        ("2026-11-26 10:00", "Closed for Thanksgiving Day", "By appointment tomorrow"),
        ("2026-11-30 07:59", "Closed now", "Opens at 8:00 AM"),
        ("2026-11-30 08:00", "Open until 12:00 PM"),
        ("2026-11-30 12:30", "Closed now", "Opens at 1:00 PM"),
        ("2026-11-30 16:59", "Open until 5:00 PM"),
        ("2026-11-30 17:00", "Closed now", "Opens tomorrow at 9:00 AM"),
        ("2026-12-04 10:00", "By appointment today"),
        ("2026-12-05 10:00", "Closed now", "Opens Monday at 8:00 AM"),
        ("2026-12-24 10:00", "Open until 12:00 PM", "Christmas Eve"),
        ("2026-12-24 13:00", "Closed now", "Hours tomorrow: call to ask"),
        ("2026-12-25 10:00", "Hours today: call to ask", "Christmas Day"),
        ("2026-12-31 10:00", "Closed for New Year", "Opens Monday at 8:00 AM"),
        ("2027-07-04 10:00", "Closed for Independence Day", "Opens tomorrow at 8:00 AM"),
    ],
    (SOON, DENVER): [
        # Before an opening, all day, in a night, and where nothing is known.
        ("2027-01-20 10:00", "Not open yet", "Opens Monday, February 1 at 12:00 AM"),
        ("2027-01-31 10:00", "Not open yet", "Opens tomorrow at 12:00 AM"),
        ("2027-02-01 10:00", "Open until 12:00 AM"),
        ("2027-02-02 23:00", "Open until 6:00 AM"),
        ("2027-02-03 05:59", "Open until 6:00 AM"),
        ("2027-02-03 06:00", "Hours today: call to ask"),
        ("2027-02-04 12:00", "Hours today: call to ask"),
    ],
}


@pytest.mark.parametrize(
    ("path", "zone"), [(EXAMPLE, PHOENIX), pytest.param(SOON, DENVER, marks=pytest.mark.verify)]
)
def test_the_line_says_what_holds_at_this_instant(visitor: Visitor, path: str, zone: str) -> None:
    page = visitor.opens(path, "2026-11-24 10:00", zone)
    for local, *expected in LINES[path, zone]:
        visitor.waits(page, local, zone)
        assert words(page) == expected, local


CLOSURE = {"status": "temporarily_closed", "opening_hours": EVERY_DAY}


UNTIL_CHRISTMAS = rules(
    **CLOSURE,
    status_until="2026-12-25",
    special_opening_hours=[{"from": "2026-12-24", "to": "2026-12-26", "hours": "10:00-11:00"}],
)
NIGHT_SHIFTS = rules(DENVER, opening_hours=NIGHTS)
CHRISTMAS = rules(
    opening_hours=NIGHTS, special_opening_hours=[special("2026-12-25", "closed", "Christmas")]
)
TWICE = rules(
    DENVER, opening_hours=EVERY_DAY, special_opening_hours=[special("2026-11-01", "00:30-01:30")]
)
CLOSED = rules(**CLOSURE)
ALWAYS_OPEN = rules(opening_hours=dict.fromkeys(EVERY_DAY, "open 24 hours"))
VERIFY = pytest.mark.verify


SHIPROCK = rules("America/Shiprock", opening_hours=NIGHTS)

Case = tuple[Schedule, str, int, str, str]
CASES: list[Case] = [
    # The second 1:30 of that night; the visitor lives where the clinic is.
    (NIGHT_SHIFTS, "2026-11-01 01:30", 1, "Open until 6:00 AM", ""),
    # A holiday does not end the night of the day before.
    (CHRISTMAS, "2026-12-25 05:59", 0, "Open until 6:00 AM", ""),
]
MORE_CASES: list[Case] = [
    (CHRISTMAS, "2026-12-25 06:00", 0, "Closed for Christmas", "Opens tomorrow at 10:00 PM"),
    (NIGHT_SHIFTS, "2026-11-01 01:30", 0, "Open until 6:00 AM", ""),
    (NIGHT_SHIFTS, "2027-03-14 01:59", 0, "Open until 6:00 AM", ""),
    (NIGHT_SHIFTS, "2027-03-14 03:00", 0, "Open until 6:00 AM", ""),
    (SHIPROCK, "2027-11-07 05:59", 0, "Open until 6:00 AM", ""),
    (TWICE, "2026-11-01 01:15", 0, "Open until 1:30 AM", "Why"),
    (TWICE, "2026-11-01 01:15", 1, "Closed now", "Opens tomorrow at 8:00 AM"),
    (CLOSED, "2027-12-10 10:00", 0, "Temporarily closed", ""),
    (
        UNTIL_CHRISTMAS,
        "2026-12-10 10:00",
        0,
        "Temporarily closed",
        "Opens Saturday, December 26 at 10:00 AM",
    ),
    (UNTIL_CHRISTMAS, "2026-12-25 10:30", 0, "Temporarily closed", "Opens tomorrow at 10:00 AM"),
    (UNTIL_CHRISTMAS, "2026-12-26 10:00", 0, "Open until 11:00 AM", ""),
    (ALWAYS_OPEN, "2028-02-29 12:00", 0, "Open now", ""),
]


@pytest.mark.parametrize(
    ("found", "local", "fold", "state", "detail"),
    [*CASES, *(pytest.param(*case, marks=VERIFY) for case in MORE_CASES)],
)
def test_closures_and_nights_are_right_over_holidays_and_clock_changes(
    visitor: Visitor, found: Schedule, local: str, fold: int, state: str, detail: str
) -> None:
    page = visitor.opens(EXAMPLE, local, found.time_zone, shipped=found, fold=fold)
    assert words(page) == [text for text in (state, detail) if text]


def test_the_line_changes_by_itself_at_the_minute(visitor: Visitor) -> None:
    page = visitor.opens(EXAMPLE, "2026-11-30 11:59:10")
    page.clock.pause_at(instant("2026-11-30 11:59:30", PHOENIX))
    assert words(page) == ["Open until 12:00 PM"]
    page.clock.run_for(29_000)
    assert words(page) == ["Open until 12:00 PM"]
    page.clock.run_for(2_000)
    assert words(page) == ["Closed now", "Opens at 1:00 PM"]
    page.clock.run_for(3_600_000)
    assert words(page) == ["Open until 5:00 PM"]


@pytest.mark.parametrize(
    ("home", "expected"),
    [
        # The same time in winter
        pytest.param("America/Denver", "Open until 12:00 PM", marks=VERIFY),
        ("America/New_York", "Open until 12:00 PM MST"),
        pytest.param(PHOENIX, "Open until 12:00 PM", marks=VERIFY),
        pytest.param("Pacific/Kiritimati", "Open until 12:00 PM MST", marks=VERIFY),
    ],
)
def test_the_time_zone_is_named_where_the_visitor_has_another_time(
    visitor: Visitor, home: str, expected: str
) -> None:
    assert words(visitor.opens(EXAMPLE, "2026-11-30 10:00", home=home)) == [expected]


def test_the_time_zone_is_named_in_summer_when_only_one_of_two_clocks_has_moved(
    visitor: Visitor,
) -> None:
    page = visitor.opens(EXAMPLE, "2027-03-08 10:00", home="America/Denver")
    assert words(page) == ["Open until 12:00 PM"]
    visitor.waits(page, "2027-03-15 10:00")
    assert words(page) == ["Open until 12:00 PM MST"]


def shown(page: Page, selector: str) -> list[str]:
    """What can be read of some elements now."""
    found = page.locator(f"{selector} >> visible=true").all_inner_texts()
    return [" ".join(text.split()) for text in found]


def special_dates(page: Page) -> list[str]:
    return shown(page, "section.hours li[data-first] time:first-child")


DATED = [
    ("2026-11-26 23:59", 0, "November 26", "December 24", "December 31", "July 4", "December 25"),
    ("2026-11-27 00:00", 0, "December 24", "December 31", "July 4", "December 25"),
    ("2026-12-19 23:59", 0, "December 24", "December 31", "July 4", "December 25"),
    ("2026-12-20 00:00", 1, "December 24", "December 31", "July 4", "December 25"),
    ("2026-12-21 23:59", 1, "December 24", "December 31", "July 4", "December 25"),
    ("2026-12-22 00:00", 0, "December 24", "December 31", "July 4", "December 25"),
    ("2026-12-25 12:00", 0, "December 31", "July 4", "December 25"),
    ("2026-12-26 00:00", 0, "December 31", "July 4"),
    ("2027-01-01 23:59", 0, "December 31", "July 4"),
    ("2027-01-02 00:00", 0, "July 4"),
    ("2027-07-05 00:00", 0),
]


def test_dated_facts_come_and_go_on_their_days_without_a_build(visitor: Visitor) -> None:
    page = visitor.opens(EXAMPLE, "2026-11-24 10:00")
    for local, alerts, *dates in DATED:
        visitor.waits(page, local)
        assert len(shown(page, ".notice")) == alerts, local
        assert [text.partition(",")[0] for text in special_dates(page)] == dates, local
        text = " ".join(shown(page, "section.hours"))
        assert ("Days with other hours" in text) == bool(set(dates) - {"December 25"}), local
        assert ("Call to ask about hours" in text) == ("December 25" in dates), local


def test_a_closure_is_over_on_the_day_after_its_last_one(visitor: Visitor) -> None:
    page = visitor.opens(SECOND, "2027-01-31 23:59")
    assert "Closed for now" in " ".join(shown(page, ".notice"))
    assert "These hours do not apply" in " ".join(shown(page, "section.hours"))
    visitor.waits(page, "2027-02-01 00:00")
    assert "Closed for now" not in " ".join(shown(page, ".notice"))
    assert "These hours do not apply" not in " ".join(shown(page, "section.hours"))


def test_where_nothing_is_known_nothing_is_said_of_now(visitor: Visitor) -> None:
    page = visitor.opens(SECOND, "2027-03-01 12:00")
    assert page.locator(LINE).count() == 0
    assert "Call to ask about opening hours" in " ".join(shown(page, "section.hours"))


MARKED = {
    "2026-11-29 23:59": "Sunday",
    "2026-11-30 00:00": "Monday",
    "2026-12-24 12:00": "December 24, 2026",  # not the usual Thursday
    "2026-12-25 12:00": "December 25, 2026",
    "2027-01-01 12:00": "December 31, 2026 to January 1, 2027",
}


def test_today_is_marked_where_its_hours_stand(visitor: Visitor) -> None:
    page = visitor.opens(EXAMPLE, "2026-11-24 10:00", home="Pacific/Kiritimati")
    for local, marked in MARKED.items():
        visitor.waits(page, local)
        found = page.locator("[aria-current=date]").all_inner_texts()
        assert [re.split(r":\s|\s\(|\t|\n", text)[0].strip() for text in found] == [marked]


@pytest.mark.parametrize(
    ("local", "width"),
    [
        ("2026-11-26 10:00", 390),
        *(
            pytest.param(local, width, marks=VERIFY)
            for local in ("2026-11-24 10:00", "2026-11-26 10:00")
            for width in (360, 390, 1280)
        ),
    ],
)
def test_nothing_moves_when_the_words_come(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, width: int, local: str
) -> None:
    """The scripts are late, and the words are long: another time zone, and a holiday."""
    with delivered(shared_small(tmp_path_factory, "production"), is_late) as url:
        visitor = Visitor(browser, url)
        viewport = {"width": width, "height": 3000}
        page = visitor.opens(EXAMPLE, local, home="Asia/Tokyo", viewport=viewport)
        assert len(words(page)) == (2 if "26 " in local[8:] else 1)
        moved = page.evaluate(SETTLED, SETTLING_MILLISECONDS)
        visitor.close()
    assert sum(value for value, _moved in moved) < 0.001, moved


def test_without_a_script_everything_has_its_dates_and_nothing_speaks_of_now(
    visitor: Visitor,
) -> None:
    page = visitor.opens(EXAMPLE, "2026-12-24 10:00", java_script_enabled=False)
    text = " ".join(page.locator("main").inner_text().split())
    for stated in (
        "Monday 8:00 AM – 12:00 PM, 1:00 PM – 5:00 PM",
        "Friday By appointment",
        "November 26, 2026: Closed (Thanksgiving Day)",
        "December 24, 2026: 8:00 AM – 12:00 PM (Christmas Eve)",
        "December 31, 2026 to January 1, 2027: Closed (New Year)",
        "Call to ask about hours on these days: December 25, 2026 (Christmas Day)",
    ):
        assert stated in text
    expect(page.locator(LINE)).to_be_hidden()
    assert page.locator("[aria-current=date]").count() == 0
    assert not re.search(r"\b(open|closed) now\b|\btoday\b|\btomorrow\b", text, re.IGNORECASE)
    closed = visitor.opens(SECOND, "2026-12-24 10:00", java_script_enabled=False)
    assert "This clinic is closed until January 31, 2027" in " ".join(
        closed.locator("main").inner_text().split()
    )
