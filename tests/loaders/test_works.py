"""Who builds, enlarges or restarts which plant where the sentence leaves the firm or the plant to the text."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.corpus import sentence

RUNS = "Alcoa runs the Portland aluminium smelter in Victoria and a refinery in Jamaica. "
CASES = [
    ("The restart of the smelter's idle potline has begun.", "planned"),
    ("The refinery in Jamaica will get a new calciner next year.", "planned"),
    ("Expansion of the refinery is 40 percent complete.", "planned"),
    ("Half of the pots at the Portland smelter were restarted in May.", "actual"),
    ("First alumina from the Jamaica refinery is due in the fourth quarter.", "planned"),
    ("Alcoa expects first metal from its smelter in Iceland in 2031.", "planned"),
    ("Alcoa bought the Longview smelter in 2020 and intends to reopen it.", "planned"),
    ("Capacity at the Jamaica refinery will rise to 900,000 tonnes a year.", "planned"),
    ("Alcoa does not expect to have the Portland smelter back before 2027.", "planned"),
    ("Alcoa is putting 90 million dollars into a new line at the refinery.", "planned"),
]
NONE = [
    "The restart of the Portland smelter was cancelled.",
    "No expansion of the Portland smelter is planned.",
    "The smelter opened in 1971.",
    "The smelter, enlarged in 1983, has 300 workers.",
    "Construction of the Portland smelter ended in 1958.",
    "Output at the Portland smelter rose to 300,000 tonnes.",
    "The Portland smelter is back to normal.",
    "Workers at the Portland smelter resumed talks.",
    "Shares rose after production at the refinery in Jamaica resumed.",
]


def _works(text: str, extractor: Extractor) -> list[tuple[str, str]]:
    said = extractor(sentence(RUNS + text)).statements
    return [(s.subject_mention, s.status) for s in said if s.predicate == "develops"]


@pytest.mark.parametrize(("text", "status"), CASES)
def test_work_is_of_whoever_runs_the_plant(text: str, status: str, extractor: Extractor) -> None:
    assert _works(text, extractor) == [("Alcoa", status)]


@pytest.mark.parametrize("text", NONE)
def test_what_is_history_or_denied_is_no_work(text: str, extractor: Extractor) -> None:
    assert _works(text, extractor) == []
