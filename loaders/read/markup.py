"""Markdown: its text without the marks, its paragraphs joined, what its front matter tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version

from markdown_it import MarkdownIt
from markdown_it.token import Token

from loaders.lexicon import read
from loaders.read.encoding import decoded
from loaders.read.flow import joined
from loaders.read.metadata import first_day
from loaders.read.parts import Parts, dated, plain
from ontology.errors import UnreadableDocument

FRONT = re.compile(r"---[ \t]*\n(?=[\w-]+[ \t]*:)(?P<fields>(?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|$)")
FIELD = re.compile(r"(?P<name>[\w-]+)[ \t]*:[ \t]*(?P<value>\S.*?)[ \t]*$", re.MULTILINE)
TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)


def markup_parts(raw: bytes, name: str) -> Parts:
    """The text of a Markdown document; UnreadableDocument where it holds none."""
    text, encoding = decoded(raw, name)
    front = FRONT.match(text)
    told = _told(front["fields"]) if front else {}
    tokens = MarkdownIt("commonmark").enable("table").parse(text[front.end() :] if front else text)
    body = "\n\n".join(block for block in _blocks(tokens) if block.strip())
    title = plain(told.get("title"))
    if title and not body.startswith(title):
        body = f"{title}\n\n{body}"
    if not body.strip():
        raise UnreadableDocument(f"{name}: the file holds no text; save the text of the document into it")
    return Parts(
        text=body + "\n",
        format=f"text/markdown; {encoding}; markdown-it-py {version('markdown-it-py')}",
        title=title,
        publisher=plain(told.get("publisher")),
        url=plain(told.get("url")),
        published=dated(told.get("published")) or first_day(told.get("published", "")),
        language=told.get("language", "")[:2].lower() or None,
    )


def _told(front: str) -> Mapping[str, str]:
    """What the front matter tells, by our names of its fields."""
    given = {m["name"].lower(): m["value"].strip("\"'") for m in FIELD.finditer(front)}
    names: Mapping[str, Sequence[str]] = read()["metadata"]["front"]
    return {
        ours: value for ours, theirs in names.items() if (value := next(filter(None, map(given.get, theirs)), None))
    }


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """Paragraphs, headings, items and tables, each as one text."""
    mark, rows, cells = "", list[str](), list[str]()
    for token in tokens:
        match token.type:
            case "list_item_open":
                mark = f"{token.info}{token.markup} " if token.info else "- "
            case "inline" if rows:
                cells.append(_line(token))
            case "tr_open":
                rows, cells = [*rows, ""], []
            case "tr_close":
                rows[-1] = " | ".join(cells)
            case "table_close":
                yield "\n".join(rows)
                rows = []
            case "inline":
                yield mark + _line(token)
                mark = ""
            case "fence" | "code_block":
                yield token.content.strip("\n")
            case "html_block":
                yield " ".join(TAG.sub(" ", token.content).split())


def _line(token: Token) -> str:
    """The text of a paragraph: a line that ends in the middle of a sentence goes on in the next."""
    lines = [""]
    for part in token.children or ():
        if part.type in ("softbreak", "hardbreak"):
            lines.append("")
        elif part.type in ("text", "code_inline", "text_special"):
            lines[-1] += part.content
    run = ""
    for line in lines:
        run = joined(run, line.strip())
    return run
