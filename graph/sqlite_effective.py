"""Effective ownership in SQLite: a table of its own, made when it is first needed, and a row of `meta`.

A record that has neither is whole, and a Potline that knows of neither reads one that has them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import replace

from graph.effective import Effective, Holding, Kept, kept, read
from graph.judgements import Canon
from graph.sqlite_rows import Connection

TABLE = (
    "CREATE TABLE IF NOT EXISTS effective (owner TEXT, owned TEXT, low REAL NOT NULL, high REAL NOT NULL, "
    "PRIMARY KEY (owner, owned)) STRICT, WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS effective_owned ON effective (owned)",
)
_THOSE = "IN (SELECT value FROM json_each(?1))"


def noted(c: Connection) -> Kept | None:
    """What is noted of the set; None where there is none."""
    row = c.execute("SELECT value FROM meta WHERE key = 'effective'").fetchone()
    return None if row is None else read(row[0])


def whole(c: Connection) -> Effective | None:
    """The set with its holdings."""
    note = noted(c)
    if note is None:
        return None
    found = map(Holding._make, c.execute("SELECT owner, owned, low, high FROM effective"))
    return replace(note.about, holdings=tuple(sorted(found)))


def write(c: Connection, effective: Effective | None) -> None:
    """Put a set in the place of the one that was there; None leaves none."""
    c.execute("DELETE FROM meta WHERE key = 'effective'")
    c.execute("DROP TABLE IF EXISTS effective")
    if effective is not None:
        for statement in TABLE:
            c.execute(statement)
        c.executemany("INSERT INTO effective VALUES (?, ?, ?, ?)", effective.holdings)
        _note(c, kept(effective))


def _note(c: Connection, note: Kept) -> None:
    c.execute("INSERT OR REPLACE INTO meta VALUES ('effective', ?)", (note.text(),))


def mentioned(c: Connection, documents: Collection[str]) -> set[str]:
    """The ids that documents use; none where there is no set that they could matter to."""
    if not documents or noted(c) is None:
        return set()
    found = c.execute(f"SELECT DISTINCT id FROM entity WHERE document {_THOSE}", (json.dumps(list(documents)),))
    return {id for (id,) in found}


def unused(c: Connection, ids: Iterable[str], canon: Canon) -> set[str]:
    """The canonical ids of these of which no document uses any member any more."""
    groups = {canon(id): canon.members(id) for id in ids}
    members = json.dumps([member for group in groups.values() for member in group])
    used = {canon(id) for (id,) in c.execute(f"SELECT DISTINCT id FROM entity WHERE id {_THOSE}", (members,))}
    return groups.keys() - used


def prune(c: Connection, ids: Collection[str]) -> None:
    """Take the holdings of entities away that are gone, or are another thing now."""
    note = noted(c) if ids else None
    if note is None:
        return
    gone = c.execute(f"DELETE FROM effective WHERE owner {_THOSE} OR owned {_THOSE}", (json.dumps(sorted(ids)),))
    if gone.rowcount:
        _note(c, note.without(ids))
