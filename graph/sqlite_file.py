"""The file of a SQLite record: its name, what marks it as ours, its tables."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph import sqlite_names
from graph.sound import storable
from graph.sqlite_names import Connection
from ontology.errors import SettingError, StoreTooOld, StoreUnavailable

MARK = 0x506F746C
"""The application id in the head of the file: "Potl"."""
SCHEMA = 2
TABLES = Path(__file__).with_name("data") / "sqlite.sql"
MEND = "check the path and its rights, or set POTLINE_STORE_URL (sqlite:///FILE)"


def path_of(url: str) -> Path:
    """The file that `sqlite:///FILE` (relative) or `sqlite:////FILE` (absolute) names; SettingError for others."""
    path = url.removeprefix("sqlite:///")
    if path == url or path in ("", ":memory:") or not storable(path) or path.endswith("/"):
        raise SettingError(f"store_url {url!r} names no file; write sqlite:///potline.db or sqlite:////var/potline.db")
    return Path(path).absolute()


def known(c: Connection, path: Path) -> bool:
    """Whether the file holds a record; False where it is empty or older, an error where it holds anything else."""
    (mark,) = c.execute("PRAGMA application_id").fetchone()
    (schema,) = c.execute("PRAGMA user_version").fetchone()
    if mark != MARK and (mark or schema or c.execute("SELECT 1 FROM sqlite_schema").fetchone()):
        raise StoreUnavailable(f"{path} is a database of something else; {MEND}")
    if mark == MARK and schema not in (1, SCHEMA):
        mend = "upgrade Potline" if schema > SCHEMA else "load its documents into a new record"
        raise StoreTooOld(f"{path} has schema {schema}, this Potline reads schema {SCHEMA}: {mend}")
    return bool(mark == MARK and schema == SCHEMA)


def create(c: Connection, complete: Any) -> None:
    """Make the tables of an empty record, with an id of its own, or bring an older one to this schema.

    `complete` tells where a statement ends, for triggers hold semicolons of their own.
    """
    (mark,) = c.execute("PRAGMA application_id").fetchone()
    for statement in _upgrade(complete) if mark == MARK else _new(complete):
        c.execute(statement)
    if mark != MARK:
        c.executemany("INSERT INTO meta VALUES (?, ?)", [("record", str(uuid.uuid4())), ("revision", "0")])
    c.execute(f"PRAGMA application_id = {MARK}")
    c.execute(f"PRAGMA user_version = {SCHEMA}")


def _new(complete: Any) -> Iterator[str]:
    yield from _script(TABLES, complete)
    yield from _script(sqlite_names.TABLES, complete)


def _upgrade(complete: Any) -> Iterator[str]:
    """From schema 1: the rowids of names say how long they are."""
    yield from sqlite_names.UPGRADE
    yield from _script(sqlite_names.TABLES, complete)
    yield from sqlite_names.REFILL


def _script(path: Path, complete: Any) -> Iterator[str]:
    """The statements of a file."""
    part = ""
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        part += line
        if complete(part):
            yield part
            part = ""
