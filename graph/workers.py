"""Worker processes that answer queries, so that none can hang, exhaust or end the process that asks.

A query runs in a process of its own until its deadline and is then ended with it. One that is still busy after
a moment is made to yield the processor, so that short ones stay quick beside any number of long ones.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from threading import BoundedSemaphore, Lock

import psutil

from graph import worker
from graph.nursery import Nursery
from graph.worker import Question, Reply, Terms
from ontology.errors import Busy, PotlineError, QueryStopped, StoreUnavailable

MOMENT = 0.3
"""Seconds until a worker counts as busy."""
LOOK = 0.5
"""Seconds between looks at the memory of a busy worker, and at whether a waiting query is still wanted."""
NICE = 19
"""How far a busy worker steps back; it cannot come forward again, so it ends with its query."""
SPARE = 4
"""Idle workers that are kept."""


@dataclass
class Job:
    """One query on its way; `stop`, from any thread, ends it wherever it is."""

    question: Question
    stopped: bool = False
    _pid: int | None = None
    _lock: Lock = field(default_factory=Lock)

    def stop(self) -> None:
        """End the query: whoever asked is gone."""
        with self._lock:
            self.stopped = True
            if self._pid is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self._pid, signal.SIGKILL)

    @contextlib.contextmanager
    def at(self, pid: int) -> Iterator[None]:
        """While a worker has it. QueryStopped where it was stopped before."""
        with self._lock:
            self.check()
            self._pid = pid
        try:
            yield
        finally:
            # From here on the number of the process may be given to another one.
            with self._lock:
                self._pid = None

    def check(self) -> None:
        """QueryStopped where nobody waits for it any more."""
        if self.stopped:
            raise QueryStopped("whoever asked this query went away")


@dataclass
class _Hand:
    """A worker as its pool knows it."""

    nursery: Nursery
    pid: int
    pipe: Connection
    busy: bool = False
    """Whether it was made to step back."""
    memory: int = 0


class Pool:
    """At most `at_once` workers, made when they are needed; `waiting` further queries wait for one. Thread-safe."""

    def __init__(self, terms: Terms, at_once: int = 64, waiting: int = 64, memory: int = 0) -> None:
        self.terms = terms
        self._memory = memory or psutil.virtual_memory().total // 2
        self._slots = BoundedSemaphore(at_once)
        self._room = BoundedSemaphore(at_once + waiting)
        self._lock = Lock()
        self._idle: list[_Hand] = []
        self._running: list[_Hand] = []
        self._nursery: Nursery | None = None
        self._closed = False

    def warm(self) -> None:
        """Start what workers are made by, so that the first query need not wait for it."""
        with self._lock:
            self._made()

    @contextlib.contextmanager
    def place(self, job: Job) -> Iterator[None]:
        """Hold one of the places for queries, waiting for it no longer than a query may run.

        Busy where too many wait already or the wait is too long; QueryStopped where the asker goes away.
        """
        if not self._room.acquire(blocking=False):
            raise Busy("too many queries wait already; ask again in a while")
        try:
            self._wait(job)
            try:
                yield
            finally:
                self._slots.release()
        finally:
            self._room.release()

    def _wait(self, job: Job) -> None:
        until = time.monotonic() + (self.terms.seconds or float("inf"))
        while not self._slots.acquire(timeout=LOOK):
            job.check()
            if time.monotonic() > until:
                raise Busy("all workers were busy for as long as a query may wait; ask again in a while")

    def run(self, job: Job, snapshot: Path) -> Reply:
        """Answer a query that has a place from a snapshot; any error of a query, QueryStopped for its end."""
        hand = self._taken()
        try:
            with job.at(hand.pid):
                reply = self._asked(hand, job, snapshot)
        except (EOFError, OSError):
            code = self._end(hand, broken=True)
            job.check()
            raise QueryStopped(self._told(code)) from None
        except QueryStopped:
            self._end(hand)
            raise
        except PotlineError:
            self._back(hand)
            raise
        except BaseException:
            self._end(hand)
            raise
        self._back(hand)
        return reply

    def close(self) -> None:
        """End all workers."""
        with self._lock:
            self._closed = True
            for hand in self._idle:
                hand.pipe.close()
            self._idle.clear()
            nursery, self._nursery = self._nursery, None
        if nursery is not None:
            nursery.close()

    # One query

    def _asked(self, hand: _Hand, job: Job, snapshot: Path) -> Reply:
        terms = self.terms
        until = time.monotonic() + (terms.seconds or float("inf"))
        worker.send(hand.pipe, job.question, snapshot)
        if not hand.pipe.poll(min(MOMENT, until - time.monotonic())):
            hand.busy = True
            os.setpriority(os.PRIO_PROCESS, hand.pid, NICE)
            while not hand.pipe.poll(max(0.0, min(LOOK, until - time.monotonic()))):
                if time.monotonic() >= until:
                    raise QueryStopped(
                        f"the query took longer than {terms.seconds:g} s (POTLINE_SPARQL_TIMEOUT) and was stopped"
                    )
                self._weigh(hand)
        return worker.receive(hand.pipe)

    def _weigh(self, hand: _Hand) -> None:
        """QueryStopped for the largest worker where all together take more than half of the machine's memory."""
        with contextlib.suppress(psutil.Error):
            hand.memory = psutil.Process(hand.pid).memory_info().rss
        with self._lock:
            sizes = [other.memory for other in self._running]
        if sum(sizes) > self._memory and hand.memory == max(sizes):
            raise QueryStopped("all queries together took too much memory, and this one most; ask for less")

    def _told(self, code: int) -> str:
        """What is said of a query whose worker ended by itself, by its exit code."""
        if code == -signal.SIGABRT:
            return worker.short_of_memory(self.terms)
        name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return f"the query broke the engine ({name}) and was stopped; write it in a simpler way"

    # Workers

    def _taken(self) -> _Hand:
        """An idle worker that is alive, or a new one."""
        with self._lock:
            hand = self._idle.pop() if self._idle else self._forked()
            while hand.pipe.poll(0):
                # Something to read from a worker that was asked nothing: its end.
                self._reap(hand)
                hand = self._idle.pop() if self._idle else self._forked()
            self._running.append(hand)
        return hand

    def _made(self) -> Nursery:
        """What workers are made by. StoreUnavailable where all of them were ended for good."""
        if self._closed:
            raise StoreUnavailable("the server is stopping")
        self._nursery = self._nursery or Nursery(self.terms)
        return self._nursery

    def _forked(self) -> _Hand:
        for _ in range(2):
            nursery = self._made()
            try:
                return _Hand(nursery, *nursery.fork())
            except ConnectionError:
                self._lost()
        raise StoreUnavailable("no process to answer queries could be started")

    def _lost(self) -> None:
        """What workers are made by is gone; with their pipes closed, or by their alarms, its workers end too."""
        if self._nursery is not None:
            self._nursery.close()
            self._nursery = None

    def _back(self, hand: _Hand) -> None:
        with self._lock:
            self._running.remove(hand)
            if hand.busy or len(self._idle) >= SPARE or self._closed:
                self._reap(hand)
            else:
                self._idle.append(hand)

    def _end(self, hand: _Hand, broken: bool = False) -> int:
        with self._lock:
            self._running.remove(hand)
            return self._reap(hand, broken)

    def _reap(self, hand: _Hand, broken: bool = False) -> int:
        """End a worker for good; gives the exit code of one that is `broken`, else that of SIGKILL."""
        hand.pipe.close()
        # Only what has made a worker may end it: to another one its number says nothing.
        if hand.nursery is self._nursery:
            try:
                if broken:
                    return hand.nursery.told(hand.pid)
                hand.nursery.kill(hand.pid)
            except ConnectionError:
                self._lost()
        return -signal.SIGKILL
