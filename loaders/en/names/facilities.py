"""Plants without a registered name: "alumina refinery in Wenshan", "its smelter", "the plant"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from loaders.en.names.chosen import chosen
from loaders.en.names.harbours import likened, runs_ports
from loaders.en.names.lone import lone
from loaders.en.names.plantwords import Grammar, begun, compound, grammar, hyphened
from loaders.en.names.rightward import right
from loaders.en.names.several import several
from loaders.lexicon import Lexicon, clue
from loaders.mentions import Mention

STOP = re.compile(r"[.;]\s")
WORD = re.compile(r"((?:\d[\d.,]*-)?[^\s,;:.()]+)\s$")
COMPOUND = re.compile(
    r"[a-z]{2,}(?:-[a-z]{2,}){1,2}(?<!est)(?<!-run)(?<!-owned)(?<!-operated)(?<!-based)|[\w]+-(?:pot)?lines?|[a-z]+-[a-z]+-tonnes?"
)
"""An adjective of two words: "smelter-grade", "six-potline", "half-million-tonne"."""
NAMES = frozenset({"Company", "Place", "Product", "Organization"})


def facility_class(form: str, lexicon: Lexicon) -> str | None:
    """The class of a name that ends with a plant's noun: `Jinlian smelter` is an AluminiumSmelter."""
    rules, words = grammar(lexicon), f" {form.lower()}"
    if not words.endswith(rules.nouns):
        return None
    best = max((n for n in rules.classes if words.endswith(f" {n}")), key=len, default=None)
    return rules.classes[best] if best else None


def find(
    text: str,
    spans: Iterable[tuple[int, int]],
    known: Sequence[Mention],
    lexicon: Lexicon,
    provinces: frozenset[str] = frozenset(),
) -> list[Mention]:
    """All plants in the spans; the names in them are taken from `known`, which stand in order and apart."""
    rules = replace(grammar(lexicon), lands=grammar(lexicon).lands | provinces)
    ends, starts = {m.end: m for m in known}, {m.start: m for m in known}
    named = [replace(m, head=k) for m in known if (k := m.text.split()[-1].lower()) in rules.classes]
    found: list[Mention] = []
    for span in spans:
        nouns = _nouns(text, span, known, (ends, starts), rules)
        done = [m for m in nouns if m.head not in rules.placed or _behind(text, m)]
        plants = [_counted(text, m) if m.head in rules.placed and not m.group else m for m in done]
        found += [*plants, *_others(text, span, plants, named, starts, rules)]
    return lone(found, known, lexicon)


def _nouns(
    text: str, span: tuple[int, int], known: Sequence[Mention], edges: tuple[dict[int, Mention], ...], rules: Grammar
) -> Iterator[Mention]:
    """The plants of one span, each by its noun; `edges` are the names by their ends and by their starts."""
    last: Mention | None = None
    harbours = {m.start("noun") for m in rules.harbour.finditer(text, *span)}
    for noun in rules.noun.finditer(text, *span):
        if noun.start() in harbours or (last is not None and last.start <= noun.start() < last.end):
            continue
        if not rules.blocked.match(text, noun.end()) and not _covered(noun, known) and not _verbal(noun, edges):
            last = _facility(text, noun, edges[0], edges[1], rules, span[0])
            if last is not None:
                yield last


def _others(
    text: str,
    span: tuple[int, int],
    plants: Sequence[Mention],
    named: Sequence[Mention],
    starts: dict[int, Mention],
    rules: Grammar,
) -> Iterator[Mention]:
    """The plants that are told by their place alone, of the kind named before: "a mill in A, another in B"."""
    for word in clue("facilities.another").finditer(text, *span):
        before = [m for m in plants if m.end <= word.start()]
        before += named[: bisect_right(named, word.start(), key=lambda m: m.end)][-1:]
        stop, place = right(text, word.end() + (text[word.end()] == ","), starts, rules)
        kind = max(before, key=lambda m: m.end, default=None)
        upto = word.start() - 2 * word[0].startswith("A ")  # "It has mills in A and B. A third, at C, is idle"
        if place is None or kind is None or STOP.search(text, kind.end, upto):
            continue
        form = text[word.start() : stop]
        yield Mention(word.start(), stop, form, kind.type, head=one(kind.head), nominal=True, inside=(place,))


def one(noun: str) -> str:
    """The noun in the singular."""
    return noun[:-3] + "y" if noun.endswith("ies") else noun if noun.endswith("works") else noun.removesuffix("s")


def _counted(text: str, mention: Mention) -> Mention:
    """Parts of a plant with their number: "three potlines at Ferndale"."""
    count = clue("facilities.count").search(text[max(0, mention.start - 8) : mention.start])
    start = mention.start - len(count.group()) if count else mention.start
    return replace(mention, start=start, text=text[start : mention.end], head=one(mention.head))  # of one plant


def _behind(text: str, mention: Mention) -> bool:
    """Whether a place stands behind the noun, and it is no mere market: "billet for presses in Latvia"."""
    market = clue("facilities.market").search(text, max(0, mention.start - 16), mention.start)
    return market is None and any(p.type == "Place" and p.end == m.end for m in mention.each for p in m.inside)


def _covered(noun: re.Match[str], known: Sequence[Mention]) -> bool:
    """Whether the noun is in a name already, or of none whom the text names: "our customers' presses"."""
    text, at = noun.string, noun.start()
    others = noun[0] == "site" and clue("facilities.not_chosen").search(text, max(0, at - 90), at)
    others = others or clue("facilities.others").search(text, max(0, at - 40), at)
    if others or likened(text, at, noun.end()) or runs_ports(text, at, noun.end()):
        return True
    before = bisect_right(known, noun.start(), key=lambda m: m.start)
    return before > 0 and noun.end() <= known[before - 1].end and known[before - 1].type != "Product"


def _verbal(noun: re.Match[str], edges: tuple[dict[int, Mention], ...]) -> bool:
    """Whether it is a verb, "mines bauxite", "to mine at Samri", a part, "the hot mill at its plant", or says what
    the firm behind it is.
    """
    mining = clue("facilities.to_mine").search(noun.string, max(0, noun.start() - 24), noun.start())
    if noun.group() == "mine" and mining:
        return True
    if clue("facilities.stand").search(noun.string, max(0, noun.start() - 10), noun.end()):
        return clue("facilities.stands_in").match(noun.string, noun.end()) is not None
    if noun.group() == "works" and _working(noun.string, noun.end(), edges[0].get(noun.start() - 1)):
        return True
    starts = edges[1]
    after = starts.get(noun.end() + 1)
    if (
        after is not None
        and after.type == "Company"
        and clue("facilities.classifier").search(noun.string, 0, noun.end())
    ):
        return (
            clue("facilities.acts").match(noun.string, after.end) is None
        )  # "the Norwegian remelter Raudsand" is no plant beside it
    return after is not None and after.type == "Product" and noun.group().lower() == "mines"


def _working(text: str, end: int, firm: Mention | None) -> bool:
    """Whether "works" is what a firm does that opens its clause: "Foobar works with Northmet"."""
    if (
        firm is None
        or firm.type != "Company"
        or not clue("facilities.opens").search(text[max(0, firm.start - 6) : firm.start])
    ):
        return False
    if clue("facilities.working").match(text, end):
        return True
    sure = (
        not firm.guess
        or re.search(rf"\b{re.escape(firm.text)}\b(?!\sworks)", text[max(0, end - 3000) : end + 3000]) is not None
    )
    return sure and clue("facilities.works_in").match(text, end) is not None


def _facility(
    text: str, noun: re.Match[str], ends: dict[int, Mention], starts: dict[int, Mention], rules: Grammar, limit: int
) -> Mention | None:
    start, inside = _left(text, noun, ends, rules, limit)
    owned = clue("facilities.owned").search(
        text, max(limit, start - 8), start
    )  # "Qatalum's smelter and casthouse" are two
    annex = rules.annex.match(text, noun.end()) if not owned else None
    scope = rules.scope.match(text, noun.end())  # "the only smelter in the country, at Arak,"
    sized = rules.sized.match(text, noun.end())  # "a smelter of 500,000 tonnes in North Kalimantan"
    end, place = right(text, (annex or scope or sized or noun).end(), starts, rules)
    end = end if scope is None else scope.end() if place is not None else noun.end()
    if place is not None and clue("facilities.scope").search(text[max(limit, start - 40) : end]):
        end, place = noun.end(), None
    place = place or chosen(text, noun.end(), starts)
    before = rules.cost.sub("", text[max(limit, start - 60) : start])
    names = [m for m in inside if m.type != "Product"]
    kind, start = _kind(text, start, noun, rules, limit)
    mention = Mention(start, end, text[start:end], kind, head=noun.group().lower(), nominal=True)
    many = head_many(mention) and several(text, mention, names, place, (ends, starts, limit), rules.lands)
    if many:
        return many
    if any(m.guess for m in names):
        first = next(m for m in names if m.guess).start if names[0].guess else start
        named = replace(mention, start=first, end=noun.end(), text=text[first : noun.end()], nominal=False)
        return replace(named, name=named.text, inside=tuple(m for m in names if not m.guess))
    if place is not None and any(m.type == "Place" for m in names):
        return replace(mention, end=noun.end(), text=text[start : noun.end()], inside=tuple(names))
    if place is not None:
        return replace(mention, inside=(*[m for m in names if not m.guess], place))
    if names:
        return replace(mention, inside=tuple(names))
    if clue("facilities.possessive").search(before) or clue("facilities.also").search(before):
        return replace(mention, name="")
    scope = rules.scope.match(text, end)
    if clue("facilities.definite").search(before) and scope is None:
        return replace(mention, name="")
    if clue("facilities.article").search(before) or text[max(limit, start - 2) : start].strip() in (",", "("):
        end = scope.end() if scope else end
        return replace(mention, indefinite=True, end=end, text=text[start:end])
    return None


def head_many(mention: Mention) -> bool:
    """Whether the noun may stand for several plants: "works" is one or many."""
    return mention.head.endswith("s")


def plural(mention: Mention) -> bool:
    """Whether a nominal speaks of more than one plant."""
    return head_many(mention) and not mention.head.endswith("works")


def behind(mention: Mention, place: Mention) -> bool:
    """Whether a place stands behind the noun of a plant: "refineries at Muri and Renukoot", "another in Hamburg"."""
    before = mention.text[: place.start - mention.start]
    return mention.head in before.lower() or clue("facilities.another").match(mention.text) is not None


def _kind(text: str, start: int, noun: re.Match[str], rules: Grammar, limit: int) -> tuple[str, int]:
    """The class of a plant, and where its words start; a "copper smelter" is no aluminium smelter."""
    kind = _class(text[start : noun.end()], rules)
    if kind not in ("AluminiumSmelter", "AluminaRefinery", "BauxiteMine"):
        return kind, start
    near = (clue("facilities.metal").search(text, max(limit, e - 14), e) for e in (noun.start(), start))
    metal = next((m for m in near if m is not None), None)
    return (kind, start) if metal is None else ("Facility", min(start, metal.start(1)))


def _class(form: str, rules: Grammar) -> str:
    words = form.lower().split()
    for k in range(len(words)):
        if (kind := rules.classes.get(" ".join(words[k:]))) is not None:
            return kind
    return "Facility"


def _left(
    text: str, noun: re.Match[str], ends: dict[int, Mention], rules: Grammar, limit: int
) -> tuple[int, tuple[Mention, ...]]:
    """The start of the noun phrase, without determiner, and the mentions in it."""
    inside: list[Mention] = []
    at = hyphened(text, noun)
    if pair := rules.joined.search(text, max(limit, at - 40), at):  # "a rolling and recycling plant"
        at = pair.start()
    while at > limit:
        state = _with_state(text, at, ends)
        if state:
            inside[:0] = state
            at = state[0].start
            continue
        unit = ends.get(at - 1) if text[at - 1].isspace() else None
        works = unit is not None and begun(unit, rules)
        if unit is not None and (unit.type in NAMES or works):  # "the BC Works smelter": the whole is a name
            inside.insert(0, replace(unit, guess=True) if works else unit)
            at = unit.start
            continue
        word = rules.size.search(text[max(limit, at - 40) : at]) or WORD.search(text[max(limit, at - 40) : at])
        if word is None or not (word.re is rules.size or _modifies(word.group(1), rules)):
            at -= compound(text[max(limit, at - 50) : at], noun[0])
            break
        if word.group(1).endswith("ed") and _done(text, at - len(word.group()), ends, limit):
            break
        at -= len(word.group())
        if pair := rules.joined.search(text, max(limit, at - 40), at):  # "a smelting and new rolling plant"
            at = pair.start()
    return at, tuple(inside)


def _done(text: str, at: int, ends: dict[int, Mention], limit: int) -> bool:
    """Whether the participle there is what somebody does: "Reynolds has closed smelters", "Alcoa idled plants"."""
    doer = ends.get(at - 1)
    return clue("facilities.having").search(text[max(limit, at - 16) : at]) is not None or (
        doer is not None and doer.type == "Company"
    )


def _modifies(word: str, rules: Grammar) -> bool:
    return (
        word.lower() in rules.modifiers
        or COMPOUND.fullmatch(word) is not None
        or re.fullmatch(r"[\d.,]+-(?:tonne|ton|t|mt|kt|metric-ton|mln|million)[\w/-]*|\d+-year-old", word) is not None
    )


def _with_state(text: str, at: int, ends: dict[int, Mention]) -> list[Mention]:
    """The two places of "Laterriere, Quebec, smelter" (also without the second comma), read backwards from the noun."""
    if not text[max(0, at - 1) : at].isspace():
        return []
    state = ends.get(at - 2) if text[at - 2] == "," else ends.get(at - 1)
    if state is None or state.type != "Place" or text[max(0, state.start - 2) : state.start] != ", ":
        return []
    town = ends.get(state.start - 2)
    return (
        [replace(town, type="Place", guess=False), state]
        if town is not None and (town.guess or town.type == "Place")
        else []
    )
