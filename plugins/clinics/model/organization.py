"""What belongs to the whole company and not to one clinic: `_organization.yaml` and its sisters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from .hours import DayHours, DayKind, SpecialDay
from .scalars import Boolean, Date, Host, Id, Model, Slug, SourceOfFacts, Text, Url
from .telephone import SmsCode, TelephoneNumber


class CrisisLine(Model):
    """A help line, printed exactly as its source says."""

    id: Slug
    name: Text
    telephone: TelephoneNumber | None = None
    then_press: Text | None = Field(None, description="the key to press after the call is answered")
    dial_first: TelephoneNumber | None = Field(None, description="a relay number to dial before")
    tty_telephone: TelephoneNumber | None = Field(None, description="for text telephones")
    sms_code: SmsCode | None = Field(None, description="a number or short code that takes texts")
    sms_word: Text | None = Field(None, description="what to send to it")
    url: Url | None = Field(None, description="chat or information page")
    audience: Text = Field(description="who it is for")
    note: Text = Field(description="cost, hours, what it is and is not")
    is_emergency: Boolean = Field(False, description="shown on every page")
    fact: Id = Field(description="id in the medical facts")

    @property
    def sms_uri(self) -> str:
        """The link that begins a text message (RFC 5724); empty if the line takes none."""
        return f"sms:{re.sub(r'[^0-9]', '', self.sms_code)}" if self.sms_code else ""


class Notice(Model):
    """A text that only the organization (or its counsel) can write."""

    id: Slug = Field(description="also the name of content/pages/<id>.md, if the text is there")
    name: Text
    reason: Text = Field(description="why it is needed")
    url: Url | None = Field(None, description="where it stands, if it is on another site")


class Holiday(Model):
    """A day on which all clinics differ from their week, unless a clinic's own file says more."""

    date: Date
    name: Text = Field(description="as visitors read it, like Thanksgiving Day")
    hours: SpecialDay = Field(
        DayHours(DayKind.UNKNOWN),
        description="closed, times or “regular hours”; left out until it is decided",
    )


class Organization(Model):
    """The company behind the clinics (schema.org Organization)."""

    name: Text
    slogan: Text | None = None
    description: Text
    telephone: TelephoneNumber
    url: Url
    appointment_hosts: tuple[Host, ...] = Field(
        (), description="hosts that a clinic's appointment_url may name"
    )
    security_contact: Url | None = Field(
        None, description="a page on which a weakness of the site can be told"
    )
    crisis_lines: tuple[CrisisLine, ...]
    notices: tuple[Notice, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    sources: tuple[SourceOfFacts, ...] = Field(min_length=1)

    @property
    def security_contact_uri(self) -> str:
        """Whom to tell of a weakness of the site: the page for it, else the main number."""
        return self.security_contact or self.telephone.uri

    @property
    def emergency_lines(self) -> tuple[CrisisLine, ...]:
        """The lines that every page shows."""
        return tuple(line for line in self.crisis_lines if line.is_emergency)

    @property
    def other_lines(self) -> tuple[CrisisLine, ...]:
        """The lines for certain people and for other needs."""
        return tuple(line for line in self.crisis_lines if not line.is_emergency)


class Service(Model):
    """A treatment that clinics may offer; `id` is the slug of its page in content/treatments/."""

    id: Slug
    name: Text
    summary: Text = Field(description="one sentence for people who have never heard of it")
    is_in_person: Boolean = Field(description="no: can be given by video")
    schema_type: Literal["MedicalTherapy", "MedicalTest", "MedicalProcedure"] = Field(
        "MedicalTherapy", description="its type in schema.org"
    )
    aliases: tuple[Text, ...] = Field((), description="other spellings in the sources")


class InsuranceCarrier(Model):
    """A plan or carrier; `id` is what locations list."""

    id: Slug
    name: Text
    aliases: tuple[Text, ...] = ()


def ids_by_spelling(items: Iterable[Service | InsuranceCarrier]) -> dict[str, str]:
    """Every spelling of services or carriers, in small letters, and the id that it means."""
    return {
        name.casefold(): item.id for item in items for name in (item.id, item.name, *item.aliases)
    }


class Provider(Model):
    """A clinician. There is none in the data today: names need the clinician's consent."""

    id: Slug
    name: Text
    honorific_suffix: Text | None = Field(None, description="degree, exactly as licensed")
    job_title: Text | None = None
    languages: tuple[Id, ...] = ()
    sources: tuple[SourceOfFacts, ...] = Field(min_length=1)


class Services(Model):
    """`_services.yaml`."""

    services: tuple[Service, ...]


class Insurance(Model):
    """`_insurance.yaml`."""

    insurance: tuple[InsuranceCarrier, ...]


class Providers(Model):
    """`_providers.yaml`."""

    providers: tuple[Provider, ...] = ()
