"""Words that keep a figure from a metric: only those of its own clause do, "made 11,000 tonnes and lost 14 million"."""

from __future__ import annotations

from loaders.context import Context
from loaders.en.parsing.parse import Token
from loaders.en.parsing.syntax import WH
from loaders.lending import Quantity
from loaders.lexicon import clue
from loaders.metrics import Metric
from loaders.window import Span

LOWER = frozenset({"xcomp", "ccomp", "advcl", "acl", "pcomp", "csubj", "aux"})
"""A verb that hangs so on another tells of the same thing: "to take 200,000 tonnes of the output"."""


def barred(context: Context, metric: Metric, quantity: Quantity, span: Span) -> bool:
    """Whether a word within the span, told of the figure at `quantity`, says that it is none of this metric."""
    base = context.sentence.start
    words = context.sentence.text[span[0] - base : span[1] - base]
    rows = [(span[0] + m.start(), span[0] + m.end()) for m in metric.bars.finditer(words)]
    if not rows:
        return False
    own = _clause(context, quantity)
    return not own or any(any(t.i in own for t in context.sentence.at(*row)) for row in rows)


def _clause(context: Context, quantity: Quantity) -> frozenset[int]:
    """The tokens of the figure's clause and of its subject; none where it hangs on no verb."""
    token = context.sentence.head_of(quantity.start, quantity.end)
    verb = _verb(context, token) if token is not None else None
    if verb is None:
        return frozenset()
    found = set(context.clause(verb.i))
    while (
        verb.dep in LOWER
        and not _relative(context, verb)
        and (above := _verb(context, context.sentence.tokens[verb.head])) is not None
    ):
        found |= context.clause(above.i)
        if above.i == verb.i:
            break
        verb = above
    found |= {i for c in context.sentence.children(verb.i) if c.tag in WH for i in _before(context, c)}
    whose = () if _relative(context, verb) else context.reader.agents(verb.i)
    return frozenset(found.union(*(context.sentence.subtree(i) for i in whose)))


def _before(context: Context, word: Token) -> list[int]:
    """The noun right before "which": "owner of the lease, which takes in 58 square kilometres"."""
    return [t.i for t in context.sentence.tokens[: word.i] if t.tag.startswith("N")][-1:]


def _relative(context: Context, verb: Token) -> bool:
    """Whether it opens with "which" or "who", however the parser hangs it."""
    return any(c.tag in WH for c in context.sentence.children(verb.i))


def _verb(context: Context, token: Token) -> Token | None:
    """The verb that a token is or hangs on."""
    seen: set[int] = set()
    while not token.tag.startswith("VB"):
        seen.add(token.i)
        token = context.sentence.tokens[token.head]
        if token.i in seen:
            return None
    return token


def gases(context: Context, quantity: Quantity) -> bool:
    """Whether it is of what nobody makes: "a cut of 400,000 tonnes of greenhouse gas emissions"."""
    end = quantity.end - context.sentence.start
    return quantity.unit in ("t", "t/a") and clue("metric_words.gases").match(context.sentence.text, end) is not None
