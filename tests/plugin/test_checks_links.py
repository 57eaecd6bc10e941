"""The rules about links in Markdown: what breaks each, and what comes close and is allowed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from plugins.clinics.anchors import AROUND, AROUND_TEXT, AROUND_TOPIC, OWN_TEMPLATE, anchors
from plugins.clinics.checks import CHECKS, Check, links
from plugins.clinics.problems import Severity
from tests.conftest import ROOT, MakeProject, html_pages, load
from tests.links import BuiltSite

from .test_checks import PAGE, Files, broken, named, organized, page
from .test_checks_faq import article, question

HELD = {"az-a": "unconfirmed: [status]"}
MOVED = {"az-old": "status: moved\nmoved_to: az-other"}
LATER = {"az-old": "status: moved\nmoved_to: az-other\nstatus_from: 2026-11-25"}
HOST = organized("url: https://serenitymentalhealthcenters.com", "url: https://www.ours.org")
OLD = {
    "locations/_redirects.yaml": "hosts: [old.org]\n"
    "redirects: [{from: /older/, to: /page/, reason: test}]\n",
    "az-a": "former_urls: [/old-a/, https://a.ours-too.org/]",
}
HEADED = "## How it works\n\nText [@S001].\n\n### How it works\n\n"
TMS = article(body=HEADED, lines="questions: [does-it-hurt]")
TEXT = {**question(), **TMS}


def linked(*targets: str) -> Files:
    """A page with a link to each target."""
    return page("\n".join(f"[a]({target})" for target in targets))


BROKEN: list[tuple[Check, Files, str]] = [
    *(
        (links.links_lead_somewhere, page(body), part)
        for body, part in (
            ("[a](javascript:alert(1))", "“javascript:alert(1)”"),
            ("[a]( <javascript:alert(1)> )", "“javascript:alert(1)”"),
            ("[a](JAVASCRIPT:alert)", "“JAVASCRIPT:alert”"),
            ("[a](java&#10;script:alert)", "“java&#10;script:alert”"),
            ("[![a](/b.png)](javascript:c)", "“javascript:c”"),
            ("[a][b]\n\n[b]: vbscript:x 'title'", "“vbscript:x”"),
            ("<javascript:alert>", "“javascript:alert”"),
            ("[a](http://www.example.com)", "“http://www.example.com”"),
            ("[a](//www.example.com)", "“//www.example.com”"),
            ("[a](https://[x)", "“https://[x”"),
            ("[a](https://www.ours.org@www.example.com/)", "“https://www.ours.org@www.ex"),
            ("[a](https://www.example.com:99999/)", "“https://www.example.com:99999/”"),
            ("[a](https:www.example.com)", "“https:www.example.com”"),
            ("[a](https:///www.example.com)", "“https:///www.example.com”"),
            ("<https://[x>", "“https://[x”"),
            ("[a](about.md)", "“about.md”"),
            ("[a]({attach}/../pelicanconf.py)", "“{attach}/../pelicanconf.py”"),
            ("[a]({filename}/pages/nothing.md)", "“/pages/nothing.md”, which does not exist"),
            ("[a]({filename}../../locations/az-other.yaml)", "which does not exist"),
            ("[a]({filename}/locations/_organization.yaml)", "which does not exist"),
        )
    ),
    *(
        (links.links_are_whole, page(body), "not a whole link")
        for body in (
            "[a] (/page/)",
            "[a]()",
            "[a]( )",
            "[a](/page/ and more",
            "[a](https://a.com",
            "(a)[/page/]",
            "(a)[{filename}/pages/page.md]",
        )
    ),
    *(
        (links.links_lead_somewhere, linked(path), f"there is no page “{path}”")
        for path in ("/locatons/az/a/", "/near-me/zip/85/", "/locations/az/nowhere/", "/page")
    ),
    *(
        (links.links_lead_to_published_clinics, {**HELD, **linked(target)}, "“az-a” is held back")
        for target in ("{filename}/locations/az-a.yaml", "/locations/az/a/", "/locations/az/a/#x")
    ),
    *(
        (links.links_pass_no_redirect, {**OLD, **linked(path)}, f"“{path}” is an old address")
        for path in ("/old-a/", "/OLD-A", "/older/")
    ),
    (links.links_pass_no_redirect, {**OLD, **linked("/older/?p=1#x")}, "“/older/” is an old"),
    *(
        (links.links_pass_no_redirect, {**MOVED, **linked(target)}, "“az-old” has moved")
        for target in ("{filename}/locations/az-old.yaml", "/locations/az/old/#hours")
    ),
    *(
        (
            links.links_name_anchors_that_are_there,
            {**TEXT, **linked(target)},
            f"on {path} there is nothing with the name “#{target.partition('#')[2]}”",
        )
        for path, target in (
            ("/page/", "#no-such-heading"),
            ("/faq/tms/", "/faq/tms/#no-such-question"),
            ("/faq/", "/faq/#no-such-topic"),
            ("/articles/tms/", "{filename}/articles/tms.md#h-how"),
            ("/articles/tms/", "/articles/tms/#source-2"),
            ("/articles/tms/", "/articles/tms/#h-how-it-works_2"),
            ("/articles/tms/", "/articles/tms/#"),
        )
    ),
    (
        links.links_name_anchors_that_are_there,
        question(answer="See [below](#does-it-hurt)."),
        "this answer stands on several pages",
    ),
    (
        links.links_name_anchors_that_are_there,
        {**question(), **linked("{filename}/faq/tms/does-it-hurt.md#x")},
        "an answer has no headings",
    ),
    *(
        (
            links.links_to_ourselves_have_no_host,
            {**HOST, **OLD, **linked(target)},
            f"“{host}” is a name of this site",
        )
        for host, target in (
            ("www.ours.org", "https://www.ours.org/page/"),
            ("ours.org", "https://ours.org"),
            ("www.ours.org", "HTTPS://WWW.OURS.ORG/page/"),
            ("old.org", "https://old.org/older/"),
            ("a.ours-too.org", "https://a.ours-too.org/anything/"),
        )
    ),
    *(
        (links.links_can_be_dialed, linked(target), f"“{target}” has not the form of {scheme}")
        for scheme, target in (
            ("tel", "tel:480-555-0100"),
            ("tel", "tel:+1480555010"),
            ("tel", "tel:4805550100"),
            ("tel", "TEL:988"),
            ("sms", "sms:+1"),
            ("sms", "sms:988?body=Hi"),
            ("mailto", "mailto:someone"),
            ("mailto", "mailto:a@b.org?subject=x"),
        )
    ),
    (links.links_can_be_dialed, page("<tel:602>"), "“tel:602” has not the form"),
]

ALLOWED: list[tuple[Check, Files]] = [
    (
        links.links_lead_somewhere,
        {
            **OLD,
            **page(
                "[a](https://en.wikipedia.org/wiki/A_(b)) [b](/locations/) [c](#top) [d](tel:988) "
                "[e](mailto:a@b.c) [f]({filename}/pages/page.md#x) [g]({filename}page.md) "
                '[i]({filename}/locations/az-other.yaml) ![j](/images/k.png "t") <https://a.com> '
                "[l][m] [no link] (x:y) `[h](x:y)` [n](/older/)\n\n[m]: https://a.com 'title'\n"
            ),
        },
    ),
    (
        links.links_lead_to_published_clinics,
        linked("{filename}/locations/az-other.yaml", "{filename}page.md", "/locations/az/other/"),
    ),
    (
        links.links_pass_no_redirect,
        {**LATER, **linked("{filename}/locations/az-old.yaml", "/locations/az/old/", "/page/")},
    ),
    (
        links.links_name_anchors_that_are_there,
        {
            **TEXT,
            **linked(
                *("#main", "/faq/tms/#does-it-hurt", "/faq/#tms", "/locations/az/other/#hours"),
                *(f"/articles/tms/#{name}" for name in ("h-how-it-works", "h-how-it-works_1")),
                *(f"/articles/tms/#{name}" for name in ("source-1", "cite-1", "does-it-hurt")),
                *("{filename}/articles/tms.md#sources", "/nowhere/#x", "https://a.com/#x"),
                *("{filename}/pages/nothing.md#x", "/theme/icons/icon.svg#x"),
            ),
        },
    ),
    (
        links.links_name_anchors_that_are_there,
        linked("#x") | {"content/pages/page.md": PAGE + "[a](#x)\n" + "[" * 1_001},
    ),
    (
        links.links_to_ourselves_have_no_host,
        {**HOST, **linked("/page/", "https://ours.org.example.com/", "https://www.fda.gov/ours")},
    ),
    (
        links.links_are_whole,
        page(
            "[a](/page/) (see [b](/page/ 'c')) [d]( /page/ ) [e](/page/#f_(g)) `[h] (/page/)` "
            "[i] (not an address) [@S001] (a) ![](/images/j.png)\n\n- [ ] (k)"
        ),
    ),
    (
        links.links_can_be_dialed,
        linked("tel:988", "tel:+16025550142", "sms:741741", "sms:988", "mailto:a.b@c-d.org"),
    ),
]


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("www.example.com/a", "write https://www.example.com/a."),
        ("(602)555-0142", "write tel:+16025550142."),
        ("../page/", "write /page/."),
        ("page", "write /page/."),
        ("call", "use https, mailto, tel, sms"),
    ],
)
def test_a_link_without_a_beginning_is_told_its_whole_form(
    target: str, hint: str, project: MakeProject
) -> None:
    (found,) = broken(links.links_lead_somewhere, page(f"[a]({target})"), project)
    assert found.hint.startswith(hint)


def test_a_file_that_was_published_is_not_taken_for_a_slip(project: MakeProject) -> None:
    files = page("[a]({filename}/pages/pag.md)")
    (slip,) = broken(links.links_lead_somewhere, files, project)
    listed = files | {"tests/urls.txt": "/pag/\n"}
    (gone,) = broken(links.links_lead_somewhere, listed, project)
    assert slip.hint == "Did you mean “{filename}/pages/page.md”?"
    assert gone.hint.startswith("write its name of today")


@pytest.mark.parametrize(("rule", "files", "part"), BROKEN, ids=named)
def test_a_rule_finds_what_breaks_it(
    rule: Check, files: Files, part: str, project: MakeProject
) -> None:
    found = broken(rule, files, project)
    assert [part for problem in found if part in problem.message], found


@pytest.mark.parametrize(("rule", "files"), ALLOWED, ids=named)
@pytest.mark.parametrize("is_production", [False, True], ids=["development", "production"])
def test_a_rule_allows_what_only_comes_close(
    rule: Check, files: Files, is_production: bool, project: MakeProject
) -> None:
    assert broken(rule, files, project, is_production=is_production) == []


def test_every_rule_has_both_kinds_of_examples() -> None:
    here = {rule for rule in CHECKS if rule.__module__ == links.__name__}
    assert len(here) == 7
    assert {row[0] for row in BROKEN} == {row[0] for row in ALLOWED} == here


@pytest.mark.parametrize(
    ("target", "files", "hint"),
    [
        ("/pgae/", {}, "Did you mean “/page/”?"),
        ("/old-a/", OLD, "write /locations/az/a/, where it leads."),
        (
            "{filename}/articles/old-name.md",
            article("former_urls: [/articles/old-name/]"),
            "write “{filename}/articles/tms.md”, its name today.",
        ),
        ("{filename}/pages/pgae.md", {}, "Did you mean “{filename}/pages/page.md”?"),
        ("/articles/tms/#how-it-works", TEXT, "Did you mean “#h-how-it-works”?"),
        ("/faq/tms/#does-it-hurts", TEXT, "Did you mean “#does-it-hurt”?"),
        ("#xxxxxxxxxxxxxxxx", {}, "a heading “## How it works” has the name #h-how-it-works;"),
        ("{filename}/faq/tms/does-it-hurt.md#x", question(), "leave out “#x”."),
        ("https://www.ours.org/page/#main", HOST, "write /page/#main."),
        ("https://www.ours.org/pages/", HOST, "Did you mean “/page/”?"),
        ("https://www.ours.org/qqqqqqqqqqqqqq/", HOST, "write the path of the page, like"),
        ("https://old.org/older/", {**HOST, **OLD}, "write /page/."),
        ("https://a.ours-too.org/", {**HOST, **OLD}, "write /locations/az/a/."),
        ("tel:(480) 555-0100", {}, "write tel: and +1 with ten digits"),
        ("tel:480-555-0100", {}, "write tel:+14805550100."),
        ("sms:1-480-555-0100", {}, "write sms:+14805550100."),
        ("mailto:someone", {}, "write mailto: and an address with small letters"),
        (
            "{filename}/locations/az-old.yaml",
            MOVED,
            "write {filename}/locations/az-other.yaml, and see whether the sentence is still",
        ),
        ("/locations/az/old/", MOVED, "write /locations/az/other/, and see whether"),
    ],
)
def test_the_remedy_names_the_right_link(
    target: str, files: Files, hint: str, project: MakeProject
) -> None:
    everything = {**files, **linked(target)}
    rules = [rule for rule in CHECKS if rule.__module__ == links.__name__]
    found = [problem for rule in rules for problem in broken(rule, everything, project)]
    (problem,) = (item for item in found if item.path == "content/pages/page.md")
    assert hint in problem.hint
    assert problem.excerpt[problem.place.column - 1 :].startswith(target.partition(" ")[0])


def test_a_link_to_a_moved_clinic_warns_and_is_no_error_in_any_build(project: MakeProject) -> None:
    """So that no text stops a build on the day on which a clinic moves."""
    for is_production in (False, True):
        files = {**MOVED, **linked("{filename}/locations/az-old.yaml", "/locations/az/old/")}
        found = broken(links.links_pass_no_redirect, files, project, is_production=is_production)
        assert [problem.severity for problem in found] == [Severity.WARNING] * 2
        for rule in (links.links_lead_somewhere, links.links_lead_to_published_clinics):
            assert broken(rule, files, project, is_production=is_production) == []


def test_a_link_to_a_held_clinic_is_an_error_only_when_publishing(project: MakeProject) -> None:
    files = {**HELD, **linked("/locations/az/a/")}
    rule = links.links_lead_to_published_clinics
    (preview,) = broken(rule, files, project)
    (published,) = broken(rule, files, project, is_production=True)
    assert (preview.severity, published.severity) == (Severity.WARNING, Severity.ERROR)
    once = {**files, "tests/urls.txt": "/locations/az/a/\n"}
    assert broken(links.links_pass_no_redirect, once, project, is_production=True) == []


ARTICLE = "content/articles/tms-therapy-guide.md"


@pytest.mark.parametrize(
    "target",
    [
        *("/conditions/ptds/", "/service-page/ptsd", "#no-such-heading", "tel:602-555-0142"),
        *("/faq/tms/#no-such-question", "{filename}/conditions/ptds.md", "http://www.fda.gov/"),
        *("{filename}/conditions/ptsd.md#nothing", "mailto:us", "../about/"),
        "https://serenitymentalhealthcenters.com/about/",
    ],
)
def test_breaking_one_link_in_an_article_fails_naming_file_line_and_column(
    target: str, tmp_path: Path
) -> None:
    for name in ("locations", "content"):
        shutil.copytree(ROOT / name, tmp_path / name)
    article = tmp_path / ARTICLE
    lines = article.read_text("utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if "](" in line and "](#" not in line)
    before, _, after = lines[place].partition("](")
    lines[place] = f"{before}]({target}){after.partition(')')[2]}"
    article.write_text("\n".join(lines) + "\n", "utf-8")
    errors = [item for item in load(tmp_path).problems if item.is_error]
    assert [(item.path, item.place.line, item.place.column) for item in errors] == [
        (ARTICLE, place + 1, len(before) + 3)
    ]


@pytest.mark.parametrize("kind", ["development", "production"])
def test_the_anchors_known_without_a_build_are_those_of_the_pages(
    kind: str, request: pytest.FixtureRequest
) -> None:
    """No page of texts has an anchor that is not known, but those that are for scripts and labels;
    and what is known is there, but what only some templates bring along."""
    site: Path = request.getfixturevalue(f"{kind}_site")
    built, catalog = BuiltSite(site), load(ROOT, kind == "production").catalog
    assert catalog is not None
    around = AROUND | AROUND_TEXT | AROUND_TOPIC | set().union(*OWN_TEMPLATE.values())
    checked = 0
    for file in html_pages(site):
        url = file.relative_to(site).as_posix().removesuffix("index.html")
        known = anchors(catalog, url)
        if known is None:
            continue
        there = set(built.ids(file))
        assert known - there <= around, url
        missing = {name for name in there - known if name.startswith(("h-", "source-", "cite-"))}
        assert not missing, url
        questions = {name for name in there if f"question-{name}" in there}
        assert questions <= known, url
        checked += len(known)
    assert checked > 900
