"""Writes what is generated from potline.ttl: `python -m ontology.write`.

The second half of shapes.ttl (everything that lists terms) and docs/ontology.md. A test fails where
a file differs from what this module makes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ontology.derive import SHARES, entity_classes, labels, unit_pattern
from ontology.load import SHAPES, load
from ontology.model import Kind, Metric, Ontology, Predicate, Product, Qualifier

MARK = "# ---------------------------------------------------------------- Generated from potline.ttl; do not edit\n"
DOCS = Path(__file__).parents[1] / "docs" / "ontology.md"


def main() -> None:
    """Write both files anew."""
    ontology = load()
    SHAPES.write_text(shapes_file(ontology), encoding="utf-8")
    DOCS.write_text(markdown(ontology), encoding="utf-8")


# SHACL


def shapes_file(ontology: Ontology) -> str:
    """shapes.ttl: what was written by hand, as it stands, and the shapes that list terms."""
    by_hand = SHAPES.read_text(encoding="utf-8").partition(MARK)[0]
    return by_hand + MARK + "\n" + shapes(ontology)


def shapes(ontology: Ontology) -> str:
    """The shapes that list kinds, levels, statuses, predicates, qualifiers and metrics, as Turtle."""
    blocks = [
        *(_kind_shape(ontology, kind) for kind in Kind),
        _level_shape(ontology),
        _statement_shape(ontology),
        *(_qualifier_shape(ontology, q) for q in ontology.qualifiers.values()),
        *(block for p in ontology.predicates.values() for block in _predicate_shapes(p)),
        _observation_shape(ontology),
        *map(_metric_shape, ontology.metrics.values()),
    ]
    return "\n".join(blocks)


def _kind_shape(ontology: Ontology, kind: Kind) -> str:
    top = [c.name for c in ontology.classes.values() if c.kind is kind and labels(ontology, c.name)[1] == c.name]
    return (
        f"shape:kind-{kind} a sh:NodeShape ; sh:targetClass {_many(top)} ;\n"
        f'  sh:pattern "/id/{kind}/." ; sh:message "{_words(top)}: the IRI begins with id/{kind}/." .\n'
    )


def _level_shape(ontology: Ontology) -> str:
    return (
        "shape:Level a sh:NodeShape ; sh:targetSubjectsOf alu:level ;\n"
        f"  sh:property [ sh:path alu:level ; sh:maxCount 1 ; sh:in ( {_quoted(ontology.levels)} ) ;\n"
        '    sh:message "A place has one of the levels of the ontology." ] .\n'
    )


def _statement_shape(ontology: Ontology) -> str:
    """A shape for relations and one for figures, reached from their predicates: sh:or would be four times slower."""
    predicates = [f"alu:{p}" for p in ontology.predicates]
    return (
        "shape:Predicate a sh:NodeShape ; sh:targetObjectsOf rdf:predicate ;\n"
        f"  sh:in ( {' '.join(predicates)} alu:metric ) ;\n"
        '  sh:message "A predicate is one of the ontology, or alu:metric for a figure." .\n\n'
        + _stated("Relation", ", ".join(predicates), ontology.relation_statuses, "Entity")
        + "\n"
        + _stated("Figure", "alu:metric", ontology.observation_statuses, "Observation")
    )


def _stated(name: str, predicates: str, statuses: tuple[str, ...], object: str) -> str:
    return (
        f"shape:{name} a sh:NodeShape ; sh:targetNode {predicates} ;\n"
        "  sh:property [ sh:path [ sh:inversePath rdf:predicate ] ; sh:property\n"
        f"    [ sh:path alu:status ; sh:in ( {_quoted(statuses)} ) ;\n"
        f'      sh:message "The status of a {name.lower()} is one of the ontology." ],\n'
        f"    [ sh:path rdf:object ; sh:class alu:{object} ;\n"
        f'      sh:message "The object of a {name.lower()} is of the class {object}." ] ] .\n'
    )


def _qualifier_shape(ontology: Ontology, qualifier: Qualifier) -> str:
    return (
        f"shape:qualifier-{qualifier.name} a sh:NodeShape ; sh:targetSubjectsOf alu:{qualifier.name} ;\n"
        f"  sh:property [ sh:path alu:{qualifier.name} ; sh:maxCount 1 ; {_values(ontology, qualifier)} ;\n"
        f'    sh:message "{qualifier.label.capitalize()}: one value of the type {qualifier.datatype}'
        f'{", 0 to 100" if qualifier.name in SHARES else ""}." ] .\n'
    )


def _values(ontology: Ontology, qualifier: Qualifier) -> str:
    """What SHACL says of the values of a qualifier."""
    if qualifier.name in SHARES:
        return "sh:datatype xsd:decimal ; sh:minInclusive 0 ; sh:maxInclusive 100"
    of = {
        "decimal": "sh:datatype xsd:decimal",
        "product": f"sh:in ( {_quoted(ontology.products)} )",
        "unit": f'sh:pattern "{unit_pattern(tuple(ontology.units))}"',
        "edtf": 'sh:nodeKind sh:Literal ; sh:pattern "^[0-9]{4}"',
        "string": "sh:datatype xsd:string ; sh:minLength 1",
        "entity": "sh:nodeKind sh:IRIOrLiteral",
    }
    return of[qualifier.datatype]


def _predicate_shapes(p: Predicate) -> Iterator[str]:
    for side, target, classes in (("domain", "Subjects", p.domain), ("range", "Objects", p.range)):
        yield (
            f"shape:{side}-{p.name} a sh:NodeShape ; sh:target{target}Of alu:{p.name} ;\n"
            f'  {_classes(classes)} ; sh:message "The {side} of alu:{p.name} is {_words(classes)}." .\n'
        )


def _classes(classes: tuple[str, ...]) -> str:
    if len(classes) == 1:
        return f"sh:class alu:{classes[0]}"
    return f"sh:or ( {' '.join(f'[ sh:class alu:{c} ]' for c in classes)} )"


def _observation_shape(ontology: Ontology) -> str:
    return (
        "shape:Metric a sh:NodeShape ; sh:targetObjectsOf alu:metric ;\n"
        f'  sh:in ( {_quoted(ontology.metrics)} ) ; sh:message "The metric is one of the ontology." .\n\n'
        "shape:ObservationStatus a sh:NodeShape ; sh:targetClass alu:Observation ;\n"
        f"  sh:property [ sh:path alu:status ; sh:in ( {_quoted(ontology.observation_statuses)} ) ;\n"
        '    sh:message "The status of an observation is one of the ontology." ] .\n'
    )


def _metric_shape(metric: Metric) -> str:
    """What the observations of one metric look like; reached from the metric's name."""
    unit = f'sh:minCount 1 ; sh:pattern "{unit_pattern(metric.units)}"' if metric.units else "sh:maxCount 0"
    fits = f"in {_words(metric.units)}" if metric.units else "a number without a unit"
    return (
        f'shape:metric-{metric.name} a sh:NodeShape ; sh:targetNode "{metric.name}" ;\n'
        "  sh:property [ sh:path [ sh:inversePath alu:metric ] ; sh:property\n"
        f'    [ sh:path alu:unit ; {unit} ; sh:message "A figure of {metric.name} is {fits}." ],\n'
        f"    [ sh:path alu:of ; {_classes(metric.domain)} ;\n"
        f'      sh:message "{metric.name.capitalize()} is of {_words(metric.domain)}." ] ] .\n'
    )


def _quoted(words: Iterable[str]) -> str:
    return " ".join(f'"{w}"' for w in words)


def _many(classes: Iterable[str]) -> str:
    return ", ".join(f"alu:{c}" for c in classes)


def _words(names: Iterable[str]) -> str:
    return " or ".join(names)


# Markdown


def markdown(ontology: Ontology) -> str:
    """docs/ontology.md: tables of everything that may be said."""
    parts = [
        _HEAD.format(base=ontology.base),
        _table("class", "is a", "id", "Neo4j labels", "what it is", rows=_class_rows(ontology)),
        _PREDICATES,
        _table("predicate", "from", "to", "inverse", "shown when", "what it says", rows=_predicate_rows(ontology)),
        "\nQualifiers and key, and an example of each:\n\n",
        _table("predicate", "qualifiers", "key", "example", rows=_use_rows(ontology)),
        _DERIVED,
        _table(
            "derived predicate", "from", "to", "inverse", "Neo4j type", "what it says", rows=_derived_rows(ontology)
        ),
        "\n## Qualifiers\n\n",
        _table(
            "qualifier",
            "type",
            "label",
            rows=((f"`{q.name}`", q.datatype, q.label) for q in ontology.qualifiers.values()),
        ),
        _STATUSES.format(
            relations=" · ".join(ontology.relation_statuses), observations=" · ".join(ontology.observation_statuses)
        ),
        _table("metric", "of", "base units", "what it measures", "example", rows=_metric_rows(ontology)),
        "\n## Units\n\n`currency` stands for any ISO 4217 code: CNY, USD/t.\n\n",
        _table("unit", "means", "QUDT", "read as", rows=_unit_rows(ontology)),
        "\n## Products\n\nThe value chain: what feeds what. Statements use the name.\n\n",
        _table("product", "Chinese", "HS 2022", "kind of", "feeds", rows=map(_product_row, ontology.products.values())),
        f"\n## Levels of a place\n\n{' · '.join(ontology.levels)}\n",
    ]
    return "".join(parts)


_HEAD = """# Ontology

Written by `python -m ontology.write` from [potline.ttl](../ontology/potline.ttl); edit that file, not this one.
Terms are under `{base}ns#` (prefix `alu:`), things under `{base}id/`.

## Classes

A class with an id is a Neo4j label, and so is each class above it that has one.

"""

_PREDICATES = """
## Predicates

A relationship is a plain triple and a Neo4j relationship only in the statuses in which it is *shown*; the rest stay
statements. An event (⚡) that has happened closes its plan. A symmetric predicate (⇄) is its own inverse.

"""

_DERIVED = """
## Derived relations

They follow from statements by a rule. No document states them: as a predicate of a statement they are refused.

"""

_STATUSES = """
## Statuses

Relations: {relations}

Observations: {observations}

## Metrics

"""


def _table(*heads: str, rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _class_rows(ontology: Ontology) -> Iterator[tuple[str, ...]]:
    entities = entity_classes(ontology)
    for c in ontology.classes.values():
        marks = "".join(f":{label}" for label in labels(ontology, c.name)) if c.name in entities else ""
        yield f"`{c.name}`", c.parent or "", f"`{c.kind}/…`" if c.kind else "", marks and f"`{marks}`", c.comment


def _predicate_rows(ontology: Ontology) -> Iterator[tuple[str, ...]]:
    for p in ontology.predicates.values():
        sign = " ⚡" * p.event + " ⇄" * p.symmetric
        shown = ", ".join(s for s in ontology.relation_statuses if s in p.shown)
        yield f"`{p.name}`{sign}", ", ".join(p.domain), ", ".join(p.range), f"`{p.inverse}`", shown, p.comment


def _derived_rows(ontology: Ontology) -> Iterator[tuple[str, ...]]:
    for d in ontology.derived.values():
        yield f"`{d.name}`", ", ".join(d.domain), ", ".join(d.range), f"`{d.inverse}`", f"`{d.type}`", d.comment


def _use_rows(ontology: Ontology) -> Iterator[tuple[str, ...]]:
    for p in ontology.predicates.values():
        yield f"`{p.name}`", ", ".join(p.qualifiers), ", ".join(p.key), p.example


def _metric_rows(ontology: Ontology) -> Iterator[tuple[str, ...]]:
    for m in ontology.metrics.values():
        yield f"`{m.name}`", ", ".join(m.domain), ", ".join(m.units), m.comment, m.example


def _unit_rows(ontology: Ontology) -> Iterator[tuple[str, ...]]:
    for u in ontology.units.values():
        scales = ", ".join(s.name for s in ontology.scales.values() if s.unit == u.name)
        yield f"`{u.name}`", u.label, f"[{u.qudt.rpartition('/')[2]}]({u.qudt})" if u.qudt else "", scales


def _product_row(p: Product) -> tuple[str, ...]:
    return p.name, ", ".join(p.labels.get("zh", ())), ", ".join(p.hs), p.broader or "", ", ".join(p.feeds)


if __name__ == "__main__":
    main()
