"""Ways to look at a page, by window, colors and size of letters; and what is wrong there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PROBES = Path(__file__).with_name("probes.js").read_text()
AXE = Axe().axe_script
ORDINARY_TEXT = 16

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
RULES = {"target-size": {"enabled": True}}  # WCAG 2.5.8; axe leaves it out unless asked
ASK_AXE = """
async ([where, options]) => {
  const { violations, passes } = await axe.run(where, options);
  const say = ({ id, nodes }) => nodes.map(
    (node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary.replace(/\\s+/g, " ")}`);
  return [violations.flatMap(say), passes.length];
}
"""


@dataclass(frozen=True)
class View:
    """How somebody looks at a page.

    `text` is the size of letters that they have set in the browser, in percent of the usual. That
    is a setting of the browser and no style of the page: lengths in `rem` follow it, and so do
    media queries in `em`, as with a visitor who reads large letters.
    """

    width: int
    scheme: Literal["light", "dark"] = "light"
    is_forced: bool = False
    text: int = 100

    def __str__(self) -> str:
        return f"{self.width} {self.scheme}{' forced' * self.is_forced} {self.text} %"


def show(page: Page, url: str, view: View) -> None:
    """Go to the page, look at it so, and put the probes into it."""
    look(page, view)
    page.goto(url)
    page.evaluate(PROBES)


def look(page: Page, view: View) -> None:
    """Change how the page is looked at."""
    page.set_viewport_size({"width": view.width, "height": 800})
    page.emulate_media(
        color_scheme=view.scheme,
        forced_colors="active" if view.is_forced else "none",
        reduced_motion="reduce",
    )
    size = ORDINARY_TEXT * view.text // 100
    protocol = page.context.new_cdp_session(page)
    protocol.send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size * 13 // 16}})
    protocol.detach()


def probe(page: Page, name: str, least: int) -> list[str]:
    """What one of the probes finds wrong; it must have looked at so many things."""
    found: dict[str, Any] = page.evaluate(f"probes.{name}()")
    assert found["count"] >= least, f"{name} has looked at {found['count']}"
    return list(found["faults"])


def ask_axe(page: Page, where: str = "html") -> list[str]:
    """What axe finds wrong.

    In forced colors the browser paints texts in colors of the visitor's and does not tell it to
    scripts, so axe would measure contrasts that nobody sees.
    """
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(AXE)
    is_forced = page.evaluate("matchMedia('(forced-colors: active)').matches")
    rules = RULES | ({"color-contrast": {"enabled": False}} if is_forced else {})
    violations, passes = page.evaluate(ASK_AXE, [where, {**OPTIONS, "rules": rules}])
    assert passes >= 5
    return list(violations)
