"""The data set described for machines at /.well-known/void: what is in it, how much, where to ask and to fetch it.

Sources: Describing Linked Datasets with the VoID Vocabulary (W3C, 2011); Data Catalog Vocabulary 2 (W3C, 2020).
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from threading import Lock
from weakref import WeakKeyDictionary

from fastapi import Request

from api.linked import PREFIXES, VOID, Face, address, state
from api.settings import SEEDS
from api.workspace import Workspace
from graph.nodes import Iris
from graph.results import GRAPHS
from graph.statement import digest
from graph.terms import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Quad, integer, iri, string, typed
from graph.whole.formats import FORMATS
from graph.worker import Question
from graph.workers import Job
from ontology.errors import QueryStopped

_VOID, _DCAT, _FOAF = (PREFIXES[name] for name in ("void", "dcat", "foaf"))
_FORMATS = "http://www.w3.org/ns/formats/"
FEATURES = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N-Quads", "TriG")
VOCABULARIES = (
    DCTERMS,
    OWL,
    RDFS,
    SKOS,
    *(f"http://www.w3.org/ns/{n}#" for n in ("prov", "oa")),
    "https://schema.org/",
)
PREDICATES = "SELECT ?it (COUNT(*) AS ?n) WHERE { ?s ?it ?o } GROUP BY ?it"
CLASSES = "SELECT ?it (COUNT(*) AS ?n) WHERE { ?s a ?it } GROUP BY ?it"
SUBJECTS = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }"
OBJECTS = "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }"


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is in the merged view; empty where counting took too long."""

    predicates: Mapping[str, int] = field(default_factory=dict)
    classes: Mapping[str, int] = field(default_factory=dict)
    subjects: int | None = None
    objects: int | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """The counts of one state of the record, and when this server first saw that state."""

    state: str
    seen: str
    counts: Counts


class Surveys:
    """The survey of each record, made anew when the record has changed; one thread counts, others wait."""

    def __init__(self) -> None:
        self._kept: WeakKeyDictionary[Workspace, Survey] = WeakKeyDictionary()
        self._lock = Lock()

    def newest(self, work: Workspace) -> Survey:
        """The survey of the record as it is now."""
        with self._lock:
            now = state(work)
            found = self._kept.get(work)
            if found is None or found.state != now:
                seen = datetime.now(UTC).isoformat(timespec="seconds")
                found = self._kept[work] = Survey(now, seen, counted(work))
            return found


def counted(work: Workspace) -> Counts:
    """Count in the index, by workers that have their deadline."""
    try:
        predicates, classes = _by_iri(work, PREDICATES), _by_iri(work, CLASSES)
        subjects, objects = _number(work, SUBJECTS), _number(work, OBJECTS)
    except QueryStopped:
        return Counts()
    return Counts(predicates, classes, subjects, objects)


def _rows(work: Workspace, query: str) -> list[dict[str, dict[str, str]]]:
    reply = work.endpoint.answer(Job(Question(query)))
    rows: list[dict[str, dict[str, str]]] = json.loads(reply.body)["results"]["bindings"]
    return rows


def _by_iri(work: Workspace, query: str) -> dict[str, int]:
    rows = _rows(work, query)
    return {row["it"]["value"]: int(row["n"]["value"]) for row in rows if row["it"]["type"] == "uri"}


def _number(work: Workspace, query: str) -> int:
    return int(_rows(work, query)[0]["n"]["value"])


def face(request: Request, work: Workspace, surveys: Surveys) -> Face:
    """The description, in RDF only."""
    survey = surveys.newest(work)
    site = Site(partial(address, request), work, dumps={f.name: f.media for f in FORMATS.values()})
    return Face(VOID, None, lambda: site.quads(survey), version=f"{survey.state} {survey.seen}")


@dataclass(frozen=True, slots=True)
class Site:
    """What the description is made of beside counts: addresses of this server (by path), the record, the dumps."""

    link: Callable[[str], str]
    work: Workspace
    dumps: Mapping[str, str]

    def quads(self, survey: Survey) -> Iterator[Quad]:
        """The whole description."""
        dataset = iri(self.link(VOID) + "#dataset")
        yield from _about(iri(self.link(VOID)), [(RDF + "type", iri(_VOID + "DatasetDescription"))])
        yield from _about(iri(self.link(VOID)), [(_FOAF + "primaryTopic", dataset)])
        yield from _about(dataset, self._described(survey))
        yield from _about(dataset, _sizes(survey.counts, self.work.ontology.base))
        yield from _parts(dataset, survey.counts)
        yield from self._access(dataset)
        yield from self._subsets(dataset)

    def _described(self, survey: Survey) -> Iterator[tuple[str, str]]:
        base = self.work.ontology.base
        yield from ((RDF + "type", iri(kind)) for kind in (_VOID + "Dataset", _DCAT + "Dataset"))
        yield DCTERMS + "title", string("Potline: the aluminium value chain", "en")
        yield DCTERMS + "description", string(DESCRIPTION, "en")
        yield DCTERMS + "modified", typed(survey.seen, XSD + "dateTime")
        yield OWL + "versionInfo", string(f"revision {self.work.store.revision()} of record {self.work.store.record}")
        yield _VOID + "uriSpace", string(base)
        yield _VOID + "uriRegexPattern", string("^" + re.escape(base) + "(id|doc|statement|observation)/")
        yield from ((_VOID + "vocabulary", iri(space)) for space in (base + "ns#", *VOCABULARIES))
        yield from ((_VOID + "feature", iri(_FORMATS + name)) for name in FEATURES)
        yield _VOID + "rootResource", iri(base + "ns")
        yield _VOID + "exampleResource", iri(base + "id/product/aluminium")
        yield _DCAT + "landingPage", iri(self.link("docs"))
        if self.work.settings.license:
            yield DCTERMS + "license", iri(self.work.settings.license)

    def _access(self, dataset: str) -> Iterator[Quad]:
        """Where to ask, and where to fetch everything."""
        service, endpoint = iri(self.link(VOID) + "#sparql"), iri(self.link("sparql"))
        yield from _about(dataset, [(_VOID + "sparqlEndpoint", endpoint), (_DCAT + "accessService", service)])
        told = {
            RDF + "type": iri(_DCAT + "DataService"),
            _DCAT + "endpointURL": endpoint,
            _DCAT + "servesDataset": dataset,
        }
        yield from _about(service, [*told.items(), (DCTERMS + "title", string("SPARQL 1.1", "en"))])
        for name, media in self.dumps.items():
            file, dump = iri(f"{self.link('export')}?format={name}"), iri(f"{self.link(VOID)}#{name}")
            yield Quad(dataset, iri(_DCAT + "distribution"), dump)
            if media in GRAPHS.values():
                yield Quad(dataset, iri(_VOID + "dataDump"), file)
            kind = iri(f"https://www.iana.org/assignments/media-types/{media}")
            about = {RDF + "type": iri(_DCAT + "Distribution"), _DCAT + "downloadURL": file, _DCAT + "mediaType": kind}
            yield from _about(dump, [*about.items(), (DCTERMS + "title", string(f"The whole record: {name}", "en"))])

    def _subsets(self, dataset: str) -> Iterator[Quad]:
        """The registry and the ontology, each with its terms."""
        iris = Iris(self.work.ontology.base)
        for graph, title in ((iris.registry, "Registry: who is who"), (iris.ontology, "Ontology")):
            yield from _about(dataset, [(_VOID + "subset", graph)])
            yield from _about(graph, [(RDF + "type", iri(_VOID + "Dataset")), (DCTERMS + "title", string(title, "en"))])
        yield from _about(
            iris.ontology, [(DCTERMS + "license", iri(APACHE)), (_VOID + "dataDump", iri(self.link("ontology.ttl")))]
        )
        for source in attributions():
            page = iri(source["page"])
            yield from _about(
                iris.registry, [(DCTERMS + "source", page), (DCTERMS + "rights", string(_rights(source), "en"))]
            )
            about = [(RDFS + "label", string(source["name"])), (DCTERMS + "license", iri(source["license"]))]
            yield from _about(page, about)


APACHE = "https://www.apache.org/licenses/LICENSE-2.0"
DESCRIPTION = (
    "Who owns, runs, makes and moves what in the aluminium industry, merged from documents; each statement has its "
    "sentence and a named graph of its document. The sentences belong to those who published them."
)


@cache
def attributions() -> tuple[dict[str, str], ...]:
    """Whose work is in the registry: name, page, license, and what it is."""
    return tuple(tomllib.loads((SEEDS / "registry" / "attribution.toml").read_text(encoding="utf-8"))["source"])


def _rights(source: Mapping[str, str]) -> str:
    return f"{source['what']}: {source['name']}, {source['page']}, {source['license']}"


def _about(subject: str, pairs: Iterable[tuple[str, str]]) -> Iterator[Quad]:
    return (Quad(subject, iri(predicate), object) for predicate, object in pairs)


def _sizes(counts: Counts, base: str) -> Iterator[tuple[str, str]]:
    """The counts of the whole; nothing where they are not known."""
    if counts.subjects is None or counts.objects is None:
        return
    entities, documents = (counts.classes.get(f"{base}ns#{name}", 0) for name in ("Entity", "Document"))
    numbers = {
        "triples": sum(counts.predicates.values()),
        "entities": entities,
        "documents": documents,
        "classes": len(counts.classes),
        "properties": len(counts.predicates),
        "distinctSubjects": counts.subjects,
        "distinctObjects": counts.objects,
    }
    yield from ((_VOID + name, integer(n)) for name, n in numbers.items())


def _parts(dataset: str, counts: Counts) -> Iterator[Quad]:
    """A partition of the data set by class and one by property."""
    kinds = (("class", "entities", counts.classes), ("property", "triples", counts.predicates))
    for kind, size, found in kinds:
        for name, n in sorted(found.items()):
            part = iri(f"{dataset[1:-1]}-{kind}-{digest(name, length=12)}")
            yield from _about(dataset, [(f"{_VOID}{kind}Partition", part)])
            yield from _about(part, [(_VOID + kind, iri(name)), (_VOID + size, integer(n))])
