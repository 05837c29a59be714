"""The same article in each format, made on the spot."""

from __future__ import annotations

import io
from collections.abc import Iterable
from email.message import EmailMessage
from xml.sax.saxutils import escape

import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer


def page_of(title: str, lines: tuple[str, ...], head: str = "") -> str:
    """A web page with a menu and a foot."""
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/m'>Markets</a></li></ul></nav>"
    foot = "<footer><p>Cookies help us run this site.</p></footer>"
    return (
        f"<!doctype html><html lang='en'><head><title>{escape(title)}</title>{head}</head><body>{menu}"
        f"<article><h1>{escape(title)}</h1>{body}</article>{foot}</body></html>"
    )


def pdf_of(title: str, lines: tuple[str, ...], head: str = "Metal Wire - daily") -> bytes:
    """A PDF with running heads."""
    out = io.BytesIO()
    styles = getSampleStyleSheet()
    rows = [Paragraph(escape(title), styles["Title"])]
    for line in lines:
        rows += [Paragraph(escape(line), styles["Normal"]), Spacer(1, 12)]

    def running(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.drawString(60, A4[1] - 30, head)
        canvas.drawString(300, 20, f"Page {document.page}")

    SimpleDocTemplate(out, pagesize=A4, title=title, invariant=1).build(rows, running, running)
    return out.getvalue()


def docx_of(title: str, lines: tuple[str, ...]) -> bytes:
    """A Word document."""
    out = io.BytesIO()
    document = docx.Document()
    document.add_heading(title, 0)
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def eml_of(title: str, lines: tuple[str, ...]) -> EmailMessage:
    """A mail that quotes another one."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = title, "Metal Wire <news@example.org>", "desk@example.org"
    mail["Date"] = "Tue, 03 Mar 2026 09:00:00 +0000"
    mail.set_content("\n\n".join(lines) + "\n\nOn Monday X wrote:\n> Alcoa owns Hydro.\n")
    return mail


def drawn(*pages: Iterable[tuple[float, float, str]], size: float = 10, **info: str) -> bytes:
    """A PDF whose pages have these texts at (x, y), in the order in which they are given."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for name, value in info.items():
        getattr(canvas, f"set{name.title()}")(value)
    for texts in pages:
        canvas.setFont("Helvetica", size)
        for x, y, text in texts:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
