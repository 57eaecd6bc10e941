"""Drafts, and texts before their first or after their last day: nothing of them is published.

A planted word is looked for in every byte of every file; builds on two days prove that the search
finds what is there: what is absent from one of them is found in the other, or in development.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli
import pytest
from bs4 import BeautifulSoup

from tests.conftest import SITE_URL, build, shared
from tests.planted import FIRST_DAY, KINDS, LAST_DAY, PLANTED, Planted, plant
from tests.plugin.test_site_small import SITE, make_numbers_real

PLANTED_WORD = re.compile(rb"zq-?(?:draft|coming|expired)[a-z-]*", re.IGNORECASE)
FOR_REDIRECTS = re.compile(r"_redirects|redirects\.txt|nginx/.*")
FEED = "feeds/articles.atom.xml"

Site = Callable[[str], Path]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The small site with planted texts, published as of a day, or "development"."""

    def make(root: Path, day: str) -> Path:
        shutil.copytree(SITE, root)
        plant(root)
        options, output = (), root / "output"
        if day != "development":
            make_numbers_real(root / "locations")
            options, output = ("--production",), root / "public"
        else:
            day = "2026-11-24"
        done = build(root, *options, SITEURL=SITE_URL, AS_OF=day)
        assert done.returncode == 0, done.stdout + done.stderr
        is_named = "Not out: content/articles/zq-draft-articles.md (Draft)." in done.stdout
        assert is_named == bool(options)
        return output

    return lambda day: shared(tmp_path_factory, f"planted-{day}", lambda root: make(root, day))


@dataclass(frozen=True)
class Found:
    """What is planted of a built site: word → the files that hold it, in name or content."""

    holders: dict[str, set[str]]
    files: tuple[str, ...]


@cache
def found_in(site: Path) -> Found:
    """Every planted word and file name, in every byte of every file; what is packed is unpacked."""
    holders: dict[str, set[str]] = {}
    files = tuple(path for path in site.rglob("*") if path.is_file())
    for path in files:
        name = path.relative_to(site).as_posix()
        data = path.read_bytes()
        data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        data = brotli.decompress(data) if path.suffix == ".br" else data
        for word in PLANTED_WORD.findall(name.encode() + b"\n" + data):
            holders.setdefault(word.decode().lower(), set()).add(name)
    return Found(holders, tuple(path.relative_to(site).as_posix() for path in files))


@pytest.mark.parametrize(("day", "out"), [(LAST_DAY, "expired"), (FIRST_DAY, "coming")])
def test_what_is_not_out_is_in_no_file_and_what_is_out_is_found(
    day: str, out: str, site: Site
) -> None:
    found = found_in(site(day))
    holders = dict(found.holders)
    compared = 0
    for item in PLANTED:
        for field in item.fields:
            is_shown = item.state == out and field != "exception"
            assert (item.word(field) in holders) == is_shown, (item, field, holders)
            holders.pop(item.word(field), None)
            compared += 1
        names = {name for name in holders.pop(item.slug, ()) if not is_redirect(name, item)}
        assert bool(names) == (item.state == out), (item, sorted(names)[:5])
        compared += 1
    left = {word for word in holders if not word.endswith("formerx")}
    assert {word for word in left if out not in word} == set(), "parts of planted words"
    assert compared == 3 * (4 * 9 + 4)
    assert len(found.files) > 2_000
    assert sum(name.startswith("pagefind/fragment/") for name in found.files) > 10


def is_redirect(name: str, item: Planted) -> bool:
    """Whether a file says nothing but where the old address of an expired text leads."""
    page = f"{item.url.strip('/')}/index.html"
    name = name.removesuffix(".br").removesuffix(".gz")
    return item.state == "expired" and (name == page or bool(FOR_REDIRECTS.fullmatch(name)))


def test_the_search_reads_every_place_in_which_a_text_may_stand(site: Site) -> None:
    """On its first day an article is in each of these; so on another day it could be there."""
    (article,) = [item for item in PLANTED if (item.state, item.kind) == ("coming", "articles")]
    holders = found_in(site(FIRST_DAY)).holders
    found = holders[article.word("title")]
    for name in (
        *("articles/index.html", f"articles/{article.slug}/index.html", "a-z/index.html"),
        *("treatments/tms-therapy/index.html", FEED, "llms.txt"),
    ):
        assert name in found
    assert any(name.startswith("pagefind/fragment/") for name in found)
    named = holders[article.slug]
    assert {"sitemaps/articles.xml", f"cards/article-{article.slug}.png"} <= named


def test_a_page_tells_programs_its_last_day(site: Site) -> None:
    pages = [item for item in PLANTED if item.state == "coming" and item.kind != "faq"]
    for item in pages:
        html = (site(FIRST_DAY) / item.url.strip("/") / "index.html").read_text("utf-8")
        assert html.count('"expires": "2027-02-01"') == 1
    about = (site(FIRST_DAY) / "about" / "index.html").read_text("utf-8")
    assert '"expires"' not in about


def test_a_question_to_come_is_on_the_day_wherever_its_kind_is_shown(site: Site) -> None:
    (question,) = [item for item in PLANTED if (item.state, item.kind) == ("coming", "faq")]
    found = found_in(site(FIRST_DAY)).holders[question.word("title")]
    assert {
        "faq/index.html",
        "faq/tms/index.html",
        "faq/getting-started/index.html",
        "questions/index.html",
        "locations/az/example/index.html",
        "a-z/index.html",
    } <= found


def test_links_to_what_is_not_out_are_words_until_the_day(site: Site) -> None:
    for page in ("about/index.html", "faq/tms/index.html"):
        linked = {}
        for day, out in ((LAST_DAY, "expired"), (FIRST_DAY, "coming")):
            html = BeautifulSoup((site(day) / page).read_text("utf-8"), "html.parser")
            for by in ("file", "address"):
                for state in ("draft", "coming", "expired"):
                    words = [a for a in html.find_all("a") if a.text == f"by {by} {state}"]
                    linked[day, by, state] = [a.get("href") for a in words]
                    assert len(words) == len(KINDS)
                    urls = [item.url for item in PLANTED if item.state == state]
                    wanted = urls if state == out else [None] * len(KINDS)
                    assert linked[day, by, state] == wanted
        assert len(linked) == 12


def test_an_expired_address_leads_to_its_list_and_no_other_does_anything(site: Site) -> None:
    rules = (site(FIRST_DAY) / "_redirects").read_text("utf-8")
    led = dict(re.findall(rf"(?m)^(/\S+) {SITE_URL}(/\S*) 301!", rules))
    for item in PLANTED:
        if item.kind == "faq":
            continue
        above = "/" if item.kind == "pages" else f"/{item.kind}/"
        at_own = above if item.state == "expired" else None
        at_former = {"expired": above, "coming": item.url, "draft": None}[item.state]
        found = (led.get(item.url.rstrip("/")), led.get(item.former.rstrip("/")))
        assert found == (at_own, at_former), item
        page = site(FIRST_DAY) / item.url.strip("/") / "index.html"
        assert page.exists() == (item.state != "draft")
    targets = [led[f"/moved/{at}"] for at, _item in enumerate(PLANTED)]
    kinds = {"faq": "/faq/tms/", "pages": "/"}
    for item, target in zip(PLANTED, targets, strict=True):
        is_there = item.state == "coming"
        assert target == (item.url if is_there else kinds.get(item.kind, f"/{item.kind}/")), item


def test_the_feed_has_an_article_from_its_first_day_to_its_last(site: Site) -> None:
    articles = {item.state: item.slug for item in PLANTED if item.kind == "articles"}
    for day, state in (
        *((LAST_DAY, "expired"), (FIRST_DAY, "coming")),
        ("development", "none: a feed has no room for a label"),
    ):
        feed = (site(day) / FEED).read_text("utf-8")
        assert {name for name, slug in articles.items() if slug in feed} == {state} & set(articles)
        assert "first-words" in feed


def test_the_days_are_those_on_which_the_site_is_built_again(site: Site) -> None:
    before = json.loads((site(LAST_DAY) / "build.json").read_text())["rebuild_on"]
    after = json.loads((site(FIRST_DAY) / "build.json").read_text())["rebuild_on"]
    assert {"2026-11-21", FIRST_DAY} <= set(before)
    assert not {"2026-11-21", FIRST_DAY} & set(after)
    shown = json.loads((site("development") / "build.json").read_text())["rebuild_on"]
    assert FIRST_DAY in shown
    assert "2027-02-02" in set(before) & set(after) & set(shown)


LABELS = {
    "draft": "Draft",
    "coming": "Goes out on January 4, 2027",
    "expired": "Expired after November 20, 2026",
}


def test_development_shows_each_with_its_label_on_its_page_and_in_lists(site: Site) -> None:
    folder = site("development")
    compared = 0
    for item in PLANTED:
        own = item.url.partition("#")[0].strip("/")
        lists = {"pages": ("a-z",), "treatments": ("treatments", "a-z")}
        lists |= {"conditions": ("conditions", "a-z", "."), "articles": ("articles", "a-z")}
        lists |= {"faq": ("faq", "faq/getting-started", "questions", "locations/az/example")}
        for name in (own, *lists[item.kind]):
            html = BeautifulSoup((folder / name / "index.html").read_text("utf-8"), "html.parser")
            assert html.select('meta[name="robots"][content="noindex"]')
            assert LABELS[item.state] in labels(html, item, name == own and item.kind != "faq")
            compared += 1
    assert compared == 3 * (2 + 3 + 4 + 3 + 5)


def labels(html: BeautifulSoup, item: Planted, is_own_page: bool) -> list[str]:
    """The labels beside a text: at the top of its page, else where a list names it."""
    if is_own_page:
        return [badge.text.strip() for badge in html.select(".masthead .badge")]
    tags = html.select("main a, main h2, main h3")
    named = [tag for tag in tags if item.word("title") in tag.text]
    around = (tag if tag.select(".badge") else tag.parent for tag in named)
    return [badge.text.strip() for tag in around if tag for badge in tag.select(".badge")]


def test_what_is_out_has_no_label(site: Site) -> None:
    pages = [path.read_text("utf-8") for path in site(FIRST_DAY).rglob("*.html")]
    assert len(pages) > 50
    labels = [f">{label}</span>" for label in LABELS.values()]
    assert not [page for page in pages if any(label in page for label in labels)]
