"""How a Neo4j lets people in: encrypted or not, with a certificate that is trusted or not, with which password."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.neo4j_server import Server
from api.settings import SEEDS, read_settings
from graph.neo4j_store import Neo4jStore
from graph.store import Access
from ontology.errors import StoreRefused, StoreUnavailable
from ontology.load import ontology
from tests.conftest import KEY, QUICK, Neo4jServer, start_neo4j
from tests.graph.record import company, extraction, judged, relation

pytestmark = pytest.mark.neo4j

A, B = company("Alpha Aluminium"), company("Beta Metals")
SUBJECT = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")


def certificate(folder: Path) -> Path:
    """A certificate that only its own key vouches for, and the key beside it."""
    folder.mkdir()
    files = ("-keyout", folder / "private.key", "-out", folder / "public.crt")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *SUBJECT, *files]
    subprocess.run(command, capture_output=True, check=True)
    return folder / "public.crt"


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file with the certificate of the server."""
    return certificate(tmp_path_factory.mktemp("certificates") / "bolt")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, trusted: Path) -> Iterator[Server]:
    """A Neo4j that speaks with and without encryption."""
    policy = {
        "enabled": "true",
        "base_directory": str(trusted.parent),
        "private_key": "private.key",
        "public_certificate": trusted.name,
        "client_auth": "NONE",
    }
    conf = {f"dbms.ssl.policy.bolt.{name}": value for name, value in policy.items()}
    home = tmp_path_factory.mktemp("doors")
    # Else it lets nobody in for a while after three wrong passwords.
    conf |= {"server.bolt.tls_level": "OPTIONAL", "dbms.security.auth_max_failed_attempts": "0"}
    server = start_neo4j(home, *QUICK, conf=conf)
    yield server
    server.stop()


def url(server: Server, scheme: str) -> str:
    """The store_url with another scheme."""
    return f"{scheme}://127.0.0.1:{server.bolt_port}"


def ready(url: str, **settings: object) -> tuple[int, str]:
    """What /readyz says: its status, and its sentence."""
    found = read_settings(store_url=url, store_timeout=4.0, api_key=KEY, store_user="neo4j", **settings)
    with TestClient(create_app(found), raise_server_exceptions=False) as client:
        answer = client.get("/readyz")
        assert client.get("/healthz").status_code == 200
        return answer.status_code, answer.json().get("detail", "")


def potline(password: str, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own."""
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "PYTHONPATH": str(SEEDS.parent)}
    environment |= {"POTLINE_STORE_PASSWORD": password, "POTLINE_STORE_TIMEOUT": "4", **more}
    command = [sys.executable, "-c", "from api.cli import main; main()", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("scheme", ["neo4j+ssc", "bolt+ssc", "neo4j"])
def test_a_certificate_of_its_own_is_taken_where_that_is_said(server: Server, scheme: str) -> None:
    said = extraction(f"{scheme}.txt", [A, B], [relation(A, "owns", B)])
    with Neo4jStore(url(server, scheme), ontology(), Access("neo4j", server.password(), timeout=20)) as store:
        store.put(said)
        assert store.extraction(said.document.id).statements == said.statements
        assert store.connection.driver.encrypted is (scheme != "neo4j")


@pytest.mark.parametrize("scheme", ["neo4j+s", "bolt+s"])
def test_a_certificate_that_nobody_vouches_for_is_said(server: Server, scheme: str) -> None:
    status, said = ready(url(server, scheme), store_password=server.password())
    assert status == 503
    assert "is not trusted (self-signed certificate)" in said
    assert "neo4j+ssc://" in said
    done = potline(server.password(), "documents", "--store", url(server, scheme))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("potline: the certificate of")


def test_a_certificate_that_the_system_trusts_is_taken(server: Server, trusted: Path) -> None:
    more = {"SSL_CERT_FILE": str(trusted)}
    words = ("cypher", "RETURN 40 + 2 AS answer", "--store", url(server, "neo4j+s"))
    done = potline(server.password(), *words, **more)
    assert (done.returncode, done.stderr) == (0, "")
    assert "42" in done.stdout


def test_a_server_without_encryption_is_said(neo4j_server: Neo4jServer) -> None:
    status, said = ready(url(neo4j_server.server, "neo4j+s"), store_password=neo4j_server.password)
    assert status == 503
    assert "no encrypted connection" in said


def test_a_wrong_password_is_said_everywhere(server: Server) -> None:
    for wrong in ("wrong", "", "密码"):
        status, said = ready(url(server, "neo4j+ssc"), store_password=wrong)
        assert status == 503
        assert "POTLINE_STORE_PASSWORD" in said
        assert "wrong" not in said.replace("wrong password", "")
    done = potline("wrong", "documents", "--store", url(server, "neo4j"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "POTLINE_STORE_PASSWORD" in done.stderr


def test_a_database_that_is_not_there_is_said_everywhere(server: Server) -> None:
    status, said = ready(server.url, store_password=server.password(), store_database="elsewhere")
    assert status == 503
    assert "elsewhere" in said


def test_a_database_that_may_only_be_read(server: Server) -> None:
    access = Access("neo4j", server.password(), timeout=8)
    with Neo4jStore(server.url, ontology(), access) as store:
        store.put(extraction("before.txt", [A, B], [relation(A, "owns", B)]))
        server.stop()
        locked = replace(server, conf={**server.conf, "server.databases.read_only": "neo4j"})
        locked.start()
        try:
            with pytest.raises(StoreRefused, match="only be read"):
                store.put(extraction("after.txt", [A], []))
            with pytest.raises(StoreRefused, match="only be read"):
                store.judge(judged("same", A, B))
            assert "before.txt" in {d.source for d in store.documents()}
            assert store.cypher("MATCH (d:Document {source: 'before.txt'}) RETURN d.source AS s", {})
            assert ready(server.url, store_password=server.password()) == (200, "")
            done = potline(server.password(), "remove", next(store.documents()).id, "--store", server.url)
            assert done.returncode == 1
            assert "may only be read" in done.stderr
        finally:
            locked.stop()
            server.start()
        store.put(extraction("after.txt", [A], []))
        assert "after.txt" in {d.source for d in store.documents()}


def test_away_is_told_from_refused(server: Server) -> None:
    with pytest.raises(StoreUnavailable, match="does not answer"):
        Neo4jStore("neo4j+ssc://127.0.0.1:1", ontology(), Access("neo4j", server.password(), timeout=2))
