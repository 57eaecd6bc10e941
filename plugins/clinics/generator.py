"""The boundary to Pelican: our catalog in, finished pages out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup as HtmlText
from pelican.generators import Generator
from pelican.readers import Readers
from pelican.writers import Writer

from .assets import Assets, read_assets
from .crisis import is_about_crisis
from .exports import files as export_files
from .facets import facets
from .faq import AnsweredQuestion
from .faq_section import read_faq_section
from .feed import FEED_PATH, article_feed
from .formats import date_words, number_words, weekday_words
from .hosting import Transport, host_files, page_policy
from .hosting.headers import SEARCH_PAGE
from .llms import LLMS_PATH, llms_txt
from .news import NEWS_PATH, clinic_feed
from .pages import Page, Plan, text_page
from .pictures.cards import Card, card_of, cards
from .pictures.drawing import draw
from .pictures.lettering import read_typeface
from .pictures.manifest import PATH as MANIFEST_PATH
from .pictures.manifest import manifest
from .pictures.mark import icon_files
from .pictures.palette import AROUND_PAGE
from .prose import with_images, with_links
from .reader import FrontMatterReader
from .redirects import RedirectPage, redirect_pages, server_files
from .robots import ROBOTS_PATH, published_robots, unpublished_robots
from .search_index import write_search_index
from .security_txt import PATH as SECURITY_TXT
from .security_txt import security_txt
from .sitemap import entries, sitemaps
from .structured_data import Markup, graph
from .translation import markup, plural_markup, speak


class ClinicsGenerator(Generator):
    """Writes every page that is made from data.

    Puts `catalog`, `is_production`, `footer`, `theme_colors` and the paths of the feeds into
    Pelican's context, with functions that take a page, `structured_data`, `search_facets`,
    `card_of` and `policy_of`, and with `asset`, which takes the name of a file of the theme; gives
    Pelican's own pages what ours have, and the addresses of their `{filename}` links, which may
    name anything in `catalog.files`: `[Biltmore]({filename}/locations/az-biltmore.yaml)`.
    """

    plan: Plan

    def generate_context(self) -> None:
        """Give every template the catalog, and Pelican's pages what ours have."""
        self.plan = self.settings["CLINICS_PLAN"]
        catalog = self.plan.catalog
        self.context["catalog"] = catalog
        self.context["article_feed"] = FEED_PATH
        self.context["clinic_feed"] = NEWS_PATH
        self.context["is_production"] = catalog.is_production
        self.context["structured_data"] = self._structured_data
        self.context["footer"] = lambda: self._footer
        self.context["search_facets"] = partial(facets, catalog)
        self.context["card_of"] = self._card_of
        self.context["asset"] = self._assets.address
        self.context["policy_of"] = _policy_of
        self.context["theme_colors"] = AROUND_PAGE
        self.complete_texts()

    def complete_texts(self) -> None:
        """Give the pages that Pelican has made of texts what ours have."""
        catalog = self.plan.catalog
        texts = {text.url: text for text in catalog.repository.texts}
        for page in self.context["pages"]:
            _describe(page, text_page(catalog, texts[page.url]))
            html = with_links(
                page._content,
                page.kind,
                catalog.files,
                catalog.addresses_of_moved,
                catalog.withheld,
            )
            page._content = with_images(html, catalog.images)
            page.is_about_crisis = is_about_crisis(page._content)
            page.references = [catalog.medical_sources[item] for item in page.cited]

    def generate_output(self, writer: Writer) -> None:
        """Render and write each page, then the files that are not pages."""
        for page in self.plan.pages:
            self.write_page(page, writer)
        for redirect in redirect_pages(self.plan.redirects):
            self.write_redirect(redirect, writer)
        for path, data in (item for part in self.files() for item in part.items()):
            target = Path(self.output_path, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)

    def write_page(self, page: Page, writer: Writer) -> None:
        """Render and write one page of the plan."""
        writer.write_file(
            page.save_as,
            self.get_template(page.template.removesuffix(".html")),
            self.context,
            relative_urls=self.settings["RELATIVE_URLS"],
            url=page.url,
            page=page,
            **page.context,
        )

    def write_redirect(self, page: RedirectPage, writer: Writer) -> None:
        """Render and write a page that leads on; no page of the plan: nothing lists or finds it."""
        template = self.get_template("redirect")
        writer.write_file(page.save_as, template, self.context, redirect=page)

    def files(self) -> Iterator[Mapping[str, bytes]]:
        """The files that are not pages, by their paths; each part is made when it is asked for."""
        yield self._assets.files
        yield {image.path: image.data for image in self.plan.catalog.images.values()}
        yield host_files(self._transport)
        yield self._pictures()
        yield export_files(self.plan.catalog, self._base)
        yield self._feeds()
        yield self._for_programs()
        yield self._redirects()
        yield self.plan.files

    def _redirects(self) -> dict[str, bytes]:
        """What web servers read of the redirects; nothing in development, which has no address."""
        if not self.plan.catalog.is_production:
            return {}
        return server_files(self.plan.redirects, self._base)

    @property
    def _transport(self) -> Transport | None:
        """What the owner has decided about https, which the development site does not have."""
        if not self.plan.catalog.is_production:
            return None
        return Transport(
            include_subdomains=self.settings["CLINICS_HSTS_INCLUDE_SUBDOMAINS"],
            preload=self.settings["CLINICS_HSTS_PRELOAD"],
        )

    @property
    def _base(self) -> str:
        """The address of the site; in development, where it has none, the organization's."""
        return self.settings["SITEURL"] or self.plan.catalog.organization.url.rstrip("/")

    def _feeds(self) -> dict[str, bytes]:
        """The feeds by their paths; that of articles only while there is an article."""
        catalog, language = self.plan.catalog, self.settings["DEFAULT_LANG"]
        time_zone = ZoneInfo(self.settings["TIMEZONE"])
        feeds = {NEWS_PATH: clinic_feed(catalog, self._base, time_zone, language)}
        if catalog.has_article_feed:
            feeds[FEED_PATH] = article_feed(catalog, self._base, time_zone, language)
        return feeds

    def _for_programs(self) -> dict[str, bytes]:
        """What search engines and other programs ask for first; sitemaps in production only."""
        catalog, site = self.plan.catalog, self.settings["SITEURL"]
        files = {LLMS_PATH: llms_txt(catalog, site)}
        if not (catalog.is_production and site):
            return {**files, ROBOTS_PATH: unpublished_robots()}
        texts = [text_page(catalog, text) for text in catalog.repository.texts]
        contents = {page.url: page.content for page in self.context["pages"]}
        found = entries(catalog, (*self.plan.pages, *texts), contents)
        maps = sitemaps(found, site)
        robots = published_robots(f"{site}/{path}" for path in maps)
        security = security_txt(
            catalog.organization.security_contact_uri,
            site,
            self.settings["DEFAULT_LANG"],
            catalog.as_of,
        )
        return {**files, **maps, ROBOTS_PATH: robots, SECURITY_TXT: security}

    @cached_property
    def _assets(self) -> Assets:
        kept: Assets | None = self.settings.get("CLINICS_ASSETS")  # of the preview, between edits
        static = Path(self.settings["THEME"], "static")
        return kept or read_assets(static, named_by_content=self.plan.catalog.is_production)

    @cached_property
    def _cards(self) -> dict[str, Card]:
        """The cards by the address of their page; none in development, which nobody shares."""
        return cards(self.plan.catalog) if self.plan.catalog.is_production else {}

    def _card_of(self, page: Any) -> Card | None:
        """The card of a page, ours or Pelican's; asked for by the template."""
        return card_of(self._cards, page.breadcrumbs) if self._cards else None

    def _pictures(self) -> dict[str, bytes]:
        """The cards, the icons and the manifest that names these, by their paths."""
        name, language = self.plan.catalog.organization.name, self.settings["DEFAULT_LANG"]
        files = {**icon_files(), MANIFEST_PATH: manifest(name, language)}
        if self._cards:
            typeface = read_typeface(Path(self.settings["THEME"], "static", "fonts", FONT))
            files |= {card.path: draw(card, typeface) for card in self._cards.values()}
        return files

    @cached_property
    def _footer(self) -> HtmlText:
        """The foot of every page, the same on all of them; asked for by the template."""
        return HtmlText(self.get_template("partials/footer").render(self.context))

    def _structured_data(self, page: Any) -> dict[str, Any]:
        """The JSON-LD graph of a page, ours or Pelican's; asked for by the template, so late."""
        catalog = self.plan.catalog
        markup = Markup(
            base=self._base,
            language=self.settings["DEFAULT_LANG"],
            time_zone=ZoneInfo(self.settings["TIMEZONE"]),
            has_questions=self.settings["CLINICS_FAQ_MARKUP"],
        )
        found, _faults = read_faq_section(getattr(page, "content", ""))
        own = (AnsweredQuestion(item.id, item.name, HtmlText(item.answer)) for item in found)
        return graph(catalog, markup, page, own)


FONT = "hanken-grotesk.woff2"
"""The font of the theme in which the cards are written."""

DESCRIBED = (
    "breadcrumbs",
    "is_indexable",
    "schema_type",
    "questions",
    "listed",
    "subject",
    "text",
    "label",
)


def _describe(page: Any, described: Page) -> None:
    """Give a page of Pelican's what our own pages have."""
    for name in DESCRIBED:
        setattr(page, name, getattr(described, name))


def _policy_of(page: Any) -> HtmlText:
    """What the page may load and run; it has no sign that an attribute would have to escape."""
    return HtmlText(page_policy(has_wasm=f"/{page.url}" == SEARCH_PAGE))


def get_generator(_pelican: Any) -> type[ClinicsGenerator]:
    """Our generator, for Pelican's list."""
    return ClinicsGenerator


def give_words(generator: Any) -> None:
    """Give the templates of any generator, ours or Pelican's, the words and the formats."""
    speak(generator.settings)
    environment = generator.env
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # messages get their values by name
    environment.globals.update(_=markup, gettext=markup, ngettext=plural_markup)
    for words in (date_words, number_words, weekday_words):
        environment.filters[words.__name__] = words


def add_reader(readers: Readers) -> None:
    """Read Markdown with our reader instead of Pelican's."""
    readers.reader_classes["md"] = FrontMatterReader


def index_for_search(pelican: Any) -> None:
    """Make the index of the site search from the pages that Pelican has written."""
    write_search_index(Path(pelican.output_path))
