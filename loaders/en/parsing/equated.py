"""What a noun is said of where the words stand the other way round, or where somebody is made it.

"The owner of X is Y", "among the owners of X is Y", "one of the owners", "Y was named auditor of X".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from loaders.en.parsing.nearby import first
from loaders.en.parsing.parse import Token

if TYPE_CHECKING:
    from loaders.en.parsing.syntax import Syntax

PARTS = frozenset({"one", "some", "be"})
MAKING = frozenset({"name", "appoint", "elect", "choose", "select", "declare", "confirm", "reappoint"})


def equated(syntax: Syntax, noun: Token) -> Iterator[int]:
    """The tokens that the noun is said of in such a way."""
    tokens = syntax.tokens
    head = tokens[noun.head]
    if noun.dep == "nsubj" and head.lemma == "be" and noun.tag.startswith("NN"):
        yield from (c.i for c in syntax.sentence.children(head.i) if c.dep == "attr" and c.mention is not None)
    if noun.dep == "pobj" and head.lemma in ("of", "among") and tokens[head.head].lemma in PARTS:
        yield from syntax.said_of(tokens[head.head])
    if noun.dep == "pobj" and head.lemma == "among" and tokens[head.head].lemma == "be":
        top = syntax.sentence.children(head.head)
        yield from (c.i for c in top if c.dep in ("nsubj", "attr") and c.mention is not None)
    if noun.dep in ("oprd", "attr", "dobj", "appos") and head.lemma in MAKING and syntax.passive(head):
        yield from syntax.undergoer(head)


def named_as(syntax: Syntax, preposition: Token) -> Iterator[int]:
    """X in "X as sponsor", "with X as sponsor", "X was registered as a subsidiary"."""
    above, before = syntax.tokens[preposition.head], syntax.tokens[preposition.i - 1]
    if before.mention is not None and before.dep in ("pobj", "conj"):
        yield first(syntax.tokens, before).i
    elif above.tag.startswith("VB"):
        objects = [c.i for c in syntax.sentence.children(above.i) if c.dep == "dobj" and syntax.filled([c.i])]
        yield from syntax.undergoer(above) if syntax.passive(above) else objects or syntax.agents(above.i)
    else:
        yield first(syntax.tokens, above).i
