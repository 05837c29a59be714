"""The file of a SQLite record: its name, what marks it as ours, its tables."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from graph import sqlite_rows as rows
from graph.sound import storable
from ontology.errors import SettingError, StoreTooOld, StoreUnavailable

MARK = 0x506F746C
"""The application id in the head of the file: "Potl"."""
SCHEMA = 1
MEND = "check the path and its rights, or set POTLINE_STORE_URL (sqlite:///FILE)"


def path_of(url: str) -> Path:
    """The file that `sqlite:///FILE` (relative) or `sqlite:////FILE` (absolute) names; SettingError for others."""
    path = url.removeprefix("sqlite:///")
    if path == url or path in ("", ":memory:") or not storable(path) or path.endswith("/"):
        raise SettingError(f"store_url {url!r} names no file; write sqlite:///potline.db or sqlite:////var/potline.db")
    return Path(path).absolute()


def known(c: rows.Connection, path: Path) -> bool:
    """Whether the file holds a record; False where it is empty, an error where it holds anything else."""
    (mark,) = c.execute("PRAGMA application_id").fetchone()
    (schema,) = c.execute("PRAGMA user_version").fetchone()
    if mark != MARK and (mark or schema or c.execute("SELECT 1 FROM sqlite_schema").fetchone()):
        raise StoreUnavailable(f"{path} is a database of something else; {MEND}")
    if mark == MARK and schema != SCHEMA:
        mend = "upgrade Potline" if schema > SCHEMA else "load its documents into a new record"
        raise StoreTooOld(f"{path} has schema {schema}, this Potline reads schema {SCHEMA}: {mend}")
    return bool(mark == MARK)


def create(c: rows.Connection, complete: Any) -> None:
    """Make the tables of an empty record, with an id of its own; `complete` as for `rows.script`."""
    for statement in rows.script(complete):
        c.execute(statement)
    c.executemany("INSERT INTO meta VALUES (?, ?)", [("record", str(uuid.uuid4())), ("revision", "0")])
    c.execute(f"PRAGMA application_id = {MARK}")
    c.execute(f"PRAGMA user_version = {SCHEMA}")
