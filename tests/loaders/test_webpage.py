"""Web pages: their article however deep it lies, their names and dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.statement import Document
from loaders.read import Limits, documents
from ontology.errors import UnreadableDocument
from tests.loaders.made import page_of

TITLE = "Suralco restarts Paranam refinery"
LINES = (
    "Suralco has restarted the Paranam refinery in Suriname. It can make 1.2 million tonnes of alumina a year.",
    "Suralco is owned 55 percent by Alcoa. The plant employs 900 workers.",
)


def one(path: Path) -> Document:
    return next(documents(path, path.name, Limits()))


def read(html: str, folder: Path) -> Document:
    path = folder / "a.html"
    path.write_text(html, encoding="utf-8")
    return one(path)


def test_a_page_tells_its_metadata(tmp_path: Path) -> None:
    head = (
        "<meta property='og:site_name' content='Metal Wire'><link rel='canonical' href='https://example.org/paranam'>"
        "<meta property='article:published_time' content='2026-03-02T10:40:00Z'>"
    )
    path = tmp_path / "a.html"
    path.write_text(page_of(TITLE, LINES, head))
    found = one(path)
    assert (found.title, found.publisher, found.published) == (TITLE, "Metal Wire", "2026-03-02")
    assert found.url == "https://example.org/paranam"
    assert found.format.startswith("text/html; trafilatura ")
    assert "Markets" not in found.text
    assert "Cookies" not in found.text


def test_a_page_without_a_date_has_none(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(page_of(TITLE, LINES))
    assert one(path).published is None


@pytest.mark.parametrize("times", [100, 260, 300, 3_000, 10_000])
@pytest.mark.parametrize("tags", [("div",), ("div", "span"), ("b",), ("section", "div", "font")])
def test_an_article_however_deep_it_lies(tags: tuple[str, ...], times: int, tmp_path: Path) -> None:
    deep = "".join(f"<{t}>" for t in tags) * (times // len(tags))
    body = f"<article><h1>{TITLE}</h1>{''.join(f'<p>{line}</p>' for line in LINES)}</article>"
    found = read(f"<html><head><title>{TITLE} | Metal</title></head><body>{deep}{body}</body></html>", tmp_path)
    assert found.text == "\n\n".join([TITLE, *LINES]) + "\n"
    assert (found.title, found.publisher) == (TITLE, "Metal")


def test_a_page_that_is_too_deep_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="within one another"):
        read(f"<html><body>{'<ul><li>' * 5_000}<p>{LINES[0]}</p></body></html>", tmp_path)


def test_what_is_deep_is_not_lost(tmp_path: Path) -> None:
    deep = "".join(f"<ul><li>Item {k} of the list" for k in range(400))
    found = read(f"<html><body><article><p>{LINES[0]}</p>{deep}<p>{LINES[1]}</p></article></body></html>", tmp_path)
    assert all(text in found.text for text in (*LINES, "Item 0 of", "Item 399 of"))


@pytest.mark.parametrize(
    ("title", "head", "publisher"),
    [
        ("Century buys Mt. Holly | Metal Daily", "", "Metal Daily"),
        ("Metal Daily – Century buys Mt. Holly", "", "Metal Daily"),
        ("Century buys Mt. Holly", "", None),
        ("Century buys Mt. Holly | Metal Daily", "<meta property='og:site_name' content='The Metals'>", "The Metals"),
    ],
)
def test_who_published_a_page(title: str, head: str, publisher: str | None, tmp_path: Path) -> None:
    html = page_of("Century buys Mt. Holly", LINES, head)
    found = read(html.replace("<title>Century buys Mt. Holly</title>", f"<title>{title}</title>"), tmp_path)
    assert (found.title, found.publisher) == ("Century buys Mt. Holly", publisher)


def test_the_language_that_a_page_declares(tmp_path: Path) -> None:
    assert read(page_of(TITLE, LINES).replace("lang='en'", "lang='de-AT'"), tmp_path).language == "de"
    japanese = "日本軽金属は清水工場を所有している。アルミニウム新地金の生産能力は年間六万トンである。" * 3
    assert read(page_of("工場", (japanese,)).replace("lang='en'", "lang='ja'"), tmp_path).language == "ja"
