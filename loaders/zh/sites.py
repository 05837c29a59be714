"""What the own words of Chinese plants say: whose they are, where they lie, what they make."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from loaders import matched
from loaders.check import Candidate
from loaders.context import Context
from loaders.lexicon import clue, read
from loaders.mentions import Mention
from loaders.metrics import shared
from loaders.zh import statuses
from loaders.zh.plants import BUILDING
from ontology.load import ontology

PROJECT = ("项目", "工程", "生产线")
TYPED = frozenset({"AluminiumSmelter", "AluminaRefinery", "BauxiteMine"})
"""Plants called after what they make: 电解铝项目 is a smelter, it says no more."""
BUILT = re.compile(
    r"(?<![将拟待可])(?:项目|工程)(?:一期|二期|三期|全部|全面|顺利|已)*(?:建成)?(?:投产|达产|投运|竣工)(?![后前])|已.{0,12}(?:投产|建成|达产|投运|试产|试生产)|(?:正式|全面|全部|顺利|建成|通电|至此)(?:投产|达产|投运|竣工)(?![后前])"
)
HOME = "中国"
"""Before a firm it is of the firm's name."""
LEVELS = ("省", "市", "县", "区", "旗", "州", "镇", "乡")


def inside(context: Context) -> Iterator[Candidate]:
    """Relations from the mentions of plants alone."""
    for group, mention in ((bool(k.group), m) for k in context.sentence.mentions for m in k.each):
        if mention.entity and is_site(mention):
            yield from _whose(context, mention)
            yield from _where(context, mention, group)
            yield from _makes(context, mention)


def _whose(context: Context, mention: Mention) -> Iterator[Candidate]:
    firm = next((m for m in mention.inside if m.type == "Company" and m.entity), None)
    if firm is not None and mention.head == BUILDING:
        yield _said(context, firm, "develops", mention, "builder", _plan(context, mention))
    elif firm is not None and not mention.text.endswith(PROJECT):
        yield _said(context, firm, "operates", mention, "owner")


def _where(context: Context, mention: Mention, group: bool) -> Iterator[Candidate]:
    places = [m for m in mention.inside if m.type == "Place" and m.entity]
    named = [m for m in places if leveled(m)]
    if mention.nominal and (group or mention.indefinite or clue("zh.sites.lying").search(mention.text)):
        named = places  # "X在Y的电解铝厂", 嘉峪关基地
    elif mention.nominal:
        named = []
    if named:
        yield _said(context, mention, "locatedIn", named[0], "place")
    for small, large in itertools.pairwise(places):
        if small.start == large.end and matched.lies(small, large, context):
            yield _said(context, small, "locatedIn", large, "larger")


def _makes(context: Context, mention: Mention) -> Iterator[Candidate]:
    sized = re.search(r"\d", mention.text) is not None
    for product in (m for m in mention.inside if sized and m.product and m.entity and not _used(context, m)):
        if mention.type in TYPED and product.product == shared().plants.get(mention.type):
            continue
        done = built(context.sentence.text) or not mention.text.endswith(PROJECT)
        yield _said(context, mention, "produces", product, "product", "actual" if done else "planned")


def built(text: str) -> bool:
    """Whether a sentence says that something is built or opened: no clause that plans it says so."""
    for clause in re.split("[,;。]", text):
        found = BUILT.search(clause)
        if found is not None and clue("zh.sites.plans").search(clause[: found.start()]) is None:
            return True
    return False


def homes(context: Context) -> Iterator[Candidate]:
    """Firms in the country before them, or in the place whose they are: 新加坡韦立国际集团, 霍林郭勒的锦联铝材."""
    text, base = context.sentence.text, context.sentence.start
    rows = [m for m in context.sentence.mentions if m.entity and m.type != "Product"]
    for place, firm in itertools.pairwise(rows):
        if place.type != "Place" or firm.type != "Company" or place.nominal or firm.nominal:
            continue
        gap = text[place.end - base : firm.start - base]
        if gap == "的" or (gap == "" and context.level(place.entity) == "country" and place.text != HOME):
            yield _said(context, firm, "locatedIn", place, "home")


def _used(context: Context, product: Mention) -> bool:
    """Whether a project uses a product or does away with it: 铝灰综合利用项目."""
    return clue("zh.sites.used").match(context.sentence.text, product.end - context.sentence.start) is not None


def _plan(context: Context, mention: Mention) -> str:
    """What the words before a plant that is built tell of its status."""
    before = context.sentence.text[: mention.start - context.sentence.start]
    return statuses.read(re.split("[,;]", before)[-1], "", "planned", read())


def leveled(place: Mention) -> bool:
    """Whether a place is written with the word for its level; 郑州 and 万州 are names of two characters."""
    return len(place.text) > 2 and place.text.endswith(LEVELS)


def is_site(mention: Mention) -> bool:
    """Whether it is a plant, a mine or a park."""
    return mention.type in ontology().classes and ontology().is_a(mention.type, "Site")


def _said(
    context: Context, subject: Mention, predicate: str, object: Mention, rule: str, status: str = "actual"
) -> Candidate:
    return context.relation(subject, predicate, object, f"mentions#{rule}", 0.9, status)
