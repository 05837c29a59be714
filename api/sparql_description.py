"""What stands at /sparql without a query: the service's own description, and a page to write queries on.

Source: SPARQL 1.1 Service Description (W3C, 2013).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from pathlib import Path

from rdflib import RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef

from api.question_pages import examples
from graph.sparql import Index

_SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS = Namespace("http://www.w3.org/ns/formats/")
_RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N-Quads", "TriG",
)  # fmt: skip

_QUESTIONS = "Competency questions, over seeds/documents and seeds/questions/documents"

PAGES = Path(__file__).parent / "pages"
"""The query page and its examples."""
HTML = "text/html"
WRITERS = {
    "text/turtle": "turtle",
    "application/rdf+xml": "pretty-xml",
    "application/ld+json": "json-ld",
    "application/n-triples": "nt",
}
"""Media types of the description, the default first."""


def description(url: str, index: Index, federated: bool) -> Graph:
    """The endpoint at `url` in the sd: vocabulary; of the named graphs all but those of single documents."""
    graph = Graph()
    graph.bind("sd", _SD)
    service, dataset, default = URIRef(url), BNode(), BNode()
    for predicate, object in (
        (RDF.type, _SD.Service),
        (_SD.endpoint, service),
        (_SD.supportedLanguage, _SD.SPARQL11Query),
        (_SD.defaultDataset, dataset),
        *((_SD.resultFormat, _FORMATS[name]) for name in _RESULTS),
        *([(_SD.feature, _SD.BasicFederatedQuery)] if federated else ()),
    ):
        graph.add((service, predicate, object))
    graph.add((dataset, RDF.type, _SD.Dataset))
    graph.add((dataset, _SD.defaultGraph, default))
    graph.add((default, RDF.type, _SD.Graph))
    graph.add((default, RDFS.comment, Literal("The merged view: each triple once.", lang="en")))
    graph.add((dataset, RDFS.comment, Literal("Each document has a named graph of its own beside these.", lang="en")))
    for name in index.names():
        if not name.startswith(index.base + "doc/"):
            node = BNode()
            graph.add((dataset, _SD.namedGraph, node))
            graph.add((node, RDF.type, _SD.NamedGraph))
            graph.add((node, _SD.name, URIRef(name)))
    return graph


def page(prefixes: dict[str, str]) -> str:
    """The query page: HTML that needs nothing but this server."""
    simple = json.loads((PAGES / "examples.json").read_text(encoding="utf-8"))
    options = _group("To begin with", ((e["title"], e["query"]) for e in simple)) + _group(_QUESTIONS, examples())
    names = ", ".join(f"<code>{escape(prefix)}:</code>" for prefix in prefixes)
    text = (PAGES / "sparql.html").read_text(encoding="utf-8")
    return text.replace("<!-- examples -->", options).replace("<!-- prefixes -->", names)


def _group(name: str, members: Iterable[tuple[str, str]]) -> str:
    """Examples under a heading, for a `select`: title and query."""
    # Ends of lines as references: what reads the page as XML would make blanks of them.
    values = ((title, escape(query).replace("\n", "&#10;")) for title, query in members)
    options = (f'<option value="{value}">{escape(title)}</option>\n' for title, value in values)
    return f'<optgroup label="{escape(name)}">\n{"".join(options)}</optgroup>\n'
