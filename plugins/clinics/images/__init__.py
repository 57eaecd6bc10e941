"""Photos and drawings of editors: what is accepted, and what visitors get instead of the file.

Pure functions on bytes, built on Pillow; what reads files is in `load/` and in `site`.
"""
