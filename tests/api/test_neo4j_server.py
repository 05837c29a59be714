"""The local Neo4j: started, asked, stopped; and what goes wrong on the way."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
import threading
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest

from api.neo4j_home import lay_out
from api.neo4j_jars import CACHE, class_path
from api.neo4j_server import Server
from api.settings import SEEDS
from ontology.errors import ServerError
from tests.conftest import Neo4jServer, free_port

pytestmark = pytest.mark.neo4j


def test_neo4j_browser_is_served(neo4j_server: Neo4jServer) -> None:
    with urllib.request.urlopen(neo4j_server.server.browser) as page:
        assert b"<title>Neo4j Browser</title>" in page.read()


def test_the_password_is_for_the_user_alone(neo4j_server: Neo4jServer) -> None:
    assert stat.S_IMODE(neo4j_server.server.password_file.stat().st_mode) == 0o600
    assert len(neo4j_server.password) >= 20


def test_starting_again_changes_nothing(neo4j_server: Neo4jServer) -> None:
    pid = neo4j_server.server.status().pid
    neo4j_server.server.start()
    status = neo4j_server.server.status()
    assert (status.state, status.pid) == ("running", pid)
    assert str(status.version).startswith("5.26")


def test_a_taken_port_is_named_with_its_setting(tmp_path: Path) -> None:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        s.listen()
        server = Server(tmp_path, bolt_port=s.getsockname()[1], http_port=free_port())
        with pytest.raises(ServerError, match="POTLINE_NEO4J_BOLT_PORT"):
            server.start()
    assert server.status().state == "stopped"


def test_a_dead_process_is_told_from_a_stopped_one(tmp_path: Path) -> None:
    server = Server(tmp_path, bolt_port=free_port(), http_port=free_port())
    (tmp_path / "run").mkdir()
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    (tmp_path / "run" / "neo4j.pid").write_text(str(gone.pid))
    assert server.status().state == "dead"
    (tmp_path / "run" / "neo4j.pid").write_text(str(os.getpid()))
    assert server.status().state == "dead", "a process that is not ours is never taken for the server"
    assert server.stop() is False
    assert server.status().state == "stopped"


def test_without_network_and_cache_the_mend_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    server = Server(tmp_path / "home", cache=tmp_path / "cache", bolt_port=free_port(), http_port=free_port())
    with pytest.raises(ServerError, match="POTLINE_NEO4J_CACHE"):
        server.start()


def test_with_the_cache_no_network_is_needed(monkeypatch: pytest.MonkeyPatch, neo4j_server: Neo4jServer) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    said: list[str] = []
    jars = [Path(part) for part in class_path(CACHE, said.append).split(os.pathsep)]
    assert {jar.parent.name for jar in jars} == {"jars", "modules"}
    assert len([jar for jar in jars if jar.suffix == ".jar" and jar.is_file()]) > 200
    assert said == []


def test_what_an_interrupted_fetch_left_is_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    jar, half = tmp_path / "maven" / "a" / "whole.jar", tmp_path / "maven" / "a" / "half.jar"
    jar.parent.mkdir(parents=True)
    with zipfile.ZipFile(jar, "w") as archive:
        archive.writestr("x", "x" * 1000)
    half.write_bytes(jar.read_bytes()[:-20])
    pom = tmp_path / "maven" / "a" / "half.pom"
    pom.write_text("<project><modelVersion>")
    said: list[str] = []
    with pytest.raises(ServerError, match="could not be fetched"):
        class_path(tmp_path, said.append)
    assert (jar.exists(), half.exists(), pom.exists()) == (True, False, False)
    assert "over 200 jars" in said[0]


def test_two_starts_are_one_server_and_a_lost_password_is_said(tmp_path: Path) -> None:
    server = Server(tmp_path / "home", bolt_port=free_port(), http_port=free_port(), heap="400m", page_cache="128m")
    assert server.status().state == "stopped"
    first = threading.Thread(target=server.start)
    first.start()
    try:
        while server.status().state == "stopped":
            time.sleep(0.01)
        assert server.status().state in ("starting", "running")
        server.start()
        first.join()
        assert server.status().state == "running"
        assert stat.S_IMODE(server.home.stat().st_mode) == 0o700
    finally:
        first.join()
        assert server.stop() is True
    assert server.status().state == "stopped"
    server.password_file.unlink()
    with pytest.raises(ServerError, match="with its password is gone"):
        server.start()
    with pytest.raises(ServerError, match="no password yet"):
        server.password()


def test_what_neo4j_admin_starts_has_the_options_of_the_server(tmp_path: Path) -> None:
    lay_out(tmp_path, "5.26.30", "127.0.0.1", 7687, 7474, {}, ("-XX:+UseSerialGC",))
    assert "server.jvm.additional=-XX:+UseSerialGC\n" in (tmp_path / "conf" / "neo4j.conf").read_text("utf-8")


def test_a_server_that_cannot_start_shows_its_log(tmp_path: Path) -> None:
    server = Server(tmp_path, bolt_port=free_port(), http_port=free_port(), page_cache="plenty")
    with pytest.raises(ServerError, match="plenty"):
        server.start()


def test_the_command_starts_loads_and_stops(tmp_path: Path) -> None:
    settings = {
        "POTLINE_NEO4J_BOLT_PORT": str(free_port()),
        "POTLINE_NEO4J_HTTP_PORT": str(free_port()),
        "POTLINE_NEO4J_HEAP": "400m",
        "POTLINE_NEO4J_PAGE_CACHE": "128m",
    }
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "PYTHONPATH": str(SEEDS.parent)} | settings

    def potline(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from api.cli import main; main()", *words]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert potline("neo4j", "status").returncode == 1
    started = potline("neo4j", "start")
    try:
        assert started.returncode == 0, started.stderr
        assert "/browser/" in started.stdout
        status = json.loads(potline("neo4j", "status", "--json").stdout)
        assert status["state"] == "running"
        loaded = potline("load", str(SEEDS / "documents"), "--store", status["url"])
        assert loaded.returncode == 0, loaded.stderr
        query = "MATCH (a)-[:OWNS]->(:Company {id: 'org/hongtuo-industrial'}) RETURN a.name AS owner"
        asked = potline("cypher", query, "--json", "--store", status["url"])
        assert json.loads(asked.stdout)["rows"] == [{"owner": "Weiqiao Aluminum & Power"}]
    finally:
        stopped = potline("neo4j", "stop")
    assert stopped.stdout == "Neo4j is stopped.\n"
    assert potline("neo4j", "stop").stdout == "Neo4j was not running.\n"
