"""Answers kept on disk, so that a question is asked once: a file for each, named by the hash of the question."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from ontology.errors import ModelError, SettingError


@dataclass(frozen=True)
class Cache:
    """A folder of answers; several processes may share it."""

    folder: Path

    def open(self) -> None:
        """Make the folder; SettingError where it cannot be."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingError(
                f"the cache {self.folder} cannot be made ({error.strerror}); set POTLINE_LLM_CACHE"
            ) from error

    def file(self, key: str) -> Path:
        """Where the answer to a question is."""
        return self.folder / key[:2] / f"{key}.json"

    def read(self, key: str) -> str | None:
        """The answer; None where there is none, or where the file is not as it was written."""
        try:
            kept = json.loads(self.file(key).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        if not isinstance(kept, dict) or not isinstance(kept.get("answer"), str):
            return None
        answer: str = kept["answer"]
        return answer if kept.get("sha256") == _hash(answer) else None

    def write(self, key: str, answer: str) -> None:
        """Keep an answer, whole or not at all; ModelError where the disk does not take it."""
        file = self.file(key)
        text = json.dumps({"sha256": _hash(answer), "answer": answer}, ensure_ascii=True)
        half = None
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile("w", dir=file.parent, encoding="utf-8", delete=False) as half:
                half.write(text)
                half.flush()
                os.fsync(half.fileno())
            Path(half.name).replace(file)
        except OSError as error:
            if half is not None:
                with suppress(OSError):
                    Path(half.name).unlink(missing_ok=True)
            raise ModelError(f"the cache cannot be written ({error.strerror}); see POTLINE_LLM_CACHE") from error


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
