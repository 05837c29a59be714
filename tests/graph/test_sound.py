"""What a record refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.sound import sound, storable
from graph.statement import Entity, Extraction, Qualifiers, Statement, identify
from ontology.errors import InputError, InvalidName, InvalidStatement
from ontology.load import ontology
from tests.graph.record import company, extraction, figure, product, relation, thing

A, B = company("Alpha"), company("Beta")
YUNNAN = thing("Place", "Yunnan")
GOOD = extraction(
    "a.txt",
    [A, B, YUNNAN, product("alumina")],
    [
        relation(A, "owns", B, qualifiers={"share": 60.5}),
        figure(A, "capacity", 1.5, max=2, product="alumina", period="2025-Q3"),
        relation(A, "transfersCapacityTo", YUNNAN, "planned", {"quantity": 5, "from": "Shandong"}, period="2025/2027"),
    ],
)


def test_what_is_sound_passes() -> None:
    sound(GOOD, ontology())
    sound(extraction("empty.txt", []), ontology())


def told(statement: Statement) -> Extraction:
    """A document that says only this."""
    return extraction("a.txt", [A, B, YUNNAN], [statement])


OWNS, CAPACITY = relation(A, "owns", B), figure(A, "capacity", 1.0)


def qualified(**qualifiers: Any) -> Statement:
    """Alpha owns Beta, so qualified."""
    return replace(OWNS, qualifiers=Qualifiers(qualifiers))


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        (replace(OWNS, predicate="loves"), "no predicate loves"),
        (replace(OWNS, predicate="capacity"), "no predicate capacity"),
        (replace(OWNS, status="idled"), "no status idled for relations"),
        (replace(OWNS, object=A.id), "both sides"),
        (replace(OWNS, object=YUNNAN.id), "Company owns Place is not allowed"),
        (replace(OWNS, object="org/nobody"), "does not introduce org/nobody"),
        (replace(OWNS, subject="org/nobody"), "does not introduce org/nobody"),
        (replace(OWNS, value=5.0), "no figure of its own"),
        (replace(OWNS, period="next year"), "no period"),
        (replace(OWNS, extractor="a\x00b"), "NUL"),
        (replace(OWNS, subject_mention="\ud800"), "half a character"),
        (replace(OWNS, confidence=float("nan")), "no number"),
        (qualified(colour="red"), "no qualifier colour"),
        (qualified(share=100.5), "between 0 and 100"),
        (qualified(share_min=-1), "between 0 and 100"),
        (qualified(share="most"), "between 0 and 100"),
        (qualified(price=float("inf")), "no number"),
        (qualified(price=2**63), "too large"),
        (qualified(note="\ud800"), "qualifier note"),
        (qualified(note=["a"]), "qualifier note"),
        (qualified(note=None), "qualifier note"),
        (replace(CAPACITY, predicate="owns"), "no metric owns"),
        (replace(CAPACITY, status="rumoured"), "no status rumoured for figures"),
        (replace(CAPACITY, value=None), "is no figure"),
        (replace(CAPACITY, value=float("nan")), "no number"),
        (replace(CAPACITY, max=0.5), "is no figure"),
        (replace(CAPACITY, predicate="area", subject=product("alumina").id), "does not introduce"),
        (replace(CAPACITY, predicate="employees", subject=YUNNAN.id, max=float("inf")), "no number"),
        (replace(CAPACITY, predicate="revenue", subject=YUNNAN.id), "Place revenue is not allowed"),
    ],
)
def test_statements_that_are_refused(statement: Statement, word: str) -> None:
    with pytest.raises(InvalidStatement, match=rf"statement .*{word}"):
        sound(told(statement), ontology())


@pytest.mark.parametrize(
    "more", [{"id": "x"}, {"document": "other"}, {"start": None}, {"start": -1}, {"start": 9, "end": 3}], ids=str
)
def test_statements_that_do_not_belong_there(more: dict[str, Any]) -> None:
    wrong = replace(GOOD.statements[0], **more)
    wrong = wrong if "id" in more else identify(wrong)
    with pytest.raises(InvalidStatement, match=r"its own|no place in a text"):
        sound(replace(GOOD, statements=(wrong,)), ontology())


@pytest.mark.parametrize(
    "entity",
    [
        Entity("Alpha", "Company", "Alpha"),
        Entity("org/with space", "Company", "Alpha"),
        Entity("org/", "Company", "Alpha"),
        Entity("org/a/b", "Company", "Alpha"),
        Entity("cat/a", "Company", "Alpha"),
        Entity("org/" + "a" * 300, "Company", "Alpha"),
        Entity("org/a\ud800", "Company", "Alpha"),
        Entity("org/a", "Dragon", "Alpha"),
        Entity("org/a", "Place", "Alpha"),
        Entity("org/a", "Statement", "Alpha"),
        Entity("place/a", "Place", "A", parent="nowhere"),
        Entity("org/a", "Company", "Alpha", country="C\x00"),
        Entity("org/a", "Company", "Alpha", identifiers=(("lei", "\ud800"),)),
    ],
    ids=lambda e: ascii(e.id),
)
def test_entities_that_are_refused(entity: Entity) -> None:
    with pytest.raises(InvalidStatement):
        sound(extraction("a.txt", [entity]), ontology())


@pytest.mark.parametrize("name", ["", " ", "a\x00", "a\nb", " a", "e\u0301", "a\u200bb", "\ud800", "x" * 10_000])
@pytest.mark.parametrize("field", ["name", "names", "name_zh"])
def test_names_that_are_refused(name: str, field: str) -> None:
    if (name, field) != ("", "name_zh"):
        with pytest.raises(InvalidName):
            sound(extraction("a.txt", [replace(A, **{field: (name,) if field == "names" else name})]), ontology())


@pytest.mark.parametrize(
    "more", [{"id": "x"}, {"source": "b.txt"}, {"sha256": ""}, {"title": "\ud800"}, {"text": "a\x00"}], ids=ascii
)
def test_documents_that_are_refused(more: dict[str, str]) -> None:
    with pytest.raises(InputError):
        sound(replace(GOOD, document=replace(GOOD.document, **more)), ontology())


def test_nothing_is_there_twice() -> None:
    for twice in (
        replace(GOOD, statements=(*GOOD.statements, GOOD.statements[0])),
        replace(GOOD, entities=(*GOOD.entities, replace(A, country="CN"))),
    ):
        with pytest.raises(InvalidStatement, match="twice"):
            sound(twice, ontology())


def test_storable() -> None:
    assert storable(None, "", "创新 😀 \x01")
    assert not storable("a", "\x00")
    assert not storable("\udfff")
