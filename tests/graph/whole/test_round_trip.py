"""A record out as N-Quads or TriG and in again is the same record; and the projection conforms to the shapes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.loading import load_all
from api.settings import read_settings
from api.workspace import Workspace
from graph.sound import sound
from graph.statement import Extraction, Qualifiers, Rejection, Statement, identify, rekeyed
from graph.store import Store
from graph.validate import validate
from loaders.quads import read_rdf
from ontology.errors import UnreadableDocument
from ontology.load import ontology
from tests.conftest import quiet
from tests.graph.hostile import extractions
from tests.graph.record import company, extraction, figure, relation
from tests.graph.whole.made import SAID, exported, record

A, B = company("Alpha"), company("Beta")


def read(text: bytes, suffix: str = ".nq") -> list[Extraction]:
    """What the loader makes of an export."""
    with TemporaryDirectory() as folder:
        path = Path(folder, f"record{suffix}")
        path.write_bytes(text)
        return list(read_rdf(path, path.name, ontology()))


def bare(e: Extraction) -> Extraction:
    """A document without what RDF does not carry: its text and the versions that it was loaded with."""
    about = replace(e.document, text="", extractor="", registry="")
    # In RDF the preferred names are names like the others.
    names = [{*x.names, x.name, x.name_zh or x.name} for x in e.entities]
    entities = [
        replace(x, names=tuple(sorted(all)), identifiers=tuple(sorted(map(parted, x.identifiers))))
        for x, all in zip(e.entities, names, strict=True)
    ]
    return Extraction(
        about, tuple(sorted(entities, key=lambda e: e.id)), tuple(sorted(e.statements, key=lambda s: s.id))
    )


def parted(identifier: tuple[str, str]) -> tuple[str, str]:
    """Scheme and value as they come apart: no scheme has a colon."""
    scheme, _, value = ":".join(identifier).partition(":")
    return scheme, value


def whole(store: Store) -> list[Extraction]:
    return [bare(store.extraction(d.id)) for d in store.documents()]


def reloaded(store: Store, format: str = "nquads", suffix: str = ".nq") -> None:
    """The record comes back, document for document, and its JSON lines byte for byte."""
    found = read(exported(store, format), suffix)
    assert not [e.rejections for e in found if e.rejections]
    with record(found) as again:
        assert whole(again) == whole(store)
        assert exported(again, "jsonl") == exported(store, "jsonl")
        assert exported(again, "csv-graph", "edges") == exported(store, "csv-graph", "edges")


@pytest.mark.parametrize(("format", "suffix"), [("nquads", ".nq"), ("trig", ".trig")])
def test_a_record_comes_back(format: str, suffix: str) -> None:
    with record(SAID) as store:
        store.put(rekeyed(SAID[1], "z.txt"))
        assert any(d.also_at for d in store.documents())
        reloaded(store, format, suffix)


def usual(s: Statement) -> Statement:
    """With numbers that JSON keeps apart from RDF's: whole ones within 2**53, a confidence with a point."""

    def small(v: Any) -> Any:
        return v % 2**53 if isinstance(v, int) and not isinstance(v, bool) and abs(v) >= 2**53 else v

    def real(v: float | None) -> float | None:
        return None if v is None else float(v)

    kept = Qualifiers({k: small(v) for k, v in s.qualifiers.items() if not huge(v)})
    return identify(replace(s, value=real(s.value), max=real(s.max), confidence=float(s.confidence), qualifiers=kept))


def huge(value: object) -> bool:
    return isinstance(value, float) and abs(value) >= 2**53


@settings(max_examples=25, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.lists(extractions(), min_size=1, max_size=2, unique_by=lambda e: e.document.id))
def test_any_record_comes_back(said: list[Extraction]) -> None:
    usually = [replace(e, statements=tuple({u.id: u for s in e.statements if (u := usual(s))}.values())) for e in said]
    with record(usually) as store:
        reloaded(store)


def test_real_documents_come_back_and_conform_to_the_shapes(real: Workspace) -> None:
    assert validate(real.index).text.startswith("all ")
    reloaded(real.store)


def test_the_command_line_loads_an_export(tmp_path: Path) -> None:
    with record(SAID) as store:
        (tmp_path / "out.nq").write_bytes(exported(store, "nquads"))
        lines = exported(store, "jsonl")
    with Workspace(read_settings(store_url=f"sqlite:///{tmp_path}/r.db")) as work:
        report = load_all(work, [tmp_path / "out.nq"], quiet, quiet)
        assert (len(report.rows), report.failed, report.refused) == (2, [], [])
        assert exported(work.store, "jsonl") == lines
        again = load_all(work, [tmp_path / "out.nq"], quiet, quiet)
        assert {row.outcome.value for row in again.rows} == {"unchanged"}


def test_what_the_ontology_does_not_allow_is_rejected_and_the_rest_is_taken() -> None:
    said = extraction("a.txt", [A, B], [relation(A, "owns", B), relation(B, "owns", A), figure(A, "rank", 3.0, None)])
    with record([said]) as store:
        text = exported(store, "nquads").decode()
    first, second, _ = said.statements
    status = f"<https://w3id.org/potline/statement/{first.id}> <https://w3id.org/potline/ns#status>"
    text = text.replace(f'{status} "actual"', f'{status} "dreamt"')
    subject = f"<https://w3id.org/potline/statement/{second.id}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject>"
    text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith(subject))
    (found,) = read(text.encode())
    assert [s.predicate for s in found.statements] == ["rank"]
    reasons = sorted(r.reason for r in found.rejections)
    assert reasons[0] == "a part is missing, or is no number"
    assert reasons[1] == "a plain triple without its statement"
    assert any("dreamt" in reason for reason in reasons)
    assert all(isinstance(r, Rejection) and r.document == said.document.id for r in found.rejections)


@pytest.mark.parametrize(
    ("text", "suffix", "why"),
    [
        (b"", ".nq", "no graph"),
        (b"<a:a> <a:b> <a:c> .\n", ".nq", "no graph"),
        (b"<a:a> <a:b> <a:c> <a:g> .\n", ".nq", "no graph"),
        (b"<a:a> <a:b> <a:c", ".nq", "record.nq"),
        (b"<a:a> <a:b> <https://w3id.org/potline/doc/x> <https://w3id.org/potline/doc/x> .\n", ".nq", "alu:source"),
        (b"\xff\xfe", ".trig", "record.trig"),
        (b"{", ".jsonld", "record.jsonld"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_export_says_why(text: bytes, suffix: str, why: str) -> None:
    with pytest.raises(UnreadableDocument, match=why):
        read(text, suffix)


def test_what_is_read_is_sound() -> None:
    with record(SAID) as store:
        for found in read(exported(store, "nquads")):
            sound(found, ontology())
