"""HEAD and OPTIONS for every path, and a 405 that names all methods of a path.

FastAPI knows a path by its routes, one a method: it answers HEAD with 405, and its `Allow` names the methods of the
first route only.
"""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class Methods:
    """Around the app: what its routes do not say themselves of methods."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, HEAD as GET without its body; answer those that no route takes."""
        allowed = () if scope["type"] != "http" or _routed(scope) else allow(scope)
        if not allowed:
            await self._app(scope, receive, send)
        elif scope["method"] == "HEAD" and "GET" in allowed:
            await self._app(dict(scope, method="GET"), receive, _without_body(send))
        else:
            await _told(scope["method"], allowed)(scope, receive, send)


def allow(scope: Scope) -> tuple[str, ...]:
    """The methods that some route takes at the path of a request."""
    return tuple(m for m in METHODS if _routed(dict(scope, method=m)))


def _routed(scope: Scope) -> bool:
    return any(route.matches(scope)[0] is Match.FULL for route in scope["app"].routes)


def _told(method: str, allowed: tuple[str, ...]) -> Response:
    """204 for OPTIONS, else 405; both name the methods."""
    more = ("HEAD",) if "GET" in allowed else ()
    names = [m for m in METHODS if m in {*allowed, *more, "OPTIONS"}]
    headers = {"Allow": ", ".join(names)}
    if method == "OPTIONS":
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)
    return problem(HTTPStatus.METHOD_NOT_ALLOWED, f"{method} is not known here; there is {headers['Allow']}", headers)


def _without_body(send: Send) -> Send:
    async def sent(message: Message) -> None:
        await send(dict(message, body=b"") if message["type"] == "http.response.body" else message)

    return sent
