"""`potline copy` from SQLite into Neo4j and back, each with the comparison at its end.

`python -m tests.bench.copying 4000 10000` takes so many companies and ownership statements.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from graph.copies import copy, total
from graph.store import Access, Store, open_store
from ontology.load import ontology
from tests.bench.register import extractions, register
from tests.conftest import quiet, start_neo4j

COMPANIES, LINKS, A_DOCUMENT = 8_000, 20_000, 10
Rows = list[tuple[str, str]]


def measures(companies: int = COMPANIES, links: int = LINKS) -> Rows:
    """Statements a second one way and the other."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = start_neo4j(folder / "neo4j")
        try:
            with (
                open_store(f"sqlite:///{folder}/record.db", ontology()) as record,
                open_store(server.url, ontology(), Access("neo4j", server.password())) as neo4j,
                open_store(f"sqlite:///{folder}/again.db", ontology()) as again,
            ):
                record.put_all([*extractions(register(companies, links), A_DOCUMENT)])
                return [*_copied(record, neo4j, links), *_copied(neo4j, again, links)]
        finally:
            server.stop()


def _copied(source: Store, target: Store, links: int) -> Rows:
    start = time.perf_counter()
    copy(source, target, quiet)
    copied = time.perf_counter()
    assert total(source, quiet) == total(target, quiet)
    ended = time.perf_counter()
    names = " into ".join(store.url.partition(":")[0] for store in (source, target))
    return [
        (f"copy from {names}, {links:,} statements in documents of {A_DOCUMENT}, a second; with the comparison",
         f"{links / (copied - start):,.0f}; {links / (ended - start):,.0f}"),
    ]  # fmt: skip


if __name__ == "__main__":
    for what, figure in measures(*map(int, sys.argv[1:])):
        print(f"| {what} | {figure} |")
