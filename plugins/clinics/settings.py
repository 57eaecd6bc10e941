"""Our settings and the build date: read once, at the edge (DESIGN §5.3)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .failures import ConfigurationError
from .problems import suggestion

HOME_ZONE = ZoneInfo("America/New_York")
OURS = frozenset(
    (
        "CLINICS_PRODUCTION",
        "CLINICS_FAQ_MARKUP",
        "CLINICS_HSTS_INCLUDE_SUBDOMAINS",
        "CLINICS_HSTS_PRELOAD",
        "CLINICS_PRECOMPRESS",
        "CLINICS_REQUIRE_MEDICAL_REVIEW",
        "CLINICS_PLAN",
        "CLINICS_ASSETS",
    )
)
WITHOUT_DEFAULT = frozenset(("FEED_DOMAIN", "TIMEZONE"))
"""Settings of Pelican that its table of defaults does not hold."""
FIXED: dict[str, Any] = {
    "ARTICLE_PATHS": [],
    "CACHE_CONTENT": False,
    "DEFAULT_METADATA": {},
    "DIRECT_TEMPLATES": [],
    "EXTRA_PATH_METADATA": {},
    "LOAD_CONTENT_CACHE": False,
    "OUTPUT_SOURCES": False,
    "PAGE_PATHS": [],  # the plugin names the texts that are out
    "PATH_METADATA": "",
    "STATIC_PATHS": [],
    "TEMPLATE_PAGES": {},
    "THEME_STATIC_DIR": "theme",
    "THEME_STATIC_PATHS": [],
    "THEME_TEMPLATES_OVERRIDES": [],
}
"""Settings by which Pelican reads and publishes files of other folders, or runs them (a cache)."""

FIXED_REASON = "nothing but the pages of content/ and the files of theme/static/ is published."

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIRST_YEAR, LAST_YEAR = 1970, 2099
"""A build date outside of these years is a slip."""


def as_of(environment: Mapping[str, str]) -> datetime.date:
    """The build date: AS_OF, else the date of SOURCE_DATE_EPOCH, else today in New York.

    Raises:
        ConfigurationError: one of the two is set and is not a date, or one of another century.
    """
    if text := environment.get("AS_OF"):
        try:
            day = datetime.date.fromisoformat(text if DATE.fullmatch(text) else "")
        except ValueError:
            raise ConfigurationError(f"AS_OF={text} is not a date like 2026-12-24.") from None
        return _plausible(day, f"AS_OF={text}")
    if epoch := environment.get("SOURCE_DATE_EPOCH"):
        try:
            day = datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
        except (ValueError, OverflowError, OSError):
            raise ConfigurationError(
                f"SOURCE_DATE_EPOCH={epoch} is not a number of seconds."
            ) from None
        return _plausible(day, f"SOURCE_DATE_EPOCH={epoch}")
    return datetime.datetime.now(HOME_ZONE).date()


def _plausible(day: datetime.date, setting: str) -> datetime.date:
    """Days are counted from 1970, and calendars look ahead; the year 9999 has no next one."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        years = f"{FIRST_YEAR} to {LAST_YEAR}"
        raise ConfigurationError(f"{setting} is outside of the years {years}.")
    return day


def unknown_settings(settings: Mapping[str, Any], known: Mapping[str, Any]) -> list[str]:
    """What is wrong with the names of `settings`, as sentences; Pelican passes them over.

    `known` holds Pelican's own settings.
    """
    names = OURS | WITHOUT_DEFAULT | set(known)
    return [
        f"unknown setting {name}. {suggestion(name, names)}".rstrip()
        for name in sorted(settings)
        if name not in names
    ]


def changed_settings(settings: Mapping[str, Any]) -> list[str]:
    """What is wrong with the values of `settings`, as sentences: some stay as they are."""
    return [
        f"{name} must stay {value!r}: {FIXED_REASON}"
        for name, value in FIXED.items()
        if settings.get(name) != value
    ]


def require_time_zone(name: str) -> None:
    """Pelican gives every date this zone, and says only “could not process” if it is unknown.

    Raises:
        ConfigurationError: it is not an IANA name.
    """
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise ConfigurationError(f"TIMEZONE “{name}” is not a name like {HOME_ZONE}.") from None


PUBLIC_SITE = re.compile(
    r"https://(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]+)"
)
"""The https address of a host name as DNS has it: no port, no user, no folder, no last dot."""

OF_NOBODY = re.compile(r"[/.]example\.(?:com|net|org)\Z|\.(?:example|invalid|localhost|test)\Z")
"""Names that are kept for examples and trials (RFC 2606)."""


def require_site_url(url: str) -> None:
    """A production build needs the address at which it will be read.

    Raises:
        ConfigurationError: the address is missing, is not https, or is an example.
    """
    if not PUBLIC_SITE.fullmatch(url) or OF_NOBODY.search(url):
        raise ConfigurationError(
            f"SITEURL is “{url}”. Write the public https address of the whole site, without a "
            "folder or a slash at its end: SITEURL=https://www.your-domain.org make publish."
        )
