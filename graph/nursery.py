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
import select
import signal
import socket
import struct
import subprocess
import sys
import time
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path

from graph.worker import Terms, Worker, terms

_COMMAND = struct.Struct("!cQ")
"""What the server says: make a worker (then one end of its pipe comes with it), or end one, by its number."""
_FORK, _KILL, _TELL = b"f", b"k", b"t"
"""`_TELL` asks how a worker ended that has broken down; `_KILL` has no answer."""
_ANSWER = struct.Struct("!q")
_PATIENCE = 0.2
"""Seconds in which a worker that has broken down is gone, or is ended without a word on how."""
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
            self._socket.sendmsg([_COMMAND.pack(_FORK, 0)], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
            return self._reply(), Connection(os.dup(ours.fileno()))

    def kill(self, pid: int) -> None:
        """End a worker, without waiting until it is gone."""
        self._socket.sendall(_COMMAND.pack(_KILL, pid))

    def told(self, pid: int) -> int:
        """How a worker ended that has broken down: its exit code, negative for a signal."""
        self._socket.sendall(_COMMAND.pack(_TELL, pid))
        return self._reply()

    def close(self) -> None:
        """End all workers and the process itself."""
        self._socket.close()
        self._process.wait()

    def _reply(self) -> int:
        answer = self._socket.recv(_ANSWER.size, socket.MSG_WAITALL)
        if len(answer) < _ANSWER.size:
            raise ConnectionError("the process that makes workers is gone")
        number: int = _ANSWER.unpack(answer)[0]
        return number


def main(fd: str, text: str) -> None:
    """Fork and end workers as the server says, until it goes away."""
    # The server decides when to stop: an interrupt at the terminal goes to it as well.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    workers, dying = set[int](), set[int]()
    with socket.socket(fileno=int(fd)) as server, contextlib.suppress(ConnectionError):
        ready = select.poll()  # `select` takes no number from 1,024 up, and a busy server has more files than that
        ready.register(server, select.POLLIN)
        while True:
            ready.poll(_PATIENCE * 1000 if dying else None)
            dying = {pid for pid in dying if os.waitpid(pid, os.WNOHANG)[0] == 0}
            with contextlib.suppress(BlockingIOError):
                word, fds, _, _ = socket.recv_fds(server, _COMMAND.size, 1, socket.MSG_DONTWAIT)
                if not word:
                    break
                command, pid = _COMMAND.unpack(word)
                if command == _FORK:
                    pid = _forked(server, fds[0], terms(text))
                    workers.add(pid)
                    server.sendall(_ANSWER.pack(pid))
                else:
                    workers.discard(pid)
                    if command == _TELL:
                        server.sendall(_ANSWER.pack(_code(pid)))
                    os.kill(pid, signal.SIGKILL)
                    dying.add(pid)
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    for pid in workers | dying:
        os.waitpid(pid, 0)


def _code(pid: int) -> int:
    """The exit code of a worker that is ending; that of SIGKILL where it takes too long."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        # It stays waitable, so that its number is not given to another process before we are done with it.
        found = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if found is not None:
            return found.si_status if found.si_code == os.CLD_EXITED else -found.si_status
        time.sleep(0.005)
    return -signal.SIGKILL


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
