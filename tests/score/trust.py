"""Fit the weights of loaders/data/trust.toml to what was right and wrong on texts when they were first seen.

    python -m tests.score.trust            fit, print how well it holds, write trust.toml
    python -m tests.score.trust FOLDER     first add what the extractor makes of a folder of annotated texts

`first_view.csv` holds a line for each statement about a text that no rule had been written for: texts that are in
`tuned/` now, with the code of the time when they were opened, and real pages (`page_*`) that readers judged, whose
words are not kept. What is right the corpus's scorer says: predicate and both ends, or metric, bearer, value and unit.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from graph import export
from graph.statement import Statement
from loaders.lexicon import DATA
from loaders.pipeline import Extractor, load
from loaders.read import Limits
from loaders.registry import read_registry
from loaders.trust import Kind, firm
from ontology.load import ontology
from tests.score.match import Claim, judged

ROWS = Path(__file__).parent / "first_view.csv"
FOLDS = 5
PULL = 6.0
"""How strongly weights are drawn to 0: one of a kind that was seen three times may tell little."""
BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
HEAD = """\
# How far statements can be trusted: log odds, fitted by `python -m tests.score.trust` to what was right and wrong on
# texts that nobody had seen (tests/score/first_view.csv).
"""
Row = tuple[str, Kind, bool]


def _as_it_is(statement: Statement, _: str) -> Statement:
    return statement


class Unweighed(Extractor):
    """An extractor whose statements keep the confidence of their rules."""

    weigh = staticmethod(_as_it_is)


def rows(path: Path = ROWS) -> list[Row]:
    """Each statement: its text, its kind, and whether it was right."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_row(r) for r in csv.DictReader(file)]


def _row(r: Mapping[str, str]) -> Row:
    object = None if r["object"] == "" else r["object"] == "1"
    kind = Kind(r["predicate"], r["firm"] == "1", r["subject"] == "1", object, float(r["base"]), r["rung"])
    return r["text"], kind, r["right"] == "1"


def fit(found: Sequence[Row]) -> tuple[float, dict[str, float]]:
    """The start and the weights of a logistic regression whose weights are drawn to 0."""
    names = sorted({name for _, kind, _ in found for name, _ in kind.signs()})
    place = {name: k for k, name in enumerate(names)}
    signs = np.zeros((len(found), len(names)))
    for i, (_, kind, _) in enumerate(found):
        for name, value in kind.signs():
            signs[i, place[name]] = value
    right = np.array([1.0 if ok else -1.0 for *_, ok in found])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = right * (signs @ w[1:] + w[0])
        slope = -right / (1 + np.exp(margin))
        grown = np.concatenate([[slope.sum()], signs.T @ slope + PULL * w[1:]])
        return float(np.logaddexp(0, -margin).sum() + PULL / 2 * (w[1:] ** 2).sum()), grown

    best = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B").x
    return float(best[0]), {name: float(best[k + 1]) for name, k in place.items()}


def given(kind: Kind, start: float, weights: Mapping[str, float]) -> float:
    """The confidence by some weights."""
    return float(1 / (1 + np.exp(-start - sum(weights.get(n, 0.0) * v for n, v in kind.signs()))))


def crossed(found: Sequence[Row]) -> list[tuple[float, bool]]:
    """Confidence and truth of each statement, by weights that have not seen its text."""
    out = []
    for k in range(FOLDS):
        seen = fit([r for r in found if fold(r[0]) != k])
        out += [(given(kind, *seen), ok) for name, kind, ok in found if fold(name) == k]
    return out


def fold(name: str) -> int:
    """The fold of a text, by its name alone."""
    return hashlib.sha256(name.encode()).digest()[0] % FOLDS


def bands(found: Iterable[tuple[float, bool]]) -> str:
    """A table in Markdown: of the statements with a confidence, how many were right."""
    rows = list(found)
    lines = ["| confidence | statements | right |", "|---|---|---|"]
    for low, high in pairwise(BANDS):
        inside = [ok for p, ok in rows if low <= p < high]
        if inside:
            lines.append(f"| {low:.1f} to {min(high, 1):.1f} | {len(inside)} | {sum(inside) / len(inside):.1%} |")
    return "\n".join(lines)


def surer(found: Sequence[tuple[float, bool]]) -> float:
    """How often a right statement has the higher confidence of a right and a wrong one; 0.5 by chance."""
    right, wrong = (np.array([p for p, ok in found if ok is sign]) for sign in (True, False))
    above = (right[:, None] > wrong[None, :]).mean() + (right[:, None] == wrong[None, :]).mean() / 2
    return float(above)


def claimed(folder: Path) -> list[dict[str, object]]:
    """The lines of first_view.csv for the texts of a folder."""
    extractor, out = Unweighed(read_registry(Path("seeds/registry")), ontology(), least=0), list[dict[str, object]]()
    for path in sorted(folder.glob("*.txt")):
        gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        for result in load(path, path.name, extractor, Limits()):
            out += [_line(path.stem, c, gold) for c in map(json.loads, export.lines(result))]  # type: ignore[arg-type]
    return out


def _line(text: str, claim: Claim, gold: Claim) -> dict[str, object]:
    subject, object, quote = claim["subject"], claim.get("object"), claim["quote"]
    return {
        "text": text,
        "predicate": claim["predicate"],
        "firm": int(firm(subject["type"])),
        "subject": int(subject["mention"] in quote),
        "object": "" if object is None else int(object["mention"] in quote),
        "base": claim["confidence"],
        "rung": claim["rung"],
        "right": int(bool(judged(gold, [claim]).right)),
    }


def main(folders: Sequence[str]) -> None:
    """Add what folders give, fit, print and write."""
    if folders:
        told = [line for f in folders for line in claimed(Path(f))]
        with ROWS.open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, list(told[0]), lineterminator="\n").writerows(told)
    found = rows()
    whole = crossed(found)
    plain = surer([(kind.base, ok) for _, kind, ok in found])
    texts = len({name for name, *_ in found})
    print(
        f"{len(found)} statements about {texts} texts, each by weights that have not seen its text\n\n{bands(whole)}\n"
    )
    print(f"A right one is surer than a wrong one in {surer(whole):.0%}; by the rules' own word in {plain:.0%}.")
    start, weights = fit(found)
    lines = [f'"{name}" = {weight:.3f}' for name, weight in sorted(weights.items()) if abs(weight) >= 0.0005]
    body = f"start = {start:.3f}\n\n[weights]\n" + "\n".join(lines) + "\n"
    (DATA / "trust.toml").write_text(f"{HEAD}\n{body}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
