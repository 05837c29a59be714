"""Plants whose own name ends like a firm's: "the Foobar Point Aluminium Smelter" is one plant, and no firm's."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import replace

from loaders.en.names.harbours import runs_ports
from loaders.en.names.plantwords import grammar
from loaders.lexicon import Lexicon, clue
from loaders.mentions import Mention


def whole(text: str, names: Sequence[Mention], known: Callable[[str], bool], lexicon: Lexicon) -> Iterator[Mention]:
    """The names; of "Foobar Aluminium Smelter" the first words only a guess, or all of it where it is called a firm.

    `known` says whether the registry has a firm of that name; one that the text names without the plant is one too.
    """
    noun = grammar(lexicon).noun
    for m in names:
        if (end := _operation(text, m)) is not None:
            yield replace(m, end=end, text=text[m.start : end], type="Facility", guess=False)
            continue
        plant = noun.match(text, m.end + 1) if m.type == "Company" and text[m.end : m.end + 1] == " " else None
        if plant is None or not plant[0].istitle() or not clue("plantfirms.metal").search(m.text) or known(m.text):
            yield m
        elif clue("plantfirms.firm").match(text, plant.end()):
            yield replace(m, end=plant.end(), text=text[m.start : plant.end()])
        else:
            apart = re.search(rf"\b{re.escape(m.text)}\b(?!\s{plant[0]})", text) is not None
            yield m if apart else replace(m, guess=True)


def _operation(text: str, name: Mention) -> int | None:
    """Where the noun behind a name ends that makes it a plant's: "its Bell Hills operation in far north Queensland".

    Not that of a firm, which the text names without the noun too.
    """
    noun = clue("plantfirms.operation").match(text, name.end) if name.type in ("Company", "Place") else None
    if noun is None or not (name.guess or name.type == "Place"):
        return None
    if clue("plantfirms.its").search(text, max(0, name.start - 40), name.start) is None:
        return None
    alone = re.search(rf"\b{re.escape(name.text)}\b(?!\soperation)(?![’']s?\soperation)", text)
    return noun.end("noun") if alone is None or name.type == "Place" else None


def contracting(text: str, start: int, end: int) -> bool:
    """Whether a name like a plant's is a firm's: "an agreement with Foobar Smelting Plant (FSP)", or one of ports."""
    if runs_ports(text, start, end):
        return True
    if text[end : end + 2] != " (" or clue("plantfirms.letters").match(text, end) is None:
        return False
    return clue("plantfirms.party").search(text[max(0, start - 60) : start]) is not None


def named(names: Sequence[Mention], shorts: Container[str]) -> list[Mention]:
    """The names as plants have them: a short form that the text defines is no guess, "the FLM foundry" is FLM's."""
    return [replace(m, guess=False) if m.guess and m.type == "Company" and m.text in shorts else m for m in names]
