"""Who does what to whom: the roles around verbs and nouns, whatever relation they may tell.

A use of a word has roles, each a list of tokens with coordination spelled out: `agent`, `patient`,
`attribute`, `prep:in`, `deed` and `doing` (whose purchase or plan the patient or the agent is), `whose` (its named
owner), for nouns also `possessor`, `compound`, `above:to` (beside the verb that governs it), `is` (what the noun is
said of) and
`holder` (who owns it or does it through a light verb). Passives, relative clauses, control and
shared subjects are settled here; no relation is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from loaders.en.parsing.nearby import instanced, share_owners
from loaders.en.parsing.parse import Token
from loaders.en.parsing.syntax import WH, Filled, Syntax

__all__ = ["Filled", "Reader", "Use"]


NOMINAL = frozenset({"attr", "appos", "pobj", "dobj", "compound"})
"""What a word depends by that is used as a noun, whatever its tag."""

PARTIES = frozenset({"prep:from", "prep:to", "prep:by"})
"""Roles of those between whom something changes hands."""


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a verb or noun: its token, lemma (with particle: `take_over`) and roles as token indices."""

    token: int
    lemma: str
    verb: bool
    roles: Mapping[str, tuple[int, ...]]


class Reader(Syntax):
    """Reads the roles of one sentence."""

    def uses(self, lemmas: Iterable[str]) -> Iterator[Use]:
        """All uses of the words in `lemmas`, in order of the text."""
        wanted = frozenset(lemmas)  # of a set of this kind the set itself
        if wanted.isdisjoint(self._lemmas):
            return
        for token, lemma, verb in self._words:
            if lemma in wanted:
                yield self._use(token, lemma, verb)
            elif verb and token.lemma in wanted:
                yield self._use(token, token.lemma, verb)

    @cached_property
    def _words(self) -> list[tuple[Token, str, bool]]:
        """The verbs and nouns that are no names, each with its lemma and whether it is a verb; for many rules."""
        rows = ((t, t.tag.startswith("VB")) for t in self.tokens if t.mention is None)
        return [(t, self.lemma(t), verb) for t, verb in rows if verb or t.tag.startswith("N") or t.dep in NOMINAL]

    @cached_property
    def _lemmas(self) -> frozenset[str]:
        return frozenset(lemma for token, whole, _ in self._words for lemma in (whole, token.lemma))

    def _use(self, token: Token, lemma: str, verb: bool) -> Use:
        """The use of a word; what one rule has read the next one need not."""
        if (token.i, lemma) not in self._used:
            self._used[token.i, lemma] = Use(token.i, lemma, verb, self._verb(token) if verb else self._noun(token))
        return self._used[token.i, lemma]

    @cached_property
    def _used(self) -> dict[tuple[int, str], Use]:
        return {}

    def _verb(self, verb: Token) -> Mapping[str, tuple[int, ...]]:
        roles: dict[str, list[int]] = {}
        passive = self.passive(verb)
        roles["agent"] = list(self._by(verb)) if passive else list(self.agents(verb.i))
        roles["patient"] = list(self.undergoer(verb)) if passive else self._objects(verb)
        kids = self._children(verb.i)
        if not passive and (two := self._two(kids)) is not None:
            roles["prep:to"], roles["patient"] = [two[0]], [two[1]]
        roles["attribute"] = [c.i for c in kids if c.dep in ("attr", "acomp", "oprd")]
        for c in kids:
            if c.dep == "dative":
                below = [g.i for g in self._children(c.i) if g.dep == "pobj"] if c.tag in ("IN", "TO") else [c.i]
                roles.setdefault(f"prep:{c.lemma}" if c.tag == "IN" else "prep:to", []).extend(below)
        self._prepositions(verb.i, roles)
        for i in [*roles["patient"], *roles["attribute"]]:
            for k in self._phrase(i) if self._within(i, verb.i) else ():
                self._prepositions(k, roles)
        roles["main"] = list(self.main())
        roles["deed"] = [j for i in (*roles["patient"], *roles.get("prep:to", ())) for j in self._doers(i)]
        roles["doing"] = [j for i in roles["agent"] for j in self._doers(i)]
        roles["whose"] = [j for i in roles["patient"] for j in self._possessors(i)]
        done = not passive  # agents are spelled out already, up to the verb
        return {n: tuple(ids if done and n == "agent" else self._whole(n, ids)) for n, ids in roles.items() if ids}

    def _whole(self, name: str, ids: list[int]) -> list[int]:
        """All that fill a role; who it is from or by is no stake: "buys 30 % of X from A and a 5 % stake in Y"."""
        found = list(self.joined(ids))
        if name not in PARTIES:
            return found
        return [i for i in found if i in ids or self.tokens[i].mention is not None or not self.stands_for(i)]

    def _two(self, kids: Iterable[Token]) -> tuple[int, int] | None:
        """Who gets what without a preposition: "sells it alumina", "sold X 3 tonnes", "granted X its permit"."""
        objects = [c for c in kids if c.dep in ("dobj", "dative") and c.tag not in ("IN", "TO")]
        if not objects or objects[0].mention is None or (objects[0].dep == "dative" and len(objects) > 1):
            return None
        first = objects[0]
        apposed = [
            c for c in self._children(first.i) if c.dep == "appos" and c.mention is None
        ]  # the parser's, wrongly
        second = next((c for c in (*objects[1:], *apposed) if c.i > first.i), None)
        parted = second is not None and any(t.dep == "punct" for t in self.tokens[first.i + 1 : second.i])
        return None if second is None or parted else (first.i, second.i)

    def _doers(self, i: int) -> list[int]:
        """Whose it is or to whom it is done: X in "X's purchase", "the purchase by X", "the restructuring of X"."""
        kids = self._children(i)
        below = [
            [g.i for c in kids if c.lemma == p for g in self._children(c.i) if g.dep == "pobj"] for p in ("by", "of")
        ]
        owners = [c.i for c in kids if c.dep == "poss"] or below[0] or below[1]
        return owners if self.tokens[i].mention is None else []

    def _possessors(self, i: int) -> list[int]:
        """Whose the words say that it is, a pronoun apart: X in "X's smelter", "X's stake in Y"."""
        named = [c.i for c in self._children(i) if c.dep == "poss" and not c.tag.startswith(("PRP", "WP"))]
        return named or share_owners(self._children(i), self.tokens[i], self.held)

    def _objects(self, verb: Token) -> list[int]:
        kids = self._children(verb.i)
        found = [self._relative(verb, c.i) for c in kids if c.dep == "dobj" and not instanced(self.tokens, c)]
        joined = [
            g.i for c in kids if c.dep == "conj" and c.tag == verb.tag for g in self._children(c.i) if g.dep == "dobj"
        ]
        if verb.tag == "VB" and not found and joined:  # "has raised money to buy and restart the refinery"
            return joined
        if not found and verb.dep == "relcl" and not any(self.tokens[c.i].tag in WH for c in kids):
            found = [verb.head]
        return found or joined or self._told(verb)

    def _told(self, verb: Token) -> list[int]:
        """Who is told or allowed to, where the parser makes a clause of it: "allowed X to mine"."""
        if verb.lemma not in self.control:
            return []
        clauses = [c for c in self._children(verb.i) if c.dep == "ccomp" and c.tag == "VB"]
        return [g.i for c in clauses for g in self._children(c.i) if g.dep == "nsubj"]

    def _noun(self, noun: Token) -> Mapping[str, tuple[int, ...]]:
        kids = self._children(noun.i)
        roles: dict[str, list[int]] = {
            "possessor": [self._whose(noun, c) for c in (*kids, *self._host(noun)) if c.dep == "poss"]
            or share_owners(kids, noun, self.held),
            "compound": [c.i for c in kids if c.dep in ("compound", "nmod", "amod") and c.mention is not None],
            "is": list(self.said_of(noun)),
        }
        alone = noun.dep in ("compound", "nmod") and noun.tag == "NN"
        if noun.dep == "appos" and noun.tag == "NN":
            roles["is"] = self._nearest(noun, roles["is"])
            alone = True
        self._prepositions(noun.i, roles)
        if noun.dep in ("attr", "oprd"):
            self._prepositions(noun.head, roles, "clause")
        if noun.dep == "dobj":
            self._prepositions(noun.head, roles, "above")
        roles["holder"] = roles["possessor"] or list(self.owner_of(noun, 0))
        roles["main"] = list(self.main())
        # "its subsidiary A and B": one subsidiary; "cable maker X and Y": only X makes it.
        return {n: tuple(ids if alone and n == "is" else self.joined(ids)) for n, ids in roles.items() if ids}

    def _nearest(self, noun: Token, said_of: list[int]) -> list[int]:
        """What a singular noun explains: only B in "A and B, a unit of C", whatever the parser hangs it on."""
        before = [i for i in self.joined(said_of) if i < noun.i]
        return [max(before)] if before and noun.head in before else said_of

    def _host(self, noun: Token) -> tuple[Token, ...]:
        """What hangs on the name that the noun explains: "its" of "its subsidiary X"."""
        head = self.tokens[noun.head]
        return self._children(head.i) if noun.dep in ("compound", "nmod") and head.mention is not None else ()

    def _whose(self, noun: Token, child: Token) -> int:
        """The owner, where "whose" stands for the noun before the clause."""
        if child.tag != "WP$":
            return child.i
        top = self.tokens[noun.head]
        while top.dep != "relcl" and top.head != top.i:
            top = self.tokens[top.head]
        return top.head

    def _prepositions(self, i: int, roles: dict[str, list[int]], kind: str = "prep") -> None:
        for c in self._children(i):
            if c.dep in ("prep", "advmod", "agent"):
                nested = [g for g in self._children(c.i) if g.dep == "prep"]
                # "from A and from B": the second preposition hangs on the first, or on what that governs.
                again = [g for k in (c, *self._children(c.i)) for g in self._children(k.i) if g.lemma == c.lemma]
                found = [
                    self._antecedent(g) for p in (c, *again) for g in self._children(p.i) if g.dep in ("pobj", "pcomp")
                ]
                if found:
                    self._add(roles, f"{kind}:{c.lemma}", found)
                for g in nested:
                    if found:
                        self._add(roles, f"{kind}:{g.lemma}", [k.i for k in self._children(g.i) if k.dep == "pobj"])
                    self._add(
                        roles, f"{kind}:{c.lemma}_{g.lemma}", [k.i for k in self._children(g.i) if k.dep == "pobj"]
                    )

    def _add(self, roles: dict[str, list[int]], name: str, ids: list[int]) -> None:
        row = roles.setdefault(name, [])
        row.extend(i for i in ids if i not in row)

    def _within(self, i: int, verb: int) -> bool:
        return self.tokens[i].head == verb
