"""The saved queries of seeds/neo4j/queries, and the guide for Neo4j Browser that is made of them.

A file is a title (`// …`), parameters with defaults (`:param id => '…';`), and the query.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from api.settings import SEEDS
from graph.neo4j_labels import prefixed
from ontology.errors import NotFound

FOLDER = SEEDS / "neo4j" / "queries"
PARAMETER = re.compile(r":param (\w+) => (.+);\n")
INTRODUCTION = (
    "Every relationship carries its status, up to three of its sentences (quote) and the documents that they stand in "
    "(document). Click on one to read them; the query “Evidence of a relationship” shows them all.",
    "Each query below begins with its parameters. Put ids of your own in place of those of the seed documents: "
    "MATCH (e:Entity) WHERE e.folded CONTAINS 'hongtuo' RETURN e.id finds them. "
    "Begin a path at (:Entity {id: …}), so that it starts from an index.",
    "Drag the file seeds/neo4j/potline.grass onto the editor for colours and captions.",
)


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved query: `name` is its file's, `text` all of the file, `query` what the server is asked."""

    name: str
    title: str
    parameters: dict[str, Any]
    query: str
    text: str


@cache
def saved() -> tuple[Saved, ...]:
    """All of them, by name."""
    files = sorted(FOLDER.glob("*.cypher"))
    return tuple(read(file.stem, file.read_text(encoding="utf-8")) for file in files)


def read(name: str, text: str) -> Saved:
    """A file in its parts."""
    title, _, rest = text.partition("\n")
    # The defaults are texts, numbers and lists, which Cypher and JSON write alike but for the quotes.
    parameters = {key: json.loads(value.replace("'", '"')) for key, value in PARAMETER.findall(rest)}
    return Saved(name, title.removeprefix("// "), parameters, PARAMETER.sub("", rest).strip(), text)


def named(name: str, prefix: str = "") -> Saved:
    """The saved query of a name, for labels with a prefix; NotFound lists the names that there are."""
    for one in saved():
        if one.name == name:
            return replace(one, query=prefixed(one.query, prefix), text=prefixed(one.text, prefix))
    raise NotFound(f"no saved query {name}; there are {', '.join(one.name for one in saved())}")


def guide(prefix: str = "") -> str:
    """The guide as Neo4j Browser plays it: slides of HTML, each query ready to be clicked on."""
    introduction = (html.escape(prefixed(p, prefix)) for p in INTRODUCTION)
    slides = [f"<h3>Potline</h3>{''.join(f'<p>{p}</p>' for p in introduction)}"]
    for one in saved():
        body = f'<pre class="pre-scrollable code runnable">{html.escape(prefixed(one.text, prefix))}</pre>'
        slides.append(f"<h3>{html.escape(one.title)}</h3>{body}")
    inner = "".join(f'<slide class="row-fluid"><div class="col-sm-12">{slide}</div></slide>' for slide in slides)
    return f'<article class="guide"><carousel class="deck container-fluid">{inner}</carousel></article>\n'


def guide_page() -> str:
    """The guide as a page of the docs."""
    parts = ["# Guide to the graph in Neo4j Browser\n", *(f"{p}\n" for p in INTRODUCTION)]
    parts.append(
        "`:play http://127.0.0.1:8000/neo4j/guide` shows this page in Neo4j Browser while `potline serve` runs (on the "
        "server, the setting `browser.remote_content_hostname_allowlist` has to name that host). On the command line: "
        "`potline cypher --saved ownership-chain --param id=org/hongtuo-industrial`.\n"
    )
    for one in saved():
        parts.append(f"## {one.title}\n\n`{one.name}`\n\n```cypher\n{one.text}```\n")
    return "\n".join(parts)
