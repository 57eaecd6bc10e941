"""The Catalog: everything loaded and linked, in one place that answers questions about it.

Templates and writers ask here; they do not sort, group or filter themselves.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby

from .directories import Directory, Nearby, cities_of
from .distance import Point, between
from .geography import State, place, states, zip_area
from .going_out import is_out, label, only_out
from .hours import Schedule, schedule
from .images.types import PublishedImage
from .load.library import topic_id
from .load.repository import Repository
from .load.texts import TextFile, text_url
from .model.languages import LANGUAGES
from .model.location import VISITED, Location, Status
from .model.organization import InsuranceCarrier, Notice, Organization, Provider, Service
from .model.question import Condition, MedicalSource, Topic
from .model.text import Edited
from .overdue import overdue_label
from .publication import PublishedLocation, may_have_page, publish
from .text_links import (
    FAQ_URL,
    FaqTopic,
    QuestionLink,
    TextGroup,
    TextLink,
    pages_above,
    question_url,
    subjects_of,
)
from .time_zones import time_zone
from .translation import gettext

FIXED_URLS = ("", "locations/", "near-me/", "near-me/zip/", "search/", "a-z/")
"""The pages that every site has, whatever its data."""

INDEXED_KINDS = ("treatments", "conditions", "articles")
"""Kinds of texts that have a page which lists them."""

NEARBY_MILES = 100
"""Farther clinics are not called near: who would drive longer looks at the whole list."""

MILES_IN_A_DEGREE = 69
"""Of latitude; a little less than on the sphere of `distance`, so that nobody is missed."""


@dataclass(frozen=True)
class Catalog:
    """All facts of the site as of one day, for one kind of build.

    Needs a repository whose organization, services and insurance could be read.

    Attributes:
        images: what a build has made of the images that texts show, by the names of their files.
    """

    repository: Repository
    as_of: datetime.date
    is_production: bool = False
    images: Mapping[str, PublishedImage] = field(default_factory=dict)

    @cached_property
    def as_published(self) -> Catalog:
        """The same catalog for the published site: strict, and without texts that are not out."""
        repository = only_out(self.repository, self.as_of)
        return replace(self, repository=repository, is_production=True)

    @cached_property
    def organization(self) -> Organization:
        """The company behind the clinics."""
        if self.repository.organization is None:
            raise ValueError("the organization could not be read")
        return self.repository.organization.value

    @cached_property
    def services(self) -> dict[str, Service]:
        """Every service by id, in the order of the file."""
        loaded = self.repository.services
        return {service.id: service for service in loaded.value.services} if loaded else {}

    @cached_property
    def insurance(self) -> dict[str, InsuranceCarrier]:
        """Every carrier by id, in the order of the file."""
        loaded = self.repository.insurance
        return {carrier.id: carrier for carrier in loaded.value.insurance} if loaded else {}

    @cached_property
    def providers(self) -> dict[str, Provider]:
        """Every clinician by id; empty where there is no file of them."""
        loaded = self.repository.providers
        return {provider.id: provider for provider in loaded.value.providers} if loaded else {}

    @cached_property
    def offered_services(self) -> tuple[Service, ...]:
        """The services that at least one location lists, in the order of the file."""
        listed = {item.service.id for location in self.locations for item in location.services}
        return tuple(service for service in self.services.values() if service.id in listed)

    @cached_property
    def published(self) -> tuple[PublishedLocation, ...]:
        """Every location that has a page in this build, by state and name."""
        return tuple(location for location in self._shown if location.slug not in self.moved)

    @cached_property
    def moved(self) -> dict[str, PublishedLocation]:
        """By slug, the locations that have moved, and whose address leads to their successor.

        One of which this is not confirmed, or whose successor has no page in this build, keeps its
        page as a notice.
        """
        open_slugs = {location.slug for location in self._shown if location.is_listed}
        return {
            location.slug: location
            for location in self._shown
            if location.facts.status is Status.MOVED
            and not location.facts.is_unconfirmed("status")
            and location.confirmed.moved_to in open_slugs
        }

    def has_page(self, location: PublishedLocation) -> bool:
        """Whether a location has a page of its own in this build."""
        return location.slug in self._by_slug

    @cached_property
    def _shown(self) -> tuple[PublishedLocation, ...]:
        """Every location of which this build may say something, by state and name.

        One in an unknown state is not among them; a rule reports it.
        """
        found = (
            publish(
                slug,
                sourced.value,
                self.organization,
                self.services,
                self.insurance,
                self.as_of,
                self.is_production,
            )
            for slug, sourced in self.repository.locations.items()
            if may_have_page(sourced.value, self.is_production)
            and sourced.value.address.address_region in states()
        )
        return tuple(sorted(found, key=_by_state_and_name))

    @cached_property
    def held(self) -> tuple[str, ...]:
        """Slugs of the locations that this build says nothing of, sorted."""
        shown = {location.slug for location in self._shown}
        return tuple(slug for slug in self.repository.locations if slug not in shown)

    def is_shown(self, slug: str) -> bool:
        """Whether this build says something of the location with this slug."""
        return slug in self._by_slug or slug in self.moved

    @cached_property
    def locations(self) -> tuple[PublishedLocation, ...]:
        """Every location that directories list, by state and name."""
        return tuple(location for location in self.published if location.is_listed)

    @cached_property
    def states(self) -> tuple[Directory, ...]:
        """One directory for each state that has or had a location, by the state's name."""
        return tuple(
            self._state(states()[code], tuple(group))
            for code, group in groupby(self._shown, key=lambda location: location.region)
        )

    @cached_property
    def directories(self) -> tuple[Directory, ...]:
        """Every state and city that has a page."""
        return tuple(page for state in self.states for page in (state, *state.cities))

    def state(self, code: str) -> Directory:
        """The directory of one state, by its two-letter code; KeyError if it has none."""
        return self._states_by_code[code]

    def city(self, location: PublishedLocation) -> Directory | None:
        """The city page that lists `location`, if there is one."""
        cities = self.state(location.region).cities
        return next((city for city in cities if location in city.locations), None)

    @cached_property
    def urls(self) -> frozenset[str]:
        """The addresses of all pages but those for ZIP prefixes, from the root: `locations/az/`."""
        return frozenset(
            (
                *FIXED_URLS,
                *(directory.url for directory in self.directories),
                *(location.url for location in self.published),
                *(text.url for text in self.repository.texts),
                *(f"{kind}/" for kind in INDEXED_KINDS if getattr(self.repository.texts, kind)),
                *(topic.url for topic in self.topics),
                *((FAQ_URL,) if self.topics else ()),
            )
        )

    @cached_property
    def withheld(self) -> dict[str, str]:
        """Address of a text that is not out → that of the page nearest above; both from the root.

        A list or a topic in which nothing is out is among them. Empty in development.
        """
        found: dict[str, str] = {}
        for item in self.repository.withheld:
            gone = [item.url]
            for above in pages_above(item.url):
                if above in self.urls:
                    found |= dict.fromkeys(gone, above)
                    break
                gone.append(above)
        return found

    @property
    def has_article_feed(self) -> bool:
        """Whether there is an article, or one that is not out: its feed has the same address."""
        withheld = (item.url.startswith("articles/") for item in self.repository.withheld)
        return bool(self.repository.texts.articles) or any(withheld)

    def is_out(self, text: Edited) -> bool:
        """Whether the published site has a text on the day of the build."""
        return is_out(text, self.as_of)

    def label(self, text: Edited) -> str:
        """What stands beside a text in development: it is not out, or its review is overdue."""
        return label(text, self.as_of) or self.overdue(text)

    def overdue(self, item: Location | Edited) -> str:
        """What stands in development beside what was to be looked at again; else empty."""
        return "" if self.is_production else overdue_label(item, self.as_of)

    @cached_property
    def topics(self) -> tuple[FaqTopic, ...]:
        """The topics of the question library that have a question, in the order of their file."""
        library = self.repository.library
        by_topic: dict[str, list[str]] = {}
        for slug, entry in library.questions.items():
            by_topic.setdefault(topic_id(entry), []).append(slug)
        return tuple(
            FaqTopic(topic, tuple(sorted(by_topic[topic.id], key=self._place_in(topic))))
            for topic in (library.topics.value.topics if library.topics else ())
            if topic.id in by_topic
        )

    def text_links(self, kind: str) -> tuple[TextLink, ...]:
        """Links to all texts of a kind: services and conditions in the order of their files."""
        order = {"treatments": list(self.services), "conditions": list(self.conditions)}.get(kind)
        found = [text for text in self.repository.texts if text.kind == kind]
        if order:
            found = [text for slug in order for text in found if text.slug == slug]
        else:
            found.sort(key=lambda text: text.entry.value.title.casefold())
        return tuple(map(self._text_link, found))

    def article_groups(self) -> tuple[TextGroup, ...]:
        """All articles, each below the first service that it names, else its first condition.

        Services and conditions come in the order of their files, articles by title; what would
        stand alone stands in the last group.
        """
        articles = self.repository.texts.articles
        by_subject: dict[str, list[TextLink]] = {}
        for link in self.text_links("articles"):
            article = articles[link.slug].value
            subject = next(iter((*article.services, *article.conditions)), "")
            by_subject.setdefault(subject, []).append(link)
        names = {service.id: service.name for service in self.services.values()}
        names |= {condition.id: condition.name for condition in self.conditions.values()}
        named = [subject for subject in names if len(by_subject.get(subject, ())) > 1]
        groups = [TextGroup(names[subject], tuple(by_subject.pop(subject))) for subject in named]
        rest = [link for subject in (*names, "") for link in by_subject.get(subject, ())]
        others = TextGroup(gettext("More subjects") if groups else "", tuple(rest))
        return (*groups, others) if rest else tuple(groups)

    def related_texts(self, kind: str, slug: str, limit: int = 6) -> tuple[TextLink, ...]:
        """Links to the texts that share most services and conditions with this one."""
        texts = {(text.kind, text.slug): text for text in self.repository.texts}
        subjects = subjects_of(texts[kind, slug])
        shared = {
            key: len(subjects & subjects_of(text))
            for key, text in texts.items()
            if key != (kind, slug)
        }
        ranked = sorted((key for key in shared if shared[key]), key=lambda key: (-shared[key], key))
        return tuple(self._text_link(texts[key]) for key in ranked[:limit])

    def treatment_url(self, service_id: str) -> str | None:
        """Address of the page about a service, from the root, if there is one."""
        known = service_id in self.repository.texts.treatments
        return text_url("treatments", service_id) if known else None

    def offering(self, service_id: str) -> tuple[PublishedLocation, ...]:
        """The listed locations that surely offer a service, by state and name."""
        return tuple(
            location
            for location in self.locations
            if any(item.service.id == service_id for item in location.confirmed_services)
        )

    def question_links(self, topic: FaqTopic) -> tuple[QuestionLink, ...]:
        """Links to the questions of a topic, in their order on its page."""
        return tuple(self._question_link(slug) for slug in topic.questions)

    def related_questions(self, topic: FaqTopic) -> tuple[QuestionLink, ...]:
        """Links to questions that live in other topics and name this one, by topic and title."""
        questions = self.repository.library.questions
        return tuple(
            self._question_link(slug)
            for other in self.topics
            for slug in other.questions
            if other is not topic and topic.topic.id in questions[slug].value.topics
        )

    @cached_property
    def medical_sources(self) -> dict[str, MedicalSource]:
        """Every source of medical statements by id."""
        loaded = self.repository.library.sources
        return {source.id: source for source in loaded.value.sources} if loaded else {}

    @cached_property
    def conditions(self) -> dict[str, Condition]:
        """Every condition by id, in the order of the file."""
        loaded = self.repository.library.conditions
        return {item.id: item for item in loaded.value.conditions} if loaded else {}

    @cached_property
    def files(self) -> dict[str, str]:
        """Source file → address of what it becomes, from the root; for links by `{filename}`.

        Paths are those that `{filename}` names: from the content folder, without a first slash.
        """
        library = self.repository.library
        return {
            **{f"{text.kind}/{text.slug}.md": text.url for text in self.repository.texts},
            **{f"locations/{location.slug}.yaml": location.url for location in self.published},
            **{f"locations/{slug}.yaml": url for slug, url in self._urls_of_moved.items()},
            **{
                entry.source.path.removeprefix("content/"): question_url(entry)
                for entry in library.questions.values()
            },
        }

    @cached_property
    def question_urls(self) -> frozenset[str]:
        """The addresses of all answers, from the root: `faq/tms/#does-tms-hurt`."""
        return frozenset(map(question_url, self.repository.library.questions.values()))

    def location(self, slug: str) -> PublishedLocation:
        """The location with this slug; KeyError if it has no page."""
        return self._by_slug[slug]

    def full_name(self, location: PublishedLocation) -> str:
        """Its name outside of this site, where the brand does not go without saying."""
        return f"{self.organization.name} {location.name}"

    def schedule(self, location: PublishedLocation) -> Schedule | None:
        """When patients can come; None where its time zone is not known, or it is not listed."""
        zone = time_zone(location.facts)
        return schedule(location.dated, zone) if zone and location.is_listed else None

    def successor(self, location: PublishedLocation) -> PublishedLocation | None:
        """The location to which patients of one go that has closed or moved, or will.

        None where it is not known, or has no page.
        """
        return self._by_slug.get((location.coming or location.facts).moved_to or "")

    def predecessors(self, location: PublishedLocation) -> tuple[PublishedLocation, ...]:
        """The locations that have moved to `location`, or will, by state and name."""
        return self._predecessors.get(location.slug, ())

    @cached_property
    def addresses_of_moved(self) -> dict[str, str]:
        """Address of a location that has moved → that of its successor; both from the root."""
        return {self.moved[slug].url: url for slug, url in self._urls_of_moved.items()}

    def nearby(self, location: PublishedLocation, limit: int = 4) -> tuple[Nearby, ...]:
        """The nearest other locations where patients can come, nearest first.

        Empty where there is none within `NEARBY_MILES`, or the position is not known.
        """
        here = self.point(location)
        if here is None:
            return ()
        reach = NEARBY_MILES / MILES_IN_A_DEGREE
        first = bisect_left(self._by_latitude, here.latitude - reach, key=_latitude)
        last = bisect_right(self._by_latitude, here.latitude + reach, key=_latitude)
        found = [
            Nearby(other, between(here, there))
            for there, other in self._by_latitude[first:last]
            if other.slug != location.slug
        ]
        near = [item for item in found if item.distance.miles <= NEARBY_MILES]
        near.sort(key=lambda item: (item.distance.miles, item.location.slug))
        return tuple(near[:limit])

    def point(self, location: PublishedLocation) -> Point | None:
        """Where it is: its own coordinates, else the middle of its ZIP or city, marked approximate.

        None where not even the city is known.
        """
        if location.facts.geo:
            return Point(location.facts.geo.latitude, location.facts.geo.longitude)
        area = zip_area(location.address.zip5 or "")
        if area and area.latitude is not None and area.longitude is not None:
            return Point(area.latitude, area.longitude, is_approximate=True)
        city = place(location.address.address_locality or "", location.region)
        return Point(city.latitude, city.longitude, is_approximate=True) if city else None

    def state_name(self, code: str) -> str:
        """The name of a state, also of one without a clinic."""
        return states()[code].name

    def language(self, code: str) -> str:
        """The name of a language, by its code."""
        return gettext(LANGUAGES[code])

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """The organization's notices that can be linked: those with an address or a text."""
        return tuple(notice for notice in self.organization.notices if self.notice_url(notice))

    @cached_property
    def missing_notices(self) -> tuple[Notice, ...]:
        """The organization's notices of which there is no text and no address yet."""
        return tuple(notice for notice in self.organization.notices if not self.notice_url(notice))

    def notice_url(self, notice: Notice) -> str | None:
        """Where a notice can be read: on another site or on ours (from the root), or None."""
        return notice.url or (
            f"/{notice.id}/" if notice.id in self.repository.texts.pages else None
        )

    def _question_link(self, slug: str) -> QuestionLink:
        entry = self.repository.library.questions[slug]
        return QuestionLink(entry.value.title, question_url(entry), self.label(entry.value))

    def _text_link(self, text: TextFile) -> TextLink:
        front_matter = text.entry.value
        title, description = front_matter.title, front_matter.description
        return TextLink(title, text.url, description, self.label(front_matter))

    def _place_in(self, topic: Topic) -> Callable[[str], tuple[int, str]]:
        """The key by which questions of a topic are sorted: its first ones, then by title."""
        questions = self.repository.library.questions

        def place(slug: str) -> tuple[int, str]:
            is_first = slug in topic.first
            at = topic.first.index(slug) if is_first else len(topic.first)
            return at, questions[slug].value.title.casefold()

        return place

    @cached_property
    def _urls_of_moved(self) -> dict[str, str]:
        """Slug of a location that has moved → the address of its successor."""
        return {
            slug: self._by_slug[location.confirmed.moved_to or ""].url
            for slug, location in self.moved.items()
        }

    @cached_property
    def _predecessors(self) -> dict[str, tuple[PublishedLocation, ...]]:
        found: dict[str, tuple[PublishedLocation, ...]] = {}
        for location in self._shown:
            coming = location.coming
            moves = location.slug in self.moved or (coming and coming.status is Status.MOVED)
            if moves and (successor := self.successor(location)):
                found[successor.slug] = (*found.get(successor.slug, ()), location)
        return found

    @cached_property
    def _by_slug(self) -> dict[str, PublishedLocation]:
        return {location.slug: location for location in self.published}

    @cached_property
    def _by_latitude(self) -> list[tuple[Point, PublishedLocation]]:
        """The locations where patients can come, from south to north, with their positions."""
        points = ((self.point(item), item) for item in self.locations)
        found = [(at, item) for at, item in points if at and item.facts.status in VISITED]
        return sorted(found, key=_latitude)

    @cached_property
    def _states_by_code(self) -> dict[str, Directory]:
        return {directory.state.code: directory for directory in self.states}

    def _state(self, state: State, group: tuple[PublishedLocation, ...]) -> Directory:
        listed = tuple(location for location in group if location.is_listed)
        return Directory(
            state=state,
            locations=listed,
            former=tuple(location for location in group if not location.is_listed),
            cities=tuple(cities_of(state, listed)),
        )


def _latitude(placed: tuple[Point, PublishedLocation]) -> float:
    return placed[0].latitude


def _by_state_and_name(location: PublishedLocation) -> tuple[str, str, str]:
    return (states()[location.region].name, location.name, location.slug)
