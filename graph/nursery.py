"""A small process that forks workers, so that a new one costs milliseconds.

It has the engine's code loaded but has opened nothing and has one thread, so forking it is safe; the server,
with its many threads, must not fork. It alone waits for its children: the number of a worker that has ended
stays its own until the server says that it is done with it. When the server goes away, it ends them all.
"""

from __future__ import annotations

import array
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path

from graph.worker import Terms, Worker, terms

_WORD = 8
"""Bytes of a number on the wire."""
_FORK = 0
"""What is sent to have a worker made; any other number is a worker to end."""
_CODE = "import sys; sys.path.insert(0, sys.argv[1]); from graph.nursery import main; main(*sys.argv[2:])"


class Nursery:
    """The server's end. Not safe for several threads at once. OSError where the process is gone."""

    def __init__(self, terms: Terms) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            fd = theirs.fileno()
            root = str(Path(__file__).resolve().parent.parent)
            self._process = subprocess.Popen(
                [sys.executable, "-c", _CODE, root, str(fd), json.dumps(asdict(terms))],
                pass_fds=[fd],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

    def fork(self) -> tuple[int, Connection]:
        """A new worker: its process id, and the pipe to it."""
        ours, theirs = socket.socketpair()
        with ours, theirs:
            rights = array.array("i", [theirs.fileno()])
            self._socket.sendmsg([_number(_FORK)], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
            return self._reply(), Connection(os.dup(ours.fileno()))

    def end(self, pid: int) -> int:
        """End a worker, if it has not ended yet; gives its wait status (`os.waitstatus_to_exitcode`)."""
        self._socket.sendall(_number(pid))
        return self._reply()

    def close(self) -> None:
        """End all workers and the process itself."""
        self._socket.close()
        self._process.wait()

    def _reply(self) -> int:
        word = self._socket.recv(_WORD, socket.MSG_WAITALL)
        if len(word) < _WORD:
            raise ConnectionError("the process that makes workers is gone")
        return int.from_bytes(word, "big")


def _number(value: int) -> bytes:
    return value.to_bytes(_WORD, "big")


def main(fd: str, text: str) -> None:
    """Fork and end workers as the server says, until it goes away."""
    # The server decides when to stop: an interrupt at the terminal goes to it as well.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    children = set[int]()
    with socket.socket(fileno=int(fd)) as server:
        while True:
            with contextlib.suppress(ConnectionError):
                word, fds, _, _ = socket.recv_fds(server, _WORD, 1)
                if not word:
                    break
                number = int.from_bytes(word, "big")
                if number == _FORK:
                    number = _forked(server, fds[0], terms(text))
                    children.add(number)
                else:
                    children.discard(number)
                    number = _ended(number)
                server.sendall(_number(number))
    for pid in children:
        _ended(pid)


def _forked(server: socket.socket, fd: int, common: Terms) -> int:
    pid = os.fork()
    if pid:
        os.close(fd)
        return pid
    server.close()
    status = 1
    try:
        Worker(common).serve(Connection(fd))
        status = 0
    finally:
        # Never back into the loop of the parent, and past all that the parent would do at its end.
        os._exit(status)


def _ended(pid: int) -> int:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]
