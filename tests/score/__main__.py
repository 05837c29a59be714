"""Extract the development corpus and print the scores as Markdown."""

from __future__ import annotations

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from graph import export
from loaders.pipeline import Extractor, load
from loaders.read import Limits
from loaders.registry import read_registry
from ontology.load import ontology
from tests.score.match import DEV, Claim, Tally, tally

FOLDS = 3
GROUPS = ("seed", "own", "rtr", "zh")
SAID = """
Every document of this corpus has been read while the rules were written. The folds show how far the
figures spread over documents, not what documents that nobody has seen would give.
"""


def claims(folder: Path = DEV) -> Mapping[str, list[Claim]]:
    """The claims of each document by its name."""
    extractor = Extractor(read_registry(Path("seeds/registry")), ontology())
    found: dict[str, list[Claim]] = {}
    for path in sorted(folder.glob("*.txt")):
        results = load(path, path.name, extractor, Limits())
        lines = (line for r in results for line in export.lines(r))  # type: ignore[arg-type]
        found[path.stem] = [json.loads(line) for line in lines]
    return found


def fold(name: str) -> int:
    """The fold of a document, by its name alone."""
    return hashlib.sha256(name.encode()).digest()[0] % FOLDS


def group(name: str) -> str:
    """Chinese documents are a group of their own."""
    return "zh" if name.endswith("_zh") else name[:3] if not name.startswith("seed") else "seed"


def total(rows: Iterable[Tally]) -> Tally:
    """All counts together."""
    return sum(rows, Tally())


def row(label: str, counts: Tally, names: Iterable[str]) -> str:
    """One line of a table."""
    p, r, f, tp, fp, fn = counts.figures(names)
    return f"| {label} | {p:.3f} | {r:.3f} | {f:.3f} | {tp} | {fp} | {fn} |"


def accuracy(counts: Mapping[bool, int]) -> str:
    """So many of so many, and the share."""
    of = sum(counts.values())
    return f"{counts[True]} of {of} ({counts[True] / of:.1%})" if of else "none"


def main(folder: Path) -> None:
    """Print the tables."""
    done = {name: tally(name, rows, folder) for name, rows in claims(folder).items()}
    whole = total(done.values())
    head = "| | P | R | F1 | right | wrong | missed |\n|---|---|---|---|---|---|---|"
    print(f"# Scores on {len(done)} documents\n\n{head}")
    parts: dict[str, list[Tally]] = defaultdict(list)
    for name, counts in done.items():
        parts[group(name)].append(counts)
    figures, relations = [{n for n in whole.names if n.startswith("#") is sign} for sign in (True, False)]
    print(row("all", whole, whole.names))
    print(row("relations", whole, relations))
    print(row("figures", whole, figures))
    for name in GROUPS:
        if parts[name]:
            print(row(name, total(parts[name]), whole.names))
    print(f"\nStatus right: {accuracy(whole.status)}. Qualifiers right: {accuracy(whole.qualifiers)}.")
    print(f"\n## Folds\n{SAID}\n{head}")
    for k in range(FOLDS):
        inside = total(c for n, c in done.items() if fold(n) == k)
        print(row(f"fold {k + 1}", inside, whole.names))
        print(row(f"all but fold {k + 1}", total(c for n, c in done.items() if fold(n) != k), whole.names))
    print(f"\n## Predicates and metrics\n\n{head}")
    for name in sorted(whole.names):
        print(row(name, whole, [name]))
    print("\n## Most frequent errors\n\n| error | times |\n|---|---|")
    for error, count in whole.errors.most_common(10):
        print(f"| {error} | {count} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEV)
