"""How the command line prints: lines, tables, a progress bar."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.aligned import aligned

Bar = Callable[[int, int, str], None]
"""Called with done, total and what comes next."""


_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What steers a terminal, or turns the order of the text after it."""


def say(text: str, error: bool = False) -> None:
    """One line to standard output, or to standard error.

    Characters that steer a terminal are written as in JSON (`\\u001b`): names and quotes come from anywhere.
    """
    shown = _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    (sys.stderr if error else sys.stdout).write(shown + "\n")


def write(text: str) -> None:
    """A whole file to standard output, as UTF-8 and with its own line ends."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A plain table; columns as wide as their cells (East Asian characters take two places), None as a dash."""
    for line in aligned(heads, list(rows)):
        say(line)


def nothing(found: object) -> None:
    """Exit 1 where nothing was found."""
    if not found:
        raise typer.Exit(1)


@contextmanager
def progress(quiet: bool = False) -> Iterator[tuple[Bar, Callable[[str], None]]]:
    """A progress bar on standard error, and a way to print a line above it; `quiet` prints neither."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=quiet, redirect_stdout=False) as bar:
        task = bar.add_task("reading", total=None)

        def step(done: int, total: int, label: str) -> None:
            bar.update(task, completed=done, total=total, description=label[-48:])

        def write(line: str) -> None:
            if quiet:
                return
            if sys.stdout.isatty():
                bar.console.print(line, highlight=False, markup=False, soft_wrap=True)
            else:
                say(line)
                sys.stdout.flush()

        yield step, write
