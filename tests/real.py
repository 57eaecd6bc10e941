"""Which of the real clinics wait for a confirmation, and which of the texts are out.

Proofs on the real site ask here, so that marketing can confirm a clinic, or write a draft, without
an edit of a test.
"""

from __future__ import annotations

from plugins.clinics.going_out import only_out, written
from plugins.clinics.load.repository import load_repository
from tests.conftest import AS_OF, ROOT

_REPOSITORY = load_repository(ROOT)
_LOCATIONS = _REPOSITORY.locations

OUT = frozenset(ROOT / item.entry.source.path for item in written(only_out(_REPOSITORY, AS_OF)))
"""The files of the texts and questions that the published site has on the day of the tests."""

LEADS = frozenset(slug for slug, entry in _LOCATIONS.items() if entry.value.is_unconfirmed("name"))
"""They have no page in any build."""

HELD = frozenset(
    slug for slug, entry in _LOCATIONS.items() if entry.value.is_unconfirmed("status")
).difference(LEADS)
"""They have a page in the preview only."""

PUBLISHED = frozenset(_LOCATIONS).difference(LEADS, HELD)
