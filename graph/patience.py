"""Work that takes long: it is done in a thread of its own, and nobody waits for it longer than so many seconds."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

from ontology.errors import Busy, StoreUnavailable


class Patience:
    """One kind of work, done once for all who call meanwhile; `told` is what those hear who wait too long."""

    def __init__(self, work: Callable[[], object], seconds: float, told: str) -> None:
        self._work = work
        self._seconds = seconds
        self._told = told
        self._lock = Lock()
        self._thread = ThreadPoolExecutor(1)
        self._doing: Future[None] | None = None

    def wait(self) -> None:
        """Have it done, or begin to; Busy where it is not done in time, and what it raised where it failed."""
        with self._lock:
            if self._doing is None or self._doing.done():
                self._doing = self._thread.submit(self._done)
            doing = self._doing
        try:
            doing.result(self._seconds)
        except TimeoutError:
            raise Busy(self._told) from None

    def _done(self) -> None:
        try:
            self._work()
            return
        except StoreUnavailable as error:
            fresh = type(error)(str(error))
        raise fresh  # without its past, which must not go to another thread (`graph.engine`)

    def close(self) -> None:
        """Wait until the work has ended; nothing more is begun."""
        self._thread.shutdown()
