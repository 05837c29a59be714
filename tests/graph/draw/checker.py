"""The official checker of the Beneficial Ownership Data Standard, run as a program in an environment of its own.

`libcovebods` is AGPL: nothing here imports it. Its environment is made once below .cache/ from tests/bods.lock.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from api.settings import ROOT

LOCK = ROOT / "tests" / "bods.lock"
REGISTERS = {"downloaded": "9999-12-31", "lists": [{"code": "XI-LEI"}]}
"""The checker fetches the list of org-id.guide, which has every code of a register, if it does not find it here. Tests
fetch nothing, so this is the part of it that we write."""


def checker(cache: Path = ROOT / ".cache") -> Path:
    """The Python of the checker's environment; made where it is not there yet, whole or not at all."""
    home = cache / f"bods-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]}"
    if not home.exists():
        cache.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            made = Path(folder) / "environment"
            _make(made)
            if not home.exists():
                made.rename(home)
    return home / "bin" / "python"


def _make(home: Path) -> None:
    _run(sys.executable, "-m", "venv", "--without-pip", str(home))
    python = str(home / "bin" / "python")
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", "-q")
    _run(*pip, "install", "--require-hashes", "-r", str(LOCK))
    where = _run(python, "-c", "import libcove2; print(libcove2.__path__[0])").strip()
    (Path(where) / "org-ids.json").write_text(json.dumps(REGISTERS), encoding="utf-8")


def _run(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    return done.stdout


def faults(package: str, folder: Path) -> list[Any]:
    """All that the checker has to say against a package: by the schema, fields it does not know, and its own rules."""
    file = folder / "package.json"
    file.write_text(package, encoding="utf-8")
    python = str(checker())
    schema, fields, rules = (
        json.loads(_run(python, "-m", "libcovebods.cli", question, str(file)))
        for question in ("jsonschemavalidate", "additionalfields", "pythonvalidate")
    )
    return [*schema, *fields, *rules["additional_checks"]]
