"""Claims against the gold annotations of one document, with the corpus's own rules of what matches."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from loaders.lexicon import read
from ontology.load import ontology

SHARED = Path(__file__).parents[2].parent / "shared"
DEV = SHARED / "corpus" / "dev"
QUALIFIERS = ("share", "quantity", "unit", "product", "from", "period", "role", "price", "currency")
Claim = Mapping[str, Any]


@cache
def scorer() -> ModuleType:
    """The corpus's scorer, whose rules of matching count."""
    spec = importlib.util.spec_from_file_location("corpus_score", SHARED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass
class Tally:
    """Counts of hits, of wrong claims and of misses by predicate (`owns`, `#capacity`), and of kinds of error."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    status: Counter[bool] = field(default_factory=Counter)
    qualifiers: Counter[bool] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Tally) -> Tally:
        names = ("right", "wrong", "missed", "status", "qualifiers", "errors")
        return Tally(*(getattr(self, n) + getattr(other, n) for n in names))

    def figures(self, names: Iterable[str]) -> tuple[float, float, float, int, int, int]:
        """Precision, recall, F1 and the counts over some predicates; 1 where nothing could be wrong."""
        rows = set(names)
        tp, fp, fn = (sum(c[n] for n in rows) for c in (self.right, self.wrong, self.missed))
        p, r = tp / (tp + fp) if tp + fp else 1.0, tp / (tp + fn) if tp + fn else 1.0
        return p, r, 2 * p * r / (p + r) if p + r else 0.0, tp, fp, fn

    @property
    def names(self) -> set[str]:
        """All predicates and metrics that occur."""
        return {*self.right, *self.wrong, *self.missed}


def tally(name: str, claims: Iterable[Claim], folder: Path = DEV) -> Tally:
    """The counts of one document."""
    return judged(json.loads((folder / f"{name}.json").read_text(encoding="utf-8")), claims)


def judged(gold: Claim, claims: Iterable[Claim]) -> Tally:
    """The counts of claims against the gold annotation of their text."""
    entities = [scorer().GoldEntity(e) for e in gold["entities"]]
    found = Tally()
    rows = list(claims)
    _relations(gold["relations"], [c for c in rows if c.get("object")], entities, found)
    _figures(gold["observations"], [c for c in rows if not c.get("object")], entities, found)
    return found


def misjudged(gold: Claim, claims: Iterable[Claim]) -> list[str]:
    """What is wrong or missed, in words."""
    called = {e["id"]: e["names"][0] for e in gold["entities"]}
    rows, faults = list(claims), list[str]()
    for c in rows:
        one = judged(gold, [c])
        if one.wrong:
            faults.append(f"WRONG {_told(c)}")
        faults += [f"{e}: {_told(c)}" for e in one.errors if e.startswith(("wrong status", "qualifier"))]
    for kind, told in (("relations", "{p} {s} -> {o}"), ("observations", "#{metric} {of} {value} {unit}")):
        for g in gold[kind]:
            alone = {**gold, "relations": [], "observations": [], kind: [g]}
            if judged(alone, rows).missed:
                faults.append("missed " + told.format(**{k: called.get(v, v) for k, v in g.items() if k != "q"}))
    return faults


def _told(claim: Claim) -> str:
    subject, object = claim["subject"], claim.get("object")
    end = f"{object['mention']} ({object['name']}, {object['type']})" if object else f"{claim['value']} {claim['unit']}"
    more = {k: claim[k] for k in ("status", "period", "product", "qualifiers") if claim.get(k)}
    return f"{claim['predicate']} {subject['mention']} ({subject['name']}, {subject['type']}) -> {end} {more}"


def _relations(gold: list[Any], claims: list[Claim], entities: list[Any], found: Tally) -> None:
    key, resolve = scorer().relation_key, scorer().resolve
    open_ = {key(g["p"], g["s"], g["o"]): g for g in reversed(gold)}
    hit: set[tuple[str, str, str]] = set()
    seen: set[str] = set()
    for c in claims:
        ends = resolve(c["subject"], entities), resolve(c["object"], entities)
        keys = [key(c["predicate"], s, o) for s in ends[0] for o in ends[1]]
        shown = json.dumps([c["predicate"], c["subject"], c["object"]], sort_keys=True)
        if shown in seen or any(k in hit for k in keys):
            continue
        seen.add(shown)
        match = next((k for k in keys if k in open_), None)
        if match is None:
            found.wrong[c["predicate"]] += 1
            found.errors[_wrong(c["predicate"], ends, open_)] += 1
            continue
        hit.add(match)
        found.right[c["predicate"]] += 1
        _details(open_[match], c, found)
    for k in open_.keys() - hit:
        found.missed[k[0]] += 1
        found.errors[f"missed {k[0]}"] += 1


def _wrong(predicate: str, ends: tuple[list[str], list[str]], gold: Mapping[tuple[str, str, str], Any]) -> str:
    for end, side in ((0, "object"), (1, "subject")):
        if any(k[0] == predicate and set(ends[end]) & {k[1 + end]} for k in gold):
            return f"wrong {side} of {predicate}"
    return f"{predicate} that nobody says"


def _details(gold: Any, claim: Claim, found: Tally) -> None:
    right = claim.get("status", "actual") == gold.get("status", "actual")
    found.status[right] += 1
    if not right:
        found.errors[f"wrong status of {gold['p']}"] += 1
    wanted, given = gold.get("q") or {}, {**(claim.get("qualifiers") or {}), "period": claim.get("period")}
    for name in QUALIFIERS:
        if name in wanted:
            same = (_same_product if name == "product" else _same)(wanted[name], given.get(name))
            found.qualifiers[same] += 1
            if not same:
                found.errors[f"qualifier {name} of {gold['p']}"] += 1


def _same(wanted: Any, given: Any) -> bool:
    if isinstance(wanted, int | float) and isinstance(given, int | float):
        return bool(scorer().close(float(given), float(wanted)))
    return given is not None and str(wanted).casefold() == str(given).casefold()


def _same_product(wanted: Any, given: Any) -> bool:
    """Whether two names are of one product of the ontology: "power" and "electricity", "rolling slab" and "slab"."""
    return _same(wanted, given) or (given is not None and _product(str(wanted)) == _product(str(given)))


def _product(name: str) -> str:
    return products().get(name.casefold(), name.casefold())


@cache
def products() -> Mapping[str, str]:
    """The ontology's product of each name, as annotators and texts call it."""
    words = read()
    rows = {form: name for name, forms in words["products"].items() for form in forms if name != "-"}
    for product in ontology().products.values():
        rows |= {label: product.name for labels in product.labels.values() for label in labels}
    rows |= {word: name for word, name in words["flows"]["called"].items() if word not in ("coke", "ore", "metal")}
    return {form.casefold(): name for form, name in rows.items()}


def _figures(gold: list[Any], claims: list[Claim], entities: list[Any], found: Tally) -> None:
    hit: set[int] = set()
    seen: set[str] = set()
    for c in claims:
        of = scorer().resolve(c["subject"], entities)
        shown = json.dumps([c["predicate"], of, c.get("value"), c.get("unit")])
        if shown in seen:
            continue
        seen.add(shown)
        fitting = [k for k, g in enumerate(gold) if _fits(g, c, of)]
        fresh = [k for k in fitting if k not in hit]
        if fresh:
            hit.add(fresh[0])
            found.right[f"#{c['predicate']}"] += 1
        elif not fitting:
            found.wrong[f"#{c['predicate']}"] += 1
            near = any(_fits(g, c, [g["of"]]) for g in gold)
            found.errors[
                f"#{c['predicate']} of the wrong thing" if near else f"#{c['predicate']} that nobody says"
            ] += 1
    for k, g in enumerate(gold):
        if k not in hit:
            found.missed[f"#{g['metric']}"] += 1
            found.errors[f"missed #{g['metric']}"] += 1


def _fits(gold: Any, claim: Claim, of: list[str]) -> bool:
    same = gold["metric"] == claim["predicate"] and gold["of"] in of
    value = claim.get("value")
    return (
        same
        and value is not None
        and scorer().close(float(value), float(gold["value"]), gold.get("max"))
        and (gold.get("unit") or "") == (claim.get("unit") or "")
    )
