"""Owners, holdings and chains as people ask for them: known cases loaded and asked, and what is left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner, Result

from api.app import create_app
from api.cli import app
from api.settings import read_settings

Row = dict[str, Any]


def line(owner: str, owned: str, document: str = "register", **more: Any) -> Row:
    """A ready-made statement of who owns what; `more` are qualifiers but for status, quote and published."""
    about = {name: more.pop(name) for name in ("status", "quote") if name in more}
    published = more.pop("published", None)
    source = {"id": document, "title": f"The {document}"} | ({"published": published} if published else {})
    ends = {"subject": {"name": owner}, "predicate": "owns", "object": {"name": owned}}
    return {"document": source, **ends, "qualifiers": more, **about}


CROSS = [
    line("Xanthe Holding", "Alpha Smelting", share=60, quote="Xanthe Holding holds 60 % of Alpha Smelting."),
    line("Yara Partners", "Alpha Smelting", share=10),
    line("Beta Power", "Alpha Smelting", share=30),
    line("Alpha Smelting", "Beta Power", share=20),
    line("Zeta Capital", "Beta Power", share=80),
]


class Desk:
    """A record on disk and the command line over it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.url = folder, f"sqlite:///{folder / 'own.db'}"

    def load(self, *rows: Row) -> Result:
        file = self.folder / "own.jsonl"
        file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return self("load", str(file))

    def __call__(self, *words: str) -> Result:
        return CliRunner().invoke(app, [*words, "--store", self.url])

    def ask(self, *words: str) -> Row:
        done = self(*words, "--json")
        assert done.exit_code == 0, done.output
        answer: Row = json.loads(done.stdout)
        return answer

    def shares(self, *words: str) -> dict[str, tuple[float, float]]:
        return {i["name"]: (i["low"], i["high"]) for i in self.ask(*words)["items"]}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def point(share: float) -> Any:
    return (pytest.approx(share, abs=0.005),) * 2


def test_the_two_company_cross_holding(desk: Desk) -> None:
    desk.load(*CROSS)
    assert desk.shares("owners", "Alpha Smelting") == {
        "Xanthe Holding": point(63.83),
        "Beta Power": point(30),
        "Zeta Capital": point(25.53),
        "Yara Partners": point(10.64),
    }
    assert desk.shares("owners", "Alpha Smelting", "--ultimate", "--depth", "1").keys() == {
        "Xanthe Holding",
        "Yara Partners",
    }
    assert desk.shares("holdings", "Xanthe Holding") == {"Alpha Smelting": point(63.83), "Beta Power": point(12.77)}
    chain = desk.ask("chain", "Zeta Capital", "Alpha Smelting", "--rule", "eu-amlr")
    assert [(i["name"], i["meets"], i["hops"]) for i in chain["items"]] == [("Zeta Capital", "certainly", 2)]


def test_ofac_faq_401(desk: Desk) -> None:
    """A blocked person: 50 % of A, A 50 % of B; 50 % of C and 25 % of D, C 25 % of D; 25 % each way is not enough."""
    desk.load(
        line("Blocked Person X", "Company A", share=50),
        line("Company A", "Company B", share=50),
        line("Blocked Person X", "Company C", share=50),
        line("Blocked Person X", "Company D", share=25),
        line("Company C", "Company D", share=25),
        line("Blocked Person X", "Company E", share=25),
        line("Company E", "Company F", share=100),
    )
    items = desk.ask("holdings", "Blocked Person X", "--rule", "ofac-50")["items"]
    found = {i["name"]: (i["low"], i["meets"]) for i in items}
    assert {name for name, (_, meets) in found.items() if meets == "certainly"} == {
        "Company A", "Company B", "Company C", "Company D",
    }  # fmt: skip
    assert found["Company D"] == (50, "certainly")
    assert found["Company E"] == (25, "no")
    assert "Company F" not in found
    only = desk.ask("holdings", "Blocked Person X", "--rule", "ofac-50", "--meeting")
    assert len(only["items"]) == 4
    assert only["cut"] == [{"kind": "threshold", "threshold": 50.0, "items": 1, "effect": 25.0}]


def test_an_amlr_diamond(desk: Desk) -> None:
    desk.load(
        line("Owner One", "Left Arm", share=50), line("Owner One", "Right Arm", share=30),
        line("Left Arm", "Target Works", share=40), line("Right Arm", "Target Works", share=20),
    )  # fmt: skip
    item = desk.ask("owners", "Target Works", "--rule", "eu-amlr")["items"][1]
    assert (item["name"], item["low"], item["high"], item["meets"]) == ("Owner One", 26, 26, "certainly")
    weights = {(link["owner"], link["owned"]): link["weight"] for link in item["proof"]}
    assert weights[("Left Arm", "Target Works")] == weights[("Owner One", "Left Arm")] == pytest.approx(20)


def test_the_hongchuang_share_issue_before_and_after(desk: Desk) -> None:
    """Hongqiao held Hongtuo by its arm Weiqiao; then Hongchuang bought Hongtuo whole and paid in own shares."""
    desk.load(
        line("China Hongqiao Group", "Weiqiao Arm", "report", published="2024-03-20", share=100),
        line("Weiqiao Arm", "Hongtuo Works", "report", published="2024-03-20", share=95.3),
        line("Weiqiao Arm", "Hongchuang Listed", "report", published="2024-03-20", share=22.98),
        line("Hongchuang Listed", "Hongtuo Works", "notice", published="2026-01-05", share=100, since="2025-12-31"),
        line("Weiqiao Arm", "Hongtuo Works", "notice", published="2026-01-05", status="ended", until="2025-12-30"),
        line("Weiqiao Arm", "Hongchuang Listed", "notice", published="2026-01-05", share=86.98, since="2025-12-31"),
    )

    def share(*days: str) -> Any:
        return desk.shares("chain", "China Hongqiao Group", "Hongtuo Works", *days)["China Hongqiao Group"]

    assert share("--as-of", "2025-05-01") == point(95.3)
    assert share("--as-of", "2026-03-01") == point(86.98)
    assert share("--as-of", "2026-03-01", "--known-by", "2025-06-30") == point(95.3)
    changed = desk("changes", "Hongtuo Works", "--from", "2025-05-01", "--to", "2026-03-01")
    assert changed.exit_code == 0
    assert "Hongchuang Listed" in changed.stdout


def test_on_paper(desk: Desk) -> None:
    desk.load(*CROSS)
    paper = desk("owners", "Alpha Smelting", "--explain").stdout
    assert "Zeta Capital holds 25.5319 % of Alpha Smelting" in paper
    assert "30 % × 80 % = 24 %  (Alpha Smelting < Beta Power < Zeta Capital)" in paper
    assert "“Xanthe Holding holds 60 % of Alpha Smelting.”  The register" in paper


def test_who_nobody_owns_is_an_answer_without_owners(desk: Desk) -> None:
    desk.load(*CROSS)
    answer = desk.ask("owners", "Zeta Capital")
    assert (answer["items"], answer["conflicts"]) == ([], [])
    assert "no share is known" in desk("owners", "Zeta Capital").stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["owners", "Alpha Smelting", "--rule", "most"], "integrated, eu-amlr, ofac-50, majority, weakest-link"),
        (["owners", "Alpha Smelting", "--as-of", "last May"], "as_of: 'last May' is no date"),
        (["owners", "Alpha Smelting", "--threshold", "101"], "threshold 101.0 is out of range"),
        (["owners", "Alpha Smelting", "--depth", "0"], "depth 0 is out of range"),
        (["owners", "Alpha Smelting", "--meeting"], "integrated has no threshold"),
        (["owners", "Alpha Smelting", "--type", "Robot"], "there is no class 'Robot'"),
        (["owners", "Nobody Known"], "nothing is called 'Nobody Known'"),
        (["holdings", "Alpha"], "org/alpha-foil"),
    ],
)
def test_wrong_questions_say_what_is_wrong(desk: Desk, words: list[str], told: str) -> None:
    desk.load(*CROSS, line("Alpha Foil", "Gamma Foil", share=5))
    done = desk(*words)
    assert done.exit_code == 1
    assert told in str(done.exception) + done.output + " ".join(getattr(done.exception, "candidates", ()))


def test_two_formats_are_wrong_usage(desk: Desk) -> None:
    desk.load(*CROSS)
    assert desk("owners", "Alpha Smelting", "--explain", "--json").exit_code == 2


def test_statements_that_cannot_be_are_rejected_and_the_rest_counts(desk: Desk) -> None:
    done = desk.load(
        line("Good Owner", "Delta Works", share=55),
        line("Bad Owner", "Delta Works", share=-5),
        line("Big Owner", "Delta Works", share=100.5),
        line("Delta Works", "Delta Works", share=1),
        line("Odd Owner", "Delta Works", share_min=60, share_max=40),
    )
    assert done.exit_code == 1
    assert desk.shares("owners", "Delta Works") == {"Good Owner": (55, 55)}


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    desk.load(*CROSS)
    with TestClient(create_app(read_settings(store_url=desk.url))) as client:
        yield client


def test_the_same_over_http_and_in_pages(client: TestClient, desk: Desk) -> None:
    path = "/entities/org/alpha-smelting/owners"
    assert client.get(path).json() == desk.ask("owners", "Alpha Smelting")
    only = client.get(path, params={"ultimate": True, "depth": 1}).json()
    assert only == desk.ask("owners", "Alpha Smelting", "--ultimate", "--depth", "1")
    page = client.get(path, params={"limit": 1, "offset": 1}).json()
    assert [i["name"] for i in page["items"]] == ["Beta Power"]
    assert page["cut"] == [{"kind": "page", "offset": 1, "items": 3, "effect": pytest.approx(63.829787234)}]
    assert client.get(path, params={"meeting": True}).status_code == 400
    assert client.get("/entities/org/zeta-capital/owners").json()["items"] == []


def test_text_that_steers_a_terminal_is_shown_and_stays_whole_in_json(desk: Desk) -> None:
    quote = "\x1b[31mBell\x07 \u202eTurned Company holds 5 %."
    desk.load(line("Bell Turned Company", "Target Works", share=5, quote=quote))
    for words in ([], ["--explain"]):
        said = desk("owners", "Target Works", *words).stdout
        assert not set("\x07\x1b\u202e") & set(said)
        assert "\\u202eTurned Company" in said
    link = desk.ask("owners", "Target Works")["items"][0]["proof"][0]
    assert link["statements"][0]["quote"] == quote
