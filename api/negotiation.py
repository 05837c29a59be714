"""Which of several media types a request wants (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from fastapi import Request, Response

from api.errors import Refused
from api.workspace import Workspace

JSON = "application/json"


def wanted(request: Request, offers: Sequence[str]) -> str:
    """The offer that the Accept header likes best; the first where it says nothing; Refused (406)."""
    best = preferred(request, offers)
    if best is None:
        raise Refused(HTTPStatus.NOT_ACCEPTABLE, f"Accept {_accept(request)}: there is {', '.join(offers)}")
    return best


def preferred(request: Request, offers: Sequence[str]) -> str | None:
    """As `wanted`, None where the header takes none of the offers."""
    header = _accept(request)
    quality, _, best = max((_quality(header, offer), -i, offer) for i, offer in enumerate(offers))
    return best if quality > 0 else None


def _accept(request: Request) -> str:
    return ",".join(request.headers.getlist("accept")) or "*/*"


def _quality(header: str, offer: str) -> float:
    """The weight that an Accept header gives to a media type; the most exact range decides."""
    best = (-1, 0.0)
    for part in header.split(","):
        name, *parameters = (p.strip() for p in part.split(";"))
        rank = _rank(name.lower(), offer)
        if rank >= 0:
            best = max(best, (rank, _weight(parameters)))
    return best[1]


def _rank(range: str, offer: str) -> int:
    """How exactly a media range names the offer; -1 where it does not."""
    if range == offer:
        return 2
    if range == offer.partition("/")[0] + "/*":
        return 1
    return 0 if range == "*/*" else -1


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def described(work: Workspace, request: Request, id: str, folder: str = "id") -> Response | None:
    """A thing as Turtle, N-Triples or JSON-LD where Accept wants that; None where it wants plain JSON."""
    media = wanted(request, (JSON, "text/turtle", "application/ld+json", "application/n-triples"))
    if media == JSON:
        return None
    return Response(work.index.describe([id], folder).serialise(media), media_type=media)
