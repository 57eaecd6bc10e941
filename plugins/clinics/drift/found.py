"""What a comparison can find: differences, each with the place of its fact in our file."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..exports.profile import DAY_COLUMNS
from ..load.tree import Path

PATHS: dict[str, Path] = {
    "Address line 1": ("address", "street_address"),
    "Address line 2": ("address", "unit"),
    "Locality": ("address", "address_locality"),
    "Administrative area": ("address", "address_region"),
    "Postal code": ("address", "postal_code"),
    "Primary phone": ("telephone",),
    "Opening date": ("status_from",),
    **{column: ("opening_hours", name) for name, column in DAY_COLUMNS.items()},
}
"""Column → where its fact stands in the file of a clinic."""

BY_HAND = {
    "Business name": "it is the organization's, the same for all clinics",
    "Website": "it is the address of the clinic's page, made from its id and its state",
    "Status": "ask the clinic before you change its status",
}
"""Why a field is in no patch, where no scalar of the clinic's file says it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which a file and a profile differ.

    Attributes:
        path: where the fact stands in the file; empty where no single value says it.
        new: what the file would say if the profile is right; empty where nobody can know.
    """

    slug: str
    field: str
    ours: str
    theirs: str
    is_unconfirmed: bool = False
    path: Path = ()
    new: str = ""


@dataclass(slots=True)
class Drift:
    """What a comparison found.

    Attributes:
        findings: profiles without a clinic, and clinics without a profile, as sentences.
        notes: what explains itself and is no difference.
        expected_missing: clinics without a profile that should have none, by the reason.
        compared: how many fields were compared.
        same_unconfirmed: fields that are unconfirmed here, by clinic, and the same in the profile.
    """

    differences: list[Difference] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    expected_missing: dict[str, list[str]] = field(default_factory=dict)
    compared: int = 0
    same_unconfirmed: list[str] = field(default_factory=list)

    @property
    def is_any(self) -> bool:
        """Whether anything differs."""
        return bool(self.differences or self.findings)
