"""What is shipped for Neo4j Browser: each saved query runs and finds something, the style knows every class."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.settings import SEEDS, Settings
from api.workspace import Workspace
from ontology.derive import derived_types, entity_classes, relationship_types
from ontology.load import ontology

QUERIES = sorted((SEEDS / "neo4j" / "queries").glob("*.cypher"))
STYLE = (SEEDS / "neo4j" / "potline.grass").read_text(encoding="utf-8")


@pytest.mark.neo4j
@pytest.mark.parametrize("file", QUERIES, ids=lambda f: f.stem)
def test_a_saved_query_has_a_title_and_finds_something(file: Path, neo4j_settings: Settings) -> None:
    title, _, query = file.read_text(encoding="utf-8").partition("\n")
    assert re.fullmatch(r"// [A-Z].{10,70}[^.]", title)
    with Workspace(neo4j_settings) as work:
        assert work.cypher(query, {})


def test_there_are_at_least_four_saved_queries_with_titles_of_their_own() -> None:
    titles = {file.read_text(encoding="utf-8").partition("\n")[0] for file in QUERIES}
    assert len(titles) == len(QUERIES) >= 4


def test_the_style_names_what_there_is() -> None:
    nodes, links = (set(re.findall(rf"^{kind}\.(\w+) ", STYLE, re.MULTILINE)) for kind in ("node", "relationship"))
    own = {"Document", "Statement", "Observation", "Judgement"}
    wide = {"Site", "Organization"}
    assert nodes - wide == (set(entity_classes(ontology())) - wide) | own
    assert links <= set(relationship_types(ontology())) | set(derived_types(ontology()))
    assert {"EFFECTIVELY_OWNS", "OWNS", "OPERATES", "TRANSFERS_CAPACITY_TO"} <= links
