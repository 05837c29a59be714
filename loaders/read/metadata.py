"""What the top of a text says of the document: title, date of publication, publisher, address, language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.dates import day
from loaders.lexicon import read
from loaders.periods import periods
from loaders.read.dateline import dateline

HAN = re.compile("[\u4e00-\u9fff]")
KANA = re.compile("[\u3040-\u30ff]")
HANGUL = re.compile("[\uac00-\ud7af]")


def title(text: str) -> str | None:
    """The first line with text, shortened."""
    line = next(iter(_top(text)), None)
    return None if line is None else " ".join(line.split())[: read()["metadata"]["title"]].rstrip()


def named(value: str | None) -> str | None:
    """A title or a name that somebody gave: None for what programs write where nobody did."""
    return None if value is None or any(re.fullmatch(p, value) for p in read()["metadata"]["placeholders"]) else value


def published(text: str) -> str | None:
    """The day of publication, else its month, only where the top of the text says so."""
    lines = list(_top(text))
    for line in lines:
        told = (first_day(match["date"]) for match in _matches("published", line))
        if found := next(filter(None, told), None) or dateline(line):
            return found
    return next(filter(None, (dateline(line, whole=False) for line in lines)), None)


def first_day(text: str) -> str | None:
    """The first whole date of a line."""
    return next((p.value for p in periods(text, None) if day(p.value)), None)


def publisher(text: str) -> str | None:
    """Who published it, from a line that says so."""
    return _value(text, "publisher")


def url(text: str) -> str | None:
    """Where it was published, from a line that says so."""
    return _value(text, "url")


def language(text: str) -> str:
    """`zh` where enough of the text is Chinese, else `en`."""
    signs = sum(map(len, text.split()))
    return "zh" if len(HAN.findall(text)) > read()["metadata"]["han"] * signs else "en"


def spoken(text: str, declared: str | None) -> str:
    """The language that a file declares, unless its script says otherwise: templates declare what the text is not."""
    looked = language(text)
    kana, hangul = len(KANA.findall(text)), len(HANGUL.findall(text))
    signs = len(HAN.findall(text)) + kana + hangul
    if looked == "zh" or signs > 0.5 * sum(map(len, text.split())):
        return "ko" if hangul > 0.5 * signs else "ja" if kana > 0.1 * signs else "zh"
    return declared if declared and declared not in ("zh", "ja", "ko") else looked


def _value(text: str, table: str) -> str | None:
    return next((m["value"].strip() for line in _top(text) for m in _matches(table, line)), None)


def _top(text: str) -> Iterator[str]:
    """The first lines with text."""
    lines = (line.strip(" \t\r\ufeff") for line in text[:20_000].split("\n"))
    return (line for _, line in zip(range(read()["metadata"]["top"]), filter(None, lines), strict=False))


def _matches(table: str, line: str) -> Iterator[re.Match[str]]:
    return (m for p in read()["metadata"][table] if (m := re.search(p, line)))
