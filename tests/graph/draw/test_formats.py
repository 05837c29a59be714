"""GraphML, DOT and CSV, read back by readers that are not ours."""

from __future__ import annotations

import csv
import io
from typing import Any

import networkx
import pydot
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.draw.dot import dot, text
from graph.draw.graphml import graphml
from graph.draw.picture import Known, picture
from graph.draw.sheet import COLUMNS, sheet
from graph.draw.text import plain
from tests.graph.draw.faces import face, link
from tests.graph.draw.strategies import answers

PYDOT = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # pydot calls pyparsing by names of old
AWKWARD = 'A "B" <C> & D\\n {E|F}; 宏桥 &lt; #1'


@settings(max_examples=60, deadline=None)
@given(answer=answers(most=8))
def test_graphml_reads_back_whole(answer: dict[str, Any]) -> None:
    made = picture(answer)
    read = networkx.parse_graphml(graphml(made), force_multigraph=True)
    assert read.is_directed()
    nodes = {data["id"]: data for _, data in read.nodes(data=True)}
    assert {id: (d["type"], d["layer"]) for id, d in nodes.items()} == {n.id: (n.type, n.layer) for n in made.nodes}
    assert {id: d.get("name") or "" for id, d in nodes.items()} == {n.id: plain(n.name) for n in made.nodes}
    ids = dict(read.nodes(data="id"))
    edges = [(ids[i], ids[j], d["low"], d["high"], d["status"]) for i, j, d in read.edges(data=True)]
    assert sorted(edges) == sorted((k.owner, k.owned, k.low, k.high, k.status) for k in made.links)


def test_graphml_has_weights_sentences_shares_and_countries() -> None:
    answer = face("org/t", {("org/a", "org/t"): 50}, items={"org/a": (40, 50)})
    answer["items"][0]["proof"][0]["weight"] = 12.5
    read = networkx.parse_graphml(graphml(picture(answer, {"org/a": Known("Company", ("CN", "China"))})))
    assert read.nodes["n1"] == {
        "id": "org/a",
        "name": "org/a",
        "type": "Company",
        "layer": 0,
        "country": "CN",
        "low": 40.0,
        "high": 50.0,
    }
    ((_, _, edge),) = read.edges(data=True)
    assert edge["weight"] == 12.5
    assert (edge["statements"], edge["documents"]) == ("org/a-org/t", "news")
    assert edge["quotes"] == "Its parent is told here."


@PYDOT
@settings(max_examples=25, deadline=None)
@given(answer=answers(most=5))
def test_dot_parses_whole(answer: dict[str, Any]) -> None:
    made = picture(answer)
    (read,) = pydot.graph_from_dot_data(dot(made))
    assert {n.get_name() for n in read.get_nodes()} - {"node", "edge", "graph"} == {f'"{n.id}"' for n in made.nodes}
    edges = [(e.get_source(), e.get_destination()) for e in read.get_edges()]
    assert sorted(edges) == sorted((f'"{k.owner}"', f'"{k.owned}"') for k in made.links)


@PYDOT
def test_dot_names_escape_and_lines_break() -> None:
    coming = [link(("org/c", "org/t"), 60, None, "planned")]
    shares = {("org/a", "org/t"): 50, ("org/b", "org/t"): (0, 100)}
    (read,) = pydot.graph_from_dot_data(dot(picture(face("org/t", shares, names={"org/a": AWKWARD}, planned=coming))))
    (node,) = read.get_node('"org/a"')
    assert node.get_label() == '"A \\"B\\" <C> & D\\\\n {E|F}; 宏桥 &amp;lt; #1\\nCompany = 50 %"'
    styles = {e.get_source(): e.get("style") for e in read.get_edges()}
    assert styles == {'"org/a"': None, '"org/b"': '"dotted"', '"org/c"': '"dashed"'}


@given(words=st.text())
def test_dot_text_ends_where_its_quotes_end(words: str) -> None:
    inner = text(words).replace("\\\\", "").replace('\\"', "")
    assert '"' not in inner
    assert "\n" not in inner
    assert not inner.endswith("\\")


def test_csv_has_the_same_columns_always() -> None:
    shares = {("org/b", "org/t"): (50, 100), ("person/a", "org/b"): 60}
    items = {"org/b": (50, 100), "person/a": (30, 60)}
    out = sheet(picture(face("org/t", shares, items=items, names={"person/a": 'Zhang, "Bo"'})))
    assert out.splitlines(keepends=True) == [
        "id,name,type,low,high,direct_low,direct_high,meets,hops,documents\r\n",
        "org/b,org/b,Company,50,100,50,100,,1,news\r\n",
        'person/a,"Zhang, ""Bo""",Company,30,60,,,,2,news\r\n',
    ]
    assert sheet(picture(face("org/t", {}))) == ",".join(COLUMNS) + "\r\n"


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1"])
def test_csv_runs_in_no_spreadsheet(name: str) -> None:
    out = sheet(picture(face("org/t", {("org/a", "org/t"): 50}, names={"org/a": name})))
    (row,) = csv.DictReader(io.StringIO(out, newline=""))
    assert row["name"] == "'" + name


@given(name=st.text())
def test_csv_reads_back(name: str) -> None:
    out = sheet(picture(face("org/t", {("org/a", "org/t"): 50}, names={"org/a": name})))
    (row,) = csv.DictReader(io.StringIO(out, newline=""))
    assert row["name"] in (name, "'" + name)
    assert None not in row
