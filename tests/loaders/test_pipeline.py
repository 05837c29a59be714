"""Whole documents: the three seeds, the traps of the design, and what must not change a statement."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.statement import Document, Extraction, Statement, identify
from loaders.pipeline import Extractor, load
from loaders.read import Limits
from ontology.errors import UnreadableDocument
from tests.loaders.corpus import SEEDS, document, sentence

Said = tuple[str, str, str, str]
METALS = "org/institute-of-metal-research-chinese-academy-of-sciences"
DIIT = "provincial-department-of-industry-and-information-technology"
GOLDEN: dict[str, set[Said]] = {
    "seed0": {
        ("org/weiqiao-aluminum-power", "owns", "org/hongtuo-industrial", "actual"),
        ("org/hongtuo-industrial", "produces", "product/aluminium", "actual"),
        ("org/hongtuo-industrial", "transfersCapacityTo", "place/yunnan", "planned"),
        (f"org/shandong-{DIIT}", "approves", "org/hongtuo-industrial", "actual"),
        (f"org/yunnan-{DIIT}", "approves", "org/hongtuo-industrial", "actual"),
    },
    "seed1": {
        ("org/innovation-industrial", "listedOn", "org/hong-kong-stock-exchange", "planned"),
        ("org/cicc", "advises", "org/innovation-industrial", "actual"),
        ("org/huatai-international", "advises", "org/innovation-industrial", "actual"),
        ("org/innovation-industrial", "produces", "product/alumina", "actual"),
        ("org/innovation-industrial", "produces", "product/alumina", "planned"),
        ("org/innovation-industrial", "produces", "product/aluminium", "actual"),
        ("org/innovation-industrial", "produces", "product/aluminium-hydroxide", "actual"),
        ("org/innovation-industrial", "operates", "site/innovation-industrial-holingol-aluminium-smelter", "actual"),
        ("site/innovation-industrial-holingol-aluminium-smelter", "locatedIn", "place/holingol", "actual"),
        ("place/holingol", "locatedIn", "place/inner-mongolia", "actual"),
        ("org/innovation-industrial", "locatedIn", "place/china", "actual"),
    },
    "seed2": {
        ("site/weiqiao-aluminium-processing-industrial-park", "locatedIn", "place/weihai", "actual"),
        ("place/weihai", "locatedIn", "place/shandong", "actual"),
        ("place/shandong", "locatedIn", "place/china", "actual"),
        ("org/weiqiao-pioneering-group", "develops", "site/weiqiao-aluminium-processing-industrial-park", "actual"),
        ("org/weiqiao-pioneering-group", "partnerOf", "org/city-of-weihai", "actual"),
        ("org/weiqiao-pioneering-group", "partnerOf", "org/shandong-aluminium-industry-association", "actual"),
        ("org/weiqiao-pioneering-group", "partnerOf", METALS, "actual"),
        ("org/weiqiao-pioneering-group", "owns", "org/weiqiao-germany", "actual"),
        ("org/weiqiao-pioneering-group", "produces", "product/bauxite", "actual"),
    },
}  # fmt: skip


def relations(extraction: Extraction) -> list[Statement]:
    return [s for s in extraction.statements if s.object is not None]


def said(extraction: Extraction) -> set[Said]:
    return {(s.subject, s.predicate, s.object or "", s.status) for s in relations(extraction)}


@pytest.mark.parametrize("name", SEEDS)
def test_golden(name: str, extractor: Extractor) -> None:
    assert said(extractor(document(name))) == GOLDEN[name]


def test_the_two_transfers_of_seed0(extractor: Extractor) -> None:
    rows = [s for s in relations(extractor(document("seed0"))) if s.predicate == "transfersCapacityTo"]
    kept = {s.period: dict(s.qualifiers) for s in rows}
    common = {"unit": "t/a", "product": "aluminium", "from": "Shandong"}
    assert kept == {None: {**common, "quantity": 3960000}, "2025/2027": {**common, "quantity": 1520000}}


def test_roles_of_the_sponsors(extractor: Extractor) -> None:
    rows = [s for s in relations(extractor(document("seed1"))) if s.predicate == "advises"]
    assert {s.qualifiers["role"] for s in rows} == {"joint sponsor"}


@pytest.mark.parametrize("name", SEEDS)
def test_evidence_is_verbatim(name: str, extractor: Extractor) -> None:
    made = extractor(document(name))
    for s in made.statements:
        assert s.quote == made.document.text[s.start : s.end]
        assert s.quote.strip()


@pytest.mark.parametrize("name", SEEDS)
def test_ends_are_entities_and_ids_are_content(name: str, extractor: Extractor) -> None:
    made = extractor(document(name))
    known = {e.id for e in made.entities}
    assert all(s.subject in known and (s.object is None or s.object in known) for s in made.statements)
    assert all(e.parent is None or e.parent in known for e in made.entities)
    assert all(identify(s).id == s.id for s in made.statements)
    assert len({s.id for s in made.statements}) == len(made.statements)


# Traps


def test_a_headline_states_nothing(extractor: Extractor) -> None:
    title = "Hongtuo Industrial Relocates Electrolytic Aluminum Capacity to Yunnan, Affecting 3,750 Employees"
    assert not extractor(Document("d", "d", "", text=f"{title}\n\nIt rained.\n")).statements


def test_the_body_plans_where_the_headline_does(extractor: Extractor) -> None:
    rows = relations(extractor(document("seed0")))
    assert {s.status for s in rows if s.predicate == "transfersCapacityTo"} == {"planned"}


def test_no_plans_are_no_plan(extractor: Extractor) -> None:
    made = extractor(sentence("Alcoa has no current plans to build a smelter in Texas."))
    assert not [s for s in relations(made) if s.predicate == "develops"]
    assert "no plan" in {r.reason for r in made.rejections}


def test_a_share_in_a_plan_is_not_held(extractor: Extractor) -> None:
    made = extractor(sentence("Hydro agreed to sell 25 pct of Suralco to Alcoa."))
    assert {s.status for s in relations(made)} == {"planned"}


def test_a_vast_region_holds_nothing(extractor: Extractor) -> None:
    made = extractor(sentence("Press Metal, the largest aluminium producer in Southeast Asia, is rich."))
    assert not [s for s in relations(made) if s.predicate == "locatedIn"]


TAILS = (
    "\nRelated News\nAlcoa acquires Hydro\nAlcoa bought Hydro from Vale on Monday. Rio Tinto owns Alunorte.\n",
    "\nRelated Articles\n\nChalco Plans to Take Over Yunnan Aluminium\n\nChalco will build a smelter in Guangxi.\n",
)


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("name", SEEDS)
def test_a_tail_of_other_news_changes_nothing(name: str, tail: str, extractor: Extractor) -> None:
    assert extractor(document(name, tail)).statements == extractor(document(name)).statements


# Laws


@pytest.mark.parametrize("name", SEEDS)
def test_a_second_run_gives_the_same(name: str, extractor: Extractor) -> None:
    fresh = Extractor(extractor.registry, extractor.ontology)
    assert fresh(document(name)) == extractor(document(name)) == extractor(document(name))


def test_other_processes_give_the_same_bytes() -> None:
    code = """
import sys
from graph.export import lines
from loaders.pipeline import Extractor
from loaders.registry import read_registry
from ontology.load import ontology
from tests.loaders.corpus import document
sys.stdout.write("".join(lines(Extractor(read_registry(), ontology())(document("seed2")))))
"""
    base = {"PYTHONPATH": ".", "PYTHONUTF8": "1"}
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, env={**base, "PYTHONHASHSEED": seed}
        )
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout
    assert runs[0].stdout


def test_the_version_is_a_function_of_code_and_data(extractor: Extractor) -> None:
    assert extractor.version == Extractor(extractor.registry, extractor.ontology).version
    assert len(extractor.version) == 16


@given(text=st.text(max_size=200))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_read(text: str, extractor: Extractor) -> None:
    made = extractor(Document("d", "d", "", text=text))
    assert made.document.text == text


def test_chinese_documents_are_read_by_patterns(extractor: Extractor) -> None:
    made = extractor(document("own_chalco_yunlv_2022_zh"))
    names = {e.id: e.name for e in made.entities}
    found = {(names[s.subject], s.predicate, names[s.object or ""], s.status) for s in relations(made)}
    by_name = {e.name_zh or e.name: e.name for e in made.entities}
    assert len([f for f in found if f[1] == "listedOn"]) == 3
    assert ("acquires", "planned") in {(p, st) for _, p, _, st in found}
    assert by_name


# Files


def test_load_reads_a_text_file(extractor: Extractor, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Title\n\nSuralco is a subsidiary of Alcoa.\n", encoding="utf-8")
    (made,) = load(file, "a.txt", extractor, Limits())
    assert isinstance(made, Extraction)
    assert [s.predicate for s in made.statements] == ["owns"]


def test_what_is_current_is_not_extracted(extractor: Extractor, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Title\n\nSuralco is a subsidiary of Alcoa.\n", encoding="utf-8")
    (same,) = load(file, "a.txt", extractor, Limits(), lambda document: True)
    assert isinstance(same, Document)


def test_a_missing_file_cannot_be_read(extractor: Extractor, tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument):
        list(load(tmp_path / "none.txt", "none.txt", extractor, Limits()))


def test_statements_do_not_depend_on_the_source(extractor: Extractor) -> None:
    made = extractor(replace(document("seed2"), source="elsewhere"))
    assert made.statements == extractor(document("seed2")).statements
