"""The site of one catalog, file by file: each is made when it is asked for.

By the same plan, generators, templates and writer as a whole build, so that every file has the
bytes that a build would give it; a test compares them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from pelican import Pelican
from pelican.generators import PagesGenerator
from pelican.writers import Writer

from .build import expected_files, strict_pelican
from .build_facts import PATH as BUILD_JSON
from .build_facts import build_json
from .catalog import Catalog
from .generator import ClinicsGenerator
from .load.texts import TextFile
from .pages import plan
from .redirects import redirect_pages

INDEX = "index.html"


class OnRequest:
    """Makes the files of a development site in a folder, one by one.

    The search index is not among them: it needs all finished pages.
    """

    def __init__(self, catalog: Catalog, settings: Mapping[str, Any], folder: Path) -> None:
        """`settings` are those of `site_settings`; templates are read anew, for each object."""
        self._plan = plan(catalog)
        self._folder = folder
        self._made: set[str] = set()
        self._found: dict[str, bytes] = {}
        with strict_pelican():
            pelican = Pelican(
                {**settings, "CLINICS_PLAN": self._plan, "OUTPUT_PATH": str(folder)},
            )
            self._settings: dict[str, Any] = pelican.settings
            self._context = _context(self._settings)
            self._writer = Writer(str(folder), self._settings)
            self._generator = self._start(ClinicsGenerator)
            self._generator.generate_context()
        self._parts = chain(self._generator.files(), self._record())

    def make(self, path: str) -> bool:
        """Write the file at a path from the root, as `locations/az/index.html`, once.

        Returns whether the site has such a file.

        Raises:
            Failure: a template or a text is at fault.
        """
        if path not in self._made:
            with strict_pelican():
                write = self._writer_of(path)
                if write is None:
                    return False
                write()
            self._made.add(path)
        return True

    def source(self, path: str) -> str | None:
        """The file that an editor opens to change a page; None where it is made of many."""
        url = path.removesuffix(INDEX)
        if text := self._texts.get(url):
            return text.entry.source.path
        page = self._plan.page(url)
        if page is None or page.subject is None:
            return None
        return self._plan.catalog.repository.locations[page.subject.slug].source.path

    def _writer_of(self, path: str) -> Callable[[], None] | None:
        """What writes a file; None where the site has no such file."""
        url = path.removesuffix(INDEX)
        page = self._plan.page(url)
        if page and page.save_as == path:
            return partial(self._generator.write_page, page, self._writer)
        if path == f"{url}{INDEX}" and (text := self._texts.get(url)):
            return partial(self._write_text, text)
        for redirect in redirect_pages(self._plan.redirects):
            if redirect.save_as == path:
                return partial(self._generator.write_redirect, redirect, self._writer)
        data = self._file(path)
        return None if data is None else partial(self._write_file, path, data)

    def _write_text(self, text: TextFile) -> None:
        """Let Pelican read and write one page."""
        self._settings["PAGE_PATHS"] = [f"{text.kind}/{text.slug}.md"]
        pages = self._start(PagesGenerator)
        pages.generate_context()
        self._generator.complete_texts()
        pages.refresh_metadata_intersite_links()
        pages.generate_output(self._writer)

    def _write_file(self, path: str, data: bytes) -> None:
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def _file(self, path: str) -> bytes | None:
        """The data of a file that is no page; one part of the site after the other is made."""
        while path not in self._found:
            part = next(self._parts, None)
            if part is None:
                return None
            self._found.update(part)
        return self._found[path]

    def _record(self) -> Iterator[Mapping[str, bytes]]:
        number = len(expected_files(self._plan))
        yield {BUILD_JSON: build_json(self._plan.catalog, number, None, None, ())}

    @cached_property
    def _texts(self) -> dict[str, TextFile]:
        return {text.url: text for text in self._plan.catalog.repository.texts}

    def _start(self, kind: type[Any]) -> Any:
        """A generator, as Pelican's own run starts each."""
        settings = self._settings
        return kind(self._context, settings, settings["PATH"], settings["THEME"], self._folder)


class Compiled(BytecodeCache):
    """Templates as they were compiled, in memory; Jinja itself notices when a source is another."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was kept for this template; Jinja compares the checksum of its source."""
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        self._code[bucket.key] = bucket.bytecode_to_string()


def _context(settings: dict[str, Any]) -> dict[str, Any]:
    """What Pelican's own run gives its generators."""
    return {
        **settings,
        "generated_content": {},
        "static_links": set(),
        "static_content": {},
        "localsiteurl": settings["SITEURL"],
        "pages": [],
    }
