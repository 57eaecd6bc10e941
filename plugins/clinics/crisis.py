"""When help comes first: words that people in danger type, and texts that speak of crisis.

The one list of words for every search of the site; it prefers to show help too often.
"""

from __future__ import annotations

import re

_ABOUT_CRISIS = re.compile(r"\bsuicid|\bcris[ie]s\b|\bself-harm", re.IGNORECASE)

PHRASES = (
    # Suicide, also as it is misspelled
    "suicide",
    "suicides",
    "suicidal",
    "suicidality",
    "sucide",
    "sucidal",
    "suicde",
    "suicidle",
    "suicidel",
    "suicidial",
    "suiside",
    "suisidal",
    "suacide",
    "suecide",
    "siucide",
    "sucicide",
    "sucicidal",
    "suiced",
    "unalive",
    # Death
    "kill my self",
    "killing my self",
    "kill your self",
    "how to die",
    "ways to die",
    "painless death",
    "hang my self",
    "shoot my self",
    "end my life",
    "ending my life",
    "end my own life",
    "take my life",
    "take my own life",
    "end it all",
    "ending it all",
    "want to die",
    "wants to die",
    "wanting to die",
    "wanna die",
    "wish i was dead",
    "wish i were dead",
    "want to be dead",
    "better off dead",
    "rather be dead",
    "don't want to live",
    "don't wanna live",
    "do not want to live",
    "don't want to be alive",
    "don't want to be here anymore",
    "no reason to live",
    "nothing to live for",
    # Harm
    "self harm",
    "self harming",
    "self injury",
    "self injuring",
    "hurt my self",
    "hurting my self",
    "harm my self",
    "harming my self",
    "cut my self",
    "cutting my self",
    "slit my wrists",
    "overdose",
    "overdoses",
    "overdosed",
    "overdosing",
    "over dose",
    # The lines themselves
    "988",
    "crisis line",
    "crisis hotline",
    "suicide hotline",
)
"""In lower case. A space stands for any space or hyphen, or none; an apostrophe may be left out."""


def crisis_pattern() -> str:
    """A regular expression for whole words, as Python and JavaScript read it; case is ignored."""
    return rf"\b(?:{'|'.join(map(_pattern, PHRASES))})\b"


def _pattern(phrase: str) -> str:
    return re.sub("'", "['’]?", phrase).replace(" ", r"[\s-]*")


def is_about_crisis(text: str) -> bool:
    """Whether a text shows the help lines above itself (rule R-02 of the medical facts)."""
    return bool(_ABOUT_CRISIS.search(text))
