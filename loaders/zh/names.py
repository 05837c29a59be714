"""Chinese names that no registry has: firms by their form, places by their level, bodies, people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from graph.resolve import Registry
from loaders.lexicon import Lexicon, clue
from loaders.mentions import WIDE, Mention, longest
from loaders.zh.grammar import HAN, names
from loaders.zh.traded import traded

BRANCH = "分公司"
HOME = "中国"
BRACKETS = ("(", "（")
COMPANY = "公司"
"""All legal forms end with it."""
SHORT = 2
"""Characters of a name that may be the head of a longer one."""
ORGANISED = frozenset({"Company", "Institute", "Association", "Exchange", "GovernmentBody"})


def find(
    text: str, start: int, end: int, known: Sequence[Mention], registry: Registry, lexicon: Lexicon
) -> list[Mention]:
    """All names in text[start:end]: those that are `known` and those that the grammar tells."""
    rows = [widened(text, m, lexicon) for m in known if not _dateline(text, m)]
    rows += list(_places(text, start, end, rows, lexicon))
    rows = longest([*rows, *_branches(text, rows, registry)])
    rows = longest([*rows, *_firms(text, start, end, rows, registry, lexicon)])
    rows = longest([*rows, *_abroad(text, end, rows, registry, lexicon)])
    rows = longest([*rows, *_offices(text, end, rows, lexicon), *_staked(text, start, end, rows, lexicon)])
    others = [*_others(text, start, end, rows, lexicon), *_bodies(text, start, end, rows, lexicon)]
    rows = longest([*rows, *others])
    rows = longest([*rows, *traded(text, start, end, rows)])
    rows = longest([*rows, *_people(text, start, end, rows, lexicon)])
    return longest([*rows, *_latin(text, start, end, rows)])


def again(
    text: str, found: Sequence[Mention], body: Iterable[tuple[int, int]], registry: Registry
) -> Iterator[Mention]:
    """Later mentions of places that only their position told: 位于江苏常熟, then 在常熟新建."""
    forms = {m.text for m in found if m.type == "Place" and 1 < len(m.text) < 5 and not registry.exact(m.form)}
    if not forms:
        return
    said = re.compile(rf"(?<=[在于到至往从自的和、近])(?:{'|'.join(map(re.escape, sorted(forms)))})")
    for start, end in body:
        for m in said.finditer(text, start, end):
            if not _covered(m.start(), m.end(), found):
                yield Mention(m.start(), m.end(), m.group(), "Place")


def _dateline(text: str, mention: Mention) -> bool:
    """Whether a place only says whence a news agency reports."""
    return mention.type == "Place" and clue("zh.names.dateline").match(text, mention.end) is not None


def widened(text: str, mention: Mention, lexicon: Lexicon) -> Mention:
    """A place with the word for its level: 百色市."""
    if mention.type != "Place" or mention.name:
        return mention
    level = names(lexicon).levels.match(text, mention.end)
    if level is None or mention.text.endswith(("省", "市", "县", "区", "州", "旗", "邦")):
        return mention
    return replace(mention, end=level.end(), text=text[mention.start : level.end()], name=mention.text)


def _places(text: str, start: int, end: int, known: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Places below a known one (百色市右江区) or after "in" (位于瓦塘镇), and lists of them (在德保、隆林设有)."""
    rules = names(lexicon)
    taken = [m for m in known if m.type == "Place"]
    for said in rules.sited.finditer(text, start, end):
        if not _covered(said.start("n"), said.end("n"), taken):
            taken.append(Mention(said.start("n"), said.end("n"), said["n"], "Place"))
            yield taken[-1]
    for place in taken:
        at = place.end
        while (m := rules.lower.match(text, at, end)) is not None and not _covered(m.start(), m.end(), known):
            yield Mention(m.start(), m.end(), m.group(), "Place")
            at = m.end()
    yield from _unknown(text, start, end, known, lexicon)
    for run in rules.listed.finditer(text, start, end):
        for part in re.finditer(rf"{HAN}+", run["n"].replace("和", "、")):
            a, b = run.start("n") + part.start(), run.start("n") + part.end()
            if not _covered(a, b, known):
                yield Mention(a, b, text[a:b], "Place")


def _unknown(text: str, start: int, end: int, known: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Places that nothing but their position tells: 位于山东临邑, X在瓜拉丹绒的电解铝厂."""
    rules = names(lexicon)
    ends = {m.end for m in known if m.type == "Place"}
    for m in rules.below.finditer(text, start, end):
        if m.end("large") in ends and not _covered(m.start("n"), m.end("n"), known):
            yield Mention(m.start("n"), m.end("n"), m["n"], "Place")
    for m in (*rules.nouns.finditer(text, start, end), *rules.lone.finditer(text, start, end)):
        if not _covered(m.start("n"), m.end("n"), known):
            yield Mention(m.start("n"), m.end("n"), m["n"], "Place")


def _covered(start: int, end: int, known: Iterable[Mention]) -> bool:
    return any(m.start < end and start < m.end for m in known)


def _firms(
    text: str, start: int, end: int, known: Sequence[Mention], registry: Registry, lexicon: Lexicon
) -> Iterator[Mention]:
    """Firms by legal form, and by the endings of short names; what stands before a place in them is none of it."""
    rules = names(lexicon)
    at = start if COMPANY in text[start:end] else end
    while (m := rules.legal.search(text, at, end)) is not None:
        a, b = _trimmed(text, m.start("n"), m.end("n"), known, registry, lexicon), m.end("n")
        whole = any(k.end == b and k.start > a and k.type in ORGANISED for k in known)
        if b - a > 4 and not whole and not _crosses(a, b, known):
            yield Mention(a, b, text[a:b], "Company")
            at = b
        else:
            at = m.start() + 1
    for m in rules.short.finditer(text, start, end):
        a, b = _trimmed(text, m.start("n"), m.end("n"), known, registry, lexicon), m.end("n")
        a = _led(text, a, known, lexicon)
        core = rules.ending.sub("", text[a:b])
        plain = next((core.removeprefix(k.text) for k in known if k.start == a and k.type == "Place"), core)
        taken = any(k.end == b and k.type in ORGANISED for k in known)
        if (
            len(core) > 1
            and not taken
            and plain not in rules.generic
            and core not in rules.generic
            and not _crosses(a, b, known)
        ):
            yield Mention(a, b, text[a:b], "Company", guess=True)


def _branches(text: str, known: Sequence[Mention], registry: Registry) -> Iterator[Mention]:
    """A group's brand right behind a town is a firm of the group there, not the group: 交口信发."""
    for place in (m for m in known if m.type == "Place"):
        rows = [e.entity.level for e in registry.exact(place.form) if e.entity.type == "Place"]
        brand = next((m for m in known if m.start == place.end and m.type == "Company" and len(m.text) < 4), None)
        if brand is not None and rows and not set(rows) & WIDE:
            yield Mention(place.start, brand.end, text[place.start : brand.end], "Company", guess=True)


def _offices(text: str, end: int, known: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """A branch office with the whole name of its firm is another than the firm: X股份有限公司宁东分公司."""
    rules = names(lexicon)
    for firm in (k for k in known if k.type == "Company"):
        m = rules.office.match(text, firm.end, end) if rules.form.search(firm.text) else None
        place = next((k for k in known if k.type == "Place" and k.start == firm.end), None)
        if m is not None:
            yield Mention(firm.start, m.end(), text[firm.start : m.end()], "Company")
        elif place is not None and text.startswith("公司", place.end):  # 力拓加拿大公司
            yield Mention(firm.start, place.end + 2, text[firm.start : place.end + 2], "Company", guess=True)
        elif (unit := rules.unit.match(text, firm.end, end)) is not None:  # 国家电投黄河公司
            yield Mention(firm.start, unit.end(), text[firm.start : unit.end()], "Company", guess=True)


def _staked(text: str, start: int, end: int, known: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Firms that nothing but the stake in them tells: 收购马塔尔科50%的股权."""
    held = clue("zh.names.held").search(text, start, end) is not None
    for m in names(lexicon).staked.finditer(text, start, end) if held else ():
        a, b = m.span("n")
        place = any(k.type == "Place" and k.end == b for k in known)
        others = [k for k in known if k.type in ORGANISED and not _longer(text, k, a, b, lexicon)]
        if not place and not _crosses(a, b, others) and not _covered(a, b, others):
            person = len(m["n"]) < 4 and names(lexicon).surname.match(m["n"]) is not None
            yield Mention(a, b, m["n"], "Person" if person else "Company", guess=True)

    for short in (k for k in known if k.type == "Company" and len(k.text) == SHORT):
        if names(lexicon).lucky.match(text, short.end, end):
            yield Mention(short.start, short.end + 2, text[short.start : short.end + 2], "Company", guess=True)
    gate = clue("zh.names.gate").search(text, start, end) is not None
    for m in names(lexicon).tailed.finditer(text, start, end) if gate else ():
        others = [k for k in known if k.type in ORGANISED]
        if not _crosses(*m.span("n"), known) and not _covered(*m.span("n"), others):
            yield Mention(*m.span("n"), m["n"], "Company", guess=True)


def _longer(text: str, known: Mention, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a known short name is but the head of the name of another firm: 云铝福新 is not 云铝."""
    rest = text[known.end : end]
    short = known.start == start and known.type == "Company" and len(known.text) == SHORT
    return short and len(rest) > 1 and names(lexicon).rest.match(rest) is None


def _led(text: str, start: int, known: Sequence[Mention], lexicon: Lexicon) -> int:
    """Where a short name begins that has a word between it and its place: 广元市投资发展集团."""
    words = lexicon["chinese"]["firms"]["led"]
    rows = (k.start for k in known if k.type == "Place" and text[k.end : start] in words)
    return next(rows, start)


def _trimmed(text: str, start: int, end: int, known: Sequence[Mention], registry: Registry, lexicon: Lexicon) -> int:
    """Where the name begins: at the last place in it that follows no firm; a foreign country is none of it."""
    groups = names(lexicon).groups
    for m in known:
        if not start <= m.start < m.end < end - 1 or text[m.start - 1 : m.start] in BRACKETS:
            continue
        if m.type == "Place" and m.start > start and not text[start : m.start].endswith(groups):
            lead = [k for k in known if k.end == m.start and k.type in ("Company", "Place")]
            start = start if lead else m.start
        if m.start == start and _foreign(m, registry) and not _plain(text[m.end : end], registry, lexicon):
            start = m.end
    return start


def _plain(rest: str, registry: Registry, lexicon: Lexicon) -> bool:
    """Whether a firm's country is of its name: it has no full legal form, or says no more than what it makes."""
    short = clue("zh.names.legal").search(rest) is None and rest.endswith("公司") and not registry.exact(rest)
    return short or names(lexicon).common.fullmatch(rest) is not None


def _abroad(text: str, end: int, known: Sequence[Mention], registry: Registry, lexicon: Lexicon) -> Iterator[Mention]:
    """Firms that are told by their country alone: 加拿大坎比奥公司."""
    for place in (m for m in known if _foreign(m, registry)):
        m = names(lexicon).abroad.match(text, place.end, end)
        if m is not None and not _crosses(place.start, m.end(), known):
            yield Mention(place.start, m.end(), text[place.start : m.end()], "Company", guess=True)


def _foreign(place: Mention, registry: Registry) -> bool:
    if place.type != "Place" or place.text == HOME:
        return False
    return any(e.entity.type == "Place" and e.entity.level == "country" for e in registry.exact(place.form))


def _crosses(start: int, end: int, known: Iterable[Mention]) -> bool:
    """Whether a known name reaches over the border of a guessed one, or is the same."""
    return any(
        m.start < start < m.end or m.start < end < m.end or (m.type in ORGANISED and m.start <= start and end <= m.end)
        for m in known
    )


def _others(text: str, start: int, end: int, known: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Universities, associations, exchanges."""
    part = text[start:end]
    for kind, pattern in names(lexicon).others.items():
        if not any(word in part for word in lexicon["chinese"]["organisations"][kind]):
            continue
        for m in pattern.finditer(text, start, end):
            if kind == "Exchange" and any(k.type == kind and k.end == m.end("n") for k in known):
                continue
            a = m.start("n") if kind != "Exchange" else _last_place(m.start("n"), m.end("n"), known)
            if m.end("n") - a > 3 and not _crosses(a, m.end("n"), [k for k in known if k.type != "Place"]):
                yield Mention(a, m.end("n"), m["n"], kind)
    for word in lexicon["chinese"]["organisations"]["exchanges"]:
        for m in re.finditer(word, text[start:end]):
            yield Mention(start + m.start(), start + m.end(), word, "Exchange")


def _last_place(start: int, end: int, known: Sequence[Mention]) -> int:
    """Where the last place in a name begins, else the name: exchanges are called after their cities."""
    return max((m.start for m in known if m.type == "Place" and start <= m.start < m.end < end), default=start)


def _bodies(text: str, start: int, end: int, known: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Bodies of a place, and those of the state."""
    rules = names(lexicon)
    for place in (m for m in known if m.type == "Place"):
        within = (k for k in known if k.type == "Place" and k.start == place.end)
        m = None if any(rules.levels.search(k.text[1:]) for k in within) else rules.body.match(text, place.end, end)
        if m is not None and not _crosses(
            place.start, m.end(), [k for k in known if k.type not in ("Place", "Product")]
        ):
            first = place.start
            for other in known:
                if other.type == "Place" and other.end == first and rules.levels.search(place.text[1:]) is None:
                    first = other.start  # 抚州市崇仁生态环境局, but 滨州市工信局 of 山东滨州市工信局
            yield Mention(first, m.end(), text[first : m.end()], "GovernmentBody")
    near = clue("zh.names.local").search(text, start, end) is not None
    for m in rules.local.finditer(text, start, end) if near else ():  # of a place that no registry has
        if not _covered(m.start("n"), m.end("n"), known):
            yield Mention(m.start("n"), m.end("n"), m["n"], "GovernmentBody")
    for m in rules.national.finditer(text, start, end):
        yield Mention(m.start(), m.end(), m.group(), "GovernmentBody")


def _latin(text: str, start: int, end: int, known: Sequence[Mention]) -> Iterator[Mention]:
    """Firms that a Chinese text names in Latin letters: 合资公司Elysis, PT Kalbar Bumi Perkasa, 子公司CDM."""
    for m in (
        *clue("zh.names.latin").finditer(text, start, end),
        *clue("zh.names.capitals").finditer(text, start, end),
    ):
        if not _covered(m.start(), m.end(), known):
            yield Mention(m.start(), m.end(), m.group(), "Company", guess=True, name=m["n"])


def _people(text: str, start: int, end: int, known: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    led = any(text.find(role, start, end) >= 0 for role in lexicon["chinese"]["persons"]["roles"])
    for m in names(lexicon).person.finditer(text, start, end) if led else ():
        if not _covered(m.start("n"), m.end("n"), known):
            yield Mention(m.start("n"), m.end("n"), m["n"], "Person")
    for m in names(lexicon).appointed.finditer(text, start, end):
        a, b = m.span("a") if m["a"] else m.span("b")
        if not _covered(a, b, known):
            yield Mention(a, b, text[a:b], "Person")
