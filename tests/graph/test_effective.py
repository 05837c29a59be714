"""The contract of effective ownership, on every kind of store: derived, replaced whole, never a statement."""

from __future__ import annotations

import pytest
import rdflib

from graph import export, views
from graph.effective import Effective, Holding
from graph.ownership.answer import holdings, matrix
from graph.ownership.materialise import effective
from graph.ownership.rules import RULES
from graph.registry import Registry
from graph.results import Table
from graph.sparql import Index
from graph.store import Store
from graph.triples import triples
from graph.validate import validate
from ontology.errors import InputError, InvalidStatement
from ontology.load import TTL, ontology
from tests.graph.conftest import Opener
from tests.graph.record import company, extraction, judged, relation, thing
from tests.graph.whole.made import exported

A, B, C, D = (company(name) for name in ("Alpha", "Beta", "Gamma", "Delta"))
SMELTER = thing("AluminiumSmelter", "Beta smelter")
FIRST = extraction(
    "first.txt",
    [A, B, C],
    [relation(A, "owns", B, qualifiers={"share": 60.0}), relation(B, "owns", C, qualifiers={"share": 50.0})],
    published="2024",
)
SECOND = extraction(
    "second.txt",
    [B, SMELTER, D, A],
    [
        relation(B, "owns", SMELTER, qualifiers={"interest": "wholly owned"}),
        relation(D, "owns", A, qualifiers={"share": 8.0}),
    ],
    published="2025-03-01",
)
NEEDED = {"low", "high", "rule", "as_of", "revision"}


def filled(store: Store) -> Store:
    for said in (FIRST, SECOND):
        store.put(said)
    return store


def derived(store: Store, rule: str = "integrated", threshold: float = 5.0, known_by: str | None = None) -> Effective:
    m = matrix(store, ontology(), as_of="2026-01-01", known_by=known_by)
    return effective(m, rule, threshold)


def kept(store: Store) -> dict[tuple[str, str], tuple[float, float]]:
    found = store.effective()
    return {} if found is None else {(h.owner, h.owned): (h.low, h.high) for h in found.holdings}


def index(store: Store) -> Index:
    return Index(store, ontology(), Registry([]))


def rows(index: Index, query: str) -> list[tuple[str | None, ...]]:
    answer = index.query(query).value
    assert isinstance(answer, Table)
    return [tuple(None if c is None else c.value for c in row) for row in answer.rows]


def counted(index: Index, pattern: str) -> int:
    return int(rows(index, f"SELECT (count(*) AS ?n) {{ {pattern} }}")[0][0] or 0)


EXPECTED = {
    (A.id, B.id): 60.0,
    (A.id, C.id): 30.0,
    (A.id, SMELTER.id): 60.0,
    (B.id, C.id): 50.0,
    (B.id, SMELTER.id): 100.0,
    (D.id, A.id): 8.0,
}
"""What is 5 % or more; Delta's 4.8 % of Beta and of its smelter are below."""


def test_what_is_kept_is_what_was_derived_and_says_of_which_revision(store: Store, opener: Opener) -> None:
    assert filled(store).effective() is None
    found = derived(store)
    assert store.materialise(found)
    assert kept(store) == {pair: (share, share) for pair, share in EXPECTED.items()}
    assert store.effective() == opener().effective() == found
    assert (found.revision, found.bound) == (store.revision(), "exact")


def test_it_is_no_change_of_the_record_but_has_a_mark_of_its_own(store: Store) -> None:
    before = views.whole(filled(store), ontology()), store.revision(), list(export.jsonl(store))
    assert store.changes(0).effective is None
    store.materialise(derived(store))
    assert (views.whole(store, ontology()), store.revision(), list(export.jsonl(store))) == before
    mark = store.changes(0).effective
    assert mark is not None
    assert store.materialise(derived(store))
    assert store.changes(0).effective == mark, "the same again"
    store.materialise(derived(store, threshold=50))
    assert store.changes(0).effective not in (None, mark)


def test_a_set_replaces_another_of_whatever_rule_and_none_leaves_none(store: Store) -> None:
    filled(store).materialise(derived(store))
    found = derived(store, "ofac-50", 50)
    store.materialise(found)
    assert store.effective() == found
    assert (A.id, C.id) in kept(store), "50 % through Beta, which Alpha holds 60 % of"
    assert store.materialise(None)
    assert (store.effective(), store.changes(0).effective) == (None, None)
    assert store.materialise(None)


def test_what_is_of_another_revision_is_not_written(store: Store) -> None:
    filled(store).materialise(derived(store, threshold=50))
    before, late = kept(store), derived(store)
    store.remove(SECOND.document.id)
    assert not store.materialise(late)
    assert kept(store) == {pair: ends for pair, ends in before.items() if SMELTER.id not in pair}


def test_an_entity_that_goes_takes_its_holdings_with_it(store: Store) -> None:
    filled(store).materialise(derived(store))
    mark = store.changes(0).effective
    store.remove(SECOND.document.id)
    assert kept(store).keys() == {pair for pair in EXPECTED if not {SMELTER.id, D.id} & set(pair)}
    assert store.changes(0).effective not in (None, mark)
    stale = store.effective()
    assert stale is not None
    assert stale.revision < store.revision(), "the rest says which revision it is of"


def test_an_entity_that_another_document_uses_keeps_its_holdings(store: Store) -> None:
    filled(store).put(extraction("third.txt", [SMELTER, D]))
    store.materialise(derived(store))
    mark = store.changes(0).effective
    store.remove(SECOND.document.id)
    assert kept(store).keys() == EXPECTED.keys()
    assert store.changes(0).effective == mark


def test_a_judgement_leaves_nothing_stale_of_what_it_judged(store: Store) -> None:
    filled(store).materialise(derived(store))
    same = judged("same", A, D)
    store.judge(same)
    assert kept(store).keys() == {(B.id, C.id), (B.id, SMELTER.id)}
    store.materialise(derived(store))
    assert kept(store).keys() == {(A.id, B.id), (A.id, C.id), (A.id, SMELTER.id), (B.id, C.id), (B.id, SMELTER.id)}
    store.judge(judged("same", A, D, 1, undoes=same.id))
    store.materialise(derived(store))
    assert kept(store).keys() == EXPECTED.keys()


def test_holdings_of_a_canonical_id_that_no_document_uses_stay(store: Store) -> None:
    """Alpha is the canonical id of Delta, and only Delta is used."""
    store.judge(judged("same", A, D))
    store.put(extraction("d.txt", [D, C], [relation(D, "owns", C, qualifiers={"share": 20.0})]))
    other = extraction("e.txt", [D])
    store.put(other)
    store.materialise(derived(store))
    assert kept(store).keys() == {(A.id, C.id)}
    store.remove(other.document.id)
    assert kept(store).keys() == {(A.id, C.id)}


def test_loading_after_it_gives_the_same_as_without_it(store: Store) -> None:
    filled(store)
    plain = views.whole(store, ontology())
    store.remove(SECOND.document.id)
    store.materialise(derived(store))
    store.put(SECOND)
    assert views.whole(store, ontology()) == plain
    store.materialise(None)
    assert views.whole(store, ontology()) == plain


def test_no_document_states_it(store: Store) -> None:
    with pytest.raises(InvalidStatement, match="effectivelyOwns"):
        store.put(extraction("x.txt", [A, B], [relation(A, "effectivelyOwns", B)]))


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_says_what_it_says_of_each_owner(store: Store, rule: str) -> None:
    m = matrix(filled(store), ontology(), as_of="2026-01-01")
    asked = [item for id in (A.id, B.id, C.id, D.id, SMELTER.id) for item in holdings(m, id, rule=rule).items]
    found = effective(m, rule, 0)
    assert found.holdings == tuple(sorted(Holding(i.owner, i.owned, i.share.low, i.share.high) for i in asked))


def test_terms_that_cannot_be_are_refused(store: Store) -> None:
    with pytest.raises(InputError, match="integrated"):
        derived(store, "most")
    with pytest.raises(InputError, match="0 to 100"):
        derived(store, threshold=101)


# In RDF


def test_sparql_shows_it_in_the_default_graph_and_in_one_of_its_own(store: Store) -> None:
    found = index(filled(store))
    before = exported(store, "nquads")
    store.materialise(derived(store, known_by="2025-12-31"))
    assert counted(found, "?a alu:effectivelyOwns ?b") == len(EXPECTED)
    graph = "GRAPH <https://w3id.org/potline/graph/effective>"
    assert counted(found, f"{graph} {{ ?a alu:effectivelyOwns ?b }}") == len(EXPECTED)
    query = (
        "SELECT ?low ?high ?rule ?day ?known ?revision { ?x a alu:DerivedOwnership ; alu:owner id:org\\/alpha ; "
        "alu:owned id:org\\/gamma ; alu:low ?low ; alu:high ?high ; alu:rule ?rule ; alu:asOf ?day ; "
        "alu:knownBy ?known ; alu:ofRevision ?revision ; alu:derived true }"
    )
    assert rows(found, query) == [("30", "30", "integrated", "2026-01-01", "2025-12-31", "2")]
    assert counted(found, "?x a alu:DerivedOwnership, rdf:Statement") == 0
    assert exported(store, "nquads") == before, "the export has nothing of it"
    assert validate(found).text == f"all {len(found.names())} graphs conform to the shapes"


def test_the_index_follows_what_another_opening_writes(store: Store, opener: Opener) -> None:
    found, other = index(filled(store)), opener()
    assert counted(found, "?a alu:effectivelyOwns ?b") == 0
    other.materialise(derived(other))
    assert counted(found, "?a alu:effectivelyOwns ?b") == len(EXPECTED)
    other.remove(SECOND.document.id)
    assert counted(found, "?a alu:effectivelyOwns ?b") == 3
    other.materialise(None)
    assert counted(found, "?a alu:effectivelyOwns ?b") == counted(found, "?x a alu:DerivedOwnership") == 0


def test_triples_show_it_where_it_is_asked_for_by_name(store: Store) -> None:
    filled(store).materialise(derived(store))
    found = triples(store, ontology(), p="alu:effectivelyOwns", s=A.id)
    assert {row.object: row.qualifiers["low"] for row in found.rows} == {B.id: 60.0, C.id: 30.0, SMELTER.id: 60.0}
    assert {(row.status, row.statements) for row in found.rows} == {("derived", ())}
    assert all(row.qualifiers.keys() == NEEDED for row in found.rows)
    assert triples(store, ontology(), p="effectivelyOwns").total == len(EXPECTED)
    assert {row.predicate for row in triples(store, ontology()).rows} == {"owns"}


def test_its_terms_are_declared(store: Store) -> None:
    found = derived(filled(store), known_by="2025")
    used = {
        term[1:-1]
        for q in index(store).projection.effective(found)
        for term in (q.predicate, q.object)
        if term.startswith("<https://w3id.org/potline/ns#")
    }
    assert used
    assert used <= {str(s) for s in rdflib.Graph().parse(TTL, format="turtle").subjects()}
