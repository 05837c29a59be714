"""What the signs in a pattern's match stand for: quantities, periods, products, words, and what is kept of a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from graph.statement import Scalar, number
from loaders.check import Candidate
from loaders.context import DEALS, GAP, Context
from loaders.frames import Pattern
from loaders.lexicon import clue
from loaders.mentions import Mention
from loaders.rendered import Rendered
from loaders.wording import AMOUNT, MENTION, TIME

SHARED = frozenset({*DEALS, "listedOn"})
"""What is done with shares in a firm, or what is true of them."""


def sound(pattern: Pattern, match: re.Match[str], context: Context, rendered: Rendered) -> bool:
    """Whether what is matched is what the pattern wants: a product, a unit, and a subject of whom it is said."""
    if pattern.language == "en" and (
        closing(match, pattern.predicate) or not material(match, rendered) or named(match, rendered)
    ):
        return False
    if pattern.language == "zh" and not material(match, rendered):
        return False
    if pattern.counted and not any(counted(c) for c in context.last):
        return False
    return not pattern.units or measured(pattern, match, context)


def counted(said: Candidate) -> bool:
    """Whether it was said of plants that are counted and have no names yet: "has two mills"."""
    return said.object is not None and clue("matched.counted").match(said.object.text) is not None


def material(match: re.Match[str], rendered: Rendered) -> bool:
    """Whether what the pattern wants to be a product is one."""
    sign = match.groupdict().get("p")
    return sign is None or rendered.mentions[ord(sign[0]) - 0xE000].type == "Product"


def named(match: re.Match[str], rendered: Rendered) -> bool:
    """Whether who the pattern wants to be without a name ("the seller") has one."""
    sign = match.groupdict().get("nameless")
    return sign is not None and not rendered.mentions[ord(sign) - 0xE000].nominal


def groups(match: re.Match[str], end: str) -> dict[str, str]:
    """What the match has for an end, "s" or "o", by the names of its groups: `s`, `s2`, `s3`."""
    return {k: v for k, v in match.groupdict().items() if k.rstrip("23") == end and v}


def listed(match: re.Match[str]) -> int:
    """How many the subjects of the match are, those without an entity too: "in equal parts by A, B and the state"."""
    return sum(MENTION[0] <= c <= MENTION[2] for signs in groups(match, "s").values() for c in signs)


def own(signs: str, pattern: Pattern, rendered: Rendered) -> str:
    """The signs of a Chinese list without the firms and places in the own words of its plants: these stand spaced."""
    if pattern.language != "zh" or " " not in signs:
        return signs
    last = rendered.mentions[ord(signs[-1]) - 0xE000]
    plant = last.type != "IndustrialPark" and (last.nominal or bool(last.inside))
    return re.sub(f"[{MENTION}] (?=[{MENTION}])", "", signs) if plant else signs


def attributive(mention: Mention, context: Context) -> bool:
    """Whether a product only says what the one right behind it is made of: "aluminium alloy wheels"."""
    if mention.type != "Product":
        return False
    after = (m for m in context.sentence.mentions if m.start == mention.end + 1 and m.type == "Product")
    return any(context.sentence.text[mention.end - context.sentence.start].isspace() for _ in after)


def closing(match: re.Match[str], predicate: str) -> bool:
    """Whether the subject only ends an aside on another, of whom it is said: B in "A, a unit of B, is a producer".

    So is one by way of whom somebody is or makes something; shares may be held so: "A, through B, owns".
    """
    if not match.groupdict().get("s") or not match.groupdict().get("o") or match.start("o") < match.start("s"):
        return False
    goes_on = clue("matched.verb").match(match.string, match.end("s")) is not None
    lead = match.string[: match.start("s")]
    way = predicate in ("locatedIn", "produces") and clue("matched.way").search(lead) is not None
    return goes_on and (way or clue("matched.aside").search(lead) is not None)


def measured(pattern: Pattern, match: re.Match[str], context: Context) -> bool:
    """Whether the quantity of the match has one of the units that the pattern wants."""
    sign = match.groupdict().get("q")
    return sign is None or context.quantities[ord(sign[0]) - 0xE800].unit in pattern.units


def lies(place: Mention, larger: Mention, context: Context) -> bool:
    """Whether a place lies in the one written before it: by what is known, else because nothing stands between."""
    if _renamed(place, larger, context):
        return False
    if context.within(place.entity, larger.entity):
        return context.level(place.entity) is not None or not _listed(place, larger, context)
    return place.start == larger.end and context.level(place.entity) is None


def _renamed(place: Mention, other: Mention, context: Context) -> bool:
    """Whether a bracket only says what the place is called for short: "Lower Silesia (LoSil)", "East Java (Javtim)"."""
    short, base = other.text.lower(), context.sentence.start
    bracketed = context.sentence.text[place.end - base : other.start - base] == " ("
    if not bracketed or not short.isalpha() or context.level(other.entity) is not None:
        return False
    letters = iter(place.text.lower())
    cut = place.text[:1].lower() == short[0] and all(c in letters for c in short)
    alike = (w for w in place.text.lower().split() if w[:ALIKE] == short[:ALIKE] and not short.startswith(w))
    return cut or (len(short) > ALIKE and any(alike))


def _listed(place: Mention, larger: Mention, context: Context) -> bool:
    """Whether two unknown places only open a list: "the districts of A, B and C", not "in A, B and C, D"."""
    rows = [m for m in context.sentence.mentions if m.start >= larger.end]
    text, base = context.sentence.text, context.sentence.start
    if text[place.end - base : larger.start - base] != ", " or not rows or rows[0].type != "Place":
        return False
    lone = len(rows) == 1 or text[rows[0].end - base : rows[1].start - base] != ", " or rows[1].type != "Place"
    return lone and clue("matched.and").fullmatch(text, larger.end - base, rows[0].start - base) is not None


def paired(match: re.Match[str], k: int, count: int, context: Context) -> dict[str, Scalar]:
    """The share of the k-th subject where as many shares stand there as subjects."""
    signs = [c for c in match.groupdict().get("q") or "" if 0xE800 <= ord(c) < 0xF000]
    return {"share": number(context.quantities[ord(signs[k]) - 0xE800].value)} if len(signs) == count else {}


def went_on(base: Candidate | None, pattern: Pattern) -> str:
    """The status of what a sentence goes on with; what ended a holding is done itself: "until it sold its stake"."""
    if base is None or not pattern.carried or pattern.status in ("ended", "denied"):
        return ""
    if base.predicate in DEALS and pattern.predicate not in DEALS:
        return ""  # whoever has a post has it, whatever becomes of a deal
    return "actual" if base.status == "ended" and base.predicate != pattern.predicate else base.status


def left(match: re.Match[str], end: str, base: Candidate | None) -> list[Mention]:
    """The end that what was said before leaves; none where the words name one, whether or not it fits."""
    if base is None or groups(match, end):
        return []
    kept = base.subject if end == "s" else base.object
    return [] if kept is None else [kept]


def fullest(rows: Iterable[Candidate], said: Candidate) -> Candidate:
    """Of all that has been said of the same two the row that says most, as loaders/distinct.py chooses."""
    return max((c for c in rows if c.ends == said.ends), key=lambda c: (len(c.qualifiers), c.status != "actual"))


def whoever(rows: Sequence[Candidate], context: Context) -> Candidate | None:
    """Whom "he" stands for of those whose posts were told: the only one right before, if he still has it."""
    one = len({c.subject.entity for c in rows}) == 1 and context.sentence.start - rows[-1].end < GAP
    return rows[-1] if one and rows[-1].status == "actual" else None


def kept(base: Candidate | None, pattern: Pattern, match: re.Match[str], rendered: Rendered) -> dict[str, Scalar]:
    """The qualifiers of a whole that hold for its part; no share of "the rest", which goes on alone, but of a price.

    Nor is one's share what another buys or sells: "A has 30 % of X. B was a holder until it sold its stake".
    """
    other = pattern.carried == (pattern.predicate,) and "price" not in pattern.qualifiers
    wanted: tuple[str, ...] = ("product", "from", "unit", "role") if other else ("product", "from", "unit", "share")
    if base is not None and base.predicate == "owns" and pattern.predicate != "owns":
        here = {rendered.mentions[ord(c) - 0xE000].entity for c in match[0] if 0xE000 <= ord(c) < 0xE800}
        wanted = wanted if base.subject.entity in here else ("product", "from", "unit")
    return {k: v for k, v in base.qualifiers.items() if k in wanted and v != "percent"} if base else {}


def value(name: str, sign: str, context: Context, rendered: Rendered) -> dict[str, Scalar]:
    code = ord(sign[0])
    if 0xE800 <= code < 0xF000:
        quantity = context.quantities[code - 0xE800]
        unit = {"currency": quantity.unit} if re.fullmatch("[A-Z]{3}", quantity.unit) else {}
        unit = {"unit": quantity.unit} if name == "quantity" and quantity.unit == "percent" else unit
        return {name: number(quantity.value), **unit}
    if 0xF000 <= code < 0xF800:
        return {name: context.periods[code - 0xF000].value}
    if 0xE000 <= code < 0xE800 and name == "product":
        product = rendered.mentions[code - 0xE000].product
        return {name: product} if product else {}
    if name == "share" and re.fullmatch(r"\d{1,2}(?:\.\d+)?", sign):
        return {name: number(float(sign))}
    words = re.sub(f"[{MENTION}]", lambda m: rendered.mentions[ord(m[0]) - 0xE000].text, sign)
    words = re.sub(f"[{AMOUNT}{TIME}]", "", words).strip(" ,-")
    return {name: words} if words else {}


ALIKE = 3
"""Letters that the short form of a place has of one of its words."""
AMOUNTS = frozenset({"t", "t/a", "percent", "MW"})


def flow(match: re.Match[str], context: Context, rendered: Rendered) -> dict[str, Scalar]:
    """What flows and how much of it, where the match names one product and one amount alone."""
    told = [rendered.mentions[ord(c) - 0xE000].product for c in match[0] if 0xE000 <= ord(c) < 0xE800]
    products = {p for p in told if p} or ({"electricity"} if clue("matched.power").search(match[0]) else set())
    rows = [context.quantities[ord(c) - 0xE800] for c in match[0] if 0xE800 <= ord(c) < 0xF000]
    amounts = [q for q in rows if q.unit in AMOUNTS]
    found: dict[str, Scalar] = {"product": products.pop()} if len(products) == 1 else {}
    if len(amounts) == 1:
        found |= {"quantity": number(amounts[0].value), "unit": amounts[0].unit}
    return found


def nobody(mention: Mention) -> bool:
    """Whether a pronoun stands for nobody that is known: what the text speaks of is meant then."""
    return not mention.entity and mention.text.lower() in ("it", "them", "its", "their")


def begins(match: re.Match[str], rendered: Rendered) -> int:
    """Where the first mention of a match stands in the document."""
    return min((rendered.mentions[ord(c) - 0xE000].start for c in match[0] if 0xE000 <= ord(c) < 0xE800), default=0)


def elsewhere(before: Candidate, context: Context, at: int) -> bool:
    """Whether a sentence has gone over to another firm: "A has 40 % of B. C is small; the rest belongs to"."""
    if before.object is None or any(m.entity == before.object.entity for m in context.sentence.mentions):
        return False
    firms = (m for m in context.sentence.mentions if m.type == "Company" and m.end <= at and not m.nominal)
    return any(m.entity and m.entity not in before.ends for m in firms)


def others(topic: Mention | None, context: Context) -> bool:
    """Whether the paragraph has named several firms, and none is what the text is about: nor is what is said next."""
    firms = {m.entity for m in context.near if m.type == "Company"}
    return topic is not None and context.follows and len(firms) > 1 and topic.entity not in context.here


def dealt(pattern: Pattern, match: re.Match[str], rendered: Rendered, here: Sequence[Candidate]) -> Mention | None:
    """Whose shares a clause speaks of that does not say it, by a deal told right before: "B buys X; A stays owner"."""
    if groups(match, "o") or not pattern.topic or pattern.speaker or pattern.predicate != "owns":
        return None
    at = begins(match, rendered)
    told = [c for c in here if c.predicate in SHARED and c.object is not None and c.object.end <= at]
    return (told[-1].object if told[-1].predicate in DEALS else told[-1].subject) if told else None
