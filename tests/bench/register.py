"""A register of companies, made up from a seed: layers of owners, and here and there a share held back up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from random import Random

from graph.statement import Document, Entity, Extraction, Qualifiers, Statement, digest, document_id, identify

LAYERS = (0.40, 0.25, 0.15, 0.10, 0.06, 0.04)
"""Parts of all companies by layer, from those that nobody owns down."""
BACK = 0.01
"""Part of the links that a company holds in one of its own owners: each closes a loop."""
Link = tuple[int, int, float]
"""Owner, owned, percent."""


def register(companies: int, links: int, seed: int = 1) -> list[Link]:
    """Links between companies 0 to `companies` - 1, each pair once; no company is held to more than 98 %."""
    random = Random(seed)
    borders = [0]
    for part in LAYERS:
        borders.append(borders[-1] + round(part * companies))
    borders[-1] = companies
    each = links * (1 - BACK) / (companies - borders[1])
    found: dict[tuple[int, int], float] = {}
    for layer, (start, end) in enumerate(pairwise(borders)):
        for owned in range(start, end) if layer else ():
            count = int(each) + (random.random() < each % 1)
            above = (borders[layer - 1], start) if random.random() < 0.8 else (0, start)
            owners = {random.randrange(*above) for _ in range(count)}
            for owner in owners:
                found[owner, owned] = round(97 / len(owners) * random.uniform(0.5, 1.0), 2)
    pairs = sorted(found)
    while len(found) < links:
        owner, owned = random.choice(pairs)
        found.setdefault((owned, owner), 1.0)
    return [(i, j, share) for (i, j), share in found.items()]


def name(company: int) -> str:
    """The name of a company of the register."""
    return f"Company {company} Ltd"


def id_of(company: int) -> str:
    """Its id."""
    return f"org/company-{company}"


def extractions(links: list[Link], size: int = 1000) -> Iterator[Extraction]:
    """The register as documents of so many statements."""
    for n in range(0, len(links), size):
        yield extraction(f"register-{n // size}.jsonl", tuple(links[n : n + size]))


def extraction(source: str, links: tuple[Link, ...]) -> Extraction:
    """One document that states these links."""
    document = Document(document_id(source), source, digest(source, links), published="2025-01-31")
    ends = sorted({end for i, j, _ in links for end in (i, j)})
    said = (
        Statement(
            "", document.id, id_of(i), "owns", id_of(j), qualifiers=Qualifiers({"share": share, "share_of": "shares"}),
            quote=f"{name(i)} holds {share} % of {name(j)}.", start=100 * n, end=100 * n + 60, confidence=0.9,
            subject_mention=name(i), object_mention=name(j),
        )
        for n, (i, j, share) in enumerate(links)
    )  # fmt: skip
    entities = tuple(Entity(id_of(i), "Company", name(i), (name(i),)) for i in ends)
    return Extraction(document, entities, tuple(identify(s) for s in said))
