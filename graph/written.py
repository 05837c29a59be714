"""Quads as text in every RDF format, in an order that does not depend on how they were found."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from graph.engine import Engine
from graph.results import GRAPHS, limited
from graph.terms import DEFAULT, RDF, Quad, iri, nquads, text

JSONLD = GRAPHS["jsonld"]
TYPE = iri(RDF + "type")
Json = dict[str, Any]


def triples(quads: Iterable[Quad], limit: int = 0) -> list[Quad]:
    """The triples of quads, each once, sorted; InvalidQuery where they are more than `limit` (0: no limit)."""
    return sorted(limited(dict.fromkeys(q._replace(graph=DEFAULT) for q in quads), limit))


def written(quads: Iterable[Quad], media: str, prefixes: Mapping[str, str]) -> bytes:
    """Triples in one of the formats of `graph.results.GRAPHS`, by its media type; JSON-LD without a context."""
    engine = Engine("", prefixes)
    engine.load(nquads(q._replace(graph=DEFAULT) for q in quads))
    return engine.graph(None).serialise(media)


def compacted(quads: Iterable[Quad], context: Mapping[str, Any], address: str | None = None) -> bytes:
    """Triples as JSON-LD that refers to a context by its address, or holds it where there is none.

    Terms of the context stand for predicates; a value is left bare only where the context says its type, so that the
    document expands to exactly these triples. One node a subject, in the order of the quads.
    """
    names = Names(context)
    nodes: dict[str, Json] = defaultdict(dict)
    for q in quads:
        node = nodes[q.subject]
        node["@id"] = resource(q.subject)
        key, value = names.pair(q)
        node.setdefault(key, []).append(value)
    graph = [{k: v[0] if k != "@id" and len(v) == 1 else v for k, v in node.items()} for node in nodes.values()]
    return json.dumps({"@context": address or context, "@graph": graph}, ensure_ascii=False, indent=1).encode()


def resource(term: str) -> str:
    """A node as JSON-LD names it."""
    return term if term.startswith("_:") else term[1:-1]


class Names:
    """The terms of a context, by the IRIs that they stand for."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        spaces = {k: v for k, v in context.items() if isinstance(v, str) and not k.startswith("@")}
        self._prefixes = {k: v for k, v in spaces.items() if v.endswith(("#", "/"))}
        self._terms: dict[str, tuple[str, str | None]] = {}
        for name, meaning in context.items():
            self._learn(name, {"@id": meaning} if isinstance(meaning, str) else meaning)

    def _learn(self, name: str, meaning: object) -> None:
        """Keep a term that is a plain predicate: no keyword, prefix, reverse or language."""
        if not isinstance(meaning, Mapping) or name in self._prefixes or "@language" in meaning:
            return
        if ":" in (compact := str(meaning.get("@id"))):
            self._terms.setdefault(self._whole(compact), (name, meaning.get("@type")))

    def _whole(self, compact: str) -> str:
        prefix, _, rest = compact.partition(":")
        return self._prefixes[prefix] + rest if prefix in self._prefixes else compact

    def pair(self, quad: Quad) -> tuple[str, Any]:
        """The key and the value of a triple."""
        if quad.predicate == TYPE:
            return "@type", self._short(resource(quad.object))
        predicate = resource(quad.predicate)
        key, coerced = self._terms.get(predicate, (self._short(predicate), None))
        return key, self._value(quad.object, coerced)

    def _short(self, iri: str) -> str:
        """A class or predicate without its namespace, or with a prefix, where that reads back as the same IRI."""
        for prefix, space in self._prefixes.items():
            if iri.startswith(space) and iri[len(space) :].isalnum():
                return f"{prefix}:{iri[len(space) :]}"
        return iri

    def _value(self, object: str, coerced: str | None) -> str | Json:
        if not object.startswith('"'):
            name = resource(object)
            bare = {"@id": name, "@vocab": self._short(name)}
            return bare.get(coerced or "", {"@id": name})
        plain, tail = text(object), object[object.rindex('"') + 1 :]
        if tail.startswith("@"):
            return {"@value": plain, "@language": tail[1:]}
        if tail:
            datatype = tail[3:-1]
            return plain if coerced and datatype == self._whole(coerced) else {"@value": plain, "@type": datatype}
        return {"@value": plain} if coerced else plain
