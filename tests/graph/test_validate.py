"""The projection against the shapes: a sound record conforms, and what breaks a shape is named."""

from __future__ import annotations

from pathlib import Path

from graph.registry import Entry, Registry
from graph.sparql import Index
from graph.sqlite_store import SqliteStore
from graph.validate import Report, Violation, validate
from ontology.load import ontology
from tests.graph.record import company, extraction, figure, judged, product, relation, thing

A, B = company("Alpha", country="CN", registered=True, identifiers=(("LEI", "X"),)), company('创新 "B"', name_zh="创新")
CITY = thing("Place", "Holingol", level="city", parent="place/china")
CHINA = thing("Place", "China", level="country")
SMELTER = thing("AluminiumSmelter", "Holingol smelter")
SAID = extraction(
    "https://example.org/x",
    [A, B, CITY, CHINA, SMELTER, product("aluminium")],
    [
        relation(A, "owns", B, qualifiers={"share": 60.5, "share_of": "shares", "since": "2024-05"}, period="2025-Q1"),
        relation(A, "operates", SMELTER),
        relation(SMELTER, "locatedIn", CITY),
        relation(A, "transfersCapacityTo", CITY, "planned", {"quantity": 5, "unit": "t/a", "from": "Shandong"}),
        relation(SMELTER, "produces", product("aluminium")),
        figure(SMELTER, "capacity", 788100, product="aluminium", status="designed", period="2025-11-06", max=8e5),
        figure(A, "rank", 3, None),
        figure(A, "revenue", 1.5e10, "CNY", period="2024"),
    ],
    title="Title", url="https://example.org/x", published="2025-07-31", publisher="P", language="en",
)  # fmt: skip


def index(folder: Path) -> Index:
    store = SqliteStore(f"sqlite:///{folder / 'record.db'}", ontology())
    store.put(SAID)
    store.put(extraction("y.txt", [A, B], [relation(A, "owns", B, quote="")]))
    store.judge(judged("same", A, B))
    return Index(store, ontology(), Registry([Entry(A, place="place/china"), Entry(CHINA)]))


def test_the_whole_projection_conforms(tmp_path: Path) -> None:
    report = validate(index(tmp_path))
    assert report.text == "all 5 graphs conform to the shapes"
    assert report.conforms


def test_what_breaks_a_shape_is_named_with_its_graph(tmp_path: Path) -> None:
    shapes = tmp_path / "strict.ttl"
    shapes.write_text(
        """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix alu: <https://w3id.org/potline/ns#> .
        alu:x a sh:NodeShape ; sh:targetSubjectsOf alu:share ;
          sh:property [ sh:path alu:share ; sh:maxInclusive 50 ; sh:message "at most half" ] ."""
    )
    report = validate(index(tmp_path), shapes)
    share = [s.id for s in SAID.statements if "share" in s.qualifiers]
    assert not report.conforms
    assert {v.graph for v in report.violations} == {"", f"https://w3id.org/potline/doc/{SAID.document.id}"}
    assert f"merged view: https://w3id.org/potline/statement/{share[0]}: at most half (it is 60.5)" in report.text
    assert report.text.endswith("2 violations in 2 graphs")


def test_a_report_without_a_value_is_readable() -> None:
    assert Report(1, (Violation("", "x", "m"),)).text == "merged view: x: m\n1 violations in 1 graphs"
