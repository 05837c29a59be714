"""How long the saved queries of Neo4j Browser take on a large register.

`python -m tests.bench.queries 200000 300000` takes so many companies and links.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from random import Random

from api.neo4j_import import import_folder
from api.saved import Saved, saved
from graph import neo4j_bulk
from graph.batches import Batch
from graph.neo4j_store import Neo4jStore
from graph.statement import Extraction
from graph.store import Access, open_store
from ontology.errors import InvalidQuery
from ontology.load import ontology
from tests.bench.register import extractions, id_of, register
from tests.conftest import quiet, start_neo4j

COMPANIES, LINKS = 200_000, 250_000
TIMES = 50
"""How often each query is asked, each time of another company."""
ENOUGH = 4.0
"""Seconds after which a query is asked no more, so that the slow ones do not hold up the rest."""
WARM = 3
"""Times that do not count, for then it is planned."""
ROWS, LIMIT = 10_000, 15.0
"""As POTLINE_CYPHER_ROWS and POTLINE_CYPHER_TIMEOUT are by default."""


def measures(companies: int = COMPANIES, links: int = LINKS) -> list[tuple[str, str]]:
    """p50 and p99 of each saved query, in milliseconds, its plan and its rows included."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_store(f"sqlite:///{folder}/record.db", ontology()) as store:
            batch = Batch[Extraction]()
            for extraction in extractions(register(companies, links)):
                if batch.add(extraction):
                    store.put_all(batch.take())
            store.put_all(batch.take())
            neo4j_bulk.export(store, ontology(), folder / "files", quiet)
        server = start_neo4j(folder / "neo4j", heap="1g", page_cache="512m")
        try:
            import_folder(server, folder / "files", ontology(), quiet)
            access = Access("neo4j", server.password(), timeout=60)
            with Neo4jStore(server.url, ontology(), access) as record:
                return [(f"{companies:,} companies: {one.name}, ms", asked(record, one, companies)) for one in saved()]
        finally:
            server.stop()


def asked(record: Neo4jStore, one: Saved, companies: int) -> str:
    """p50 and p99 of one query."""
    random, took, begun = Random(1), list[float](), time.perf_counter()
    try:
        while len(took) < TIMES + WARM and time.perf_counter() - begun < ENOUGH:
            ids = {k: id_of(random.randrange(companies)) for k in one.parameters if k in ("id", "from", "to")}
            start = time.perf_counter()
            record.ask(one.query, {**one.parameters, **ids}, ROWS, LIMIT)
            took.append(1000 * (time.perf_counter() - start))
    except InvalidQuery as error:
        return str(error)[:80]
    took = sorted(took[WARM:] or took)
    return f"{took[len(took) // 2]:.0f} / {took[int(len(took) * 0.99)]:.0f} (asked {len(took)} times)"


if __name__ == "__main__":
    for what, figure in measures(*map(int, sys.argv[1:])):
        print(f"| {what} | {figure} |", flush=True)
