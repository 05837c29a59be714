"""The record as GraphML 1.0 and GEXF 1.2, for Gephi, yEd, Cytoscape, networkx and igraph.

The ids of nodes are those of the record, e.g. `org/hongtuo-industrial`. Characters that XML cannot hold become U+FFFD.
Sources: graphml.graphdrawing.org; gexf.net/1.2draft, which more programs read than 1.3.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.draw.graphml import SCHEMA, SPACE
from graph.draw.text import xml
from graph.whole.cells import Cell, Columns, Row, edge_columns, edges, node_columns, nodes
from graph.whole.record import Whole

GEXF = "http://www.gexf.net/1.2draft"


def graphml(whole: Whole) -> Iterator[str]:
    """GraphML, every key with its type."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{SPACE}" {SCHEMA}>\n'
    keys = {"node": node_columns(whole.ontology), "edge": _without_ends(edge_columns(whole.ontology))}
    for place, columns in keys.items():
        for name, type in columns.items():
            yield f'  <key id="{place}-{name}" for="{place}" attr.name="{name}" attr.type="{type}"/>\n'
    yield '  <graph id="potline" edgedefault="directed">\n'
    for row in nodes(whole):
        yield f"    <node id={_attribute(row['id'])}>{_data(row, 'node', keys['node'])}</node>\n"
    for n, row in enumerate(edges(whole)):
        ends = f"source={_attribute(row['source'])} target={_attribute(row['target'])}"
        yield f'    <edge id="e{n}" {ends}>{_data(row, "edge", keys["edge"])}</edge>\n'
    yield "  </graph>\n</graphml>\n"


def _data(row: Row, place: str, columns: Columns) -> str:
    found = ((name, row.get(name)) for name in columns)
    return "".join(f'<data key="{place}-{name}">{xml(_text(v))}</data>' for name, v in found if v is not None)


def gexf(whole: Whole) -> Iterator[str]:
    """GEXF; the label of a node is its name, that of an edge its predicate."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="{GEXF}" version="1.2">\n'
    yield '  <graph defaultedgetype="directed" mode="static">\n'
    keys = {"node": node_columns(whole.ontology), "edge": _without_ends(edge_columns(whole.ontology))}
    for place, columns in keys.items():
        yield f'    <attributes class="{place}">\n'
        for name, type in columns.items():
            kind = "integer" if type == "int" else type
            yield f'      <attribute id="{place}-{name}" title="{name}" type="{kind}"/>\n'
        yield "    </attributes>\n"
    yield "    <nodes>\n"
    for row in nodes(whole):
        about = f"id={_attribute(row['id'])} label={_attribute(row['name'])}"
        yield f"      <node {about}>{_values(row, 'node', keys['node'])}</node>\n"
    yield "    </nodes>\n    <edges>\n"
    for n, row in enumerate(edges(whole)):
        ends = f"source={_attribute(row['source'])} target={_attribute(row['target'])}"
        about = f'id="{n}" {ends} label={_attribute(row["predicate"])}'
        yield f"      <edge {about}>{_values(row, 'edge', keys['edge'])}</edge>\n"
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _values(row: Row, place: str, columns: Columns) -> str:
    found = ((name, row.get(name)) for name in columns)
    values = (f'<attvalue for="{place}-{name}" value={_attribute(v)}/>' for name, v in found if v is not None)
    return f"<attvalues>{''.join(values)}</attvalues>"


def _without_ends(columns: Columns) -> Columns:
    return {name: type for name, type in columns.items() if name not in ("source", "target")}


def _text(value: Cell) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _attribute(value: Cell) -> str:
    return f'"{xml(_text(value))}"'
