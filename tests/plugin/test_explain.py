"""`make explain`: every kind of change has its sentence, and what does not change has none."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from plugins.clinics.explain import explain, lines
from plugins.clinics.explain.items import Explanation, Section
from plugins.clinics.explain.markdown import markdown
from plugins.clinics.explain.patients import for_patients
from plugins.clinics.explain.reading import Reading
from plugins.clinics.explain.rest import confirmations, other_facts, what_is_left
from plugins.clinics.explain.site_changes import page_changes
from plugins.clinics.explain.values import differences
from plugins.clinics.failures import ConfigurationError, Failure
from plugins.clinics.load.source import Source
from plugins.clinics.load.yaml_text import parse_yaml
from plugins.clinics.model.location import Location
from plugins.clinics.site import load_site
from tests import command
from tests.conftest import AS_OF, ROOT, Files, html_pages, minimal, write_project
from tests.git import git, save, start, write
from tests.real import PUBLISHED

from .test_site_small import SITE, build_small

EXAMPLE, SECOND = "locations/az-example.yaml", "locations/az-second.yaml"
HELD, SOON = "locations/co-held.yaml", "locations/co-soon.yaml"
ORGANIZATION = "locations/_organization.yaml"
SERVICES = "locations/_services.yaml"
ABOUT = "content/pages/about.md"
PAIN = "content/faq/tms/do-pulses-hurt.md"
BEGIN = "content/faq/getting-started/how-do-i-begin.md"
NEW_QUESTION = "content/faq/tms/is-it-loud.md"
LATER = "content/pages/later.md"


def changed(path: str, *pairs: tuple[str, str]) -> str:
    """A file of the small site with some words replaced."""
    text = (SITE / path).read_text("utf-8").replace("-555-01", "-555-12")
    for old, new in pairs:
        assert old in text, f"{path} does not say {old}"
        text = text.replace(old, new, 1)
    return text


def small_repository(folder: Path) -> Path:
    """The small site as it would be published, with one commit."""
    root = Path(shutil.copytree(SITE, folder / "project"))
    for path in root.glob("locations/*.yaml"):
        write(root, {f"locations/{path.name}": changed(f"locations/{path.name}")})
    start(root)
    return root


COMMITTED = {
    EXAMPLE: (
        ("telephone: 602-555-1242", "telephone: 602-555-1249"),
        ("thursday: 09:00-17:00", "thursday: 09:00-09:30"),
        ("100 Example Street   #", "101 Example Street   #"),
        ("serenity-example   #", "serenity-new   #"),
        ("cost: free", "cost: paid"),
        ("[insurance.cigna, services.tms-therapy]", "[insurance.cigna, languages]"),
        ("date: 2026-12-24", "date: 2026-12-23"),
        ("[/old-example/,", "[/old-example/, /older-example/,"),
    ),
    HELD: (("name: Held", "name: Held still"),),
    ORGANIZATION: (("name: Christmas Day}", "name: Christmas Day, hours: closed}"),),
}
UNCOMMITTED = {
    ABOUT: (("title: About", "title: About us"), ("A table", "A big table")),
    PAIN: (
        ("A *little* at first:", "A *little* at the very first:"),
        ("[az-example, az-second]", "[az-example]"),
    ),
    SERVICES: (("services:\n", "services: # a comment\n"),),
}
QUESTION = (
    "---\ntitle: Is it loud?\nsources: [S001]\npublished: 2026-11-02\nfacts_checked: 2026-11-20\n"
    "next_review: 2027-05-02\n---\n\nIt clicks.\n"
)
WAITING = "---\ntitle: Later\ndescription: A page to come.\npublished: 2027-01-04\n---\n\nSoon.\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site, some edits of it committed on a branch, and some not committed."""
    root = small_repository(tmp_path_factory.mktemp("explain"))
    git(root, "checkout", "--quiet", "-b", "edit")
    save(root, {path: changed(path, *pairs) for path, pairs in COMMITTED.items()})
    edits: dict[str, str | None] = {path: changed(path, *p) for path, p in UNCOMMITTED.items()}
    write(root, {**edits, NEW_QUESTION: QUESTION, LATER: WAITING, "theme/x.css": "a {}\n"})
    return root


@pytest.fixture(scope="module")
def found(project: Path) -> Explanation:
    before = git(project, "status", "--porcelain", "--ignored")
    explanation = explain(project, "", AS_OF)
    assert git(project, "status", "--porcelain", "--ignored") == before
    return explanation


SENTENCES: Mapping[str, tuple[str, str, str]] = {
    "a number": (
        "What patients act on",
        "Example: Telephone: 602-555-1242 → 602-555-1249",
        EXAMPLE,
    ),
    "a slip": (
        "What patients act on",
        "Example: Thursday closing: 5:00 PM → 9:30 AM (looks like a slip)",
        EXAMPLE,
    ),
    "an address": (
        "What patients act on",
        "Example: Address: 100 Example Street, Suite #200, Phoenix, AZ 85004 → "
        "101 Example Street, Suite #200, Phoenix, AZ 85004",
        EXAMPLE,
    ),
    "a booking link": (
        "What patients act on",
        "Example: Booking link: https://booking.small-clinics.test/serenity-example → "
        "https://booking.small-clinics.test/serenity-new",
        EXAMPLE,
    ),
    "a holiday of all clinics": (
        "What patients act on",
        "All clinics: holidays, Christmas Day, hours: (nothing) → closed",
        ORGANIZATION,
    ),
    "a service that is sure": (
        "Confirmed, or in doubt again",
        "Example, confirmed now: services.tms-therapy",
        EXAMPLE,
    ),
    "a fact in doubt": (
        "Confirmed, or in doubt again",
        "Example, in doubt now: languages",
        EXAMPLE,
    ),
    "another fact": ("Other facts of clinics", "Example: parking, cost: free → paid", EXAMPLE),
    "a clinic that is held back": (
        "Other facts of clinics",
        "Held still (held back: not on the site): name: Held → Held still",
        HELD,
    ),
    "a text": (
        "Texts",
        "“About us” (/about/): title: About → About us; 1 word new, 0 words gone",
        ABOUT,
    ),
    "an answer that is used on more pages": (
        "Questions and answers",
        "“Do “magnetic” pulses hurt & how much?”: locations: az-example, az-second → az-example; "
        "2 words new, 0 words gone; now used on 5 pages, before on 4",
        PAIN,
    ),
    "a new answer": (
        "Questions and answers",
        "“Is it loud?”: new, 2 words; now used on 1 page, before on 0",
        NEW_QUESTION,
    ),
    "a warning": (
        "What the checks say of it",
        "Please look: Thursday: “09:00-09:30” is only 0 hours 30 minutes long. Fix: check a.m. and "
        "p.m.; if it is right, this warning may stay.",
        EXAMPLE,
    ),
    "a page": ("Pages", "/locations/az/example/ (Example clinic in Phoenix, AZ)", ""),
    "ZIP pages": ("Pages", "pages of ZIP codes, like /near-me/zip/", ""),
    "a redirect": (
        "Old addresses and where they lead",
        "/older-example: (nothing) → /locations/az/example/",
        "",
    ),
    "markup": (
        "Structured data, for search engines",
        "MedicalClinic of /locations/az/example/",
        "",
    ),
    "a coming day": (
        "Days on which the site changes by itself",
        "December 24, 2026: Christmas Eve is over (az-example)",
        "",
    ),
    "a text that waits for its day": (
        "Texts",
        "“Later” (/later/): new, 1 word; goes out on January 4, 2027",
        LATER,
    ),
    "a comment": (
        "Other files",
        "Nothing that visitors see: comments, notes, names, or the order",
        SERVICES,
    ),
}


@pytest.mark.parametrize(("title", "words", "path"), SENTENCES.values(), ids=SENTENCES)
def test_each_kind_of_change_has_its_sentence(
    found: Explanation, title: str, words: str, path: str
) -> None:
    (section,) = (section for section in found.sections if section.title == title)
    said = [item for item in section.items if words in item.words]
    assert [item.path for item in said] == [path], [item.words for item in section.items]


def test_patients_come_first_and_every_fact_of_theirs_has_its_file_and_author(
    found: Explanation,
) -> None:
    assert found.sections[0].title == "What patients act on"
    assert len(found.sections[0].items) >= 6
    for item in found.sections[0].items:
        assert re.fullmatch(r"locations/[\w-]+\.yaml:[1-9]\d*, by Jane Roe", item.place)


def test_who_has_not_committed_is_told_so(found: Explanation) -> None:
    authors = {item.path: item.author for section in found.sections for item in section.items}
    assert authors[EXAMPLE] == "by Jane Roe"
    assert authors[ABOUT] == authors[NEW_QUESTION] == "not committed yet"


def test_an_author_with_uncommitted_edits_is_told_as_both(tmp_path: Path) -> None:
    root = write_project(tmp_path, {EXAMPLE: minimal("az-example", "Example")})
    start(root)
    git(root, "checkout", "--quiet", "-b", "edit")
    save(root, {EXAMPLE: minimal("az-example", "New")})
    write(root, {EXAMPLE: minimal("az-example", "Newer")})
    found = explain(root, "main", AS_OF)
    (section, *_others) = found.sections
    assert section.items[0].place == f"{EXAMPLE}:2"
    assert found.summary[-1] == "All changes: by Jane Roe, not committed yet."
    assert section.items[0].words == "Newer: Name: Example → Newer"


def test_the_summary_names_facts_and_counts_the_rest(found: Explanation) -> None:
    summary = " ".join(found.summary)
    assert "Example: Thursday closing: 5:00 PM → 9:30 AM (looks like a slip)." in summary
    assert re.search(
        r"2 questions, \d+ pages, 1 redirect, \d+ markup blocks, 4 coming days", summary
    )
    assert (
        "The answer to “Do “magnetic” pulses hurt & how much?” is now used on 5 pages, before on 4."
        in found.summary
    )
    assert "1 file of the program or theme: for an engineer to review." in summary
    assert "cannot be published" not in summary


def test_the_text_says_all_of_it_and_the_command_prints_it(
    found: Explanation, project: Path
) -> None:
    arguments = ["explain", "--root", str(project), "--base", "main"]
    done = command.run(arguments, ROOT, {"AS_OF": str(AS_OF), "PATH": "/usr/bin:/bin"}, 60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == list(lines(found))
    items = [item for section in found.sections for item in section.items]
    assert sum(f"- {item.words}" in done.stdout for item in items) == len(items) > 25


def test_an_image_is_something_that_visitors_see() -> None:
    left = list(what_is_left(["content/images/room.jpg", "content/images/README.md"], ()))
    assert [item.words.partition(":")[0] for item in left] == [
        "An image of the texts",
        "Nothing that visitors see",
    ]


def test_what_is_true_of_several_files_is_said_once() -> None:
    paths = [f"content/articles/{number}.md" for number in range(15)]
    section = Section("Other files", tuple(what_is_left(paths, ())))
    explanation = Explanation("main", (), (section,))
    for said, times in ((list(lines(explanation)), 15), ([markdown(explanation)], 12)):
        text = html.unescape("\n".join(said))
        assert (text.count("Nothing that"), text.count("content/articles/")) == (1, times)
    assert "and 3 more files" in markdown(explanation)
    assert "Other files (15)" in markdown(explanation)


def test_nothing_changed_changes_nothing_for_visitors(project: Path) -> None:
    """Also where a file was only touched, and where only the program has changed."""
    found = explain(project, "HEAD", AS_OF)
    assert found.sections
    git(project, "stash", "--include-untracked", "--quiet")
    try:
        found = explain(project, "HEAD", AS_OF)
        assert (found.summary, found.sections) == (("Nothing changes for visitors.",), ())
        write(project, {"theme/y.css": "b {}\n"})
        assert explain(project, "HEAD", AS_OF).summary == (
            "No fact and no text changes.",
            "1 file of the program or theme: for an engineer to review.",
        )
        (project / "theme" / "y.css").unlink()
    finally:
        git(project, "stash", "pop", "--quiet")


def test_what_main_has_got_meanwhile_is_not_told(tmp_path: Path) -> None:
    root = write_project(tmp_path, {EXAMPLE: minimal("az-example", "Example")})
    start(root)
    git(root, "checkout", "--quiet", "-b", "edit")
    git(root, "checkout", "--quiet", "main")
    save(root, {EXAMPLE: minimal("az-example", "Somebody else’s")})
    git(root, "checkout", "--quiet", "edit")
    assert explain(root, "main", AS_OF).summary == ("Nothing changes for visitors.",)


def test_a_file_that_cannot_be_read_is_no_clinic_that_has_gone(tmp_path: Path) -> None:
    root = write_project(
        tmp_path,
        {EXAMPLE: minimal("az-example", "Example"), ABOUT: (SITE / ABOUT).read_bytes()},
    )
    start(root)
    write(root, {EXAMPLE: "id: [\n", ABOUT: "---\ntitle: [\n---\n"})
    found = explain(root, "main", AS_OF)
    assert [section.title for section in found.sections] == [
        "Not compared",
        "What the checks say of it",
    ]
    assert {item.path for item in found.sections[0].items} == {EXAMPLE, ABOUT}
    assert found.summary[0].startswith("This cannot be published: `make check` finds ")
    write(root, {ORGANIZATION: "name: [\n"})
    found = explain(root, "main", AS_OF)
    assert found.summary[0] == "A file without which there is no site cannot be read now."


def test_a_doubt_about_the_same_day_counts_though_it_stands_at_another_one(tmp_path: Path) -> None:
    """A warning stands at the first of several days with the same hours."""
    week = "opening_hours:\n  friday: 08:00-09:00\n  saturday: {}\n"
    before = write_project(
        tmp_path / "a", {EXAMPLE: minimal("az-example", "A", week.format("closed"))}
    )
    text = minimal("az-example", "A", week.format("08:00-09:00"))
    after = write_project(tmp_path / "b", {EXAMPLE: text})
    (item,) = for_patients(reading(before), reading(after))
    assert item.words == "A: Saturday: Closed → 8:00 AM – 9:00 AM (looks like a slip)"


def reading(root: Path) -> Reading:
    site = load_site(root, True, AS_OF)
    assert site.catalog
    return Reading(site, site.catalog)


def test_every_field_of_a_location_is_told_when_it_goes(tmp_path: Path) -> None:
    """Told as a fact for patients, as a confirmation, or as another fact."""
    text = changed(EXAMPLE)
    before = reading(write_project(tmp_path / "before", {EXAMPLE: text}))
    source, _problems = parse_yaml(Source(EXAMPLE, text))
    assert source
    told = 0
    for name, field in Location.model_fields.items():
        without = "\n".join(_without(text.split("\n"), name))
        if field.is_required() or without == text or name == "former_urls":
            continue
        root = write_project(tmp_path / name, {EXAMPLE: without})
        after = reading(root)
        locations = before.locations, after.locations
        items = (
            *for_patients(before, after),
            *confirmations(*locations),
            *other_facts(*locations),
        )
        is_empty = re.search(rf"^{name}: \[\]", text, re.MULTILINE)
        assert bool(items) != bool(is_empty), name
        told += bool(items)
    assert told > 20


def _without(text: list[str], name: str) -> Iterator[str]:
    """The lines of a file but those of a field at its top."""
    is_in = False
    for line in text:
        is_in = line.startswith(f"{name}:") or (is_in and line.startswith(" "))
        if not is_in:
            yield line


def test_values_of_any_file_are_compared_by_name_not_by_position() -> None:
    old, new = (
        parse_yaml(Source("x.yaml", text))[0]
        for text in (
            "items:\n  - {id: a, name: A}\n  - {id: b, name: B}\nlist: [1, 2]\n",
            "items:\n  - {id: b, name: C}\n  - {id: a, name: A}\nlist: [1]\n",
        )
    )
    assert [change.words for change in differences(old, new)] == [
        "items, b, name: B → C",
        "list: 1, 2 → 1",
    ]
    assert [change.line for change in differences(old, new)] == [2, 4]
    assert list(differences(old, new, ("items", "list"))) == []


def test_two_items_of_one_name_are_two() -> None:
    text = "holidays:\n  - {name: New Year, date: 1}\n  - {name: New Year, date: 2}\n"
    old, new = (parse_yaml(Source("x.yaml", each))[0] for each in (text, text.replace("1", "3")))
    assert [change.words for change in differences(old, new)] == [
        "holidays, New Year, date: 1 → 3",
    ]


# --- git -------------------------------------------------------------------------------------


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = write_project(tmp_path / "origin", {EXAMPLE: minimal("az-example", "Example")})
    start(root)
    return root


@pytest.mark.parametrize("base", ["origin/nowhere", "--output=x", "-x", "HEAD:locations", "a b\n"])
def test_a_base_that_is_no_commit_is_named(repository: Path, base: str) -> None:
    with pytest.raises(ConfigurationError, match="git knows no commit") as caught:
        explain(repository, base, AS_OF)
    assert f"“{base}”" in str(caught.value)
    assert "make explain BASE=main" in str(caught.value)


def test_a_folder_without_history_is_told(tmp_path: Path) -> None:
    root = write_project(tmp_path, {})
    with pytest.raises(Failure, match="git knows none here"):
        explain(root, "main", AS_OF)


def test_a_shallow_clone_says_how_to_get_the_rest(repository: Path, tmp_path: Path) -> None:
    git(repository, "checkout", "--quiet", "-b", "edit")
    save(repository, {EXAMPLE: minimal("az-example", "New")})
    git(repository, "checkout", "--quiet", "main")
    save(repository, {"README.md": "x"})
    git(tmp_path, "clone", "--quiet", "--depth=1", "--no-single-branch", "--branch=edit",
        f"file://{repository}", "clone")  # fmt: skip
    with pytest.raises(Failure, match="git fetch --unshallow"):
        explain(tmp_path / "clone", "origin/main", AS_OF)
    git(tmp_path / "clone", "fetch", "--quiet", "--unshallow")
    assert explain(tmp_path / "clone", "", AS_OF).base.startswith("main as of 2026-11-20 (")


def test_branches_without_a_common_commit_are_told(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "--orphan", "other")
    save(repository, {"README.md": "x"})
    with pytest.raises(Failure, match="the two share no commit"):
        explain(repository, "main", AS_OF)


def test_a_project_inside_of_a_larger_repository_has_its_own_files_and_authors(
    tmp_path: Path,
) -> None:
    root = write_project(tmp_path / "site", {EXAMPLE: minimal("az-example", "Example")})
    start(tmp_path)
    git(tmp_path, "checkout", "--quiet", "-b", "edit")
    save(tmp_path, {f"site/{EXAMPLE}": minimal("az-example", "New"), "other.txt": "x"})
    found = explain(root, "main", AS_OF)
    assert found.sections[0].items[0].place == f"{EXAMPLE}:2"
    assert found.summary[-1] == "All changes: by Jane Roe."
    assert not [text for text in found.summary if "program" in text]


# --- real content ----------------------------------------------------------------------------


def test_a_new_number_of_a_real_clinic_is_told_as_patients_would_see_it(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "locations", tmp_path / "locations")
    start(tmp_path)
    name, text, number = next(_with_numbers(tmp_path))
    write(tmp_path, {name: text.replace(number, "202-456-1111")})
    found = explain(tmp_path, "main", AS_OF)
    (item,) = found.sections[0].items
    assert re.search(rf"Telephone: {number}.* → 202-456-1111", item.words)
    assert item.path == name
    assert found.summary[-1] == "All changes: not committed yet."


def _with_numbers(root: Path) -> Iterator[tuple[str, str, str]]:
    for slug in sorted(PUBLISHED):
        text = (root / "locations" / f"{slug}.yaml").read_text("utf-8")
        if number := re.search(r"^telephone: (\d{3}-\d{3}-\d{4})$", text, re.MULTILINE):
            yield f"locations/{slug}.yaml", text, number[1]


def test_a_list_changes_with_what_it_shows_of_a_clinic_and_with_nothing_else(
    tmp_path: Path,
) -> None:
    root = small_repository(tmp_path)
    before = reading(root)

    def told(*pair: str) -> set[str]:
        write(root, {EXAMPLE: changed(EXAMPLE, (pair[0], pair[1]))})
        items = page_changes(before, reading(root)).items
        return {item.words.split(" ")[0] for item in items if item.words[0] == "/"}

    own, lists = "/locations/az/example/", {"/locations/", "/locations/az/"}
    assert told("cost: free", "cost: paid") == {own}
    assert told("where-these-facts", "where-all-facts") == set()
    assert told("telephone: 602-555-1242", "telephone: 602-555-1249") >= {
        own,
        *lists,
        "/request-appointment/",
    }


@pytest.mark.verify
def test_the_pages_that_are_told_are_those_whose_html_differs(
    project: Path, tmp_path: Path
) -> None:
    before = build_small(tmp_path / "before", "production")
    files: Files = {path: (project / path).read_bytes() for path in (*COMMITTED, *UNCOMMITTED)}
    after = _built(tmp_path / "after", {**files, NEW_QUESTION: QUESTION})
    old, new = (
        {str(path.relative_to(site)): path.read_bytes() for path in html_pages(site)}
        for site in (before, after)
    )
    differ = {f"/{name.removesuffix('index.html')}" for name in new if old.get(name) != new[name]}
    (section,) = (x for x in explain(project, "main", AS_OF).sections if x.title == "Pages")
    told = {item.words.split(" ")[0] for item in section.items if item.words.startswith("/")}
    zips = {name for name in differ if name.startswith("/near-me/zip/") and name[13:]}
    assert differ - zips <= told
    assert told - differ == set()
    assert section.count - len(told) - 1 <= len(zips) <= section.count
    assert len(differ) > 10


def _built(folder: Path, files: Files) -> Path:
    from tests.conftest import SITE_URL, build

    root = folder / "site"
    shutil.copytree(SITE, root)
    for path in root.glob("locations/*.yaml"):
        path.write_text(path.read_text("utf-8").replace("-555-01", "-555-12"), "utf-8")
    for name, data in files.items():
        path = root / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    done = build(root, "--production", SITEURL=SITE_URL)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "public"
