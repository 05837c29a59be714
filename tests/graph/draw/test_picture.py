"""From the JSON face of an answer to a picture, and which layer is whose."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from graph.draw.cut import OTHERS, cut
from graph.draw.layers import WIDEST, acyclic, layers
from graph.draw.picture import Known, documents, picture, span
from graph.ownership.answer import chain, holdings, owners
from tests.graph.draw.faces import face, link
from tests.graph.ownership.shares import OVER_HALF, held

PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30).map(
    lambda pairs: [(str(i), str(j)) for i, j in pairs]
)
IDS = [str(n) for n in range(10)]


def test_a_picture_of_a_real_answer() -> None:
    m = held({("X", "A"): 60.0, ("Y", "A"): OVER_HALF, ("A", "B"): 20.0})
    up = picture(owners(m, "B").as_dict())
    assert {n.id: n.layer for n in up.nodes} == {"B": 2, "A": 1, "X": 0, "Y": 0}
    assert {(k.owner, k.owned) for k in up.links} == {("A", "B"), ("X", "A"), ("Y", "A")}
    assert not up.down
    down = holdings(m, "X").as_dict()
    assert picture(down).down
    del down["question"]
    assert picture(down).down
    (result,) = picture(chain(m, "X", "B").as_dict()).results
    assert (result.id, result.low, result.pairs) == ("X", 12.0, (("A", "B"), ("X", "A")))


def test_a_range_without_its_low_end_is_known_as_such() -> None:
    (some,) = picture(owners(held({("P", "C"): OVER_HALF}), "C").as_dict()).links
    assert (some.low, some.high) == (50, 100)
    told = {"statement": "s", "owner": "P", "owned": "C", "low": 50.0, "high": 100.0, "low_included": False}
    (more,) = picture(face("C", {("P", "C"): (50.0, 100.0)}, assumptions=[told])).links
    assert more.above


def test_what_the_face_may_add_is_used_and_what_it_lacks_is_no_error() -> None:
    answer = face("org/t", {("org/a", "org/b"): 60, ("org/b", "org/t"): 50}, items={"org/a": 30, "org/b": 50})
    bare = picture(answer, {"org/t": Known("Exchange")})
    assert [n.type for n in bare.nodes] == ["Exchange", "Company", "Company"]
    assert [k.weight for k in bare.links] == [None, None]
    weighed = [{**p, "weight": w, "owned_type": "Institute"} for p, w in zip(below(answer), (30, 12.5), strict=True)]
    answer["items"] = [{**answer["items"][0], "proof": weighed}]
    del answer["planned"], answer["cut"], answer["question"]
    full = picture(answer)
    assert [k.weight for k in full.links] == [30, 12.5]
    assert {n.id: n.type for n in full.nodes} == {"org/t": "Institute", "org/a": "Company", "org/b": "Institute"}


def below(answer: dict[str, list[dict[str, list[dict[str, object]]]]]) -> list[dict[str, object]]:
    return answer["items"][0]["proof"]


def test_planned_links_stand_beside_actual_ones() -> None:
    coming = [link(("org/a", "org/t"), 60, None, "planned"), link(("org/c", "org/t"), 10, None, "rumoured")]
    made = picture(face("org/t", {("org/a", "org/t"): 20}, planned=coming))
    assert [(k.owner, k.low, k.open) for k in made.links] == [
        ("org/a", 20, False),
        ("org/a", 60, True),
        ("org/c", 10, True),
    ]
    assert documents(made.links) == ("news",)


def test_shares_as_people_read_them() -> None:
    assert [span(*s) for s in ((60, 60), (50, 100), (0, 100), (12.345678, 12.3456789))] == [
        "60 %",
        "50–100 %",
        "not stated",
        "12.35 %",
    ]


@given(pairs=PAIRS)
def test_each_link_but_those_turned_round_goes_down(pairs: list[tuple[str, str]]) -> None:
    placed = layers(IDS, pairs)
    below = acyclic(IDS, pairs)
    assert all(placed[i] < placed[j] for i in IDS for j in below[i])
    assert {frozenset((i, j)) for i in IDS for j in below[i]} == {frozenset(p) for p in pairs if p[0] != p[1]}
    counts = [list(placed.values()).count(n) for n in range(max(placed.values()) + 1)]
    assert all(1 <= count <= WIDEST for count in counts)


@given(pairs=PAIRS.map(lambda pairs: [(i, j) for i, j in pairs if i < j]), down=st.booleans())
def test_without_cycles_no_link_is_turned_round(pairs: list[tuple[str, str]], down: bool) -> None:
    placed = layers(IDS, pairs, down=down)
    assert all(placed[i] < placed[j] for i, j in pairs)


def test_a_long_chain_and_a_long_loop_need_no_recursion() -> None:
    ids = [str(n) for n in range(5000)]
    chain = list(itertools.pairwise(ids))
    assert layers(ids, chain)["4999"] == 4999
    assert len(set(layers(ids, [*chain, ("4999", "0")]).values())) == 5000


def test_a_star_is_cut_to_the_greatest_and_keeps_the_range_of_the_rest() -> None:
    shares = {(f"org/{n}", "org/t"): float(n % 3 + 1) for n in range(2000)}
    small = cut(picture(face("org/t", shares, planned=[link(("org/1999", "org/t"), 9, None, "planned")])), 40)
    assert [n.id for n in small.picture.nodes] == ["org/t", *(f"org/{n}" for n in range(40)), OTHERS]
    assert (small.entities, small.links) == (1960, 1961)
    assert small.picture.nodes[-1].name == "and 1,960 others"
    assert [(k.low, k.high) for k in small.picture.links if k.owner == OTHERS] == [(1, 3)]
