"""Servers that are too old, or none of Neo4j: refused with a word that says so."""

from __future__ import annotations

import socket
import threading
from contextlib import closing

import pytest

from graph.neo4j_driver import supported
from graph.neo4j_store import Neo4jStore
from graph.store import Access
from ontology.errors import StoreTooOld
from ontology.load import ontology


def opened(url: str) -> None:
    """Try to open a record there."""
    Neo4jStore(url, ontology(), Access("neo4j", "x", timeout=2))


def test_a_server_that_shares_no_version_of_the_protocol_is_too_old() -> None:
    """What an old server answers to the handshake: none of the offered versions."""

    def answer() -> None:
        with closing(old.accept()[0]) as caller:
            caller.recv(20)
            caller.sendall(bytes(4))

    with socket.create_server(("127.0.0.1", 0)) as old:
        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(StoreTooOld, match="Neo4j 5"):
            opened(f"bolt://127.0.0.1:{old.getsockname()[1]}")
        thread.join()


def played(old: socket.socket) -> None:
    """What Neo4j 4.4 answers to the handshake: protocol 4.4, which has not all that we ask for."""
    with closing(old.accept()[0]) as caller:
        caller.recv(20)
        caller.sendall(bytes([0, 0, 4, 4]))
        while caller.recv(4096):
            pass


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_server_of_version_4_is_too_old(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as old:
        thread = threading.Thread(target=played, args=(old,))
        thread.start()
        with pytest.raises(StoreTooOld, match="Potline needs Neo4j 5 or newer"):
            opened(f"{scheme}://127.0.0.1:{old.getsockname()[1]}")
        thread.join()


@pytest.mark.parametrize(
    ("agent", "fits"),
    [
        ("Neo4j/5.26.30", True),
        ("Neo4j/2026.08.1", True),
        ("Neo4j/4.4.40", False),
        ("Neo4j/3.5", False),
        ("Memgraph", False),
    ],
)
def test_old_servers_are_told_apart(agent: str, fits: bool) -> None:
    assert supported(agent) is fits
