"""Graphs of owners as hypothesis draws them: cycles, self-links, parallel links, names of any characters."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.graph.draw.faces import Share, face, link

TYPES = ("Company", "Person", "GovernmentBody", "AluminiumSmelter", "Place", "Spaceship")
SHARES: st.SearchStrategy[Share] = st.sampled_from([100.0, 60.0, 0.05, 33.333333, (50.0, 100.0), (0.0, 100.0)])


@st.composite
def answers(draw: st.DrawFn, most: int = 14) -> dict[str, Any]:
    """An answer on the owners of `org/0`."""
    ids = [f"org/{n}" for n in range(draw(st.integers(1, most)))]
    ends = st.sampled_from(ids)
    shares = draw(st.dictionaries(st.tuples(ends, ends), SHARES, max_size=30))
    names = dict(zip(ids, draw(st.lists(st.text(), min_size=len(ids), max_size=len(ids))), strict=True))
    types = dict(zip(ids, draw(st.lists(st.sampled_from(TYPES), min_size=len(ids), max_size=len(ids))), strict=True))
    coming = draw(st.lists(st.tuples(ends, ends, st.sampled_from(["planned", "rumoured"])), max_size=4))
    planned = [link((owner, owned), 60.0, names, status) for owner, owned, status in coming]
    return face(ids[0], shares, names=names, types=types, planned=planned)
