"""How far a statement can be trusted: measured, told, and filtered by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.statement import Statement
from loaders.pipeline import Extractor
from loaders.trust import confidence, kind, sure, weighed
from tests.loaders.corpus import sentence
from tests.score.trust import bands, crossed, fit, given, rows, surer

NAMED = Statement(
    "", "d", "org/a", "approves", "org/b", quote="Foobar approves Northmet.", confidence=0.9, extractor="frames/x",
    rung="provisional", subject_mention="Foobar", object_mention="Northmet",
)  # fmt: skip


def test_an_end_that_the_sentence_does_not_name_makes_less_sure() -> None:
    away = replace(NAMED, quote="Foobar approves it.")
    assert weighed(away, "GovernmentBody").confidence < weighed(NAMED, "GovernmentBody").confidence


def test_a_surer_rule_makes_surer() -> None:
    assert weighed(NAMED, "Company").confidence < weighed(replace(NAMED, confidence=0.95), "Company").confidence


def test_what_a_firm_invests_is_less_sure_than_what_a_plant_costs() -> None:
    figure = replace(NAMED, object=None, predicate="investment", value=2e6, unit="USD", object_mention="")
    assert weighed(figure, "Company").confidence < weighed(figure, "AluminiumSmelter").confidence


def test_a_confidence_that_was_given_by_others_stays() -> None:
    for s in (replace(NAMED, extractor="llm/some", confidence=0.5), replace(NAMED, confidence=1.0)):
        assert weighed(s, "Company") is s


@pytest.mark.parametrize("predicate", ["owns", "capacity", "a predicate that nobody has measured"])
@pytest.mark.parametrize("base", [0.001, 0.5, 0.999])
def test_a_confidence_is_a_share(predicate: str, base: float) -> None:
    assert 0 <= confidence(kind(replace(NAMED, predicate=predicate, confidence=base), "Company")) <= 1


def test_what_is_less_sure_than_wanted_is_rejected_with_its_figure() -> None:
    low, high = replace(NAMED, confidence=0.6), replace(NAMED, confidence=0.8)
    (kept,), (refused,) = sure([high, low], 0.7)
    assert kept is high
    assert (refused.reason, refused.candidate, refused.quote) == (
        "confidence below 0.7", "Foobar approves Northmet (0.6)", NAMED.quote,
    )  # fmt: skip


TEXT = "Foobar Aluminium Ltd owns 60 % of Northmet Smelting Ltd. It employs 700 people."


def test_an_extractor_states_what_is_sure_enough_and_rejects_the_rest(extractor: Extractor) -> None:
    everything = extractor(sentence(TEXT))
    (owns, employs) = (next(s for s in everything.statements if s.predicate == p) for p in ("owns", "employees"))
    assert employs.confidence < owns.confidence
    strict = Extractor(extractor.registry, extractor.ontology, least=owns.confidence)
    found = strict(sentence(TEXT))
    assert strict.version != extractor.version  # a document that was read less strictly is read again
    assert {s.predicate for s in found.statements} >= {"owns"}
    assert "employees" not in {s.predicate for s in found.statements}
    reasons = {r.reason for r in found.rejections}
    assert f"confidence below {owns.confidence}" in reasons
    assert len(found.statements) + len(found.rejections) == len(everything.statements) + len(everything.rejections)


# The fit


def test_the_weights_are_those_of_the_rows() -> None:
    found = rows()
    start, weights = fit(found)
    for _, k, _ in found[::50]:
        assert given(k, start, weights) == pytest.approx(confidence(k), abs=0.01), (
            "python -m tests.score.trust writes them"
        )


def test_measured_confidence_tells_right_from_wrong_better_than_the_rules_do() -> None:
    found = rows()
    assert surer(crossed(found)) > surer([(k.base, ok) for _, k, ok in found]) + 0.03


def test_the_fit_finds_the_share_that_was_right() -> None:
    k = kind(NAMED, "Company")
    many = [("a", k, n % 4 > 0) for n in range(400)]
    assert given(k, *fit(many)) == pytest.approx(0.75, abs=0.02)


def test_a_table_counts_the_right_ones_of_each_band() -> None:
    assert bands([(0.95, True), (0.95, False), (0.3, False)]).splitlines()[2:] == [
        "| 0.0 to 0.5 | 1 | 0.0% |",
        "| 0.9 to 1.0 | 2 | 50.0% |",
    ]
