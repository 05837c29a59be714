"""A picture of an answer of ownership: who stands in it, who holds what of whom, and who says so.

It is read from the JSON face of an answer (`graph.ownership.answer.Answer.as_dict`), so whatever that face
leaves out is left out here. All writers of this package start from it. Shares are percent, 0 to 100.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.draw.layers import layers

KINDS = {"person": "Person", "site": "Site", "org": "Organization", "place": "Place"}
"""What an entity is called where nobody says its class, by the first part of its id."""

OPEN = ("planned", "rumoured")
EACH = "each"
"""The status of a link that stands for several, with the least low and the greatest high."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the record or the registry knows of an entity beyond an answer."""

    type: str | None = None
    country: tuple[str, str] | None = None
    """ISO 3166-1 code and name."""
    identifiers: tuple[tuple[str, str], ...] = ()
    """Scheme and value."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement behind a link: the sentence, and the document that it stands in."""

    statement: str
    quote: str
    document: str
    title: str | None = None
    url: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """What one entity holds of another, in percent."""

    owner: str
    owned: str
    low: float
    high: float
    status: str = "actual"
    weight: float | None = None
    """Percentage points of the greatest result that flow over it; None where the answer does not say."""
    said: tuple[Said, ...] = ()
    above: bool = False
    """True where low is not included: more than low."""

    @property
    def open(self) -> bool:
        """Whether it is planned or rumoured."""
        return self.status in OPEN

    @property
    def possible(self) -> bool:
        """Whether the share may be nothing."""
        return self.low == 0


@dataclass(frozen=True, slots=True)
class Node:
    """An entity; `layer` 0 is the top, where owners stand above what they own."""

    id: str
    name: str
    type: str
    layer: int = 0
    known: Known = field(default_factory=Known)


@dataclass(frozen=True, slots=True)
class Result:
    """One item of the answer: the share by the rule and the pairs (owner, owned) of its proof."""

    id: str
    low: float
    high: float
    direct: tuple[float, float] | None
    meets: str | None
    hops: int
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """An answer as nodes and links; the same answer gives the same picture."""

    of: str
    question: str
    """owners, holdings or chain."""
    rule: str
    as_of: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    results: tuple[Result, ...]
    unshown: int = 0
    """Links that the answer itself left out of its proofs."""

    @property
    def down(self) -> bool:
        """Whether the items are holdings of `of`; else they are its owners."""
        return self.question == "holdings"


def picture(answer: Mapping[str, Any], known: Mapping[str, Known] | None = None) -> Picture:
    """The picture of an answer's JSON face; `known` adds classes, countries and identifiers by id."""
    links = _links(answer)
    results = tuple(_result(item) for item in answer["items"])
    of = answer["of"]["id"]
    named = _named(answer)
    order = [of, *(r.id for r in results)]
    ids = tuple(dict.fromkeys([*order, *(end for link in links for end in (link.owner, link.owned))]))
    placed = layers(ids, [(link.owner, link.owned) for link in links], widest=len(ids))
    nodes = tuple(_node(id, named, known or {}, placed[id]) for id in ids)
    question = answer.get("question") or _question(of, results)
    unshown = sum(c.get("links", 0) for c in answer.get("cut", ()))
    return Picture(of, question, answer["rule"], answer["as_of"], nodes, links, results, unshown)


def _question(of: str, results: Iterable[Result]) -> str:
    """What was asked, where the face does not say: who was asked about is owned in every proof of an owner."""
    pairs = [pair for r in results for pair in r.pairs]
    return "holdings" if pairs and all(owned != of for _, owned in pairs) else "owners"


def _node(id: str, named: Mapping[str, tuple[str, str | None]], known: Mapping[str, Known], layer: int) -> Node:
    name, type = named[id]
    about = known.get(id, Known())
    return Node(id, name, type or about.type or KINDS.get(id.partition("/")[0], "Entity"), layer, about)


def _shown(answer: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The links of all proofs, then the planned ones."""
    for item in answer["items"]:
        yield from item["proof"]
    yield from answer.get("planned", ())


def _named(answer: Mapping[str, Any]) -> dict[str, tuple[str, str | None]]:
    """Names and, where the answer tells them, classes by id."""
    found: dict[str, tuple[str, str | None]] = {}
    of = answer["of"]
    _note(found, of["id"], of["name"], of.get("type"))
    for item in answer["items"]:
        _note(found, item["id"], item["name"], item["type"])
    for link in _shown(answer):
        for end in ("owner", "owned"):
            _note(found, link[f"{end}_id"], link[end], link.get(f"{end}_type"))
    return found


def _note(found: dict[str, tuple[str, str | None]], id: str, name: str, type: str | None) -> None:
    before = found.get(id, (name, None))
    found[id] = (before[0], before[1] or type)


def _links(answer: Mapping[str, Any]) -> tuple[Link, ...]:
    """Each pair once for each status, in the order of the answer; of several weights the greatest."""
    above = {(a["owner"], a["owned"], a["low"]) for a in answer.get("assumptions", ()) if not a["low_included"]}
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for link in _shown(answer):
        key = link["owner_id"], link["owned_id"], link["status"]
        weights = [w for w in (link.get("weight"), found.get(key, {}).get("weight")) if w is not None]
        found[key] = {**link, "weight": max(weights, default=None)}
    return tuple(_link(link, above) for link in found.values())


def _link(link: Mapping[str, Any], above: set[tuple[str, str, float]]) -> Link:
    owner, owned, low, high = link["owner_id"], link["owned_id"], link["low"], link["high"]
    said = tuple(_said(s) for s in link["statements"])
    more = low < high and (owner, owned, low) in above
    return Link(owner, owned, low, high, link["status"], link["weight"], said, more)


def _said(s: Mapping[str, Any]) -> Said:
    about = {name: s.get(name) for name in ("title", "url", "published")}
    return Said(s["statement"], s["quote"] or "", s["document"], **about)


def _result(item: Mapping[str, Any]) -> Result:
    direct = item["direct"]
    ends = None if direct is None else (direct["low"], direct["high"])
    pairs = tuple((link["owner_id"], link["owned_id"]) for link in item["proof"])
    return Result(item["id"], item["low"], item["high"], ends, item["meets"], item["hops"], pairs)


def documents(links: Iterable[Link]) -> tuple[str, ...]:
    """The ids of the documents behind links, each once, sorted."""
    return tuple(sorted({s.document for link in links for s in link.said}))


def span(low: float, high: float) -> str:
    """A share as people read it: "60 %", "50–100 %", or that nobody states it."""
    if (low, high) == (0, 100):
        return "not stated"
    ends = (f"{low:.4g}", f"{high:.4g}")
    return f"{ends[0]} %" if ends[0] == ends[1] else f"{ends[0]}–{ends[1]} %"
