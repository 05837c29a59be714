"""Status from the words around a trigger: actual, planned, rumoured, ended, denied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.en.parsing.parse import Sentence, Token
from loaders.infinitives import bound, closed, was_able, was_first
from loaders.lexicon import Lexicon

UP = frozenset(
    {
        "xcomp",
        "acl",
        "pcomp",
        "pobj",
        "prep",
        "dobj",
        "conj",
        "attr",
        "compound",
        "advcl",
        "agent",
        "appos",
        "nmod",
        "npadvmod",
        "amod",
        "oprd",
        "nsubj",
        "nsubjpass",
    }
)
KINDS = {"aux": "aux", "auxpass": "aux", "advmod": "adverb", "amod": "adjective", "compound": "adjective"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that may tell a status: `kind` is aux, verb, noun, adjective, adverb, negation, or prep of a past verb."""

    kind: str
    lemma: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The status of a trigger; `negated` is True where what it says is denied or no plan at all."""

    status: str
    negated: bool = False
    unreal: bool = False
    """Whether what was meant to be never was: "was to have bought it", "will not now buy it"."""


PRESENT = frozenset({"has", "have", "is", "are"})


class Judge:
    """Reads the status of a use of a word."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.order = tuple(lexicon["status"]["order"])
        self.negations = lexicon.words("status", "negation", "words")
        self.harmless = lexicon.words("status", "negation", "harmless")
        self.longer = lexicon.words("status", "negation", "no_longer")
        self.facts = lexicon.words("status", "actual", "verb")
        self.steady = lexicon.words("status", "actual", "steady")
        self.onwards = lexicon.words("status", "actual", "onwards")
        self.steadily = lexicon.words("status", "running", "predicates")
        self.present = re.compile(lexicon["status"]["running"]["behind"])
        self.works = lexicon.words("status", "works", "predicates")
        self.asides = lexicon.words("status", "aside", "verbs")
        self.ending = lexicon.words("status", "finished", "verbs")
        self.closing = lexicon.words("status", "finished", "closed")
        self.foreseen = lexicon.words("status", "foreseen", "verbs")
        self.awaiting = lexicon.words("status", "works", "awaiting")
        self.timing = lexicon.words("status", "works", "timing")
        self.ahead = lexicon.words("status", "works", "ahead")
        self.quoted = re.compile(lexicon["status"]["attribution"]["pattern"])

    def read(self, sentence: Sentence, token: int, default: str, near: bool = False) -> Reading:
        """The status that the words around `token` tell, else `default`; `near` looks no further than its own."""
        marks = frozenset(self._own(sentence, token) if near else self.marks(sentence, token))
        hits = [s for s in self.order if self._says(s, marks)]
        if Mark("negation", "no_longer") in marks:
            return Reading("ended")
        if Mark("negation", "unreal") in marks or Mark("negation", "aside") in marks:
            return Reading("denied", negated=True, unreal=Mark("adverb", "failed") in marks)
        if any(m.kind == "negation" for m in marks):
            given_up = Mark("adverb", "now") in marks or Mark("adverb", "after_all") in marks
            return Reading("denied", negated="planned" in hits or "rumoured" in hits, unreal=given_up)
        return Reading((*hits, default)[0])

    def none(self, sentence: Sentence, token: int, only: bool = False) -> bool:
        """Whether a noun is counted as none: "makes no bauxite", "will build no smelter"; `only` bars "no other"."""
        kids = sentence.children(token)
        other = only and any(c.dep == "amod" for c in kids)
        return not other and any(c.dep == "det" and c.lemma == "no" for c in kids)

    def fitting(self, status: str, sentence: Sentence, token: int, predicate: str) -> str:
        """A status as the relation takes it: what is being built is planned, a contract that was signed is a fact."""
        if predicate in self.works and status != "rumoured":
            if (done := self._finished(sentence, token)) is not None:
                return done
            if status == "actual" and self._unfinished(sentence, token, predicate):
                return "planned"
        if status == "actual" and self._given_up(sentence, token, predicate):
            return "ended"
        if status == "ended" and self._to_end(sentence, token):
            return "actual"
        if status == "planned" and sentence.tokens[token].lemma in self.lexicon["status"]["kept"].get(predicate, ()):
            return "actual"
        if status == "rumoured" and predicate == "produces" and was_able(sentence, token):
            return "ended"
        if status != "planned":
            return status
        fact = bound(sentence, token, predicate, self.lexicon["status"]["signed"]) or was_first(sentence, token)
        return "actual" if fact or self._running(sentence, token, predicate) else status

    def _finished(self, sentence: Sentence, token: int) -> str | None:
        """What a verb that ends the work says of it: done in "has finished building", planned where it is not yet."""
        at = sentence.tokens[token]
        above = sentence.tokens[at.head]
        if (verb := closed(sentence, at, self.closing)) is not None:
            own = frozenset(self._around(sentence, verb))
            open = any(m.kind == "negation" for m in own) or any(self._says(s, own) for s in self.order)
            return None if open else "actual"
        if at.dep not in ("xcomp", "dobj", "ccomp") or above.lemma not in self.ending:
            return None
        return "actual" if self.read(sentence, above.i, "actual").status == "actual" else "planned"

    def _unfinished(self, sentence: Sentence, token: int, predicate: str) -> bool:
        """Whether the verb tells of what is being done, or by a notice will be."""
        at, kids = sentence.tokens[token], sentence.children(token)
        aux = {c.lemma for c in kids if c.dep == "aux"}
        being = any(c.dep == "auxpass" and c.text.lower() == "being" for c in kids)
        noticed = at.tag in ("VBZ", "VBP") and predicate in self.lexicon["status"]["works"]["present"]
        let = at.dep == "ccomp" and sentence.tokens[at.head].lemma in self.lexicon["status"]["works"]["letting"]
        return being or noticed or let or (at.tag == "VBG" and "be" in aux) or self._awaited(sentence, at)

    def _given_up(self, sentence: Sentence, token: int, predicate: str) -> bool:
        """Whether a clause says that what one had has gone: "had a refinery, which it sold", "belonged to"."""
        at, verbs = sentence.tokens[token], self.lexicon["status"]["gone"].get(predicate, ())
        if at.lemma in self.lexicon["status"]["over"].get(predicate, ()) and at.dep != "ccomp":
            return at.tag == "VBD" or any(c.text == "had" for c in sentence.children(token))
        if not verbs or sentence.tokens[token].tag != "VBD":
            return False
        had = [c for c in sentence.children(token) if c.dep == "dobj"]
        told = (c for h in had for c in sentence.children(h.i) if c.dep == "relcl" and c.lemma in verbs)
        return any(c.tag in ("VBD", "VBN") for c in told)

    def _to_end(self, sentence: Sentence, token: int) -> bool:
        """Whether it only will end: "will stop making metal in May", "plans to cease producing"; until then it runs."""
        at = sentence.tokens[token]
        while at.dep in ("xcomp", "pcomp", "dobj", "prep", "conj") and at.head != at.i:
            at = sentence.tokens[at.head]
            if at.lemma in self.lexicon["status"]["ended"]["verb"]:
                return self.read(sentence, at.i, "actual").status in ("planned", "rumoured")
        return False

    def _awaited(self, sentence: Sentence, verb: Token) -> bool:
        """Whether a clause of time in the present tells of what is to come: "will hire when it opens the mill"."""
        kids = sentence.children(verb.i)
        marks = {c.lemma for c in kids if c.dep in ("mark", "advmod") and c.i < verb.i}
        if verb.dep != "advcl" or marks.isdisjoint(self.awaiting | self.timing):
            return False
        aux = {c.text.lower() for c in kids if c.dep in ("aux", "auxpass")}
        present = verb.tag in ("VBZ", "VBP") or (verb.tag == "VBN" and not aux.isdisjoint(PRESENT) and "had" not in aux)
        above = {c.text.lower() for c in sentence.children(verb.head) if c.dep == "aux"}
        return present and not (marks.isdisjoint(self.awaiting) and above.isdisjoint(self.ahead))

    def _running(self, sentence: Sentence, token: int, predicate: str) -> bool:
        """Whether what is expected is that of a running period, and so goes on: "expects to make 4 Mt this year"."""
        rest = sentence.text[sentence.tokens[token].end - sentence.start :]
        return predicate in self.steadily and self.present.match(rest) is not None

    def _says(self, status: str, marks: frozenset[Mark]) -> bool:
        groups = self.lexicon["status"][status]
        return any(m.lemma in groups.get(m.kind, ()) for m in marks)

    def _own(self, sentence: Sentence, token: int) -> Iterator[Mark]:
        """The marks on a noun itself and on the verb that says it of something: "is no longer a unit"."""
        at = sentence.tokens[token]
        yield from self._around(sentence, at)
        if at.dep in ("attr", "oprd"):
            steady = self._steady(sentence, above := sentence.tokens[at.head])  # "will remain the owner"
            yield from (m for m in self._around(sentence, above) if not steady or m.kind != "aux")

    def marks(self, sentence: Sentence, token: int) -> Iterator[Mark]:
        """All marks on the way from the trigger up to its main clause."""
        at, own = sentence.tokens[token], True
        for _ in range(9):
            if not own and at.mention is None:
                yield from self._self(sentence, at)
            steady = not own and self._steady(sentence, at)
            yield from (m for m in self._around(sentence, at) if not steady or m.kind != "aux")
            above = sentence.tokens[at.head]
            if at.dep == "prep" and above.lemma in self.asides:
                yield from self._beside(sentence, above)
                return
            if above.i == at.i or not self._climbs(sentence, at, above):
                return
            at, own = above, False

    def _beside(self, sentence: Sentence, verb: Token) -> Iterator[Mark]:
        """Of what somebody only speaks about nothing is told; an adviser who was none tells nothing of the deal."""
        mute = self.asides - self.lexicon.words("status", "aside", "speech")
        if verb.lemma in mute and any(c.dep == "neg" for c in sentence.children(verb.i)):
            yield Mark("negation", "aside")

    def _steady(self, sentence: Sentence, token: Token) -> bool:
        """Whether a verb tells that something goes on: "will continue", "is to go on"."""
        on = token.lemma in self.onwards and any(
            c.dep in ("prt", "advmod", "prep") and c.lemma == "on" for c in sentence.children(token.i)
        )
        return on or token.lemma in self.steady

    def _self(self, sentence: Sentence, token: Token) -> Iterator[Mark]:
        kind = {"V": "verb", "N": "noun", "J": "adjective"}.get(token.tag[:1])
        if kind and not any(c.dep == "prt" for c in sentence.children(token.i)):
            habit = token.text.lower() == "used" and any(c.dep == "xcomp" for c in sentence.children(token.i))
            yield Mark("aux", "used") if habit and not self._has(sentence, token) else Mark(kind, token.lemma)
        if token.tag.startswith("VB"):
            yield Mark("noun", token.lemma)

    def _has(self, sentence: Sentence, token: Token) -> bool:
        """Whether a verb has an object: "used scrap to make", not "used to make"."""
        return any(c.dep in ("dobj", "nsubjpass") for c in sentence.children(token.i))

    def _around(self, sentence: Sentence, token: Token) -> Iterator[Mark]:
        kids = sentence.children(token.i)
        words = {c.text.lower() for c in kids}
        if self._unreal(sentence, token, kids):
            yield Mark("negation", "unreal")
            if not any(c.dep == "advcl" for c in kids):  # "had prices held, it would have": no deal that failed
                yield Mark("adverb", "failed")
        for c in kids:
            lemma = c.text.lower() if c.dep in ("aux", "neg", "det") else c.lemma
            if lemma in self.negations and c.dep in ("neg", "det", "advmod", "preconj"):
                yield from self._negation(sentence, c, words)
            elif c.text.lower() in self.longer and any(g.lemma in ("no", "not") for g in sentence.children(c.i)):
                yield Mark("negation", "no_longer")
            elif (c.dep == "prep" or (c.dep == "mark" and token.dep == "ROOT")) and self._past(token, words):
                yield Mark("prep", c.lemma)
            elif c.dep in KINDS and c.mention is None and not (lemma == "to" and self._fact(sentence, token)):
                yield Mark(KINDS[c.dep], lemma)

    def _unreal(self, sentence: Sentence, token: Token, kids: Sequence[Token]) -> bool:
        """Whether a verb tells of what never was: "would have built it, had it got power", "was to have built it"."""
        aux = [c for c in kids if c.dep == "aux"]
        meant = sentence.tokens[token.head].text.lower() in ("was", "were")
        whose = next((c.i for c in kids if c.dep.startswith("nsubj")), None)
        turned = whose is not None and any(c.text == "had" and c.i < whose for c in aux)
        words = {c.text.lower() for c in aux}
        return turned or {"would", "have"} <= words or (meant and {"to", "have"} <= words)

    def _past(self, token: Token, words: set[str]) -> bool:
        """Whether the verb tells of what was: "ran it until 2015", "was run until 2015"."""
        return token.tag == "VBD" or (token.tag == "VBN" and bool(words & {"was", "were", "had"}))

    def _negation(self, sentence: Sentence, negation: Token, words: set[str]) -> Iterator[Mark]:
        nearby = words | {t.text.lower() for t in sentence.tokens[negation.i + 1 : negation.i + 2]}
        if "yet" in nearby:
            yield Mark("adverb", "not_yet")
        if not nearby & self.harmless:
            longer = negation.text.lower() in ("no", "not") and nearby & self.longer
            yield Mark("negation", "no_longer" if longer else negation.text.lower())

    def _fact(self, sentence: Sentence, token: Token) -> bool:
        """Whether "to" before the verb stands under a word that makes it a fact: "the first was to build" it."""
        head = sentence.tokens[token.head]
        kids = sentence.children(head.i)
        named = any(c.dep.startswith("nsubj") and (c.mention is not None or c.tag == "WDT") for c in kids)
        return head.lemma in self.facts and not (head.lemma == "be" and named)

    def _climbs(self, sentence: Sentence, token: Token, above: Token) -> bool:
        if token.dep == "conj" and token.tag.startswith("VB"):
            own = any(c.dep in ("aux", "nsubj", "nsubjpass") for c in sentence.children(token.i))
            return not own and above.tag == token.tag and above.lemma != "use"  # "used to hold 25 %, but sold it"
        if token.dep == "ccomp":
            return above.lemma in self.foreseen or above.lemma in self.lexicon.words("status", "denied", "verb")
        if token.dep == "advcl":
            return any(c.text == "to" for c in sentence.children(token.i))
        if token.dep == "acl" and token.tag in ("VBN", "VBG"):
            return False
        if token.dep == "appos" or (token.dep in ("dobj", "pobj") and above.mention is not None):
            return False
        if token.dep in ("nsubj", "nsubjpass"):
            return token.tag.startswith("NN") and token.mention is None
        return token.dep in UP

    def attribution(self, text: str) -> str | None:
        """Who is quoted for a sentence: "according to CRU"."""
        match = self.quoted.search(text)
        return match["who"] if match else None
