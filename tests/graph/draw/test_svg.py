"""Drawings: nothing overlaps, everything is inside, links end at boxes, any name is safe, the same bytes again."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from api.settings import SEEDS
from graph.draw.colours import palette
from graph.draw.labels import overlap
from graph.draw.picture import picture
from graph.draw.place import Box
from graph.draw.svg import WIDTH, svg
from graph.draw.text import plain, width, wrap, xml
from graph.ownership.answer import chain, holdings, owners
from ontology.load import ontology
from tests.graph.draw.faces import face, link
from tests.graph.draw.strategies import answers
from tests.graph.ownership.shares import held

SVG = "{http://www.w3.org/2000/svg}"
CROSS = {("X", "A"): 60.0, ("Y", "A"): 10.0, ("B", "A"): 30.0, ("A", "B"): 20.0, ("Z", "B"): 80.0, ("A", "A"): 5.0}


def drawn(answer: dict[str, Any]) -> ET.Element:
    return ET.fromstring(svg(picture(answer)))


def boxes(root: ET.Element) -> list[Box]:
    """The boxes of entities."""
    return covered(root.findall(f"{SVG}g/{SVG}rect[@rx='4']"))


def covered(rectangles: Iterable[ET.Element]) -> list[Box]:
    """What rectangles cover."""
    return [Box(*(float(r.attrib[k]) for k in ("x", "y", "width", "height"))) for r in rectangles]


def ways(root: ET.Element) -> list[list[tuple[float, float]]]:
    """The points of links."""
    paths = [p.attrib["d"] for p in root.iter(f"{SVG}path") if "marker-end" in p.attrib]
    numbers = [list(map(float, re.findall(r"-?\d+(?:\.\d+)?", d))) for d in paths]
    return [list(zip(some[::2], some[1::2], strict=True)) for some in numbers]


def texts(root: ET.Element) -> list[str]:
    return [t.text or "" for t in root.iter(f"{SVG}text")]


def on_border(point: tuple[float, float], box: Box) -> bool:
    (x, y), right, bottom = point, box.x + box.width, box.y + box.height
    inside = box.x - 0.11 <= x <= right + 0.11 and box.y - 0.11 <= y <= bottom + 0.11
    return inside and min(abs(x - box.x), abs(x - right), abs(y - box.y), abs(y - bottom)) <= 0.11


@settings(max_examples=150, deadline=None)
@given(answer=answers())
def test_laws_of_a_drawing(answer: dict[str, Any]) -> None:
    made = picture(answer)
    root = ET.fromstring(svg(made))
    across, down = map(float, root.attrib["viewBox"].split()[2:])
    found = boxes(root)
    assert len(found) == len(made.nodes)
    assert not any(overlap(a, b) for n, a in enumerate(found) for b in found[:n])
    assert all(b.x >= 0 and b.y >= 0 and b.x + b.width <= across and b.y + b.height <= down for b in found)
    grounds = covered(root.findall(f"{SVG}rect[@rx='3']"))
    assert len(grounds) == len(ways(root)) == len(made.links)
    assert all(b.x >= 0 and b.y >= 0 and b.x + b.width <= across and b.y + b.height <= down for b in grounds)
    place = dict(zip((n.id for n in made.nodes), found, strict=True))
    for some, points in zip(made.links, ways(root), strict=True):
        assert on_border(points[0], place[some.owner])
        assert on_border(points[-1], place[some.owned])
        assert all(0 <= x <= across and 0 <= y <= down for x, y in points)


@given(answer=answers(most=6))
def test_the_same_answer_gives_the_same_bytes(answer: dict[str, Any]) -> None:
    assert svg(picture(answer)) == svg(picture(answer))


def test_it_is_titled_and_described_for_screen_readers() -> None:
    root = drawn(face("A", CROSS, items={"X": 63.83, "Z": 25.53}))
    assert root.attrib["role"] == "img"
    named = {e.attrib["id"]: e.text for e in root if e.tag in (f"{SVG}title", f"{SVG}desc")}
    assert root.attrib["aria-labelledby"].split() == list(named)
    said = list(named.values())
    assert said[0] == "Who owns A"
    assert said[1] is not None
    assert "X owns 63.83 %." in said[1]


@given(name=st.text())
def test_any_name_is_only_ever_text(name: str) -> None:
    root = drawn(face("org/t", {("org/a", "org/t"): 50}, names={"org/a": name}))
    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {
        "svg",
        "title",
        "desc",
        "defs",
        "marker",
        "path",
        "rect",
        "g",
        "text",
    }
    titles = [g.findtext(f"{SVG}title") for g in root.iter(f"{SVG}g")]
    assert plain(name) in [t or "" for t in titles]


def test_no_script_no_font_nothing_fetched() -> None:
    text = svg(picture(face("org/t", {("org/a", "org/t"): 50}, names={"org/a": '<script>alert("1")</script>&\x00'})))
    assert "<script" not in text
    assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;\ufffd" in text
    assert not re.search(r"href|@import|@font-face|onload|javascript:", text)
    assert re.findall(r"https?://[^\"<]*", re.sub(r"<title>.*?</title>", "", text)) == ["http://www.w3.org/2000/svg"]


def test_lines_are_broken_where_planned_or_possible() -> None:
    coming = [link(("org/c", "org/t"), 60, None, "planned")]
    root = drawn(face("org/t", {("org/a", "org/t"): 50, ("org/b", "org/t"): (0, 100)}, planned=coming))
    lines = [p.attrib.get("stroke-dasharray") for p in root.iter(f"{SVG}path") if "marker-end" in p.attrib]
    assert lines == [None, "3 4", "9 5"]
    shown = texts(root)
    assert {"50 %", "not stated", "60 % planned"} <= set(shown)
    assert {"holds a share now", "no least share is known", "planned or rumoured"} <= set(shown)


def test_a_star_of_two_thousand_is_cut_and_says_so() -> None:
    root = drawn(face("org/t", {(f"org/{n}", "org/t"): 0.05 for n in range(2000)}))
    assert len(boxes(root)) == 42
    assert "and 1,960 others" in texts(root)
    described = root.findtext(f"{SVG}desc") or ""
    assert "The greatest 40 are drawn; 1,960 others are one box" in described
    assert float(root.attrib["width"]) < 2200


def test_a_title_says_what_was_asked() -> None:
    m = held({("X", "A"): 60, ("A", "B"): 50})
    asked = [owners(m, "B"), holdings(m, "X"), chain(m, "X", "B"), chain(m, "B", "X")]
    said = ["Who owns B", "What X owns", "How X owns B", "Who owns X"]
    assert [drawn(answer.as_dict()).findtext(f"{SVG}title") for answer in asked] == said


def test_one_entity_alone() -> None:
    root = drawn(face("org/t", {}))
    assert len(boxes(root)) == 1
    assert ways(root) == []


def test_a_legend_names_the_classes_that_are_there() -> None:
    root = drawn(face("site/t", {("person/a", "site/t"): 50}, types={"person/a": "Person"}))
    assert {"Site", "Person"} <= set(texts(root))
    assert "Company" not in texts(root)


def test_colours_are_those_of_neo4j_browser_and_fit_the_ontology() -> None:
    style = (SEEDS / "neo4j" / "potline.grass").read_text(encoding="utf-8")
    there = {
        name: (fill, line)
        for name, fill, line in re.findall(r"^node\.(\w+) \{ color: (#\w+); border-color: (#\w+);", style, re.MULTILINE)
    }
    ours = palette().classes
    assert {name: (c.fill, c.line) for name, c in ours.items()} == {name: there[name] for name in ours}
    classes = ontology().classes
    leaves = {n for n, c in classes.items() if c.kind and not any(n in other.ancestors for other in classes.values())}
    assert set(ours) == leaves - {"Product"}


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast() -> None:
    p = palette()
    for colour in (*p.classes.values(), p.other):
        assert contrast(colour.line, p.paper) >= 3
    for ground in (p.paper, p.asked):
        assert contrast(p.text, ground) >= 7
        assert contrast(p.faint, ground) >= 4.5
    assert contrast(p.link, p.paper) >= 4.5


@given(text=st.text(), most=st.integers(1, 4))
def test_lines_fit_their_room(text: str, most: int) -> None:
    lines = wrap(text, 13, 120, most)
    assert len(lines) <= most
    assert all(width(line, 13) <= 120 for line in lines)
    if not (lines and lines[-1].endswith("…")):
        assert "".join("".join(lines).split()) == "".join(plain(text).split())


def test_chinese_is_measured_wide_and_breaks_anywhere() -> None:
    assert width("云南宏泰", 10) == 40
    assert wrap("云南宏泰新型材料有限公司", 13, 6 * 13, 3) == ("云南宏泰新型", "材料有限公司")
    assert wrap("Yunnan Hongtai New Material", 13, WIDTH - 26, 1)[0].endswith("…")


@given(text=st.text())
def test_text_comes_back_out_of_xml(text: str) -> None:
    expected = plain(text)
    read = ET.fromstring(f'<a b="{xml(text)}">{xml(text)}</a>')
    assert (read.attrib["b"], read.text or "") == (expected, expected)
    assert all(unicodedata.category(c) != "Cc" or c in "\t\n\r\x7f" or "\x80" <= c <= "\x9f" for c in expected)
