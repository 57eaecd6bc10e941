"""Markdown from editors is untrusted: HTML is text, and links have a few safe schemes."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

from plugins.clinics.failures import ExitCode, Failure
from plugins.clinics.prose import converter, is_allowed_link, read_prose


@pytest.mark.parametrize(
    "target",
    [
        "https://988lifeline.org",
        "/locations/",
        "#top",
        "tel:988",
        "sms:988",
        "mailto:someone@example.com",
        "{filename}/locations/az-biltmore.yaml",
    ],
)
def test_a_link_that_visitors_can_follow_is_allowed(target: str) -> None:
    assert is_allowed_link(target)


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java&#10;script:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "http://example.com",
        "//example.com",
        "/\\example.com",
        "file:///etc/passwd",
        "about.md",
        "../secret",
        "{attach}/../pelicanconf.py",
        "{static}/../../x",
        "{FILENAME}/pages/about.md",
        "&#123;filename}/pages/about.md",
        "",
    ],
)
def test_any_other_link_is_refused(target: str) -> None:
    assert not is_allowed_link(target)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "<iframe src=https://example.com></iframe>",
        "<meta http-equiv=refresh content=0>",
        "<style>*{display:none}</style>",
        "<!-- <script>",
        "[x](javascript:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "![x](data:image/svg+xml,<svg onload=alert(1)>)",
        "[x][y]\n\n[y]: javascript:alert(1)",
        "# heading {: onclick=alert(1) }",
        "<javascript:alert(1)>",
        '[x](https://example.com "\\" onclick=alert(1)")',
        "`<b>`<script>",
        "\t<script>code</script>",
        "{{ 7 * 7 }} {% raw %}",
    ],
)
def test_hostile_markdown_becomes_inert_text(text: str) -> None:
    soup = BeautifulSoup(converter().convert(text), "html.parser")
    dangerous = ("script", "img", "iframe", "meta", "style", "svg", "object", "form", "base")
    assert [tag.name for tag in soup.find_all(dangerous) if tag.get("src", "x") is not None] in (
        [],
        ["img"],
    )
    for tag in soup.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")]
        for name in ("href", "src"):
            assert tag.get(name) is None or is_allowed_link(str(tag[name]))
    assert "49" not in soup.get_text()


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("/images/room.jpg", "/images/room.jpg"),
        ("/images/room.svg", None),
        ("/images/Room.jpg", None),
        ("/images/room.jpg?x", None),
        ("/images/a/room.jpg", None),
        ("/images/../images/room.jpg", None),
        ("/images/%2e%2e/room.jpg", None),
        ("images/room.jpg", None),
        ("/theme/images/room.jpg", None),
        ("/room.jpg", None),
        ("room.jpg", None),
        ("//a.com/room.jpg", None),
        ("https://a.com/room.jpg", None),
        ("/images/../room.jpg", None),
        ("/images/&#46;&#46;/room.jpg", None),
        ("{filename}/pages/room.jpg", None),
        ("{attach}/pages/room.jpg", None),
    ],
)
def test_an_image_shows_a_file_of_its_folder_only(target: str, shown: str | None) -> None:
    for text in (f"![A room]({target})", f"![A room][room]\n\n[room]: {target}"):
        (image,) = BeautifulSoup(converter().convert(text), "html.parser").find_all("img")
        assert (image.get("src"), image["alt"]) == (shown, "A room")


def test_ordinary_markdown_still_works() -> None:
    html = converter().convert(
        "## Hello\n\n- one\n- *two*\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nIt's."
    )
    soup = BeautifulSoup(html, "html.parser")
    assert [tag.name for tag in soup.find_all(("h2", "li", "em", "td"))].count("li") == 2
    assert "It’s." in soup.get_text()


def test_a_column_has_no_alignment_which_would_be_a_style_in_the_page() -> None:
    html = converter().convert("| a | b |\n|:--|--:|\n| 1 | 2 |\n")
    cells = BeautifulSoup(html, "html.parser").find_all(("th", "td"))
    assert [cell.get("style") for cell in cells] == [None] * 4


class LeakyMarkdown(Extension):
    """A fault of Markdown or of an extension: a piece of HTML comes through as it was written."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html

    def extendMarkdown(self, md: Markdown) -> None:
        md.postprocessors.register(_Leak(self.html), "leak", 5)


class _Leak(Postprocessor):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html

    def run(self, text: str) -> str:
        return text.replace("LEAK", self.html)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<p onclick='alert(1)'>",
        '<p onclick="alert(1)">',
        '<p style="color: red">',
        "<!-- x -->",
        "<form>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="&#106;avascript:alert(1)">x</a>',
        '<img src="https://evil.test/x.png">',
        '<img alt="x"src="/theme/x.png">',
        "<p",
        "<P>",
    ],
)
def test_html_that_no_text_may_hold_never_comes_out_of_the_converter(html: str) -> None:
    """The last lock, tried by a converter that has a fault."""
    with pytest.raises(Failure, match="no text may hold") as caught:
        converter(LeakyMarkdown(html)).convert("Words. LEAK")
    assert caught.value.code is ExitCode.OUR_FAULT
    assert converter(LeakyMarkdown("<em>x</em>")).convert("LEAK") == "<p><em>x</em></p>"


def test_code_that_looks_like_an_attribute_is_text() -> None:
    html = read_prose('Write `<img src="//b.org/x">` or ` href="javascript:1"`.').html
    assert html.count("<code>") == 2
    assert 'href="javascript:1"' in html
