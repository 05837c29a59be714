"""Extract annotated documents and print the scores as Markdown: the development corpus, and two sets of our own.

`tests/score/tuned` was written to find what the rules miss; `tests/score/held` only to be reported: no rule
was written or mended with its documents in view. With folders as arguments, those are scored instead.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from graph import export
from loaders.pipeline import Extractor, load
from loaders.read import Limits
from loaders.registry import read_registry
from ontology.load import ontology
from tests.score.match import DEV, Claim, Tally, judged, tally
from tests.score.trust import bands

FOLDS = 3
GROUPS = ("seed", "own", "rtr", "wire", "zh")
HEAD = "| | P | R | F1 | right | wrong | missed |\n|---|---|---|---|---|---|---|"
SAID = """
Every document of this set has been read while the rules were written. The folds show how far the
figures spread over documents; what documents that nobody has seen give, the held-out set shows.
"""
OWN = Path(__file__).parent
SETS = (
    ("Development corpus", DEV, True),
    ("Texts written to tune with", OWN / "tuned", True),
    ("Held-out texts, in view of no rule", OWN / "held", False),
)
"""Heading, folder, and whether rules were written with its documents in view."""


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
    if name.endswith("_zh"):
        return "zh"
    return "seed" if name.startswith("seed") else name.partition("_")[0]


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


def main(sets: Iterable[tuple[str, Path, bool]]) -> None:
    """Print the tables of each set, and what is wrong most often in those that may be looked at."""
    for heading, folder, seen in sets:
        found = claims(folder)
        done = {name: tally(name, rows, folder) for name, rows in found.items()}
        print(f"# {heading}: {len(done)} documents\n\n{HEAD}")
        _groups(done)
        if seen:
            _folds(done)
        _details(total(done.values()), seen)
        print(f"## By confidence\n\n{bands(_weighed(found, folder))}\n")


def _weighed(found: Mapping[str, list[Claim]], folder: Path) -> Iterator[tuple[float, bool]]:
    """The confidence of each claim, and whether it is right."""
    for name, rows in found.items():
        gold = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        yield from ((float(c["confidence"]), bool(judged(gold, [c]).right)) for c in rows)


def _groups(done: Mapping[str, Tally]) -> None:
    """All, relations and figures, and each kind of document; status and qualifiers."""
    whole = total(done.values())
    figures, relations = [{n for n in whole.names if n.startswith("#") is sign} for sign in (True, False)]
    print(row("all", whole, whole.names))
    print(row("relations", whole, relations))
    print(row("figures", whole, figures))
    for name in GROUPS:
        if any(group(n) == name for n in done):
            print(row(name, total(c for n, c in done.items() if group(n) == name), whole.names))
    print(f"\nStatus right: {accuracy(whole.status)}. Qualifiers right: {accuracy(whole.qualifiers)}.\n")


def _folds(done: Mapping[str, Tally]) -> None:
    print(f"## Folds\n{SAID}\n{HEAD}")
    names = total(done.values()).names
    for k in range(FOLDS):
        print(row(f"fold {k + 1}", total(c for n, c in done.items() if fold(n) == k), names))
        print(row(f"all but fold {k + 1}", total(c for n, c in done.items() if fold(n) != k), names))


def _details(whole: Tally, seen: bool) -> None:
    print(f"\n## Predicates and metrics\n\n{HEAD}")
    for name in sorted(whole.names):
        print(row(name, whole, [name]))
    if seen:
        print("\n## Most frequent errors\n\n| error | times |\n|---|---|")
        for error, count in whole.errors.most_common(10):
            print(f"| {error} | {count} |")
    print()


if __name__ == "__main__":
    given = [(folder, Path(folder), True) for folder in sys.argv[1:]]
    main(given or [s for s in SETS if s[1].is_dir()])
