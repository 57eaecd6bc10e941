"""Promises to visitors that every page of the real site keeps, in both kinds of build."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import urljoin

from bs4 import Tag

from tests.conftest import SITE_URL
from tests.theme.conftest import Pages

SAYS_NOTHING = {"", "here", "click here", "link", "more", "read more", "learn more", "this page"}
"""Names of links that mean something only within their sentence."""

SUICIDE = re.compile(r"\bsuicid|\bself-harm", re.IGNORECASE)


def test_every_page_has_one_h1_one_main_and_a_language(pages: Pages) -> None:
    for url, page in pages.items():
        assert len(page.find_all("h1")) == 1, url
        assert len(page.find_all("main")) == 1, url
        assert page.html is not None
        assert page.html["lang"] == "en", url


def test_titles_and_descriptions_are_unique_and_of_good_length(pages: Pages) -> None:
    titles = Counter(page.title.get_text() for page in pages.values() if page.title)
    tags = [page.select_one("meta[name=description]") for page in pages.values()]
    descriptions = Counter(str(tag["content"]) for tag in tags if tag)
    assert set(titles.values()) == set(descriptions.values()) == {1}
    assert len(titles) == len(descriptions) == len(pages)
    assert [title for title in titles if not 15 <= len(title) <= 70] == []
    assert [text for text in descriptions if not 50 <= len(text) <= 200] == []


def test_headings_leave_out_no_level(pages: Pages) -> None:
    for url, page in pages.items():
        levels = [int(tag.name[1]) for tag in page.find_all(re.compile("^h[1-6]$"))]
        jumps = [b - a for a, b in zip([0, *levels], levels, strict=False)]
        assert max(jumps) <= 1, url


def accessible_name(tag: Tag) -> str:
    """What a screen reader calls a link: its label, else its texts and the words for pictures."""
    if label := tag.get("aria-label"):
        return str(label)
    parts = (
        str(part.get("alt") or part.get("aria-label") or "") if isinstance(part, Tag) else str(part)
        for part in tag.descendants
    )
    return " ".join(" ".join(parts).split())


def test_every_link_says_by_itself_where_it_leads(pages: Pages) -> None:
    """Screen readers list the links of a page without the sentences around them.

    What editors write, and the list of their headings, is theirs.
    """
    checked, faults = 0, []
    for url, page in pages.items():
        leads: dict[str, set[str]] = {}
        for tag in page.find_all("a", href=True):
            if tag.find_parent(class_=("prose", "contents")):
                continue
            name = accessible_name(tag).rstrip(" .:→").casefold()
            leads.setdefault(name, set()).add(urljoin(url, str(tag["href"])).rstrip("/"))
            checked += 1
        faults += [(url, name) for name in leads.keys() & SAYS_NOTHING]
        faults += [(url, name, sorted(found)) for name, found in leads.items() if len(found) > 1]
    assert faults == []
    assert checked > 5000


def test_cells_of_a_table_belong_to_headers(pages: Pages) -> None:
    checked, faults = 0, []
    for url, page in pages.items():
        for table in page.find_all("table"):
            headers = table.find_all("th")
            faults += [(url, "no header")] * (not headers)
            faults += [
                (url, str(header))
                for header in headers
                if header.get("scope") not in ("col", "row") or not header.get_text().strip()
            ]
            checked += len(headers)
    assert faults == []
    assert checked > 30


def test_no_page_asks_another_host_for_anything(pages: Pages) -> None:
    loading = ("script", "img", "iframe", "source", "video", "audio", "embed", "object", "form")
    for url, page in pages.items():
        for tag in page.find_all(loading):
            address = str(tag.get("src") or tag.get("action") or "")
            assert not address.startswith(("http", "//")), (url, tag)
        for tag in page.find_all("link"):
            if tag["rel"] != ["canonical"]:
                assert str(tag["href"]).startswith("/"), (url, tag)


def test_links_that_lead_away_tell_the_other_site_nothing(pages: Pages) -> None:
    checked = 0
    for url, page in pages.items():
        for tag in page.find_all("a", href=re.compile("^http")):
            assert set(tag.get("rel") or []) >= {"noopener", "noreferrer"}, (url, tag["href"])
            assert str(tag["href"]).startswith("https://"), url
            checked += 1
    assert checked > 100


def test_there_is_no_inline_script_style_or_handler_in_any_page(pages: Pages) -> None:
    for url, page in pages.items():
        assert page.find_all("style") == [], url
        for script in page.find_all("script"):
            is_data = str(script.get("type")).endswith("json")
            assert is_data or (script.has_attr("src") and script.get_text() == ""), url
        attributes = {name for tag in page.find_all(True) for name in tag.attrs}
        assert {name for name in attributes if name.startswith("on") or name == "style"} == set()


def test_every_page_offers_help_in_a_crisis_before_its_content(pages: Pages) -> None:
    for url, page in pages.items():
        links = [str(tag["href"]) for tag in page.find_all("a", href=True)]
        assert links.index("tel:988") < 12, url
        assert {"tel:988", "sms:988", "tel:911"} <= set(links), url


def test_a_text_that_mentions_suicide_names_988_itself(pages: Pages) -> None:
    checked = 0
    for url, page in pages.items():
        main = page.find("main")
        assert main is not None
        if url not in ("/report/", "/styleguide/") and SUICIDE.search(main.get_text()):
            assert main.find("a", href="tel:988"), url
            checked += 1
    assert checked > 40


def test_no_page_sends_anyone_to_the_line_of_988_that_has_ended(pages: Pages) -> None:
    assert [url for url, page in pages.items() if "press 3" in page.get_text().lower()] == []


def test_every_telephone_link_is_dialable_and_says_what_it_dials(pages: Pages) -> None:
    checked = 0
    for url, page in pages.items():
        for tag in page.find_all("a", href=re.compile("^tel:")):
            href = str(tag["href"])
            assert re.fullmatch(r"tel:(\+1[2-9]\d{9}|988|911|711)", href), url
            digits = re.sub(r"\D", "", tag.get_text())
            assert href.removeprefix("tel:").removeprefix("+1") in digits, (url, str(tag))
            checked += 1
    assert checked > 300


def test_breadcrumbs_lead_from_home_to_the_page_itself(pages: Pages) -> None:
    checked = 0
    for url, page in pages.items():
        trail = page.find("nav", attrs={"aria-label": re.compile("breadcrumb", re.IGNORECASE)})
        if not isinstance(trail, Tag):
            assert url in ("/", "/404.html")
            continue
        links = [str(tag["href"]) for tag in trail.find_all("a")]
        assert links[0] == "/", url
        steps = [link for link in links if "/city/" not in link]
        assert all(url.startswith(link) for link in steps), url
        assert trail.find(attrs={"aria-current": "page"}), url
        checked += 1
    assert checked == len(pages) - 2


def test_only_the_published_site_may_be_indexed(site: Path, pages: Pages) -> None:
    is_production = (site.parent / "public").exists()
    for url, page in pages.items():
        robots = page.find("meta", attrs={"name": "robots"})
        hidden = isinstance(robots, Tag) and "noindex" in str(robots["content"])
        is_listed = url not in ("/404.html", "/search/") and not url.startswith("/near-me/zip/")
        assert hidden == (not is_production or not is_listed), url
        canonical = page.find("link", rel="canonical")
        if is_production and not hidden:
            assert isinstance(canonical, Tag)
            assert canonical["href"] == SITE_URL + url
