"""Web pages, PDF, Word and e-mail: the same article gives the same statements; what is broken says so."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace
from itertools import product
from pathlib import Path

import docx
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from graph.statement import Document, Extraction
from graph.views import page
from loaders.pipeline import Extractor, load
from loaders.read import Limits, documents
from ontology.errors import UnreadableDocument
from tests.loaders.made import docx_of, eml_of, page_of, pdf_of

SEEDS = sorted(Path("seeds/documents").glob("*.txt"))
TITLE = "Suralco restarts Paranam refinery"
LINES = (
    "Suralco has restarted the Paranam refinery in Suriname. It can make 1.2 million tonnes of alumina a year.",
    "Suralco is owned 55 percent by Alcoa. The plant employs 900 workers.",
)


def one(path: Path, limits: Limits | None = None) -> Document:
    return next(documents(path, str(path), limits or Limits()))


def said(extraction: Extraction) -> set[tuple[object, ...]]:
    return {(s.subject, s.predicate, s.object, s.value, s.unit, s.status) for s in extraction.statements}


@pytest.mark.parametrize("suffix", [".html", ".pdf", ".docx", ".eml"])
@pytest.mark.parametrize("seed", SEEDS, ids=lambda p: p.stem[:20])
def test_every_format_gives_the_same_statements(seed: Path, suffix: str, tmp_path: Path, extractor: Extractor) -> None:
    text = one(seed).text
    title, *lines = (x for x in text.split("\n") if x.strip())
    plain = tmp_path / "plain.txt"
    plain.write_text("\n\n".join([title, *lines]), encoding="utf-8")
    path = tmp_path / f"page{suffix}"
    made = {".html": page_of, ".pdf": pdf_of, ".docx": docx_of, ".eml": lambda t, x: eml_of(t, x).as_bytes()}[suffix]
    raw = made(title, tuple(lines))
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    (expected,), (found,) = (list(load(p, p.name, extractor, Limits())) for p in (plain, path))
    assert isinstance(expected, Extraction)
    assert isinstance(found, Extraction)
    assert said(found) == said(expected)
    for s in found.statements:
        assert found.document.text[s.start : s.end] == s.quote


def test_pages_of_a_pdf(tmp_path: Path) -> None:
    words = ("".join(p) for p in product("abcd", repeat=3))
    lines = tuple(f"{LINES[0]} The {word} line of the alu\u00adminium plant is {word}." for word in words)
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of(TITLE, lines))
    found = one(path)
    last = found.text.index("is ddd.")
    assert page(found, 0) == 1
    assert page(found, last) == found.text.count("\f") + 1 > 2
    assert page(replace(found, format="text/plain; utf-8"), last) is None
    assert "Metal Wire - daily" not in found.text
    assert "Page 2" not in found.text
    assert "aluminium plant" in found.text


def test_words_parted_at_the_end_of_a_line_are_joined(tmp_path: Path) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for k, line in enumerate(("The refinery makes alu-", "mina in Paranam, and Alcoa-", "Hydro is another firm.")):
        canvas.drawString(60, 700 - 14 * k, line)
    canvas.save()
    path = tmp_path / "a.pdf"
    path.write_bytes(out.getvalue())
    assert "makes alumina in Paranam, and Alcoa-Hydro is" in one(path).text


def test_a_table_in_word_stays_in_its_place(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Before the table.")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Smelter", "600,000 tonnes"
    document.add_paragraph("After the table.")
    document.save(str(tmp_path / "a.docx"))
    assert one(tmp_path / "a.docx").text == "Before the table.\n\nSmelter | 600,000 tonnes\n\nAfter the table.\n"


def test_cells_of_word(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    for k, text in enumerate(("Hillside", "229", "229")):
        table.cell(0, k).text = text
    table.cell(1, 0).merge(table.cell(1, 1)).text = "Both\nyears"
    inner = table.cell(1, 2).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "Rio Tinto owns the Arvida smelter."
    document.save(str(tmp_path / "a.docx"))
    assert one(tmp_path / "a.docx").text == (
        "Hillside | 229 | 229\n\nBoth years | \n\nRio Tinto owns the Arvida smelter.\n"
    )


def test_a_word_document_was_not_published_when_its_template_was_made(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx_of(TITLE, LINES))
    assert one(path).published is None
    path.write_bytes(docx_of(TITLE, ("Published: Jul 31, 2025 17:43", *LINES)))
    assert one(path).published == "2025-07-31"


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.md"])
def test_what_a_file_holds_counts_not_its_suffix(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(pdf_of(TITLE, LINES))
    assert one(path).format.startswith("application/pdf")
    path.write_bytes(docx_of(TITLE, LINES))
    assert "wordprocessingml" in one(path).format
    path.write_text(page_of(TITLE, LINES))
    assert one(path).format.startswith("text/html")


def locked() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret"))
    canvas.drawString(60, 700, LINES[0])
    canvas.save()
    return out.getvalue()


def picture() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.rect(60, 60, 200, 200, fill=1)
    canvas.save()
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"<w>" + b" " * 200_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "raw", "word"),
    [
        ("a.pdf", locked(), "without a password"),
        ("a.pdf", picture(), "OCR"),
        ("a.pdf", b"%PDF-1.7 broken", "save it again"),
        ("a.docx", bomb(), "unpack to 200000003"),
        ("a.docx", b"PK\x03\x04 word/", "not readable as DOCX"),
        ("a.docx", b"no zip at all", "not readable as DOCX"),
        ("a.html", b"<html><body></body></html>", "no article"),
        ("a.eml", b"\n\n", "empty"),
        ("a.eml", b"Subject: x\n\n", "holds no text"),
    ],
)
def test_what_is_broken_says_so(name: str, raw: bytes, word: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(UnreadableDocument, match=word) as caught:
        one(path)
    assert name in str(caught.value)


def test_a_parser_that_hangs_is_ended_and_the_next_file_is_read(tmp_path: Path) -> None:
    slow, fine = tmp_path / "slow.html", tmp_path / "fine.html"
    slow.write_text("<html><body>" + "<p>Alcoa makes metal and more metal.</p>" * 200_000 + "</body></html>")
    fine.write_text(page_of(TITLE, LINES))
    assert one(fine).title == TITLE  # the child is running
    began = time.monotonic()
    with pytest.raises(UnreadableDocument, match="POTLINE_MAX_DOCUMENT_SECONDS"):
        one(slow, Limits(seconds=0.2))
    assert time.monotonic() - began < 20
    assert one(fine).title == TITLE


def test_signs_that_nobody_sees_part_no_word(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Sura\u200blco makes \u202ealumina\u202c.\n")
    assert one(path).text == "Suralco makes alumina.\n"


def test_a_text_without_a_full_stop_is_read_in_parts(tmp_path: Path, extractor: Extractor) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Title\n\n" + "Suralco makes alumina and " * 2_000)
    (found,) = load(path, "a.txt", extractor, Limits())
    assert isinstance(found, Extraction)
    assert max(len(s.quote) for s in found.statements) <= 1500


def test_extraction_ends_at_the_limit(tmp_path: Path, extractor: Extractor) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Title\n\n" + "Suralco makes alumina. " * 500)
    quick = Extractor(extractor.registry, extractor.ontology, seconds=0.001)
    with pytest.raises(UnreadableDocument, match="POTLINE_MAX_DOCUMENT_SECONDS"):
        list(load(path, "a.txt", quick, Limits()))
