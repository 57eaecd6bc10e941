"""Rules about telephone numbers. Whether a number can be dialled at all is the model's rule."""

from __future__ import annotations

from collections.abc import Iterator

from ..catalog import Catalog
from ..geography import is_nearby_state, states_of_area_code
from ..load.files import Sourced
from ..load.source import Source
from ..model.location import GONE, Location
from ..model.telephone import Telephone
from ..problems import Problem, Severity

FIELDS = ("telephone", "fax_number", "text_telephone", "after_hours_telephone")
Path = tuple[str | int, ...]


def area_code_fits_the_state(catalog: Catalog) -> Iterator[Problem]:
    """An area code belongs to the clinic's state or a neighboring one (a hint only)."""
    for entry in catalog.repository.locations.values():
        region = entry.value.address.address_region
        for path, number in _numbers(entry):
            homes = states_of_area_code(number.area_code)
            if homes and not any(is_nearby_state(region, home) for home in homes):
                where = ", ".join(sorted(homes))
                yield entry.source.problem_at(
                    path,
                    f"the area code {number.area_code} belongs to {where}, not to {region}.",
                    "check the number; if it is right, this warning may stay.",
                    Severity.WARNING,
                )


def numbers_are_not_shared(catalog: Catalog) -> Iterator[Problem]:
    """No two locations share a telephone (a moved one and its successor may), or the main one."""
    seen = {catalog.organization.telephone.e164: "locations/_organization.yaml"}
    for entry in catalog.repository.locations.values():
        number = entry.value.telephone
        if number is None or _goes_along(catalog, entry.value):
            continue
        first = seen.setdefault(number.e164, entry.source.path)
        if first != entry.source.path:
            yield entry.source.problem_at(
                ("telephone",),
                f"{first} has the same telephone {number.display}.",
                "check which is right; delete the line to show the main number instead.",
                Severity.WARNING,
                "Patients could call the wrong clinic.",
            )


def _goes_along(catalog: Catalog, location: Location) -> bool:
    """Whether the clinic closes or moves, and its successor has its number."""
    successor = catalog.repository.locations.get(location.moved_to or "")
    if location.status not in GONE or successor is None:
        return False
    return successor.value.telephone == location.telephone


def numbers_are_real(catalog: Catalog) -> Iterator[Problem]:
    """No number is set aside for fiction, 555-0100 to 555-0199 (an error when publishing)."""
    severity = Severity.ERROR if catalog.is_production else Severity.WARNING
    for source, path, number in _all_numbers(catalog):
        if number.is_fictional:
            yield source.problem_at(
                path,
                f"{number.display} is a made-up number, as in the example file.",
                "write the clinic's own number, or delete the line.",
                severity,
                "Patients would reach nobody.",
            )


def short_numbers_are_for_emergencies(catalog: Catalog) -> Iterator[Problem]:
    """The number of a clinic, and the main number, is never a short one such as 988 or 911."""
    for source, path, number in _all_numbers(catalog):
        if number.is_short:
            yield source.problem_at(
                path,
                f"{number.display} is not the number of a clinic.",
                "write all ten digits of the clinic's number.",
                harm="Patients would call the emergency line for an appointment.",
            )


def _all_numbers(catalog: Catalog) -> Iterator[tuple[Source, Path, Telephone]]:
    organization = catalog.repository.organization
    if organization:
        yield organization.source, ("telephone",), organization.value.telephone
    for entry in catalog.repository.locations.values():
        for path, number in _numbers(entry):
            yield entry.source, path, number


def _numbers(entry: Sourced[Location]) -> Iterator[tuple[Path, Telephone]]:
    for name in FIELDS:
        number = getattr(entry.value, name)
        if number:
            yield (name,), number
    for position, service in enumerate(entry.value.services):
        if service.telephone:
            yield ("services", position, "telephone"), service.telephone
