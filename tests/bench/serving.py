"""The API on a store while something is measured, and how long its answers take."""

from __future__ import annotations

import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from api.app import create_app
from api.settings import read_settings
from tests.conftest import free_port

CALLS = 300


@contextmanager
def served(store_url: str, **settings: object) -> Iterator[str]:
    """The API on a store, in a thread; gives its address."""
    port = free_port()
    app = create_app(read_settings(store_url=store_url, **settings))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def latencies(url: str) -> str:
    """p50 and p99 of a GET, in milliseconds, one after another."""
    times = []
    for i in range(CALLS + 10):
        start = time.perf_counter()
        with urllib.request.urlopen(url) as answer:
            answer.read()
        if i >= 10:
            times.append((time.perf_counter() - start) * 1000)
    times.sort()
    return f"{times[len(times) // 2]:.1f} / {times[int(len(times) * 0.99)]:.1f}"
