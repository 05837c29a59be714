"""The last word: domain, range, shares, evidence, names; nothing is dropped without a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.statement import Document, Rejection, Statement
from loaders.check import Candidate, check
from loaders.mentions import Mention
from ontology.model import Ontology

TEXT = "Alcoa owns 60 percent of Suralco."
DOCUMENT = Document("d", "d", "", text=TEXT)
OWNER = Mention(0, 5, "Alcoa", "Company", entity="org/alcoa", rung="exact")
OWNED = Mention(25, 32, "Suralco", "Company", entity="org/suralco", rung="short")
GOOD = Candidate(OWNER, "owns", 0, len(TEXT), object=OWNED, qualifiers={"share": 60.0}, extractor="frames/x.toml#y")
FIGURE = Candidate(OWNER, "capacity", 0, len(TEXT), value=5.0, unit="t/a", product="aluminium", status="planned")


def test_a_statement_carries_its_evidence(model: Ontology) -> None:
    made = check(GOOD, DOCUMENT, model)
    assert isinstance(made, Statement)
    assert made.quote == DOCUMENT.text[made.start : made.end] == TEXT
    assert (made.subject, made.object, made.rung) == ("org/alcoa", "org/suralco", "short")
    assert (made.subject_mention, made.object_mention) == ("Alcoa", "Suralco")
    assert made.id


def test_a_figure(model: Ontology) -> None:
    made = check(FIGURE, DOCUMENT, model)
    assert isinstance(made, Statement)
    assert made.figure


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"subject": replace(OWNER, entity="")}, "no antecedent"),
        ({"object": replace(OWNED, entity="")}, "no antecedent"),
        ({"object": replace(OWNED, type="Place", entity="place/x")}, "domain or range"),
        ({"object": replace(OWNED, type="Unicorn")}, "no such class"),
        ({"object": OWNER}, "both ends are the same"),
        ({"predicate": "eats"}, "no such predicate"),
        ({"status": "designed"}, "no such status"),
        ({"qualifiers": {"share": -1.0}}, "share outside"),
        ({"qualifiers": {"share": 100.1}}, "share outside"),
        ({"qualifiers": {"share_min": 60, "share_max": 50}}, "upside down"),
        ({"qualifiers": {"share": "much"}}, "no number"),
        ({"qualifiers": {"share": float("nan")}}, "no number"),
        ({"qualifiers": {"colour": "red"}}, "no such qualifier"),
        ({"period": "soon"}, "no date"),
        ({"start": 10, "end": 10}, "evidence"),
        ({"end": 1000}, "evidence"),
        ({"start": -1}, "evidence"),
    ],
)
def test_rejections_say_why(change: dict[str, Any], reason: str, model: Ontology) -> None:
    refused = check(replace(GOOD, **change), DOCUMENT, model)
    assert isinstance(refused, Rejection)
    assert reason in refused.reason
    assert refused.document == "d"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"value": None}, "no value"),
        ({"value": float("inf")}, "no value"),
        ({"max": 4.0}, "upside down"),
        ({"unit": "parsec"}, "no unit"),
        ({"product": "cheese"}, "no such product"),
        ({"status": "rumoured"}, "no such status"),
        ({"predicate": "beauty"}, "no such metric"),
        ({"subject": replace(OWNER, type="Person")}, "domain"),
    ],
)
def test_figures_are_rejected_too(change: dict[str, Any], reason: str, model: Ontology) -> None:
    refused = check(replace(FIGURE, **change), DOCUMENT, model)
    assert isinstance(refused, Rejection)
    assert reason in refused.reason


@given(share=st.floats(allow_nan=True, allow_infinity=True))
@settings(max_examples=50, deadline=None)
def test_only_shares_from_0_to_100_pass(share: float) -> None:
    from ontology.load import ontology

    made = check(replace(GOOD, qualifiers={"share": share}), DOCUMENT, ontology())
    assert isinstance(made, Statement) == (0 <= share <= 100)


def test_a_pronoun_is_shown_as_what_it_stands_for(model: Ontology) -> None:
    it = Mention(0, 2, "It", "Company", entity="org/alcoa", rung="coreference", name="Alcoa", nominal=True)
    made = check(replace(GOOD, subject=it), DOCUMENT, model)
    assert isinstance(made, Statement)
    assert (made.subject_mention, made.rung) == ("Alcoa", "coreference")
