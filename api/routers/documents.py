"""Documents and statements: what was loaded, and what each says; loading and removing."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from api import present
from api.loading import Report, extractions, keep
from api.materialising import committed
from api.models import DocumentOut, DocumentText, LoadOut, Page, StatementOut
from api.paging import Paged
from api.security import Work, Writer, document_body
from graph import export, views
from graph.statement import Statement
from graph.store import Outcome
from ontology.errors import NotFound, UnreadableDocument

router = APIRouter(tags=["documents"])
Body = Annotated[bytes, Depends(document_body)]


@router.get("/documents", response_model=Page[DocumentOut])
def documents(work: Work, page: Paged) -> Page[DocumentOut]:
    """All documents of the record."""
    return page.cut(list(work.store.documents()), lambda part: [present.document(d) for d in part])


@router.post("/documents", response_model=list[LoadOut], status_code=201, dependencies=[Writer])
def load(
    work: Work,
    request: Request,
    content: Body,
    source: Annotated[str, Query(description="Where it is from: a URL or a name", min_length=1, max_length=2000)],
) -> list[LoadOut]:
    """Load one text (text/plain) or ready-made statements (application/x-ndjson); needs the API key."""
    ndjson = "json" in request.headers.get("content-type", "")
    report = Report()
    with TemporaryDirectory() as folder:
        path = Path(folder, "document.jsonl" if ndjson else "document.txt")
        path.write_bytes(content)
        for result in extractions(work, path, source):
            if isinstance(result, UnreadableDocument):
                raise result
            list(keep(work, report, [result], {}))
    if any(row.outcome is not Outcome.UNCHANGED for row in report.rows):
        committed(work)
    rejected = dict(report.rejected)
    return [LoadOut(id=r.id, outcome=r.outcome.value, statements=r.statements, rejected=rejected) for r in report.rows]


@router.get("/documents/{id}", response_model=DocumentText)
def document(work: Work, id: str) -> DocumentText:
    """One document with its text."""
    found = work.store.extraction(id).document
    return DocumentText(**present.document(found).model_dump(), text=found.text)


@router.delete("/documents/{id}", status_code=204, dependencies=[Writer])
def remove(work: Work, id: str) -> None:
    """Remove a document and exactly what no other document states; needs the API key."""
    work.store.remove(id)
    committed(work)


@router.get("/documents/{id}/statements", response_model=Page[StatementOut])
def statements(work: Work, page: Paged, id: str) -> Page[StatementOut]:
    """What one document says, in its order."""
    work.store.extraction(id)
    found = list(work.store.statements(document=id))
    return page.cut(found, lambda part: [StatementOut(**row) for row in rows(work, list(part))])


@router.get("/statements/{id}", response_model=StatementOut)
def statement(work: Work, id: str) -> StatementOut:
    """One statement with its sentence."""
    found = list(work.store.statements(ids=[id]))
    if not found:
        raise NotFound(f"there is no statement {id}")
    return StatementOut(**rows(work, found)[0])


def rows(work: Work, found: list[Statement]) -> list[dict[str, Any]]:
    """Statements as JSON lines have them, with their ids."""
    ends = {end for s in found for end in (s.subject, s.object) if end}
    entities = {e.id: e for e in work.store.entities(ends)}
    pages = views.pages(work.store, found)
    return [{"id": s.id, **export.line(s, entities, s.document, pages[s.id])} for s in found]
