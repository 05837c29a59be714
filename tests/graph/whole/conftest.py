"""Records of real documents, extracted once: the seeds, and the development corpus beside the project."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.loading import load_all
from api.settings import SEEDS, read_settings
from api.workspace import Workspace
from tests.conftest import quiet
from tests.loaders.corpus import DEV


@pytest.fixture(scope="session", params=["seeds", "corpus"])
def real(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A record of all documents of a folder, in SQLite."""
    folder = {"seeds": SEEDS / "documents", "corpus": DEV}[request.param]
    url = f"sqlite:///{tmp_path_factory.mktemp(request.param) / 'record.db'}"
    with Workspace(read_settings(store_url=url)) as work:
        report = load_all(work, sorted(folder.glob("*.txt")), quiet, quiet)
        assert report.statements > 0
        yield work
