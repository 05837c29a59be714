"""One registry, one ontology and one extractor for all tests of the loaders: making them takes a second."""

from __future__ import annotations

import pytest

from graph.registry import Registry
from loaders.pipeline import Extractor
from loaders.registry import read_registry
from ontology.load import ontology
from ontology.model import Ontology


@pytest.fixture(scope="session")
def model() -> Ontology:
    """The ontology that Potline ships."""
    return ontology()


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The registry that Potline ships."""
    return read_registry()


@pytest.fixture(scope="session")
def extractor(registry: Registry, model: Ontology) -> Extractor:
    """An extractor with both."""
    return Extractor(registry, model)
