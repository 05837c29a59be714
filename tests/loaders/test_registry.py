"""Reading the registry: what it ships, what a user adds, what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.registry import Registry
from graph.statement import entity_id
from loaders import romanise
from loaders.faults import isin, lei
from loaders.registry import DEFAULT, check, faults, read_registry
from ontology.errors import InputError
from ontology.load import ontology


@pytest.fixture(scope="module")
def shipped() -> Registry:
    return read_registry()


def written(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


FIRM = "class\tname\taliases\tcountry\tnot\tambiguous\tslug\tidentifiers\tplace"


def firm(**cells: str) -> str:
    row = {"class": "Company", "name": "Foo Metals", **cells}
    return "\t".join(row.get(column, "") for column in FIRM.split("\t"))


def test_the_shipped_registry_is_sound(shipped: Registry) -> None:
    assert check(shipped) == []
    assert len(shipped.entries) > 1900


def test_every_id_follows_from_its_name(shipped: Registry) -> None:
    for id, entry in shipped.entries.items():
        assert id == entry.entity.id
        plain = entity_id(entry.entity.kind, entry.entity.name)
        assert id == plain or (entry.entity.kind == "place" and id.startswith(plain + "-"))
        assert not id.endswith("-unresolved"), "the ending of ids that the ladder makes"


def test_classes_and_levels_are_the_ontologys(shipped: Registry) -> None:
    known = ontology()
    for entry in shipped.entries.values():
        assert known.kind(entry.entity.type).value == entry.entity.kind
        assert entry.entity.level is None or entry.entity.level in known.levels
        assert entry.entity.registered
        assert entry.entity.name in entry.entity.names
        assert entry.source, entry.at


def test_rows_hold_what_the_files_say(shipped: Registry) -> None:
    hongtuo = shipped.entries["org/hongtuo-industrial"]
    assert hongtuo.entity.name == "Hongtuo Industrial"
    assert "Shandong Hongtuo Industrial" in hongtuo.entity.names
    assert hongtuo.entity.name_zh == "山东宏拓实业有限公司"
    assert "org/china-hongqiao-group" in hongtuo.never
    holingol = shipped.entries["place/holingol"]
    assert (holingol.entity.level, holingol.entity.parent, holingol.entity.country) == (
        "county",
        "place/tongliao",
        "CN",
    )
    assert ("gb2260", "150581") in holingol.entity.identifiers
    assert holingol.point == (45.53, 119.68)
    assert ("iso3166-2", "CN-YN") in shipped.entries["place/yunnan"].entity.identifiers
    assert ("HKEX", "2788") in shipped.entries["org/innovation-industrial"].entity.identifiers


def test_hong_kong_has_a_code_of_its_own_and_lies_in_china(shipped: Registry) -> None:
    place = shipped.entries["place/hong-kong"].entity
    assert (place.country, place.parent) == ("HK", "place/china")


def test_chains_of_parents(shipped: Registry) -> None:
    chain = [e.entity.id for e in shipped.parents("place/holingol")]
    assert chain == ["place/tongliao", "place/inner-mongolia", "place/china"]
    assert shipped.parents("place/china") == shipped.parents("place/nowhere") == ()
    assert shipped.within("place/holingol", "place/china")
    assert not shipped.within("place/china", "place/holingol")


def test_abbreviations_are_no_forms_of_their_own(shipped: Registry) -> None:
    assert [e.entity.id for e in shipped.abbreviated("Ky.")] == ["place/kentucky"]
    assert [e.entity.id for e in shipped.abbreviated("Kentucky")] == ["place/kentucky"]
    assert shipped.exact("Ky.") == ()
    assert shipped.abbreviated("ky.") == ()


def test_forms_hold_no_ambiguous_one(shipped: Registry) -> None:
    safe, unsafe = set(shipped.forms()), set(shipped.ambiguous_forms())
    assert not safe & unsafe
    assert ("宏拓实业", "org/hongtuo-industrial") in safe
    assert ("Weiqiao", "org/china-hongqiao-group") in unsafe


def test_the_version_is_of_the_rows_not_of_their_order(shipped: Registry, tmp_path: Path) -> None:
    files = sorted(DEFAULT.glob("*.tsv"))
    assert read_registry(*reversed(files)).version == shipped.version == read_registry(DEFAULT).version
    more = written(tmp_path, "mine.tsv", FIRM, firm())
    assert read_registry(DEFAULT, more).version != shipped.version


def test_a_user_adds_rows_in_a_file_of_the_same_form(shipped: Registry, tmp_path: Path) -> None:
    mine = written(tmp_path, "mine.tsv", FIRM, firm(aliases="Foo|Foo Metall", place="weihai", **{"not": "rusal"}))
    registry = read_registry(DEFAULT, mine)
    assert len(registry.entries) == len(shipped.entries) + 1
    assert [e.entity.id for e in registry.exact("Foo Metall")] == ["org/foo-metals"]
    assert registry.entries["org/foo-metals"].place == "place/weihai"
    assert check(registry) == []


def test_a_user_may_say_that_a_shipped_form_is_ambiguous_but_not_take_it(shipped: Registry, tmp_path: Path) -> None:
    taken = written(tmp_path, "mine.tsv", FIRM, firm(aliases="Hongqiao"))
    with pytest.raises(InputError, match=r"mine\.tsv:2: 'hongqiao' is a form of org/china-hongqiao-group and org/foo"):
        read_registry(DEFAULT, taken)
    shared = written(tmp_path, "mine.tsv", FIRM, firm(ambiguous="Hongqiao"))
    registry = read_registry(DEFAULT, shared)
    assert [e.entity.id for e in shipped.exact("Hongqiao")] == ["org/china-hongqiao-group"]
    assert registry.exact("Hongqiao") == registry.normalised("Hongqiao") == ()
    assert check(registry) == []


def test_a_later_file_adds_to_what_an_earlier_one_says(shipped: Registry, tmp_path: Path) -> None:
    more = written(
        tmp_path,
        "more.tsv",
        FIRM,
        firm(
            name="Hongtuo Industrial",
            aliases="HTI Holdings",
            ambiguous="Hongtuo",
            identifiers="lei:5493001KJTIIGC8Y1R12",
        ),
    )
    registry = read_registry(DEFAULT, more)
    before, after = shipped.entries["org/hongtuo-industrial"], registry.entries["org/hongtuo-industrial"]
    assert len(registry.entries) == len(shipped.entries)
    assert set(after.entity.names) == {*before.entity.names, "HTI Holdings"}
    assert after.entity.identifiers == (*before.entity.identifiers, ("lei", "5493001KJTIIGC8Y1R12"))
    assert (after.never, after.place, after.source, after.at) == (before.never, before.place, before.source, before.at)
    assert [e.entity.id for e in registry.exact("HTI Holdings")] == ["org/hongtuo-industrial"]
    assert registry.exact("Hongtuo") == ()
    assert check(registry) == []


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"country": "US"}, "country 'CN' there, 'US' here"),
        ({"class": "Institute"}, "class 'Company' there, 'Institute' here"),
        ({"name": "China Hongqiao Group", "place": "weihai"}, "place 'place/zouping' there, 'place/weihai' here"),
        ({"name": "China Hongqiao Group", "aliases": "Weiqiao"}, "'Weiqiao' is ambiguous there, and sure here"),
    ],
)
def test_a_contradiction_names_both_lines(tmp_path: Path, cells: dict[str, str], why: str) -> None:
    name = cells.get("name", "Hongtuo Industrial")
    path = written(tmp_path, "mine.tsv", FIRM, firm(**{"name": name, **cells}))
    with pytest.raises(
        InputError, match=rf"mine\.tsv:2: org/.* is told differently in .*organizations\.tsv:\d+: {why}"
    ):
        read_registry(DEFAULT, path)
    assert len(faults(DEFAULT, path)) == 1


def test_two_leis_contradict_each_other(tmp_path: Path) -> None:
    files = [
        written(tmp_path, f"{name}.tsv", FIRM, firm(identifiers=f"lei:{lei}"))
        for name, lei in (("a", "5493001KJTIIGC8Y1R12"), ("b", "21380068P1DRHMJ8KU70"))
    ]
    assert re.search(r"b\.tsv:2: .*a\.tsv:2: lei '5493001KJTIIGC8Y1R12' there", faults(*files)[0])


def test_faults_are_all_named_at_once(tmp_path: Path) -> None:
    rows = [firm(aliases="Foo"), firm(name="Bar", aliases="FOO", identifiers="isin:XX"), firm(name="Baz", country="cn")]
    found = faults(written(tmp_path, "mine.tsv", FIRM, *rows))
    assert [re.sub(r"\S*mine\.tsv", "mine.tsv", f).partition(" ")[0] for f in found] == [
        "mine.tsv:3:",
        "mine.tsv:3:",
        "mine.tsv:4:",
    ]


def test_forms_made_of_chinese_names_are_up_to_date() -> None:
    assert romanise.TABLE.read_text(encoding="utf-8") == romanise.table(), "run: python -m loaders.romanise"


@pytest.mark.parametrize(
    ("chinese", "forms"),
    [
        ("陕西宏拓实业", ("Shaanxi Hongtuo Industrial", "Shaanxi Hongtuo Shiye")),
        ("山西宏拓", ("Shanxi Hongtuo",)),
        ("内蒙古锦联铝材", ("Inner Mongolia Jinlian Aluminium Material", "Inner Mongolia Jinlian Lvcai")),
        ("霍林郭勒其亚", ("Holingol Qiya",)),
        ("呼和浩特新材料", ("Hohhot New Material", "Hohhot Xincailiao")),
        ("重庆博赛", ("Chongqing Bosai",)),
    ],
)
def test_chinese_names_in_english_letters(shipped: Registry, chinese: str, forms: tuple[str, ...]) -> None:
    assert romanise.glossary(shipped).forms(chinese) == forms


def test_forms_made_of_chinese_names_mean_the_firm_and_nobody_else(shipped: Registry) -> None:
    made = [(form, e.entity.id) for e in shipped.entries.values() for form in e.translated]
    assert len(made) > 100
    for form, id in made:
        assert [e.entity.id for e in shipped.translated(form)] == [id], form
        assert id not in {e.entity.id for e in shipped.exact(form)}, "it would tell nothing new"


def test_a_folder_is_read_whole_and_the_same_row_twice_is_one(tmp_path: Path) -> None:
    written(tmp_path, "a.tsv", FIRM, firm())
    written(tmp_path, "b.tsv", FIRM, firm(), firm(name="Bar Metals"))
    written(tmp_path, "notes.txt", "no table")
    assert list(read_registry(tmp_path).entries) == ["org/foo-metals", "org/bar-metals"]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["class\tname\tcolour", "Company\tFoo\tred"], r"mine\.tsv:1: unknown column 'colour'"),
        (["name\taliases", "Foo\t"], r"mine\.tsv:1: the columns must have `name`, and either"),
        (["class\tname\tname", "Company\tFoo\tFoo"], r"mine\.tsv:1: a column is named twice"),
        ([FIRM, firm(), "Company\tBar"], r"mine\.tsv:3: 2 cells where the first line names 9"),
        ([FIRM, firm(name="")], r"mine\.tsv:2: a name is empty"),
        ([FIRM, firm(name="x" * 501)], r"mine\.tsv:2: a name has 501 characters"),
        ([FIRM, firm(**{"class": "Smelter"})], r"mine\.tsv:2: 'Smelter' is no class"),
        ([FIRM, firm(**{"class": "Product"})], r"mine\.tsv:2: 'Product' is no class"),
        (
            [FIRM, firm(slug="bar")],
            r"mine\.tsv:2: the slug 'bar' does not follow from the name; it must be 'foo-metals'",
        ),
        ([FIRM, firm(identifiers="HKEX 1378")], r"mine\.tsv:2: the identifier 'HKEX 1378' is not of the form"),
        ([FIRM, firm(), firm(aliases="Foo")], r"mine\.tsv:3: org/foo-metals is told differently in .*mine\.tsv:2"),
        ([FIRM, firm(**{"not": "bar"})], r"mine\.tsv:2: no row has the slug 'bar' that stands under `not`"),
        ([FIRM, firm(place="atlantis")], r"mine\.tsv:2: no row has the slug 'atlantis' that stands under `place`"),
        (["level\tname", "planet\tMars"], r"mine\.tsv:2: unknown level 'planet'"),
        (["level\tname\tparent", "city\tMars\tatlantis"], r"mine\.tsv:2: no row has the slug 'atlantis'.*`parent`"),
        (["level\tname\tslug", "city\tMars\tmoon-mars"], r"mine\.tsv:2: the slug 'moon-mars' does not follow"),
        (["level\tname\tlat\tlon", "city\tMars\t1.5\tfar"], r"mine\.tsv:2: lat and lon must both be numbers"),
        (
            [FIRM, firm(aliases="Foo"), firm(name="Bar", aliases="FOO")],
            r"mine\.tsv:3: 'foo' is a form of org/foo-metals and org/bar \(.*mine\.tsv:2\); list it under `ambiguous`",
        ),
        ([""], r"mine\.tsv: the registry file is empty"),
    ],
)
def test_what_cannot_be_read_is_named_with_file_and_line(tmp_path: Path, lines: list[str], message: str) -> None:
    path = written(tmp_path, "mine.tsv", *lines)
    with pytest.raises(InputError, match=message):
        read_registry(path)


def test_a_row_may_not_contradict_the_shipped_one(tmp_path: Path) -> None:
    path = written(tmp_path, "mine.tsv", FIRM, firm(name="Hongtuo Industrial", country="US"))
    with pytest.raises(InputError, match=r"mine\.tsv:2: org/hongtuo-industrial is told differently in .*organizations"):
        read_registry(DEFAULT, path)


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.tsv: the registry file cannot be read"):
        read_registry(tmp_path / "gone.tsv")
    with pytest.raises(InputError, match=r"holds no \.tsv file"):
        read_registry(tmp_path)
    (tmp_path / "latin.tsv").write_bytes(b"class\tname\nCompany\tM\xe9tal\n")
    with pytest.raises(InputError, match=r"latin\.tsv: the registry file cannot be read.*utf-8"):
        read_registry(tmp_path)


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "windows.tsv"
    path.write_bytes("\ufeffclass\tname\taliases\r\nCompany\tFoo\t\r\n\r\n".encode())
    assert list(read_registry(path).entries) == ["org/foo"]


PLACE = "level\tname\tparent\tslug\tambiguous"


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([FIRM, firm(ambiguous="Bar"), firm(name="Bar")], r":3: 'Bar' is ambiguous according to org/foo-metals"),
        ([FIRM, firm(**{"not": "bar"}), firm(name="Bar")], r":2: org/bar is listed under `not`, but has no `not`"),
        ([FIRM, firm(**{"not": "foo-metals"})], r":2: org/foo-metals is listed under its own `not`"),
        (
            [FIRM, firm(identifiers="X:1"), firm(name="Bar", identifiers="X:1")],
            r":3: X:1 identifies org/foo-metals and",
        ),
        ([FIRM, firm(identifiers="HKEX:01378")], r":2: '01378' is no HKEX: it must fit"),
        ([FIRM, firm(identifiers="wikidata:42")], r":2: '42' is no wikidata"),
        ([FIRM, firm(country="CHN")], r":2: 'CHN' is no ISO 3166-1 code"),
        ([FIRM, firm(identifiers="lei:5493001KJTIIGC8Y1R13")], r":2: '5493001KJTIIGC8Y1R13' is no lei"),
        ([PLACE, "city\tA\tb", "city\tB\ta"], r":2: place/a lies in itself"),
        ([PLACE, "city\tA" + "\t" * 3], r":2: place/a: a country has no parent"),
    ],
)
def test_faults_of_the_whole(tmp_path: Path, lines: list[str], fault: str) -> None:
    width = lines[0].count("\t")
    padded = [line + "\t" * (width - line.count("\t")) for line in lines]
    found = "\n".join(check(read_registry(written(tmp_path, "mine.tsv", *padded))))
    assert re.search(fault, found), found


def test_a_place_in_another_country_is_a_fault(tmp_path: Path) -> None:
    path = written(tmp_path, "mine.tsv", FIRM, firm(country="DE", place="weihai"))
    assert any("org/foo-metals is in DE, but place/weihai is in CN" in f for f in check(read_registry(DEFAULT, path)))


def test_the_readme_tells_columns_and_numbers_of_rows(shipped: Registry, tmp_path: Path) -> None:
    text = (DEFAULT / "README.md").read_text(encoding="utf-8")
    for path in DEFAULT.glob("*.tsv"):
        header, *rows = path.read_text(encoding="utf-8").splitlines()
        assert f"| `{path.name}` | {len(rows):,} |" in text
        assert all(f"`{column}`" in text for column in header.split("\t"))
    example = written(tmp_path, "mine.tsv", *text.split("```")[1].strip("\n").split("\n"))
    assert len(read_registry(DEFAULT, example).entries) == len(shipped.entries) + 1


def test_check_digits() -> None:
    assert isin("KYG211501005")
    assert not isin("KYG211501006")
    assert not isin("KYG2115")
    assert lei("5493001KJTIIGC8Y1R12")
    assert not lei("5493001KJTIIGC8Y1R21")


def test_the_registry_cannot_be_changed(shipped: Registry) -> None:
    with pytest.raises(TypeError):
        shipped.entries["org/x"] = shipped.entries["org/alcoa"]  # type: ignore[index]
