"""The regex of a pattern's words; its signs are those of loaders/patterns.py."""

from __future__ import annotations

import functools
import re

from loaders import shares
from loaders.lexicon import read
from loaders.parsed import Parts
from loaders.quick import Quick

MENTION, AMOUNT, TIME = "\ue000-\ue7ff", "\ue800-\uefff", "\uf000-\uf7ff"
BOTH = r"(?:(?:\s*,?\s+and\s+|\s+or\s+)(?:the\s+(?:\w+\s+){0,2})?|、|和|及|与|以及)"
JOIN = r"(?:(?:\s*,?\s+and\s+|\s*,\s*|\s+or\s+)(?:the\s+(?:\w+\s+){0,2})?|、|和|及|与|以及)"
"""What joins the names of a list; it ends with BOTH: in "owned by A, B with 80 pct" B is no owner."""
NO_TRADE = (
    "of|to|in|from|by|with|for|and|or|that|which|who|whose|on|at|as|is|are|was|were|has|have|had|not|than|but|while|"
    "since|after|before|until|because|when|where|if|though|although|whether|so|as well|under|through|over|into|"
    "acquiring|buying|purchasing|selling|taking|owning|merging|joining|closing|running"
)
"""Small words that end what a name is called by."""

TRADES = "metals|minerals|listed|quoted|based|backed|controlled|works|motors|wheels|products|resources|utilities|foods"
"""Words in "s" and "ed" that say what a firm is, and are no verbs."""


@functools.cache
def compiled(pattern: str, roles: str = "", han: bool = False) -> Quick:
    """The regex of a pattern's text; `roles` is what `{role}` stands for."""
    one, amount, time = f"[{MENTION}]", f"[{AMOUNT}]", f"[{TIME}]"
    home = rf"(?:{one}(?:[’']s|-based|-listed|-owned|-backed) )?"  # "and Canada-based B", "and India's B"
    many = rf"{one}(?:(?:{JOIN}{home}{one})*(?:{BOTH}{home}{one}|\s*,\s*{one}(?=\W*$)))?"
    if han:  # what stands in a plant's own words comes before it, spaced
        many = rf"(?:{one} )*{one}(?:{JOIN}(?:{one} )*{one})*"
    parts = Parts()
    text = pattern.replace("{~}", f"[^{MENTION}|]{{0,14}}?")
    for sign, words in (("role", rf"\b(?i:{roles})"), *read()["syntax"]["signs"].items(), ("d", _called(one))):
        text = text.replace(f"{{{sign}}}", parts.sign(words)) if f"{{{sign}}}" in text else text
    text = text.replace("{m}", one).replace("{p}", f"(?P<p>{one})")
    text = re.sub(r"\{([so])%\}", lambda m: f"(?P<{m[1]}>{parts.sign(shares.listed())})", text)
    text = re.sub(r"\{(\w+)-\}", lambda m: f"(?P<{m[1]}>{one}(?: ?{one})*)(?! ?{one})", text)
    text = re.sub(r"\{(q\w*)\+\}", lambda m: f"(?P<{m[1]}>{amount}(?:(?:[、和及,，]|,? and |, ){amount})*)", text)
    text = re.sub(r"\{(\w+)\+\+\}", lambda m: f"(?P<{m[1]}>{one}(?:{JOIN}{one})+)", text)
    text = re.sub(r"\{(\w+)\+\}", lambda m: f"(?P<{m[1]}>{parts.sign(many)})", text)
    text = re.sub(r"\{(q\w*)\}", lambda m: f"(?P<{m[1]}>{amount})", text)
    text = re.sub(r"\{(t\w*)\}", lambda m: f"(?P<{m[1]}>{time})", text)
    text = re.sub(r"\{([so]\d?)\}", lambda m: f"(?P<{m[1]}>{one})", text)
    return Quick(text, parts=parts)


def _called(one: str) -> str:
    """What a name is called by: an article, whose it is or from where, and what it does ("the Greek metals group").

    Behind another name no verb is a part of it: "between <A> and <B> covers <alumina>".
    """
    words = rf"(?:(?!(?:{NO_TRADE})\b)[a-z][\w-]* ){{0,4}}?"
    trade = rf"(?:(?!(?:{NO_TRADE})\b)(?!(?!{TRADES})[a-z]+(?:s|ed)\b)[a-z][\w-]* ){{0,4}}?"
    from_ = rf"{one}[’']s {words}|{one} {trade}|[A-Z][\w.]+ {words}"
    return rf"(?:[Tt]he |an? |its |our |their )?(?:{from_}|{words})(?:{one}[’']s )?"
