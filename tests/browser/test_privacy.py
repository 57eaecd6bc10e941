"""Nothing of a visitor leaves the page: asked of a real browser, before a real nginx."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.browser.pages import PUBLISHED
from tests.conftest import Path, html_pages
from tests.nginx import Nginx, serving

ZIP = "85224"
POSITION = {"latitude": 33.30681, "longitude": -111.87213}
TYPED = "quillgate sadness"
"""Words that stand in no page, so that they can stand in a request only because they were typed."""

CLINICS = ":is(#near-me-confirmed, #near-me-possible) a"

STORED = """async () => ({
  cookie: document.cookie,
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).map(({ name }) => name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""


@dataclass
class Visit:
    """A visitor's browser and all that it was seen to do."""

    context: BrowserContext
    root: str
    requests: list[Request] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def page(self) -> Page:
        page = self.context.new_page()
        page.on("console", lambda message: self.said.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: self.said.append(f"{page.url}: {error}"))
        return page

    def told(self) -> str:
        """All that the browser has sent: addresses, headers and bodies."""
        return "\n".join(
            " ".join((request.url, str(request.all_headers()), request.post_data or ""))
            for request in self.requests
        )


@pytest.fixture(scope="module")
def nginx(production_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    with serving(production_site, tmp_path_factory.mktemp("nginx")) as server:
        yield server


@pytest.fixture
def visit(browser: Browser, nginx: Nginx) -> Iterator[Visit]:
    context = browser.new_context(geolocation=POSITION, permissions=["geolocation"])
    context.set_default_timeout(10_000)
    found = Visit(context, nginx.address)
    context.on("request", lambda request: found.requests.append(request))
    yield found
    context.close()


def stays_here(visit: Visit, page: Page) -> None:
    """After each visit: no other host asked, no referrer, nothing kept, no complaint."""
    assert [r.url for r in visit.requests if not r.url.startswith(f"{visit.root}/")] == []
    assert [r.url for r in visit.requests if r.all_headers().get("referer")] == []
    assert {r.method for r in visit.requests} == {"GET"}
    queries = {r.url.partition("?")[2] for r in visit.requests}
    assert all(re.fullmatch(r"|ts=\d+", query) for query in queries), "Pagefind sends the time"
    assert page.evaluate(STORED) == {
        "cookie": "",
        "local": [],
        "session": [],
        "databases": [],
        "caches": [],
        "workers": 0,
    }
    assert visit.context.cookies() == []
    assert visit.context.storage_state()["origins"] == []
    assert visit.said == []


def test_no_template_asks_another_host_or_breaks_the_policy(visit: Visit) -> None:
    page = visit.page()
    opened = 0
    for sample in PUBLISHED:
        answer = page.goto(f"{visit.root}{sample.url}", wait_until="load")
        assert answer is not None
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        for summary in page.query_selector_all("details:not([open]) > summary:visible")[:3]:
            summary.click()
            opened += 1
        stays_here(visit, page)
        visit.said.clear()
    assert len(PUBLISHED) >= 22
    assert opened >= 10
    assert len(visit.requests) > 60


@pytest.mark.verify
def test_no_page_at_all_asks_another_host_or_breaks_the_policy(
    visit: Visit, production_site: Path
) -> None:
    page = visit.page()
    asked = 0
    for path in html_pages(production_site):
        name = path.relative_to(production_site).as_posix().removesuffix("index.html")
        if not re.fullmatch(r"near-me/zip/\d+/", name) or name.endswith("0/"):
            page.goto(f"{visit.root}/{name}", wait_until="load")
            asked += 1
    stays_here(visit, page)
    assert asked > 180


def test_a_zip_code_that_is_searched_is_not_sent(visit: Visit) -> None:
    page = visit.page()
    page.goto(f"{visit.root}/")
    place = page.get_by_role("textbox").first
    place.fill(ZIP)
    place.press("Enter")
    expect(
        page.locator("#near-me-confirmed, #near-me-possible").get_by_role("link").first
    ).to_be_visible()
    assert page.url.startswith(f"{visit.root}/near-me/#")
    told = visit.told()
    assert f"/z/{ZIP[:3]}.json" in told, (
        "the index file of the first three digits, as /privacy/ says"
    )
    assert ZIP not in told
    stays_here(visit, page)


def test_a_position_is_used_in_the_page_only(visit: Visit) -> None:
    page = visit.page()
    page.goto(f"{visit.root}/near-me/")
    before = len(visit.requests)
    page.get_by_role("button", name="Use my location").click()
    expect(
        page.locator("#near-me-confirmed, #near-me-possible").get_by_role("link").first
    ).to_be_visible()
    assert len(visit.requests) > before, "it did fetch clinics"
    told = visit.told()
    for number in POSITION.values():
        assert f"{abs(number):.1f}" not in told
    stays_here(visit, page)


def test_words_that_are_searched_are_not_sent(visit: Visit) -> None:
    page = visit.page()
    page.goto(f"{visit.root}/search/")
    page.locator("#search-q").fill("depression treatment")
    expect(page.locator("#search-results a").nth(2)).to_be_visible()
    page.locator("#search-q").fill(TYPED)
    page.wait_for_timeout(1000)
    told = visit.told()
    assert "/pagefind/" in told
    for word in ("quillgate", "sadness", "depression treatment", "depression%20treatment"):
        assert word not in told
    stays_here(visit, page)


def test_only_near_me_may_ask_for_the_position(visit: Visit) -> None:
    page = visit.page()
    asked = """() => new Promise((done) => navigator.geolocation.getCurrentPosition(
      () => done("allowed"), ({ code }) => done(`refused ${code}`)))"""
    for url, answer in (("/near-me/", "allowed"), ("/", "refused 1"), ("/search/", "refused 1")):
        page.goto(f"{visit.root}{url}")
        assert page.evaluate(asked) == answer, url


def test_another_site_does_not_learn_where_its_visitor_comes_from(visit: Visit) -> None:
    page = visit.page()
    arrived: list[Request] = []
    visit.context.route(
        lambda url: not url.startswith(visit.root),
        lambda route: (arrived.append(route.request), route.fulfill(body="there"))[-1],
    )
    page.goto(f"{visit.root}/crisis/")
    page.locator('main a[href^="https://"]').first.click()
    page.wait_for_url(lambda url: not url.startswith(visit.root))
    assert len(arrived) >= 1
    assert [r.url for r in arrived if r.all_headers().get("referer")] == []
    assert page.evaluate("[document.referrer, window.opener]") == ["", None]


def test_every_link_to_another_site_says_so_to_browsers(production_site: Path) -> None:
    found = 0
    for path in html_pages(production_site):
        html = path.read_text("utf-8")
        if 'href="http' not in html:
            continue
        for link in BeautifulSoup(html, "html.parser").select('a[href^="http"]'):
            assert link.get("rel") == ["noopener", "noreferrer"], (path, link)
            found += 1
    assert found > 300
