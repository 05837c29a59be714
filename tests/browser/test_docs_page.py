"""The API's documentation in a real browser: complete without a network, and it can be tried out."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

from playwright.sync_api import expect

from api.questions import numbered
from tests.browser.conftest import Visit


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
