"""Whether a word is one of the language, or may only be a name."""

from __future__ import annotations

import functools
import re

from loaders.en.parsing.parse import lemma, model, stops

DERIVED = re.compile(r".{3,}(?:ing|ly|tions?|ments?|ness|ity|ities|ised|ized|wise|able|less|ful)")


@functools.lru_cache(maxsize=50_000)
def ordinary(word: str) -> bool:
    """Whether a word is one of the language, by the model's tables: then a capital may be no more than a beginning."""
    low = word.lower()
    if low in stops() or DERIVED.fullmatch(low):
        return True
    table = model().get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    forms = {low, *(lemma(low, tag) for tag in ("NNS", "VBD", "JJR"))}
    return any(form in words for form in forms for words in table.values())
