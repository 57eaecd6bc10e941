"""Which HTTP headers which address gets: the one source of the files for all hosts.

The set scores A+ by the rules of the MDN HTTP Observatory
(https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring).
"""

from __future__ import annotations

from dataclasses import dataclass

from ..failures import ConfigurationError
from .policy import header_policy

CSP = "Content-Security-Policy"
PERMISSIONS = "Permissions-Policy"
CACHE = "Cache-Control"

SEARCH_PAGE = "/search/"
"""The one page that runs WebAssembly."""

NEAR_ME_PAGE = "/near-me/"
"""The one page that may ask for the position, and does so after a click only."""

NAMED_BY_CONTENT = (
    "/images/*",
    "/near/*",
    "/pagefind/filter/*",
    "/pagefind/fragment/*",
    "/pagefind/index/*",
    "/theme/*",
)
"""Files that get another name with another content, so that a browser may keep them for good."""

FOR_GOOD = "max-age=31536000, immutable"
SHORT = "max-age=300, stale-if-error=86400"
"""Pages: an urgent notice is seen within five minutes, and an old page beats no page."""

_FORBIDDEN = (
    *("accelerometer", "browsing-topics", "camera", "display-capture", "gyroscope"),
    *("magnetometer", "microphone", "midi", "payment", "usb"),
)
"""What no page ever asks for; ads in frames neither, for there are no frames."""


@dataclass(frozen=True, slots=True)
class Transport:
    """What the owner of the domain decides about https (RFC 6797).

    Attributes:
        include_subdomains: also all other hosts below the domain must answer by https, for two
            years after the last visit.
        preload: browsers are to know that before the first visit; getting off that list takes
            months (https://hstspreload.org).
    """

    include_subdomains: bool = False
    preload: bool = False

    @property
    def value(self) -> str:
        """The value of the header.

        Raises:
            ConfigurationError: preload without subdomains, which no list accepts.
        """
        if self.preload and not self.include_subdomains:
            raise ConfigurationError(
                "CLINICS_HSTS_PRELOAD needs CLINICS_HSTS_INCLUDE_SUBDOMAINS: "
                "browsers' lists take whole domains only."
            )
        parts = (
            "max-age=63072000",
            "includeSubDomains" if self.include_subdomains else "",
            "preload" if self.preload else "",
        )
        return "; ".join(part for part in parts if part)


def headers_of_all(transport: Transport | None) -> dict[str, str]:
    """The headers of every answer, but for `CSP`, `PERMISSIONS` and `CACHE`.

    `transport` is None in development, which has no https.
    """
    https = {"Strict-Transport-Security": transport.value} if transport else {}
    return {
        **https,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def content_security_policy(path: str, transport: Transport | None) -> str:
    """The policy of the page at a path."""
    return header_policy(has_wasm=path == SEARCH_PAGE, is_production=transport is not None)


def permissions_policy(path: str) -> str:
    """What the page at a path may ask the device for."""
    position = "geolocation=(self)" if path == NEAR_ME_PAGE else "geolocation=()"
    return ", ".join((position, *(f"{name}=()" for name in _FORBIDDEN)))
