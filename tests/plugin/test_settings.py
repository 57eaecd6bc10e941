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


@pytest.mark.parametrize("name", ["AS_OF", "SOURCE_DATE_EPOCH"])
def test_a_build_date_that_is_no_date_is_refused(name: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        as_of({name: "soon"})


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
