"""Sentences that share their words with a frame and do not state its relation."""

from __future__ import annotations

import pytest

from graph.statement import Document
from loaders.pipeline import Extractor


@pytest.mark.parametrize(
    ("predicate", "text"),
    [
        ("advises", "Suralco is not audited by anybody of Mazars."),
        ("advises", "Mazars gave technical help to Suralco."),
        ("advises", "Mazars carried out repairs for Suralco."),
        ("affiliatedWith", "Suralco shares a port with Alcoa."),
        ("affiliatedWith", "Suralco is connected to the grid of Alcoa."),
        ("approves", "The Ministry of Energy suspended talks on the lease of land for Alcoa."),
        ("approves", "The Ministry of Energy agreed to talks on the closure of the Portland aluminium smelter."),
        ("approves", "The Portland aluminium smelter was given a prize by the Ministry of Energy."),
        ("develops", "Alcoa added the Portland aluminium smelter to its portfolio."),
        ("develops", "Alcoa has deferred maintenance at the Portland aluminium smelter."),
        ("develops", "The Portland aluminium smelter was visited by the project team of Alcoa."),
        ("listedOn", "Suralco was introduced to a banker of the Warsaw Stock Exchange."),
        ("locatedIn", "Suralco has a sales office in Paramaribo."),
        ("operates", "Alcoa is responsible for the closure of the Portland aluminium smelter."),
        ("operates", "Alcoa has an option on the lease of land near the Portland aluminium smelter."),
        ("produces", "Suralco is known for its bauxite imports."),
        ("sells", "Alcoa will rid itself of the debts of Suralco."),
        ("supplies", "Suralco rolls sheet for Alcoa's rivals."),
        ("supplies", "Suralco won an order for software from Alcoa."),
        ("develops", "Suralco created 200 jobs at the Portland aluminium smelter."),
        ("develops", "Suralco installed solar panels at the Portland aluminium smelter."),
        ("advises", "Suralco chose Mazars to study English."),
        ("partnerOf", "Suralco forged ahead with Alcoa."),
        ("supplies", "The court ordered Suralco to pay Alcoa."),
        ("acquires", "Suralco inherited debts from Alcoa."),
        ("listedOn", "Suralco is on the London Stock Exchange's list of risks."),
    ],
)
def test_near(extractor: Extractor, predicate: str, text: str) -> None:
    """The relation is not stated."""
    made = extractor(Document("doc/near", "near", "", text=f"In brief\n\n{text}\n"))
    assert [s.quote for s in made.statements if s.predicate == predicate] == []
