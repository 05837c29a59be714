"""How queries of ours are sent: with the prefix of a record's labels, and with their parameters in one map.

Queries are written without the prefix. It stands before each label, before the names of our constraints and indexes,
and before `MENTIONS`, which is looked up by an index of its own. It ends with an underscore, so that its labels are
none of another prefix: two records in one database, each with its own, do not see each other.
"""

from __future__ import annotations

import re
from functools import lru_cache

_LABEL = re.compile(r"(?<=[:=])(?=[A-Z][a-z]|MENTIONS\b)")
"""Before a label, in a query (`:Entity`) and in an option of neo4j-admin (`=Entity:Company`); types are in capitals."""
_PARAMETER = re.compile(r"\$(?=[a-z])")
_NAME = re.compile(r"(?<!`)\b(?=potline_)")
"""Before a name as we write it; one that the server told stands in backticks, and has its prefix."""


@lru_cache(1024)
def prefixed(text: str, prefix: str) -> str:
    """A query of ours, or an option, with the prefix where it belongs.

    >>> prefixed("MATCH (:Company {id: $id})-[r:OWNS]->(e:Entity) RETURN e", "Mine_")
    'MATCH (:Mine_Company {id: $id})-[r:OWNS]->(e:Mine_Entity) RETURN e'
    """
    return _NAME.sub(prefix, _LABEL.sub(prefix, text)) if prefix else text


@lru_cache(1024)
def together(query: str) -> str:
    """A query of ours with its parameters in the map `$all`.

    Neo4j plans a query anew for each order of magnitude of a list that is a parameter, which takes longer than to
    run it; how long the lists in a map are it does not look at.

    >>> together("UNWIND $rows AS row RETURN row")
    'UNWIND $all.rows AS row RETURN row'
    """
    return _PARAMETER.sub("$all.", query)


def named_by(name: str, prefix: str) -> bool:
    """Whether a constraint or an index is one of the record with this prefix."""
    return re.fullmatch(re.escape(prefix) + r"potline_(?!potline_)\w+", name) is not None
