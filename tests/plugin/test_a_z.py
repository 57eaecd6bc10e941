"""Everything from A to Z: letters, order, first articles and quotation marks."""

from __future__ import annotations

import pytest

from plugins.clinics.a_z import NUMBERS, Entry, by_letter
from plugins.clinics.pages import plan, text_page
from tests.conftest import ROOT, load


def names(*given: str) -> dict[str, list[str]]:
    letters = by_letter(Entry(name, f"{number}/") for number, name in enumerate(given))
    return {letter.name: [entry.name for entry in letter.entries] for letter in letters}


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("How TMS works", "H"),
        ("“How long?”", "H"),
        ("The first visit", "F"),
        ("A plain guide", "P"),
        ("“An honest answer”", "H"),
        ("Anxiety", "A"),
        ("A–Z", "A"),
        ("a", "A"),
        ("Éclairs", "E"),
        ("988 and you", NUMBERS),
        ("日本", NUMBERS),
    ],
)
def test_a_name_stands_under_the_letter_that_people_look_for(name: str, letter: str) -> None:
    assert names(name) == {letter: [name]}


def test_letters_and_names_are_in_order_whatever_their_case() -> None:
    found = names("Zebra", "apple", "The Axe", "Apple tree", "988", "“Amber”")
    assert list(found) == [NUMBERS, "A", "Z"]
    assert found["A"] == ["“Amber”", "apple", "Apple tree", "The Axe"]


def test_equal_names_keep_both_addresses() -> None:
    (letter,) = by_letter([Entry("Same", "b/"), Entry("Same", "a/")])
    assert [entry.url for entry in letter.entries] == ["a/", "b/"]
    assert letter.id == "s"


@pytest.mark.parametrize("is_production", [False, True], ids=["development", "production"])
def test_every_page_that_may_be_found_is_listed_once_and_every_question(
    is_production: bool,
) -> None:
    catalog = load(ROOT, is_production).catalog
    assert catalog
    pages = plan(catalog).pages
    (index,) = (page for page in pages if page.url == "a-z/")
    listed = [entry.url for letter in index.context["letters"] for entry in letter.entries]
    texts = [text_page(catalog, text) for text in catalog.repository.texts]
    indexable = {page.url for page in (*pages, *texts) if page.is_indexable} - {"a-z/"}
    links = (catalog.question_links(topic) for topic in catalog.topics)
    questions = {question.url for group in links for question in group}
    assert sorted(listed) == sorted(indexable | questions)
    assert len(indexable) > 80
    assert len(questions) == len(catalog.repository.library.questions) > 100
    assert "report/" not in listed
