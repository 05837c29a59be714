"""Exports of a record in the tests: as text, and the record that they are compared with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.batches import Step
from graph.registry import Entry, Registry
from graph.sqlite_store import SqliteStore
from graph.statement import Extraction, Judgement
from graph.store import Store
from graph.whole import files
from graph.whole.formats import FORMATS
from ontology.load import ontology
from tests.conftest import quiet
from tests.graph.record import company, extraction, figure, judged, product, relation, thing

A, B = company("Alpha", country="CN", registered=True, identifiers=(("LEI", "X"),)), company('创新 "B"', name_zh="创新")
C, D = company("=Gamma Co", names=("=Gamma Co", "'=g", "@g")), company("Delta & <Sons>")
CITY = thing("Place", "Holingol", level="city", parent="place/china")
CHINA = thing("Place", "China", level="country")
SMELTER = thing("AluminiumSmelter", "Holingol smelter")
ONE = extraction(
    "https://example.org/x",
    [A, B, C, CITY, CHINA, SMELTER, product("aluminium")],
    [
        relation(A, "owns", B, qualifiers={"share": 60.5, "share_of": "shares", "since": "2024-05"}, period="2025-Q1"),
        relation(A, "owns", C, "planned", {"share": 20, "until": "2026-01-01"}),
        relation(C, "partnerOf", A, subject_mention="the Gamma", object_mention="the Alpha"),
        relation(A, "operates", SMELTER),
        relation(SMELTER, "locatedIn", CITY),
        relation(A, "transfersCapacityTo", CITY, "planned", {"quantity": 5, "unit": "t/a", "from": "Shandong"}),
        relation(SMELTER, "produces", product("aluminium")),
        figure(SMELTER, "capacity", 788100, product="aluminium", status="designed", period="2025-11-06", max=8e5),
        figure(A, "rank", 3, None, qualifiers={"note": "-1 = last"}),
        figure(A, "revenue", 1.5e10, "CNY", period="2024"),
    ],
    title="=Title; 'quoted'\\u0041", url="https://example.org/x", published="2025-07-31", publisher="P", language="en",
)  # fmt: skip
TWO = extraction(
    "y.txt",
    [A, B, C, D, SMELTER],
    [
        relation(A, "owns", B, qualifiers={"share": 55, "share_of": "shares"}, quote='-"quoted"\r\n\ttext\x07 end;'),
        relation(D, "owns", C, "denied", quote=""),
        relation(B, "owns", A, "ended"),
        figure(SMELTER, "capacity", 788000, product="aluminium", status="designed", period="2025-11-06", max=8e5),
        figure(A, "revenue", 2.5e10, "CNY", period="2024"),
    ],
    published="2025",
)
SAID = (ONE, TWO)
JUDGED = (judged("same", A, D), judged("different", A, B, 1))
REGISTRY = Registry([Entry(A, place="place/china"), Entry(CHINA)])


def fill(store: Store, said: Iterable[Extraction] = SAID, judgements: Iterable[Judgement] = JUDGED) -> Store:
    """The store with these documents and judgements."""
    for one in said:
        store.put(one)
    for judgement in judgements:
        store.judge(judgement)
    return store


@contextmanager
def record(said: Iterable[Extraction] = SAID, judgements: Iterable[Judgement] = ()) -> Iterator[Store]:
    """A record in SQLite with these documents."""
    with TemporaryDirectory() as folder, SqliteStore(f"sqlite:///{Path(folder, 'r.db')}", ontology()) as store:
        yield fill(store, said, judgements)


def exported(store: Store, format: str, part: str | None = None, step: Step = quiet) -> bytes:
    """The export of a record."""
    out = BytesIO()
    with files.frozen(store, ontology(), REGISTRY, step) as whole:
        files.write(out, whole, FORMATS[format], part)
    return out.getvalue()


Export = Callable[..., bytes]
EACH = [(f.name, part if len(f.parts) > 1 else None) for f in FORMATS.values() for part in f.parts]
"""Every format with every part of it."""
