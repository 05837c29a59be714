"""How Potline is put together: packages, layers, lock files, one importer a driver."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

import pytest

from api.settings import ROOT
from tests.conftest import LONGEST

LAYERS = ("ontology", "graph", "loaders", "api")
CODE = [path for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py"))]
ONE_PLACE = {
    "sqlite3": "graph/sqlite_connection.py",
    "neo4j": "graph/neo4j_driver.py",
    "spacy": "loaders/en/parsing/model.py",
    "pyoxigraph": "graph/engine.py graph/syntaxes.py",
    "jgo": "api/neo4j_jars.py",
    "httpx": "loaders/llm/client.py",
}


@cache
def imported(path: Path) -> set[str]:
    """The top-level packages that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize(("package", "place"), ONE_PLACE.items())
def test_a_driver_is_imported_in_one_place(package: str, place: str) -> None:
    assert " ".join(str(p.relative_to(ROOT)) for p in CODE if package in imported(p)) == place


def test_only_settings_read_the_environment() -> None:
    readers = [p for p in CODE if re.search(r"os\.environ|getenv", p.read_text(encoding="utf-8"))]
    assert readers == []


def test_no_other_distribution_brings_our_packages() -> None:
    for distribution in distributions():
        if distribution.name != "potline":
            tops = {Path(str(file)).parts[0] for file in distribution.files or ()}
            assert not tops & set(LAYERS), distribution.name


def test_no_module_bears_a_name_of_the_standard_library() -> None:
    taken = {p.stem for p in CODE if p.parent.name in LAYERS} & set(sys.stdlib_module_names)
    assert taken == set()


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {p.parent for p in (ROOT / "tests").rglob("*.py")}
    assert all((folder / "__init__.py").exists() for folder in folders)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "tests/bods.lock"])
def test_locks_hold_names_versions_and_hashes_only(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert all(re.match(r"[a-z0-9][\w.-]*==|    --hash=sha256:[0-9a-f]{64}", line) for line in text.splitlines())


def test_what_pyproject_pins_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    locks = {n: (ROOT / n).read_text(encoding="utf-8") for n in ("requirements.lock", "requirements-dev.lock")}
    for need in project["project"]["dependencies"]:
        assert all(re.search(rf"^{re.escape(need)}\b", text, re.MULTILINE) for text in locks.values()), need
    for need in project["dependency-groups"]["dev"]:
        assert re.search(rf"^{re.escape(need)}\b", locks["requirements-dev.lock"], re.MULTILINE), need
    for need in project["dependency-groups"]["bods"]:
        assert re.search(rf"^{re.escape(need)}\b", (ROOT / "tests" / "bods.lock").read_text("utf-8"), re.MULTILINE), (
            need
        )


def test_house_rules_of_size() -> None:
    lengths = []
    for path in CODE:
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= 300, f"{path.name} has over 300 lines"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                lengths.append((node.end_lineno or 0) - node.lineno + 1)
                assert lengths[-1] <= 50, f"{path.name}: {node.name}"
                assert not re.match(r"get_|do_|handle_", node.name), f"{path.name}: {node.name}"
    assert sorted(lengths)[len(lengths) // 2] <= 10


def test_the_command_imports_nothing_that_most_commands_do_not_need() -> None:
    """It starts in half a second of the processor, and each of these takes a third of one or more."""
    heavy = {"fastapi", "jgo", "neo4j", "numpy", "pyshacl", "scipy", "spacy", "trafilatura"}
    code = f"import sys, api.cli; print(*sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_longest_test_files_are_where_they_are_said_to_be() -> None:
    assert [name for name in LONGEST if not (ROOT / "tests" / name).is_file()] == []
    assert len(set(LONGEST)) == len(LONGEST)
