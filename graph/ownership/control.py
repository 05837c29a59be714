"""Who controls a company under each rule, and where the rules disagree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from graph.ownership import answer, face
from graph.ownership.answer import Item
from graph.ownership.face import Row
from graph.ownership.interests import Interval
from graph.ownership.matrix import Matrix
from graph.ownership.rules import RULES, Rule, rule_named, threshold_of

ASKED = ("eu-amlr", "ofac-50", "majority", "integrated", "weakest-link")
"""The rules in the order in which they are told."""
THRESHOLDS: Mapping[str, float] = MappingProxyType({"integrated": 50.0, "weakest-link": 20.0})
"""For the rules that have none of their own: half of it; and the 20 % from which La Porta,
Lopez-de-Silanes and Shleifer 1999 call a chain of votes control."""
WAYS: Mapping[str, str] = MappingProxyType(
    {
        "eu-amlr": "by multiplication",
        "integrated": "by multiplication",
        "ofac-50": "through companies of which it holds half or more",
        "majority": "through companies that it controls",
        "weakest-link": "at the narrowest link of its widest chain",
    }
)
WORDS: Mapping[str, str] = MappingProxyType(
    {"certainly": "enough for", "possibly": "perhaps enough for", "no": "too little for"}
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One owner as each rule sees it."""

    item: Item
    """By the first rule that counts it."""
    shares: Mapping[str, Interval]
    meets: Mapping[str, str]

    def those(self, *words: str) -> list[str]:
        """The rules by which it meets the threshold so: certainly, possibly, no."""
        return [name for name, said in self.meets.items() if said in words]

    @property
    def disputed(self) -> bool:
        """Whether it meets one rule certainly and another one not, or not certainly."""
        return bool(self.those("certainly") and self.those("possibly", "no"))


@dataclass(frozen=True, slots=True)
class Control:
    """A table of owners by rules."""

    matrix: Matrix
    of: str
    thresholds: Mapping[str, float]
    owners: tuple[Seen, ...]
    """Those who control under most rules first."""
    answers: tuple[answer.Answer, ...]

    def as_dict(self) -> dict[str, Any]:
        """The answer as JSON: an item's `rules` by name; a sentence why they disagree; weights are by `eu-amlr`."""
        m, first = self.matrix, self.answers[0]
        told = {i.id: i for a in reversed((first, *self.answers)) for i in a.items}
        proofs = replace(first, items=tuple(told.values())).as_dict()
        links = {item["id"]: item["proof"] for item in proofs["items"]}
        return {
            **face.head(m, {"id": self.of, "name": m.name(self.of)}, list(self.thresholds), dict(self.thresholds)),
            "items": [self._item(seen, links[seen.item.id]) for seen in self.owners],
            "disagreements": [self._disagreement(seen) for seen in self.owners if seen.disputed],
            **{name: proofs[name] for name in ("conflicts", "assumptions", "cut", "planned")},
        }

    def _item(self, seen: Seen, proof: list[Row]) -> Row:
        direct = seen.item.direct
        return {
            **face.named(self.matrix, seen.item.id),
            "direct": None if direct is None else face.ends(direct),
            "hops": seen.item.hops,
            "rules": {
                name: {**face.ends(share), "threshold": self.thresholds[name], "meets": seen.meets[name]}
                for name, share in seen.shares.items()
            },
            "proof": proof,
        }

    def _disagreement(self, seen: Seen) -> Row:
        return {
            "id": seen.item.id,
            "name": self.matrix.name(seen.item.id),
            "certainly": seen.those("certainly"),
            "possibly": seen.those("possibly"),
            "no": seen.those("no"),
            "why": self._why(seen),
        }

    def _why(self, seen: Seen) -> str:
        """Holds 60 % through companies that it controls, enough for majority (over 50 %), but 24.96 % by multi…."""
        groups: dict[str, list[str]] = {}
        for name in (*seen.those("certainly"), *seen.those("possibly", "no")):
            groups.setdefault(face.spoken(seen.shares[name]), []).append(name)
        told = [self._figure(seen, share, names) for share, names in groups.items()]
        yes = [text for text, names in zip(told, groups.values(), strict=True) if seen.meets[names[0]] == "certainly"]
        rest = told[len(yes) :]
        return f"{self.matrix.name(seen.item.id)} holds " + ", but ".join(filter(None, (_joined(yes), _joined(rest))))

    def _figure(self, seen: Seen, share: str, names: list[str]) -> str:
        """One figure, how it comes about, and for which rules it is enough."""
        direct = seen.item.direct
        itself = direct is not None and face.spoken(direct) == share
        way = "itself" if itself else face.listed(_ways(names))
        said = [
            f"{words} {face.listed(map(self._wants, those))}"
            for meets, words in WORDS.items()
            if (those := [name for name in names if seen.meets[name] == meets])
        ]
        return f"{share} {way}, {' but '.join(said)}"

    def _wants(self, name: str) -> str:
        return f"{name} ({'over ' if RULES[name].strict else ''}{self.thresholds[name]:g} %)"


def _ways(names: list[str]) -> list[str]:
    """How these rules count, each way once; who holds through halves needs no word of majorities."""
    told = [name for name in names if name != "majority" or "ofac-50" not in names]
    return list(dict.fromkeys(WAYS[name] for name in told))


def _joined(figures: list[str]) -> str:
    return "; ".join(figures)


def control(matrix: Matrix, of: str, thresholds: Mapping[str, float] = MappingProxyType({})) -> Control:
    """All owners of `of` by all rules; `thresholds` (rule: percent) replace the rules' own or `THRESHOLDS`.

    InputError for an unknown rule or a threshold out of range.
    """
    given = {rule_named(name).name: percent for name, percent in thresholds.items()}
    limits = {name: _limit(RULES[name], given.get(name, THRESHOLDS.get(name))) for name in ASKED}
    answers = tuple(answer.owners(matrix, of, rule=name, threshold=limits[name]) for name in ASKED)
    found = {a.rule.name: {item.id: item for item in a.items} for a in answers}
    owners = [_seen(id, found, limits) for id in {id: None for items in found.values() for id in items}]
    return Control(matrix, matrix.canon(of), limits, tuple(sorted(owners, key=_order)), answers)


def _limit(rule: Rule, given: float | None) -> float:
    limit = threshold_of(rule, given)
    assert limit is not None  # every rule has one of its own or one of THRESHOLDS
    return limit


def _seen(id: str, found: Mapping[str, Mapping[str, Item]], limits: Mapping[str, float]) -> Seen:
    nothing = Interval((0.0, 0), (0.0, 0))
    shares = {name: items[id].share if id in items else nothing for name, items in found.items()}
    meets = {name: RULES[name].meets(share, limits[name]) or "no" for name, share in shares.items()}
    return Seen(next(items[id] for items in found.values() if id in items), shares, meets)


def _order(seen: Seen) -> tuple[int, int, float, int, str]:
    certain, possible = len(seen.those("certainly")), len(seen.those("possibly"))
    return -certain, -possible, -max(s.low for s in seen.shares.values()), seen.item.hops, seen.item.id
