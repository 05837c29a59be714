"""One question to an OpenAI-compatible endpoint: what it costs at most, in time, bytes and tries, is known before."""

from __future__ import annotations

import json
import math
import re
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from threading import Timer
from typing import Any, Self

import httpx

from loaders.llm.answers import content, trouble
from ontology.errors import ModelError

Json = dict[str, Any]
BUSY = frozenset({408, 429, 500, 502, 503, 504})
"""Statuses after which the same question may find an answer."""
HEADERS = {b"Accept-Encoding": b"identity", b"Content-Type": b"application/json"}
PAUSE = 0.5
"""Seconds before the second try where the endpoint names none; doubled with each further one."""
LATE = "takes longer than POTLINE_LLM_TIMEOUT or POTLINE_LLM_DOCUMENT_SECONDS allow"
CONNECTED = ("connection.connect_tcp.complete", "connection.start_tls.complete")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is and what one question to it may take.

    `url` is the base to which `/chat/completions` is added. `seconds` are for a question with all its tries
    and waits, `retries` are the tries after the first, `bytes` the size of an answer; 0 bytes is no limit.
    """

    url: str
    model: str
    key: str | None = None
    seconds: float = 60.0
    retries: int = 2
    bytes: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back over HTTP."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Line:
    """The connection of one call, cut when the time is over: httpx bounds each step, not their sum."""

    def __init__(self, seconds: float) -> None:
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True
        self._stream: Any = None
        self._over = False

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """For httpx's `trace` extension: takes the connection down."""
        if event in CONNECTED:
            self._stream = info["return_value"]
            if self._over:
                self._cut()

    def _cut(self) -> None:
        self._over = True
        if self._stream is not None:
            # Not SSLSocket's own shutdown, which takes the session from under the thread that reads.
            with suppress(OSError):
                socket.socket.shutdown(self._stream.get_extra_info("socket"), socket.SHUT_RDWR)


class Client:
    """Asks one endpoint; any number of threads may."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint

    @cached_property
    def _http(self) -> httpx.Client:
        """Follows no redirect and reads no environment; a connection for each question, so that it can be cut."""
        key = (self.endpoint.key or "").strip()
        return httpx.Client(
            headers=HEADERS | ({b"Authorization": f"Bearer {key}".encode()} if key else {}),
            limits=httpx.Limits(max_keepalive_connections=0),
            trust_env=False,
        )

    def ask(self, body: Json, seconds: float = math.inf) -> str:
        """The words of the model; ModelError, in the words of the report, where there are none.

        It takes no longer than `seconds` and those of the endpoint.
        """
        until = time.monotonic() + min(self.endpoint.seconds, seconds)
        for tries in range(self.endpoint.retries + 1):
            reply = self._post(body, until)
            if reply.status == httpx.codes.OK:
                return content(reply.body)
            if reply.status not in BUSY or tries == self.endpoint.retries:
                break
            self._wait(reply, tries, until)
        raise ModelError(f"HTTP {reply.status}{self._said(reply)}")

    def _wait(self, reply: Reply, tries: int, until: float) -> None:
        asked = _retry_after(reply)
        pause = PAUSE * 2**tries if asked is None else asked
        if time.monotonic() + pause >= until:
            raise ModelError(f"HTTP {reply.status}, and the wait for the next try {LATE}")
        time.sleep(pause)

    def _post(self, body: Json, until: float) -> Reply:
        left = until - time.monotonic()
        if left <= 0:
            raise ModelError(f"it {LATE}")
        try:
            with (
                Line(left) as line,
                self._http.stream(
                    "POST",
                    f"{self.endpoint.url.rstrip('/')}/chat/completions",
                    content=json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
                    timeout=left,
                    extensions={"trace": line.trace},
                ) as response,
            ):
                return Reply(response.status_code, response.headers, self._read(response))
        except httpx.HTTPError as error:
            over = isinstance(error, httpx.TimeoutException) or time.monotonic() >= until
            raise ModelError(f"it {LATE}" if over else _broken(error)) from error

    def _read(self, response: httpx.Response) -> bytes:
        read = bytearray()
        for chunk in response.iter_raw():
            read += chunk
            if 0 < self.endpoint.bytes < len(read):
                raise ModelError(f"its answer is larger than {self.endpoint.bytes} bytes (POTLINE_LLM_ANSWER_BYTES)")
        return bytes(read)

    def _said(self, reply: Reply) -> str:
        """The endpoint's own word on an error, in short and without the key."""
        if httpx.codes.is_redirect(reply.status):
            return " (redirects are not followed; set POTLINE_LLM_URL to where it leads)"
        text = " ".join(trouble(reply.body).split())
        text = text.replace(self.endpoint.key, "…") if self.endpoint.key else text
        return f": {''.join(c for c in text if c.isprintable())[:200]}" if text else ""


def _retry_after(reply: Reply) -> float | None:
    """The seconds that the endpoint asks to wait, None where it does not say."""
    given = reply.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", given, re.ASCII):
        return float(given)
    try:
        when = parsedate_to_datetime(given)
    except ValueError:
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _broken(error: httpx.HTTPError) -> str:
    """What happened to a connection; only errors of connecting speak for themselves without quoting the request."""
    if isinstance(error, httpx.ConnectError):
        return f"no connection ({error}); see POTLINE_LLM_URL"
    return f"the connection broke ({type(error).__name__})"
