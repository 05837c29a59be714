"""A quick pattern finds what its regex finds, in any text."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import frames, measure, metrics, patterns, periods
from loaders.en.names import organisations
from loaders.lexicon import alternation, read
from loaders.parsed import Parts
from loaders.quick import Either, Quick, folded

ROLES = alternation(read()["names"]["persons"]["roles"])
GRAMMAR = organisations.grammar(read())
RULES = [
    *(rule for _, rule, _ in periods._rules()),
    *(rule for m in metrics.metrics() for rule in (m.triggers, m.bars, m.negative, m.after)),
    *(patterns.compiled(p.text, ROLES) for p in frames.read().patterns),
    *(GRAMMAR.run, GRAMMAR.nation, GRAMMAR.government, GRAMMAR.placed),
    Either(["in", r"the (?=May)", "in the", r"(?i:k)\w?", "May|2024"]),
    *(Quick(p) for p in (r"(?=a)\w?", r"(?:[A-C]x?)?\b", r"(?i:ſtate)|K", r"(?<=in )[1-3]+?", r"^\d|[^a]")),
]
SHORT = Parts()
LONG, OTHER = SHORT.sign("(?i:chief|head) of|chair"), SHORT.sign(r"\d{2}|May")
RULES += [
    Quick(text, parts=SHORT)
    for text in (
        rf"the {LONG}",
        rf"(?:{LONG}|{OTHER}|a)\b",
        rf"(?={LONG})\w",
        rf"(?<!a){OTHER} of",
        rf"(?:{LONG} ?)+{OTHER}?",
    )
]
PARTS = ("in ", "the ", "May", "2024", "Q3", "年月", "1", " of ", ", ", "\n", "A", "ſ", "İst", "K", "\ue000", "\ue001 ")
WORDS = sorted({word for rule in RULES for words in rule.words for word in words})
SAID = [e["text"] for e in frames.read().examples] + [e[1] for e in measure.examples()]


def agree(text: str) -> None:
    for rule in RULES:
        assert [m.span() for m in rule.finditer(text)] == [m.span() for m in rule.pattern.finditer(text)]
        assert (rule.search(text) is None) == (rule.pattern.search(text) is None)


@given(st.lists(st.sampled_from((*PARTS, *WORDS)) | st.text(max_size=3), max_size=12).map("".join))
def test_it_finds_what_the_regex_finds(text: str) -> None:
    agree(text)


def test_it_finds_what_the_regex_finds_in_sentences() -> None:
    for text in SAID:
        agree(text)


def test_parts_of_a_regex_are_written_in_full_and_count_as_if_they_were() -> None:
    assert SHORT.sign("(?i:chief|head) of|chair") == LONG
    short, full = Quick(f"the (?:{LONG}|x) {OTHER}", parts=SHORT), Quick(SHORT.written(f"the (?:{LONG}|x) {OTHER}"))
    assert (short.source, short.empty) == (full.source, full.empty)
    assert Quick(f"the {LONG}", parts=SHORT).may("the chair")
    assert not Quick(f"the {LONG}", parts=SHORT).may("the rest of"), "each alternative needs a word"
    assert Quick(OTHER, parts=SHORT).heads == Quick(SHORT.written(OTHER)).heads


def test_alternatives_that_match_nothing_are_refused() -> None:
    with pytest.raises(re.error, match="empty"):
        Either(["a", "b?"])


@given(st.text(alphabet="abAB. ", max_size=9))
def test_words_by_their_first_letters_match_as_they_do_one_by_one(text: str) -> None:
    words = ["a", "ab", "abA", "Ab", "b a", "ba", " b", "b."]
    plain = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=lambda w: (-len(w), w)))
    for flags in (0, re.IGNORECASE):
        found = [m.span() for m in re.finditer(alternation(words), text, flags)]
        assert found == [m.span() for m in re.finditer(plain, text, flags)]


def test_words_by_their_first_letters_are_told_whole() -> None:
    rule = Quick(rf"(?:{alternation(['quarter', 'quota', 'year'])})", re.IGNORECASE)
    assert ("quarter", "quota", "year") in rule.words


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyz")
def test_texts_are_folded_as_regexes_fold_them(letter: str) -> None:
    every = "".join(map(chr, [*range(0xD800), *range(0xE000, sys.maxunicode)]))
    assert {folded(c) for c in re.findall(letter, every, re.IGNORECASE)} <= {letter, letter + "\u0307"}


def test_what_a_pattern_needs() -> None:
    rule = Quick(r"\b(?:first|second)[ -]quarter\b", re.IGNORECASE)
    assert ("quarter",) in rule.words
    assert ("first", "second") in rule.words
    assert rule.heads is None
    heads = Quick(r"\b(?P<y>(?:19|20)\d{2})年").heads
    assert heads is not None
    assert heads.pattern == "[12]"
