"""An exported record as the database of a real Neo4j: the same, in every property, as one loaded by documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from typer.testing import CliRunner

from api.cli import app
from api.neo4j_import import import_folder
from api.neo4j_server import Server
from graph import export as exports
from graph import neo4j_bulk, views
from graph.neo4j_store import Neo4jStore
from graph.sources import each
from graph.sqlite_store import SqliteStore
from graph.statement import Extraction
from graph.store import Outcome, Store
from ontology.errors import InputError, JudgementConflict, ServerError
from ontology.load import ontology
from tests.conftest import Neo4jServer, quiet
from tests.graph.hostile import IDS, extractions
from tests.graph.record import company, extraction, judged, relation

pytestmark = pytest.mark.neo4j

DOCUMENTS = 60
LONG = 'a line of "words", and of 字\r\n' * 160_000
"""More than the importer reads at once where it is not told."""
A, B = company("Alpha"), company("Beta")
JUDGED = [("same", 0, 1), ("same", 8, 1), ("different", 1, 3), ("same", 4, 9), ("undecided", 2, 4), ("same", 6, 7)]
BOOKKEEPING = {"Record", "Change"}

Dump = list[str]


def made(store: Store) -> None:
    """Fill a record with documents that hypothesis makes, one that is very long, and judgements."""

    @settings(
        max_examples=DOCUMENTS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(extractions())
    def put(made: Extraction) -> None:
        store.put(made)

    put()
    store.put(extraction("long.txt", [A, B], [relation(A, "owns", B)], text=LONG, sha256="1" * 64))
    store.put(extraction("twin.txt", [A, B], [relation(A, "owns", B)], text=LONG, sha256="1" * 64))
    for at, (verdict, left, right) in enumerate(JUDGED):
        store.judge(judged(verdict, IDS[left], IDS[right], at))


def copied(source: Store, target: Store) -> None:
    """Load what is in one record into another, document by document."""
    for document in source.documents():
        for one in each(source.extraction(document.id)):
            target.put(one)
    for judgement in source.judgements():
        target.judge(judgement)


def later(store: Store) -> None:
    """What happens to a record in its life: documents change and go, judgements come and are undone."""
    documents = [d.id for d in store.documents()]
    for id in documents[:4]:
        store.remove(id)
    for id in documents[4:8]:
        old = store.extraction(id)
        store.put(
            replace(old, document=replace(old.document, sha256="2" * 60 + id[-4:]), statements=old.statements[:1])
        )
    store.put(extraction("new.txt", [A, B], [relation(B, "owns", A, qualifiers={"share": 7})], published="2026-01-01"))
    with pytest.raises(JudgementConflict):
        store.judge(judged("same", IDS[3], IDS[0], 30))
    store.judge(judged("same", IDS[2], IDS[5], 31))
    merge = next(j for j in store.judgements() if j.verdict == "same")
    store.judge(judged("same", merge.left, merge.right, 32, undoes=merge.id))


def dump(store: Neo4jStore) -> Dump:
    """All nodes, relationships, constraints and indexes; without the bookkeeping of revisions."""
    nodes = store.cypher("MATCH (n) RETURN labels(n) AS labels, properties(n) AS p, n.published IS :: DATE AS day", {})
    kept = [n | {"labels": sorted(n["labels"])} for n in nodes if not BOOKKEEPING & set(n["labels"])]
    ties = "MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS r, properties(r) AS p, b.id AS b, r.since IS :: DATE AS day"
    schema = "SHOW INDEXES YIELD name, type, entityType, labelsOrTypes, properties, owningConstraint, state"
    rows = [*kept, *store.cypher(ties, {}), *store.cypher(schema, {})]
    return sorted(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in rows)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    """A hostile record in SQLite."""
    path = tmp_path_factory.mktemp("source") / "record.db"
    with SqliteStore(f"sqlite:///{path}", ontology()) as store:
        made(store)
        yield store


@pytest.fixture(scope="module")
def folder(source: SqliteStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """It as files."""
    folder = tmp_path_factory.mktemp("files") / "some, 'odd' folder=1"
    neo4j_bulk.export(source, ontology(), folder, quiet)
    return folder


def test_an_imported_record_is_one_that_was_loaded_and_lives_like_it(
    source: SqliteStore, folder: Path, neo4j_server: Neo4jServer
) -> None:
    neo4j_server.clean()
    with Neo4jStore(neo4j_server.url, ontology(), neo4j_server.access) as store:
        copied(source, store)
        loaded = dump(store)
        later(store)
        lived = dump(store)
    steps: list[tuple[int, int, str]] = []
    revision = import_folder(neo4j_server.server, folder, ontology(), lambda *s: steps.append(s), overwrite=True)
    assert steps == sorted(steps)
    assert steps[-1][:2] == (400, 400)
    documents, judgements = [d.id for d in source.documents()], source.judgements()
    with Neo4jStore(neo4j_server.url, ontology(), neo4j_server.access) as store:
        assert dump(store) == loaded
        assert views.whole(store, ontology()) == views.whole(source, ontology())
        assert "".join(exports.jsonl(store)) == "".join(exports.jsonl(source))
        assert store.judgements() == judgements
        assert store.record != source.record
        assert store.revision() == revision == len(documents) + len(judgements)
        changes = store.changes(0)
        assert (changes.documents, set(changes.judgements)) == (tuple(sorted(documents)), {j.id for j in judgements})
        assert store.put(source.extraction(documents[0])) is Outcome.UNCHANGED
        assert store.changes(revision) == store.changes(revision + 5)
        store.remove(documents[0])
        assert store.changes(revision).documents == (documents[0],)
        assert store.revision() == revision + 1
        store.put(source.extraction(documents[0]))
        later(store)
        assert dump(store) == lived
        later(source)
        assert views.whole(store, ontology()) == views.whole(source, ontology())


def settings_of(server: Server) -> dict[str, str]:
    """The environment in which the commands are about this server."""
    values = {"HOME": server.home, "BOLT_PORT": server.bolt_port, "HTTP_PORT": server.http_port}
    return {f"POTLINE_NEO4J_{k}": str(v) for k, v in values.items()} | {"POTLINE_NEO4J_HEAP": "400m"}


def potline(server: Server, *words: str) -> str:
    """The output of a command, with its error where it fails."""
    done = CliRunner().invoke(app, [str(word) for word in words], env=settings_of(server))
    return done.output if done.exception is None else f"{done.output}{done.exception}"


def test_the_commands_export_refuse_import_and_leave_a_stopped_server_stopped(
    neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    server, url = neo4j_server.server, f"sqlite:///{tmp_path / 'record.db'}"
    with SqliteStore(url, ontology()) as store:
        store.put(extraction("a.txt", [A, B], [relation(A, "owns", B)]))
        wanted = views.whole(store, ontology())
    said = potline(server, "export", "--format", "neo4j-admin", str(tmp_path / "files"), "--store", url)
    assert "1 statements as files" in said
    assert neo4j_bulk.COMMAND in said
    neo4j_server.clean()
    with Neo4jStore(server.url, ontology(), neo4j_server.access) as store:
        store.put(extraction("mine.txt", [A]))
    pid = server.status().pid
    assert "holds data" in potline(server, "neo4j", "import", str(tmp_path / "files"))
    assert server.status().pid == pid, "it was not even stopped"
    neo4j_server.clean()
    server.stop()
    try:
        assert "stopped as before" in potline(server, "neo4j", "import", str(tmp_path / "files"))
        assert server.status().state == "stopped"
        assert "holds data" in potline(server, "neo4j", "import", str(tmp_path / "files"))
        assert server.status().state == "stopped"
    finally:
        server.start()
    with Neo4jStore(server.url, ontology(), neo4j_server.access) as store:
        assert views.whole(store, ontology()) == wanted
        assert store.revision() == 1


def test_a_folder_that_is_no_whole_export_is_refused_before_anything_is_stopped(
    folder: Path, neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    pid = neo4j_server.server.status().pid
    with pytest.raises(InputError, match="no whole export"):
        import_folder(neo4j_server.server, tmp_path, ontology(), quiet)
    (tmp_path / neo4j_bulk.ARGUMENTS).write_bytes((folder / neo4j_bulk.ARGUMENTS).read_bytes())
    with pytest.raises(InputError, match=r"\.csv is gone"):
        import_folder(neo4j_server.server, tmp_path, ontology(), quiet)
    assert neo4j_server.server.status().pid == pid


def test_files_that_the_importer_refuses_are_said_and_the_server_runs_again(
    neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    with SqliteStore(f"sqlite:///{tmp_path / 'record.db'}", ontology()) as store:
        store.put(extraction("a.txt", [A, B], [relation(A, "owns", B)]))
        neo4j_bulk.export(store, ontology(), tmp_path / "files", quiet)
    (owns,) = (tmp_path / "files").glob("relationships-owns-entity-1.csv")
    whole = owns.read_text("utf-8")
    owns.write_text(f'"org/nobody",{whole}', "utf-8")
    try:
        with pytest.raises(ServerError, match=r"relationships-owns-entity-1\.csv, line 1, column "):
            import_folder(neo4j_server.server, tmp_path / "files", ontology(), quiet, overwrite=True)
        assert neo4j_server.server.status().state == "running"
    finally:
        owns.write_text(whole, "utf-8")
        import_folder(neo4j_server.server, tmp_path / "files", ontology(), quiet, overwrite=True)
