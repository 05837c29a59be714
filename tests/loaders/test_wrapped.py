"""Lines of a width are read as paragraphs; what stands in them stays where it is stored."""

from __future__ import annotations

import textwrap
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.statement import Document, Statement
from loaders.pipeline import Extractor
from loaders.read import Limits, documents
from loaders.wrapped import unwrapped
from tests.loaders.corpus import DEV, gold, text

ARTICLES = sorted(p.stem for p in DEV.glob("*.txt") if p.stem[:3] in ("own", "rtr"))
NOTE = """Aluminium notes

The London-based trading house said in a note on Thursday that Century
Aluminum owns the Mt. Holly smelter in South Carolina. Norsk Hydro, the
Norwegian producer of aluminium and renewable energy, owns the Sunndal
smelter in Norway.

South32 owns the Hillside smelter in South Africa. Alcoa Corporation ac-
quired Alumina Limited in August 2024.
"""


def lines(stored: str) -> list[str]:
    return [line for line in unwrapped(stored).text.split("\n") if line.strip()]


def wrapped(name: str, width: int) -> str:
    """An article of the corpus in lines of a width; Chinese signs take two columns."""
    rows = text(name).split("\n")
    if name.endswith("_zh"):
        step = width // 2
        return "\n".join("\n".join(r[i : i + step] for i in range(0, max(len(r), 1), step)) for r in rows)
    return "\n".join("\n".join(textwrap.wrap(r, width)) for r in rows)


def said(s: Statement) -> tuple[object, ...]:
    return s.subject, s.predicate, s.object, s.value, s.unit, s.period, s.status, str(s.qualifiers)


@given(name=st.sampled_from(ARTICLES), width=st.sampled_from((60, 66, 72, 78, 80)), end=st.sampled_from(("\n", "\r\n")))
@settings(max_examples=25, deadline=None)
def test_an_article_in_lines_says_what_it_says(name: str, width: int, end: str, extractor: Extractor) -> None:
    date = gold(name)["published"]
    whole = extractor(Document("d", "d", "", published=date, text=text(name))).statements
    stored = wrapped(name, width).replace("\n", end)
    found = extractor(Document("d", "d", "", published=date, text=stored)).statements
    assert Counter(map(said, found)) == Counter(map(said, whole))
    assert all(stored[s.start : s.end] == s.quote for s in found)


@given(st.text(alphabet="ab .-,:A铝\n\r\t(", max_size=200))
@settings(max_examples=200, deadline=None)
def test_every_sign_that_is_read_stands_where_it_is_said_to(stored: str) -> None:
    flow = unwrapped(stored)
    assert all(c in (" ", "\n") or stored[flow.origin(i)] == c for i, c in enumerate(flow.text))
    places = [flow.origin(i) for i in range(len(flow.text))]
    assert places == sorted(places)


@pytest.mark.parametrize("name", ARTICLES)
def test_a_text_of_paragraphs_stays(name: str) -> None:
    assert unwrapped(text(name)).text == text(name)


def test_the_lines_of_a_paragraph_are_one() -> None:
    title, first, second = lines(NOTE)
    assert title == "Aluminium notes"
    assert "that Century Aluminum owns the Mt. Holly" in first
    assert second.endswith("Alcoa Corporation acquired Alumina Limited in August 2024.")


def test_a_quote_is_what_is_stored(extractor: Extractor) -> None:
    found = extractor(Document("d", "d", "", text=NOTE)).statements
    assert {s.quote for s in found if s.predicate == "acquires"} == {
        "Alcoa Corporation ac-\nquired Alumina Limited in August 2024."
    }
    assert {s.subject for s in found if s.predicate == "owns"} >= {"org/century-aluminum", "org/norsk-hydro"}


def test_old_line_ends(extractor: Extractor) -> None:
    stored = "Note\r\rEGA owns Guinea Alumina Corporation.\r\rCentury Aluminum is quiet."
    found = extractor(Document("d", "d", "", text=stored, title=stored))
    assert [s.quote for s in found.statements] == ["EGA owns Guinea Alumina Corporation."]
    assert lines("EGA owns the\r\nshares of Guinea Alumina.\r\n") == ["EGA owns the shares of Guinea Alumina."]


def test_paragraphs_that_only_an_indentation_begins() -> None:
    wire = """    CANBERRA, March 18 - The refinery at Gladstone will be enlarged, the firm
said. It has a capacity of 2.4 mln tonnes and is owned by a group of five
firms.
    Its smelter has been idle since the end of January for want of power, he
said.
 Reuter
"""
    first, second, last = lines(wire)
    assert first.endswith("group of five firms.")
    assert second.strip().startswith("Its smelter")
    assert last.strip() == "Reuter"


@pytest.mark.parametrize(
    "list_",
    [
        "Employees: 930",
        "- a rolling mill in Grevenbroich, which has been there for a long while now\n- another in Hamburg",
        "1. Rusal owns the Bratsk smelter, one of the largest of all in the world\n2. South32 owns Hillside",
        "Owner: Rio Tinto, whose other smelters are Arvida, Alma and Laterriere, all\nEmployees: 930",
        "Home\nProducts\nContact us\nabout us\ncareers",
        "Smelter | Capacity | Owners of the smelter and their shares in per cent of\nArvida | 170 | 100",
    ],
)
def test_items_stay_lines(list_: str) -> None:
    assert unwrapped(f"{NOTE}\n{list_}\n").text.endswith(f"\n\n{list_}\n")


@pytest.mark.parametrize(
    ("parted", "whole"),
    [
        ("the ac-\nquired smelter", "the acquired smelter"),
        ("the big UK-\nbased miner", "the big UK-based miner"),
        ("it makes high-\npurity alumina", "it makes high-purity alumina"),
        ("a plant of Saint-\nGobain there", "a plant of Saint-Gobain there"),
    ],
)
def test_words_that_the_end_of_a_line_parts(parted: str, whole: str) -> None:
    assert unwrapped(f"Note\n\nIt sold {parted}.\n").text == f"Note\n\nIt sold {whole}.\n"


@pytest.mark.parametrize("heading", ["Related news", "You may also be interested in"])
def test_a_short_heading_above_a_long_line_is_no_part_of_it(heading: str) -> None:
    news = "Aluminium Bahrain has entered exclusive negotiations to buy all of Aluminium Dunkerque from a fund."
    stored = (
        f"Note\n\n{heading}\n{news}\n南山铝业收购某铝厂51%股权\nhttps://example.org/news/rusal-owns-bratsk-smelter\n"
    )
    assert unwrapped(stored).text == stored


def test_mail_of_72_columns(tmp_path: Path, extractor: Extractor) -> None:
    head = "From: a@example.org\nSubject: Weekly note\nContent-Type: text/plain; charset=utf-8; format=flowed\n\n"
    body = """The London-based trading house said in a note on Thursday that Century
Aluminum owns the Mt. Holly smelter in South Carolina. Norsk Hydro, the
Norwegian producer of aluminium, owns the Sunndal smelter in Norway.
"""
    file = tmp_path / "a.eml"
    file.write_text(head + body.replace("\n", " \n"), encoding="utf-8")
    (document,) = documents(file, "a.eml", Limits())
    found = extractor(document).statements
    assert {s.subject for s in found if s.predicate == "owns"} == {"org/century-aluminum", "org/norsk-hydro"}
    assert all(document.text[s.start or 0 : s.end] == s.quote for s in found)


def test_lines_of_a_font_whose_letters_differ_in_width() -> None:
    stored = """Northmet is the 40% partner in the Balkal joint venture
with a portfolio of assets in Suriname, Brazil and in
Spain and Guinea, including globally leading bauxite
mines and alumina refineries. Foobar is a Norwegian firm whose shares are at the Oslo
Exchange and in Paris. It owns the casthouse in Essen
(now called Foobar Guss) with its people and machines
and a rolling mill in Kassel that it bought from that firm."""
    assert len(lines(stored)) > 1  # one line is far too long to be of that width
    ragged = stored.replace("Foobar is a Norwegian firm whose shares are at the Oslo", "Foobar is traded in the Oslo")
    assert lines(ragged) == [ragged.replace("\n", " ")]
