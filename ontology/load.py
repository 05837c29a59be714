"""From potline.ttl to an `Ontology`; whatever is wrong in the file is named with its line.

>>> ontology().predicates["owns"].inverse
'ownedBy'
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, XSD, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ontology.model import Class, Derived, Kind, Metric, Ontology, Predicate, Product, Qualifier, Scale, Unit
from ontology.terms import ALU, NAMESPACE, Terms, alu, read

TTL = Path(__file__).with_name("potline.ttl")
SHAPES = Path(__file__).with_name("shapes.ttl")

# The ranges that a qualifier may have, and what the model calls them.
DATATYPES: Mapping[str, str] = {
    str(XSD.decimal): "decimal",
    str(XSD.string): "string",
    ALU + "PartialDate": "edtf",
    ALU + "ProductName": "product",
    ALU + "UnitName": "unit",
    ALU + "Entity": "entity",
}


@cache
def ontology() -> Ontology:
    """The ontology that Potline ships."""
    return load()


def load(ttl: Path | None = None) -> Ontology:
    """The ontology of a Turtle file, by default potline.ttl.

    Its version is a hash of that file and of the shapes.ttl beside it. Raises OntologyError, which
    names file and line, where the file cannot be read or contradicts itself.
    """
    path = ttl or TTL
    terms = read(path)
    _declared(terms)
    classes = _classes(terms)
    units = {u.name: u for u in (_unit(terms, t) for t in terms.typed("Unit"))}
    qualifiers = {q.name: q for q in (_qualifier(terms, t) for t in terms.typed("Qualifier"))}
    statuses = _notations(terms, "RelationStatuses")
    return Ontology(
        base=terms.word(URIRef(ALU.rstrip("#")), alu("base")),
        version=_version(path, path.with_name(SHAPES.name)),
        classes=classes,
        predicates={p.name: p for p in (_predicate(terms, t, classes, statuses) for t in terms.typed("Predicate"))},
        metrics={m.name: m for m in (_metric(terms, t, classes) for t in terms.typed("Metric"))},
        qualifiers=qualifiers,
        relation_statuses=statuses,
        observation_statuses=_notations(terms, "ObservationStatuses"),
        products={p.name: p for p in (_product(terms, t) for t in terms.typed("Product"))},
        units=units,
        levels=_notations(terms, "Levels"),
        scales={s.name: s for s in (_scale(terms, t) for t in terms.typed("Scale"))},
        derived={d.name: d for d in (_derived(terms, t, classes) for t in terms.typed("DerivedPredicate"))},
    )


def _version(*paths: Path) -> str:
    """A hash of the files that are there, each with its length so that no byte can wander."""
    found = hashlib.sha256()
    for path in paths:
        content = path.read_bytes() if path.exists() else b""
        found.update(f"{path.name} {len(content)}\n".encode() + content)
    return found.hexdigest()[:16]


def _declared(terms: Terms) -> None:
    """OntologyError where a term of ours is used and nowhere declared: mostly a slip of the pen."""
    known = {s for s in terms.graph.subjects() if isinstance(s, URIRef)}
    used = {t for triple in terms.graph for t in triple if isinstance(t, URIRef) and t.startswith(NAMESPACE)}
    for term in sorted(used - known):
        terms.fail(term, "is used but declared nowhere", "mend its spelling or declare it")


def _name(term: Node) -> str:
    """The name of a term under ns#: `owns`."""
    return str(term).removeprefix(ALU)


def _classes(terms: Terms) -> dict[str, Class]:
    own = set(terms.ordered(terms.graph.subjects(RDF.type, OWL.Class)))
    parents = {c: _parent(terms, c, own) for c in own}
    return {_name(c): _class(terms, c, parents) for c in terms.ordered(iter(own))}


def _parent(terms: Terms, term: URIRef, own: set[URIRef]) -> URIRef | None:
    above = [p for p in terms.objects(term, RDFS.subClassOf) if p.startswith(ALU)]
    for p in above:
        if p not in own:
            terms.fail(term, f"has the superclass {terms.short(p)}, which is no class", "say `a owl:Class` of it")
    if len(above) > 1:
        both = " and ".join(terms.short(p) for p in above)
        terms.fail(term, f"has several superclasses of ours, {both}", "keep one")
    return above[0] if above else None


def _class(terms: Terms, term: URIRef, parents: Mapping[URIRef, URIRef | None]) -> Class:
    line = [term]
    while (above := parents[line[-1]]) is not None:
        if above in line:
            terms.fail(term, "is its own superclass", "break the circle of rdfs:subClassOf")
        line.append(above)
    return Class(
        name=_name(term),
        label=terms.label(term),
        comment=terms.comment(term),
        parent=_name(line[1]) if len(line) > 1 else None,
        ancestors=tuple(_name(c) for c in line[1:]),
        kind=_kind(terms, line),
    )


def _kind(terms: Terms, line: Iterable[URIRef]) -> Kind | None:
    """The kind that a class or the nearest class above it declares."""
    for term in line:
        for word in terms.words(term, alu("kind")):
            if str(word) not in list(Kind):
                terms.fail(term, f"has the kind {word}", f"take one of {', '.join(Kind)}")
            return Kind(str(word))
    return None


def _qualifier(terms: Terms, term: URIRef) -> Qualifier:
    ranges = terms.objects(term, RDFS.range)
    if len(ranges) != 1 or str(ranges[0]) not in DATATYPES:
        known = ", ".join(terms.short(URIRef(t)) for t in DATATYPES)
        terms.fail(term, "has no rdfs:range that a qualifier can have", f"take one of {known}")
    return Qualifier(_name(term), terms.label(term), DATATYPES[str(ranges[0])])


def _notations(terms: Terms, collection: str) -> tuple[str, ...]:
    return tuple(terms.word(t, SKOS.notation) for t in terms.members(alu(collection), SKOS.memberList))


def _predicate(terms: Terms, term: URIRef, classes: Mapping[str, Class], statuses: tuple[str, ...]) -> Predicate:
    inverse = _inverse(terms, term)
    qualifiers = _qualifiers(terms, term)
    key = tuple(_name(t) for t in terms.members(term, alu("key")))
    for name in key:
        if name not in qualifiers:
            terms.fail(term, f"has the key {name}, which is none of its qualifiers", "add it to alu:qualifiers")
    return Predicate(
        name=_name(term),
        label=terms.label(term),
        comment=terms.comment(term),
        inverse=_name(inverse),
        inverse_label=terms.label(inverse),
        symmetric=(term, RDF.type, OWL.SymmetricProperty) in terms.graph,
        event=_truth(terms, term, "event"),
        domain=_ends(terms, term, RDFS.domain, classes),
        range=_ends(terms, term, RDFS.range, classes),
        qualifiers=qualifiers,
        key=key,
        shown=_shown(terms, term, statuses),
        example=terms.word(term, SKOS.example),
    )


def _derived(terms: Terms, term: URIRef, classes: Mapping[str, Class]) -> Derived:
    inverse = _inverse(terms, term)
    words = terms.label(term), terms.comment(term), _name(inverse), terms.label(inverse)
    domain, range = (_ends(terms, term, side, classes) for side in (RDFS.domain, RDFS.range))
    return Derived(_name(term), *words, domain, range)


def _inverse(terms: Terms, term: URIRef) -> URIRef:
    """The property that is `owl:inverseOf` the predicate; a symmetric one is its own."""
    found = terms.ordered(terms.graph.subjects(OWL.inverseOf, term))
    symmetric = (term, RDF.type, OWL.SymmetricProperty) in terms.graph
    if len(found) != 1 or (found[0] == term) != symmetric:
        mend = "say owl:inverseOf of itself" if symmetric else "declare one property that is owl:inverseOf it"
        terms.fail(term, "has no inverse of its own", mend)
    return found[0]


def _truth(terms: Terms, term: URIRef, property: str) -> bool:
    word = terms.word(term, alu(property))
    if word not in ("true", "false"):
        terms.fail(term, f"has alu:{property} {word}", "write true or false")
    return word == "true"


def _qualifiers(terms: Terms, term: URIRef) -> tuple[str, ...]:
    found = terms.members(term, alu("qualifiers"))
    known = set(terms.typed("Qualifier"))
    for q in found:
        if q not in known:
            terms.fail(term, f"has the qualifier {terms.short(q)}, which is none", "say `a alu:Qualifier` of it")
    return tuple(_name(q) for q in found)


def _shown(terms: Terms, term: URIRef, statuses: tuple[str, ...]) -> frozenset[str]:
    shown = frozenset(terms.word(s, SKOS.notation) for s in terms.objects(term, alu("shown")))
    for status in sorted(shown.difference(statuses)):
        terms.fail(term, f"is shown when {status}, which no relation is", f"take some of {', '.join(statuses)}")
    if not shown:
        terms.fail(term, "has no alu:shown", "name the statuses in which it is a plain triple")
    return shown


def _ends(terms: Terms, term: URIRef, property: URIRef, classes: Mapping[str, Class]) -> tuple[str, ...]:
    """The classes of a domain or range: one class, or the members of an owl:unionOf."""
    value = terms.graph.value(term, property)
    if value is None:
        terms.fail(term, f"has no {terms.short(property)}", "name a class, or an owl:unionOf several")
    union = terms.graph.value(value, OWL.unionOf)
    return _known(terms, term, [value] if union is None else list(Collection(terms.graph, union)), classes)


def _known(terms: Terms, term: URIRef, found: list[Node], classes: Mapping[str, Class]) -> tuple[str, ...]:
    for c in found:
        if _name(c) not in classes:
            terms.fail(term, f"names {terms.short(c)}, which is no class of ours", f"take one of {', '.join(classes)}")
    return tuple(_name(c) for c in found)


def _unit(terms: Terms, term: URIRef) -> Unit:
    codes = " ".join(str(w) for w in terms.words(term, alu("codes"))).split()
    return Unit(terms.word(term, SKOS.notation), terms.label(term), _qudt(terms, term), tuple(codes))


def _scale(terms: Terms, term: URIRef) -> Scale:
    units = terms.objects(term, alu("scaleOf"))
    if len(units) != 1 or units[0] not in terms.typed("Unit"):
        terms.fail(term, "is a scale of no unit", "name its base unit with alu:scaleOf")
    factor = terms.word(term, alu("factor"))
    if not factor.isdecimal() or int(factor) == 0:
        terms.fail(term, f"has the factor {factor}", "write a whole number above 0")
    unit = terms.word(units[0], SKOS.notation)
    return Scale(terms.word(term, SKOS.notation), terms.label(term), unit, int(factor), _qudt(terms, term))


def _qudt(terms: Terms, term: URIRef) -> str | None:
    exact = [str(o) for o in terms.objects(term, SKOS.exactMatch)]
    return exact[0] if exact else None


def _metric(terms: Terms, term: URIRef, classes: Mapping[str, Class]) -> Metric:
    known = set(terms.typed("Unit"))
    units = terms.members(term, alu("units"))
    for u in units:
        if u not in known:
            terms.fail(term, f"has the unit {terms.short(u)}, which is none", "say `a alu:Unit` of it")
    return Metric(
        name=terms.word(term, SKOS.notation),
        label=terms.label(term),
        comment=terms.comment(term),
        domain=_known(terms, term, terms.members(term, alu("measuredOf")), classes),
        units=tuple(terms.word(u, SKOS.notation) for u in units),
        example=terms.word(term, SKOS.example),
    )


def _product(terms: Terms, term: URIRef) -> Product:
    broader = terms.objects(term, SKOS.broader)
    product = Product(
        name=_preferred(terms, term),
        labels=_labels(terms, term),
        hs=tuple(str(w) for w in terms.words(term, alu("hs"))),
        broader=_preferred(terms, broader[0]) if broader else None,
        feeds=tuple(_preferred(terms, t) for t in terms.objects(term, alu("feeds"))),
    )
    if not term.endswith(product.id):
        terms.fail(term, f"is named {product.name}", f"let its IRI end in {product.id}")
    return product


def _preferred(terms: Terms, term: URIRef) -> str:
    """The English skos:prefLabel: the canonical name of a product."""
    found = [str(w) for w in terms.words(term, SKOS.prefLabel) if w.language == "en"]
    if len(found) != 1:
        terms.fail(term, f"has {len(found)} English names", "give it exactly one skos:prefLabel in English")
    return found[0]


def _labels(terms: Terms, term: URIRef) -> dict[str, tuple[str, ...]]:
    """Language to labels, the preferred one first."""
    labels: dict[str, list[str]] = {}
    for property in (SKOS.prefLabel, SKOS.altLabel):
        for word in terms.words(term, property):
            labels.setdefault(word.language or "en", []).append(str(word))
    return {language: tuple(words) for language, words in labels.items()}
