"""Bodies without a name, and what they permit and refuse in words of another kind than verbs of permitting."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import named, read

TOLD = [
    ("The county governor approved Norsal Metals.", {("County governor", "Norsal Metals", "actual")}),
    (
        "The municipal ecology bureau told Norsal Metals to close.",
        {("Municipal ecology bureau", "Norsal Metals", "actual")},
    ),
    (
        "The Ministry of Energy opened talks in May. On Friday the energy ministry told Norsal Metals to wait.",
        {("Ministry of Energy", "Norsal Metals", "actual")},
    ),
    (
        "The antitrust office, Bundeskartellamt, cleared Norsal Metals.",
        {("Bundeskartellamt", "Norsal Metals", "actual")},
    ),
    (
        "The Ministry of Mines allowed two firms to dig: Norsal Metals and PT Korvin. A third, Dracht Foil, "
        "was refused.",
        {
            ("Ministry of Mines", "Norsal Metals", "actual"),
            ("Ministry of Mines", "Korvin", "actual"),
            ("Ministry of Mines", "Dracht Foil", "denied"),
        },
    ),
    ("The state regulator let Norsal Metals raise its price.", {("State regulator", "Norsal Metals", "actual")}),
    (
        "The Ministry of Mines rejected the railway that Norsal Metals had proposed.",
        {("Ministry of Mines", "Norsal Metals", "denied")},
    ),
    (
        "The Federal Trade Commission did not oppose the purchase by Korvin Foil.",
        {("Federal Trade Commission", "Korvin Foil", "actual")},
    ),
    (
        "The Cartel Office has raised no objection to Norsal Metals acquiring Korvin Foil.",
        {("Cartel Office", "Norsal Metals", "actual")},
    ),
    ("Norsal Metals asked its finance department for a loan.", set()),
    ("The Cartel Office saw no reason to meet Norsal Metals.", set()),
    ("The local manager of Korvin Foil agreed.", set()),
]


@pytest.mark.parametrize(("text", "told"), TOLD)
def test_bodies_permit(extractor: Extractor, text: str, told: set[tuple[str, str, str]]) -> None:
    made = read(extractor, text)
    names = named(made)
    found = {
        (names[s.subject], names.get(s.object, ""), s.status) for s in made.statements if s.predicate == "approves"
    }
    assert found == told
