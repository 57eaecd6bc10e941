"""The doorway guard: which paragraphs count as copies, and what the warning says."""

from __future__ import annotations

import pytest

from plugins.clinics.checks.similar import prose_is_written_for_its_page
from plugins.clinics.problems import Place, Severity
from tests.conftest import MakeProject

from .test_checks import Files, broken, page
from .test_checks_faq import article, question

TAPPING = (
    "Most people feel a light tapping and hear clicks, and some have a headache for an hour or two "
    "after the first sessions."
)
WAY = (
    "Turn in behind the bank at the traffic light, drive past the pharmacy, and leave your car on "
    "the upper level, from where a bridge leads to our door in {city}"
)
OTHER_WAY = (
    "Come in by the side street next to the school; spaces with our sign are to the left, and a "
    "ramp leads from there to the glass doors of the tower in Mesa"
)
HELP = (
    "If you think about ending your life, call or text 988 at any hour of the day or night; it is "
    "free, and a trained person will answer you."
)


def parking(note: str, more: str = "") -> str:
    return f"parking: {{kind: garage, note: “{note}”}}\n{more}".replace("“", '"').replace("”", '"')


COPIES: list[tuple[Files, str, str]] = [
    (
        {
            **question("Can TMS hurt?", answer=TAPPING, name="tms/can-it-hurt"),
            **question("Is it painful?", answer=f"\n{TAPPING}\n", name="tms/is-it-painful"),
        },
        "content/faq/tms/is-it-painful.md:10",
        "all of this stands at content/faq/tms/can-it-hurt.md:9 too: “Most people feel",
    ),
    (
        {
            **article(body=f"A leaflet [@S001].\n\n- {TAPPING} [@S001]\n"),
            **page(f"Text.\n\n{TAPPING}"),
        },
        "content/pages/page.md:8",
        "stands at content/articles/tms.md:12 too",
    ),
    (
        {
            **question(answer=TAPPING, name="tms/does-it-hurt"),
            **page(TAPPING.replace("Most", "Many").replace("first sessions", "sessions")),
        },
        "content/pages/page.md:6",
        "% of this stands at content/faq/tms/does-it-hurt.md:9 too",
    ),
    # Only the name of the city differs: a page for each city with the same words is a doorway.
    (
        {
            "az-mesa": parking(WAY.format(city="Mesa")),
            "az-queen-creek": parking(WAY.format(city="Queen Creek"), "name: Queen Creek\n"),
        },
        "locations/az-queen-creek.yaml",
        "all of this stands at locations/az-mesa.yaml:6 too: “Turn in behind",
    ),
    (
        {
            "az-mesa": parking(WAY.format(city="Mesa")),
            "az-tempe": "services: [{id: tms-therapy, note: "
            + f'"{WAY.format(city="Tempe")}"'
            + "}]\n",
        },
        "locations/az-tempe.yaml",
        "stands at locations/az-mesa.yaml",
    ),
]

NO_COPIES: list[Files] = [
    {"az-mesa": parking(WAY.format(city="Mesa")), "az-tempe": parking(OTHER_WAY)},
    {"az-mesa": parking("Enter from the alley"), "az-tempe": parking("Enter from the alley")},
    {
        slug: f'cancellation_policy: "{TAPPING}"\nalerts: [{{from: 2026-11-24, to: 2026-11-25, '
        f'message: "{TAPPING}"}}]\n'
        for slug in ("az-mesa", "az-tempe")
    },
    {**question(answer=f"{TAPPING}\n\n{TAPPING}"), **page("Text.")},
    {**question(answer=HELP), **page(HELP)},
    {**question(answer=TAPPING), **page(f"## {TAPPING}\n\n| {TAPPING} |\n|---|\n| {TAPPING} |\n")},
]


@pytest.mark.parametrize(("files", "where", "part"), COPIES)
def test_a_paragraph_that_stands_on_another_page_is_a_warning_in_the_later_file(
    files: Files, where: str, part: str, project: MakeProject
) -> None:
    (problem,) = broken(prose_is_written_for_its_page, files, project)
    assert f"{problem.path}:{problem.place.line}".startswith(where)
    assert part in problem.message
    assert problem.severity is Severity.WARNING


@pytest.mark.parametrize("files", NO_COPIES)
def test_what_is_alike_for_a_reason_is_allowed(files: Files, project: MakeProject) -> None:
    assert broken(prose_is_written_for_its_page, files, project) == []


def test_the_warning_marks_the_line_and_says_what_to_write(project: MakeProject) -> None:
    clinics = {slug: parking(WAY.format(city=slug)) for slug in ("az-mesa", "az-tempe")}
    texts = {**question(answer=f"Yes.\n\n  - {TAPPING}"), **page(TAPPING)}
    of_text, of_clinic = broken(prose_is_written_for_its_page, {**clinics, **texts}, project)
    assert of_text.place == Place(6, 1, len(TAPPING))
    assert "link to it from the other" in of_text.hint
    assert of_clinic.excerpt[of_clinic.place.column - 1 :].startswith('"Turn in')
    assert "what is special here" in of_clinic.hint


@pytest.mark.parametrize(("limit", "number"), [("", 1), ("similarity_limit: 95%\n", 0)])
def test_marketing_sets_the_limit_in_the_file_of_words(
    limit: str, number: int, project: MakeProject
) -> None:
    files = {
        **question(answer=TAPPING),
        **page(TAPPING.replace("light", "slight")),
        "content/_wording.yaml": f"{limit}rules: []\n",
    }
    assert len(broken(prose_is_written_for_its_page, files, project)) == number
