"""RDF in: the documents of an export as N-Quads or TriG, back as they were.

Each named graph under `doc/` is a document with its entities and statements (docs/data-model.md). What RDF leaves open
(which end of a symmetric relation stood first, whether a period is a qualifier) the id in the statement's IRI settles,
for it is a hash of what was said.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from graph import terms
from graph.nodes import ALT, ISSUED, LABEL, OBJECT, PREDICATE, PREF, SUBJECT, TYPE, Iris
from graph.sound import sound
from graph.sources import each
from graph.statement import (
    Document,
    Entity,
    Extraction,
    Qualifiers,
    Rejection,
    Scalar,
    Statement,
    digest,
    document_id,
    identify,
)
from graph.syntaxes import SUFFIXES as SUFFIXES
from graph.syntaxes import read_quads
from graph.terms import XSD, iri, text
from graph.whole.ordered import Ordered
from ontology.errors import InputError, UnreadableDocument
from ontology.model import Ontology

Objects = Mapping[str, list[str]]
"""The objects of a subject by predicate, all in N-Triples notation."""

_DESCRIBED = {name: iri(terms.DCTERMS + name) for name in ("title", "publisher", "language", "format")}


def read_rdf(
    path: Path, source: str, ontology: Ontology, version: str = "", registry: str = ""
) -> Iterator[Extraction]:
    """The documents of a file, in the order of their graphs, once for each source that a document is also at.

    `version` and `registry` are kept with the documents. Raises UnreadableDocument for a file that breaks off, that
    has no graph of a document, or, in the end, with the graphs that are none.
    """
    iris, failed, found = Iris(ontology.base), list[str](), False
    with TemporaryDirectory(prefix="potline-rdf-") as folder:
        for graph, lines in groupby(_sorted(path, source, Path(folder)), key=lambda line: json.loads(line)[0]):
            found = found or graph.startswith(f"<{iris.base}")
            if iris.id(graph, "doc") is None:
                continue
            graph_of = Graph(graph, iris, ontology, [json.loads(line) for line in lines])
            try:
                extraction = graph_of.extraction()
            except InputError as error:
                failed.append(str(error))
                continue
            about = replace(extraction.document, extractor=version, registry=registry)
            yield from _copies(replace(extraction, document=about))
    if failed or not found:
        raise UnreadableDocument(f"{source}: {'; '.join(failed) or _NONE}")


_NONE = "it has no graph of a document, whose name begins with doc/; export N-Quads or TriG, which keep them"


def _copies(extraction: Extraction) -> Iterator[Extraction]:
    """The document at each of its sources; what was rejected is told once."""
    if not extraction.document.also_at:
        yield extraction
        return
    for n, one in enumerate(each(extraction)):
        yield one if n else replace(one, rejections=extraction.rejections)


def _sorted(path: Path, source: str, folder: Path) -> Ordered:
    """All quads in named graphs, graph by graph."""
    lines = Ordered(folder)
    try:
        for q in read_quads(path, source):
            if q.graph:
                lines.add(json.dumps([q.graph, q.subject, q.predicate, q.object], ensure_ascii=False))
    except OSError as error:
        raise UnreadableDocument(f"{source}: {error.strerror}; make room for it in {folder}, or set TMPDIR") from error
    return lines


@dataclass
class Graph:
    """The graph of one document."""

    name: str
    iris: Iris
    ontology: Ontology
    rows: list[list[str]]
    nodes: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)

    def extraction(self) -> Extraction:
        """The document with all that it says; what the ontology does not allow is rejected.

        InputError where the graph does not describe its document.
        """
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for _, subject, predicate, object in self.rows:
            found[subject][predicate].append(object)
        self.nodes = {subject: dict(pairs) for subject, pairs in found.items()}
        document = self._document(self.nodes.get(self.name, {}))
        entities = tuple(e for subject, pairs in self.nodes.items() if (e := self._entity(subject, pairs)))
        self.entities = {e.id: e for e in sorted(entities, key=lambda e: e.id)}
        bare = Extraction(document, tuple(self.entities.values()))
        sound(bare, self.ontology)
        taken, refused = dict[str, Statement](), list[Rejection]()
        for subject, pairs in self.nodes.items():
            if self.iris.term("Statement") in pairs.get(TYPE, ()):
                self._take(subject, pairs, bare, taken, refused)
        refused += self._unstated(document.id)
        said = sorted(taken.values(), key=lambda s: (-1 if s.start is None else s.start, s.id))
        return replace(bare, statements=tuple(said), rejections=tuple(refused))

    def _document(self, pairs: Objects) -> Document:
        source, sha256 = self._text(pairs, "source"), self._text(pairs, "sha256")
        if source is None:
            raise InputError(f"the graph {self.name} does not say the alu:source of its document")
        about = {name: text(pairs[p][0]) for name, p in _DESCRIBED.items() if p in pairs}
        url, issued = pairs.get(iri(terms.SCHEMA + "url")), pairs.get(ISSUED)
        return Document(
            document_id(source),
            source,
            sha256 or digest(self.rows, length=64),
            url=text(url[0]) if url else None,
            published=text(issued[0]) if issued else None,
            also_at=tuple(sorted(text(o) for o in pairs.get(self.iris.term("alsoAt"), ()))),
            **about,
        )

    def _entity(self, subject: str, pairs: Objects) -> Entity | None:
        """An entity, of the most exact of its classes; None where the subject is none."""
        id, known = self.iris.id(subject), self.ontology.classes
        types = [name for t in pairs.get(TYPE, ()) if (name := self._name(t)) in known]
        if id is None or not types or LABEL not in pairs:
            return None
        parent = pairs.get(self.iris.term("parent"))
        identifiers = (text(o).partition(":") for o in pairs.get(self.iris.term("identifier"), ()))
        return Entity(
            id,
            max(types, key=lambda name: (len(known[name].ancestors), name)),
            text(pairs[LABEL][0]),
            tuple(sorted({text(o) for p in (PREF, ALT) for o in pairs.get(p, ())})),
            name_zh=self._text(pairs, "nameZh"),
            country=self._text(pairs, "country"),
            parent=self.iris.id(parent[0]) if parent else None,
            level=self._text(pairs, "level"),
            identifiers=tuple(sorted((scheme, value) for scheme, _, value in identifiers)),
            registered=self._text(pairs, "registered") == "true",
        )

    def _name(self, term: str) -> str:
        """The name of a term of ours; "" for another's."""
        return terms.unsegment(text(term).removeprefix(f"{self.iris.base}ns#"))

    def _text(self, pairs: Objects, name: str) -> str | None:
        found = pairs.get(self.iris.term(name))
        return text(found[0]) if found else None

    # Statements

    def _take(
        self, subject: str, pairs: Objects, bare: Extraction, taken: dict[str, Statement], refused: list[Rejection]
    ) -> None:
        """Take a statement if the record would, else say why not."""
        try:
            made = self._settled(self.iris.id(subject, "statement") or "", self._statement(pairs, bare.document.id))
            ends = tuple(e for id in (made.subject, made.object) if (e := self.entities.get(id or "")))
            sound(Extraction(bare.document, ends, (made,)), self.ontology)
            taken[made.id] = made
        except (InputError, ValueError, LookupError) as error:
            reason = str(error) if isinstance(error, InputError) else "a part is missing, or is no number"
            refused.append(Rejection(bare.document.id, reason, text(subject), self._text(pairs, "quote") or ""))

    def _statement(self, pairs: Objects, document: str) -> Statement:
        """A statement as its node has it; ValueError or LookupError where a part of it is not there."""
        predicate, object = self._name(pairs[PREDICATE][0]), pairs[OBJECT][0]
        start, end = self._text(pairs, "start"), self._text(pairs, "end")
        common = Statement(
            "",
            document,
            self._id(pairs[SUBJECT][0]),
            predicate,
            period=self._text(pairs, "period"),
            status=self._text(pairs, "status") or "actual",
            quote=self._text(pairs, "quote") or "",
            start=int(start) if start is not None else None,
            end=int(end) if end is not None else None,
            confidence=float(self._text(pairs, "confidence") or 1.0),
            extractor=self._text(pairs, "extractor") or "",
            rung=self._text(pairs, "rung") or "",
            subject_mention=self._text(pairs, "subjectMention") or "",
            object_mention=self._text(pairs, "objectMention") or "",
        )
        if predicate == "metric":
            return self._figure(common, pairs, self.nodes[object])
        said = self._qualifiers(pairs, {"period": common.period})
        return replace(common, object=self._id(object), qualifiers=said)

    def _figure(self, common: Statement, pairs: Objects, figure: Objects) -> Statement:
        """The statement of a figure, which is a node of its own."""
        highest = self._text(figure, "max")
        own = {name: self._text(figure, name) for name in ("product", "period")}
        return replace(
            common,
            predicate=self._text(figure, "metric") or "",
            value=float(self._text(figure, "value") or ""),
            max=float(highest) if highest is not None else None,
            unit=self._text(figure, "unit"),
            product=own["product"],
            period=own["period"],
            qualifiers=self._qualifiers(pairs, own),
        )

    def _id(self, term: str) -> str:
        id = self.iris.id(term)
        if id is None:
            raise InputError(f"{text(term)} is no entity of {self.iris.base}id/")
        return id

    def _qualifiers(self, pairs: Objects, own: Mapping[str, str | None]) -> Qualifiers:
        """All that has the name of a qualifier, but for what is the statement's own."""
        found: dict[str, Scalar] = {}
        for name in self.ontology.qualifiers:
            said = [o for o in pairs.get(self.iris.term(name), ()) if name not in own or text(o) != own[name]]
            if said:
                found[name] = scalar(said[0])
        return Qualifiers(found)

    def _settled(self, id: str, s: Statement) -> Statement:
        """The reading of a statement that has the id of its IRI; the plain one where none has."""
        readings = [identify(one) for one in self._readings(s)]
        return next((one for one in readings if one.id == id), readings[0])

    def _readings(self, s: Statement) -> Iterator[Statement]:
        """What the same node may say: a value that a qualifier and the statement share stands there once."""
        period = {**s.qualifiers, "period": s.period or ""}
        product = {**s.qualifiers, "product": s.product or ""}
        moved = replace(s, period=None, qualifiers=Qualifiers(period))
        for one in (s, moved, replace(s, qualifiers=Qualifiers(product))):
            yield one
            predicate = self.ontology.predicates.get(s.predicate)
            if one.object is not None and predicate is not None and predicate.symmetric:
                turned = replace(one, subject=one.object, object=one.subject)
                yield replace(turned, subject_mention=s.object_mention, object_mention=s.subject_mention)

    def _unstated(self, document: str) -> Iterator[Rejection]:
        """Plain triples that no statement of the graph states."""
        stated = {
            (s, pairs[PREDICATE][0], o)
            for pairs in self.nodes.values()
            if pairs.keys() >= {SUBJECT, PREDICATE, OBJECT}
            for s, o in ((pairs[SUBJECT][0], pairs[OBJECT][0]),)
        }
        relations = {self.iris.term(name) for name in self.ontology.predicates}
        for _, subject, predicate, object in self.rows:
            if predicate in relations and (subject, predicate, object) not in stated:
                said = " ".join(map(text, (subject, predicate, object)))
                yield Rejection(document, "a plain triple without its statement", said)


def scalar(term: str) -> Scalar:
    """A literal as the value of a qualifier.

    >>> scalar('"60.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'), scalar('"Shandong"')
    (60.5, 'Shandong')
    """
    said = text(term)
    if term.endswith(f"^^<{XSD}boolean>"):
        return said == "true"
    if term.endswith(tuple(f"^^<{XSD}{name}>" for name in ("decimal", "integer", "double"))):
        value = float(said)
        return int(said) if said.lstrip("-").isdigit() and abs(value) < 2**53 else value
    return said
