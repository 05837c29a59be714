"""The pages of docs/ that are made from the code: `python -m api.reference` writes them, a test compares them."""

from __future__ import annotations

from pathlib import Path

from api import question_pages
from api.app import create_app
from api.saved import guide_page
from api.settings import ROOT, Settings

HEAD = "<!-- Written by `python -m api.reference`; a test fails where it is out of date. -->\n\n"


def settings_page() -> str:
    """Every setting with its default and what it does."""
    rows = ["| setting | default | what it does |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, ()) else f"`{field.default}`"
        rows.append(f"| `POTLINE_{name.upper()}` | {default} | {field.description} |")
    text = (
        "# Settings\n\nSettings are environment variables, or lines of a file `.env` where Potline is started. "
        "Limits of 0 are switched off.\n\n"
    )
    return HEAD + text + "\n".join(rows) + "\n"


def routes_page() -> str:
    """Every route with what it answers and its parameters."""
    parts = [
        HEAD + "# HTTP\n\nServed by `potline serve`; the same with forms to try it at `/docs`, as OpenAPI at "
        "`/openapi.json`. Errors are problem+json (RFC 9457). "
        "Lists are pages: `limit`, `offset`, and `next` in the answer.\n"
    ]
    for path, methods in create_app(Settings()).openapi()["paths"].items():
        for method, route in methods.items():
            parts.append(_route(path, method.upper(), route))
    return "\n".join(parts)


def browser_page() -> str:
    """The guide for Neo4j Browser, as the API serves it."""
    return HEAD + guide_page()


def questions_page() -> str:
    """The competency questions, from their files."""
    return HEAD + question_pages.page()


def _route(path: str, method: str, route: dict[str, object]) -> str:
    lines = [f"## {method} {path}\n", f"{route.get('description', '')}\n"]
    parameters = route.get("parameters", [])
    assert isinstance(parameters, list)
    rows = [
        f"| `{p['name']}` | {p['in']}{', required' if p.get('required') else ''} | {p.get('description', '')} |"
        for p in parameters
    ]
    if rows:
        lines += ["| parameter | where | what |", "|---|---|---|", *rows, ""]
    return "\n".join(lines)


PAGES = {
    "settings.md": settings_page,
    "api.md": routes_page,
    "neo4j-browser.md": browser_page,
    "questions.md": questions_page,
}


def main(folder: Path = ROOT / "docs") -> None:
    """Write the pages."""
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
