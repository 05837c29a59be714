"""Who has how much of a firm where the sentence does not name the firm: "Marubeni holds 13.33 % and A the last 7 %".

Whose shares they are is told by the clause ("in which"), by words like "its shareholders", or by what was said last.
The forms are data: [holders] of syntax.toml.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from loaders.check import Candidate
from loaders.context import DEALS, Context
from loaders.en.relations.wholes import governed, named, owned
from loaders.lexicon import Lexicon
from loaders.mentions import Mention
from loaders.rendered import Rendered
from loaders.shares import WHOLE

EXTRACTOR = "holders#shares"
NAME, AMOUNT = "[\ue000-\ue7ff]", "[\ue800-\uefff]"
HOLDS = frozenset({"Company", "GovernmentBody", "Person"})


class Item(NamedTuple):
    """Who has how much in percent, where it stands in the rendered sentence and ends, and whether it is so already."""

    who: Mention
    share: float
    at: int
    end: int
    status: str


@dataclass(frozen=True)
class _Forms:
    """The regexes of an item, of one that only follows another, of what is held, and of what speaks of other shares."""

    items: tuple[re.Pattern[str], ...]
    next: re.Pattern[str]
    of: re.Pattern[str]
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
    return _Forms(items, made(table["next"]), made(table["of"]), held, made(table["whose"]), made(table["other"]))


def holders(
    context: Context, rendered: Rendered, said: Sequence[Candidate], held: Mention | None, words: Lexicon
) -> Iterator[Candidate]:
    """Who owns how much of the firm that is `held`, else of one that the sentence itself tells.

    In another paragraph it is `held` no more, but for a sentence that names holders alone: "Kobe Steel holds 9 pct";
    of a firm's own report that is one on its own holders.
    """
    shares = {k for k, q in enumerate(context.quantities) if q.unit == "percent"}
    if not shares or _forms(words).other.search(rendered.text):
        return
    told = {c.subject.entity for c in said if c.predicate in DEALS}
    parts: dict[str, list[tuple[Item, Mention]]] = {}
    items = list(_items(context, rendered, _forms(words), shares))
    firms = {m.entity for k in context.sentence.mentions for m in k.each if m.entity.startswith(("org/", "site/"))}
    if not context.follows and (context.own or "(" in rendered.text or firms - {i.who.entity for i in items}):
        held = None
    last = next((c.object for c in reversed(said) if c.predicate in DEALS and c.object is not None), None)
    for item in items:
        own = last is not None and last.entity == item.who.entity  # "A, which is owned by B, keeps 45 percent"
        of = _whole(context, rendered, () if own else said, held, words, item, items)
        if of is not None and item.who.entity not in {*told, of.entity} and not _another(item, said):
            parts.setdefault(of.entity, []).append((item, of))
    for rows in parts.values():
        if sum(item.share for item, _ in rows) + _told(rows[0][1], said) <= WHOLE:
            yield from (_owns(context, item, of) for item, of in rows)


def _another(item: Item, said: Sequence[Candidate]) -> bool:
    """Whether the share is another's: of "A, which controls B, has 23 percent" it is A's."""
    rows = (c for c in said if c.predicate == "owns" and c.subject.end <= item.who.start)
    return any(c.qualifiers.get("share") == item.share for c in rows)


def _owns(context: Context, item: Item, of: Mention) -> Candidate:
    part = {"share": int(item.share) if item.share == int(item.share) else item.share}
    return context.relation(item.who, "owns", of, EXTRACTOR, 0.85, item.status, part)


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
    status = "actual"
    for match in found:
        k = ord(match["q"]) - 0xE800
        if k not in shares or match["q"] in seen:
            continue
        seen.add(match["q"])
        status = "planned" if match.groupdict().get("plan") else status if match.re is forms.next else "actual"
        rows = [rendered.mentions[ord(c) - 0xE000] for c in re.findall(NAME, match["who"])]
        whose = list(dict.fromkeys(m for m in rows if m.type in HOLDS and m.entity))
        if len(whose) == 1 or "each" in match[0]:
            value = context.quantities[k].value
            yield from (Item(m, value, match.start(), match.end("q"), status) for m in whose)


def _whole(
    context: Context,
    rendered: Rendered,
    said: Sequence[Candidate],
    before: Mention | None,
    words: Lexicon,
    item: Item,
    items: Sequence[Item],
) -> Mention | None:
    """Whose shares those of an item are."""
    told = _tail(rendered, words, item, items)
    if told is not None:
        of = named(context, told, [i.who.entity for i in items])
        return of if of is not None and owned(of) else None
    by_verb = governed(context, item.who.start, words)
    if by_verb is not None and by_verb.entity != item.who.entity:
        return by_verb
    here = held(rendered, words, item.at)
    if here is not None:
        return here
    # What an aside on a later holder tells is not theirs: "A (9 percent) and B, a unit of C, with 7".
    rows = (c.object for c in reversed(said) if c.predicate in DEALS and c.object is not None)
    last = next((m for m in rows if not any(m.start == i.who.start for i in items)), None)
    last = None if last is not None and last.start > item.who.start else last
    return last or before or (context.topic if _forms(words).whose.search(rendered.text) else None)


def _tail(rendered: Rendered, words: Lexicon, item: Item, items: Sequence[Item]) -> Mention | None:
    """What shares are of by the words behind this one, else behind the nearest before or after it: X in "60 % of X"."""
    near = sorted(items, key=lambda i: (i.end != item.end, i.end > item.end, abs(i.end - item.end)))
    found = (_forms(words).of.match(rendered.text, i.end) for i in near)
    return next((rendered.mentions[ord(m["o"]) - 0xE000] for m in found if m is not None), None)


def _told(of: Mention, said: Sequence[Candidate]) -> float:
    """How much of a firm the sentence has given to others already, in percent."""
    rows = (c for c in said if c.predicate == "owns" and c.object is not None and c.object.entity == of.entity)
    return sum({c.subject.entity: float(c.qualifiers.get("share", 0)) for c in rows}.values())


def _whole_of(match: re.Match[str], rendered: Rendered) -> Mention | None:
    mention = rendered.mentions[ord(match["o"]) - 0xE000]
    return mention if owned(mention) else None
