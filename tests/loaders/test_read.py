"""Reading files: encodings, limits, what the top of a text tells."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.statement import Document, Extraction
from loaders.pipeline import Extractor, load
from loaders.read import Limits, documents
from loaders.read.encoding import decoded
from loaders.read.files import printable
from loaders.read.metadata import language, named, published, publisher, spoken, title, url
from loaders.read.parts import shown
from ontology.errors import UnreadableDocument


def one(path: Path, limits: Limits | None = None) -> Document:
    (document,) = documents(path, str(path), limits or Limits())
    return document


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        ("Aluminium – a metal".encode(), "utf-8"),
        (b"\xef\xbb\xbf" + "Aluminium – a metal".encode(), "utf-8-sig"),
        ("Aluminium – a metal".encode("utf-16"), "utf-16"),
        ("Aluminium – a metal".encode("utf-32"), "utf-32"),
        ("Aluminium – a metal".encode("utf-16-le"), "utf-16-le"),
        ("Aluminium – a metal".encode("cp1252"), "cp1252"),
    ],
)
def test_encodings(raw: bytes, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    document = one(path)
    assert document.text == "Aluminium – a metal"
    assert document.format == f"text/plain; {encoding}"


def test_chinese_without_a_mark(tmp_path: Path) -> None:
    text = "电解铝产能转移到云南,涉及员工三千人"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode("gb18030"))
    document = one(path)
    assert document.text == text
    assert document.format == "text/plain; gb18030"
    assert document.language == "zh"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Chalco (中国铝业) owns 29.1 % of Yunnan Aluminium. “Good” – said Mr. Li.", "gb18030"),
        ("公告：中國鋁業股份有限公司持有雲南鋁業股份有限公司29.1%的股權。", "big5"),
        ("München: Trimet Aluminium SE owns the Essen smelter. GRÖßE", "cp1252"),
        ("Árdal: Álver í Straumsvík, Ísland – “Rio Tinto á ISAL”", "cp1252"),
    ],
)
def test_encodings_that_nothing_tells(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding), "a.txt") == (text, encoding)


def test_what_is_declared_counts_where_the_bytes_allow_it() -> None:
    assert decoded("中国铝业".encode("gb18030"), "a", "gb2312") == ("中国铝业", "gb18030")
    assert decoded("Café".encode(), "a", "iso-8859-1") == ("Café", "utf-8")
    assert decoded("Café".encode("cp1252"), "a", "utf-8") == ("Café", "cp1252")
    assert decoded(b"plain", "a", "no-such-charset") == ("plain", "utf-8")


def test_damaged_bytes_are_noted() -> None:
    raw = "München: 中国铝业 owns Yunnan — yes.".encode().replace("ü".encode(), b"\xfc")
    assert decoded(raw, "a") == ("München: 中国铝业 owns Yunnan — yes.", "utf-8, damaged bytes: 1")


def test_what_cannot_be_told_is_no_text() -> None:
    with pytest.raises(UnreadableDocument, match=r"a\.txt.*UTF-8"):
        decoded("РУСАЛ владеет Братским заводом.".encode("cp1251"), "a.txt")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028"])
def test_ends_of_lines(end: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"A note{end}{end}The text.{end}".encode())
    assert (one(path).title, one(path).text) == ("A note", "A note\n\nThe text.\n")


def test_pipes_and_devices_are_no_files(tmp_path: Path) -> None:
    pipe, zero = tmp_path / "pipe.txt", tmp_path / "zero.txt"
    os.mkfifo(pipe)
    zero.symlink_to("/dev/zero")
    for path in (pipe, zero):
        with pytest.raises(UnreadableDocument, match="no regular file"):
            one(path)


def test_names_of_files_as_they_are_stored() -> None:
    assert printable(Path("a b\n中文.txt")) == r"a b\n中文.txt"
    assert printable(os.fsdecode(b"caf\xe9.txt")) == r"caf\xe9.txt"


@pytest.mark.parametrize(
    ("name", "raw", "word"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t", "empty"),
        ("a.txt", b"PK\x00\x00" * 500, "binary"),
        ("a.txt", bytes(range(1, 9)) * 50, "binary"),
        ("a.exe", b"text", ".exe"),
        ("a.txt", b"x" * 101, "POTLINE_MAX_DOCUMENT_BYTES"),
    ],
)
def test_what_cannot_be_read(name: str, raw: bytes, word: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(raw if word != "binary" else raw[:100] + raw)
    limits = Limits(100) if len(raw) == 101 else Limits()
    with pytest.raises(UnreadableDocument, match=word) as error:
        one(path, limits)
    assert str(path) in str(error.value)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(UnreadableDocument, match=str(path)):
            one(path)


def test_stray_signs_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * 4000 + b"\0" + b"b")
    assert one(path).text == "a" * 4000 + "b"


@given(st.text(min_size=1).filter(lambda t: t.strip()))
@settings(max_examples=50, deadline=None)
def test_utf_8_comes_back(text: str) -> None:
    kept = "".join(c for c in text if c >= " " and not "\ud800" <= c <= "\udfff")
    kept = re.sub("[\u2028\u2029]", "", shown(kept))
    if kept.strip():
        assert decoded(kept.encode(), "a.txt")[0] == kept


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published: Jul 31, 2025 17:43", "2025-07-31"),
        ("Düsseldorf, 25.07.2023", "2023-07-25"),
        ("时间:2020年1月6日 阅读:853 次", "2020-01-06"),
        ("2025年7月31日", "2025-07-31"),
        ("2025-07-31", "2025-07-31"),
        ("2025-07-31T10:15:00Z", "2025-07-31"),
        ("Madrid | 14 July 2025", "2025-07-14"),
        ("OSLO, 1 December 2023 - Hydro said", "2023-12-01"),
        ("CONAKRY (5 August 2025) - Guinea's president", "2025-08-05"),
        ("28 December 2021", "2021-12-28"),
        ("9 January 2024 | 3 min read", "2024-01-09"),
        ("KINGSTON, Jamaica, Wednesday May 3, 2023. For one dollar a firm has", "2023-05-03"),
        (
            "RIVERTON--(NEWS SERVICE)--July 1, 2025--Foobar Aluminium (NYSE: FOO) today announced the close of its "
            + "x " * 50,
            "2025-07-01",
        ),
        ("Entry last revised: 14 March 2024", "2024-03-14"),
        ("By our Oslo bureau on Monday, July 9, 2012. Filed under: Law", "2012-07-09"),
        ("LIGHT METAL LETTER No. 14 / April 2018", "2018-04"),
        ("Foobar Aluminium opened its mill on 5 May 2021.", None),
        ("Report for the year ended 31 December 2023", None),
        ("As of December 31, 2024, the company has 3,750 employees.", None),
        ("MONTREAL, June 2 - Alcan said", None),
        ("Published: 07/11/2025", None),
    ],
)
def test_date_of_publication(line: str, day: str | None) -> None:
    assert published(f"A headline\n\n{line}\nThe text.") == day


def test_other_lines_at_the_top() -> None:
    text = "\n\nA headline \nSource: Metal Weekly\nURL: https://example.org/a\nText."
    assert title(text) == "A headline"
    assert publisher(text) == "Metal Weekly"
    assert url(text) == "https://example.org/a"
    assert title("x" * 400) == "x" * 300
    assert language("Aluminium 铝 from Yunnan") == "en"


@pytest.mark.parametrize("value", ["untitled", "(anonymous)", "Microsoft Word - report.docx", "v3.indd", "未命名"])
def test_what_programs_write_is_no_title(value: str) -> None:
    assert named(value) is None
    assert named(f"The smelters of {value}, a report") is not None


@pytest.mark.parametrize(
    ("text", "declared", "found"),
    [
        ("Das Werk gehört der Trimet.", "de", "de"),
        ("Aluminium from Yunnan", None, "en"),
        ("Aluminium from Yunnan", "zh", "en"),
        ("中国铝业持有云南铝业的股权。", "en", "zh"),
        ("日本軽金属は清水工場を所有している。", "ja", "ja"),
        ("日本軽金属は清水工場を所有している。", None, "ja"),
        ("노벨리스는 영주 공장을 소유하고 있다.", "en", "ko"),
    ],
)
def test_the_declared_language_counts_where_the_script_allows_it(text: str, declared: str | None, found: str) -> None:
    assert spoken(text, declared) == found


def statements(text: str, folder: Path, extractor: Extractor) -> list[tuple[str, str, str | None, str]]:
    path = folder / "a.txt"
    path.write_text(f"Note\n\n{text}\n", encoding="utf-8")
    (found,) = load(path, "a.txt", extractor, Limits())
    assert isinstance(found, Extraction)
    assert all(found.document.text[s.start : s.end] == s.quote for s in found.statements)
    return [(s.subject, s.predicate, s.object, s.quote) for s in found.statements]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_letters_with_marks_however_they_are_written(form: str, tmp_path: Path, extractor: Extractor) -> None:
    text = "Café Metals Ltd owns the Essen smelter. Électricité SA owns the Dunkerque smelter."
    found = statements(unicodedata.normalize(form, text), tmp_path, extractor)
    assert [row[:3] for row in found] == [
        ("org/cafe-metals", "owns", "site/essen-smelter"),
        ("org/electricite", "owns", "site/dunkirk-smelter"),
    ]


def test_emoji_are_no_words(tmp_path: Path, extractor: Extractor) -> None:
    text = "Century Aluminum owns the Mt. Holly smelter 🏭. ✅ South32 owns the Hillside smelter 🎉.\n\n😀"
    assert statements(text, tmp_path, extractor) == [
        ("org/century-aluminum", "owns", "site/mt-holly-smelter", "Century Aluminum owns the Mt. Holly smelter 🏭."),
        ("org/south32", "owns", "site/hillside-smelter", "✅ South32 owns the Hillside smelter 🎉."),
    ]


def test_rules_are_the_english_ones_where_another_language_is_declared(extractor: Extractor) -> None:
    document = Document("a", "a", "", text="Note\n\nSouth32 owns the Hillside smelter.\n", language="de")
    assert [s.predicate for s in extractor(document).statements] == ["owns"]
