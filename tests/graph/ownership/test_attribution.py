"""What is attributed to whom: shares, operators, and each way in which a tonne could count twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.ownership.attribution import Attribution
from graph.ownership.totals import totals
from graph.statement import Entity
from ontology.errors import InputError
from tests.graph.ownership.plants import (
    CHINA,
    GROUP,
    NORTH,
    OTHER,
    PLANT,
    SHANDONG,
    SOUTH,
    YUNNAN,
    Said,
    attributed,
    basis,
    document,
    kinds,
    links,
    made,
    makes,
    owns,
)
from tests.graph.record import company, thing

STATE = thing("GovernmentBody", "State")


def asked(
    folder: Path, *said: Said, of: Entity = GROUP, rule: str = "integrated", metric: str = "capacity"
) -> Attribution:
    """What one document makes of it."""
    return attributed(basis(folder, document("d", *said), metric=metric), of, rule)


def parts(found: Attribution) -> dict[str, tuple[float, float]]:
    """Attributed low and high by what or whom it is of."""
    return {p.id: tuple(round(x, 6) for x in p.attributed) for p in found.parts}  # type: ignore[misc]


def sums(found: Attribution, *by: str) -> list[tuple[object, ...]]:
    """Keys, attributed, others and whole of each total; a range as a pair."""

    def plain(amount: tuple[float, float]) -> object:
        low, high = (round(x, 6) for x in amount)
        return low if low == high else (low, high)

    return [(*t.by.values(), *map(plain, (t.attributed, t.others, t.whole))) for t in totals(found, by)]


def test_amount_times_effective_share(tmp_path: Path) -> None:
    found = asked(tmp_path, owns(GROUP, NORTH, 60), owns(NORTH, PLANT, 50), makes(PLANT, 1000))
    assert parts(found) == {PLANT.id: (300, 300)}
    assert sums(found) == [(300, 700, 1000)]
    assert kinds(found) == {}


def test_an_interval_of_shares_gives_an_interval_of_tonnes(tmp_path: Path) -> None:
    half = links(GROUP, "owns", PLANT, qualifiers={"interest": "majority"})
    found = asked(tmp_path, half, makes(PLANT, 1000))
    assert sums(found) == [((500, 1000), (0, 500), 1000)]


def test_a_plant_that_nobody_owns_is_its_operators(tmp_path: Path) -> None:
    found = asked(tmp_path, owns(GROUP, NORTH, 60), links(NORTH, "operates", PLANT), makes(PLANT, 1000))
    assert parts(found) == {PLANT.id: (600, 600)}
    assert kinds(found)["assumptions"] == ["operator"]


def test_a_plant_with_a_stated_owner_is_not_its_operators(tmp_path: Path) -> None:
    said = [links(GROUP, "operates", PLANT), owns(SOUTH, PLANT, 40), makes(PLANT, 1000)]
    assert parts(asked(tmp_path, *said)) == {}


def test_of_a_parent_and_its_subsidiary_that_run_a_plant_the_subsidiary_has_it(tmp_path: Path) -> None:
    said = [
        owns(GROUP, NORTH, 60),
        links(GROUP, "operates", PLANT),
        links(NORTH, "operates", PLANT),
        makes(PLANT, 1000),
    ]
    assert parts(asked(tmp_path, *said)) == {PLANT.id: (600, 600)}


def test_two_operators_leave_it_open_who_has_how_much(tmp_path: Path) -> None:
    said = [links(GROUP, "operates", PLANT), links(SOUTH, "operates", PLANT), makes(PLANT, 1000)]
    assert parts(asked(tmp_path, *said)) == {PLANT.id: (0, 1000)}


def test_an_operator_that_ended_has_nothing(tmp_path: Path) -> None:
    before = document("a", links(GROUP, "operates", PLANT), makes(PLANT, 1000), published="2024-01")
    after = document("b", links(GROUP, "operates", PLANT, status="ended"), published="2025-01")
    assert parts(attributed(basis(tmp_path, before, after), GROUP)) == {}
    assert parts(attributed(basis(tmp_path, before, after, as_of="2024-06-01"), GROUP)) == {PLANT.id: (1000, 1000)}


def test_control_rules_carry_the_operator_in_whole_or_not_at_all(tmp_path: Path) -> None:
    said = [links(NORTH, "operates", PLANT), makes(PLANT, 1000), links(SOUTH, "operates", OTHER), makes(OTHER, 100)]
    said += [owns(GROUP, NORTH, 60), owns(GROUP, SOUTH, 40)]
    assert parts(asked(tmp_path, *said, rule="majority")) == {PLANT.id: (1000, 1000)}
    assert parts(asked(tmp_path, *said, rule="integrated")) == {PLANT.id: (600, 600), OTHER.id: (40, 40)}


def test_trap_a_total_and_its_parts(tmp_path: Path) -> None:
    found = asked(tmp_path, owns(GROUP, PLANT, 100), makes(GROUP, 1000), makes(PLANT, 600))
    assert parts(found) == {GROUP.id: (400, 400), PLANT.id: (600, 600)}
    assert sums(found) == [(1000, 0, 1000)]
    assert kinds(found)["assumptions"] == ["total"]


def test_trap_a_total_of_which_it_is_open_whether_others_parts_are_in_it(tmp_path: Path) -> None:
    found = asked(tmp_path, owns(GROUP, PLANT, 60), makes(GROUP, 1000), makes(PLANT, 500))
    assert parts(found) == {GROUP.id: (500, 700), PLANT.id: (300, 300)}
    assert sums(found) == [((800, 1000), 200, (1000, 1200))]


def test_trap_parts_that_make_more_than_the_total(tmp_path: Path) -> None:
    found = asked(
        tmp_path,
        owns(GROUP, PLANT, 100),
        owns(GROUP, OTHER, 100),
        makes(GROUP, 1000),
        makes(PLANT, 700),
        makes(OTHER, 500),
    )
    assert parts(found) == {PLANT.id: (700, 700), OTHER.id: (500, 500)}
    assert kinds(found)["conflicts"] == ["parts"]


def test_trap_totals_on_three_levels(tmp_path: Path) -> None:
    said = [owns(GROUP, NORTH, 100), owns(NORTH, PLANT, 100), makes(GROUP, 1000), makes(NORTH, 700), makes(PLANT, 600)]
    found = asked(tmp_path, *said)
    assert parts(found) == {PLANT.id: (600, 600), NORTH.id: (100, 100), GROUP.id: (300, 300)}


def test_trap_a_lower_total_that_the_upper_one_leaves_no_room_for(tmp_path: Path) -> None:
    """As at China Hongqiao: the smelting arm's total is the group's, and a plant is run by the arm's parent."""
    said = [owns(GROUP, NORTH, 100), owns(NORTH, SOUTH, 90), links(NORTH, "operates", PLANT), owns(SOUTH, OTHER, 100)]
    found = asked(tmp_path, *said, makes(GROUP, 6400), makes(SOUTH, 6400), makes(PLANT, 3000), makes(OTHER, 2000))
    (total,) = totals(found)
    assert parts(found) == {PLANT.id: (3000, 3000), OTHER.id: (1800, 1800), SOUTH.id: (1260, 1600)}
    assert total.attributed.high == pytest.approx(6400)
    assert [(c["kind"], round(c["effect"], 3)) for c in found.cut if c["kind"] == "total"] == [("total", 2622.222)]


def test_trap_a_total_of_a_company_of_which_a_part_is_told_in_totals_too(tmp_path: Path) -> None:
    """As at Alcoa and AWAC: both totals are told the same way, so nothing is left of the upper one."""
    said = [
        owns(GROUP, NORTH, 100),
        owns(NORTH, PLANT, 54),
        makes(PLANT, 3860),
        makes(NORTH, 11600),
        makes(GROUP, 11600),
    ]
    found = asked(tmp_path, *said)
    assert parts(found) == {PLANT.id: (2084.4, 2084.4), NORTH.id: (7740, 9515.6)}


def test_trap_companies_that_own_each_other(tmp_path: Path) -> None:
    said = [
        owns(GROUP, NORTH, 100),
        owns(NORTH, SOUTH, 50),
        owns(SOUTH, NORTH, 50),
        makes(NORTH, 900),
        makes(SOUTH, 800),
    ]
    found = asked(tmp_path, *said)
    assert sum(p.piece.amount.low for p in found.parts) == 900


def test_trap_two_held_companies_that_both_own_a_part_of_a_plant(tmp_path: Path) -> None:
    said = [owns(GROUP, NORTH, 100), owns(GROUP, SOUTH, 100), owns(NORTH, PLANT, 50), owns(SOUTH, PLANT, 50)]
    found = asked(tmp_path, *said, makes(PLANT, 400), makes(NORTH, 1000), makes(SOUTH, 300))
    assert parts(found) == {PLANT.id: (400, 400), NORTH.id: (600, 800), SOUTH.id: (0, 100)}
    assert sums(found) == [((1000, 1300), 0, (1000, 1300))]


def test_trap_two_totals_that_may_hold_the_same_plant_without_a_figure(tmp_path: Path) -> None:
    said = [owns(GROUP, NORTH, 100), owns(GROUP, SOUTH, 100), owns(NORTH, PLANT, 50), owns(SOUTH, PLANT, 50)]
    found = asked(tmp_path, *said, makes(NORTH, 1000), makes(SOUTH, 1300))
    assert sums(found) == [(1300, 0, 1300)]
    assert [(c["kind"], c["effect"]) for c in found.cut if c["kind"] == "overlap"] == [("overlap", 1000)]


def test_two_totals_are_added_where_what_both_own_makes_other_things(tmp_path: Path) -> None:
    said = [owns(GROUP, NORTH, 100), owns(GROUP, SOUTH, 100), owns(NORTH, PLANT, 50), owns(SOUTH, PLANT, 50)]
    found = asked(tmp_path, *said, makes(NORTH, 1000), makes(SOUTH, 1300), makes(PLANT, 9, "alumina"))
    assert [t.attributed.low for t in totals(found) if t.product == "aluminium"] == [2300]


def test_trap_plants_in_a_park(tmp_path: Path) -> None:
    park = thing("IndustrialPark", "River park")
    said = [owns(GROUP, park, 100), owns(GROUP, PLANT, 100), owns(GROUP, OTHER, 100), makes(park, 1000)]
    said += [
        makes(PLANT, 600),
        makes(OTHER, 50),
        links(park, "locatedIn", SHANDONG),
        links(SHANDONG, "locatedIn", CHINA),
    ]
    said += [links(PLANT, "locatedIn", SHANDONG), links(OTHER, "locatedIn", YUNNAN)]
    found = asked(tmp_path, *said)
    assert parts(found) == {park.id: (400, 400), PLANT.id: (600, 600), OTHER.id: (50, 50)}
    assert kinds(found)["assumptions"] == ["site"]


def test_trap_a_company_and_the_plant_that_bears_its_name(tmp_path: Path) -> None:
    alunorte, refinery = company("Alunorte"), thing("AluminaRefinery", "Alunorte refinery")
    said = [owns(GROUP, alunorte, 62), links(GROUP, "operates", refinery)]
    found = asked(tmp_path, *said, makes(alunorte, 6300, "alumina"), makes(refinery, 6300, "alumina"))
    assert parts(found) == {refinery.id: (6300, 6300)}


def test_trap_products_and_statuses_are_never_summed(tmp_path: Path) -> None:
    said = [
        owns(GROUP, PLANT, 100),
        makes(PLANT, 500),
        makes(PLANT, 900, "alumina"),
        makes(PLANT, 700, status="designed"),
    ]
    found = asked(tmp_path, *said)
    assert [(t.product, t.status, t.whole.low) for t in totals(found)] == [
        ("alumina", "actual", 900),
        ("aluminium", "actual", 500),
        ("aluminium", "designed", 700),
    ]


def test_trap_outputs_of_two_periods_are_never_summed(tmp_path: Path) -> None:
    said = [owns(GROUP, PLANT, 100), owns(GROUP, OTHER, 100), made(PLANT, 500, "2023"), made(OTHER, 400, "2024")]
    found = asked(tmp_path, *said, metric="production")
    assert {(t.period, t.whole.low) for t in totals(found)} == {("2023", 500), ("2024", 400)}


def test_totals_by_place_plant_and_status(tmp_path: Path) -> None:
    said = [owns(GROUP, PLANT, 60), owns(GROUP, OTHER, 100), makes(PLANT, 500), makes(OTHER, 400)]
    said += [links(PLANT, "locatedIn", SHANDONG), links(OTHER, "locatedIn", YUNNAN), links(YUNNAN, "locatedIn", CHINA)]
    found = asked(tmp_path, *said)
    assert sums(found, "country", "province") == [("CN", "Yunnan", 400, 0, 400), ("CN", "Shandong", 300, 200, 500)]
    assert sums(found, "site") == [(OTHER.id, 400, 0, 400), (PLANT.id, 300, 200, 500)]
    assert sums(found, "status", "product") == [("actual", "aluminium", 700, 200, 900)]


def test_a_companys_figure_lies_where_all_its_plants_do(tmp_path: Path) -> None:
    said = [owns(GROUP, NORTH, 100), owns(GROUP, OTHER, 100), makes(GROUP, 900), makes(NORTH, 500)]
    said += [links(NORTH, "locatedIn", SHANDONG), links(OTHER, "locatedIn", YUNNAN), links(YUNNAN, "locatedIn", CHINA)]
    found = asked(tmp_path, *said)
    assert sums(found, "country", "province") == [("CN", "Shandong", 500, 0, 500), ("CN", None, 400, 0, 400)]


def test_by_owner_the_whole_is_shared_out_to_where_chains_end(tmp_path: Path) -> None:
    said = [owns(STATE, NORTH, 34), owns(NORTH, PLANT, 62), owns(SOUTH, PLANT, 30), makes(PLANT, 1000)]
    found = asked(tmp_path, *said, of=NORTH)
    assert sums(found) == [(620, 380, 1000)]
    assert sums(found, "owner") == [
        (NORTH.id, 409.2, 590.8, 1000),
        (SOUTH.id, 300, 700, 1000),
        (STATE.id, 210.8, 789.2, 1000),
        (None, 80, 920, 1000),
    ]
    assert sums(found, "class") == [
        ("Company", 709.2, 290.8, 1000),
        ("GovernmentBody", 210.8, 789.2, 1000),
        (None, 80, 920, 1000),
    ]


def test_a_plant_is_its_owners_and_others(tmp_path: Path) -> None:
    said = [owns(STATE, NORTH, 34), owns(NORTH, PLANT, 62), owns(SOUTH, PLANT, 30), makes(PLANT, 1000)]
    found = asked(tmp_path, *said, of=PLANT)
    assert parts(found) == {NORTH.id: (409.2, 409.2), SOUTH.id: (300, 300), STATE.id: (210.8, 210.8)}
    assert {p.id: p.effective.low for p in found.parts} == {NORTH.id: 62, SOUTH.id: 30, STATE.id: pytest.approx(21.08)}
    assert sums(found) == [(920, 80, 1000)]


def test_a_plant_of_which_nobody_is_named_is_all_others(tmp_path: Path) -> None:
    found = asked(tmp_path, makes(PLANT, 1000), of=PLANT)
    assert found.parts == ()
    assert sums(found) == [(0, 1000, 1000)]


def test_owners_whose_shares_pass_100_get_no_tonne_twice(tmp_path: Path) -> None:
    found = asked(tmp_path, owns(NORTH, PLANT, 100), owns(SOUTH, PLANT, 80), makes(PLANT, 1000), of=PLANT)
    assert parts(found) == {NORTH.id: (200, 1000), SOUTH.id: (0, 800)}


def test_a_place_has_the_plants_that_lie_in_it(tmp_path: Path) -> None:
    said = [owns(STATE, PLANT, 50), owns(NORTH, OTHER, 100), makes(PLANT, 600), makes(OTHER, 400), makes(NORTH, 9000)]
    said += [links(PLANT, "locatedIn", SHANDONG), links(OTHER, "locatedIn", YUNNAN), links(YUNNAN, "locatedIn", CHINA)]
    found = asked(tmp_path, *said, links(SHANDONG, "locatedIn", CHINA), links(NORTH, "locatedIn", YUNNAN), of=CHINA)
    assert sums(found, "class") == [
        ("Company", 400, 600, 1000),
        ("GovernmentBody", 300, 700, 1000),
        (None, 300, 700, 1000),
    ]
    assert kinds(found)["cut"] == ["companies"]
    assert sums(attributed(found.ground, SHANDONG)) == [(300, 300, 600)]


def test_known_by_leaves_out_what_was_published_later(tmp_path: Path) -> None:
    old = document("a", owns(GROUP, PLANT, 60), makes(PLANT, 500), published="2024-01-15")
    new = document("b", makes(PLANT, 800), published="2025-01-15")
    assert parts(attributed(basis(tmp_path, old, new, known_by="2024-12"), GROUP)) == {PLANT.id: (300, 300)}
    assert parts(attributed(basis(tmp_path, old, new), GROUP)) == {PLANT.id: (480, 480)}


def test_what_cannot_be_asked(tmp_path: Path) -> None:
    said = [owns(GROUP, PLANT, 60), makes(PLANT, 500)]
    with pytest.raises(InputError, match="capacity or production"):
        asked(tmp_path, *said, metric="revenue")
    with pytest.raises(InputError, match="integrated"):
        asked(tmp_path, *said, of=PLANT, rule="majority")
    with pytest.raises(InputError, match="province"):
        totals(asked(tmp_path, *said), ["colour"])
