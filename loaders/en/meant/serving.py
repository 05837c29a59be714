"""Power stations that are named because another plant has its power from them: "The Foobar dam feeds the smelter"."""

from __future__ import annotations

from loaders.en.parsing.parse import Sentence, Token
from loaders.lexicon import Lexicon


def serving(sentence: Sentence, token: Token, words: Lexicon) -> bool:
    """Whether a station gives what the verb tells, or power comes from it or through it."""
    grammar, above = words["facilities"]["serving"], sentence.tokens[token.head]
    while token.dep in ("appos", "compound", "nmod") and above.i != token.i:
        token, above = above, sentence.tokens[above.head]
    if token.dep in ("nsubj", "nsubjpass"):
        return above.lemma in grammar["verbs"]
    if token.dep == "pobj" and above.lemma in grammar["prepositions"]:
        return True
    return token.dep == "dobj" and above.lemma in grammar["taking"]
