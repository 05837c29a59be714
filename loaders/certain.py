"""How certain a figure is: there already, licensed, planned, expected."""

from __future__ import annotations

import re
from dataclasses import replace

from loaders.context import Context
from loaders.en.parsing.parse import Token
from loaders.lending import Quantity
from loaders.lexicon import clue, read
from loaders.mentions import Mention
from loaders.metrics import Metric, shared
from loaders.window import between, clause, narrow, words_of

COMING = frozenset({"planned", "forecast", "under_construction"})
FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
BUILT = frozenset({"designed", "trial", "idled"})
"""What plants are and money is not."""

RATED = frozenset({"capacity", "production"})


def status_of(context: Context, metric: Metric, quantity: Quantity, subject: Mention) -> str:
    """The status that the words of the clause tell, else what is done to the plant whose figure it is."""
    whole = _part_of(context, quantity)
    if metric.name == "employees" and any(_part_of(context, q) is quantity for q in context.quantities):
        return "actual"  # "90 of its 410 workers will leave": 410 there are
    if metric.name == "capacity" and clue("certain.present").search(
        words_of(context, (context.sentence.start, quantity.start))
    ):
        return "actual"  # "a line would add 500,000 tonnes to the present capacity of 1.6 million"
    if metric.name in RATED and clue("certain.now").match(words_of(context, (quantity.end, context.sentence.end))):
        return "actual"  # "may make 220,000 tonnes, against 60,000 tonnes now"
    status = _told(context, metric, quantity, whole or quantity)
    if metric.name == "employees" and whole is None and status == "planned" and _kept(context, quantity):
        return "actual"
    if metric.name == "capacity" and status in COMING | {"actual"}:
        return _governed(context, quantity, subject, status) or status
    return status


def _told(context: Context, metric: Metric, quantity: Quantity, whole: Quantity) -> str:
    """The status by the first group of words that the clause has."""
    words = words_of(context, _span(context, whole))
    words = clue("window.leaving").sub("", words)  # "to 80,000 tonnes from the current 60,000"
    goal = metric.name in RATED and _goal(context, quantity)
    for status, pattern, bars in shared().statuses:
        if status in BUILT and metric.name == "investment":
            continue  # "is designed for 380,000 tonnes and will cost 2.9 billion"
        if pattern.search(words) and not bars.search(words) and not (goal and status == "actual"):
            there = metric.name != "investment" and _former(context, quantity)
            coming = status in COMING and (there or _since(context, quantity))
            return "actual" if coming else fitting(status, metric)
    return "actual"


def _span(context: Context, quantity: Quantity) -> tuple[int, int]:
    """Where the words of its status stand: also behind the same sum in another money, "$75 million (RM240 million)"."""
    left, right = _relative(context, quantity, *narrow(context, quantity))
    base, text = context.sentence.start, context.sentence.text
    same = clue("certain.converted").match(text, quantity.end - base)
    if same is None or right > same.end() + base:
        return left, right
    return left, narrow(context, replace(quantity, end=same.end() + base))[1]


def _relative(context: Context, quantity: Quantity, left: int, right: int) -> tuple[int, int]:
    """The relative clause that a figure stands in if its verb tells what is or was: "will buy X, which employs 400".

    Of a figure behind such a clause what follows it: "X, which closed in 2010, will employ 400".
    """
    openings = list(clue("certain.relative").finditer(words_of(context, (left, quantity.start))))
    if not openings:
        return left, right
    text, base = context.sentence.text, context.sentence.start
    start, comma = left + openings[-1].start(), text.find(",", quantity.end - base, right - base)
    end = right if comma < 0 else comma + base
    verbs = [t for t in context.sentence.at(start, end) if t.tag in FINITE]
    after = next((t for t in verbs[1:] if t.dep != "conj"), None)
    if after is not None and verbs[0].end <= after.start <= quantity.start:
        closed = text.rfind(",", verbs[0].end - base, after.start - base)
        return (left if closed < 0 else closed + base), right
    plain = bool(verbs) and after is None and all(t.tag != "MD" or t.lemma == "can" for t in verbs)
    return (start, end) if plain else (left, right)


def _goal(context: Context, quantity: Quantity) -> bool:
    """Whether a change leads to it: 80,000 in "is expanding its existing mill to 80,000 tonnes"."""
    left = between(context, quantity, clause(context, quantity.start, quantity.end))[0]
    lead = words_of(context, (left, quantity.start))
    return clue("window.reaching").search(lead) is not None and clue("window.change").search(lead) is not None


def _kept(context: Context, quantity: Quantity) -> bool:
    """Whether jobs are only kept: "will safeguard more than 500 jobs"; what a bidder vows to keep is its plan."""
    lead = words_of(context, (clause(context, quantity.start, quantity.end)[0], quantity.start))
    return clue("certain.kept").search(lead) is not None and clue("certain.vowed").search(lead) is None


def _governed(context: Context, quantity: Quantity, subject: Mention, status: str) -> str | None:
    """The status by what is done to the plant of whose name the figure is only a part, or to which it is added.

    What is sold, closed or reopened is there: "will sell the 40,000-tonne X mill"; what will be built is not: "will
    build a mill in X, Y, with a capacity of 40,000 tonnes".
    """
    for mention in (m for m in context.sentence.mentions if m.entity == subject.entity and not m.group):
        adjective = quantity.end <= mention.start
        gap = words_of(context, (quantity.end, mention.start) if adjective else (mention.end, quantity.start))
        verb = _verb(context, mention)
        form = clue("certain.adjective") if adjective else clue("certain.having")
        if form.fullmatch(gap) is None or verb is None:
            continue
        if verb.lemma in read().words("certain", "there") and status in COMING:
            return None if clue("certain.new").search(mention.text) else "actual"
        built = verb.lemma in shared().builders or verb.lemma in read().words("certain", "built")
        if built and status == "actual" and not adjective:
            return "planned" if context.judge.read(context.sentence, verb.i, "actual").status == "planned" else None
    return None


def _verb(context: Context, mention: Mention) -> Token | None:
    """The verb that a plant's name hangs on, or the noun for what is done to it: "the sale of X", "a stake in X"."""
    token = context.sentence.standing(mention)
    if token is None or token.dep not in ("dobj", "pobj", "nsubjpass", "nsubj"):
        return None
    above = context.sentence.tokens[token.head]
    return context.sentence.tokens[above.head] if above.dep == "prep" else above


def _former(context: Context, quantity: Quantity) -> bool:
    """Whether a change sets out from it, so that it is there: 40,000 in "will rise from 40,000 to 60,000 tonnes"."""
    left, right = clause(context, quantity.start, quantity.end)
    lead = words_of(context, (left, quantity.start))
    if clue("window.leaving").search(lead) is None or clue("window.change").search(lead) is None:
        return False
    before = [q for q in context.quantities if left <= q.start and q.end <= quantity.start]
    after = [q for q in context.quantities if quantity.end <= q.start < right]
    goals = [(left, before[-1].start)] if before else []
    goals += [(quantity.end, after[0].start)] if after else []
    return any(clue("window.reaching").search(words_of(context, goal)) for goal in goals)


def _since(context: Context, quantity: Quantity) -> bool:
    """Whether it was before what is to come: 54 million in "expects 60 million in 2025, after 54 million in 2024"."""
    lead = words_of(context, (context.sentence.start, quantity.start))
    return clue("metric_words.since").search(lead) is not None


def _part_of(context: Context, part: Quantity) -> Quantity | None:
    """The figure of the whole: 410 for 90 in "90 of the smelter's 410 workers"."""
    after = [q for q in context.quantities if q.start >= part.end]
    gap = words_of(context, (part.end, after[0].start)) if after else ""
    persons = bool(after) and {after[0].unit, part.unit} <= {"people", "persons"}
    alike = persons or (bool(after) and after[0].unit == part.unit and clue("certain.whole").match(gap) is not None)
    return after[0] if alike and re.fullmatch(r"\sof\s[^,;.]{1,60}", gap) else None


def fitting(status: str, metric: Metric) -> str:
    """Only what is built can be designed, licensed, idled; of other figures a plan may be a forecast."""
    if metric.planned == "forecast":
        return "forecast" if status in ("planned", "forecast") else "actual"
    if status == "licensed" and metric.name == "investment":
        return metric.planned  # "approved 20 million dollars for"
    if metric.name == "capacity" or status in ("planned", "forecast", "under_construction", "actual"):
        return status
    return "idled" if status == "idled" and metric.name == "employees" else "actual"
