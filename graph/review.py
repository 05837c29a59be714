"""Pairs of entities that may be one thing, ranked for a person to judge; nothing here merges anything.

Names are compared only inside blocks (words that few share, neighbours in the alphabet), so that the
work grows with the entities, not with their pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from graph import forms, names
from graph.judgements import Canon
from graph.registry import Registry
from graph.statement import Entity, Statement, Verdict
from ontology.errors import InvalidName

RARE = 40
"""A word that more names than these share says little, and no block is made of it."""
NEAR = 6
"""How many neighbours in the alphabet a name is compared with."""
CUTOFF = 80.0
"""Names less alike than this, of 100, are not looked at closer."""
LEAST = 72.0
"""Pairs less alike than this, all in all, are no pair."""
ACRONYM = 85.0
SHARED = 4.0
"""What a neighbour in common adds to a pair's score, three times at most."""

Known = tuple[str, str]
"""An entity's id, and one of its names as it is compared."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entities that may be one: how alike (0 to 100), by which names, and whom they both deal with."""

    left: Entity
    right: Entity
    score: float
    names: tuple[str, str]
    shared: tuple[str, ...] = ()


Apart = Callable[[str, str], bool]


def apart(canon: Canon, registry: Registry) -> Apart:
    """Whether two canonical ids are decided: judged in some way, or told apart by the registry.

    Of two entities that the registry has as two rows, it has decided that they are two.
    """
    judged = {frozenset((canon(j.left), canon(j.right))) for j in canon.standing if j.verdict is not Verdict.SAME}

    def decided(left: str, right: str) -> bool:
        if canon(left) == canon(right) or frozenset((canon(left), canon(right))) in judged:
            return True
        rows = ([m for m in canon.members(id) if registry.entity(m)] for id in (left, right))
        return all(rows)

    return decided


def neighbours(statements: Iterable[Statement], canonical: Callable[[str], str]) -> dict[str, set[str]]:
    """Whom each entity has a relation with, places left out: half the trade lies in one province."""
    found: dict[str, set[str]] = defaultdict(set)
    for s in statements:
        if s.object is not None and not s.object.startswith("place/"):
            left, right = canonical(s.subject), canonical(s.object)
            found[left].add(right)
            found[right].add(left)
    return found


def pairs(entities: Mapping[str, Entity], around: Mapping[str, Collection[str]], decided: Apart) -> list[Pair]:
    """The pairs worth a look, the likeliest first. `around` holds the neighbours of each."""
    found: dict[tuple[str, str], Pair] = {}
    for known in _by_kind(entities):
        for one, other in _blocked(sorted(known)):
            score = _alike(one[1], other[1])
            ids = (one[0], other[0]) if one[0] < other[0] else (other[0], one[0])
            pair = found.get(ids)
            if score < LEAST or (pair is not None and pair.score >= score + 3 * SHARED):
                continue
            if pair is None and (decided(*ids) or _elsewhere(entities[ids[0]], entities[ids[1]])):
                continue
            first, second = (one, other) if one[0] == ids[0] else (other, one)
            made = _pair(entities, ids, score, (known[first], known[second]), around)
            if pair is None or made.score > pair.score:
                found[ids] = made
    return sorted(found.values(), key=lambda p: (-p.score, p.left.id, p.right.id))


def _elsewhere(left: Entity, right: Entity) -> bool:
    """Whether two places lie in two places, or in two countries."""
    if left.kind != "place":
        return False
    homes = ((left.parent, right.parent), (left.country, right.country))
    return any(a is not None and b is not None and a != b for a, b in homes)


def _pair(
    entities: Mapping[str, Entity],
    ids: tuple[str, str],
    score: float,
    said: tuple[str, str],
    around: Mapping[str, Collection[str]],
) -> Pair:
    left, right = ids
    shared = sorted(set(around.get(left, ())) & set(around.get(right, ())))
    more = SHARED * min(len(shared), 3)
    return Pair(entities[left], entities[right], round(min(100.0, score + more), 1), said, tuple(shared))


def _by_kind(entities: Mapping[str, Entity]) -> Iterator[dict[Known, str]]:
    """For each kind of thing the names as they are compared, and as they are written."""
    kinds: dict[str, dict[Known, str]] = defaultdict(dict)
    for id, entity in entities.items():
        for name in entity.names:
            try:
                kinds[entity.kind].setdefault((id, forms.key(name, entity.kind)), name)
            except InvalidName:
                continue
    return (kinds[kind] for kind in sorted(kinds) if kind != "product")


def _blocked(known: list[Known]) -> Iterator[tuple[Known, Known]]:
    """Two names of two entities that are worth comparing; some come twice."""
    words: dict[str, list[Known]] = defaultdict(list)
    for id, key in known:
        for word in _words(key):
            words[word].append((id, key))
    for block in words.values():
        if len(block) <= RARE:
            yield from _two_of(block)
    common = {word: len(block) for word, block in words.items()}
    for order in (lambda k: k[1], lambda k: _rarest_first(k[1], common)):
        yield from _adjacent(sorted(known, key=lambda k: (order(k), k[0])))


def _words(key: str) -> set[str]:
    """The words of a name that it may share with another, and its initials."""
    tokens = tuple(key.split())
    return {*tokens, *(i for i in forms.heads(tokens, "org")[1:] if len(i) > 2)} if len(tokens) > 1 else {key}


def _rarest_first(key: str, common: Mapping[str, int]) -> str:
    return " ".join(sorted(key.split(), key=lambda w: (common.get(w, 0), w)))


def _two_of(block: list[Known]) -> Iterator[tuple[Known, Known]]:
    for k, one in enumerate(block):
        yield from ((one, other) for other in block[k + 1 :] if one[0] != other[0])


def _adjacent(ordered: list[Known]) -> Iterator[tuple[Known, Known]]:
    for k, one in enumerate(ordered):
        yield from ((one, other) for other in ordered[k + 1 : k + 1 + NEAR] if one[0] != other[0])


def _alike(one: str, other: str) -> float:
    """How alike two compared names are, 0 to 100; an acronym and its long form are worth a look too.

    Half of it is how alike the words are that tell them apart from others: "Bohai Aluminium Industries"
    and "Showa Aluminium Industries" have little in common.
    """
    if min(len(one), len(other)) > 2 and (_initials(one, other) or _initials(other, one)):
        return ACRONYM
    whole = fuzz.ratio(one, other, score_cutoff=CUTOFF)
    whole = whole or 0.95 * fuzz.token_sort_ratio(one, other, score_cutoff=CUTOFF / 0.95)
    own = _own(one), _own(other)
    return (whole + fuzz.ratio(*own)) / 2 if whole and all(own) else whole


def _initials(short: str, long: str) -> bool:
    return forms.acronym(short, tuple(long.split()))


@lru_cache(maxsize=1 << 16)
def _own(key: str) -> str:
    """The words of a name that few things share."""
    return " ".join(word for word in key.split() if word not in names.words().common)
