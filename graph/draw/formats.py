"""The formats in which a picture is written, by the name that people ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graph.draw.bods import bods
from graph.draw.dot import dot
from graph.draw.graphml import graphml
from graph.draw.picture import Picture
from graph.draw.sheet import sheet
from graph.draw.svg import svg


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its media type and what writes it."""

    media: str
    write: Callable[[Picture], str]


FORMATS: Mapping[str, Format] = {
    "csv": Format("text/csv", sheet),
    "svg": Format("image/svg+xml", svg),
    "graphml": Format("application/graphml+xml", graphml),
    "dot": Format("text/vnd.graphviz", dot),
    "bods": Format("application/vnd.bods+json", bods),  # no type is registered for it
}
