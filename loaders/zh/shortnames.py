"""The short names that a Chinese text uses for its firms, and names that begin with one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from loaders.lexicon import Lexicon
from loaders.mentions import Mention
from loaders.zh.grammar import names
from loaders.zh.names import BRANCH

HEAD, STOP = 8, "。"
"""Characters before the firm that a text begins with; what a paragraph of the body has and a line does not."""


def abroad(text: str, short: Iterable[Mention], found: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """A short form right before a firm abroad is of its name: 特变电工几内亚矿业有限公司."""
    owners = tuple(lexicon["chinese"]["firms"]["owners"])
    begun = {m.start: m for m in found if m.type == "Company" and m.text.endswith("有限公司")}
    for form in short:
        rest = begun.get(form.end)
        if rest is not None and not form.text.endswith(owners):
            yield Mention(form.start, rest.end, text[form.start : rest.end], "Company")


def shortened(
    firms: Iterable[Mention], places: Callable[[str], Sequence[Mention]], lexicon: Lexicon
) -> dict[str, Mention]:
    """The short names that a text may use for its firms: without legal form, without the place, their brand alone."""
    found: dict[str, list[Mention]] = {}
    legal = {m.text: m for m in reversed(list(firms)) if names(lexicon).form.search(m.text)}
    for firm in (m for m in legal.values() if not m.text.endswith(BRANCH)):
        plain = names(lexicon).form.sub("", firm.text)
        place, bare = _parted(plain, places, lexicon)
        brand = {bare[:4]} if len(bare) > 4 else set[str]()
        brand |= {place + bare[:2]} if place and len(bare) > 3 else set()
        for form in {plain, bare} | brand:
            if len(form) > 2 and form != firm.text and form not in names(lexicon).generic:
                found.setdefault(form, []).append(firm)
    return {form: rows[0] for form, rows in found.items() if len(rows) == 1}


def before(text: str, form: str, firm: Mention, rows: Sequence[Mention], body: Iterable[tuple[int, int]]) -> bool:
    """Whether the text begins with a short name that lacks the place of a full one further down: it is another firm's.

    "云海铝业公告", then "内蒙古云海铝业有限公司": the second is a firm of the first.
    """
    start, end = next(((a, b) for a, b in body if STOP in text[a:b]), (0, 0))
    first = text.find(form, start, min(end, start + HEAD + len(form)))
    alone = not any(m.start <= first < m.end and m.text != form for m in rows)
    return 0 <= first < firm.start and alone and not firm.text.startswith(form)


def _parted(plain: str, places: Callable[[str], Sequence[Mention]], lexicon: Lexicon) -> tuple[str, str]:
    """The place at the head of a firm's name, and the rest without it."""
    place, bare = "", plain
    heads = [m for k in (2, 3, 4) for m in places(plain[:k]) if m.text == plain[:k]]
    for found in (m for m in (*heads, *places(plain)) if m.type == "Place"):
        rest = plain[len(found.text) :]
        if plain.startswith(found.text) and len(rest) > 2:
            level = names(lexicon).levels.match(rest)
            place, bare = found.text, rest[level.end() :] if level else rest
    return place, bare
