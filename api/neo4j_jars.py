"""The jars of Neo4j and Neo4j Browser from Maven, kept in a cache; no Docker, no root."""

from __future__ import annotations

import fcntl
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ontology.errors import ServerError

VERSION = "5.26.30"
"""The release where none is named: with long-term support."""
COORDINATES = "org.neo4j:neo4j:{v}+org.neo4j.app:neo4j-server:{v}+org.neo4j.client:neo4j-browser:5.24.0"
STARTER = "META-INF/services/org.neo4j.server.startup.EntryPoint"
"""In the jar of a release: the name of the class that starts it, which is not the same in all."""
CACHE = Path.home() / ".cache" / "potline" / "neo4j"

Say = Callable[[str], None]


def class_path(cache: Path, say: Say, version: str = VERSION) -> str:
    """The class path of a release of the server; fetches the jars where the cache does not have them all.

    Always in the same order, which `api.neo4j_classes` relies on. Raises ServerError where that is not possible, for
    want of a network for instance.
    """
    with _alone(cache):
        return _class_path(cache, say, version)


def main_class(classes: str, version: str) -> str:
    """The class that starts the server of a class path."""
    jar = next(part for part in classes.split(os.pathsep) if Path(part).name == f"neo4j-{version}.jar")
    with zipfile.ZipFile(jar) as archive:
        return archive.read(STARTER).decode().strip()


@contextmanager
def _alone(cache: Path) -> Iterator[None]:
    """One process at a time fetches into a cache; another one waits for it and finds all there."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        lock = (cache / "lock").open("w")
    except OSError as error:
        raise ServerError(f"the cache {cache} cannot be written ({error.strerror}); set POTLINE_NEO4J_CACHE") from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _class_path(cache: Path, say: Say, version: str) -> str:
    from jgo.constants import MAVEN_CENTRAL_URL  # takes a third of a second to import, and few commands start a server
    from jgo.env import EnvironmentBuilder, LinkStrategy
    from jgo.maven import MavenContext

    # A folder a release: what is fetched for one must not touch the jars that another one runs from.
    links = cache / f"environments-{version}"
    complete = cache / f"complete-{version}"
    if not complete.exists():
        say(f"Fetching Neo4j {version} from Maven: over 200 jars, 160 to 190 MB, a few minutes, once, into {cache} ...")
        _discard_halves(cache, links)
    context = MavenContext(repo_cache=cache / "maven", remote_repos={"central": MAVEN_CENTRAL_URL})
    builder = EnvironmentBuilder(context=context, cache_dir=links, link_strategy=LinkStrategy.AUTO)
    try:
        environment = builder.from_endpoint(COORDINATES.format(v=version))
        complete.touch()
    except (OSError, RuntimeError, ValueError) as error:
        raise ServerError(
            f"Neo4j {version} is not in the cache {cache} and could not be fetched from Maven ({error}); "
            "is there such a release? connect to a network once, or copy the cache of another machine and set "
            "POTLINE_NEO4J_CACHE"
        ) from error
    folders = (environment.path / folder for folder in ("jars", "modules"))
    return os.pathsep.join(str(jar) for folder in folders for jar in sorted(folder.glob("*.jar")))


def _discard_halves(cache: Path, links: Path) -> None:
    """Take away what an interrupted fetch left half written: it would pass for a whole file."""
    shutil.rmtree(links, ignore_errors=True)
    for jar in (cache / "maven").rglob("*.jar"):
        if not zipfile.is_zipfile(jar):
            jar.unlink()
    for pom in (cache / "maven").rglob("*.pom"):
        if b"</project>" not in pom.read_bytes():
            pom.unlink()
