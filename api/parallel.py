"""Extraction in several processes: the same results in the same order as in one."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from api.collecting import rarely
from api.settings import Settings
from api.workspace import Workspace
from graph.statement import Document, Extraction
from ontology.errors import UnreadableDocument

Result = Extraction | Document | UnreadableDocument
Versions = tuple[str, str, str]
"""sha256 of a document's bytes, and the versions of extractor and registry that it was loaded with."""
AHEAD = 4
"""Files in work or waiting for each process: enough that none is idle, few enough to keep memory small."""

_work: Workspace | None = None
_known: Mapping[str, Versions] = {}


def extracted(
    settings: Settings, files: Sequence[tuple[Path, str]], known: Mapping[str, Versions], workers: int
) -> Iterator[list[Result]]:
    """What each file gives, in the order of the files; a process that dies takes only its own file with it."""
    waiting, running = deque(files), deque[tuple[tuple[Path, str], Future[list[Result]]]]()
    pool = _pool(settings, known, workers)
    try:
        while waiting or running:
            while waiting and len(running) < AHEAD * workers:
                file = waiting.popleft()
                running.append((file, pool.submit(_extract, *file)))
            file, job = running.popleft()
            try:
                found = job.result()
            except BrokenProcessPool:
                waiting.extendleft(reversed([f for f, _ in running]))
                running.clear()
                found = _alone(settings, known, file)
                pool = _pool(settings, known, workers)
            yield found
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _alone(settings: Settings, known: Mapping[str, Versions], file: tuple[Path, str]) -> list[Result]:
    """A file that was in work when a process died, once more, so that the guilty one is found."""
    with _pool(settings, known, 1) as pool:
        try:
            return pool.submit(_extract, *file).result()
        except BrokenProcessPool:
            return [UnreadableDocument(f"{file[1]}: the process that read it died; split the file, or load it alone")]


def _pool(settings: Settings, known: Mapping[str, Versions], workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, context, initializer=_start, initargs=(settings, known))


def _start(settings: Settings, known: Mapping[str, Versions]) -> None:
    global _work, _known
    rarely()
    _work, _known = Workspace(settings), known


def _extract(path: Path, source: str) -> list[Result]:
    from api.loading import extractions

    assert _work is not None
    return list(extractions(_work, path, source, lambda d: _known.get(d.id) == versions(d, _work)))


def versions(document: Document, work: Workspace) -> Versions:
    """What a document would be loaded with now."""
    return document.sha256, work.extractor.version, work.registry.version
