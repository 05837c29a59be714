"""Compound plants, units told by their town, buyers and watchers of deals, material whose maker stands above."""

from __future__ import annotations

import pytest

from graph.statement import Document
from loaders.pipeline import Extractor
from tests.loaders.told import Row, read, rows


def said(extractor: Extractor, text: str) -> set[Row]:
    """What a text says: predicate or metric, whose, and of what or how much."""
    return rows(read(extractor, text))


def mentioned(extractor: Extractor, text: str) -> set[str]:
    """How a text calls those of whom it says something."""
    made = extractor(Document("doc/beside", "beside", "", text=f"In brief\n\n{text}\n", language="en"))
    return {m for s in made.statements for m in (s.subject_mention, s.object_mention) if m}


TOLD = [
    # a firm by its trade in its own language, by what it has, and by the town before its name
    ("Brelia Aluminio has rolled metal since 1952. Its mill at Puebla makes foil.",
     ("operates", "Brelia Aluminio", "mill at Puebla")),
    ("Visitors call at Brelia Norman's recycling plant in Leeds.",
     ("operates", "Brelia Norman", "Brelia Norman's recycling plant at Leeds")),
    ("Foobar makes foil. Its subsidiary in Kladno, Alfprof, makes sheet and employs 40 people.",
     ("employees", "Alfprof", "40")),
    ("Foobar makes foil. Its subsidiary in Kladno, Alfprof, makes sheet.", ("locatedIn", "Alfprof", "Kladno")),
    ("Foobar makes foil. Its subsidiary in Kladno, Alfprof, makes sheet.", ("owns", "Foobar", "Alfprof")),
    # plants of two trades
    ("Northmet bought the Quarna stamping and coating plant. The plant employs 200 people.",
     ("employees", "Quarna stamping and coating plant", "200")),
    ("Foobar bought the Quarna rolling and forging works. The works employs 90 people, and the Quarna Metal Plant, as "
     "it was called, had 400.",
     ("employees", "Quarna rolling and forging works", "90")),
    ("Northmet runs a smelter at Leeds. It will build a foil mill at Quarna. The new plant will make foil.",
     ("produces", "foil mill at Quarna", "foil")),
    ("Alcoa's Kindia refinery was up and running again in 2018.", ("develops", "Alcoa", "Alcoa's Kindia refinery")),
    # deals and who watches over them
    ("Northmet, a holding company in Oslo, paid 230 million dollars for the whole of Brelia. The Federal Antimonopoly "
     "Service cleared the buyer in May.", ("approves", "Federal Antimonopoly Service", "Northmet")),
    ("Foobar completed the sale of Brelia to Northmet. The new owner will put 30 million euros into the smelter at "
     "Leeds.", ("develops", "Northmet", "smelter at Leeds")),
    ("Northmet bought Brelia. Brelia makes foil. The European Commission gave its blessing in May.",
     ("approves", "European Commission", "Northmet")),
    ("Northmet plans a mill at Leeds. Consent from the Hull Ecology and Environment Bureau is still needed.",
     ("approves", "Hull Ecology and Environment Bureau", "mill at Leeds")),
    ("Foobar plans a mill at Leeds. Quarna county's development and reform commission put the new mill on record.",
     ("approves", "Quarna county's development and reform commission", "mill at Leeds")),
    # figures
    ("Foobar pressed 98,000 tonnes of profiles in 2020.", ("production", "Foobar", "98000")),
    ("Foobar, listed on the Oslo Stock Exchange, pressed 98,000 tonnes of profiles in 2020.",
     ("production", "Foobar", "98000")),
    ("The Foobar plant took in 9,500 tonnes of scrap in 2020 and recovered 5,200 tonnes of aluminium.",
     ("production", "Foobar plant", "5200")),
    ("The Foobar plant took in 9,500 tonnes in 2020 and recovered 5,200 tonnes of aluminium.",
     ("consumption", "Foobar plant", "9500")),
    ("The Foobar plant took in 9,500 tonnes in 2020 and recovered 5,200 tonnes of aluminium.",
     ("production", "Foobar plant", "5200")),
    ("A line costing 30 million euros is to be built at the Foobar plant.", ("investment", "Foobar plant", "3e+07")),
    ("Foobar runs a recycling plant in Leeds. Dross comes from Northmet's smelter at Hull. The plant took in 9,500 "
     "tonnes in 2020.", ("consumption", "recycling plant at Leeds", "9500")),
    ("Foobar bought alumina from Northmet's refinery at Hull. The refinery makes 300,000 tonnes.",
     ("production", "Northmet's refinery at Hull", "300000")),
    ("Foobar is putting a new press into its plant at Leeds for 210 million euros.",
     ("investment", "plant at Leeds", "2.1e+08")),
    ("Brelia earned 9 million euros in 1997. Juan Cortes stays on as president.",
     ("officerOf", "Juan Cortes", "Brelia")),
    # material
    ("Brelia cast 3,000 tonnes of billet, most of which goes back to Northmet.", ("supplies", "Brelia", "Northmet")),
    ("Brelia bakes anodes at Leeds, a third of which are sold to Alcoa.", ("supplies", "Brelia", "Alcoa")),
    ("Northmet bought Brelia. Alcoa supplies all the alumina that it needs.", ("supplies", "Alcoa", "Northmet")),
    ("Foobar runs a mill in Leeds that can roll foil. Strip for it comes from Brelia.",
     ("supplies", "Brelia", "mill at Leeds")),
]  # fmt: skip

UNTOLD = [
    ("Foobar makes foil. Its subsidiary in Kladno, Alfprof, makes sheet.", ("locatedIn", "Foobar", "Kladno")),
    ("Foobar makes foil. Its subsidiary in Kladno, Alfprof, makes sheet and employs 40 people.",
     ("employees", "Foobar", "40")),
    ("Foobar has smelters at Dunkirk and Lille. Northmet will put 20 million euros into the smelters.",
     ("develops", "Northmet", "smelter at Lille")),
    ("Foobar has smelters at Dunkirk and Lille. Northmet will put 20 million euros into the smelters.",
     ("investment", "Northmet", "2e+07")),
    ("NVE issued a licence for Foobar's mill. The Ministry of Energy confirmed it over the protests of herders.",
     ("approves", "Ministry of Energy", "Foobar")),
    ("The Foobar plant took in 9,500 tonnes of scrap in 2020 and recovered 5,200 tonnes of aluminium.",
     ("consumption", "Foobar plant", "5200")),
    ("Northmet bought Brelia. Brelia earned 9 million euros in 1997. Juan Cortes stays on as president.",
     ("officerOf", "Juan Cortes", "Northmet")),
    ("Foobar runs a plant, most of which was sold to Brelia.", ("supplies", "Foobar", "Brelia")),
    ("Foobar has 400 workers, half of whom come from Northmet.", ("supplies", "Northmet", "Foobar")),
    ("Foobar's mill at Leeds is running.", ("develops", "Foobar", "Foobar's mill at Leeds")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), TOLD)
def test_it_is_told(extractor: Extractor, text: str, told: tuple[str, str, str]) -> None:
    assert told in said(extractor, text)


@pytest.mark.parametrize(("text", "untold"), UNTOLD)
def test_it_is_not_told(extractor: Extractor, text: str, untold: tuple[str, str, str]) -> None:
    assert untold not in said(extractor, text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Foobar runs a coke calcining plant in Leeds.", "coke calcining plant in Leeds"),
        ("Foobar will build a battery foil mill in Leeds.", "battery foil mill in Leeds"),
        ("Northmet closed its engine block foundry in Leeds.", "engine block foundry in Leeds"),
    ],
)
def test_words_of_the_trade_belong_to_the_plant(extractor: Extractor, text: str, form: str) -> None:
    assert form in mentioned(extractor, text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("A firm operating plants in Ghana said so. Foobar runs mills in Ghana.", "firm operating plants in Ghana"),
        ("Foobar said the strike left port workers idle.", "strike left port"),
    ],
)
def test_verbs_do_not(extractor: Extractor, text: str, form: str) -> None:
    assert form not in mentioned(extractor, text)
