"""The site search in a real browser, under the strictest headers, over the real site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.browser.conftest import renew
from tests.browser.near_me_site import POLICY, served

NEEDED = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
"""Pagefind compiles WebAssembly; nothing else is allowed to it."""


@pytest.fixture(scope="module")
def site_url(development_site: Path) -> Iterator[str]:
    with served(development_site, NEEDED) as url:
        yield url


@pytest.fixture(scope="module")
def everything(browser: Browser) -> Iterator[BrowserContext]:
    """A browser for most tests: what it has loaded once, it need not load again."""
    with browser.new_context() as context:
        context.set_default_timeout(5_000)
        yield context


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has loaded nothing yet."""
    with browser.new_context() as context:
        context.set_default_timeout(5_000)
        yield context


@pytest.fixture(scope="module")
def tab(everything: BrowserContext) -> tuple[Page, list[str], list[str]]:
    """One page for most tests, with what goes wrong in it and what it asks for."""
    page = everything.new_page()
    errors: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    return page, errors, requests


@pytest.fixture
def requests(tab: tuple[Page, list[str], list[str]]) -> list[str]:
    """Every address that the page asks for."""
    return tab[2]


@pytest.fixture
def search(tab: tuple[Page, list[str], list[str]], site_url: str) -> Iterator[Page]:
    """The page, opened; a test must leave the console clean and ask no other host."""
    page, errors, requests = tab
    errors.clear()
    requests.clear()
    page.goto(f"{site_url}/search/")
    yield page
    asked = requests.copy()
    renew(page)
    assert errors == []
    assert len(asked) > 5
    assert [url for url in asked if not url.startswith(site_url)] == []
    assert [url for url in asked if "?" in url and "pagefind-entry.json?ts=" not in url] == []


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page in a browser without JavaScript."""
    with browser.new_context(java_script_enabled=False) as context:
        context.set_default_timeout(5_000)
        yield context.new_page()


def box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="What are you looking for?")


def said(page: Page) -> Locator:
    """What the page says at the moment; its other messages are there too, and hidden."""
    return page.locator("#search-status p:visible")


def results(page: Page) -> Locator:
    return page.locator("#search-results > li")


def titles(page: Page) -> Locator:
    return page.locator("#search-results h3 a")


def result_at(page: Page, address: str) -> Locator:
    return results(page).filter(has=page.locator(f"h3 a[href='{address}']"))


def choices(page: Page, name: str) -> dict[str, int]:
    """What a filter offers, with the numbers behind it."""
    options = page.get_by_label(name, exact=True).locator("option").all_inner_texts()[1:]
    found = [re.fullmatch(r"(.+) \((\d+)\)", text) for text in options]
    return {match[1]: int(match[2]) for match in found if match}


def choose(page: Page, name: str, choice: str) -> None:
    """Take the choice that begins so."""
    control = page.get_by_label(name, exact=True)
    texts = control.locator("option").all_inner_texts()
    control.select_option(label=next(text for text in texts if text.startswith(choice)))


def find(page: Page, words: str) -> None:
    box(page).fill(words)
    box(page).press("Enter")
    expect(said(page)).to_have_text(re.compile(rf"for “{re.escape(words)}”\.$"))


def number(page: Page) -> int:
    """How many results there are, as the page says it."""
    first = said(page).inner_text().partition(" ")[0]
    words = {"Nothing": 0, "One": 1}
    return words[first] if first in words else int(first)


def test_nothing_of_the_index_is_loaded_before_somebody_searches(
    search: Page, requests: list[str]
) -> None:
    search.wait_for_load_state("networkidle")
    assert [url for url in requests if "/pagefind/" in url] == []
    with search.expect_request("**/pagefind/*.pf_meta"):
        box(search).focus()


def test_a_treatment_is_found_by_a_word(search: Page) -> None:
    find(search, "magnetic stimulation")
    result = result_at(search, "/treatments/tms-therapy/")
    expect(result.locator("> p.quiet")).to_have_text("Treatment")
    expect(result.locator("mark").first).to_have_text(re.compile("magnetic|stimulation", re.I))


def test_a_clinic_is_found_by_its_city(search: Page) -> None:
    find(search, "Denver")
    result = result_at(search, "/locations/co/cherry-creek/")
    expect(result.locator("> p.quiet")).to_have_text("Clinic")


def test_a_question_is_found_with_its_answer_and_leads_to_it(search: Page) -> None:
    find(search, "does tms hurt")
    first = results(search).first
    expect(first.locator("p.quiet")).to_have_text("TMS: questions and answers")
    titles(search).first.click()
    search.wait_for_url("**/faq/tms/#does-tms-hurt")
    expect(search.get_by_text("a sore scalp under the coil")).to_be_visible()


def test_further_questions_of_the_topic_stand_below_it(search: Page) -> None:
    find(search, "tms")
    topic = results(search).filter(has_text="TMS: questions and answers").first
    further = topic.locator("ul a")
    expect(further).to_have_count(3)
    for link in further.all():
        assert re.fullmatch(r"/faq/tms/#[a-z0-9-]+", str(link.get_attribute("href")))
        assert "question-" not in str(link.get_attribute("href"))


def test_filters_narrow_and_their_numbers_agree(search: Page) -> None:
    find(search, "ketamine")
    everything, kinds = number(search), choices(search, "Kind of page")
    assert sum(kinds.values()) == everything
    assert len(kinds) >= 4
    for kind, expected in kinds.items():
        choose(search, "Kind of page", kind)
        counted = "One result" if expected == 1 else f"{expected} results"
        expect(said(search)).to_have_text(f"{counted} for “ketamine”.")
        assert choices(search, "Kind of page") == kinds, "they stay to choose from"
    choose(search, "Kind of page", "Article")
    expect(results(search).locator("> p.quiet").first).to_have_text("Article")
    treatments = choices(search, "Treatment")
    assert max(treatments.values()) <= kinds["Article"]
    treatment, both = min(treatments.items(), key=lambda item: item[1])
    assert both < kinds["Article"]
    choose(search, "Treatment", treatment)
    expect(results(search)).to_have_count(both)
    assert number(search) == both


def test_a_condition_narrows_too(search: Page) -> None:
    find(search, "tms")
    conditions = choices(search, "Condition")
    condition, count = min(conditions.items(), key=lambda item: item[1])
    assert count < 10
    choose(search, "Condition", condition)
    expect(results(search)).to_have_count(count)


def test_more_results_come_ten_at_a_time_and_take_the_focus(search: Page) -> None:
    find(search, "depression")
    more = search.get_by_role("button", name="Show more")
    total = number(search)
    assert total > 20
    for shown in (10, 20):
        expect(results(search)).to_have_count(shown)
        more.click()
        expect(titles(search).nth(shown)).to_be_focused()
    while more.is_visible():
        at = results(search).count()
        more.click()
        expect(titles(search).nth(at)).to_be_focused()
    expect(results(search)).to_have_count(total)
    addresses = [str(link.get_attribute("href")) for link in titles(search).all()]
    assert len(set(addresses)) == total


def test_the_search_is_kept_in_the_fragment_and_nowhere_else(search: Page) -> None:
    find(search, "ketamine")
    articles = choices(search, "Kind of page")["Article"]
    choose(search, "Kind of page", "Article")
    search.wait_for_url("**/search/#q=ketamine&kind=Article")
    expect(said(search)).to_have_text(f"{articles} results for “ketamine”.")
    shown = titles(search).all_inner_texts()
    titles(search).first.click()
    search.wait_for_url("**/articles/**")
    search.go_back()
    expect(box(search)).to_have_value("ketamine")
    expect(titles(search)).to_have_count(len(shown))
    assert titles(search).all_inner_texts() == shown


CRISIS = ("SUICIDAL", "suicidle", "i kill myself", "I don’t want to live")


@pytest.mark.parametrize("is_broken", [False, True], ids=["index", "no-index"])
def test_words_of_crisis_bring_help_above_the_results_as_soon_as_typed(
    context: BrowserContext, site_url: str, is_broken: bool
) -> None:
    if is_broken:
        context.route("**/pagefind/**", lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{site_url}/search/")
    help_now = page.locator("#search-crisis")
    call = help_now.get_by_role("link", name="Call 988")
    for words in CRISIS:
        box(page).fill("")
        expect(help_now).to_be_hidden()
        box(page).fill(words[:-1])
        expect(help_now).to_be_hidden()
        box(page).press_sequentially(words[-1])
        assert call.is_visible(), "at once, before anything is loaded"
        expect(call).to_have_attribute("href", "tel:988")
        expect(help_now.get_by_role("link", name="text 988")).to_have_attribute("href", "sms:988")
        expect(help_now.get_by_role("link", name="call 911")).to_have_attribute("href", "tel:911")
    box(page).fill("suicidal")
    box(page).press("Enter")
    expect(help_now).to_be_focused()
    after = "could not be loaded" if is_broken else "results for"
    expect(said(page)).to_contain_text(after)
    tops = [
        item.evaluate("item => item.getBoundingClientRect().top") for item in (call, said(page))
    ]
    assert tops[0] < tops[1]


def test_the_keyboard_alone_is_enough(search: Page) -> None:
    def reach(key: str, place: str) -> None:
        for _ in range(40):
            search.keyboard.press(key)
            if search.evaluate("place => document.activeElement.matches(place)", place):
                return
        pytest.fail(f"no tab stop at {place}")

    reach("Tab", "#search-q")
    search.keyboard.type("ketamine")
    search.keyboard.press("Enter")
    expect(search.get_by_role("list", name="Results")).to_be_focused()
    reach("Shift+Tab", "#search-kind")
    search.keyboard.press("a")
    expect(results(search).locator("> p.quiet").first).to_have_text("Article")
    reach("Tab", "#search-results h3 a")
    search.keyboard.press("Enter")
    expect(search).to_have_url(re.compile("/articles/[a-z-]+/$"))


def test_results_are_announced(search: Page) -> None:
    expect(search.locator("#search-status")).to_have_role("status")
    box(search).press_sequentially("tms")
    expect(said(search)).to_have_text(re.compile(r"^\d+ results for “tms”\.$"))
    box(search).fill("xqxqxq")
    expect(said(search)).to_have_text("Nothing found for “xqxqxq”.")


def test_nothing_found_says_what_may_help(search: Page) -> None:
    find(search, "xqxqxq")
    advice = search.get_by_role("region", name="What may help")
    expect(advice).to_be_focused()
    for name, address in (
        ("Everything from A to Z", "/a-z/"),
        ("Find the clinic nearest to you", "/near-me/"),
    ):
        expect(advice.get_by_role("link", name=name)).to_have_attribute("href", address)
    expect(advice.locator("a[href^='tel:']")).to_be_visible()
    expect(advice.get_by_role("button", name="Search without filters")).to_be_hidden()


def test_filters_that_leave_nothing_can_be_taken_away(search: Page, site_url: str) -> None:
    search.goto(f"{site_url}/search/#q=denver&kind=Treatment&condition=Nothing")
    search.reload()
    button = search.get_by_role("button", name="Search without filters")
    button.click()
    expect(titles(search).first).to_be_visible()
    expect(box(search)).to_be_focused()
    assert search.url.endswith("/search/#q=denver")


def test_an_index_that_does_not_load_is_said_and_tried_again(
    context: BrowserContext, site_url: str
) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    page = context.new_page()
    for missing in ("**/pagefind/pagefind.js", "**/pagefind/pagefind-entry.json*"):
        context.route(missing, refuse)
        page.goto("about:blank")
        page.goto(f"{site_url}/search/#q=tms")
        expect(said(page)).to_contain_text("The search could not be loaded")
        expect(said(page).get_by_role("link")).to_have_attribute("href", "/a-z/")
        context.unroute(missing, refuse)
        page.get_by_role("button", name="Try again").click()
        expect(titles(page).first).to_be_visible()
        expect(said(page)).to_contain_text("results for “tms”")


HOSTILE = "<img src=x onerror=alert(1)>"
STUB = """
export const options = async () => {};
export const filters = async () => ({});
const data = async () => ({
  url: "/safe/",
  meta: { title: HOSTILE },
  filters: { kind: [HOSTILE] },
  excerpt: "one <mark>two</mark> " + HOSTILE + " &lt;b&gt; <mark>" + HOSTILE + "</mark>",
  sub_results: [],
});
export const search = async () => ({ results: [{ data }], filters: { kind: { [HOSTILE]: 1 } } });
""".replace("HOSTILE", f"{HOSTILE!r}")


def test_hostile_words_stay_words(search: Page) -> None:
    search.on("dialog", lambda dialog: pytest.fail("a script ran"))
    for words in (HOSTILE, "\"'><script>alert(1)</script>", "__proto__ %E0%A4%A \u202e😀"):
        find(search, words)
        expect(search.locator("main img, main script[src='x']")).to_have_count(0)
    box(search).evaluate("input => input.value = 'a'.repeat(10000)")
    box(search).press("Enter")
    expect(said(search)).to_contain_text(f"for “{'a' * 100}”.")


def test_a_hostile_index_is_shown_as_text(search: Page) -> None:
    search.on("dialog", lambda dialog: pytest.fail("a script ran"))
    search.route(
        "**/pagefind/pagefind.js",
        lambda route: route.fulfill(body=STUB, content_type="text/javascript"),
    )
    find(search, "anything")
    expect(titles(search)).to_have_text([HOSTILE])
    expect(search.locator(".search-excerpt")).to_have_text(f"one two {HOSTILE} <b> {HOSTILE}")
    expect(search.locator("mark")).to_have_text(["two", HOSTILE])
    expect(search.locator("main img, main b")).to_have_count(0)
    assert choices(search, "Kind of page") == {HOSTILE: 1}


def test_without_a_script_the_way_leads_from_a_to_z(plain: Page, site_url: str) -> None:
    plain.goto(f"{site_url}/search/")
    expect(plain.get_by_role("textbox")).to_have_count(0)
    expect(plain.get_by_role("combobox")).to_have_count(0)
    plain.locator("main").get_by_role("link", name="Everything from A to Z").click()
    plain.wait_for_url("**/a-z/")
    plain.get_by_role("link", name="T", exact=True).click()
    plain.wait_for_url("**/a-z/#t")
    letter = plain.locator("section").filter(has=plain.locator("h2#t"))
    expect(letter.locator("a[href^='/treatments/']").first).to_be_in_viewport()


@pytest.fixture
def checked(browser: Browser) -> Iterator[Page]:
    """A page into which the checker can put its script, whatever the headers say."""
    with browser.new_context(bypass_csp=True) as context:
        context.set_default_timeout(5_000)
        yield context.new_page()


def faults(page: Page, width: int, scheme: Literal["light", "dark"]) -> list[str]:
    """What is wrong with the page in a window of some width, in light or dark."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = [str(violation) for violation in AXE.run(page, "main").response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth") > width:
        found.append(f"it scrolls sideways at {width}")
    return found


AXE = Axe()


def test_everybody_can_use_what_is_found(checked: Page, site_url: str) -> None:
    checked.goto(f"{site_url}/search/#q=suicidal&kind=Questions")
    expect(titles(checked).first).to_be_visible()
    assert faults(checked, 1280, "light") == faults(checked, 1280, "dark") == []
    assert faults(checked, 320, "light") == faults(checked, 320, "dark") == []
    touched = checked.locator("main :is(input, select, button, summary, h3 a, ul a, .telephone)")
    sizes = [item.bounding_box() for item in touched.all() if item.is_visible()]
    assert len(sizes) > 10
    assert [size for size in sizes if size and size["height"] < 43.9] == []


def test_everybody_can_use_the_advice(checked: Page, site_url: str) -> None:
    checked.goto(f"{site_url}/search/#q=xqxqxq&kind=Clinic")
    expect(checked.get_by_role("region", name="What may help")).to_be_visible()
    assert faults(checked, 1280, "light") == faults(checked, 320, "dark") == []


def test_everybody_can_use_the_list_from_a_to_z(checked: Page, site_url: str) -> None:
    checked.goto(f"{site_url}/a-z/")
    assert faults(checked, 1280, "dark") == faults(checked, 320, "light") == []
