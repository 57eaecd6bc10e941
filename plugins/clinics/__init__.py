"""The plugin: a page for every location, from YAML, through Pelican.

`register` lists every hook into Pelican, each with its reason; the rest of the package does
not know Pelican, except the modules that `tests/plugin/test_layers.py` names.
"""

from __future__ import annotations


def register() -> None:
    """Connect to Pelican's signals (called by Pelican for each name in PLUGINS)."""
    # Imported here, so that `make check`, which needs no Pelican, does not wait for it.
    from pelican import signals

    from . import generator, reader

    signals.initialized.connect(reader.choose_texts)  # only those that are out
    signals.readers_init.connect(generator.add_reader)  # strict front matter, no raw HTML
    signals.generator_init.connect(generator.give_words)  # messages in templates
    signals.get_generators.connect(generator.get_generator)  # our pages
    signals.finalized.connect(generator.index_for_search)  # what the page /search/ searches
