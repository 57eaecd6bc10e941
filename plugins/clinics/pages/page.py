"""What there is to say of a page, and the steps that every site has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..faq import AnsweredQuestion
from ..load.texts import TextFile
from ..publication import PublishedLocation
from ..text_links import FAQ_URL
from ..translation import gettext, later


@dataclass(frozen=True, slots=True)
class Breadcrumb:
    """One step of the way from the home page: what it is called and where it leads."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """A step that every site has; its name is a message."""

    message: str
    url: str

    @property
    def name(self) -> str:
        """What it is called in the language of the build."""
        return gettext(self.message)


HOME = Fixed(later("Home"), "")
LOCATIONS = Fixed(later("Locations"), "locations/")
NEAR_ME = Fixed(later("Near me"), "near-me/")
ZIP_CODES = Fixed(later("ZIP codes"), "near-me/zip/")
FAQ = Fixed(later("Questions and answers"), FAQ_URL)
SEARCH = Fixed(later("Search"), "search/")
A_Z = Fixed(later("A–Z"), "a-z/")

INDEXES = {
    "treatments": Fixed(later("Treatments"), "treatments/"),
    "conditions": Fixed(later("Conditions"), "conditions/"),
    "articles": Fixed(later("Articles"), "articles/"),
}
"""Kinds of texts that have a page which lists them, by their folder."""

Step = Breadcrumb | Fixed


@dataclass(frozen=True, slots=True)
class Page:
    """A URL that we write.

    Attributes:
        url: address from the root, without a leading slash; ends with a slash or is a file.
        template: file of the theme.
        title: unique on the site; the heading of the page.
        description: one or two sentences, unique on the site.
        breadcrumbs: from the home page to the page itself; empty on the home page.
        context: what the template reads besides `page` and `catalog`.
        is_indexable: whether search engines may list it.
        schema_type: the kind of page in schema.org's words; empty for one without an address.
        questions: of the question library or about a location, in their order on the page.
        listed: the locations that it lists, in their order on the page.
        subject: the location that it is about.
        text: the Markdown text that it shows.
        label: what says in development that this text is not out, or overdue; else empty.
    """

    url: str
    template: str
    title: str
    description: str
    breadcrumbs: tuple[Step, ...] = ()
    context: dict[str, Any] = field(default_factory=dict)
    is_indexable: bool = True
    schema_type: str = "WebPage"
    questions: tuple[AnsweredQuestion, ...] = ()
    listed: tuple[PublishedLocation, ...] = ()
    subject: PublishedLocation | None = None
    text: TextFile | None = None
    label: str = ""

    @property
    def save_as(self) -> str:
        """The file below the output folder."""
        return f"{self.url}index.html" if self.url.endswith("/") or not self.url else self.url
