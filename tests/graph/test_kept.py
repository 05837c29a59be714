"""The index that outlives its process: whatever happens to a process, its disk or its files, no answer is wrong."""

from __future__ import annotations

import logging
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings

from graph.folder import Folder
from graph.kept import MARK, Kept
from graph.registry import Entry, Registry
from graph.sparql import Index
from graph.sqlite_store import SqliteStore
from graph.statement import Extraction
from graph.store import Access, Store
from ontology.errors import IndexUnusable, StoreUnavailable
from ontology.load import ontology
from tests.graph.conftest import Opener
from tests.graph.record import company, extraction, judged, relation
from tests.graph.test_sparql import STEPS, contents, step

ONE, TWO = company("One Aluminium"), company("Two Metals")
REGISTRY = Registry([])


def document(n: int) -> Extraction:
    own = company(f"Firm {n}")
    return extraction(f"{n}.txt", [ONE, TWO, own], [relation(ONE, "owns", TWO), relation(TWO, "owns", own)])


@contextmanager
def opened(store: Store, parent: Path, registry: Registry = REGISTRY) -> Iterator[Index]:
    """An index as a process has it, in a folder of its own under `parent`."""
    folder = Folder(parent)
    with closing(Index(store, ontology(), registry, folder.path, Kept(parent, store.url))) as index:
        yield index
    folder.close()


def anew(store: Store, registry: Registry = REGISTRY) -> set[str]:
    """What an index holds that was built from nothing."""
    return contents(Index(store, ontology(), registry))


def kept(parent: Path) -> list[Path]:
    return sorted(parent.glob("kept-*"))


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Store]:
    with SqliteStore(f"sqlite:///{tmp_path / 'record.db'}", ontology()) as store:
        for n in range(3):
            store.put(document(n))
        yield store


@pytest.fixture
def parent(record: Store, tmp_path: Path) -> Path:
    """Where an index of the record is kept, as another process has left it."""
    with opened(record, tmp_path / "rdf") as index:
        index.follow()
    return tmp_path / "rdf"


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING and r.name.startswith("potline")]


# From one process to the next


def test_the_next_process_goes_on_where_the_last_one_stopped(
    opener: Opener, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store, parent = opener(), tmp_path / "rdf"
    for n in range(3):
        store.put(document(n))
    with opened(store, parent) as index:
        index.follow()
    (first,) = kept(parent)
    assert sorted(p.name for p in parent.iterdir()) == sorted([first.name, "in-use"])
    with opened(store, parent) as index:
        assert contents(index) == anew(store)
        assert (index.state, len(kept(parent))) == (1, 1), "taken, not built; and nothing to keep"
    other = opener()
    other.remove(document(0).document.id)
    other.put(document(7))
    other.judge(judged("same", ONE, TWO))
    with opened(store, parent) as index:
        assert contents(index) == anew(store)
    assert kept(parent) != [first]
    with opened(store, parent) as index:
        assert contents(index) == anew(store)
        assert index.state == 1
    assert warnings(caplog) == []


@settings(max_examples=12, deadline=None)
@given(steps=STEPS)
def test_whenever_a_process_ends_the_next_one_knows_the_same(
    steps: list[tuple[str, object]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("ends")
    with SqliteStore(f"sqlite:///{folder / 'record.db'}", ontology()) as store:
        for at, (kind, what) in enumerate(steps):
            step(store, kind, what, at)
            if kind == "follow":
                with opened(store, folder / "rdf") as index:
                    index.follow()
        with opened(store, folder / "rdf") as index:
            assert contents(index) == anew(store)


OTHER_PROCESS = """
import sys
from pathlib import Path
from graph.store import Access, open_store
from ontology.load import ontology
from tests.graph.test_kept import document, opened
url, user, password, parent, what = sys.argv[1:]
with open_store(url, ontology(), Access(user or None, password or None)) as store:
    with opened(store, Path(parent)) as index:
        for n in range(10_000):
            if what == "put":
                store.put(document(100 + n))
            print(index.follow(), flush=True)
            if what == "put" or n % 2:
                index.close()
            if what == "begin":
                break
"""


def another(place: tuple[str, Access], parent: Path, what: str) -> subprocess.Popen[str]:
    """A process on the same record and the same folder: it writes ("put"), follows, or begins and ends."""
    url, access = place
    words = [sys.executable, "-c", OTHER_PROCESS, url, access.user or "", access.password or "", str(parent), what]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)


def test_two_processes_on_one_folder_do_not_disturb_each_other(
    place: tuple[str, Access], opener: Opener, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store, parent = opener(), tmp_path / "rdf"
    with opened(store, parent) as index, another(place, parent, "put") as other:
        assert other.stdout is not None
        for _ in range(10):
            revision = int(other.stdout.readline())
            assert index.follow() >= revision, "as new as what another process has committed"
            index.close()
        other.kill()
        other.wait()
        assert contents(index) == anew(store)
    _one_is_left(store, parent)
    assert warnings(caplog) == []


def _one_is_left(store: Store, parent: Path) -> None:
    """What a process left that was killed between keeping a copy and taking the older one away goes with the next."""
    store.put(document(1000))
    with opened(store, parent) as index:
        assert contents(index) == anew(store)
    assert len(kept(parent)) == 1


def test_kill_in_the_middle_of_whatever_it_does(place: tuple[str, Access], opener: Opener, tmp_path: Path) -> None:
    seed = time.time_ns()
    chance = random.Random(seed)
    print("seed", seed)
    store, parent = opener(), tmp_path / "rdf"
    for n in range(20):
        store.put(document(n))
    for round in range(8):
        with another(place, parent, "put" if round % 2 else "follow") as process:
            assert process.stdout is not None
            for _ in range(chance.choice([1, 1, 3, 10])):
                process.stdout.readline()
            time.sleep(chance.uniform(0, 0.1))
            process.kill()
            assert process.wait(60) == -signal.SIGKILL
        assert 1 <= len(kept(parent)) <= 2, "the newest, and the one before where it was killed in between"
        with opened(store, parent) as index:
            assert contents(index) == anew(store)
    assert not list(parent.glob("rdf-*")), "what the killed ones had is taken away"
    _one_is_left(store, parent)


@pytest.mark.parametrize("read", ["documents", "changes", "judgements"])
def test_a_document_that_comes_while_the_kept_one_is_looked_at_is_no_fault(
    record: Store, parent: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, read: str
) -> None:
    before = getattr(record, read)
    coming = [document(100)]

    def then_another(*given: object) -> object:
        found = before(*given)
        found = found if read == "changes" else list(found)
        while coming:
            record.put(coming.pop())
        return found

    monkeypatch.setattr(record, read, then_another)
    with opened(record, parent) as index:
        assert contents(index) == anew(record)
    assert warnings(caplog) == []


def test_kill_in_the_middle_of_a_build_leaves_what_was_kept(record: Store, parent: Path) -> None:
    (before,) = kept(parent)
    for n in range(3, 40):
        record.put(document(n))
    mark = before / MARK
    mark.write_text(mark.read_text().replace(record.record, "another"))
    with another((record.url, Access()), parent, "begin") as process:
        while not list(parent.glob("rdf-*/build-*/CURRENT")):
            time.sleep(0.001)
        process.kill()
        process.wait()
    assert kept(parent) == [before]
    with opened(record, parent) as index:
        assert contents(index) == anew(record)
    assert kept(parent) != [before]


# What cannot be gone on from


def scribble(file: Path) -> None:
    data = bytearray(file.read_bytes())
    for at in random.Random(5).sample(range(len(data)), min(len(data), 20)):
        data[at] ^= 0x55
    file.unlink()  # its links elsewhere stay as they are
    file.write_bytes(data)


def halve(file: Path) -> None:
    data = file.read_bytes()
    file.unlink()
    file.write_bytes(data[: len(data) // 2])


@pytest.mark.parametrize("damage", [scribble, halve, Path.unlink])
@pytest.mark.parametrize("pattern", ["*.sst", "MANIFEST-*", "CURRENT", "OPTIONS-*", MARK])
def test_a_damaged_index_is_built_anew_and_the_log_says_why(
    damage: Callable[[Path], None], pattern: str, record: Store, parent: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (broken,) = kept(parent)
    damage(max(broken.glob(pattern), key=lambda file: file.stat().st_size))
    with opened(record, parent) as index:
        assert contents(index) == anew(record)
    (line,) = warnings(caplog)
    assert "built anew: the one that is kept" in line
    assert "damaged" in line or "mark" in line
    assert not broken.exists(), "it is another folder, and the broken one is gone"
    caplog.clear()
    with opened(record, parent) as index:
        assert index.follow()
        assert index.state == 1
    assert warnings(caplog) == []


def test_an_index_of_another_record_is_not_taken(
    record: Store, parent: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    record.close()
    for file in tmp_path.glob("record.db*"):
        file.unlink()
    with SqliteStore(f"sqlite:///{tmp_path / 'record.db'}", ontology()) as other:
        other.put(document(5))
        with opened(other, parent) as index:
            assert contents(index) == anew(other)
    assert [line.partition("anew: ")[2] for line in warnings(caplog)] == ["the one that is kept is of another record"]


def test_an_index_that_another_version_made_is_not_taken(
    record: Store, parent: Path, caplog: pytest.LogCaptureFixture
) -> None:
    registry = Registry([Entry(ONE, place="place/yunnan")])
    with opened(record, parent, registry) as index:
        assert contents(index) == anew(record, registry)
    (line,) = warnings(caplog)
    assert "another version of Potline, its ontology or its registry" in line


def test_a_record_that_was_put_back_is_not_taken_for_what_it_was(
    record: Store, parent: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    record.close()
    file = tmp_path / "record.db"
    shutil.copy(file, tmp_path / "backup")

    def put_back(*numbers: int) -> str:
        shutil.copy(tmp_path / "backup", file)
        caplog.clear()
        with SqliteStore(f"sqlite:///{file}", ontology()) as store:
            for n in numbers:
                store.put(document(n))
            with opened(store, parent) as index:
                assert contents(index) == anew(store)
        return "".join(warnings(caplog))

    assert put_back(50, 51) == ""
    assert "the record is back at" in put_back()
    assert put_back(60) == ""
    assert "does not have" in put_back(70, 71, 72)


# Disks


LITTLE_ROOM = """
import resource, sys
from pathlib import Path
from graph.sqlite_store import SqliteStore
from ontology.errors import IndexUnusable, StoreUnavailable
from ontology.load import ontology
from tests.graph.test_kept import contents, opened
with SqliteStore(sys.argv[1], ontology()) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
    with opened(store, Path(sys.argv[2])) as index:
        try:
            print("followed", index.follow())
        except StoreUnavailable as error:
            print("refused", error)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        print("then", index.follow(), len(contents(index)))
"""


@pytest.mark.parametrize("room", [0, 1_000, 30_000])
def test_a_full_disk_leaves_what_was_kept_and_is_told(record: Store, parent: Path, room: int) -> None:
    before = kept(parent)
    for n in range(3, 60):
        record.put(document(n))
    words = [sys.executable, "-c", LITTLE_ROOM, record.url, str(parent), str(room)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    first, then = done.stdout.splitlines()
    assert first.startswith("refused the RDF index"), done.stdout
    assert "too large" in first
    assert then == f"then {record.revision()} {len(anew(record))}"
    assert len(kept(parent)) == 1
    assert kept(parent) != before
    with opened(record, parent) as index:
        assert contents(index) == anew(record)
        assert index.state == 1


def test_an_index_that_cannot_be_kept_answers_all_the_same(
    record: Store, parent: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = kept(parent)
    with opened(record, parent) as index:
        index.follow()
        record.put(document(9))
        index.follow()
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
        index.close()
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert "could not be kept" in warnings(caplog)[0]
        assert kept(parent) == before
        with pytest.raises(StoreUnavailable):
            index.copy(parent / "there" / "is" / "no" / "such" / "folder")
        assert contents(index) == anew(record)


def test_an_index_whose_folder_was_taken_away_is_built_anew(record: Store, parent: Path) -> None:
    with opened(record, parent) as index:
        index.follow()
        while parent.exists():  # the engine takes files away meanwhile
            shutil.rmtree(parent, ignore_errors=True)
        index.doubt(IndexUnusable("its folder is gone"))
        assert contents(index) == anew(record)
    assert len(kept(parent)) == 1
