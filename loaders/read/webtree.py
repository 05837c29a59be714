"""The tree of a web page before its article is looked for: made shallow, and asked for its names."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
from lxml import etree

from loaders.read.parts import plain

DEPTH = 150
"""Nesting beyond which a page is flattened: the extractor walks the tree by recursion."""
WRAPPERS = frozenset({"div", "span", "b", "i", "em", "strong", "font", "center", "section", "tbody", "u"})
"""Tags that say nothing where they hold one other element and no text."""
INLINE = frozenset({"a", "abbr", "b", "code", "em", "font", "i", "mark", "q", "s", "small", "span", "strong", "u"})
TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)\b[^<>]*>")
UNENDED = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup",
})  # fmt: skip
"""Tags that need no end, so that they tell nothing of depth."""
DEEPEST = 900
"""Nesting beyond which the HTML parser would drop the rest of the page without a word."""
SEPARATOR = re.compile(r"\s+[|–—·»:-]\s+")
"""What parts the headline from the site in a page's title."""

Element = lxml.html.HtmlElement


def shallow(html: str) -> str:
    """A page without the wrappers that are nested too deep; ValueError where others are."""
    depth, at, parts = dict.fromkeys((True, False), 0), 0, list[str]()
    for tag in TAG.finditer(html):
        name = tag["name"].lower()
        wrapper = name in WRAPPERS or name in INLINE
        if name in UNENDED and not wrapper:
            continue
        if wrapper and depth[True] >= DEPTH + (tag["end"] != ""):
            parts += [html[at : tag.start()], " "]
            at = tag.end()
        depth[wrapper] = max(0, depth[wrapper] + (-1 if tag["end"] else 1))
        if depth[False] > DEEPEST:
            raise ValueError(f"more than {DEEPEST} elements within one another")
    return "".join([*parts, html[at:]])


def flatten(tree: Element) -> None:
    """Unwrap what is wrapped many times; what is nested too deep even so becomes paragraphs."""
    todo = [(tree, 0)]
    while todo:
        element, depth = todo.pop()
        for child in list(element):
            inner = _unwrapped(child)
            if inner is not child:
                inner.tail = child.tail
                element.replace(child, inner)
            if depth < DEPTH:
                todo.append((inner, depth + 1))
            else:
                _spread(inner)


def _unwrapped(element: Element) -> Element:
    """The first element below that is no mere wrapper of the next."""
    inner = element
    while inner.tag in WRAPPERS and len(inner) == 1 and not (inner.text or "").strip():
        only = inner[0]
        if not isinstance(only.tag, str) or (only.tail or "").strip():
            break
        inner = only
    return inner


def _spread(element: Element) -> None:
    """Put the text below an element into paragraphs, one for each block."""
    texts = [text for text in _blocks(element) if text]
    for child in list(element):
        element.remove(child)
    element.text = None
    for text in texts:
        etree.SubElement(element, "p").text = text


def _blocks(element: Element) -> Iterator[str]:
    run: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if node.tag not in INLINE:
            yield " ".join("".join(run).split())
            run = []
        text = node.text if event == "start" else node.tail if node is not element else None
        run.append(text if text and isinstance(node.tag, str) else "")
    yield " ".join("".join(run).split())


def names(tree: Element) -> tuple[str | None, list[str]]:
    """The headline, and what stands beside it in the page's title; nothing where the page itself names its site.

    The headline is the page's only one, else what its title begins with.
    """
    if tree.xpath("//meta[@property='og:site_name' or @name='application-name']/@content"):
        return None, []
    heads = [text for h in tree.iter("h1") if (text := plain(h.text_content()))]
    parts = [p for p in SEPARATOR.split(plain(tree.findtext(".//title")) or "") if p]
    if len(parts) < 2:
        return None, []
    head = heads[0] if len(heads) == 1 and heads[0] in parts else parts[0]
    return head, [p for p in parts if p != head]
