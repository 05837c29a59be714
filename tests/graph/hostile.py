"""Documents with all that a record takes and a file format may stumble over, made by hypothesis."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from graph.names import clean
from graph.statement import Entity, Extraction, Qualifiers, Statement
from ontology.errors import InvalidName
from ontology.load import ontology
from tests.graph.record import company, extraction, figure, relation, thing

NASTY = "\"'`,;:|\\/{}[]()&%$#@\n\r\t\x01\x1c\x1f\x7f\x85\u2028\ufeff\uffff\U0010ffff 甲é创aB0-"
characters = st.sampled_from(NASTY) | st.characters(exclude_categories=["Cs"], exclude_characters="\0")
texts = st.text(characters, max_size=12)
dates = st.sampled_from(["2024", "2025-Q3", "2025-07", "2025-07-31", "0001-01-01", "9999-12-31", "2025-01/2025-05"])
numbers = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
missing = st.none()


def _named(name: str) -> bool:
    try:
        return clean(name) == name
    except InvalidName:
        return False


names = texts.filter(_named)
IDS = [company(f"Firm {n}").id for n in range(8)] + ["org/a\"b,c\\;'", "org/创新|{}", "org/\ufeff\uffff\\n"]
SITES = [thing("AluminiumSmelter", f"Plant {n}").id for n in range(3)] + ['site/"",']

companies = st.builds(
    Entity,
    id=st.sampled_from(IDS),
    type=st.just("Company"),
    name=names,
    names=st.lists(names, max_size=3, unique=True).map(lambda found: tuple(sorted(found))),
    name_zh=missing | names,
    country=missing | texts,
    parent=missing | st.just("place/yunnan"),
    level=missing | texts,
    identifiers=st.lists(st.tuples(texts, texts), max_size=2, unique=True).map(lambda found: tuple(sorted(found))),
    registered=st.booleans(),
)
sites = st.builds(Entity, id=st.sampled_from(SITES), type=st.sampled_from(["AluminiumSmelter", "Site"]), name=names)
shares = st.floats(0, 100) | st.integers(0, 100)
qualifiers = st.fixed_dictionaries(
    {},
    optional={
        "share": shares,
        "share_min": shares,
        "since": dates | texts,
        "until": dates,
        "quantity": st.integers(-(2**63), 2**63 - 1),
        "price": st.floats(allow_nan=False, allow_infinity=False),
        "from": texts | st.booleans(),
        "role": texts,
        "product": texts,
        "note": texts,
    },
)
"""A few of them of several types: each mixture is a file of its own, and many files make an import slow."""


@st.composite
def statements(draw: st.DrawFn, firms: list[Entity], plants: list[Entity]) -> Statement:
    """A relation or a figure of these."""
    subject = draw(st.sampled_from(firms))
    more = {"period": draw(missing | dates), "confidence": draw(numbers), "rung": draw(texts), "quote": draw(texts)}
    more |= {"extractor": draw(texts), "subject_mention": draw(texts)}
    said = Qualifiers(draw(qualifiers))
    if draw(st.booleans()):
        low = draw(numbers)
        status = draw(st.sampled_from(sorted(ontology().observation_statuses)))
        more |= {"max": draw(missing | numbers.filter(lambda high: high >= low)), "unit": draw(missing | texts)}
        more |= {"product": draw(missing | texts), "status": status}
        return replace(figure(subject, "capacity", low), **(more | {"qualifiers": said}))
    predicate = draw(st.sampled_from(["owns", "partnerOf", "supplies", "transfersCapacityTo", "acquires"]))
    object = draw(st.sampled_from([e for e in firms + plants * (predicate != "partnerOf") if e.id != subject.id]))
    status = draw(st.sampled_from(sorted(ontology().relation_statuses)))
    return replace(relation(subject, predicate, object, status), **(more | {"qualifiers": said}))


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    """A document of two firms or more."""
    firms = draw(st.lists(companies, min_size=2, max_size=4, unique_by=lambda e: e.id))
    plants = draw(st.lists(sites, max_size=2, unique_by=lambda e: e.id))
    said = draw(st.lists(statements(firms, plants), max_size=6))
    about = {name: draw(missing | texts) for name in ("title", "publisher", "url", "language")}
    about |= {"published": draw(missing | dates | texts), "format": draw(texts), "extractor": draw(texts)}
    return extraction(draw(texts.filter(bool)), firms + plants, said, **about)
