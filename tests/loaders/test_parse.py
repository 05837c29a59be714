"""Sentences and tokens: masks, offsets, what is left out, and where sentences end."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders import lexicon
from loaders.amounts import units
from loaders.en.parsing.model import model
from loaders.en.parsing.parse import Sentence, parse, split
from loaders.mentions import Mention
from loaders.quantities import quantities


def parsed(text: str, *forms: tuple[str, str], silent: tuple[tuple[int, int], ...] = ()) -> Sentence:
    mentions = tuple(Mention(text.index(f), text.index(f) + len(f), f, t) for f, t in forms)
    row = Sentence(text, 0, len(text), "body", (), mentions)
    return next(parse([row], text, silent, quantities(text, units())))


def test_a_mention_is_one_token_at_its_own_offsets() -> None:
    text = "Foobar Light Metals Co., Ltd. owns a smelter."
    sentence = parsed(text, ("Foobar Light Metals Co., Ltd.", "Company"))
    first = sentence.tokens[0]
    assert (first.start, first.end, first.mention) == (0, 29, 0)
    assert (first.dep, sentence.tokens[first.head].lemma) == ("nsubj", "own")


def test_every_token_has_the_offsets_of_its_word() -> None:
    text = "Alcoa said it would close the plant."
    sentence = parsed(text, ("Alcoa", "Company"))
    assert [text[t.start : t.end] for t in sentence.tokens] == [
        "Alcoa",
        "said",
        "it",
        "would",
        "close",
        "the",
        "plant",
        ".",
    ]


def test_silent_spans_are_not_parsed() -> None:
    text = "Alcan <AL.N> of Canada closed it."
    sentence = parsed(text, ("Alcan", "Company"), ("Canada", "Place"), silent=((5, 12),))
    assert all(t.end <= 5 or t.start >= 12 for t in sentence.tokens)


def test_an_amount_stands_as_two_words() -> None:
    text = "It plans to move 3.96 million mt of capacity to Yunnan."
    sentence = parsed(text, ("Yunnan", "Place"))
    start = text.index("3.96")
    assert [t.text for t in sentence.at(start, start + 15)] == ["5", "tons"]


def test_children_and_subtree() -> None:
    sentence = parsed("Alcoa closed its old smelter.", ("Alcoa", "Company"))
    verb = next(t for t in sentence.tokens if t.lemma == "close")
    assert {c.dep for c in sentence.children(verb.i)} >= {"nsubj", "dobj"}
    assert sentence.subtree(verb.i) == tuple(range(len(sentence.tokens)))


def test_the_head_of_a_span_hangs_outside_it() -> None:
    text = "Alcoa closed its old smelter."
    sentence = parsed(text, ("Alcoa", "Company"))
    head = sentence.head_of(text.index("its"), text.index("."))
    assert head is not None
    assert head.text == "smelter"


def ends(text: str, *mentions: Mention) -> list[str]:
    return [text[a:b] for a, b in split(text, 0, len(text), mentions, lexicon.read())]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One ends. Two ends.", 2),
        ("It costs 450 mln U.S. Dollars now.", 1),
        ("It is in Sebree, Ky. The plant is old.", 2),
        ("It makes 3.2 million t. Prices rose.", 2),
        ("第一句。第二句。", 2),
    ],
)
def test_split(text: str, count: int) -> None:
    assert len(ends(text)) == count


def test_no_sentence_ends_inside_a_mention() -> None:
    text = "It bought Foo Co. Ltd. of Texas."
    assert ends(text, Mention(10, 22, "Foo Co. Ltd.", "Company")) == [text]


@given(st.text(alphabet="aB. \n。!“", max_size=60))
@settings(max_examples=80, deadline=None)
def test_split_loses_only_white_space(text: str) -> None:
    assert "".join("".join(ends(text)).split()) == "".join(text.split())


def test_the_model_has_no_entity_recogniser() -> None:
    assert "ner" not in model().pipe_names
    assert {"tagger", "parser", "lemmatizer"} <= set(model().pipe_names)


def test_nothing_is_loaded_at_import() -> None:
    hook = (
        "lambda e, a: print(a[0]) if e == 'open' and 'en_core_web' in str(a[0]) and 'info' not in str(a[0]) else None"
    )
    code = f"import sys; sys.addaudithook({hook}); import loaders.pipeline"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == ""
