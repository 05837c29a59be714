"""Capacity by effective share, as people and machines get it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.cli import app
from graph.store import open_store
from ontology.load import ontology
from tests.graph.ownership.plants import CHINA, GROUP, NORTH, PLANT, SHANDONG, SOUTH, document, links, makes, owns
from tests.graph.record import thing

STATE = thing("GovernmentBody", "State")
FIELDS = {
    "of", "rule", "as_of", "known_by", "metric", "revision", "unit", "by",
    "items", "groups", "beside", "others", "conflicts", "assumptions", "cut",
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> str:
    """A record of a plant, its company, a group and a state body."""
    url = f"sqlite:///{tmp_path / 'plants.db'}"
    said = [owns(GROUP, NORTH, 60), owns(STATE, GROUP, 50), links(NORTH, "operates", PLANT), makes(PLANT, 1_500_000)]
    said += [makes(PLANT, 200_000, status="planned"), links(PLANT, "locatedIn", SHANDONG), owns(GROUP, SOUTH, 100)]
    said += [links(SHANDONG, "locatedIn", CHINA), makes(SOUTH, 100_000, quote="South can make 100,000 tonnes.")]
    with open_store(url, ontology()) as record:
        record.put(document("d", *said))
        record.put(document("e", makes(SOUTH, 120_000)))
    return url


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*words])
    return done.exit_code, done.output


def test_a_table_with_units_places_sentences_and_remarks(store: str) -> None:
    code, text = run("capacity", "Group", "--by", "province", "--store", store)
    assert code == 0
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert "aluminium actual Shandong 900 kt/a 600 kt/a 1.5 Mt/a 60 %" in lines
    assert "aluminium actual not told 100 to 120 kt/a - 100 to 120 kt/a -" in lines
    assert "aluminium planned Shandong 120 kt/a 80 kt/a 200 kt/a 60 %" in lines
    assert "River smelter aluminium actual 1.5 Mt/a 60 % 900 kt/a Shandong, CN" in lines
    assert "Group owns 60 % of North Metals" in lines
    assert "North Metals runs River smelter" in lines
    assert any("South can make 100,000 tonnes." in line for line in lines)
    assert "Documents disagree on South Metals, aluminium, actual: 100 to 120 kt/a holds them all." in lines
    assert "River smelter counts as wholly its operator's (North Metals): no document says who owns it." in lines


def test_json_has_stable_fields_and_a_proof_for_each_item(store: str) -> None:
    code, text = run("capacity", "Group", "--json", "--store", store)
    answer = json.loads(text)
    assert code == 0
    assert set(answer) == FIELDS
    item = answer["items"][0]
    assert item["attributed"] == {"low": 900_000, "high": 900_000}
    assert item["share"] == {"low": 60, "high": 60}
    assert [(p["owner"], p["owned"]) for p in item["proof"]] == [
        ("Group", "North Metals"),
        ("North Metals", "River smelter"),
    ]
    assert all(s["quote"] and s["document"] for p in item["proof"] for s in p["statements"])
    assert [s["quote"] for s in item["figure"]] == ["River smelter capacity 1500000"]
    assert answer["unit"] == "t/a"
    assert all(r["message"] for name in ("conflicts", "assumptions", "cut") for r in answer[name])


def test_csv_has_one_line_an_item(store: str) -> None:
    _, text = run("capacity", "Group", "--format", "csv", "--store", store)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(r["name"], r["status"], r["attributed_low"], r["province"]) for r in rows] == [
        ("River smelter", "actual", "900000.0", "Shandong"),
        ("South Metals", "actual", "100000.0", ""),
        ("River smelter", "planned", "120000.0", "Shandong"),
    ]


def test_whose_a_place_is_by_class_of_owner(store: str) -> None:
    _, text = run("capacity", "Shandong", "--by", "class", "--json", "--store", store)
    groups = {g["by"]["class"]: (g["attributed"]["low"], g["value"]["low"]) for g in json.loads(text)["groups"]}
    assert groups == {"Company": (1_050_000, 1_500_000), "GovernmentBody": (450_000, 1_500_000)}


def test_nothing_found_and_wrong_questions(store: str) -> None:
    assert run("capacity", "Group", "--metric", "production", "--store", store)[0] == 1
    assert run("capacity", "Group", "--format", "xlsx", "--store", store)[0] == 2


def test_the_route_gives_the_same_and_plain_figures_stay(client: TestClient) -> None:
    url = "/entities/org/innovation-industrial"
    answer = client.get(f"{url}/capacity", params={"by": ["status", "product"]}).json()
    assert set(answer) == FIELDS
    designed = {g["product"]: g["attributed"]["low"] for g in answer["groups"] if g["status"] == "designed"}
    assert designed == {"aluminium": 788_100, "alumina": 1_200_000}
    licensed = {g["product"]: g["attributed"]["low"] for g in answer["groups"] if g["status"] == "licensed"}
    assert licensed["alumina"] == 6_000_000
    assert client.get(f"{url}/capacity", params={"metric": "price"}).status_code == 400
    assert client.get(f"{url}/capacity", params={"by": "colour"}).status_code == 400
    plain = client.get(f"{url}/observations", params={"metric": "capacity"}).json()
    assert {f["value"] for f in plain["items"]} >= {788_100, 1_200_000, 4_000_000}
