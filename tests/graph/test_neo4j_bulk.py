"""A record as files for neo4j-admin: what they hold, without a server; `tests/api/test_neo4j_import.py` has one."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import neo4j_bulk
from graph.batches import Step
from graph.buckets import Buckets
from graph.lines import Lines
from graph.neo4j_bulk import ARGUMENTS, GUIDE
from graph.neo4j_csv import BETWEEN, NOTHING, writer
from graph.sound import UNSTORABLE
from graph.statement import Extraction, document_id
from graph.store import Store
from ontology.errors import InputError
from ontology.load import ontology
from tests.graph.hostile import texts
from tests.graph.record import company, extraction, figure, judged, parted, relation

A, B, C = (company(name) for name in ("Alpha", "Beta", "Gamma"))
Rows = list[dict[str, str]]


def quiet(*_: object) -> None:
    """No progress."""


def report(source: str, published: str | None = None) -> Extraction:
    """A document of two relations, one with a day and one with a year, and a figure."""
    said = [
        relation(A, "owns", B, qualifiers={"share": 60.5, "since": "2024-05-01"}),
        relation(B, "owns", C, qualifiers={"share": 40, "since": "2024"}),
        figure(A, "capacity", 5.0, product="aluminium", period="2025"),
    ]
    return extraction(source, [A, B, C], said, published=published)


def exported(store: Store, folder: Path, step: Step = quiet) -> dict[str, list[Rows]]:
    """The rows of an export by what the importer is told they are, file by file, as its own columns call them."""
    neo4j_bulk.export(store, ontology(), folder, step)
    found: dict[str, list[Rows]] = {}
    for option in (folder / ARGUMENTS).read_text("utf-8").splitlines():
        if match := re.fullmatch(r"--(\w+=[\w:]+)=\./([\w.-]+),\./([\w.-]+)", option):
            (columns,) = csv.reader([(folder / match[2]).read_text("utf-8")[:-1]])
            with (folder / match[3]).open(encoding="utf-8", newline="") as file:
                rows = [dict(zip(columns, row, strict=False)) for row in csv.reader(file, strict=True)]
            found.setdefault(match[1], []).append(rows)
    return found


@pytest.fixture
def opened(opener: Callable[[], Store]) -> Store:
    """A record with two documents and a judgement."""
    store = opener()
    store.put(report("a.txt", "2025-07-31"))
    store.put(report("b.txt", "2025"))
    store.judge(judged("same", B, C))
    store.judge(parted(report("a.txt", ""), A, "org/another"))
    return store


def test_each_type_of_a_property_has_a_file(opened: Store, tmp_path: Path) -> None:
    found = exported(opened, tmp_path / "files")
    documents = found["nodes=Document"]
    days, years = (
        next(rows for rows in documents if name in rows[0]) for name in ("published:date", "published:string")
    )
    assert (days[0]["published:date"], years[0]["published:string"]) == ("2025-07-31", "2025")
    owns = [row for rows in found["relationships=OWNS"] for row in rows]
    typed = {(row.get("share:double"), row.get("share:long"), row.get("since:date")) for row in owns}
    assert typed == {("60.5", None, "2024-05-01"), (None, "40", None)}


def test_judged_entities_are_one_node_and_all_ends_lead_there(opened: Store, tmp_path: Path) -> None:
    found = exported(opened, tmp_path / "files")
    (companies,) = found["nodes=Entity:Organization:Company"]
    ids = {row["id:string"]: row["ids:string[]"] for row in companies}
    assert ids == {A.id: A.id, B.id: BETWEEN.join((B.id, C.id)), "org/another": "org/another"}
    for rows in (r for kind, tables in found.items() if kind.startswith("relationships") for r in tables):
        assert {row[end] for row in rows for end in (":START_ID(Entity)", ":END_ID(Entity)") if end in row} <= set(ids)


def test_revision_and_changes_are_those_of_loading_one_by_one(opened: Store, tmp_path: Path) -> None:
    found = exported(opened, tmp_path / "files")
    ((record,),) = found["nodes=Record"]
    assert record["key:string"] == "record"
    assert record["revision:long"] == str(opened.revision())
    assert record["id:string"] != opened.record
    (changes,) = found["nodes=Change"]
    for since in range(opened.revision() + 1):
        later = {(row["kind:string"], row["id:string"]) for row in changes if int(row["revision:long"]) > since}
        expected = opened.changes(since)
        assert later == {("document", d) for d in expected.documents} | {("judgement", j) for j in expected.judgements}


def test_the_guide_holds_the_command_and_every_file(opened: Store, tmp_path: Path) -> None:
    exported(opened, tmp_path / "files")
    guide = (tmp_path / "files" / GUIDE).read_text("utf-8")
    assert neo4j_bulk.COMMAND in guide
    assert all(f"'{line}'" in guide for line in (tmp_path / "files" / ARGUMENTS).read_text("utf-8").splitlines())
    files = {f.name for f in (tmp_path / "files").iterdir()} - {GUIDE, ARGUMENTS}
    assert set(re.findall(r"[\w-]+\.csv", guide)) == files


def test_the_same_record_gives_the_same_files(opened: Store, tmp_path: Path) -> None:
    first, second = exported(opened, tmp_path / "1"), exported(opened, tmp_path / "2")
    assert {k: v for k, v in first.items() if k != "nodes=Record"} == {
        k: v for k, v in second.items() if k != "nodes=Record"
    }


def test_an_empty_record_is_its_node_alone(opener: Callable[[], Store], tmp_path: Path) -> None:
    assert list(exported(opener(), tmp_path / "files")) == ["nodes=Record"]


def test_a_folder_that_is_not_empty_is_left_alone(opened: Store, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    for folder in (tmp_path, tmp_path / "mine", tmp_path / "mine" / "x"):
        with pytest.raises(InputError, match=r"empty|name a folder"):
            neo4j_bulk.export(opened, ontology(), folder, quiet)
    assert [f.name for f in tmp_path.iterdir() if not f.name.startswith("record.db")] == ["mine"]


@pytest.mark.parametrize("put", [True, False])
def test_what_is_written_meanwhile_is_whole_or_not_at_all_in_the_files(
    opened: Store, tmp_path: Path, put: bool
) -> None:
    done = iter(range(1))

    def meddle(*_: object) -> None:
        if next(done, None) is not None:
            if put:
                opened.put(report("c.txt"))
            else:
                opened.remove(document_id("b.txt"))

    found = exported(opened, tmp_path / "files", meddle)
    assert {row["id:string"] for rows in found["nodes=Document"] for row in rows} == {d.id for d in opened.documents()}
    ((record,),) = found["nodes=Record"]
    assert record["revision:long"] == str(len(list(opened.documents())) + len(opened.judgements()))


@given(st.lists(texts | st.none(), min_size=2))
def test_cells_are_read_back_and_a_missing_one_is_not_an_empty_one(values: list[str | None]) -> None:
    with TemporaryDirectory() as folder:
        lines = Lines(Path(folder, "rows.csv"))
        writer(lines).writerow([NOTHING if value is None else value for value in values])
        lines.flush()
        line = lines.path.read_bytes().decode().removesuffix("\n")
    cells = re.findall(r'(?:^|(?<=,))("(?:[^"]|"")*"|)(?=,|$)', line)
    read = [None if cell == "" else cell[1:-1].replace('""', '"') for cell in cells]
    assert "".join(cells).count('"') == line.count('"')
    assert read == values


def test_what_parts_the_elements_of_a_list_is_in_no_text_of_a_record() -> None:
    assert UNSTORABLE.fullmatch(BETWEEN)


values = st.none() | st.integers() | st.floats(allow_nan=False) | st.text() | st.lists(st.text(), max_size=2)
keyed = st.tuples(st.sampled_from("abcdef"), values | st.dictionaries(st.text(), values, max_size=2))


@given(st.lists(keyed, max_size=250))
def test_all_of_one_key_come_together_in_their_order(rows: list[tuple[str, Any]]) -> None:
    with TemporaryDirectory() as folder:
        buckets = Buckets(Path(folder, "b"))
        for row in rows:
            buckets.add(row[0], row)
        found = [some for some in buckets.each() if some]
    for key in {key for key, _ in rows}:
        (home,) = [some for some in found if any(row[0] == key for row in some)]
        assert [row for row in home if row[0] == key] == [row for row in rows if row[0] == key]
    assert sum(map(len, found)) == len(rows)
