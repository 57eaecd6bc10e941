"""A text's own section “FAQ”: what counts as one, its questions and answers, and every fault."""

from __future__ import annotations

import pytest

from plugins.clinics.faq_section import (
    EMPTY_HEADING,
    NESTED,
    NO_ANSWER,
    NO_QUESTION,
    SectionFault,
    SectionQuestion,
    plain_words,
    read_faq_section,
)
from plugins.clinics.prose import converter

HURT = SectionQuestion("h-does-it-hurt", "Does it hurt?", "<p>A little.</p>")
SAFE = SectionQuestion("h-is-it-safe", "Is it safe?", "<p>Yes.</p>\n<p>Mostly.</p>")
ASKED = "### Does it hurt?\n\nA little.\n\n### Is it safe?\n\nYes.\n\nMostly.\n"
DETAILS = (
    '<details id="h-does-it-hurt"><summary><b>Does</b> it hurt?</summary><p>A little.</p></details>'
)


def questions(markdown: str) -> tuple[SectionQuestion, ...]:
    """The questions of a text without faults."""
    found, faults = read_faq_section(converter().convert(markdown))
    assert faults == ()
    return found


def faults(html: str) -> list[SectionFault]:
    return list(read_faq_section(html)[1])


@pytest.mark.parametrize(
    "title",
    [
        "FAQ",
        "faq",
        "FAQs",
        "FAQ:",
        "Frequently asked questions",
        "Frequently Asked  Questions!",
        "*Frequently* asked questions",
        "[FAQ](/faq/)",
    ],
)
def test_a_section_is_known_by_its_heading(title: str) -> None:
    assert questions(f"## {title}\n\n{ASKED}") == (HURT, SAFE)


@pytest.mark.parametrize(
    "title", ["FAQ about ketamine", "Our FAQ", "Questions", "Frequently asked", "F.A.Q."]
)
def test_another_heading_begins_no_section(title: str) -> None:
    assert questions(f"## {title}\n\n{ASKED}#### Deep\n") == ()


def test_words_alone_are_no_heading() -> None:
    assert questions(f"FAQ\n\n**FAQ**\n\n{ASKED}") == ()


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_questions_are_one_level_below_the_title(level: int) -> None:
    marks = "#" * level
    text = f"{marks} FAQ\n\n{marks}# Does it hurt?\n\nA little.\n"
    assert questions(text) == (HURT,)


@pytest.mark.parametrize("after", ["## More", "# More", "More\n----"])
def test_a_section_ends_at_the_next_heading_of_its_level_or_above(after: str) -> None:
    text = f"## FAQ\n\n{ASKED}\n{after}\n\n### No question\n\n#### Deep\n"
    assert questions(text) == (HURT, SAFE)


def test_a_text_may_have_two_sections_and_words_before_the_first_question() -> None:
    text = f"## FAQ\n\nWords before.\n\n{ASKED}\n## Frequently asked questions\n\n### When?\n\nNow."
    assert [item.name for item in questions(text)] == [HURT.name, SAFE.name, "When?"]


def test_an_answer_keeps_its_lists_and_links() -> None:
    text = "## FAQ\n\n### How?\n\nLike this:\n\n- [one](/a/)\n- two\n"
    (found,) = questions(text)
    assert found.answer.startswith("<p>Like this:</p>")
    assert '<li><a href="/a/">one</a></li>' in found.answer


def test_a_list_of_details_is_a_section_too() -> None:
    html = f"<h2>FAQ</h2><p>Before.</p>{DETAILS}<h2>Next</h2><details>No question</details>"
    assert read_faq_section(html) == ((HURT,), ())


def test_details_and_headings_may_stand_in_one_section() -> None:
    html = f"<h2>FAQ</h2>{DETAILS}<h3 id='is-it-safe'>Is it safe?</h3><p>Yes.</p>"
    found, wrong = read_faq_section(html)
    assert [item.name for item in found] == [HURT.name, SAFE.name]
    assert wrong == ()


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<h2>FAQ</h2>", SectionFault("FAQ", *NO_QUESTION)),
        ("<h2>FAQ</h2><p>Text.</p><h2>Next</h2>", SectionFault("FAQ", *NO_QUESTION)),
        ("<h6>FAQ</h6><p>Text.</p>", SectionFault("FAQ", *NO_QUESTION)),
        ("<h2>FAQ</h2><h3>Why?</h3>", SectionFault("Why?", *NO_ANSWER)),
        ("<h2>FAQ</h2><h3>Why?</h3><p> </p><hr>", SectionFault("Why?", *NO_ANSWER)),
        ("<h2>FAQ</h2><h3>Why?</h3><h2>Next</h2><p>No.</p>", SectionFault("Why?", *NO_ANSWER)),
        ("<h2>FAQ</h2><h3> </h3><p>No.</p>", SectionFault("", *EMPTY_HEADING)),
        ("<h2>FAQ</h2><h3>Why?</h3><p>No.</p><h4>So</h4>", SectionFault("So", *NESTED)),
        ("<h2>FAQ</h2><h4>Why?</h4><p>No.</p>", SectionFault("Why?", *NESTED)),
        (
            "<h2>FAQ</h2><details><summary>Why?</summary> </details>",
            SectionFault("Why?", *NO_ANSWER),
        ),
        ("<h2>FAQ</h2><details><p>No.</p></details>", SectionFault("", *EMPTY_HEADING)),
        (
            "<h2>FAQ</h2><details><summary> </summary>No.</details>",
            SectionFault("", *EMPTY_HEADING),
        ),
    ],
)
def test_what_is_malformed_is_told_with_its_heading(html: str, fault: SectionFault) -> None:
    assert faults(html) == [fault]


def test_all_faults_are_told_at_once_and_the_good_questions_stay() -> None:
    html = "<h2>FAQ</h2><h3>Why?</h3><h3></h3><p>x</p><h3>How?</h3><p>So.</p><h2>FAQs</h2>"
    found, wrong = read_faq_section(html)
    assert [item.name for item in found] == ["How?"]
    assert [fault.message for fault in wrong] == [NO_ANSWER[0], EMPTY_HEADING[0], NO_QUESTION[0]]


def test_hostile_words_stay_words() -> None:
    (found,) = questions("## FAQ\n\n### Is `<script>` shown?\n\n`</script>` & <b>bold</b>.\n")
    assert found.name == "Is <script> shown?"
    assert "<script" not in found.answer
    assert "<b>" not in found.answer
    assert plain_words("<p>a  <b>b</b>\n c&amp;</p>") == "a b c&"
