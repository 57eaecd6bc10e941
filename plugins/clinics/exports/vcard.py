"""`location.vcf`: a clinic for the address book of a phone.

vCard 3.0 (RFC 2426), not 4.0: it is what the address books of iOS, Android, macOS and Outlook all
import. `X-ABShowAs` tells Apple's that this is a company; others pass it over. The suite stands in
the street, because many programs lose the part of ADR that is meant for it. Opening hours are not
in it: nobody would learn when they change.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from ..catalog import Catalog
from ..model.location import Status
from .flat import decimal
from .lines import content, escaped
from .record import Number, PostalAddress, Record
from .status import status_note


def vcard(catalog: Catalog, entry: Record) -> bytes:
    """The card of one clinic, without what is unknown."""
    return content(_lines(catalog, entry))


def uid_host(catalog: Catalog) -> str:
    """The end of ids in cards and calendars; the same in both builds, at whatever address."""
    return urlsplit(catalog.organization.url).hostname or "localhost"


def _lines(catalog: Catalog, entry: Record) -> Iterator[str]:
    name = escaped(entry.full_name)
    yield from ("BEGIN:VCARD", "VERSION:3.0")
    yield f"UID:{escaped(entry.id)}@{uid_host(catalog)}"
    yield f"FN:{name}"
    yield "N:;;;;"  # required (§3.1.2); a company has no family name
    yield f"ORG:{name}"
    yield "X-ABShowAs:COMPANY"
    yield f"TEL;TYPE=WORK,VOICE:{_dialled(entry.telephone)}"
    if entry.fax_number:
        yield f"TEL;TYPE=WORK,FAX:{_dialled(entry.fax_number)}"
    if entry.status is not Status.VIRTUAL_ONLY:
        yield f"ADR;TYPE=WORK:{_address(entry.address)}"
    if entry.geo:
        yield f"GEO:{decimal(entry.geo.latitude)};{decimal(entry.geo.longitude)}"  # §3.4.2
    yield f"URL:{entry.url}"
    if note := _note(entry):
        yield f"NOTE:{escaped(note)}"
    yield "END:VCARD"


def _dialled(number: Number) -> str:
    """The number; phones wait at a comma, escaped like in any text, before the extension."""
    extension = f",{number.extension}" if number.extension else ""
    return escaped(f"{number.number}{extension}")


def _address(address: PostalAddress) -> str:
    """The seven parts of ADR (§3.2.1): box, suite, street, city, state, ZIP code, country."""
    street = ", ".join(part for part in (address.street_address, address.unit) if part)
    parts = (street, address.address_locality, address.address_region, address.postal_code)
    return ";".join(("", "", *(escaped(part or "") for part in parts), address.address_country))


def _note(entry: Record) -> str:
    """Status, and the telephones for which vCards have no kind, one below the other."""
    text, night = entry.text_telephone, entry.after_hours_telephone
    lines = (
        status_note(entry),
        f"Text messages: {text.display}" if text else "",
        f"After hours: {night.display}" if night else "",
    )
    return "\n".join(line for line in lines if line)
