"""The rule about addresses that were published: none is ever lost.

It speaks of the published site in every build, because only what was published is listed. What
ceases there without an edit (a day has come, a fact is unconfirmed again) is answered by itself:
see `redirects.targets`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import NamedTuple

from ..catalog import Catalog
from ..going_out import is_draft
from ..ledger import addresses
from ..load.files import Sourced
from ..load.library import topic_id
from ..load.repository import LEDGER
from ..load.source import Source
from ..model.location import Status
from ..model.text import Edited
from ..problems import Place, Problem, nearest
from ..redirects import resolved
from ..redirects.address import PUBLISHED, old_address
from ..redirects.resolve import Declared, declared
from ..redirects.targets import location_slug
from .identity import OWN_ADDRESSES

REDIRECTS = "locations/_redirects.yaml"
CLINIC_SUFFIX = ".yaml"
QUESTION = re.compile(r"/faq/([^/]+)/#(.+)")
CLINIC = re.compile(r"/locations/([a-z]{2})/([^/]+)/")
TEXT = re.compile(r"/(?:(treatments|conditions|articles)/)?([^/.]+)/")

Told = tuple[str, str]
"""What is wrong, and the remedy."""


class Origin(NamedTuple):
    """The file from which an address is made: its folder, its name, and the end of its name."""

    folder: str
    name: str
    suffix: str

    @property
    def path(self) -> str:
        """The file, from the project folder."""
        return f"{self.folder}{self.name}{self.suffix}"

    @property
    def family(self) -> tuple[str, str]:
        """What a file shares with those that may replace it: the folder, and a clinic's state."""
        return self.folder, self.name[:3] if self.suffix == CLINIC_SUFFIX else ""


def published_addresses_stay(catalog: Catalog) -> Iterator[Problem]:
    """Every address of `tests/urls.txt` is there, or a redirect leads on from it to one that is."""
    ledger = catalog.repository.ledger
    if ledger is None:
        return
    found = _Lost(catalog.as_published, ledger)
    for number, line in enumerate(ledger.lines, start=1):
        told = found.fault(line) if line else None
        if told:
            yield ledger.problem(Place(number, 1, len(line)), *told, harm=HARM)


class _Lost:
    """What has become of the addresses of a ledger; `catalog` is that of the published site."""

    def __init__(self, catalog: Catalog, ledger: Source) -> None:
        self.catalog = catalog
        self.listed = frozenset(ledger.lines)
        self.today = addresses(catalog)
        self.redirects = resolved(catalog)
        self.withheld = {f"/{item.url}": item.entry for item in catalog.repository.withheld}
        self.unread = {item.path for item in catalog.repository.problems if item.is_error}

    def fault(self, line: str) -> Told | None:
        """What is wrong with a line, and the remedy; None if nothing is, or another rule tells."""
        if line in self.today:
            return None
        if not PUBLISHED.fullmatch(line):
            return f"“{line}” is not an address of this site.", NO_ADDRESS
        if item := self.withheld.get(line):
            return self._draft(line, item) if is_draft(item.value) else None
        origin = origin_of(line)
        if origin and origin.path in self.unread:
            return None
        page, _mark, anchor = line.partition("#")
        if anchor and page in self.today:
            return self._lost_question(line, origin)
        to = self.redirects.answer(page)
        if to is None:
            return None if self._may_be_declared(page, origin) else self._lost(line, origin)
        slug = location_slug(self.catalog, f"/{to}")
        declaration = self._declaration(page)
        if (
            slug
            and self.catalog.repository.locations[slug].value.status is Status.CLOSED
            and declaration
            and declaration.source.path == f"locations/{slug}.yaml"
        ):
            return (
                f"{page} leads to “{slug}”, a clinic that has closed or will.",
                f"take it out of former_urls of locations/{slug}.yaml, and add to {REDIRECTS} "
                f"“{{from: {page}, to: /locations/{slug[:2]}/, reason: …}}” or a clinic that is "
                "open.",
            )
        return None

    def _draft(self, line: str, entry: Sourced[Edited]) -> Told | None:
        """A draft that was public; one that is no answer can lead somewhere else for a time."""
        is_answer = "#" in line
        if not is_answer and self.redirects.answer(line) is not None:
            return None
        meanwhile = "" if is_answer else "add “see_instead: …”, the page to look at meanwhile, or "
        return (
            f"{line} was public, and its text is a draft now.",
            f"take “status: draft” out of {entry.source.path}; or {meanwhile}write “expires: …”, "
            "its last day, instead: then visitors are led to the list that it stood in.",
        )

    def _lost_question(self, line: str, origin: Origin | None) -> Told | None:
        if origin is None:
            return None
        here = {slug: f"{origin.folder}{slug}.md" for slug in self._new(origin)}
        moved = self.catalog.repository.library.questions.get(origin.name)
        is_back = f"give {origin.path} its name again"
        if moved:
            hint = f"{is_back}: it is {moved.source.path} now."
        elif near := self._successor(origin, here):
            hint = f"{is_back}: is it {here[near]} now?"
        else:
            hint = f"{is_back}, or restore it and let its answer say what is true today."
        return f"the question {line} is not there any more.", f"{hint} {NO_SERVER}"

    def _lost(self, line: str, origin: Origin | None) -> Told:
        page = line.partition("#")[0]
        message = f"nothing answers {page} any more."
        entry = f"“{{from: {page}, to: …, reason: …}}” to the redirects of {REDIRECTS}"
        if origin is None:
            return message, f"add {entry}."
        near = self._successor(origin, self._new(origin))
        add = f"add “former_urls: [{page}]” to"
        if near:
            file = f"{origin.folder}{near}{origin.suffix}"
            hint = f"{add} {file} (is it {origin.path} under a new name?), or {entry}."
        else:
            status = STATUS if origin.suffix == CLINIC_SUFFIX else ""
            hint = f"restore {origin.path}{status}, or {add} the file that replaces it, or {entry}."
        return message, hint

    def _new(self, origin: Origin) -> frozenset[str]:
        """The files of the same family whose address was never published, by their names."""
        return frozenset(item.name for item in self._unlisted if item.family == origin.family)

    @cached_property
    def _unlisted(self) -> tuple[Origin, ...]:
        """The files of today whose address is not in the ledger; held clinics among them."""
        repository = self.catalog.repository
        questions = (
            f"/faq/{topic_id(entry)}/#{slug}"
            for slug, entry in repository.library.questions.items()
        )
        clinics = (f"/locations/{slug.replace('-', '/', 1)}/" for slug in repository.locations)
        texts = (f"/{text.url}" for text in repository.texts)
        new = {*questions, *clinics, *texts} - self.listed
        return tuple(origin for line in sorted(new) if (origin := origin_of(line)))

    def _successor(self, origin: Origin, new: Collection[str]) -> str | None:
        """The new file that the old one most likely has become; None without a good guess.

        The id of a clinic stays when its file is renamed; else the nearest name counts, else the
        only new one.
        """
        locations = self.catalog.repository.locations
        if origin.suffix == CLINIC_SUFFIX:
            for slug in sorted(new):
                if locations[slug].value.id == origin.name:
                    return slug
        return nearest(origin.name, new) or (next(iter(new)) if len(new) == 1 else None)

    def _may_be_declared(self, page: str, origin: Origin | None) -> bool:
        """Whether another rule speaks of it, or a file that cannot be read may declare it."""
        if REDIRECTS in self.unread or "content/faq/_topics.yaml" in self.unread:
            return True
        if origin and any(path.startswith(origin.folder) for path in self.unread):
            return True
        return self._declaration(page) is not None

    def _declaration(self, page: str) -> Declared | None:
        """Where an editor has declared an address of this site."""
        return self._declared.get(old_address(page).key)

    @cached_property
    def _declared(self) -> dict[tuple[str, str, str], Declared]:
        found: dict[tuple[str, str, str], Declared] = {}
        for item in declared(self.catalog):
            found.setdefault(item.old.key, item)
        return found


def origin_of(line: str) -> Origin | None:
    """The file from which a page or an answer is made; None where there is not exactly one."""
    if found := QUESTION.fullmatch(line):
        return Origin(f"content/faq/{found[1]}/", found[2], ".md")
    if found := CLINIC.fullmatch(line):
        return Origin("locations/", f"{found[1]}-{found[2]}", CLINIC_SUFFIX)
    if (found := TEXT.fullmatch(line)) and (found[1] or found[2] not in OWN_ADDRESSES):
        return Origin(f"content/{found[1] or 'pages'}/", found[2], ".md")
    return None


HARM = (
    f"The address is in {LEDGER}: people have it in their mail, and search engines in their list."
)
STATUS = " (with “status: closed” or “status: moved” if that is what has happened)"
NO_ADDRESS = (
    "write the path of a page or a file, a line each, like /faq/tms/ or /locations/az/#hours."
)
NO_SERVER = "No server can lead an anchor on."
