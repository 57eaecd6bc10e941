"""The page /near-me/ in a real browser, under the strictest headers, with the real clinics."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from plugins.clinics.distance import Distance
from plugins.clinics.geography import Place, places
from plugins.clinics.near_me.names import WORDS, normalise
from tests.browser.conftest import renew
from tests.browser.near_me_site import served
from tests.conftest import ROOT

SCRIPTS = ROOT / "theme" / "static" / "js"
MESA = {"latitude": 33.4152, "longitude": -111.8315}
MISSOULA = {"latitude": 46.8721, "longitude": -113.9940}


@pytest.fixture(scope="session")
def site_url(development_site: Path) -> Iterator[str]:
    with served(development_site) as url:
        yield url


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """One browser profile for most tests: its cache makes them fast."""
    with browser.new_context() as context:
        context.set_default_timeout(5_000)
        yield context


@pytest.fixture(scope="module")
def tab(visitor: BrowserContext) -> tuple[Page, list[str]]:
    """One page for most tests, and the list of what goes wrong in it."""
    errors: list[str] = []
    page = visitor.new_page()
    page.on("console", lambda m: errors.append(f"{m.text} {m.location['url']}"))
    page.on("pageerror", lambda error: errors.append(str(error)))
    return page, errors


@pytest.fixture
def near_me(tab: tuple[Page, list[str]], site_url: str) -> Iterator[Page]:
    """The page, opened; whatever the test does must leave the console clean."""
    page, errors = tab
    errors.clear()
    page.goto(f"{site_url}/near-me/")
    yield page
    renew(page)
    assert [error for error in errors if is_fault(error)] == []


def is_fault(error: str) -> bool:
    """Whether the console tells more than that nothing begins with two letters that were typed."""
    missing = r"Failed to load resource.*404.* \S*/near/\w+/c/\w\w\.json"
    return re.search(missing, error) is None


@pytest.fixture
def located(browser: Browser, site_url: str) -> Iterator[Callable[..., Page]]:
    """A function that opens the page in a browser with a position, or without permission."""
    contexts: list[BrowserContext] = []

    def start(position: dict[str, float] | None, permissions: tuple[str, ...] = ()) -> Page:
        options = {"geolocation": position} if position else {}
        context = browser.new_context(permissions=list(permissions), **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{site_url}/near-me/")
        return page

    yield start
    for context in contexts:
        context.close()


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="ZIP code, city or state")


def status(page: Page) -> Locator:
    return page.get_by_role("status")


def expect_status(page: Page, words: str) -> None:
    """The one message that is visible; the others are there, but hidden."""
    expect(status(page)).to_contain_text(words, use_inner_text=True)


def clinics(page: Page, name: str = "confirmed") -> Locator:
    return page.locator(f"#near-me-{name} > .card")


def search(page: Page, text: str) -> None:
    box(page).fill(text)
    box(page).press("Enter")


def heading(page: Page) -> Locator:
    return page.locator("#near-me-heading")


def locate(page: Page) -> None:
    page.get_by_role("button", name="Use my location").click()


@pytest.mark.parametrize("cases", [slice(0, 9), slice(9, None)], ids=["some", "others"])
def test_inputs(near_me: Page, cases: slice) -> None:
    for typed, where, first in INPUTS[cases]:
        search(near_me, typed)
        expect(heading(near_me)).to_have_text(f"Clinics near {where}")
        expect(heading(near_me)).to_be_focused()
        expect(clinics(near_me)).to_have_count(10)
        expect(clinics(near_me).first.get_by_role("link").first).to_have_text(first)
        expect_status(near_me, "Showing 10 of")
        expect(near_me.get_by_text(f"middle of {where}")).to_be_visible()


INPUTS = [
    ("85201", "ZIP 85201 (Mesa, AZ)", "Gilbert"),
    ("85201-1234", "ZIP 85201 (Mesa, AZ)", "Gilbert"),
    ("Mesa, AZ 85201", "ZIP 85201 (Mesa, AZ)", "Gilbert"),
    (" 02634 ", "ZIP 02634 (Centerville, MA)", "Alexandria"),
    ("mesa", "Mesa, AZ", "Gilbert"),
    ("mesa az", "Mesa, AZ", "Gilbert"),
    ("Mesa, Arizona", "Mesa, AZ", "Gilbert"),
    ("pheonix", "Phoenix, AZ", "Estrella"),
    ("st. george", "Saint George, UT", "Henderson"),
    ("salt lake city utah", "Salt Lake City, UT", "Holladay"),
    ("slc", "Salt Lake City, UT", "Holladay"),
    ("vegas", "Las Vegas, NV", "Las Vegas"),
    ("nyc", "New York, NY", "Alexandria"),
    ("Fort Washington, MD", "Fort Washington, MD", "Alexandria"),
    ("tx", "Texas", "Austin"),
    ("Texas", "Texas", "Austin"),
    ("all of texas", "Texas", "Austin"),
]


def test_a_result_says_all_that_is_needed(near_me: Page) -> None:
    search(near_me, "85201")
    gilbert = clinics(near_me).first
    expect(gilbert.get_by_text("about 8 miles (straight line)")).to_be_visible()
    expect(gilbert.get_by_text("1501 North Gilbert Road")).to_be_visible()
    name = gilbert.get_by_role("heading", level=3).get_by_role("link", name="Gilbert", exact=True)
    expect(name).to_have_attribute("href", "/locations/az/gilbert/")
    call = gilbert.get_by_role("link", name=re.compile("480-956-5710 ?, Gilbert clinic"))
    expect(call).to_have_attribute("href", "tel:+14809565710")
    directions = gilbert.get_by_role(
        "link", name=re.compile("Directions to Gilbert ?, in Google Maps")
    )
    expect(directions).to_have_attribute("rel", "noopener noreferrer")
    assert "destination=1501%20North%20Gilbert" in str(directions.get_attribute("href"))
    estrella = clinics(near_me).filter(has_text="Estrella")
    expect(estrella.get_by_text("Call for the address.")).to_be_visible()
    expect(estrella.get_by_role("link", name="Directions")).to_have_count(0)
    expect(estrella.get_by_text("main number")).to_be_visible()


def test_a_state_links_to_its_page_only_if_it_has_clinics(near_me: Page) -> None:
    link = near_me.get_by_role("link", name=re.compile("All clinics in"))
    search(near_me, "Texas")
    expect(link).to_have_text(re.compile(r"All clinics in Texas \(7\)"))
    expect(link).to_have_attribute("href", "/locations/tx/")
    search(near_me, "Montana")
    expect(heading(near_me)).to_have_text("Clinics near Montana")
    expect(link).to_have_count(0)


ERRORS = [
    ("", "Please type a ZIP code"),
    ("8520", "A ZIP code has five digits"),
    ("852011", "A ZIP code has five digits"),
    ("85217", "We do not know the ZIP code 85217"),
    ("00012", "We do not know the ZIP code 00012"),
    ("09012", "ZIP code 09012 is for military mail"),
    ("96941", "We know the ZIP code 96941 (Pohnpei, FM), but not where it is"),
    ("qwxyzt", "We did not find this place"),
]


def test_errors_say_what_to_do_and_leave_no_distance(near_me: Page) -> None:
    for typed, words in ERRORS:
        search(near_me, "85201")
        expect(clinics(near_me)).to_have_count(10)
        search(near_me, typed)
        expect_status(near_me, words)
        expect(box(near_me)).to_be_focused()
        expect(box(near_me)).to_have_attribute("aria-invalid", "true")
        expect(near_me.get_by_text(re.compile(r"\d miles?\b"))).to_have_count(0)
        expect(clinics(near_me)).to_have_count(0)


@pytest.mark.parametrize(("typed", "offered"), [("85217", "85216"), ("00012", "00501")])
def test_an_unknown_zip_offers_the_nearest_known_one(
    near_me: Page, typed: str, offered: str
) -> None:
    search(near_me, typed)
    near_me.get_by_role("link", name=offered, exact=True).click()
    expect(heading(near_me)).to_contain_text(f"ZIP {offered}")
    expect(heading(near_me)).to_be_focused()


@pytest.mark.parametrize(
    ("typed", "words"),
    [("85211", "This ZIP code is for PO boxes"), ("01003", "belongs to one organization")],
)
def test_zips_without_residents_are_answered_and_labelled(
    near_me: Page, typed: str, words: str
) -> None:
    search(near_me, typed)
    expect(near_me.get_by_text(words)).to_be_visible()
    expect(clinics(near_me)).to_have_count(10)


def test_a_name_in_several_states_asks_which_one(near_me: Page) -> None:
    search(near_me, "springfield")
    question = near_me.get_by_role("heading", name="Which one do you mean?")
    expect(question).to_be_focused()
    expect(clinics(near_me)).to_have_count(0)
    choices = near_me.locator("#near-me-choices").get_by_role("link")
    expect(choices.first).to_have_text("Springfield, MO")
    choices.filter(has_text="Springfield, VA").click()
    expect(heading(near_me)).to_have_text("Clinics near Springfield, VA")
    expect(heading(near_me)).to_be_focused()


def test_a_name_that_is_clear_offers_its_namesakes(near_me: Page) -> None:
    search(near_me, "mesa")
    expect(near_me.get_by_text("Did you mean another place?")).to_be_visible()
    near_me.get_by_role("link", name="Mesa, WA").click()
    expect(heading(near_me)).to_have_text("Clinics near Mesa, WA")
    expect(near_me.get_by_text("Did you mean another place?")).to_be_hidden()


def test_a_state_and_a_city_of_one_name(near_me: Page) -> None:
    search(near_me, "washington")
    choices = near_me.locator("#near-me-choices").get_by_role("link")
    expect(choices.filter(has_text="Washington, DC")).to_be_visible()
    choices.filter(has_text="All of Washington").click()
    expect(heading(near_me)).to_have_text("Clinics near Washington")


def test_suggestions_by_keyboard(near_me: Page) -> None:
    field = box(near_me)
    field.press_sequentially("tucs")
    options = near_me.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options.first).to_have_text("Tucson, AZ")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    first = str(options.first.get_attribute("id"))
    expect(field).to_have_attribute("aria-activedescendant", first)
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("ArrowUp")
    field.press("ArrowDown")
    expect(field).to_be_focused()
    field.press("Enter")
    expect(heading(near_me)).to_have_text("Clinics near Tucson, AZ")
    expect(field).to_have_value("Tucson, AZ")
    expect(field).to_have_attribute("aria-expanded", "false")


def test_escape_closes_the_suggestions_and_keeps_the_text(near_me: Page) -> None:
    field = box(near_me)
    field.press_sequentially("tucs")
    expect(near_me.get_by_role("option").first).to_be_visible()
    field.press("ArrowUp")
    field.press("Escape")
    expect(near_me.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("tucs")
    expect(field).to_have_attribute("aria-activedescendant", "")


def test_suggestions_by_mouse_and_when_the_field_is_left(near_me: Page) -> None:
    box(near_me).press_sequentially("ariz")
    near_me.get_by_role("option", name="All of Arizona").click()
    expect(heading(near_me)).to_have_text("Clinics near Arizona")
    box(near_me).press_sequentially("x")
    box(near_me).fill("denve")
    expect(near_me.get_by_role("option").first).to_have_text("Denver, CO")
    box(near_me).press("Tab")
    expect(near_me.get_by_role("listbox")).to_be_hidden()


def test_three_digits_fetch_the_zip_file_early(near_me: Page) -> None:
    with near_me.expect_request("**/z/852.json"):
        box(near_me).press_sequentially("852")


def test_filters_put_confirmed_clinics_first_and_hide_nobody(near_me: Page) -> None:
    search(near_me, "85201")
    expect(clinics(near_me)).to_have_count(10)
    near_me.get_by_label("Treatment").select_option("TMS therapy")
    near_me.wait_for_url("**/near-me/#q=85201&treatment=tms-therapy")
    ask = near_me.get_by_role("heading", name="Clinics to call and ask about: TMS therapy")
    expect(ask).to_be_visible()
    expect(clinics(near_me).first.get_by_text("Confirmed here: TMS therapy")).to_be_visible()
    to_ask = clinics(near_me, "possible").first
    expect(to_ask.get_by_text("Call to ask about: TMS therapy")).to_be_visible()
    for name in ("confirmed", "possible"):
        more = near_me.locator(f"#near-me-{name}-more")
        while more.is_visible():
            before = clinics(near_me, name).count()
            more.click()
            expect(clinics(near_me, name).nth(before).get_by_role("link").first).to_be_focused()
    total = json.loads(str(near_me.locator("#near-me-root").text_content()))["count"]
    listed = clinics(near_me).count() + clinics(near_me, "possible").count()
    assert listed <= total
    for name in ("confirmed", "possible"):
        assert miles(clinics(near_me, name)) == sorted(miles(clinics(near_me, name)))


def test_a_far_confirmed_clinic_does_not_hide_a_near_one_that_may_offer_it(
    near_me: Page, site_url: str
) -> None:
    near_me.goto(f"{site_url}/near-me/#q=85201&treatment=ketamine-therapy")
    link = near_me.get_by_role("link", name="Nearer clinics to ask about this")
    expect(link).to_be_visible()
    assert miles(clinics(near_me))[0] > miles(clinics(near_me, "possible"))[0]
    link.click()
    expect(near_me.locator("#near-me-ask")).to_be_in_viewport()
    expect(clinics(near_me, "possible").first).to_be_visible()
    near_me.goto(f"{site_url}/near-me/#q=84601&treatment=ketamine-therapy")
    expect(clinics(near_me).first.get_by_role("link").first).to_have_text("Provo")
    expect(link).to_be_hidden()


def miles(rows: Locator) -> list[float]:
    words = rows.locator(".near-me-distance").all_inner_texts()
    found = (re.search(r"[\d.,]+", text) for text in words)
    return [float(number[0].replace(",", "")) for number in found if number]


def test_a_filter_waits_while_another_place_is_typed(near_me: Page) -> None:
    search(near_me, "85201")
    expect(clinics(near_me)).to_have_count(10)
    box(near_me).fill("denver")
    box(near_me).press("Tab")
    near_me.get_by_label("Treatment").select_option("TMS therapy")
    assert near_me.url.endswith("#q=85201")
    near_me.get_by_role("button", name="Search").click()
    near_me.wait_for_url("**/#q=denver&treatment=tms-therapy")


def test_show_more(near_me: Page) -> None:
    search(near_me, "85201")
    more = near_me.get_by_role("button", name="Show more")
    more.click()
    expect(clinics(near_me)).to_have_count(20)
    expect(clinics(near_me).nth(10).get_by_role("link").first).to_be_focused()
    more.click()
    more.click()
    total = json.loads(str(near_me.locator("#near-me-root").text_content()))["count"]
    expect(clinics(near_me)).to_have_count(total)
    expect(more).to_be_hidden()
    assert miles(clinics(near_me)) == sorted(miles(clinics(near_me)))


def test_far_away_asks_about_video_visits_but_not_for_an_in_person_treatment(
    near_me: Page, site_url: str
) -> None:
    notice = near_me.get_by_text("ask whether you can have a video visit where you live")
    search(near_me, "59801")
    expect(notice).to_be_visible()
    near_me.goto(f"{site_url}/near-me/#q=59801&treatment=tms-therapy")
    expect(clinics(near_me, "possible").first).to_be_visible()
    expect(notice).to_be_hidden()
    search(near_me, "85201")
    expect(notice).to_be_hidden()


def test_far_away_in_a_licensed_state_offers_video_visits(near_me: Page, site_url: str) -> None:
    def license_montana(route: Route) -> None:
        text = route.fetch().text()
        route.fulfill(body=text.replace('"telehealth": []', '"telehealth": ["MT"]'))

    near_me.route("**/near-me/", license_montana)
    near_me.goto(f"{site_url}/near-me/?again#q=59801")
    near_me.route("**/near-me/?again", license_montana)
    near_me.reload()
    expect(near_me.get_by_text("see people in your state by video")).to_be_visible()
    search(near_me, "83702")
    expect(near_me.get_by_text("ask whether you can have a video visit")).to_be_visible()


def test_position_granted_is_exact_and_stays_here(located: Callable[..., Page]) -> None:
    page = located(MESA, ("geolocation",))
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    locate(page)
    expect(heading(page)).to_have_text("Clinics near you")
    expect(heading(page)).to_be_focused()
    expect(clinics(page)).to_have_count(10)
    assert page.url.endswith("/near-me/#here")
    assert not any("33.4" in url or "111.8" in url for url in requests)
    search(page, "tucson az")
    expect(heading(page)).to_have_text("Clinics near Tucson, AZ")
    page.go_back()
    expect(heading(page)).to_have_text("Clinics near you")
    page.reload()
    expect_status(page, "we did not keep your location")
    expect(clinics(page)).to_have_count(0)


def test_position_far_away(located: Callable[..., Page]) -> None:
    page = located(MISSOULA, ("geolocation",))
    locate(page)
    expect(page.get_by_text("ask whether you can have a video visit")).to_be_visible()


def test_position_denied(located: Callable[..., Page]) -> None:
    page = located(None)
    search(page, "85201")
    expect(clinics(page)).to_have_count(10)
    locate(page)
    expect_status(page, "did not share your location")
    expect(clinics(page)).to_have_count(0)


def test_position_unavailable(located: Callable[..., Page]) -> None:
    page = located(MESA, ("geolocation",))
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setGeolocationOverride", {})
    locate(page)
    expect_status(page, "could not find its location")


def test_position_times_out(located: Callable[..., Page], site_url: str) -> None:
    page = located(None)
    page.add_init_script(
        "navigator.geolocation.getCurrentPosition = (_, fail, options) =>"
        " setTimeout(() => fail({ code: 3 }), options.timeout / 25);"
    )
    page.goto(f"{site_url}/near-me/")
    page.reload()
    locate(page)
    expect_status(page, "Waiting for your location")
    expect_status(page, "took too long")


def test_position_unsupported(located: Callable[..., Page]) -> None:
    page = located(None)
    page.add_init_script("Object.defineProperty(navigator, 'geolocation', { value: undefined });")
    page.reload()
    locate(page)
    expect_status(page, "cannot share a location")


def test_the_position_is_not_asked_for_without_a_click(located: Callable[..., Page]) -> None:
    page = located(MESA, ("geolocation",))
    page.add_init_script("navigator.geolocation.getCurrentPosition = () => { window.asked = 1; };")
    page.goto(page.url + "#here")
    page.reload()
    search(page, "85201")
    expect(clinics(page)).to_have_count(10)
    assert page.evaluate("window.asked") is None


def test_back_forward_reload_and_share(near_me: Page, site_url: str) -> None:
    search(near_me, "85201")
    expect(heading(near_me)).to_contain_text("85201")
    search(near_me, "Denver, CO")
    expect(heading(near_me)).to_contain_text("Denver")
    shared = near_me.url
    assert shared == f"{site_url}/near-me/#q=Denver%2C+CO"
    near_me.go_back()
    expect(heading(near_me)).to_contain_text("85201")
    expect(box(near_me)).to_have_value("85201")
    near_me.go_forward()
    expect(heading(near_me)).to_contain_text("Denver")
    near_me.reload()
    expect(heading(near_me)).to_contain_text("Denver")
    other = near_me.context.new_page()
    other.goto(f"{shared}&treatment=ketamine-therapy")
    expect(other.get_by_label("Treatment")).to_have_value("ketamine-therapy")
    expect(clinics(other, "possible").first).to_be_visible()


def test_the_skip_link_keeps_the_results(near_me: Page) -> None:
    search(near_me, "85201")
    expect(clinics(near_me)).to_have_count(10)
    near_me.get_by_role("link", name="Skip to the content").focus()
    near_me.keyboard.press("Enter")
    near_me.wait_for_url("**#main")
    expect(clinics(near_me)).to_have_count(10)


def test_nothing_leaves_the_device(near_me: Page, site_url: str) -> None:
    requests: list[str] = []
    near_me.on("request", lambda request: requests.append(request.url + str(request.post_data)))
    near_me.reload()
    search(near_me, "85201")
    expect(clinics(near_me)).to_have_count(10)
    search(near_me, "scottsdale")
    expect(heading(near_me)).to_contain_text("Scottsdale")
    near_me.get_by_label("Treatment").select_option("TMS therapy")
    near_me.wait_for_url("**treatment=tms-therapy")
    assert requests
    for url in requests:
        assert url.startswith(site_url), url
        assert not re.search(r"85201|scott|tms-therapy", url), url
        assert re.search(r"/near-me/|/theme/|/near/[0-9a-f]{12}/[tzc]/\w+\.json", url), url
    assert near_me.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == [
        "",
        0,
        0,
    ]
    assert near_me.evaluate("indexedDB.databases()") == []


def test_slow_network_says_that_it_loads(near_me: Page) -> None:
    waiting: list[Route] = []
    near_me.route("**/z/*.json", lambda route: waiting.append(route))
    search(near_me, "85201")
    expect_status(near_me, "Looking for clinics")
    waiting[0].continue_()
    expect(clinics(near_me)).to_have_count(10)
    expect_status(near_me, "Showing 10 of")


def test_a_late_answer_does_not_replace_a_newer_one(near_me: Page) -> None:
    waiting: list[Route] = []
    near_me.route("**/z/852.json", lambda route: waiting.append(route))
    search(near_me, "85201")
    search(near_me, "80202")
    expect(heading(near_me)).to_contain_text("Denver")
    waiting[0].continue_()
    near_me.wait_for_timeout(200)
    expect(heading(near_me)).to_contain_text("Denver")


def test_a_failed_fetch_can_be_tried_again(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/near-me/")
    page.route("**/t/*.json", lambda route: route.abort())
    search(page, "85201")
    expect_status(page, "could not load the list of clinics")
    page.unroute_all()
    page.route("**/t/*.json", lambda route: route.fulfill(status=503))
    page.get_by_role("button", name="Try again").click()
    expect_status(page, "could not load the list of clinics")
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(clinics(page)).to_have_count(10)
    expect(heading(page)).to_be_focused()
    expect(page.get_by_role("button", name="Try again")).to_be_hidden()


def test_a_page_older_than_the_site_is_loaded_again(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/near-me/")
    page.evaluate("window.isOldPage = true")
    page.route("**/near/*/**", lambda route: route.fulfill(status=404))
    search(page, "85201")
    expect_status(page, "could not load the list of clinics")
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(clinics(page)).to_have_count(10)
    assert page.evaluate("window.isOldPage") is None


def test_offline(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/near-me/")
    page.context.set_offline(True)
    search(page, "85201")
    expect_status(page, "You seem to be offline")
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(clinics(page)).to_have_count(10)


@pytest.mark.parametrize("path", ["near-me/", ""])
def test_without_javascript_there_are_links(browser: Browser, site_url: str, path: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site_url}/{path}")
        main = page.get_by_role("main")
        expect(main.get_by_role("textbox")).to_have_count(0)
        expect(main.get_by_role("combobox")).to_have_count(0)
        expect(main.locator('a[href="/locations/az/"]').last).to_be_visible()
        if path:
            link = main.get_by_role("link", name=re.compile("first three digits"))
            expect(link).to_have_attribute("href", "/near-me/zip/")
            levels = page.evaluate(
                "[...document.querySelectorAll('h1, h2, h3')].filter(h => h.checkVisibility())"
                ".map(h => +h.tagName[1])"
            )
            assert levels[0] == 1
            assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_scrolls_sideways_at_320_pixels_and_targets_are_large(
    near_me: Page, scheme: str
) -> None:
    # The parameters are the words that Playwright knows, which a `str` does not say.
    near_me.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    near_me.set_viewport_size({"width": 320, "height": 640})
    near_me.locator("#near-me-filters summary").click()
    for typed in ("85201", "springfield", "8520", "59801", "want to die"):
        search(near_me, typed)
        near_me.wait_for_timeout(100)
        assert near_me.evaluate("document.documentElement.scrollWidth") <= 320, typed
        assert near_me.evaluate(SMALL_TARGETS) == [], typed


SMALL_TARGETS = """[...document.querySelectorAll("main :is(a, button, select, input)")]
  .filter(item => item.checkVisibility() && !item.closest("svg"))
  .map(item => [item.textContent, (item.closest("label") ?? item).getBoundingClientRect().height])
  .filter(([, height]) => height < 43.9)"""


def test_roles_and_names(near_me: Page) -> None:
    form = near_me.get_by_role("search", name="Nearest clinics")
    expect(form.get_by_role("combobox", name="ZIP code, city or state")).to_be_visible()
    expect(form.get_by_role("combobox", name="Treatment")).to_be_visible()
    expect(form.get_by_role("group", name="If you like, say what you need")).to_be_visible()
    expect(form.get_by_role("button", name="Search")).to_be_visible()
    expect(box(near_me)).to_have_attribute("aria-autocomplete", "list")
    assert box(near_me).get_attribute("name") is None
    search(near_me, "85201")
    results = near_me.get_by_role("list", name="Clinics near ZIP 85201 (Mesa, AZ)")
    expect(results.get_by_role("listitem")).to_have_count(11)  # a line comes before far clinics


CRISIS = """suicide; I want to kill myself; want to die; end my life; hurting myself; self-harm
overdose; 988; SELF HARM mesa""".replace("\n", "; ").split("; ")


def test_words_of_crisis_bring_help_first(near_me: Page) -> None:
    block = near_me.get_by_role("region", name="You are not alone. Please talk to someone now.")
    for typed in CRISIS:
        search(near_me, typed)
        expect(block).to_be_focused()
        call = block.get_by_role("link", name="Call 988")
        expect(call).to_have_attribute("href", "tel:988")
        expect(call).to_be_in_viewport()
        expect(block.get_by_role("link", name="Text 988")).to_have_attribute("href", "sms:988")
    search(near_me, "98801")
    expect(heading(near_me)).to_contain_text("98801")
    expect(block).to_be_hidden()


def test_words_of_crisis_bring_help_while_they_are_typed(near_me: Page) -> None:
    box(near_me).press_sequentially("want to die")
    expect(near_me.get_by_role("link", name="Call 988").nth(1)).to_be_in_viewport()


HOSTILE = {
    "markup": "<img src=x onerror=alert(1)>",
    "script": "\"'><script>alert(1)</script>",
    "long": "a" * 10_000,
    "emoji": "😀" * 120,
    "right-to-left": "\u202exqxqxz\u202c",
    "prototype": "__proto__ hasownproperty",
    "constructor": "constructor hasownproperty",
    "surrogate": "\ud800",
    "percent": "%E0%A4%A",
}


def test_hostile_text_stays_text(near_me: Page, site_url: str) -> None:
    near_me.on("dialog", lambda dialog: pytest.fail("a script ran"))
    count = near_me.locator("main *").count()
    for name, text in HOSTILE.items():
        search(near_me, "")
        expect_status(near_me, "Please type")
        near_me.evaluate(
            "text => { document.querySelector('#near-me-place').value = text;"
            " document.querySelector('#near-me-form').requestSubmit(); }",
            text,
        )
        expect_status(near_me, "We did not find this place")
        assert near_me.locator("main *").count() == count, name


def test_hostile_fragments_stay_text(near_me: Page, site_url: str) -> None:
    for text in ("<img src=x onerror=alert(1)>", "%E0%A4%A", "%00", "x" * 10_000):
        near_me.goto(f"{site_url}/near-me/#q={text}&treatment=<b>&also=__proto__&insurance={text}")
        expect_status(near_me, "We did not find this place")
        expect(near_me.get_by_label("Treatment")).to_have_value("")


@pytest.fixture(scope="module")
def modules(browser: Browser, site_url: str) -> Iterator[Page]:
    """A page that has the pure modules as `names` and `search`."""
    context = browser.new_context()
    page = context.new_page()
    # The site ships them only as parts of bundles.
    page.route(
        "**/theme/js/*.js", lambda route: route.fulfill(path=SCRIPTS / Path(route.request.url).name)
    )
    page.goto(f"{site_url}/about/")
    page.evaluate(
        """async () => {
          window.names = await import("/theme/js/names.js");
          window.search = await import("/theme/js/search.js");
          const html = await (await fetch("/near-me/")).text();
          window.root = JSON.parse(html.match(/id="near-me-root">(.*?)<.script>/s)[1]);
          const files = {};
          window.load = path => files[path] ??=
            fetch(root.path + path).then(answer => answer.ok ? answer.json() : null);
        }"""
    )
    yield page
    context.close()


def test_words_are_the_same_in_python_and_javascript(modules: Page) -> None:
    assert modules.evaluate("({...names.WORDS})") == WORDS
    listed = [place.name for place in places()]
    listed += ["Saint  Louis", "O’Fallon", "Cañon City", "MT. HOOD", "ﬁne ½", "constructor", ""]
    assert modules.evaluate("list => list.map(names.normalise)", listed) == [
        normalise(name) for name in listed
    ]


def test_distances_have_the_same_words_in_python_and_javascript(modules: Page) -> None:
    values = [tenth / 20 for tenth in range(500)] + [
        0.049,
        0.05,
        9.949,
        9.95,
        99.5,
        1234.5,
        12450.2,
    ]
    words = {"miles": "# miles", "least": "less than 0.1 miles"}
    words |= {"aboutOne": "about 1 mile", "about": "about # miles"}
    for is_approximate in (False, True):
        assert modules.evaluate(
            "([values, ...more]) => values.map(miles => search.distanceWords(miles, ...more))",
            [values, is_approximate, words],
        ) == [str(Distance(value, is_approximate)) for value in values]


def with_a_typo(dice: random.Random, name: str) -> str:
    """One letter left out, doubled, changed or swapped with the next, but not the first."""
    at = dice.randrange(1, len(name) - 1)
    letter = dice.choice("abcdefghijklmnopqrstuvwxyz")
    return dice.choice(
        [
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at:],
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        ]
    )


def recall(modules: Page, count: int) -> float:
    """The share of misspelt names that are among the first five suggestions."""
    dice = random.Random(7)
    listed = [place for place in places() if len(place.name) >= 4]
    weights = [place.population for place in listed]
    drawn: list[Place] = dice.choices(listed, weights, k=count)
    cases = [(with_a_typo(dice, place.name.lower()), place.name) for place in drawn]
    found = modules.evaluate(
        """async cases => {
          const states = names.stateList(root.states);
          let found = 0;
          for (const [typed, name] of cases) {
            const five = (await names.suggest(typed, states, load)).slice(0, 5);
            found += five.some(place => names.normalise(place.name) === names.normalise(name));
          }
          return found;
        }""",
        cases,
    )
    return float(found) / count


def test_typos_are_forgiven(modules: Page) -> None:
    assert recall(modules, 120) >= 0.95


@pytest.mark.verify
def test_typos_are_forgiven_in_a_large_sample(modules: Page) -> None:
    assert recall(modules, 5000) >= 0.95


def test_the_small_form_leads_to_the_page(near_me: Page, site_url: str) -> None:
    sent: list[str] = []
    near_me.on("request", lambda request: sent.append(request.url))
    near_me.goto(f"{site_url}/treatments/tms-therapy/")
    main = near_me.get_by_role("main")
    field = main.get_by_role("textbox", name=re.compile("ZIP code, city or state"))
    assert field.get_attribute("name") is None
    expect(main.get_by_role("link", name="by your ZIP code")).to_be_hidden()
    field.fill("Mesa, AZ")
    field.press("Enter")
    near_me.wait_for_url("**/near-me/#q=Mesa%2C+AZ&treatment=tms-therapy")
    expect(heading(near_me)).to_have_text("Clinics near Mesa, AZ")
    expect(near_me.get_by_label("Treatment")).to_have_value("tms-therapy")
    assert not [url for url in sent if "Mesa" in url]


def test_the_small_form_without_javascript(browser: Browser, site_url: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site_url}/treatments/tms-therapy/")
        main = page.get_by_role("main")
        expect(main.get_by_role("textbox")).to_have_count(0)
        expect(main.get_by_role("link", name="Arizona", exact=True)).to_be_visible()
        link = main.get_by_role("link", name="by your ZIP code")
        expect(link).to_have_attribute("href", "/near-me/zip/")
