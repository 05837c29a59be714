"""What a language model is asked for: the strict JSON schema of its answer, and the words that it may use.

Nothing here names a class, predicate, metric, status, qualifier or product; they all come from potline.ttl.
The schema keeps to what every server with `strict` understands: objects name all their fields as required and
allow no others; what may be missing may be null.
"""

from __future__ import annotations

from collections.abc import Iterable

from ontology.derive import Json, entity_classes
from ontology.model import Metric, Ontology, Predicate, Qualifier

TEXT: Json = {"type": "string"}
MAYBE_TEXT: Json = {"type": ["string", "null"]}
MAYBE_NUMBER: Json = {"type": ["number", "null"]}


def answer_schema(ontology: Ontology) -> Json:
    """The JSON schema of one answer: the relations and the figures of a paragraph."""
    relations = [_relation(p, ontology) for p in ontology.predicates.values()]
    figures = [_figure(m, ontology) for m in ontology.metrics.values()]
    return {
        **_object(
            relations={"type": "array", "items": {"anyOf": relations}},
            figures={"type": "array", "items": {"anyOf": figures}},
        ),
        "$defs": {
            "end": _object(name=TEXT, type=_one(entity_classes(ontology))),
            "product": {"type": ["string", "null"], "enum": [*ontology.products, None]},
        },
    }


def _object(**properties: Json) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _one(names: Iterable[str]) -> Json:
    return {"type": "string", "enum": list(names)}


def _relation(predicate: Predicate, ontology: Ontology) -> Json:
    qualifiers = {q: _qualifier(ontology.qualifiers[q]) for q in predicate.qualifiers if q != PERIOD}
    return _object(
        subject={"$ref": "#/$defs/end"},
        predicate=_one([predicate.name]),
        object={"$ref": "#/$defs/end"},
        qualifiers=_object(**qualifiers),
        status=_one(ontology.relation_statuses),
        period=MAYBE_TEXT,
        evidence=TEXT,
    )


PERIOD = "period"
"""A field of every statement, and so none of the qualifiers where a predicate lists it as one."""


def _qualifier(qualifier: Qualifier) -> Json:
    if qualifier.datatype == "decimal":
        return MAYBE_NUMBER
    return {"$ref": "#/$defs/product"} if qualifier.datatype == "product" else MAYBE_TEXT


def _figure(metric: Metric, ontology: Ontology) -> Json:
    return _object(
        subject={"$ref": "#/$defs/end"},
        metric=_one([metric.name]),
        value={"type": "number"},
        max=MAYBE_NUMBER,
        unit=MAYBE_TEXT if metric.units else {"type": "null"},
        product={"$ref": "#/$defs/product"},
        period=MAYBE_TEXT,
        status=_one(ontology.observation_statuses),
        evidence=TEXT,
    )


def vocabulary(ontology: Ontology) -> str:
    """The same in words, for the prompt: a server may keep the schema from its model."""
    relations = [
        f"- {p.name}: {'|'.join(p.domain)} -> {'|'.join(p.range)}. {p.comment} {p.example} "
        f"Qualifiers: {', '.join(q for q in p.qualifiers if q != PERIOD)}."
        for p in ontology.predicates.values()
    ]
    figures = [
        f"- {m.name}: of {'|'.join(m.domain)}, in {' or '.join(m.units) or 'no unit'}. {m.comment} {m.example}"
        for m in ontology.metrics.values()
    ]
    classes = [f"- {name}: {ontology.classes[name].comment}" for name in entity_classes(ontology)]
    parts = {
        f"Relations (status: {', '.join(ontology.relation_statuses)})": relations,
        f"Figures (status: {', '.join(ontology.observation_statuses)})": figures,
        "Types of subjects and objects": classes,
        "Products": [", ".join(ontology.products)],
    }
    return "\n\n".join("\n".join([f"{head}:", *rows]) for head, rows in parts.items())
