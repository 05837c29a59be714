"""The JSON face of an attribution: items with proof and figures, totals, and what is to be said of them."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from graph.ownership.attribution import Attribution, Part
from graph.ownership.proof import ends
from graph.ownership.totals import Total, totals
from graph.statement import Statement
from ontology.units import digits, display

NAMES = ("entity", "whole", "parts", "operators", "common", "entities")


@cache
def _remarks() -> Mapping[str, Mapping[str, str]]:
    """Sentences by list and kind, of graph/data/remarks.toml."""
    return tomllib.loads(files("graph").joinpath("data", "remarks.toml").read_text(encoding="utf-8"))


@dataclass
class Face:
    """An attribution on its way to JSON; the ways of ownership that items use are gathered as they are shown."""

    found: Attribution
    used: set[str] = field(default_factory=set)
    """The owned ends of all links shown."""
    told: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    """The ownership answers behind the items, by owner: conflicts, assumptions and proofs by owned."""

    def as_dict(self, by: Sequence[str] = ()) -> dict[str, Any]:
        """The whole answer; shares in percent, amounts in base units."""
        on, f = self.found.ground, self.found
        every = totals(f, by)
        units = {p.held.unit for p in f.pieces}
        items = [self._item(part) for part in f.parts]
        return {
            "of": {"id": f.of, "name": on.name(f.of), "type": on.type(f.of)},
            "rule": f.rule.name,
            "as_of": on.matrix.as_of,
            "known_by": on.matrix.known_by,
            "metric": on.metric,
            "revision": on.revision,
            "unit": units.pop() if len(units) == 1 else None,
            "by": list(by),
            "items": items,
            "groups": [self._total(t) for t in every if "status" in by or t.status == "actual"],
            "beside": [self._total(t) for t in every if not ("status" in by or t.status == "actual")],
            "others": [_rest(t) for t in totals(f)],
            "conflicts": [*self._ownership("conflicts"), *self._said("conflicts", f.conflicts)],
            "assumptions": [*self._ownership("assumptions"), *self._said("assumptions", f.assumptions)],
            "cut": [*self._ownership("cut"), *self._said("cut", f.cut)],
        }

    def _item(self, part: Part) -> dict[str, Any]:
        on, held, entity = self.found.ground, part.piece.held, part.piece.held.entity
        return {
            "id": part.id,
            "name": on.name(part.id),
            "type": on.type(part.id),
            "site": {"id": entity, "name": on.name(entity), "type": on.type(entity)},
            "product": held.product,
            "status": held.status,
            "period": held.period,
            "unit": held.unit,
            "value": part.piece.amount.as_dict(),
            "stated": held.amount.as_dict(),
            "less": list(part.piece.less),
            "share": ends(part.share),
            "effective": ends(part.effective),
            "attributed": part.attributed.as_dict(),
            "country": part.place.country,
            "province": part.place.province,
            "proof": self._proof(part),
            "figure": [self._evidence(s) for s in held.statements],
        }

    def _proof(self, part: Part) -> list[dict[str, Any]]:
        """The links from the party to what has the amount; a plant's operator stands for its owner."""
        owner, entity = self._ends(part)
        operators = self.found.ground.stakes.operators(entity)
        links = [link for end in operators or (entity,) for link in self._answered(owner)[1].get(end, ())]
        links += [self._run(o, entity) for o in operators if o == owner or o in self._answered(owner)[1]]
        self.used |= {link["owned_id"] for link in links}
        return links

    def _ends(self, part: Part) -> tuple[str, str]:
        asked_from_below = self.found.of.startswith(("site/", "place/"))
        return (part.id if asked_from_below else self.found.of), part.piece.held.entity

    def _answered(self, owner: str) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
        """The ownership answer of an owner for what this attribution shows, and its proofs by owned."""
        if owner not in self.told:
            on, f = self.found.ground, self.found
            _, answer = on.stakes.of(owner, f.rule)
            shown = {p.held.entity for p in f.pieces}
            shown |= {o for site in shown for o in on.stakes.operators(site)}
            said = replace(answer, items=tuple(i for i in answer.items if i.id in shown)).as_dict()
            self.told[owner] = {"said": said, "proofs": {i["id"]: i["proof"] for i in said["items"]}}
        return self.told[owner]["said"], self.told[owner]["proofs"]

    def _run(self, operator: str, site: str) -> dict[str, Any]:
        on = self.found.ground
        return {
            "owner": on.name(operator),
            "owned": on.name(site),
            "owner_id": operator,
            "owned_id": site,
            "owner_type": on.type(operator),
            "owned_type": on.type(site),
            "low": 0 if len(on.stakes.operators(site)) > 1 else 100,
            "high": 100,
            "predicate": "operates",
            "status": "actual",
            "statements": [self._evidence(s) for s in on.runs[operator, site]],
        }

    def _evidence(self, s: Statement) -> dict[str, Any]:
        d = self.found.ground.documents[s.document]
        about = {"title": d.title, "url": d.url, "published": d.published}
        return {"statement": s.id, "quote": s.quote, "document": s.document, "rung": s.rung or None, **about}

    def _ownership(self, part: str) -> Iterator[dict[str, Any]]:
        """What the ownership answers say of the links that were shown, once."""
        seen: list[dict[str, Any]] = []
        for answered in self.told.values():
            for said in answered["said"][part]:
                if said not in seen and (said.get("owned") in self.used or part == "cut"):
                    seen.append(said)
                    yield said if "message" in said else {**said, "message": self._in_words(said)}

    def _in_words(self, said: Mapping[str, Any]) -> str:
        """A sentence for a remark of an ownership answer."""
        words = _remarks()["ownership"]
        kind = said.get("kind") or ("wording" if said.get("wording") else "unworded")
        named = {k: self._names(v) if k in ("owner", "owned", "item") else v for k, v in said.items()}
        figures = {k: digits(v) for k, v in said.items() if isinstance(v, float)}
        return words.get(kind, words["other"]).format(**{**named, **figures}, all=dict(said))

    def _said(self, part: str, remarks: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for said in remarks:
            named = {k: self._names(said[k]) for k in NAMES if k in said}
            figures = {k: display(_short(v), said.get("unit")) for k, v in said.items() if isinstance(v, float | int)}
            figures["range"] = _range(said)
            named["product"] = said.get("product") or "a product that is not told"
            named["status"] = str(said.get("status")).replace("_", " ")
            yield {**said, "message": _remarks()[part][said["kind"]].format(**named, **figures)}

    def _names(self, ids: str | Collection[str]) -> str:
        on = self.found.ground
        return on.name(ids) if isinstance(ids, str) else ", ".join(on.name(id) for id in ids)

    def _total(self, t: Total) -> dict[str, Any]:
        on = self.found.ground
        named = {k: on.name(v) for k, v in t.by.items() if k in ("site", "owner") and v is not None}
        return {
            "product": t.product,
            "unit": t.unit,
            "status": t.status,
            "period": t.period,
            "by": t.by,
            "names": named,
            "attributed": t.attributed.as_dict(),
            "others": t.others.as_dict(),
            "value": t.whole.as_dict(),
        }


def _range(said: Mapping[str, Any]) -> str:
    """The figures of a remark: one, or from one to another."""
    if "low" not in said:
        return ""
    low, high = _short(said["low"]), _short(said["high"])
    return display(low, said.get("unit"), None if low == high else high)


def _short(value: float) -> float:
    """Four figures: shares do not make figures more exact."""
    return float(f"{value:.4g}")


def _rest(t: Total) -> dict[str, Any]:
    about = {"product": t.product, "unit": t.unit, "status": t.status, "period": t.period}
    return {**about, **t.others.as_dict()}


def as_dict(found: Attribution, by: Sequence[str] = ()) -> dict[str, Any]:
    """The attribution as JSON, its totals split by `by`; InputError for what nothing can be split by."""
    return Face(found).as_dict(by)
