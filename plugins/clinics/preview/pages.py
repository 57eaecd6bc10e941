"""What the preview adds to a page, and the page it shows when there is none."""

import re
from html import escape
from pathlib import Path
from string import Template

from .editor import NO_EDITOR, Editor
from .status import Report

_FOLDER = Path(__file__).with_name("assets")
_SCRIPT = '<script type="module" src="/_preview/reload.js" data-build="{version}"{editor}></script>'
_BUILDING = Report("The site is being built for the first time.", "")
_NO_SITE = "There is no site to show yet"
_SEARCH = "search/"
_SEARCH_NOTE = (
    "Preview: this search finds what was there at the last whole build. It is made again when "
    "nothing has been saved for some seconds."
)
_LINK = re.compile(rb'(<a\b[^>]*? href="/(?!/)[^"#?]*)(?:\?([^"#]*))?((?:#[^"]*)?")')
_FORM = re.compile(rb'<form\b[^>]*? action="/(?!/)[^>]*>')
_BODY = re.compile(rb"<body[^>]*>")


def asset(name: str) -> bytes:
    """Return the bytes of one of our own files; read each time, so that an edit shows at once."""
    return (_FOLDER / name).read_bytes()


def with_day(page: bytes, day: str) -> bytes:
    """Return a page whose scripts take `day`, like 2026-12-24, for today; as it is without one."""
    mark = f'<html data-as-of="{escape(day)}"'.encode()
    return page.replace(b"<html", mark, 1) if day else page


def keeping_day(page: bytes, day: str) -> bytes:
    """Return a page that says of which day it is, and whose links and forms lead to that day."""
    asked = f"as_of={day}".encode()

    def link(found: re.Match[bytes]) -> bytes:
        query = found[2] + b"&amp;" if found[2] else b""
        return found[1] + b"?" + query + asked + found[3]

    field = f'<input type="hidden" name="as_of" value="{escape(day)}">'.encode()
    page = _FORM.sub(lambda found: found[0] + field, _LINK.sub(link, page))
    return _with_note(page, f'Preview as of {escape(day)}. <a href="?">Show today</a>')


def with_search_note(page: bytes, path: str) -> bytes:
    """Return the page of the search with what the preview cannot keep up to date there."""
    return _with_note(page, _SEARCH_NOTE) if path == f"/{_SEARCH}" else page


def with_edit_link(page: bytes, source: str | None, editor: Editor) -> bytes:
    """Return a page with links at its end that open its source."""
    if source is None:
        return page
    name, here, there = escape(source), editor.link(source), editor.github_link(source)
    edit = f'<a href="{escape(here)}">Edit this page</a>: {name}' if here else f"Source: {name}"
    on_github = f' (<a href="{escape(there)}">edit on GitHub</a>)' if there else ""
    return _before_end(page, f'<p id="preview-edit"><small>{edit}{on_github}</small></p>')


def with_script(page: bytes, version: str, editor: Editor = NO_EDITOR) -> bytes:
    """Return a page with our script before its end; without `</body>` it goes to the very end."""
    attribute = f' data-editor="{escape(editor.pattern)}"' if editor.pattern else ""
    return _before_end(page, _SCRIPT.format(version=version, editor=attribute))


def page_without_site(report: Report | None, heading: str = _NO_SITE) -> bytes:
    """Return the page for every address while there is nothing to show there."""
    shown = report or _BUILDING
    template = Template(asset("no_site.html").decode())
    words = {"heading": heading, "summary": shown.summary, "text": shown.text}
    return template.substitute({name: escape(text) for name, text in words.items()}).encode()


def _with_note(page: bytes, html: str) -> bytes:
    note = f'<p role="note">{html}</p>'.encode()
    return _BODY.sub(lambda found: found[0] + note, page, count=1)


def _before_end(page: bytes, html: str) -> bytes:
    end = page.lower().rfind(b"</body>")
    if end < 0:
        end = len(page)
    return page[:end] + html.encode() + page[end:]
