"""Canonical ids as a projection of judgements."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.judgements import Canon, admit, concerned, judgement_id
from graph.statement import Judgement
from ontology.errors import InputError, JudgementConflict
from tests.graph.record import judged

A, B, C, D = (f"org/{letter}" for letter in "abcd")
IDS = [A, B, C, D, "org/e", "org/f"]


def test_nobody_judged_is_only_oneself() -> None:
    assert Canon()(A) == A
    assert Canon().members(A) == (A,)
    assert list(Canon().groups()) == []


def test_the_least_id_of_a_group_is_its_name() -> None:
    canon = Canon([judged("same", C, B), judged("same", B, A), judged("undecided", A, D)])
    assert {canon(id) for id in (A, B, C)} == {A}
    assert canon.members(C) == (A, B, C)
    assert canon(D) == D
    assert list(canon.groups()) == [(A, B, C)]
    assert canon.chain(C, A) == (C, B, A)
    assert canon.chain(A, D) == ()


def test_different_blocks_a_merge_also_by_way_of_a_third() -> None:
    log = [judged("different", A, C), judged("same", A, B)]
    with pytest.raises(JudgementConflict, match=f"{A} = {B} = {C}"):
        admit(judged("same", B, C), log)


def test_same_blocks_a_different_and_the_message_shows_the_chain() -> None:
    log = [judged("same", A, B), judged("same", B, C)]
    with pytest.raises(JudgementConflict, match=f"{A} = {B} = {C}"):
        admit(judged("different", A, C), log)


def test_an_undone_judgement_blocks_nothing() -> None:
    apart = judged("different", A, B)
    log = [apart, judged("different", A, B, 1, undoes=apart.id)]
    admit(judged("same", A, B, 2), log)


def test_what_cannot_be_undone() -> None:
    one = judged("same", A, B)
    back = judged("same", A, B, 1, undoes=one.id)
    for undoes, log, word in (
        (one.id, [one, back], "undone already"),
        (back.id, [one, back], "no judgement"),
        ("nothing", [one], "no judgement"),
    ):
        with pytest.raises(JudgementConflict, match=word):
            admit(judged("same", A, B, 2, undoes=undoes), log)


def test_undoing_concerns_those_of_whom_it_was_said() -> None:
    log = [judged("same", A, B), judged("same", B, C, 1)]
    assert concerned(judged("same", A, B, 2, undoes=log[0].id), log) == {A, B, C}
    assert concerned(judged("split", D, "org/e", 2, undoes=log[0].id), log) == {A, B, C}
    assert concerned(judged("split", A, B, 2), log) == set()


def test_what_is_no_judgement() -> None:
    with pytest.raises(JudgementConflict, match="against itself"):
        admit(judged("same", A, A), [])
    with pytest.raises(JudgementConflict, match="in the log already"):
        admit(judged("same", A, B), [judged("same", A, B)])
    for wrong in ("Alcoa", "", "org/a\x00", "org/\ud800", "cat/a"):
        with pytest.raises(InputError, match="no entity id"):
            admit(judged("same", A, wrong), [])
    with pytest.raises(InputError, match="NUL"):
        admit(judgement_id(replace(judged("same", A, B), reason="a\x00")), [])
    with pytest.raises(InputError, match="hash of its content"):
        admit(replace(judged("same", A, B), by="somebody else"), [])


Words = list[tuple[str, int, int, int | None]]
words = st.lists(
    st.tuples(
        st.sampled_from(["same", "same", "same", "different", "undecided"]),
        st.integers(0, 5),
        st.integers(0, 5),
        st.none() | st.integers(0, 8),
    ),
    max_size=12,
)


def admitted(given_: Words) -> list[Judgement]:
    """The log that these words make, those that conflict left out; the last number undoes an earlier one."""
    log: list[Judgement] = []
    for at, (verdict, left, right, undo) in enumerate(given_):
        j = judged(verdict, IDS[left], IDS[right], at)
        if undo is not None and undo < len(log):
            old = log[undo]
            j = judged(old.verdict.value, old.left, old.right, at, undoes=old.id)
        try:
            admit(j, log)
        except JudgementConflict:
            continue
        log.append(j)
    return log


def shape(canon: Canon) -> dict[str, tuple[str, ...]]:
    """What a canon says of all ids."""
    return {id: (canon(id), *canon.members(id)) for id in IDS}


@settings(max_examples=100, deadline=None)
@given(words, st.randoms())
def test_the_order_of_the_log_does_not_show(given_: Words, chance: st.DataObject) -> None:
    log = admitted(given_)
    shuffled = list(log)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert shape(Canon(log)) == shape(Canon(shuffled))


@settings(max_examples=100, deadline=None)
@given(words)
def test_groups_are_groups_and_keep_apart_what_is_different(given_: Words) -> None:
    canon = Canon(admitted(given_))
    for id in IDS:
        members = canon.members(id)
        assert id in members
        assert canon(id) == members[0] == min(members)
        assert all(canon.members(m) == members for m in members)
        assert all(canon.chain(id, m) for m in members)
    assert all(canon(j.left) != canon(j.right) for j in canon.standing if j.verdict.value == "different")


@settings(max_examples=100, deadline=None)
@given(words)
def test_undoing_the_last_one_restores_what_was(given_: Words) -> None:
    log = admitted(given_)
    standing = Canon(log).standing
    if standing:
        last = standing[-1]
        back = judged(last.verdict.value, last.left, last.right, 50, undoes=last.id)
        admit(back, log)
        without = [j for j in log if last.id not in (j.id, j.undoes)]
        assert shape(Canon([*log, back])) == shape(Canon(without))
