"""Text that was broken into lines of a width, read with a line for each paragraph; offsets stay those of the text."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from loaders.clean import Markers, markers
from loaders.headings import headed
from loaders.lexicon import alternation, read

BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
ENDS = re.compile(r"[.!?。！？:：][\"”’')）]*$")
WIDE = re.compile("[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]")
OVER = 8
"""What part of a width a line may hold besides, where letters are not all of one width."""
Measure = Callable[[str], int]
PARTED = re.compile(r"([^\W\d_]+)-$")


@dataclass(frozen=True)
class Flow:
    """A text as it is `stored`, and the `text` that is read in its place.

    Pieces of the text begin at `starts`, and stand at `origins` in what is stored.
    """

    stored: str
    text: str
    starts: Sequence[int] = (0,)
    origins: Sequence[int] = (0,)
    respelled: bool = False
    """Whether traditional characters stand as simplified ones."""

    def origin(self, at: int) -> int:
        """The offset in what is stored of one in the text."""
        k = bisect_right(self.starts, at) - 1
        return self.origins[k] + at - self.starts[k]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The same for [start, end)."""
        return self.origin(start), self.origin(end - 1) + 1 if end > start else self.origin(start)


@dataclass(frozen=True)
class Rules:
    """How wrapped lines look, from data/wrapping.toml."""

    items: re.Pattern[str]
    rows: re.Pattern[str]
    open: re.Pattern[str]
    leads: re.Pattern[str]
    behind: frozenset[str]
    before: frozenset[str]
    narrowest: int
    widest: int
    slack: int
    words: int


@functools.cache
def rules() -> Rules:
    """The rules of data/wrapping.toml."""
    data = read()["wrapping"]
    items, rows = (re.compile("|".join(f"(?:{p})" for p in data[k])) for k in ("items", "rows"))
    opens, leads = (re.compile(rf"\b(?:{alternation(data[k])})$", re.IGNORECASE) for k in ("open", "leads"))
    behind, before = frozenset(data["kept_behind"]), frozenset(data["kept_before"])
    return Rules(
        items, rows, opens, leads, behind, before, *(data[k] for k in ("narrowest", "widest", "slack", "words"))
    )


def unwrapped(text: str) -> Flow:
    """The text with a line for each paragraph; words that a line's end parts are joined."""
    lines = list(_lines(text))
    joins = _joins([text[a:b] for a, b in lines], rules(), markers())
    if not any(joins) and text.count("\n") == len(lines) - 1:
        return Flow(text, text)
    parts, origins = list[str](), list[int]()
    for k, (start, end) in enumerate(lines):
        line, after = text[start:end], joins[k]
        if k and joins[k - 1]:
            start, line = end - len(line.lstrip()), line.lstrip()
        parts.append(line + "\n" if not after else _glued(line.rstrip(), text[slice(*lines[k + 1])].lstrip()))
        origins.append(start)
    parts[-1] = parts[-1][:-1]  # what follows the last break has none
    starts = list(accumulate(map(len, parts[:-1]), initial=0))
    return Flow(text, "".join(parts), starts, origins)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in BREAK.finditer(text):
        yield at, match.start()
        at = match.end()
    yield at, len(text)


def _glued(line: str, after: str) -> str:
    """A line with what parts it from the next: nothing in Chinese, nor within a word; the hyphen goes or stays."""
    if parted := PARTED.search(line):
        word = re.match(r"[^\W\d_]*", after)
        tail = word.group() if word else ""
        kept = parted[1].lower() in rules().behind or parted[1].isupper() or "-" in line[: parted.start()][-1:]
        return line if kept or not tail.islower() or tail in rules().before else line[:-1]
    return line if line.endswith("-") or _close(line, after) else line + " "


def _close(line: str, after: str) -> bool:
    """Whether no space parts two lines: in Chinese, and within its figures."""
    if _wide(line[-1:]) or _wide(after[:1]):
        return True
    figure = re.match(r"[\d.,%/)]", line[-1:]) and re.match(r"[\d.,%/]", after)
    return figure is not None and 3 * len(WIDE.findall(line)) > len(line)


def _wide(char: str) -> bool:
    return WIDE.match(char) is not None


def _joins(lines: Sequence[str], rules: Rules, markers: Markers) -> list[bool]:
    """For each line whether the next goes on with it."""
    measures = (_columns, len) if any(map(WIDE.search, lines)) else (_columns,)
    pairs, width = max((_fitted(lines, measure, rules) for measure in measures), key=lambda f: _count(*f))
    width = width if _proven([p for p in pairs if p is not None and p.full(width)]) else 0
    top = next((k for k, line in enumerate(lines) if line.strip()), 0)
    joins, item = list[bool](), False
    for k, pair in enumerate(pairs):
        item = (item and joins[-1]) or rules.items.match(lines[k].lstrip()) is not None
        joins.append(pair is not None and pair.joined(width, item, k == top, markers))
    return [*joins, False]


def _fitted(lines: Sequence[str], measure: Measure, rules: Rules) -> tuple[list[_Pair | None], int]:
    """Lines and the next ones, none where one is empty, and the width that explains most breaks, 0 if none."""
    pairs = [_Pair(a, b, rules, measure) if a.strip() and b.strip() else None for a, b in pairwise(lines)]
    # A Chinese sign is one sign and two columns.
    narrowest = rules.narrowest // 2 if measure is len else rules.narrowest
    change = [0] * (rules.widest + 2)
    for p in pairs:
        low, high = (max(p.size, narrowest), min(p.next, rules.widest + 1)) if p is not None else (0, 0)
        if low < high:
            change[low] += 1
            change[high] -= 1
    found = list(accumulate(change))
    most = max(found)
    return pairs, max(w for w, count in enumerate(found) if count == most) if most else 0


def _count(pairs: Sequence[_Pair | None], width: int) -> int:
    return sum(p is not None and p.full(width) for p in pairs)


def _proven(full: Sequence[_Pair]) -> bool:
    """Whether the full lines are so by a width and not by chance: some break in the middle of a sentence."""
    told = [p for p in full if p.amid]
    return len(told) > 2 or any(not p.wide and (len(told) == 2 or 2 * len(told) >= len(full)) for p in told)


class _Pair:
    """Two lines, one below the other. `size` is the first one's width, `next` that with a word more."""

    def __init__(self, line: str, after: str, rules: Rules, measure: Measure) -> None:
        self.rules = rules
        self.first, self.second = line.strip(), after.strip()
        self.indented = len(after) - len(after.lstrip()) > len(line) - len(line.lstrip()) + 1
        self.size = measure(line.rstrip())
        word = re.match(rf"(?:(?!{WIDE.pattern})\S)+", self.second)
        room = self.size + rules.slack + (1 + measure(word.group()) if word else measure(self.second[0]))
        # A link that had no room, or the next item of a list, tells nothing of a width.
        self.next = 0 if rules.items.match(self.second) else min(room, self.size + self.size // 2)

    @property
    def wide(self) -> bool:
        """Whether it is Chinese, where no word shows whether a sentence goes on."""
        return _wide(self.first[-1]) and _wide(self.second[0])

    @cached_property
    def ends(self) -> bool:
        """Whether the first line ends like a sentence; no small letter follows one."""
        return ENDS.search(self.first) is not None and (self.first[-1] in ":：" or not self.second[0].islower())

    @cached_property
    def amid(self) -> bool:
        """Whether the words show that the break is in the middle of a sentence."""
        leads = self.first[-1] == "," or self.rules.leads.search(self.first) is not None
        small = self.second[0].islower() and not _wide(self.first[-1])
        return not self.ends and (self.wide or self.open or small or leads)

    @cached_property
    def open(self) -> bool:
        """Whether the first line cannot end there, whatever its width."""
        if len(self.first.split()) < self.rules.words:
            return False
        parted = PARTED.search(self.first) is not None and self.second[0].isalpha()
        return parted or self._bracketed or self.rules.open.search(self.first) is not None

    @property
    def _bracketed(self) -> bool:
        """Whether a bracket that the first line opens is closed in the second."""
        inside = self.first.rpartition("(")[2] if "(" in self.first else ")"
        return ")" not in inside and ")" in self.second

    def full(self, width: int) -> bool:
        """Whether the next line's first word had no room in the first."""
        return self.size <= width < self.next

    def joined(self, width: int, item: bool, top: bool, markers: Markers) -> bool:
        """Whether the second line goes on with the first; `item` is what the first belongs to, `width` is proven.

        At the `top` of the text a line that is written like a headline is one.
        """
        rows = self.rules.rows
        if rows.search(self.first) or rows.search(self.second) or (self.indented and not item):
            return False
        if self.open:
            return True
        if self.rules.items.match(self.second):
            return False
        if not self.full(width):
            return self._runs_on or (self._over(width) and not _heads(self.second, markers))
        if self.amid:
            return not (self.wide and top) and not markers.headings.opens(self.first, (), body=True)
        apart = top and (self.wide or headed(self.first))
        return not apart and not _heads(self.first, markers) and self._follows(markers)

    @property
    def _runs_on(self) -> bool:
        """Whether a long line that ends nothing is followed by a small letter, in text broken by hand."""
        goes_on = self.second[0].islower() or self.second[0] == "("
        return self.size >= self.rules.narrowest and not self.ends and goes_on

    def _over(self, width: int) -> bool:
        """Whether a line of narrow letters holds a few more of them than the others: "listed on the Foobar"."""
        return 0 < width < self.size <= width + width // OVER and not self.ends and not self.wide

    def _follows(self, markers: Markers) -> bool:
        """Whether the second line is no heading, notice or menu of its own."""
        if _heads(self.second, markers):
            return False
        return not self.ends or 2 * len(self.second) > len(self.first) or ENDS.search(self.second) is not None


def _heads(line: str, markers: Markers) -> bool:
    """Whether a line is a notice, a menu or a heading over other news."""
    return markers.noisy(line) or markers.headings.opens(line, (), body=True)


def _columns(text: str) -> int:
    return len(text) + len(WIDE.findall(text))
