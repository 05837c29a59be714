"""Patterns: regexes over a sentence in which mentions, quantities and periods are single signs.

`{s}` and `{o}` are the subject and the object, `{s+}` a list of them ("A, B and C"), `{q}` a
quantity, `{t}` a period, `{m}` any mention, `{p}` a product; `{s%}` a list that gives each its share
(loaders/shares.py); `{d}` what may stand before a name to say what it is ("the state utility", "Greece's");
`{in}` a preposition of place with what may follow it ("in the northern Indian state of"), `{where}` places,
`{aside}` what explains a name before its verb; the signs of data/syntax.toml are classes of words (`{stake}`, `{unit}`,
`{firm}`). They serve where syntax says less than word order: apposition of places, tickers, roles of persons, Chinese.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from graph.statement import Scalar, number
from loaders import matched, shares
from loaders.check import Candidate
from loaders.claimed import candidate
from loaders.context import Context
from loaders.en.relations.fitting import acting, fits
from loaders.en.relations.spoken import either
from loaders.ends import Ends
from loaders.frames import Frames, Pattern
from loaders.lexicon import Lexicon, alternation
from loaders.mentions import WIDE, Mention
from loaders.quick import Sieve, folded
from loaders.rendered import Rendered
from loaders.state import employer, others
from loaders.tailed import following
from loaders.wording import compiled
from loaders.zh import statuses
from ontology.model import Ontology

Span = tuple[int, int]


class Finder:
    """Applies patterns to one sentence after the other."""

    def __init__(self, frames: Frames, ontology: Ontology, lexicon: Lexicon) -> None:
        self.patterns = frames.patterns
        self.rules: dict[tuple[str, str], tuple[list[Pattern], Sieve, Ends]] = {}
        self.ontology = ontology
        self.lexicon = lexicon
        persons = lexicon["names"]["persons"]
        one = rf"(?:(?:{alternation(persons['grades'])})[ -])?(?:{alternation(persons['roles'])})\b"
        self.roles = rf"(?:(?:(?:,? and |, |/| & )(?:the )?)?{one})+"  # it stands behind a \b: no joint is first

    def candidates(
        self, context: Context, rendered: Rendered, language: str, said: Sequence[Candidate] = ()
    ) -> Iterator[Candidate]:
        """What the patterns of a language find in the sentence, given what frames have said of it."""
        lower, here = folded(rendered.text), list(said)
        patterns, sieve, ends = self._rules(language, rendered.scope)
        for k in sieve.may(lower, ends.live(rendered.mentions)):
            pattern = patterns[k]
            for match in _matches(sieve.rules[k].pattern, rendered.text):
                for found in self._filled(pattern, match, context, rendered, here):
                    if _settled(pattern, found, said) or _denied(pattern, found, context):
                        context.refuse("not there yet", pattern.extractor)
                    else:
                        here.append(found)
                        yield found

    def _rules(self, language: str, scope: str) -> tuple[list[Pattern], Sieve, Ends]:
        """The patterns of a language and a scope with their regexes; made when first asked for."""
        if (language, scope) not in self.rules:
            rows = [p for p in self.patterns if p.language == language and p.scope == scope]
            made = [compiled(p.text, self.roles, language == "zh") for p in rows]
            self.rules[language, scope] = rows, Sieve(made), Ends(self.ontology, rows, [q.source for q in made])
        return self.rules[language, scope]

    def _filled(
        self, pattern: Pattern, match: re.Match[str], context: Context, rendered: Rendered, here: Sequence[Candidate]
    ) -> Iterator[Candidate]:
        base = self._carried(pattern, match, context, rendered, here)
        if (pattern.carries and base is None) or not matched.sound(pattern, match, context, rendered):
            return
        subjects = self._ends(pattern, match, "s", context, rendered) or matched.left(match, "s", base)
        dealt = matched.dealt(pattern, match, rendered, here)
        objects = [dealt] if dealt else self._ends(pattern, match, "o", context, rendered)
        objects = objects or matched.left(match, "o", base)
        if pattern.kept:
            firms = self.ontology.predicates[pattern.predicate].domain
            subjects = [acting(self.ontology, o, firms, context) for o in objects[:1]]
            subjects = [m for m in subjects if fits(self.ontology, m, tuple(firms), pattern.party)]
        each = self._shares(pattern, match, context, rendered)
        for subject, object in itertools.product(subjects, objects):
            if subject.entity and subject.entity == object.entity:
                continue
            if each is not None and subject not in each and object not in each:
                continue
            if pattern.town and context.level(object.entity) in WIDE:
                continue
            if pattern.narrower and not matched.lies(subject, object, context):
                context.refuse("not known to lie there", pattern.extractor)
                continue
            found = {
                **matched.kept(base, pattern, match, rendered),
                **self._qualifiers(pattern, match, context, rendered),
            }
            if pattern.split and (parts := matched.listed(match)) > 1:
                found["share"] = number(100 / parts)
            found.update((each or {}).get(subject) or (each or {}).get(object) or {})
            if pattern.zip:
                found |= matched.paired(match, subjects.index(subject), len(subjects), context)
            status = matched.went_on(base, pattern) or self._status(pattern, match, rendered)
            yield candidate(pattern, subject, object, status, found, context)

    def _carried(
        self, pattern: Pattern, match: re.Match[str], context: Context, rendered: Rendered, here: Sequence[Candidate]
    ) -> Candidate | None:
        """What the clause or sentence before said with this predicate, where this one goes on with a part of it."""
        if not pattern.carries or not (context.continues or pattern.carried):
            return None
        wanted = pattern.carried or (pattern.predicate,)
        at = matched.begins(match, rendered)
        before = [c for c in here if max(m.end for m in (c.subject, c.object) if m is not None) <= at]
        earlier = [c for c in context.last if context.follows and not matched.elsewhere(c, context, at)]
        for rows in ([c for c in said if c.predicate in wanted] for said in (before, earlier)):
            if rows and pattern.predicate == "officerOf" and "s" not in match.groupdict():
                return matched.whoever(rows, context)
            if rows:  # "the rest" is of what has a share: "held 90 % by A, a unit of B, the rest by C"
                part = next((c for c in reversed(rows) if c.qualifiers.get("share", 100) != 100), rows[-1])
                return matched.fullest(rows, part)
        return None

    def _ends(
        self, pattern: Pattern, match: re.Match[str], end: str, context: Context, rendered: Rendered
    ) -> list[Mention]:
        groups = matched.groups(match, end)
        if pattern.topic and all(
            matched.nobody(rendered.mentions[ord(c) - 0xE000]) for v in groups.values() for c in v[:1]
        ):
            groups = {}
        predicate = self.ontology.predicates[pattern.predicate]
        types = (pattern.subject_types or predicate.domain) if end == "s" else (pattern.object_types or predicate.range)
        if end == "o" and pattern.nation:
            return [context.nation] if context.nation is not None else []
        if end == "o" and pattern.buyer:
            return _buyers(context)
        if end not in match.groupdict() or (pattern.topic and not groups):
            rows = (context.head if pattern.topic else None, self._spoken_of(pattern, context))
            told = next(
                (m for m in rows if m is not None and fits(self.ontology, m, tuple(types), pattern.party)), None
            )
            found = [told] if told is not None and not self._beside(pattern, told, context) else []
        else:
            more = [following(match, k) for k in groups if end == "s" and pattern.language == "en"]
            found = [
                m
                for g in (*groups.values(), *more)
                for c in matched.own(g, pattern, rendered)
                if 0xE000 <= ord(c) < 0xE800
                for m in rendered.mentions[ord(c) - 0xE000].each
            ]
        if end == "s" and pattern.language == "en":
            found = [acting(self.ontology, m, predicate.domain, context) for m in found]
        fitting = [m for m in found if fits(self.ontology, m, tuple(types), pattern.party)]
        if end == "s":
            tails = pattern.subject_tails
            return [m for m in fitting if not tails or m.text.endswith(tails)]
        fitting = [m for m in fitting if worded(pattern, m) and not matched.attributive(m, context)]
        return fitting[-1 if pattern.last else 0 :]

    def _spoken_of(self, pattern: Pattern, context: Context) -> Mention | None:
        """The firm for an end that the sentence does not name: that of the whole text, or the one spoken of last."""
        person = set(self.ontology.predicates[pattern.predicate].domain) == {"Person"}
        if person and (told := employer(context.sentence, context.house, pattern.speaker)) is not None:
            return told  # "ZSNP is in talks, chief executive X said"
        if person and pattern.speaker and context.titled is None and others(context.sentence, context.topic):
            return None
        if person and matched.others(context.topic, context):
            return None  # "Foobar advises X. Chairman A had no comment"
        if pattern.plant and context.follows and context.plant is not None:
            return context.plant
        firm = context.speaker if pattern.plant and context.plant is None else None
        if firm is not None and firm.nominal and firm.head:
            return firm  # the one plant of a firm: "The smelter is old. Its power comes from A"
        owned = (plain := pattern.topic and not pattern.speaker) and pattern.predicate == "owns"
        kin = plain and pattern.predicate in matched.SHARED
        if (dealt := context.dealt if owned and context.follows else context.owned if kin else None) is not None:
            return dealt
        spoken = (plain and person) or owned  # "Foobar earned 9 million. Anna Holm stays on as president"
        near = context.about if spoken and context.titled is None and context.follows else None
        owners = {c.subject.entity for c in context.last if c.predicate == "owns"} if person else set()
        if near is not None and near.type == "Company" and near.entity and near.entity not in owners:
            return near  # of several firms in turn it is the paragraph's
        if not pattern.speaker or not context.speaker:
            return context.topic if pattern.topic or pattern.speaker else None
        if not pattern.topic or context.topic is None:
            return context.speaker
        return either(context.topic, context.speaker, context)

    def _beside(self, pattern: Pattern, topic: Mention, context: Context) -> bool:
        """Whether the sentence names the topic beside: "Hydro has 47 % of the shares against Rio Tinto's 53"."""
        named = {
            m.entity
            for k in context.sentence.mentions
            for m in k.each
            if k.text.lower() not in ("our", "we", "us", "it", "its")
        }
        return topic.entity in named and "Company" in self.ontology.predicates[pattern.predicate].domain

    def _status(self, pattern: Pattern, match: re.Match[str], rendered: Rendered) -> str:
        """The pattern's own status, or what the words of the clause tell."""
        if pattern.fixed:
            return pattern.status
        if pattern.language != "zh":
            return self._worded(match[0], pattern.status)
        words = match.string[match.string.find("|") + 1 : match.end()]
        plan = rendered.plan if pattern.plans else ""
        after = match.string[match.end() :].partition("|")[0]
        return statuses.read(words, plan, pattern.status, self.lexicon, after)

    def _worded(self, words: str, default: str) -> str:
        """The status that the words of an English match tell, the first of the order that hits."""
        table = self.lexicon["status"]["words"]
        return next((s for s in self.lexicon["status"]["order"] if re.search(table[s], words)), default)

    def _shares(
        self, pattern: Pattern, match: re.Match[str], context: Context, rendered: Rendered
    ) -> dict[Mention, dict[str, Scalar]] | None:
        """Each of a list with its share; None where the pattern has no such list."""
        end = re.search(r"\{([so])%\}", pattern.text)
        if end is None:
            return None
        pairs = shares.paired(match[end[1]])
        whose = {sign: rendered.mentions[ord(sign) - 0xE000].each for sign in pairs}
        each = {
            m: matched.value("share", pairs[s], context, rendered) if pairs[s] else {} for s in pairs for m in whose[s]
        }
        parts = (row.get("share") for row in each.values())
        if end[1] == "s" and sum(part for part in parts if isinstance(part, int | float)) > shares.WHOLE:
            context.refuse("shares of more than the whole", pattern.extractor)
            return {}
        return each

    def _qualifiers(
        self, pattern: Pattern, match: re.Match[str], context: Context, rendered: Rendered
    ) -> dict[str, Scalar]:
        found: dict[str, Scalar] = dict(pattern.fixes)
        for name, group in pattern.qualifiers.items():
            sign = match.groupdict().get(group)
            if group == "thing" and context.thing is not None:
                found[name] = context.thing.product
            if sign:
                found.update(matched.value(name, sign, context, rendered))
        if pattern.language == "en" and "product" in self.ontology.predicates[pattern.predicate].key:
            found = {**matched.flow(match, context, rendered), **found}
        return found


def _buyers(context: Context) -> list[Mention]:
    """Who buys in the deal told last; where none was told, the only firm of the title."""
    deal = context.latest.get("acquires")
    buyer = deal.subject if deal is not None else context.titled if context.single else None
    return [] if buyer is None else [buyer]


def worded(pattern: Pattern, mention: Mention) -> bool:
    """Whether the object's own words are those that the pattern wants: "planned smelter"."""
    words = frozenset(mention.text.lower().split())
    if pattern.language == "zh" and mention.text.endswith(pattern.object_bars or ("\0",)):
        return False
    if pattern.object_tails and not mention.text.endswith(pattern.object_tails):
        return False
    wanted = not pattern.object_words or bool(words & set(pattern.object_words))
    return wanted and not words & set(pattern.object_bars)


def _settled(pattern: Pattern, found: Candidate, said: Sequence[Candidate]) -> bool:
    """Whether a plan for the same two things, or its end, stands against it."""
    plans = [c for c in said if c.status in ("planned", "denied", "rumoured", "ended") and c.ends == found.ends]
    object = found.object
    if plans and object is not None and not set(pattern.fresh).isdisjoint(object.text.lower().split()):
        return True
    return any(c.extractor.removeprefix("frames/") in pattern.yields_to for c in plans if c.object is not None)


def _denied(pattern: Pattern, found: Candidate, context: Context) -> bool:
    """Whether the sentence says that there is no plan for the same two things."""
    return any((f"frames/{rule}", *found.ends) in context.dropped for rule in pattern.yields_to)


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """All matches, overlapping ones too: "A in B, C" gives A in B and B, C."""
    match = pattern.search(text)
    while match is not None:
        yield match
        match = pattern.search(text, match.start() + 1)
