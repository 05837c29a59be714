"""Chinese plants and projects: 年产60万吨预焙阳极项目, 嘉峪关基地, X在瓜拉丹绒的电解铝厂."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loaders.lexicon import Lexicon, clue
from loaders.mentions import Mention, longest
from loaders.zh.grammar import HAN, plants

EXPLAINED = "——"
PARKS = "IndustrialPark"
MINE, BAUXITE = "矿", "铝土矿"
FORMED = re.compile("公司$")
BUILDING = "在建"
"""The head of a plant without a name that is still being built."""
MANY = re.compile("[二两三四五六七八九十][大]")
PHASE = re.compile("[一二三四五]期")
LONG = 14
"""Characters of a project's own name before its noun; of a plant's there are fewer."""


def find(text: str, start: int, end: int, known: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """The plants and projects of text[start:end]; the names in them are taken from `known`."""
    rows = [*_projects(text, start, end, known, lexicon), *_nouns(text, start, end, known, lexicon)]
    told = [*_there(text, start, end, known, lexicon), *_new(text, start, end, lexicon)]
    rows = [*told, *(m for m in rows if not any(t.end == m.end and m.start < t.start for t in told))]
    found = longest([*rows, *_several(text, start, end, known, lexicon)])
    return [m for m in found if not any(k.start <= m.start and m.end <= k.end and k.type != "Product" for k in known)]


def _projects(text: str, start: int, end: int, known: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Projects with a size, or with what they make, before the noun."""
    rules = plants(lexicon)
    for m in rules.named.finditer(text, start, end):
        firms = (k.end for k in known if k.type == "Company" and m.start("n") <= k.start and FORMED.search(k.text))
        first = max(firms, default=m.start("n"))
        if m.end() - first > 3:
            form = text[first : m.end("n")]
            made = tuple(k for k in known if k.type == "Product" and first <= k.start and k.end <= m.end("n"))
            yield Mention(first, m.end("n"), form, _made(form, lexicon), nominal=True, head="项目", inside=made)
    for m in rules.sized.finditer(text, start, end):
        made = tuple(k for k in known if k.type == "Product" and m.start() <= k.start and k.end <= m.end())
        kind = _made(m.group(), lexicon)
        yield Mention(m.start(), m.end(), m.group(), kind, nominal=True, head="项目", inside=made)
    for m in rules.project.finditer(text, start, end):
        first = max([m.start(), *(k.end for k in known if m.start() < k.end < m.end() - 2 and k.type != "Product")])
        first = max(first, _core(text, start, m.end() - 2, known, lexicon, LONG))
        first += max((m.end() for m in clue("zh.plants.built").finditer(text[first : m.end() - 2])), default=0)
        first += len(rules.generic.match(text, first, m.end()).group())  # type: ignore[union-attr]
        first -= PHASE.match(text, max(start, first - 1)) is not None
        form = text[first : m.end()]
        if len(form) > 3 and not re.search(r"\d", form) and clue("zh.plants.enlarged").match(form) is None:
            made = tuple(k for k in known if k.type == "Product" and first <= k.start and k.end <= m.end())
            yield Mention(first, m.end(), form, _made(form, lexicon), nominal=True, head="项目", inside=made)


def _made(words: str, lexicon: Lexicon) -> str:
    """The class of a project or nameless plant by what it makes."""
    return next((kind for word, kind in plants(lexicon).makes.items() if word in words), "Facility")


def _nouns(text: str, start: int, end: int, known: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Plants by their noun, with the name, the place and the firm before it."""
    rules = plants(lexicon)
    for noun in rules.noun.finditer(text, start, end):
        word = max((n for n in rules.kinds if noun.group().startswith(n)), key=len)
        first = _core(text, start, noun.start(), known, lexicon)
        core = text[first : noun.start()]
        core, first = _unaged(core, first)
        inside = _holders(text, start, first, known)
        kind = rules.kinds[word] if rules.kinds[word] != "Facility" else _made(core + word, lexicon)
        made = any(k.type == "Product" and k.start == first and k.end == noun.start() for k in known)
        plain = rules.generic.sub("", core) == "" or core in rules.makes or made
        if text.startswith(EXPLAINED, noun.end()):  # the firm that follows is meant
            continue
        own = rules.own.match(core + word) is not None or text[:first].endswith(("其", "自有", "自备", "旗下", "下属"))
        own = own or (
            bool(core)
            and clue("zh.plants.opens").search(text[:first]) is not None
            and clue("zh.plants.lies").match(text, noun.end()) is not None
        )
        yield from _plant(text, (first, noun.end()), kind, word, plain, inside, own, lexicon)


def _there(text: str, start: int, end: int, known: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Plants without a name that somebody has or builds in a place: 在A经营一座电解铝厂, 在A建氧化铝厂."""
    rules = plants(lexicon)
    for place in (m for m in known if m.type == "Place"):
        m = rules.there.match(text, place.end, end)
        if m is None or rules.kinds[m["n"]] == PARKS:
            continue
        inside = [k for k in _holders(text, start, place.end, known) if k.type == "Place"]
        first = min(k.start for k in inside)
        if text[max(start, first - 1) : first] not in ("在", "于"):
            continue
        kind = rules.kinds[m["n"]] if rules.kinds[m["n"]] != "Facility" else _made(m.group(), lexicon)
        head = BUILDING if m["built"] else m["n"]
        a, form = m.start("own"), m["own"]
        yield Mention(a, m.end(), form, kind, nominal=True, head=head, inside=tuple(inside[::-1]), indefinite=True)


def _new(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Mention]:
    """Plants without a name that somebody builds: 投资5亿元修建一座内河码头; whose they are the sentence says."""
    rules = plants(lexicon)
    counted = clue("zh.plants.counted").search(text, start, end) is not None
    for m in rules.new.finditer(text, start, end) if counted else ():
        kind = rules.kinds[m["n"]] if rules.kinds[m["n"]] != "Facility" else _made(m["own"], lexicon)
        if kind != PARKS:
            yield Mention(m.start("own"), m.end(), m["own"], kind, nominal=True, head=BUILDING, indefinite=True)


def _unaged(core: str, first: int) -> tuple[str, int]:
    """A plant's core without the word that says that it is new or old, or whose it is: 新电池箔厂, 其渤海工厂."""
    led = clue("zh.plants.whose").match(core)
    if led is not None and len(core) > led.end() + 1:
        core, first = core[led.end() :], first + led.end()
    return (core[1:], first + 1) if len(core) > 2 and core[0] in "新老旧" and core[1] in "电铝氧再废" else (core, first)


def _core(text: str, start: int, end: int, known: Sequence[Mention], lexicon: Lexicon, longest: int = 8) -> int:
    """Where the plant's own name begins: after a stop, after a known name, after too many characters."""
    firms = lexicon["chinese"]["firms"]
    stops = [w for w in firms["stops"] if len(w) > 1 or w not in firms["inside"] or w in ("座", "个", "吨")]
    low = max([start, end - longest, *(m.end for m in known if m.end <= end and m.type != "Product")])
    at = end
    while at > low and re.match(HAN, text[at - 1]) and not text[:at].endswith(tuple(stops)):
        at -= 1
    return at


def _holders(text: str, start: int, at: int, known: Sequence[Mention]) -> tuple[Mention, ...]:
    """The firm and the places right before a plant's name, larger places first."""
    inside: list[Mention] = []
    while at > start:
        before = next((m for m in known if m.end == at and m.type in ("Place", "Company") and not m.head), None)
        if before is not None:
            inside.insert(0, before)
            at = before.start
            continue
        link = next(
            (at - n for n in (4, 3, 2, 1) if clue("zh.plants.link").fullmatch(text, max(start, at - n), at)), at
        )
        if link == at or not any(m.end == link and m.type in ("Place", "Company") for m in known):
            break
        at = link
    return tuple(inside)


def _plant(
    text: str,
    span: tuple[int, int],
    kind: str,
    head: str,
    plain: bool,
    inside: tuple[Mention, ...],
    own: bool,
    lexicon: Lexicon,
) -> Iterator[Mention]:
    """The mention: a named plant stands alone, a nameless one needs its firm or its place."""
    first, end = span
    core = text[first : end - len(head)]
    places = tuple(m for m in inside if m.type == "Place")
    firms = tuple(m for m in inside if m.type == "Company")[-1:]
    if MANY.fullmatch(core) or (head in (MINE, BAUXITE) and not _mine(core, head, text[end : end + 3], lexicon)):
        return
    if not plain or kind == PARKS:
        generic = plants(lexicon).common.fullmatch(core) is not None
        near = places[-1] if places and places[-1].end == first else None
        if generic and near is None:
            return
        begin = near.start if generic and near is not None else first
        held = (near,) if begin != first and near is not None else ()
        yield Mention(begin, end, text[begin:end], kind, inside=held, head="", nominal=False)
        return
    if places and not firms and plants(lexicon).own.match(text[first:end]):
        return  # "较河南自备电厂": any of them
    if firms or places:
        begin = min(m.start for m in (*firms, *places) if not firms or m.start >= firms[0].start)
        beside = firms and places and places[-1].end == end - len(head)
        if beside and clue("zh.plants.of").fullmatch(text, firms[0].end, places[0].start):
            begin = places[0].start  # "X的博法矿山" is called after its place
        yield Mention(begin, end, text[begin:end], kind, nominal=True, head=head, inside=(*firms, *places[::-1]))
    elif own and head not in lexicon["chinese"]["plants"]["served"]:
        begin = first if core in plants(lexicon).makes else end - len(head)
        yield Mention(begin, end, text[begin:end], kind, nominal=True, head=head, indefinite=True)


def _mine(core: str, head: str, after: str, lexicon: Lexicon) -> bool:
    """Whether "...矿" is a mine by its name, and no kind of ore or a part of another word."""
    words = plants(lexicon)
    if head == BAUXITE:
        return len(core) > 2 and words.unmined.search(core) is None and words.mined.match(after) is not None
    return len(core) > 1 and not core.endswith(words.ores) and words.mined.match(after) is not None


def _several(text: str, start: int, end: int, known: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """ "在德保、隆林、田林设有三座电解铝厂", "文山、鹤庆等厂", "嘉峪关和陇西两个生产区": one plant a place."""
    nouns = "|".join(sorted(plants(lexicon).kinds, key=lambda n: (-len(n), n)))
    verbs = lexicon["chinese"]["places"]["verbs"]
    tail = re.compile(
        rf"(?:(?:{verbs}|的)?(?:[一二两三四五六七八九十\d]+[座家个大]|等)|(?:等地?)?{verbs})(?P<n>(?:自有)?(?:{nouns}))"
    )
    places = [m for m in known if m.type == "Place"]
    for last in places:
        m = tail.match(text, last.end, end)
        members = _run(text, places, last) if m is not None else []
        if m is None or len(members) < 2:
            continue
        word = m["n"].removeprefix("自有")
        kind = plants(lexicon).kinds[word]
        kind = _made(word, lexicon) if kind == "Facility" else kind
        first = min([members[0].start, *(p.start for p in places if p.end == members[0].start)])
        form = text[first : m.end()]
        rows = tuple(Mention(p.start, m.end(), form, kind, nominal=True, head=word, inside=(p,)) for p in members)
        yield Mention(first, m.end(), form, kind, nominal=True, head=word, group=rows)


def _run(text: str, places: Sequence[Mention], last: Mention) -> list[Mention]:
    """The list of places that ends with `last`."""
    rows = [last]
    while True:
        larger = next((m for m in places if m.end == rows[0].start), rows[0])
        before = next((m for m in places if m.end == larger.start - 1), None)
        if before is None:
            break
        if text[before.end] not in "、和与及":
            break
        rows.insert(0, before)
    return rows
