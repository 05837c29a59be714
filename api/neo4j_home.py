"""The home folder of the local Neo4j: its folders, its configuration, and the release that ran it last."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

FOLDERS = ("conf", "data", "logs", "import", "plugins", "run")
_INSIDE = ("java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch", "java.base/java.util.concurrent")
OPENS = tuple(f"--add-opens={package}=ALL-UNNAMED" for package in _INSIDE)
"""Options of Java that let the server reach into these packages."""
NOTE = "version"
"""The file that names the release."""


def lay_out(
    home: Path, version: str, address: str, bolt: int, http: int, more: Mapping[str, str], java: Sequence[str] = ()
) -> None:
    """Make the folders and write neo4j.conf, with `more` settings behind ours, for a release; `java` are options."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    for folder in FOLDERS:
        (home / folder).mkdir(parents=True, exist_ok=True)
    settings = {
        "server.default_listen_address": address,
        "server.bolt.listen_address": f"{address}:{bolt}",
        "server.bolt.advertised_address": f"{address}:{bolt}",
        "server.http.listen_address": f"{address}:{http}",
        "server.http.advertised_address": f"{address}:{http}",
        "server.https.enabled": "false",
        "dbms.usage_report.enabled": "false",
        "client.allow_telemetry": "false",
        # Twice that long, and a driver gives up on a server that has come to a standstill; else two minutes.
        "server.bolt.connection_keep_alive": "5s",
        # Else each of two connectors waits five seconds for its idle threads when the server stops.
        "internal.server.bolt.thread_pool_shutdown_wait_time": "500ms",
        **more,
    }
    text = "".join(f"{name}={value}\n" for name, value in settings.items())
    # neo4j-admin starts a process of its own for its work and asks here how.
    text += "".join(f"server.jvm.additional={option}\n" for option in (*OPENS, *java))
    (home / "conf" / "neo4j.conf").write_text(text, encoding="utf-8")
    (home / NOTE).write_text(f"{version}\n", encoding="utf-8")


def noted_version(home: Path) -> str | None:
    """The release that ran in a home last; None where that is not known."""
    try:
        text = (home / NOTE).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    return text if re.fullmatch(r"\d+(\.\d+)+", text) else None


def older(one: str, other: str) -> bool:
    """Whether a release is older than another: 5.26.30 is older than 2026.08.1."""
    first, second = ([int(part) for part in version.split(".")] for version in (one, other))
    return first < second


def private(path: Path, text: str) -> None:
    """Write a file that only the user can read, from its first byte on."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
