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


@pytest.mark.parametrize(
    ("path", "zone", "local", "expected"),
    [
        (EXAMPLE, PHOENIX, "2026-11-30 07:59", ["Closed now", "Opens at 8:00 AM"]),
        (EXAMPLE, PHOENIX, "2026-11-30 08:00", ["Open until 12:00 PM"]),
        (EXAMPLE, PHOENIX, "2026-11-30 12:30", ["Closed now", "Opens at 1:00 PM"]),
        (EXAMPLE, PHOENIX, "2026-11-30 16:59", ["Open until 5:00 PM"]),
        (EXAMPLE, PHOENIX, "2026-11-30 17:00", ["Closed now", "Opens tomorrow at 9:00 AM"]),
        (EXAMPLE, PHOENIX, "2026-12-04 10:00", ["By appointment today"]),
        (EXAMPLE, PHOENIX, "2026-12-05 10:00", ["Closed now", "Opens Monday at 8:00 AM"]),
        # Holidays: a closed one, one with hours of its own, one that is not decided, a usual one.
        (EXAMPLE, PHOENIX, "2026-11-26 10:00", ["Closed for Thanksgiving Day", "By appointment tomorrow"]),
        (EXAMPLE, PHOENIX, "2026-12-24 10:00", ["Open until 12:00 PM", "Christmas Eve"]),
        (EXAMPLE, PHOENIX, "2026-12-24 13:00", ["Closed now", "Hours tomorrow: call to ask"]),
        (EXAMPLE, PHOENIX, "2026-12-25 10:00", ["Hours today: call to ask", "Christmas Day"]),
        (EXAMPLE, PHOENIX, "2026-12-31 10:00", ["Closed for New Year", "Opens Monday at 8:00 AM"]),
        (EXAMPLE, PHOENIX, "2027-07-04 10:00", ["Closed for Independence Day", "Opens tomorrow at 8:00 AM"]),
        # Before an opening, all day, in a night, and where nothing is known.
        (SOON, DENVER, "2027-01-20 10:00", ["Not open yet", "Opens Monday, February 1 at 12:00 AM"]),
        (SOON, DENVER, "2027-01-31 10:00", ["Not open yet", "Opens tomorrow at 12:00 AM"]),
        (SOON, DENVER, "2027-02-01 10:00", ["Open until 12:00 AM"]),
        (SOON, DENVER, "2027-02-02 23:00", ["Open until 6:00 AM"]),
        (SOON, DENVER, "2027-02-03 05:59", ["Open until 6:00 AM"]),
        (SOON, DENVER, "2027-02-03 06:00", ["Hours today: call to ask"]),
        (SOON, DENVER, "2027-02-04 12:00", ["Hours today: call to ask"]),
    ],
)  # fmt: skip
def test_the_line_says_what_holds_at_this_instant(
    visitor: Visitor, path: str, zone: str, local: str, expected: list[str]
) -> None:
    assert words(visitor.opens(path, local, zone)) == expected


CLOSURE = {"status": "temporarily_closed", "opening_hours": EVERY_DAY}


@pytest.mark.parametrize(
    ("found", "local", "fold", "expected"),
    [
        (
            rules(PHOENIX, **CLOSURE, status_until="2026-12-25"),
            "2026-12-10 10:00",
            0,
            ["Temporarily closed", "Opens Saturday, December 26 at 8:00 AM"],
        ),
        (
            rules(
                PHOENIX,
                **CLOSURE,
                status_until="2026-12-25",
                special_opening_hours=[
                    {"from": "2026-12-24", "to": "2026-12-26", "hours": "10:00-11:00"}
                ],
            ),
            "2026-12-25 10:30",
            0,
            ["Temporarily closed", "Opens tomorrow at 10:00 AM"],
        ),
        (rules(PHOENIX, **CLOSURE), "2027-12-10 10:00", 0, ["Temporarily closed"]),
        (rules(PHOENIX, **CLOSURE, status_until="2026-12-25"), "2026-12-26 09:00", 0, ["Open until 12:00 PM"]),
        # Nights of the clock changes; the visitor lives where the clinic is.
        (rules(DENVER, opening_hours=NIGHTS), "2026-11-01 01:30", 0, ["Open until 6:00 AM"]),
        (rules(DENVER, opening_hours=NIGHTS), "2026-11-01 01:30", 1, ["Open until 6:00 AM"]),
        (rules(DENVER, opening_hours=NIGHTS), "2027-03-14 01:59", 0, ["Open until 6:00 AM"]),
        (rules(DENVER, opening_hours=NIGHTS), "2027-03-14 03:00", 0, ["Open until 6:00 AM"]),
        (rules("America/Shiprock", opening_hours=NIGHTS), "2027-11-07 05:59", 0, ["Open until 6:00 AM"]),
        (
            rules(DENVER, special_opening_hours=[special("2026-11-01", "00:30-01:30")], opening_hours=EVERY_DAY),
            "2026-11-01 01:15",
            0,
            ["Open until 1:30 AM", "Why"],
        ),
        (
            rules(DENVER, special_opening_hours=[special("2026-11-01", "00:30-01:30")], opening_hours=EVERY_DAY),
            "2026-11-01 01:15",
            1,
            ["Closed now", "Opens tomorrow at 8:00 AM"],
        ),
        # A holiday does not end the night of the day before.
        (
            rules(PHOENIX, special_opening_hours=[special("2026-12-25", "closed", "Christmas")], opening_hours=NIGHTS),
            "2026-12-25 05:59",
            0,
            ["Open until 6:00 AM"],
        ),
        (
            rules(PHOENIX, special_opening_hours=[special("2026-12-25", "closed", "Christmas")], opening_hours=NIGHTS),
            "2026-12-25 06:00",
            0,
            ["Closed for Christmas", "Opens tomorrow at 10:00 PM"],
        ),
        (
            rules(PHOENIX, opening_hours=dict.fromkeys(EVERY_DAY, "open 24 hours")),
            "2028-02-29 12:00",
            0,
            ["Open now"],
        ),
    ],
)  # fmt: skip
def test_closures_and_nights_are_right_over_holidays_and_clock_changes(
    visitor: Visitor, found: Schedule, local: str, fold: int, expected: list[str]
) -> None:
    page = visitor.opens(EXAMPLE, local, found.time_zone, shipped=found, fold=fold)
    assert words(page) == expected


@pytest.mark.parametrize(
    ("local", "before", "after"),
    [
        ("2026-11-30 11:59:30", ["Open until 12:00 PM"], ["Closed now", "Opens at 1:00 PM"]),
        ("2026-11-30 12:59:30", ["Closed now", "Opens at 1:00 PM"], ["Open until 5:00 PM"]),
        ("2026-12-24 23:59:30", ["Closed now", "Hours tomorrow: call to ask"], ["Hours today: call to ask", "Christmas Day"]),
    ],
)  # fmt: skip
def test_the_line_changes_by_itself_at_the_minute(
    visitor: Visitor, local: str, before: list[str], after: list[str]
) -> None:
    page = visitor.opens(EXAMPLE, local)
    page.clock.pause_at(instant(local, PHOENIX) + datetime.timedelta(seconds=10))
    assert words(page) == before
    page.clock.run_for(19_000)
    assert words(page) == before
    page.clock.run_for(1_500)
    assert words(page) == after


def test_the_line_is_right_when_the_device_wakes_up(visitor: Visitor) -> None:
    page = visitor.opens(EXAMPLE, "2026-11-30 11:00")
    assert words(page) == ["Open until 12:00 PM"]
    page.clock.set_system_time(instant("2026-11-30 20:00", PHOENIX))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert words(page) == ["Closed now", "Opens tomorrow at 9:00 AM"]


@pytest.mark.parametrize(
    ("home", "expected"),
    [
        (PHOENIX, "Open until 12:00 PM"),
        ("America/Denver", "Open until 12:00 PM"),  # the same time in winter
        ("America/New_York", "Open until 12:00 PM MT"),
        ("Pacific/Kiritimati", "Open until 12:00 PM MT"),
    ],
)
def test_the_time_zone_is_named_where_the_visitor_has_another_time(
    visitor: Visitor, home: str, expected: str
) -> None:
    assert words(visitor.opens(EXAMPLE, "2026-11-30 10:00", home=home)) == [expected]


def test_the_time_zone_is_named_in_summer_where_only_one_of_two_clocks_has_moved(
    visitor: Visitor,
) -> None:
    (text,) = words(visitor.opens(EXAMPLE, "2027-06-07 10:00", home="America/Denver"))
    assert re.fullmatch(r"Open until 12:00 PM \S+", text)


def shown(page: Page, selector: str) -> list[str]:
    """What can be read of some elements now."""
    found = page.locator(f"{selector} >> visible=true").all_inner_texts()
    return [" ".join(text.split()) for text in found]


def special_dates(page: Page) -> list[str]:
    return shown(page, "section.hours li[data-first] time:first-child")


@pytest.mark.parametrize(
    ("local", "alerts", "dates"),
    [
        ("2026-11-26 23:59", 0, ["November 26", "December 24", "December 31", "July 4", "December 25"]),
        ("2026-11-27 00:00", 0, ["December 24", "December 31", "July 4", "December 25"]),
        ("2026-12-19 23:59", 0, ["December 24", "December 31", "July 4", "December 25"]),
        ("2026-12-20 00:00", 1, ["December 24", "December 31", "July 4", "December 25"]),
        ("2026-12-21 23:59", 1, ["December 24", "December 31", "July 4", "December 25"]),
        ("2026-12-22 00:00", 0, ["December 24", "December 31", "July 4", "December 25"]),
        ("2026-12-25 12:00", 0, ["December 31", "July 4", "December 25"]),
        ("2026-12-26 00:00", 0, ["December 31", "July 4"]),
        ("2027-01-01 23:59", 0, ["December 31", "July 4"]),
        ("2027-01-02 00:00", 0, ["July 4"]),
        ("2027-07-05 00:00", 0, []),
    ],
)  # fmt: skip
def test_dated_facts_come_and_go_on_their_days_without_a_build(
    visitor: Visitor, local: str, alerts: int, dates: list[str]
) -> None:
    page = visitor.opens(EXAMPLE, local)
    words(page)
    assert len(shown(page, ".notice")) == alerts
    assert [text.partition(",")[0] for text in special_dates(page)] == dates
    texts = " ".join(shown(page, "section.hours"))
    assert ("Days with other hours" in texts) == bool(set(dates) - {"December 25"})
    assert ("Call to ask about hours" in texts) == ("December 25" in dates)


def test_a_closure_is_over_on_the_day_after_its_last_one(visitor: Visitor) -> None:
    last, next_one = (visitor.opens(SECOND, f"{day} 12:00") for day in ("2027-01-31", "2027-02-01"))
    assert "Closed for now" in " ".join(shown(last, ".notice"))
    assert "These hours do not apply" in " ".join(shown(last, "section.hours"))
    expect(next_one.locator(".notice")).to_be_hidden()
    assert "These hours do not apply" not in " ".join(shown(next_one, "section.hours"))


@pytest.mark.parametrize(
    ("local", "marked"),
    [
        ("2026-11-30 00:00", ["Monday"]),
        ("2026-11-29 23:59", ["Sunday"]),
        ("2026-12-24 12:00", ["December 24, 2026"]),  # not the usual Thursday
        ("2027-01-01 12:00", ["December 31, 2026 to January 1, 2027"]),
        ("2026-12-25 12:00", ["December 25, 2026"]),
    ],
)
def test_today_is_marked_where_its_hours_stand(
    visitor: Visitor, local: str, marked: list[str]
) -> None:
    page = visitor.opens(EXAMPLE, local, home="Pacific/Kiritimati")
    words(page)
    found = page.locator("[aria-current=date]").all_inner_texts()
    assert [re.split(r":\s|\s\(|\t|\n", text)[0].strip() for text in found] == marked


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("local", ["2026-11-26 10:00", "2026-12-24 10:00", "2027-07-04 10:00"])
def test_nothing_moves_when_the_words_come(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, width: int, local: str
) -> None:
    """The scripts are late, and the visitor lives in another time zone, whose name makes it long."""
    with delivered(shared_small(tmp_path_factory, "production"), is_late) as url:
        visitor = Visitor(browser, url)
        page = visitor.opens(
            EXAMPLE, local, home="Asia/Tokyo", viewport={"width": width, "height": 3000}
        )
        assert words(page)
        page.clock.run_for(1)
        page.clock.resume()
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
