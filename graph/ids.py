"""Ids as a function of content: hashes, slugs, and the ids of entities and documents."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata


def digest(*parts: object, length: int = 24) -> str:
    """A hex hash of JSON-like parts; the same in every process and on every machine."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def slug(name: str) -> str:
    """A readable slug: lower case, Unicode letters and digits kept, the rest hyphens.

    >>> slug("Weiqiao Aluminum & Power")
    'weiqiao-aluminum-power'
    >>> slug("创新实业")
    '创新实业'
    """
    text = unicodedata.normalize("NFKC", name).casefold().replace("'", "").replace("’", "")
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = unicodedata.normalize("NFC", text)
    return re.sub(r"[\W_]+", "-", text).strip("-") or digest(name, length=12)


def entity_id(kind: str, name: str) -> str:
    """`entity_id("org", "Hongtuo Industrial")` is `org/hongtuo-industrial`; long ones end in a hash."""
    text = slug(name)
    if len(text) > 120:
        text = f"{text[:107].strip('-')}-{digest(text, length=12)}"
    return f"{kind}/{text}"


def document_id(source: str) -> str:
    """A slug of the source's last part and a hash of the whole source."""
    stem = re.sub(r"\.\w{1,5}$", "", source.rstrip("/").rpartition("/")[2])
    return f"{slug(stem)[:60].strip('-')}-{digest(source, length=8)}"


def number(value: float | int) -> float | int:
    """An integral float as an int, so that 60.0 and 60 are one figure in ids and in JSON.

    Not above 2**53, where floats have gaps and databases soon have no such whole number.
    """
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value
