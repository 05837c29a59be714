"""A picture that is small enough to look at: the greatest results, and one node for all others."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graph.draw.layers import layers
from graph.draw.picture import EACH, Link, Node, Picture

MOST = 40
"""Most entities beside the one asked about; the rest is told in one node."""
OTHERS = "\0others"
"""The id of that node; no entity can have it, because ids hold no control characters."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What is drawn, and how many entities and links of the answer are not."""

    picture: Picture
    entities: int = 0
    links: int = 0


def cut(picture: Picture, most: int = MOST) -> Cut:
    """The entity asked about and the `most` greatest, in layers of a width that can be read.

    Entities that are left out become one node, which keeps a link to or from what they own or are owned by.
    """
    ranked = [n for n in picture.nodes if n.id == picture.of] + [n for n in picture.nodes if n.id != picture.of]
    kept, rest = ranked[: most + 1], ranked[most + 1 :]
    stays = {n.id for n in kept}
    links = _joined(picture.links, stays)
    if rest:
        kept.append(Node(OTHERS, f"and {len(rest):,} others", ""))
    placed = layers([n.id for n in kept], [(link.owner, link.owned) for link in links], down=picture.down)
    nodes = tuple(replace(n, layer=placed[n.id]) for n in kept)
    lost = sum(not {link.owner, link.owned} <= stays for link in picture.links)
    return Cut(replace(picture, nodes=nodes, links=links), len(rest), lost)


def _joined(links: tuple[Link, ...], stays: set[str]) -> tuple[Link, ...]:
    """The links among what stays, and one for all actual ones on each way to or from the others, with their range."""
    found: dict[tuple[str, str, str], Link] = {}
    for link in links:
        owner, owned = (end if end in stays else OTHERS for end in (link.owner, link.owned))
        if OTHERS not in (owner, owned):
            found[owner, owned, link.status] = link
        elif owner != owned and not link.open:
            key = owner, owned, EACH
            before = found.get(key, link)
            found[key] = Link(owner, owned, min(before.low, link.low), max(before.high, link.high), EACH)
    return tuple(found.values())
