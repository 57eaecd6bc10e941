"""Pictures drawn at build time: a card for each page that is shared, and the icons of the site.

`cards` says which there are, `drawing` draws them in their `looks`; `mark` has our mark and the
icons, `manifest` tells devices of them. `canvas`, `lettering` and `palette` are the tools.
"""
