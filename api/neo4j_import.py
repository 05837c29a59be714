"""A folder of `potline export --format neo4j-admin` becomes the database of the local Neo4j."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from api.neo4j_admin import admin
from api.neo4j_faults import VERBOSE, fault
from api.neo4j_server import USER, Server
from graph.batches import Step
from graph.neo4j_bulk import ARGUMENTS
from graph.neo4j_driver import Connection
from graph.neo4j_store import Neo4jStore
from graph.store import Access
from ontology.errors import InputError, ServerError
from ontology.model import Ontology

DATABASE = "neo4j"
"""The one database of a Community server."""
STAGES = 4
"""Of an import: nodes, relationships, their links, what comes after."""
PATIENCE = 60.0
"""Seconds that the server may take to answer."""
ANYTHING = "MATCH (n) WHERE NOT n:PotlineSchema AND NOT (n:Record AND n.revision = 0) RETURN 1 AS found LIMIT 1"
"""A record without a commit is nothing yet."""


def import_folder(
    server: Server, folder: Path, ontology: Ontology, step: Step, overwrite: bool = False, prefix: str = ""
) -> int | None:
    """Replace the local server's database by what the files say; its revision, None where the server stays stopped.

    A server that ran is stopped and started again, and the record in it is opened, which makes its constraints and
    indexes. Raises InputError where the folder is no whole export, or where the database holds anything and
    `overwrite` is not said; ServerError where neo4j-admin fails: then the database is not whole.
    """
    _check(folder, prefix)
    ran = server.status().state in ("running", "starting")
    if not overwrite:
        _refuse_to_lose(server, ran, prefix)
    server.stop()
    try:
        _run(server, folder, step)
    finally:
        if ran:
            server.start()
    return _opened(server, ontology, prefix) if ran else None


def _check(folder: Path, prefix: str) -> None:
    """Whether all files are there, with the labels that are looked for afterwards."""
    try:
        options = (folder / ARGUMENTS).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InputError(
            f"{folder} is no whole export, {ARGUMENTS} cannot be read ({error.strerror}); "
            f"make it with potline export --format neo4j-admin {folder}"
        ) from error
    if not any(option.startswith(f"--nodes={prefix}Record=") for option in options):
        raise InputError(
            f"{folder} was exported with another label prefix than {prefix or 'none'}; export it again, or set "
            "POTLINE_NEO4J_LABEL_PREFIX as it was then"
        )
    files = (name for option in options for name in re.findall(r"[^=,]+\.csv", option))
    for name in files:
        if not (folder / name).is_file():
            raise InputError(f"{folder} is no whole export, {name} is gone; export again into a new folder")


def _refuse_to_lose(server: Server, ran: bool, prefix: str) -> None:
    """Ask the database whether it is empty; a server that is stopped is started for that."""
    if not (server.home / "data" / "databases" / DATABASE).exists():
        return
    server.start()
    try:
        with closing(Connection(server.url, _access(server, prefix))) as connection:
            found = connection.transaction(lambda run: run(ANYTHING))
    finally:
        if not ran:
            server.stop()
    if found:
        raise InputError(
            f"the Neo4j in {server.home} holds data, and an import replaces all of it; say --overwrite, or set "
            "POTLINE_NEO4J_HOME to another folder"
        )


def _access(server: Server, prefix: str) -> Access:
    return Access(USER, server.password(), timeout=PATIENCE, prefix=prefix)


def _run(server: Server, folder: Path, step: Step) -> None:
    classes, java = server.prepare(), server.java_options
    report = server.home / "logs" / "import.report"
    options = (f"--report-file={report.resolve()}", "--overwrite-destination=true", DATABASE)
    command = ("database", "import", "full", f"@{ARGUMENTS}")
    try:
        admin(server.home, classes, *command, *options, java=java, folder=folder, hear=_told(step))
    except ServerError:
        # Only then at length: it says the cause, but no more how far it is.
        said = list[str]()
        try:
            admin(server.home, classes, *command, VERBOSE, *options, java=java, folder=folder, hear=said.append)
        except ServerError as error:
            raise _refused(error, "\n".join(line for line in said if "\tat " not in line), folder) from error


def _refused(error: ServerError, said: str, folder: Path) -> ServerError:
    """With the line that neo4j-admin blames, where it blames one."""
    found = fault(said, folder)
    mend = "mend it, or export again into a new folder, and import with --overwrite: the database may not be whole now"
    return error if found is None else ServerError(f"{found}; {mend}")


def _told(step: Step) -> Callable[[str], None]:
    """What neo4j-admin says of its stages and their hundredths, as steps."""
    stage, label = 1, "reading"

    def hear(line: str) -> None:
        nonlocal stage, label
        if head := re.match(rf"\((\d)/{STAGES}\) (\D+)", line):
            stage, label = int(head[1]), head[2].strip()
        elif part := re.search(r"(\d+)% ∆", line):
            step(100 * (stage - 1) + int(part[1]), 100 * STAGES, label)

    return hear


def _opened(server: Server, ontology: Ontology, prefix: str) -> int:
    with Neo4jStore(server.url, ontology, _access(server, prefix)) as store:
        return store.revision()
