"""Chinese names that no registry has: firms by their legal form, plants by what they are, on the characters."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from loaders.lexicon import Lexicon, alternation
from loaders.mentions import Mention

EXPLAINED = "——"
"""A name that follows says which plant it is: that is a firm, and no plant of its own."""
HAN = re.compile("[一-鿿]")


@dataclass(frozen=True)
class Grammar:
    """The regexes that names.toml and facilities.toml make."""

    firm: re.Pattern[str]
    noun: re.Pattern[str]
    filler: re.Pattern[str]
    own: re.Pattern[str]
    place: re.Pattern[str]
    body: re.Pattern[str]
    person: re.Pattern[str]
    parents: frozenset[str]


@functools.lru_cache(maxsize=4)
def grammar(lexicon: Lexicon) -> Grammar:
    """The compiled grammar of a lexicon."""
    names, plants = lexicon["names"]["chinese"], lexicon["facilities"]["chinese"]
    stop = alternation(names["stops"])
    opens = "".join(f"|(?<={s})" for s in names["stops"])
    opens = rf"(?:(?<![一-鿿]){opens})"
    roles = "".join(f"|(?<={r})" for r in names["roles"])[1:]
    char = rf"(?:(?!{stop})[一-鿿])"
    return Grammar(
        firm=re.compile(
            rf"{opens}{char}{{2,14}}(?:[(（]{char}{{2,6}}[)）]{char}{{0,8}})?(?:{alternation(names['legal'])})"
        ),
        noun=re.compile(alternation(plants["nouns"])),
        filler=re.compile(rf"(?:{'|'.join(plants['fillers'])})$"),
        own=re.compile(rf"^(?:{alternation(plants['own'])})"),
        place=re.compile(alternation(names["places"])),
        body=re.compile(rf"(?:{alternation(names['bodies'])})"),
        person=re.compile(
            rf"(?:{roles})(?!{alternation(names['speech'])})[一-鿿]{{2,3}}(?={alternation(names['speech'])}|[,，、。;；(（])"
        ),
        parents=frozenset(plants["parents"]),
    )


def find(text: str, start: int, end: int, known: Iterable[Mention], lexicon: Lexicon) -> list[Mention]:
    """Firms, plants and "the city" in text[start:end], the names in them taken from `known`."""
    if not HAN.search(text, start, end):
        return []
    rules, rows = grammar(lexicon), list(known)
    firms = [Mention(m.start(), m.end(), m.group(), "Company") for m in rules.firm.finditer(text, start, end)]
    firms = [f for f in firms if not any(_crosses(f, m) for m in rows)]
    places = [
        Mention(m.start(), m.end(), m.group(), "Place", nominal=True, head=m.group())
        for m in rules.place.finditer(text, start, end)
    ]
    ends = {m.end: m for m in (*firms, *rows)}
    people = [Mention(m.start(), m.end(), m.group(), "Person") for m in rules.person.finditer(text, start, end)]
    bodies = [
        Mention(place.start, m.end(), text[place.start : m.end()], "GovernmentBody")
        for m in rules.body.finditer(text, start, end)
        for place in [_place_before(text, m.start(), ends)]
        if place is not None
    ]
    return [*firms, *places, *people, *bodies, *_plants(text, start, end, ends, lexicon)]


def _place_before(text: str, at: int, ends: dict[int, Mention]) -> Mention | None:
    """The place whose body it is: "云南省" of "云南省发展和改革委员会", with or without the word for its level."""
    found = ends.get(at) or (ends.get(at - 1) if text[at - 1] in "省市县区州" else None)
    return found if found is not None and found.type == "Place" else None


def _crosses(firm: Mention, other: Mention) -> bool:
    """Whether a known name reaches over the border of a guessed one."""
    return other.start < firm.start < other.end or (other.start < firm.end < other.end)


def _plants(text: str, start: int, end: int, ends: dict[int, Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Plants with what stands before the noun: whose, where, how large."""
    rules = grammar(lexicon)
    for noun in rules.noun.finditer(text, start, end):
        at, inside = noun.start(), list[Mention]()
        while at > start:
            named = ends.get(at)
            if named is not None and named.type in ("Company", "Place") and named.start >= start:
                inside.insert(0, named)
                at = named.start
                continue
            word = rules.filler.search(text[max(start, at - 14) : at])
            if word is None:
                break
            at -= len(word.group())
        own = rules.own.match(text[at : noun.end()])
        if text.startswith(EXPLAINED, noun.end()) or not (inside or own):
            continue
        firms = [m for m in inside if m.type == "Company"]
        places = [m for m in inside if m.type == "Place"][::-1]  # Chinese names the larger place first
        if not inside and own is not None and own.group() in rules.parents:
            at += len(own.group())
        at = max(at, min((m.start for m in inside), default=at))
        kind = lexicon["facilities"]["chinese"]["nouns"][noun.group()]
        form, head = text[at : noun.end()], noun.group()
        plant = Mention(at, noun.end(), form, kind, nominal=True, head=head, inside=(*firms, *places))
        yield replace(plant, indefinite=own is not None and not firms)
