"""Telephone numbers: one reading for every way of writing, refusals that say why."""

from __future__ import annotations

import pytest
from pydantic_core import PydanticCustomError

from plugins.clinics.model.telephone import parse_telephone


@pytest.mark.parametrize(
    ("text", "display", "uri"),
    [
        ("480-956-5680", "480-956-5680", "tel:+14809565680"),
        ("(480) 956-5680", "480-956-5680", "tel:+14809565680"),
        ("+1 480 956 5680", "480-956-5680", "tel:+14809565680"),
        ("+14809565680", "480-956-5680", "tel:+14809565680"),
        ("4809565680", "480-956-5680", "tel:+14809565680"),
        ("1-800-662-4357", "800-662-4357", "tel:+18006624357"),
        ("480-956-5680 x12", "480-956-5680 ext. 12", "tel:+14809565680;ext=12"),
        ("480-956-5680 ext. 12", "480-956-5680 ext. 12", "tel:+14809565680;ext=12"),
        ("988", "988", "tel:988"),
        ("911", "911", "tel:911"),
        ("711", "711", "tel:711"),
    ],
)
def test_each_way_of_writing_is_read(text: str, display: str, uri: str) -> None:
    number = parse_telephone(text)
    assert (number.display, number.uri) == (display, uri)
    assert parse_telephone(number.display) == number


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("602-555-014", "has 9 digits; a US number has 10"),
        ("602-555-01423", "has 11 digits"),
        ("+44 20 7946 0958", "not a US number"),
        ("602-911-1234", "exchange 911 is a service code"),
        ("602-055-1234", "exchange 055 begins with 0"),
        ("211-555-1234", "area code 211 is a service code"),
        ("999-555-1234", "area code 999 is not in use"),
        ("1-800-662-HELP", "not a telephone number"),
        ("call us", "not a telephone number"),
        ("", "not a telephone number"),
        ("480-956-5680; 480-956-5681", "not a telephone number"),
        ("123", "digits"),
    ],
)
def test_a_number_that_cannot_be_dialled_is_refused_with_the_reason(text: str, part: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse_telephone(text)
    assert part in caught.value.message()


def test_numbers_set_aside_for_fiction_are_known() -> None:
    assert parse_telephone("602-555-0142").is_fictional
    assert not parse_telephone("602-555-0242").is_fictional
    assert not parse_telephone("988").is_fictional
