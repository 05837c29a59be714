"""Regexes that look at a text only where they may match: the same matches, sooner.

A regex that begins with anything but a letter of one case is tried at every character. Most of the
grammars' rules need a word that most texts lack ("quarter", "年"), or begin with a digit or a
capital: what its own parsed form tells of a pattern is enough to pass over the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from loaders.parsed import Parts, cost, heads, needs, parsed

RUN = 3
"""Letters in a row by which words are looked up."""
SETS = 4
"""Sets of which each must have a word in the text."""
_LETTERS = str.maketrans("ſıİ", "sii")


def folded(text: str) -> str:
    """Lower case as regexes see it that ignore case: the long s is an s, the dotless i an i."""
    return text.lower() if text.isascii() else text.translate(_LETTERS).lower()


class Quick:
    """A regex with what it needs: `words`, `word` and `heads`.

    Of each set of `words` one stands in any text that it matches, and so does `word`, "" where there
    is none that always does. `heads` finds the characters that
    a match may begin with, None where that is most of them; `empty` says whether it matches where nothing is.
    """

    def __init__(self, source: str, flags: int = 0, parts: Parts | None = None) -> None:
        tree = parsed(source, flags, parts)
        self.source, self.flags = parts.written(source) if parts else source, flags
        self.words = tuple(tuple(sorted(words)) for words in sorted(set(needs(tree)), key=cost)[:SETS])
        self.word = next((words[0] for words in self.words if len(words) == 1), "")
        first = heads(tree, bool(tree.state.flags & re.IGNORECASE))
        self.heads = re.compile(f"[{''.join(sorted(first))}]") if first else None
        self.empty = tree.getwidth()[0] == 0

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The regex, compiled when a text first may match it: most texts need few of many."""
        return re.compile(self.source, self.flags)

    def may(self, text: str) -> bool:
        """Whether a match is possible in a `folded` text."""
        return _all(self.words, text)

    def search(self, text: str) -> re.Match[str] | None:
        """The first match."""
        return self.pattern.search(text) if self.may(folded(text)) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches that do not overlap, in order."""
        return self.found(text, 0, len(text)) if self.may(folded(text)) else iter(())

    def inside(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """The same in text[start:end]."""
        return self.found(text, start, end) if self.may(folded(text[start:end])) else iter(())

    def found(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """The same in text[start:end] where the words are known to stand."""
        if self.heads is None:
            yield from self.pattern.finditer(text, start, end)
            return
        at = start
        for head in self.heads.finditer(text, start, end):
            if head.start() >= at and (match := self.pattern.match(text, head.start(), end)):
                yield match
                at = match.end()


class Either(Quick):
    """Many regexes as one, the first of them first: those whose words the text lacks are not tried.

    The matches are those of `a|b|c`, for nothing follows the alternatives that could make one give way to the next.
    Groups of an alternative that was not tried are not in the match's `groupdict`.
    """

    def __init__(self, sources: Sequence[str], flags: int = 0) -> None:
        super().__init__("|".join(f"(?:{source})" for source in sources), flags)
        self.rows = tuple(Quick(source, flags) for source in sources)
        if any(row.empty for row in self.rows):
            raise re.error(f"an alternative matches the empty text: {self.source}")
        self.index = Index(self.rows)
        self._last: tuple[str, tuple[re.Match[str], ...]] = ("", ())

    def search(self, text: str) -> re.Match[str] | None:
        """The first match."""
        return next(self.finditer(text), None)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches that do not overlap, in order; kept, for rules ask once for each figure of a sentence."""
        if self._last[0] != text:
            self._last = text, tuple(self.found(text, 0, len(text)))
        return iter(self._last[1])

    def found(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """The same in text[start:end]: of the next match of each alternative the leftmost, of several the first."""
        lower = folded(text[start:end])
        near = sorted(self.index.rules(lower, self.index.needing.items()))
        live = [self.rows[k].pattern for k in near if _all(self.index.rest[k], lower)]
        following = [pattern.search(text, start, end) for pattern in live]
        while best := min((m for m in following if m is not None), key=lambda m: m.start(), default=None):
            yield best
            at = best.end()
            following = [
                m if m is None or m.start() >= at else pattern.search(text, at, end)
                for m, pattern in zip(following, live, strict=True)
            ]


class Index:
    """Of each rule one set of words, by its words, and the `rest` of its sets.

    The set whose shortest word is longest is the one that fewest texts have. `always` are those that need no word.
    """

    def __init__(self, rules: Sequence[Quick]) -> None:
        first = [max(rule.words, key=lambda words: min(map(len, words)), default=()) for rule in rules]
        self.always = [k for k, words in enumerate(first) if not words]
        self.rest = [tuple(w for w in rule.words if w != words) for rule, words in zip(rules, first, strict=True)]
        self.needing: dict[str, list[int]] = {}
        for k, words in enumerate(first):
            for word in words:
                self.needing.setdefault(word, []).append(k)

    def rules(self, text: str, words: Iterable[tuple[str, list[int]]]) -> set[int]:
        """Those of which one of the `words` stands in a `folded` text, and those that need none."""
        return {k for word, rows in words if word in text for k in rows}.union(self.always)


def _all(sets: Iterable[Sequence[str]], text: str) -> bool:
    """Whether of each set a word stands in the text."""
    for words in sets:
        for word in words:
            if word in text:
                break
        else:
            return False
    return True


class Sieve:
    """Which of many patterns may match a text, told by words of which each pattern needs one.

    A word is looked for only where three of its letters stand in a row in the text: of its runs of three the one
    that fewest words have.
    """

    def __init__(self, rules: Sequence[Quick]) -> None:
        self.rules = rules
        self.index = Index(rules)
        needing = self.index.needing
        counts = Counter(run for word in needing for run in _runs(word))
        self.short = [(word, rows) for word, rows in needing.items() if len(word) < RUN]
        self.needing: dict[str, list[tuple[str, list[int]]]] = {}
        for word, rows in needing.items():
            if len(word) >= RUN:
                self.needing.setdefault(min(_runs(word), key=lambda run: (counts[run], run)), []).append((word, rows))

    def may(self, text: str, live: frozenset[int]) -> list[int]:
        """The numbers of the patterns of `live` that may match a `folded` text, in order."""
        near = [*self.short, *(row for run in self.needing.keys() & _runs(text) for row in self.needing[run])]
        found = live.intersection(self.index.rules(text, near))
        return sorted(k for k in found if _all(self.index.rest[k], text))


def _runs(text: str) -> set[str]:
    """All runs of letters of a length in a text."""
    return {text[k : k + RUN] for k in range(len(text) - RUN + 1)}
