"""`make links`: what is found in the sources, how sites are asked, and what is said of the answers.

The sites are one server on this machine, which answers for every host ending in `.test`.
"""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import urllib3

from plugins.clinics.__main__ import main
from plugins.clinics.checks import CHECKS, Check, link_exceptions
from plugins.clinics.links import ask, cache, run
from plugins.clinics.links.answer import Answer, Trouble
from plugins.clinics.links.ask import Asker, Manners
from plugins.clinics.links.find import external_links
from plugins.clinics.links.judge import Kind
from plugins.clinics.links.report import FILE, markdown
from plugins.clinics.links.run import Outcome, check_links
from tests.conftest import AS_OF, SITE_URL, MakeProject, load, minimal

from .test_checks import PAGE, Files, broken, named, page

QUICK = Manners(interval=0, timeout=5, retries=1, backoff=0.01, longest_wait=1, redirects=4)
EXCEPTIONS = "content/_link_exceptions.yaml"
MOVED = {"/moved": 301, "/moved-308": 308, "/elsewhere": 302, "/elsewhere-307": 307}
CHAINS = {
    "/to-moved": (302, "/moved"),
    "/moved-to-elsewhere": (301, "/elsewhere"),
    "/moved-twice": (301, "/moved"),
    "/moved-to-gone": (301, "/404"),
    "/circle": (302, "/circle"),
    "/to-us": (301, f"{SITE_URL}/about/"),
    "/to-a-program": (302, "javascript:alert(1)"),
    "/to-nonsense": (302, "https://[x"),
    "/to-front": (301, "/"),
    "/to-insecure": (301, "http://plain.test/fine"),
    "/to-nowhere": (301, "https://nowhere.test/"),
    "/to-a-number": (301, "http://127.0.0.1/"),
    "/to-a-machine": (301, "http://printer/"),
    "/to-our-network": (301, "http://files.internal/"),
    "/hostile": (301, "/a<b>`c`\u00e9"),
}
"""Path → the code and the Location of its answer."""

ENDLESS = {
    "/drip": (b"", b"H"),
    "/busy-without-end": (b"HTTP/1.1 503 Busy\r\n\r\n", b"a" * 1000),
}
"""Path → the beginning of an answer, and what follows again and again."""


class Handler(BaseHTTPRequestHandler):
    """Answers for all hosts: a path says how."""

    protocol_version = "HTTP/1.1"
    server: Sites

    def do_HEAD(self) -> None:
        self._answer(405, {})

    def do_GET(self) -> None:
        _, host, path = self.path.split("/", 2)
        path = f"/{path.partition('?')[0]}"
        self.server.asked.append((time.monotonic(), host, path, str(self.headers["User-Agent"])))
        number = Counter(item[1:3] for item in self.server.asked)[host, path]
        code, headers = 200, {}
        if path in MOVED:
            code, headers = MOVED[path], {"Location": "/fine"}
        elif path in CHAINS:
            code, location = CHAINS[path]
            headers = {"Location": location}
        elif path == "/busy-once" and number == 1:
            code, headers = 429, {"Retry-After": "1"}
        elif path == "/down-once" and number == 1:
            code = 503
        elif path == "/silent":
            self.server.is_over.wait(10)
        elif path in ENDLESS:
            self._send_without_end(*ENDLESS[path])
            return
        elif path[1:].isdigit():
            code = int(path[1:])
        self._answer(code, headers)

    def _answer(self, code: int, headers: dict[str, str]) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send_without_end(self, begin: bytes, more: bytes) -> None:
        self.wfile.write(begin)
        while not self.server.is_over.wait(0.02):
            self.wfile.write(more)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Sites(ThreadingHTTPServer):
    """All other sites of the world."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[float, str, str, str]] = []
        self.is_over = threading.Event()

    @property
    def paths(self) -> list[str]:
        return [f"{host}{path}" for _, host, path, _ in self.asked]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who asks hangs up early, on purpose."""


@pytest.fixture
def sites(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sites]:
    """The server, to which every question goes; the hosts of `UNKNOWN` have no address."""
    server = Sites()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = free.getsockname()[1]
    port = server.server_port

    class Pool(urllib3.PoolManager):
        def urlopen(self, method: str, url: str, redirect: bool = True, **how: Any) -> Any:
            parts = urllib3.util.parse_url(url)
            host = parts.host or ""
            if host not in UNKNOWN:
                assert host.endswith(".test"), f"{host} is outside"
                to = closed if host == "closed.test" else port
                url = f"http://127.0.0.1:{to}/{host}{parts.request_uri}"
            return super().urlopen(method, url, redirect, **how)

    look_up = socket.getaddrinfo

    def resolve(host: Any, *arguments: Any, **more: Any) -> Any:
        if host in UNKNOWN:
            raise socket.gaierror(UNKNOWN[host], "no address")
        return look_up(host, *arguments, **more)

    monkeypatch.setattr(ask, "PoolManager", Pool)
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.is_over.set()
    server.shutdown()
    thread.join()
    server.server_close()


UNKNOWN = {"nowhere.test": socket.EAI_NONAME, "offline.test": socket.EAI_AGAIN}


def asker(manners: Manners = QUICK) -> Asker:
    return Asker("who asks", manners, lambda host: not host.endswith("serenity-test.org"))


# --- Asking ---------------------------------------------------------------------------------------

NEW = "https://a.test/fine"


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/fine", Answer(200)),
        ("/fine?a=b#part", Answer(200)),
        ("/404", Answer(404)),
        ("/410", Answer(410)),
        ("/403", Answer(403)),
        ("/999", Answer(999)),
        ("/429", Answer(429)),
        ("/503", Answer(503)),
        ("/down-once", Answer(200)),
        ("/moved", Answer(200, moved_to=NEW)),
        ("/moved-308", Answer(200, moved_to=NEW)),
        ("/elsewhere", Answer(200)),
        ("/elsewhere-307", Answer(200)),
        ("/to-moved", Answer(200)),
        ("/moved-twice", Answer(200, moved_to=NEW)),
        ("/moved-to-elsewhere", Answer(200, moved_to="https://a.test/elsewhere")),
        ("/moved-to-gone", Answer(404, moved_to="https://a.test/404")),
        ("/circle", Answer(trouble=Trouble.CIRCLE)),
        ("/to-us", Answer(301, Trouble.LED_AWAY, f"{SITE_URL}/about/")),
        ("/to-a-program", Answer(302, Trouble.LED_AWAY)),
        ("/to-nonsense", Answer(trouble=Trouble.LED_AWAY)),
        ("/to-nowhere", Answer(trouble=Trouble.LED_AWAY)),
        ("/to-a-number", Answer(301, Trouble.LED_AWAY, "http://127.0.0.1/")),
        ("/to-a-machine", Answer(301, Trouble.LED_AWAY, "http://printer/")),
        ("/to-our-network", Answer(301, Trouble.LED_AWAY, "http://files.internal/")),
        ("/hostile", Answer(200, moved_to="https://a.test/a%3Cb%3E%60c%60%C3%A9")),
    ],
)
def test_an_answer_says_what_became_of_the_page(sites: Sites, path: str, answer: Answer) -> None:
    assert asker().ask(f"https://a.test{path}") == answer


@pytest.mark.parametrize(
    ("host", "trouble"),
    [
        ("closed.test", Trouble.NO_ANSWER),
        ("nowhere.test", Trouble.NO_HOST),
        ("offline.test", Trouble.NO_ANSWER),
    ],
)
def test_a_host_without_an_answer_is_known_or_not(
    sites: Sites, host: str, trouble: Trouble
) -> None:
    assert asker().ask(f"https://{host}/").trouble is trouble


def test_a_silent_site_is_waited_for_twice_and_not_longer(sites: Sites) -> None:
    started = time.monotonic()
    impatient = asker(Manners(interval=0, timeout=0.2, retries=1, backoff=0.01))
    assert impatient.ask("https://a.test/silent") == Answer(trouble=Trouble.NO_ANSWER)
    assert time.monotonic() - started < 5
    assert sites.paths == ["a.test/silent"] * 2


def test_a_site_that_never_ends_its_answer_is_left(sites: Sites) -> None:
    """A letter now and then is no silence, and a busy site may send a text without an end."""
    started = time.monotonic()
    hasty = asker(Manners(interval=0, timeout=5, patience=0.3, retries=1, backoff=0.01))
    assert hasty.ask("https://a.test/drip") == Answer(trouble=Trouble.NO_ANSWER)
    assert hasty.ask("https://a.test/busy-without-end") == Answer(503)
    assert time.monotonic() - started < 5
    assert sites.paths == ["a.test/drip"] * 2 + ["a.test/busy-without-end"] * 2


def test_a_certificate_that_is_none_is_told(sites: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server speaks no TLS at all."""
    monkeypatch.setattr(ask, "PoolManager", urllib3.PoolManager)
    url = f"https://127.0.0.1:{sites.server_port}/"
    assert asker().ask(url) == Answer(trouble=Trouble.NOT_SECURE)


def test_a_site_may_say_how_long_to_wait(sites: Sites) -> None:
    assert asker().ask("https://a.test/busy-once") == Answer(200)
    first, second = (item[0] for item in sites.asked)
    assert second - first >= 0.95


def test_a_busy_site_is_asked_again_later_and_later_and_not_for_ever(sites: Sites) -> None:
    manners = Manners(interval=0, retries=2, backoff=0.1)
    assert asker(manners).ask("https://a.test/503") == Answer(503)
    times = [item[0] for item in sites.asked]
    waits = [after - before for before, after in pairwise(times)]
    assert [wait >= least for wait, least in zip(waits, (0.1, 0.2), strict=True)] == [True, True]


def test_what_is_gone_is_asked_for_once(sites: Sites) -> None:
    asker().ask("https://a.test/404")
    assert sites.paths == ["a.test/404"]


def test_a_host_has_its_rest_between_two_questions(sites: Sites) -> None:
    """Redirects too; another host does not wait."""
    polite = asker(Manners(interval=0.15))
    started = time.monotonic()
    polite.ask("https://a.test/moved")
    polite.ask("https://a.test/fine")
    took = time.monotonic() - started
    polite.ask("https://b.test/fine")
    times = [item[0] for item in sites.asked if item[1] == "a.test"]
    assert len(times) == 3
    assert took >= 0.29


def test_who_asks_says_so(sites: Sites) -> None:
    asker().ask("https://a.test/moved")
    assert {item[3] for item in sites.asked} == {"who asks"}


# --- Finding --------------------------------------------------------------------------------------


def test_links_are_found_where_they_are_written(project: MakeProject) -> None:
    medical = "sources:\n  - {id: S1, title: T, publisher: P, url: https://e.test/s#a}\n"
    body = (
        "[a](https://a.test/1) <https://a.test/2> [b][c] and `[d](https://code.test/)`.\n\n"
        "[c]: https://a.test/(3)\n\n[us](/about/) [e](https://a.test/4_(x)) [f](tel:988)\n"
        f"[g]({SITE_URL}/) [h](https://old.serenitymentalhealthcenters.com/x)\n"
    )
    more = (
        'alerts: [{from: 2026-12-01, to: 2026-12-02, level: info, message: "See https://c.test/n."}]'
        "\nappointment_url: https://d.test/book\nentrance_note: httpd\nformer_urls: [https://mesa.test/]\n"
        'sources: ["https://b.test/evidence"]\n'
    )
    base = minimal().replace("sources: [https://www.serenity-test.org/]\n", "")
    root = project(
        {
            "content/_sources.yaml": medical,
            "content/pages/x.md": PAGE + body,
            "locations/az-mesa.yaml": base + more,
            "locations/_redirects.yaml": "hosts: [serenity-test.org]",
            EXCEPTIONS: "exceptions: []",
        }
    )
    catalog = load(root).catalog
    assert catalog
    shared = "locations/_organization.yaml"
    found = [item for item in external_links(catalog) if item.source.path != shared]
    for link in found:
        line = link.source.line(link.place.line)
        assert line[link.place.column - 1 :][: link.place.length] == link.url
    assert [(item.url, item.source.path.rpartition("/")[2], item.is_shown) for item in found] == [
        ("https://e.test/s#a", "_sources.yaml", True),
        ("https://c.test/n", "az-mesa.yaml", True),
        ("https://d.test/book", "az-mesa.yaml", True),
        ("https://b.test/evidence", "az-mesa.yaml", False),
        ("https://a.test/1", "x.md", True),
        ("https://a.test/2", "x.md", True),
        ("https://a.test/(3)", "x.md", True),
        ("https://a.test/4_(x)", "x.md", True),
    ]


# --- The whole command ----------------------------------------------------------------------------


@dataclass
class World:
    """A project whose only links to other sites are those of one page, and runs of it."""

    root: Path
    told: list[str] = field(default_factory=list)

    def run(self, **how: Any) -> Outcome:
        catalog = load(self.root).catalog
        assert catalog
        return check_links(catalog, self.root, SITE_URL, self.told.append, manners=QUICK, **how)

    @property
    def report(self) -> str:
        return (self.root / FILE).read_text("utf-8")


MakeWorld = Callable[..., World]


@pytest.fixture
def world(project: MakeProject, sites: Sites, monkeypatch: pytest.MonkeyPatch) -> MakeWorld:
    """A function from links of a page, and exceptions, to a world."""
    monkeypatch.setenv("AS_OF", str(AS_OF))

    def make(*urls: str, exceptions: str = "", files: Files | None = None) -> World:
        body = "".join(f"[{number}]({url})\n" for number, url in enumerate(urls))
        texts: dict[str, str] = {"locations/az-mesa.yaml": minimal(), "content/pages/p.md": PAGE}
        texts["content/pages/p.md"] += body
        texts["locations/_redirects.yaml"] = "hosts: [www.serenity-test.org]"
        if exceptions:
            texts[EXCEPTIONS] = f"exceptions:\n{exceptions}"
        root = project({**texts, **(files or {})})
        shared = root / "locations" / "_organization.yaml"
        text = re.sub(
            r"https://(?!serenity)[\w./-]+", "https://lines.test/fine", shared.read_text()
        )
        shared.write_text(text)
        return World(root)

    return make


def excepted(url: str, expires: str = "2027-01-01") -> str:
    return f"  - {{url: {url}, reason: The editors have seen it., expires: {expires}}}\n"


def test_every_kind_of_finding_is_told_with_its_line(world: MakeWorld) -> None:
    everything = world(
        *("https://a.test/404", "https://a.test/fine", "https://b.test/moved#part"),
        *("https://c.test/403", "https://d.test/500", "https://nowhere.test/x"),
        *("https://e.test/to-front", "https://f.test/to-insecure", "https://g.test/to-us"),
        files={"locations/az-mesa.yaml": minimal().replace(f"{SITE_URL}/", "https://h.test/410")},
    )
    outcome = everything.run()
    assert outcome.is_dead
    assert Counter(item.kind for item in outcome.found) == {
        Kind.DEAD: 2,
        Kind.NO_EVIDENCE: 1,
        Kind.MOVED: 3,
        Kind.BY_HAND: 2,
        Kind.UNREACHABLE: 1,
    }
    assert (
        "content/pages/p.md:6:5: error: this page is gone (404 Not Found): https://a.test/404\n"
        "    6 | [0](https://a.test/404)\n"
        "      |     ^^^^^^^^^^^^^^^^^^\n"
        "    Fix: look for its new address, or for another page"
    ) in outcome.text
    for part in (
        "md:8:5: warning: this page has moved for good: https://b.test/moved#part\n",
        "    Fix: look whether the new page says the same, then write https://b.test/fine#part\n",
        "md:9:5: warning: this site does not show the page to programs (403 Forbidden): https",
        "md:10:5: warning: this site could not be reached (500 Internal Server Error): https",
        "md:11:5: error: this site is gone: there is no host “nowhere.test” any more.\n",
        "    Fix: it leads to the front page https://e.test/ now: look there",
        "    Fix: it is now at http://plain.test/fine; look whether an https address works too",
        "warning: this link is led on to something that is not a page of another site: https",
        "locations/az-mesa.yaml:5:11: warning: this page is gone (410 Gone): https://h.test/410",
        "9 problems in 2 files (2 errors, 7 warnings).\nLooked at 14 links to 11 pages of other ",
        "Dead: 2; dead, but only editors see the link: 1; moved for good: 3; to be looked at by ",
    ):
        assert part in outcome.text
    assert everything.told[0] == "Asking for 11 pages at 10 sites …"


def test_the_report_has_groups_and_one_entry_for_each_address(world: MakeWorld) -> None:
    twice = world("https://c.test/403", "https://a.test/404", "https://a.test/404")
    twice.run()
    assert twice.report == (
        "# Links to other sites, 2026-11-24\n\n"
        "Looked at 7 links to 3 pages of other sites. Dead: 1; to be looked at by hand: 1.\n\n"
        "## Dead (1)\n\n"
        "- [ ] this page is gone (404 Not Found): https://a.test/404\n"
        "  **Fix:** look for its new address, or for another page that says the same; or delete "
        "the link.\n"
        "  - `content/pages/p.md:7:5`\n"
        "  - `content/pages/p.md:8:5`\n\n"
        "## To be looked at by hand (1)\n\n"
        "- [ ] this site does not show the page to programs (403 Forbidden): https://c.test/403\n"
        "  **Fix:** open it in a browser. If the page is there, write an exception with a reason "
        "into content/\\_link\\_exceptions.yaml; if not, replace the link.\n"
        "  - `content/pages/p.md:6:5`\n"
    )


def test_the_words_of_a_stranger_are_no_markdown(world: MakeWorld) -> None:
    found = world("https://a.test/hostile").run().found
    text = markdown(found, "", AS_OF)
    assert "https://a.test/a%3Cb%3E%60c%60%C3%A9" in text


def test_without_a_finding_all_are_fine(world: MakeWorld) -> None:
    fine = world("https://a.test/fine")
    outcome = fine.run()
    assert not outcome.found
    assert outcome.text.startswith("Looked at 5 links to 2 pages of other sites. All are fine.")
    assert outcome.text.endswith(f"The report is in {FILE}.")


def test_each_page_is_asked_for_once_and_our_own_never(world: MakeWorld, sites: Sites) -> None:
    urls = (
        "https://a.test/x",
        "https://a.test/x#y",
        f"{SITE_URL}/z",
        "https://m.serenity-test.org",
    )
    world(*urls).run()
    assert sorted(sites.paths) == ["a.test/x", "lines.test/fine"]
    assert {item[3] for item in sites.asked} == {
        f"link-check/1.0 (for the website of Serenity Mental Health Centers; +{SITE_URL}/)"
    }


def test_a_second_run_asks_nothing_and_says_the_same(world: MakeWorld, sites: Sites) -> None:
    again = world("https://a.test/404", "https://a.test/moved", "https://nowhere.test/")
    first = again.run()
    number = len(sites.asked)
    assert again.run().text == first.text
    assert len(sites.asked) == number
    again.run(is_fresh=True)
    assert len(sites.asked) == 2 * number


def test_a_site_that_was_busy_or_silent_is_asked_again(world: MakeWorld, sites: Sites) -> None:
    urls = (
        "https://a.test/503",
        "https://b.test/429",
        "https://closed.test/",
        "https://c.test/403",
    )
    busy = world(*urls)
    busy.run()
    sites.asked.clear()
    busy.run()
    assert sorted(set(sites.paths)) == ["a.test/503", "b.test/429"]


def test_an_answer_is_kept_for_a_day(tmp_path: Path) -> None:
    path = tmp_path / cache.FILE
    kept = {"https://a.test/": (1000.0, Answer(200, None, "https://b.test/"))}
    cache.write_cache(path, kept)
    assert cache.read_cache(path, 1000 + cache.DAY - 1) == kept
    assert cache.read_cache(path, 1000 + cache.DAY) == {}
    assert cache.read_cache(path, 999) == {}, "the clock was set back"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 0, "answers": []}', "\xff"])
@pytest.mark.parametrize(
    "row", [None, [], ["u", "x"], ["u", 1, 200, "no such trouble", ""], ["u", 1, 1e999, "", ""]]
)
def test_a_broken_cache_counts_as_none(tmp_path: Path, text: str, row: Any) -> None:
    path = tmp_path / cache.FILE
    path.write_text(
        text if row is None else json.dumps({"version": 1, "answers": [row]}), "latin-1"
    )
    assert cache.read_cache(path, 1) == {}


def test_what_was_answered_before_an_interruption_is_kept(
    world: MakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = world("https://a.test/404", "https://b.test/fine")
    ask_for = Asker.ask

    def interrupted(self: Asker, url: str) -> Answer:
        if "b.test" in url:
            raise KeyboardInterrupt
        return ask_for(self, url)

    monkeypatch.setattr(Asker, "ask", interrupted)
    with pytest.raises(KeyboardInterrupt):
        stopped.run()
    assert "https://b.test/fine" not in cache.read_cache(stopped.root / cache.FILE, time.time())
    assert cache.read_cache(stopped.root / cache.FILE, time.time())


def test_without_a_connection_nothing_is_called_dead(
    world: MakeWorld, sites: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even an unknown host: some resolvers say that without any network."""
    offline = world("https://a.test/x")
    everywhere = dict.fromkeys(("a.test", "lines.test", "b.test"), socket.EAI_NONAME)
    with monkeypatch.context() as patched:
        patched.setattr(f"{__name__}.UNKNOWN", everywhere)
        with pytest.raises(run.Failure, match="no connection") as failure:
            offline.run()
        assert failure.value.code == 3
        assert cache.read_cache(offline.root / cache.FILE, time.time()) == {}
    assert not offline.run().found
    with monkeypatch.context() as patched:
        patched.setattr(f"{__name__}.UNKNOWN", everywhere)
        text = PAGE + "[x](https://b.test/)\n"
        (offline.root / "content/pages/p.md").write_text(text)
        assert {item.kind for item in offline.run().found} == {Kind.UNREACHABLE}


def test_a_page_that_was_not_asked_for_is_not_reachable_for_now(
    world: MakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever gives up may still get an answer to a question that was on its way."""
    given_up = world("https://a.test/fine", "https://b.test/fine")

    def all_but_b(
        _asker: Asker, pages: list[str], answers: dict[str, Answer], _tell: object
    ) -> None:
        answers |= {page: Answer(200) for page in pages if "b.test" not in page}

    monkeypatch.setattr(run, "_ask_all", all_but_b)
    (finding,) = given_up.run().found
    assert (finding.url, finding.kind) == ("https://b.test/fine", Kind.UNREACHABLE)


def test_an_exception_silences_its_link_and_is_told_when_it_is_not_needed(
    world: MakeWorld,
) -> None:
    urls = ("https://a.test/403", "https://b.test/404#x", "https://c.test/fine")
    lines = excepted(urls[0]) + excepted("https://b.test/404") + excepted(urls[2])
    silent = world(*urls, exceptions=lines)
    outcome = silent.run()
    assert not outcome.is_dead
    assert outcome.text.startswith(
        f"{EXCEPTIONS}:4:11: warning: this link works again.\n"
        "    4 |   - {url: https://c.test/fine, reason: The editors have seen it., "
    )
    assert "p.md" not in outcome.text
    assert "## Left alone because of an exception (2)" in silent.report
    assert "**Fix:** nothing until 2027-01-01: The editors have seen it." in silent.report


def test_an_exception_that_has_ended_silences_nothing(world: MakeWorld) -> None:
    over = world("https://a.test/404", exceptions=excepted("https://a.test/404", "2026-11-24"))
    assert over.run().is_dead


@pytest.mark.parametrize(("path", "code"), [("/fine", 0), ("/moved", 0), ("/404", 1)])
def test_the_exit_code_says_whether_a_link_is_dead(
    world: MakeWorld, monkeypatch: pytest.MonkeyPatch, path: str, code: int
) -> None:
    root = world(f"https://a.test{path}").root
    monkeypatch.setenv("SITEURL", SITE_URL)
    assert main(["links", "--root", str(root), "--fresh"]) == code
    assert (root / FILE).exists()


def test_files_that_cannot_be_read_do_not_stop_it(
    world: MakeWorld, capsys: pytest.CaptureFixture[str]
) -> None:
    root = world("https://a.test/404", files={"locations/az-bad.yaml": "id: ["}).root
    assert main(["links", "--root", str(root)]) == 1
    assert capsys.readouterr().out.startswith("`make check` finds errors; a file that cannot be")


# --- The rules ------------------------------------------------------------------------------------

A, B = "https://a.test/", "https://b.test/"
LINKED = page(f"[a]({A}#x) [b]({B})")

BROKEN: list[tuple[Check, str, str]] = [
    (
        link_exceptions.link_exceptions_are_unique,
        excepted(A) + excepted(A),
        "an exception on line 2 already",
    ),
    (
        link_exceptions.link_exceptions_are_unique,
        excepted(A) + excepted(f"{A}#y"),
        "on line 2 already",
    ),
    (
        link_exceptions.link_exceptions_have_not_ended,
        excepted(A, "2026-11-24"),
        "ended on 2026-11-24",
    ),
    (
        link_exceptions.link_exceptions_are_used,
        excepted(f"{A}other"),
        "no text and no file of data links",
    ),
    (
        link_exceptions.link_exceptions_are_used,
        excepted("https://www.serenity-test.org/"),
        "no text and no",
    ),
]
ALLOWED: list[tuple[Check, str]] = [
    (link_exceptions.link_exceptions_are_unique, excepted(A) + excepted(B)),
    (link_exceptions.link_exceptions_have_not_ended, excepted(A, "2026-11-25")),
    (link_exceptions.link_exceptions_are_used, excepted(A) + excepted(f"{B}#anchor")),
]
OURS = {"locations/_redirects.yaml": "hosts: [www.serenity-test.org]"}


@pytest.mark.parametrize(("rule", "lines", "part"), BROKEN, ids=named)
def test_a_rule_finds_what_breaks_it(
    rule: Check, lines: str, part: str, project: MakeProject
) -> None:
    found = broken(rule, {**LINKED, **OURS, EXCEPTIONS: f"exceptions:\n{lines}"}, project)
    assert [problem.message for problem in found if part in problem.message]
    assert found[-1].place.line == lines.count("\n") + 1


@pytest.mark.parametrize(("rule", "lines"), ALLOWED, ids=named)
def test_a_rule_allows_what_only_comes_close(rule: Check, lines: str, project: MakeProject) -> None:
    assert broken(rule, {**LINKED, EXCEPTIONS: f"exceptions:\n{lines}"}, project) == []


def test_every_rule_has_both_kinds_of_examples() -> None:
    here = {rule for rule in CHECKS if rule.__module__ == link_exceptions.__name__}
    assert len(here) == 3
    assert {row[0] for row in BROKEN} == {row[0] for row in ALLOWED} == here


@pytest.mark.parametrize(
    ("line", "place", "part"),
    [
        (f"  - {{url: {A}, expires: 2027-01-01}}", (2, 5), "the field “reason” is missing"),
        (f"  - {{url: {A}, reason: Seen.}}", (2, 5), "the field “expires” is missing"),
        ("  - {url: a.test, reason: Seen., expires: 2027-01-01}", (2, 11), "not an https address"),
        (f"  - {{url: {A}, reason: Seen., expires: soon}}", (2, 52), "“soon” is not a date"),
        (f"  - {{url: {A}, reason: Seen., expires: 2027-01-01, by: me}}", (2, 64), "field “by”"),
        ("  - [", (2, 6), "never closed"),
        ("  {}", (2, 3), "here a list is expected"),
    ],
)
def test_a_malformed_exception_is_told_at_its_place(
    line: str, place: tuple[int, int], part: str, project: MakeProject
) -> None:
    root = project({"locations/az-mesa.yaml": minimal(), EXCEPTIONS: f"exceptions:\n{line}\n"})
    (found,) = load(root).problems
    assert part in found.message
    assert found.is_error
    assert (found.path, found.place.line, found.place.column) == (EXCEPTIONS, *place)
