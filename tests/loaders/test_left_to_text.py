"""Relations one end of which another sentence names: material, shares, prices and who asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from loaders.pipeline import Extractor
from tests.loaders.corpus import sentence

Row = tuple[str, str, str]


def rows(extractor: Extractor, text: str, predicate: str) -> dict[Row, Mapping[str, Any]]:
    """The relations of a text by their ends, the first that is said of two with what it says besides."""
    found: dict[Row, Mapping[str, Any]] = {}
    for s in extractor(sentence(text)).statements:
        if s.object is not None and s.predicate == predicate:
            found.setdefault((s.subject, s.predicate, s.object), s.qualifiers)
    return found


TALK = """Anna Berg is chief executive of Foobar Ltd, one of the biggest smelting firms.

Q: Where does your alumina come from?
A: Nearly all of it from Quimby Alumina, in which we hold a tenth.

Q: And the power?
A: Northmet Energy delivers it under a contract that ends in 2027.

Q: And the gas?
A: Mostly from Tanno Gas.

Q: Do you fear competition?
A: Not from Ashby Metals.
"""


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        (
            "The Kirkvale refinery makes alumina. Caustic soda comes by sea from Lindow Chemicals.",
            [("org/lindow-chemicals", "site/kirkvale-refinery")],
        ),
        (
            "Foobar Aluminium has 900 employees. Its alumina comes down the road from the Orval refinery of Northmet.",
            [("org/northmet", "org/foobar-aluminium")],
        ),
        (
            "Foobar Aluminium has 900 employees. Its chairman comes to the firm from Northmet. "
            "Visitors come by bus from Tanno Tours.",
            [],
        ),
        (
            TALK,
            [
                ("org/northmet-energy", "org/foobar"),
                ("org/quimby-alumina", "org/foobar"),
                ("org/tanno-gas", "org/foobar"),
            ],
        ),
        (
            "Foobar Ltd has signed a power contract with Northmet Energy. Under it Northmet will provide 377 MW, "
            "while Gridco and Lindow Power share the rest.",
            [("org/gridco", "org/foobar"), ("org/lindow-power", "org/foobar"), ("org/northmet-energy", "org/foobar")],
        ),
        (
            "Foobar Group made 800,000 tonnes of alumina last year. Tanno and Quimby are its main customers.",
            [("org/foobar-group", "org/quimby"), ("org/foobar-group", "org/tanno")],
        ),
        (
            "Foobar takes alumina from Quimby and sells it metal. Northmet sells it 2 million tonnes of bauxite a "
            "year. Gridco sells it 300 megawatts.",
            [("org/gridco", "org/foobar"), ("org/northmet", "org/foobar"), ("org/quimby", "org/foobar")],
        ),
        ("Quimby bought the Ashby mill. Northmet supplies it with slab.", [("org/northmet", "site/ashby-mill")]),
        (
            "Foobar Anodes bakes 300,000 tonnes of anodes a year. They go to the smelters of Northmet. Petroleum coke "
            "is bought from Tanno Oil.",
            [("org/tanno-oil", "org/foobar-anodes")],
        ),
        (
            "The Kirkvale refinery belongs to Foobar. It makes 1.2 million tonnes of alumina a year. The alumina goes "
            "to the Valmont smelter of Northmet.",
            [("org/foobar", "site/valmont-smelter")],
        ),
        (
            "Foobar Ltd owns the Kirkvale refinery and the Valmont smelter. The refinery feeds the company's smelter.",
            [],
        ),
    ],
)
def test_material(extractor: Extractor, text: str, ends: list[tuple[str, str]]) -> None:
    assert sorted((s, o) for s, _, o in rows(extractor, text, "supplies")) == ends


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        (
            "The Hawes aluminium smelter will be shut in August. Owner Foobar Corp (NASDAQ: FBR) says so.",
            {("org/foobar", "site/hawes-aluminium-smelter"): None},
        ),
        (
            "Lindow Carbon bakes anodes. Foobar Metal has 47 per cent of the shares against Northmet's 53.",
            {("org/foobar-metal", "org/lindow-carbon"): 47, ("org/northmet", "org/lindow-carbon"): None},
        ),
        (
            "Quimby Aluminium is a firm whose shares are traded. The Foobar Holding Company owns 92.1% of them.",
            {("org/foobar-holding", "org/quimby-aluminium"): 92.1},
        ),
        (
            "Lindow Metal, a smelting firm, is owned 55.3% by Foobar and 44.7% by Northmet.",
            {("org/foobar", "org/lindow-metal"): 55.3, ("org/northmet", "org/lindow-metal"): 44.7},
        ),
        (
            "Ashby Metal, a wholly owned subsidiary of Quimby, has 60 percent of Kirk Mining.",
            {("org/ashby-metal", "org/kirk-mining"): 60, ("org/quimby", "org/ashby-metal"): 100},
        ),
        (
            "Lindow Metal, in which Foobar has 51 pct and Northmet the remainder, made a profit.",
            {("org/foobar", "org/lindow-metal"): 51, ("org/northmet", "org/lindow-metal"): 49},
        ),
        (
            "Foobar and Northmet will set up a joint venture, Lindow Carbon: the former has 65%, the latter 35%.",
            {("org/foobar", "org/lindow-carbon"): 65, ("org/northmet", "org/lindow-carbon"): 35},
        ),
        (
            "All the shares of Lindow Metal are held by Foobar Investment.",
            {("org/foobar-investment", "org/lindow-metal"): 100},
        ),
    ],
)
def test_shares(extractor: Extractor, text: str, shares: dict[tuple[str, str], float | None]) -> None:
    assert {(s, o): q.get("share") for (s, _, o), q in rows(extractor, text, "owns").items()} == shares


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("Foobar has agreed to buy 30 per cent of Quimby Steel from Northmet. The price is $24.4 million.", 24_400_000),
        ("Foobar has bought Quimby Steel from Northmet. The deal was worth $20 million.", 20_000_000),
        ("Foobar has bought Quimby Steel from Northmet. The price is 40 dollars a share.", None),
        ("Foobar has bought Quimby Steel from Northmet. The profit was $3 million.", None),
        ("Foobar has bought Quimby Steel from Northmet. The price of metal is $2,400 a tonne.", None),
    ],
)
def test_price_in_the_next_sentence(extractor: Extractor, text: str, price: float | None) -> None:
    assert [q.get("price") for q in rows(extractor, text, "acquires").values()] == [price]
    assert [q.get("price") for q in rows(extractor, text, "sells").values()] == [price]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        (
            "Foobar will restart a line at its Valmont smelter. Alumina will come from Quimby Alumina, in which Foobar "
            "has a 40 pct interest.",
            [("org/quimby-alumina", "site/valmont-smelter")],
        ),
        (
            "Foobar makes 300,000 tonnes of aluminium. Coke is bought from Tanno Oil, a subsidiary of Foobar.",
            [],
        ),
        (
            "Quimby Metals has opened a rolling mill at Lindow. Slab for it will come from Foobar's Valmont smelter.",
            [("org/foobar", "site/lindow-processing-plant")],
        ),
        ("Foobar and Northmet have formed Lindow Carbon. Coke is bought from Tanno Oil.", []),
    ],
)
def test_whose_material(extractor: Extractor, text: str, ends: list[tuple[str, str]]) -> None:
    assert sorted((s, o) for s, _, o in rows(extractor, text, "supplies")) == ends


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        (
            "The Board of Foobar Ltd has met. The Ministry of Mines has yet to approve the appointment of Anna Berg.",
            [],
        ),
        ("Foobar lost its lease. The Supreme Court threw out an appeal.", []),
        ("Foobar and Northmet have formed Lindow Carbon. The Antitrust Bureau issued the permit.", []),
    ],
)
def test_approvals(extractor: Extractor, text: str, ends: list[tuple[str, str]]) -> None:
    assert sorted((s, o) for s, _, o in rows(extractor, text, "approves")) == ends
