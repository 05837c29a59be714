"""The tokens of a SPARQL query: enough to see what it asks for before the engine parses it.

The engine has no switch for SERVICE, reads updates and queries with two parsers, and overflows its
stack on deep nesting. So a query is looked at here first. Words inside strings, IRIs, prefixed names,
variables and comments are no keywords; a keyword written with `\\u` escapes is one.
Source of the terminals: SPARQL 1.1 Query Language, section 19.8.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from ontology.errors import InvalidQuery

LENGTH = 100_000
NESTING = 100
TOKENS = 4_000
"""Most tokens outside VALUES blocks. Long chains overflow the engine's stack as nesting does: of
`!`, `&&`, OPTIONAL, FILTER or BIND, 10,000 in a row end the process with an 8 MB stack; 4,000 do not."""

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"})

_CODE = r"(?:\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})"
_LETTER = r"[^\W\d_]"
_NAME = r"(?:[\w\-·]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
_LOCAL = rf"(?:{_NAME}|:)(?:(?:{_NAME}|[.:])*(?:{_NAME}|:))?"
_TOKEN = re.compile(
    rf"""
      (?P<space>   [ \t\r\n]+ | \#[^\r\n]* )
    | (?P<iri>     <(?:[^<>"{{}}|^`\\\x00-\x20]|{_CODE})*> )
    | (?P<string>  '''(?:'{{0,2}}(?:[^'\\]|\\.))*''' | \"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*\"\"\"
                 | '(?:[^'\\\r\n]|\\[^\r\n])*' | "(?:[^"\\\r\n]|\\[^\r\n])*" )
    | (?P<variable>[?$]\w[\w·\u0300-\u036f\u203f\u2040]* )
    | (?P<blank>   _:\w(?:[\w\-·.]*[\w\-·])? )
    | (?P<tag>     @[A-Za-z]+(?:-[A-Za-z0-9-]+)* )
    | (?P<name>    (?:{_LETTER}(?:[\w\-·.]*[\w\-·])?)?:(?:{_LOCAL})? )
    | (?P<number>  (?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)? )
    | (?P<word>    (?:{_LETTER}|{_CODE})(?:\w|{_CODE})* )
    | (?P<sign>    \^\^|&&|\|\||!=|<=|>=|[{{}}()\[\].,;*/|^+\-!=<>?&] )
    """,
    re.VERBOSE | re.DOTALL,
)  # fmt: skip
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"[^\r\n]")
_OPEN, _CLOSE = frozenset("{(["), frozenset("})]")


class Token(NamedTuple):
    """A token: its kind (`word`, `iri`, `string`, `sign` …), its text and where it starts."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset behind its last character."""
        return self.start + len(self.text)


def tokens(query: str) -> Iterator[Token]:
    """The tokens of a query without spaces and comments; InvalidQuery where there is none.

    >>> [t.text for t in tokens("ASK { ?s a 'SERVICE' } # SERVICE")]
    ['ASK', '{', '?s', 'a', "'SERVICE'", '}']
    """
    start = 0
    while start < len(query):
        match = _TOKEN.match(query, start)
        if match is None:
            raise InvalidQuery(f"{place(query, start)}: {_stray(query[start])}")
        kind = match.lastgroup or ""
        if kind != "space":
            yield Token(kind, match[0], start)
        start = match.end()


def _stray(character: str) -> str:
    if character in "'\"":
        return "this string is never closed"
    return f"{character!r} does not belong here"


def keyword(token: Token) -> str:
    """A bare word in capitals with its `\\u` escapes decoded; "" for any other token."""
    if token.kind != "word":
        return ""
    return _ESCAPE.sub(_decoded, token.text).upper()


def _decoded(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else "\ufffd"


def place(query: str, offset: int) -> str:
    """Where an offset is, for people: `line 2, column 17`; both count from one."""
    before = query[:offset]
    line = before.count("\n") + 1
    return f"line {line}, column {len(before) - before.rfind(chr(10))}"


class Inspected(NamedTuple):
    """A query that may be asked: its form and its text with the comments blanked out.

    The engine is given this text, so that nothing can hide in what is a comment only here.
    """

    form: str
    text: str


def inspect(query: str, length: int = LENGTH, nesting: int = NESTING, services: Collection[str] = ()) -> Inspected:
    """Look a query over before it is asked; InvalidQuery, with line and column, where it is refused.

    Refused are updates, SERVICE save for an endpoint of `services` that is written out as an IRI, texts
    longer than `length` characters (0: no limit), brackets nested deeper than `nesting`, and queries of
    more than `TOKENS` tokens.
    """
    if length and len(query) > length:
        raise InvalidQuery(f"the query has {len(query)} characters; the limit is {length}")
    if _SURROGATE.search(query):
        raise InvalidQuery("the query is not valid Unicode: it holds half of a surrogate pair")
    found = list(tokens(query))
    _measure(query, found, nesting)
    for i, token in enumerate(found):
        if reason := _refusal(token, found[max(i - 1, 0)], found[i + 1 : i + 4], services):
            raise InvalidQuery(f"{place(query, token.start)}: {reason}")
    form = next((word for t in found if (word := keyword(t)) in FORMS), "")
    if not form:
        raise InvalidQuery("this is no query: it has no SELECT, ASK, CONSTRUCT or DESCRIBE")
    return Inspected(form, _blanked(query, found))


def _measure(query: str, found: list[Token], nesting: int) -> None:
    depth = count = 0
    listed = False
    for token in found:
        listed = keyword(token) == "VALUES" or (listed and token.text != "}")
        count += not listed
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        if depth > nesting:
            raise InvalidQuery(f"{place(query, token.start)}: brackets are nested deeper than {nesting} levels")
        if count > TOKENS:
            where = place(query, token.start)
            raise InvalidQuery(f"{where}: the query has more than {TOKENS} tokens; put long lists into VALUES")


def _refusal(token: Token, before: Token, after: list[Token], services: Collection[str]) -> str:
    """Why a token is refused, "" where it is not."""
    word = keyword(token)
    if word in UPDATES:
        return f"{word} is refused; the graph can only be read here"
    if word == "SERVICE" and services:
        return "" if _endpoint(after) in services else f"SERVICE may only name <{'>, <'.join(sorted(services))}>"
    if "SERVICE" in word or _disguised(token, before, after):
        return "SERVICE is refused; queries reach no other endpoint"
    return ""


def _endpoint(after: list[Token]) -> str | None:
    """The IRI behind the word SERVICE, as it is written; None where there is a variable, a name or an escape."""
    rest = [t for t in after if keyword(t) != "SILENT"]
    return rest[0].text[1:-1] if rest and rest[0].kind == "iri" else None


def _disguised(token: Token, before: Token, after: list[Token]) -> bool:
    """Whether the engine may read SERVICE in a token that is no bare word.

    Its parser knows no word boundaries and takes `service:x { … }` for SERVICE and `:x`. So such a
    name is refused in front of a bracket, save where a name must stand.
    """
    if token.kind not in ("name", "blank", "tag") or "SERVICE" not in token.text.upper():
        return False
    if keyword(before) in ("GRAPH", "FROM", "NAMED", "DESCRIBE"):
        return False
    rest = [t for t in after if t.kind not in ("iri", "variable", "name") and keyword(t) != "SILENT"]
    return bool(rest) and rest[0].text == "{"


def _blanked(query: str, found: list[Token]) -> str:
    """The query with spaces for everything that is no token; line breaks stay, and so do offsets."""
    parts, end = [], 0
    for token in found:
        parts += [_SPACE.sub(" ", query[end : token.start]), token.text]
        end = token.end
    return "".join(parts)
