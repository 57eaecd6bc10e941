"""Where old addresses lead: the list for a build, and what the writers make of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.clinics.redirects import Redirects, redirect_pages, resolved, server_files, summary
from plugins.clinics.redirects.address import OldAddress, old_address
from plugins.clinics.redirects.netlify import redirects_file
from plugins.clinics.redirects.patterns import expand
from tests.conftest import AS_OF, SITE_URL, Files, MakeProject, build, leads_on, load, minimal

OLD = "www.old.org"
REDIRECTS = f"""\
hosts: [{OLD}]
redirects:
  - {{from: /old/page, to: /about/, reason: test}}
  - {{from: /old/page.html, to: /about/, reason: test}}
  - {{from: /old/file.php, to: /about/, reason: test}}
  - {{from: /old/page.html/more, to: /about/, reason: test}}
  - {{from: /blog/known/, to: /about/, reason: test}}
  - {{from: "/?p=7", to: /about/, reason: test}}
  - {{from: "/show/?p=7&q=8", to: /about/, reason: test}}
  - {{from: "https://mesa.old.org/about-us", to: /about/, reason: test}}
  - {{from: "https://shop.old.org/basket", to: /about/, reason: test}}
tables:
  kind:
    tms: /about/
    tms-plus: /locations/
patterns:
  - {{pattern: /list/<kind>, reason: test}}
  - {{pattern: /blog/<kind>-<city>-<state>, reason: test}}
  - {{pattern: /<kind>-blog/<any>, reason: test}}
"""
ABOUT = "---\ntitle: About\ndescription: About us.\nformer_urls: [/about-us/]\n---\n\nText.\n"
FILES = {
    "locations/_redirects.yaml": REDIRECTS,
    "locations/az-mesa.yaml": minimal(more="former_urls: [https://mesa.old.org/, /mesa/]\n"),
    "content/pages/about.md": ABOUT,
}


def redirects_of(folder: Path, is_production: bool = False) -> Redirects:
    site = load(folder, is_production)
    assert site.catalog is not None
    assert not site.has_errors, site.problems
    return resolved(site.catalog)


@pytest.fixture
def redirects(project: MakeProject) -> Redirects:
    return redirects_of(project(FILES))


# --- Addresses and patterns ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "path", "host", "query"),
    [
        ("/", "", None, None),
        ("/a/b", "/a/b", None, None),
        ("/a/b/", "/a/b", None, None),
        ("/a/b/index.html", "/a/b", None, None),
        ("/a/index.html/", "/a", None, None),
        ("/a/b.html", "/a/b.html", None, None),
        ("/a/old-index.html", "/a/old-index.html", None, None),
        ("/?p=5", "", None, "p=5"),
        ("/a/?", "/a", None, None),
        (f"https://{OLD}/a/", "/a", None, None),
        ("https://Other.Org/a/?b=c", "/a", "other.org", "b=c"),
        ("https://other.org", "", "other.org", None),
    ],
)
def test_an_address_is_read_in_one_form(
    text: str, path: str, host: str | None, query: str | None
) -> None:
    assert old_address(text, (OLD,)) == OldAddress(path, host, query)


def test_a_pattern_becomes_a_rule_for_each_word() -> None:
    rules = expand("/blog/<kind>-<city>-<state>/", {"kind": {"tms": "/a/", "ocd": "/b/"}})
    assert [(rule.prefix, rule.to) for rule in rules] == [
        ("/blog/tms-", "/a/"),
        ("/blog/ocd-", "/b/"),
    ]
    assert [
        path
        for path in ("", "provo", "provo-ut", "lake-mary-fl", "a-utah", "a/b-ut")
        if rules[0].matches(f"/blog/tms-{path}")
    ] == ["provo-ut", "lake-mary-fl"]


# --- Answers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "to"),
    [
        ("/old/page", "about/"),
        ("/OLD/page/", "about/"),
        ("/old/page/index.html", "about/"),
        ("/old/page?utm_source=x", "about/"),
        (f"https://{OLD}/old/page", "about/"),
        ("/old/pages", None),
        ("/about/", None),
        ("/?p=7", "about/"),
        ("/?p=8", None),
        ("/about-us", "about/"),
        ("/mesa/", "locations/az/mesa/"),
        ("https://mesa.old.org/", "locations/az/mesa/"),
        ("https://mesa.old.org/whatever/it/was?x=1", "locations/az/mesa/"),
        ("https://mesa.old.org/old/page", "locations/az/mesa/"),
        ("https://mesa.old.org/?p=7", "locations/az/mesa/"),
        ("https://mesa.old.org/about-us/", "about/"),
        ("https://shop.old.org/basket", "about/"),
        ("https://shop.old.org/", None),
        ("/list/tms/", "about/"),
        ("/list/other/", None),
        ("/blog/tms-provo-ut", "about/"),
        ("/blog/tms-plus-provo-ut", "locations/"),
        ("/blog/known", "about/"),
        ("/blog/unknown", None),
        ("/tms-blog/anything", "about/"),
        ("/tms-blog/any/thing", None),
    ],
)
def test_an_address_is_answered_by_what_fits_best(
    asked: str, to: str | None, redirects: Redirects
) -> None:
    assert redirects.answer(asked) == to


LEFT = "former_urls: [/left/, https://left.old.org/]\n"


@pytest.mark.parametrize(
    ("lines", "to"),
    [
        ("", "locations/az/left/"),
        ("unconfirmed: [status]\n", "locations/az/"),
        ("unconfirmed: [name]\n", "locations/az/"),
    ],
)
def test_a_held_clinic_is_answered_by_its_state(lines: str, to: str, project: MakeProject) -> None:
    files = {
        "locations/az-mesa.yaml": minimal(),
        "locations/az-left.yaml": minimal("az-left", "Left", LEFT + lines),
        "locations/_redirects.yaml": (
            "redirects: [{from: /older/, to: /locations/az/left/, reason: test}]\n"
        ),
    }
    found = redirects_of(project(files), is_production=True)
    for asked in ("/left/", "https://left.old.org/x", "/older/"):
        assert found.answer(asked) == to


def test_a_held_clinic_alone_in_its_state_is_answered_by_the_list(project: MakeProject) -> None:
    held = minimal("nv-left", "Left", LEFT + "unconfirmed: [status]\n")
    folder = project({"locations/az-mesa.yaml": minimal(), "locations/nv-left.yaml": held})
    assert redirects_of(folder, is_production=True).answer("/left/") == "locations/"
    assert redirects_of(folder).answer("/left/") == "locations/nv/left/"


@pytest.mark.parametrize(
    ("status", "to"),
    [
        ("moved\nmoved_to: az-mesa", "locations/az/mesa/"),
        ("closed\nmoved_to: az-mesa", "locations/az/left/"),
        ("closed", "locations/az/left/"),
    ],
)
def test_a_clinic_that_has_moved_is_answered_by_its_successor(
    status: str, to: str, project: MakeProject
) -> None:
    left = minimal("az-left", "Left", LEFT).replace("status: open", f"status: {status}")
    folder = project({"locations/az-mesa.yaml": minimal(), "locations/az-left.yaml": left})
    assert redirects_of(folder).answer("/left/") == to


# --- What the writers make of it -----------------------------------------------------------------


def test_pages_stand_at_paths_that_can_be_files(redirects: Redirects) -> None:
    assert {page.save_as: page.to for page in redirect_pages(redirects)} == {
        "about-us/index.html": "about/",
        "blog/known/index.html": "about/",
        "list/tms-plus/index.html": "locations/",
        "list/tms/index.html": "about/",
        "mesa/index.html": "locations/az/mesa/",
        "old/page.html": "about/",
        "old/page/index.html": "about/",
    }


def test_cloudflare_reads_plain_lines_before_open_ones(redirects: Redirects) -> None:
    """As its reader does: lines with a host, a query or `!` are passed over."""
    lines = redirects_file(redirects, SITE_URL).splitlines()
    words = [line.split() for line in lines if line and line[0] != "#"]
    read = [word for word in words if len(word) == 3 and word[0][0] == "/" and word[2] == "301"]
    first_open = next(place for place, word in enumerate(read) if "*" in word[0])
    assert all("*" in word[0] for word in read[first_open:])
    plain = {word[0] for word in read[:first_open]}
    assert {"/old/page", "/old/page/", "/old/page/index.html", "/old/file.php"} <= plain
    assert len(plain) == first_open
    assert [word[0] for word in read[first_open:]] == [
        "/blog/tms-plus-*",
        "/tms-plus-blog/*",
        "/blog/tms-*",
        "/tms-blog/*",
    ]
    forced = [place for place, word in enumerate(words) if "*" in word[0] and word[0][0] == "/"]
    assert min(forced) > max(place for place, word in enumerate(words) if word in read[:first_open])


def test_netlify_asks_for_special_hosts_before_whole_ones(redirects: Redirects) -> None:
    lines = redirects_file(redirects, SITE_URL).splitlines()
    about = lines.index(f"https://mesa.old.org/about-us {SITE_URL}/about/ 301!")
    rest = lines.index(f"https://mesa.old.org/* {SITE_URL}/locations/az/mesa/ 301!")
    assert about < rest
    assert f"/ p=7 {SITE_URL}/about/ 301!" in lines
    assert f"/show p=7 q=8 {SITE_URL}/about/ 301!" in lines
    assert lines[-1] == f"http://{OLD}/* {SITE_URL}/:splat 301!"
    assert not [
        line
        for line in redirects_file(redirects, f"https://{OLD}").splitlines()
        if line.startswith((f"http://{OLD}", f"https://{OLD}/*"))
    ]


def test_nothing_that_a_web_server_would_run_stands_in_its_files(redirects: Redirects) -> None:
    conf = server_files(redirects, SITE_URL)["nginx/redirects.conf"].decode()
    strings = re.findall(r'^    "([^"]*)" "([^"]*)";$', conf, re.MULTILINE)
    assert len(strings) > 15
    for key, to in strings:
        assert (
            to == f"{SITE_URL}$request_uri" or re.fullmatch(r"https://[a-z0-9./#-]+", to) or not to
        )
        assert key.startswith("~") or "$" not in key


def test_the_build_says_what_a_host_cannot_answer(redirects: Redirects) -> None:
    text = "\n".join(summary(redirects, SITE_URL))
    assert "Redirects: 13 old addresses, 1 whole host and 4 patterns." in text
    assert "Cloudflare Pages cannot answer 1 old host with 2 of the addresses, and 2 with" in text
    assert "only serves files answers 7 of the 13" in text
    assert "3 old names must lead to the host of this site in the DNS" in text
    assert "Cloudflare Pages reads" not in text
    report = server_files(redirects, SITE_URL)["redirects.txt"].decode()
    assert "(3):\n\n  mesa.old.org\n  shop.old.org\n  www.old.org\n" in report
    assert "\n  /old/file.php → /about/\n" in report


def test_a_site_without_redirects_says_nothing(project: MakeProject) -> None:
    found = redirects_of(project({"locations/az-mesa.yaml": minimal()}))
    assert list(summary(found, SITE_URL)) == []
    assert redirect_pages(found) == ()


def test_too_many_lines_for_cloudflare_are_told(project: MakeProject) -> None:
    words = "".join(f"    w{number}: /about/\n" for number in range(101))
    rule = "patterns: [{pattern: /old/<kind>/<any>, reason: test}]\n"
    files: Files = {**FILES, "locations/_redirects.yaml": f"tables:\n  kind:\n{words}{rule}"}
    text = "\n".join(summary(redirects_of(project(files)), SITE_URL))
    assert "these are 6 and 101, and it passes over the rest" not in text
    assert "these are 8 and 101, and it passes over the rest" in text


@pytest.mark.parametrize("options", [(), ("--production",)], ids=["development", "production"])
def test_a_build_writes_them_beside_its_pages(
    options: tuple[str, ...], project: MakeProject
) -> None:
    root = project(FILES)
    done = build(root, *options, SITEURL=SITE_URL)
    assert done.returncode == 0, done.stdout + done.stderr
    site = root / ("public" if options else "output")
    leading = [path for path in site.rglob("*.html") if leads_on(path)]
    assert len(leading) == 7
    html = (site / "old/page/index.html").read_text()
    base = SITE_URL if options else ""
    assert f'<link rel="canonical" href="{base}/about/">' in html
    assert '<meta http-equiv="refresh" content="0; url=/about/">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert '<a href="/about/">' in html
    assert (site / "_redirects").exists() == bool(options)
    assert (site / "nginx" / "redirects.conf").exists() == bool(options)
    assert ("Redirects: 13 old" in done.stdout) == bool(options)
    assert AS_OF.isoformat() in (site / "build.json").read_text()
    listed = (site / "a-z/index.html").read_text() + (site / "build.json").read_text()
    assert "old/page" not in listed
