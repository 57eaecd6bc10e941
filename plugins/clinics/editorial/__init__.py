"""The editorial linter: how our texts may speak (rules R-03 to R-30 of the medical facts).

`blocks` reads Markdown as readers see it, `readability` measures it, `rules` looks at one text, and
`exceptions` takes out what an editor has excepted with a reason. The words themselves are data:
`content/_wording.yaml`.
"""
