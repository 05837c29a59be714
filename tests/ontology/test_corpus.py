"""The annotated corpus fits the ontology: what people found in texts is what may be said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ontology.derive import entity_classes
from ontology.load import ontology
from ontology.units import fits, known

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev"

# The classes that the corpus names for both ends of each predicate; they hold without the corpus, too.
ENDS = """
owns Company Company|Person Company|GovernmentBody Company|Company AluminiumSmelter|Company Facility
acquires Company Company|Company AluminaRefinery
sells Company Company|Company Facility
operates Company AluminiumSmelter|Company BauxiteMine|Company PowerPlant|Company RecyclingPlant
develops Company IndustrialPark|Company ProcessingPlant|Company AnodePlant
locatedIn Company Place|BauxiteMine Place|Place Place|Institute Place|IndustrialPark Place
produces Company Product|AluminaRefinery Product
transfersCapacityTo Company Place|Company Company|Company AluminiumSmelter
supplies Company Company|Company AluminaRefinery
partnerOf Company Company|Company Association|Company GovernmentBody|Institute Company|GovernmentBody GovernmentBody
affiliatedWith Company Company
listedOn Company Exchange
officerOf Person Company|Person GovernmentBody|Person Exchange
approves GovernmentBody Company|Exchange Company|GovernmentBody AluminiumSmelter
advises Company Company
"""


def gold() -> list[tuple[str, dict[str, Any]]]:
    """The annotated documents beside the project; none where the corpus is not there."""
    return [(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(CORPUS.glob("*.json"))]


@pytest.mark.parametrize("line", ENDS.split("\n")[1:-1])
def test_the_ends_of_the_corpus_schema_are_allowed(line: str) -> None:
    predicate, _, pairs = line.partition(" ")
    for pair in pairs.split("|"):
        subject, object = pair.split()
        assert ontology().allows(subject, predicate, object), f"{subject} {predicate} {object}"


def test_all_entities_have_a_class_of_ours() -> None:
    classes = set(entity_classes(ontology()))
    assert [(doc, e) for doc, content in gold() for e in content["entities"] if e["type"] not in classes] == []


def test_all_relations_are_allowed() -> None:
    words, wrong = ontology(), []
    for doc, content in gold():
        types = {e["id"]: e["type"] for e in content["entities"]}
        for r in content["relations"]:
            allowed = words.allows(types[r["s"]], r["p"], types[r["o"]])
            qualifiers = set(r.get("q") or {}) <= set(words.predicates[r["p"]].qualifiers)
            if not (allowed and qualifiers and r["status"] in words.relation_statuses):
                wrong.append((doc, r))
    assert wrong == []


def test_all_observations_are_allowed() -> None:
    words, wrong = ontology(), []
    for doc, content in gold():
        types = {e["id"]: e["type"] for e in content["entities"]}
        for o in content["observations"]:
            metric = words.metrics[o["metric"]]
            domain = any(words.is_a(types[o["of"]], c) for c in metric.domain)
            if not (domain and fits(metric, o["unit"]) and o["status"] in words.observation_statuses):
                wrong.append((doc, o))
    assert wrong == []


def test_all_products_are_concepts() -> None:
    names, wrong = set(ontology().products), []
    for doc, content in gold():
        used = [o["product"] for o in content["observations"] if o.get("product")]
        used += [r["q"]["product"] for r in content["relations"] if "product" in (r.get("q") or {})]
        used += [e["note"] for e in content["entities"] if e["type"] == "Product"]
        wrong += [(doc, name) for name in used if name not in names]
    assert wrong == []


def test_all_quantities_have_a_known_unit() -> None:
    units = {r["q"]["unit"] for _, content in gold() for r in content["relations"] if "unit" in (r.get("q") or {})}
    assert all(known(u) for u in units)
