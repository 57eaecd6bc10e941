"""What was confirmed long ago, or was to be reviewed, carries a label; in development only."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from plugins.clinics.catalog import Catalog
from plugins.clinics.going_out import written
from plugins.clinics.overdue import STALE_AFTER
from tests.conftest import AS_OF, MakeProject, load, minimal
from tests.plugin.test_site_small import SITE

DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (AS_OF - STALE_AFTER, ""),
        (AS_OF - STALE_AFTER - DAY, "Confirmed long ago, on August 25, 2026"),
    ],
)
def test_a_location_is_labelled_when_it_was_confirmed_too_long_ago(
    project: MakeProject, on: datetime.date, words: str
) -> None:
    text = minimal(more=f"confirmed: {{on: {on}, by: clinic manager}}\n")
    catalog = load(project({"locations/az-mesa.yaml": text})).catalog
    assert catalog is not None
    assert catalog.overdue(catalog.location("az-mesa").facts) == words
    assert replace(catalog, is_production=True).overdue(catalog.location("az-mesa").facts) == ""


def test_texts_and_questions_are_labelled_from_the_day_after_their_review() -> None:
    catalog = load(SITE).catalog
    assert catalog is not None
    reviewed = [
        item.entry.value
        for item in written(catalog.repository)
        if hasattr(item.entry.value, "next_review")
    ]
    assert len(reviewed) > 3
    for text in reviewed:
        on_the_day = Catalog(catalog.repository, text.next_review)
        after = Catalog(catalog.repository, text.next_review + DAY)
        assert "Review" not in on_the_day.label(text)
        assert after.label(text).startswith(("Review was due on ", "Draft", "Expired"))
        assert "Review" not in replace(after, is_production=True).label(text)
