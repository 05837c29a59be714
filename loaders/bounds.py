"""What keeps work on a large document bounded: a deadline, and looking only where something may stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Protocol, TypeVar

from ontology.errors import UnreadableDocument

LONGEST = 20_000
"""Characters of the longest paragraph; what goes on is cut."""
T = TypeVar("T")


class Placed(Protocol):
    """What stands at [start, end) of a text."""

    @property
    def start(self) -> int:
        """Its first offset."""

    @property
    def end(self) -> int:
        """The offset behind it."""


P = TypeVar("P", bound=Placed)


def within(rows: Sequence[P], start: int, end: int) -> list[P]:
    """What of `rows`, in order of the text, lies in [start, end)."""
    found = []
    for k in range(bisect_left(rows, start, key=lambda r: r.start), len(rows)):
        if rows[k].start >= end:
            break
        if rows[k].end <= end:
            found.append(rows[k])
    return found


def apart(rows: Sequence[P], others: Sequence[Placed]) -> list[P]:
    """What of `rows` lies in none of `others`, both in order of the text: "AED" of "AED 8.8 billion" is no name."""
    kept = []
    for row in rows:
        k = bisect_right(others, row.start, key=lambda o: o.start) - 1
        if k < 0 or others[k].end < row.end:
            kept.append(row)
    return kept


def pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph in parts of bounded length, cut behind a full stop, else at a space."""
    while end - start > LONGEST:
        part = text[start : start + LONGEST]
        cut = max(part.rfind(". "), part.rfind("。"), part.rfind("\n")) + 1 or part.rfind(" ") + 1 or LONGEST
        yield start, start + cut
        start += cut
    yield start, end


@dataclass(frozen=True)
class Timed(Collection[T]):
    """Items that are gone through more than once, each time while there is time left."""

    items: Collection[T]
    in_time: Deadline

    def __iter__(self) -> Iterator[T]:
        """The items; UnreadableDocument once the time is over."""
        return self.in_time(self.items)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.items)

    def __contains__(self, item: object) -> bool:
        """Whether it is one of them."""
        return item in self.items


@dataclass(frozen=True)
class Deadline:
    """Lets items through while there is time left; `seconds` count from when it was made."""

    seconds: float
    source: str
    began: float = field(default_factory=monotonic)

    def every(self, items: Collection[T]) -> Collection[T]:
        """The items, to be gone through several times."""
        return Timed(items, self)

    def __call__(self, items: Iterable[T]) -> Iterator[T]:
        """The items; UnreadableDocument once the time is over."""
        for item in items:
            if monotonic() - self.began > self.seconds:
                raise UnreadableDocument(
                    f"{self.source}: extracting takes longer than {self.seconds:g} s; "
                    "split the document or raise POTLINE_MAX_DOCUMENT_SECONDS"
                )
            yield item
