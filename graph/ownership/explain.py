"""An ownership answer as a text tree with sentences, as a person would write the calculation on paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from heapq import heappop, heappush
from itertools import pairwise
from math import prod
from typing import Any

Json = Mapping[str, Any]
Path = tuple[str, ...]
CHAINS = 6
"""Most chains that are written out for one item; the rest is one line."""
LOOKS = 500
"""Most steps of the search for them."""
SENTENCES = 3
"""Most sentences under one link."""


def explained(answer: Json) -> str:
    """The tree of each item: its links with their sentences, then the calculation.

    `answer` is the JSON of an ownership answer. Percent throughout.
    """
    lines = [heading(answer)]
    for item in answer["items"]:
        lines += ["", *_item(answer, item)]
    notes = [
        *("conflict: " + line for line in map(_conflict, answer["conflicts"])),
        *("read: " + line for line in map(_assumption, answer["assumptions"])),
        *("planned, not counted: " + _plan(link) for link in answer["planned"]),
        *("left out: " + line for line in map(_left_out, answer["cut"])),
    ]
    return "\n".join([*lines, *([""] if notes else []), *notes])


def heading(answer: Json) -> str:
    """What was asked: of whom, by which rule, as of when."""
    words = [f"rule {answer['rule']}", f"as of {answer['as_of']}"]
    words += [f"as known by {answer['known_by']}"] if answer["known_by"] else []
    words += [f"threshold {answer['threshold']:g} %"] if answer["threshold"] is not None else []
    return f"{answer['of']['name']} ({answer['of']['id']}): {', '.join(words)}"


def span(share: Json) -> str:
    """A share, or the range it lies in."""
    low, high = (float(f"{share[end]:.6g}") for end in ("low", "high"))
    if (low, high) == (0, 100):
        return "a share that nobody states"
    return f"{low:g} %" if low == high else f"{low:g}–{high:g} %"


def _item(answer: Json, item: Json) -> Iterator[str]:
    links = item["proof"]
    ends = {link["owner_id"]: link["owner"] for link in links} | {link["owned_id"]: link["owned"] for link in links}
    owner, owned = item["id"], answer["of"]["id"]
    if answer["question"] == "holdings":
        owner, owned = owned, owner
    meets = {"certainly": ", certainly enough", "possibly": ", possibly enough", "no": ", not enough"}
    verdict = meets.get(item["meets"] or "", "")
    yield f"{ends.get(owner, owner)} holds {span(item)} of {ends.get(owned, owned)}{verdict}"
    yield from _tree(links, owner, owned, ends)
    yield from (f"  {line}" for line in _calculation(answer["rule"], item, owner, owned, ends))


def _tree(links: list[Json], owner: str, owned: str, names: Mapping[str, str]) -> Iterator[str]:
    """From the owned up to the owner; who is met again is not written out again."""
    into: dict[str, list[Json]] = defaultdict(list)
    for link in sorted(links, key=lambda link: (-link["low"], -link["high"], link["owner_id"])):
        into[link["owned_id"]].append(link)
    yield f"  {names.get(owned, owned)}"
    seen = {owned}
    stack = [(link, "  ", n == len(into[owned]) - 1) for n, link in enumerate(into[owned])][::-1]
    while stack:
        link, indent, last = stack.pop()
        here, more = link["owner_id"], indent + ("   " if last else "│  ")
        again = here in seen and here != owner
        note = "  (again)" if again else ""
        yield f"{indent}{'└─' if last else '├─'} {span(link)}  {link['owner']}{note}"
        below = [] if again or here == owner else into[here]
        bar = "│  " if below else "   "
        yield from (f"{more}{bar}{line}" for line in _sentences(link))
        seen.add(here)
        stack += [(one, more, n == len(below) - 1) for n, one in enumerate(below)][::-1]


def _sentences(link: Json) -> Iterator[str]:
    said = link["statements"]
    for one in said[:SENTENCES]:
        source = one["title"] or one["document"]
        when = f", {one['published']}" if one["published"] else ""
        yield f"“{' '.join(one['quote'].split())}”  {source}{when}"
    if len(said) > SENTENCES:
        yield f"and {len(said) - SENTENCES} more"


def _calculation(rule: str, item: Json, owner: str, owned: str, names: Mapping[str, str]) -> Iterator[str]:
    if rule in ("ofac-50", "majority"):
        yield _counted(item, [link for link in item["proof"] if link["owned_id"] == owned])
    elif rule == "weakest-link":
        yield from _narrowest(item)
    else:
        yield from _sum(item, owner, owned, names)


def _counted(item: Json, held: list[Json]) -> str:
    """What is held together; an owner whose low flows into no low is one that only may count."""
    may = [link["low"] > 0 and (item["low"] == 0 or link["weight"] == 0) for link in held]
    parts = [
        f"{span(link)} by {link['owner']}{' if it counts' if unsure else ''}"
        for link, unsure in zip(held, may, strict=True)
    ]
    most = sum(link["high"] for link in held)
    cut = " (the owners of one company hold 100 % together)" if most > item["high"] + 1e-6 else ""
    return f"counted in full: {' + '.join(parts)} = {span(item)}{cut}" if parts else f"= {span(item)}"


def _narrowest(item: Json) -> Iterator[str]:
    """The widest chain; where the lows and the highs have different ones, that of the lows."""
    chain = [link for link in item["proof"] if link["weight"] > 0]
    path = ", ".join(span(link) for link in chain)
    if len(chain) == len(item["proof"]):
        yield f"the widest chain: the least of {path} = {span(item)}"
    else:
        yield f"the surely widest chain: the least of {path} = {item['low']:.6g} % at least"
        yield f"another may be wider: {item['high']:.6g} % at most"


def _sum(item: Json, owner: str, owned: str, names: Mapping[str, str]) -> Iterator[str]:
    """The products along chains that meet nobody twice, and what turns in loops add to them."""
    share = {(link["owner_id"], link["owned_id"]): link for link in item["proof"]}
    found, complete = chains(share, owner, owned)
    steps, low, high = list[str](), 0.0, 0.0
    for path in found:
        factors = [share[pair] for pair in pairwise(path[::-1])][::-1]
        product = {end: prod(f[end] / 100 for f in factors) * 100 for end in ("low", "high")}
        low, high = low + product["low"], high + product["high"]
        result = f" = {span(product)}" if len(factors) > 1 else ""
        steps.append(f"{' × '.join(map(span, factors))}{result}  ({' < '.join(names.get(j, j) for j in path)})")
    more = [max(0.0, item["low"] - low), *([item["high"] - high] if item["high"] > high - 1e-6 else [])]
    if max(more) > 1e-6:
        said = span({"low": min(more), "high": max(more)})
        steps.append(f"{'turns in loops' if complete else 'further chains, and turns in loops'}: {said} more")
    if item["low"] < low - 1e-6:
        steps.append(f"no figure passes 100 %: {item['low']:.6g} % at least")
    if item["high"] < high - 1e-6:
        steps.append(f"the owners of one company hold 100 % together: {item['high']:.6g} % at most")
    if len(steps) > 1:
        steps.append(f"together {span(item)}")
    yield from steps if len(steps) > 1 or len(share) > 1 else ()


def chains(share: Mapping[tuple[str, str], Json], owner: str, owned: str) -> tuple[list[Path], bool]:
    """Chains from the owned up to the owner that meet nobody twice, those of the greatest high first; whether all."""
    into: dict[str, list[str]] = defaultdict(list)
    for k, j in sorted(share):
        into[j].append(k)
    queue: list[tuple[float, Path]] = [(-1.0, (owned,))]
    found: list[Path] = []
    for _ in range(LOOKS):
        if not queue or len(found) == CHAINS:
            break
        width, path = heappop(queue)
        if path[-1] == owner:
            found.append(path)
            continue
        for k in into[path[-1]]:
            if k not in path:
                heappush(queue, (width * share[k, path[-1]]["high"] / 100, (*path, k)))
    return found, not queue


def _conflict(note: Json) -> str:
    if note["kind"] == "disagree":
        return f"the documents disagree on what {note['owner']} holds of {note['owned']}: {span(note)}"
    if note["kind"] == "sum":
        return f"the owners of {note['owned']} hold {note['sum']:g} % together"
    return f"{note['owner']}, {note['owned']}: {note.get('message', note['kind'])}"


def _assumption(note: Json) -> str:
    words = f"“{note['wording']}”" if note["wording"] else "no word on how much"
    low = f"{'from' if note['low_included'] else 'over'} {note['low']:g} %"
    high = f"{'up to' if note['high_included'] else 'under'} {note['high']:g} %"
    share = f"{note['low']:g} %" if note["low"] == note["high"] else f"{low} {high}"
    return f"{words} as {share} ({note['owner']}, {note['owned']})"


def _plan(link: Json) -> str:
    return " ".join([f"{link['owner']}, {span(link)} of {link['owned']} ({link['status']}):", *_sentences(link)])


def _left_out(note: Json) -> str:
    what = ", ".join(f"{name} {value}" for name, value in note.items() if name not in ("kind", "effect"))
    return f"{note['kind']} ({what}); none of it has more than {note['effect']:g} %"
