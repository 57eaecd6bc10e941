"""The editorial linter: how our texts may speak (rules R-03 to R-30 of the medical facts).

`blocks` reads Markdown as readers see it, `readability` measures it, `draft` is a text with both;
`rules` and `wording` look for `faults`. The words themselves are data, `content/_wording.yaml`;
what an editor has excepted with a reason is taken out by `checks/editorial.py`.
"""
