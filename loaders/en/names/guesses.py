"""Which guessed names hold: those that the document gives more reason for than a capital letter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from loaders.en.names.plantwords import leads
from loaders.en.parsing.model import ordinary
from loaders.lexicon import read
from loaders.mentions import Mention

PARTIES = frozenset({"Company", "Person", "Place", "GovernmentBody", "Association", "Institute", "Exchange"})


def confirmed(text: str, mentions: list[Mention]) -> list[Mention]:
    """Guesses that hold: seen inside a sentence, or a part of a longer name of this document.

    A word that is capital only at the head of a sentence (type "") stays only where it also stands
    capitalised elsewhere.
    """
    sure = _by_word(m for m in mentions if not m.guess)
    shape = {m.text for m in mentions if m.guess and m.type}
    firsts = {m.text.split()[0] for m in mentions if m.guess and m.type == "Company" and " " in m.text}
    shape |= {w for w in firsts if len(w) > 3 and w.isalpha() and not ordinary(w)}
    kept = []
    for m in mentions:
        parent = _longer(m, sure) if m.guess else None
        if parent is not None and parent.type not in PARTIES and leads(text, m.end + 1, read()):
            parent = None  # "the Quarna rolling works", elsewhere "Quarna Metal Plant": a longer name too
        if not m.guess or (m.type and parent is None):
            kept.append(m)
        elif parent is not None:
            kept.append(replace(m, type=parent.type, guess=False))
        elif m.text in shape:
            kept.append(replace(m, type="Company"))
    return kept


def _by_word(mentions: Iterable[Mention]) -> dict[str, list[Mention]]:
    """Names of more than one word by their first word, persons by their last one too; each form once."""
    rows: dict[str, dict[tuple[str, str], Mention]] = {}
    for m in mentions:
        words = m.text.split()
        if m.type != "Product" and len(words) > 1:
            for word in {words[0], *([words[-1]] if m.type == "Person" else [])}:
                rows.setdefault(word, {}).setdefault((m.text, m.type), m)
    return {word: list(found.values()) for word, found in rows.items()}


def _longer(mention: Mention, sure: dict[str, list[Mention]]) -> Mention | None:
    """A sure name of which this one is the beginning, or the family name where it is a person."""
    words = mention.text.split()
    found: list[Mention] = [*sure.get(words[0], []), *sure.get(words[-1], [])] if words else []
    for other in found:
        parts = other.text.split()
        if len(parts) <= len(words):
            continue
        if parts[: len(words)] == words or (other.type == "Person" and parts[-len(words) :] == words):
            return other
    return None


def worded(text: str, names: Iterable[Mention]) -> list[Mention]:
    """The names of a headline in capitals: words of the language are none that stand so within no sentence."""
    return [m for m in names if not all(map(ordinary, m.text.split())) or _inside(text, m.text)]


def _inside(text: str, form: str) -> bool:
    return re.search(rf"(?:[a-z]{{2}}|,)\s{re.escape(form)},?\s[a-z]", text) is not None
