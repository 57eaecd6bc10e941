"""The editorial linter: every rule has a planted mistake that it explains, and near misses pass."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest

from plugins.clinics.checks import editorial
from plugins.clinics.checks.content import MAX_BRACKETS, MAX_LINES
from plugins.clinics.editorial.blocks import Kind, read_blocks
from plugins.clinics.editorial.readability import measure, sentences_in, syllables
from plugins.clinics.editorial.rules import MAX_SENTENCE, RULES
from plugins.clinics.problems import Problem, Severity
from tests.conftest import ROOT, MakeProject, load, minimal

WORDING = (ROOT / "content" / "_wording.yaml").read_text("utf-8")
HEAD = {
    "title": "A text",
    "description": "About a treatment.",
    "published": "2026-11-01",
    "facts_checked": "2026-11-02",
    "next_review": "2027-05-01",
}
OFF_LABEL = "regulatory_status: off_label\n"
EASY = "It may help. It may not. "
LONG_WORDS = "Multidimensional psychopharmacological considerations necessitate individualization. "

PLANTED: list[tuple[str, str, str]] = [
    ("promises", "TMS is a miracle for some.", "miracle"),
    ("promises", "It can be life\nchanging.", "life changing"),
    ("breakthrough", "A Breakthrough treatment.", "Breakthrough"),
    ("superlatives", "Our state-of-the-art rooms.", "state-of-the-art"),
    ("effectiveness", "Ketamine is **highly effective**.", "highly effective"),
    ("safety", "It is completely safe.", "completely safe"),
    ("safety", "There are no side\u2011effects, or no side effects.", "no side effects"),
    ("addiction", "Esketamine is non-addictive.", "non-addictive"),
    ("reassurance", "Don’t worry about it.", "Don’t worry"),
    ("promises", "It can be life–changing.", "life–changing"),
    ("slogans", "Begin your healing journey here.", "healing journey"),
    ("cost-promises", "Here cost is never a barrier.", "cost is never a barrier"),
    ("not-yet-approved", "This use is not yet FDA-approved.", "not yet FDA-approved"),
    ("device-approved", "TMS is FDA-approved for adults.", "FDA-approved"),
    ("ketamine-approved", "We give FDA-approved ketamine.", "FDA-approved ketamine"),
    ("ketamine-board", "Our ketamine experts see you.", "ketamine experts"),
    ("yale-figure", "At Yale, 70% got better, 52% with placebo [@S001].", "70%"),
    ("nih-quotation", "As the NIH says, “it restores synapses”.", "NIH"),
    ("testimonials", "Read a success story.", "success story"),
    ("success-rates", "Our success rate is high.", "Our success rate"),
    ("suffering", "If you suffer from anxiety, call.", "suffer from"),
    ("person-first", "Help for the mentally ill.", "the mentally ill"),
    ("substance-use", "Once an addict, now well.", "addict"),
    ("non-compliance", "For patients who are non-compliant.", "non-compliant"),
    ("suicide-words", "She committed suicide. Call 988.", "committed suicide"),
    ("suicide-numbers", "Suicide is an epidemic. Call 988.", "epidemic"),
    ("suicide-methods", "A suicide note. Call 988.", "suicide note"),
    ("suicide-prevention-claims", "The spray prevents suicide. Call 988.", "prevents suicide"),
    ("suicide-prevention-claims", "TMS can prevent suicide. Call 988.", "prevent suicide"),
    ("press-3", "Call 988 and press 3.", "press 3"),
    ("plain-words", "We utilize magnets.", "utilize"),
    ("off-label-first", "Ketamine can help. " + EASY * 40, ""),
    ("percent-source", "In a trial 40% got better, against 20%.", "40%"),
    ("percent-comparison", "In a trial 40 percent got better [@S001].", "40 percent"),
    ("suicide-help", "Some have thoughts of suicide.", "suicide"),
    ("suicide-help", "In 1988 some had thoughts of suicide.", "suicide"),
    ("spravato-first-use", "Spravato is a spray. Spravato® (esketamine) is one.", "Spravato"),
    ("reading-grade", LONG_WORDS * 10, ""),
    ("reading-grade", f"## Hard\n\n{LONG_WORDS * 10}\n\n## Easy\n\n{EASY * 300}", ""),
    ("reading-grade", "## Long\n\n" + ("So it is, and " * 6 + "so on. ") * 9 + EASY, ""),
    ("sentence-length", EASY * 5 + "And so " * (MAX_SENTENCE // 2 + 1) + "on. " + EASY, ""),
]
"""Id of the rule, a text that breaks it, and the words that the message quotes."""

FINE = [
    "A secure room and an obscure word.",
    "No clinic can say that it is completely safe.",
    "Nobody is helped by the words “no side effects”, and that is not said here.",
    "TMS is FDA-cleared. An antidepressant is FDA-approved.",
    "The NIH pays for trials. “Yes,” she said.",
    "Suicide was discussed. If you think of it, call or text 988.",
    "Ketamine has not been shown to prevent suicide. Call 988.",
    "Of 100 people 38% responded, 11% with sham [@S001].",
    "| Trial | Got better |\n|---|---|\n| One [@S001] | 40% |\n| With placebo | 20% |",
    "In 24 people 70.8% responded; there was no comparison group [@S001].",
    "In 2023, 24.3% of adults had pain [@S001].",
    "At each step:\n\n1. 37%\n2. 31%\n\nThere was no comparison group [@S001].",
    "Spravato® (esketamine) nasal spray, CIII is one. Spravato is a spray.",
    f"`miracle` and [a word](/miracle/) and {EASY}",
    "| Multidimensional | psychopharmacological |\n|---|---|\n"
    + "| considerations | of it |\n" * 40,
]


def text_file(body: str, lines: str = "", **head: str) -> Mapping[str, str]:
    """A project with one article, the real list of words, and one source."""
    given = "".join(f"{key}: {value}\n" for key, value in {**HEAD, **head}.items())
    return {
        "locations/az-mesa.yaml": minimal(),
        "content/_wording.yaml": WORDING,
        "content/_sources.yaml": "sources: [{id: S001, title: T, publisher: P}]\n",
        "content/articles/text.md": f"---\n{given}{lines}---\n\n{body}\n",
    }


def found(project: MakeProject, files: Mapping[str, str]) -> list[Problem]:
    """What the editorial rules find; files that cannot be read are a mistake of the test."""
    site = load(project(files))
    assert site.catalog is not None
    assert site.catalog.repository.problems == ()
    return list(editorial.texts_keep_the_editorial_rules(site.catalog))


def rule_of(problem: Problem) -> str:
    """The id at the end of a message."""
    return problem.message.rpartition(" [")[2].removesuffix("]")


@pytest.mark.parametrize(("rule", "body", "words"), PLANTED, ids=lambda value: str(value)[:24])
def test_a_planted_mistake_is_explained(
    rule: str, body: str, words: str, project: MakeProject
) -> None:
    lines = OFF_LABEL if rule == "off-label-first" else ""
    problems = found(project, text_file(body, lines))
    assert [rule_of(problem) for problem in problems] == [rule]
    (problem,) = problems
    assert f"“{words}”" in problem.message or not words
    assert len(problem.hint) > 10
    if words:
        line = problem.excerpt[problem.place.column - 1 :][: problem.place.length]
        assert words.split()[0] in line


def test_every_rule_has_a_planted_mistake(project: MakeProject) -> None:
    site = load(project(text_file("Text.")))
    assert site.catalog
    assert site.catalog.repository.library.wording
    ids = {rule.id for rule in site.catalog.repository.library.wording.value.rules}
    assert {rule for rule, _body, _words in PLANTED} == ids.union(*RULES.values())
    assert len(ids) > 20


@pytest.mark.parametrize("body", FINE, ids=lambda value: value[:24])
def test_what_only_comes_close_is_fine(body: str, project: MakeProject) -> None:
    assert found(project, text_file(body)) == []


def test_title_and_description_are_read_too(project: MakeProject) -> None:
    problems = found(project, text_file("Text.", title="Spravato", description="A miracle cure."))
    assert [(problem.place.line, rule_of(problem)) for problem in problems] == [
        (3, "promises"),
        (3, "promises"),
        (2, "spravato-first-use"),
    ]


def test_a_question_is_held_to_the_same_rules(project: MakeProject) -> None:
    files = dict(text_file("Text."))
    body = files.pop("content/articles/text.md").replace("Text.", "A miracle for 40% [@x].")
    head = body.replace("description: About a treatment.\n", "sources: [S001]\n")
    files["content/faq/_topics.yaml"] = "topics: [{id: tms, name: T, description: D}]\n"
    files["content/faq/tms/a.md"] = head.replace("A text", "Does it work?")
    assert list(map(rule_of, found(project, files))) == ["promises", "percent-comparison"]


def test_an_off_label_text_that_says_so_at_once_is_fine(project: MakeProject) -> None:
    body = "The FDA has approved ketamine only as an anesthetic; this use is off-label. " + EASY
    assert found(project, text_file(body, OFF_LABEL)) == []


# --- Exceptions ----------------------------------------------------------------------------------

EXCEPTION = (
    "editorial_exceptions:\n"
    "  - {rule: %s, text: %s, reason: the name of a song, expires: 2027-01-01}\n"
)


def test_an_exception_with_a_reason_lets_its_words_pass(project: MakeProject) -> None:
    lines = EXCEPTION % ("promises", "Miracle")
    assert found(project, text_file("A miracle.", lines)) == []
    (problem,) = found(project, text_file("A miracle cure.", lines))
    assert "“cure”" in problem.message


def test_an_exception_without_words_holds_for_the_whole_text(project: MakeProject) -> None:
    lines = (EXCEPTION % ("promises", "x")).replace(" text: x,", "")
    assert found(project, text_file("A miracle cure.", lines)) == []


@pytest.mark.parametrize(
    ("lines", "body", "message"),
    [
        (EXCEPTION % ("promises", "miracle"), "Text.", "this exception excepts nothing."),
        (EXCEPTION % ("promises", "cure"), "A miracle.", "this exception excepts nothing."),
        (EXCEPTION % ("promise", "miracle"), "Text.", "there is no editorial rule “promise”."),
    ],
)
def test_a_useless_exception_is_an_error(
    lines: str, body: str, message: str, project: MakeProject
) -> None:
    problems = found(project, text_file(body, lines))
    assert message in [problem.message for problem in problems]
    assert all(problem.is_error and problem.hint for problem in problems)


def test_an_exception_that_has_ended_warns_and_stops_no_build(project: MakeProject) -> None:
    lines = (EXCEPTION % ("promises", "miracle")).replace("2027-01-01", "2026-11-24")
    (problem,) = found(project, text_file("A miracle.", lines))
    assert problem.message == "this exception ended on 2026-11-24."
    assert not problem.is_error


# --- Files of facts, and the list itself ---------------------------------------------------------


def test_the_words_of_yaml_files_are_read_too(project: MakeProject) -> None:
    files = {
        **text_file("Text."),
        "locations/az-mesa.yaml": minimal() + "entrance_note: World-class rooms on floor 2\n",
    }
    site = load(project(files))
    assert site.catalog
    (problem,) = editorial.facts_keep_the_wording(site.catalog)
    assert problem.message == ("“World-class” praises us without a way to check it. [superlatives]")
    assert problem.path == "locations/az-mesa.yaml"


@pytest.mark.parametrize("name", ["promises", "reading-grade"])
def test_an_id_of_a_rule_is_taken_once(name: str, project: MakeProject) -> None:
    again = f"  - {{id: {name}, words: [x], reason: r, replacement: r}}\n"
    site = load(project({**text_file("Text."), "content/_wording.yaml": WORDING + again}))
    assert site.catalog
    (problem,) = editorial.wording_ids_are_unique(site.catalog)
    assert problem.message == f"there is another rule “{name}”."
    assert list(editorial.wording_ids_are_unique(site.catalog)) == [problem]


@pytest.mark.parametrize("words", ["*", ".*", "-*", "“"])
def test_words_that_would_be_found_everywhere_are_refused(words: str, project: MakeProject) -> None:
    rule = f"  - {{id: all, words: ['{words}'], reason: r, replacement: r}}\n"
    site = load(project({**text_file("A miracle."), "content/_wording.yaml": WORDING + rule}))
    problems = [item for item in site.problems if item.path == "content/_wording.yaml"]
    (problem,) = problems
    assert problem.message.endswith(f"“{words}” does not begin with a letter or a digit.")


def test_a_warning_does_not_stop_the_site(project: MakeProject) -> None:
    (problem,) = found(project, text_file("We utilize magnets."))
    assert problem.severity is Severity.WARNING


def test_without_a_list_only_the_built_in_rules_hold(project: MakeProject) -> None:
    files = dict(text_file("A miracle for 40%."))
    del files["content/_wording.yaml"]
    assert list(map(rule_of, found(project, files))) == ["percent-source", "percent-comparison"]


# --- Reading -------------------------------------------------------------------------------------


def test_blocks_keep_every_character_at_its_place() -> None:
    lines = (
        "## A *head*",
        "",
        "One [word](/x/) and",
        "**two** [@S001].",
        "- item `code`",
        "| a | b |",
        "|---|---|",
        "last",
    )
    blocks = read_blocks(enumerate(lines, start=7))
    kinds = [block.kind for block in blocks]
    assert kinds == [Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM, Kind.ROW, Kind.PARAGRAPH]
    assert [block.first_line for block in blocks] == [7, 9, 11, 12, 14]
    paragraph = blocks[1]
    assert " ".join(paragraph.text.split()) == "One word and two ."
    assert len(paragraph.text) == len("\n".join(paragraph.written))
    start = paragraph.text.index("two")
    place = paragraph.place(start, start + 3)
    assert (place.line, place.column, place.length) == (10, 3, 3)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two? Three! Four", 4),
        ("It costs 2.5 or e.g. 3.5 mg at 9 a.m. or so. Dr. Smith knows.", 2),
        ("“Is it?” Yes.) And: no", 4),
        ("", 0),
        ("...", 0),
    ],
)
def test_sentences_are_counted_as_readers_count_them(text: str, sentences: int) -> None:
    assert measure(text).sentences == sentences
    if sentences:
        assert " ".join(text[start:end] for start, end in sentences_in(text)) == text


@pytest.mark.parametrize(
    ("word", "number"),
    [
        *(("help", 1), ("ketamine", 3), ("depression", 3), ("psychiatry", 4), ("helped", 1)),
        *(("treated", 2), ("rule", 1), ("little", 2), ("doses", 2), ("sees", 1), ("being", 2)),
        *(("FDA", 3), ("the", 1), ("usually", 4), ("don’t", 1)),
    ],
)
def test_syllables_are_about_right(word: str, number: int) -> None:
    assert syllables(word) == number


def test_the_grade_is_that_of_the_formula() -> None:
    text = "The cat sat on the mat. It did not see me at all."
    assert measure(text).words == 13
    assert measure(text).grade == max(0.0, 0.39 * 6.5 + 11.8 * 1 - 15.59)
    hard = measure("Antidepressant medication requires monitoring.")
    assert hard.grade == pytest.approx(0.39 * 4 + 11.8 * hard.syllables / 4 - 15.59)
    assert hard.grade > 20


@pytest.mark.parametrize(
    "piece",
    [
        "](",
        "[@",
        "`",
        "* a\n",
        "a: ",
        "5% ",
        "a. ",
        "suicide ",
        "1",
        "1,",
        "e.g. ",
        "|a\n",
        "*a",
        "“",
        "cure ",
    ],
)
def test_no_text_takes_long_to_read(piece: str, project: MakeProject) -> None:
    most = MAX_BRACKETS if "[" in piece else MAX_LINES - 20 if "\n" in piece else 100_000
    folder = project(text_file(piece * min(most, 100_000 // len(piece))))
    start = time.process_time()
    site = load(folder)
    assert not any("too long" in problem.message for problem in site.problems)
    assert time.process_time() - start < 4
