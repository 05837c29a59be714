"""One table from errors to HTTP statuses; bodies are problem+json (RFC 9457)."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from ontology import errors as e

log = logging.getLogger("potline.api")

STATUSES: dict[type[e.PotlineError], HTTPStatus] = {
    e.NotFound: HTTPStatus.NOT_FOUND,
    e.Ambiguous: HTTPStatus.CONFLICT,
    e.JudgementConflict: HTTPStatus.CONFLICT,
    e.UnreadableDocument: HTTPStatus.UNPROCESSABLE_ENTITY,
    e.InvalidStatement: HTTPStatus.UNPROCESSABLE_ENTITY,
    e.InvalidName: HTTPStatus.UNPROCESSABLE_ENTITY,
    e.Unacceptable: HTTPStatus.NOT_ACCEPTABLE,
    e.InputError: HTTPStatus.BAD_REQUEST,
    e.SettingError: HTTPStatus.BAD_REQUEST,
    e.StoreUnsupported: HTTPStatus.NOT_IMPLEMENTED,
    e.StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
    e.QueryStopped: HTTPStatus.SERVICE_UNAVAILABLE,
    e.Busy: HTTPStatus.SERVICE_UNAVAILABLE,
    e.PotlineError: HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""The nearest class on an error's method resolution order decides."""

RETRY_AFTER = "5"


class Refused(e.PotlineError):
    """A request that is turned away before it is looked at: key, rate, size, media type."""

    def __init__(self, status: HTTPStatus, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}


def status_of(error: e.PotlineError) -> HTTPStatus:
    """The HTTP status of an error."""
    return next(STATUSES[c] for c in type(error).__mro__ if c in STATUSES)


def problem(status: int, detail: str, headers: dict[str, str] | None = None, **more: Any) -> JSONResponse:
    """A problem+json answer."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
    }
    return JSONResponse(body | more, int(status), headers, media_type="application/problem+json")


def _potline(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, e.PotlineError)
    if isinstance(error, Refused):
        return problem(error.status, str(error), error.headers)
    status = status_of(error)
    # A query that was stopped would be stopped again, so nobody is told to repeat it.
    again = status is HTTPStatus.SERVICE_UNAVAILABLE and not isinstance(error, e.QueryStopped)
    headers = {"Retry-After": RETRY_AFTER} if again else None
    more = {"candidates": list(error.candidates)} if isinstance(error, e.Ambiguous) else {}
    return problem(status, str(error), headers, **more)


def _http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, str(error.detail), dict(error.headers or {}))


def _validation(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    places = "; ".join(f"{'.'.join(str(p) for p in x['loc'])}: {x['msg']}" for x in error.errors())
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, places)


def _gone(_: Request, error: Exception) -> JSONResponse:
    """Whoever asked went away before the whole body was here; nobody reads this."""
    assert isinstance(error, ClientDisconnect)
    return problem(HTTPStatus.BAD_REQUEST, "the connection was closed before the whole body had come")


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here; the server's log has it.")


def install(app: FastAPI) -> None:
    """Make every error leave the app as problem+json."""
    app.add_exception_handler(e.PotlineError, _potline)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(Exception, _unexpected)
