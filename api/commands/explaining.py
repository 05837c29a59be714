"""Why a document gives what it gives, and whether the frame files hold: explain, frames check."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands import options
from api.commands.output import say
from graph.statement import Statement
from ontology.errors import InputError
from ontology.units import display

if TYPE_CHECKING:
    from loaders.explain import Aside, Explained, Explanation

frames = typer.Typer(help="The frame files: which words say which relation.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(explain)
    frames.command()(check)
    app.add_typer(frames, name="frames")


def explain(
    path: Annotated[str, typer.Argument(metavar="FILE", help="A document, or - for standard input.")],
    grep: Annotated[str | None, typer.Option("--grep", metavar="TEXT", help="Only what has this text.")] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="OUT", help="Draw it as a web page there.")] = None,
    as_json: options.Json = False,
) -> None:
    """Show each sentence with its mentions and roles, what fired, what nearly did, and what was rejected.

    Titles, and what is no part of the article, come first, with the reason.

    Example: potline explain seeds/documents/weiqiao-weihai-industrial-park.txt
    """
    found = [_only(e, grep) for e in _explained(path)]
    if grep is not None and not any(e.sentences or e.asides for e in found):
        say(f"nothing in {path} has the text {grep!r}", error=True)
        raise typer.Exit(1)
    if html is not None:
        try:
            html.write_text(page(found), encoding="utf-8")
        except OSError as error:
            raise InputError(f"--html {html}: {error.strerror}; name a file that can be written") from error
        say(f"drawn to {html}")
        return
    for explanation in found:
        if as_json:
            say(json.dumps([asdict(s) for s in explanation.sentences], ensure_ascii=False, default=dict))
            continue
        for aside in explanation.asides:
            say(f"{'title' if aside.why == 'title' else 'removed'}: {' '.join(aside.text.split())}{_why(aside)}")
        for sentence in explanation.sentences:
            _print(sentence, explanation)


def _only(whole: Explanation, grep: str | None) -> Explanation:
    """What of an explanation has a text, line breaks apart."""

    def has(text: str) -> bool:
        return grep is None or grep in text or grep in " ".join(text.split())

    sentences, asides = (s for s in whole.sentences if has(s.text)), (a for a in whole.asides if has(a.text))
    return replace(whole, sentences=tuple(sentences), asides=tuple(asides))


def _why(aside: Aside) -> str:
    return "" if aside.why == "title" else f"  ({aside.why})"


def _explained(path: str) -> Iterator[Explanation]:
    from loaders import read  # with the parser, which takes a second to import
    from loaders.explain import explain as why

    work = options.workspace()
    with TemporaryDirectory() as folder:
        file = Path(path)
        if path == "-":
            file = Path(folder, "stdin.txt")
            file.write_bytes(sys.stdin.buffer.read())
        for document in read.documents(file, "stdin" if path == "-" else path, work.limits):
            yield why(work.rules, document)


def _print(s: Explained, whole: Explanation) -> None:
    say(f"\n{' '.join(s.text.split())}")
    for m in (x for k in s.mentions for x in k.each):
        say(f"  mention    {m.text}: {m.type or 'pronoun'} {m.entity or 'unknown'}{f' ({m.rung})' if m.rung else ''}")
    for t in s.triggers:
        say(f"  roles      {t.word}: " + "; ".join(f"{name} = {words}" for name, words in t.roles))
    for x in s.statements:
        say(f"  statement  {told(x, whole)}  [{x.status}] {x.extractor}")
    for n in s.near:
        say(f"  nearly     {n.rule} at '{n.word}': {n.reason}")
    for r in s.rejections:
        say(f"  rejected   {r.reason}: {r.candidate}")


def told(s: Statement, whole: Explanation) -> str:
    """A statement in words."""
    names = {e.id: e.name for e in whole.extraction.entities}
    end = names.get(s.object or "", s.object) if s.object else display(s.value or 0, s.unit)
    more = ", ".join(f"{k} {v}" for k, v in (*s.qualifiers.items(), *([("period", s.period)] if s.period else [])))
    return f"{names.get(s.subject, s.subject)} {s.predicate} {end}{f' ({more})' if more else ''}"


STYLE = """
:root{color-scheme:light dark}body{font:16px/1.7 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
mark{border-radius:.3em;padding:.1em .25em;color:#111}.org{background:#ffd9a0}.site{background:#b9e3c6}
.place{background:#bcd7ff}.person{background:#f3c6e8}.product{background:#e4e0a4}.other{background:#ddd}
ul{list-style:none;padding-left:1rem;margin:.3rem 0 1.4rem}li.no,li.aside,li.near{opacity:.75}
li.aside s{text-decoration-thickness:1px}li.role b{font-weight:600}
"""


def page(found: list[Explanation]) -> str:
    """The explanations as one web page: mentions coloured, statements as arrows, quotes on hover."""
    body = "".join(
        f"<h1>{escape(e.document.title or e.document.id)}</h1>{_apart(e)}" + "".join(_drawn(s, e) for s in e.sentences)
        for e in found
    )
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width'>"
        f"<title>Explained by Potline</title><style>{STYLE}</style></head><body>{body}</body></html>\n"
    )


def _apart(whole: Explanation) -> str:
    """What cleaning took for no part of the article, with the reason."""
    rows = [
        f"<li class='aside'><s>{escape(a.text)}</s> <small>{escape(a.why)}</small></li>"
        for a in whole.asides
        if a.why != "title"
    ]
    summary = f"<summary>{len(rows)} lines that are no part of the article</summary>"
    return f"<details open>{summary}<ul>{''.join(rows)}</ul></details>" if rows else ""


def _drawn(s: Explained, whole: Explanation) -> str:
    out, at, stored = [], s.start, whole.document.text
    for m in s.mentions:
        kind = m.entity.partition("/")[0] if m.entity else "other"
        kind = kind if kind in ("org", "site", "place", "person", "product") else "other"
        title = f"{m.type or 'pronoun'}: {m.entity or 'unknown'}{f' ({m.rung})' if m.rung else ''}"
        out.append(escape(stored[at : m.start]))
        out.append(f"<mark class='{kind}' title='{escape(title, quote=True)}'>{escape(stored[m.start : m.end])}</mark>")
        at = m.end
    out.append(escape(stored[at : s.end]))
    rows = [_arrow(x, whole) for x in s.statements]
    for t in s.triggers:
        roles = "; ".join(f"{name} = {words}" for name, words in t.roles)
        rows.append(f"<li class='role'>roles of <b>{escape(t.word)}</b>: {escape(roles)}</li>")
    rows += [
        f"<li class='near'>nearly {escape(n.rule)} at <b>{escape(n.word)}</b>: {escape(n.reason)}</li>" for n in s.near
    ]
    rows += [f"<li class='no'>✗ {escape(r.reason)}: {escape(r.candidate)}</li>" for r in s.rejections]
    return f"<p>{''.join(out)}</p><ul>{''.join(rows)}</ul>"


def _arrow(s: Statement, whole: Explanation) -> str:
    names = {e.id: e.name for e in whole.extraction.entities}
    end = names.get(s.object or "", s.object or "") if s.object else display(s.value or 0, s.unit)
    more = "".join(f", {k} {v}" for k, v in s.qualifiers.items())
    label = f"{s.predicate} ({s.status}{more})"
    return (
        f"<li title='{escape(s.quote, quote=True)}'>{escape(names.get(s.subject, s.subject))} "
        f"<b>—{escape(label)}→</b> {escape(end)} <small>{escape(s.extractor)}</small></li>"
    )


def check() -> None:
    """Run the examples inside the frame files; name what fails and the frames that no example fires.

    Example: potline frames check
    """
    from loaders.examples import check_frames  # with the parser, which takes a second to import

    work = options.workspace()
    count, faults = check_frames(work.rules)
    for fault in faults:
        say(fault, error=True)
    say(f"{count} examples, {len(faults)} faults")
    if faults:
        raise typer.Exit(1)
