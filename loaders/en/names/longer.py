"""Names that hold a known one and are another's: "Canadian Reynolds Metals Co", "Impol 2000 d.d."."""

from __future__ import annotations

import re
from dataclasses import replace

from graph.names import peoples
from graph.resolve import Registry
from loaders.lexicon import Lexicon, alternation, clue
from loaders.mentions import Mention


def named_after(text: str, known: list[Mention]) -> list[Mention]:
    """The names, a product of a land in capitals as a firm: "from Aluminium of Kazakhstan"."""
    done: list[Mention] = []
    for m in known:
        product = done[-1] if done and done[-1].type == "Product" and m.type == "Place" else None
        joined = product is not None and text[product.end : m.start] == " of " and product.text.istitle()
        if joined and clue("longer.inside").search(text, 0, done[-1].start):
            first = done.pop().start
            m = Mention(first, m.end, text[first : m.end], "Company")
        done.append(m)
    return done


class Longer:
    """Finds what belongs to a firm's name before and behind it."""

    def __init__(self, registry: Registry, lexicon: Lexicon) -> None:
        self.registry = registry
        legal = alternation(lexicon["names"]["legal"])
        behind = r"(?:(?<=^)|(?<=<)|(?<=\b(?:at|by|of)\s)|(?<=\b(?:and|for)\s))"
        self.nation = re.compile(rf"{behind}({alternation(peoples())})\s$")
        self.form = re.compile(rf"\s(?:{legal})\b\.?(?!\s[A-Z])")
        self.number = re.compile(rf"\s\d{{1,4}}\s(?:{legal})(?:\b|(?<=\.))")
        self.legal = re.compile(rf"\s(?:{legal})\.?$")

    def numbered(self, text: str, mention: Mention) -> Mention:
        """A firm's name with the number before its legal form: "Foobar 2000 Ltd" is not Foobar."""
        more = self.number.match(text, mention.end) if mention.type == "Company" else None
        return replace(mention, end=more.end(), text=text[mention.start : more.end()]) if more else mention

    def namesake(self, text: str, mention: Mention, limit: int) -> Mention:
        """The firm of another country that has its nation before a known name: "Canadian Reynolds Metals Co"."""
        before = self.nation.search(text[max(limit, mention.start - 16) : mention.start])
        form = self.form.match(text, mention.end)
        if before is None or mention.type != "Company":
            return mention
        country = peoples()[before[1]]
        ids = {e.entity.id for e in self.registry.exact(country) if e.entity.type == "Place"}
        homes = [e.entity.id for e in self.registry.exact(mention.text)]
        if not ids or any(self.registry.based(h, i) for h in homes for i in ids):
            return mention
        elsewhere = any(e.entity.country for e in self.registry.exact(mention.text))
        if not (self.legal.search(mention.text) or form or elsewhere):
            return mention
        start = mention.start - len(before[0])
        end = form.end() if form else mention.end
        return replace(mention, start=start, end=end, text=text[start:end])
