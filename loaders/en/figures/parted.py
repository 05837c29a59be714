"""Figures that are not a firm's own: those of a part of it, of what it forecasts, of a plant that nobody named."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.context import Context
from loaders.en.parsing.parse import Token
from loaders.lexicon import clue, read
from loaders.mentions import Mention
from loaders.metrics import Metric
from loaders.window import Span

RESULTS = frozenset({"revenue", "profit"})
HANGING = frozenset({"of", "from", "in", "at", "by", "for"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OF_IT = frozenset({"poss", "compound", "nmod"})
SAID_WITH = frozenset({"amod", "compound", "poss", "nmod", "nummod"})


def own_figure(context: Context, metric: Metric, span: Span, word: Span, found: Mention | None) -> Mention | None:
    """Whose the figure at `span` is, once it is none of a part of the firm, of a market or of an unnamed plant."""
    if metric.name in RESULTS and (told := _possessed(context, span)) is not None:
        return told if told.entity else None
    if found is None or found.type != "Company":
        return None if found is not None and _elsewhere(context, metric, span, word) else found
    if metric.name in RESULTS:
        lead = context.sentence.text[: span[0] - context.sentence.start]
        if clue("parted.portion").search(lead) or any(_apposed(context, m) for m in _same(context, found, span)):
            return None
        return None if any(_of_part(context, t, span, word) for t in _parts(context)) else found
    before = context.sentence.text[: word[0] - context.sentence.start]
    if metric.name == "consumption" and clue("parted.forecasts").search(before):
        return None
    project = metric.name == "capacity" and clue("parted.project").search(before)
    return None if project or _elsewhere(context, metric, span, word) else found


def _same(context: Context, firm: Mention, span: Span) -> Iterator[Mention]:
    """The mentions of a firm before a figure."""
    return (m for m in context.sentence.mentions if m.entity == firm.entity and m.end <= span[0])


def _apposed(context: Context, firm: Mention) -> bool:
    """Whether a firm is only named to say what a part of it is: "the foil arm, Foobar's pearl, earned"."""
    base, text = context.sentence.start, context.sentence.text
    owner = text[firm.end - base :].startswith(("'s", "’s")) or firm.text.endswith(("'s", "’s"))
    return owner and clue("parted.apposed").search(text[: firm.start - base]) is not None


def _possessed(context: Context, span: Span) -> Mention | None:
    """X in "X's 98 million of profit"; a mention of nothing where X is no name that was found."""
    base, text = context.sentence.start, context.sentence.text
    told = clue("parted.possessed").search(text[: span[0] - base])
    if told is None or clue("parted.of_result").match(text, span[1] - base) is None:
        return None
    end = told.start() + base
    named = [m for m in context.sentence.mentions if m.end in (end, end + 2) and m.type not in ("Place", "Product")]
    return named[-1] if named else Mention(span[0], span[0], "", "Facility", nominal=True)


def _parts(context: Context) -> Iterator[Token]:
    """The nouns of parts of a firm that are told apart by a word: "the foil segment", not "the business"."""
    words = read().words("figures", "segments")
    for token in context.sentence.tokens:
        noun = token.lemma in words and token.tag.startswith("N") and token.mention is None
        kids = [c for c in context.sentence.children(token.i) if c.dep in SAID_WITH] if noun else []
        named = any(c.i == token.i - 1 and c.mention is not None and c.dep != "poss" for c in kids)
        if kids and not named:  # "the Novalum unit" has a name
            yield token


def _of_part(context: Context, part: Token, span: Span, word: Span) -> bool:
    """Whether the figure is what a part earns or sells: "the foil arm earned", "revenue of the foil segment"."""
    metric, figure = context.sentence.head_of(*word), context.sentence.head_of(*span)
    above = context.sentence.tokens[part.head]
    if metric is not None and part.dep in OF_IT and above.i == metric.i:
        return True
    way = {i for t in (metric, figure) if t is not None for i in context.above(t.i)}
    if part.dep in SUBJECTS and above.i in way:
        return True
    grand = context.sentence.tokens[above.head]
    return part.dep == "pobj" and above.lemma in HANGING and grand.i in way and not _noun_between(grand, metric)


def _noun_between(head: Token, metric: Token | None) -> bool:
    """Whether the part hangs on another noun than the metric's word: "the sale of the foil segment"."""
    return head.tag.startswith("N") and (metric is None or head.i != metric.i)


def _elsewhere(context: Context, metric: Metric, span: Span, word: Span) -> bool:
    """Whether a plant without a name stands right behind: "an investment of 11 million at the recycling facility"."""
    if metric.name != "investment":
        return False
    start, base = max(span[1], word[1]), context.sentence.start
    told = clue("parted.there").match(context.sentence.text, start - base)
    if told is None:
        return False
    place = told.start("at") + base, told.end() + base
    named = [m for m in context.sentence.mentions if m.start < place[1] and place[0] < m.end and m.entity]
    kinds = read()["figures"]["kinds"]
    other = {type for word, type in kinds.items() if word in told["at"]}
    return not named or (bool(other) and all(m.nominal and m.type not in other for m in named))
