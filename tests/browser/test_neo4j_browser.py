"""Neo4j Browser on a real Neo4j: a person signs in, and each saved query shows what the driver finds."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import neo4j
import pytest
from playwright.sync_api import Locator, Page, expect

from api.saved import Saved, saved
from api.settings import SEEDS, Settings
from graph.neo4j_driver import Connection
from tests.browser.conftest import Visit
from tests.conftest import Neo4jServer

GRAPHS = (
    "holdings-and-plants",
    "how-two-hang-together",
    "neighbourhood",
    "ownership-chain",
    "smelters-by-province",
    "value-chain",
)
"""Neo4j Browser draws these of the seeds; the others are tables, or find nothing there."""

BLUE = "#2E6DA4"
"""What potline.grass gives to companies."""


def sign_in(page: Page, server: Neo4jServer) -> None:
    """Open the address that `potline neo4j start` prints, and fill in the form; the server's own port stands in it."""
    page.goto(server.http)
    expect(page.get_by_test_id("boltaddress")).to_have_value(f"127.0.0.1:{server.server.bolt_port}")
    page.get_by_test_id("username").fill(server.user)
    page.get_by_test_id("password").fill(server.password)
    page.get_by_test_id("connect").click()
    expect(page.get_by_text(f"You are connected as user {server.user}")).to_be_visible()


DROP = "t => { const d = new DataTransfer(); d.items.add(new File([t], 'potline.grass')); return d }"


def dress(page: Page) -> None:
    """Drop the style onto the editor, as a person does with the file."""
    style = (SEEDS / "neo4j" / "potline.grass").read_text(encoding="utf-8")
    dropped = page.evaluate_handle(DROP, style)
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event("#monaco-main-editor", event, {"dataTransfer": dropped})


def play(page: Page, one: Saved) -> Locator:
    """Set the parameters of a saved query as its file does, then ask it."""
    for name, value in one.parameters.items():
        page.locator("#monaco-main-editor textarea").focus()
        page.keyboard.insert_text(f":param {name} => {json.dumps(value)}")
        page.get_by_test_id("editor-Run").click()
        expect(page.get_by_test_id("frame").first).to_contain_text(f'"{name}"')
    return ask(page, one.query)


def ask(page: Page, query: str) -> Locator:
    """The frame that shows the answer to a query, typed into the editor."""
    page.locator("#monaco-main-editor textarea").focus()
    page.keyboard.insert_text(query)
    page.get_by_test_id("editor-Run").click()
    frame = page.get_by_test_id("frame").first
    expect(frame.get_by_test_id("frameCommand")).to_contain_text(query.partition("\n")[0])
    expect(frame.get_by_test_id("frame-loaded-contents")).to_be_visible()
    return frame


@pytest.fixture
def signed_in(neo4j_server: Neo4jServer, neo4j_settings: Settings, visit: Visit) -> Page:
    """Neo4j Browser on the seeds, signed in."""
    assert neo4j_settings.store_url == neo4j_server.url
    sign_in(visit.page, neo4j_server)
    dress(visit.page)
    return visit.page


def test_each_saved_query_shows_what_the_driver_finds(
    signed_in: Page, neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    drawn = []
    with closing(Connection(neo4j_server.url, neo4j_server.access)) as connection:
        for one in saved():
            frame = play(signed_in, one)
            graph = connection.driver.execute_query(one.query, one.parameters, result_transformer_=neo4j.Result.graph)
            found = connection.driver.execute_query(one.query, one.parameters)
            if graph.nodes:
                drawn.append(one.name)
                expect(frame.locator("g.node")).to_have_count(len(graph.nodes))
                expect(frame).to_contain_text(f"Displaying {len(graph.nodes)} nodes")
                companies = sum("Company" in node.labels for node in graph.nodes)
                expect(frame.locator(f'g.node circle[fill="{BLUE}"]')).to_have_count(companies)
                for link in graph.relationships:
                    if link.type == "OWNS":
                        expect(frame.locator("g.relationship").filter(has_text="owns").first).to_contain_text("actual")
            elif found.records:
                expect(frame.locator("thead th")).to_have_text(["", *found.keys])
                expect(frame.locator("tbody tr")).to_have_count(len(found.records))
                shown = [row.locator("td").all_inner_texts()[1:] for row in frame.locator("tbody tr").all()]
                cells = [[json.dumps(plain(value), ensure_ascii=False) for value in row] for row in found.records]
                # Not every query says an order.
                assert sorted(map(squeezed, shown)) == sorted(map(squeezed, cells))
            signed_in.screenshot(path=tmp_path / f"{one.name}.png")
    assert tuple(drawn) == GRAPHS


def plain(value: object) -> object:
    """A value of a row as JSON has it: dates as text."""
    return value if isinstance(value, str | int | float | list | dict | None) else str(value)


def squeezed(row: list[str]) -> list[str]:
    """The cells of a row without the room that Neo4j Browser gives to lists, and without the marks of escaping."""
    return ["".join(cell.replace("\\", "").split()) for cell in row]


def test_a_stranger_is_not_let_in(neo4j_server: Neo4jServer, visit: Visit) -> None:
    # Not a wrong password of the real user: after a few of those the server lets that one wait, in other tests too.
    visit.page.goto(neo4j_server.http)
    visit.page.get_by_test_id("username").fill("stranger")
    visit.page.get_by_test_id("password").fill("wrong")
    visit.page.get_by_test_id("connect").click()
    expect(visit.page.get_by_text("Neo.ClientError.Security.Unauthorized").first).to_be_visible()
