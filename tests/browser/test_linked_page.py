"""Pages of things in a real browser: readable without scripts and without a network, and their links lead on."""

from __future__ import annotations

import urllib.request

from playwright.sync_api import expect

from tests.browser.conftest import Visit


def test_a_page_shows_who_it_is_and_leads_to_the_sentence(served: str, visit: Visit) -> None:
    page = visit.page
    page.goto(f"{served}/id/org/hongtuo-industrial")
    assert page.url == f"{served}/entities/org/hongtuo-industrial"
    expect(page.locator("h1")).to_have_text("Hongtuo Industrial")
    owner = page.locator("section").filter(has_text="Weiqiao Aluminum & Power").first
    expect(owner.locator(".tag")).to_have_text("actual")
    assert page.locator("h1").evaluate("e => getComputedStyle(e).fontFamily").startswith("system-ui")
    page.locator("blockquote cite a").first.click()
    sentence = page.locator("mark:target")
    expect(sentence).to_contain_text("Hongtuo Industrial is the core enterprise of Weiqiao")
    page.get_by_role("link", name="Weiqiao Aluminum & Power owns Hongtuo Industrial").first.click()
    expect(page.locator("h1")).to_have_text("Weiqiao Aluminum & Power owns Hongtuo Industrial")
    turtle = page.get_by_role("link", name="ttl", exact=True).get_attribute("href") or ""
    with urllib.request.urlopen(turtle) as answer:
        assert b"alu:statedIn" in answer.read()
    page.get_by_role("link", name="owns", exact=True).click()
    assert page.url == f"{served}/ontology.html#owns"
    expect(page.locator("section:target h3")).to_have_text("owns")
    assert (visit.abroad(), visit.errors) == ([], [])
