"""`potline materialise` on SQLite and on a real Neo4j: written, counted everywhere alike, taken away again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner, Result

from api.app import create_app
from api.cli import app
from api.settings import RULES, Settings, read_settings
from api.workspace import Workspace
from graph.ownership import rules
from ontology.errors import InputError, SettingError
from tests.conftest import KEY, Neo4jServer

LINES = (
    ("Top", "Middle", 80),
    ("Middle", "Bottom", 50),
    ("Other", "Bottom", 30),
    ("Bottom", "Other", 40),
    ("Small", "Middle", 3),
)
EXPECTED = {("Top", "Middle"), ("Top", "Bottom"), ("Top", "Other"), ("Middle", "Bottom"), ("Middle", "Other")} | {
    ("Other", "Bottom"),
    ("Bottom", "Other"),
}
"""From 5 % up: Small has 3 % of the middle and 1.7 % of the bottom."""


def lines(*more: tuple[str, str, float]) -> str:
    """Ready-made statements."""
    rows = (
        {
            "document": "register",
            "subject": {"name": owner, "type": "Company"},
            "predicate": "owns",
            "object": {"name": owned, "type": "Company"},
            "qualifiers": {"share": share},
        }
        for owner, owned, share in (*LINES, *more)
    )
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def variables(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """The environment of an empty record."""
    if request.param == "sqlite":
        return {"POTLINE_STORE_URL": f"sqlite:///{tmp_path / 'record.db'}"}
    server: Neo4jServer = request.getfixturevalue("neo4j_server")
    server.clean()
    return {
        "POTLINE_STORE_URL": server.url,
        "POTLINE_STORE_USER": server.user,
        "POTLINE_STORE_PASSWORD": server.password,
    }


class Run:
    """The command line on one record."""

    def __init__(self, variables: dict[str, str], folder: Path) -> None:
        self.variables, self.folder = variables, folder

    def __call__(self, *words: str, **settings: str) -> Result:
        more = {f"POTLINE_{name.upper()}": value for name, value in settings.items()}
        return CliRunner().invoke(app, words, env=self.variables | more, catch_exceptions=True)

    def load(self, *more: tuple[str, str, float], **settings: str) -> None:
        """Put the register into the record."""
        file = self.folder / "register.jsonl"
        file.write_text(lines(*more))
        assert self("load", str(file), **settings).exit_code == 0

    def sparql(self, pattern: str) -> set[tuple[str, ...]]:
        """The rows of a query about names, without its head."""
        found = self("sparql", f"SELECT ?a ?b {{ {pattern} }}", "--format", "csv")
        assert found.exit_code == 0, found.output
        return {tuple(row.split(",")) for row in found.stdout.split()[1:]}

    def links(self) -> set[tuple[str, ...]]:
        """Names of owners and owned, from SPARQL."""
        return self.sparql("?x alu:effectivelyOwns ?y . ?x rdfs:label ?a . ?y rdfs:label ?b")


@pytest.fixture
def run(variables: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line on an empty record."""
    monkeypatch.chdir(tmp_path)
    return Run(variables, tmp_path)


@pytest.fixture
def settings(run: Run) -> Settings:
    """The same record for the API."""
    names = ("store_url", "store_user", "store_password")
    return read_settings(**{n: run.variables.get(f"POTLINE_{n.upper()}") for n in names}, api_key=KEY)


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings)) as client:
        yield client


def test_it_is_written_and_counted_alike_everywhere(run: Run, client: TestClient, settings: Settings) -> None:
    run.load()
    made = json.loads(run("materialise", "--json").stdout)
    assert (made["links"], made["rule"], made["threshold"], made["bound"]) == (7, "integrated", 5.0, "exact")
    assert run.links() == EXPECTED
    assert client.get("/triples", params={"p": "alu:effectivelyOwns"}).json()["total"] == 7
    owners = {
        (item["name"], name): (item["low"], item["high"])
        for name in ("Top", "Middle", "Bottom", "Other", "Small")
        for item in client.get(f"/entities/org/{name.lower()}/owners").json()["items"]
        if item["high"] >= 5
    }
    assert owners.keys() == EXPECTED
    with Workspace(settings) as work:
        kept = work.store.effective()
        assert kept is not None
        assert {(h.owner, h.owned): (h.low, h.high) for h in kept.holdings} == {
            (f"org/{a.lower()}", f"org/{b.lower()}"): ends for (a, b), ends in owners.items()
        }


@pytest.mark.neo4j
@pytest.mark.parametrize("variables", ["neo4j"], indirect=True)
def test_cypher_counts_the_same(run: Run) -> None:
    run.load()
    run("materialise")
    query = "MATCH (a)-[r:EFFECTIVELY_OWNS {derived: true}]->(b) RETURN a.name AS a, b.name AS b"
    assert {(row["a"], row["b"]) for row in json.loads(run("cypher", query, "--json").stdout)} == EXPECTED


def test_a_second_run_writes_the_same_and_clear_takes_all_away(run: Run) -> None:
    run.load()
    before = [run("export", "--format", form).stdout for form in ("jsonl", "nquads")]
    first, second = (json.loads(run("materialise", "--json").stdout) for _ in range(2))
    assert {**first, "seconds": 0} == {**second, "seconds": 0}
    assert run.links() == EXPECTED
    after = [run("export", "--format", form).stdout for form in ("jsonl", "nquads")]
    assert [sorted(text.splitlines()) for text in after] == [sorted(text.splitlines()) for text in before]
    assert run("check").exit_code == 0
    assert json.loads(run("materialise", "--clear", "--json").stdout) == {"links": 0, "cleared": True}
    assert run.links() == set()
    assert run("materialise", "--clear").stdout == "no effective ownership is kept now\n"


def test_loading_after_it_leaves_statements_as_they_would_be(run: Run) -> None:
    run.load()
    run("materialise")
    run.load(("Top", "Small", 90))
    loaded = run("export").stdout
    assert run.links() == EXPECTED, "what was kept stays until the next time"
    run("materialise", "--clear")
    assert run("export").stdout == loaded
    assert loaded.count("\n") == len(LINES) + 1


def test_the_terms_are_those_of_the_other_questions(run: Run) -> None:
    run.load()
    found = run("materialise", "--rule", "majority", "--threshold", "50", "--as-of", "2026-01-01")
    assert "3 links by majority of 50 % or more, as of 2026-01-01, of revision 1" in found.stdout
    assert run.links() == {("Top", "Middle"), ("Top", "Bottom"), ("Middle", "Bottom")}
    assert isinstance(run("materialise", "--rule", "none").exception, InputError)
    assert isinstance(run("materialise", "--threshold", "101").exception, InputError)
    assert isinstance(run("materialise", "--as-of", "soon").exception, InputError)


def test_the_setting_follows_each_commit_of_the_command_line(run: Run) -> None:
    on = {"materialise": "integrated:5"}
    run.load(**on)
    assert run.links() == EXPECTED
    run.load(("Small", "Top", 50), **on)
    assert {b for a, b in run.links() if a == "Small"} == {"Top", "Middle", "Bottom", "Other"}
    run("judge", "same", "org/small", "org/top", **on)
    # The canonical name may be either; what both held is now one entity's, and it owns nothing of itself.
    assert len({a for a, b in run.links() if b == "Middle"}) == 1
    run("undo", **on)
    assert {b for a, b in run.links() if a == "Small"} == {"Top", "Middle", "Bottom", "Other"}
    (document,) = (row["id"] for row in json.loads(run("documents", "--json").stdout))
    run("remove", document, **on)
    assert run.links() == set()


def test_the_setting_follows_each_commit_of_the_server(run: Run, settings: Settings) -> None:
    on = settings.model_copy(update={"materialise": "integrated:5"})
    with TestClient(create_app(on), headers={"X-API-Key": KEY}) as client:
        asked = {"p": "alu:effectivelyOwns"}
        kind = {"content-type": "application/x-ndjson"}
        loaded = client.post("/documents", params={"source": "register"}, content=lines(), headers=kind)
        assert loaded.status_code == 201
        assert client.get("/triples", params=asked).json()["total"] == 7
        made = {"verdict": "same", "left": "org/top", "right": "org/small", "by": "tester"}
        judged = client.post("/judgements", json=made).json()
        assert client.get("/triples", params=asked).json()["total"] == 7
        client.delete(f"/judgements/{judged['id']}", params={"by": "tester"})
        assert client.get("/triples", params=asked).json()["total"] == 7
        client.delete(f"/documents/{loaded.json()[0]['id']}")
        assert client.get("/triples", params=asked).json()["total"] == 0


def test_a_ready_made_line_cannot_state_it(run: Run) -> None:
    (run.folder / "bad.jsonl").write_text(lines().replace('"owns"', '"effectivelyOwns"'))
    found = run("load", "bad.jsonl")
    assert found.exit_code == 1
    assert "effectivelyOwns is derived by a rule; no document states it" in found.output
    assert run("export").stdout == ""


@pytest.mark.parametrize("value", ["most", "integrated:101", "integrated:x", "integrated:-1", ":5"])
def test_a_setting_that_cannot_be_is_named(value: str) -> None:
    with pytest.raises(SettingError, match="POTLINE_MATERIALISE"):
        read_settings(materialise=value)


def test_the_settings_know_every_rule() -> None:
    assert tuple(rules.RULES) == RULES
    assert read_settings(materialise="").materialised is None
    assert read_settings(materialise="ofac-50:50").materialised == ("ofac-50", 50.0)
