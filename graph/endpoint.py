"""Where the queries of strangers are answered: snapshots of the index, and workers that read them."""

from __future__ import annotations

from graph.snapshot import Snapshots
from graph.worker import Reply
from graph.workers import Job, Pool
from ontology.errors import IndexUnusable


class Endpoint:
    """Answers SPARQL queries outside of this process; many threads may ask at once."""

    def __init__(self, snapshots: Snapshots, pool: Pool) -> None:
        self._snapshots = snapshots
        self._pool = pool

    def answer(self, job: Job) -> Reply:
        """The whole answer to a query, never older than the last commit that returned.

        Raises what `Pool.place` and `Pool.run` do, and InvalidQuery for what does not parse, is refused or is too
        large.
        """
        self._pool.warm()
        with self._pool.place(job):
            try:
                return self._asked(job)
            except IndexUnusable as error:
                self._snapshots.doubt(error)
                return self._asked(job)

    def _asked(self, job: Job) -> Reply:
        with self._snapshots.newest() as snapshot:
            return self._pool.run(job, snapshot)

    def close(self) -> None:
        """End all workers."""
        self._pool.close()
