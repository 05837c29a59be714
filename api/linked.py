"""Linked data over HTTP: one thing in several formats, each at an address of its own, and what all of them say beside.

The address without a suffix answers in the format that Accept likes best; `.ttl` and the like name one. Every answer
has an ETag made of the revision, so that a client may ask again for nothing (304).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from pydantic import BaseModel

from api import webpage
from api.errors import Refused
from api.negotiation import wanted
from api.workspace import Workspace
from graph.nodes import prefixes
from graph.results import GRAPHS
from graph.statement import digest
from graph.terms import Quad
from graph.written import JSONLD, compacted, triples, written
from ontology.derive import context

JSON, HTML = "application/json", "text/html"
FORMS: Mapping[str, str] = {
    "json": JSON,
    "html": HTML,
    "ttl": GRAPHS["turtle"],
    "jsonld": JSONLD,
    "nt": GRAPHS["ntriples"],
    "rdf": GRAPHS["rdfxml"],
    "nq": GRAPHS["nquads"],
    "trig": GRAPHS["trig"],
}
"""Suffix to media type, the default first."""
CONTEXT = "ontology/context"
VOID = ".well-known/void"
PREFIXES = {
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
}
"""Those that only the description of the data set needs."""
REVALIDATED = "no-cache"
"""A cache may keep an answer, but asks each time whether it is still the newest."""


ANSWERS: dict[int | str, dict[str, object]] = {
    200: {"content": {media: {} for media in FORMS.values() if media != JSON}},
    304: {"description": "Not changed since the answer with the tag of If-None-Match"},
    308: {"description": "A merged id: the canonical one is elsewhere"},
}
"""What OpenAPI says of a route that answers with a face."""


@dataclass(frozen=True, slots=True)
class Face:
    """One thing as it is served: its address below the server, its IRI if it has one, and how it is written.

    `quads` is called for RDF only, `json` and `page` (the main part of a page) for theirs; without them there is RDF.
    `version` makes the tag of what does not change with the record.
    """

    path: str
    iri: str | None
    quads: Callable[[], Iterable[Quad]]
    json: Callable[[], BaseModel | dict[str, Any]] | None = None
    page: Callable[[], webpage.Content] | None = None
    version: str | None = None
    write: Callable[[str], bytes] | None = None
    """Writes RDF by media type where the names of blank nodes have to stay: `quads` would get new ones each time."""

    @property
    def forms(self) -> dict[str, str]:
        """Suffix to media type of what there is."""
        missing = {media for media, there in ((JSON, self.json), (HTML, self.page)) if there is None}
        return {suffix: media for suffix, media in FORMS.items() if media not in missing}


def split(name: str, known: Callable[[str], bool]) -> tuple[str, str | None]:
    """A name from the path, and the suffix behind it; what is known by its whole name has none.

    >>> split("hongtuo.ttl", lambda name: name == "hongtuo")
    ('hongtuo', 'ttl')
    """
    stem, dot, suffix = name.rpartition(".")
    return (stem, suffix) if dot and suffix in FORMS and not known(name) else (name, None)


def address(request: Request, path: str) -> str:
    """A path of this server as a whole URL, in ASCII."""
    return quote(str(request.base_url), safe=":/[]%") + quote(path, safe="/")


def moved(request: Request, path: str, status: HTTPStatus) -> Response:
    """A redirect within this server; permanent ones are asked for again too, for a judgement can be undone."""
    query = f"?{request.url.query}" if request.url.query else ""
    place = quote(f"{request.scope['root_path']}/{path}") + quote(query, safe="?&=%+;:@/,.")
    return Response(status_code=status, headers={"Location": place, "Cache-Control": REVALIDATED})


def answer(request: Request, work: Workspace, face: Face, suffix: str | None = None) -> Response:
    """A thing in the format of the suffix, else of Accept; 304 where the client has it; Refused where none fits."""
    if suffix is not None and suffix not in face.forms:
        raise Refused(HTTPStatus.NOT_FOUND, f"there is no .{suffix} here; there is {', '.join(face.forms)}")
    media = face.forms[suffix] if suffix else wanted(request, list(face.forms.values()))
    tag = f'"{face.version or state(work)}-{suffix_of(media)}"'
    headers = _headers(request, face, media, negotiated=suffix is None) | {"ETag": tag}
    if unchanged(request, tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    body = _body(request, work, face, media)
    return Response(body, media_type=media, headers=headers | (webpage.policy() if media == HTML else {}))


def fixed(request: Request, value: dict[str, Any], media: str, version: str) -> Response:
    """A JSON document that changes with the version only, and may be kept for a day."""
    tag = f'"{version}"'
    headers = {"ETag": tag, "Cache-Control": "public, max-age=86400", "Access-Control-Allow-Origin": "*"}
    if unchanged(request, tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(json.dumps(value, ensure_ascii=False), media_type=media, headers=headers)


def suffix_of(media: str) -> str:
    """The suffix of a media type."""
    return next(suffix for suffix, known in FORMS.items() if known == media)


def _body(request: Request, work: Workspace, face: Face, media: str) -> bytes | str:
    if media == JSON and face.json is not None:
        value = face.json()
        return value.model_dump_json() if isinstance(value, BaseModel) else json.dumps(value, ensure_ascii=False)
    if media == HTML and face.page is not None:
        link = partial(address, request)
        return webpage.page(face.page(), _alternates(request, face), face.iri, link)
    if face.write is not None and media != JSONLD:
        return face.write(media)
    found = triples(face.quads(), work.settings.sparql_rows)
    if media == JSONLD:
        return compacted(found, context(work.ontology), address(request, CONTEXT))
    return written(found, media, prefixes(work.ontology.base) | PREFIXES)


# Headers


def state(work: Workspace) -> str:
    """What all answers depend on: revision, registry, ontology, derived ownership. Another text where one changed."""
    store, revision = work.store, work.store.revision()
    rest = store.record, store.changes(revision).effective, work.registry.version, work.ontology.version
    return f"{revision}-{digest(*rest, length=12)}"


def unchanged(request: Request, tag: str) -> bool:
    """Whether If-None-Match names this tag, weak or strong, or any (RFC 9110, section 13.1.2)."""
    given = ",".join(request.headers.getlist("if-none-match"))
    return given.strip() == "*" or tag in {part.strip().removeprefix("W/") for part in given.split(",")}


def _headers(request: Request, face: Face, media: str, negotiated: bool) -> dict[str, str]:
    links = [f'<{address(request, face.path)}>; rel="canonical"']
    links += [f'<{url}>; rel="alternate"; type="{kind}"' for kind, url in _alternates(request, face) if kind != media]
    links += [f'<{address(request, face.path)}.ttl>; rel="describedby"; type="text/turtle"']
    links += [f'<{address(request, VOID)}>; rel="http://rdfs.org/ns/void#inDataset"']
    if face.iri:
        links.append(f'<{quote(face.iri, safe=_IRI)}>; rel="describes"')
    headers = {"Link": ", ".join(links), "Cache-Control": REVALIDATED, "X-Content-Type-Options": "nosniff"}
    return headers | ({"Vary": "Accept"} if negotiated else {})


_IRI = "%/:=&?~#+!$,;@()*[]"


def _alternates(request: Request, face: Face) -> list[tuple[str, str]]:
    """Media type and address of each format that there is."""
    return [(media, f"{address(request, face.path)}.{suffix}") for suffix, media in face.forms.items()]
