"""A picture as GraphML 1.0 (graphml.graphdrawing.org), every key with its type; for yEd, Gephi, networkx, igraph.

Nodes are `n0`, `n1` … because the schema wants name tokens; the entity's id is the key `id`. Several sentences or
documents of one link stand one on a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.draw.picture import Link, Node, Picture, documents
from graph.draw.text import xml

Values = Mapping[str, str | int | float | None]

GRAPH = {"of": "string", "rule": "string", "as_of": "string"}
NODE = {"id": "string", "name": "string", "type": "string", "layer": "int", "country": "string"}
NODE_SHARES = {"low": "double", "high": "double", "meets": "string"}
"""What an item has: its share by the rule."""
EDGE = {
    "low": "double",
    "high": "double",
    "status": "string",
    "weight": "double",
    "statements": "string",
    "quotes": "string",
    "documents": "string",
}


def graphml(picture: Picture) -> str:
    """The whole picture; nothing is cut."""
    keys = {"graph": GRAPH, "node": {**NODE, **NODE_SHARES}, "edge": EDGE}
    names = {n.id: f"n{k}" for k, n in enumerate(picture.nodes)}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<graphml xmlns="{SPACE}" {SCHEMA}>']
    for place, some in keys.items():
        lines += [f'  <key id="{place}-{k}" for="{place}" attr.name="{k}" attr.type="{t}"/>' for k, t in some.items()]
    lines.append('  <graph id="ownership" edgedefault="directed">')
    lines += _data("graph", {"of": picture.of, "rule": picture.rule, "as_of": picture.as_of}, "    ")
    results = {r.id: {"low": r.low, "high": r.high, "meets": r.meets} for r in picture.results}
    for node in picture.nodes:
        lines.append(f'    <node id="{names[node.id]}">')
        lines += [*_data("node", {**_node(node), **results.get(node.id, {})}), "    </node>"]
    for k, link in enumerate(picture.links):
        lines.append(f'    <edge id="e{k}" source="{names[link.owner]}" target="{names[link.owned]}">')
        lines += [*_data("edge", _edge(link)), "    </edge>"]
    return "\n".join([*lines, "  </graph>", "</graphml>", ""])


SPACE = "http://graphml.graphdrawing.org/xmlns"
SCHEMA = (
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    f'xsi:schemaLocation="{SPACE} http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd"'
)


def _node(node: Node) -> Values:
    country = node.known.country
    place = country[0] if country else None
    return {"id": node.id, "name": node.name, "type": node.type, "layer": node.layer, "country": place}


def _edge(link: Link) -> Values:
    return {
        "low": float(link.low),
        "high": float(link.high),
        "status": link.status,
        "weight": link.weight,
        "statements": "\n".join(s.statement for s in link.said),
        "quotes": "\n".join(" ".join(s.quote.split()) for s in link.said),
        "documents": "\n".join(documents([link])),
    }


def _data(place: str, values: Values, indent: str = "      ") -> Iterator[str]:
    for name, value in values.items():
        if value is not None:
            yield f'{indent}<data key="{place}-{name}">{xml(str(value))}</data>'
