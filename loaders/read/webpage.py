"""HTML: the main text of a page without menus and frames, tables as lines."""

from __future__ import annotations

import re
from importlib.metadata import version

import lxml.html
import trafilatura
from lxml.etree import LxmlError
from trafilatura.settings import Document as Article

from loaders.read.encoding import decoded
from loaders.read.parts import Parts, dated, plain, shown
from loaders.read.webtree import flatten, names, shallow
from ontology.errors import UnreadableDocument

CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)


def html_parts(raw: bytes, name: str) -> Parts:
    """The article of a page; UnreadableDocument where it has none."""
    try:
        parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True)
        tree = lxml.html.fromstring(shallow(_unpacked(raw, name)), parser=parser)
        flatten(tree)
        head, beside = names(tree)
        found = trafilatura.bare_extraction(
            tree,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except (LxmlError, ValueError, RecursionError) as error:
        raise UnreadableDocument(f"{name}: not readable as HTML ({error}); save the page again") from error
    text = shown(found.text or "").strip() if isinstance(found, Article) else ""
    if not isinstance(found, Article) or not text:
        raise UnreadableDocument(f"{name}: the page holds no article; save its text into a .txt file")
    title, site = _named(plain(found.title), plain(found.sitename), head, beside)
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    return Parts(
        text=re.sub(r"\n(?=\S)", "\n\n", text) + "\n",
        format=f"text/html; trafilatura {version('trafilatura')}",
        title=title,
        publisher=site,
        url=plain(found.url),
        published=dated(found.date),
        language=language[:2].lower() or None,
    )


def _named(title: str | None, site: str | None, head: str | None, beside: list[str]) -> tuple[str | None, str | None]:
    """Title and publisher; where the page's title names both, the headline over the text says which is which."""
    if not beside:
        return title, site if site != title else None
    if site is None or site == head:
        site = beside[-1]
    return head if title in beside else title, site


def _unpacked(raw: bytes, name: str) -> str:
    """The page's characters: by the encoding that it declares, where that is one, else by looking."""
    declared = CHARSET.search(raw[:4000])
    text, _ = decoded(raw, name, declared.group(1).decode() if declared else None)
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
