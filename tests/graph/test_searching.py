"""The search of a record: candidates in one order on every kind of store, whatever is typed."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.merge import spelled
from graph.sqlite_names import BAND
from graph.sqlite_store import SqliteStore
from graph.statement import Entity
from graph.store import Store
from ontology.load import ontology
from tests.graph.record import company, extraction

NAMES = (
    "Hongtuo Industrial", "Hongtuo", "Shandong Hongtuo Industrial Co., Ltd.", "New Hongtuo", "Industrial Hongtuo Works",
    "Hongqiao", "Honghe", "Compagnie des Bauxites de Guinée", "Emirates Global Aluminium", "Egalité", "EGA Trading",
    "山东宏拓实业有限公司", "宏拓", "創新實業", "O'Neil & Sons", "A+B (Asia) Ltd.", "100% Alu", "Straße AG",
    "x" * 300 + "y", "Aluminium Works", "Works Aluminium Group", "a b", "ab", "Not And Or", "C:\\Metals/~*?",
)  # fmt: skip
TYPED = (
    "hongtuo", "industrial hongtuo", "hong", "tuo ind", "宏拓", "宏", "创新", "ega", "cbg", "aluminium", "works", "a",
    "b", "ab", "(asia)", "a+b", "0%", "STRASSE", "xxxy", "x" * 280, "not", "o'", "~*?", "c:\\", "des de", "a b", "né",
)  # fmt: skip


def expected(known: Sequence[Entity], text: str, limit: int) -> tuple[str, ...]:
    """What the contract says, looked up the long way; nobody here has initials of a firm that is not Latin."""
    wanted = spelled(" ".join(text.split()))
    words = wanted.split()
    found: dict[str, tuple[int, int]] = {}
    for e in known:
        for name in e.names:
            for how, fits in enumerate(
                (
                    spelled(name).startswith(wanted),
                    wanted in spelled(name),
                    min(map(len, words)) > 2 and all(word in spelled(name) for word in words),
                    wanted in INITIALS.get(name, ()),
                )
            ):
                if fits:
                    length = len(wanted) if how == 3 else len(spelled(name))
                    found[e.id] = min(found.get(e.id, (9, 0)), (how, length))
                    break
    return tuple(sorted(found, key=lambda id: (found[id], id))[:limit])


INITIALS: Mapping[str, tuple[str, ...]] = {
    "Compagnie des Bauxites de Guinée": ("cbg", "cdbdg"),
    "Emirates Global Aluminium": ("ega",),
    "Industrial Hongtuo Works": ("ihw",),
    "Shandong Hongtuo Industrial Co., Ltd.": ("shi",),
    "Works Aluminium Group": ("wag",),
    "Not And Or": ("nao",),
}


@pytest.fixture
def known(store: Store) -> list[Entity]:
    """Firms with hard names, two names to every third."""
    others = [NAMES[(7 * n) % len(NAMES)] if n % 3 == 0 else name for n, name in enumerate(NAMES)]
    firms = [
        Entity(f"org/firm-{n:02}", "Company", name, tuple(sorted({name, other})))
        for n, (name, other) in enumerate(zip(NAMES, others, strict=True))
    ]
    store.put(extraction("names.txt", firms))
    return firms


def test_what_people_type_finds_the_same_in_the_same_order(store: Store, known: list[Entity]) -> None:
    for text in TYPED:
        for limit in (1, 3, 50):
            assert store.search(text, limit) == expected(known, text, limit), (text, limit)


parts = st.sampled_from(NAMES).flatmap(
    lambda name: st.tuples(st.integers(0, len(name) - 1), st.integers(1, 12)).map(lambda p: name[p[0] : p[0] + p[1]])
)
typed = st.one_of(
    parts, st.lists(parts, min_size=2, max_size=3).map(" ".join), st.sampled_from(NAMES).map(lambda n: n[::-1])
).filter(lambda text: text.strip() != "")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=typed, limit=st.sampled_from([1, 5, 50]))
def test_any_part_of_a_name_finds_the_same_in_the_same_order(
    store: Store, known: list[Entity], text: str, limit: int
) -> None:
    assert store.search(text, limit) == expected(known, text, limit)


def test_a_word_that_very_many_names_have_gives_the_shortest(store: Store) -> None:
    firms = [company(f"Aluminium Works {'x' * (n % 40)}{n:04}") for n in range(2000)]
    store.put(extraction("many.txt", [*firms, company("Works of Aluminium")]))
    (shortest, *_), last = store.search("aluminium", 5), store.search("aluminium works", 3000)
    assert shortest == "org/aluminium-works-0000"
    assert last[-1] == "org/works-of-aluminium"
    assert len(last) == 2001


def test_names_of_a_record_of_schema_1_are_found_in_the_new_order(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with SqliteStore(f"sqlite:///{path}", ontology()) as store:
        store.put(extraction("a.txt", [company("Hongtuo Industrial"), company("New Hongtuo"), company("Hongtuo")]))
    with closing(sqlite3.connect(path)) as c:
        c.execute("DROP INDEX name_folded")
        c.execute("UPDATE name SET rowid = -rowid")
        c.execute("INSERT INTO name_index (name_index) VALUES ('rebuild')")
        c.execute("PRAGMA user_version = 1")
        c.commit()
    with SqliteStore(f"sqlite:///{path}", ontology()) as store:
        assert store.search("hongtuo") == ("org/hongtuo", "org/hongtuo-industrial", "org/new-hongtuo")
        store.put(extraction("b.txt", [company("Hongtuo Foil")]))
        assert store.search("hongtuo")[:2] == ("org/hongtuo", "org/hongtuo-foil")
    with closing(sqlite3.connect(path)) as c:
        assert c.execute("PRAGMA user_version").fetchone() == (2,)
        assert c.execute("SELECT DISTINCT rowid >> ? = length(folded) FROM name", (BAND,)).fetchall() == [(1,)]
