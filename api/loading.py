"""Documents into the record: what is unchanged is not extracted again, what fails stops nothing else."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from api.materialising import committed
from api.parallel import Result, Versions, extracted, versions
from api.workspace import Workspace, files
from graph.batches import Batch, put
from graph.statement import Document, Extraction, Rejection, document_id
from graph.store import Outcome
from loaders.llm.told import EXTRACTOR, OPEN, unanswered
from loaders.read.files import printable
from ontology.errors import InputError, UnreadableDocument

Bar = Callable[[int, int, str], None]
"""Called with done, total and what comes next."""
Current = Callable[[Document], bool]
"""Whether the record holds a document as it would be extracted now."""


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one document."""

    id: str
    source: str
    outcome: Outcome
    statements: int
    rejections: int


@dataclass(slots=True)
class Report:
    """What went in and what did not: candidates = statements + rejected."""

    rows: list[Row] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    rejected: Counter[str] = field(default_factory=Counter)
    refused: list[Rejection] = field(default_factory=list)
    lines: list[Rejection] = field(default_factory=list)
    """Rejections of ready-made statements, with their line numbers."""
    told: int = 0
    """How many of the statements came from a language model."""

    @property
    def statements(self) -> int:
        """How many statements were taken."""
        return sum(row.statements for row in self.rows)

    @property
    def candidates(self) -> int:
        """How many were found."""
        return self.statements + sum(self.rejected.values())

    @property
    def unanswered(self) -> int:
        """How many paragraphs got no answer of the language model."""
        return sum(unanswered(r) for r in self.refused)

    def add(self, extraction: Extraction, outcome: Outcome) -> None:
        """Count one document."""
        document = extraction.document
        counts = len(extraction.statements), len(extraction.rejections)
        self.rows.append(Row(document.id, document.source, outcome, *counts))
        self.told += sum(s.extractor.startswith(EXTRACTOR) for s in extraction.statements)
        self.refuse(extraction)

    def refuse(self, extraction: Extraction) -> None:
        """Count what was not taken of a document."""
        self.rejected.update(r.reason for r in extraction.rejections)
        self.refused += extraction.rejections
        self.lines += [r for r in extraction.rejections if r.line is not None]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "documents": [asdict(row) for row in self.rows],
            "failed": self.failed,
            "statements": self.statements,
            "from_model": self.told,
            "unanswered": self.unanswered,
            "rejected": dict(self.rejected),
            "lines": [{"line": r.line, "reason": r.reason, "candidate": r.candidate} for r in self.lines],
        }


def never(_: Document) -> bool:
    """No document counts as up to date: each is extracted."""
    return False


def inputs(paths: Sequence[Path], limit: int) -> Iterator[tuple[Path, str]]:
    """Each file with its source; `-` is standard input, JSON lines or text by its first character.

    Of standard input no more is read than it takes to see that it is beyond the limit of bytes.
    """
    for path in paths:
        if str(path) != "-":
            yield path, printable(path)
            continue
        data = sys.stdin.buffer.read(limit + 1)
        suffix = ".jsonl" if data.lstrip()[:1] == b"{" else ".txt"
        with TemporaryDirectory() as folder:
            file = Path(folder, "stdin" + suffix)
            file.write_bytes(data)
            yield file, "stdin"


def listed(paths: Sequence[Path]) -> list[Path]:
    """The files that `paths` name; InputError where there is none."""
    found = list(files(paths))
    if not found:
        raise InputError(f"no documents in {', '.join(map(printable, paths))}")
    return found


def extractions(
    work: Workspace, path: Path, source: str, current: Current = never
) -> Iterator[Extraction | Document | UnreadableDocument]:
    """What a file gives: extractions, documents that are `current` already, or why it cannot be read."""
    from loaders.pipeline import load  # with the parser, which takes a second to import

    try:
        yield from load(path, source, work.extractor, work.limits, current)
    except UnreadableDocument as error:
        yield error


def load_all(work: Workspace, paths: Sequence[Path], bar: Bar, said: Callable[[str], None], workers: int = 1) -> Report:
    """Put all documents into the record, batch by batch; `said` gets a line for each as soon as it is safe there."""
    report, before = Report(), work.store.revision()
    known = {d.id: d for d in work.store.documents()}
    also = {document_id(source): d for d in known.values() for source in d.also_at}
    loaded = {id: (d.sha256, d.extractor, d.registry) for id, d in (known | also).items()}
    batch = Batch[Result]()
    for done, (name, results) in enumerate(results_of(work, paths, loaded, workers)):
        bar(done, len(paths), name)
        for result in results:
            if batch.add(result):
                _say(keep(work, report, batch.take(), known), said)
    _say(keep(work, report, batch.take(), known), said)
    bar(len(paths), len(paths), "done")
    if work.store.revision() != before:
        committed(work)
    return report


def remove(work: Workspace, document: str) -> None:
    """Take a document, named by its id or its source, out of the record; NotFound where there is none."""
    known = {d.source: d.id for d in work.store.documents()}
    work.store.remove(known.get(document, document))
    committed(work)


def results_of(
    work: Workspace, paths: Sequence[Path], loaded: Mapping[str, Versions], workers: int = 1
) -> Iterator[tuple[str, Iterable[Result]]]:
    """The name of each file and what it gives, in the order of the files, however many workers there are."""
    if workers > 1 and len(paths) > 1 and not any(str(p) == "-" for p in paths):
        files = [(p, printable(p)) for p in paths]
        names = (printable(p.name) for p in paths)
        yield from zip(names, extracted(work.settings, files, loaded, workers), strict=True)
        return
    for path, source in inputs(paths, work.limits.bytes):
        yield printable(path.name), extractions(work, path, source, lambda d: loaded.get(d.id) == versions(d, work))


def _say(lines: Iterable[str], said: Callable[[str], None]) -> None:
    for line in lines:
        said(line)


def keep(work: Workspace, report: Report, results: Sequence[Result], known: Mapping[str, Document]) -> Iterator[str]:
    """Put some results together into the record and the report; the line of each that says so."""
    wanted = [r for r in results if isinstance(r, Extraction) and not _empty(r, known)]
    became = put(work.store, wanted) if wanted else iter(())
    for result in results:
        if isinstance(result, UnreadableDocument):
            report.failed.append(str(result))
            yield f"failed    {result}"
        elif isinstance(result, Document):
            report.rows.append(Row(result.id, result.source, Outcome.UNCHANGED, 0, 0))
            yield f"{Outcome.UNCHANGED:9} {result.source}"
        elif _empty(result, known):
            report.refuse(result)
            yield f"rejected  {result.document.source}: {len(result.rejections)} lines"
        else:
            yield _kept(report, result, next(became), known)


def _empty(e: Extraction, known: Mapping[str, Document]) -> bool:
    """Lines of which none could be taken make no document."""
    return e.document.format == "jsonl" and not e.statements and e.document.id not in known


def _kept(report: Report, result: Extraction, outcome: Outcome | InputError, known: Mapping[str, Document]) -> str:
    document = result.document
    if isinstance(outcome, InputError):
        # The record's own last look: one document that it will not have stops no other.
        report.failed.append(f"{document.source}: {outcome}")
        return f"failed    {report.failed[-1]}"
    report.add(result, outcome)
    why = _why(known.get(document.id), result) if outcome is Outcome.CHANGED else ""
    counts = f"{len(result.statements)} statements, {len(result.rejections)} rejected"
    return f"{outcome:9} {document.source}: {counts}{why}"


def _why(old: Document | None, new: Extraction) -> str:
    """Why a known document was extracted again."""
    if old is None or old.sha256 != new.document.sha256:
        return " (new bytes)"
    if old.extractor == new.document.extractor.removesuffix(OPEN) + OPEN:
        return " (the model was asked again)"
    return " (new extractor)" if old.extractor != new.document.extractor else " (new registry)"
