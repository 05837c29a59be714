"""Search at 200,000 names, review candidates of 20,000 entities; names are made from the registry's own words."""

from __future__ import annotations

import json
import random
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence

from graph import review
from graph.judgements import Canon
from graph.registry import Registry
from graph.statement import Document, Entity, Extraction, digest, document_id, entity_id
from graph.store import open_store
from loaders.registry import read_registry
from ontology.load import ontology
from tests.bench.serving import served

NAMES = 200_000
ENTITIES = 20_000
ASKED = 400
A_DOCUMENT = 2_000
"""Entities of each made-up document."""


def made(registry: Registry, count: int, seed: int = 7) -> list[Entity]:
    """So many firms, their names put together of a place, words of two firms, and what firms end with."""
    chance = random.Random(seed)
    firms = [e.entity.name.split() for e in registry.entries.values() if e.entity.kind == "org"]
    places = [e.entity.name for e in registry.entries.values() if e.entity.level in ("province", "prefecture")]
    ends = ("Co., Ltd.", "Group", "Holdings", "Aluminium", "New Material", "Industrial", "")
    found: dict[str, Entity] = {}
    while len(found) < count:
        words = [chance.choice(places), *chance.choice(firms)[:2], *chance.choice(firms)[:1], chance.choice(ends)]
        name = " ".join(w for w in words if w)
        id = entity_id("org", name)
        found.setdefault(id, Entity(id, "Company", name, (name,)))
    return list(found.values())


def extractions(entities: Sequence[Entity]) -> Iterator[Extraction]:
    """Documents that name them."""
    for start in range(0, len(entities), A_DOCUMENT):
        source = f"made/{start}"
        document = Document(document_id(source), source, digest(source))
        yield Extraction(document, tuple(entities[start : start + A_DOCUMENT]))


def questions(entities: Sequence[Entity], seed: int = 11) -> Iterator[str]:
    """Whole names, beginnings, words turned round, and names with a letter missing."""
    chance = random.Random(seed)
    for n in range(ASKED):
        name = chance.choice(entities).name
        cut = chance.randrange(1, len(name) - 1)
        yield (name, name[:8], " ".join(reversed(name.split())), name[:cut] + name[cut + 1 :])[n % 4]


def seconds(url: str) -> float:
    """What one request takes."""
    start = time.perf_counter()
    with urllib.request.urlopen(url) as answer:
        json.load(answer)
    return time.perf_counter() - start


def search_speed() -> list[tuple[str, str]]:
    """p50, p95 and requests a second of a search over HTTP, one after another."""
    entities = made(read_registry(), NAMES)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/names.db"
        with open_store(url, ontology()) as store:
            for extraction in extractions(entities):
                store.put(extraction)
        with served(url) as address:
            asked = [f"{address}/entities?limit=10&q={urllib.parse.quote(q)}" for q in questions(entities)]
            for url in asked[:20]:
                seconds(url)
            times = sorted(seconds(url) for url in asked)
    p50, p95 = (times[int(len(times) * part)] * 1000 for part in (0.5, 0.95))
    return [
        (f"search over HTTP at {NAMES:,} names, p50 / p95 ms", f"{p50:.1f} / {p95:.1f}"),
        (f"search over HTTP at {NAMES:,} names, requests a second", f"{len(times) / sum(times):,.0f}"),
    ]


def review_speed() -> list[tuple[str, str]]:
    """What the pairs of 20,000 entities take."""
    registry = read_registry()
    entities = {e.id: e for e in made(registry, ENTITIES)}
    start = time.perf_counter()
    found = review.pairs(entities, {}, review.apart(Canon(), registry))
    took = time.perf_counter() - start
    return [(f"review of {ENTITIES:,} entities, seconds ({len(found):,} pairs)", f"{took:.1f}")]


def measures() -> list[tuple[str, str]]:
    """Search over HTTP, and the pairs of review."""
    return [*search_speed(), *review_speed()]
