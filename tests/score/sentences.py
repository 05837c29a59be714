"""The batteries: one to three sentences for each way of saying a relation or a figure, each line annotated whole.

`sentences/NAME.seen.jsonl` shows what rules miss; `sentences/NAME.held.jsonl` is only reported. A line holds `text`,
`published`, `entities` (key to type and surface forms), `relations` ([predicate, subject, object, qualifiers and
status]) and `figures` ([metric, entity, value, unit, product, period, status and max]).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from graph import export
from loaders.pipeline import Extractor
from loaders.read import document
from loaders.read.parts import Parts
from loaders.registry import read_registry
from ontology.load import ontology
from tests.score.match import Claim, Tally, judged, misjudged

FOLDER = Path(__file__).parent / "sentences"
Line = Mapping[str, Any]


def lines(path: Path) -> Iterator[Line]:
    """The annotated lines of a battery."""
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


def gold(line: Line) -> dict[str, Any]:
    """A line in the form of the corpus's SCHEMA.md."""
    entities = [{"id": key, "type": type, "names": names} for key, (type, *names) in line["entities"].items()]
    relations = []
    for p, s, o, *more in line["relations"]:
        q = dict(*more)
        relations.append({"p": p, "s": s, "o": o, "status": q.pop("status", "actual"), "q": q})
    figures = [
        {"metric": metric, "of": of, "value": value, "unit": unit, **dict(*more)}
        for metric, of, value, unit, *more in line["figures"]
    ]
    return {"entities": entities, "relations": relations, "observations": figures}


def claims(line: Line, name: str, extractor: Extractor) -> list[Claim]:
    """What the extractor states of a line."""
    text = f"In brief\n\n{line['text']}\n"
    made = replace(document(Parts(text, "text/plain"), text.encode(), name), published=line.get("published"))
    return [json.loads(row) for row in export.lines(extractor(made))]


def main(wanted: Iterable[str]) -> None:
    """Scores of the batteries named (`owns.seen`; all where none is); `-v` shows what is wrong in seen ones."""
    names = [w for w in wanted if w != "-v"]
    extractor = Extractor(read_registry(Path("seeds/registry")), ontology())
    sums = {"seen": Tally(), "held": Tally()}
    for path in sorted(FOLDER.glob("*.jsonl")):
        kind = path.stem.rpartition(".")[2]
        if names and path.stem not in names:
            continue
        counts = Tally()
        for line in lines(path):
            rows = claims(line, path.stem, extractor)
            counts += judged(gold(line), rows)
            if kind == "seen" and "-v" in wanted:
                _shown(line, rows)
        sums[kind] += counts
        _row(path.stem, counts)
    for kind, counts in sums.items():
        _row(f"all {kind}", counts)


def _row(label: str, counts: Tally) -> None:
    p, r, f, tp, fp, fn = counts.figures(counts.names)
    status, told = (f"{c[True]}/{c.total()}" for c in (counts.status, counts.qualifiers))
    print(f"| {label} | {p:.3f} | {r:.3f} | {f:.3f} | {tp} | {fp} | {fn} | status {status} | qualifiers {told} |")


def _shown(line: Line, rows: list[Claim]) -> None:
    """A line with what is wrong or missed in it."""
    faults = misjudged(gold(line), rows)
    if faults:
        print(f"\n{line['text']}\n  " + "\n  ".join(faults))


if __name__ == "__main__":
    main(sys.argv[1:])
