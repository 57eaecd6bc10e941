"""Questions and answers in a real browser, under the strictest headers, with the real library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import renew
from tests.browser.near_me_site import served

TOPIC = "/faq/tms/"
ANCHOR = "does-tms-hurt"
WORDS = "a sore scalp under the coil"
"""A question of the library, and words that only its answer has."""


@pytest.fixture(scope="module")
def site_url(development_site: Path) -> Iterator[str]:
    with served(development_site) as url:
        yield url


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        context.set_default_timeout(5_000)
        yield context


@pytest.fixture(scope="module")
def tab(context: BrowserContext) -> tuple[Page, list[str]]:
    """One page for most tests, and the list of what goes wrong in it."""
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    return page, errors


@pytest.fixture
def topic(tab: tuple[Page, list[str]], site_url: str) -> Iterator[Page]:
    """The page of a topic, opened; whatever the test does must leave the console clean."""
    page, errors = tab
    errors.clear()
    page.goto(f"{site_url}{TOPIC}")
    yield page
    renew(page)
    assert errors == []


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page in a browser without JavaScript."""
    with browser.new_context(java_script_enabled=False) as context:
        context.set_default_timeout(5_000)
        yield context.new_page()


def answer(page: Page, anchor: str = ANCHOR) -> Locator:
    return page.locator(f"#{anchor}")


def entry(page: Page, anchor: str = ANCHOR) -> Locator:
    """The question with its answer."""
    return page.locator("details.question", has=answer(page, anchor))


def opened(page: Page) -> list[str]:
    """Anchors of the answers that are open."""
    return [str(item.get_attribute("id")) for item in page.locator("details[open] > .answer").all()]


def test_answers_are_closed_and_questions_are_seen(topic: Page) -> None:
    questions = topic.locator("details.question > summary")
    assert questions.count() >= 10
    for question in questions.all():
        expect(question).to_be_visible()
    assert opened(topic) == []


def test_an_address_with_an_anchor_opens_that_answer(topic: Page, site_url: str) -> None:
    topic.goto(f"{site_url}{TOPIC}#{ANCHOR}")
    expect(answer(topic)).to_be_visible()
    expect(answer(topic)).to_be_in_viewport()
    assert opened(topic) == [ANCHOR]


def test_it_opens_without_a_script_too(plain: Page, site_url: str) -> None:
    plain.goto(f"{site_url}{TOPIC}#{ANCHOR}")
    expect(answer(plain)).to_be_visible()
    expect(answer(plain)).to_be_in_viewport()


def test_a_link_from_the_hub_opens_the_answer(topic: Page, site_url: str) -> None:
    topic.goto(f"{site_url}/faq/")
    topic.get_by_role("link", name="Does TMS hurt?").click()
    topic.wait_for_url(f"**{TOPIC}#{ANCHOR}")
    expect(answer(topic)).to_be_visible()


def test_a_link_within_the_page_opens_the_answer(topic: Page) -> None:
    topic.locator(f"#{ANCHOR}").evaluate("answer => location.assign('#' + answer.id)")
    expect(answer(topic)).to_be_visible()


@pytest.mark.parametrize(
    "fragment", [":~:text=a%20sore%20scalp", "nothing:~:text=a%20sore%20scalp"]
)
def test_words_in_a_closed_answer_are_found(plain: Page, site_url: str, fragment: str) -> None:
    """A link to words uses the browser's search in the page; both open what hides the words."""
    plain.goto(f"{site_url}{TOPIC}#{fragment}")
    expect(answer(plain).get_by_text(WORDS)).to_be_visible()
    expect(answer(plain).get_by_text(WORDS)).to_be_in_viewport()


def test_a_closed_answer_is_hidden_in_the_way_that_search_can_open(topic: Page) -> None:
    """Neither `display: none` nor `hidden`, which no search looks into."""
    styles = answer(topic).evaluate(
        """answer => {
          const found = [];
          for (let item = answer; item; item = item.parentElement)
            found.push(getComputedStyle(item).display, String(item.hidden));
          return found;
        }"""
    )
    assert "none" not in styles
    assert "true" not in styles
    assert topic.evaluate("words => document.body.textContent.includes(words)", WORDS)
    expect(answer(topic)).not_to_be_visible()


def test_a_link_to_an_answer_is_copied_and_says_so(topic: Page, site_url: str) -> None:
    topic.goto(f"{site_url}{TOPIC}#{ANCHOR}")
    link = answer(topic).get_by_role("link", name="Link to this answer")
    status = answer(topic).get_by_role("status")
    expect(status).to_be_attached()
    expect(status).to_have_text("")
    link.click()
    expect(status).to_have_text("Link copied")
    copied = topic.evaluate("navigator.clipboard.readText()")
    assert copied == f"{site_url}{TOPIC}#{ANCHOR}"
    assert topic.url == copied


def test_a_clinics_page_copies_the_permanent_address(topic: Page, site_url: str) -> None:
    topic.goto(f"{site_url}/locations/az/biltmore/")
    anchor = "how-do-i-get-an-interpreter"
    entry(topic, anchor).locator("summary").click()
    answer(topic, anchor).get_by_role("link", name="Link to this answer").click()
    expect(answer(topic, anchor).get_by_role("status")).to_have_text("Link copied")
    copied = topic.evaluate("navigator.clipboard.readText()")
    assert copied == f"{site_url}/faq/privacy-language-access/#{anchor}"
    assert topic.url == f"{site_url}/locations/az/biltmore/"


def test_a_question_about_a_clinic_is_copied_with_the_clinics_address(
    topic: Page, site_url: str
) -> None:
    topic.goto(f"{site_url}/locations/az/biltmore/#emergency")
    answer(topic, "emergency").get_by_role("link", name="Link to this answer").click()
    expect(answer(topic, "emergency").get_by_role("status")).to_have_text("Link copied")
    copied = topic.evaluate("navigator.clipboard.readText()")
    assert copied == f"{site_url}/locations/az/biltmore/#emergency"


def test_the_link_is_an_ordinary_one_without_a_script(plain: Page, site_url: str) -> None:
    plain.goto(f"{site_url}/locations/az/biltmore/#how-do-i-get-an-interpreter")
    answer(plain, "how-do-i-get-an-interpreter").get_by_role(
        "link", name="Link to this answer"
    ).click()
    plain.wait_for_url("**/faq/privacy-language-access/#how-do-i-get-an-interpreter")
    expect(answer(plain, "how-do-i-get-an-interpreter")).to_be_visible()


def test_the_link_is_an_ordinary_one_where_copying_is_refused(
    browser: Browser, site_url: str
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error())")
        page.goto(f"{site_url}/locations/az/biltmore/#how-do-i-get-an-interpreter")
        page.locator("#how-do-i-get-an-interpreter .copy-link").click()
        page.wait_for_url("**/faq/privacy-language-access/#how-do-i-get-an-interpreter")


@pytest.mark.parametrize("key", ["ControlOrMeta", "Shift"])
def test_a_new_tab_or_window_may_be_asked_for(
    context: BrowserContext, topic: Page, site_url: str, key: str
) -> None:
    topic.goto(f"{site_url}{TOPIC}#{ANCHOR}")
    with context.expect_page() as other:
        answer(topic).locator(".copy-link").click(modifiers=[key])
    other.value.wait_for_url(f"**{TOPIC}#{ANCHOR}")
    other.value.close()
    expect(answer(topic).get_by_role("status")).to_have_text("")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_keyboard_reaches_and_opens_every_question(topic: Page, key: str) -> None:
    number = topic.locator("details.question").count()
    focused = "document.activeElement.closest('summary')?.textContent.trim()"
    names = []
    topic.locator("h1").click()
    for _ in range(200):
        topic.keyboard.press("Tab")
        name = topic.evaluate(focused)
        if name and name not in names:
            names.append(name)
        if name == "Does TMS hurt?":
            topic.keyboard.press(key)
            expect(answer(topic)).to_be_visible()
            topic.keyboard.press(key)
            expect(answer(topic)).not_to_be_visible()
        if len(names) == number:
            break
    assert len(names) == number


def test_the_link_to_an_answer_is_the_keyboards_too(topic: Page, site_url: str) -> None:
    topic.goto(f"{site_url}{TOPIC}#{ANCHOR}")
    answer(topic).locator(".copy-link").focus()
    topic.keyboard.press("Enter")
    expect(answer(topic).get_by_role("status")).to_have_text("Link copied")


@pytest.mark.parametrize("path", ["/faq/", TOPIC, "/locations/az/biltmore/", "/about/"])
def test_nothing_scrolls_sideways_with_all_answers_open(
    topic: Page, site_url: str, path: str
) -> None:
    topic.set_viewport_size({"width": 320, "height": 640})
    topic.goto(f"{site_url}{path}")
    topic.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
    assert topic.evaluate("document.documentElement.scrollWidth") <= 320
    questions = topic.locator("details.question")
    assert questions.count() > 0 or path == "/faq/"
    for question in questions.all():
        box = question.locator("summary").bounding_box()
        assert box is not None
        assert box["height"] >= 44


def test_no_anchor_is_given_twice(topic: Page, site_url: str) -> None:
    for path in (TOPIC, "/locations/az/biltmore/", "/treatments/tms-therapy/"):
        topic.goto(f"{site_url}{path}")
        anchors = topic.evaluate("[...document.querySelectorAll('[id]')].map(item => item.id)")
        assert len(anchors) > 10
        assert len(set(anchors)) == len(anchors)
