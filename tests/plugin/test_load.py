"""Reading files: whatever an editor saves is read as it was meant, or answered with its place."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from plugins.clinics.faq import NAMED_FACTS
from plugins.clinics.load import source as source_module
from plugins.clinics.load.source import MAX_BYTES, Source, read_source
from plugins.clinics.load.tree import find, place_of, plain
from plugins.clinics.load.yaml_faults import syntax_problem
from plugins.clinics.load.yaml_text import MAX_VALUES, parse_yaml
from plugins.clinics.model.question import Question
from plugins.clinics.problems import Place, Problem, Severity, report, suggestion
from tests.conftest import ROOT, MakeProject, load, minimal

ProblemsOf = Callable[..., list[Problem]]

EXAMPLE = (ROOT / "locations" / "_example.yaml").read_text("utf-8")
EXAMPLE_PATH = "content/faq/_example.md"


def parse(text: str) -> tuple[Source | None, list[Problem]]:
    return parse_yaml(Source("locations/az-mesa.yaml", text))


def read(text: str) -> object:
    source, problems = parse(text)
    assert source is not None, problems
    return plain(source.root)


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, report(problems)
    return problems[0]


# --- YAML is read as text ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "02134",
        "08901",
        "NO",
        "off",
        "9:30",
        "17:30:00",
        "+16025550100",
        "007",
        "0x10",
        "1.10",
        "1_000",
        "2024-13-45",
        "1e3",
        ".inf",
        "O’Brien & Söhne",
        "Dr. O'Brien",
        "R&D",
        "a*b",
        "50% off!",
        "“B” or “C”",
        "Elevator “B”",
        "C#",
        "Suite #210",
        "日本 😀 ñ",
        "{{ name }}",
    ],
)
def test_a_value_stays_the_text_that_was_typed(written: str) -> None:
    source, problems = parse(f'"key": "{written}"')
    assert source is not None
    assert (plain(source.root), problems) == ({"key": written}, [])


@pytest.mark.parametrize("key", ["on", "yes", "null", "1", "~", "2026-01-01"])
def test_a_key_stays_the_text_that_was_typed(key: str) -> None:
    assert read(f"{key}: x") == {key: "x"}


def test_a_field_without_a_value_is_not_known() -> None:
    source, problems = parse("name: Mesa\ntelephone:\nunit: ''\n")
    assert source is not None
    assert plain(source.root) == {"name": "Mesa", "unit": ""}
    assert (only(problems).place, only(problems).severity) == (Place(2, 1, 9), Severity.WARNING)


def test_every_value_knows_its_place() -> None:
    source, _ = parse("address:\n  unit: Suite 2\nlist: [a, {id: b, note: c}]\n")
    assert source is not None
    places = {
        ("address", "unit"): Place(2, 9, 7),
        ("list", 0): Place(3, 8, 1),
        ("list", "b", "note"): Place(3, 25, 1),
        ("list", 7): Place(3, 7, 1),
        ("nothing", "here"): Place(1, 1, 1),
    }
    assert {path: place_of(source.root, path) for path in places} == places
    assert place_of(source.root, ("address", "unit"), at_key=True) == Place(2, 3, 4)
    assert find(source.root, ("list", "c")) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("unit: Suite #210", Place(1, 13, 4)),
        ("unit: Suite # 210", Place(1, 13, 5)),
        ("unit: Suite # B", Place(1, 13, 3)),
        ("unit: #210", Place(1, 7, 4)),
        ("unit: Suite\n  West #4-A", Place(2, 8, 4)),
        ("list: [a #1\n, b]", Place(1, 10, 2)),
    ],
)
def test_a_number_sign_that_would_cut_a_value_is_an_error(text: str, place: Place) -> None:
    found = [problem for problem in parse(text)[1] if problem.is_error]
    assert only(found).place == place
    assert "the text ends before “#”" in only(found).message


@pytest.mark.parametrize(
    "text",
    [
        'unit: "Suite #210"',
        "unit: 'Suite #210'",
        "unit: Suite 210   # second floor",
        "unit: Suite#210",
        "unit: Suite 210   ## a heading",
        "unit: Suite 210   #",
        "id: x\n# unit: Suite #210",
        "note: |\n  Suite #210\n",
    ],
)
def test_a_comment_is_a_comment(text: str) -> None:
    assert parse(text)[1] == []


@pytest.mark.parametrize("text", ["“Mesa”", "„Mesa“", "”Mesa”", "‘Mesa’", "“Mesa"])
def test_curly_quotes_around_a_whole_value_are_doubted(text: str) -> None:
    problem = only(parse(f"name: {text}")[1])
    assert (problem.severity, problem.place) == (Severity.WARNING, Place(1, 7, len(text)))


# --- Bytes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "part", "place"),
    [
        (b"", "the file is empty", (1, 1)),
        (b"\n\n", "the file is empty", (1, 1)),
        (b"# only a comment\n", "the file is empty", (1, 1)),
        (b"---\n", "the file is empty", (1, 1)),
        ("id: x\nname: Ñ\n".encode("utf-16"), "it looks like UTF-16", (1, 1)),
        ("id: x\nname: y\n".encode("utf-16-le"), "U+0000", (1, 2)),
        ("id: x\nname: Ca\u00f1on\n".encode("latin-1"), "first bad byte is 0xf1", (2, 9)),
        ("id: é\nname: Caf".encode() + b"\xe9\n", "first bad byte is 0xe9", (2, 10)),
        (b"id: x\nname: a\x00b\n", "U+0000", (2, 8)),
        (b"id: x\nname: a\x1b[2Jb\n", "U+001B", (2, 8)),
        (b"id: x\nname: a\xc2\x85b\n", "U+0085", (2, 8)),
        (b"- id: x\n- name: y\n", "“key: value” lines are expected", (1, 1)),
        (b"just text\n", "“key: value” lines are expected", (1, 1)),
        (b"id: x\nlist: " + b"[" * 20_000, "nested too deeply", (2, 1006)),
        (b"id: x\nlist: " + b"[" * 13 + b"]" * 13, "nested too deeply", (2, 18)),
        (b"id: x\n" + b"a: b\n" * MAX_VALUES, f"more than {MAX_VALUES:,} values", (2501, 1)),
    ],
)
def test_unreadable_bytes_are_answered_with_their_place(
    data: bytes, part: str, place: tuple[int, int], problems_of: ProblemsOf
) -> None:
    problem = problems_of(data)[-1]
    assert part in problem.message
    assert (problem.place.line, problem.place.column) == place
    assert problem.is_error


def test_windows_files_are_read_like_any_other_with_a_warning(problems_of: ProblemsOf) -> None:
    lines = minimal(more="telephone: 123\n")
    data = b"\xef\xbb\xbf" + lines.replace("\n", "\r\n").encode()
    *warnings, error = problems_of(data)
    assert ["byte-order mark" in warnings[0].message, "CRLF" in warnings[1].message] == [True] * 2
    assert not any(warning.is_error for warning in warnings)
    assert (error.place, error.excerpt) == (Place(6, 12, 3), "telephone: 123")


def test_old_macintosh_line_ends_count_as_lines(problems_of: ProblemsOf) -> None:
    data = minimal(more="telephone: 123\n").replace("\n", "\r").encode()
    assert problems_of(data)[-1].place == Place(6, 12, 3)


def test_a_file_of_five_megabytes_is_not_read(problems_of: ProblemsOf) -> None:
    problem = only(problems_of(b"# " + b"x" * 5 * 1024 * 1024))
    assert problem.message == "this file is too large: 5,120 KB; the limit is 256 KB."


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 20_000,
        b"{a: " * 20_000,
        b"a: '" + b"'" * 200_000,
        b"- " * 100_000,
        b"? " * 100_000,
        b"a" * MAX_BYTES,
        b"a: b\n" * 50_000,
        b"a: [" + b"x," * 100_000,
        b"special_opening_hours:\n" + b"- {date: 2026-12-24, hours: closed}\n" * 1_200,
        b"unconfirmed: [" + b",".join(b"u%d" % n for n in range(4_900)) + b"]",
        b"telephone: '1" + b" " * 200_000 + b"a'",
        b"opening_hours: {monday: '1" + b" " * 200_000 + b"-'}",
        b"name: '" + b"<" * 200_000 + b"'",
        b"former_urls: ['" + b"/a" * 100_000 + b"*']",
        b"sources: ['https://" + b"a-." * 60_000 + b"_']",
        b"id: " + b"a-" * 100_000,
    ],
    ids=lambda data: repr(data[:12]),
)
def test_no_file_takes_long(data: bytes, problems_of: ProblemsOf) -> None:
    start = time.process_time()
    text = report(problems_of(minimal().encode() + data))
    assert time.process_time() - start < 1
    assert text


# --- Files and folders ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "part", "severity"),
    [
        ("locations/az-mesa.yml", "does not end in “.yaml”", Severity.ERROR),
        ("locations/az-mesa.YAML", "does not end in “.yaml”", Severity.ERROR),
        ("locations/az-mesa.yaml.txt", "does not end in “.yaml”", Severity.ERROR),
        ("locations/az-mesa.yaml~", "does not end in “.yaml”", Severity.ERROR),
        ("locations/notes.txt", "does not end in “.yaml”", Severity.WARNING),
        ("locations/_file.yaml", "no file with this name is read", Severity.WARNING),
        ("locations/_organisation.yaml", "no file with this name is read", Severity.WARNING),
        ("locations/arizona/az-mesa.yaml", "a folder in here is not read", Severity.ERROR),
        ("locations/az-folder.yaml/x", "no ordinary file", Severity.ERROR),
        ("content/pages/page.html", "only Markdown files directly", Severity.ERROR),
        ("content/pages/page.rst", "only Markdown files directly", Severity.ERROR),
        ("content/pages/page.markdown", "only Markdown files directly", Severity.ERROR),
        ("content/pages/.page.html", "only Markdown files directly", Severity.ERROR),
        ("content/pages/more/page.md", "only Markdown files directly", Severity.ERROR),
        ("content/pages/.more/page.md", "only Markdown files directly", Severity.ERROR),
        ("content/pages/page.md/x", "no ordinary file", Severity.ERROR),
    ],
)
def test_a_file_that_would_be_passed_over_is_named(
    name: str, part: str, severity: Severity, project: MakeProject
) -> None:
    found = load(project({"locations/az-good.yaml": minimal("az-good"), name: "x"})).problems
    problem = only(list(found))
    assert part in problem.message
    assert problem.severity is severity
    assert name.startswith(problem.path)


@pytest.mark.parametrize(
    "name",
    [
        "locations/README.md",
        "locations/_location.schema.json",
        "locations/.DS_Store",
        "locations/.az-mesa.yaml.swp",
        "content/pages/.DS_Store",
        "content/pages/.about.md.swp",
    ],
)
def test_a_file_that_belongs_there_is_left_alone(name: str, project: MakeProject) -> None:
    assert load(project({"locations/az-good.yaml": minimal("az-good"), name: "x"})).problems == ()


def test_a_link_is_never_followed(project: MakeProject, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text(minimal("az-link"))
    folder = project({"locations/az-good.yaml": minimal("az-good")})
    os.symlink(outside, folder / "locations" / "az-link.yaml")
    os.symlink(tmp_path / "nowhere", folder / "locations" / "az-broken.yaml")
    found = load(folder).problems
    assert [problem.path for problem in found] == [
        "locations/az-broken.yaml",
        "locations/az-link.yaml",
    ]
    assert {problem.message for problem in found} == {source_module.LINK[0]}


@pytest.mark.parametrize("linked", ["content/faq/money", "content/faq", "content", "locations"])
def test_a_folder_that_is_a_link_is_not_followed(
    linked: str, project: MakeProject, tmp_path: Path
) -> None:
    folder = project(
        {
            "locations/az-good.yaml": minimal("az-good"),
            "content/faq/money/cost.md": "SECRET=1\n",
        }
    )
    (folder / linked).rename(tmp_path / "outside")
    os.symlink(tmp_path / "outside", folder / linked)
    found = [item for item in load(folder).problems if item.path.startswith(linked)]
    assert source_module.LINK[0] in {problem.message for problem in found}
    assert not any("SECRET" in problem.excerpt for problem in found)


def test_a_file_that_may_not_be_read_is_named_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.yaml").write_text("id: a")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    found, problems = read_source(tmp_path, tmp_path / "a.yaml")
    assert found is None
    assert only(problems).message == "this cannot be read (permission denied)."


@pytest.mark.parametrize("name", ["_organization", "_services", "_insurance"])
@pytest.mark.parametrize(
    ("content", "part"),
    [(None, "this file is missing."), (b"name: [", "bracket"), (b"x: y", "unknown field “x”")],
)
def test_without_a_shared_file_there_is_no_site(
    name: str, content: bytes | None, part: str, project: MakeProject
) -> None:
    folder = project({"locations/az-good.yaml": minimal("az-good")})
    path = folder / "locations" / f"{name}.yaml"
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    site = load(folder)
    assert site.catalog is None
    assert site.has_errors
    assert part in report(site.problems)
    assert {problem.path for problem in site.problems} == {f"locations/{name}.yaml"}


def test_a_host_in_a_shared_file_is_a_plain_name(project: MakeProject) -> None:
    folder = project({"locations/az-good.yaml": minimal("az-good")})
    path = folder / "locations" / "_organization.yaml"
    text = path.read_text().replace("appointment_hosts: []", "appointment_hosts: [https://a.com]")
    path.write_text(text)
    assert "“https://a.com” is not the name of a host." in report(load(folder).problems)


QUESTION = """\
---
title: Does it hurt?
published: 2026-11-02
facts_checked: 2026-11-02
next_review: 2027-11-02
topics: [tms]
conditions: [ptsd]
sources: [S001]
---
A little.
"""
LIBRARY = {
    "locations/az-good.yaml": minimal("az-good"),
    "content/faq/_topics.yaml": "topics: [{id: tms, name: TMS, description: About TMS.}]",
    "content/_conditions.yaml": "conditions: [{id: ptsd, name: PTSD}]",
    "content/_sources.yaml": "sources: [{id: S001, title: A, publisher: B, year: 2023}]",
    "content/faq/tms/does-it-hurt.md": QUESTION,
}
"""A question and the lists that it refers to."""


def test_a_year_has_four_digits(project: MakeProject) -> None:
    sources = LIBRARY["content/_sources.yaml"].replace("2023", "23")
    problem = only(list(load(project({**LIBRARY, "content/_sources.yaml": sources})).problems))
    assert problem.message == "sources.year: “23” is not a year."
    assert problem.hint == "write four digits, like 2024."


@pytest.mark.parametrize(
    "path", ["content/faq/_topics.yaml", "content/_conditions.yaml", "content/_sources.yaml"]
)
def test_a_list_with_a_fault_does_not_blame_the_questions(path: str, project: MakeProject) -> None:
    assert load(project(LIBRARY)).problems == ()
    broken = {**LIBRARY, path: f"{LIBRARY[path]}\nmore: x"}
    assert only(list(load(project(broken)).problems)).path == path
    for empty in (f"{LIBRARY[path].partition(':')[0]}: []", None):
        files = {name: text for name, text in LIBRARY.items() if name != path}
        folder = project(files)
        (folder / path).unlink()
        if empty:
            (folder / path).write_text(empty)
        paths = {problem.path for problem in load(folder).problems}
        assert paths == {"content/faq/tms/does-it-hurt.md"}


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("content/faq/does-it.md", "only Markdown files in a topic's folder"),
        ("content/faq/_examples.md", "only Markdown files in a topic's folder"),
        ("content/faq/_topics.yml", "only Markdown files in a topic's folder"),
        ("content/faq/tms/more/does-it.md", "only Markdown files in a topic's folder"),
        ("content/faq/tms/does-it.MD", "only Markdown files in a topic's folder"),
        ("content/faq/tms/does-it.md.txt", "only Markdown files in a topic's folder"),
        ("content/faq/safety/does-it-hurt.md", "content/faq/safety/does-it-hurt.md has the same"),
        ("content/faq/.draft/does-it.md", "“.draft” is not a topic"),
        ("content/faq/tms/does-it.md/keep", "this is no ordinary file"),
    ],
)
def test_no_file_of_the_library_is_passed_over(
    path: str, message: str, project: MakeProject
) -> None:
    problems = load(project({**LIBRARY, path: QUESTION})).problems
    assert message in report(problems)
    assert any(problem.is_error for problem in problems)


def test_hidden_files_and_the_example_are_no_questions(project: MakeProject) -> None:
    example = QUESTION.replace("Does it hurt?", "How long does it take?")
    more = {"content/faq/.DS_Store": b"\0", "content/faq/tms/.swp": b"", EXAMPLE_PATH: example}
    site = load(project({**LIBRARY, **more}))
    assert site.problems == ()
    assert site.catalog is not None
    assert list(site.catalog.repository.library.questions) == ["does-it-hurt"]


def test_the_example_of_a_question_is_valid(project: MakeProject) -> None:
    """It is read with the model of questions, and a copy of it keeps every rule."""
    text = (ROOT / EXAMPLE_PATH).read_text("utf-8")
    root = project({"locations/az-good.yaml": minimal("az-good"), EXAMPLE_PATH: text})
    shutil.copytree(ROOT / "content", root / "content", dirs_exist_ok=True)
    copy = "content/faq/safety/can-i-drive-home.md"
    (root / copy).write_text(text, "utf-8")
    site = load(root)
    assert site.catalog is not None
    assert "can-i-drive-home" in site.catalog.repository.library.questions
    found = [item for item in site.problems if item.path in (copy, EXAMPLE_PATH)]
    assert "title is still the one of the example" in only(found).message
    said = re.sub(r"(?m)^# (?=[a-z_]+:)", "", text.split("\n---\n")[0])
    missing = [name for name in Question.model_fields if not re.search(rf"(?m)^{name}:", said)]
    assert missing == []
    assert all(f"{{{name}}}" in text for name in NAMED_FACTS)


def test_the_question_in_the_instructions_is_valid(project: MakeProject) -> None:
    blocks = re.findall(r"```\n(.*?)```", (ROOT / "content" / "README.md").read_text(), re.DOTALL)
    (text,) = (block for block in blocks if "facts_checked" in block and "{phone}" in block)
    copy = "content/faq/tms/does-it-really-hurt.md"
    sources = LIBRARY["content/_sources.yaml"].replace("S001", "S070")
    lists = {**LIBRARY, copy: text, "content/_sources.yaml": sources}
    problems = load(project(lists)).problems
    assert report(item for item in problems if item.path == copy) == ""


def test_a_fault_in_the_example_of_a_question_is_told(project: MakeProject) -> None:
    files = {**LIBRARY, EXAMPLE_PATH: QUESTION.replace("title", "titel")}
    assert only(list(load(project(files)).problems)).path == EXAMPLE_PATH


@pytest.mark.parametrize("exists", [True, False])
def test_a_folder_without_locations_is_said_to_be_one(exists: bool, tmp_path: Path) -> None:
    if exists:
        (tmp_path / "locations").mkdir()
    text = report(load(tmp_path).problems)
    assert "there is no location file in this folder." in text
    assert text.count("this file is missing.") == 3


# --- Messages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "hint"),
    [
        ("telefone: x", "Did you mean “telephone”?"),
        ("NAME: x", "Did you mean “name”?"),
        ("Phone: x", "Did you mean “telephone”?"),
        ("hours: x", "Did you mean “opening_hours”?"),
        ("opening-hours: x", "Did you mean “opening_hours”?"),
        ("state: AZ", "write it as “address_region”, indented by two spaces, below a line “addre"),
        ("zip: 85004", "write it as “postal_code”, indented by two spaces, below a line “addre"),
        ("monday: x", "write it as “monday”, indented by two spaces, below a line “opening_hou"),
        ("geo: {lat: 33}", "Did you mean “latitude”?"),
        ("parking: {telephone: x}", "“telephone” does not belong to a group"),
        ("from: 12", "fields that exist here: id, name, status,"),
        ("opening_hours: {mon-fri: x}", "fields that exist here: monday, tuesday,"),
    ],
)
def test_an_unknown_field_is_led_to_the_one_that_was_meant(
    more: str, hint: str, problems_of: ProblemsOf
) -> None:
    found = [item for item in problems_of(minimal(more=more)) if "unknown field" in item.message]
    assert only(found).hint.startswith(hint)


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("Open", "Did you mean “open”?"),
        ("opening soon", "Did you mean “opening_soon”?"),
        ("temporary_closed", "Did you mean “temporarily_closed”?"),
        ("permanently_closed", "choose one of these words."),
        ("[open]", "write one of these words, no list or group."),
    ],
)
def test_a_wrong_status_never_gets_the_opposite_suggested(
    word: str, hint: str, problems_of: ProblemsOf
) -> None:
    text = minimal().replace("status: open", f"status: {word}")
    assert only(problems_of(text)).hint == hint


def test_capital_letters_do_not_hide_a_near_word() -> None:
    assert suggestion("plugin", ["PLUGINS", "PATH"]) == "Did you mean “PLUGINS”?"
    assert suggestion("permanently", ["temporarily"], nearness=0.8) == ""


def test_a_message_that_quotes_a_whole_file_is_cut(problems_of: ProblemsOf) -> None:
    text = report(problems_of(minimal(more=f"telephone: {'1' * 100_000}\n")))
    assert len(text) < 2_000
    assert "111 …" in text
    assert "Fix: write ten digits" in text


@pytest.mark.parametrize("name", ["日本", "e\u0301e\u0301", "Mesa"])
def test_the_caret_stays_in_its_column_behind_wide_and_joined_letters(
    name: str, problems_of: ProblemsOf
) -> None:
    columns = {"日本": 4, "e\u0301e\u0301": 2, "Mesa": 4}[name]
    lines = report(problems_of(minimal(more=f"parking: {{note: {name}, kind: x}}\n"))).split("\n")
    assert lines[2].index("^") == lines[1].index(name) + columns + len(", kind: ")


def test_an_unknown_fault_of_the_parser_has_a_message_too() -> None:
    error = yaml.MarkedYAMLError(problem="a fault of tomorrow", problem_mark=None)
    problem = syntax_problem(Source("a.yaml", "id: a"), error)
    assert (problem.message, problem.place) == ("this line cannot be read as YAML.", Place())


def test_all_faults_of_a_file_are_told_at_once(problems_of: ProblemsOf) -> None:
    text = "name: ''\nname: x\nstatus: shut\ntelephone: 1\ncolour: blue\nparking:\n"
    lines = [(item.place.line, item.is_error) for item in problems_of(text)]
    missing = [(1, True)] * 3  # id, address, sources
    assert lines == [*missing, *((line, True) for line in range(1, 6)), (6, False)]


def test_problems_in_a_page_point_into_the_page(project: MakeProject) -> None:
    page = "---\ntitle: A\ndescription: B\nsave_as: x\n---\n\nText\n\n<b>HTML</b>\n"
    files = {"locations/az-good.yaml": minimal("az-good"), "content/pages/page.md": page}
    found = load(project(files)).problems
    assert [(item.place.line, item.excerpt) for item in found] == [(4, "save_as: x")]
    fixed = files | {"content/pages/page.md": page.replace("save_as: x\n", "")}
    places = [(item.place.line, item.place.column) for item in load(project(fixed)).problems]
    assert places == [(8, 1), (8, 8)]


def test_a_page_must_be_utf_8_too(project: MakeProject) -> None:
    page = "---\ntitle: Señor\ndescription: B\n---\n".encode("latin-1")
    files = {"locations/az-good.yaml": minimal("az-good"), "content/pages/page.md": page}
    problem = only(list(load(project(files)).problems))
    assert (problem.place.line, problem.place.column) == (2, 10)
    assert "not UTF-8 text" in problem.message


# --- Whatever is in a file, loading never raises -------------------------------------------------

DATES = b"published: 2026-11-02\nfacts_checked: 2026-11-02\nnext_review: 2027-11-02"
SIGNS = [*"[]{}:-#'\"&*!%@`|>\t\\\n\r\0\x85\u2028\u202e\ufeffé😀٣~ "]
WORDS = ["[]", "{}", "null", "<b>", "..", "ZZ", "moved", "2026-02-30", "{a: b}", "---", "\n  "]
PIECES = st.sampled_from(SIGNS + WORDS)
EDITS = st.lists(st.tuples(st.integers(0, len(EXAMPLE)), st.integers(0, 6), PIECES), max_size=6)
QUICKLY = settings(
    max_examples=75,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def load_anything(project: MakeProject) -> Callable[[bytes, bytes], None]:
    """Load one location, and one text as a page and a question; the shared files stay."""
    folder = project({"content/faq/tms/does-it.md": ""})

    def attempt(location: bytes, page: bytes) -> None:
        (folder / "locations" / "az-example.yaml").write_bytes(location)
        (folder / "content" / "pages" / "page.md").write_bytes(page)
        (folder / "content" / "faq" / "tms" / "does-it.md").write_bytes(
            page.replace(b"description: B", DATES)
        )
        site = load(folder)
        assert all(problem.message.endswith((".", "?")) for problem in site.problems)
        report(site.problems).encode()

    return attempt


@QUICKLY
@given(location=st.binary(max_size=200), page=st.binary(max_size=200))
def test_arbitrary_bytes_never_raise(
    load_anything: Callable[[bytes, bytes], None], location: bytes, page: bytes
) -> None:
    load_anything(location, b"---\ntitle: A\ndescription: B\n---\n" + page)


@QUICKLY
@given(edits=EDITS)
def test_a_mutated_file_never_raises(
    load_anything: Callable[[bytes, bytes], None], edits: list[tuple[int, int, str]]
) -> None:
    text = EXAMPLE
    for position, cut, piece in edits:
        text = text[:position] + piece + text[position + cut :]
    load_anything(text.encode(), b"")
