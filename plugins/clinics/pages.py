"""Which pages there are: what is written where, with which template, under which title.

A pure function from the catalog to a list; the generator renders it and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from .a_z import Entry, by_letter
from .catalog import FAQ_URL, Catalog, Directory, TextGroup
from .crisis import crisis_pattern, is_about_crisis
from .exports import calendar_url, vcard_url
from .faq import AnsweredQuestion, answered, library_questions
from .geography import states
from .load.texts import TextFile
from .location_questions import location_questions
from .maps import ClinicGrid, clinic_grid, location_map, national_map, state_map
from .model.location import Status
from .near_me import NearMe, Prefix, near_me
from .publication import PublishedLocation
from .readiness import readiness
from .redirects import Redirects, resolved
from .text_readiness import text_readiness
from .translation import gettext, later
from .wording import clinics, listing


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

INDEX_DESCRIPTIONS = {
    "treatments": later(
        "What each treatment is, how well it works and for whom, its risks, and where to "
        "ask for it."
    ),
    "conditions": later(
        "What each condition is, how it is recognized, and which treatments may help."
    ),
    "articles": later(
        "Longer reading about treatments and conditions, with the source of each medical statement."
    ),
}

MATCHING_QUESTIONS = 8
"""So many questions show on a page that names none itself."""

PAGE_TYPES = {"about": "AboutPage", "request-appointment": "ContactPage"}
"""Markdown pages that schema.org has a word for."""


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

    @property
    def save_as(self) -> str:
        """The file below the output folder."""
        return f"{self.url}index.html" if self.url.endswith("/") or not self.url else self.url


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a build writes besides the Markdown pages.

    Attributes:
        pages: every page that is made from data, in a fixed order.
        files: other files, by their path from the root of the site.
        redirects: old addresses and where they lead.
    """

    catalog: Catalog
    pages: tuple[Page, ...]
    files: dict[str, bytes]
    redirects: Redirects


def plan(catalog: Catalog) -> Plan:
    """What to write for a catalog. Markdown pages are Pelican's own business."""
    near = near_me(catalog)
    clinics = clinic_grid(catalog)
    made = (
        _home(catalog),
        _all_locations(catalog),
        *(_directory(catalog, near, directory) for directory in catalog.directories),
        *(_location(catalog, clinics, location) for location in catalog.published),
        _near_me(catalog, near),
        _zip_index(near),
        *(_zip_prefix(prefix) for prefix in near.prefixes),
        *_question_library(catalog),
        *(page for kind in INDEXES for page in _text_index(catalog, kind)),
        _search(),
        _not_found(),
        *_development_pages(catalog),
    )
    files = {f"{near.index.path}{path}": data for path, data in near.index.files.items()}
    return Plan(catalog, (*made, _a_z(catalog, made)), files, resolved(catalog))


def _home(catalog: Catalog) -> Page:
    organization = catalog.organization
    return Page("", "index.html", organization.name, organization.description)


def _all_locations(catalog: Catalog) -> Page:
    number = clinics(len(catalog.locations))
    names = listing([state.name for state in catalog.states if state.locations])
    return Page(
        LOCATIONS.url,
        "locations.html",
        gettext("All locations"),
        gettext(
            "Find one of our %(clinics)s in %(where)s, with address, telephone and services.",
            clinics=number,
            where=names or gettext("the US"),
        ),
        (HOME, LOCATIONS),
        {"map": national_map(catalog)},
        schema_type="CollectionPage",
        listed=catalog.locations,
    )


def _directory(catalog: Catalog, near: NearMe, directory: Directory) -> Page:
    state = directory.state
    parents: tuple[Step, ...] = (HOME, LOCATIONS)
    where = state.name
    if directory.city:
        parents = (*parents, Breadcrumb(state.name, catalog.state(state.code).url))
        where = f"{directory.city}, {state.name}"
    return Page(
        directory.url,
        "directory.html",
        gettext("Clinics in %(where)s", where=where),
        gettext(
            "%(clinics)s of %(organization)s in %(where)s: where they are, how to reach them "
            "and what they offer.",
            clinics=clinics(len(directory.locations)),
            organization=catalog.organization.name,
            where=where,
        ),
        (*parents, Breadcrumb(directory.name, directory.url)),
        {
            "directory": directory,
            "map": state_map(catalog, directory),
            "prefixes": () if directory.city else _in_state(near, state.code),
        },
        schema_type="CollectionPage",
        listed=directory.locations,
    )


def _location(catalog: Catalog, clinics: ClinicGrid, location: PublishedLocation) -> Page:
    state = catalog.state(location.region)
    city = catalog.city(location)
    steps: list[Step] = [HOME, LOCATIONS, Breadcrumb(state.name, state.url)]
    if city:
        steps.append(Breadcrumb(city.name, city.url))
    named_after_city = location.name == location.address.address_locality
    where = state.name if named_after_city else location.place
    return Page(
        location.url,
        "location.html",
        gettext("%(name)s clinic in %(where)s", name=location.name, where=where),
        gettext(
            "How to reach the %(name)s clinic of %(organization)s in %(where)s: telephone, "
            "address, hours, services and insurance.",
            name=location.name,
            organization=catalog.organization.name,
            where=location.place,
        ),
        (*steps, Breadcrumb(location.name, location.url)),
        {
            "location": location,
            "map": location_map(catalog, location, clinics),
            "vcard_url": vcard_url(location),
            "calendar_url": calendar_url(catalog, location),
        },
        is_indexable=location.facts.status not in (Status.CLOSED, Status.MOVED),
        questions=(
            *location_questions(catalog, location),
            *library_questions(catalog, location),
        ),
        subject=location,
    )


def _near_me(catalog: Catalog, near: NearMe) -> Page:
    return Page(
        NEAR_ME.url,
        "near-me.html",
        gettext("Find the clinic nearest to you"),
        gettext(
            "Type a ZIP code, a city or a state, or use your position, and see the nearest clinics "
            "with distance, telephone and directions."
        ),
        (HOME, NEAR_ME),
        {
            "near_me": near.index.root,
            "map": national_map(catalog),
            "crisis_pattern": crisis_pattern(),
        },
    )


def _zip_index(near: NearMe) -> Page:
    groups = [(state, _in_state(near, code)) for code, state in states().items()]
    return Page(
        ZIP_CODES.url,
        "zip-index.html",
        gettext("Find a clinic by ZIP code"),
        gettext("Choose the first three digits of your ZIP code and see the nearest clinics."),
        (HOME, NEAR_ME, ZIP_CODES),
        {"groups": sorted((group for group in groups if group[1]), key=lambda item: item[0].name)},
        is_indexable=False,
    )


def _zip_prefix(prefix: Prefix) -> Page:
    first, last = f"{prefix.digits}00", f"{prefix.digits}99"
    return Page(
        prefix.url,
        "zip-prefix.html",
        gettext("Clinics near ZIP codes that start with %(digits)s", digits=prefix.digits),
        gettext(
            "The nearest clinics to every ZIP code from %(first)s to %(last)s, around %(cities)s, "
            "%(state)s.",
            first=first,
            last=last,
            cities=listing(prefix.cities),
            state=prefix.state,
        ),
        (HOME, NEAR_ME, ZIP_CODES, Breadcrumb(prefix.digits, prefix.url)),
        {"prefix": prefix},
        is_indexable=False,
    )


def _in_state(near: NearMe, code: str) -> tuple[Prefix, ...]:
    return tuple(prefix for prefix in near.prefixes if prefix.state == code)


def _question_library(catalog: Catalog) -> Iterator[Page]:
    """The hub and a page for each topic; nothing while there is no question."""
    if catalog.topics:
        yield Page(
            FAQ.url,
            "faq.html",
            FAQ.name,
            gettext(
                "Answers to what people ask us about treatments, safety, cost and first visits, "
                "with the sources of medical statements."
            ),
            (HOME, FAQ),
            schema_type="CollectionPage",
        )
    for topic in catalog.topics:
        yield Page(
            topic.url,
            "faq-topic.html",
            gettext("%(topic)s: questions and answers", topic=topic.topic.name),
            topic.topic.description,
            (HOME, FAQ, Breadcrumb(topic.topic.name, topic.url)),
            {"topic": topic},
            schema_type="FAQPage",
            questions=tuple(answered(catalog, slug) for slug in topic.questions),
        )


def text_page(catalog: Catalog, text: TextFile) -> Page:
    """What there is to say of the page that Pelican makes of a Markdown text."""
    front_matter = text.entry.value
    parents = (HOME, INDEXES[text.kind]) if text.kind in INDEXES else (HOME,)
    is_medical = text.kind != "pages"
    return Page(
        text.url,
        "",
        front_matter.title,
        front_matter.description,
        (*parents, Breadcrumb(front_matter.title, text.url)),
        schema_type="MedicalWebPage" if is_medical else PAGE_TYPES.get(text.slug, "WebPage"),
        questions=tuple(
            answered(catalog, slug) for slug in front_matter.questions or matching(catalog, text)
        ),
        text=text,
    )


def matching(catalog: Catalog, text: TextFile) -> tuple[str, ...]:
    """The first questions of the library about a treatment or a condition, by topic and title."""
    if text.kind not in ("treatments", "conditions"):
        return ()
    name = "services" if text.kind == "treatments" else "conditions"
    questions = catalog.repository.library.questions
    slugs = (slug for topic in catalog.topics for slug in topic.questions)
    found = (slug for slug in slugs if text.slug in getattr(questions[slug].value, name))
    return tuple(islice(found, MATCHING_QUESTIONS))


def _text_index(catalog: Catalog, kind: str) -> Iterator[Page]:
    """The page that lists all texts of a kind; nothing while there is none."""
    links = catalog.text_links(kind)
    if links:
        index = INDEXES[kind]
        is_grouped = kind == "articles"
        yield Page(
            index.url,
            "texts.html",
            index.name,
            gettext(INDEX_DESCRIPTIONS[kind]),
            (HOME, index),
            {
                "groups": catalog.article_groups() if is_grouped else (TextGroup("", links),),
                "is_about_crisis": any(
                    is_about_crisis(f"{link.title} {link.description}") for link in links
                ),
            },
            schema_type="CollectionPage",
        )


def _search() -> Page:
    return Page(
        SEARCH.url,
        "search.html",
        SEARCH.name,
        gettext(
            "Search treatments, conditions, articles, questions and clinics. What you type stays "
            "on your device."
        ),
        (HOME, SEARCH),
        {"crisis_pattern": crisis_pattern()},
        is_indexable=False,
    )


def _a_z(catalog: Catalog, made: Iterable[Page]) -> Page:
    """Everything that may be found, but itself: pages of ours and of Markdown, and questions."""
    texts = (text_page(catalog, text) for text in catalog.repository.texts)
    pages = (page for page in (*made, *texts) if page.is_indexable)
    questions = (link for topic in catalog.topics for link in catalog.question_links(topic))
    entries = (
        *(Entry(page.title, page.url) for page in pages),
        *(Entry(question.name, question.url) for question in questions),
    )
    return Page(
        A_Z.url,
        "a-z.html",
        gettext("Everything from A to Z"),
        gettext(
            "All our clinics, treatments, conditions, articles, and questions with their answers, "
            "in the order of the alphabet."
        ),
        (HOME, A_Z),
        {"letters": by_letter(entries)},
        schema_type="CollectionPage",
    )


def _not_found() -> Page:
    return Page(
        "404.html",
        "404.html",
        gettext("Page not found"),
        gettext("The page you asked for is not here. Ways to find a clinic or help in a crisis."),
        is_indexable=False,
        schema_type="",
    )


def _development_pages(catalog: Catalog) -> Iterator[Page]:
    if not catalog.is_production:
        yield _style_guide(catalog)
        yield Page(
            "report/",
            "report.html",
            "Readiness report",
            "What marketing still has to confirm or supply. Not part of the published site.",
            (HOME, Breadcrumb("Readiness report", "report/")),
            {"rows": readiness(catalog), "texts": text_readiness(catalog)},
            is_indexable=False,
        )


def _style_guide(catalog: Catalog) -> Page:
    """Every macro with its states; it borrows a clinic and a question, if there are any."""
    first = next((slug for topic in catalog.topics for slug in topic.questions), None)
    return Page(
        "styleguide/",
        "styleguide.html",
        "Style guide",
        "Everything that pages are made of, with its states. Not part of the published site.",
        (HOME, Breadcrumb("Style guide", "styleguide/")),
        {
            "clinic": next(iter(catalog.locations), None),
            "item": answered(catalog, first) if first else None,
            "statuses": tuple(Status),
            "today": catalog.as_of,
        },
        is_indexable=False,
    )
