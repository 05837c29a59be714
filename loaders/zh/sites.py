"""What the own words of Chinese plants say: whose they are, where they lie, what they make."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.check import Candidate
from loaders.context import Context
from loaders.lexicon import Lexicon
from loaders.mentions import Mention
from ontology.load import ontology

PROJECT = ("项目", "工程")
LEVELS = ("省", "市", "县", "区", "旗", "州", "镇", "乡")


def inside(context: Context, lexicon: Lexicon) -> Iterator[Candidate]:
    """Relations from the mentions of plants alone."""
    for mention in (m for k in context.sentence.mentions for m in k.each):
        if not mention.entity or not _site(mention):
            continue
        firm = next((m for m in mention.inside if m.type == "Company" and m.entity), None)
        if firm is not None and not mention.text.endswith(PROJECT):
            yield _said(context, firm, "operates", mention, "owner")
        named = [m for m in mention.inside if m.type == "Place" and m.entity and m.text.endswith(LEVELS)]
        if named and not mention.nominal:
            yield _said(context, mention, "locatedIn", named[0], "place")


def _site(mention: Mention) -> bool:
    return mention.type in ontology().classes and ontology().is_a(mention.type, "Site")


def _said(context: Context, subject: Mention, predicate: str, object: Mention, rule: str) -> Candidate:
    return Candidate(
        subject=subject,
        predicate=predicate,
        object=object,
        start=context.sentence.start,
        end=context.sentence.end,
        confidence=0.9,
        extractor=f"mentions#{rule}",
    )
