"""Units: what fits a metric, and figures as people read and write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontology.load import ontology
from ontology.units import base, digits, display, fits, known, pattern, qudt

CODES = st.sampled_from(["CNY", "USD", "EUR", "VEB"])


@pytest.mark.parametrize(
    ("value", "unit", "max", "shown"),
    [
        (3960000, "t/a", None, "3.96 Mt/a"),
        (788100, "t/a", None, "788.1 kt/a"),
        (63518000000, "CNY", None, "63.518 bn CNY"),
        (912900000, "CNY", None, "912.9 m CNY"),
        (-81000000, "USD", None, "-81 m USD"),
        (84, "percent", None, "84 %"),
        (0.5, "percent", None, "0.5 %"),
        (3750, "persons", None, "3,750 persons"),
        (713, "ha", None, "713 ha"),
        (2600, "USD/t", None, "2,600 USD/t"),
        (0.72, "USD/lb", None, "0.72 USD/lb"),
        (2000000, "tCO2e", None, "2 MtCO2e"),
        (1350, "MW", None, "1.35 GW"),
        (900000000000, "kWh", None, "900 TWh"),
        (12, None, None, "12"),
        (1, None, 3, "1 to 3"),
        (0, "t", None, "0 t"),
        (900000, "t", 1200000, "900 to 1,200 kt"),
        (0, "t", 1200000, "0 to 1.2 Mt"),
        (5, "bales", None, "5 bales"),
    ],
)
def test_a_figure_is_shown_as_people_read_it(value: float, unit: str | None, max: float | None, shown: str) -> None:
    assert display(value, unit, max) == shown


@pytest.mark.parametrize(
    ("value", "unit", "stored"),
    [
        (3.96, "Mt/a", (3960000.0, "t/a")),
        (635.18, "m CNY", (635180000.0, "CNY")),
        (84, "%", (84.0, "percent")),
        (70, "TWh", (70e9, "kWh")),
        (5, "t", (5.0, "t")),
        (5, "bales", (5.0, "bales")),
    ],
)
def test_a_figure_is_stored_in_its_base_unit(value: float, unit: str, stored: tuple[float, str]) -> None:
    assert base(value, unit) == stored


@settings(max_examples=50, deadline=None)
@given(st.decimals(min_value=0, max_value=10**14, places=2), st.sampled_from(["t/a", "t", "kWh", "percent"]) | CODES)
def test_what_is_shown_reads_back_as_what_is_stored(value: float, unit: str) -> None:
    number, _, written = display(float(value), unit).partition(" ")
    back, stored = base(float(number.replace(",", "")), written)
    assert stored == unit
    # Six decimals of the scale that is shown are kept.
    assert back == pytest.approx(float(value), rel=1e-6, abs=1e-6)


@settings(max_examples=50, deadline=None)
@given(CODES, st.sampled_from(["", "/t", "/lb", "/kWh"]))
def test_a_currency_is_known_by_its_code(code: str, per: str) -> None:
    assert pattern(code + per) == "currency" + per
    assert known(code + per)


def test_the_unit_must_fit_the_metric() -> None:
    metrics = ontology().metrics
    assert fits(metrics["capacity"], "t/a")
    assert not fits(metrics["capacity"], "CNY")
    assert not fits(metrics["capacity"], None)
    assert fits(metrics["revenue"], "HKD")
    assert fits(metrics["price"], "USD/lb")
    assert fits(metrics["rank"], None)
    assert not fits(metrics["rank"], "t")


def test_what_is_no_unit_is_not_known() -> None:
    assert known("t/a")
    assert not known("bales")
    assert not known("Mt/a")


def test_qudt_has_currencies_of_today_only() -> None:
    assert qudt("CNY") == "http://qudt.org/vocab/unit/CCY_CNY"
    assert qudt("VEB") is None
    assert qudt("USD/t") is None
    assert qudt("kt/a") == "http://qudt.org/vocab/unit/KiloTONNE-PER-YR"


@pytest.mark.parametrize(
    ("value", "text"), [(1234567.0, "1,234,567"), (1e-9, "0"), (-1e-9, "0"), (1.10, "1.1"), (-0.5, "-0.5")]
)
def test_digits_are_those_that_matter(value: float, text: str) -> None:
    assert digits(value) == text
