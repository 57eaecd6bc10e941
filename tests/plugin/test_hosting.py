"""What the build says to each kind of host; nginx and the preview really follow it."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import brotli
import pytest

from plugins.clinics.content_types import CONTENT_TYPES, content_type
from plugins.clinics.failures import ConfigurationError
from plugins.clinics.hosting import Transport, host_files
from plugins.clinics.hosting.compress import SUFFIXES, compress_files
from plugins.clinics.hosting.headers import FOR_GOOD, SHORT
from plugins.clinics.preview.headers_file import headers_for, parse_headers
from tests.conftest import SITE_URL, build, html_pages
from tests.nginx import Nginx, serving
from tests.plugin.test_site_small import shared_small

PAGES = ("/", "/search/", "/near-me/", "/locations/az/", "/about/", "/feeds/clinics.atom.xml")
MISSING = ("/nowhere/", "/theme/css/site.css", "/near/0000/r.json", "/nginx/server.conf")
EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "strict-transport-security": "max-age=63072000",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The link to the small site, built for production."""
    return shared_small(tmp_path_factory, "production")


@pytest.fixture(scope="module")
def nginx(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    with serving(site, tmp_path_factory.mktemp("nginx")) as server:
        yield server


def directives(policy: str) -> dict[str, str]:
    """A Content-Security-Policy by directive."""
    parts = (part.strip().partition(" ") for part in policy.split(";"))
    return {name: value for name, _, value in parts}


# --- Headers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*PAGES, *MISSING])
def test_every_answer_of_nginx_has_the_whole_set_of_headers(path: str, nginx: Nginx) -> None:
    answer = nginx.get(path)
    assert answer.status == (404 if path in MISSING else 200)
    assert {name: answer.headers[name] for name in EVERYWHERE} == EVERYWHERE
    policy = directives(answer.headers["content-security-policy"])
    wasm = " 'wasm-unsafe-eval'" if path == "/search/" else ""
    assert policy.pop("script-src") == f"'self'{wasm}"
    assert policy.pop("default-src") == policy.pop("base-uri") == "'none'"
    assert policy.pop("frame-ancestors") == policy.pop("trusted-types") == "'none'"
    assert policy.pop("require-trusted-types-for") == "'script'"
    assert policy.pop("upgrade-insecure-requests") == ""
    assert set(policy.values()) == {"'self'"}
    permissions = answer.headers["permissions-policy"].split(", ")
    position = "geolocation=(self)" if path == "/near-me/" else "geolocation=()"
    assert permissions[0] == position
    assert all(item.endswith("=()") for item in permissions[1:])
    assert "server" in answer.headers
    assert not re.search(r"\d", answer.headers["server"]), "the version is nobody's business"


def test_a_page_carries_its_own_policy_wherever_it_is_served(site: Path) -> None:
    found: dict[str, list[str]] = {}
    for page in html_pages(site):
        html = page.read_text("utf-8")
        (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
        assert html.index("Content-Security-Policy") < html.index("<link")
        found.setdefault(policy, []).append(page.relative_to(site).as_posix())
    strict, search = sorted(found, key=len)
    assert found[search] == ["search/index.html"]
    assert len(found[strict]) > 900
    assert search.replace(" 'wasm-unsafe-eval'", "") == strict
    header = headers_for("/", parse_headers((site / "_headers").read_text()))
    # The header, the same for all on hosts that join what is said twice, allows what search needs.
    assert header["content-security-policy"].startswith(f"{search}; frame-ancestors 'none'")


def test_a_host_that_reads_the_headers_file_gives_the_same(site: Path, nginx: Nginx) -> None:
    rules = parse_headers((site / "_headers").read_text())
    asset = next(site.glob("theme/css/site.*.css")).relative_to(site)
    for path in (*PAGES, f"/{asset}"):
        ours, theirs = dict(headers_for(path, rules)), nginx.get(path).headers
        policy = ours.pop("content-security-policy").replace(" 'wasm-unsafe-eval'", "")
        assert theirs["content-security-policy"].replace(" 'wasm-unsafe-eval'", "") == policy
        last = permissions(ours.pop("permissions-policy"))
        assert permissions(theirs["permissions-policy"]) == last
        assert {name: theirs[name] for name in ours} == ours
        assert len(ours) >= len(EVERYWHERE)


def permissions(value: str) -> dict[str, str]:
    """A permissions policy: of two values for one name, the last one counts (RFC 8941, 3.2)."""
    return dict(item.split("=") for item in value.split(", "))


def test_the_headers_file_keeps_the_limits_of_hosts(site: Path) -> None:
    lines = (site / "_headers").read_text().splitlines()
    assert sum(line.startswith("/") for line in lines) <= 100
    assert max(map(len, lines)) <= 2000
    # Cloudflare and Netlify know best how long they may keep a page.
    assert "max-age=300" not in "".join(lines)


def test_the_development_site_has_the_policy_without_https(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = shared_small(tmp_path_factory, "development")
    text = (folder / "_headers").read_text()
    assert "default-src 'none'" in text
    assert "upgrade-insecure-requests" not in text
    assert "Strict-Transport-Security" not in text
    assert "immutable" not in text, "its names stay as they are"
    assert not (folder / "nginx").exists()


# --- The score -----------------------------------------------------------------------------------


def observatory(headers: Mapping[str, str], html: str) -> int:
    """Points by the rules of the MDN HTTP Observatory, for a site without cookies.

    https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring, as its open source
    (mdn-http-observatory 1.4.8) counts them; it gave our headers the same number.
    """
    policy = directives(headers.get("content-security-policy", ""))
    scripts = policy.get("script-src", policy.get("default-src", "*")).split()
    styles = policy.get("style-src", policy.get("default-src", "*")).split()
    score = 100
    if not policy or {"'unsafe-inline'", "*", "https:", "data:"} & set(scripts):
        score -= 25
    elif "'unsafe-eval'" in scripts:
        score -= 10
    elif "'unsafe-inline'" not in styles:
        score += 10 if policy.get("default-src") == "'none'" else 5
    age = re.match(r"max-age=(\d+)", headers.get("strict-transport-security", ""))
    score += 0 if age and int(age[1]) >= 15768000 else -20
    score += 0 if headers.get("x-content-type-options") == "nosniff" else -5
    score += 5 if policy.get("frame-ancestors") == "'none'" else -20
    score += 5 if headers.get("referrer-policy") in ("no-referrer", "same-origin") else 0
    score += 10 if headers.get("cross-origin-resource-policy") == "same-origin" else 0
    foreign = re.findall(r'<script[^>]* src="(?!/[^/])', html)
    return score - 50 * bool(foreign) - 20 * ("set-cookie" in headers)


@pytest.mark.parametrize("path", ["/", "/search/", "/near-me/", "/locations/az/mesa/"])
def test_every_kind_of_page_scores_a_plus(path: str, nginx: Nginx) -> None:
    answer = nginx.get(path)
    assert observatory(answer.headers, answer.body.decode()) >= 130


def test_the_score_falls_with_each_header(nginx: Nginx) -> None:
    answer = nginx.get("/")
    html = answer.body.decode()
    counted = (
        *("content-security-policy", "strict-transport-security", "x-content-type-options"),
        *("referrer-policy", "cross-origin-resource-policy"),
    )
    for name in counted:
        less = {key: value for key, value in answer.headers.items() if key != name}
        assert observatory(less, html) < 130, name


def test_only_the_owner_puts_the_whole_domain_under_https() -> None:
    assert Transport().value == "max-age=63072000"
    whole = Transport(include_subdomains=True)
    assert whole.value == "max-age=63072000; includeSubDomains"
    listed = Transport(include_subdomains=True, preload=True)
    assert listed.value == "max-age=63072000; includeSubDomains; preload"
    with pytest.raises(ConfigurationError, match="HSTS_PRELOAD needs CLINICS_HSTS_INCLUDE"):
        host_files(Transport(preload=True))


# --- Caching, types, compression -----------------------------------------------------------------


def test_files_named_by_their_content_are_kept_for_good_and_pages_are_not(
    site: Path, nginx: Nginx
) -> None:
    folder = site.resolve()
    asked = 0
    for pattern in ("theme/**/*.*.*", "near/*/**/*.json", "pagefind/fragment/*"):
        names = [path for path in sorted(folder.glob(pattern)) if path.suffix not in (".br", ".gz")]
        for path in names[:15]:
            answer = nginx.get(f"/{path.relative_to(folder)}")
            assert (answer.status, answer.headers["cache-control"]) == (200, FOR_GOOD), path
            asked += 1
    assert asked >= 35
    for url in ("/", "/search/", "/pagefind/pagefind.js", "/robots.txt", "/nowhere.css"):
        assert nginx.get(url).headers["cache-control"] == SHORT
    assert nginx.get("/theme/css/site.css").headers["cache-control"] == SHORT, "it is not there"


def test_no_refusal_is_kept_in_the_place_of_a_file(site: Path, nginx: Nginx) -> None:
    asset = next(site.resolve().glob("theme/css/site.*.css")).relative_to(site.resolve())
    for url in ("/", f"/{asset}"):
        for method, headers, status in (
            ("POST", {}, 405),
            ("OPTIONS", {}, 405),
            ("GET", {"X-Long": "a" * 40_000}, 400),
        ):
            answer = nginx.ask(method, url, **headers)
            assert (answer.status, answer.headers["cache-control"]) == (status, "no-store")
            assert {name: answer.headers[name] for name in EVERYWHERE} == EVERYWHERE
        part = nginx.get(url, Range="bytes=99999999-")
        assert (part.status, "content-range" in part.headers) == (200, False)
    tag = nginx.get(f"/{asset}").headers["etag"]
    same = nginx.get(f"/{asset}", If_None_Match=tag)
    assert (same.status, same.headers["cache-control"], same.body) == (304, FOR_GOOD, b"")


def test_no_forged_host_stands_in_a_redirect(nginx: Nginx) -> None:
    for path in ("/about", "/theme", "/near-me?zip=85001"):
        answer = nginx.get(f"http://evil.invalid{path}")
        plain, _, query = path.partition("?")
        assert answer.status == 301
        assert answer.headers["location"] == f"{plain}/{query and f'?{query}'}"


def test_no_log_says_who_has_asked_for_a_missing_page(site: Path, tmp_path: Path) -> None:
    with serving(site, tmp_path) as nginx:
        for path in ("/depression-test/", "/theme/css/never.css", "/images/no.jpg"):
            assert nginx.get(path).status == 404
    assert "127.0.0.1" not in (tmp_path / "error.log").read_text()


def test_a_folder_without_a_page_says_no_more_than_any_other_missing_page(nginx: Nginx) -> None:
    folder, missing = nginx.get("/.well-known/"), nginx.get("/nowhere/")
    assert (folder.status, folder.body) == (missing.status, missing.body)
    assert missing.status == 404


def test_no_file_of_the_theme_keeps_its_name_when_it_changes(site: Path) -> None:
    files = [path for path in (site / "theme").rglob("*") if path.is_file()]
    names = [path.name for path in files if path.suffix not in (".br", ".gz")]
    assert len(names) > 12
    assert [name for name in names if not re.fullmatch(r"[\w-]+\.[0-9a-f]{8}\.\w+", name)] == []


def test_every_file_has_its_type_and_every_text_its_character_set(site: Path, nginx: Nginx) -> None:
    folder = site.resolve()
    by_suffix = {path.suffix: path for path in sorted(folder.rglob("*")) if path.is_file()}
    asked = 0
    for suffix, path in by_suffix.items():
        name = path.relative_to(folder)
        if suffix in CONTENT_TYPES and suffix != ".gz" and name.parts[0] != "near-me":
            assert nginx.get(f"/{name}").headers["content-type"] == content_type(path), name
            asked += 1
    assert asked >= 15
    assert nginx.get("/").headers["content-type"] == "text/html; charset=utf-8"
    (wasm,) = folder.glob("pagefind/wasm.en.pagefind")
    answer = nginx.get(f"/{wasm.relative_to(folder)}")
    assert answer.headers["content-type"] == "application/octet-stream"


def test_each_text_is_sent_in_the_form_that_the_browser_understands(
    site: Path, nginx: Nginx
) -> None:
    folder = site.resolve()
    asset = next(folder.glob("theme/css/site.*.css")).relative_to(folder)
    for url, name in (("/", "index.html"), ("/about/", "about/index.html"), (f"/{asset}", asset)):
        body = (folder / name).read_bytes()
        plain = nginx.get(url)
        assert (plain.body, plain.headers.get("content-encoding")) == (body, None)
        zipped = nginx.get(url, Accept_Encoding="gzip")
        assert gzip.decompress(zipped.body) == body
        small = nginx.get(url, Accept_Encoding="gzip, deflate, br")
        assert brotli.decompress(small.body) == body
        assert len(small.body) < len(zipped.body) < len(body)
        for answer, coding in ((zipped, "gzip"), (small, "br")):
            assert answer.headers["content-encoding"] == coding
            assert answer.headers["vary"] == "Accept-Encoding"
            assert answer.headers["content-type"] == plain.headers["content-type"]
    assert (
        gzip.decompress(nginx.get("/no/", Accept_Encoding="gzip").body)
        == (folder / "404.html").read_bytes()
    )


def test_the_copies_say_what_the_files_say(site: Path) -> None:
    compared = 0
    for path in sorted(site.resolve().rglob("*")):
        if path.suffix in SUFFIXES and path.is_file() and path.stat().st_size > 500:
            body = path.read_bytes()
            assert gzip.decompress(path.with_name(f"{path.name}.gz").read_bytes()) == body
            assert brotli.decompress(path.with_name(f"{path.name}.br").read_bytes()) == body
            compared += 1
    assert compared > 1000


def test_what_gets_no_smaller_has_no_copy(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[]")
    (tmp_path / "b.png").write_bytes(b"\0" * 9000)
    (tmp_path / "c.html").write_text("<p>" * 900)
    assert compress_files(tmp_path) == 2
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"a.json", "b.png", "c.html", "c.html.br", "c.html.gz"}


def test_what_is_for_the_host_is_not_for_visitors(nginx: Nginx) -> None:
    for path in (
        "/_headers",
        "/_redirects",
        "/nginx/http.conf",
        "/nginx/",
        "/nginx/redirects.conf",
    ):
        assert nginx.get(path).status == 404


# --- A build after the other ---------------------------------------------------------------------


def test_an_open_page_still_gets_its_files_after_the_next_build(site: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(site.parent, tmp_path / "site", symlinks=True))
    before = (root / "public").resolve()
    index = next(before.glob("near/*/z/850.json"))
    asset = next(before.glob("theme/css/site.*.css"))
    with serving(root / "public", tmp_path) as nginx:
        # As if the style sheets and the clinics had been others in the build before.
        for path in (asset, index):
            shutil.copy(path, path.with_name(f"old-{path.name}"))
        old = [
            f"/{path.with_name(f'old-{path.name}').relative_to(before)}" for path in (asset, index)
        ]
        done = build(root, "--production", SITEURL=SITE_URL)
        assert done.returncode == 0, done.stdout + done.stderr
        assert (root / "public").resolve() != before == (root / "public-previous").resolve()
        for url in old:
            assert nginx.get(url).status == 200
            assert not (root / "public" / url[1:]).exists()
        assert nginx.get("/theme/css/never.css").status == 404
        assert nginx.get("/about/").status == 200


def test_the_record_of_a_build_says_what_it_is_made_of(site: Path) -> None:
    facts = json.loads((site / "build.json").read_text())
    files = [
        path
        for path in site.resolve().rglob("*")
        if path.is_file() and path.name[-3:] not in (".br", ".gz") and path.name != "build.json"
    ]
    assert facts["files"] == len(files) > 1000
    assert facts["bytes"] == sum(path.stat().st_size for path in files)
    assert re.fullmatch(r"[0-9a-f]{64}", facts["sha256"])
    assert facts["commit"] is None, "the copy of the site is in no repository"
