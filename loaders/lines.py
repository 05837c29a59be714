"""Ready-made statements as JSON lines: each line a statement, or rejected with its number and a reason."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from graph.names import clean
from graph.resolve import Registry, Resolver
from graph.sound import entity_like
from graph.statement import Document, Entity, Extraction, Rejection, Scalar, Statement, document_id, identify
from loaders.check import Candidate, fault, statement
from loaders.mentions import Mention
from ontology.errors import InvalidName, InvalidStatement
from ontology.model import Ontology

DESCRIBED = ("title", "publisher", "url", "published", "language")


@dataclass
class Pack:
    """What the lines of one document have given so far."""

    document: Document
    resolver: Resolver
    hash: Any = field(default_factory=hashlib.sha256)
    entities: dict[str, Entity] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)


def read_lines(
    raw: Iterable[bytes], source: str, registry: Registry, ontology: Ontology, version: str = ""
) -> Iterator[Extraction]:
    """The documents of a file of JSON lines, in the order in which they come up.

    `source` names the file and stands for the document where a line does not name one that can be
    read. `version` is the extractor's, kept with the documents. Never raises: what cannot be used
    is a Rejection with its line number.
    """
    packs: dict[str, Pack] = {}
    for number, line in enumerate(raw, 1):
        if line.strip():
            _take(line, number, source, packs, registry, ontology)
    for pack in packs.values():
        document = replace(pack.document, sha256=pack.hash.hexdigest(), extractor=version, registry=registry.version)
        handed = {e.id: e for e in pack.resolver.entities()} | pack.entities
        entities = tuple(handed[id] for id in sorted(_used(pack, handed)))
        yield Extraction(document, entities, tuple(pack.statements.values()), tuple(pack.rejections))


def _used(pack: Pack, handed: Mapping[str, Entity]) -> set[str]:
    """The ends of the statements and the places above them."""
    used = {id for s in pack.statements.values() for id in (s.subject, s.object) if id is not None}
    for id in sorted(used):
        above = handed[id].parent
        while above is not None and above in handed and above not in used:
            used.add(above)
            above = handed[above].parent
    return used


def _take(
    line: bytes, number: int, source: str, packs: dict[str, Pack], registry: Registry, ontology: Ontology
) -> None:
    document, row, fault = Document(document_id(source), source, "", format="jsonl"), {}, None
    try:
        row = _object(line)
        document = _document(row)
    except InvalidStatement as error:
        fault = str(error)
    pack = packs.setdefault(document.id, Pack(document, Resolver(registry, ontology)))
    pack.hash.update(line.strip() + b"\n")
    if fault is None:
        try:
            _add(pack, _statement(row, pack, registry, ontology), number)
            return
        except (InvalidStatement, InvalidName) as error:
            fault = str(error)
    pack.rejections.append(Rejection(pack.document.id, fault, _said(row), line=number))


def _add(pack: Pack, statement: Statement, number: int) -> None:
    if statement.id in pack.statements:
        raise InvalidStatement("said already by an earlier line")
    pack.statements[statement.id] = statement


def _object(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"), parse_constant=_no_constant)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise InvalidStatement(f"no JSON: {error}") from error
    if not isinstance(row, dict):
        raise InvalidStatement("no JSON object")
    return row


def _no_constant(name: str) -> float:
    raise InvalidStatement(f"{name} is no number of JSON")


def _document(row: Mapping[str, Any]) -> Document:
    """The document of a line: a name, or an object with id, title, url, published and so on."""
    given = row.get("document")
    if isinstance(given, str) and given.strip():
        name = clean_text(given, "document")
        return Document(document_id(name), name, "", title=name, format="jsonl")
    if not isinstance(given, dict):
        raise InvalidStatement("document is missing: write a name, or an object with id, title, url, published")
    texts = {
        k: clean_text(v, f"document.{k}")
        for k, v in given.items()
        if k in (*DESCRIBED, "id", "source") and v is not None
    }
    source = texts.get("source") or texts.get("url") or texts.get("id") or texts.get("title")
    if source is None:
        raise InvalidStatement("document has neither id nor url nor title")
    return Document(
        document_id(source),
        source,
        "",
        title=texts.get("title"),
        publisher=texts.get("publisher"),
        url=texts.get("url"),
        published=texts.get("published"),
        language=texts.get("language"),
        format="jsonl",
    )


def clean_text(value: object, where: str) -> str:
    """A short text without control characters; InvalidStatement where it is none."""
    if not isinstance(value, str):
        raise InvalidStatement(f"{where} is no text")
    try:
        return clean(value)
    except InvalidName as error:
        raise InvalidStatement(f"{where}: {error}") from error


def _statement(row: Mapping[str, Any], pack: Pack, registry: Registry, ontology: Ontology) -> Statement:
    predicate = row.get("predicate")
    if isinstance(predicate, str) and predicate in ontology.derived:
        raise InvalidStatement(f"{predicate} is derived by a rule; no document states it")
    if not isinstance(predicate, str) or (predicate not in ontology.predicates and predicate not in ontology.metrics):
        raise InvalidStatement(f"no such predicate or metric: {predicate!r}")
    relation = predicate in ontology.predicates
    sides = ontology.predicates[predicate] if relation else None
    domain = sides.domain if sides else ontology.metrics[predicate].domain
    candidate = Candidate(
        subject=_end(row, "subject", domain, pack, registry, ontology),
        predicate=predicate,
        object=_end(row, "object", sides.range, pack, registry, ontology) if sides else None,
        start=0,
        end=0,
        **_figure(row, relation),
        **_rest(row),
    )
    reason = fault(candidate, ontology)
    if reason is not None:
        raise InvalidStatement(reason)
    return identify(_placed(row, statement(candidate, pack.document.id, _quote(row))))


def _placed(row: Mapping[str, Any], made: Statement) -> Statement:
    """With the offsets, the rung and the forms that the line gives."""
    start, end = row.get("start"), row.get("end")
    if (start is None) != (end is None) or any(
        isinstance(v, bool) or not isinstance(v, int | None) for v in (start, end)
    ):
        raise InvalidStatement("start and end are two whole numbers, or both missing")
    if start is not None and end is not None and not 0 <= start < end:
        raise InvalidStatement("start and end are no span")
    rung = row.get("rung")
    return replace(made, start=start, end=end, rung=rung if isinstance(rung, str) else made.rung)


def _quote(row: Mapping[str, Any]) -> str:
    quote = row.get("quote") or ""
    if not isinstance(quote, str) or len(quote) > 20_000:
        raise InvalidStatement("quote is no text of at most 20,000 characters")
    return quote.encode("utf-8", "replace").decode("utf-8")


def _figure(row: Mapping[str, Any], relation: bool) -> dict[str, Any]:
    if relation:
        return {}
    value, top = _number(row.get("value"), "value"), row.get("max")
    texts = {k: clean_text(row[k], k) for k in ("unit", "product") if row.get(k) is not None}
    return {"value": value, "max": None if top is None else _number(top, "max"), **texts}


def _number(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InvalidStatement(f"{where} is no number")
    return float(value)


def _rest(row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"qualifiers": _qualifiers(row.get("qualifiers") or {})}
    for name in ("status", "period", "extractor"):
        if row.get(name) is not None:
            found[name] = clean_text(row[name], name)
    confidence = _number(row.get("confidence", 1.0), "confidence")
    if not 0 <= confidence <= 1:
        raise InvalidStatement("confidence is not between 0 and 1")
    return found | {"confidence": confidence}


def _qualifiers(given: object) -> dict[str, Scalar]:
    if not isinstance(given, dict) or any(not isinstance(v, str | int | float | bool | None) for v in given.values()):
        raise InvalidStatement("qualifiers is no object of plain values")
    return {k: clean_text(v, k) if isinstance(v, str) else v for k, v in given.items() if v is not None}


def _end(
    row: Mapping[str, Any], side: str, allowed: tuple[str, ...], pack: Pack, registry: Registry, ontology: Ontology
) -> Mention:
    """One end of a line as a resolved mention."""
    given = row.get(side)
    given = {"name": given} if isinstance(given, str) else given
    if not isinstance(given, dict) or given.get("name") is None:
        raise InvalidStatement(f"{side}.name is missing")
    name = clean_text(given["name"], f"{side}.name")
    type = given.get("type") or _type(name, given.get("id"), allowed, registry, ontology)
    if type not in ontology.classes or ontology.classes[type].kind is None:
        raise InvalidStatement(f"no such class: {type!r}")
    entity, rung = _entity(name, given.get("id"), type, pack, registry, ontology)
    form = clean_text(given["mention"], f"{side}.mention") if given.get("mention") is not None else name
    return Mention(0, 0, form, entity.type, entity=entity.id, rung=rung)


def _type(name: str, id: object, allowed: tuple[str, ...], registry: Registry, ontology: Ontology) -> str:
    """The class that the registry has for the id or the name where it fits, else the predicate's first."""
    entity = registry.entity(id) if isinstance(id, str) else None
    found = [entity] if entity else [e.entity for e in registry.exact(name)]
    fitting = [e.type for e in found if any(ontology.is_a(e.type, a) for a in allowed)]
    return fitting[0] if fitting else next((a for a in allowed if _says(id, a, ontology)), allowed[0])


def _says(id: object, type: str, ontology: Ontology) -> bool:
    kind = ontology.classes[type].kind
    return isinstance(id, str) and kind is not None and id.startswith(kind.value + "/")


def _entity(name: str, id: object, type: str, pack: Pack, registry: Registry, ontology: Ontology) -> tuple[Entity, str]:
    if id is None:
        return pack.resolver.resolve(name, type)
    if not isinstance(id, str) or not entity_like(id) or not id.isprintable():
        raise InvalidStatement(f"{str(id)[:80]!r} is no entity id such as org/alcoa")
    kind = ontology.kind(type).value
    if not id.startswith(kind + "/"):
        raise InvalidStatement(f"{id} is no id of a {type}, which begins with {kind}/")
    known = registry.entity(id) or pack.entities.get(id)
    if known is not None and not (ontology.is_a(known.type, type) or ontology.is_a(type, known.type)):
        raise InvalidStatement(f"{id} is a {known.type}, not a {type}")
    entity = known or Entity(id, type, name, (name,))
    named = replace(entity, names=tuple(sorted({*entity.names, name})))
    pack.entities[id] = named
    return named, "exact"


def _said(row: Mapping[str, Any]) -> str:
    """What a rejected line wanted to say, for the report."""
    ends = [row.get(side) for side in ("subject", "object")]
    names = [str(e.get("name", "?") if isinstance(e, dict) else e)[:80] for e in ends if e is not None]
    return " ".join([*names[:1], str(row.get("predicate", ""))[:40], *names[1:]]).strip()
