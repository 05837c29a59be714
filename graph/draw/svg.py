"""A picture as SVG 1.1: one file without script, fonts or anything fetched; the same picture gives the same bytes."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from graph.draw.colours import palette
from graph.draw.cut import MOST, OTHERS, Cut, cut
from graph.draw.labels import SIZE, Label, labels, names
from graph.draw.legend import dashes, legend, spoken
from graph.draw.picture import Node, Picture, Result, span
from graph.draw.place import MARGIN, Box, Placed, Point, Route, place
from graph.draw.text import width, wrap, xml
from graph.statement import digest

WIDTH = 172.0
PORT = 12.0
"""Between the ends of links on one side of a box, where there are many."""
INSET = 26.0
NAME = 13.0
NOTE = 11.0
LINE = 16.0
LINES = 3
LEAST = 560.0
"""The least width of a drawing, so that its heading fits."""
HEAD = 58.0


def svg(picture: Picture, most: int = MOST) -> str:
    """The drawing, of at most `most` entities beside the one asked about; `<desc>` says what it leaves out."""
    small = cut(picture, most)
    wide = _widths(small.picture)
    texts = {n.id: _lines(n, small.picture, wide[n.id] - INSET) for n in small.picture.nodes}
    placed = _moved(place(small.picture, {id: (wide[id], 14 + LINE * len(lines)) for id, lines in texts.items()}))
    said = labels(placed)
    right = max([placed.width, *(la.box.x + la.box.width + MARGIN for la in said)])
    key, bottom = legend(small.picture, right, placed.height)
    mark = "p" + digest(picture.of, picture.rule, picture.as_of, [n.id for n in picture.nodes], length=8)
    parts = [
        *_head(small, mark, right, bottom),
        *_links(small.picture, placed, mark),
        *(_label(label) for label in said),
        *(_node(n, placed.boxes[n.id], texts[n.id], n.id == picture.of) for n in small.picture.nodes),
        *key,
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def title(picture: Picture) -> str:
    """What the picture shows, in a few words."""
    names = {n.id: n.name for n in picture.nodes}
    name = names[picture.of]
    if picture.question == "chain" and picture.results:
        return f"How {names[picture.results[0].id]} owns {name}"
    return f"What {name} owns" if picture.down else f"Who owns {name}"


def description(small: Cut) -> str:
    """The picture in sentences, for people who do not see it."""
    p = small.picture
    shown = {n.id: n.name for n in p.nodes}
    verb = "is owned to" if p.down else "owns"
    parts = [f"Ownership by the rule {p.rule} as of {p.as_of}: {len(p.results):,} results, owners above what they own."]
    parts += [f"{shown[r.id]} {verb} {_figure(r)}." for r in p.results if r.id in shown]
    if small.entities:
        parts.append(
            f"The greatest {len(p.nodes) - 2} are drawn; {small.entities:,} others are one box, and "
            f"{small.links:,} links to or from them are not drawn one by one."
        )
    if p.unshown:
        parts.append(f"The answer leaves out {p.unshown:,} more links of its proofs.")
    return " ".join(parts)


def _figure(result: Result) -> str:
    text = span(result.low, result.high)
    return "a share that nobody states" if text == "not stated" else text


def _widths(picture: Picture) -> dict[str, float]:
    """The widths of boxes: wider where so many links end that they would not fit side by side."""
    upper, lower = Counter(k.owned for k in picture.links), Counter(k.owner for k in picture.links)
    return {n.id: max(WIDTH, 24 + PORT * max(upper[n.id], lower[n.id])) for n in picture.nodes}


def _lines(node: Node, picture: Picture, room: float) -> tuple[str, ...]:
    """The lines of a box: the name on one to three, then the class and, where it is an item, its share in all."""
    name = wrap(node.name, NAME, room, LINES) or (node.id,)
    if node.id == OTHERS:
        return name
    result = next((r for r in picture.results if r.id == node.id), None)
    note = [spoken(node.type)]
    if result is not None:
        known = span(result.low, result.high)
        note.append(f"= {known}" if known.endswith("%") else known)
    whole = " · ".join(note)
    fits = width(whole, NOTE) <= room
    return (*name, whole) if fits else (*name, *note)


def _moved(placed: Placed) -> Placed:
    """The layout below the heading, in the middle where it is narrower than the least width."""
    dx, dy = max(0.0, round((LEAST - placed.width) / 2, 1)), HEAD
    boxes = {id: replace(b, x=round(b.x + dx, 1), y=round(b.y + dy, 1)) for id, b in placed.boxes.items()}
    routes = tuple(replace(r, points=tuple((x + dx, y + dy) for x, y in r.points)) for r in placed.routes)
    return Placed(boxes, routes, max(placed.width, LEAST), placed.height + dy)


def _head(small: Cut, mark: str, right: float, bottom: float) -> Iterator[str]:
    colours, p = palette(), small.picture
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {right:.1f} {bottom:.1f}" width="{right:.1f}" '
        f'height="{bottom:.1f}" role="img" aria-labelledby="{mark}-title {mark}-desc" '
        f"font-family=\"Helvetica, Arial, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif\">"
    )
    yield f'<title id="{mark}-title">{xml(title(p))}</title>'
    yield f'<desc id="{mark}-desc">{xml(description(small))}</desc>'
    yield (
        f'<defs><marker id="{mark}-tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" '
        f'orient="auto"><path d="M0 0L8 4L0 8Z" fill="{colours.link}"/></marker></defs>'
    )
    yield f'<rect width="100%" height="100%" fill="{colours.paper}"/>'
    heading = wrap(title(p), 17, right - 2 * MARGIN, 1)[0]
    yield _text(MARGIN, 30, heading, 17, colours.text, "bold")
    yield _text(MARGIN, 48, f"rule {p.rule} · as of {p.as_of}", 12, colours.faint)


def _text(x: float, y: float, text: str, size: float, colour: str, weight: str = "normal") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" font-weight="{weight}" fill="{colour}">{xml(text)}</text>'
    )


def _links(picture: Picture, placed: Placed, mark: str) -> Iterator[str]:
    shown = {n.id: n.name for n in picture.nodes}
    for route in placed.routes:
        yield (
            f'<g><title>{xml(names(shown, route.link))}</title><path d="{way(route)}" fill="none" '
            f'stroke="{palette().link}" stroke-width="1.5"{dashes(route.link)} '
            f'marker-end="url(#{mark}-tip)"/></g>'
        )


def way(route: Route) -> str:
    """The path of a link: curves from layer to layer, straight lines through layers."""
    points = route.points
    if route.link.owner == route.link.owned:
        return f"M{_at(points[0])}C{_at(points[1])} {_at(points[2])} {_at(points[3])}"
    path = f"M{_at(points[0])}"
    for n, (p, q) in enumerate(itertools.pairwise(points)):
        middle = (p[1] + q[1]) / 2
        path += f"L{_at(q)}" if n % 2 else f"C{_at((p[0], middle))} {_at((q[0], middle))} {_at(q)}"
    return path


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _label(label: Label) -> str:
    box, colours = label.box, palette()
    ground = (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="3" '
        f'fill="{colours.paper}" fill-opacity="0.92"/>'
    )
    x, y = box.x + box.width / 2, box.y + box.height - 4
    return ground + _text(x, y, label.text, SIZE, colours.text).replace("<text ", '<text text-anchor="middle" ', 1)


def _node(node: Node, box: Box, lines: tuple[str, ...], asked: bool) -> str:
    """A box: a band in the colour of the class, the name, the class; the full name on pointing."""
    colours = palette()
    colour = colours.of(node.type)
    ground, border = (colours.asked, 3) if asked else (colours.paper, 1.5)
    name = wrap(node.name, NAME, box.width - INSET, LINES) or (node.id,)
    parts = [
        f"<g><title>{xml(node.name)}</title>",
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="4" '
        f'fill="{ground}" stroke="{colour.line}" stroke-width="{border:g}"/>',
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="8" height="{box.height:.1f}" rx="3" fill="{colour.fill}"/>',
    ]
    for n, line in enumerate(lines):
        y = box.y + LINE * (n + 1) + 2
        style = (NAME, colours.text, "bold") if n < len(name) else (NOTE, colours.faint, "normal")
        parts.append(_text(box.x + 17, y, line, *style))
    return "".join([*parts, "</g>"])
