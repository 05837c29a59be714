"""Pages: limit and offset in, items with the address of the next page out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Query, Request

from api.models import Page
from api.security import Work

V = TypeVar("V")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of the items a request wants."""

    request: Request
    limit: int
    offset: int

    def cut(self, items: Sequence[V], model: Callable[[Sequence[V]], list[T]]) -> Page[T]:
        """The page of `items`, turned into answers."""
        return self.of(model(items[self.offset : self.offset + self.limit]), len(items))

    def of(self, part: list[T], total: int) -> Page[T]:
        """The page that holds `part` of `total` items."""
        end = self.offset + self.limit
        next = self.at(end) if end < total else None
        return Page(items=part, total=total, limit=self.limit, offset=self.offset, next=next)

    def at(self, offset: int) -> str:
        """The address of the page that begins at an offset."""
        return str(self.request.url.include_query_params(limit=self.limit, offset=offset))


def paging(
    request: Request,
    work: Work,
    limit: Annotated[int | None, Query(ge=1, description="Most items; POTLINE_PAGE_SIZE")] = None,
    offset: Annotated[int, Query(ge=0, le=10_000_000, description="Items to pass over")] = 0,
) -> Paging:
    """Limit and offset of a request, within POTLINE_PAGE_LIMIT."""
    size = limit or work.settings.page_size
    most = work.settings.page_limit
    return Paging(request, min(size, most) if most else size, offset)


Paged = Annotated[Paging, Depends(paging)]
