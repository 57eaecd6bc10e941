"""Telephone numbers: one reading, three forms (E.164, as shown, as a link).

Formats and validity come from Google's libphonenumber through `phonenumbers`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType, shortnumberinfo
from pydantic import BeforeValidator, WithJsonSchema

from ..formats import telephone_words
from .scalars import refusal, require_text

REGION = "US"
HOME = ("US", "PR", "VI", "GU", "AS", "MP")
"""Where a +1 number is a call inside the United States; Canada and the Caribbean share the +1."""

DASHES = re.compile("[\u2010-\u2015\u2212]")
"""Hyphens and dashes other than the one on the keyboard; web pages are full of them."""
HARM = "Patients would reach nobody, or a stranger."


@dataclass(frozen=True, slots=True)
class Telephone:
    """A US telephone number, with extension, or a short number such as 988.

    Attributes:
        e164: `+16025550142`, or the short number itself.
        extension: digits to dial after the call is answered; usually empty.
    """

    e164: str
    extension: str = ""

    @property
    def is_short(self) -> bool:
        """Whether this is a three-digit service number (988, 911)."""
        return not self.e164.startswith("+")

    @property
    def display(self) -> str:
        """As visitors read it: `602-555-0142`, `602-555-0142 ext. 7`, `988`."""
        return telephone_words(self.e164.removeprefix("+1"), self.extension)

    @property
    def uri(self) -> str:
        """The link that dials it (RFC 3966): `tel:+16025550142`, `tel:988`."""
        return f"tel:{self.e164}" + (f";ext={self.extension}" if self.extension else "")

    @property
    def sms_uri(self) -> str:
        """The link that begins a text message (RFC 5724)."""
        return f"sms:{self.e164}"

    @property
    def area_code(self) -> str:
        """The first three digits of a full number; empty for a short one."""
        return "" if self.is_short else self.e164.removeprefix("+1")[:3]

    @property
    def is_fictional(self) -> bool:
        """Whether it is in 555-0100 to 555-0199, the block set aside for fiction."""
        return re.fullmatch(r"\+1\d{3}55501\d{2}", self.e164) is not None

    def __str__(self) -> str:
        return self.display


def parse_telephone(value: Any) -> Telephone:
    """The number in `value`, however it is punctuated; raises a refusal in an editor's words."""
    if isinstance(value, Telephone):
        return value
    text = DASHES.sub("-", require_text(value))
    number = _parse(text)
    if len(text) == 3 and shortnumberinfo.is_valid_short_number_for_region(number, REGION):
        return Telephone(text)
    if number.country_code != 1:
        raise refusal(f"the number “{text}” is not a US number.", "write a US number.", HARM)
    _require_ten_digits(text, str(number.national_number))
    if fault := _fault(number):
        raise refusal(
            f"the number “{text}” cannot be used: {fault}.",
            "compare it with the number on the clinic's own letterhead.",
            HARM,
        )
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return Telephone(e164, number.extension or "")


def _parse(text: str) -> phonenumbers.PhoneNumber:
    if re.fullmatch(r"[+0-9\s().\-/]*((ext\.?|x|extension|#)\s*[0-9]+)?", text, re.IGNORECASE):
        try:
            return phonenumbers.parse(text, REGION)
        except phonenumbers.NumberParseException:
            pass
    raise refusal(
        f"“{text}” is not a telephone number.",
        "write ten digits, for example 602-555-0142.",
        HARM,
    )


def _require_ten_digits(text: str, digits: str) -> None:
    if len(digits) != 10:
        raise refusal(
            f"the number “{text}” has {len(digits)} digits; a US number has 10.",
            "write all ten digits, for example 602-555-0142.",
            HARM,
        )


def _fault(number: phonenumbers.PhoneNumber) -> str:
    """Why a number of ten digits must not be printed, or nothing."""
    digits = str(number.national_number)
    for name, part in (("area code", digits[:3]), ("exchange", digits[3:6])):
        if part[0] in "01":
            return f"its {name} {part} begins with {part[0]}"
        if part[1:] == "11":
            return f"its {name} {part} is a service code"
    if not phonenumbers.is_valid_number(number):
        return f"the area code {digits[:3]} is not in use"
    if phonenumbers.region_code_for_number(number) not in HOME:
        return f"the area code {digits[:3]} belongs to another country"
    if phonenumbers.number_type(number) == PhoneNumberType.PREMIUM_RATE:
        return f"calls to {digits[:3]} cost extra"
    return ""


def parse_sms_code(value: Any) -> str:
    """A short code of three to six digits, or a telephone number, as it is to be printed."""
    text = require_text(value)
    return text if re.fullmatch(r"[0-9]{3,6}", text) else parse_telephone(text).display


SmsCode = Annotated[
    str, BeforeValidator(parse_sms_code), WithJsonSchema({"type": ["string", "integer"]})
]
TelephoneNumber = Annotated[
    Telephone,
    BeforeValidator(parse_telephone),
    WithJsonSchema({"type": ["string", "integer"], "examples": ["602-555-0142"]}),
]
