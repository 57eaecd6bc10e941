"""What search results and shared links show of a page, on the real site in both builds."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from tests.conftest import SITE_URL, html_pages
from tests.structured_data.reading import address

TAG = re.compile(r"<(?:meta|link)\s[^>]*>")
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
TITLE = re.compile(r"<title>([^<]*)</title>")

ONCE = (
    "description",
    "viewport",
    "og:type",
    "og:site_name",
    "og:title",
    "og:description",
    "og:locale",
    "twitter:card",
)

Head = dict[str, list[str]]


@pytest.fixture(scope="module", params=["development", "production"])
def site(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.getfixturevalue(f"{request.param}_site")
    return folder


@pytest.fixture(scope="module")
def heads(site: Path) -> dict[str, Head]:
    """Name → contents of every tag in the head of every page, by its address."""
    return {address(site, path): head(path.read_text()) for path in html_pages(site)}


def head(html: str) -> Head:
    text = html.partition("</head>")[0]
    found: Head = {"title": [unescape(title) for title in TITLE.findall(html)]}
    for tag in TAG.findall(text):
        attributes = {name: unescape(value) for name, value in ATTRIBUTE.findall(tag)}
        name = attributes.get("name") or attributes.get("property") or attributes.get("rel") or ""
        content = attributes.get("content") or attributes.get("href") or ""
        found.setdefault(name, []).append(content)
    return found


def test_every_page_has_each_tag_for_search_and_sharing_once(heads: dict[str, Head]) -> None:
    for url, found in heads.items():
        assert {name: len(found.get(name, ())) for name in ONCE} == dict.fromkeys(ONCE, 1), url
        assert all(found[name][0] for name in ONCE), url
        assert found["og:description"] == found["description"], url
        assert found["title"][0].startswith(found["og:title"][0]), url
    assert len(heads) > 970


def test_a_published_page_names_its_own_address_for_search_and_sharing(
    heads: dict[str, Head], site: Path
) -> None:
    is_production = site.name == "public"
    canonical = {url: found["canonical"] for url, found in heads.items() if "canonical" in found}
    shared = {url: found["og:url"] for url, found in heads.items() if "og:url" in found}
    indexable = {url for url, found in heads.items() if "robots" not in found}
    assert canonical == {url: [SITE_URL + url] for url in indexable}
    assert shared == {url: [SITE_URL + url] for url in (heads if is_production else ())}
    assert (len(indexable) > 50) == is_production


def test_titles_and_descriptions_fit_into_a_search_result_and_are_unique(
    heads: dict[str, Head], site: Path
) -> None:
    is_production = site.name == "public"
    kept = {
        url: found
        for url, found in heads.items()
        if ("robots" not in found if is_production else not url.startswith("/near-me/zip/"))
    }
    titles = Counter(found["title"][0] for found in kept.values())
    descriptions = Counter(found["description"][0] for found in kept.values())
    assert [title for title in titles if not 15 <= len(title) <= 70] == []
    assert [text for text in descriptions if not 50 <= len(text) <= 160] == []
    assert set(titles.values()) == set(descriptions.values()) == {1}
    assert len(titles) == len(descriptions) == len(kept) > 50
