"""The qualifiers of a statement: names to plain values, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Never

Scalar = str | int | float | bool


class Qualifiers(dict[str, Scalar]):
    """The qualifiers of a statement: a dict in key order that refuses to be changed."""

    def __init__(self, values: Mapping[str, Scalar] | Iterable[tuple[str, Scalar]] = ()) -> None:
        super().__init__(sorted(dict(values).items()))

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self.items()))

    def __reduce__(self) -> tuple[type[Qualifiers], tuple[dict[str, Scalar]]]:
        return Qualifiers, (dict(self),)

    def _refuse(self, *_: object, **__: object) -> Never:
        raise TypeError("the qualifiers of a statement cannot be changed")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse
