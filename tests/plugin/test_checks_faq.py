"""The rules about questions and texts: what breaks each, and what comes close and is allowed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from plugins.clinics.checks import CHECKS, Check, faq, texts
from plugins.clinics.problems import Place, Severity
from tests.conftest import AS_OF, MakeProject, load, minimal

from .test_checks import JANE, Files, broken, named, page

LISTS = {
    "content/faq/_topics.yaml": "topics:\n"
    "  - {id: tms, name: TMS, description: About TMS.}\n"
    "  - {id: safety, name: Safety, description: About risks.}\n",
    "content/_conditions.yaml": "conditions: [{id: ptsd, name: PTSD}]\n",
    "content/_sources.yaml": "sources: [{id: S001, title: Leaflet, publisher: FDA, year: 2023}]\n",
}
"""The lists that questions refer to."""

DATES = {"published": "2026-11-01", "facts_checked": "2026-11-02", "next_review": "2027-05-01"}


def question(
    title: str = "Does it hurt?",
    lines: str = "",
    answer: str = "A little at first.\n",
    name: str = "tms/does-it-hurt",
    **dates: str,
) -> Files:
    """A question with the lists around it; `lines` come after the required ones."""
    head = "".join(f"{key}: {value}\n" for key, value in {**DATES, **dates}.items())
    text = f'---\ntitle: "{title}"\n{head}{lines}\n---\n\n{answer}'
    return {**LISTS, f"content/faq/{name}.md": text}


def section(body: str) -> Files:
    """A page whose text is a section “FAQ”."""
    return page(f"Words before.\n\n## FAQ\n\n{body}")


def showing(*questions: str) -> Files:
    """A page that names questions, and one question."""
    head = f"title: Page\ndescription: A page.\nquestions: [{', '.join(questions)}]"
    return {**question(), "content/pages/page.md": f"---\n{head}\n---\n\nText.\n"}


def article(
    lines: str = "",
    body: str = "A leaflet says so [@S001].\n",
    path: str = "articles/tms",
    **dates: str,
) -> Files:
    """A text about health with the lists around it."""
    head = "".join(f"{key}: {value}\n" for key, value in {**DATES, **dates}.items())
    text = f"---\ntitle: TMS\ndescription: About TMS.\n{head}{lines}\n---\n\n{body}"
    return {**LISTS, f"content/{path}.md": text}


STATUS = "regulatory_status: cleared"

LONG = (
    "Most people feel a light tapping and hear clicks, and some have a headache for an hour or two "
    "after the first sessions.\n"
)

FOUR_SOURCES = "So [@S001], [@S002; @S003] and [@S004].\n"
BLOGS = ("https://blog.example.org/fda.gov/", "https://notfda.govern.org/", "https://a.org/")


def sources_at(*urls: str) -> Files:
    """The list of sources, S001 and so on, with these addresses."""
    items = (
        f"  - {{id: S{at:03}, title: T{at}, publisher: P, url: {url}}}\n"
        for at, url in enumerate(urls, start=1)
    )
    return {"content/_sources.yaml": f"sources:\n{''.join(items)}"}


BROKEN: list[tuple[Check, Files, str]] = [
    *(
        (texts.subjects_exist, files, part)
        for files, part in (
            (article("services: [tms]"), "services: “tms” is not in locations/_services.yaml"),
            (article("conditions: [PTSD]"), "conditions: “PTSD” is not in content/_conditions"),
            (
                article("medical_reviewer: jane"),
                "medical_reviewer: “jane” is not in locations/_providers.yaml",
            ),
            (
                article(STATUS, path="treatments/tms"),
                "the file name “tms” is not an id of locations/_services.yaml",
            ),
            (
                article(path="conditions/pstd"),
                "the file name “pstd” is not an id of content/_conditions.yaml",
            ),
        )
    ),
    *(
        (texts.citations_exist, article(body=body), "there is no source “S999” in content/_sources")
        for body in ("So it is [@S999].", "So it is [@S001; @S999].", "- So it is [@S999].")
    ),
    (
        texts.citations_exist,
        article(body="So it is [@S001], and so [S001; S001]."),
        "this citation has no @ before the id of its source",
    ),
    (
        texts.citations_exist,
        article(body="So [it is [@S001]](/locations/)."),
        "a citation stands inside of the words of a link",
    ),
    *(
        (texts.medical_texts_cite_sources, article(body=body), "cites no source")
        for body in ("So it is.", "So it is [S001].", "")
    ),
    (texts.statements_are_compared, article(body="It helps [@S001?].\n"), "has not been compared"),
    (
        texts.medical_texts_rest_on_several_sources,
        article(body="So [@S001], [@S002; @S003] and again [@S001].\n"),
        "rests on 3 sources only",
    ),
    (
        texts.medical_texts_rest_on_several_sources,
        {**article(body=FOUR_SOURCES), **sources_at("https://www.fda.gov/", *BLOGS)},
        "1 is from a government or a journal",
    ),
    *(
        (texts.reviews_are_frequent, files, part)
        for files, part in (
            (question(next_review="2027-11-04"), "367 days after facts_checked; the limit is 366"),
            (article(STATUS, next_review="2027-05-06"), "the limit is 184 here"),
        )
    ),
    (
        texts.reviews_are_not_overdue,
        question(lines="last_reviewed: 2025-11-22\nmedical_reviewer: jane"),
        "more than a year ago",
    ),
    (faq.topics_exist, question(name="tmss/does-it-hurt"), "“tmss” is not a topic of _topics.yaml"),
    (faq.topics_exist, question(lines="topics: [safty]"), "“safty” is not in"),
    (
        faq.topics_exist,
        {**question(), "content/faq/_topics.yaml": "topics: []\n"},
        "“tms” is not a topic",
    ),
    *(
        (faq.references_of_questions_exist, question(lines=lines), part)
        for lines, part in (
            ("services: [tms]", "services: “tms” is not in locations/_services.yaml"),
            ("conditions: [ptsd, PTSD]", "conditions: “PTSD” is not in content/_conditions.yaml"),
            ("locations: [az-nowhere]", "“az-nowhere” is not in the folder locations/"),
            ("locations: [All]", "locations: “All” is not in the folder"),
            ("locations: [az-other.yaml]", "locations: “az-other.yaml” is not in"),
            ("sources: [S001, S999]", "sources: “S999” is not in content/_sources.yaml"),
            (
                "medical_reviewer: jane",
                "medical_reviewer: “jane” is not in locations/_providers.yaml",
            ),
        )
    ),
    *(
        (faq.questions_ask, question(title), part)
        for title, part in (
            ("It does not hurt.", "this title is not a question"),
            ("Does it hurt? A little.", "this title is not a question"),
            ("Does it hurt at {location}?", "“{location}” is not filled in inside of a title"),
        )
    ),
    *(
        (faq.questions_ask, question(name=f"tms/{name}"), part)
        for name, part in (
            ("Does It Hurt", "“Does It Hurt.md” cannot become an address"),
            ("does--it-hurt", "cannot become an address"),
            (".does-it-hurt", "cannot become an address"),
            ("_does-it-hurt", "cannot become an address"),
            ("emergency", "“#emergency” is another place on the pages"),
            ("source-1", "“#source-1” is another place on the pages"),
            ("main", "“#main” is another place on the pages"),
        )
    ),
    *(
        (faq.questions_are_answered, question(answer=answer), part)
        for answer, part in (
            ("", "this question has no answer"),
            (" \n\n\t\n", "this question has no answer"),
            ("## Risks\n\nFew.", "an answer has no headings"),
            ("Few [S001].", "an answer cites no sources in its text"),
            ("Few.\n###### Risks", "an answer has no headings"),
            ("#1 is the tapping.", "an answer has no headings"),
            ("- # Risks", "an answer has no headings"),
            ("Risks\n-----\n\nFew.", "an answer has no headings"),
            ("Call {telephone}.", "nothing is known as “{telephone}”"),
            ("Call {Phone}.", "nothing is known as “{Phone}”"),
            ("Call { phone }.", "nothing is known as “{ phone }”"),
            ("A leaflet says so [@S001].", "an answer cites no sources in its text"),
            ("Call {}.", "nothing is known as “{}”"),
            ("[Call](tel:{phone}).", "“{phone}” is not filled in inside of a link"),
            ('[Call](/locations/ "{location}").', "“{location}” is not filled in inside of a link"),
        )
    ),
    *(
        (texts.review_dates_are_in_order, question(**{name: "2026-11-25"}), part)
        for name, part in (("facts_checked", "facts_checked: 2026-11-25 is in the future"),)
    ),
    (
        texts.review_dates_are_in_order,
        question(lines="last_reviewed: 2026-11-25\nmedical_reviewer: jane"),
        "last_reviewed: 2026-11-25 is in the future",
    ),
    (
        texts.review_dates_are_in_order,
        question(next_review="2026-11-01"),
        "the next review is before facts_checked (2026-11-02)",
    ),
    *(
        (texts.review_dates_are_in_order, question(lines=lines), "belong together")
        for lines in ("last_reviewed: 2026-11-03", "medical_reviewer: jane")
    ),
    (
        texts.reviews_are_not_overdue,
        question(next_review="2026-11-23"),
        "this text was to be reviewed by 2026-11-23",
    ),
    (
        faq.questions_are_asked_once,
        {
            **question("Does TMS hurt?", name="tms/does-it-hurt"),
            **question("Does TMS hurt?", answer="No.", name="safety/is-it-painful"),
        },
        "content/faq/tms/does-it-hurt.md asks nearly the same: “Does TMS hurt?”",
    ),
    (
        faq.questions_are_asked_once,
        {
            **question("Can TMS hurt?", answer=LONG, name="tms/can-it-hurt"),
            **question("Is it painful?", answer=LONG, name="tms/is-it-painful"),
        },
        "content/faq/tms/can-it-hurt.md asks nearly the same",
    ),
    (
        texts.questions_of_texts_exist,
        showing("does-it-hurt", "does-it-hrt"),
        "there is no question “does-it-hrt” in content/faq/",
    ),
    (
        texts.questions_of_texts_exist,
        showing("does-it-hurt", "does-it-hurt"),
        "“does-it-hurt” is named twice",
    ),
    *(
        (texts.faq_sections_are_well_formed, section(body), part)
        for body, part in (
            ("", "this section has no question"),
            ("**Does it hurt?**\n\nA little.\n", "this section has no question"),
            ("## Does it hurt?\n\nA little.\n", "this section has no question"),
            ("### Does it hurt?\n\n### Is it safe?\n\nYes.\n", "this question has no answer"),
            ("###\n\nA little.\n", "a question of this section has no words"),
            ("### Does it hurt?\n\nA little.\n\n#### Later\n\nNo.\n", "cannot have headings"),
        )
    ),
    (
        texts.faq_sections_are_well_formed,
        page("Frequently asked questions\n---\n\n### Does it hurt?\n"),
        "this question has no answer",
    ),
]

ALLOWED: list[tuple[Check, Files]] = [
    (
        texts.subjects_exist,
        {
            **article("services: [tms-therapy]\nconditions: [ptsd]\nmedical_reviewer: jane"),
            **article(STATUS, path="treatments/tms-therapy"),
            **article(path="conditions/ptsd"),
            **page("Text."),
            **JANE,
            "az-other": "providers: [jane]",
        },
    ),
    (
        texts.citations_exist,
        article(
            body="[So](/locations/) it is [@S001], not @S999 or [S999], nor `[S001]`, \\[S001] "
            "or [S001](/locations/)."
        ),
    ),
    (texts.medical_texts_cite_sources, {**article(), **page("No source here.")}),
    (texts.statements_are_compared, article(body="Is it [@S001]? Write `[@S001?]`.\n")),
    (
        texts.medical_texts_rest_on_several_sources,
        {
            **article(body=FOUR_SOURCES),
            **sources_at("https://www.fda.gov/x", "https://ajp.psychiatryonline.org/x", *BLOGS[:2]),
            **page("No source."),
        },
    ),
    (texts.reviews_are_frequent, question(next_review="2027-11-03")),
    (texts.reviews_are_frequent, article(STATUS, next_review="2027-05-05")),
    (texts.reviews_are_frequent, article(next_review="2027-11-03")),
    (faq.topics_exist, question(lines="topics: [safety, tms]")),
    (faq.topics_exist, {}),
    (
        faq.references_of_questions_exist,
        {
            **question(
                lines="services: [tms-therapy]\nconditions: [ptsd]\nlocations: [az-other, all]\n"
                "sources: [S001]\nmedical_reviewer: jane"
            ),
            **JANE,
            "az-other": "providers: [jane]",
        },
    ),
    (faq.questions_ask, question("Can I say “no”?", name="tms/988-or-911")),
    (faq.questions_ask, question("Is it safe?", name="tms/emergency-or-not")),
    (faq.questions_ask, question("What are {braces}?")),
    *(
        (faq.questions_are_answered, question(answer=answer))
        for answer in (
            "Call {phone} or ask {location}, anywhere in {state}.",
            "[One]({filename}is-it-safe.md) and [a clinic]({filename}/locations/az-other.yaml).",
            "The \\#1 worry, with a number sign: #1.",
            "Rest,\nthen go home.\n---\n\n**Bold** words.\n",
            "| a | b |\n|---|---|\n| c | d |\n",
        )
    ),
    (texts.review_dates_are_in_order, question(published="2026-11-24", facts_checked="2026-11-24")),
    (
        texts.review_dates_are_in_order,
        question(lines="last_reviewed: 2026-11-24\nmedical_reviewer: jane", next_review=str(AS_OF)),
    ),
    (texts.reviews_are_not_overdue, question(next_review="2026-11-24")),
    (
        texts.reviews_are_not_overdue,
        question(lines="last_reviewed: 2025-11-23\nmedical_reviewer: jane"),
    ),
    (
        faq.questions_are_asked_once,
        {
            **question(
                "Can ketamine help with OCD?", answer="Trials are small.", name="tms/ketamine-ocd"
            ),
            **question(
                "Can ketamine help with PTSD?", answer="Nobody knows yet.", name="tms/ketamine-ptsd"
            ),
        },
    ),
    (
        faq.questions_are_asked_once,
        {
            **question(answer="", name="tms/does-it-hurt"),
            **question("Is it safe?", answer="", name="tms/is-it-safe"),
        },
    ),
    (texts.questions_of_texts_exist, showing("does-it-hurt")),
    *(
        (texts.faq_sections_are_well_formed, files)
        for files in (
            section("A word.\n\n### Does it hurt?\n\nA little.\n\n### Is it safe?\n\n- Yes.\n"),
            section("### Does it hurt?\n\nA little.\n\n## Another section\n\n#### Deep\n"),
            page("## FAQ about nothing\n\nThe word FAQ, frequently.\n"),
            {},
        )
    ),
]


@pytest.mark.parametrize(("rule", "files", "part"), BROKEN, ids=named)
def test_a_rule_finds_what_breaks_it(
    rule: Check, files: Files, part: str, project: MakeProject
) -> None:
    found = broken(rule, files, project)
    assert [part for problem in found if part in problem.message], found


@pytest.mark.parametrize(("rule", "files"), ALLOWED, ids=named)
def test_a_rule_allows_what_only_comes_close(
    rule: Check, files: Files, project: MakeProject
) -> None:
    assert broken(rule, files, project) == []


def test_the_tables_hold_every_rule_about_questions_and_texts() -> None:
    rules = {rule for rule in CHECKS if rule.__module__ in (faq.__name__, texts.__name__)}
    assert len(rules) == 15
    assert {row[0] for row in BROKEN} == {row[0] for row in ALLOWED} == rules


# --- Where a problem is --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("### What's “it”?", Place(10, 1, 16)),
        ("### *Does* it `hurt`?", Place(10, 1, 21)),
        ("### [Does it](/locations/) hurt? ###", Place(10, 1, 36)),
        ("###", Place(10, 1, 3)),
    ],
)
def test_a_fault_of_a_section_is_told_at_its_heading(
    written: str, place: Place, project: MakeProject
) -> None:
    found = broken(texts.faq_sections_are_well_formed, section(f"{written}\n"), project)
    assert [problem.place for problem in found] == [place]


@pytest.mark.parametrize(
    ("answer", "place"),
    [
        ("Few.\n\n## Risks", Place(11, 1, 8)),
        ("Risks\n=====", Place(9, 1, 5)),
        ("It is {what} it is.", Place(9, 7, 6)),
    ],
)
def test_a_fault_of_an_answer_is_told_in_its_line(
    answer: str, place: Place, project: MakeProject
) -> None:
    found = broken(faq.questions_are_answered, question(answer=answer), project)
    assert [problem.place for problem in found] == [place]


def test_what_only_time_or_taste_decides_is_a_warning(project: MakeProject) -> None:
    files = {
        **question(next_review="2026-11-23", name="tms/does-it-hurt"),
        **question(name="tms/is-it-painful"),
    }
    site = load(project({"locations/az-other.yaml": minimal("az-other"), **files}))
    assert [problem.severity for problem in site.problems] == [Severity.WARNING] * 2


def test_names_that_are_near_are_suggested(project: MakeProject) -> None:
    found = [
        *broken(faq.topics_exist, question(lines="topics: [safty]"), project),
        *broken(texts.questions_of_texts_exist, showing("does-it-hrt"), project),
    ]
    assert [problem.hint for problem in found] == [
        "Did you mean “safety”?",
        "Did you mean “does-it-hurt”?",
    ]


@pytest.mark.parametrize("piece", ["](", "{", "> ", "- ", "1. ", "#", "# a\n", "a\n-\n\n"])
def test_no_answer_takes_long_to_check(piece: str, project: MakeProject) -> None:
    assert seconds_to_load(project(question(answer=piece * (200_000 // len(piece))))) < 2


@pytest.mark.parametrize("piece", ["### a\n", "[", "![", "[a](", "* a\n", "> "])
def test_no_section_takes_long_to_check(piece: str, project: MakeProject) -> None:
    assert seconds_to_load(project(section(piece * (1_900 if "#" in piece else 50_000)))) < 4


def seconds_to_load(folder: Path) -> float:
    start = time.process_time()
    load(folder)
    return time.process_time() - start
