"""The worker processes of this process, seen from outside, and waiting until something is so."""

from __future__ import annotations

import time
from collections.abc import Callable

import psutil


def workers() -> list[psutil.Process]:
    """The workers that run: the children of what they are made by, without those that have ended."""
    return [worker for nursery in psutil.Process().children() for worker in children(nursery) if runs(worker)]


def children(process: psutil.Process) -> list[psutil.Process]:
    """Its children; none where it has ended."""
    try:
        return process.children()
    except psutil.NoSuchProcess:
        return []


def runs(process: psutil.Process) -> bool:
    """Whether it has not ended; processes end while we look."""
    try:
        # Its first thread may be gone while the engine's still hold its files and its pipe.
        return bool(process.status() != psutil.STATUS_ZOMBIE or process.num_threads() > 1)
    except psutil.NoSuchProcess:
        return False


def toils(process: psutil.Process) -> bool:
    """Whether it has used a moment of the processor."""
    try:
        return bool(process.cpu_times().user > 0.3)
    except psutil.NoSuchProcess:
        return False


def until(true: Callable[[], object], seconds: float = 60) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)
