"""`make bench`: measure side by side in one run and print a table in Markdown. Nothing here is a test.

`python -m tests.bench ownership` measures one section alone.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version

from loaders.en.parsing.model import BATCH, UNUSED
from tests.bench import bulk, copying, everything, exporting, extraction, ownership, queries, searching, sparql, stores

SECTIONS: Mapping[str, Callable[[], Iterable[tuple[str, str]]]] = {
    "extraction": extraction.measures,
    "stores": stores.measures,
    "bulk": bulk.measures,
    "copies": copying.measures,
    "exports": exporting.measures,
    "queries": queries.measures,
    "search": searching.measures,
    "ownership": ownership.measures,
    "sparql": sparql.measures,
    "everything": everything.measures,
}


def main(names: Sequence[str]) -> None:
    """Measure some sections and print each table as soon as it is there."""
    if unknown := set(names) - SECTIONS.keys():
        raise SystemExit(f"no such section: {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    print("| what | figure |\n|---|---|", flush=True)
    for name in names:
        for what, figure in SECTIONS[name]():
            print(f"| {what} | {figure} |", flush=True)
    packages = ", ".join(f"{p} {version(p)}" for p in ("spacy", "neo4j", "pyoxigraph", "fastapi", "scipy"))
    print(
        f"\n{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {packages}; "
        "one request after another. "
        "Extraction and the bare parser run in one process in turn, with the threads that their libraries start by "
        f"default; both disable {', '.join(UNUSED)}, and take {BATCH} texts a batch."
    )


if __name__ == "__main__":
    main(sys.argv[1:] or list(SECTIONS))
