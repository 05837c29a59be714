"""The syntax that roles rest on: who does something, what it is done to, what a noun is said of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from loaders.en.parsing.equated import equated, named_as
from loaders.en.parsing.firsts import being_first, purpose
from loaders.en.parsing.nearby import (
    bare,
    beside,
    explained,
    founded,
    gapped,
    instanced,
    named_before,
    parted,
    parts_of,
    share_owners,
    unplaced,
    which,
)
from loaders.en.parsing.parse import Sentence, Token
from loaders.lexicon import Lexicon
from loaders.mentions import Mention

WH = frozenset({"WDT", "WP", "WP$"})
NAMING = frozenset({"call", "name"})
ACTIVE = frozenset({"nsubj", "csubj"})
Filled = tuple[int, Mention]


class Syntax:
    """Reads one sentence; passives, relative clauses, control and coordination are settled here."""

    def __init__(self, sentence: Sentence, lexicon: Lexicon) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.control = lexicon.words("syntax", "object_control")
        self.transparent = lexicon.words("syntax", "transparent")
        self.held = lexicon.words("syntax", "held")
        self.whose = lexicon.words("syntax", "whose")
        self.classifiers = lexicon.words("syntax", "classifiers")
        self.related = lexicon.words("syntax", "related")
        self.copulas = lexicon.words("syntax", "copulas")
        self.undertakings = lexicon.words("syntax", "undertakings")
        self.founding = lexicon.words("syntax", "founding")
        self._agents: dict[int, tuple[int, ...]] = {}

    def lemma(self, token: Token) -> str:
        """The lemma with its particle: `take_over`."""
        after = self.tokens[token.i + 1 : token.i + 2]  # "started up there": the parser makes it one with "there"
        stray = (t for t in after if t.tag == "RP" and self.tokens[t.head].head == token.i)
        particle = next((c for c in self._children(token.i) if c.dep == "prt"), None) or next(stray, None)
        return f"{token.lemma}_{particle.text.lower()}" if particle else token.lemma

    def filled(self, indices: Iterable[int]) -> list[Filled]:
        """The mentions that tokens stand for, through "a stake in X", "60 % of X", "the firm X"."""
        rows: list[Filled] = []
        for i in indices:
            rows += [r for r in self._fill(i, 0) if r not in rows]
        return rows

    def _fill(self, i: int, depth: int) -> list[Filled]:
        token = self.tokens[i]
        if token.mention is not None:
            return [(i, m) for m in self.sentence.mentions[token.mention].each]
        if depth > 4:
            return []
        kids = self._children(i)
        if self.stands_for(i):
            under = parts_of(self._children, token, self.whose)
            # "its stake in X": whose stake it is is not what it is a stake in.
            held = token.lemma in self.held or any(c.dep == "compound" and c.mention is not None for c in kids)
            beside = ("compound", "nmod", "appos") if under or held else ("compound", "nmod", "poss", "appos")
            firms = (c for c in kids if c.dep in beside and c.mention is not None and not gapped(self.tokens, c))
            under += [c.i for c in firms if c.i not in share_owners(kids, token, self.held)]
            under += [self._antecedent(c) for c in kids if c.tag == "WP$"]
            return [r for k in under for j in self._expanded(k) for r in self._fill(j, depth + 1)]
        if token.lemma in self.classifiers:
            if (firm := explained(self.tokens, token)) is not None:
                return self._fill(firm, depth + 1)
            named = self._classified(token)
            if named:
                return [r for k in named for j in self._expanded(k) for r in self._fill(j, depth + 1)]
        if token.dep in ("appos", "attr") and token.tag.startswith("NN"):
            return [r for k in self.said_of(token) if k != i for r in self._fill(k, depth + 2)]
        return []

    def _classified(self, token: Token) -> list[int]:
        """The names of what a noun says what it is: "the smelter operator X", "a company called X"."""
        kids = self._children(token.i)
        beside = (c for c in kids if c.dep in ("compound", "appos", "nmod") and c.i < token.i + 4)
        clauses = [c for c in kids if c.dep in ("acl", "relcl") and c.lemma in NAMING]
        called = (g for c in clauses for g in self._children(c.i) if g.dep in ("oprd", "dobj", "attr"))
        named = unplaced(self.sentence, [t.i for t in beside if t.mention is not None])
        if token.lemma in self.related and not any(c.dep == "poss" for c in kids):
            named = [k for k in named if k > token.i]
        return named or [t.i for t in called if t.mention is not None]

    def stands_for(self, i: int) -> bool:
        """Whether a noun stands for what it is a part of: "60 percent", "a stake"."""
        token = self.tokens[i]
        return token.tag == "CD" or bool({token.lemma, token.text.lower()} & self.transparent)

    def main(self) -> tuple[int, ...]:
        """The subject of the main clause."""
        root = next((t for t in self.tokens if t.head == t.i), None)
        return self.agents(root.i) if root else ()

    def agents(self, i: int, depth: int = 0) -> tuple[int, ...]:
        """Who does what verb `i` tells; through relatives, control and coordination."""
        if i not in self._agents:
            self._agents[i] = ()
            found = self.joined(self._find_agents(self.tokens[i], depth))
            self._agents[i] = tuple(j for j in found if j < i) if self.tokens[i].dep == "relcl" else tuple(found)
        return self._agents[i]

    def doers(self, i: int) -> tuple[int, ...]:
        """Who does what verb `i` tells, also behind "by"."""
        verb = self.tokens[i]
        return tuple(self._by(verb)) if self.passive(verb) else self.agents(i)

    def passive(self, verb: Token) -> bool:
        """Whether the verb is passive; also "X, owned 51 pct by Y", which the parser reads as active."""
        deps = {c.dep for c in self._children(verb.i)}
        if deps & {"auxpass", "nsubjpass", "agent"} or (verb.dep in ("acl", "amod") and verb.tag == "VBN"):
            return True
        return verb.tag in ("VBD", "VBN") and "aux" not in deps and bool(self._by(verb))

    def _by(self, verb: Token) -> list[int]:
        kids = (
            c
            for c in self._children(verb.i)
            if c.dep in ("agent", "prep") or (c.dep == "dobj" and bare(self.tokens, c))
        )
        under = [k for c in kids for k in self._phrase(c.i)]
        found = [g.i for k in under if self.tokens[k].lemma == "by" for g in self._children(k) if g.dep == "pobj"]
        return [i for i in self.joined(found) if self._is_actor(i)]

    def _is_actor(self, i: int) -> bool:
        rows, token = self._fill(i, 0), self.tokens[i]
        plain = token.mention is None and not token.tag.startswith("CD") and bool(rows)
        return plain or any(m.type not in ("Place", "Product") for _, m in rows)

    def undergoer(self, verb: Token) -> list[int]:
        kids = self._children(verb.i)
        found = [c.i for c in kids if c.dep == "nsubjpass"] or [c.i for c in kids if c.dep == "nsubj"]
        found = found or ([verb.head] if verb.dep in ("acl", "relcl", "amod") else [])
        if not found and verb.dep in ("advcl", "conj", "dep") and (named := beside(self.tokens, verb)) is not None:
            found = [named]
        if not found and verb.dep == "conj":
            found = self.undergoer(self.tokens[verb.head])
        if not found and verb.dep in ("xcomp", "advcl", "ccomp"):
            found = list(self._controller(verb, 0))
        return [self._relative(verb, i) for i in found]

    def _relative(self, verb: Token, i: int) -> int:
        """The noun that a relative pronoun stands for."""
        if self.tokens[i].tag not in WH and not (self.tokens[i].lemma == "that" and verb.dep == "relcl"):
            return i
        top = verb
        while top.dep in ("conj", "xcomp") and top.head != top.i:
            top = self.tokens[top.head]
        if top.dep != "relcl":  # "pass to X, which will sell", where the parser hangs it on the verb
            return near if (near := which(self.tokens, i)) is not None and top.dep == "advcl" else i
        noun, near = self._modified(top), which(self.tokens, i)
        of_person = near is not None and any(m.type == "Person" for _, m in self._fill(noun, 0))
        return near if near is not None and of_person else noun

    def _modified(self, clause: Token) -> int:
        """The noun of a relative clause; in the singular the last of a list, "A and B, which is".

        A past that may be both is of the last one alone: "A, B and C, which built the plant".
        """
        aux = [c for c in self._children(clause.i) if c.dep.startswith("aux")]
        last = clause.tag == "VBZ" or any(c.tag == "VBZ" for c in aux)
        past = clause.tag == "VBD" and not aux and clause.text != "were"
        if not last and not past:
            return clause.head
        return max(i for i in self._expanded(clause.head) if i < clause.i or i == clause.head)

    def _find_agents(self, verb: Token, depth: int) -> Iterable[int]:
        if depth > 8:
            return ()
        kids = self._children(verb.i)
        own = [c.i for c in kids if c.dep in ACTIVE or (c.dep == "nsubjpass" and not self._by(verb))]
        if own:
            return [k for i in own for k in self._said(self._relative(verb, i), i)]
        if (being := being_first(self.sentence, verb)) is not None:
            return self.agents(being.i, depth + 1)
        if verb.dep == "relcl" and purpose(
            self.sentence, verb, self.classifiers
        ):  # "signed a deal to supply": who signs it supplies
            return self.owner_of(self.tokens[verb.head], depth)
        if verb.dep == "relcl":
            return () if any(c.dep == "nsubjpass" for c in kids) else self._said(self._modified(verb))
        return self._controller(verb, depth)

    def _said(self, noun: int, pronoun: int = -1) -> list[int]:
        """The noun, or who is said to be one of them: X in "X is among the rollers that buy"."""
        token = self.tokens[noun]
        one = noun != pronoun and token.mention is None and (token.tag, token.dep) == ("NNS", "pobj")
        return (list(equated(self, token)) if one else []) or [noun]

    def _controller(self, verb: Token, depth: int) -> Iterable[int]:
        """Who does it where the verb has no subject of its own."""
        head = self.tokens[verb.head]
        if head.i == verb.i or (head.lemma == "use" and self.passive(head)):  # "coke used to make anodes"
            return ()
        made = founded(self.tokens, verb, self.undertakings)
        if made is not None and self.tokens[self.tokens[made].head].lemma in self.founding:
            return [made]
        if head.tag.startswith("VB"):
            objects = [c.i for c in self._children(head.i) if c.dep == "dobj"]
            if verb.dep in ("xcomp", "ccomp") and head.lemma in self.control and objects:
                return objects
            if verb.dep == "conj" and (undergone := [c.i for c in self._children(head.i) if c.dep == "nsubjpass"]):
                return [self._relative(head, i) for i in undergone]  # "it was founded by A, and took over B"
            shared = self.agents(head.i, depth + 1)
            # "A, whose chairman B left, owns": B belongs to the clause of "whose" alone.
            own = [i for i in shared if not any(c.tag == "WP$" for c in self._children(i))]
            if not own and head.dep == "relcl" and self.tokens[verb.i - 1].text == ",":
                return [head.head]
            return own or shared
        if verb.dep == "acl" and verb.tag == "VBG":
            return [head.i]
        return self.owner_of(head, depth)

    def owner_of(self, noun: Token, depth: int) -> Iterable[int]:
        """Who has the plan, the agreement, the right; who is set or likely to."""
        if noun.mention is not None:
            return [noun.i]
        if noun.head == noun.i or depth > 8:
            return self.agents(noun.i, depth + 1) if any(c.dep in ACTIVE for c in self._children(noun.i)) else ()
        possessors = [c.i for c in self._children(noun.i) if c.dep == "poss"]
        if possessors and self.tokens[possessors[0]].tag != "WP$":
            return possessors
        # "a decision by the ministry to cancel": who decides stands behind "by".
        if doers := [g.i for c in self._children(noun.i) if c.lemma == "by" for g in self._children(c.i)]:
            return [i for i in doers if self.tokens[i].dep == "pobj"]
        top = self.tokens[noun.head]
        if noun.dep in ("nsubj", "nsubjpass") or (top.lemma == "use" and self.passive(top)):
            return ()
        return self.agents(top.i, depth + 1) if top.tag.startswith("VB") else self.owner_of(top, depth + 1)

    def said_of(self, noun: Token) -> Iterator[int]:
        """What the noun is said of: subject of "is", apposition either way, "its subsidiary X", "as X"."""
        head = self.tokens[noun.head]
        if noun.dep == "conj":
            yield from self.said_of(head) if head.mention is None else ()
        if noun.dep in ("attr", "oprd", "dobj", "acomp") and head.lemma in self.copulas:
            yield from self.agents(head.i)
        if noun.dep == "appos":
            yield noun.head
        if noun.dep in ("compound", "nmod") and head.mention is not None:
            yield noun.head
        yield from (c.i for c in self._children(noun.i) if c.dep == "appos" and not parted(self.tokens, noun, c))
        if noun.dep == "pobj" and head.lemma == "as":
            yield from named_as(self, head)
        yield from equated(self, noun)

    def _antecedent(self, token: Token) -> int:
        """The noun that "which" stands for: "in which it has 70 per cent"."""
        if token.tag not in WH:
            return token.i
        if (named := named_before(self.tokens, token)) is not None:
            return named
        top = token
        while top.dep != "relcl" and top.head != top.i:
            top = self.tokens[top.head]
        return top.head

    def joined(self, ids: Iterable[int]) -> list[int]:
        """The tokens, each with all that is coordinated with it."""
        rows: list[int] = []
        for i in ids:
            rows += [j for j in self._expanded(i) if j not in rows]
        return rows

    def _expanded(self, i: int) -> Iterator[int]:
        """The token and all that is coordinated with it."""
        yield i
        for c in self._children(i):
            if c.dep == "conj" and not c.tag.startswith("VB") and not instanced(self.tokens, c):
                yield from self._expanded(c.i)

    def _phrase(self, i: int) -> Iterator[int]:
        """The tokens below `i` without those of clauses and of other names."""
        yield i
        for c in self._children(i):
            if c.dep in ("prep", "pobj"):
                yield from self._phrase(c.i)

    def _children(self, i: int) -> tuple[Token, ...]:
        return self.sentence.children(i)
