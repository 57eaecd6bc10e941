"""The small typed values that editors write: text, yes/no, dates, numbers, addresses of pages.

Each is a string in the file (see `load.tree`). The functions here turn it into a value or
raise `Refusal`, whose words go to the editor as they stand.
"""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema
from pydantic_core import PydanticCustomError

MAX_TEXT = 500
MAX_URL = 2_000
MAX_SLUG = 80
FIRST_YEAR, LAST_YEAR = 2000, 2099
"""Dates outside of this century are slips of the keyboard."""

MARKUP = re.compile(
    r"<[a-zA-Z/!?]|&(?:#[0-9]+|#x[0-9a-f]+|amp|apos|gt|lt|nbsp|quot);", re.IGNORECASE
)
MAX_OLD = 1_000
"""Signs of a former address: nginx does not start where a part of a rule has more than 4,096."""
HOST = re.compile(r"(?=.{1,253}\Z)([a-z0-9-]+\.)+[a-z][a-z0-9-]+", re.IGNORECASE)
OLD_PATH = re.compile(r"(/[A-Za-z0-9_.~%+,=@!()&?-]*)+")
"""Former paths go into the redirect rules of web servers, where other signs are commands."""

OLD_QUERY = re.compile(r"[^=/?&]+=[^?&]*(?:&[^=/?&]+=[^?&]*)*")
"""Netlify takes a part of a query that begins with “/” for the address that it shall lead to."""


class Model(BaseModel):
    """Base of every model: frozen, and a field that it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)


def refusal(message: str, hint: str, harm: str = "") -> PydanticCustomError:
    """The error to raise for a value that cannot be accepted, in an editor's words."""
    escape = {"{": "{{", "}": "}}"}
    template = "".join(escape.get(char, char) for char in message)
    return PydanticCustomError(
        "refused", template, {"message": message, "hint": hint, "harm": harm}
    )


def require_text(value: Any) -> str:
    """`value` without spaces around it; refused if it is a list or a group."""
    if not isinstance(value, str):
        raise refusal(
            "here one text is expected, not a list or a group.",
            "write one value, without brackets.",
        )
    return value.strip()


def parse_text(value: Any) -> str:
    """One line of plain text, at most `MAX_TEXT` characters, without markup.

    Markup is refused rather than escaped: it would be shown to visitors as it stands.
    """
    text = " ".join(require_text(value).split())
    if len(text) > MAX_TEXT:
        raise refusal(
            f"this text has {len(text)} characters; the limit is {MAX_TEXT}.",
            "shorten it; long texts belong in a Markdown file in content/.",
        )
    if found := MARKUP.search(text):
        raise refusal(
            f"HTML (“{found[0]}”) has no meaning here; visitors would see it as it stands.",
            "write plain text: “&” instead of “&amp;”, and no “<”.",
        )
    if not text:
        raise refusal("the text is empty.", "write the fact, or delete the line.")
    if text.lower() in PLACEHOLDERS:
        raise refusal(
            f"“{text}” is a placeholder, not a fact.",
            "write the fact in words for visitors, or delete the line: a missing fact leaves no "
            "hole in the page.",
        )
    return text


PLACEHOLDERS = frozenset(
    ("tbd", "tba", "todo", "n/a", "none", "null", "~", "-", "?", "unknown", "xxx", "lorem ipsum")
)

BOOLEANS = {"yes": True, "true": True, "no": False, "false": False}


def parse_boolean(value: Any) -> bool:
    """`yes` or `no` (also true/false), in any case."""
    text = require_text(value)
    if text.lower() not in BOOLEANS:
        raise refusal(f"“{text}” is neither yes nor no.", "write yes or no.")
    return BOOLEANS[text.lower()]


def parse_date(value: Any) -> datetime.date:
    """A date as `2026-12-24` (ISO 8601). Other orders are refused: 03/04 has two readings."""
    text = require_text(value)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise refusal(
            f"“{text}” is not a date that can be read in only one way.",
            "write year-month-day, for example 2026-12-24.",
        )
    if not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        raise refusal(f"the year of {text} is not in this century.", "check the year.")
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise refusal(f"there is no day {text} in the calendar.", "check month and day.") from None


def parse_decimal(value: Any) -> float:
    """A decimal number such as `-112.07002`; no exponent, no thousands separator."""
    text = require_text(value).replace("\u2212", "-")  # the minus sign of web pages
    if not re.fullmatch(r"[+-]?[0-9]{1,4}(\.[0-9]{1,12})?", text):
        raise refusal(f"“{text}” is not a number.", "write digits with a point, like 33.45101.")
    return float(text)


def parse_whole_number(value: Any) -> int:
    """A whole number from 0 to 150, for ages."""
    text = require_text(value)
    if not re.fullmatch(r"[0-9]{1,3}", text) or int(text) > 150:
        raise refusal(f"“{text}” is not an age in years.", "write a whole number, like 12.")
    return int(text)


def parse_percentage(value: Any) -> int:
    """A whole number from 1 to 100, also with its sign (`60%`)."""
    text = require_text(value)
    if not re.fullmatch(r"[0-9]{1,3} ?%?", text) or not 1 <= int(text.rstrip(" %")) <= 100:
        raise refusal(f"“{text}” is not a percentage.", "write a whole number from 1 to 100.")
    return int(text.rstrip(" %"))


def parse_year(value: Any) -> int:
    """A year of publication, with four digits."""
    text = require_text(value)
    if not re.fullmatch(r"(19|20)[0-9]{2}", text):
        raise refusal(f"“{text}” is not a year.", "write four digits, like 2024.")
    return int(text)


def parse_url(value: Any) -> str:
    """An `https://` address with a host name and nothing secret in it."""
    text = require_text(value)
    parts = _split_url(text)
    if parts is None or parts.scheme != "https" or not parts.netloc:
        raise refusal(
            f"“{text[:80]}” is not an https address.",
            "write the whole address, beginning with https://, at most 2,000 characters.",
            "Other kinds of address can be insecure or run code in the visitor's browser.",
        )
    if not HOST.fullmatch(re.sub(r":[0-9]{1,5}$", "", parts.netloc)):
        raise refusal(
            f"“{parts.netloc[:80]}” is not the plain name of a host.",
            "write the address as it stands in the browser, like https://www.example.com/page.",
        )
    return text


def parse_host(value: Any) -> str:
    """The name of a host, like `booking.example.com`, in small letters."""
    text = require_text(value).lower()
    if not HOST.fullmatch(text):
        raise refusal(
            f"“{text[:80]}” is not the name of a host.",
            "write it without https:// and without a path, like booking.example.com.",
        )
    return text


def parse_source(value: Any) -> str:
    """Where a fact was found: an https address, or words such as “Call with the manager”."""
    text = require_text(value)
    return parse_url(text) if re.search("[:/]", text) else parse_text(text)


def parse_former_url(value: Any) -> str:
    """An address that once led here: a path like `/old/page/`, or a whole https address."""
    text = require_text(value)
    if len(text) > MAX_OLD:
        raise refusal(
            f"this former address has {len(text)} characters; the limit is {MAX_OLD}.",
            "leave it out; web servers refuse to start with a rule of that length.",
        )
    path = text if text.startswith("/") else "/" + parse_url(text).partition("://")[2]
    is_plain = OLD_PATH.fullmatch(path) and not path.startswith("//")
    if not is_plain or {".", ".."} & set(unquote(path).split("/")):
        raise refusal(
            f"“{text[:80]}” cannot become a redirect.",
            "write the path as it stood in the browser, like /old/page/, without “*” or “..”.",
        )
    query = path.partition("?")[2]
    if query and not OLD_QUERY.fullmatch(query):
        raise refusal(
            f"the query of “{text[:80]}” cannot become a redirect.",
            "behind “?” write names with their values, like ?p=12 or ?p=12&lang=en.",
        )
    return text


def _split_url(text: str) -> Any:
    if len(text) > MAX_URL or re.search(r"[\s\\<>\"]", text) or not text.isprintable():
        return None
    try:
        return urlsplit(text)
    except ValueError:
        return None


def parse_slug(value: Any) -> str:
    """A name for machines: lower-case letters, digits and single hyphens."""
    text = require_text(value)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) or len(text) > MAX_SLUG:
        raise refusal(
            f"“{text}” cannot be used in the address of a page.",
            "use small letters, digits and single hyphens only, like az-desert-ridge.",
        )
    return text


def parse_region(value: Any) -> str:
    """The code of a state in capital letters; whether it exists is checked later."""
    return require_text(value).upper()


def parse_id(value: Any) -> str:
    """The name of something that another file describes; whether it exists is checked later."""
    text = require_text(value)
    if not text:
        raise refusal("the name is missing.", "write the id.")
    return text


def parse_cited_id(value: Any) -> str:
    """The id of a source, with no sign that would end a citation like `[@S001]`."""
    text = parse_id(value)
    if not re.fullmatch(r"[A-Za-z0-9-]+", text):
        raise refusal(
            f"“{text[:80]}” cannot be cited.",
            "use letters, digits and hyphens only, like S001.",
        )
    return text


def parse_postal_code(value: Any) -> str:
    """A US ZIP code: five digits, or five and four (`85004-1234`)."""
    text = require_text(value)
    if not re.fullmatch(r"[0-9]{5}(-[0-9]{4})?", text):
        digits = len(re.sub(r"[^0-9]", "", text))
        raise refusal(
            f"“{text}” is not a ZIP code; a ZIP code has five digits, here are {digits}.",
            "write all five digits, with a leading 0 where there is one.",
            "Patients would be sent to the wrong place.",
        )
    return text


def _typed(parse: Any, schema_type: str | list[str], **extra: Any) -> Any:
    return (BeforeValidator(parse), WithJsonSchema({"type": schema_type, **extra}))


# Editors' YAML extensions read unquoted digits as numbers and yes/no as text, so the
# schemas of scalars allow what the eye sees, while our loader reads text.
Text = Annotated[str, *_typed(parse_text, ["string", "number"], maxLength=MAX_TEXT)]
Slug = Annotated[str, *_typed(parse_slug, "string", pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
Id = Annotated[str, *_typed(parse_id, "string")]
CitedId = Annotated[str, *_typed(parse_cited_id, "string")]
Region = Annotated[str, *_typed(parse_region, "string", pattern="^[A-Za-z]{2}$")]
Host = Annotated[str, *_typed(parse_host, "string")]
Url = Annotated[str, *_typed(parse_url, "string", pattern="^https://")]
SourceOfFacts = Annotated[str, *_typed(parse_source, "string")]
FormerUrl = Annotated[str, *_typed(parse_former_url, "string", pattern="^(https://|/)")]
PostalCode = Annotated[str, *_typed(parse_postal_code, ["string", "number"])]
Boolean = Annotated[bool, *_typed(parse_boolean, ["boolean", "string"])]
Date = Annotated[datetime.date, *_typed(parse_date, "string", format="date")]
Decimal = Annotated[float, *_typed(parse_decimal, "number")]
Age = Annotated[int, *_typed(parse_whole_number, "integer", minimum=0, maximum=150)]
Percentage = Annotated[int, *_typed(parse_percentage, "integer", minimum=1, maximum=100)]
Year = Annotated[int, *_typed(parse_year, "integer", minimum=1900, maximum=2099)]
