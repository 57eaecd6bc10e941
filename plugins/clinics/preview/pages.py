"""What the preview adds to a page, and the page it shows when there is no site yet."""

from html import escape
from pathlib import Path
from string import Template

from .status import Report

_FOLDER = Path(__file__).with_name("assets")
_SCRIPT = '<script type="module" src="/_preview/reload.js" data-build="{version}"></script>'
_BUILDING = Report("The site is being built for the first time.", "")


def asset(name: str) -> bytes:
    """Return the bytes of one of our own files; read each time, so that an edit shows at once."""
    return (_FOLDER / name).read_bytes()


def with_day(page: bytes, day: str) -> bytes:
    """Return a page whose scripts take `day`, like 2026-12-24, for today; as it is without one."""
    mark = f'<html data-as-of="{escape(day)}"'.encode()
    return page.replace(b"<html", mark, 1) if day else page


def with_script(page: bytes, version: str) -> bytes:
    """Return a page with our script before its end; without `</body>` it goes to the very end."""
    script = _SCRIPT.format(version=version).encode()
    end = page.lower().rfind(b"</body>")
    if end < 0:
        end = len(page)
    return page[:end] + script + page[end:]


def page_without_site(report: Report | None) -> bytes:
    """Return the page for every address while no build has succeeded."""
    shown = report or _BUILDING
    template = Template(asset("no_site.html").decode())
    return template.substitute(summary=escape(shown.summary), text=escape(shown.text)).encode()
