"""One version of the site: its files, and what becomes of them as far as nothing is rendered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ..catalog import Catalog
from ..load.repository import Repository
from ..pages import Page, Plan, plan, text_page
from ..patient_facts import Locations
from ..problems import Problem
from ..site import Site


@dataclass(frozen=True)
class Reading:
    """A site whose shared files can be read, as it would be published.

    `plan` and `pages` need a site without errors: only then does everything lead somewhere.
    """

    site: Site
    catalog: Catalog

    @property
    def repository(self) -> Repository:
        """What the files say."""
        return self.catalog.repository

    @property
    def locations(self) -> Locations:
        """Every location that could be read, by slug."""
        return self.repository.locations

    @cached_property
    def unreadable(self) -> frozenset[str]:
        """The files that cannot be read as what they should be; with some faults one still can."""
        faulty = frozenset(item.path for item in self.repository.problems if item.is_error)
        return faulty.difference(source.path for source in self.repository.files)

    @property
    def unreadable_locations(self) -> frozenset[str]:
        """The slugs of locations whose files are there and say nothing that can be used."""
        return self.repository.slugs.difference(self.repository.locations)

    @cached_property
    def doubts(self) -> dict[str, tuple[Problem, ...]]:
        """What is wrong with each file, or may be."""
        found: dict[str, list[Problem]] = {}
        for problem in self.site.problems:
            found.setdefault(problem.path, []).append(problem)
        return {path: tuple(problems) for path, problems in found.items()}

    @cached_property
    def plan(self) -> Plan:
        """What a build would write."""
        return plan(self.catalog)

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Every page by its address from the root, those of Markdown texts too."""
        texts = (text_page(self.catalog, text) for text in self.repository.texts)
        return {page.url: page for page in (*self.plan.pages, *texts)}
