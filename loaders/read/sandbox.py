"""A process of its own for parsers of other people's files: what hangs there is ended, what crashes harms nobody."""

from __future__ import annotations

import multiprocessing
import resource
from functools import cache
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock

from loaders.read.parts import Parts
from ontology.errors import UnreadableDocument

MEMORY = 4_000_000_000
"""Bytes of address space that a parser may take."""


class Sandbox:
    """Runs parsers one after the other in one child, which is made anew where it had to be ended."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._child: tuple[BaseProcess, Connection] | None = None

    def run(self, parser: str, raw: bytes, name: str, seconds: float) -> Parts:
        """What a parser of this package ("webpage.html_parts") makes of the bytes.

        UnreadableDocument where it fails, crashes or takes too long.
        """
        with self._lock:
            process, pipe = self._child = self._child or _started()
            try:
                pipe.send((parser, raw, name))
                if not pipe.poll(seconds):
                    raise UnreadableDocument(
                        f"{name}: reading took longer than {seconds:g} s; "
                        "split the file or raise POTLINE_MAX_DOCUMENT_SECONDS"
                    )
                found = pipe.recv()
            except (EOFError, OSError) as error:
                self._end(process, pipe)
                raise UnreadableDocument(f"{name}: the parser broke down over this file; save it again") from error
            except BaseException:
                self._end(process, pipe)
                raise
        if isinstance(found, Parts):
            return found
        raise UnreadableDocument(str(found))

    def _end(self, process: BaseProcess, pipe: Connection) -> None:
        process.kill()
        process.join()
        pipe.close()
        self._child = None


@cache
def sandbox() -> Sandbox:
    """The sandbox of this process."""
    return Sandbox()


def _started() -> tuple[BaseProcess, Connection]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True, name="potline-reader")
    process.start()
    theirs.close()
    return process, ours


def _serve(pipe: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while True:
        try:
            parser, raw, name = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            module, _, function = parser.partition(".")
            pipe.send(getattr(import_module(f"loaders.read.{module}"), function)(raw, name))
        except UnreadableDocument as error:
            pipe.send(str(error))
        except MemoryError:
            pipe.send(f"{name}: reading takes too much memory; split the file")
