"""E-mail (.eml): the newest message of a thread; attachments of known kinds are documents of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr

from loaders.read.parts import Parts, plain, shown
from ontology.errors import UnreadableDocument

QUOTED = re.compile(
    r"^(?:>|On .{5,120} wrote:\s*$|-{2,}\s*(?:Original Message|Forwarded message)|From: .+|发件人[:：]|_{10,})",
    re.MULTILINE,
)
SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)


def message(raw: bytes, name: str) -> EmailMessage:
    """The message; UnreadableDocument where the file is none."""
    try:
        found = message_from_bytes(raw, policy=policy.default)
    except (MessageError, ValueError) as error:
        raise UnreadableDocument(f"{name}: not readable as e-mail ({error}); save the message again") from error
    if not isinstance(found, EmailMessage) or not found.keys():
        raise UnreadableDocument(f"{name}: the file is no e-mail message; save the message again")
    return found


def body(mail: EmailMessage) -> tuple[str, bool]:
    """The text of a message and whether it is HTML; plain text is preferred."""
    part = mail.get_body(preferencelist=("plain", "html"))
    if part is None:
        return "", False
    try:
        return str(part.get_content()), part.get_content_type() == "text/html"
    except (LookupError, ValueError):
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else "", False


def mail_parts(mail: EmailMessage, text: str, made: str) -> Parts:
    """The parts of a message whose text is known: subject, sender, date."""
    for cut in (QUOTED, SIGNATURE):
        end = cut.search(text)
        text = text[: end.start()] if end and text[: end.start()].strip() else text
    title, sender = _header(mail, "subject"), parseaddr(_header(mail, "from") or "")
    when = mail["date"].datetime if mail["date"] is not None and hasattr(mail["date"], "datetime") else None
    head = f"{title}\n\n" if title and not text.lstrip().startswith(title) else ""
    return Parts(
        text=head + shown(text).replace("\r\n", "\n").strip() + "\n",
        format=f"message/rfc822; {made}",
        title=title,
        publisher=plain(sender[0] or sender[1]),
        published=when.date().isoformat() if when is not None else None,
    )


def attachments(mail: EmailMessage) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each attachment."""
    for part in mail.iter_attachments():
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload:
            yield part.get_filename() or "attachment", payload


def _header(mail: EmailMessage, name: str) -> str | None:
    try:
        return plain(mail[name])
    except (LookupError, ValueError):
        return None
