"""What of a location may be shown: everything in development, only confirmed facts in production.

This is the one place that knows the rule (DESIGN §5.5). Whatever is built from
`PublishedLocation.facts` (markup, feeds, exports) cannot hold an unconfirmed fact in
production, because it is not in there.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from pydantic import BaseModel

from .model.hours import DayKind, SpecialOpeningHours
from .model.location import FOR_A_TIME, GONE, Address, Location, ServiceAtLocation, Status
from .model.organization import Holiday, InsuranceCarrier, Organization, Service
from .model.telephone import Telephone

ALWAYS_SHOWN = ("id", "name", "status", "sources")
"""Without these there would be no page at all; see `may_have_page`."""

DIRECTIONS = "https://www.google.com/maps/dir/?"
"""Google's documented cross-platform address for directions; a plain link, followed by choice."""


@dataclass(frozen=True, slots=True)
class OfferedService:
    """A service on a location's page: what it is, what is special here, and how sure it is."""

    service: Service
    here: ServiceAtLocation
    is_unconfirmed: bool


@dataclass(frozen=True)
class PublishedLocation:
    """One location as this build may show it.

    Attributes:
        facts: the location; in production without its unconfirmed facts.
        confirmed: the location without its unconfirmed facts, in every build.
        address: what is known of the address, also while it is unconfirmed (then with advice).
        telephone: its own number, or the organization's where it has none that is confirmed.
        services: confirmed ones first; in production the unconfirmed ones are `to_ask`.
        labels: paths that are shown although unconfirmed; empty in production.
        withheld: paths that are not shown because they are unconfirmed; empty in development.
        coming: the facts with the status that is still to come (a closure, a move, a time of video
            visits only); None where there is none. Until its day the clinic is an open one, and
            `facts` says nothing else.
    """

    slug: str
    facts: Location
    confirmed: Location
    address: Address
    address_is_confirmed: bool
    telephone: Telephone
    has_own_telephone: bool
    services: tuple[OfferedService, ...]
    insurance: tuple[InsuranceCarrier, ...]
    labels: tuple[str, ...]
    withheld: tuple[str, ...]
    coming: Location | None = None

    @property
    def name(self) -> str:
        """What people call the place."""
        return self.facts.name

    @property
    def region(self) -> str:
        """Two-letter code of the state."""
        return self.address.address_region

    @property
    def url_name(self) -> str:
        """The slug without its state: `biltmore` of `az-biltmore`."""
        return self.slug.partition("-")[2]

    @property
    def url(self) -> str:
        """Address of its page, from the root, without a leading slash."""
        return f"locations/{self.region.lower()}/{self.url_name}/"

    @property
    def place(self) -> str:
        """`Phoenix, AZ`, or the state alone where no city is known."""
        city = self.address.address_locality
        return f"{city}, {self.region}" if city else self.region

    @property
    def dated(self) -> Location:
        """The facts for readers of dates: with the closure to come, if its day may be told."""
        return self.coming if self.coming and self.coming.status_from else self.facts

    @property
    def is_listed(self) -> bool:
        """Whether directories show it: a closed or moved clinic keeps its page, but no entry."""
        return self.facts.status not in GONE

    @property
    def directions_url(self) -> str | None:
        """Link to a route planner; None without a street."""
        if self.address.street_address is None:
            return None
        destination = ", ".join((self.address.street_address, self.address.locality_line))
        return DIRECTIONS + urlencode({"api": 1, "destination": destination})

    @property
    def confirmed_services(self) -> tuple[OfferedService, ...]:
        """What this clinic offers for sure."""
        return tuple(item for item in self.services if not item.is_unconfirmed)

    @property
    def services_to_ask(self) -> tuple[OfferedService, ...]:
        """What this clinic may offer: “call to ask”."""
        return tuple(item for item in self.services if item.is_unconfirmed)

    @property
    def special_days(self) -> tuple[SpecialOpeningHours, ...]:
        """Days whose hours differ from the week, or may, and are known."""
        return tuple(item for item in self.facts.special_opening_hours if not _is_unknown(item))

    @property
    def days_to_ask(self) -> tuple[SpecialOpeningHours, ...]:
        """Days whose hours may differ from the week: “call to ask”."""
        return tuple(filter(_is_unknown, self.facts.special_opening_hours))

    def is_withheld(self, path: str) -> bool:
        """Whether something at or below `path` is known but not shown in this build."""
        return any(item == path or item.startswith(f"{path}.") for item in self.withheld)

    def label(self, path: str) -> bool:
        """Whether the fact at `path` must carry the label “unconfirmed” (development only)."""
        return any(path == item or path.startswith(f"{item}.") for item in self.labels)

    def labelled_parts(self, path: str) -> tuple[str, ...]:
        """The parts or items of the fact at `path` that must carry the label, by their names."""
        start = f"{path}."
        return tuple(item.removeprefix(start) for item in self.labels if item.startswith(start))


def may_have_page(location: Location, is_production: bool) -> bool:
    """Whether a location has a page in this build.

    A location whose name is unconfirmed is a lead and has none anywhere; one whose status is
    unconfirmed may be closed, and has none on the published site.
    """
    if location.is_unconfirmed("name"):
        return False
    return not (is_production and location.is_unconfirmed("status"))


def publish(
    slug: str,
    location: Location,
    organization: Organization,
    services: dict[str, Service],
    insurance: dict[str, InsuranceCarrier],
    as_of: datetime.date,
    is_production: bool,
) -> PublishedLocation:
    """`location` as this build may show it. Ids that no file knows are left out."""
    known, confirmed = (
        without_past(with_holidays(each, organization.holidays), as_of)
        for each in (location, without(location, location.unconfirmed))
    )
    shown = confirmed if is_production else known
    is_before = is_coming(location, as_of)
    facts, confirmed = (_on_day(each, as_of, is_before) for each in (shown, confirmed))
    offered = [
        _offered(services[item.id], item, location, is_production)
        for item in location.services
        if item.id in services
    ]
    return PublishedLocation(
        slug=slug,
        facts=facts,
        confirmed=confirmed,
        address=location.address,
        address_is_confirmed=not _has_unconfirmed(location, "address"),
        telephone=facts.telephone or organization.telephone,
        has_own_telephone=facts.telephone is not None,
        services=tuple(sorted(offered, key=lambda item: item.is_unconfirmed)),
        insurance=tuple(insurance[item] for item in facts.insurance if item in insurance),
        labels=() if is_production else location.unconfirmed,
        withheld=location.unconfirmed if is_production else (),
        coming=shown if is_before else None,
    )


def _on_day(location: Location, as_of: datetime.date, is_before: bool) -> Location:
    """A copy of `location` as it is on a day: before its dates and after them it is open."""
    if is_before:
        return before(location)
    return after(location) if is_over(location, as_of) else location


def is_coming(location: Location, as_of: datetime.date) -> bool:
    """Whether a closure, a move or a time of video visits only is still to come.

    The day counts even while it is unconfirmed: nobody is sent away before it.
    """
    first = location.status_from
    return location.status in (*GONE, *FOR_A_TIME) and first is not None and first > as_of


def is_over(location: Location, as_of: datetime.date) -> bool:
    """Whether a status has ended by itself: the opening day has come, or the last day passed."""
    return _is_over(location.last_day_of_status, as_of)


def before(location: Location) -> Location:
    """A copy of `location` as it is until its closure or move: open, with nothing said of that."""
    nothing = dict.fromkeys(("status_from", "status_until", "status_message", "moved_to"))
    return location.model_copy(update={**nothing, "status": Status.OPEN})


def after(location: Location) -> Location:
    """A copy of `location` as it is when its status is over: open, with its opening day."""
    opened = location.status_from if location.status is Status.OPENING_SOON else None
    return before(location).model_copy(update={"status_from": opened})


def _offered(
    service: Service, here: ServiceAtLocation, location: Location, is_production: bool
) -> OfferedService:
    """A service with what is special about it here, unless that may not be shown."""
    is_unconfirmed = location.is_unconfirmed(f"services.{here.id}")
    if is_unconfirmed and is_production:
        here = ServiceAtLocation(id=here.id)
    return OfferedService(service, here, is_unconfirmed)


def with_holidays(location: Location, holidays: tuple[Holiday, ...]) -> Location:
    """A copy of `location` with the holidays of the organization; its own special hours win.

    A holiday whose hours are not decided says something only where the week is known.
    """
    own = location.special_opening_hours
    has_week = location.opening_hours is not None and not location.opening_hours.is_empty
    more = [
        _special(day)
        for day in holidays
        if (has_week or day.hours.kind is not DayKind.UNKNOWN)
        and not any(special.holds_on(day.date) for special in own)
    ]
    if not more:
        return location
    special = sorted((*own, *more), key=lambda item: item.first_day or datetime.date.max)
    return location.model_copy(update={"special_opening_hours": tuple(special)})


@cache
def _special(day: Holiday) -> SpecialOpeningHours:
    """A holiday as special hours; one object for all clinics."""
    return SpecialOpeningHours.model_construct(date=day.date, hours=day.hours, reason=day.name)


def _is_unknown(item: SpecialOpeningHours) -> bool:
    return item.hours.kind is DayKind.UNKNOWN


def without_past(location: Location, as_of: datetime.date) -> Location:
    """A copy of `location` without the dated facts that were over before `as_of`."""
    special = location.special_opening_hours
    current = {
        "special_opening_hours": tuple(x for x in special if not _is_over(x.last_day, as_of)),
        "alerts": tuple(x for x in location.alerts if not _is_over(x.to_date, as_of)),
    }
    return location.model_copy(update=current)


def _is_over(last_day: datetime.date | None, as_of: datetime.date) -> bool:
    return last_day is not None and last_day < as_of


def without(location: Location, paths: tuple[str, ...]) -> Location:
    """A copy of `location` that holds nothing at `paths`, except what every page needs.

    Of an unconfirmed address the city and state stay (the place itself is known), and the
    exact coordinates go with it.
    """
    facts = location
    for path in paths:
        head, _, rest = path.partition(".")
        if head in Location.model_fields and head not in ALWAYS_SHOWN:
            facts = facts.model_copy(update=_removed(facts, head, rest))
    return facts


def _removed(facts: Location, head: str, rest: str) -> dict[str, Any]:
    value = getattr(facts, head)
    if head == "address":
        kept = {"address_region": facts.address.address_region}
        if facts.address.address_locality and rest in ("", "street_address", "unit", "postal_code"):
            kept["address_locality"] = facts.address.address_locality
        return {"address": Address(**kept), "geo": None}
    if not rest:
        return {head: () if isinstance(value, tuple) else None}
    if isinstance(value, tuple):
        return {head: tuple(item for item in value if getattr(item, "id", item) != rest)}
    if isinstance(value, BaseModel):
        left = value.model_copy(update={_field_name(value, rest): None})
        return {head: left if any(part is not None for _name, part in left) else None}
    return {}


def _field_name(model: BaseModel, key: str) -> str:
    fields = type(model).model_fields
    return next((name for name, field in fields.items() if key in (name, field.alias)), key)


def _has_unconfirmed(location: Location, path: str) -> bool:
    return any(item == path or item.startswith(f"{path}.") for item in location.unconfirmed)
