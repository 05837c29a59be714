"""The API's documentation in a real browser: complete without a network, and it can be tried out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from api.questions import numbered
from api.settings import ROOT, Settings
from tests.browser.conftest import Visit
from tests.conftest import HERE, free_port


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


def test_swagger_is_whole_without_a_network_and_answers(served: str, visit: Visit, tmp_path: Path) -> None:
    visit.page.goto(f"{served}/docs")
    expect(visit.page.locator("h1,h2").filter(has_text="Potline").first).to_be_visible()
    with urllib.request.urlopen(f"{served}/openapi.json") as description:
        routes = sum(len(methods) for methods in json.load(description)["paths"].values())
    expect(visit.page.locator(".opblock")).to_have_count(routes)

    operation = visit.page.locator(".opblock", has=visit.page.locator('[data-path="/entities/{kind}/{slug}/owners"]'))
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.locator('tr[data-param-name="kind"] input').fill("org")
    operation.locator('tr[data-param-name="slug"] input').fill("hongtuo-industrial")
    operation.get_by_role("button", name="Execute").click()
    answer = operation.locator(".live-responses-table")
    expect(answer.locator(".response-col_status").last).to_contain_text("200")
    expect(answer).to_contain_text("Weiqiao Aluminum & Power")
    visit.page.screenshot(path=tmp_path / "docs.png")

    assert f"{served}/entities/org/hongtuo-industrial/owners" in {url.partition("?")[0] for url in visit.asked}
    assert visit.abroad() == []
    assert visit.errors == []


def test_the_query_page_asks_and_shows_rows_and_mistakes(served: str, visit: Visit) -> None:
    page = visit.page
    page.goto(f"{served}/sparql")
    page.get_by_label("Examples").select_option(label="Who owns whom")
    page.get_by_role("button", name="Ask").click()
    rows = page.locator("table tbody tr")
    expect(rows.filter(has_text="hongtuo-industrial").first).to_be_visible()
    expect(page.get_by_role("status")).to_have_text(f"{rows.count()} rows")
    page.get_by_label("Examples").select_option(label=f"2. {numbered(2).title}")
    page.get_by_role("button", name="Ask").click()
    expect(rows.filter(has_text="2026-03-01")).to_contain_text("weiqiao-aluminum-power")
    page.get_by_label("Query").fill("SELECT * { ?s ?p }")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("status")).to_have_text("line 1, column 18: '}' does not fit here")
    page.get_by_label("Query").fill("ASK { ?a alu:owns ?b }")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("status")).to_have_text("Yes.")
    assert visit.abroad() == []
