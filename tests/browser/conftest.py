"""A real Chromium, without a window and without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from api.settings import ROOT, Settings
from tests.conftest import HERE, free_port

NAMES = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = (
    "--no-sandbox",  # which needs more rights than root has in a container
    "--no-proxy-server",
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HERE}",
)
"""No name is resolved: whatever the page tries, nothing leaves this machine."""
expect.set_options(timeout=30_000)  # as long as the context's own: a busy machine is no failure


@pytest.fixture
def context(tmp_path: Path) -> Iterator[BrowserContext]:
    """A fresh Chromium; skipped where none is installed, which `.ci/run` takes for a failure.

    It lives for one test: as long as Playwright runs, nothing else in the process can run asyncio.
    """
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        try:
            context = browser.new_context(viewport={"width": 1280, "height": 1024})
            context.set_default_timeout(30_000)
            yield context
        finally:
            browser.close()


class Visit:
    """A page and what it did: which addresses it asked for, and what stood in the console as an error."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda socket: self.asked.append(socket.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def abroad(self) -> list[str]:
        """The addresses that are not of this machine."""
        parts = [(url, urlsplit(url)) for url in self.asked]
        return [url for url, at in parts if at.scheme in ("http", "https", "ws", "wss") and at.hostname != HERE]


@pytest.fixture
def visit(context: BrowserContext) -> Visit:
    """An empty page that is watched."""
    return Visit(context.new_page())


@pytest.fixture
def served(sqlite_settings: Settings, tmp_path: Path) -> Iterator[str]:
    """The address of `potline serve` on the seeds, in a process of its own."""
    port = free_port()
    settings = {"POTLINE_STORE_URL": sqlite_settings.store_url, "POTLINE_PORT": str(port)}
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "PYTHONPATH": str(ROOT)} | settings
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve"]
    log = tmp_path / "serve.log"
    with log.open("wb") as out, subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=out, stderr=out) as api:
        try:
            wait_for(f"http://{HERE}:{port}/healthz", api)
            yield f"http://{HERE}:{port}"
        finally:
            api.terminate()
    assert "Traceback" not in log.read_text(encoding="utf-8")


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Until the address answers."""
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")
