"""Rules about the links in Markdown: each leads to where it says, in one step."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from ..anchors import anchors
from ..catalog import Catalog
from ..load.front_matter import body_lines
from ..load.library import FOLDER as LIBRARY
from ..load.lines import without_code, without_images
from ..load.links import Link, links
from ..load.repository import LEDGER
from ..problems import Place, Problem, Severity, suggestion
from ..prose import LINK_SCHEMES, PELICAN_LINK, WEB_ADDRESS, is_allowed_link
from ..publication import may_have_page
from ..redirects import Redirects, resolved
from ..redirects.targets import location_slug
from .content import too_much

GIVEN = re.compile(r"theme/|near-me/zip/[0-9]{3}/$")
"""Files of the theme and pages for ZIP prefixes, which no catalog lists."""

ADDRESS = r"(?:/|https?:|tel:|sms:|mailto:|\{filename\})"
HALF_LINK = re.compile(
    rf"\]\s+\({ADDRESS}[^()\s]*\)|\]\(\s*\)|\]\({ADDRESS}[^()\s]*(?=\s+[^\s\"')]|\s*$)"
    rf"|\)\[{ADDRESS}[^\]\s]*\]"
)
"""A space between the brackets; no address; no end; round and square brackets in each other's
place.
"""

DIALED = {
    "tel": re.compile(r"tel:(?:\+1[2-9]\d{9}|988|911|711)"),
    "sms": re.compile(r"sms:(?:\+1[2-9]\d{9}|988|\d{5,6})"),
    "mailto": re.compile(r"mailto:[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}"),
}
"""Scheme → the form of its addresses."""


def links_lead_somewhere(catalog: Catalog) -> Iterator[Problem]:
    """A link in Markdown is https, mailto, tel or sms, begins with “/”, or names a file of ours."""
    files, redirects = _files(catalog), resolved(catalog)
    for link in _links(catalog):
        if not is_allowed_link(link.target):
            message = f"a link cannot lead to “{link.target[:80]}”."
            yield link.problem(message, _allowed(catalog, link.target))
        elif link.file is not None and link.file not in files:
            near = (
                _renamed(catalog, redirects, link.file)
                or _gone(catalog, link.file)
                or suggestion(link.file, files)
            )
            near = near.replace("“", f"“{PELICAN_LINK}/")
            yield link.problem(
                f"this link goes to “{link.page.removeprefix(PELICAN_LINK)}”, which does not "
                "exist.",
                near or "write the path from content/, like {filename}/pages/about.md.",
            )
        elif link.path is not None and not _is_led(catalog, redirects, link.path):
            near = suggestion(f"/{link.path}", [f"/{url}" for url in catalog.urls])
            yield link.problem(
                f"there is no page “/{link.path[:80]}”.",
                near or "copy the address from the browser, from the first “/” to the last one.",
            )


def links_are_whole(catalog: Catalog) -> Iterator[Problem]:
    """A link is whole: words in square brackets, right behind them an address in round ones."""
    for source in catalog.repository.prose:
        for number, line in body_lines(source):
            for match in HALF_LINK.finditer(without_images(without_code(line))):
                place = Place(number, match.start() + 1, len(match[0]))
                yield source.problem(
                    place,
                    "this is not a whole link.",
                    "write [words](/address/), without a space between “]” and “(”.",
                    harm="Visitors would see brackets, or a link that leads nowhere.",
                )


def links_lead_to_published_clinics(catalog: Catalog) -> Iterator[Problem]:
    """A link to a clinic leads to one that is published (an error when publishing)."""
    severity = Severity.ERROR if catalog.is_production else Severity.WARNING
    for link in _links(catalog):
        slug = _clinic(catalog, link)
        if slug and not may_have_page(catalog.repository.locations[slug].value, True):
            yield link.problem(
                f"the clinic “{slug}” is held back from the published site, so this link "
                "would lead nowhere.",
                "confirm its status, or link to /locations/ instead.",
                severity,
            )


def links_pass_no_redirect(catalog: Catalog) -> Iterator[Problem]:
    """A link leads to a page itself, not to an old address (of a moved clinic: a warning)."""
    redirects = resolved(catalog)
    for link in _links(catalog):
        slug = _clinic(catalog, link)
        is_old = bool(link.path) and link.path not in catalog.urls
        to = redirects.answer(f"/{link.path}") if is_old else None
        if slug in catalog.moved:
            url = catalog.addresses_of_moved[catalog.moved[slug].url]
            successor = catalog.moved[slug].confirmed.moved_to
            hint = f"{PELICAN_LINK}/locations/{successor}.yaml" if link.file else f"/{url}"
            yield link.problem(
                f"the clinic “{slug}” has moved; the page links to its successor instead.",
                f"write {hint}, and see whether the sentence is still right.",
                Severity.WARNING,
            )
        elif to is not None and not slug:
            yield link.problem(
                f"“/{link.path}” is an old address.",
                f"write /{to}, where it leads.",
            )


def links_name_anchors_that_are_there(catalog: Catalog) -> Iterator[Problem]:
    """What stands behind “#” in a link is a heading, a question or a source of that page."""
    answers = f"{LIBRARY}/"
    known: dict[str, frozenset[str] | None] = {}
    long = {source.path for source in catalog.repository.prose if any(too_much(source))}
    urls = {text.entry.source.path: text.url for text in catalog.repository.texts}
    sources = {url: path for path, url in urls.items()}
    for link in _links(catalog):
        if link.anchor is None:
            continue
        if link.target.startswith("#") and link.source.path.startswith(answers):
            yield link.problem(
                "this answer stands on several pages, and each has other anchors.",
                "write the whole address, like /faq/tms/#does-tms-hurt.",
            )
            continue
        url = _url(catalog, link, urls)
        if url is None or sources.get(url) in long:
            continue
        if "#" in url:
            yield link.problem(
                "an answer has no headings to link to.", f"leave out “#{link.anchor}”."
            )
            continue
        if url not in known:
            known[url] = anchors(catalog, url)
        found = known[url]
        if found is not None and link.anchor not in found:
            yield link.problem(
                f"on /{url} there is nothing with the name “#{link.anchor[:80]}”.",
                _nearest(link.anchor, found),
            )


def links_to_ourselves_have_no_host(catalog: Catalog) -> Iterator[Problem]:
    """A link to our own site begins with “/”, not with the name of its host."""
    redirects = resolved(catalog)
    main = urlsplit(catalog.organization.url).hostname or ""
    whole = {main, f"www.{main}", main.removeprefix("www."), *redirects.main_hosts}
    for link in _links(catalog):
        target = link.target.lower()
        if not WEB_ADDRESS.fullmatch(f"https:{target}" if target.startswith("//") else target):
            continue
        parts = urlsplit(link.target)
        if parts.hostname in whole or parts.hostname in redirects.host_names:
            to = redirects.answer(link.target)
            path = parts.path.lstrip("/") if parts.hostname in whole else ""
            anchor = f"#{parts.fragment}" if parts.fragment else ""
            near = suggestion(f"/{path}", [f"/{url}" for url in catalog.urls])
            yield link.problem(
                f"“{parts.hostname}” is a name of this site.",
                f"write /{to}."
                if to is not None
                else f"write /{path}{anchor}."
                if path in catalog.urls
                else near or "write the path of the page, like /conditions/ptsd/.",
                harm="The link would leave a preview, and lead through a redirect.",
            )


def links_can_be_dialed(catalog: Catalog) -> Iterator[Problem]:
    """A link with tel, sms or mailto is written as telephones and mail programs read it."""
    for link in _links(catalog):
        scheme = link.target.partition(":")[0].lower()
        if scheme in DIALED and not DIALED[scheme].fullmatch(link.target):
            yield link.problem(
                f"“{link.target[:80]}” has not the form of {scheme}.",
                _dialed(scheme, link.target),
                harm="Who follows it would reach nobody.",
            )


def _files(catalog: Catalog) -> frozenset[str]:
    """Everything that `{filename}` may name, from the content folder: Markdown and location files.

    A location that is held back counts: `links_lead_to_published_clinics` speaks of it.
    """
    prose = {source.path.removeprefix("content/") for source in catalog.repository.prose}
    locations = {entry.source.path for entry in catalog.repository.locations.values()}
    return frozenset(prose | locations)


def _renamed(catalog: Catalog, redirects: Redirects, file: str) -> str:
    """The name that a file has today, if its old address is declared there; else nothing."""
    to = redirects.answer(f"/{file.removeprefix('pages/').removesuffix('.md')}/")
    found = (name for name, url in catalog.files.items() if url == to)
    return next((f"write “{name}”, its name today." for name in found), "")


def _gone(catalog: Catalog, file: str) -> str:
    """What to say of a file whose page was published: the name is no slip, so none is like it."""
    ledger = catalog.repository.ledger
    path = file.removeprefix("pages/").removesuffix(".md").removesuffix(".yaml")
    if path.startswith("locations/"):
        path = path.replace("-", "/", 1)
    if ledger is None or f"/{path}/" not in ledger.lines:
        return ""
    return f"write its name of today if it has one, else take the link out; see {LEDGER} below."


def _is_led(catalog: Catalog, redirects: Redirects, path: str) -> bool:
    """Whether a page or a redirect answers a path, or a clinic of which another rule speaks."""
    return (
        path in catalog.urls
        or bool(GIVEN.match(path))
        or location_slug(catalog, f"/{path}") is not None
        or redirects.answer(f"/{path}") is not None
    )


def _clinic(catalog: Catalog, link: Link) -> str | None:
    """The location to which a link leads, by its file or its address."""
    if link.file is not None:
        slug = posixpath.basename(link.file).removesuffix(".yaml")
        is_one = link.file == f"locations/{slug}.yaml" and slug in catalog.repository.locations
        return slug if is_one else None
    return location_slug(catalog, f"/{link.path}") if link.path else None


def _url(catalog: Catalog, link: Link, urls: dict[str, str]) -> str | None:
    """The address, from the root, of the page to which a link of ours leads."""
    if link.target.startswith("#"):
        return urls.get(link.source.path)
    return catalog.files.get(link.file) if link.file is not None else link.path


def _nearest(anchor: str, known: frozenset[str]) -> str:
    near = suggestion(anchor, known) or suggestion(f"h-{anchor}", known)
    return near.replace("“", "“#") or (
        "a heading “## How it works” has the name #h-how-it-works; copy the address from the "
        "browser."
    )


def _dialed(scheme: str, target: str) -> str:
    if scheme == "mailto":
        return "write mailto: and an address with small letters behind “@”, and nothing else."
    digits = re.sub(r"\D", "", target).removeprefix("1")
    if re.fullmatch(r"[2-9]\d{9}", digits):
        return f"write {scheme}:+1{digits}."
    return f"write {scheme}: and +1 with ten digits, like {scheme}:+16025550142, or {scheme}:988."


def _allowed(catalog: Catalog, target: str) -> str:
    digits = re.sub(r"\D", "", target)
    name = posixpath.basename(target.rstrip("/").partition("#")[0])
    same = [url for url in catalog.urls if posixpath.basename(url.rstrip("/")) == name]
    if target.lower().startswith("www."):
        return f"write https://{target}."
    if re.fullmatch(r"[\d().+-]{10,}", target):
        return f"write tel:+1{digits.removeprefix('1')}."
    if len(same) == 1 and re.fullmatch(r"[./a-z0-9-]+", target):
        return f"write /{same[0]}."
    if target.startswith("http://"):
        return "write https:// instead of http://."
    if target.lower().startswith("https:"):
        return "write the address as it stands in the browser, like https://www.example.com/page."
    if target.endswith(".md") and ":" not in target:
        return f"write {PELICAN_LINK}{target} to link to another page of ours."
    schemes = ", ".join(LINK_SCHEMES)
    return f"use {schemes}, an address of ours that begins with “/”, or {PELICAN_LINK}."


def _links(catalog: Catalog) -> Iterator[Link]:
    return (link for source in catalog.repository.prose for link in links(source))
