"""Roles: passives, relatives, control, coordination, apposition; no relation is named here."""

from __future__ import annotations

import pytest

from loaders import lexicon
from loaders.en.parsing.parse import Sentence, parse
from loaders.en.parsing.roles import Reader
from loaders.mentions import Mention

FIRMS = ("Alcoa", "Hydro", "Vale", "Rusal")
PLACES = ("Texas", "Yunnan", "Shandong")


def reader(text: str) -> Reader:
    names = [(f, "Company") for f in FIRMS] + [(p, "Place") for p in PLACES]
    mentions = [Mention(text.index(n), text.index(n) + len(n), n, t, entity=n) for n, t in names if n in text]
    mentions.sort(key=lambda m: m.start)
    row = Sentence(text, 0, len(text), "body", (), tuple(mentions))
    return Reader(next(parse([row], text, ())), lexicon.read())


def role(text: str, lemma: str, name: str) -> set[str]:
    read = reader(text)
    return {m.text for use in read.uses({lemma}) for _, m in read.filled(use.roles.get(name, ()))}


@pytest.mark.parametrize(
    ("text", "lemma", "name", "fillers"),
    [
        ("Alcoa bought Hydro.", "buy", "agent", {"Alcoa"}),
        ("Alcoa bought Hydro.", "buy", "patient", {"Hydro"}),
        ("Hydro was bought by Alcoa.", "buy", "agent", {"Alcoa"}),
        ("Hydro was bought by Alcoa.", "buy", "patient", {"Hydro"}),
        ("Alcoa plans to buy Hydro.", "buy", "agent", {"Alcoa"}),
        ("Alcoa has agreed to buy Hydro.", "buy", "agent", {"Alcoa"}),
        ("Alcoa, with plans to buy Hydro, is rich.", "buy", "agent", {"Alcoa"}),
        ("Alcoa told Vale to buy Hydro.", "buy", "agent", {"Vale"}),
        ("Alcoa said Vale would buy Hydro.", "buy", "agent", {"Vale"}),
        ("Alcoa, which bought Hydro, is rich.", "buy", "agent", {"Alcoa"}),
        ("The firm that Alcoa bought was Hydro.", "buy", "agent", {"Alcoa"}),
        ("Alcoa opened a shop and bought Hydro.", "buy", "agent", {"Alcoa"}),
        ("Alcoa and Vale bought Hydro.", "buy", "agent", {"Alcoa", "Vale"}),
        ("Alcoa bought Hydro and Vale.", "buy", "patient", {"Hydro", "Vale"}),
        ("Alcoa took over Hydro.", "take_over", "patient", {"Hydro"}),
        ("Alcoa bought a 30 percent stake in Hydro.", "buy", "patient", {"Hydro"}),
        ("Alcoa bought all of Hydro from Vale.", "buy", "prep:from", {"Vale"}),
        ("Hydro, owned 51 pct by Alcoa, said profit rose.", "own", "agent", {"Alcoa"}),
        ("Alcoa moved capacity from Shandong to Yunnan.", "move", "prep:to", {"Yunnan"}),
        ("The owner of Hydro is Alcoa.", "owner", "is", {"Alcoa"}),
        ("The owners of Hydro are Alcoa and Vale.", "owner", "is", {"Alcoa", "Vale"}),
        ("Alcoa was named auditor of Hydro.", "auditor", "is", {"Alcoa"}),
        ("Alcoa bought Vale's stake in Hydro.", "buy", "whose", {"Vale"}),
        ("Alcoa sold its stake in Hydro.", "sell", "whose", set()),
        ("Alcoa moved capacity from Shandong to Yunnan.", "move", "prep:from", {"Shandong"}),
        ("Hydro is a subsidiary of Alcoa.", "subsidiary", "is", {"Hydro"}),
        ("Hydro is a subsidiary of Alcoa.", "subsidiary", "prep:of", {"Alcoa"}),
        ("Hydro, a subsidiary of Alcoa, is small.", "subsidiary", "is", {"Hydro"}),
        ("Alcoa's subsidiary Hydro is small.", "subsidiary", "possessor", {"Alcoa"}),
        ("Hydro was registered as a subsidiary of Alcoa.", "subsidiary", "is", {"Hydro"}),
        ("Alcoa has completed its purchase of Hydro.", "purchase", "prep:of", {"Hydro"}),
        ("Alcoa holds a stake in Hydro.", "stake", "holder", {"Alcoa"}),
        ("Hydro is one of the largest producers in Texas.", "producer", "is", {"Hydro"}),
        ("Hydro, in which Alcoa has 70 percent, is small.", "have", "prep:in", {"Hydro"}),
    ],
)
def test_roles(text: str, lemma: str, name: str, fillers: set[str]) -> None:
    assert role(text, lemma, name) == fillers


def test_the_subject_of_the_sentence() -> None:
    read = reader("Alcoa said Hydro would buy Vale.")
    assert [m.text for _, m in read.filled(read.main())] == ["Alcoa"]


def test_no_relation_is_named_in_the_code() -> None:
    source = (lexicon.DATA.parent / "en" / "parsing" / "roles.py").read_text(encoding="utf-8")
    assert not any(word in source for word in ('"owns"', '"acquires"', '"locatedIn"', '"produces"'))
