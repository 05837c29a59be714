"""Whom "the company" and "the group" mean where a paragraph begins: what is told of, not who was named last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from loaders.en.parsing.parse import Sentence
from loaders.mentions import Mention


@dataclass(frozen=True)
class Opening:
    """How the paragraph before began: the firm of the title, the first firm told of, and the one told of there."""

    titled: Mention | None = None
    lead: Mention | None = None
    company: Mention | None = None

    def about(self, text: str, sentence: Sentence, last: Mention | None) -> Mention | None:
        """The firm of the whole text where the paragraph before came back to it, or a line above starts anew.

        "Foobar has a tenth of Quuxal. Quuxal is a unit of Lumex." is a paragraph on Foobar, though it ends on Quuxal
        (`last`). None where nothing tells more than what was named last.
        """
        whole = self.titled or self.lead
        if whole is None or last is None or last.entity == whole.entity:
            return None
        if self.company is not None and self.company.entity == whole.entity:
            return whole
        return whole if headed(text, sentence) else None


def headed(text: str, sentence: Sentence) -> bool:
    """Whether a short line without a full stop stands right above the sentence."""
    above = text[max(0, sentence.start - 100) : sentence.start].rstrip(" \t").rstrip("\n")
    line = above.rpartition("\n")[2].strip()
    return "\n" in above and bool(line) and not line.endswith((".", "!", "?", '"', "”", ":"))


def grouped(seen: Sequence[Mention], focus: Sequence[Mention | None], anew: bool) -> Mention | None:
    """The firm called so that "the group" is: where a paragraph begins `anew`, only one that is told of."""
    near = {m.entity for m in focus if m is not None}
    named = (m for m in reversed(seen) if m.type == "Company" and "group" in m.form.lower())
    return next((m for m in named if not anew or m.entity in near), None)
