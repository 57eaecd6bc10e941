"""Everybody can use every kind of page: axe, the keyboard, large letters, forced colors, touch.

`make test` looks at each template in a few ways, `make verify` at both builds in all ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import PROBES, View, ask_axe, look, probe, show
from tests.browser.delivered import delivered
from tests.browser.pages import BY_NAME, PUBLISHED, SAMPLES, Sample, every

NARROW_LIGHT, WIDE_DARK = View(320), View(1280, "dark")
ALL_VIEWS = tuple(
    View(width, scheme, is_forced, text)
    for width, scheme, is_forced, text in product(
        (320, 1280), ("light", "dark"), (False, True), (100, 200)
    )
)
"""The published pages, which are nearly those of development, are looked at in every fifth one."""

REFLOW = (View(320), View(1280, text=200))
"""Two ways to have little room: a small window, and large letters."""

KEYBOARD = ("home", "near-me", "location-full", "404")
"""Pages that `make test` goes through by keyboard; the header and the footer are on each."""

MOST_TAB_STOPS = 3000


@pytest.fixture(scope="module")
def addresses(development_site: Path, production_site: Path) -> Iterator[dict[str, str]]:
    """Where the two builds are served."""
    with delivered(development_site) as development, delivered(production_site) as production:
        yield {"development": development, "production": production}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all these tests: none depends on what it has loaded, and new ones take long."""
    with browser.new_context() as context:
        context.set_default_timeout(10_000)
        yield context.new_page()


def both_builds(quick: tuple[str, ...] = tuple(BY_NAME)) -> pytest.MarkDecorator:
    """Every sample in both builds; `make test` takes the quick ones of the development build."""
    cases = [("development", sample) for sample in SAMPLES]
    cases += [("production", sample) for sample in PUBLISHED]
    return pytest.mark.parametrize(
        ("build", "sample"),
        [
            pytest.param(
                build,
                sample,
                id=f"{sample.name}-{build}",
                marks=() if build == "development" and sample.name in quick else pytest.mark.verify,
            )
            for build, sample in cases
        ],
    )


@every()
def test_axe_finds_nothing(page: Page, addresses: dict[str, str], sample: Sample) -> None:
    view = (NARROW_LIGHT, WIDE_DARK)[SAMPLES.index(sample) % 2]
    show(page, addresses["development"] + sample.url, view)
    page.evaluate("probes.openAll('main')")
    page.evaluate("probes.thinOut()")
    assert ask_axe(page) == []


@pytest.mark.verify
@both_builds()
def test_axe_finds_nothing_in_any_view(
    page: Page, addresses: dict[str, str], build: str, sample: Sample
) -> None:
    found = []
    show(page, addresses[build] + sample.url, NARROW_LIGHT)
    page.evaluate("probes.openAll('main')")
    for view in ALL_VIEWS[:: 1 if build == "development" else 5]:
        look(page, view)
        found += [f"{view}: {line}" for line in ask_axe(page)]
        page.evaluate("probes.thinOut()")  # the first view was of the whole page
    for view in (NARROW_LIGHT, WIDE_DARK):
        look(page, view)
        if page.evaluate("probes.openAll('body > header')"):
            found += [f"{view}, menu open: {line}" for line in ask_axe(page, "header")]
    assert found == []


@both_builds()
def test_nothing_is_cut_off_or_scrolls_sideways(
    page: Page, addresses: dict[str, str], build: str, sample: Sample
) -> None:
    found = []
    show(page, addresses[build] + sample.url, REFLOW[0])
    page.evaluate("probes.openAll('main')")
    for view in REFLOW:
        look(page, view)
        found += [f"{view}: {line}" for line in probe(page, "layout", 40)]
    letters = page.evaluate("getComputedStyle(document.documentElement).fontSize")
    assert found == []
    assert letters == "32px", "letters follow the setting of the browser"


@both_builds()
def test_whatever_is_touched_is_44_pixels_wide_and_high(
    page: Page, addresses: dict[str, str], build: str, sample: Sample
) -> None:
    show(page, addresses[build] + sample.url, View(390))
    page.evaluate("probes.openAll('main')")
    assert probe(page, "targets", 12) == []


@both_builds(KEYBOARD)
def test_nothing_moves_for_those_who_want_less_motion(
    page: Page, addresses: dict[str, str], build: str, sample: Sample
) -> None:
    show(page, addresses[build] + sample.url, View(1280))
    assert probe(page, "motion", 200) == []


def walk(page: Page) -> tuple[list[str], list[str]]:
    """Press Tab until the end: what is wrong, and what had the focus."""
    expected = page.evaluate("probes.beforeTabbing()")
    faults, stops = [], []
    for _ in range(MOST_TAB_STOPS):
        page.keyboard.press("Tab")
        found = page.evaluate("probes.focused()")
        if found["isEnd"]:
            break
        faults += found["faults"]
        stops.append(found["name"])
    else:
        faults.append("the tab order does not end")
    faults += [f"{name} cannot be reached" for name in page.evaluate("probes.missed()")]
    assert len(stops) >= expected > 12
    return faults, stops


@both_builds(KEYBOARD)
def test_the_keyboard_reaches_everything_and_the_focus_is_seen(
    page: Page, addresses: dict[str, str], build: str, sample: Sample
) -> None:
    show(page, addresses[build] + sample.url, View(390))
    faults, stops = walk(page)
    assert faults == []
    assert "skip-link" in stops[0]


@pytest.mark.verify
@pytest.mark.parametrize("name", KEYBOARD)
@pytest.mark.parametrize(
    "view", [View(1280, "dark"), View(390, is_forced=True), View(1280, text=200)], ids=str
)
def test_the_focus_is_seen_in_other_views(
    page: Page, addresses: dict[str, str], name: str, view: View
) -> None:
    show(page, addresses["production"] + BY_NAME[name].url, view)
    faults, _stops = walk(page)
    assert faults == []


@both_builds(("home",))
def test_the_skip_link_leads_past_the_header(
    page: Page, addresses: dict[str, str], build: str, sample: Sample
) -> None:
    show(page, addresses[build] + sample.url, View(390))
    page.keyboard.press("Tab")
    link = page.locator(":focus")
    expect(link).to_have_attribute("href", "#main")
    expect(link).to_be_in_viewport(ratio=1)
    box = link.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 43.9
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("""() => {
      const [main, item] = [document.querySelector("main"), document.activeElement];
      const after = main.compareDocumentPosition(item);
      return main.contains(item) || Boolean(after & Node.DOCUMENT_POSITION_FOLLOWING);
    }""")


def test_the_current_page_is_seen_in_forced_colors(page: Page, addresses: dict[str, str]) -> None:
    """The entry looks different once it is no longer marked; only pictures tell the colors."""
    checked = 0
    for name in ("faq", "location-full"):
        for view in (View(1280, "dark", is_forced=True), View(320, is_forced=True)):
            show(page, addresses["production"] + BY_NAME[name].url, view)
            menu = page.get_by_role("button", name="Menu")
            if menu.is_visible():
                menu.click()
            entry = page.locator("header nav [aria-current]")
            expect(entry).to_have_count(1)
            marked = entry.screenshot()
            entry = page.locator("header nav a").nth(
                entry.evaluate("""item => {
                  const links = [...document.querySelectorAll("header nav a")];
                  item.removeAttribute("aria-current");
                  return links.indexOf(item);
                }""")
            )
            assert entry.screenshot() != marked, f"{name}, {view}"
            checked += 1
    assert checked == 4


@pytest.mark.parametrize(
    ("name", "typed"), [("search", "tms"), ("near-me", "85001")], ids=["search", "near-me"]
)
def test_the_place_of_messages_is_there_before_they_come(
    page: Page, addresses: dict[str, str], name: str, typed: str
) -> None:
    """A screen reader announces what comes into a region that it knows already."""
    show(page, addresses["production"] + BY_NAME[name].url, View(390))
    regions = page.locator("main [role=status]").all()
    assert regions
    for region in regions:
        assert region.evaluate("item => getComputedStyle(item).display") != "none"
        assert not region.evaluate("item => item.closest('[hidden], [aria-hidden=true]')")
        expect(region).to_have_text("", use_inner_text=True)
        region.evaluate("item => item.setAttribute('data-known-before', '')")
    field = page.locator("main input[type=text], main input[type=search]").first
    field.fill(typed)
    field.press("Enter")
    said = page.locator("[role=status][data-known-before]").filter(has_text=re.compile(r"\S"))
    expect(said.filter(visible=True)).not_to_have_count(0)


PLANTED = """
<!doctype html><html lang="en"><title>Planted faults</title>
<style>
  * { font: 16px/1.2 sans-serif; transition: color 1s }
  a:focus, button:focus { outline: none }
  .bar { position: fixed; inset: 0; background: white }
  .cut { width: 60px; overflow: hidden; white-space: nowrap }
</style>
<main><h1>Planted</h1><p style="color: #aaa">Pale words</p>
<p style="width: 600px">Wide</p><p class="cut">Far too long for its box</p>
<p><a href="#one">Small</a></p><p>Words with <a href="#two">a link</a> in them.</p>
<p><button>No</button></p></main><div class="bar">Covers</div></html>
"""


def test_the_probes_find_planted_faults(page: Page) -> None:
    page.goto("about:blank")
    look(page, View(320))
    page.set_content(PLANTED)
    page.evaluate(PROBES)
    layout = " ".join(probe(page, "layout", 5))
    assert "the page is 6" in layout
    assert "cut" in layout
    targets = probe(page, "targets", 2)
    assert [line.rpartition(" is ")[0] for line in targets] == ['p > a "Small"', 'p > button "No"']
    assert "has a transition of 1s" in " ".join(probe(page, "motion", 10))
    page.evaluate("probes.beforeTabbing()")
    page.keyboard.press("Tab")
    focused = " ".join(page.evaluate("probes.focused()")["faults"])
    assert "does not show that it has the focus" in focused
    assert "is covered by" in focused
    assert {line.partition(":")[0] for line in ask_axe(page)} >= {"color-contrast"}
