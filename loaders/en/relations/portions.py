"""The shares of owners, buyers and sellers that stand beside them in a sentence, in figures or in words."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loaders.check import Candidate
from loaders.context import Context
from loaders.lending import Quantity
from loaders.lexicon import alternation, clue, read
from loaders.mentions import Mention
from loaders.quick import Quick

APART = frozenset({"Place", "Product"})
"""Classes that nobody has a share in."""
DEAL = frozenset({"acquires", "sells"})


@dataclass(frozen=True)
class Words:
    """The patterns of fuller.toml that shares need."""

    of: re.Pattern[str]
    after: re.Pattern[str]
    by: re.Pattern[str]
    each: re.Pattern[str]
    latter: Quick
    bracket: re.Pattern[str]
    rest: Quick
    worded: re.Pattern[str]
    even: Quick
    ratio: Quick
    whole: Quick
    entire: Quick
    part: re.Pattern[str]
    own: Quick
    stuff: re.Pattern[str]
    values: Mapping[str, float]


@functools.cache
def _words() -> Words:
    data = read()["fuller"]["share"]
    worded = rf"(?<![\w-])(?P<word>{alternation(data['words'])}){data['of_words']}$"
    of, after, bracket, told = (re.compile(p, re.I) for p in (data["of"], data["after"], data["bracket"], worded))
    by, each = (re.compile(data[k], re.I) for k in ("by", "each"))
    kinds = ("rest", "even", "ratio", "whole", "entire", "latter")
    rest, even, ratio, whole, entire, latter = (Quick(data[k], re.I) for k in kinds)
    part = re.compile(rf"(?<![\w-])(?P<word>{alternation(data['words'])}){data['of_share']}$", re.I)
    own = Quick(data["own"].replace("{word}", f"(?P<word>{alternation(data['words'])})"), re.I)
    stuff = re.compile(rf"(?<![\w-])(?P<word>{alternation(data['words'])}){data['of_stuff']}", re.I)
    told_of = (of, after, by, each, latter, bracket, rest, told, even, ratio, whole, entire, part, own, stuff)
    return Words(*told_of, data["words"])


def portions(rows: Sequence[Candidate], context: Context) -> dict[int, float]:
    """The share of each candidate that has none and beside which one stands, by the candidate's `id`."""
    found: dict[int, float] = {}
    pool = [o for o in (*rows, *context.said) if "share" in o.qualifiers]
    for whose in _together(rows).values():
        open_ = [c for c in whose if not any(q.startswith("share") for q in c.qualifiers)]
        for c in open_:
            others = [o.object for o in rows if o.object and o.ends[1] != c.ends[1]]
            told = _beside(c, whose, _held(c, rows, context), context, others)
            told = _of_deal(c, pool, context) if told is None else told
            if told is not None:
                found[id(c)] = told
        found |= _split(whose, [c for c in open_ if id(c) not in found], context)
        found |= _left(whose, found, [c for c in open_ if id(c) not in found], context)
    return found


def part_of(c: Candidate, context: Context) -> float | None:
    """What is a part of a share, in percent of the whole: 10 of "half of its 20 percent stake"."""
    share = c.qualifiers.get("share")
    for q in context.quantities if c.predicate in ("acquires", "sells") else ():
        before = _gap(context, context.sentence.start, q.start) if q.unit == "percent" and q.value == share else None
        if before is not None and (word := _words().part.search(before)):
            return round(q.value * _value(word) / 100, 2)
    return None


def worded_part(context: Context) -> float | None:
    """How much of what somebody needs is told in a word, in percent: "half of our alumina", "a third of its power"."""
    hits = list(_words().stuff.finditer(context.sentence.text))
    starts = {m.start - context.sentence.start for m in context.sentence.mentions if m.product}
    worded = clue("portions.material")
    told = [h for h in hits if h.end() in starts or worded.match(context.sentence.text, h.end())]
    value = _value(told[0]) if len(told) == 1 else 100.0
    return value if value < 100 else None


def _together(rows: Sequence[Candidate]) -> Mapping[tuple[str, str], list[Candidate]]:
    """The candidates of each thing that is owned, bought or sold."""
    found: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for c in rows:
        if c.object is not None and c.predicate in ("owns", "acquires", "sells"):
            found[c.predicate, c.object.entity].append(c)
    return found


def _gap(context: Context, start: int, end: int) -> str | None:
    base = context.sentence.start
    return context.sentence.text[start - base : end - base] if base <= start <= end <= context.sentence.end else None


def _held(c: Candidate, rows: Sequence[Candidate], context: Context) -> bool:
    """Whether it is another's share that stands at the thing: "A owns 30 % of X; B, a holder once, sold its part"."""
    assert c.object is not None
    if c.predicate == "owns" or c.subject.start < c.object.end:
        return False
    owns = [o for o in (*rows, *context.said) if o.predicate == "owns" and o.object is not None]
    return any(o.object.start == c.object.start and o.subject.end <= c.object.start for o in owns if o.object)


def _beside(
    c: Candidate, whose: Sequence[Candidate], held: bool, context: Context, others: Sequence[Mention]
) -> float | None:
    """The share that stands at the owner, else at the thing where nobody else has it; none of one of the `others`."""
    assert c.object is not None
    rows = [q for q in context.quantities if q.unit == "percent" and q.max is None and 0 < q.value <= 100]
    rows = [q for q in rows if not _others(q, c, others, context)]
    if c.predicate == "owns":
        between = _gap(context, c.object.end, c.subject.start)
        if between is not None and _words().whole.search(between):
            return 100.0  # "X, a wholly owned unit of A, has 60 percent of Y"
        free = [q for q in rows if not any(c.subject.end <= o.start < q.start for o in others)]
        own = [q for q in free if _full(_words().after, _unaliased(_gap(context, c.subject.end, q.start)))]
        own = own or [q for q in rows if _full(_words().by, _gap(context, q.end, c.subject.start))]
        own = own or [q for q in rows if _each(c, q, context)]
        own = own or [q for q in rows if _titled(c, q, context)]
        if own:
            return own[0].value
        if (told := _other_half(c, context)) is not None:
            return told
    if len({o.subject.entity for o in whose if o.status == c.status}) > 1:
        return None
    if len({o.subject.entity for o in whose}) > 1:  # others had it at another time
        return _told(c, c.object, whose, context)
    of = [q for q in rows if not held and _full(_words().of, _gap(context, q.end, c.object.start))]
    if c.predicate == "owns":
        of += [q for q in rows if _full(_words().bracket, _gap(context, c.object.end, q.start))]
    return of[0].value if of else _told(c, c.object, whose, context)


def _titled(c: Candidate, quantity: Quantity, context: Context) -> bool:
    """Whether a figure is that of whoever is called the holder: "A is the largest shareholder of B, with 34 %"."""
    assert c.object is not None
    if clue("portions.of_else").match(context.sentence.text, quantity.end - context.sentence.start):
        return False
    start, end = c.subject.end, quantity.start
    gap = _gap(context, start, end)
    if gap is None:  # "With 34 % A is the largest shareholder of B"
        lead, behind = _gap(context, quantity.end, c.subject.start), _gap(context, c.subject.end, context.sentence.end)
        opens = lead is not None and clue("portions.opens").fullmatch(lead) is not None
        return opens and clue("portions.is_holder").match(behind or "") is not None
    others = [m for m in context.sentence.mentions if start <= m.start < end and m.type in ("Company", "Person")]
    if any(m.entity not in ("", c.object.entity) for m in others):
        return False
    return clue("portions.titled").fullmatch(gap) is not None


def _other_half(c: Candidate, context: Context) -> float | None:
    """The share of whoever has "the other half"."""
    lead = _gap(context, context.sentence.start, c.subject.start)
    return 50.0 if lead is not None and clue("portions.other_half").search(lead) else None


def _of_deal(c: Candidate, pool: Sequence[Candidate], context: Context) -> float | None:
    """The share that the other party of the deal has been told to take or give, or that the seller had: "sold that"."""
    assert c.object is not None
    kin = [o for o in pool if o.object is not None and o.object.entity == c.object.entity]
    found = {o.qualifiers["share"] for o in kin if {o.predicate, c.predicate} == DEAL and o.status == c.status}
    if not found and c.predicate == "sells" and clue("portions.that_stake").search(context.sentence.text):
        found = {o.qualifiers["share"] for o in kin if o.predicate == "owns" and o.subject.entity == c.subject.entity}
    share = found.pop() if len(found) == 1 else None
    return float(share) if isinstance(share, int | float) else None


def _others(quantity: Quantity, c: Candidate, others: Sequence[Mention], context: Context) -> bool:
    """Whether a figure is said to be a share of another: "through its unit X, A holds 30 % of Y" tells nothing of X.

    Of one of the `others` that something is told of; of what is owned, of any that stands behind it.
    """
    if any(_full(_words().of, _gap(context, quantity.end, o.start)) for o in others):
        return True
    if c.predicate != "owns" or c.object is None:
        return False
    behind = next((m for m in context.sentence.mentions if m.start >= quantity.end and m.type not in APART), None)
    if behind is None or behind.entity == c.object.entity or not behind.entity:
        return False
    gap = _gap(context, quantity.end, behind.start)
    return _full(_words().of, gap) and {"of", "in"} & {*str(gap).lower().split()} != set()


def _each(c: Candidate, quantity: Quantity, context: Context) -> bool:
    """Whether a figure behind several owners is each one's: A's in "A and B with 45 % each"."""
    base, text = context.sentence.start, context.sentence.text
    gap = _gap(context, c.subject.end, quantity.start)
    if gap is None or _words().each.match(text, quantity.end - base) is None:
        return False
    for m in context.sentence.mentions:
        if c.subject.end <= m.start < quantity.start:
            gap = gap.replace(m.text, "", 1)
    return _full(_words().after, re.sub(r"^(?:[\s,]|and\b)*(?= )", "", gap))


def _unaliased(gap: str | None) -> str | None:
    """What stands behind a name and its short form in brackets: "the Foobar Authority (FA), whose holding is"."""
    return None if gap is None else clue("portions.alias").sub("", gap)


def _full(pattern: re.Pattern[str], gap: str | None) -> bool:
    return gap is not None and pattern.fullmatch(gap) is not None


def _told(c: Candidate, thing: Mention, whose: Sequence[Candidate], context: Context) -> float | None:
    """A share in words: "half of X", "the whole of X", "X is wholly owned by"."""
    whose_own = thing.text.lower() in ("its", "their")  # "half of its capacity" is none of it
    before = None if whose_own else _gap(context, context.sentence.start, thing.start)
    if before is not None and (word := _words().worded.search(before)):
        return _value(word)
    if c.predicate != "owns" and (own := _words().own.search(context.sentence.text)) is not None:
        return _value(own)
    if len({m.entity for m in context.sentence.mentions}) > 4:
        return None
    words = _words().whole if c.predicate == "owns" else _words().entire
    return 100.0 if words.search(_near(c, whose, context)) else None


def _near(c: Candidate, whose: Sequence[Candidate], context: Context) -> str:
    """The sentence; what stands by the owner where it is of another time than others: "A has owned it since B left"."""
    start = c.subject.start - context.sentence.start
    if len({o.subject.entity for o in whose}) < 2 or start < 0:
        return context.sentence.text
    return context.sentence.text[max(0, start - 60) : c.subject.end - context.sentence.start + 40]


def _value(match: re.Match[str]) -> float:
    """What the words of a share are, in percent."""
    return _words().values[re.sub(r"\s+", " ", match["word"].lower())]


def _split(whose: Sequence[Candidate], open_: Sequence[Candidate], context: Context) -> dict[int, float]:
    """Equal shares of two owners, or those of a ratio in the order of the text."""
    owners = list(dict.fromkeys(c.subject.entity for c in sorted(whose, key=lambda c: c.subject.start)))
    if len(open_) < len(whose) or len(owners) < 2 or whose[0].predicate != "owns":
        return {}
    ratio = _words().ratio.search(context.sentence.text) or _words().latter.search(context.sentence.text)
    parts = [float(g) for g in ratio.groups() if g] if ratio else []
    if len(parts) != len(owners) or abs(sum(parts) - 100) > 1:
        last = max(c.subject.end for c in whose) - context.sentence.start
        more = clue("portions.more").match(context.sentence.text, max(0, last)) is not None
        parts = [50.0, 50.0] if len(owners) == 2 and not more and _words().even.search(context.sentence.text) else []
    return {id(c): parts[owners.index(c.subject.entity)] for c in open_} if parts else {}


def _left(
    whose: Sequence[Candidate], found: Mapping[int, float], open_: Sequence[Candidate], context: Context
) -> dict[int, float]:
    """What the others leave for the one that has "the rest"."""
    told = {c.subject.entity: float(s) for c in whose if (s := found.get(id(c), c.qualifiers.get("share"))) is not None}
    open_, shares = [c for c in open_ if c.subject.entity not in told], list(told.values())
    if len({c.subject.entity for c in open_}) != 1 or not shares or sum(shares) >= 100:
        return {}
    start, end = open_[0].subject.start, open_[0].subject.end
    base = context.sentence.start
    near = context.sentence.text[max(0, start - base - 30) : max(0, end - base) + 60]
    return {id(c): round(100 - sum(shares), 2) for c in open_} if _words().rest.search(near) else {}
