"""Texts of every kind that are not out, with words that stand nowhere else, for the small site.

Each is planted three times: as a draft, with its first day to come, and with its last day over.
What is out already refers to all of them, in all ways in which texts refer to each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FIRST_DAY, LAST_DAY = "2027-01-04", "2026-11-20"

STATES = {
    "draft": "status: draft\npublished: 2026-11-02",
    "coming": f"published: {FIRST_DAY}\nexpires: 2027-02-01",
    "expired": f"published: 2026-11-02\nexpires: {LAST_DAY}",
}
KINDS = ("pages", "treatments", "conditions", "articles", "faq")

FIELDS = ("title", "description", "body", "heading", "cell", "question", "answer", "exception")
"""What a planted word stands in; a question has no description, heading, cell and no section."""

OF_A_QUESTION = ("title", "body", "exception")


@dataclass(frozen=True)
class Planted:
    """A text of a kind that is not out; each of its words names its state, kind and field."""

    state: str
    kind: str

    @property
    def slug(self) -> str:
        """The name of its file."""
        return f"zq-{self.state}-{self.kind}"

    @property
    def file(self) -> str:
        """Its file, from the content folder."""
        folder = "faq/tms" if self.kind == "faq" else self.kind
        return f"{folder}/{self.slug}.md"

    @property
    def url(self) -> str:
        """Its address."""
        if self.kind == "faq":
            return f"/faq/tms/#{self.slug}"
        return f"/{self.slug}/" if self.kind == "pages" else f"/{self.kind}/{self.slug}/"

    @property
    def former(self) -> str:
        """An address that the text declares as its former one."""
        return f"/{self.word('former')}/"

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields in which it has a word of its own."""
        return OF_A_QUESTION if self.kind == "faq" else FIELDS

    def word(self, field: str) -> str:
        """The word of a field; it ends as no stemmer changes it."""
        return f"zq{self.state}{self.kind}{field}x"

    @property
    def text(self) -> str:
        """The whole file."""
        head = [f"title: About {self.word('title')}{'?' if self.kind == 'faq' else ''}"]
        if self.kind != "faq":
            head.append(f"description: What {self.word('description')} is.")
        head.append(STATES[self.state])
        if self.kind != "pages":
            head += ["facts_checked: 2026-11-02", "next_review: 2027-05-02"]
        if self.kind == "treatments":
            head.append("regulatory_status: none")
        if self.kind == "articles":
            head += ["services: [tms-therapy]", "conditions: [major-depression]"]
        if self.kind == "faq":
            head += ["topics: [getting-started]", "locations: [all]"]
        head += [f"former_urls: [{self.former}]", "editorial_exceptions:"]
        head += ["  - rule: percent-source", "    text: 40%", "    expires: 2027-05-24"]
        head.append(f"    reason: Because of {self.word('exception')}")
        return "\n".join(("---", *head, "---", "", *self._body(), ""))

    def _body(self) -> Iterator[str]:
        yield f"It helped 40% of people, with no comparison group: {self.word('body')}.\n"
        if self.kind != "faq":
            yield f"It is known [@S001].\n\n## The {self.word('heading')}\n"
            yield f"| A | B |\n|---|---|\n| one | {self.word('cell')} |\n"
            yield f"## FAQ\n\n### Is it {self.word('question')}?\n\nIt is {self.word('answer')}."


PLANTED = tuple(Planted(state, kind) for state in STATES for kind in KINDS)


def plant(root: Path) -> None:
    """Write the planted texts into a copy of the small site, with all that refers to them."""
    for item in PLANTED:
        (root / "content" / item.file).write_text(item.text, "utf-8")
    slugs = {kind: [item.slug for item in PLANTED if item.kind == kind] for kind in KINDS}
    services = "".join(
        f"  - {{id: {slug}, name: S {at}, summary: A service., is_in_person: yes}}\n"
        for at, slug in enumerate(slugs["treatments"])
    )
    _add(root / "locations" / "_services.yaml", services)
    conditions = (
        f"  - {{id: {slug}, name: C {at}}}\n" for at, slug in enumerate(slugs["conditions"])
    )
    _add(root / "content" / "_conditions.yaml", "".join(conditions))
    _add(root / "content" / "pages" / "about.md", "".join(map(_links, PLANTED)))
    answer = root / "content" / "faq" / "tms" / "do-pulses-hurt.md"
    _add(answer, "".join(map(_links, PLANTED)))
    named = root / "content" / "pages" / "questions.md"
    questions = f"questions: [{', '.join(slugs['faq'])}, "
    named.write_text(named.read_text("utf-8").replace("questions: [", questions), "utf-8")
    redirects = (
        f"  - {{from: /moved/{at}/, to: {item.url}, reason: test}}\n"
        for at, item in enumerate(PLANTED)
    )
    (root / "locations" / "_redirects.yaml").write_text(f"redirects:\n{''.join(redirects)}")


def _links(item: Planted) -> str:
    """Words that link to it by its file and by its address."""
    by_file = f"[by file {item.state}]({{filename}}/{item.file})"
    return f"\n- {by_file} and [by address {item.state}]({item.url})\n"


def _add(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")
