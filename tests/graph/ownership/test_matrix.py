"""The matrix follows the record: what is brought up to date equals what is read from nothing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.judgements import Canon
from graph.ownership.answer import holdings, owners
from graph.ownership.ledger import followed, opened
from graph.ownership.matrix import Holdings, Matrix, matrix
from graph.statement import Entity, Extraction, Statement, document_id
from graph.store import Store, open_store
from ontology.errors import JudgementConflict
from ontology.load import ontology
from tests.graph.record import company, extraction, judged, parted, relation

FIRMS = [company(f"Firm {letter}") for letter in "ABCDE"]
SHARES: list[dict[str, Any]] = [
    {"share": 30},
    {"share": 60, "since": "2024-05"},
    {"share_min": 51},
    {"interest": "subsidiary"},
    {"share": 10, "until": "2024-01-01"},
    {"share": 20, "since": "some day"},
    {},
]
Day = tuple[str | None, str | None]
DAYS: list[Day] = [(None, None), ("2024-05-10", None), ("2025-01-01", "2024-06-30")]


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    owner, owned = draw(st.permutations(FIRMS))[:2]
    status = draw(st.sampled_from(["actual", "actual", "actual", "ended", "planned"]))
    return relation(owner, "owns", owned, status, draw(st.sampled_from(SHARES)))


@st.composite
def documents(draw: st.DrawFn) -> Extraction:
    source = draw(st.sampled_from(["a.txt", "b.txt", "c.txt"]))
    published = draw(st.sampled_from([None, "2023-02-03", "2024-06", "2025"]))
    said = draw(st.lists(statements(), max_size=4))
    return extraction(source, FIRMS, said, published=published)


Step = Extraction | tuple[str, list[Entity]] | str
steps = st.one_of(
    documents(),
    st.sampled_from(["a.txt", "b.txt", "c.txt"]),
    st.tuples(st.sampled_from(["same", "different", "split"]), st.permutations(FIRMS)),
)


def do(store: Store, step: Step, at: int) -> None:
    """Put a document, remove one, or judge two firms; what the record refuses is left out."""
    if isinstance(step, Extraction):
        store.put(step)
    elif isinstance(step, str):
        if any(d.source == step for d in store.documents()):
            store.remove(document_id(step))
    elif step[0] == "split":
        with suppress(JudgementConflict):
            store.judge(parted(document_id("a.txt"), step[1][0], step[1][1].id, at=at))
    else:
        with suppress(JudgementConflict):
            store.judge(judged(step[0], *step[1][:2], at))


def seen(m: Matrix) -> list[Any]:
    """All that a matrix answers."""
    ids = sorted({m.canon(f.id) for f in FIRMS})
    return [question(m, id).as_dict() for id in ids for question in (owners, holdings)]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(steps, st.sampled_from(DAYS)), min_size=2, max_size=7))
def test_what_follows_equals_what_is_read_anew(path: Sequence[tuple[Step, Day]]) -> None:
    with TemporaryDirectory() as folder, open_store(f"sqlite:///{Path(folder) / 'r.db'}", ontology()) as store:
        kept = Holdings(store, ontology())
        for at, (step, (as_of, known_by)) in enumerate(path):
            do(store, step, at)
            anew = matrix(store, ontology(), as_of=as_of, known_by=known_by)
            assert seen(kept.matrix(as_of, known_by)) == seen(anew)


def test_only_what_changed_is_read(tmp_path: Path) -> None:
    a, b, c, d, _ = FIRMS
    with open_store(f"sqlite:///{tmp_path / 'r.db'}", ontology()) as store:
        store.put(extraction("one.txt", [a, b], [relation(a, "owns", b, qualifiers={"share": 60})]))
        before = opened(store)
        assert followed(before, store) == (before, frozenset())
        store.put(extraction("two.txt", [c, d], [relation(c, "owns", d, qualifiers={"share": 10})]))
        after, touched = followed(before, store)
        assert touched == {d.id}
        assert after.column(b.id) is before.column(b.id)
        store.judge(judged("same", a, c))
        merged, touched = followed(after, store)
        assert touched == {b.id, d.id}
        assert list(merged.column(d.id)) == [a.id]
        assert isinstance(merged.canon, Canon)
        assert opened(store).claims == merged.claims


def test_days_that_are_kept_are_few(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'r.db'}", ontology()) as store:
        kept = Holdings(store, ontology())
        first = kept.matrix("2020-01-01")
        assert kept.matrix("2020-01-01") is first
        for year in range(2000, 2012):
            kept.matrix(str(year))
        assert kept.matrix("2020-01-01") is not first
