"""Pages for people: HTML without scripts, which loads nothing and sends nothing anywhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.models import EvidenceOut
from api.present import described
from graph.statement import Statement

PAGES = Path(__file__).parent / "pages"


@cache
def style() -> str:
    """The only thing beside markup; it stands in each page."""
    return (PAGES / "style.css").read_text(encoding="utf-8")


@cache
def policy() -> dict[str, str]:
    """Headers by which a browser takes nothing but the markup and the style, which is known by its hash."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    rules = (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
    return {"Content-Security-Policy": rules, "Referrer-Policy": "no-referrer"}


@dataclass(frozen=True, slots=True)
class Content:
    """The main part of a page: a template of `api/pages`, its title, and what it shows."""

    template: str
    title: str
    values: dict[str, Any]


def page(content: Content, alternates: Sequence[tuple[str, str]], iri: str | None, link: Callable[[str], str]) -> str:
    """A whole page; `alternates` are media types and addresses of its formats, `link` makes addresses of paths."""
    template = _environment().get_template(content.template)
    shared = {"title": content.title, "alternates": alternates, "iri": iri, "link": link, "style": style()}
    return template.render(shared | content.values)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"web": web, "words": words, "once": once}
    return made


def words(qualifiers: Mapping[str, Any]) -> list[str]:
    """Qualifiers as people read them; that sources differ is told apart."""
    return described({name: value for name, value in qualifiers.items() if name != "conflict"})


def web(url: str | None) -> str | None:
    """A URL that a page may link to; None for any that is not of the web (`javascript:` …)."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def once(evidence: Sequence[EvidenceOut]) -> list[EvidenceOut]:
    """Evidence without what has the same words in the same document."""
    return list({(e.document, e.quote): e for e in reversed(evidence)}.values())[::-1]


class Stretch(NamedTuple):
    """A part of a document's text; `statements` are those whose words it belongs to."""

    start: int
    text: str
    statements: tuple[Statement, ...]
    begins: bool
    """Whether the words of a statement begin here: an address leads there."""


def stretches(text: str, statements: Sequence[Statement]) -> Iterator[Stretch]:
    """A text cut where the words of statements begin and end; nothing of it is lost."""
    placed = [(s.start, s.end, s) for s in statements if s.start is not None and s.end is not None and s.end > s.start]
    starts = {start for start, _, _ in placed}
    cuts = sorted({0, len(text), *(min(cut, len(text)) for a, b, _ in placed for cut in (a, b))})
    ordered = sorted(placed, key=lambda p: p[:2])
    open_: list[tuple[int, int, Statement]] = []
    for start, end in pairwise(cuts):
        while ordered and ordered[0][0] <= start:
            open_.append(ordered.pop(0))
        open_ = [p for p in open_ if p[1] > start]
        yield Stretch(start, text[start:end], tuple(s for _, _, s in open_), start in starts)
