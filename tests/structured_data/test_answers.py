"""Answers in markup: the tags that readers of it accept, and links that lead home."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from plugins.clinics.faq import AnsweredQuestion
from plugins.clinics.structured_data.answers import answer_text, question_nodes

BASE = "https://www.example.com"
PAGE = f"{BASE}/faq/tms/"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Plain</p>\n", "<p>Plain</p>"),
        ('<p class="quiet" id="x">Plain</p>', "<p>Plain</p>"),
        ("<p><strong>A</strong><em>b</em><br></p>", "<p><strong>A</strong><em>b</em><br/></p>"),
        ("<ol>\n<li>One</li>\n</ol>", "<ol>\n<li>One</li>\n</ol>"),
        ("<h3>Title</h3><p>Text</p>", "Title<p>Text</p>"),
        ("<p><code>a</code> <span>b</span></p>", "<p>a b</p>"),
        ("<table><tr><td>a</td>\n<td>b</td></tr></table>", "a\nb"),
        ('<img src="/x.png" alt="x"><p>Text</p>', "<p>Text</p>"),
        ("<p>1 &lt; 2 &amp; &lt;/script&gt;</p>", "<p>1 &lt; 2 &amp; &lt;/script&gt;</p>"),
    ],
)
def test_an_answer_keeps_the_accepted_tags_and_loses_every_other(html: str, expected: str) -> None:
    assert answer_text(html, PAGE, BASE) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/faq/tms/#x", f"{BASE}/faq/tms/#x"),
        ("#x", f"{PAGE}#x"),
        ("https://other.example.com/", "https://other.example.com/"),
        ("tel:988", "tel:988"),
        ("mailto:a@example.com", "mailto:a@example.com"),
    ],
)
def test_every_link_of_an_answer_is_absolute(target: str, expected: str) -> None:
    html = f'<p><a class="c" title="t" rel="noopener" href="{target}">Link</a></p>'
    assert answer_text(html, PAGE, BASE) == f'<p><a href="{expected}">Link</a></p>'


def test_a_link_without_a_target_stays_words() -> None:
    assert answer_text("<p><a>Link</a></p>", PAGE, BASE) == "<p><a>Link</a></p>"


def test_a_question_has_the_address_of_its_anchor_or_none() -> None:
    answer = Markup("<p>Yes.</p>")
    questions = [AnsweredQuestion("x", "Is it?", answer), AnsweredQuestion("", "Was it?", answer)]
    accepted = {"@type": "Answer", "text": "<p>Yes.</p>"}
    assert question_nodes(PAGE, BASE, questions) == [
        {"@type": "Question", "@id": f"{PAGE}#x", "name": "Is it?", "acceptedAnswer": accepted},
        {"@type": "Question", "name": "Was it?", "acceptedAnswer": accepted},
    ]
