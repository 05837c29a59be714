"""The words that rules look for beside what they read: each belongs to the module that asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import loaders
from loaders.lexicon import clue, read

ROOT = Path(loaders.__file__).parent
ASKED = re.compile(r'clue\("([\w.]+)"\)')


def kept(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """The path and the text of each clue."""
    for name, told in table.items():
        path = f"{above}.{name}".lstrip(".")
        yield from kept(told, path) if isinstance(told, dict) else ((path, told),)


def test_each_clue_is_asked_for_by_its_module_and_each_question_has_one() -> None:
    asked = {m[1]: file for file in ROOT.rglob("*.py") for m in ASKED.finditer(file.read_text(encoding="utf-8"))}
    assert asked.keys() == dict(kept(read()["clues"])).keys()
    owned = {path.rpartition(".")[0] for path in asked}
    modules = {file.stem for file in ROOT.rglob("*.py")} | {f"zh.{file.stem}" for file in (ROOT / "zh").glob("*.py")}
    assert owned <= modules


def test_each_clue_is_a_regex_that_not_everything_matches() -> None:
    for path, _ in kept(read()["clues"]):
        assert not (clue(path).fullmatch("Xyzzy") and clue(path).fullmatch("错错错")), path
