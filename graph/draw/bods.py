"""An answer in the Beneficial Ownership Data Standard 0.4, as JSON (standard.openownership.org).

Every entity is an entity or a person statement, every link of the proofs a direct relationship, and every item that
holds by way of others an indirect relationship with the share that the rule gives it; its `componentRecords` are the
links and entities on the way. Planned and rumoured links are no interests and are left out.

What the standard has no word for is said in `details`: a site is an `unknownEntity` (the company that holds it is
not known), and a figure of a rule that measures control is `otherInfluenceOrControl`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote, urlsplit

from graph.dates import span, valid
from graph.draw.legend import spoken
from graph.draw.picture import Link, Node, Picture, Result
from graph.statement import digest

VERSION = "0.4"
PUBLISHER = "Potline"
PROPORTIONAL = ("integrated", "eu-amlr")
"""Rules whose figure is a part of the shares; that of the others says who controls."""
TYPES = {
    "Company": "registeredEntity",
    "GovernmentBody": "stateBody",
    "Institute": "legalEntity",
    "Association": "legalEntity",
    "Exchange": "legalEntity",
}
Json = dict[str, Any]


def bods(picture: Picture, published: date | None = None) -> str:
    """A BODS package: a JSON array of statements, each before those that refer to it.

    `published` is the day of publication, today where it is not given.
    """
    day = (published or date.today()).isoformat()
    return json.dumps(list(statements(picture, day)), ensure_ascii=False, indent=1) + "\n"


def statements(picture: Picture, day: str) -> Iterator[Json]:
    """The statements of the package, published on a day (YYYY-MM-DD)."""
    links = {(k.owner, k.owned): k for k in picture.links if not k.open}
    owned = {held for _, held in links}
    used = {picture.of, *(r.id for r in picture.results), *(end for pair in links for end in pair)}
    through = [r for r in picture.results if len(r.pairs) > 1]
    parts = _components(picture, through)
    known = min(picture.as_of, day)
    for node in (n for n in picture.nodes if n.id in used):
        person = node.type == "Person" and node.id not in owned
        kind, details = ("person", _person(node)) if person else ("entity", _entity(node))
        yield _statement(picture, node.id, kind, {"isComponent": node.id in parts, **details}, known, day)
    for pair, link in links.items():
        details = _direct(link, record(*pair) in parts)
        made = _statement(picture, record(*pair), "relationship", details, min(_declared(link, known), day), day)
        yield {**made, **_source(link)}
    for result in through:
        owner, held = (picture.of, result.id) if picture.down else (result.id, picture.of)
        details = _indirect(picture, result, owner, held)
        yield _statement(picture, record(owner, held, picture.rule), "relationship", details, known, day)


def record(owner: str, owned: str, rule: str = "") -> str:
    """The recordId of a relationship; with a rule, of the share in all that it gives."""
    return " ".join(filter(None, (owner, "owns", owned, rule and f"by {rule}")))


def _statement(picture: Picture, id: str, kind: str, details: Json, declared: str, day: str) -> Json:
    said = {
        "declarationSubject": picture.of,
        "statementDate": declared,
        "recordId": id,
        "recordStatus": "new",
        "recordType": kind,
        "recordDetails": details,
        "publicationDetails": {"publicationDate": day, "bodsVersion": VERSION, "publisher": {"name": PUBLISHER}},
    }
    return {"statementId": digest("bods", said, length=64), **said}


def _person(node: Node) -> Json:
    return {"personType": "knownPerson", "names": [{"type": "alternative", "fullName": node.name}]}


def _entity(node: Node) -> Json:
    type = TYPES.get(node.type, "unknownEntity")
    found: Json = {"entityType": {"type": type, "details": spoken(node.type)}, "name": node.name}
    if type == "unknownEntity":
        why = f"{node.name} is told as: {spoken(node.type)}; the legal entity behind it is not known"
        found["unspecifiedEntityDetails"] = {"reason": "informationUnknownToPublisher", "description": why}
    if node.known.country is not None:
        code, name = node.known.country
        found["jurisdiction"] = {"name": name, "code": code}
    if node.known.identifiers:
        found["identifiers"] = [_identifier(*pair) for pair in node.known.identifiers]
    return found


def _identifier(scheme: str, value: str) -> Json:
    """An identifier; of our schemes only the LEI has a code of org-id.guide."""
    return {"id": value, "schemeName": scheme, **({"scheme": "XI-LEI"} if scheme.lower() == "lei" else {})}


def _direct(link: Link, component: bool) -> Json:
    interest = {"type": "shareholding", "directOrIndirect": "direct", "beneficialOwnershipOrControl": False}
    share = _share(link.low, link.high, link.above)
    return _relationship(link.owner, link.owned, {**interest, "share": share}, component, [])


def _indirect(picture: Picture, result: Result, owner: str, held: str) -> Json:
    type = "shareholding" if picture.rule in PROPORTIONAL else "otherInfluenceOrControl"
    interest = {
        "type": type,
        "directOrIndirect": "indirect",
        "beneficialOwnershipOrControl": False,
        "details": f"Share in all, direct holdings included, by the rule {picture.rule} as of {picture.as_of}",
        "share": _share(result.low, result.high),
    }
    return _relationship(owner, held, interest, False, _parts(result, owner, held))


def _relationship(owner: str, owned: str, interest: Json, component: bool, parts: list[str]) -> Json:
    ends = {"subject": owned, "interestedParty": owner, "interests": [interest]}
    return {"isComponent": component, **ends, **({"componentRecords": parts} if parts else {})}


def _parts(result: Result, owner: str, held: str) -> list[str]:
    """The records on the way between two: entities first, then links."""
    entities = dict.fromkeys(end for pair in result.pairs for end in pair if end not in (owner, held))
    return [*entities, *dict.fromkeys(record(*pair) for pair in result.pairs)]


def _components(picture: Picture, through: list[Result]) -> set[str]:
    """Records that only stand on the way: no item, not the one asked about, and no direct holding between the two."""
    found: set[str] = set()
    for result in through:
        ends = (picture.of, result.id) if picture.down else (result.id, picture.of)
        found |= set(_parts(result, *ends))
    items = {picture.of, *(r.id for r in picture.results)}
    primary = {record(*((picture.of, r.id) if picture.down else (r.id, picture.of))) for r in picture.results}
    return found - items - primary


def _share(low: float, high: float, above: bool = False) -> Json:
    if low == high:
        return {"exact": low}
    return {"exclusiveMinimum" if above else "minimum": low, "maximum": high}


def _declared(link: Link, otherwise: str) -> str:
    """The latest day on which a document behind a link was published; a date of less precision is its first day."""
    days = [s.published for s in link.said if s.published and valid(s.published)]
    return max((span(day)[0].isoformat() for day in days), default=otherwise)


def _source(link: Link) -> Mapping[str, Any]:
    """The sentences and documents behind a link."""
    if not link.said:
        return {}
    told = "\n".join(f"{s.title or s.document}: “{' '.join(s.quote.split())}”" for s in link.said)
    pages = [page for s in link.said if (page := uri(s.url))]
    return {"source": {"type": ["thirdParty"], "description": told, **({"url": pages[0]} if pages else {})}}


def uri(url: str | None) -> str | None:
    """An address as the standard wants one, what is not ASCII percent-encoded; None where it is no web address."""
    if not url or urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc.isascii():
        return None
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~")
