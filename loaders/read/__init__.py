"""Files to documents: by what they hold and by suffix; offsets are those of the plain text that is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.statement import Document, document_id
from loaders.read import mail
from loaders.read.encoding import decoded
from loaders.read.metadata import named, published, publisher, spoken, title, url
from loaders.read.parts import Parts, is_docx, is_html
from loaders.read.sandbox import sandbox
from ontology.errors import UnreadableDocument


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read: `bytes` is the size of one file, `seconds` what reading and extracting one may take."""

    bytes: int = 20_000_000
    seconds: float = 300


Reader = Callable[[bytes, str, str, Limits], Iterator[Document]]
"""Makes documents of bytes, given the file's name for messages, the source and the limits."""


def documents(path: Path, source: str, limits: Limits) -> Iterator[Document]:
    """The documents of a file; UnreadableDocument where it is missing, empty, too large, broken or unknown."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        known = ", ".join(s for s in sorted(SUFFIXES) if s)
        raise UnreadableDocument(f"{path}: files of kind {path.suffix!r} cannot be read; convert it to one of {known}")
    raw = readable(path, limits)
    yield from _reader(raw, suffix)(raw, str(path), source, limits)


def _reader(raw: bytes, suffix: str) -> Reader:
    """By what the file holds where that is plain to see: a PDF named .txt is a PDF."""
    if raw.startswith(b"%PDF-"):
        return _pdf
    if is_docx(raw):
        return _docx
    return _html if is_html(raw) and SUFFIXES[suffix] is _text else SUFFIXES[suffix]


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


def _text(raw: bytes, name: str, source: str, limits: Limits) -> Iterator[Document]:
    text, encoding = decoded(raw, Path(name))
    yield document(Parts(text, f"text/plain; {encoding}"), raw, source)


HTML, PDF, DOCX = "webpage.html_parts", "pdf_pages.pdf_parts", "word.docx_parts"
"""The parsers of formats, which only the sandbox imports: that takes a second."""


def _parsed(parser: str) -> Reader:
    def read(raw: bytes, name: str, source: str, limits: Limits) -> Iterator[Document]:
        yield document(sandbox().run(parser, raw, name, limits.seconds), raw, source)

    return read


_html, _pdf, _docx = _parsed(HTML), _parsed(PDF), _parsed(DOCX)


def _mail(raw: bytes, name: str, source: str, limits: Limits) -> Iterator[Document]:
    """The message, then its attachments of known kinds; what cannot be read of them is passed over."""
    message = mail.message(raw, name)
    text, markup = mail.body(message)
    made = "text/plain"
    if markup:
        page = sandbox().run(HTML, text.encode(), name, limits.seconds)
        text, made = page.text, page.format
    kept = 0
    if text.strip():
        kept += 1
        yield document(mail.mail_parts(message, text, made), raw, source)
    for file, inner in mail.attachments(message):
        suffix = Path(file).suffix.lower()
        if suffix in SUFFIXES and SUFFIXES[suffix] is not _mail and inner.strip():
            kept += 1
            yield from _reader(inner, suffix)(inner, f"{name}/{file}", f"{source}/{file}", limits)
    if not kept:
        raise UnreadableDocument(f"{name}: the message holds no text; save its text into a .txt file")


def document(parts: Parts, raw: bytes, source: str) -> Document:
    """A document with what the file, else the top of its text, tells of it."""
    text = parts.text
    return Document(
        id=document_id(source),
        source=source,
        sha256=hashlib.sha256(raw).hexdigest(),
        title=named(parts.title) or title(text),
        publisher=named(parts.publisher) or publisher(text),
        url=parts.url or url(text),
        published=parts.published or published(text) or parts.made,
        language=spoken(text, parts.language),
        format=parts.format,
        text=text,
    )


SUFFIXES: Mapping[str, Reader] = {
    ".txt": _text,
    ".md": _text,
    ".text": _text,
    "": _text,
    ".html": _html,
    ".htm": _html,
    ".xhtml": _html,
    ".pdf": _pdf,
    ".docx": _docx,
    ".eml": _mail,
}
"""The reader of each suffix, lower case."""
