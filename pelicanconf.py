"""Settings of the development build; `publishconf.py` overrides a few for the published site."""

from jinja2 import StrictUndefined

# Identity. The company's facts are in locations/_organization.yaml.
SITENAME = "Serenity Mental Health Centers"
SITEURL = ""
TIMEZONE = "America/New_York"
DEFAULT_LANG = "en"
LOCALE = ["C.UTF-8"]  # the same output on every machine

# Paths
PATH = "content"
PAGE_PATHS: list[str] = []  # the plugin names each text that is out
ARTICLE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME = "theme"
THEME_STATIC_PATHS: list[str] = []  # the plugin writes them: joined, and named by content
IGNORE_FILES = ["**/.*", "_example.md"]
CACHE_CONTENT = False
READERS = {"html": None, "rst": None, "markdown": None, "mkd": None, "mdown": None}  # only .md

# Addresses
RELATIVE_URLS = False
SLUGIFY_SOURCE = "basename"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"

# What is not generated: nobody designed these pages.
DIRECT_TEMPLATES: list[str] = []
AUTHOR_SAVE_AS = ""
CATEGORY_SAVE_AS = ""
TAG_SAVE_AS = ""
DRAFT_PAGE_SAVE_AS = ""
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None

# Templates: every value is escaped, and a misspelt name stops the build.
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": ["jinja2.ext.i18n"],
}

# The plugin, by name: without this list Pelican loads whatever is installed.
PLUGINS = ["plugins.clinics"]
CLINICS_PRODUCTION = False
CLINICS_REQUIRE_MEDICAL_REVIEW = False  # True: no text about health without a clinician's review
CLINICS_FAQ_MARKUP = True  # FAQPage in the structured data; questions are visible in any case
CLINICS_PRECOMPRESS = False  # see publishconf.py
