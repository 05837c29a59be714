"""Lists of names as people have them."""

from __future__ import annotations

import pytest

from loaders.listed import Listed, read_listed, rows
from ontology.errors import InputError, UnreadableDocument


def read(text: str, encoding: str = "utf-8") -> list[Listed]:
    """The lines of a list."""
    return read_listed(text.encode(encoding), "list.csv")


def test_a_csv_with_a_mark_semicolons_and_windows_lines() -> None:
    text = '\ufeffName;Program;ID\r\n"Rusal; Ltd";RU;\r\n\r\n;;\r\n魏桥铝电;CN;org/weiqiao\r\n'
    assert read(text) == [
        Listed(2, "Rusal; Ltd", None, {"Program": "RU"}),
        Listed(5, "魏桥铝电", "org/weiqiao", {"Program": "CN"}),
    ]
    assert read("id\torder\norg/rusal\t1\n") == [Listed(2, None, "org/rusal", {"order": "1"})]


def test_quotes_over_lines_keep_the_numbers() -> None:
    found = read('name,note\n"Foo ""X"" Metals","two\nlines"\nBar,\n')
    assert [(r.line, r.name) for r in found] == [(2, 'Foo "X" Metals'), (4, "Bar")]


def test_a_plain_list_needs_no_header_and_keeps_its_commas() -> None:
    found = read('Alcoa, Inc.\n\n  宏拓实业 \n"Quoted, Ltd"\nAlcoa, Inc.')
    assert [(r.line, r.name) for r in found] == [
        (1, "Alcoa, Inc."),
        (3, "宏拓实业"),
        (4, "Quoted, Ltd"),
        (5, "Alcoa, Inc."),
    ]
    assert [r.name for r in read("name\nAlcoa, Inc.\n")] == ["Alcoa, Inc."]


def test_other_encodings() -> None:
    firms = ["山东宏拓实业有限公司", "山东魏桥铝电有限公司"]
    assert [r.name for r in read("\n".join(["name", *firms]), "gb18030")] == firms
    assert [r.name for r in read("name\nRusal\n", "utf-16")] == ["Rusal"]


def test_lines_that_name_nothing_are_faults_not_losses() -> None:
    found = read(f"name,program\n,A\nx,y,z\n{'n' * 5000},A\nGood,A\n")
    assert [r.fault is None for r in found] == [False, False, False, True]
    assert "neither" in (found[0].fault or "")
    assert "3 cells for 2 columns" in (found[1].fault or "")
    assert "5,000 characters" in (found[2].fault or "")


def test_what_is_no_list() -> None:
    with pytest.raises(UnreadableDocument, match="no text"):
        read("\n \n")
    with pytest.raises(UnreadableDocument):
        read_listed(bytes(range(256)) * 20, "list.csv")
    with pytest.raises(InputError, match=r"list.csv, line 2: .*quote"):
        read('name,id\n"open,\n')


def test_a_list_of_json() -> None:
    found = rows(["Rusal", {"name": "魏桥", "list": "A", "n": 3, "none": None}, {"id": "org/x"}, "", "a\ud800b"])
    assert found[:3] == [
        Listed(1, "Rusal"),
        Listed(2, "魏桥", None, {"list": "A", "n": "3"}),
        Listed(3, None, "org/x"),
    ]
    assert found[3].fault == "neither a name nor an id"
    assert found[4].name == "a?b"
    for wrong in (3, ["Rusal"], {"name": 3}, None):
        with pytest.raises(InputError, match="item 1"):
            rows([wrong])
