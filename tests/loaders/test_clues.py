"""The words that rules look for beside what they read: each belongs to the module that asks for it."""

from __future__ import annotations

import re
from pathlib import Path

import loaders
from loaders.lexicon import clue, read

ROOT = Path(loaders.__file__).parent
ASKED = re.compile(r'clue\("(\w+)\.(\w+)"\)')


def test_each_clue_is_asked_for_and_each_question_has_one() -> None:
    asked = {m.groups() for file in ROOT.rglob("*.py") for m in ASKED.finditer(file.read_text(encoding="utf-8"))}
    kept = {(table, name) for table, rows in read()["clues"].items() for name in rows}
    assert asked == kept
    assert {table for table, _ in kept} <= {file.stem for file in ROOT.rglob("*.py")}


def test_each_clue_is_a_regex_that_not_everything_matches() -> None:
    for table, rows in read()["clues"].items():
        for name in rows:
            assert clue(f"{table}.{name}").fullmatch("Xyzzy") is None, f"{table}.{name}"
