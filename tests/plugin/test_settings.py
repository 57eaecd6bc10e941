"""The build date and our settings: read once, and refused where they make no sense."""

from __future__ import annotations

import datetime

import pytest

from plugins.clinics.failures import ConfigurationError
from plugins.clinics.settings import as_of, require_site_url, unknown_settings


def test_the_build_date_is_as_of_before_source_date_epoch_before_today() -> None:
    epoch = str(int(datetime.datetime(2026, 7, 4, tzinfo=datetime.UTC).timestamp()))
    assert as_of({"AS_OF": "2026-12-24", "SOURCE_DATE_EPOCH": epoch}) == datetime.date(2026, 12, 24)
    assert as_of({"SOURCE_DATE_EPOCH": epoch}) == datetime.date(2026, 7, 4)
    assert abs(as_of({}) - datetime.date.today()) <= datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("AS_OF", "soon"),
        ("AS_OF", "20261224"),
        ("AS_OF", "2026-W52-4"),
        ("AS_OF", "2026-02-29"),
        ("AS_OF", "0001-01-01"),
        ("AS_OF", "9999-12-31"),
        ("SOURCE_DATE_EPOCH", "soon"),
        ("SOURCE_DATE_EPOCH", "253402300799"),
        ("SOURCE_DATE_EPOCH", "9" * 30),
    ],
)
def test_a_build_date_that_is_no_date_of_these_years_is_refused(name: str, text: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{name}={text} is"):
        as_of({name: text})


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://a.org",
        "https://www.example.com",
        "https://a.org/",
        "https://a.org/sub",
        "https://localhost",
    ],
)
def test_an_address_that_cannot_be_published_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError):
        require_site_url(url)


def test_a_public_https_address_is_accepted() -> None:
    require_site_url("https://www.serenity-test.org")


def test_a_misspelt_setting_is_named_with_a_suggestion() -> None:
    found = unknown_settings(
        {"ARTICLE_PATH": [], "SITEURL": ""}, {"ARTICLE_PATHS": 1, "SITEURL": 1}
    )
    assert found == ["unknown setting ARTICLE_PATH. Did you mean “ARTICLE_PATHS”?"]
