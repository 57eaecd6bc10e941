"""Near me and opening hours: what the cards say at planted times, “Open now”, and what changes.

The hours are planted into the leaf of the real index, so that no edit of a clinic changes a test.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.near_me_site import served

WEEKDAYS = ["06:00-20:00"] * 5 + ["closed", "closed"]
SATURDAYS = ["06:00-20:00"] * 4 + ["by appointment", "09:00-17:00", "closed"]
UNKNOWN = [None] * 7
SHUT = ["closed"] * 7
ALWAYS = ["open 24 hours"] * 7
TUESDAY, NIGHT, SUNDAY = "2026-12-01T18:00:00Z", "2026-12-02T10:00:00Z", "2026-12-06T18:00:00Z"
PHOENIX = "America/Phoenix"

Week = list[str] | list[None]
Rules = tuple[str, Week, list[list[Any]]]
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def site_url(development_site: Path) -> Iterator[str]:
    with served(development_site) as url:
        yield url


def planted(leaf: dict[str, Any], clinics: dict[str, Rules], others: Rules | None) -> None:
    """Put the rules of some clinics into a leaf, and those of all others."""
    leaf |= {"h": [], "z": [], "w": [], "d": []}
    for slug in leaf["s"]:
        rules = clinics.get(slug, others)
        leaf["h"].append([len(leaf["z"])] * 3 if rules else 0)
        for name, value in zip("zwd", rules or (), strict=False):
            leaf[name].append(value)


@pytest.fixture
def near_me(browser: Browser, site_url: str) -> Iterator[Open]:
    """A function that opens the page at a time, with planted hours; the console stays clean."""
    errors: list[str] = []
    contexts = []

    def start(
        time: str,
        fragment: str = "q=85201",
        clinics: dict[str, Rules] | None = None,
        others: Rules | None = (PHOENIX, WEEKDAYS, []),
        zone: str = PHOENIX,
        **options: Any,
    ) -> Page:
        context = browser.new_context(timezone_id=zone, locale="en-US", **options)
        context.set_default_timeout(5_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.clock.install(time=time)

        def plant(route: Route) -> None:
            leaf = route.fetch().json()
            planted(leaf, clinics or {}, others)
            route.fulfill(body=json.dumps(leaf), content_type="application/json")

        def unbound(route: Route) -> None:
            """Boxes whose clinics may be open at any time, as the planted hours want it."""
            text = route.fetch().text()
            root = re.search(r'id="near-me-root">(.*?)</script>', text, re.DOTALL)
            assert root
            content = json.loads(root[1])
            for entry in content["entries"]:
                half = 5 + (len(entry) - 5) // 2
                entry[5:8] = entry[half : half + 3] = [2**31 - 1] * 3
            route.fulfill(body=text.replace(root[1], json.dumps(content)), content_type="text/html")

        page.route("**/t/l0.json", plant)
        page.route("**/near-me/", unbound)
        page.goto(f"{site_url}/near-me/#{fragment}")
        return page

    yield start
    for context in contexts:
        context.close()
    assert errors == []


def cards(page: Page, name: str = "confirmed") -> Locator:
    return page.locator(f"#near-me-{name} > .card")


def card(page: Page, name: str) -> Locator:
    """The card of a clinic."""
    link = page.get_by_role("link", name=name, exact=True)
    return page.locator(".card").filter(has=link)


def line(page: Page, name: str) -> Locator:
    """What the card of a clinic says of its hours."""
    return card(page, name).locator(".opening")


def open_now(page: Page) -> Locator:
    return page.get_by_role("checkbox", name="Open now")


def shown(page: Page, name: str = "confirmed") -> list[str]:
    """The names of the clinics in a list."""
    return cards(page, name).locator("h3").all_inner_texts()


def test_each_card_says_whether_the_clinic_is_open_in_its_own_zone(near_me: Open) -> None:
    page = near_me(
        TUESDAY,
        clinics={
            "az-gilbert": (PHOENIX, WEEKDAYS, []),
            "az-chandler": (PHOENIX, ["13:00-17:00"] * 7, []),
            "az-biltmore": (PHOENIX, ALWAYS, []),
            "az-desert-ridge": (PHOENIX, ["by appointment"] * 7, []),
            "az-estrella": (PHOENIX, [None, None, *WEEKDAYS[2:]], []),
            "az-queen-creek": ("America/New_York", ["06:00-13:30"] * 7, []),
        },
        others=None,
    )
    expect(cards(page)).to_have_count(10)
    for name, words in (
        ("Gilbert", "Open until 8:00 PM"),
        ("Chandler", "Closed nowOpens at 1:00 PM"),
        ("Biltmore", "Open now"),
        ("Desert Ridge", "By appointment today"),
        ("Estrella", "Hours today: call to ask"),
        ("Queen Creek", "Open until 1:30 PM ET"),
    ):
        expect(line(page, name)).to_have_text(words)
    expect(line(page, "Las Vegas")).to_be_hidden()
    expect(page.locator(".opening:visible")).to_have_count(6)


def test_the_zone_is_named_where_the_visitor_has_another_clock(near_me: Open) -> None:
    page = near_me(TUESDAY, zone="America/New_York")
    expect(line(page, "Gilbert")).to_have_text("Open until 8:00 PM MST")


def test_open_now_lists_what_is_open_then_what_one_has_to_ask_and_hides_the_rest(
    near_me: Open,
) -> None:
    page = near_me(
        NIGHT,
        clinics={
            "az-chandler": (PHOENIX, ALWAYS, []),
            "az-biltmore": (PHOENIX, ["by appointment"] * 7, []),
            "az-estrella": (PHOENIX, UNKNOWN, []),
        },
    )
    expect(cards(page)).to_have_count(10)
    open_now(page).check()
    page.wait_for_url("**/near-me/#q=85201&also=open-now")
    expect(cards(page)).to_have_count(1)
    assert shown(page) == ["Chandler"]
    ask = page.get_by_role("heading", name="Clinics to call and ask about: hours today")
    expect(ask).to_be_visible()
    assert set(shown(page, "possible")) == {"Biltmore", "Estrella"}
    expect(line(page, "Estrella")).to_have_text("Hours today: call to ask")
    expect(line(page, "Biltmore")).to_have_text("By appointment today")
    page.reload()
    expect(open_now(page)).to_be_checked()
    expect(cards(page)).to_have_count(1)
    open_now(page).uncheck()
    expect(cards(page)).to_have_count(10)
    expect(line(page, "Estrella")).to_be_hidden()


def test_open_now_and_a_treatment_are_asked_for_together(near_me: Open) -> None:
    closed = dict.fromkeys(["az-gilbert", "az-chandler"], (PHOENIX, SHUT, []))
    page = near_me(TUESDAY, "q=85201&treatment=tms-therapy&also=open-now", clinics=closed)
    expect(cards(page).first).to_be_visible()
    names = shown(page) + shown(page, "possible")
    assert not {"Gilbert", "Chandler"} & set(names)
    heading = page.get_by_role("heading", name="call and ask about: TMS therapy, hours today")
    expect(heading).to_be_visible()
    expect(cards(page).first.get_by_text("Confirmed here: TMS therapy")).to_be_visible()


def test_when_nothing_is_open_that_is_said_with_help_and_a_way_on(near_me: Open) -> None:
    page = near_me(SUNDAY, "q=85201&also=open-now")
    expect(page.get_by_role("status")).to_contain_text("We know of no clinic that fits and is open")
    expect(page.get_by_text("No clinic on our list offers all of this")).to_be_hidden()
    expect(cards(page)).to_have_count(0)
    form = page.get_by_role("search", name="Nearest clinics")
    expect(form.get_by_role("link", name="Call 988")).to_be_in_viewport()
    page.get_by_role("link", name="Show clinics that are closed now, too").click()
    expect(cards(page)).to_have_count(10)
    expect(open_now(page)).not_to_be_checked()
    expect(page.locator("#near-me-heading")).to_be_focused()
    expect(line(page, "Gilbert")).to_have_text("Closed nowOpens tomorrow at 6:00 AM")
    expect(form.get_by_role("link", name="Call 988")).to_be_hidden()


def test_a_far_open_clinic_does_not_say_that_the_nearest_one_is_far(near_me: Open) -> None:
    page = near_me(SUNDAY, "q=85201&also=open-now", {"va-fairfax": (PHOENIX, ALWAYS, [])})
    expect(cards(page)).to_have_count(1)
    notices = page.get_by_text("The nearest clinic is far from you.").filter(visible=True)
    expect(notices).to_have_count(0)


CLOSURE = ["2026-12-02", "2026-12-24", "closed", "closure", ""]
NOT_YET = [None, "2026-12-01", "closed", "opening", ""]


def test_dated_facts_hold_from_their_day_on(near_me: Open) -> None:
    rules = {
        "az-gilbert": (PHOENIX, WEEKDAYS, [CLOSURE]),
        "az-chandler": (PHOENIX, WEEKDAYS, [NOT_YET]),
        "az-biltmore": (
            PHOENIX,
            WEEKDAYS,
            [["2026-12-02", "2026-12-02", "closed", "special", "Staff training"]],
        ),
    }
    page = near_me("2026-12-02T02:59:30Z", clinics=rules)
    expect(line(page, "Gilbert")).to_have_text("Open until 8:00 PM")
    expect(line(page, "Chandler")).to_have_text("Not open yetOpens tomorrow at 6:00 AM")
    page.clock.fast_forward("13:01:00")
    expect(line(page, "Gilbert")).to_have_text(
        "Temporarily closedOpens Friday, December 25 at 6:00 AM"
    )
    expect(line(page, "Chandler")).to_have_text("Open until 8:00 PM")
    expect(line(page, "Biltmore")).to_have_text(
        "Closed for Staff trainingOpens tomorrow at 6:00 AM"
    )


def test_the_badge_opening_soon_goes_when_the_clinic_has_opened(near_me: Open) -> None:
    page = near_me("2026-12-02T02:59:30Z", "", {"az-gilbert": (PHOENIX, WEEKDAYS, [NOT_YET])})
    page.unroute("**/t/l0.json")

    def soon(route: Route) -> None:
        leaf = route.fetch().json()
        planted(leaf, {"az-gilbert": (PHOENIX, WEEKDAYS, [NOT_YET])}, None)
        leaf["f"] = [2] * len(leaf["f"])
        route.fulfill(body=json.dumps(leaf), content_type="application/json")

    page.route("**/t/l0.json", soon)
    page.evaluate("location.hash = '#q=85201'")
    badge = card(page, "Gilbert").get_by_text("Opening soon")
    expect(badge).to_be_visible()
    page.clock.fast_forward("13:01:00")
    expect(line(page, "Gilbert")).to_have_text("Open until 8:00 PM")
    expect(badge).to_be_hidden()
    expect(card(page, "Chandler").get_by_text("Opening soon")).to_be_visible()


def test_cards_change_at_the_minute_and_nothing_else_moves(near_me: Open) -> None:
    page = near_me("2026-12-02T02:58:30Z")
    link = card(page, "Gilbert").get_by_role("link", name="Directions")
    link.focus()
    before = link.bounding_box()
    expect(line(page, "Gilbert")).to_have_text("Open until 8:00 PM")
    page.clock.fast_forward("00:31")
    expect(line(page, "Gilbert")).to_have_text("Open until 8:00 PM")
    page.clock.fast_forward("01:00")
    expect(line(page, "Gilbert")).to_have_text("Closed nowOpens tomorrow at 6:00 AM")
    expect(link).to_be_focused()
    after = link.bounding_box()
    assert before
    assert after
    assert abs(after["y"] - before["y"]) < 1


def test_a_list_with_open_now_is_renewed_at_the_minute(near_me: Open) -> None:
    rules = {
        "az-gilbert": (PHOENIX, ["06:00-20:00"] * 7, []),
        "az-chandler": (PHOENIX, ["20:00-23:00"] * 7, []),
        "az-biltmore": (PHOENIX, ALWAYS, []),
        "az-desert-ridge": (PHOENIX, ["06:00-20:05"] * 7, []),
    }
    page = near_me("2026-12-02T02:59:30Z", "q=85201&also=open-now", rules, (PHOENIX, SHUT, []))
    expect(cards(page)).to_have_count(3)
    assert set(shown(page)) == {"Gilbert", "Biltmore", "Desert Ridge"}
    stays = card(page, "Biltmore").get_by_role("link", name="Directions")
    stays.focus()
    page.clock.fast_forward("00:31")
    expect(card(page, "Gilbert")).to_have_count(0)
    assert set(shown(page)) == {"Chandler", "Biltmore", "Desert Ridge"}
    expect(stays).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text("Showing 3 of")
    # A card with the focus stays, and says that the clinic has closed.
    going = card(page, "Desert Ridge").get_by_role("link", name="Directions")
    going.focus()
    page.clock.fast_forward("05:01")
    expect(line(page, "Desert Ridge")).to_have_text("Closed nowOpens tomorrow at 6:00 AM")
    expect(going).to_be_focused()
    stays.focus()
    page.clock.fast_forward("01:00")
    expect(card(page, "Desert Ridge")).to_have_count(0)
    expect(stays).to_be_focused()


def test_a_preview_of_another_day_takes_that_day(near_me: Open, site_url: str) -> None:
    page = near_me(TUESDAY, "")
    page.unroute("**/near-me/")

    def preview(route: Route) -> None:
        text = route.fetch().text().replace("<html", '<html data-as-of="2026-12-06"', 1)
        route.fulfill(body=text, content_type="text/html")

    page.route("**/near-me/", preview)
    page.goto(f"{site_url}/near-me/?again")
    page.goto(f"{site_url}/near-me/#q=85201")
    expect(line(page, "Gilbert")).to_have_text("Closed nowOpens tomorrow at 6:00 AM")


def test_without_known_hours_there_is_no_filter_and_no_line(
    browser: Browser, production_site: Path
) -> None:
    root = re.search(
        r'id="near-me-root">(.*?)</script>',
        (production_site / "near-me" / "index.html").read_text(),
        re.DOTALL,
    )
    assert root
    if json.loads(root[1])["has_hours"]:
        pytest.skip("a clinic has confirmed its hours")
    with served(production_site) as url, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{url}/near-me/#q=85201&also=open-now")
        expect(cards(page)).to_have_count(10)
        expect(page.get_by_label("Open now")).to_have_count(0)
        expect(page.locator(".opening:visible")).to_have_count(0)


def test_clinics_farther_than_100_miles_come_after_a_line(near_me: Open) -> None:
    page = near_me(TUESDAY)
    expect(cards(page)).to_have_count(10)
    far = page.locator("#near-me-confirmed > .near-me-far")
    expect(far).to_have_text("Farther than 100 miles away")
    order = page.locator("#near-me-confirmed > li").evaluate_all(
        "items => items.map(item => item.querySelector('.near-me-distance strong')?.textContent)"
    )
    miles = [float(re.sub(r"[^\d.]", "", text)) if text else None for text in order]
    at = miles.index(None)
    assert all(number is not None and number <= 100 for number in miles[:at])
    assert all(number is not None and number > 100 for number in miles[at + 1 :])
    page.get_by_role("button", name="Show more").click()
    expect(cards(page)).to_have_count(20)
    expect(far).to_have_count(1)
    page.evaluate("location.hash = '#q=99501'")
    expect(cards(page).first).to_contain_text(re.compile(r"about 2,\d\d\d miles"))
    expect(page.locator("#near-me-confirmed > :first-child")).to_have_class(re.compile("far"))


PHONE = {"viewport": {"width": 390, "height": 844}}


def test_on_a_phone_the_filters_are_behind_a_line_that_counts_them(near_me: Open) -> None:
    page = near_me(TUESDAY, "", **PHONE)
    page.get_by_role("combobox", name="ZIP code, city or state").fill("85201")
    page.keyboard.press("Enter")
    expect(page.locator("#near-me-heading")).to_be_focused()
    expect(cards(page).first).to_be_in_viewport(ratio=0.8)
    expect(open_now(page)).to_be_hidden()
    summary = page.locator("#near-me-filters summary")
    expect(summary).to_have_text("Filter", use_inner_text=True)
    summary.click()
    open_now(page).check()
    expect(summary).to_have_text("Filter (1 on)")
    page.get_by_label("Treatment").select_option("TMS therapy")
    expect(summary).to_have_text("Filter (2 on)")
    page.reload()
    expect(summary).to_have_text("Filter (2 on)")
    expect(open_now(page)).to_be_hidden()
    expect(page.locator("#near-me-open-now")).to_be_checked()


def test_on_a_wide_screen_the_filters_are_always_there(near_me: Open) -> None:
    page = near_me(TUESDAY)
    expect(page.locator("#near-me-filters summary")).to_be_hidden()
    open_now(page).check()
    page.get_by_label("Treatment").select_option("TMS therapy")
    page.wait_for_url("**#q=85201&treatment=tms-therapy&also=open-now")
