"""What verbs and nouns tell besides what frames and patterns found: of material, permits, partners, work at plants."""

from __future__ import annotations

from loaders.check import Candidate
from loaders.context import Context
from loaders.en.relations.advisers import advisers
from loaders.en.relations.allied import allied
from loaders.en.relations.bonded import bonded
from loaders.en.relations.echoed import echoed
from loaders.en.relations.permits import permits
from loaders.en.relations.supplied import supplied
from loaders.en.relations.works import works
from loaders.lexicon import Lexicon


def verbs(context: Context, rows: list[Candidate], words: Lexicon, speaks: bool) -> list[Candidate]:
    """The relations of a sentence with these; one that names nothing (it does not `speak`) may go on with a plant."""
    if speaks:
        rows = echoed(context, rows)
        rows = supplied(context, rows, words)
        rows = advisers(context, rows, words)
        rows = [*rows, *permits(context, rows, words)]
        rows = [*rows, *bonded(context, rows, words)]
        rows = [*rows, *allied(context, rows, words)]
    if speaks or context.about is not None:
        rows = [*rows, *works(context, rows, words)]
    return rows
