"""What can be wrong with a registry as a whole, although each of its rows can be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from graph import names
from graph.registry import Entry, Registry

Rule = Callable[[Registry], Iterator[str]]

_FORMS = {
    "isin": "[A-Z]{2}[A-Z0-9]{9}[0-9]",
    "lei": "[A-Z0-9]{18}[0-9]{2}",
    "wikidata": "Q[1-9][0-9]*",
    "iso3166-1": "[A-Z]{2}",
    "iso3166-2": "[A-Z]{2}-[A-Z0-9]{1,3}",
    "gb2260": "[1-9][0-9]{5}",
    "geonames": "[1-9][0-9]*",
    "mic": "[A-Z0-9]{4}",
    "cik": "[0-9]{1,10}",
    "HKEX": "[1-9][0-9]{0,4}",
    "SSE": "6[0-9]{5}",
    "SZSE": "[0-3][0-9]{5}",
}
"""What a code of a scheme looks like; other tickers have no form of their own."""


def check(registry: Registry) -> list[str]:
    """What is wrong with the registry, one sentence each, with file and line; [] where nothing is."""
    return [fault for rule in _RULES for fault in rule(registry)]


def shared_forms(registry: Registry) -> Iterator[str]:
    """A form that would decide for two entities of one kind; one of them must mark it as ambiguous."""
    for form, group in registry.clashes():
        where = ", ".join(e.at for e in group[:-1])
        yield f"{group[-1].at}: {form!r} is a form of {_ids(group)} ({where}); list it under `ambiguous`"


def _undecided_forms(registry: Registry) -> Iterator[str]:
    """A form of one row that another marks as ambiguous: it decides for neither, so both should say so.

    Of two places one may be the usual one; a user's row may take a form from one of a file that is not theirs.
    """
    marked: dict[tuple[str, str], Entry] = {}
    for form, id in registry.ambiguous_forms():
        marked.setdefault((id.partition("/")[0], names.exact(form)), registry.entries[id])
    for entry in registry.entries.values():
        own = {names.exact(f) for f in entry.ambiguous}
        for form in () if entry.entity.kind == "place" else entry.entity.names:
            other = marked.get((entry.entity.kind, names.exact(form)))
            if other is not None and names.exact(form) not in own and _together(entry, other):
                yield f"{entry.at}: {form!r} is ambiguous according to {other.entity.id}; list it here too"


def _shared_identifiers(registry: Registry) -> Iterator[str]:
    rows = ((e, pair) for e in registry.entries.values() for pair in e.entity.identifiers)
    for (scheme, value), group in _grouped(rows):
        yield f"{group[-1].at}: {scheme}:{value} identifies {_ids(group)}"


def _one_sided(registry: Registry) -> Iterator[str]:
    """Inside a file `not` is mutual; a user's row may name one of a file that is not theirs."""
    for entry in registry.entries.values():
        for other in entry.never:
            if other == entry.entity.id:
                yield f"{entry.at}: {other} is listed under its own `not`"
            elif entry.entity.id not in registry.entries[other].never and _together(entry, registry.entries[other]):
                yield f"{entry.at}: {other} is listed under `not`, but has no `not` for {entry.entity.id}"


def _together(left: Entry, right: Entry) -> bool:
    return left.at.rpartition(":")[0] == right.at.rpartition(":")[0]


def _deciding_translations(registry: Registry) -> Iterator[str]:
    """A translated form that is a form of another organisation would decide for two."""
    for entry in registry.entries.values():
        for form in entry.translated:
            others = [e for e in registry.translated(form) if e.entity.id != entry.entity.id]
            if others:
                yield f"{entry.at}: the translated form {form!r} means {_ids(others)} too"


def _cycles(registry: Registry) -> Iterator[str]:
    for entry in registry.entries.values():
        if any(above.entity.id == entry.entity.id for above in registry.parents(entry.entity.id)):
            yield f"{entry.at}: {entry.entity.id} lies in itself by way of its parents"


def _rootless(registry: Registry) -> Iterator[str]:
    for entry in registry.entries.values():
        if entry.entity.kind == "place" and (entry.entity.level == "country") != (entry.entity.parent is None):
            yield f"{entry.at}: {entry.entity.id}: a country has no parent, every other place has one"


def _elsewhere(registry: Registry) -> Iterator[str]:
    """A site or an organisation whose place lies in another country than its row says."""
    for entry in registry.entries.values():
        place = registry.entity(entry.place) if entry.place else None
        if place is not None and entry.entity.country and place.country not in (None, entry.entity.country):
            yield f"{entry.at}: {entry.entity.id} is in {entry.entity.country}, but {place.id} is in {place.country}"


def _wrong_codes(registry: Registry) -> Iterator[str]:
    for entry in registry.entries.values():
        for scheme, value in entry.entity.identifiers:
            fault = _code_fault(scheme, value)
            if fault:
                yield f"{entry.at}: {value!r} is no {scheme}: {fault}"


def _code_fault(scheme: str, value: str) -> str:
    """Why a code cannot be one of its scheme; "" where it can, or where the scheme has no known form."""
    known = scheme.removesuffix("-delisted")
    form = _FORMS.get(known)
    if form and re.fullmatch(form, value) is None:
        return f"it must fit {form}"
    checks = {"isin": isin, "lei": lei}
    return "its check digits do not fit" if known in checks and not checks[known](value) else ""


def _wrong_regions(registry: Registry) -> Iterator[str]:
    """Codes of a country and a region that cannot be any, or that do not fit together."""
    for entry in registry.entries.values():
        country, region = entry.entity.country, entry.region
        if country is not None and re.fullmatch("[A-Z]{2}", country) is None:
            yield f"{entry.at}: {country!r} is no ISO 3166-1 code of two letters"
        if region is not None and re.fullmatch("[A-Z]{2}-[A-Z0-9]{1,3}", region) is None:
            yield f"{entry.at}: {region!r} is no ISO 3166-2 code"
        elif entry.entity.kind != "place" and region and country not in (None, region[:2]):
            yield f"{entry.at}: {region} is no region of {country}"


def isin(code: str) -> bool:
    """Whether the check digit fits: Luhn over the digits, letters read as 10 to 35."""
    if not re.fullmatch("[A-Z]{2}[A-Z0-9]{9}[0-9]", code):
        return False
    doubled = (int(d) * (1 + k % 2) for k, d in enumerate(reversed(_digits(code))))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def lei(code: str) -> bool:
    """Whether the check digits fit: ISO 7064, mod 97-10."""
    return re.fullmatch("[A-Z0-9]{20}", code) is not None and int(_digits(code)) % 97 == 1


def _digits(code: str) -> str:
    return "".join(str(int(c, 36)) for c in code)


def _grouped(rows: Iterable[tuple[Entry, tuple[str, str]]]) -> Iterator[tuple[tuple[str, str], list[Entry]]]:
    """The keys that two entries or more share."""
    groups: dict[tuple[str, str], dict[str, Entry]] = {}
    for entry, key in rows:
        groups.setdefault(key, {})[entry.entity.id] = entry
    return ((key, list(group.values())) for key, group in groups.items() if len(group) > 1)


def _ids(group: Iterable[Entry]) -> str:
    return " and ".join(e.entity.id for e in group)


_RULES: tuple[Rule, ...] = (
    shared_forms,
    _undecided_forms,
    _shared_identifiers,
    _one_sided,
    _cycles,
    _rootless,
    _elsewhere,
    _wrong_codes,
    _wrong_regions,
    _deciding_translations,
)
