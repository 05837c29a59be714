"""What holds for every export: the same bytes, one revision, constant memory, whole files or none."""

from __future__ import annotations

import gzip
import io
import random
import threading
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.sqlite_store import SqliteStore
from graph.statement import Extraction
from graph.store import Store
from graph.whole import files, formats
from graph.whole.formats import FORMATS, Format
from graph.whole.frozen import freeze
from graph.whole.ordered import OPEN, Ordered
from graph.whole.record import Whole
from ontology.errors import InputError, StoreUnavailable
from ontology.load import ontology
from tests.bench.register import extractions, register
from tests.conftest import quiet
from tests.graph.record import company, extraction, relation
from tests.graph.whole.made import EACH, JUDGED, REGISTRY, SAID, exported, record

A, B = company("Alpha"), company("Beta")


def report(n: int) -> Extraction:
    return extraction(f"{n}.txt", [A, B], [relation(A, "owns", B, qualifiers={"share": n})])


# The same bytes


@pytest.mark.parametrize(("format", "part"), EACH)
def test_every_order_of_loading_and_every_run_gives_the_same_bytes(format: str, part: str | None) -> None:
    said = [*SAID, *map(report, range(5))]
    texts = set()
    for seed in range(2):
        random.Random(seed).shuffle(said)
        with record(said, JUDGED) as store:
            store.remove(store.extraction(report(seed).document.id).document.id)
            store.put(report(seed))
            texts |= {exported(store, format, part), exported(store, format, part)}
    assert len(texts) == 1


@pytest.mark.parametrize(("format", "part"), EACH)
def test_an_empty_record_is_an_export_too(format: str, part: str | None) -> None:
    with record(()) as store:
        text = exported(store, format, part)
    assert text or format == "jsonl"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=6)))
def test_lines_are_sorted_on_the_disk_each_once(lines: list[str]) -> None:
    with TemporaryDirectory() as folder:
        ordered = Ordered(Path(folder), run=10)
        for line in lines:
            ordered.add(line)
        assert list(ordered) == sorted(set(lines))
        assert list(ordered) == sorted(set(lines)), "as often as one likes"


def test_many_sorted_files_become_one(tmp_path: Path) -> None:
    ordered = Ordered(tmp_path, run=1)
    for n in range(3 * OPEN):
        ordered.add(f"{-n:+05}")
    assert len(list(ordered)) == 3 * OPEN
    assert len(list(tmp_path.iterdir())) < OPEN


# One revision


def test_what_is_written_meanwhile_is_in_it_whole_or_not_at_all() -> None:
    """An export has the documents that a writer had left at its revision, while the writer goes on."""
    with record((report(1), report(2))) as store:
        stop = threading.Event()

        def write() -> None:
            for n in range(3, 200):
                if stop.is_set():
                    break
                store.put(report(n))
                if n % 3 == 0:
                    store.remove(report(n - 1).document.id)
                    store.remove(report(n - 2).document.id)

        def look() -> Iterator[tuple[int, tuple[str, ...]]]:
            for _ in range(15):
                with TemporaryDirectory() as folder:
                    still = freeze(store, Path(folder), quiet)
                    yield still.revision(), tuple(e.document.source for e in still.each())

        writer = threading.Thread(target=write)
        writer.start()
        for revision, sources in look():
            assert sources == sources_at(revision)
        stop.set()
        writer.join()


def sources_at(revision: int) -> tuple[str, ...]:
    """The documents that the writer had left at a revision, whatever the writer does later."""
    there, at = {1, 2}, 2
    for n in range(3, 200):
        steps = [("put", n)] + ([("remove", n - 1), ("remove", n - 2)] if n % 3 == 0 else [])
        for what, which in steps:
            if at == revision:
                break
            at += 1
            there = there | {which} if what == "put" else there - {which}
    return tuple(d.source for d in sorted((report(n).document for n in there), key=lambda d: d.id))


def test_documents_that_change_and_go_while_they_are_read() -> None:
    with record(map(report, range(4))) as store:
        done = iter(range(3))

        def meddle(*_: object) -> None:
            step = next(done, None)
            if step == 0:
                store.put(report(9))
                store.remove(report(3).document.id)
            elif step == 1:
                store.judge(JUDGED[0])
                store.remove(report(0).document.id)

        with TemporaryDirectory() as folder:
            still = freeze(store, Path(folder), meddle)
            found = [e.document.id for e in still.each()]
            assert found == [d.id for d in store.documents()] == [d.id for d in still.documents()]
            assert (still.revision(), still.judgements()) == (store.revision(), store.judgements())
            assert len(found) == len(still) == 3


def test_a_record_that_never_rests_is_said_to_be_so() -> None:
    with record([report(0)]) as store:
        numbers = iter(range(1, 100))
        with TemporaryDirectory() as folder, pytest.raises(StoreUnavailable, match="written to faster"):
            freeze(store, Path(folder), lambda *_: store.put(report(next(numbers))), rounds=5)


# Constant memory


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a register of each size, by its links; filled once for all formats."""
    folder = tmp_path_factory.mktemp("registers")
    for companies, links in ((100, 200), (500, 3000), (500, 12_000)):
        with SqliteStore(f"sqlite:///{folder}/{links}.db", ontology()) as store:
            for one in extractions(register(companies, links), size=200):
                store.put(one)
    return folder


def peak(links: int, name: str, folder: Path) -> int:
    """Bytes at the peak of an export of a register."""
    with SqliteStore(f"sqlite:///{folder}/{links}.db", ontology()) as store:
        tracemalloc.start()
        try:
            with files.frozen(store, ontology(), REGISTRY, quiet, run=200_000) as whole:
                for _ in FORMATS[name].parts["potline" if len(FORMATS[name].parts) == 1 else "edges"](whole):
                    pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize("name", ["jsonl", "csv", "csv-graph", "ntriples", "graphml"])
def test_memory_does_not_grow_with_the_record(name: str, registers: Path) -> None:
    peak(200, name, registers)  # what is imported and cached stays
    small, large = peak(3000, name, registers), peak(12_000, name, registers)
    assert large < small * 2, "of a record four times as large"


# Files


def frozen(store: Store) -> AbstractContextManager[Whole]:
    return files.frozen(store, ontology(), REGISTRY, quiet)


def save(store: Store, target: Path, format: str, part: str | None = None) -> tuple[Path, ...]:
    with frozen(store) as whole:
        return files.save(target, whole, FORMATS[format], part)


def test_a_file_is_packed_where_its_name_says_so_and_has_no_time_in_it(tmp_path: Path) -> None:
    with record() as store:
        (path,) = save(store, tmp_path / "r.nq.gz", "nquads")
        assert gzip.decompress(path.read_bytes()) == exported(store, "nquads")
        first = path.read_bytes()
        save(store, tmp_path / "r.nq.gz", "nquads")
        assert path.read_bytes() == first
    assert path.stat().st_mode & 0o777 == 0o666 & ~umask(tmp_path)


def umask(folder: Path) -> int:
    (folder / "new").write_text("")
    return 0o666 ^ ((folder / "new").stat().st_mode & 0o777)


def test_the_pair_is_a_folder_or_a_zip(tmp_path: Path) -> None:
    with record() as store:
        nodes, edges = (exported(store, "csv-graph", part) for part in ("nodes", "edges"))
        found = save(store, tmp_path / "new" / "pair", "csv-graph")
        assert [(p.name, p.read_bytes()) for p in found] == [("nodes.csv", nodes), ("edges.csv", edges)]
        (path,) = save(store, tmp_path / "pair.zip", "csv-graph")
        assert path.read_bytes() == exported(store, "csv-graph")
        with zipfile.ZipFile(path) as archive:
            assert {n: archive.read(n) for n in archive.namelist()} == {"nodes.csv": nodes, "edges.csv": edges}
        (path,) = save(store, tmp_path / "n.csv.gz", "csv-graph", "nodes")
        assert gzip.decompress(path.read_bytes()) == nodes


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    def broken(_: Whole) -> Iterator[str]:
        yield "half of it"
        raise StoreUnavailable("gone")

    target = tmp_path / "r.jsonl"
    target.write_text("old")
    format = Format("x", "x/x", ".x", {"potline": broken})
    with record() as store, frozen(store) as whole, pytest.raises(StoreUnavailable):
        files.save(target, whole, format)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("r.jsonl", "old")]


def test_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    with record() as store:
        for target in (tmp_path / "no" / "r.jsonl", tmp_path):
            with pytest.raises(InputError, match="name a file that can be written"):
                save(store, target, "jsonl")


def test_a_link_stays_a_link_and_the_rights_of_the_old_file_stay(tmp_path: Path) -> None:
    (tmp_path / "real.jsonl").write_text("old")
    (tmp_path / "real.jsonl").chmod(0o600)
    (tmp_path / "link.jsonl").symlink_to("real.jsonl")
    with record() as store:
        save(store, tmp_path / "link.jsonl", "jsonl")
        assert (tmp_path / "real.jsonl").read_bytes() == exported(store, "jsonl")
    assert (tmp_path / "link.jsonl").is_symlink()
    assert (tmp_path / "real.jsonl").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("a.ttl", "turtle"), ("a.TTL.GZ", "turtle"), ("b.c.nq", "nquads"), ("a.zip", "csv-graph"), ("a.csv", "csv"),
        ("a.json", "jsonld"), ("a.cypher.gz", "cypher"), ("a.txt", None), ("a", None), ("gz", None),
    ],
)  # fmt: skip
def test_a_name_tells_the_format(name: str, format: str | None) -> None:
    found = formats.by_suffix(Path(name))
    assert (found and found.name) == format


def test_an_unknown_format_or_part_lists_those_that_there_are() -> None:
    with pytest.raises(InputError, match=r"papyrus.*jsonl.*turtle.*cypher"):
        formats.format_of("papyrus")
    with pytest.raises(InputError, match="nodes, edges"):
        formats.part_of(FORMATS["csv-graph"], "x")
    assert formats.format_of("ttl").name == formats.format_of("text/turtle").name == "turtle"


def test_a_sink_that_fails_is_an_error_and_no_short_file() -> None:
    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(28, "No space left on device")

    with record() as store, frozen(store) as whole, pytest.raises(OSError, match="No space"):
        files.write(Full(), whole, FORMATS["trig"])
