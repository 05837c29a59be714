"""Integrated ownership of everything in a made register: layers of companies, chains, small loops."""

from __future__ import annotations

import resource
import time

import numpy as np

from graph.ownership.everything import Links, everything

COMPANIES, LINKS, LOOPS, LAYERS = 1_000_000, 1_200_000, 2_000, 8


def register(seed: int = 7) -> Links:
    """A million companies; more than half own nothing, owners stand in a higher layer, and some pairs in a loop."""
    random = np.random.default_rng(seed)
    layer = np.sort(np.minimum(random.geometric(0.45, COMPANIES), LAYERS))
    owned = random.integers(0, np.searchsorted(layer, LAYERS), LINKS - 2 * LOOPS)
    first = np.searchsorted(layer, layer[owned] + 1)
    owner = first + (random.random(len(owned)) * (COMPANIES - first)).astype(np.int64)
    one = random.integers(0, COMPANIES - 1, LOOPS)
    pairs = np.unique(
        np.concatenate((owner * COMPANIES + owned, one * (COMPANIES + 1) + 1, (one + 1) * COMPANIES + one))
    )
    owner, owned = (part.astype(np.int32) for part in np.divmod(pairs, COMPANIES))
    share = random.uniform(0.05, 1, len(pairs))
    share /= np.maximum(np.bincount(owned, share, COMPANIES) * 1.001, 1)[owned]
    return Links(owner, owned, share, share, COMPANIES)


def measures() -> list[tuple[str, str]]:
    """Seconds, pairs and memory of everything at once."""
    links = register()
    start = time.perf_counter()
    shares = everything(links)
    took = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = f"{COMPANIES:,} companies, {len(links.owner):,} links"
    return [
        (f"integrated ownership of everything, {size}, s", f"{took:.2f}"),
        ("pairs of owner and owned found", f"{len(shares.owner):,}"),
        ("greatest memory of the process, MB", f"{memory:,.0f}"),
    ]
