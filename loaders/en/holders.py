"""Who has how much of a firm where the sentence does not name the firm: "Marubeni holds 13.33 % and A the last 7 %".

Whose shares they are is told by the clause ("in which"), by words like "its shareholders", or by what was said last.
The forms are data: [holders] of syntax.toml.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.check import Candidate
from loaders.context import Context
from loaders.lexicon import Lexicon
from loaders.mentions import Mention
from loaders.rendered import Rendered

EXTRACTOR = "holders#shares"
NAME, AMOUNT = "[\ue000-\ue7ff]", "[\ue800-\uefff]"
HOLDS = frozenset({"Company", "GovernmentBody", "Person"})
DEALS = frozenset({"owns", "acquires", "sells"})
WHOLE = 100.5
"""What the shares of all come to at most, in percent; rounding included."""
Item = tuple[Mention, float, int]
"""Who, how much in percent, and where it stands in the rendered sentence."""


@dataclass(frozen=True)
class _Forms:
    """The regexes of an item, of one that only follows another, of what is held, and of what speaks of other shares."""

    items: tuple[re.Pattern[str], ...]
    next: re.Pattern[str]
    held: tuple[re.Pattern[str], ...]
    whose: re.Pattern[str]
    other: re.Pattern[str]


@functools.lru_cache(maxsize=4)
def _forms(words: Lexicon) -> _Forms:
    table = words["syntax"]["holders"]

    def made(text: str) -> re.Pattern[str]:
        for sign in ("who", "lead", "end"):
            text = text.replace(f"{{{sign}}}", table[sign])
        text = text.replace("{q}", f"(?P<q>{AMOUNT})").replace("{o}", f"(?P<o>{NAME})").replace("{m}", NAME)
        return re.compile(text)

    items, held = (tuple(made(text) for text in table[kind]) for kind in ("items", "held"))
    return _Forms(items, made(table["next"]), held, made(table["whose"]), made(table["other"]))


def holders(
    context: Context, rendered: Rendered, said: Sequence[Candidate], held: Mention | None, words: Lexicon
) -> Iterator[Candidate]:
    """Who owns how much of the firm that is `held`, else of one that the sentence itself tells.

    In another paragraph it is `held` no more, but for a sentence that names holders alone: "Kobe Steel holds 9 pct".
    """
    shares = {k for k, q in enumerate(context.quantities) if q.unit == "percent"}
    if not shares or _forms(words).other.search(rendered.text):
        return
    told = {c.subject.entity for c in said if c.predicate in DEALS}
    parts: dict[str, list[tuple[Mention, Mention, float]]] = {}
    items = list(_items(context, rendered, _forms(words), shares))
    named = {m.entity for k in context.sentence.mentions for m in k.each if m.entity.startswith(("org/", "site/"))}
    if not context.follows and ("(" in rendered.text or named - {m.entity for m, *_ in items}):
        held = None
    for mention, share, at in items:
        of = _whole(context, rendered, said, held, words, at)
        if of is not None and mention.entity not in {*told, of.entity}:
            parts.setdefault(of.entity, []).append((mention, of, share))
    for rows in parts.values():
        if sum(share for *_, share in rows) + _told(rows[0][1], said) <= WHOLE:
            yield from (_owns(context, *row) for row in rows)


def _owns(context: Context, mention: Mention, of: Mention, share: float) -> Candidate:
    part = {"share": int(share) if share == int(share) else share}
    return context.relation(mention, "owns", of, EXTRACTOR, 0.85, qualifiers=part)


def spoken_of(rendered: Rendered, said: Sequence[Candidate], words: Lexicon) -> Mention | None:
    """Whose shares the next sentence may go on with: what is held, else whose owners are spoken of."""
    deals = [c.object for c in said if c.predicate in DEALS and c.status != "denied" and "share" in c.qualifiers]
    return deals[-1] if deals else held(rendered, words)


def held(rendered: Rendered, words: Lexicon, at: int | None = None) -> Mention | None:
    """The firm or plant whose owners the sentence speaks of, the last one before `at`; None where it speaks of none."""
    found = [match for form in _forms(words).held for match in form.finditer(rendered.text)]
    end = len(rendered.text) if at is None else at
    found.sort(key=lambda m: (m.start("o") > end, -m.start("o") if m.start("o") <= end else m.start("o")))
    return next((m for match in found if (m := _whole_of(match, rendered)) is not None), None)


def _items(context: Context, rendered: Rendered, forms: _Forms, shares: set[int]) -> Iterator[Item]:
    """The holders of the sentence with their shares, each share once."""
    found = sorted((m for form in forms.items for m in form.finditer(rendered.text)), key=lambda m: m.start("q"))
    first = found[0].end() if found else len(rendered.text)
    found += forms.next.finditer(rendered.text, first - 1)
    seen: set[str] = set()
    for match in found:
        k = ord(match["q"]) - 0xE800
        if k not in shares or match["q"] in seen:
            continue
        seen.add(match["q"])
        named = [rendered.mentions[ord(c) - 0xE000] for c in re.findall(NAME, match["who"])]
        whose = list(dict.fromkeys(m for m in named if m.type in HOLDS and m.entity))
        if len(whose) == 1 or "each" in match[0]:
            yield from ((m, context.quantities[k].value, match.start()) for m in whose)


def _whole(
    context: Context, rendered: Rendered, said: Sequence[Candidate], before: Mention | None, words: Lexicon, at: int
) -> Mention | None:
    """Whose shares they are, which stand at `at`."""
    here = held(rendered, words, at)
    if here is not None:
        return here
    last = next((c.object for c in reversed(said) if c.predicate in DEALS), None)
    return last or before or (context.topic if _forms(words).whose.search(rendered.text) else None)


def _told(of: Mention, said: Sequence[Candidate]) -> float:
    """How much of a firm the sentence has given to others already, in percent."""
    rows = (c for c in said if c.predicate == "owns" and c.object is not None and c.object.entity == of.entity)
    return sum(float(c.qualifiers.get("share", 0)) for c in rows)


def _whole_of(match: re.Match[str], rendered: Rendered) -> Mention | None:
    mention = rendered.mentions[ord(match["o"]) - 0xE000]
    owned = mention.type == "Company" or mention.entity.startswith("site/")
    return mention if owned and mention.entity and not mention.group else None
