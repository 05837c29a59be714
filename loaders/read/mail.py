"""E-mail (.eml): the newest message of a thread, what it forwards, and its attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr
from functools import cache

from loaders.lexicon import alternation, read
from loaders.read.encoding import decoded
from loaders.read.metadata import first_day
from loaders.read.parts import Parts, plain, shown
from ontology.errors import UnreadableDocument

FLOWED = re.compile(r"(?<!^--) +\n(?=[^\s>])", re.MULTILINE)
"""A line that goes on in the next one, in mail that says so (RFC 3676)."""
SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Marks:
    """What begins a quoted message, a forwarded one, and the subject of one that forwards; the fields of its head."""

    quoted: re.Pattern[str]
    forwarded: re.Pattern[str]
    forwards: re.Pattern[str]
    fields: dict[str, re.Pattern[str]]


@cache
def marks() -> Marks:
    """The marks of data/metadata.toml."""
    data = read()["metadata"]["mail"]
    heads = {name: rf"(?:{alternation(words)})\s*[:：]" for name, words in data["fields"].items()}
    head = rf"^[*\s]*{heads['from']}.+\n(?:.*\n){{0,3}}?[*\s]*(?:{heads['date']}|{heads['subject']}).+$"
    quoted = "|".join([*data["quoted"], head])
    return Marks(
        re.compile(f"(?:{quoted})", re.MULTILINE | re.IGNORECASE),
        re.compile("|".join(data["forwarded"]), re.MULTILINE | re.IGNORECASE),
        re.compile(rf"\s*(?:re\s*:\s*)?(?:{alternation(data['forwards'])})\s*[:：]", re.IGNORECASE),
        {name: re.compile(rf"[*\s]*{words}[*\s]*(?P<value>.*)", re.IGNORECASE) for name, words in heads.items()},
    )


def message(raw: bytes, source: str) -> EmailMessage:
    """The message; UnreadableDocument where the file is none."""
    try:
        found = message_from_bytes(raw, policy=policy.default)
    except (MessageError, ValueError, RecursionError) as error:
        raise UnreadableDocument(f"{source}: not readable as e-mail ({error}); save the message again") from error
    if not isinstance(found, EmailMessage) or not found.keys():
        raise UnreadableDocument(f"{source}: the file is no e-mail message; save the message again")
    return found


def body(mail: EmailMessage, source: str) -> tuple[str, bool]:
    """The text of a message and whether it is HTML; plain text is preferred."""
    part = mail.get_body(preferencelist=("plain", "html"))
    if part is None:
        return "", False
    markup = part.get_content_type() == "text/html"
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return "", markup
    text, _ = decoded(payload, source, part.get_content_charset())
    return FLOWED.sub(" ", text) if part.get_param("format") == "flowed" else text, markup


def mail_parts(mail: EmailMessage, text: str, made: str) -> Iterator[Parts]:
    """The message whose text is known, then what it forwards: each with subject, sender and date."""
    title, sender = _header(mail, "subject"), parseaddr(_header(mail, "from") or "")
    when = mail["date"].datetime if mail["date"] is not None and hasattr(mail["date"], "datetime") else None
    own, rest = _parted(text.replace("\r\n", "\n"), title or "")
    if own.strip():
        date = when.date().isoformat() if when is not None else None
        yield _parts(own, made, title, plain(sender[0] or sender[1]), date)
    if rest.strip():
        yield _forwarded(rest, made)


def _parted(text: str, subject: str) -> tuple[str, str]:
    """What the sender wrote, and what was forwarded; what is only quoted is left out."""
    found = marks()
    forwarded = found.forwarded.search(text)
    if forwarded is None and found.forwards.match(subject):
        forwarded = found.quoted.search(text)
    if forwarded is None:
        return text, ""
    return text[: forwarded.start()], found.forwarded.sub("", text[forwarded.start() :], count=1)


def _forwarded(text: str, made: str) -> Parts:
    """A message from the lines of its head, as programs write them over what they forward."""
    lines = _unquoted(text).strip(" \n").split("\n")
    values: dict[str, str] = {}
    if marks().quoted.match(lines[0]) and not _field(lines[0], {}):
        lines.pop(0)
    while lines and (not lines[0].strip() or _field(lines[0], values)):
        lines.pop(0)
        if values and lines and not lines[0].strip():
            break
    sender = parseaddr(values.get("from", ""))
    title, date = plain(values.get("subject")), first_day(values.get("date", ""))
    return _parts("\n".join(lines), made, title, plain(sender[0] or sender[1]), date)


def _unquoted(text: str) -> str:
    """The text without the signs of a quotation, where most lines bear them."""
    lines = text.split("\n")
    return re.sub("(?m)^> ?", "", text) if 2 * sum(x.startswith(">") for x in lines) > len(lines) else text


def _field(line: str, values: dict[str, str]) -> bool:
    """Whether a line belongs to a message's head; what it tells goes into `values`."""
    for name, pattern in marks().fields.items():
        if match := pattern.match(line):
            values.setdefault(name, match["value"].strip(" *"))
            return True
    return False


def _parts(text: str, made: str, title: str | None, sender: str | None, date: str | None) -> Parts:
    for cut in (marks().quoted, SIGNATURE):
        end = cut.search(text)
        text = text[: end.start()] if end and text[: end.start()].strip() else text
    head = f"{title}\n\n" if title and not text.lstrip().startswith(title) else ""
    return Parts(head + shown(text).strip() + "\n", f"message/rfc822; {made}", title, sender, published=date)


def attachments(mail: EmailMessage) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each attachment, each under a name of its own; messages as .eml."""
    taken: set[str] = set()
    for part in mail.iter_attachments():
        inner = part.get_payload(0) if part.get_content_type() == "message/rfc822" else None
        name, payload = part.get_filename() or "attachment", part.get_payload(decode=True)
        if isinstance(inner, EmailMessage):
            name, payload = part.get_filename() or _header(inner, "subject") or "message", inner.as_bytes()
            name = name if name.lower().endswith(".eml") else f"{name}.eml"
        if isinstance(payload, bytes) and payload.strip():
            yield _unused(name, taken), payload


def _unused(name: str, taken: set[str]) -> str:
    """The name, numbered where an earlier attachment bears it: a source names one document."""
    stem, dot, suffix = name.rpartition(".")
    free, k = name, 2
    while free in taken:
        free, k = f"{stem} ({k}){dot}{suffix}" if dot else f"{name} ({k})", k + 1
    taken.add(free)
    return free


def _header(mail: EmailMessage, name: str) -> str | None:
    try:
        return plain(mail[name])
    except (LookupError, ValueError):
        return None
