"""Live reload in a real browser, under the strictest headers that the site may send."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.plugin.test_preview import PROBLEM, PreviewProcess, preview_process

# The site styles dialogs and text too; none of it may reach the list of problems.
STYLE = "dialog, pre, button { display: none; font-size: 1px } body { min-height: 5000px }"
HOME = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Home</title>
<link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/site.css"></head>
<body><h1>{heading}</h1><a href="/other/">A link</a></body></html>
"""
ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
HEADERS = """/*
  Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; \
img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'; \
upgrade-insecure-requests
  X-Content-Type-Options: nosniff
  Cross-Origin-Opener-Policy: same-origin
  Cross-Origin-Resource-Policy: same-origin
"""
# A browser without a window never hides a tab by itself.
SET_VISIBILITY = """state => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[PreviewProcess]:
    """Serve a one-page site."""
    content = tmp_path / "content"
    content.mkdir()
    (content / "index.html").write_text(HOME.format(heading="One"))
    (content / "site.css").write_text(STYLE)
    (content / "icon.svg").write_text(ICON)
    (content / "_headers").write_text(HEADERS)
    with preview_process(tmp_path) as running:
        running.printed("is up to date")
        yield running


def test_page_reloads_after_an_edit_and_keeps_its_place(
    preview: PreviewProcess, page: Page, console_errors: list[str]
) -> None:
    with page.expect_request("**/_preview/events"):
        page.goto(f"http://localhost:{preview.port}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("One")
    page.evaluate("scrollTo(0, 1200)")
    preview.write("content/index.html", HOME.format(heading="Two"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Two")
    page.wait_for_function("scrollY === 1200")
    assert console_errors == []


def test_problems_show_over_the_last_good_page_until_the_repair(
    preview: PreviewProcess, page: Page, console_errors: list[str]
) -> None:
    page.goto(f"http://localhost:{preview.port}/")
    link = page.get_by_role("link", name="A link")
    link.focus()
    preview.write("content/broken.txt", "")
    dialog = page.get_by_role("dialog", name="The last change could not be built")
    problems = dialog.get_by_role("region", name="Problems")
    expect(problems).to_have_text(PROBLEM, use_inner_text=True)
    expect(problems).to_be_visible()
    expect(problems).to_have_css("font-size", "14px")
    expect(problems).to_be_focused()
    expect(dialog).to_contain_text("The content has a problem that needs a fix.")
    assert page.evaluate("document.querySelector('h1').textContent") == "One"

    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()

    page.reload()  # a page that is opened while the site is broken shows the problems too
    expect(problems).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()

    page.reload()
    expect(problems).to_be_visible()
    (preview.root / "content" / "broken.txt").unlink()
    expect(dialog).to_have_count(0)
    expect(link).to_be_visible()
    assert console_errors == []


def test_page_reloads_when_the_preview_was_started_again(
    preview: PreviewProcess, page: Page, tmp_path: Path
) -> None:
    page.goto(f"http://localhost:{preview.port}/")
    preview.end()
    preview.write("content/index.html", HOME.format(heading="Two"))
    with preview_process(tmp_path, port=preview.port) as again:
        again.printed("is up to date")
        assert again.port == preview.port
        expect(page.get_by_role("heading", level=1)).to_have_text("Two")


def test_hidden_tab_lets_go_of_its_connection_and_catches_up_when_it_is_seen(
    preview: PreviewProcess, page: Page, console_errors: list[str]
) -> None:
    with page.expect_request("**/_preview/events"):
        page.goto(f"http://localhost:{preview.port}/")
    page.evaluate(SET_VISIBILITY, "hidden")
    preview.write("content/index.html", HOME.format(heading="Two"))
    preview.printed("is up to date")
    page.wait_for_timeout(300)  # long enough for a reload, had the tab still listened
    expect(page.get_by_role("heading", level=1)).to_have_text("One")
    page.evaluate(SET_VISIBILITY, "visible")
    expect(page.get_by_role("heading", level=1)).to_have_text("Two")
    assert console_errors == []


def test_problem_page_turns_into_the_site(tmp_path: Path, page: Page) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "broken.txt").write_text("")
    (tmp_path / "content" / "index.html").write_text(HOME.format(heading="One"))
    with preview_process(tmp_path) as preview:
        preview.printed("shows it too")
        page.goto(f"http://localhost:{preview.port}/")
        expect(page.get_by_role("region", name="Problems")).to_have_text(PROBLEM)
        expect(page.get_by_role("dialog")).to_have_count(0)
        (tmp_path / "content" / "broken.txt").unlink()
        expect(page.get_by_role("heading", level=1)).to_have_text("One")
