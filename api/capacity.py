"""Capacity and production by effective share: the same answer for the route and the command."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.owning import Terms
from api.workspace import Workspace

COLUMNS = (
    "id", "name", "type", "site_id", "site", "product", "status", "period", "unit", "value_low", "value_high",
    "share_low", "share_high", "attributed_low", "attributed_high", "country", "province", "documents",
)  # fmt: skip


def attributed(work: Workspace, of: str, metric: str, by: Sequence[str], terms: Terms) -> dict[str, Any]:
    """What is attributed to a canonical id, as JSON; InputError for terms that cannot be."""
    from graph.ownership import shown  # with the solver, which takes half a second to import
    from graph.ownership.attribution import attribute
    from graph.ownership.ground import ground

    matrix = work.matrix(terms.as_of, terms.known_by)
    on = ground(work.store, work.ontology, work.registry, matrix, metric)
    return shown.as_dict(attribute(on, of, rule=terms.rule), by)


def as_csv(answer: Mapping[str, Any]) -> str:
    """The items as CSV, one a line, with a head."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(answer["items"]))
    return out.getvalue()


def _rows(items: Sequence[Mapping[str, Any]]) -> Iterator[list[Any]]:
    for item in items:
        ends = {f"{k}_{end}": item[k][end] for k in ("value", "share", "attributed") for end in ("low", "high")}
        more = {"site_id": item["site"]["id"], "site": item["site"]["name"], **ends}
        more["documents"] = " ".join(sorted({s["document"] for s in item["figure"]}))
        yield [more.get(c, item.get(c)) for c in COLUMNS]
