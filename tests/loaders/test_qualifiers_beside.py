"""Shares, prices, amounts, products and roles that stand beside a relation or in the next sentence."""

from __future__ import annotations

import pytest

from loaders.examples import read
from loaders.pipeline import Extractor


def _told(extractor: Extractor, text: str, predicate: str, whose: str = "") -> list[dict[str, object]]:
    rows = [s for s in read(extractor, text).statements if s.predicate == predicate and whose in s.subject]
    return [{**s.qualifiers, "status": s.status} for s in rows]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Foobar Metals, which is also the largest shareholder of Suralco, with 34 percent, sold alumina.", 34),
        ("Foobar Metals remains the majority shareholder of Suralco with 53.6 per cent.", 53.6),
        ("Suralco makes alumina. Foobar Metals is still the biggest holder, with 24 per cent.", 24),
        ("With 34 percent Foobar Metals is the largest shareholder of Suralco.", 34),
        ("Suralco's biggest shareholder is Foobar Metals with 61 percent.", 61),
        ("Foobar Metals is the largest shareholder in Suralco (22.5 percent).", 22.5),
        ("Foobar Metals owns half of Suralco, the other half being with Northmet AS of Norway.", 50),
        ("Suralco is a joint venture of Northmet AS and the Foobar Authority (FA), whose holding is 30 per cent.", 30),
        ("Suralco makes alumina. Foobar Metals has owned all of it since Rio Tinto gave up its shares.", 100),
    ],
)
def test_a_holder_has_the_share_that_is_told_behind_it(text: str, share: float, extractor: Extractor) -> None:
    assert any(row.get("share") == share for row in _told(extractor, text, "owns", "foobar"))


@pytest.mark.parametrize(
    "text",
    [
        "Foobar Metals is the largest shareholder of Suralco, with 34 percent of the market.",
        "Foobar Metals is the largest shareholder of Suralco, ahead of Northmet with 20 percent.",
        "Foobar Metals is the majority owner of Suralco, a smelter with 30 percent scrap in its charge.",
    ],
)
def test_another_figure_is_no_share(text: str, extractor: Extractor) -> None:
    assert all("share" not in row for row in _told(extractor, text, "owns", "foobar"))


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("Northmet has agreed to buy Suralco. It will pay about 825 million euros and hopes to close soon.", 825e6),
        ("Northmet will sell Suralco to Foobar Metals. The buyer is to pay 59.5 million euros in cash.", 59.5e6),
        ("Northmet bought Suralco from Foobar Metals in 2019. The seller received 24 million euros.", 24e6),
        ("Northmet bought Suralco from Foobar Metals. The two sides agreed on a price of 24 million euros.", 24e6),
        ("Foobar Metals handed Suralco over to Northmet. The sale was completed on Tuesday for 7 million euros.", 7e6),
        ("Northmet bought Suralco from Foobar Metals. The deal cost it 24 million euros.", 24e6),
    ],
)
def test_the_price_is_told_in_the_next_sentence(text: str, price: float, extractor: Extractor) -> None:
    assert any(row.get("price") == price for row in _told(extractor, text, "acquires"))


@pytest.mark.parametrize(
    "rest",
    [
        "It paid 24 million euros in fines for spills.",
        "It paid a dividend of 24 million euros.",
        "The mill cost 24 million euros.",
        "It received 24 million euros from the state.",
    ],
)
def test_other_payments_are_no_price(rest: str, extractor: Extractor) -> None:
    rows = _told(extractor, f"Northmet bought Suralco from Foobar Metals in 2019. {rest}", "acquires")
    assert rows
    assert all("price" not in row for row in rows)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Foobar Energy sells power to Suralco under a contract of 2021. The contract fixes the amount, 300 MW.",
            {"quantity": 300, "unit": "MW", "product": "electricity"},
        ),
        (
            "Suralco draws its power from Foobar Energy. Deliveries are 300 megawatts.",
            {"quantity": 300, "unit": "MW", "product": "electricity"},
        ),
        (
            "About half of the alumina for the Paranam smelter is supplied by Foobar Metals; the rest is bought.",
            {"quantity": 50, "unit": "percent", "product": "alumina"},
        ),
        (
            "Nearly all the rod is shipped by Suralco, which buys its metal from the smelter company Foobar Metals.",
            {"product": "aluminium"},
        ),
        (
            "Northmet owns Foobar Energy, a coal firm that delivers the fuel for Northmet's power plant at Moengo.",
            {"product": "coal"},
        ),
        ("Steam for the Paranam refinery is supplied by Foobar Energy.", {"product": "steam"}),
        ("Foobar Energy supplies the Paranam smelter, which makes metal.", {"product": "electricity"}),
        (
            "The Paranam smelter gets its alumina from Northmet and its power from Foobar Energy.",
            {"product": "electricity"},
        ),
        (
            "Suralco bought its alumina from Rio Tinto. Deliveries now come from Foobar Metals of Norway.",
            {"product": "alumina"},
        ),
    ],
)
def test_what_flows_and_how_much(text: str, wanted: dict[str, object], extractor: Extractor) -> None:
    assert any(wanted.items() <= row.items() for row in _told(extractor, text, "supplies", "foobar"))


def test_other_amounts_do_not_flow(extractor: Extractor) -> None:
    text = "Suralco buys its bauxite from Foobar Metals. The refinery has a capacity of 2 million tonnes a year."
    assert all("quantity" not in row for row in _told(extractor, text, "supplies"))


def test_whoever_buys_a_maker_is_not_supplied(extractor: Extractor) -> None:
    assert not _told(extractor, "Northmet will buy Suralco, a maker of alumina, from Foobar Metals.", "supplies")


def test_a_stake_that_was_told_is_sold(extractor: Extractor) -> None:
    text = "Foobar Metals used to hold 25 per cent of Suralco, but sold that stake to Northmet in 2007."
    assert {"share": 25, "status": "actual"} in _told(extractor, text, "sells")
    text = "Alcoa has 30 percent of Suralco; Foobar AG was a shareholder until 2022, when it sold its quarter to Pib."
    assert [row["share"] for row in _told(extractor, text, "sells")] == [25]


@pytest.mark.parametrize(
    ("text", "predicate", "status"),
    [
        ("The Paranam smelter would have a capacity of 720,000 tonnes of aluminium a year.", "produces", "planned"),
        ("The Paranam smelter had a capacity of 230,000 tonnes of aluminium a year.", "produces", "ended"),
        ("The Paranam smelter had a capacity of 230,000 tonnes of aluminium in 2019.", "produces", "actual"),
        ("The Paranam smelter, with a capacity of 9,000 tonnes of ingot, went dark in 2019.", "produces", "ended"),
        (
            "The Paranam smelter could make 87,000 tonnes of ingot until its pots were cut off.",
            "produces",
            "ended",
        ),
        (
            "The Paranam smelter is designed for 9,000 tonnes of ingot and will cost 4 million.",
            "produces",
            "planned",
        ),
        ("The Paranam smelter is designed for 9,000 tonnes of ingot and employs 500 people.", "produces", "actual"),
        ("The ruling sank the sale of Suralco to the investor Foobar Partners.", "acquires", "denied"),
        ("Northmet is taking over Foobar Metals' 2.46% of Suralco.", "sells", "planned"),
        ("Suralco runs a mill at Moengo. Before that the mill had belonged to Foobar Metals.", "owns", "ended"),
        (
            "Suralco has a smelter at Moengo. Until 2015 power was bought from Foobar Energy, a unit of Northmet.",
            "supplies",
            "ended",
        ),
        ("Anna Holm will go on as managing director of Suralco.", "officerOf", "actual"),
        ("Anna Holm is to be chairman of Suralco.", "officerOf", "planned"),
        ("Anna Holm, who was managing director of Suralco when the pond burst, was fined.", "officerOf", "ended"),
        (
            "The court has approved the sale of Suralco to Northmet, bankruptcy administrator Anna Holm said.",
            "officerOf",
            "actual",
        ),
    ],
)
def test_the_words_tell_how_it_stands(text: str, predicate: str, status: str, extractor: Extractor) -> None:
    assert {row["status"] for row in _told(extractor, text, predicate)} == {status}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Anna Holm, who heads Suralco in South America, said so.", "head in South America"),
        ("Anna Holm, who heads Suralco in Perth's suburbs, left.", "head"),
        ('"We know it," said Anna Holm, interim president of Suralco.', "interim president"),
    ],
)
def test_a_role_is_told_in_full(text: str, role: str, extractor: Extractor) -> None:
    assert [row["role"] for row in _told(extractor, text, "officerOf")] == [role]


@pytest.mark.parametrize(
    ("text", "predicate", "status"),
    [
        ("Foobar Energy has signed a letter of intent to deliver power to the Paranam smelter.", "supplies", "planned"),
        ("Foobar Energy has signed a contract to deliver power to the Paranam smelter.", "supplies", "actual"),
        ("Quuxal Ltd, the bauxite company of Northmet in Guinea, was sold to Foobar Metals.", "owns", "ended"),
        ("Suralco, which stays the owner, has let its works in Lyon to Foobar Metals.", "operates", "ended"),
        ("Suralco completed the transfer of its smelter at Moengo to Foobar Metals.", "operates", "ended"),
        ("Northmet's Moengo refinery, built for 9 million dollars, was closed in 1981.", "operates", "ended"),
        ("Northmet's Moengo refinery has been idle since 2020.", "operates", "actual"),
        ("Under the contract that ran out on Sunday, power was sold to Suralco by Foobar Energy.", "supplies", "ended"),
        ("Northmet and Foobar Metals will set up a joint venture, Suralco.", "owns", "planned"),
        ("Northmet and Foobar Metals have set up a joint venture, Suralco.", "owns", "actual"),
    ],
)
def test_what_was_sold_let_or_ended(text: str, predicate: str, status: str, extractor: Extractor) -> None:
    assert {row["status"] for row in _told(extractor, text, predicate)} == {status}


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("Foobar Metals has held Suralco since 2011.", "owns"),
        ("The High Court on Monday placed Suralco, a maker of foil, under provisional liquidators.", "approves"),
        ("The High Court declared Suralco insolvent.", "approves"),
        ("The Quux Power Administration will sell electricity to the Paranam smelter.", "supplies"),
        ("The Quux Research and Design Centre (QRDC) in Nagpur has a staff of 110.", "locatedIn"),
        ("Suralco mines bauxite. Foobar Resources sold the mine company to Northmet in 2008.", "acquires"),
    ],
)
def test_more_that_is_told(text: str, predicate: str, extractor: Extractor) -> None:
    assert len(_told(extractor, text, predicate)) == 1


def test_a_pronoun_tells_no_holding_of_the_whole(extractor: Extractor) -> None:
    text = "Foobar Resources sold Suralco to Northmet. Northmet's subsidiary Quuxal Ltd has held it since 2011."
    assert [row for row in _told(extractor, text, "owns") if row["status"] == "actual"] == [{"status": "actual"}]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Anna Holm, director of the Smelting Department at Suralco, said so.", "director of the Smelting Department"),
        ("Anna Holm, vice president for alumina at Suralco, said so.", "vice president for alumina"),
        ("Anna Holm runs Suralco's smelting division.", "head of the smelting division"),
        ("Anna Holm, the company secretary of Suralco, said so.", "company secretary"),
        ("Anna Holm, co-founder and president of Suralco, said so.", "co-founder and president"),
        ("Anna Holm, founder and chairman, controls Suralco.", "chairman"),
    ],
)
def test_a_role_with_its_part_of_a_firm(text: str, role: str, extractor: Extractor) -> None:
    assert _told(extractor, text, "officerOf") == [{"role": role, "status": "actual"}]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("After the sale Foobar Metals will be left with 31 percent of Suralco.", 31),
        ("Foobar Metals has a two-thirds majority in Suralco.", 66.67),
    ],
)
def test_what_a_sale_leaves(text: str, share: float, extractor: Extractor) -> None:
    assert [row["share"] for row in _told(extractor, text, "owns")] == [share]


def test_where_capacity_is_that_moves(extractor: Extractor) -> None:
    text = "Northmet will relocate 200,000 tonnes of its aluminium capacity in Henan to Wenshan."
    assert [row["from"] for row in _told(extractor, text, "transfersCapacityTo")] == ["Henan"]
