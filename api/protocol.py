"""The SPARQL 1.1 Protocol, its query part: from the parameters of a request to a question.

Source: SPARQL 1.1 Protocol (W3C, 2013), section 2.1.
"""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import parse_qsl

from fastapi import Request

from api.errors import Refused
from api.negotiation import JSON, preferred
from graph import results
from graph.worker import Question
from ontology.errors import InvalidQuery

QUERY = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
Pairs = list[tuple[str, str]]

_TABLES = (*results.MEDIA.values(), JSON)
_GRAPHS = (*results.GRAPHS.values(), JSON)
_MEANT = {JSON: (results.JSON, results.GRAPHS["jsonld"])}
"""What clients mean that say `application/json`: for a table, and for triples."""


def given(request: Request) -> Pairs:
    """The parameters in the URL, in order; InvalidQuery where they are no UTF-8."""
    raw: bytes = request.scope["query_string"]
    return _pairs(_text(raw, "URL"))


def posted(request: Request, content: bytes) -> Pairs:
    """The parameters of a POST, those in its URL too; Refused (415) where the body is no form and no query."""
    kind, *parameters = (p.strip() for p in request.headers.get("content-type", "").lower().split(";"))
    if kind not in (QUERY, FORM):
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"send {QUERY} or {FORM}, not {kind or 'nothing'}")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name == "charset" and value.strip('"') not in ("utf-8", "utf8", "us-ascii"):
            raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"send UTF-8, not {value}")
    text = _text(content, "body")
    return [*given(request), *([("query", text)] if kind == QUERY else _pairs(text))]


def question(request: Request, pairs: Pairs) -> Question:
    """The one query among the parameters, with its dataset and the forms that its answer may have."""
    values = {name: tuple(v for n, v in pairs if n == name) for name, _ in pairs}
    if "update" in values:
        raise InvalidQuery("updates are refused here: the record is changed by loading documents")
    queries = values.get("query", ())
    if len(queries) != 1:
        raise InvalidQuery(f"send one query, not {len(queries)}")
    default, named = values.get("default-graph-uri"), values.get("named-graph-uri")
    if default or named:
        default, named = default or (), named or ()
    table, graph = (_accepted(request, offers, i) for i, offers in enumerate((_TABLES, _GRAPHS)))
    return Question(queries[0], default, named, format=asked_format(pairs), table=table, graph=graph)


def asked_format(pairs: Pairs) -> str | None:
    """The value of the first `format` that has one; clients send it twice."""
    return next((value for name, value in pairs if name == "format" and value), None)


def _accepted(request: Request, offers: tuple[str, ...], kind: int) -> str | None:
    media = preferred(request, offers)
    return _MEANT[media][kind] if media in _MEANT else media


def _text(content: bytes, place: str) -> str:
    try:
        # Files that some editors write begin with a byte order mark.
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidQuery(f"the {place} is no UTF-8 (byte {error.start})") from error


def _pairs(text: str) -> Pairs:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise InvalidQuery(f"the parameters are no UTF-8 once their % escapes are decoded ({error.reason})") from error
