"""How one form of a name relates to another: short forms, acronyms, the form that is shown."""

from __future__ import annotations

import re

from graph import names
from graph.names import Tokens
from ontology.model import Kind

_POSSESSIVE = re.compile("['’]s$")
_HOME = re.compile(r"(?P<whose>(?:[^\W\d_][\w.]*\s){0,2}[^\W\d_][\w.]*)(?:['’]s|-based)\s+(?P<rest>\S.*)")
_BRACKETED = re.compile(r"(?P<whole>.*\S)\s*[(（](?P<short>[^()（）]+)[)）]")


def key(name: str, kind: str) -> str:
    """The key under which two names of this kind are one: legal forms count only where there are none."""
    return names.normalise(name) if kind == Kind.ORG else names.fold(name)


def tokens(name: str, kind: str) -> Tokens:
    """The words of that key."""
    found = names.tokens(name)
    return names.unlegal(found) if kind == Kind.ORG else found


def common(found: Tokens) -> bool:
    """Whether there are only words that many names share: "the company", "Aluminium Group"."""
    return all(w in names.words().common for w in found)


def shortens(short: Tokens, long: Tokens, kind: str) -> bool:
    """Whether `short` is how a text goes on calling a thing of the name `long`.

    Organisations lose words at the end; places and sites only words such as "city" and "refinery",
    sites also words in the middle; people all but the family name (one or more words at the end,
    or the first).

    >>> shortens(("weiqiao",), ("weiqiao", "pioneering", "group"), "org")
    True
    """
    if not 0 < len(short) < len(long):
        return False
    starts = long[: len(short)] == short
    if kind == Kind.PERSON:
        return long[-len(short) :] == short or (starts and len(short) == 1)
    if kind == Kind.SITE and short[-1] == long[-1]:
        return short[0] == long[0] and len(short) > 1 and _within(short, long)
    return starts and (kind == Kind.ORG or common(long[len(short) :]))


def _within(short: Tokens, long: Tokens) -> bool:
    rest = iter(long)
    return all(word in rest for word in short)


def capitals(name: str) -> str:
    """The letters of a name that is written as an acronym of three to six capitals; "" for other names.

    >>> capitals("S.M.M."), capitals("Smm")
    ('smm', '')
    """
    letters = names.normalise(name) if name.isupper() else ""
    return letters if letters.isascii() and letters.isalpha() and 3 <= len(letters) <= 6 else ""


def acronym(letters: str, long: Tokens) -> bool:
    """Whether these letters are the initials of `long`, small words counted or not.

    >>> acronym("smm", ("shanghai", "metals", "market"))
    True
    """
    return bool(letters) and letters in _initials(long)


def heads(long: Tokens, kind: str) -> tuple[str, ...]:
    """The first words of all short forms that a thing of the name `long` may have, acronyms included."""
    if kind == Kind.ORG:
        return (*long[:1], *_initials(long))
    return long if kind == Kind.PERSON else long[:1]


def initials(name: str) -> tuple[str, ...]:
    """The initials of an organisation's or a plant's name, small words counted or not.

    >>> initials("Compagnie des Bauxites de Guinée")
    ('cbg', 'cdbdg')
    """
    found = tokens(name, Kind.ORG)
    return tuple(sorted(set(_initials(found))))


def _initials(long: Tokens) -> tuple[str, str]:
    return "".join(w[0] for w in long), "".join(w[0] for w in long if len(w) > 3)


def described(name: str) -> tuple[str, tuple[str, ...]] | None:
    """The place in "the Yunnan region" or "city of Weihai", and the levels that it may have.

    >>> described("the Yunnan region")
    ('Yunnan', ('region', 'province', 'prefecture'))
    """
    words = [w for w in name.split() if w.lower() not in names.words().articles]
    known = names.words().places
    if len(words) > 2 and words[1].lower() == "of" and words[0].lower() in known:
        return " ".join(words[2:]), known[words[0].lower()]
    if len(words) > 1 and words[-1].lower() in known:
        return " ".join(words[:-1]), known[words[-1].lower()]
    return None


def at_home(name: str) -> tuple[str, str] | None:
    """Where a firm is said to be from, and its name without that.

    >>> at_home("Chinese Shandong Weiqiao"), at_home("the Zouping-based Hongtuo"), at_home("Chinese")
    (('China', 'Shandong Weiqiao'), ('Zouping', 'Hongtuo'), None)
    """
    words = name.split()
    while words and words[0].lower() in names.words().articles:
        del words[0]
    for size in (2, 1):
        country = names.peoples().get(" ".join(words[:size]))
        if country and len(words) > size:
            return country, " ".join(words[size:])
    match = _HOME.fullmatch(" ".join(words))
    return None if match is None else (match["whose"], match["rest"])


def bracketed(name: str) -> tuple[str, str] | None:
    """A name and the shorter one that stands behind it in brackets.

    >>> bracketed("Emirates Global Aluminium (EGA)")
    ('Emirates Global Aluminium', 'EGA')
    """
    match = _BRACKETED.fullmatch(name)
    return None if match is None else (match["whole"], match["short"].strip())


def title(name: str, kind: str) -> str:
    """The form that is shown: without article, final possessive and legal form, with a capital.

    >>> title("the Foo Aluminium Co., Ltd.", "org")
    'Foo Aluminium'
    """
    words, same = name.split(), key(name, kind)
    while len(words) > 1 and key(" ".join(words[1:]), kind) == same:
        del words[0]
    while len(words) > 1 and key(" ".join(words[:-1]), kind) == same:
        del words[-1]
    shown = _POSSESSIVE.sub("", " ".join(words).strip(" ,;:"))
    if not shown or key(shown, kind) != same:
        return name
    return shown[0].upper() + shown[1:] if shown.split()[0].islower() else shown
