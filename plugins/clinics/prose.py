"""Markdown to HTML, for content that counts as untrusted.

Raw HTML is shown as text, a link may only use a scheme from `LINK_SCHEMES`, and an image is one of
`content/images/`; whatever a check has overlooked is inert here all the same. What comes out is
compared with a list of elements and attributes, in case Markdown itself has a fault.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from html import unescape
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from .citations import Citations
from .failures import ExitCode, Failure
from .images.types import FOLDER, NAME, PublishedImage

LINK_SCHEMES = ("https", "mailto", "tel", "sms")
WEB_ADDRESS = re.compile(r"https://[^/?#@\\%\[\]:]+(?::[0-9]{1,4})?(?:[/?#].*)?")
"""One with a plain host: `https://www.a.org@b.org/` leads to b.org, and `https://[a` nowhere."""

IMAGE_ADDRESS = f"/{FOLDER}"
"""Begins the address of an image; none is taken from another folder or from another site."""

PELICAN_LINK = "{filename}"
"""Begins a link to a source file; Pelican replaces it by the address of its page."""

_FILE_LINK = re.compile(r' href="\{filename\}([^"#]*)(#[^"]*)?"')

_PAGE_LINK = re.compile(r' href="/([^"#?]*)([^"]*)"')

_IMAGE = re.compile(r'(<img\b[^>]*?) src="([^"]*)"')

HEADING = "h"
"""Begins the anchor of every heading in a text."""

EXTENSIONS = ("tables", "sane_lists", "smarty", "toc")


def is_allowed_link(target: str) -> bool:
    """Whether a link may point to `target`."""
    cleaned = re.sub(r"[\x00-\x20\x7f]+", "", unescape(target)).lower()
    if target.startswith(PELICAN_LINK) or cleaned.startswith("#"):
        return True
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", cleaned)
    if scheme and scheme[1] == "https":
        return bool(WEB_ADDRESS.fullmatch(cleaned))
    if scheme:
        return scheme[1] in LINK_SCHEMES
    return cleaned.startswith("/") and not cleaned.startswith(("//", "/\\"))


def is_allowed_image(target: str) -> bool:
    """Whether an image may be the file at `target`."""
    return image_file(target) is not None


def image_file(target: str) -> str | None:
    """The name in `content/images/` of an image at `target`; None where it cannot be one."""
    name = target.removeprefix(IMAGE_ADDRESS)
    return name if name != target and NAME.fullmatch(name) else None


def images_in(html: str) -> tuple[str, ...]:
    """The addresses of the images in a piece of HTML that our converter made, each once."""
    found = (unescape(src).lstrip("/") for _begin, src in _IMAGE.findall(html))
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Prose:
    """A converted text: its HTML, its second-level headings, the sources that it cites.

    Attributes:
        headings: anchor and words of each.
        cited: ids of sources, in the order of their numbers.
    """

    html: str
    headings: tuple[tuple[str, str], ...]
    cited: tuple[str, ...]


def read_prose(text: str) -> Prose:
    """Markdown that counts as untrusted, converted, with its citations."""
    citations = Citations()
    markdown = converter(citations)
    html = markdown.convert(text)
    tokens = getattr(markdown, "toc_tokens", [])  # the extension “toc” puts it there
    headings = tuple((token["id"], unescape(token["name"])) for token in tokens)
    return Prose(html, headings, tuple(citations.cited))


def with_links(
    html: str,
    folder: str,
    files: Mapping[str, str],
    moved: Mapping[str, str],
    withheld: Container[str] = (),
) -> str:
    """`html` with addresses for `{filename}` links; one to a file without a page becomes words.

    `folder` is that of the text, from the content folder; `files` the addresses by file. A link
    to an address of `moved` gets the one that it leads to: no link passes through a redirect, also
    on the day on which a clinic moves and nobody has edited the text. One to an address of
    `withheld` becomes words, until what stands there is out.
    """

    def address(found: re.Match[str]) -> str:
        # Joined to an absolute path, the folder falls away.
        path = posixpath.normpath(posixpath.join(folder, found[1])).lstrip("/")
        url = files.get(path)
        if url is None:
            return ""
        anchor = "" if "#" in url else found[2] or ""
        return f' href="/{url}{anchor}"'

    def today(found: re.Match[str]) -> str:
        page, anchor = found[1], found[2]
        if page in withheld or page + anchor in withheld:
            return ""
        return f' href="/{moved[page]}"' if page in moved else found[0]

    return _PAGE_LINK.sub(today, _FILE_LINK.sub(address, html))


def with_images(html: str, published: Mapping[str, PublishedImage]) -> str:
    """`html` with the address and the size of each image, so that nothing moves when it comes.

    `published` has the images by the names of their files; another one keeps only its words.
    """

    def image(found: re.Match[str]) -> str:
        file = published.get(image_file(found[2]) or "")
        if file is None:
            return found[1]
        size = f'width="{file.width}" height="{file.height}"'
        return f'{found[1]} src="/{file.path}" {size} loading="lazy" decoding="async"'

    return _IMAGE.sub(image, html)


def converter(*extensions: Extension) -> Markdown:
    """A Markdown converter for untrusted text."""
    return _Converter(
        extensions=[*EXTENSIONS, HeaderScope(), Untrusted(), *extensions],
        extension_configs={"toc": {"slugify": heading_id}},
        output_format="html",
    )


def heading_id(words: str, separator: str) -> str:
    """The anchor of a heading; it begins as no id of a template and no question's anchor does."""
    return f"{HEADING}{separator}{slugify(words, separator)}"


class HeaderScope(Extension):
    """Tables say to screen readers that the cells of their first row head columns.

    Columns have no alignment: it would be a style in the page, which browsers are told to refuse.
    """

    def extendMarkdown(self, md: Markdown) -> None:
        """Add what marks the cells."""
        md.treeprocessors.register(_HeaderScope(md), "header_scope", 1)


class _HeaderScope(Treeprocessor):
    def run(self, root: Element) -> None:
        for cell in root.iter("th"):
            cell.set("scope", "col")
        for cell in (*root.iter("th"), *root.iter("td")):
            cell.attrib.pop("style", None)


class Untrusted(Extension):
    """Raw HTML becomes text; links and images that are not allowed lose their target.

    No attribute keeps a straight single quote: Pelican looks for `href='{attach}…'` with a
    pattern that also finds it inside of a title, and would publish the file that it names.
    """

    def extendMarkdown(self, md: Markdown) -> None:
        """Take the two places out where Python-Markdown lets HTML through; add the link guard."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(_LinkGuard(md), "link_guard", 0)


ALLOWED = {"href": is_allowed_link, "src": is_allowed_image}
"""Attribute of an address → what it may be."""


class _LinkGuard(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            for attribute, value in list(element.items()):
                is_target = attribute in ALLOWED
                if is_target and not ALLOWED[attribute](value.replace(AMP_SUBSTITUTE, "&")):
                    del element.attrib[attribute]
                else:
                    element.set(attribute, value.replace("'", "%27" if is_target else "’"))
            if element.get("href", "").startswith("https:"):
                element.set("rel", "noopener noreferrer")


_ELEMENT = (
    "a|blockquote|br|code|div|em|h[1-6]|hr|img|li|ol|p|pre|span|strong|sup"
    "|table|tbody|td|th|thead|tr|ul"
)
_ATTRIBUTE = "alt|class|href|id|rel|role|scope|src|start|title"
_ALLOWED_TAG = re.compile(f'</?(?:{_ELEMENT})(?: (?:{_ATTRIBUTE})="[^"<>]*")*>')
_TARGET = re.compile(r' (href|src)="([^"]*)"')


class _Converter(Markdown):
    """Lets nothing out but what Markdown of ours can become; the last lock, never met so far."""

    def convert(self, source: str) -> str:
        """The HTML of a text.

        Raises:
            Failure: an element, an attribute or an address that no text may hold.
        """
        html = super().convert(source)
        rest = _ALLOWED_TAG.sub("", html)
        refused = rest[rest.index("<") :] if "<" in rest else ""
        tags = "".join(_ALLOWED_TAG.findall(html))
        for name, target in _TARGET.findall(tags):
            if not ALLOWED[name](target):
                refused = refused or target
        if refused:
            raise Failure(
                f"a text would become HTML that no text may hold: {refused[:80]!r}. "
                "This is a fault of the program, not of your edit.",
                ExitCode.OUR_FAULT,
            )
        return html
