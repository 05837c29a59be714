"""Documents and statements: what was loaded, and what each says; loading and removing."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api import faces, linked, present
from api.loading import Report, extractions, keep
from api.materialising import committed
from api.models import DocumentOut, DocumentText, FigureOut, LoadOut, Page, StatementOut
from api.paging import Paged
from api.security import Work, Writer, document_body
from graph.store import Outcome
from ontology.errors import UnreadableDocument

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


@router.get("/documents/{id}", response_model=DocumentText, responses=linked.ANSWERS)
def document(work: Work, request: Request, id: str) -> Response:
    """One document with its text as JSON or HTML, and as RDF what it says; by the Accept header or a suffix."""
    id, suffix = linked.split(id, lambda name: any(True for _ in work.store.documents([name])))
    return linked.answer(request, work, faces.document(work, id), suffix)


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
    return page.cut(found, lambda part: present.statements(work, list(part)))


@router.get("/statements/{id}", response_model=StatementOut, responses=linked.ANSWERS)
def statement(work: Work, request: Request, id: str) -> Response:
    """One statement with its sentence, as JSON, HTML, JSON-LD or RDF, by the Accept header or a suffix."""
    id, suffix = linked.split(id, lambda _: False)
    return linked.answer(request, work, faces.statement(work, id), suffix)


@router.get("/observations/{id}", response_model=FigureOut, responses=linked.ANSWERS)
def observation(work: Work, request: Request, id: str) -> Response:
    """One merged figure with its evidence, as JSON, HTML, JSON-LD or RDF, by the Accept header or a suffix."""
    id, suffix = linked.split(id, lambda _: False)
    return linked.answer(request, work, faces.observation(work, id), suffix)
