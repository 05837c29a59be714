"""Who may write, how often one address may ask, and how large a URL and a body may be."""

from __future__ import annotations

import hmac
import time
from collections import deque
from http import HTTPStatus
from threading import Lock
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Request
from pydantic import BaseModel, ValidationError

from api.errors import Refused
from api.settings import Settings
from api.workspace import Workspace
from ontology.errors import InputError

ADDRESSES = 10_000
"""How many addresses the rate limit remembers; the oldest go first."""


URL = 65_536
"""Most bytes in what a URL asks; a server that reads no more of a request ends the connection without a word."""


async def short(request: Request) -> None:
    """Refuse (414) what is too long for a URL."""
    if len(request.scope["query_string"]) > URL:
        raise Refused(
            HTTPStatus.REQUEST_URI_TOO_LONG,
            f"the URL is longer than {URL} bytes; send a long query in the body of a POST",
        )


async def workspace(request: Request) -> Workspace:
    """The record that the app serves."""
    work: Workspace = request.app.state.work
    return work


Work = Annotated[Workspace, Depends(workspace)]


def writer(work: Work, x_api_key: Annotated[str | None, Header()] = None) -> None:
    """Let only those write who know the API key."""
    key = work.settings.api_key
    if key is None:
        raise Refused(HTTPStatus.FORBIDDEN, "writes are off: no POTLINE_API_KEY is set on this server")
    if x_api_key is None:
        raise Refused(HTTPStatus.UNAUTHORIZED, "this needs the header X-API-Key", {"WWW-Authenticate": "ApiKey"})
    if not hmac.compare_digest(x_api_key.encode(), key.get_secret_value().encode()):
        raise Refused(HTTPStatus.FORBIDDEN, "the API key is wrong")


Writer = Depends(writer)


class RateLimit:
    """At most so many requests a minute from one address."""

    def __init__(self, settings: Settings) -> None:
        self.most = settings.rate_limit
        self._seen: dict[str, deque[float]] = {}
        self._lock = Lock()

    async def __call__(self, request: Request) -> None:
        """Count a request; Refused (429) where it is one too many."""
        if not self.most or request.client is None:
            return
        wait = self._wait(request.client.host, time.monotonic())
        if wait > 0:
            message = f"more than {self.most} requests a minute (POTLINE_RATE_LIMIT)"
            raise Refused(HTTPStatus.TOO_MANY_REQUESTS, message, {"Retry-After": str(int(wait) + 1)})

    def _wait(self, address: str, now: float) -> float:
        with self._lock:
            times = self._seen.setdefault(address, deque())
            while times and times[0] <= now - 60:
                times.popleft()
            if len(times) >= self.most:
                return times[0] + 60 - now
            times.append(now)
            while len(self._seen) > ADDRESSES:
                self._seen.pop(next(iter(self._seen)))
            return 0.0


async def body(request: Request, most: int, setting: str) -> bytes:
    """The body of a request, refused (413) as soon as it is larger than the limit."""
    parts, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if most and size > most:
            message = f"the body is larger than {most} bytes ({setting})"
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, message)
        parts.append(chunk)
    return b"".join(parts)


M = TypeVar("M", bound=BaseModel)


def parsed(model: type[M], content: bytes) -> M:
    """A JSON body as a model; InputError names the first field that is wrong."""
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "body"
        raise InputError(f"{place}: {first['msg']}") from error


async def small_body(request: Request) -> bytes:
    """A body within POTLINE_BODY_LIMIT."""
    work: Workspace = request.app.state.work
    return await body(request, work.settings.body_limit, "POTLINE_BODY_LIMIT")


async def document_body(request: Request) -> bytes:
    """A body within POTLINE_MAX_DOCUMENT_BYTES."""
    work: Workspace = request.app.state.work
    return await body(request, work.settings.max_document_bytes, "POTLINE_MAX_DOCUMENT_BYTES")
