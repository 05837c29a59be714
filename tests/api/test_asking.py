"""Cypher on the command line: parameters, formats, what was cut."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from api.asking import parameter
from api.cli import app
from api.settings import Settings
from ontology.errors import InputError

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda some: st.lists(some) | st.dictionaries(st.text(), some),
)


@given(VALUES)
def test_a_parameter_is_json(value: object) -> None:
    assert parameter(f"x={json.dumps(value)}") == ("x", value)


def test_a_parameter_that_is_no_json_is_text() -> None:
    assert parameter("id=org/hongtuo-industrial") == ("id", "org/hongtuo-industrial")
    assert parameter("a=b=c") == ("a", "b=c")
    for wrong in ("id", "=x", "a b=1"):
        with pytest.raises(InputError, match="NAME=VALUE"):
            parameter(wrong)


@pytest.mark.neo4j
def test_the_command_takes_parameters_and_says_what_it_cut(
    neo4j_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    password = neo4j_settings.store_password
    assert password is not None
    monkeypatch.setenv("POTLINE_STORE_URL", neo4j_settings.store_url)
    monkeypatch.setenv("POTLINE_STORE_PASSWORD", password.get_secret_value())
    query = "MATCH (c:Company) WHERE c.id IN $ids RETURN c.id AS id, $year AS year ORDER BY id"
    ids = 'ids=["org/innovation-industrial", "org/hongtuo-industrial"]'
    words = ["cypher", query, "--param", ids, "--param", "year=1"]
    found = CliRunner().invoke(app, [*words, "--json"])
    assert json.loads(found.stdout)["rows"][0] == {"id": "org/hongtuo-industrial", "year": 1}, found.output
    found = CliRunner().invoke(app, [*words, "--format", "csv", "--limit", "1"])
    assert found.stdout == "id,year\norg/hongtuo-industrial,1\n"
    assert "only the first 1 rows" in found.stderr
    found = CliRunner().invoke(app, ["cypher", "-"], input="MATCH (n:Nothing) RETURN n.id AS id")
    assert (found.exit_code, found.stdout) == (1, "id\n")
