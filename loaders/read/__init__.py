"""Files to documents: by what they hold and by suffix; offsets are those of the plain text that is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from email.message import EmailMessage
from functools import partial
from pathlib import Path, PurePath

from graph.statement import Document, document_id
from loaders.read import mail
from loaders.read.encoding import decoded
from loaders.read.files import Limits as Limits
from loaders.read.files import readable as readable
from loaders.read.metadata import named, published, publisher, spoken, title, url
from loaders.read.parts import Parts, is_docx, is_html
from loaders.read.sandbox import sandbox
from ontology.errors import UnreadableDocument

Reader = Callable[[bytes, str, Limits], Iterator[Document]]
"""Makes documents of bytes, given the source and the limits."""


def documents(path: Path, source: str, limits: Limits) -> Iterator[Document]:
    """The documents of a file; UnreadableDocument where it is missing, empty, too large, broken or unknown.

    Of a file that holds several, the error comes after those that can be read.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        known = ", ".join(s for s in sorted(SUFFIXES) if s)
        raise UnreadableDocument(f"{source}: files of kind {suffix!r} cannot be read; convert it to one of {known}")
    raw = readable(path, source, limits)
    yield from _reader(raw, suffix)(raw, source, limits)


def _reader(raw: bytes, suffix: str) -> Reader:
    """By what the file holds where that is plain to see: a PDF named .txt is a PDF."""
    if raw.startswith(b"%PDF-"):
        return _pdf
    if is_docx(raw):
        return _docx
    return _html if is_html(raw) and SUFFIXES[suffix] in (_text, _markup) else SUFFIXES[suffix]


def _text(raw: bytes, source: str, limits: Limits) -> Iterator[Document]:
    text, encoding = decoded(raw, source)
    yield document(Parts(text, f"text/plain; {encoding}"), raw, source)


NESTED = 5
"""How deep messages within messages are read."""
HTML, PDF, DOCX, MARKUP = "webpage.html_parts", "pdf_pages.pdf_parts", "word.docx_parts", "markup.markup_parts"
"""The parsers of formats, which only the sandbox imports: that takes a second."""


def _parsed(parser: str) -> Reader:
    def read(raw: bytes, source: str, limits: Limits) -> Iterator[Document]:
        yield document(sandbox().run(parser, raw, source, limits.seconds), raw, source)

    return read


_html, _pdf, _docx, _markup = _parsed(HTML), _parsed(PDF), _parsed(DOCX), _parsed(MARKUP)


def _mail(raw: bytes, source: str, limits: Limits, depth: int = 0) -> Iterator[Document]:
    """The message, what it forwards, then its attachments of known kinds; other kinds are passed over.

    One that cannot be read stops no other: the error comes at the end and names them all.
    """
    message = mail.message(raw, source)
    failed, kept = list[str](), 0
    readers = [partial(_message, message, raw, source, limits)]
    for name, inner in mail.attachments(message):
        readers.append(partial(_attached, inner, f"{source}/{name}", limits, depth))
    for reader in readers:
        try:
            for found in reader():
                kept += 1
                yield found
        except UnreadableDocument as error:
            failed.append(str(error))
    if failed:
        raise UnreadableDocument("; ".join(failed))
    if not kept:
        raise UnreadableDocument(f"{source}: the message holds no text; save its text into a .txt file")


def _message(message: EmailMessage, raw: bytes, source: str, limits: Limits) -> Iterator[Document]:
    text, markup = mail.body(message, source)
    made = "text/plain"
    if markup and text.strip():
        page = sandbox().run(HTML, text.encode(), source, limits.seconds)
        text, made = page.text, page.format
    for k, parts in enumerate(mail.mail_parts(message, text, made)):
        # What is forwarded is a text of its own: the same bytes would be the same document.
        yield document(parts, parts.text.encode(), f"{source}/forwarded") if k else document(parts, raw, source)


def _attached(inner: bytes, source: str, limits: Limits, depth: int) -> Iterator[Document]:
    suffix = PurePath(source).suffix.lower()
    reader = _reader(inner, suffix) if suffix in SUFFIXES else None
    if reader is _mail and depth >= NESTED:
        raise UnreadableDocument(f"{source}: messages within messages, {NESTED} deep; save this one as a file")
    if reader is not None:
        yield from _mail(inner, source, limits, depth + 1) if reader is _mail else reader(inner, source, limits)


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
    ".md": _markup,
    ".markdown": _markup,
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
