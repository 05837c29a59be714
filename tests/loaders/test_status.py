"""Status from the words around a trigger."""

from __future__ import annotations

import pytest

from loaders import lexicon
from loaders.en.parsing.parse import Sentence, parse
from loaders.mentions import Mention
from loaders.status import Judge, Reading


def read(text: str, lemma: str) -> Reading:
    forms = [f for f in ("Alcoa", "Hydro") if f in text]
    mentions = tuple(Mention(text.index(f), text.index(f) + len(f), f, "Company") for f in forms)
    sentence = next(parse([Sentence(text, 0, len(text), "body", (), mentions)], text, ()))
    token = next(t for t in sentence.tokens if t.lemma == lemma)
    return Judge(lexicon.read()).read(sentence, token.i, "actual")


@pytest.mark.parametrize(
    ("text", "lemma", "status"),
    [
        ("Alcoa bought Hydro.", "buy", "actual"),
        ("Alcoa has bought Hydro.", "buy", "actual"),
        ("Alcoa plans to buy Hydro.", "buy", "planned"),
        ("Alcoa agreed to buy Hydro.", "buy", "planned"),
        ("Alcoa is planning to buy Hydro.", "buy", "planned"),
        ("Alcoa will buy Hydro.", "buy", "planned"),
        ("Alcoa would buy Hydro.", "buy", "planned"),
        ("Alcoa, with plans to buy Hydro, is rich.", "buy", "planned"),
        ("Alcoa is expected to buy Hydro.", "buy", "planned"),
        ("Alcoa is in talks to buy Hydro.", "buy", "rumoured"),
        ("Alcoa entered exclusive negotiations to buy Hydro.", "buy", "rumoured"),
        ("Alcoa may buy Hydro.", "buy", "rumoured"),
        ("Alcoa is considering to buy Hydro.", "buy", "rumoured"),
        ("Alcoa never bought Hydro.", "buy", "denied"),
        ("Alcoa did not buy Hydro.", "buy", "denied"),
        ("Alcoa denied that it would buy Hydro.", "buy", "denied"),
        ("Alcoa failed to buy Hydro.", "buy", "denied"),
        ("Its attempt to buy Hydro failed.", "buy", "denied"),
        ("Alcoa no longer owns Hydro.", "own", "ended"),
        ("Hydro is a former subsidiary of Alcoa.", "subsidiary", "ended"),
        ("Alcoa began to build a plant.", "build", "actual"),
        ("Alcoa has set up a venture.", "venture", "actual"),
    ],
)
def test_status(text: str, lemma: str, status: str) -> None:
    assert read(text, lemma) == Reading(status)


@pytest.mark.parametrize("text", ["Alcoa has no plans to buy Hydro.", "Alcoa will not buy Hydro."])
def test_a_plan_that_is_denied_is_no_statement(text: str) -> None:
    assert read(text, "buy").negated


def test_attribution() -> None:
    judge = Judge(lexicon.read())
    assert judge.attribution("According to a report from CRU, Alcoa is large.") == "CRU"
    assert judge.attribution("Alcoa is large.") is None
