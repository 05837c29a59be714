"""A picture in the DOT language of Graphviz."""

from __future__ import annotations

import re
from collections.abc import Mapping

from graph.draw.colours import palette
from graph.draw.labels import share
from graph.draw.legend import spoken
from graph.draw.picture import Link, Node, Picture, Result, span
from graph.draw.text import plain


def dot(picture: Picture) -> str:
    """The whole picture; nothing is cut. Dashed where planned or rumoured, dotted where it may be nothing."""
    results = {r.id: r for r in picture.results}
    lines = [
        "digraph ownership {",
        f"  graph [rankdir=TB, label={quoted(f'rule {picture.rule}, as of {picture.as_of}')}]",
        f"  node [shape=box, style=filled, fillcolor={quoted(palette().paper)}, fontname=Helvetica]",
        f"  edge [color={quoted(palette().link)}, fontname=Helvetica]",
    ]
    lines += [_node(n, results.get(n.id), n.id == picture.of) for n in picture.nodes]
    lines += [_edge(link) for link in picture.links]
    return "\n".join([*lines, "}", ""])


def _node(node: Node, result: Result | None, asked: bool) -> str:
    note = spoken(node.type) if result is None else f"{spoken(node.type)} = {span(result.low, result.high)}"
    looks = {"label": text(node.name) + "\\n" + text(note), "color": palette().of(node.type).line}
    if asked:
        looks |= {"fillcolor": palette().asked, "penwidth": "2"}
    return f"  {quoted(node.id)} [{_list(looks)}]"


def _edge(link: Link) -> str:
    looks = {"label": text(share(link))}
    if link.open or link.possible:
        looks["style"] = "dashed" if link.open else "dotted"
    return f"  {quoted(link.owner)} -> {quoted(link.owned)} [{_list(looks)}]"


def _list(looks: Mapping[str, str]) -> str:
    return ", ".join(
        f'{name}="{value}"' if name == "label" else f"{name}={quoted(value)}" for name, value in looks.items()
    )


def quoted(id: str) -> str:
    """An id between quotes."""
    return '"' + text(id) + '"'


def text(words: str) -> str:
    """Words for a quoted string: one line, no escape and no HTML entity of Graphviz in it."""
    one = " ".join(plain(words).split()).replace("\\", "\\\\").replace('"', '\\"')
    return re.sub(r"&(?=#?\w+;)", "&amp;", one)
