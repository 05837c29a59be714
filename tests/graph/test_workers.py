"""Queries in processes of their own: whatever a query does there, the asker gets a clear word and goes on."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import rmtree

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.endpoint import Endpoint
from graph.folder import Folder
from graph.nodes import prefixes
from graph.registry import Registry
from graph.snapshot import Snapshots
from graph.sparql import Index
from graph.sqlite_store import SqliteStore
from graph.store import Store
from graph.worker import Question, Reply, Terms
from graph.workers import SPARE, Job, Pool
from ontology.errors import Busy, InvalidQuery, PotlineError, QueryStopped, SettingError, Unacceptable
from ontology.load import ontology
from tests.graph.record import company, extraction, relation
from tests.working import children, until, workers

WEIQIAO, HONGTUO, OTHER = company("Weiqiao"), company("Hongtuo"), company("Other")
FIRST = extraction("first.txt", [WEIQIAO, HONGTUO], [relation(WEIQIAO, "owns", HONGTUO)])
SECOND = extraction("second.txt", [HONGTUO, OTHER], [relation(HONGTUO, "owns", OTHER)])
COUNT = "SELECT (COUNT(*) AS ?n) { ?a alu:owns ?b }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with SqliteStore(f"sqlite:///{tmp_path_factory.mktemp('workers') / 'record.db'}", ontology()) as opened:
        opened.put(FIRST)
        yield opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    place = Folder(tmp_path_factory.mktemp("rdf"))
    yield place.path
    place.close()


@pytest.fixture(scope="module")
def snapshots(record: Store, folder: Path) -> Snapshots:
    return Snapshots(Index(record, ontology(), Registry([]), folder), folder)


Made = Callable[..., Endpoint]


@pytest.fixture
def made(snapshots: Snapshots) -> Iterator[Made]:
    """Makes endpoints with limits of the test's own; no process may be left of them."""
    before = set(psutil.Process().children(recursive=True))
    endpoints = []

    def make(at_once: int = 8, waiting: int = 8, together: int = 0, **limits: float) -> Endpoint:
        base = ontology().base
        terms = Terms(base=base, prefixes=prefixes(base), **{"seconds": 15.0, **limits})  # type: ignore[arg-type]
        endpoints.append(Endpoint(snapshots, Pool(terms, at_once, waiting, together)))
        return endpoints[-1]

    yield make
    for endpoint in endpoints:
        endpoint.close()
    assert set(psutil.Process().children(recursive=True)) <= before


def ask(endpoint: Endpoint, query: str, **more: object) -> Reply:
    return endpoint.answer(Job(Question(query, format="csv", **more)))  # type: ignore[arg-type]


def count(endpoint: Endpoint) -> int:
    return int(ask(endpoint, COUNT).body.decode().splitlines()[1])


def failing(endpoint: Endpoint, job: Job) -> tuple[threading.Thread, list[PotlineError]]:
    """A query that runs in a thread, and the error that it ends with."""
    errors: list[PotlineError] = []

    def run() -> None:
        try:
            endpoint.answer(job)
        except PotlineError as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, errors


def test_an_answer_is_whole_and_has_its_media_type(made: Made) -> None:
    endpoint = made()
    reply = endpoint.answer(Job(Question(COUNT)))
    assert reply.media == "application/sparql-results+json"
    assert b'"value": "1"' in reply.body
    graph = endpoint.answer(Job(Question("CONSTRUCT WHERE { ?a alu:owns ?b }", graph="application/n-triples")))
    assert (graph.media, graph.body.count(b"\n")) == ("application/n-triples", 1)


def test_what_the_client_does_not_take_is_not_sent(made: Made) -> None:
    with pytest.raises(Unacceptable, match="Accept names none"):
        made().answer(Job(Question(COUNT, table=None)))


def test_a_query_past_its_deadline_is_stopped_and_others_go_on(made: Made) -> None:
    endpoint = made(seconds=0.5)
    start = time.monotonic()
    with pytest.raises(QueryStopped, match=r"longer than 0\.5 s \(POTLINE_SPARQL_TIMEOUT\)"):
        ask(endpoint, ENDLESS)
    assert time.monotonic() - start < 5
    assert count(endpoint) == 1


def test_a_query_that_takes_too_much_memory_is_stopped(made: Made) -> None:
    endpoint = made(memory=100_000_000, seconds=60)
    with pytest.raises(QueryStopped, match="more than 100 MB of memory"):
        ask(endpoint, GREEDY)
    assert count(endpoint) == 1


def test_rows_bytes_and_characters_have_limits(made: Made) -> None:
    endpoint = made(rows=3, bytes=2000, length=1000)
    with pytest.raises(InvalidQuery, match="more than 3 rows"):
        ask(endpoint, "SELECT * { ?s ?p ?o }")
    with pytest.raises(InvalidQuery, match="more than 2000 bytes"):
        ask(endpoint, f"SELECT ('{'x' * 500}' AS ?x) (CONCAT(?x, ?x, ?x, ?x, ?x) AS ?y) {{}}")
    with pytest.raises(InvalidQuery, match="the limit is 1000"):
        ask(endpoint, COUNT + " " * 1000)
    assert count(endpoint) == 1


def test_a_worker_that_crashes_takes_nothing_with_it(made: Made) -> None:
    endpoint = made(seconds=60)
    thread, errors = failing(endpoint, Job(Question(ENDLESS)))
    until(workers)
    time.sleep(0.2)
    for worker in workers():
        worker.send_signal(signal.SIGSEGV)
    thread.join(10)
    assert [str(e) for e in errors] == [
        "the query broke the engine (SIGSEGV) and was stopped; write it in a simpler way"
    ]
    assert count(endpoint) == 1


def test_an_idle_worker_that_was_killed_is_replaced(made: Made) -> None:
    endpoint = made()
    assert count(endpoint) == 1
    for worker in workers():
        worker.kill()
    until(lambda: not workers())
    assert count(endpoint) == 1


def test_when_what_makes_workers_is_killed_another_one_is_made(made: Made) -> None:
    endpoint = made()
    thread, errors = failing(endpoint, Job(Question(ENDLESS)))
    until(workers)
    left = workers()
    for child in psutil.Process().children():
        if children(child):
            os.kill(child.pid, signal.SIGKILL)
    assert count(endpoint) == 1
    for worker in left:
        worker.kill()
    thread.join(10)
    assert [type(e) for e in errors] == [QueryStopped]
    assert count(endpoint) == 1


def test_whoever_goes_away_takes_the_query_along(made: Made) -> None:
    endpoint = made(at_once=1, seconds=60)
    running, waiting = Job(Question(ENDLESS)), Job(Question(COUNT))
    first, errors = failing(endpoint, running)
    until(lambda: running._pid)
    second, more = failing(endpoint, waiting)
    waiting.stop()
    second.join(10)
    running.stop()
    first.join(10)
    assert [str(e) for e in errors + more] == ["whoever asked this query went away"] * 2
    assert count(endpoint) == 1


def test_too_many_at_once_are_told_to_come_back(made: Made) -> None:
    endpoint = made(at_once=1, waiting=1, seconds=1)
    job = Job(Question(ENDLESS))
    thread, errors = failing(endpoint, job)
    until(lambda: job._pid)
    waiting, waited = failing(endpoint, Job(Question(ENDLESS)))
    time.sleep(0.1)
    with pytest.raises(Busy, match="too many"):
        ask(endpoint, COUNT)
    thread.join(10)
    waiting.join(10)
    assert [type(e) for e in errors] == [QueryStopped]
    assert {type(e) for e in waited} <= {QueryStopped, Busy}
    assert count(endpoint) == 1


def test_all_queries_together_may_take_only_so_much_memory(made: Made) -> None:
    with pytest.raises(QueryStopped, match="together"):
        ask(made(together=1, seconds=60), ENDLESS)


def test_idle_workers_are_few(made: Made) -> None:
    endpoint = made()
    threads = [threading.Thread(target=count, args=(endpoint,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    until(lambda: len(workers()) <= SPARE)


PIECES = st.sampled_from(
    ["SELECT * {", "ASK {", "?s ?p ?o", "}", "{", "OPTIONAL {", "FILTER(", ")", "'", "(COUNT(*) AS ?n)", ".", "UNION",
     "GROUP BY ?s", "LIMIT 1", "VALUES ?x { 1 2 }", "FROM <http://x/>", "\x00", "\\u0053", "SERVICE <http://x> {", "宏"]
)  # fmt: skip


@pytest.fixture(scope="module")
def kept(snapshots: Snapshots) -> Iterator[Endpoint]:
    base = ontology().base
    endpoint = Endpoint(snapshots, Pool(Terms(base=base, prefixes=prefixes(base), rows=100)))
    yield endpoint
    endpoint.close()


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=10).map(" ".join)))
def test_whatever_is_sent_is_answered_or_refused(kept: Endpoint, text: str) -> None:
    try:
        media = ask(kept, text).media
    except InvalidQuery:
        media = "text/csv"
    assert media == "text/csv"
    assert count(kept) == 1


# Snapshots


def test_an_answer_is_never_older_than_the_last_commit_and_old_snapshots_go(
    made: Made, record: Store, snapshots: Snapshots, folder: Path
) -> None:
    endpoint = made()
    assert count(endpoint) == 1
    with snapshots.newest() as old:
        record.put(SECOND)
        assert count(endpoint) == 2
        assert old.is_dir(), "somebody reads it"
    assert not old.exists()
    record.remove(SECOND.document.id)
    assert count(endpoint) == 1
    assert len(list(folder.glob("snapshot-*"))) == 1


def spoil(folder: Path) -> None:
    for file in folder.glob("*/*.sst"):
        file.write_bytes(bytes(file.stat().st_size))


def empty(folder: Path) -> None:
    for inner in folder.glob("*-[0-9]*"):
        rmtree(inner)


@pytest.mark.parametrize("damage", [spoil, empty])
def test_an_index_that_is_damaged_while_it_is_asked_is_built_anew(
    damage: Callable[[Path], None], made: Made, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    endpoint = made()
    assert count(endpoint) == 1
    damage(folder)
    for worker in workers():
        worker.kill()
    until(lambda: not workers())
    assert count(endpoint) == 1
    assert [r.getMessage().partition(": ")[0] for r in caplog.records] == ["the RDF index is built anew"]


def test_folders_of_processes_that_are_gone_are_taken_away(tmp_path: Path) -> None:
    gone = tmp_path / "rdf-gone"
    gone.mkdir()
    (gone / "file").touch()
    first = Folder(tmp_path)
    second = Folder(tmp_path)
    assert not gone.exists()
    assert first.path.is_dir()
    first.close()
    second.close()
    assert [p.name for p in tmp_path.iterdir()] == ["in-use"]


def test_a_place_where_nothing_can_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingError, match="POTLINE_SPARQL_FOLDER"):
        Folder(tmp_path / "file" / "rdf")
