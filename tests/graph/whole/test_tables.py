"""CSV, GraphML and GEXF read back by csv and networkx, and compared with the record as a whole."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import views
from graph.statement import Qualifiers, number
from graph.store import Store
from graph.whole.cells import OBSERVATION, TIE
from graph.whole.tables import guarded, plain
from ontology.load import ontology
from tests.graph.hostile import extractions
from tests.graph.whole.made import exported, fill, record

HARD = settings(max_examples=15, suppress_health_check=[HealthCheck.filter_too_much])
some = st.lists(extractions(), min_size=1, max_size=2, unique_by=lambda e: e.document.id)


@pytest.fixture
def filled(store: Store) -> Store:
    """The record of these tests, in each store."""
    return fill(store)


# CSV


def rows(text: bytes) -> list[dict[str, str]]:
    """A CSV as Python reads it, its guards taken away."""
    read = csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline=""), strict=True)
    return [{k: plain(v) for k, v in row.items()} for row in read]


def cell(value: object) -> str:
    """A value as its cell."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(number(value) if isinstance(value, float) else value)


def spread(row: dict[str, str], table: list[dict[str, str]]) -> dict[str, str]:
    """The qualifiers of a row, back under their names."""
    other = json.loads(row["other_qualifiers"] or "{}")
    found = {}
    for name in (*ontology().qualifiers, *(f"{q}_{end}" for q in ontology().qualifiers for end in ("min", "max"))):
        column = f"qualifier_{name}" if f"qualifier_{name}" in table[0] else name
        if row.get(column):
            found[name] = row[column]
    return found | {k: cell(v) for k, v in other.items()}


def told(qualifiers: Qualifiers) -> dict[str, str]:
    return {k: cell(v) for k, v in qualifiers.items() if v != "" and k != "conflict"}


def compare_pair(store: Store) -> None:
    """The nodes and the edges against the merged view."""
    nodes, edges = rows(exported(store, "csv-graph", "nodes")), rows(exported(store, "csv-graph", "edges"))
    entities, figures = views.entities(store, ontology()), list(views.figures(store))
    canon = views.canon(store)
    assert [(n["id"], n["type"], n["name"], tuple(json.loads(n["names"]))) for n in nodes[: len(entities)]] == [
        (e.id, e.type, e.name, e.names) for e in entities.values()
    ]
    for n, e in zip(nodes, entities.values(), strict=False):
        assert (n["name_zh"], n["country"], n["level"]) == tuple(map(cell, (e.name_zh, e.country, e.level)))
        assert json.loads(n["identifiers"]) == [f"{a}:{b}" for a, b in e.identifiers]
        assert tuple(json.loads(n["ids"])) == tuple(canon.members(e.id))
    measured = {n["id"].removeprefix("observation/"): n for n in nodes if n["type"] == OBSERVATION}
    assert measured.keys() == {f.id for f in figures}
    for f in figures:
        n = measured[f.id]
        fields = ("metric", "value", "max", "unit", "product", "period", "status")
        assert {k: n[k] for k in fields} == {k: cell(getattr(f, k)) for k in fields}
        assert json.loads(n["statements"]) == list(f.statements)
        assert spread(n, nodes) == told(f.qualifiers)
    compare_edges(store, edges)


def compare_edges(store: Store, edges: list[dict[str, str]]) -> None:
    merged, figures = list(views.relationships(store, ontology())), list(views.figures(store))
    plain_edges = [e for e in edges if e["predicate"] != TIE]
    key = ("source", "predicate", "target", "status", "period", "statements")
    found = [tuple(e[k] for k in key) for e in plain_edges]
    assert found == [
        (r.subject, r.predicate, r.object, r.status, r.period or "", json.dumps(r.statements)) for r in merged
    ]
    for e, r in zip(plain_edges, merged, strict=True):
        assert spread(e, edges) == told(r.qualifiers)
        assert (e["shown"], e["conflict"]) == (cell(r.shown), cell("conflict" in r.qualifiers))
    ties = [(e["source"], e["target"].removeprefix("observation/")) for e in edges if e["predicate"] == TIE]
    assert sorted(ties) == sorted((f.entity, f.id) for f in figures)


def test_nodes_and_edges_are_the_merged_view(filled: Store) -> None:
    compare_pair(filled)


@HARD
@given(some)
def test_nodes_and_edges_of_any_record_come_back(said: list[Any]) -> None:
    with record(said) as store:
        compare_pair(store)


def compare_flat(store: Store) -> None:
    """Every statement with all that it says."""
    found = {row["statement"]: row for row in rows(exported(store, "csv"))}
    documents = {d.id: d for d in store.documents()}
    canon = views.canon(store)
    statements = list(store.statements())
    assert found.keys() == {s.id for s in statements}
    for s in statements:
        row = found[s.id]
        same = ("value", "max", "unit", "product", "status", "period", "quote", "start", "end", "confidence", "rung")
        assert {k: row[k] for k in same} == {k: cell(getattr(s, k)) for k in same}
        assert (row["subject_id"], row["object_id"]) == (s.subject, s.object or "")
        assert (row["subject_canonical"], row["predicate"]) == (canon(s.subject), s.predicate)
        assert (row["document_title"], row["document_id"]) == (documents[s.document].title or "", s.document)
        assert spread(row, [row]) == told(s.qualifiers)


def test_the_flat_table_has_every_statement_with_its_sentence(filled: Store) -> None:
    compare_flat(filled)


@HARD
@given(some)
def test_the_flat_table_of_any_record_comes_back(said: list[Any]) -> None:
    with record(said) as store:
        compare_flat(store)


@given(st.text(st.sampled_from("'=+-@\t\r\n＝ab1"), max_size=5) | st.text())
def test_no_cell_is_a_formula_and_every_text_comes_back(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert plain(guarded(text)) == text


def test_no_text_of_a_table_is_run_by_a_spreadsheet_and_numbers_stay_numbers() -> None:
    with record() as store:
        text = exported(store, "csv").decode("utf-8-sig")
    cells = [c for row in csv.reader(io.StringIO(text, newline="")) for c in row]
    assert "'=Gamma Co" in cells
    assert not [c for c in cells if c.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "15000000000" in cells


# GraphML and GEXF


def read_graph(store: Store, name: str) -> nx.MultiDiGraph:
    read = nx.read_graphml if name == "graphml" else nx.read_gexf
    return nx.MultiDiGraph(read(io.BytesIO(exported(store, name))))


def fit(text: str) -> str:
    """A text as XML can hold it."""
    fits = [c if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff") else "\ufffd" for c in text]
    return "".join(fits)


def compare_graph(store: Store, name: str) -> None:
    graph = read_graph(store, name)
    entities, figures = views.entities(store, ontology()), {f.id: f for f in views.figures(store)}
    ids = {fit(id) for id in entities} | {f"observation/{id}" for id in figures}
    assert set(graph) == ids
    label = "label" if name == "gexf" else "name"
    for e in entities.values():
        node = graph.nodes[fit(e.id)]
        assert (node[label], node["type"], node["registered"]) == (fit(e.name), e.type, e.registered)
        assert json.loads(node["names"]) == [fit(n) for n in e.names]
    for f in figures.values():
        node = graph.nodes[f"observation/{f.id}"]
        assert (node["value"], node["metric"], node["conflict"]) == (float(f.value), f.metric, f.conflict)
    said = "label" if name == "gexf" else "predicate"
    found = sorted((a, d[said], b, d["status"], d.get("share")) for a, b, d in graph.edges(data=True))
    ties = [(fit(f.entity), TIE, f"observation/{f.id}", f.status, None) for f in figures.values()]
    merged = [
        (fit(r.subject), r.predicate, fit(r.object), r.status, r.qualifiers.get("share"))
        for r in views.relationships(store, ontology())
    ]
    assert sorted(found, key=repr) == sorted([*merged, *ties], key=repr)


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_networkx_reads_the_merged_view(filled: Store, name: str) -> None:
    compare_graph(filled, name)


@pytest.mark.parametrize("name", ["graphml", "gexf"])
@HARD
@given(some)
def test_networkx_reads_any_record(name: str, said: list[Any]) -> None:
    with record(said) as store:
        text = exported(store, name).decode()
        assert text == fit(text)
        graph = read_graph(store, name)
        assert graph.number_of_edges() == len(list(views.figures(store))) + len(
            list(views.relationships(store, ontology()))
        )
