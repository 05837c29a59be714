"""A language model's endpoint on this machine: a real HTTP server that answers, or fails, as a test says."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Json = dict[str, Any]
Reply = Callable[["Handler"], None]
NOTHING: Json = {"relations": [], "figures": []}


class ModelServer(ThreadingHTTPServer):
    """What it was asked is in `requests`; `script` holds the next replies, `otherwise` what follows them."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[Json] = []
        self.keys: list[str | None] = []
        self.paths: list[str] = []
        self.script: deque[Reply] = deque()
        self.otherwise: Callable[[str], Reply] = lambda _: says(NOTHING)
        self.over = Event()

    @property
    def url(self) -> str:
        """The base URL to set."""
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    """Takes a question and does what the script says."""

    server: ModelServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.requests.append(body)
        self.server.keys.append(self.headers["authorization"])
        self.server.paths.append(self.path)
        asked = body["messages"][-1]["content"]
        reply = self.server.script.popleft() if self.server.script else self.server.otherwise(paragraph(asked))
        try:
            reply(self)
        except OSError:
            self.close_connection = True  # who asked is gone

    def send(self, status: int, body: bytes, **headers: str) -> None:
        """A whole answer."""
        self.send_response(status)
        for name, value in {"content-length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def paragraph(asked: str) -> str:
    """The paragraph that a question is about."""
    return asked.partition("<<<paragraph ")[2].partition("\n")[2].rpartition("\nparagraph ")[0]


@contextmanager
def serving() -> Iterator[ModelServer]:
    """A server that listens until the end."""
    with ModelServer() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()


# Replies


def says(answer: object, **choice: Any) -> Reply:
    """The model says this."""
    text = answer if isinstance(answer, str) else json.dumps(answer)
    message = {"role": "assistant", "content": text}
    whole = {"id": "x", "object": "chat.completion", "choices": [{"index": 0, "message": message, **choice}]}
    return raw(json.dumps(whole).encode())


def raw(body: bytes, status: int = 200, **headers: str) -> Reply:
    """These bytes."""
    return lambda handler: handler.send(status, body, **headers)


def fails(status: int, message: str = "it went wrong", **headers: str) -> Reply:
    """An error in OpenAI's form."""
    return raw(json.dumps({"error": {"message": message, "type": "x"}}).encode(), status, **headers)


def hangs(handler: Handler) -> None:
    """Nothing, for ever."""
    handler.server.over.wait(60)
    handler.close_connection = True


def drips_headers(handler: Handler) -> None:
    """One byte of a header now and then: each read is quick, the whole never ends."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nx: ")
    _drip(handler)


def drips(handler: Handler) -> None:
    """The same with the body."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
    _drip(handler)


def _drip(handler: Handler) -> None:
    handler.close_connection = True
    while not handler.server.over.is_set():
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def endless(handler: Handler) -> None:
    """A body that never ends, as fast as it is read."""
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while not handler.server.over.is_set():
        handler.wfile.write(b" " * 65536)


def hangs_up(handler: Handler) -> None:
    """Half an answer."""
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{")
