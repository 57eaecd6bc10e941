"""The rules about old addresses: what breaks each, and what comes close and is allowed."""

from __future__ import annotations

import pytest

from plugins.clinics.checks import CHECKS, Check, redirects
from plugins.clinics.problems import Place
from tests.conftest import MakeProject

from .test_checks import PAGE, Files, broken, named, page
from .test_checks_faq import article, question

FILE = "locations/_redirects.yaml"


def led(*lines: str, more: str = "") -> Files:
    """A file of redirects; each line is an address and where it leads."""
    entries = [line.split(" to ") for line in lines]
    items = "".join(f'  - {{from: "{old}", to: "{new}", reason: test}}\n' for old, new in entries)
    return {FILE: (f"redirects:\n{items}" if items else "") + more}


def patterned(*patterns: str, word: str = "x", to: str = "/locations/") -> Files:
    """A file of patterns, with a table `topic` of one word."""
    items = "".join(f'  - {{pattern: "{pattern}", reason: test}}\n' for pattern in patterns)
    return {FILE: f"tables: {{topic: {{{word}: {to}}}}}\npatterns:\n{items}"}


HOSTS = "hosts: [www.old.org]\n"
CLOSED = {"az-shut": "status: closed", "az-gone": "status: moved\nmoved_to: az-other"}
TWO_TABLES = (
    "tables:\n  a: {x: /locations/}\n  b: {x: /near-me/}\n"
    "patterns:\n  - {pattern: /old/<a>, reason: test}\n  - {pattern: %s, reason: test}\n"
)

BROKEN: list[tuple[Check, Files, str]] = [
    (
        redirects.former_addresses_are_unique,
        {"az-a": "former_urls: [/Old]", "az-b": "former_urls: [/old/]"},
        "locations/az-a.yaml claims the same",
    ),
    (
        redirects.former_addresses_are_unique,
        {"az-a": "former_urls: [/old]", **led("/old/index.html to /locations/")},
        "locations/az-a.yaml claims the same",
    ),
    (
        redirects.former_addresses_are_unique,
        {"az-a": "former_urls: [https://www.old.org/x]", **led("/x to /locations/", more=HOSTS)},
        "locations/az-a.yaml claims the same",
    ),
    (
        redirects.former_addresses_are_unique,
        led("/old to /locations/", "/old/ to /locations/"),
        "“/old/” is declared twice in this file",
    ),
    (
        redirects.former_addresses_are_unique,
        {"az-a": "former_urls: [/x]", **article("former_urls: [/x/]")},
        "locations/az-a.yaml claims the same",
    ),
    (
        redirects.former_addresses_are_unique,
        {"az-a": "former_urls: [/x]", **question(lines="former_urls: [/x/]")},
        "locations/az-a.yaml claims the same",
    ),
    *(
        (
            redirects.former_addresses_are_not_in_use,
            {"az-a": f"former_urls: [{url}]"},
            f"“{url}” is the",
        )
        for url in (
            "/",
            "/locations",
            "/locations/az/",
            "/LOCATIONS/az/other/",
            "/near-me/",
            "/near-me/zip/850/",
            "/404.html",
            "/theme/css/site.css",
            "/pagefind/pagefind.js",
            "/favicon.ico/x",
            "/locations.json/x/",
            "/feeds/clinics.atom.xml",
            "/_redirects/x",
            "/redirects.txt/x",
            "/.well-known/security.txt",
        )
    ),
    (
        redirects.former_addresses_are_not_in_use,
        {"az-a": "former_urls: [/page/]", **page("")},
        "“/page/” is the address",
    ),
    (
        redirects.former_addresses_are_not_in_use,
        {"az-held": "unconfirmed: [name]", **led("/locations/az/held/ to /locations/")},
        "“/locations/az/held/” is the address",
    ),
    (
        redirects.former_addresses_are_not_in_use,
        led("https://www.old.org/locations/ to /near-me/", more=HOSTS),
        "“https://www.old.org/locations/” is the address",
    ),
    *(
        (redirects.redirects_lead_to_a_page, led(f"/old/ to {to}"), f"there is no page “{to}”")
        for to in ("/nowhere/", "/locations", "locations/", "https://www.other.org/", "/faq/a/#b")
    ),
    (redirects.redirects_lead_to_a_page, patterned("/a", to="/nowhere/"), "there is no page"),
    (
        redirects.redirects_need_one_step,
        led("/a/ to /b/", "/b/ to /locations/"),
        "“/b/” is itself a former address",
    ),
    (
        redirects.redirects_need_one_step,
        {"az-a": "former_urls: [/b/]", **led("/a/ to /b/")},
        "“/b/” is itself a former address",
    ),
    (
        redirects.redirects_need_one_step,
        led("/a/ to /old/x/", more=patterned("/old/<topic>")[FILE]),
        "“/old/x/” is itself a former address",
    ),
    (redirects.redirects_need_one_step, led("/a/ to /a"), "“/a” leads back to itself"),
    (
        redirects.redirects_need_one_step,
        led("/a/ to /b/", "/b/ to /c/", "/c/ to /b/"),
        "“/b/” leads back to itself",
    ),
    *(
        (
            redirects.redirects_lead_to_clinics_that_take_patients,
            {**CLOSED, **led(f"/old/ to /locations/az/{name}/")},
            f"the clinic “az-{name}” has {word}",
        )
        for name, word in (("shut", "closed"), ("gone", "moved"))
    ),
    *(
        (redirects.patterns_are_understood, patterned(pattern), part)
        for pattern, part in (
            ("old/<topic>", "is not a pattern"),
            ("/old/*", "is not a pattern"),
            ("//old.org/<topic>", "is not a pattern"),
            ("/../<topic>", "is not a pattern"),
            ("/old/<topic", "is not a pattern"),
            ("/old/(a|b)/<topic>", "is not a pattern"),
            ("/old/<topics>", "<topics> is neither"),
            ("/old/", "names 0 tables"),
            ("/old/<any>", "names 0 tables"),
            ("/<topic>/<topic>", "names 2 tables"),
            ("/<any>/<topic>", "after <any> something else"),
            ("/<topic>-<any>/more", "after <any> something else"),
            ("/<topic>/<any>/<any>", "after <any> something else"),
        )
    ),
    (
        redirects.patterns_leave_pages_alone,
        patterned("/locations/<topic>", word="az"),
        "with “az” it means /locations/az/",
    ),
    (
        redirects.patterns_leave_pages_alone,
        patterned("/locations/<topic>/<any>", word="az"),
        "with “az” it means /locations/az/other/",
    ),
    (redirects.patterns_leave_pages_alone, patterned("/<topic>", word="near-me"), "/near-me/"),
    (redirects.patterns_leave_pages_alone, patterned("/theme/<topic>"), "/theme/x/"),
    (
        redirects.patterns_do_not_overlap,
        {FILE: TWO_TABLES % "/old/<b>"},
        "/old/x leads to /locations/ already",
    ),
]

ALLOWED: list[tuple[Check, Files]] = [
    (
        redirects.former_addresses_are_unique,
        {
            "az-a": "former_urls: [/x/, https://a.org/x/]",
            "az-b": "former_urls: [/y/, https://b.org/x/, '/x/?p=1', '/x/?p=2']",
        },
    ),
    (
        redirects.former_addresses_are_not_in_use,
        {
            "az-a": "former_urls: [/locations/az/old/, /location/, /articles/old/, '/?p=1', "
            "https://old.example.com/, https://old.example.com/locations/]"
        },
    ),
    (
        redirects.redirects_lead_to_a_page,
        {
            **question(),
            "az-held": "unconfirmed: [name]",
            "content/pages/page.md": PAGE,
            **led(
                "/a/ to /",
                "/b/ to /page/",
                "/c/ to /locations/az/other/",
                "/d/ to /locations/az/held/",
                "/e/ to /faq/tms/#does-it-hurt",
            ),
        },
    ),
    (redirects.redirects_need_one_step, led("/a/ to /locations/", "/b/ to /locations/az/other/")),
    (
        redirects.redirects_lead_to_clinics_that_take_patients,
        {**CLOSED, "az-soon": "status: opening_soon", **led("/a/ to /locations/az/soon/")},
    ),
    *(
        (redirects.patterns_are_understood, patterned(pattern))
        for pattern in ("/<topic>", "/a/<topic>-b/", "/<topic>-<city>-<state>", "/<topic>/<any>")
    ),
    *(
        (redirects.patterns_leave_pages_alone, patterned(pattern, word="az"))
        for pattern in ("/location/<topic>", "/locations/<topic>-old", "/locations/<topic>-<any>")
    ),
    (redirects.patterns_do_not_overlap, {FILE: TWO_TABLES % "/older/<b>"}),
]


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
    here = {rule for rule in CHECKS if rule.__module__ == redirects.__name__}
    assert len(here) == 8
    assert {row[0] for row in BROKEN} == {row[0] for row in ALLOWED} == here


def test_a_page_that_is_nearly_named_is_suggested_at_its_place(project: MakeProject) -> None:
    files = led("/old/ to /locations/az/othr/")
    found = broken(redirects.redirects_lead_to_a_page, files, project)
    assert [problem.hint for problem in found] == ["Did you mean “/locations/az/other/”?"]
    assert found[0].place == Place(2, 25, 21)
