"""How fast a register of companies goes from SQLite into files, and from there into Neo4j.

`python -m tests.bench.bulk 200000 500000` takes so many companies and links.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from api.neo4j_import import import_folder
from graph import neo4j_bulk
from graph.store import open_store
from ontology.load import ontology
from tests.bench.register import extractions, register
from tests.conftest import quiet, start_neo4j

COMPANIES, LINKS = 20_000, 50_000
Rows = list[tuple[str, str]]


def measures(companies: int = COMPANIES, links: int = LINKS) -> Rows:
    """Statements a second into files, and seconds from there until the record is open with its indexes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_store(f"sqlite:///{folder}/record.db", ontology()) as store:
            for extraction in extractions(register(companies, links)):
                store.put(extraction)
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            start, worked = time.perf_counter(), time.process_time()
            count = neo4j_bulk.export(store, ontology(), folder / "files", quiet)
            took, worked = time.perf_counter() - start, time.process_time() - worked
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        server = start_neo4j(folder / "neo4j")
        try:
            start = time.perf_counter()
            import_folder(server, folder / "files", ontology(), quiet)
            imported = time.perf_counter() - start
        finally:
            server.stop()
    return [
        (
            "files for neo4j-admin, statements a second",
            f"{count / took:,.0f} (a second of one core: {count / worked:,.0f})",
        ),
        ("files for neo4j-admin, memory above that of loading, MB", f"{grown:,.0f}"),
        (f"import of {count:,} statements, restart and indexes included, s", f"{imported:,.1f}"),
        ("from SQLite into Neo4j by neo4j-admin, statements a second", f"{count / (took + imported):,.0f}"),
    ]


if __name__ == "__main__":
    for what, figure in measures(*map(int, sys.argv[1:])):
        print(f"| {what} | {figure} |")
