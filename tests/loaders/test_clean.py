"""Titles, bodies and boilerplate."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.clean import blocks, markers


def kinds(text: str) -> dict[str, str]:
    return {text[b.start : b.end].strip(): b.kind for b in blocks(text, markers())}


@given(st.text(alphabet="ab. \n\t:铝", max_size=80))
@settings(max_examples=50, deadline=None)
def test_blocks_cover_the_text(text: str) -> None:
    found = blocks(text, markers())
    assert "".join(text[b.start : b.end] for b in found) == text
    assert all(a.end == b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "heading",
    [
        "Related News",
        "Related Articles",
        "RECOMMEND",
        "Read more",
        "You may also like",
        "Most read",
        "相关新闻",
        "Recommended for you",
        "Forward-Looking Statements",
    ],
)
def test_a_tail_is_none_of_the_article(heading: str) -> None:
    found = kinds(f"Headline\n\nAlcoa owns Suralco.\n{heading}\nHydro bought Alunorte, they said.\n")
    assert found["Headline"] == "title"
    assert found["Alcoa owns Suralco."] == "body"
    assert found[heading] == found["Hydro bought Alunorte, they said."] == "boilerplate"


@pytest.mark.parametrize(
    "line",
    [
        "Data Source Statement: all other data are processed by us.",
        "For any inquiries or to learn more, please contact: a@example.org",
        "The figures are for reference only and do not constitute advice.",
        "We use cookies to improve this site.",
        "Subscribe to our newsletter",
        "Share this story: Mail",
        "14 hours ago",
        "07/11/2025",
        "Published: Jul 31, 2025 17:43",
        "© 2025 Metal Weekly",
        "Jane Foobar is a senior reporter at Metal Weekly.",
        "About the author: Jane Foobar covers aluminium.",
        "Alcoa shuts a smelter | Hydro buys Alumetal",
        "(Reporting by Jane Foobar; editing by John Quux)",
        "Skip to main content",
        "Facebook Twitter LinkedIn",
    ],
)
def test_noise_in_the_middle(line: str) -> None:
    found = kinds(f"Headline\nAlcoa owns Suralco.\n{line}\nIt makes alumina.\n")
    assert found[line] == "boilerplate"
    assert found["It makes alumina."] == "body"


def test_about_a_company_is_body() -> None:
    found = kinds("Headline\nThe park opened.\nAbout Alcoa:\nAlcoa has 100,000 employees.\n")
    assert found["Alcoa has 100,000 employees."] == "body"


def test_a_repeated_line_is_a_teaser() -> None:
    line = "A line that is long enough and stands here twice."
    found = blocks(f"Headline\n{line}\nOther text.\n{line}\n", markers())
    assert [b.kind for b in found] == ["title", "body", "body", "boilerplate"]


def test_a_first_sentence_is_no_second_title() -> None:
    found = kinds("A headline that ends in a stop.\nAlcoa owns Suralco.\nIt is in Surinam.\n")
    assert found["Alcoa owns Suralco."] == "body"


def test_a_menu_above_the_article_opens_no_tail() -> None:
    text = "* Home\n* Our Coverage\n* Contact\n\nFoobar owns Northmet, which makes foil in the town of Lahti.\n"
    assert kinds(text)["Foobar owns Northmet, which makes foil in the town of Lahti."] == "body"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Foobar Group bought Northmet Foil from Kestrel Metals.", "body"),
        ("Foobar Group is based in Oslo, Norway.", "body"),
        ("Foobar Group Buys Northmet Foil from Kestrel Metals.", "title"),
        ("Foobar Group Buys Northmet Foil", "title"),
    ],
)
def test_a_first_line_is_a_sentence_where_its_verb_is_small(line: str, kind: str) -> None:
    assert kinds(f"{line}\n\nIt makes foil in Lahti.\n")[line] == kind


@pytest.mark.parametrize("line", ["Alcoa owns Norsal, " * 40, "x" * 500, "中国铝业收购云铝股份，" * 10])
def test_a_long_first_line_is_no_title(line: str) -> None:
    """A document that is one line says something; it was a title where its language writes no spaces."""
    assert [b.kind for b in blocks(f"{line}\n", markers())] == ["body"]
