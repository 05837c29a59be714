"""Chinese ways of saying who has, builds, supplies, permits, sells and leads, each with what must not be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph import export
from graph.statement import Document
from loaders.pipeline import Extractor

SAID = Path(__file__).with_name("chinese_said.txt")
"""Texts, each with lines behind it: "+" and what is stated, "-" and how no statement begins; "#" opens a class."""


def told() -> list[tuple[str, str]]:
    """The texts with one line each."""
    rows, text = [], ""
    for line in SAID.read_text(encoding="utf-8").splitlines():
        if line[:1] in ("+", "-"):
            rows.append((text, line))
        elif line and not line.startswith("#"):
            text = line.replace("\\n", "\n")
    return rows


def _line(row: dict[str, object]) -> str:
    """A statement in its own words: "predicate subject > object", its share and its status behind."""
    subject, object, more = row["subject"], row.get("object"), row.get("qualifiers") or {}
    assert isinstance(subject, dict)
    assert isinstance(more, dict)
    end = object["mention"] if isinstance(object, dict) else f"{row['value']:.10g}"
    share = f" {more['share']:g}%" if "share" in more else ""
    status = str(row.get("status", "actual"))
    return f"{row['predicate']} {subject['mention']} > {end}{share}" + ("" if status == "actual" else f" ({status})")


@pytest.mark.parametrize(("text", "line"), told())
def test_what_chinese_says(extractor: Extractor, text: str, line: str) -> None:
    document = Document("d", "d", "", published="2024-06-10", text=f"简讯\n\n{text}\n", language="zh")
    said = {_line(json.loads(row)) for row in export.lines(extractor(document))}
    if line[0] == "+":
        assert line[2:] in said
    else:
        assert not [row for row in said if row.startswith(line[2:])]
