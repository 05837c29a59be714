"""Which rules are wrong most: `python -m tests.score.rules [RULE]` over the texts and sentences in view.

With a rule's name (`frames/owns.toml#hold`), all that it says wrongly.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from loaders.pipeline import Extractor
from loaders.registry import read_registry
from ontology.load import ontology
from tests.score import sentences
from tests.score.__main__ import OWN, claims
from tests.score.match import DEV, Claim, judged, misjudged

Told = tuple[str, Claim, list[Claim]]


def told(extractor: Extractor) -> Iterator[Told]:
    """Each text and line in view: its name, its gold annotation, and what is stated of it."""
    for folder in (DEV, OWN / "tuned"):
        for name, rows in claims(folder).items():
            yield name, json.loads((folder / f"{name}.json").read_text(encoding="utf-8")), rows
    for path in sorted(sentences.FOLDER.glob("*.seen.jsonl")):
        for line in sentences.lines(path):
            yield f"{path.stem}: {line['text']}", sentences.gold(line), sentences.claims(line, path.stem, extractor)


def main(wanted: str = "") -> None:
    """Print each rule with the counts of what it says wrongly and rightly, or all that `wanted` says wrongly."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, gold, rows in told(Extractor(read_registry(Path("seeds/registry")), ontology())):
        for claim in rows:
            found = judged(gold, [claim])
            rule = str(claim.get("extractor"))
            counts[rule][0] += found.wrong.total()
            counts[rule][1] += found.right.total()
            if wanted == rule and found.wrong:
                print(f"{name}\n  {misjudged({**gold, 'relations': [], 'observations': []}, [claim])[0]}")
                print(f"  {claim['quote']}\n")
    for rule, (wrong, right) in sorted(counts.items(), key=lambda row: -row[1][0]):
        if wrong and not wanted:
            print(f"{wrong:4} wrong {right:5} right  {rule}")


if __name__ == "__main__":
    main(*sys.argv[1:])
