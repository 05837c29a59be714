"""What stands below an article, or around it, adds nothing to it and takes nothing away."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.statement import Document, Statement
from loaders.pipeline import Extractor
from tests.loaders.corpus import DEV, gold, text

ARTICLES = sorted(p.stem for p in DEV.glob("own_*.txt") if not p.stem.endswith("_zh"))
HEADS = (
    "Related news",
    "Read more",
    "You may also like",
    "More from this section",
    "Most read",
    "Recommended",
    "Related articles",
)
LINES = (
    "Home | Markets | Alumina | Subscribe | Log in",
    "Share this article on Facebook, X and LinkedIn",
    "We use cookies to improve your experience. Accept all",
    "Sign up for our newsletter",
    "Copyright 2026. All rights reserved.",
    "Disclaimer: the information on this page is no investment advice.",
)
NEWS = tuple(
    line.strip()
    for name in ARTICLES
    for line in text(name).split("\n")
    if 40 < len(line.strip()) < 400 and line.strip()[-1] in ".?"
)


def document(name: str, body: str) -> Document:
    return Document("d", "d", "", published=gold(name)["published"], text=body, language="en")


@cache
def alone(name: str, extractor: Extractor) -> tuple[Statement, ...]:
    return extractor(document(name, text(name))).statements


@given(
    name=st.sampled_from(ARTICLES),
    head=st.sampled_from(HEADS),
    news=st.lists(st.sampled_from(NEWS), min_size=1, max_size=5),
)
@settings(max_examples=40, deadline=None)
def test_a_tail_of_other_news_changes_no_statement(name: str, head: str, news: list[str], extractor: Extractor) -> None:
    whole = text(name).rstrip("\n") + "\n\n" + head + "\n" + "\n".join(news) + "\n"
    assert extractor(document(name, whole)).statements == alone(name, extractor)


@given(name=st.sampled_from(ARTICLES), lines=st.lists(st.sampled_from(LINES), min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_menus_and_notices_below_change_no_statement(name: str, lines: list[str], extractor: Extractor) -> None:
    whole = text(name).rstrip("\n") + "\n\n" + "\n".join(lines) + "\n"
    assert extractor(document(name, whole)).statements == alone(name, extractor)


def test_the_company_in_its_own_words_stays(extractor: Extractor) -> None:
    seed = Path("seeds/documents/weiqiao-weihai-industrial-park.txt").read_text(encoding="utf-8")
    found = extractor(Document("d", "d", "", text=seed, language="en"))
    assert any(s.predicate == "owns" and "subsidiary" in s.quote for s in found.statements)
