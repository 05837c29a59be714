"""What the title of a document names and its body speaks of: what the document is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from graph.resolve import Resolver
from loaders.en.meant.coreference import Tracker
from loaders.en.meant.gist import explaining
from loaders.en.names.finder import Found
from loaders.en.parsing.model import ordinary
from loaders.en.parsing.parse import Sentence
from loaders.facts import naming
from loaders.lexicon import Lexicon, clue
from loaders.mentions import Mention
from ontology.errors import InvalidName

WORD = re.compile(r"[^\W\d_]+")


def speaking(
    resolver: Resolver, found: Found, text: str, legal: re.Pattern[str], sentences: Sequence[Sentence], words: Lexicon
) -> Mention | None:
    """The firm whose page it is, by a line above the text, by a box of facts, or as nobody else is named."""
    known = letterhead(resolver, found.titles, text, legal)
    known = known or boxed(resolver, [*found.titles, *found.mentions], text)
    known = known or letterhead(resolver, _standing(found.mentions, text), text, legal)
    return known or unnamed(resolver, found.titles, text, sentences, words)


def _standing(mentions: Sequence[Mention], text: str) -> Iterator[Mention]:
    """The name that is a line of its own before any other firm of the text, as over the profile of a firm."""
    first = next((m for m in mentions if m.type == "Company"), None)
    if first is not None and text[: first.start].endswith("\n\n") and text.startswith("\n\n", first.end):
        yield first


def unnamed(
    resolver: Resolver, titles: Iterable[Mention], text: str, sentences: Sequence[Sentence], words: Lexicon
) -> Mention | None:
    """The firm of a line above a text that goes on about it without a name: "Suralco Bruk" over "The company makes"."""
    first = next((s for s in sentences if s.tokens and s.text.rstrip().endswith((".", "!", "?"))), None)
    if first is None or not _goes_on(first, words):
        return None
    for mention in titles:
        start = text.rfind("\n", 0, mention.start) + 1
        end = text.find("\n", mention.end)
        after = text[mention.end : end if end > 0 else len(text)]
        before = text[start : mention.start].strip().lower()
        proper = before == "about" or any(not ordinary(w) for w in WORD.findall(mention.text))
        fits = before in ("", "about") and proper and not clue("entitled.masthead").search(mention.text)
        known = mention.guess and fits and clue("entitled.alone").fullmatch(after)
        if known and (firm := _firm(resolver, mention)) is not None:
            return firm
    return None


def _firm(resolver: Resolver, mention: Mention) -> Mention | None:
    """The mention as the firm that it names; None where nothing can be called so."""
    try:
        entity, rung = resolver.resolve(mention.form, "Company")
    except InvalidName:
        return None
    return replace(mention, entity=entity.id, rung=rung, type=entity.type)


def _goes_on(sentence: Sentence, words: Lexicon) -> bool:
    """Whether the first sentence is about what stands above it: "We are", "The company", "Maker of foil in Rugby"."""
    return clue("entitled.goes_on").match(sentence.text) is not None or explaining(sentence, words)


def letterhead(resolver: Resolver, titles: Iterable[Mention], text: str, legal: re.Pattern[str]) -> Mention | None:
    """The firm for which a line above the text stands that names nothing else, with a legal form or known by name."""
    for mention in titles:
        start = text.rfind("\n", 0, mention.start) + 1
        end = text.find("\n", mention.end)
        before, after = text[start : mention.start], text[mention.end : end if end > 0 else len(text)]
        if mention.type != "Company" or before.strip() or not clue("entitled.alone").fullmatch(after):
            continue
        heading = mention.form.isupper() and " " in mention.form  # "MANAGEMENT DISCUSSION AND ANALYSIS"
        named = legal.search(mention.form) or resolver.registry.exact(mention.form)
        if (named or not (mention.guess or heading)) and (firm := _firm(resolver, mention)) is not None:
            return firm
    return None


def boxed(resolver: Resolver, mentions: Iterable[Mention], text: str) -> Mention | None:
    """The firm of a box of facts that names it: "Company name: Suralco Ltd"."""
    at = naming().search(text)
    mention = next((m for m in mentions if m.start == at.end()), None) if at is not None else None
    if mention is None or mention.type != "Company":
        return None
    firm = _firm(resolver, mention)
    return None if firm is None else replace(firm, guess=False)


def firms(tracker: Tracker, named: Found, legal: re.Pattern[str]) -> list[Mention]:
    """The companies of the title of which the body speaks too, as the body calls them, else that of the letterhead.

    In a heading of capitals, where no name tells itself by its letters, they are found by what the body calls them.
    """
    heading = named.heading
    bodies = {m.entity: m for m in reversed(tracker.seen) if m.type == "Company"}
    found: dict[str, int] = {}
    for mention in (m for m in named.titles if m.type == "Company"):
        try:
            entity, _ = tracker.resolver.resolve(mention.text, "Company")
        except InvalidName:
            continue
        if entity.id in bodies:
            found.setdefault(entity.id, max(heading.find(mention.text), 0))
    for m in (m for m in tracker.seen if heading.isupper() and m.type == "Company" and not m.nominal):
        said = re.search(rf"(?<!\w){re.escape(legal.sub('', m.text).upper())}(?!\w)", heading)
        if said is not None and len(said[0]) > 2:
            found[m.entity] = min(said.start(), found.get(m.entity, len(heading)))
    rows = [bodies[id] for id in sorted(found, key=lambda id: found[id])]
    return rows or [m for m in (tracker.letterhead,) if m is not None]


def plant(tracker: Tracker, titles: Iterable[Mention]) -> Mention | None:
    """The first plant of the title, as the body calls it where it speaks of it too."""
    plants = tracker.plants
    bodies = {m.entity: m for m in reversed(tracker.seen) if plants.site(m.type)}
    told = (plants.titled(m) for m in titles if plants.site(m.type) and not m.group)
    return next((bodies.get(m.entity, m) for m in told if m.entity), None)
