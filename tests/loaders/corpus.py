"""The development corpus beside the project: read, never copied."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from graph.statement import Document, document_id

DEV = Path(__file__).parents[2].parent / "shared" / "corpus" / "dev"
SEEDS = ("seed0", "seed1", "seed2")


def text(name: str) -> str:
    """The text of a document, byte for byte."""
    return (DEV / f"{name}.txt").read_bytes().decode("utf-8")


def gold(name: str) -> Any:
    """What a person found in it."""
    return json.loads((DEV / f"{name}.json").read_text(encoding="utf-8"))


def document(name: str, tail: str = "") -> Document:
    """The document, with more text after it where asked for."""
    return Document(document_id(name), name, "", published=gold(name)["published"], text=text(name) + tail)


def sentence(body: str) -> Document:
    """A document of a title and one paragraph."""
    return Document("d", "d", "", text=f"Title\n\n{body}\n", language="en")
