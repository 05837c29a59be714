"""The colours of pictures: graph/data/colours.toml, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Colour:
    """The two colours of a class, as `#RRGGBB`."""

    fill: str
    line: str


@dataclass(frozen=True, slots=True)
class Palette:
    """What graph/data/colours.toml says."""

    classes: Mapping[str, Colour]
    other: Colour
    paper: str
    asked: str
    text: str
    faint: str
    link: str

    def of(self, type: str) -> Colour:
        """The colours of a class; those of all others where it has none."""
        return self.classes.get(type, self.other)


@cache
def palette() -> Palette:
    """The colours."""
    data = tomllib.loads((Path(__file__).parents[1] / "data" / "colours.toml").read_text(encoding="utf-8"))
    classes = {name: Colour(**pair) for name, pair in data["classes"].items()}
    return Palette(classes, Colour(**data["other"]), **data["drawing"])
