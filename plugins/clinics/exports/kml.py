"""`/locations.kml`: the clinics whose position is known, for programs that show the earth.

OGC KML 2.2 (07-147r2): children of a Placemark in the order of its schema, coordinates as longitude
and latitude (§10.2). What there is to know of a clinic stands in ExtendedData as plain text: a
`description` would be read as HTML.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from .flat import Row, known, text
from .record import Record
from .status import status_note

NAMESPACE = "http://www.opengis.net/kml/2.2"


def locations_kml(name: str, entries: Iterable[tuple[Record, Row]]) -> bytes:
    """A document called `name` with one Placemark for each clinic that has a position."""
    root = Element("kml", xmlns=NAMESPACE)
    document = SubElement(root, "Document")
    _add(document, "name", name)
    for entry, row in entries:
        if entry.geo:
            document.append(_placemark(entry, row))
    ElementTree.indent(root, " ")
    written: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return written + b"\n"


def _placemark(entry: Record, row: Row) -> Element:
    placemark = Element("Placemark")
    _add(placemark, "name", entry.full_name)
    parts = ("street_address", "unit", "address_locality", "address_region", "postal_code")
    _add(placemark, "address", ", ".join(text(row[part]) for part in parts if row[part]))
    _add(placemark, "phoneNumber", f"tel:{entry.telephone.number}")
    if note := status_note(entry):
        _add(placemark, "Snippet", note)
    data = SubElement(placemark, "ExtendedData")
    for name, value in known(row).items():
        _add(SubElement(data, "Data", name=name), "value", text(value))
    point = SubElement(placemark, "Point")
    _add(point, "coordinates", f"{text(row['longitude'])},{text(row['latitude'])}")
    return placemark


def _add(parent: Element, tag: str, content: str) -> None:
    SubElement(parent, tag).text = content
