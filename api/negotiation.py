"""Which of several media types a request wants (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from http import HTTPStatus

from fastapi import Request

from api.errors import Refused

JSON = "application/json"
_RANGE = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+')
"""A part of the header; commas in quotes belong to it."""
_PARAMETER = re.compile(r';\s*(?P<name>[^\s=;"]+)\s*=\s*(?P<value>"(?:[^"\\]|\\.)*"?|[^\s;]*)')
_QVALUE = re.compile(r"0?\.\d+|0\.?|1(\.0*)?")
OTHERS = {
    "text/turtle": ("application/x-turtle", "application/turtle", "text/n3", "text/rdf+n3"),
    "application/n-triples": ("text/plain",),
    "application/ld+json": ("application/json",),
}
"""Names that older clients have for a format. They count where no offer has the name itself, and less than that."""


def wanted(request: Request, offers: Sequence[str]) -> str:
    """The offer that the Accept header likes best; the first where it says nothing; Refused (406)."""
    best = preferred(request, offers)
    if best is None:
        raise Refused(HTTPStatus.NOT_ACCEPTABLE, f"Accept {_accept(request)}: there is {', '.join(offers)}")
    return best


def preferred(request: Request, offers: Sequence[str]) -> str | None:
    """As `wanted`, None where the header takes none of the offers."""
    header = _accept(request)
    ranges = list(_ranges(header))
    quality, _, best = max((_quality(ranges, _names(offer, offers)), -i, offer) for i, offer in enumerate(offers))
    return best if quality > 0 else None


def _accept(request: Request) -> str:
    return ",".join(request.headers.getlist("accept")).strip() or "*/*"


def _names(offer: str, offers: Sequence[str]) -> tuple[str, ...]:
    return (offer, *(other for other in OTHERS.get(offer, ()) if other not in offers))


def _ranges(header: str) -> Iterator[tuple[str, float]]:
    """The media ranges of an Accept header with their weights."""
    for part in _RANGE.findall(header):
        name, _, rest = part.partition(";")
        yield name.strip().lower(), _weight(";" + rest)


def _quality(ranges: Sequence[tuple[str, float]], names: Sequence[str]) -> float:
    """The weight that a header gives to a media type of several names; the most exact range decides."""
    best = (-1, 0.0)
    for name, weight in ranges:
        rank = max(_rank(name, names[0]), 2 if name in names[1:] else -1)
        if rank >= 0:
            best = max(best, (rank, weight))
    return best[1]


def _rank(range: str, offer: str) -> int:
    """How exactly a media range names the offer; -1 where it does not."""
    if range == offer:
        return 3
    if range == offer.partition("/")[0] + "/*":
        return 1
    return 0 if range in ("*/*", "*") else -1


def _weight(parameters: str) -> float:
    """The q of a range: 1 where there is none, 0 where it cannot be read."""
    for match in _PARAMETER.finditer(parameters):
        if match["name"].lower() == "q":
            return float(match["value"]) if _QVALUE.fullmatch(match["value"]) else 0.0
    return 1.0
