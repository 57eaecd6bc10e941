"""Questions and accepted answers as markup."""

from __future__ import annotations

from collections.abc import Iterable

from bs4 import BeautifulSoup

from ..faq import AnsweredQuestion
from .nodes import Node, node

ALLOWED_TAGS = frozenset(("a", "b", "br", "div", "em", "i", "li", "ol", "p", "strong", "ul"))
"""What readers of FAQ markup accept in an answer, besides headings, which our answers lack."""


def question_nodes(page_url: str, base: str, questions: Iterable[AnsweredQuestion]) -> list[Node]:
    """Every question of a page, each with the anchor at which it stands there."""
    return [
        node(
            "Question",
            f"{page_url}#{question.id}" if question.id else None,
            name=question.name,
            acceptedAnswer=node(
                "Answer", text=answer_text(question.accepted_answer, page_url, base)
            ),
        )
        for question in questions
    ]


def answer_text(html: str, page_url: str, base: str) -> str:
    """An answer's HTML with the allowed tags only; of their attributes only absolute targets."""
    starts = {"/": base, "#": page_url}
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(True):
        if tag.name not in ALLOWED_TAGS:
            tag.unwrap()
            continue
        target = str(tag.get("href") or "") if tag.name == "a" else ""
        tag.attrs = {"href": f"{starts.get(target[0], '')}{target}"} if target else {}
    return str(soup).strip()
