"""Markdown: text without marks, paragraphs joined, front matter read."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.statement import Document, Extraction
from loaders.pipeline import Extractor, load
from loaders.read import Limits, documents
from ontology.errors import UnreadableDocument

NOTE = """\
---
title: "My note"
date: 2025-07-31
source: Metal Wire
link: https://example.org/a
lang: en-GB
---
# Smelter *review*

- **Century Aluminum** owns the [Mt. Holly smelter](http://x.y/z).
- EGA owns `Guinea Alumina Corporation`.

| Company | Capacity |
|---|---|
| South32 | 720 |

> Rio Tinto holds 50 % of
> Aluminerie Alouette.

Norsk Hydro owns the _Sunndal_ smelter
in Norway, which has a capacity of 425,000
tonnes a year.
<!-- not seen -->
"""
SHOWN = """\
My note

Smelter review

- Century Aluminum owns the Mt. Holly smelter.

- EGA owns Guinea Alumina Corporation.

Company | Capacity
South32 | 720

Rio Tinto holds 50 % of Aluminerie Alouette.

Norsk Hydro owns the Sunndal smelter in Norway, which has a capacity of 425,000 tonnes a year.
"""


def read(text: str, folder: Path) -> Document:
    path = folder / "a.md"
    path.write_text(text, encoding="utf-8")
    (found,) = documents(path, "a.md", Limits())
    return found


def test_text_without_marks(tmp_path: Path) -> None:
    found = read(NOTE, tmp_path)
    assert found.text == SHOWN
    assert (found.title, found.publisher, found.published) == ("My note", "Metal Wire", "2025-07-31")
    assert (found.url, found.language) == ("https://example.org/a", "en")


def test_figures_of_a_wrapped_paragraph_and_a_quotation(tmp_path: Path, extractor: Extractor) -> None:
    path = tmp_path / "a.md"
    path.write_text(NOTE, encoding="utf-8")
    (found,) = load(path, "a.md", extractor, Limits())
    assert isinstance(found, Extraction)
    said = {(s.subject, s.predicate, s.object, s.value) for s in found.statements}
    assert ("site/sunndal-smelter", "capacity", None, 425_000) in said
    assert ("org/rio-tinto", "owns", "org/aluminerie-alouette", None) in said
    assert ("org/century-aluminum", "owns", "site/mt-holly-smelter", None) in said


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A title\n\nA text.\n", "A title\n\nA text.\n"),
        ("---\n\nA text.\n\n---\n\nMore.", "A text.\n\nMore.\n"),
        ("1. One\n2. Two", "1. One\n\n2. Two\n"),
        ("中国铝业\n持有云南铝业的股权。", "中国铝业持有云南铝业的股权。\n"),
        ("```\nA | 1\nB | 2\n```", "A | 1\nB | 2\n"),
        ("<div><b>Alcoa</b> owns it.</div>", "Alcoa owns it.\n"),
        ("5 \\* 3 &amp; more", "5 * 3 & more\n"),
    ],
)
def test_what_is_shown(text: str, shown: str, tmp_path: Path) -> None:
    assert read(text, tmp_path).text == shown


def test_marks_alone_are_no_text(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="holds no text"):
        read("---\n\n***\n", tmp_path)
