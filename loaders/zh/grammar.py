"""The regexes that data/chinese.toml makes."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from loaders.lexicon import Lexicon, alternation

HAN = "[一-鿿]"


@dataclass(frozen=True)
class Names:
    """How firms, places, bodies and people are written."""

    legal: re.Pattern[str]
    form: re.Pattern[str]
    office: re.Pattern[str]
    abroad: re.Pattern[str]
    short: re.Pattern[str]
    staked: re.Pattern[str]
    tailed: re.Pattern[str]
    rest: re.Pattern[str]
    lucky: re.Pattern[str]
    surname: re.Pattern[str]
    common: re.Pattern[str]
    ending: re.Pattern[str]
    generic: frozenset[str]
    levels: re.Pattern[str]
    lower: re.Pattern[str]
    listed: re.Pattern[str]
    nouns: re.Pattern[str]
    below: re.Pattern[str]
    lone: re.Pattern[str]
    unit: re.Pattern[str]
    groups: tuple[str, ...]
    sited: re.Pattern[str]
    body: re.Pattern[str]
    national: re.Pattern[str]
    local: re.Pattern[str]
    others: Mapping[str, re.Pattern[str]]
    person: re.Pattern[str]
    appointed: re.Pattern[str]


@dataclass(frozen=True)
class Plants:
    """How plants and projects are written."""

    noun: re.Pattern[str]
    kinds: Mapping[str, str]
    makes: Mapping[str, str]
    sized: re.Pattern[str]
    project: re.Pattern[str]
    generic: re.Pattern[str]
    common: re.Pattern[str]
    own: re.Pattern[str]
    named: re.Pattern[str]
    ores: tuple[str, ...]
    mined: re.Pattern[str]
    unmined: re.Pattern[str]
    there: re.Pattern[str]
    new: re.Pattern[str]
    stop: str


@functools.lru_cache(maxsize=4)
def names(lexicon: Lexicon) -> Names:
    """The grammar of names of a lexicon."""
    data = lexicon["chinese"]
    firms, places, orgs, people = data["firms"], data["places"], data["organisations"], data["persons"]
    opens, within = _opening(firms["stops"]), alternation(firms["within"])
    char = rf"(?:{within}|(?!{alternation(firms['stops'])}){HAN})"
    loose = rf"(?:{within}|(?!{alternation(set(firms['stops']) - set(firms['inside']))}){HAN})"
    bracket = rf"(?:[(（]{loose}{{2,6}}[)）]{loose}{{0,8}})?"
    legal = alternation(firms["legal"])
    ending = rf"(?:{alternation(firms['endings'])}){firms['after']}"
    before = "|".join(f"(?<={w})" for w in places["before"])
    low = rf"(?:{alternation(places['within'])}|(?![{places['stop']}]){HAN}){{1,4}}?{places['lower']}"
    item = rf"(?:(?![{places['stop']}]){HAN}){{2,3}}"
    return Names(
        legal=re.compile(
            rf"{opens}(?=(?!企业|单位|平台)(?P<n>{loose}{{2,{firms['length']}}}?{bracket}(?:{legal})(?!{legal})))"
        ),
        form=re.compile(rf"(?:{legal})$"),
        office=re.compile(rf"{char}{{1,6}}?分公司"),
        abroad=re.compile(
            rf"(?!{firms['unnamed']})(?:(?![{places['stop']}]){HAN}){{2,6}}?(?<![子分母孙])公司{firms['after']}"
        ),
        short=re.compile(rf"{opens}(?P<n>{char}{{2,10}}?{ending})"),
        staked=re.compile(rf"{opens}(?!{firms['unstaked']})(?P<n>{char}{{3,8}}?){firms['staked']}"),
        tailed=_tailed(firms, opens, loose),
        rest=re.compile(firms["rest"]),
        lucky=re.compile(firms["lucky"]),
        common=re.compile(rf"{firms['common']}(?:公司|{legal})"),
        surname=re.compile(f"[{people['surnames']}]"),
        ending=re.compile(rf"(?:{alternation(firms['endings'])})$"),
        generic=frozenset(firms["generic"]),
        levels=re.compile(places["levels"]),
        lower=re.compile(low),
        sited=re.compile(rf"(?:{before})(?P<n>{low})"),
        nouns=_nouns(lexicon, places),
        below=_below(places, before, item),
        lone=_lone(places),
        unit=re.compile(rf"(?!{firms['units']}){char}{{2,4}}?(?<![子分母孙])公司{firms['after']}"),
        groups=tuple(firms["groups"]),
        listed=re.compile(rf"在(?:{HAN}{{2,3}}省?)??(?P<n>{item}(?:、{item})*(?:和{item})?){places['verbs']}"),
        body=re.compile(rf"(?:{HAN}{{0,3}}?)(?:{data['bodies']['placed']})(?:办公厅|办公室)?"),
        national=re.compile(rf"(?:{alternation(data['bodies']['national'])})(?:{HAN}{{2,4}}司(?!长))?"),
        local=re.compile(
            rf"{opens}(?!{places['nowhere']})(?P<n>{char}{{2,4}}?[省市县区旗州](?:{data['bodies']['placed']}))"
        ),
        others=_others(orgs, opens, loose),
        person=_person(people),
        appointed=_appointed(people),
    )


def _nouns(lexicon: Lexicon, places: Mapping[str, Any]) -> re.Pattern[str]:
    """A place that the plant in it tells: 在瓜拉丹绒的电解铝厂."""
    return re.compile(
        rf"(?:在|位于)(?P<n>(?:(?![{places['stop']}]){HAN}){{2,5}})的(?:{alternation(lexicon['chinese']['plants']['nouns'])})"
    )


def _lone(places: Mapping[str, Any]) -> re.Pattern[str]:
    """A place that nothing tells but the verb before it, up to the comma: 地处江阴."""
    return re.compile(
        rf"(?:{places['lone']})(?P<n>(?!{places['never']})(?:(?![{places['stop']}{places['parts']}{places['vague']}]){HAN}){{2,3}})(?=[,;、\uff0c\uff1b。]|$)"
    )


def _below(places: Mapping[str, Any], before: str, item: str) -> re.Pattern[str]:
    """A place behind a larger one: 位于山东临邑."""
    return re.compile(
        rf"(?:{before})(?P<large>{HAN}{{2,8}}?)(?P<n>(?!{places['never']}){item}(?<![{places['parts']}]))(?=[,;、)的\uff0c\uff1b\uff09。]|$)"
    )


def _others(orgs: Mapping[str, Any], opens: str, loose: str) -> dict[str, re.Pattern[str]]:
    """The names of bodies by the words that they end with."""
    return {
        kind: re.compile(rf"{opens}(?P<n>{loose}{{2,10}}?(?:{alternation(orgs[kind])})(?!生))")
        for kind in ("Institute", "Association", "Exchange", "GovernmentBody")
    }


def _tailed(firms: Mapping[str, Any], opens: str, loose: str) -> re.Pattern[str]:
    """A firm's name that its place in the sentence tells: before what it holds or signs."""
    none = rf"{firms['unstaked']}|{firms['unnamed']}|{firms['common'].removesuffix('+')}{{1,4}}公司"
    return re.compile(rf"{opens}(?!{none})(?P<n>{loose}{{2,8}}?{firms['tails']}){firms['tailed']}")


def _opening(stops: Iterable[str]) -> str:
    """Where a name may begin: after no Chinese character, or right after a word that no name holds."""
    return rf"(?:(?<!{HAN})" + "".join(f"|(?<={s})" for s in stops) + ")(?!(?<=[持还拥没])有)"


def _person(people: Mapping[str, Any]) -> re.Pattern[str]:
    roles = "|".join(f"(?<={r}{link})" for r in people["roles"] for link in ("", *people["links"]))
    never = alternation([*people["never"], *people["roles"]])
    surname = f"[{people['surnames']}]"
    return re.compile(
        rf"(?:{roles})(?!{never})(?P<n>{HAN}{{1,6}}·{HAN}{{1,6}}?|{surname}(?:(?!{never}){HAN}){{1,2}}?){people['after']}"
    )


def _appointed(people: Mapping[str, Any]) -> re.Pattern[str]:
    """People who are given a role, or who take or leave one."""
    before = "|".join(f"(?<={w})" for w in people["chosen"])
    name = rf"[{people['surnames']}](?:(?!{alternation([*people['never'], *people['roles']])}){HAN}){{1,2}}?"
    return re.compile(
        rf"(?:{before})(?P<a>{name}){people['made']}|(?<!{HAN})(?P<b>{name})(?:{people['takes']}|(?=[(（](?:{alternation(people['roles'])})[)）]))"
    )


@functools.lru_cache(maxsize=4)
def plants(lexicon: Lexicon) -> Plants:
    """The grammar of plants of a lexicon."""
    data = lexicon["chinese"]["plants"]
    words, nouns = data["words"], data["nouns"]
    char = rf"[^{words['stop']}\s]"
    return Plants(
        noun=re.compile(rf"(?:{alternation(nouns)}){words['after']}{words['part']}"),
        kinds=nouns,
        makes=data["makes"],
        sized=re.compile(
            rf"{words['size']}(?:(?:{char}|{words['item']}){{1,26}}?{words['project']}|{words['works']})"
            rf"|(?=年){words['size']}的{char}{{1,10}}?{words['project']}"
        ),
        project=re.compile(rf"{char}{{0,12}}{words['made']}{char}{{0,8}}?项目(?!{words['stop']}名称|{words['many']})"),
        generic=re.compile(words["generic"]),
        common=re.compile(words["kinds"]),
        own=re.compile(words["own"]),
        named=re.compile(words["named"]),
        ores=tuple(words["ores"]),
        mined=re.compile(words["mined"]),
        unmined=re.compile(words["unmined"]),
        there=re.compile(
            rf"(?:{words['has']}|(?P<built>{words['builds']}))(?P<own>{words['sized']}(?P<n>{alternation(nouns)})){words['after']}"
        ),
        new=re.compile(
            rf"{words['builds']}(?<=[座个家处])(?P<own>{words['sized']}(?:{HAN}{{2}})??(?P<n>{alternation(nouns)})){words['after']}"
        ),
        stop=words["stop"],
    )
