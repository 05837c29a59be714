"""Whose a post is that stands without a house, and on which exchange a firm's shares are."""

from __future__ import annotations

import pytest

from graph.statement import Document, document_id
from loaders.pipeline import Extractor


def ends(extractor: Extractor, text: str, predicate: str) -> set[tuple[str, str, str]]:
    found = extractor(Document(document_id(text), text, "", text=f"Title\n\n{text}\n", language="en")).statements
    return {(s.subject_mention, s.object_mention, s.status) for s in found if s.predicate == predicate}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Suralco makes alumina. Anna Holm, president of the union local, said members were angry.", set()),
        ("Suralco makes alumina. The insolvency administrator Frank Meyer said nothing.", set()),
        (
            "Suralco makes alumina. Foobar Project Authority director Karl Meyer said so.",
            {("Karl Meyer", "Foobar Project Authority")},
        ),
        (
            "Suralco may build a smelter, according to director of business development Nadja Brandt.",
            {("Nadja Brandt", "Suralco")},
        ),
        (
            "News of people.\n\nSURALCO. Karl Meyer stepped down as finance director in May.\n\n"
            "QUUX LTD (NYSE: QUX). Anna Holm takes over as treasurer on 1 June.",
            {("Karl Meyer", "SURALCO"), ("Anna Holm", "QUUX LTD")},
        ),
        ("Suralco makes alumina. Anna Holm, Head of Quality Control, said so.", set()),
        ("Anna Holm, head of Aluminium Trading at Quux Capital, said so.", {("Anna Holm", "Quux Capital")}),
        ("Karl Meyer, Governor of Norland, was there.", {("Karl Meyer", "Norland")}),
        ("Karl Meyer, governor of Norland Bank, was there.", {("Karl Meyer", "Norland Bank")}),
    ],
)
def test_a_post_is_of_whom_the_text_speaks(text: str, expected: set[tuple[str, str]], extractor: Extractor) -> None:
    assert {(s, o) for s, o, _ in ends(extractor, text, "officerOf")} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Holders on the Oslo Stock Exchange own a third of Quux Ltd.",
            {("Quux Ltd", "Oslo Stock Exchange", "actual")},
        ),
        ("The shares of Quux Ltd will be on B3 from May.", {("Quux Ltd", "B3", "planned")}),
        ("Quux Ltd and Foobar Ltd lost money. Shares on the Oslo Stock Exchange fell.", set()),
        ("Quux Ltd said that traders on the London Metal Exchange sold it.", set()),
        ("Quux Ltd, the metals firm of the Foobar group, is to be listed on B3.", {("Quux Ltd", "B3", "planned")}),
    ],
)
def test_an_exchange_beside_a_word_of_shares_quotes_the_only_firm(
    text: str, expected: set[tuple[str, str, str]], extractor: Extractor
) -> None:
    assert ends(extractor, text, "listedOn") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<Canadian Reynolds Metals Co Ltd> has a smelter at Foobar.", "Canadian Reynolds Metals Co Ltd"),
        ("The Venezuelan Guayana Corporation (CVG) has a smelter at Foobar.", "Venezuelan Guayana Corporation"),
    ],
)
def test_a_nation_belongs_to_the_name(text: str, expected: str, extractor: Extractor) -> None:
    assert {s for s, _, _ in ends(extractor, text, "operates")} == {expected}


def test_a_list_ends_with_and(extractor: Extractor) -> None:
    text = "Quux Ltd is owned by Foobar Corp, Alcoa with a share of 80 pct. Baz Ltd is owned by Hydro, Alcoa and Rusal."
    found = {(s, o) for s, o, _ in ends(extractor, text, "owns")}
    assert found >= {("Foobar Corp", "Quux Ltd"), ("Hydro", "Baz Ltd"), ("Rusal", "Baz Ltd")}
    assert ("Alcoa", "Quux Ltd") not in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MOENGO, Quebec, Oct 1 - Foobar Ltd restarted its smelter here.", {("Moengo", "Quebec")}),
        ("MOENGO, Quebec, Oct 1 - Foobar Ltd restarted its smelter at Gander.", set()),
        (
            "Foobar Ltd runs plants in Linyi, Shandong, and in Jiayuguan, Gansu.",
            {("Linyi", "Shandong"), ("Jiayuguan", "Gansu")},
        ),
        ("Foobar Ltd runs plants in Hamburg, Essen and Voerde.", set()),
    ],
)
def test_a_town_lies_in_its_state(text: str, expected: set[tuple[str, str]], extractor: Extractor) -> None:
    found = ends(extractor, text, "locatedIn")
    assert {(s, o) for s, o, _ in found if "plant" not in s and "smelter" not in s} == expected
