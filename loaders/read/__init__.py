"""Files to documents: by suffix, with every character kept at its offset."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.statement import Document, document_id
from loaders.read.encoding import decoded
from loaders.read.metadata import language, published, publisher, title, url
from ontology.errors import UnreadableDocument


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read: `bytes` is the size of one file."""

    bytes: int = 20_000_000


Reader = Callable[[bytes, Path, str], Iterator[Document]]


def documents(path: Path, source: str, limits: Limits) -> Iterator[Document]:
    """The documents of a file; UnreadableDocument where it is missing, empty, binary, too large or unknown."""
    reader = SUFFIXES.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(s for s in sorted(SUFFIXES) if s)
        raise UnreadableDocument(f"{path}: files of kind {path.suffix!r} cannot be read; convert it to one of {known}")
    yield from reader(readable(path, limits), path, source)


def readable(path: Path, limits: Limits) -> bytes:
    """The bytes of a file; UnreadableDocument where it is missing, empty or larger than the limit."""
    try:
        size = path.stat().st_size
        if size > limits.bytes:
            raise UnreadableDocument(
                f"{path}: {size} bytes is more than the limit of {limits.bytes}; "
                "split the file or raise POTLINE_MAX_DOCUMENT_BYTES"
            )
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"{path}: {error.strerror or error}; check the path and its permissions") from error
    if not raw.strip():
        raise UnreadableDocument(f"{path}: the file is empty; save the text of the document into it")
    return raw


def text_document(raw: bytes, path: Path, source: str) -> Iterator[Document]:
    """One document from a plain text file."""
    text, encoding = decoded(raw, path)
    yield document(text, raw, source, f"text/plain; {encoding}")


def document(text: str, raw: bytes, source: str, format: str) -> Document:
    """A document with what the top of its text tells of it."""
    return Document(
        id=document_id(source),
        source=source,
        sha256=hashlib.sha256(raw).hexdigest(),
        title=title(text),
        publisher=publisher(text),
        url=url(text),
        published=published(text),
        language=language(text),
        format=format,
        text=text,
    )


SUFFIXES: Mapping[str, Reader] = {
    ".txt": text_document,
    ".md": text_document,
    ".text": text_document,
    "": text_document,
}
"""The reader of each suffix, lower case."""
