"""E-mail: the message, what it forwards, what is attached; one that cannot be read stops no other."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from graph.statement import Document
from loaders.read import Limits, documents
from ontology.errors import UnreadableDocument
from tests.loaders.made import eml_of, pdf_of

TITLE = "Suralco restarts Paranam refinery"
LINES = ("Suralco has restarted the Paranam refinery in Suriname.", "Suralco is owned 55 percent by Alcoa.")
HEAD = "From: A. Writer <a@example.org>\nDate: Wed, Jul 30, 2025\nSubject: A deal\nTo: x\n\n"


def read(mail: EmailMessage, folder: Path) -> list[Document]:
    path = folder / "a.eml"
    path.write_bytes(mail.as_bytes())
    return list(documents(path, "a.eml", Limits()))


def letter(text: str, subject: str = TITLE) -> EmailMessage:
    mail = eml_of(subject, ())
    mail.set_content(text)
    return mail


def test_mail_has_subject_sender_and_date(tmp_path: Path) -> None:
    mail = eml_of(TITLE, LINES)
    mail.add_attachment(pdf_of("Annex", LINES), maintype="application", subtype="pdf", filename="annex.pdf")
    mail.add_attachment(b"\x00\x01", maintype="application", subtype="octet-stream", filename="x.bin")
    message, annex = read(mail, tmp_path)
    assert (message.title, message.publisher, message.published) == (TITLE, "Metal Wire", "2026-03-03")
    assert "Alcoa owns Hydro" not in message.text
    assert annex.source == "a.eml/annex.pdf"
    assert annex.format.startswith("application/pdf")


def test_a_broken_attachment_costs_only_itself(tmp_path: Path) -> None:
    mail = letter(LINES[0])
    mail.add_attachment(b"%PDF-1.7 broken", maintype="application", subtype="pdf", filename="broken.pdf")
    mail.add_attachment(LINES[1], filename="last.txt")
    path = tmp_path / "a.eml"
    path.write_bytes(mail.as_bytes())
    rows = documents(path, "a.eml", Limits())
    assert [next(rows).source, next(rows).source] == ["a.eml", "a.eml/last.txt"]
    with pytest.raises(UnreadableDocument, match=r"a\.eml/broken\.pdf.*save it again"):
        next(rows)


def test_attachments_of_one_name_are_two_documents(tmp_path: Path) -> None:
    mail = letter(LINES[0])
    for line in LINES:
        mail.add_attachment(line, filename="a.txt")
    assert [d.source for d in read(mail, tmp_path)] == ["a.eml", "a.eml/a.txt", "a.eml/a (2).txt"]


def test_an_attached_message_is_read(tmp_path: Path) -> None:
    mail = letter(LINES[0], "Outer")
    mail.add_attachment(letter(LINES[1], "Inner"))
    outer, inner = read(mail, tmp_path)
    assert (outer.title, inner.title, inner.source) == ("Outer", "Inner", "a.eml/Inner.eml")
    assert LINES[1] in inner.text
    assert LINES[1] not in outer.text


def test_messages_within_messages_have_an_end(tmp_path: Path) -> None:
    mail = letter(LINES[0], "0")
    for k in range(1, 9):
        outer = letter(f"Letter {k}.", str(k))
        outer.add_attachment(mail)
        mail = outer
    with pytest.raises(UnreadableDocument, match="messages within messages"):
        read(mail, tmp_path)


@pytest.mark.parametrize(
    ("subject", "mark"),
    [
        ("Fwd: A deal", "---------- Forwarded message ---------\n"),
        ("A deal, see below", "Begin forwarded message:\n\n"),
        ("FW: A deal", "________________________________\n"),
        ("FW: A deal", "-----Original Message-----\n"),
        ("FW: A deal", ""),
    ],
)
def test_what_is_forwarded_is_a_document(subject: str, mark: str, tmp_path: Path) -> None:
    own, forwarded = read(letter(f"FYI\n\n{mark}{HEAD}{LINES[0]}\n", subject), tmp_path)
    assert (own.text, own.published) == (f"{subject}\n\nFYI\n", "2026-03-03")
    assert (forwarded.source, forwarded.title) == ("a.eml/forwarded", "A deal")
    assert (forwarded.publisher, forwarded.published) == ("A. Writer", "2025-07-30")
    assert forwarded.text == f"A deal\n\n{LINES[0]}\n"
    assert own.sha256 != forwarded.sha256


@pytest.mark.parametrize("mark", ["-----Original Message-----\n", "On Monday X wrote:\n> ", "________________\n", ""])
def test_what_is_only_quoted_is_left_out(mark: str, tmp_path: Path) -> None:
    (found,) = read(letter(f"{LINES[1]}\n\n{mark}{HEAD}{LINES[0]}\n", "Re: A deal"), tmp_path)
    assert found.text == f"Re: A deal\n\n{LINES[1]}\n"


def test_a_line_that_begins_like_a_head_ends_no_message(tmp_path: Path) -> None:
    (found,) = read(letter(f"From: January on the plant runs.\n\n{LINES[0]}\n"), tmp_path)
    assert LINES[0] in found.text


def test_flowed_lines_are_joined(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(
        b"From: a@example.org\nSubject: Note\nContent-Type: text/plain; format=flowed\n\n"
        b"A note says that Century \nAluminum owns the plant.\n\nBye\n-- \nX\n"
    )
    (found,) = documents(path, "a.eml", Limits())
    assert found.text == "Note\n\nA note says that Century Aluminum owns the plant.\n\nBye\n"


def test_a_charset_that_is_not_what_it_says(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    head = b"From: a@example.org\nSubject: Note\nContent-Type: text/plain; charset=us-ascii\n\n"
    for encoding in ("utf-8", "cp1252"):
        path.write_bytes(head + "Électricité in München".encode(encoding))
        (found,) = documents(path, "a.eml", Limits())
        assert "Électricité in München" in found.text
