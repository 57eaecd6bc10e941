"""The rules that a copy of an example keeps none of its made-up facts and none of its words."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from ..catalog import Catalog
from ..load.files import Sourced
from ..model.location import Location
from ..problems import Problem, Severity

OF_THE_EXAMPLE = (
    "id",
    "name",
    "address.street_address",
    "geo",
    "special_opening_hours",
    "alerts",
    "parking",
    "public_transit",
    "entrance_note",
    "waiting_for_driver",
    "cancellation_policy",
    "former_urls",
    "confirmed",
)
"""Facts that no clinic shares with the example. Telephones and the booking host have own rules."""

OF_AN_EXAMPLE_TEXT = ("title", "description")
"""Words that no text shares with the example of its kind."""


def nothing_is_left_of_the_example(catalog: Catalog) -> Iterator[Problem]:
    """No location keeps a made-up fact of the example file (an error when publishing)."""
    example = catalog.repository.example
    severity = Severity.ERROR if catalog.is_production else Severity.WARNING
    for entry in catalog.repository.locations.values():
        for path in _left_over(entry.value, example) if example else ():
            field = ".".join(name for name in path if isinstance(name, str))
            yield entry.source.problem_at(
                path,
                f"{field} is still the one of the example file.",
                "write the clinic's own, or delete the line.",
                severity,
                "Patients would trust made-up facts.",
            )


def texts_differ_from_the_example(catalog: Catalog) -> Iterator[Problem]:
    """No text keeps the title or description of the example file (an error when publishing)."""
    severity = Severity.ERROR if catalog.is_production else Severity.WARNING
    texts, library = catalog.repository.texts, catalog.repository.library
    copies = [(text.entry, texts.examples.get(text.kind)) for text in texts]
    answers = [(question, library.example) for question in library.questions.values()]
    for entry, example in (*copies, *answers):
        for name in OF_AN_EXAMPLE_TEXT:
            value = getattr(entry.value, name, None)
            if example and value and value == getattr(example.value, name):
                yield entry.source.problem_at(
                    (name,),
                    f"{name} is still the one of the example file.",
                    "write the text's own.",
                    severity,
                    "Search results would say it of another page.",
                )


def _left_over(location: Location, example: Sourced[Location]) -> Iterator[tuple[str | int, ...]]:
    for name in OF_THE_EXAMPLE:
        path = tuple(name.split("."))
        value = _value(location, path)
        if value not in (None, ()) and value == _value(example.value, path):
            yield path
    for position, source in enumerate(location.sources):
        if (urlsplit(source).hostname or "").endswith("example.com"):
            yield ("sources", position)


def _value(location: Location, path: tuple[str, ...]) -> object:
    value: object = location
    for name in path:
        value = getattr(value, name, None)
    return value
