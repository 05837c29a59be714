"""Whether a name of two words or three is a person's, by what is said of it: a role, a post, a step down."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graph.names import peoples
from loaders.lexicon import Lexicon, alternation, clue
from loaders.mentions import Mention
from loaders.quick import folded

NAME = r"(?:[A-Z][\w&.-]*\s+){1,3}"
"""The firm in "Allen Born, Amax chairman"."""

PINYIN = re.compile(
    r"(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])(?:[iu]?[aeo](?:ng?|[iou])?|[iuü](?:ng?|[ae]|[iu])?)){1,2}", re.IGNORECASE
)
"""A given name of one syllable or two."""


class Persons:
    """The words around a name that only a person's has."""

    def __init__(self, lexicon: Lexicon) -> None:
        persons = lexicon["names"]["persons"]
        roles = rf"(?:(?i:{alternation(persons['grades'])})\s+)?(?i:{alternation(persons['roles'])})\b"
        appointed = alternation(persons["appointed"])
        post = rf"(?:as\s+|to\s+be\s+|to\s+)?(?:(?:its|our|their|the|an?|new|{NAME.strip()}[’']s)\s+)*{roles}"
        been = r"(?:(?:has|have|had|will|was|is)\s+(?:been\s+|be\s+)?)?"
        self.before = re.compile(rf"\b(?:{appointed})\s+(?:Mr\.?\s+|Ms\.?\s+|Dr\.?\s+)?$")
        self.post = re.compile(rf",?\s+{post}")
        self.after = re.compile(
            rf"(?:,\s+)?(?:\s+|(?<=,\s)){been}(?:(?:{appointed})\s+{post}|(?:{alternation(persons['leaves'])})\b)"
            rf"|\s+(?:(?:has|have|had|will|would|is\s+to)\s+)?(?:{alternation(persons['becomes'])})\s+{post}"
            rf"|,\s+who\s+[a-z]|\s+as\s+(?:(?:its|our|their|the|an?|new)\s+)+{roles}"
            rf"|,?\s+who\s+(?:has\s+been|had\s+been|is|was|has\s+served|served)\s+{post}"
            rf"|\s+(?:chairs|heads|leads|chaired|headed|led)\s+(?:the|its)\s+(?:group|company|firm|board|supervisory|business|unit)\b"
            rf"|,\s+(?:the|an?)\s+(?:[\w-]+\s+){{0,2}}(?:{alternation(persons['callings'])})\b"
            rf"|,\s+an?\s+(?:[\w-]+\s+){{0,2}}(?:{alternation(peoples())})(?=,)"  # "a Chinese-born Australian,"
            rf"|\s+\((?:the\s+|its\s+)?{roles}(?:\s+(?:of|for)\s+[a-z\s]{{3,30}})?\)"
            rf"|,\s+(?:aged\s+)?[2-9]\d(?=,\s[a-z])"
            rf"|,\s+{NAME}{roles}|\s+{been}(?:{appointed})\s+{NAME}as\s+"
            rf"|\s+(?:of|from|at)\s+(?:the\s+)?(?:[A-Z][\w.]*\s+(?:(?:&|and)\s+)?){{0,4}}(?:{alternation(persons['practices'])})\b"
        )
        own = "company|group|firm|concern|producer|business|association|union|ministry"
        titles = [*persons["titles"], *persons["callings"]]
        self.title = re.compile(rf"\b(?:{alternation(titles)})\.?\s+$")
        alone = [r for r in persons["roles"] if r not in persons["firms"]]
        self.role = re.compile(rf"(?<![a-z])(?:{alternation([*alone, *persons['callings']])})[,:]?\s+$", re.IGNORECASE)
        self.fields = tuple(persons["fields"])
        field = rf"(?:of|for)\s+(?:[a-z]+\s+){{0,3}}(?:{alternation(self.fields)})"
        self.field = re.compile(rf"(?<![a-z])(?:{alternation(alone)})\s+{field},?\s+$", re.IGNORECASE)
        self.spoken = re.compile(
            rf"\b{roles}\s+(?:of|for|at)\s+(?:(?:the\s+)?(?:[A-Z][\w&.-]*\s?){{1,4}}|(?:the|this|our)\s+(?:{own})),\s+$"
        )
        self.honorifics, self.surnames = frozenset(persons["honorifics"]), frozenset(persons["surnames"])
        self.ends = tuple({folded(w).split()[-1].rstrip(".,:") for w in (*persons["roles"], *titles)})
        self.given = frozenset(persons["given"])
        self.called = re.compile(rf"\b(?:{alternation(persons['before'])})\s+$")
        self.plant = re.compile(rf"\s+(?:[a-z]+\s+)?(?:{alternation(lexicon['names']['nominals']['Site'])})\b")
        self.firm = re.compile(rf"[^\S\n]+{roles}[^\S\n]+[A-Z]")
        kinds = alternation(persons["houses"])
        self.house = re.compile(rf"(?:\bat(?:\s+the)?|\b{roles}\s+(?:of|with|for)(?:\s+the)?|\b(?:{kinds}))\s+$")

    def named(self, before: str, after: str) -> bool:
        """Whether the text names a post that the name gets, holds or leaves."""
        appointed = self.before.search(before) and self.post.match(after)
        explained = before.endswith(", ") and after[:1] in ",." and self.spoken.search(before)
        return bool(appointed or explained or self.after.match(after))

    def announced(self, before: str) -> bool:
        """Whether a title or a role stands right before; most words can be no end of one."""
        if not before[-1:].isspace() or before.endswith("\n\n"):  # "Statement of the chairman" over a text
            return False
        words = before.rstrip().rstrip(".,:")
        if words.endswith(self.fields) and self.field.search(before):
            return True
        if not folded(words).endswith(self.ends):
            return False
        named = before.rstrip().endswith(",") and clue("persons.named").search(before)  # "Anna Holm, CFO, Foobar"
        return bool(self.title.search(before) or (self.role.search(before) and not named))

    def called_so(self, before: str, words: list[str], after: str) -> bool:
        """Whether the first of the words is a first name, or only a person's name can follow what stands before.

        A plant may bear a person's name: "the Boris Kidric works".
        """
        chinese = len(words) == 2 and words[0] in self.surnames and PINYIN.fullmatch(words[1]) is not None
        if words[0] in self.honorifics or chinese:
            return self.plant.match(after) is None
        alike = words[0] in self.given or self.called.search(before) is not None
        return alike and self.plant.match(after) is None

    def employed(self, before: str) -> bool:
        """Whether a firm's name must follow: "analyst at", "a partner of law firm"."""
        return self.house.search(before) is not None

    def employer(self, after: str) -> bool:
        """Whether a role and a name follow at once: the firm in "Amax chairman Allen Born"."""
        return self.firm.match(after) is not None


def aged(text: str, names: Iterable[Mention]) -> Iterator[tuple[int, int]]:
    """Ages behind persons: ", 54," of "Anna Holm, 54, has run", ", 54" of "Anna Holm, 54, chairman of"."""
    for m in names:
        if m.type == "Person" and (hit := clue("persons.age").match(text, m.end)):
            yield hit.span()
