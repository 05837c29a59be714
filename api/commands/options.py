"""Options that several commands share, and how they open the record."""

from __future__ import annotations

from typing import Annotated

import typer

from api.settings import read_settings
from api.workspace import Workspace

Store = Annotated[str | None, typer.Option("--store", metavar="URL", help="The record; else POTLINE_STORE_URL.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Entity = Annotated[str, typer.Argument(metavar="ID", help="An id (org/hongtuo-industrial) or a name.")]
Rule = Annotated[str, typer.Option("--rule", help="integrated, eu-amlr, ofac-50, majority or weakest-link.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Holdings of that day; today.")]
KnownBy = Annotated[str | None, typer.Option("--known-by", metavar="DATE", help="Only documents published by then.")]
Threshold = Annotated[float | None, typer.Option("--threshold", help="Percent; the rule's own.")]

Types = Annotated[list[str] | None, typer.Option("--type", metavar="CLASS", help="Only of this class (Person …).")]
Depth = Annotated[int | None, typer.Option("--depth", metavar="N", help="Only those N links away or fewer.")]
Meeting = Annotated[bool, typer.Option("--meeting", help="Only those that meet the threshold, or may.")]
Explain = Annotated[bool, typer.Option("--explain", help="As a calculation on paper: a tree with the sentences.")]


def workspace(store: str | None = None) -> Workspace:
    """The record that `--store` or the settings name."""
    return Workspace(read_settings(store_url=store))
