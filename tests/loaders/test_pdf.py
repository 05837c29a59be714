"""PDF: lines to paragraphs, however they are spaced, over pages and columns; what the file tells of itself."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from graph.statement import Document, Extraction
from graph.views import page
from loaders.pipeline import Extractor, load
from loaders.read import Limits, documents
from tests.loaders.made import drawn

WRAPPED = (
    "The London-based trading house said in a note that Century",
    "Aluminum had completed its acquisition of the Mt. Holly smelter from",
    "Alcoa, and that Norsk Hydro owns the Sunndal smelter in Norway.",
)


def read(raw: bytes, folder: Path) -> Document:
    path = folder / "a.pdf"
    path.write_bytes(raw)
    return next(documents(path, "a.pdf", Limits()))


def column(lines: Sequence[str], leading: float, x: float = 50, y: float = 780) -> list[tuple[float, float, str]]:
    return [(x, y - leading * k, line) for k, line in enumerate(lines)]


@pytest.mark.parametrize("leading", [11, 12, 15, 18, 20, 24])
def test_lines_are_joined_however_far_apart_they_stand(leading: float, tmp_path: Path) -> None:
    rows = ["A note", "", *WRAPPED, "", *WRAPPED]
    text = read(drawn([row for row in column(rows, leading) if row[2]]), tmp_path).text
    assert text == f"A note\n\n{' '.join(WRAPPED)}\n\n{' '.join(WRAPPED)}\n"


def test_a_sentence_goes_on_over_the_page(tmp_path: Path, extractor: Extractor) -> None:
    head, foot = (50, 810, "Annual report"), (50, 20, "Page 1")
    first = [head, *column(["The year was good. In March, Century"], 14), foot]
    rest = "Aluminum acquired the Mt. Holly smelter from Alcoa. EGA owns Guinea Alumina Corporation."
    path = tmp_path / "a.pdf"
    path.write_bytes(drawn(first, [head, *column([rest], 14), foot]))
    (found,) = load(path, "a.pdf", extractor, Limits())
    assert isinstance(found, Extraction)
    said = {(s.subject, s.predicate): (s.quote, page(found.document, s.start)) for s in found.statements}
    sentence = "In March, Century Aluminum acquired the Mt. Holly smelter from Alcoa."
    assert said["org/century-aluminum", "acquires"] == (sentence, 1)
    assert said["org/emirates-global-aluminium", "owns"] == ("EGA owns Guinea Alumina Corporation.", 2)


def test_a_table_does_not_go_on_over_the_page(tmp_path: Path) -> None:
    pages = [[(50, 700, "Hillside South32 720")], [(50, 780, "Arvida Rio Tinto 170")]]
    assert read(drawn(*pages), tmp_path).text == "Hillside South32 720\n\f\nArvida Rio Tinto 170\n"


def test_columns_that_are_drawn_row_by_row(tmp_path: Path) -> None:
    left = (
        "Century Aluminum owns the Mt. Holly",
        "smelter in South Carolina. The smelter",
        "has a capacity of 229 kt.",
    )
    right = ("Norsk Hydro owns the Sunndal smelter", "in Norway. Rio Tinto holds 50 % of", "Aluminerie Alouette.")
    rows = [cell for pair in zip(column(left, 14, 50), column(right, 14, 310), strict=True) for cell in pair]
    text = read(drawn([(50, 810, "Two columns"), *rows]), tmp_path).text
    assert text == f"Two columns\n\n{' '.join(left)}\n\n{' '.join(right)}\n"


def test_a_table_is_no_columns(tmp_path: Path) -> None:
    rows = (("Smelter", "Owner", "kt"), ("Mt. Holly", "Century Aluminum", "229"), ("Hillside", "South32", "720"))
    cells = [(x, 780 - 18 * k, cell) for k, row in enumerate(rows) for x, cell in zip((50, 200, 400), row, strict=True)]
    assert read(drawn(cells), tmp_path).text == "\n\n".join(" ".join(row) for row in rows) + "\n"


def test_the_mark_of_a_footnote_cuts_no_paragraph(tmp_path: Path) -> None:
    out = io.BytesIO()
    text = "Century Aluminum owns the Mt. Holly smelter<super>1</super> in South Carolina, 20 m<super>2</super> large."
    SimpleDocTemplate(out, invariant=1).build([Paragraph(text, getSampleStyleSheet()["Normal"])])
    found = read(out.getvalue(), tmp_path).text
    assert found.startswith("Century Aluminum owns the Mt. Holly smelter in South Carolina, 20 m")
    assert "2 large.\n" in found


def test_which_hyphens_stay(tmp_path: Path) -> None:
    lines = ("The UK-", "based miner's high-", "purity plant pro-", "duced for a state-", "owned firm.")
    text = read(drawn(column(lines, 12)), tmp_path).text
    assert text == "The UK-based miner's high-purity plant produced for a state-owned firm.\n"


def test_what_the_text_says_comes_before_what_the_program_wrote(tmp_path: Path) -> None:
    lines = ["Smelter capacity", "", "Published: Jul 31, 2025 17:43", "", "South32 owns the Hillside smelter."]
    rows = [row for row in column(lines, 14) if row[2]]
    dated = read(drawn(rows), tmp_path)
    assert (dated.title, dated.publisher, dated.published) == ("Smelter capacity", None, "2025-07-31")
    named = read(drawn(rows, title="A title", author="Metal Wire"), tmp_path)
    assert (named.title, named.publisher) == ("A title", "Metal Wire")
