"""Cards: which there are, that words stay in their room whatever they are, and every byte."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from plugins.clinics.catalog import Catalog
from plugins.clinics.failures import ConfigurationError
from plugins.clinics.pages import Breadcrumb, plan, text_page
from plugins.clinics.pictures.canvas import waves
from plugins.clinics.pictures.cards import HEIGHT, WIDTH, Card, Outline, card_of, cards
from plugins.clinics.pictures.drawing import (
    BESIDE_LAND,
    MARGIN,
    TITLE_WIDTH,
    draw,
    laid_out,
)
from plugins.clinics.pictures.lettering import LEAST, Typeface, balanced, read_typeface, shown
from plugins.clinics.pictures.looks import LOOKS
from plugins.clinics.pictures.palette import Color
from tests.conftest import ROOT, MakeProject, load, minimal

BRAND = "Serenity Mental Health Centers"
SQUARE = Outline((300, 200), (((0, 0), (300, 0), (300, 200), (0, 200)),), ((20, 20), (150, 90)))

HOSTILE = {
    "an endless word": "Hyper" * 60,
    "a very wide word": "W" * 45,
    "a long word": "Pneumonoultramicroscopicsilicovolcanoconiosis explained",
    "only slashes": "/" * 300,
    "too many words": "word " * 200,
    "one letter": "A",
    "nothing": "",
    "only spaces": " \t\n ",
    "emoji": "🙂🙂 A title 👩‍👩‍👧 with signs 🙂",
    "from right to left": "שלום עולם",
    "mixed directions": "Depression \u202e\u05d3\u05d9\u05db\u202c and care",
    "control characters": "a\x00b\x07\x1b[31m c\u2028d\u2029e\x85f",
    "combining marks": "e" + "\u0301" * 80 + " plain",
    "no shape": "漢字かな",
    "lone surrogate": "bad \ud800 title",
    "markup": "<script>alert(1)</script> & {{ 7 * 7 }} %s",
}

REAL = (
    "Attention-deficit/hyperactivity disorder (ADHD)",
    "Ketamine side effects: what is common and what is serious",
    "IV ketamine or Spravato® (esketamine) nasal spray, CIII",
    "Major depression",
    "PTSD",
)


@pytest.fixture(scope="module")
def typeface() -> Typeface:
    path = ROOT / "theme" / "static" / "fonts" / "hanken-grotesk.woff2"
    return Typeface(path.read_bytes())


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    found = load(ROOT, is_production=True).catalog
    assert found
    return found


def card(title: str, kind: str = "article", **more: object) -> Card:
    values = {"url": "articles/x/", "label": kind.capitalize(), "note": "", "brand": BRAND}
    # Each test gives the fields that it is about, of several types.
    return Card(kind=kind, title=title, **{**values, **more})  # type: ignore[arg-type]


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


# Which cards there are


def test_home_states_and_texts_about_health_have_a_card_each(catalog: Catalog) -> None:
    found = cards(catalog)
    texts = [text for text in catalog.repository.texts if text.kind != "pages"]
    expected = ["", *(state.url for state in catalog.states), *(text.url for text in texts)]
    assert list(found) == expected
    assert len({card.path for card in found.values()}) == len(found) > 40
    assert found[""].path == "cards/home.png"
    assert found["locations/tx/"].path == "cards/state-tx.png"
    assert found["treatments/tms-therapy/"].path == "cards/treatment-tms-therapy.png"


def test_a_page_has_its_own_card_or_that_of_the_nearest_page_above_it(catalog: Catalog) -> None:
    found = cards(catalog)
    pages = {page.url: page for page in plan(catalog).pages}
    compared = 0
    for location in catalog.published:
        state = catalog.state(location.region)
        assert card_of(found, pages[location.url].breadcrumbs) is found[state.url]
        compared += 1
    for city in catalog.directories:
        state = catalog.state(city.state.code)
        assert card_of(found, pages[city.url].breadcrumbs) is found[state.url]
        compared += 1
    for text in catalog.repository.texts:
        own = found.get(text.url, found[""])
        assert card_of(found, text_page(catalog, text).breadcrumbs) is own
        compared += 1
    assert card_of(found, ()) is card_of(found, [Breadcrumb("FAQ", "faq/")]) is found[""]
    assert compared > 80


def test_a_states_card_counts_its_listed_clinics_and_has_no_other_number(
    project: MakeProject,
) -> None:
    files = {
        "locations/az-one.yaml": minimal("az-one", "One"),
        "locations/az-two.yaml": minimal("az-two", "Two").replace("open", "closed"),
        "locations/pr-old.yaml": minimal("pr-old", "Old").replace("open", "closed"),
    }
    found = load(project(files)).catalog
    assert found
    arizona, territory = cards(found)["locations/az/"], cards(found)["locations/pr/"]
    assert (arizona.title, arizona.note) == ("Arizona", "1 clinic")
    assert arizona.alt == f"Clinics in Arizona. 1 clinic. Map of Arizona. {BRAND}"
    assert (territory.note, territory.outline) == ("", None)
    assert territory.alt == f"Clinics in Puerto Rico. {BRAND}"
    assert cards(found)[""].note == "Clinics in Arizona"


def test_a_states_card_has_a_dot_for_each_clinic_with_a_position(catalog: Catalog) -> None:
    dots = 0
    for state in catalog.states:
        outline = cards(catalog)[state.url].outline
        placed = [item for item in state.locations if catalog.point(item)]
        assert outline
        assert len(outline.dots) == len(placed)
        width, height = outline.size
        places = [place for ring in outline.rings for place in ring]
        assert all(-1 < x < width + 1 and -1 < y < height + 1 for x, y in places)
        assert min(x for x, _y in places) == min(y for _x, y in places) == 0
        dots += len(placed)
    assert dots > 20


def test_the_words_for_those_who_cannot_see_a_card_are_all_of_its_words(catalog: Catalog) -> None:
    for item in cards(catalog).values():
        for words in (item.label, item.title, item.note, item.brand):
            assert words in item.alt
    assert card("TMS", "treatment").alt == f"Treatment: TMS. {BRAND}"
    assert card(BRAND, "home", label="").alt == BRAND


# How they look


@pytest.mark.parametrize("kind", LOOKS)
@pytest.mark.parametrize("title", [*HOSTILE.values(), *REAL], ids=[*HOSTILE, *REAL])
def test_words_stay_in_their_room_whatever_they_are(
    typeface: Typeface, kind: str, title: str
) -> None:
    outline = SQUARE if kind == "state" else None
    drawn = card(title, kind, note="12 clinics", outline=outline)
    right = MARGIN + (BESIDE_LAND if outline else TITLE_WIDTH)
    *above, brand = laid_out(drawn, typeface)
    boxes = []
    for words in above:
        font = typeface.font(words.weight, words.size)
        left, top, end, bottom = font.getbbox(words.text, anchor="ls")
        x, y = words.at
        boxes.append((x + left, y + top, x + end, y + bottom))
        assert min(x + left, x) >= MARGIN - 6
        assert x + end <= right
        assert 40 <= y + top < y + bottom <= 452, "above the hills"
        assert words.size >= 32
    assert all(one[3] <= other[3] for one, other in pairwise(boxes)), "in their order"
    assert all(words.size >= LEAST for words in above if words.weight == 650)
    assert brand.text == BRAND
    assert boxes or not drawn.label


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_nothing_is_drawn_outside_of_the_room_for_words(typeface: Typeface, title: str) -> None:
    without = opened(draw(card("", label="", brand=""), typeface)).convert("RGB")
    found = opened(draw(card(title, label="", brand=title), typeface)).convert("RGB")
    changed = ImageChops.difference(without, found).getbbox()
    if shown(typeface, title):
        assert changed
        left, top, right, bottom = changed
        assert left >= MARGIN - 6
        assert right <= WIDTH - MARGIN
        assert top >= 40
        assert bottom <= HEIGHT - 30
    else:
        assert changed is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Spravato® (esketamine)", "Spravato® (esketamine)"),
        ("  two \n lines ", "two lines"),
        ("Čapek 🙂 naïve", "Capek naïve"),
        ("e\u0301clair", "éclair"),
        ("a\x00b \u202eright\u202c", "ab right"),
        ("½ ﬁt ①", "½ fit 1"),
        ("soft\u00adhyphen", "softhyphen"),
        ("Łódź", ""),
        ("שלום", ""),
        ("Care 漢字", ""),
        ("", ""),
    ],
)
def test_a_text_is_shown_whole_or_not_at_all(typeface: Typeface, text: str, expected: str) -> None:
    assert shown(typeface, text) == expected


def test_a_title_that_cannot_be_shown_gives_its_place_to_the_label(typeface: Typeface) -> None:
    title, _brand = laid_out(card("漢字"), typeface)
    assert (title.text, title.weight, title.color) == ("Article", 650, LOOKS["article"].title)


def test_a_title_has_two_to_four_balanced_lines_and_keeps_every_word(typeface: Typeface) -> None:
    for title in REAL[:3]:
        lines = typeface.fit(title, 650, TITLE_WIDTH, 306).lines
        assert 2 <= len(lines) <= 4
        assert "".join(lines).replace(" ", "") == title.replace(" ", "")
        widths = [typeface.font(650, 60).getlength(line) for line in lines]
        assert min(widths) > 0.4 * max(widths)


def test_what_is_too_long_ends_with_an_ellipsis(typeface: Typeface) -> None:
    fitted = typeface.fit("word " * 200, 650, TITLE_WIDTH, 306)
    assert fitted.size == LEAST
    assert fitted.lines[-1].endswith("word…")


def test_lines_break_after_a_colon_and_not_after_a_small_word() -> None:
    words = ["Ask: ", "one ", "more ", "time "]
    assert balanced(words, [16, 6, 10, 10], 40, 2) == [(0, 1), (1, 4)]
    assert balanced(["Ask ", *words[1:]], [16, 6, 10, 10], 40, 2) == [(0, 2), (2, 4)]
    assert balanced(["Good ", "days ", "of ", "rest "], [8, 8, 4, 20], 40, 2) == [(0, 2), (2, 4)]
    assert balanced(["a", "b"], [50, 50], 60, 1) == []
    assert balanced([], [], 60, 1) == []


@pytest.mark.parametrize("kind", LOOKS)
def test_a_card_is_a_small_png_of_the_size_that_it_says_with_exact_colors(
    typeface: Typeface, kind: str
) -> None:
    outline = SQUARE if kind == "state" else None
    data = draw(card(REAL[1], kind, outline=outline), typeface)
    image = opened(data)
    assert (image.format, image.mode, image.size) == ("PNG", "P", (WIDTH, HEIGHT))
    assert not image.info, "no time, no program"
    assert len(data) < 40_000
    seen = {color: number for number, color in image.convert("RGB").getcolors(WIDTH) or ()}
    look = LOOKS[kind]
    areas = (*look.rings[2:], *look.hills, look.sun, look.title, look.label, look.brand)
    assert {code: seen.get(code, 0) > 50 for code in areas} == dict.fromkeys(areas, True)


def test_the_same_card_gives_the_same_bytes(typeface: Typeface) -> None:
    again = Typeface((ROOT / "theme" / "static" / "fonts" / "hanken-grotesk.woff2").read_bytes())
    for kind in LOOKS:
        outline = SQUARE if kind == "state" else None
        one, other = (
            draw(card(REAL[2], kind, outline=outline), face) for face in (typeface, again)
        )
        assert one == other


@pytest.mark.parametrize("kind", LOOKS)
def test_words_can_be_read_on_every_color_that_lies_behind_them(
    typeface: Typeface, kind: str
) -> None:
    outline = SQUARE if kind == "state" else None
    ground = opened(draw(card("", kind, label="", brand="", outline=outline), typeface))
    pixels = ground.convert("RGB")
    compared = 0
    for title in (*REAL, "word " * 200):
        for words in laid_out(card(title, kind, note="Clinics in Utah", outline=outline), typeface):
            font = typeface.font(words.weight, words.size)
            left, top, right, bottom = font.getbbox(words.text, anchor="ls")
            x, y = words.at
            box = (int(x + left), int(y + top), int(x + right), int(y + bottom))
            for number, behind in pixels.crop(box).getcolors(WIDTH * HEIGHT) or ():
                if number > 30 and isinstance(behind, tuple):
                    least = 4.5 if words.size < LEAST else 3
                    assert contrast(words.color, behind) >= least, (words.text, behind)
                    compared += 1
    assert compared > 40


def contrast(one: Color, other: tuple[float, ...]) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(of: tuple[float, ...]) -> float:
    parts = (part / 255 for part in of)
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_font_that_cannot_be_read_stops_with_its_path(tmp_path: Path) -> None:
    broken = tmp_path / "broken.woff2"
    broken.write_bytes(b"wOF2 and nothing else")
    for path in (broken, tmp_path / "missing.woff2"):
        with pytest.raises(ConfigurationError, match=f"{path.name}: the cards are written in"):
            read_typeface(path)


def test_waves_are_the_curves_of_an_svg_path() -> None:
    places = waves((10, 45), 11, 4, 2)
    assert (places[0], places[-1]) == ((10, 45), (32, 45))
    assert min(y for _x, y in places) == 43
    assert max(y for _x, y in places) == 47
