"""The tokens of a SPARQL query: enough to see what it asks for before the engine parses it.

The engine has no switch for SERVICE, reads updates and queries with two parsers, and overflows its
stack on deep nesting. So a query is looked at here first. Words inside strings, IRIs, prefixed names,
variables and comments are no keywords; a keyword written with `\\u` escapes is one.
Source of the terminals: SPARQL 1.1 Query Language, section 19.8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ontology.errors import InvalidQuery

LENGTH = 100_000
NESTING = 100
STEPS = 2_000
"""Most tokens that make the engine's parser or planner go one level deeper (measured: it overflows
an 8 MB stack between 2,000 and 10,000 of them)."""

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"})

_LETTER = r"[^\W\d_]"
_NAME = rf"(?:[\w\-·]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%])"
_LOCAL = rf"(?:{_NAME}|:)(?:(?:{_NAME}|[.:])*(?:{_NAME}|:))?"
_TOKEN = re.compile(
    rf"""
      (?P<space>   [ \t\r\n]+ | \#[^\r\n]* )
    | (?P<iri>     <[^<>"{{}}|^`\\\x00-\x20]*> | <(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*> )
    | (?P<string>  '''(?:'{{0,2}}(?:[^'\\]|\\.))*''' | \"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*\"\"\"
                 | '(?:[^'\\\r\n]|\\[^\r\n])*' | "(?:[^"\\\r\n]|\\[^\r\n])*" )
    | (?P<variable>[?$]\w+ )
    | (?P<blank>   _:\w(?:[\w\-·.]*[\w\-·])? )
    | (?P<tag>     @[A-Za-z]+(?:-[A-Za-z0-9-]+)* )
    | (?P<name>    (?:{_LETTER}(?:[\w\-·.]*[\w\-·])?)?:(?:{_LOCAL})? )
    | (?P<number>  (?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)? )
    | (?P<word>    (?:{_LETTER}|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})(?:\w|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})* )
    | (?P<sign>    \^\^|&&|\|\||!=|<=|>=|[{{}}()\[\].,;*/|^+\-!=<>?&] )
    """,
    re.VERBOSE | re.DOTALL,
)  # fmt: skip
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_OPEN, _CLOSE = frozenset("{(["), frozenset("})]")
_STEP = frozenset({"{", "[", ".", ";", "!", "+", "-", "*", "/", "^", "&&", "||", "|", "="})
_STEP_WORDS = frozenset({"FILTER", "OPTIONAL", "UNION", "MINUS", "BIND", "GRAPH", "VALUES", "LATERAL"})


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
        if kind == "word":
            yield Token(kind, match[0], start)
        elif kind != "space":
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



def inspect(query: str, length: int = LENGTH, nesting: int = NESTING) -> str:
    """The form of a query (SELECT, ASK, CONSTRUCT or DESCRIBE); InvalidQuery where it is refused.

    Refused are updates, SERVICE, texts longer than `length` characters (0: no limit), brackets
    nested deeper than `nesting`, and queries of more than `STEPS` steps.
    """
    if length and len(query) > length:
        raise InvalidQuery(f"the query has {len(query)} characters; the limit is {length}")
    form, depth, steps = "", 0, 0
    for token in tokens(query):
        word = keyword(token)
        _refuse(query, token, word)
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        steps += token.text in _STEP or word in _STEP_WORDS
        if depth > nesting:
            raise InvalidQuery(f"{place(query, token.start)}: brackets are nested deeper than {nesting} levels")
        if steps > STEPS:
            raise InvalidQuery(f"{place(query, token.start)}: the query has more than {STEPS} steps")
        form = form or (word if word in FORMS else "")
    if not form:
        raise InvalidQuery("this is no query: it has no SELECT, ASK, CONSTRUCT or DESCRIBE")
    return form


def _refuse(query: str, token: Token, word: str) -> None:
    if word == "SERVICE":
        raise InvalidQuery(f"{place(query, token.start)}: SERVICE is refused; queries reach no other endpoint")
    if word in UPDATES:
        raise InvalidQuery(f"{place(query, token.start)}: {word} is refused; the graph can only be read here")
