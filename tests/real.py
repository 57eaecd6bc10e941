"""Which of the real clinics wait for a confirmation, as their files say today.

Proofs on the real site ask here, so that marketing can confirm a clinic without an edit of a test.
"""

from __future__ import annotations

from plugins.clinics.load.repository import load_repository
from tests.conftest import ROOT

_LOCATIONS = load_repository(ROOT).locations

LEADS = frozenset(slug for slug, entry in _LOCATIONS.items() if entry.value.is_unconfirmed("name"))
"""They have no page in any build."""

HELD = frozenset(
    slug for slug, entry in _LOCATIONS.items() if entry.value.is_unconfirmed("status")
).difference(LEADS)
"""They have a page in the preview only."""

PUBLISHED = frozenset(_LOCATIONS).difference(LEADS, HELD)
