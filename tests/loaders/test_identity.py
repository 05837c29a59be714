"""The development corpus loaded whole: who is who is one node, and nobody shares one."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from api.loading import load_all
from api.settings import read_settings
from api.workspace import Workspace
from graph import views
from graph.statement import Entity
from tests.conftest import quiet
from tests.score.match import DEV

APART = [
    ("Hongtuo Industrial", "Hongchuang"),
    ("Chalco", "Chinalco"),
    ("Shanxi", "Shaanxi"),
    ("Yunnan Hongqiao", "Yunnan Honghe New Material"),
    ("China Hongqiao", "Yunnan Hongqiao"),
    ("Innovation Industrial", "Innovation New Materials"),
    ("Emirates Global Aluminium", "Emirates Steel"),
    ("Nanshan Aluminium", "Tianshan Aluminium"),
    ("Weiqiao Pioneering Group", "Weiqiao Aluminum & Power"),
]


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A record of all texts of the development corpus."""
    url = f"sqlite:///{tmp_path_factory.mktemp('dev') / 'dev.db'}"
    work = Workspace(read_settings(store_url=url))
    load_all(work, sorted(DEV.glob("*.txt")), quiet, quiet)
    return work


@pytest.fixture(scope="module")
def nodes(work: Workspace) -> Mapping[str, Entity]:
    """The canonical entities of that record."""
    return views.entities(work.store, work.ontology)


def test_whoever_the_registry_knows_by_a_name_is_one_node(work: Workspace, nodes: Mapping[str, Entity]) -> None:
    """A sure form of the registry stands on the node of its entity, and on no other of its kind."""
    seen = 0
    for entity in nodes.values():
        for name in entity.names:
            meant = {e.entity.id for e in work.registry.exact(name) if e.entity.kind == entity.kind}
            assert meant <= {entity.id}, f"{name} stands on {entity.id}"
            seen += bool(meant)
    assert seen > 200


def test_what_is_easily_confused_shares_no_node(nodes: Mapping[str, Entity]) -> None:
    for left, right in APART:
        assert [e.id for e in nodes.values() if {left, right} <= set(e.names)] == []


def test_what_the_registry_keeps_apart_shares_no_node(work: Workspace, nodes: Mapping[str, Entity]) -> None:
    for entity in nodes.values():
        entry = work.registry.entries.get(entity.id)
        for other in (work.registry.entries[id] for id in (entry.never if entry else ())):
            sure = {n for n in other.entity.names if n not in other.ambiguous}
            assert not sure & set(entity.names), f"{other.entity.id} is called so on {entity.id}"
