"""Names in SQLite, and how they are searched: by a trigram index that gives the shortest names first.

The rowid of a name is its length, and behind that a number. A full-text index goes through what it finds by rowid, so
a search for a word that tens of thousands of names hold ends after the first few dozen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from graph import names
from graph.merge import initialled

BAND = 40
"""Bits of a rowid behind the length of the name."""
PARTS = 2
"""Parts of a text that the index is asked for; the names that have them are looked through for the rest."""
PART = 9
"""Most characters of each: each is one more list of the index to go through, and tells little more."""
LEAST = 3
"""Fewest characters that the index knows."""

TABLES = Path(__file__).with_name("data") / "sqlite_names.sql"
INSERT = f"""
INSERT OR IGNORE INTO name (rowid, entity, folded) SELECT coalesce(max(rowid) + 1, length(?2) << {BAND}), ?1, ?2
FROM name WHERE rowid >= length(?2) << {BAND} AND rowid < (length(?2) + 1) << {BAND}
"""
DELETE = """
DELETE FROM name WHERE rowid IN (
  SELECT n.rowid FROM naming JOIN name n USING (entity, folded) WHERE naming.document = ?1 AND NOT EXISTS (
    SELECT 1 FROM naming o WHERE o.entity = n.entity AND o.folded = n.folded AND o.document != ?1))
"""
"""A name goes with the last document that gives it; in the order of the rowids, in which the index is quickest."""
UPGRADE = (
    "DROP TRIGGER name_in",
    "DROP TRIGGER name_out",
    "DROP TABLE name_index",
    "ALTER TABLE name RENAME TO name_1",
)
REFILL = (
    f"INSERT INTO name SELECT (length(folded) << {BAND}) + row_number() OVER (ORDER BY length(folded), entity), "
    "entity, folded FROM name_1 ORDER BY 1",
    "DROP TABLE name_1",
)
"""Before and after the tables of schema 2 take the place of those of schema 1."""

ENOUGH = 10
"""How many times as many names as are wanted are looked at for the text, where they hold its words."""

Rows = Iterable[tuple[str, int, str]]
"""Entities with the lengths of their names and the names, the shortest first."""


class Connection(Protocol):
    """What is needed of SQLite's own, which only the store imports."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Any:
        """A cursor over the rows."""

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Any:
        """Once for each of the parameters."""


def ordered(found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Entities with names, in the order in which they go in."""
    return sorted(set(found), key=lambda row: (len(row[1]), row))


def search(c: Connection, text: str, limit: int) -> tuple[str, ...]:
    """What `Store.search` gives, of a text as it is compared."""
    found: dict[str, None] = {}
    for rows in _stages(c, text, ENOUGH * limit):
        fresh = _shortest(rows, found, limit)
        found.update(dict.fromkeys(sorted(fresh, key=lambda id: (fresh[id], id))))
        if len(found) >= limit:
            break
    return tuple(found)[:limit]


def _shortest(rows: Rows, found: dict[str, None], limit: int) -> dict[str, int]:
    """The first entities that are not found yet, as many as are wanted, and all with a name as short as the last's."""
    fresh: dict[str, int] = {}
    last = 0
    for entity, length, _ in rows:
        if length > last and len(found) + len(fresh) >= limit:
            break
        last = length
        if entity not in found:
            fresh.setdefault(entity, length)
    return fresh


def _stages(c: Connection, text: str, enough: int) -> Iterator[Rows]:
    """Names that begin with the text, that hold it, that hold all its words, that have it as initials."""
    yield c.execute(_NAMES.format("n.folded >= ? AND n.folded < ?"), (text, text + "\U0010ffff"))
    words = text.split()
    several = len(words) > 1 and min(map(len, words)) >= LEAST
    near = list(islice(c.execute(*_holding(words)), enough)) if several else []
    if several and len(near) < enough:  # all that hold its words are known, so those that hold it are
        yield [row for row in near if text in row[2]]
    else:
        yield c.execute(*_holding((text,)))
    yield near
    if letters := initialled(text):
        yield c.execute(_NAMES.format("n.folded = ?"), (letters,))


def _holding(wanted: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The query for names that hold all of these."""
    tests = " AND ".join(["instr(n.folded, ?) > 0"] * len(wanted))
    match = " AND ".join(map(_phrase, _telling(" ".join(wanted).split())))
    return (_INDEX.format(tests), (match, *wanted)) if match else (_NAMES.format(tests), tuple(wanted))


_NAMES = f"SELECT n.entity, n.rowid >> {BAND}, n.folded FROM name n WHERE {{}} ORDER BY n.rowid"
_INDEX = (
    f"SELECT n.entity, n.rowid >> {BAND}, n.folded FROM name_index i CROSS JOIN name n ON n.rowid = i.rowid "
    "WHERE name_index MATCH ? AND {} ORDER BY i.rowid"  # by n.rowid it would sort
)


def _telling(words: Iterable[str]) -> list[str]:
    """The parts of a text that the fewest names may have: long words, and none that many firms share."""
    fit = sorted({w for w in words if len(w) >= LEAST}, key=lambda w: (_common(w), -len(w), w))
    return [word[:PART] for word in fit[:PARTS]]


@lru_cache(maxsize=1 << 14)
def _common(word: str) -> bool:
    """Whether this is a word that many firms share, or a part of one."""
    part = word.strip(".,")
    return any(known.startswith(part) or known.endswith(part) for known in names.words().common)


def _phrase(text: str) -> str:
    """A full-text phrase that means the text itself, whatever is in it."""
    return '"' + text.replace('"', '""') + '"'
