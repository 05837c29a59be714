"""Whose figures of a sentence are that names neither firm nor plant."""

from __future__ import annotations

import pytest

from graph.statement import Document, document_id
from loaders.amounts import units
from loaders.pipeline import Extractor
from loaders.quantities import quantities


def told(extractor: Extractor, text: str, title: str) -> list[tuple[str, str, float | None]]:
    document = Document(document_id(text), text, title, text=f"{title}\n\n{text}\n", language="en")
    return [(s.predicate, s.subject_mention, s.value) for s in extractor(document).statements if s.figure]


TITLE = "Suralco to restart Paranam smelter"
OPENING = "Suralco will restart its Paranam smelter. "


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Some 300 jobs will come back.", "Paranam smelter"),
        ("Around 300 people are to be hired by May.", "Paranam smelter"),
        ("Suralco itself has 300 employees.", "Suralco"),
    ],
)
def test_jobs_of_a_text_with_one_plant_are_the_plants(extractor: Extractor, text: str, subject: str) -> None:
    assert told(extractor, OPENING + text, TITLE) == [("employees", subject, 300)]


def test_jobs_to_come_of_a_text_with_two_plants_are_nobodys(extractor: Extractor) -> None:
    text = "Suralco runs the Paranam smelter. Suralco also runs the Moengo refinery.\n\n"
    assert told(extractor, text + "Some 300 jobs will come back.", "Suralco hires") == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("about 300 of the 450 staff", [300, 450]),
        ("950 of the plant's 1,200 employees", [950, 1200]),
        ("12 of the 20 plants", []),
        ("another 40 will be taken on", [40]),
        ("in 2021 were hired", []),
        ("1,650 hourly paid workers", [1650]),
        ("Employees: 9,722 (consolidated)", [9722]),
        ("of a workforce that once counted 1,500", [1500]),
    ],
)
def test_persons_that_only_what_stands_around_tells(text: str, count: list[float]) -> None:
    assert [q.value for q in quantities(text, units())] == count


def test_rows_of_a_box_are_the_figures_of_its_plant(extractor: Extractor) -> None:
    box = "Output, 2021    38,000 tonnes\nWorkers         210\nBudget          EUR 5 million"
    found = told(extractor, f"The Moengo casthouse casts billet for Suralco.\n\n{box}", "Moengo casthouse")
    rows = [("production", 38000), ("employees", 210), ("investment", 5_000_000)]
    assert sorted(found) == sorted((m, "Moengo casthouse", v) for m, v in rows)


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("Output is to grow from 40,000 to 60,000 tonnes.", {40000: "actual", 60000: "forecast"}),
        ("Staff will rise to 260 people from 210 people.", {210: "actual", 260: "planned"}),
        ("Capacity will rise from a planned 40,000 to 60,000 tonnes.", {40000: "planned", 60000: "planned"}),
    ],
)
def test_what_a_change_sets_out_from_is_there(extractor: Extractor, text: str, statuses: dict[float, str]) -> None:
    document = Document(document_id(text), text, "", text=f"Suralco runs the Paranam smelter. {text}", language="en")
    found = {s.value: s.status for s in extractor(document).statements if s.figure}
    assert found == statuses
