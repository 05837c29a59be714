"""Files from outside: what may be opened, how much is read of it, how its name is written down."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from unicodedata import category

from ontology.errors import UnreadableDocument


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read: `bytes` is the size of one file, `seconds` what reading and extracting one may take."""

    bytes: int = 20_000_000
    seconds: float = 300


def printable(path: Path | str) -> str:
    r"""A file's name as it is stored and printed: a name may hold any byte, a line of output may not.

    >>> printable("a\nb")
    'a\\nb'
    """
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() or category(c) == "Zs" else repr(c)[1:-1] for c in text)


def readable(path: Path, source: str, limits: Limits) -> bytes:
    """The bytes of a file; UnreadableDocument where it is missing, no file, empty or larger than the limit."""
    try:
        # A pipe or a device may never end, and opening a pipe waits for its writer.
        if not stat.S_ISREG(path.stat().st_mode):
            what = "a folder; name its files" if path.is_dir() else "no regular file; pipe what it gives into -"
            raise UnreadableDocument(f"{source}: this is {what}")
        with path.open("rb") as file:
            raw = file.read(limits.bytes + 1)
    except OSError as error:
        raise UnreadableDocument(f"{source}: {error.strerror or error}; check the path and its permissions") from error
    return checked(raw, source, limits)


def checked(raw: bytes, source: str, limits: Limits) -> bytes:
    """The bytes, where they are neither none nor more than the limit; UnreadableDocument otherwise."""
    if len(raw) > limits.bytes:
        raise UnreadableDocument(
            f"{source}: it is larger than the limit of {limits.bytes} bytes; "
            "split the file or raise POTLINE_MAX_DOCUMENT_BYTES"
        )
    if not raw.strip():
        raise UnreadableDocument(f"{source}: the file is empty; save the text of the document into it")
    return raw
