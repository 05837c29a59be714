"""Triple patterns for people who do not write SPARQL: the same for the route and the command.

As JSON an answer holds relations and figures of any status with the documents behind each. In RDF it is what SPARQL's
CONSTRUCT gives for the pattern; where status, document or day choose among statements, what is no plain triple is told
by its statements.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from api import present
from api.lookup import find
from api.models import TripleOut
from api.workspace import Workspace
from graph import views
from graph.describe import Descriptions
from graph.nodes import Iris, prefixes
from graph.pattern import TYPE, Pattern, term, triples, values
from graph.results import GRAPHS, SPOKEN
from graph.terms import RDF, Quad, iri
from graph.triples import Row, Rows
from graph.triples import triples as rows_of
from graph.worker import Question
from graph.workers import Job
from graph.written import JSONLD, compacted, written
from ontology.derive import context
from ontology.errors import InputError, InvalidQuery, LookupFailed, NotFound, Unacceptable
from ontology.units import display

NTRIPLES = GRAPHS["ntriples"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A pattern as it was written; None for any."""

    s: str | None = None
    p: str | None = None
    o: str | None = None
    status: str | None = None
    document: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Some of `total` items of an answer as JSON."""

    items: list[TripleOut]
    total: int


@dataclass(frozen=True, slots=True)
class Meant:
    """A pattern that was understood: its terms, and what of it the merged relations and figures can answer.

    `name` is the predicate or metric; `facts` tells whether all terms are of relations and figures.
    """

    pattern: Pattern
    name: str | None
    facts: bool
    status: str | None
    document: str | None
    as_of: date | None

    @property
    def choosing(self) -> bool:
        """Whether the plain triples of the merged view are not the whole answer in RDF."""
        return self.facts and any((self.status, self.document, self.as_of))


def meant(work: Workspace, asked: Asked) -> Meant:
    """Understand a pattern; InvalidQuery, NotFound or Ambiguous where a term is nothing, or not one thing."""
    name, predicate = _predicate(work, asked.p)
    objects, words = _objects(work, asked.o, predicate, name)
    subject = _thing(work, asked.s) if asked.s else None
    base, document = work.ontology.base, _document(work, asked.document)
    ends = [t for t in (subject, *objects) if t]
    facts = (name is not None or predicate is None) and words is None and len(objects) < 2
    facts = facts and all(t.startswith(f"<{base}id/") for t in ends)
    if not facts and (asked.status or asked.as_of):
        raise InputError("status and as_of choose among relations and figures; this pattern asks for other triples")
    graph = Iris(base).document(document) if document else None
    status, day = _status(work, asked.status), _day(asked.as_of)
    return Meant(Pattern(subject, predicate, objects, words, graph), name, facts, status, document, day)


def _predicate(work: Workspace, text: str | None) -> tuple[str | None, str | None]:
    """The name of a predicate, metric or derived relation, and the IRI of any predicate."""
    if not text:
        return None, None
    o, iris = work.ontology, Iris(work.ontology.base)
    found = iri(RDF + "type") if text == "a" else term(text, o.base)
    own = f"<{o.base}ns#"
    bare = (found or own + text + ">").removeprefix(own).removesuffix(">").removeprefix("metric-")
    if bare in o.predicates or bare in o.metrics or bare in o.derived:
        return bare, iris.term(f"metric-{bare}" if bare in o.metrics else bare)
    if found is None or not found.startswith("<") or (found.startswith(own) and not _declared(work, found)):
        known = ", ".join([*o.predicates, *o.metrics, *o.derived])
        raise InvalidQuery(f"there is no predicate or metric {text!r}; there are {known}, and rdfs:label, rdf:type …")
    return None, found


def _declared(work: Workspace, term: str) -> bool:
    """Whether the ontology declares a term of ours."""
    work.index.follow()
    return any(True for _ in work.index.match(term, None, None, Iris(work.ontology.base).ontology))


def _objects(
    work: Workspace, text: str | None, predicate: str | None, name: str | None
) -> tuple[tuple[str, ...], str | None]:
    """The terms that an object may be, or the words of a literal."""
    if not text:
        return (), None
    if literals := values(text.strip()):
        return literals, None
    if (found := term(text, work.ontology.base)) is not None:
        return (_canonical(work, found),), None
    if predicate == TYPE and text in work.ontology.classes:
        return (Iris(work.ontology.base).term(text),), None
    if predicate is not None and name is None:
        return _perhaps(work, text), text
    return (_thing(work, text),), None


def _thing(work: Workspace, text: str) -> str:
    """An IRI, or that of the entity with this name; a merged one is its canonical one."""
    found = term(text, work.ontology.base)
    if found is not None and not found.startswith("<"):
        raise InvalidQuery(f"{text} is a literal, which is no subject")
    return _canonical(work, found) if found else Iris(work.ontology.base).entity(find(work, text))


def _perhaps(work: Workspace, text: str) -> tuple[str, ...]:
    """The entity with this name, if there is one: what a predicate that is not of statements leads to is not known."""
    try:
        return (_thing(work, text),)
    except LookupFailed:
        return ()


def _canonical(work: Workspace, term: str) -> str:
    iris = Iris(work.ontology.base)
    id = iris.id(term)
    return term if id is None else iris.entity(views.canon(work.store)(id))


def _document(work: Workspace, text: str | None) -> str | None:
    if not text:
        return None
    iris, found = Iris(work.ontology.base), term(text, work.ontology.base)
    id = iris.id(found, "doc") if found else text
    if id is None or not any(True for _ in work.store.documents([id])):
        raise NotFound(f"there is no document {text}; /documents lists them")
    return id


def _status(work: Workspace, word: str | None) -> str | None:
    known = dict.fromkeys([*work.ontology.relation_statuses, *work.ontology.observation_statuses, "derived"])
    if word and word not in known:
        raise InputError(f"status {word}: there is {', '.join(known)}")
    return word or None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError(f"as_of {text}: write a day, such as 2025-07-31") from error


# Answers


def found(work: Workspace, m: Meant, limit: int, offset: int) -> Found:
    """An answer as JSON: relations and figures with what is behind them, or plain triples."""
    if m.facts:
        rows = _rows(work, m, limit, offset)
        return Found([_row(row) for row in rows.rows], rows.total)
    cells = _table(work, m.pattern.select(limit, offset))
    return Found([_plain(work, row) for row in cells], counted(work, m.pattern))


def counted(work: Workspace, pattern: Pattern) -> int:
    """How many triples fit a pattern."""
    return int(_table(work, pattern.count())[0]["n"]["value"])


def graph(
    work: Workspace, m: Meant, media: str, address: str | None, limit: int | None, offset: int
) -> tuple[bytes, int]:
    """An answer in RDF and how many triples (or rows that choose them) there are; all of them without a `limit`.

    `address` is that of the JSON-LD context, which is written out where there is none.
    """
    if m.choosing or (m.name is not None and m.name in work.ontology.metrics):
        most = work.settings.sparql_rows or 10**9
        rows = _rows(work, m, most if limit is None else limit, offset)
        if limit is None and rows.total > most:
            raise InvalidQuery(f"the answer has more than {most} rows; ask for pages with limit and offset")
        descriptions = Descriptions(work.index)
        quads = sorted({q for row in rows.rows for q in descriptions.row(row)})
        return _written(work, quads, media, address), rows.total
    query = m.pattern.construct(limit, offset)
    asked = NTRIPLES if media == JSONLD else media
    body = work.endpoint.answer(Job(Question(query, format=asked))).body
    if media == JSONLD:
        body = _written(work, [Quad(*t) for t in triples(body.decode().split("\n"))], media, address)
    return body, 0 if limit is None else counted(work, m.pattern)


def media(format: str) -> str:
    """The media type that a name of an RDF format (`turtle`, `ttl` …) stands for; Unacceptable for others."""
    spoken = SPOKEN.get(format, (format, format))[1]
    found = GRAPHS.get(spoken, spoken)
    if found not in GRAPHS.values():
        raise Unacceptable(f"format {format}: there is {', '.join(GRAPHS)}")
    return found


def cells(row: TripleOut) -> tuple[str | None, ...]:
    """A row for a table of people."""
    figure = None if row.value is None else display(row.value, row.unit, row.max)
    return row.subject_label, row.predicate, row.object_label or row.literal or figure, row.status


def _written(work: Workspace, quads: list[Quad], media: str, address: str | None) -> bytes:
    if media == JSONLD:
        return compacted(quads, context(work.ontology), address)
    return written(quads, media, prefixes(work.ontology.base))


def _rows(work: Workspace, m: Meant, limit: int, offset: int) -> Rows:
    iris = Iris(work.ontology.base)
    subject = iris.id(m.pattern.subject) if m.pattern.subject else None
    object = iris.id(m.pattern.objects[0]) if m.pattern.objects else None
    terms = {"s": subject, "p": m.name, "o": object, "status": m.status, "document": m.document}
    return rows_of(work.store, work.ontology, **terms, as_of=m.as_of, limit=limit, offset=offset)


def _row(row: Row) -> TripleOut:
    values: dict[str, Any] = asdict(row) | {"qualifiers": present.plain(row.qualifiers)}
    return TripleOut.model_validate({k: list(v) if isinstance(v, tuple) else v for k, v in values.items()})


def _table(work: Workspace, query: str) -> list[dict[str, dict[str, str]]]:
    reply = work.endpoint.answer(Job(Question(query)))
    rows: list[dict[str, dict[str, str]]] = json.loads(reply.body)["results"]["bindings"]
    return rows


def _plain(work: Workspace, row: dict[str, dict[str, str]]) -> TripleOut:
    """A triple that is no relation or figure: IRIs of entities as ids, predicates with their prefix."""
    ends = {name: _short(work, row[place]["value"]) for name, place in (("subject", "s"), ("predicate", "p"))}
    object = row["o"]
    if object["type"] == "literal":
        more = {"literal": object["value"], "datatype": object.get("datatype"), "language": object.get("xml:lang")}
        return TripleOut(**ends, object=None, shown=True, subject_label=ends["subject"], **more)
    name = _short(work, object["value"])
    return TripleOut(**ends, object=name, shown=True, subject_label=ends["subject"], object_label=name)


def _short(work: Workspace, address: str) -> str:
    """The id of an entity; a prefixed name where it needs no escapes; else the IRI."""
    base = work.ontology.base
    if (id := Iris(base).id(iri(address))) is not None:
        return id
    for prefix, space in prefixes(base).items():
        if address.startswith(space) and address[len(space) :].replace("_", "").isalnum():
            return f"{prefix}:{address[len(space) :]}"
    return address
