"""What is broken goes out in its last good version, and nothing else does."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.clinics.git_history import History
from plugins.clinics.last_good import last_good, named_locations, summary
from plugins.clinics.last_good.choose import suspects
from plugins.clinics.load.texts import TextFile
from plugins.clinics.problems import report
from tests.conftest import AS_OF, SITE_URL, build, load, minimal, write_project
from tests.git import git, save, start, write

from .test_checks_faq import LISTS, question

UNREADABLE = "---\ntitle: [\n---\n\nText.\n"
DEAD_LINK = "See [this]({filename}/pages/nowhere.md).\n"


def page(title: str = "About", body: str = "First.\n") -> str:
    return f"---\ntitle: {title}\ndescription: {title} us.\n---\n\n{body}"


def ledger(*lines: str) -> str:
    return "".join(f"{line}\n" for line in ("/", "/about/", "/locations/az/mesa/", *lines))


FILES = {
    "locations/az-mesa.yaml": minimal(more="telephone: 480-956-5680\n"),
    "locations/az-tempe.yaml": minimal("az-tempe", "Tempe"),
    "content/pages/about.md": page(),
    "content/pages/other.md": page("Other", "Read [about us]({filename}/pages/about.md).\n"),
    "tests/urls.txt": ledger("/other/"),
    **question(),
}
"""A project without errors."""

ABOUT, OTHER, LEDGER = "content/pages/about.md", "content/pages/other.md", "tests/urls.txt"
MESA, TEMPE = "locations/az-mesa.yaml", "locations/az-tempe.yaml"


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_project(tmp_path_factory.mktemp("git"), FILES)
    start(root)
    return root


@pytest.fixture
def repository(committed: Path, tmp_path: Path) -> Path:
    """A repository with that project in one commit, to be changed."""
    return Path(shutil.copytree(committed, tmp_path / "project"))


class Outcome:
    """What goes out of a project folder, and what is said of it."""

    def __init__(self, root: Path, names: str = "1") -> None:
        before = git(root, "status", "--porcelain", "--ignored")
        with last_good(root, named_locations(names), AS_OF) as found:
            self.is_good = not found.site.has_errors
            self.told = "\n".join(summary(found))
            self.report = report(found.problems)
            self.taken = {item.path: item.version for item in found.taken}
            self.aside = found.aside
            self.published = [item["path"] for item in found.published]
            catalog = found.site.catalog
            texts: list[TextFile] = list(catalog.repository.texts) if catalog else []
            self.texts = {text.entry.source.path: text.entry.source.text for text in texts}
            self.clinics = dict(catalog.repository.locations) if catalog else {}
            self.questions = set(catalog.repository.library.questions) if catalog else set()
        assert git(root, "status", "--porcelain", "--ignored") == before

    @property
    def short(self) -> dict[str, str | None]:
        """The files that do not go out as they are, with the commit of what does."""
        return {path: version and version.short for path, version in self.taken.items()}


def test_a_text_that_cannot_be_read_goes_out_as_it_was(repository: Path) -> None:
    first = git(repository, "rev-parse", "--short", "HEAD")
    save(repository, {ABOUT: UNREADABLE, MESA: FILES[MESA] + "status_message: Storm.\n"})
    found = Outcome(repository)
    assert found.is_good
    assert found.short == {ABOUT: first}
    assert found.texts[ABOUT] == page()
    assert found.clinics["az-mesa"].value.status_message == "Storm."
    assert f"{ABOUT}:2:1: error: here a value is expected." in found.report
    assert f"- {ABOUT}: as of 2026-11-20 ({first}, Jane Roe)" in found.told
    assert "LAST_GOOD: 1 file does not go out as written" in found.told


def test_every_bad_version_is_passed_over_also_one_with_a_dead_link(repository: Path) -> None:
    first = git(repository, "rev-parse", "--short", "HEAD")
    good = save(repository, {ABOUT: page(body="Second.\n")}, "2026-11-21")
    save(repository, {ABOUT: page(body=DEAD_LINK)})
    save(repository, {ABOUT: UNREADABLE})
    save(repository, {OTHER: page("Other", DEAD_LINK)})
    write(repository, {ABOUT: UNREADABLE + "And more.\n"})
    found = Outcome(repository)
    assert found.is_good
    assert found.texts[ABOUT] == page(body="Second.\n")
    assert found.texts[OTHER] == FILES[OTHER]
    assert found.short == {ABOUT: good, OTHER: first}
    assert f"- {ABOUT}: as of 2026-11-21" in found.told
    assert f"{OTHER}:6:" in found.report


def test_a_text_that_only_missed_what_a_broken_one_says_stays_as_it_is(repository: Path) -> None:
    asking = page().replace("title:", "questions: [does-it-hurt]\ntitle:")
    good = save(repository, {ABOUT: asking})
    link = page("Other", "Read [this]({filename}/pages/about.md#does-it-hurt).\n")
    save(repository, {OTHER: link})
    save(repository, {ABOUT: page(body=DEAD_LINK)})
    found = Outcome(repository)
    assert f"{OTHER}:6:" in found.report
    assert (found.is_good, found.short) == (True, {ABOUT: good})
    assert found.texts[OTHER] == link


def test_an_edit_that_is_not_committed_is_the_newest_version(repository: Path) -> None:
    write(repository, {ABOUT: page(body="Mine.\n")})
    assert Outcome(repository).taken == {}
    write(repository, {ABOUT: UNREADABLE})
    found = Outcome(repository)
    assert (found.is_good, found.texts[ABOUT]) == (True, page())


def test_what_a_branch_said_before_it_was_merged_was_never_published(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "-b", "draft")
    save(repository, {ABOUT: page(body="A draft.\n")})
    save(repository, {ABOUT: UNREADABLE})
    git(repository, "checkout", "--quiet", "main")
    git(repository, "merge", "--quiet", "--no-ff", "--message=merge", "draft")
    assert Outcome(repository).texts[ABOUT] == page()


def test_a_new_text_without_a_good_version_is_left_out_with_its_address(repository: Path) -> None:
    new = "content/pages/new.md"
    save(repository, {new: page("New", DEAD_LINK), LEDGER: ledger("/other/", "/new/")})
    save(repository, {new: UNREADABLE})
    found = Outcome(repository)
    assert found.is_good
    assert (found.taken, found.aside) == ({new: None}, ("/new/",))
    assert set(found.texts) == {ABOUT, OTHER}
    assert f"- {new}: left out, because it has no good version" in found.told
    assert "tests/urls.txt: without what never went out: /new/" in found.told


def test_a_commit_in_which_a_text_was_not_there_does_not_make_it_good(repository: Path) -> None:
    new = "content/pages/new.md"
    for text in (UNREADABLE, None):
        save(repository, {new: text})
    save(repository, {new: page("New", DEAD_LINK), ABOUT: page(body="Second.\n")})
    found = Outcome(repository)
    assert (found.is_good, found.taken) == (True, {new: None})


def test_what_everybody_can_read_names_no_file_that_is_not_out(repository: Path) -> None:
    coming, left_out = "content/pages/merger.md", "content/pages/secret.md"
    draft = page("Merger").replace("title:", "status: draft\ntitle:")
    held = minimal("az-peoria", "Peoria", "unconfirmed: [status]\n")
    clinic = "locations/az-peoria.yaml"
    save(repository, {coming: draft, clinic: held})
    bad = {coming: UNREADABLE, left_out: UNREADABLE, ABOUT: UNREADABLE, clinic: "slug: [\n"}
    save(repository, dict(bad))
    found = Outcome(repository, clinic)
    assert found.is_good
    assert set(found.taken) == set(bad)
    assert all(f"- {name}: " in found.told for name in bad), "who publishes is told of each"
    assert found.published == [ABOUT]


def test_a_text_that_nobody_has_committed_is_left_out(repository: Path) -> None:
    write(repository, {"content/pages/new.md": UNREADABLE})
    found = Outcome(repository)
    assert (found.is_good, found.taken) == (True, {"content/pages/new.md": None})


def test_what_no_rule_allows_in_a_folder_is_left_out(repository: Path) -> None:
    save(repository, {"content/pages/more/x.md": page("X"), "content/faq/tms/x.docx": "x"})
    found = Outcome(repository)
    assert found.is_good
    assert set(found.taken) == {"content/pages/more", "content/faq/tms/x.docx"}


def test_a_deleted_text_that_people_know_comes_back(repository: Path) -> None:
    save(repository, {ABOUT: None})
    found = Outcome(repository)
    assert (found.is_good, set(found.taken)) == (True, {ABOUT})
    assert found.texts[ABOUT] == page()
    assert f"{LEDGER}:2:1: error: nothing answers /about/ any more." in found.report


def test_a_text_with_a_new_name_and_without_a_redirect_has_its_old_name_again(
    repository: Path,
) -> None:
    link = "Read [about us]({filename}/pages/us.md).\n"
    save(
        repository,
        {ABOUT: None, "content/pages/us.md": page(), OTHER: page("Other", link)},
    )
    found = Outcome(repository)
    assert found.is_good
    assert found.texts == {ABOUT: page(), OTHER: FILES[OTHER]}
    assert set(found.taken) == {ABOUT, OTHER, "content/pages/us.md"}


def test_texts_that_were_good_at_their_time_are_not_left_out_for_the_fault_of_another(
    repository: Path,
) -> None:
    """A page has a new name, properly; its old one is in the links of a text nobody has edited."""
    good = save(repository, {"content/pages/third.md": page("Third")})
    moved = page().replace("title:", "former_urls: [/about/]\ntitle:")
    save(repository, {ABOUT: None, "content/pages/us.md": moved})
    closed = FILES[MESA].replace("status: open", "status: closed")
    save(repository, {MESA: closed})
    found = Outcome(repository)
    assert found.is_good
    assert set(found.texts) == {ABOUT, OTHER, "content/pages/third.md"}
    assert found.short == {ABOUT: good, "content/pages/us.md": None}
    assert found.clinics["az-mesa"].value.status == "closed"


def test_texts_that_go_back_together_are_those_that_were_stored(repository: Path) -> None:
    subst = {"content/.gitattributes": "*.md export-subst eol=crlf\nother.md export-ignore\n"}
    text = page(body="By $Format:%an %ae$.\n")
    version = save(repository, {**subst, ABOUT: text, "content/faq/ä b.txt": "x"})
    (repository / "content/faq/link.md").symlink_to("/etc/passwd")
    last = save(repository, {"content/empty.md": ""})
    history = History(repository)
    found = {item.short: history.files(item, "content") for item in history.versions("content", 2)}
    assert list(found) == [last, version]
    assert found[version][ABOUT].decode() == text
    assert OTHER in found[version]
    assert found[last] == {**found[version], "content/empty.md": b""}
    stored = git(repository, "-c", "core.quotePath=no", "ls-files", "content").splitlines()
    assert set(found[last]) == set(stored) - {"content/faq/link.md"}
    assert history.files(history.versions(ABOUT, 1)[0], "content/nowhere") == {}


def test_a_broken_list_of_topics_goes_back_with_what_it_made_possible(repository: Path) -> None:
    topics = "content/faq/_topics.yaml"
    new = question(name="new/is-it-new", title="Is it new?")["content/faq/new/is-it-new.md"]
    assert isinstance(new, str)
    broken = f"{LISTS[topics]}  - {{id: new, nam: New}}\n"
    lines = ledger("/other/", "/faq/new/", "/faq/new/#is-it-new")
    save(repository, {topics: broken, "content/faq/new/is-it-new.md": new, LEDGER: lines})
    found = Outcome(repository)
    assert found.is_good, found.told
    assert found.questions == {"does-it-hurt"}
    assert found.aside == ("/faq/new/", "/faq/new/#is-it-new")


def test_a_topic_that_people_know_is_never_given_up(repository: Path) -> None:
    """It was taken away, and then somebody broke the list as well."""
    topics, asked = "content/faq/_topics.yaml", "content/faq/tms/does-it-hurt.md"
    save(repository, {LEDGER: ledger("/other/", "/faq/tms/")})
    save(repository, {topics: "topics: []\n", asked: None})
    save(repository, {topics: "topics: [\n"})
    found = Outcome(repository)
    assert (found.is_good, found.aside) == (True, ())
    assert found.questions == {"does-it-hurt"}
    assert set(found.taken) == {topics, asked}


@pytest.mark.parametrize(
    ("text", "taken"),
    [("not an address\n", []), ("\u00e9\n".encode("latin-1"), [LEDGER])],
    ids=["a line that is no address", "no text at all"],
)
def test_a_broken_ledger_stops_nobody(
    repository: Path, text: str | bytes, taken: list[str]
) -> None:
    data = text.encode() if isinstance(text, str) else text
    path = repository / LEDGER
    path.write_bytes(path.read_bytes() + data)
    found = Outcome(repository)
    assert (found.is_good, list(found.taken)) == (True, taken)


def test_a_known_address_is_never_given_up(repository: Path) -> None:
    """A line of the ledger without a file of its own, that was always there, stops the publish."""
    save(repository, {LEDGER: ledger("/other/", "/feeds/gone.xml")})
    found = Outcome(repository)
    assert (found.is_good, found.aside) == (False, ())
    assert "No older version is without errors either; what is left: tests/urls.txt." in found.told


def test_a_link_to_a_file_elsewhere_is_replaced_and_never_followed(
    repository: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "about.md").write_text("secret")
    shutil.move(repository / "content/pages", tmp_path / "pages")
    (repository / "content/pages").symlink_to(outside)
    found = Outcome(repository)
    assert found.is_good, found.report + found.told
    assert found.texts == {ABOUT: page(), OTHER: FILES[OTHER]}
    assert [path.name for path in outside.iterdir()] == ["about.md"]
    assert (outside / "about.md").read_text() == "secret"


# --- locations -----------------------------------------------------------------------------------

WRONG = "telephone: 480-956-56800\n"


def test_a_broken_location_stops_everything_until_it_is_named(repository: Path) -> None:
    save(repository, {MESA: FILES[MESA].replace("5680", "56800"), ABOUT: UNREADABLE})
    found = Outcome(repository)
    assert not found.is_good
    assert f'make publish LAST_GOOD="{MESA}"' in found.told
    assert f'LAST_GOOD="{MESA} {TEMPE}"' in Outcome(repository, TEMPE).told
    assert Outcome(repository, MESA).is_good


def test_a_location_that_only_misses_a_broken_text_is_not_called_broken(repository: Path) -> None:
    redirects = "locations/_redirects.yaml"
    entry = "redirects:\n  - {from: /old/, to: /about/, reason: Renamed.}\n"
    save(repository, {redirects: entry})
    save(repository, {ABOUT: None, MESA: FILES[MESA] + WRONG})
    found = Outcome(repository)
    assert f"{redirects}:2:" in found.report
    assert f'LAST_GOOD="{MESA}"' in found.told
    back = Outcome(repository, MESA)
    assert (back.is_good, set(back.taken)) == (True, {ABOUT, MESA})


def test_while_a_location_cannot_be_read_no_text_goes_back_for_nothing(repository: Path) -> None:
    write(repository, {MESA: FILES[MESA] + WRONG, ABOUT: UNREADABLE})
    site = load(repository, is_production=True)
    assert suspects(site, ()) == frozenset()
    assert suspects(site, (MESA,)) == {MESA, ABOUT}


def test_a_location_that_goes_back_says_old_and_new(repository: Path) -> None:
    """Here the file can be read as a location; its successor is not there."""
    moved = FILES[MESA].replace("status: open", "status: moved\nmoved_to: az-nowhere")
    new = moved.replace("5680", "5681") + "opening_hours: {saturday: 08:00-08:30}\n"
    save(repository, {MESA: new, ABOUT: UNREADABLE})
    found = Outcome(repository, f"1 {MESA} {TEMPE}")
    assert found.is_good
    assert set(found.taken) == {MESA, ABOUT}
    for line in (
        "Status: Moved, to “az-nowhere” → Open",
        "Telephone: 480-956-5681 → 480-956-5680",
        "Saturday: 8:00 AM – 8:30 AM → Call to ask",
    ):
        assert f"    {line}\n" in f"{found.told}\n"
    assert f"{TEMPE} goes out as it is: nothing is wrong with it." in found.told


def test_a_location_that_cannot_be_read_is_compared_line_by_line(repository: Path) -> None:
    new = FILES[MESA].replace("status: open", "status: closd").replace("5680", "5681")
    save(repository, {MESA: new})
    found = Outcome(repository, MESA)
    assert found.is_good
    for line in (
        "- status: closd",
        "+ status: open",
        "- telephone: 480-956-5681",
        "+ telephone: 480-956-5680",
    ):
        assert f"    {line}\n" in f"{found.told}\n"
    assert "region" not in found.told


def test_a_shared_list_goes_back_when_it_is_named(repository: Path) -> None:
    name = "locations/_organization.yaml"
    old = (repository / name).read_text("utf-8")
    save(repository, {name: old.replace("telephone:", "telefone:")})
    assert f'LAST_GOOD="{name}"' in Outcome(repository).told
    found = Outcome(repository, name)
    assert (found.is_good, set(found.taken)) == (True, {name})
    assert "- telefone:" in found.told


def test_a_deleted_location_comes_back_when_it_is_named(repository: Path) -> None:
    save(repository, {MESA: None})
    assert not Outcome(repository).is_good
    found = Outcome(repository, MESA)
    assert (found.is_good, set(found.taken)) == (True, {MESA})
    assert "Clinic: (nothing) → Open; AZ" in found.told


def test_a_new_location_without_a_good_version_is_left_out(repository: Path) -> None:
    new = "locations/az-new.yaml"
    lines = ledger("/other/", "/locations/az/new/")
    save(repository, {new: minimal("az-new", "New", WRONG), LEDGER: lines})
    found = Outcome(repository, new)
    assert found.is_good
    assert (found.taken, found.aside) == ({new: None}, ("/locations/az/new/",))


# --- what stands in the way ----------------------------------------------------------------------


def publish(root: Path, names: str, *options: str, **environment: str) -> tuple[int, str]:
    done = build(root, "--last-good", names, *options, SITEURL=SITE_URL, **environment)
    assert "Traceback" not in done.stdout + done.stderr
    assert not (root / "public").exists()
    return done.returncode, done.stderr


def no_git(repository: Path, tmp_path: Path) -> dict[str, str]:
    shutil.rmtree(repository / ".git")
    return {"GIT_CEILING_DIRECTORIES": str(tmp_path)}


def no_program(repository: Path, tmp_path: Path) -> dict[str, str]:
    return {"PATH": str(tmp_path)}


def shallow(repository: Path, tmp_path: Path) -> dict[str, str]:
    shutil.move(repository, tmp_path / "whole")
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{tmp_path}/whole", "project")
    return {}


def nothing(repository: Path, tmp_path: Path) -> dict[str, str]:
    return {}


Prepare = Callable[[Path, Path], dict[str, str]]

REFUSED: dict[str, tuple[Prepare, str, int, str]] = {
    "no repository": (no_git, "1", 3, "git knows none here"),
    "no git": (no_program, "1", 3, "git, which is not installed here"),
    "a clone without a past": (shallow, "1", 3, f"{ABOUT} has no good version among them. Fetch"),
    "a text": (nothing, ABOUT, 2, "names no file of locations/. Write LAST_GOOD=1"),
    "a slip": (nothing, "locations/az-meza.yaml", 2, f"is not there. Did you mean “{MESA}”?"),
    "a way out": (nothing, "locations/../x.yaml", 2, "names no file of locations/"),
}


@pytest.mark.parametrize(("prepare", "names", "code", "said"), REFUSED.values(), ids=REFUSED)
def test_what_stands_in_the_way_is_said_in_words(
    repository: Path, tmp_path: Path, prepare: Prepare, names: str, code: int, said: str
) -> None:
    save(repository, {ABOUT: UNREADABLE})
    environment = prepare(repository, tmp_path)
    ended, words = publish(repository, names, "--production", **environment)
    assert (ended, said in words) == (code, True), words


def test_only_a_production_build_goes_back(repository: Path) -> None:
    code, said = publish(repository, "1")
    assert (code, "LAST_GOOD is for make publish" in said) == (2, True)


def test_a_repository_that_git_itself_names_is_not_asked(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a hook git sets such variables."""
    save(repository, {ABOUT: UNREADABLE})
    monkeypatch.setenv("GIT_DIR", str(repository / "nowhere"))
    found = Outcome(repository)
    assert (found.is_good, found.texts[ABOUT]) == (True, page())
