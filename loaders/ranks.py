"""Ranks: "the 12th largest aluminium producer in China" is rank 12; "one of the largest" is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.dates import day
from loaders.check import Candidate
from loaders.context import Context
from loaders.en.figures.bearer import bearer
from loaders.en.figures.topical import allowed
from loaders.en.parsing.parse import Token
from loaders.lexicon import clue
from loaders.mentions import Mention
from loaders.metrics import Metric, metrics, shared
from loaders.window import clause

BEHIND = re.compile(r"(?:\s(?:in|of|among|outside|by)\s[^,;.]{2,40})?,\s")
"""What stands between "the largest producer" and whom it calls so."""


def ranks(context: Context) -> Iterator[Candidate]:
    """The ranks of a sentence."""
    for metric in metrics():
        if metric.ordinals:
            for match in metric.triggers.finditer(context.sentence.text):
                yield from _rank(context, metric, match)


def _rank(context: Context, metric: Metric, match: re.Match[str]) -> Iterator[Candidate]:
    base = context.sentence.start
    start, end = match.start() + base, match.end() + base
    left, right = clause(context, start, end)
    subject = _subject(context, metric, start, end)
    product = _product(context, match, subject)
    if metric.bars.search(context.sentence.text[left - base : right - base]) or _among_own(context, start, end):
        return
    if product is None or subject is None:
        return
    text, deed = context.sentence.text, clue("ranks.deed")  # on a day something is said, or a firm founded
    times = {p.value for p in context.periods if not day(p.value) and not deed.search(text[: p.start - base])}
    coming = clue("ranks.future").search(context.sentence.text[left - base : match.start()]) is not None
    for place in _places(metric, match):
        yield Candidate(
            subject=subject,
            predicate=metric.name,
            start=base,
            end=context.sentence.end,
            value=float(place),
            product=product or None,
            status=metric.planned if coming else "actual",
            period=next(iter(times)) if len(times) == 1 else None,
            extractor=f"measures/{metric.name}.toml",
        )


def _among_own(context: Context, start: int, end: int) -> bool:
    """Whether it is only the largest that a firm has: "our largest plant", "Hydro's largest", "the biggest of its"."""
    lead = context.sentence.text[: start - context.sentence.start]
    own = clue("ranks.own").search(lead)
    firms = (m for m in context.sentence.mentions if m.type == "Company" and m.start < start)
    if own is not None and (own["whose"] or any(m.end - context.sentence.start >= own.start() for m in firms)):
        return True
    match = clue("ranks.of").match(context.sentence.text, end - context.sentence.start)
    if match is None:
        return False
    at = match.end() + context.sentence.start
    return match["whose"] is not None or any(m.start == at and m.type == "Company" for m in context.sentence.mentions)


def _subject(context: Context, metric: Metric, start: int, end: int) -> Mention | None:
    """Who is the largest: what the noun is said of, by "is" or by apposition."""
    around = [m for m in context.sentence.mentions if m.start <= start and end <= m.end and m.entity]
    if around and context.sentence.tokens and around[0].nominal and _verbless(context):
        return context.topic  # "Largest primary smelter in the Americas" in a list of facts
    if around:
        return around[0]
    if not context.sentence.tokens:
        return bearer(context, metric, start, end, (start, end))
    beside = [m for m in context.sentence.mentions if allowed(m, metric) and _apposed(context, m.end, start)]
    if beside:
        return beside[0]
    behind = [m for m in context.sentence.mentions if allowed(m, metric) and _behind(context, end, m.start)]
    if behind:
        return behind[0]
    token = context.sentence.head_of(start, end)
    rows = context.reader.filled(_said_of(context, token)) if token is not None else []
    return next((m for _, m in rows if allowed(m, metric)), None)


def _verbless(context: Context) -> bool:
    return not any(t.tag.startswith(("VB", "MD")) for t in context.sentence.tokens)


def _apposed(context: Context, start: int, end: int) -> bool:
    """Whether nothing but a comma stands between a name and "the largest ..."."""
    base = context.sentence.start
    return start < end and clue("ranks.apposed").fullmatch(context.sentence.text[start - base : end - base]) is not None


def _behind(context: Context, start: int, end: int) -> bool:
    """Whether a name says who "the largest producer in Indonesia," is."""
    base = context.sentence.start
    return start < end and BEHIND.fullmatch(context.sentence.text[start - base : end - base]) is not None


def _said_of(context: Context, token: Token) -> Iterator[int]:
    head = context.sentence.tokens[token.head]
    if token.tag.startswith("VB"):
        yield from context.reader.agents(token.i)
    elif token.dep == "conj":
        yield from _said_of(context, head)
    elif token.dep in ("nsubj", "ccomp") and head.lemma in ("be", "make"):
        yield from _equal(context, token, head)
    elif token.dep in ("attr", "oprd") and head.i != token.i:
        yield from context.reader.agents(head.i)
    elif token.dep == "appos":
        yield head.i
    else:
        yield from (c.i for c in context.sentence.children(token.i) if c.dep == "appos")


def _equal(context: Context, token: Token, verb: Token) -> Iterator[int]:
    """X in "the biggest producer is X", and "it" of "which makes it the largest mill"."""
    if verb.lemma == "be":
        yield from (c.i for c in context.sentence.children(verb.i) if c.dep == "attr")
    else:
        yield from (c.i for c in context.sentence.children(token.i) if c.dep == "nsubj")


def _places(metric: Metric, match: re.Match[str]) -> list[int]:
    """The ordinals of a match, "fourth in the world and third in China" has two; none is the first place."""
    words = [v for k, v in match.groupdict().items() if k.partition("_")[0] == "k" and v]
    return [_ordinal(metric, w) for w in words] or [1]


def _ordinal(metric: Metric, word: str) -> int:
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else metric.ordinals[word.lower()]


def _product(context: Context, match: re.Match[str], subject: Mention | None) -> str | None:
    """What it is the largest maker of, "" where it is not told; None where it is none of the metals business."""
    base = context.sentence.start
    start, end = match.start() + base, match.end() + base
    named = [m.product for m in context.sentence.mentions if m.product and start <= m.start and m.start <= end + 25]
    words = match.group().lower()
    plain = " " not in (match.groupdict().get("what") or " ").strip()
    implied = [product for word, product in shared().process.items() if word in words]
    kind = shared().plants.get(subject.type, "") if subject is not None else ""
    told = kind or context.product or (context.thing.product if context.thing is not None and plain else "")
    return next(iter([*named, *implied]), told if clue("ranks.placed").search(words) or (plain and told) else None)
