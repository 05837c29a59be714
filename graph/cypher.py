"""What a Cypher query may do that only asks, told from the plan that the server makes of it, and its answer."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ontology.errors import InvalidQuery

Plan = Mapping[str, Any]
"""A plan as the driver gives it: operatorType, args, children."""
RULES = Path(__file__).parent / "data" / "cypher.toml"
READS = "r"
"""What the server calls a query that neither writes, nor touches the schema or the server."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns in order and rows by column; `cut` where there were more rows than were asked for."""

    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """Which procedures may be called, and which operators are refused, with the reason."""

    procedures: frozenset[str]
    operators: tuple[tuple[re.Pattern[str], str], ...]


@cache
def rules() -> Rules:
    """The rules of graph/data/cypher.toml."""
    found = tomllib.loads(RULES.read_text(encoding="utf-8"))
    operators = tuple((re.compile(name), why) for name, why in found["operators"].items())
    return Rules(frozenset(found["procedures"]), operators)


def operators(plan: Plan) -> Iterator[tuple[str, str]]:
    """Name and details of each operator of a plan, without the database that Neo4j adds to the name."""
    yield plan["operatorType"].partition("@")[0], str(plan.get("args", {}).get("Details", ""))
    for child in plan.get("children", ()):
        yield from operators(child)


def admit(kind: str | None, plan: Plan | None) -> None:
    """Let a query pass that only reads; InvalidQuery says what is wrong with another one.

    `kind` is what the server calls it: r, rw, w or s.
    """
    for name, details in operators(plan) if plan else ():
        if why := refusal(name, details):
            raise InvalidQuery(f"this query is refused: {why}; only queries in read access mode are answered")
    if kind != READS or plan is None:
        raise InvalidQuery("this query is refused: it does more than read; only read access mode is there")


def refusal(operator: str, details: str = "") -> str | None:
    """Why a plan with this operator is refused; None where it is not."""
    if operator == "ProcedureCall":
        name = details.partition("(")[0]
        if name not in rules().procedures:
            return f"it calls {name or 'a procedure'}, which is not on the list (graph/data/cypher.toml)"
        return None
    return next((why for name, why in rules().operators if name.fullmatch(operator)), None)
