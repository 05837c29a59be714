"""What a body permits where the sentence leaves it to the text."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.corpus import sentence
from tests.loaders.told import statements

CASES = [
    ("Suralco plans a new line. Clearance by the European Commission is awaited.", "Suralco", "planned"),
    ("Suralco plans a new line. The Ministry of Industry has yet to agree.", "Suralco", "planned"),
    ("Suralco wants to sell its refinery. The Ministry of Mines has given its consent.", "Suralco", "actual"),
    ("Alcoa wants to expand Suralco. The Federal Trade Commission cleared the project.", "Alcoa", "actual"),
    ("Alcoa wants to buy Suralco. Approval is needed from the European Commission.", "Alcoa", "planned"),
    ("Alcoa has agreed to buy Suralco. The European Commission cleared the deal on Friday.", "Alcoa", "actual"),
    ("Rusal said Alcoa wants to buy Suralco. The cartel office of Bonn is old. The European Commission cleared the "
     "purchase last week.", "Alcoa", "actual"),
    ("Rusal has agreed to sell Suralco to Alcoa. The Ministry of Mines must still approve the sale.", "Alcoa",
     "planned"),
    ("Alcoa has agreed to buy Suralco from Rusal. The transaction needs the consent of the Federal Trade Commission.",
     "Alcoa", "planned"),
    ("Alcoa plans a furnace. Permission from the Norwegian Environment Agency is due in June.", "Alcoa", "planned"),
    ("Approval for the Paranam refinery came from the Ministry of Mines.", "Paranam refinery", "actual"),
    ("Hydro plans to enlarge the Husnes smelter. The Norwegian environment agency has given its consent to the "
     "expansion.", "Husnes smelter", "actual"),
    ("Hydro said the Norwegian Environment Agency had rejected its application.", "Hydro", "denied"),
    ("The Quuxburg district authority granted the Paranam refinery its operating permit.", "Paranam refinery",
     "actual"),
    ("Suralco is old. The permit from the Ministry of Mines allows 60,000 tonnes.", "Suralco", "actual"),
    ("The Paranam refinery got a permit from the Ministry of Mines. The Water Authority added its own yes.",
     "Paranam refinery", "actual"),
    ("Suralco got a permit for the Moengo mine. The Ministry of Culture appealed against the permit.", "Moengo mine",
     "denied"),
    ("Alcoa is opening a second pit at the Moengo mine. The Ministry of Mines gave its consent in May. The Department "
     "of Climate Change, Energy, the Environment and Water followed with its own approval.", "Moengo mine", "actual"),
    ("Alcoa runs the Moengo mine. The Ministry of Mines granted the mining licence in May.", "Moengo mine", "actual"),
    ("Alcoa plans a furnace. A permit has still to be obtained from the Ministry of Works.", "Alcoa", "planned"),
    ("The Ministry of Mines has not approved the Moengo mine yet.", "Moengo mine", "planned"),
    ("The Federal Trade Commission approved the sale of Suralco by Rusal to Alcoa.", "Alcoa", "actual"),
    ("Hydro agreed to sell its Husnes smelter to Alcoa. The deal hinges on clearance by the U.S. Justice Department.",
     "Alcoa", "planned"),
    ("Suralco wants to enlarge its refinery. The European Commission turned the request down.", "refinery", "denied"),
    ("Suralco plans a furnace. The city council of Fairview lodged an objection.", "Suralco", "denied"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "whom", "status"), CASES)
def test_a_permit_is_of_whoever_the_text_speaks_of_and_a_deal_of_the_buyer(
    extractor: Extractor, text: str, whom: str, status: str
) -> None:
    assert (whom, status) in _approved(extractor, text)


@pytest.mark.parametrize(
    "text",
    [
        "Suralco makes alumina. The Ministry of Mines approved the budget.",
        "Suralco makes alumina. The Ministry of Finance approved the new tax law.",
        "Suralco makes alumina. The European Commission gave the steelmakers its approval.",
        "Suralco makes alumina. The government of Guinea wants the consent of the Ministry of Mines.",
        "Suralco makes alumina. The Federal Trade Commission issued a report on trade.",
        "Suralco makes alumina. The Ministry of Trade added a tax.",
        "Suralco makes alumina. The Ministry of Justice signed a treaty.",
        "Texas is dry. The Ministry of Mines renewed the licence.",
        "Suralco plans a furnace. The Ministry of Mines has no objection.",
        "Suralco plans a furnace. The Ministry of Mines followed with a report.",
    ],
)
def test_nothing_is_permitted_where_nothing_tells_what(extractor: Extractor, text: str) -> None:
    assert not _approved(extractor, text)


def _approved(extractor: Extractor, text: str) -> set[tuple[str | None, str]]:
    rows = extractor(sentence(text)).statements
    return {(s.object_mention, s.status) for s in rows if s.predicate == "approves"}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            "The Environment Agency granted Northmet a construction permit for a smelter in Moengo, not allowing the "
            "smelter to draw water.",
            {"actual"},
        ),
        (
            "The Energy Commission issued a licence to Foobar for a refinery in Cork, though not permitting the "
            "refinery to discharge waste.",
            {"actual"},
        ),
        ("The Ministry of Mines issued a draft permit to Balkal for a refinery in Kamsar.", {"planned"}),
        ("The Environment Agency has not authorised Foobar's smelter in Hull to begin production.", {"denied"}),
    ],
)
def test_what_a_permit_leaves_out_is_not_refused(extractor: Extractor, body: str, told: set[str]) -> None:
    assert {s.status for s in statements(extractor, body) if s.predicate == "approves"} == told
