"""The rules about days of texts, and what becomes of the address of a text that is not out."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from plugins.clinics.catalog import Catalog
from plugins.clinics.checks import CHECKS, MAY_WAIT, Check, going_out
from plugins.clinics.checks.ledger import published_addresses_stay
from plugins.clinics.checks.texts import unreviewed
from plugins.clinics.going_out import Standing, label, standing
from plugins.clinics.load.repository import LEDGER
from plugins.clinics.model.text import Edited
from plugins.clinics.problems import Problem, Severity
from plugins.clinics.redirects import resolved
from tests.conftest import AS_OF, MakeProject, load, minimal

from .test_checks import Files, broken, named, page
from .test_checks_faq import LISTS, article, question

DRAFT = "status: draft"
OVER = "expires: 2026-11-23"
LATER = {"published": "2026-11-25"}
OUT = article()
"""The article /articles/tms/, which is out."""

HERE = {"tests/urls.txt": "/articles/tms/\n"}


def linked(*targets: str) -> Files:
    return page("\n".join(f"[a]({target})" for target in targets))


BROKEN: list[tuple[Check, Files, str]] = [
    *(
        (going_out.first_and_last_days_are_in_order, files, "is before its first (2026-11-01)")
        for files in (article("expires: 2026-10-31"), question(lines="expires: 2026-10-31"))
    ),
    *(
        (going_out.texts_name_a_page_to_see_instead, article(f"{OVER}\nsee_instead: {to}"), part)
        for to, part in (
            ("/articles/tms/", "the text names itself"),
            ("/pag/", "there is no page “/pag/”"),
            ("page", "there is no page “page”"),
            ("https://www.example.com/", "there is no page"),
        )
    ),
    (
        going_out.texts_name_a_page_to_see_instead,
        article("see_instead: /locations/"),
        "nothing ever leads to the page to see instead",
    ),
    (going_out.texts_that_were_public_stay_out, {**article(**LATER), **HERE}, "was public already"),
    (
        going_out.texts_that_were_public_stay_out,
        {**question(**LATER), "tests/urls.txt": "/faq/tms/#does-it-hurt\n"},
        "but /faq/tms/#does-it-hurt was public already",
    ),
    *(
        (going_out.links_lead_to_texts_that_are_out, {**files, **linked(target)}, part)
        for target in (
            *("/articles/tms/", "/articles/tms/#h-part", "{filename}/articles/tms.md"),
            "{filename}../articles/tms.md#h-part",
        )
        for files, part in (
            (article(DRAFT), "a text that is not out (draft)"),
            (article(**LATER), "(goes out on November 25, 2026)"),
            (article(OVER), "(expired after November 23, 2026)"),
        )
    ),
    *(
        (
            going_out.links_lead_to_texts_that_are_out,
            {**question(lines=DRAFT), **linked(target)},
            "a text that is not out (draft)",
        )
        for target in ("/faq/tms/#does-it-hurt", "{filename}/faq/tms/does-it-hurt.md")
    ),
]

ALLOWED: list[tuple[Check, Files]] = [
    *(
        (going_out.first_and_last_days_are_in_order, files)
        for files in (
            article("expires: 2026-11-01"),
            article("expires: 2026-11-25", published="2026-11-25"),
            page("Text.\n"),
        )
    ),
    *(
        (going_out.texts_name_a_page_to_see_instead, article(lines))
        for lines in (
            f"{OVER}\nsee_instead: /locations/az/other/",
            f"{OVER}\nsee_instead: /",
            "expires: 2027-11-23\nsee_instead: /locations/",
            f"{DRAFT}\nsee_instead: /locations/",
        )
    ),
    (
        going_out.texts_name_a_page_to_see_instead,
        article("see_instead: /articles/", **LATER),
    ),
    *(
        (going_out.texts_that_were_public_stay_out, files)
        for files in (
            {**OUT, **HERE},
            {**article(OVER), **HERE},
            {**article(DRAFT, **LATER), **HERE},
            article(**LATER),
        )
    ),
    *(
        (going_out.links_lead_to_texts_that_are_out, {**files, **linked(target)})
        for files, target in (
            (OUT, "/articles/tms/"),
            (article("expires: 2026-11-24", published="2026-11-24"), "/articles/tms/"),
            (question(lines=DRAFT), "/faq/tms/"),
            (question(lines=DRAFT), "/faq/tms/#another"),
        )
    ),
    (
        going_out.links_lead_to_texts_that_are_out,
        {**question(lines=DRAFT), **article(DRAFT, "[a](/faq/tms/#does-it-hurt) [@S001].\n")},
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


def test_every_rule_has_both_kinds_of_examples() -> None:
    here = {rule for rule in CHECKS if rule.__module__ == going_out.__name__}
    assert len(here) == 4
    assert {row[0] for row in BROKEN} == {row[0] for row in ALLOWED} == here


@pytest.mark.parametrize(
    ("lines", "day", "what", "words"),
    [
        ("", "2000-01-01", Standing.OUT, ""),
        ("published: 2027-01-04", "2027-01-03", Standing.COMING, "Goes out on January 4, 2027"),
        ("published: 2027-01-04", "2027-01-04", Standing.OUT, ""),
        ("expires: 2027-01-04", "2027-01-04", Standing.OUT, ""),
        ("expires: 2027-01-04", "2027-01-05", Standing.EXPIRED, "Expired after January 4, 2027"),
        ("status: published", "2027-01-05", Standing.OUT, ""),
        ("status: draft", "2027-01-05", Standing.DRAFT, "Draft"),
        ("status: draft expires: 2027-01-04", "2027-01-05", Standing.DRAFT, "Draft"),
        ("status: draft published: 2027-01-06", "2027-01-05", Standing.DRAFT, "Draft"),
    ],
)
def test_a_text_is_out_from_its_first_day_to_its_last_and_never_as_a_draft(
    lines: str, day: str, what: Standing, words: str
) -> None:
    given = lines.split()
    fields = dict(zip([name.rstrip(":") for name in given[::2]], given[1::2], strict=True))
    text, as_of = Edited.model_validate(fields), datetime.date.fromisoformat(day)
    assert (standing(text, as_of), label(text, as_of)) == (what, words)


# --- No day brings an error, and a draft may wait -----------------------------------------------

UNFINISHED = "It helps 40% of people [@S001?], see [more](/nowhere/) and [this](#h-nothing).\n"


def told(project: MakeProject, files: Files, is_production: bool = True) -> list[Problem]:
    """The problems of the texts among `files`, but that they rest on few sources."""
    everything = {"locations/az-other.yaml": minimal("az-other", "Other"), **files}
    found = load(project(everything), is_production).problems
    return [item for item in found if item.path in files and "rests on" not in item.message]


def test_what_is_unfinished_is_a_warning_in_a_draft_and_an_error_in_a_text_to_come(
    project: MakeProject,
) -> None:
    later = {problem.message for problem in told(project, article(body=UNFINISHED, **LATER))}
    draft = told(project, article(DRAFT, UNFINISHED))
    assert {problem.message for problem in draft} == later
    assert {problem.severity for problem in draft} == {Severity.WARNING}
    assert len(later) == 4
    come = told(project, article(body=UNFINISHED, **LATER))
    assert {problem.severity for problem in come} == {Severity.ERROR}


def test_a_draft_is_valid_as_any_file_is(project: MakeProject) -> None:
    assert len(MAY_WAIT) < 10
    assert [item for item in told(project, article(f"{DRAFT}\nservices: [nope]")) if item.is_error]
    assert [item for item in told(project, article("status: drafty")) if item.is_error]


@pytest.mark.parametrize("lines", [DRAFT, OVER, ""])
@pytest.mark.parametrize("is_production", [False, True], ids=["development", "production"])
def test_what_refers_to_a_text_that_is_not_out_is_no_error(
    lines: str, is_production: bool, project: MakeProject
) -> None:
    """By links, in lists, as what to see instead, and as where old addresses lead."""
    dates = {} if lines else LATER
    refers = "questions: [does-it-hurt]\nexpires: 2027-01-01\nsee_instead: /articles/tms/"
    files = {
        **article(lines, "## Part\n\nText [@S001].\n", **dates),
        **question(lines=lines, **dates),
        "content/pages/page.md": f"---\ntitle: Page\ndescription: P.\n{refers}\n---\n\n"
        "[a](/articles/tms/), [b](/faq/tms/#does-it-hurt), [c](/faq/tms/), [d](/articles/), "
        "[e](/articles/tms/#h-part), [f]({filename}/articles/tms.md).\n",
        "locations/_redirects.yaml": "redirects:\n"
        "  - {from: /old/, to: /articles/tms/, reason: test}\n"
        "  - {from: /older/, to: /faq/tms/#does-it-hurt, reason: test}\n",
    }
    found = told(project, files, is_production)
    assert [item for item in found if item.is_error] == []
    assert len([item for item in found if "not out" in item.message]) == 4


def test_a_review_is_asked_of_a_text_to_come_and_not_of_a_draft(project: MakeProject) -> None:
    files = {
        **question(lines=DRAFT),
        **article(**LATER),
        **article(OVER, path="articles/over"),
        **article(DRAFT, path="articles/draft"),
    }
    asked = [problem.path for problem in unreviewed(published(project, files))]
    assert asked == ["content/articles/tms.md"]


# --- The addresses of what is not out ------------------------------------------------------------


def published(project: MakeProject, files: Files) -> Catalog:
    everything = {"locations/az-other.yaml": minimal("az-other", "Other"), **LISTS, **files}
    catalog = load(project(everything), True).catalog
    assert catalog
    return catalog


def lost(project: MakeProject, files: Files) -> list[Problem]:
    return list(published_addresses_stay(published(project, files)))


@pytest.mark.parametrize("files", [article(OVER), article(**LATER)], ids=["expired", "coming"])
def test_an_address_that_was_public_is_answered_by_its_list(
    files: Files, project: MakeProject
) -> None:
    """With its list, its feed and its part of the sitemap, which have nothing to list."""
    more = "/articles/\n/articles/tms/\n/feeds/articles.atom.xml\n/sitemaps/articles.xml\n"
    catalog = published(project, {**files, "tests/urls.txt": more})
    found = resolved(catalog)
    assert list(published_addresses_stay(catalog)) == []
    led = [found.answer(line) for line in more.split()]
    assert led == ["", "", None, "sitemap.xml"]
    beside = {**files, **article(path="articles/other"), "tests/urls.txt": more}
    assert resolved(published(project, beside)).answer("/articles/tms/") == "articles/"


def test_an_address_that_never_was_public_is_not_answered(project: MakeProject) -> None:
    for files in (article(**LATER), article(DRAFT), article(f"{DRAFT}\nsee_instead: /near-me/")):
        assert resolved(published(project, files)).exact == ()


@pytest.mark.parametrize(
    ("to", "led"),
    [
        ("/near-me/", "near-me/"),
        ("/", ""),
        ("/locations/az/other/", "locations/az/other/"),
        ("/articles/second/", "articles/second/"),
        ("/articles/over/", "articles/"),
    ],
)
def test_what_to_see_instead_answers_if_it_is_out(to: str, led: str, project: MakeProject) -> None:
    over = article(f"{OVER}\nsee_instead: /articles/tms/", path="articles/over")
    files = {**over, **article(path="articles/second"), **article(f"{OVER}\nsee_instead: {to}")}
    found = resolved(published(project, files))
    assert found.answer("/articles/tms/") == led
    assert found.answer("/articles/over/") == "articles/"


def test_a_draft_that_was_public_needs_an_answer(project: MakeProject) -> None:
    (problem,) = lost(project, {**article(DRAFT), **HERE})
    assert problem.path == LEDGER
    assert problem.is_error
    assert problem.message == "/articles/tms/ was public, and its text is a draft now."
    assert "take “status: draft” out of content/articles/tms.md" in problem.hint
    assert "see_instead" in problem.hint
    assert lost(project, {**article(f"{DRAFT}\nsee_instead: /near-me/"), **HERE}) == []
    assert lost(project, {**article(OVER), **HERE}) == []


def test_an_answer_that_was_public_may_expire_and_may_not_become_a_draft(
    project: MakeProject,
) -> None:
    line = {"tests/urls.txt": "/faq/\n/faq/tms/\n/faq/tms/#does-it-hurt\n"}
    (problem,) = (
        item for item in lost(project, {**question(lines=DRAFT), **line}) if "#" in item.message
    )
    assert "see_instead" not in problem.hint
    catalog = published(project, {**question(lines=OVER), **line})
    assert list(published_addresses_stay(catalog)) == []
    assert resolved(catalog).answer("/faq/tms/") == ""


def test_former_addresses_of_a_draft_are_not_answered_and_are_missed(project: MakeProject) -> None:
    line = {"tests/urls.txt": "/articles/old/\n"}
    former = "former_urls: [/articles/old/]"
    (problem,) = lost(project, {**article(f"{DRAFT}\n{former}"), **line})
    assert problem.message == "nothing answers /articles/old/ any more."
    for lines, dates in ((OVER, {}), ("", LATER)):
        assert lost(project, {**article(f"{lines}\n{former}", **dates), **line}) == []


def test_no_day_turns_an_answered_address_into_a_lost_one(project: MakeProject) -> None:
    """Whatever day the site is built on, also one before the text was written."""
    files = {
        **article("expires: 2026-12-31", published="2026-11-24"),
        "tests/urls.txt": "/articles/\n/articles/tms/\n/feeds/articles.atom.xml\n",
    }
    everything = {"locations/az-other.yaml": minimal("az-other", "Other"), **files}
    catalog = load(project(everything)).catalog
    assert catalog
    days = [AS_OF + datetime.timedelta(days=number) for number in range(-3, 60)]
    lost_on = [day for day in days if list(published_addresses_stay(replace(catalog, as_of=day)))]
    assert lost_on == []
    out = [bool(replace(catalog, as_of=day).as_published.repository.texts.articles) for day in days]
    assert out.count(True) == 38
