"""Figures with units."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.amounts import units
from loaders.quantities import quantities


def rows(text: str) -> list[tuple[float, float | None, str]]:
    return [(q.value, q.max, q.unit) for q in quantities(text, units())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("72 cents a lb, compared with 53 cents a year earlier", [(0.72, "USD/lb"), (0.53, "USD/lb")]),
        ("about 38,000 tonnes this year. It was 41,500 in 2023.", [(38000, "t"), (41500, "t")]),
        ("13.5 million tonnes a year then, against 18.5 million now", [(13500000, "t/a"), (18500000, "t/a")]),
        ("made 38,000 tonnes this year. It was in 2,023 towns.", [(38000, "t")]),
        ("300 dollars a tonne, compared with 20 million dollars of debt", [(300, "USD/t"), (20000000, "USD")]),
    ],
)
def test_a_figure_takes_the_unit_of_the_one_before(text: str, found: list[tuple[float, str]]) -> None:
    assert [(value, unit) for value, _, unit in rows(text)] == found


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("3.96 million mt of capacity", 3960000, "t"),
        ("12 Mt", 12000000, "t"),
        ("12 mt", 12, "t"),
        ("3 MMTPA", 3000000, "t/a"),
        ("300 kt", 300000, "t"),
        ("1.200.000 tonnes", 1200000, "t"),
        ("60.000 tonnes", 60000, "t"),
        ("3.125 tonnes", 3.125, "t"),
        ("1.250 million tonnes", 1250000, "t"),
        ("460'000 tonnes", 460000, "t"),
        ("€1,2 billion", 1200000000, "EUR"),
        ("a result of −3.2 million euros", -3200000, "EUR"),
        ("1.4 mtpy", 1400000, "t/a"),
        ("35,000 mtpy", 35000, "t/a"),
        ("1.2 mtpa", 1200000, "t/a"),
        ("268,000 MTPA", 268000, "t/a"),
        ("0.5 million mtpy", 500000, "t/a"),
        ("2000 thousand tons of alumina", 2000000, "t"),
        ("788.1 thousand tons/year", 788100, "t/a"),
        ("390,000 tonnes a year", 390000, "t/a"),
        ("695,000 tonnes per year", 695000, "t/a"),
        ("3.2 million t/yr", 3200000, "t/a"),
        ("4,000 tonnes a day", 4000, "t/d"),
        ("a 250,000-tonne plant", 250000, "t"),
        ("RMB 13.49 billion", 13490000000, "CNY"),
        ("3 billion yuan", 3000000000, "CNY"),
        ("$1.2 billion", 1200000000, "USD"),
        ("HK$5", 5, "HKD"),
        ("$75m", 75000000, "USD"),
        ("~$75M, of which", 75000000, "USD"),
        ("US$1.2B", 1200000000, "USD"),
        ("$ 1.5 M", 1500000, "USD"),
        ("EUR20M", 20000000, "EUR"),
        ("$75MM", 75000000, "USD"),
        ("Rs 1,200 Cr", 12000000000, "INR"),
        ("447K metric tons", 447000, "t"),
        ("2.99M mt of capacity", 2990000, "t"),
        ("1.5 M tonnes a year", 1500000, "t/a"),
        ("0.5 MnTPA", 500000, "t/a"),
        ("40 mln pounds of profit", 40000000, "GBP"),
        ("a payout of 40 mln pounds", 40000000, "GBP"),
        ("2 million pounds of sheet", 907.18474, "t"),
        ("2 million pounds a year of can stock", 907.18474, "t/a"),
        ("a capacity of 2 million pounds", 907.18474, "t"),
        ("2 million lbs", 907.18474, "t"),
        ("450 mln dlrs", 450000000, "USD"),
        ("a 434-billion-yen venture", 434000000000, "JPY"),
        ("713 hectares", 713, "ha"),
        ("a half-million-tonne expansion", 500000, "t"),
        ("a million tonnes a year", 1000000, "t/a"),
        ("A hundred and eighty people", 180, "people"),
        ("four hundred and fifty-six employees", 456, "persons"),
        ("employs 165 and last year", 165, "persons"),
        ("1,350 on its payroll", 1350, "persons"),
        ("by 5,000 tonnes to 190,000 tonnes", 190000, "t"),
        ("690.2 square kilometres", 69020, "ha"),
        ("1.1 million WMT", 1100000, "t"),
        ("Rs 2,38,496 crore", 2384960000000, "INR"),
        ("88 000 tons", 88000, "t"),
        ("1\u202f894 employees", 1894, "persons"),
        ("R128 million", 128000000, "ZAR"),
        ("EUR20m", 20000000, "EUR"),
        ("headcount at the end of June was 21,400.", 21400, "persons"),
        ("60 pct", 60, "percent"),
        ("87.79%", 87.79, "percent"),
        ("3,750 employees", 3750, "persons"),
        ("64.5 cents a lb", 0.645, "USD/lb"),
        ("1,150 dlrs a tonne", 1150, "USD/t"),
        ("12.5 MWh/t", 12500, "kWh/t"),
        ("635.18亿元", 63518000000, "CNY"),
        ("年产35万吨", 350000, "t/a"),
        ("320万吨", 3200000, "t"),
        ("1.5万人", 15000, "persons"),
    ],
)
def test_one_figure(text: str, value: float, unit: str) -> None:
    assert rows(text) == [(value, None, unit)]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("12-13 million tonnes", 12000000, 13000000, "t"),
        ("between $90 million and $110 million", 90000000, 110000000, "USD"),
        ("between 61 and 70.5 cents a lb", 0.61, 0.705, "USD/lb"),
        ("RMB 2,160-2,210/t", 2160, 2210, "CNY/t"),
        ("10 tons to 20 tons", 10, 20, "t"),
    ],
)
def test_ranges(text: str, low: float, high: float, unit: str) -> None:
    assert rows(text) == [(low, high, unit)]


def test_pounds_are_a_weight_before_tonnes() -> None:
    assert rows("2 million pounds (907 metric tons)") == [(907.18474, None, "t"), (907, None, "t")]


def test_a_change_is_no_range() -> None:
    assert rows("from 116 to 217 mln yuan") == [(116000000, None, "CNY"), (217000000, None, "CNY")]
    assert rows("75 million euros and 25 million euros") == [(75000000, None, "EUR"), (25000000, None, "EUR")]
    assert rows("rose to 20.2 mln dlrs from 0.8 mln in 1986") == [(20200000, None, "USD"), (800000, None, "USD")]


@pytest.mark.parametrize(
    "text",
    [
        "in 2024",
        "31 December 2024",
        "5 percentage points",
        "12 smelters",
        "No. 5",
        "Q3 2025",
        "the 3M company",
        "a 10K race",
        "0.2 mm foil",
        "1,2 tonnes",
        "output in '000 tonnes",
    ],
)
def test_no_figure(text: str) -> None:
    assert rows(text) == []


@pytest.mark.parametrize(
    ("text", "bound"),
    [("at least 3000 tons", "at least"), ("over 100,000 employees", "over"), ("3 tons", ""), ("about 5 tons", "about")],
)
def test_bounds(text: str, bound: str) -> None:
    (found,) = quantities(text, units())
    assert found.bound == bound


@given(st.integers(1, 10**9), st.sampled_from(["t", "tonnes", "yuan", "pct", "hectares"]))
@settings(max_examples=50, deadline=None)
def test_thousands_may_have_commas(number: int, unit: str) -> None:
    assert rows(f"{number} {unit}") == rows(f"{number:,} {unit}")


@given(st.text(alphabet="12,. mtonsyua$%-万吨a", max_size=40))
@settings(max_examples=100, deadline=None)
def test_figures_stand_where_they_say(text: str) -> None:
    found = quantities(text, units())
    assert all(text[q.start : q.end] == q.text for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("text", [" " * 100_000, "5" + " " * 100_000, "about " * 20_000, "1," * 50_000, "- " * 50_000])
def test_long_runs_end(text: str) -> None:
    """Time grows with the text, not with its square."""
    assert rows(text) == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("GH¢6.3 million", 6.3e6, "GHS"),
        ("20 trillion dong", 20e12, "VND"),
        ("1.42 million rials", 1.42e6, "IRR"),
        ("7.5 million Omani rials", 7.5e6, "OMR"),
        ("KZT 12 billion", 12e9, "KZT"),
        ("₦4.5bn", 4.5e9, "NGN"),
        ("Can$30 million", 30e6, "CAD"),
        ("Rs 12 lacs", 1.2e6, "INR"),
        ("EUR 2.3 mrd", 2.3e9, "EUR"),
        ("450 million won", 450e6, "KRW"),
        ("a quarter of a billion dollars", 250e6, "USD"),
        ("two and a half million tonnes", 2.5e6, "t"),
        ("three quarters of a million tonnes", 750000, "t"),
        ("2 ¾ million tonnes", 2.75e6, "t"),
        ("6 x 25 MW", 150, "MW"),
        ("2×500,000 tpa", 1_000_000, "t/a"),
        ("three thousand five hundred tonnes", 3500, "t"),
        ("half a dozen workers", 6, "persons"),
        ("1½ million tonnes", 1.5e6, "t"),
        ("50,000 tonnes annually", 50000, "t/a"),
        ("5,000 kg", 5, "t"),
        ("€45/MWh", 0.045, "EUR/kWh"),
        ("13.5 kWh/kg", 13500, "kWh/t"),
        ("100,000 sq. metres", 10, "ha"),
        ("1,200+ employees", 1200, "persons"),
    ],
)
def test_classes_of_units(text: str, value: float, unit: str) -> None:
    """Currencies of all lands, their signs and codes, scales, numbers in words, and units."""
    (found,) = quantities(f"It was {text} in all.", units())
    assert (round(found.value, 9), found.unit) == (value, unit)


@pytest.mark.parametrize(
    "text",
    ["ALL 450 MILLS", "Of 600 men 450 won a rise", "COP 28", "a foil of 6 mil", "P 450", "TRY 12 WAYS", "5 sols"],
)
def test_words_that_are_no_money(text: str) -> None:
    """Codes and names of currencies that are words too."""
    assert [q for q in quantities(text, units()) if len(q.unit) == 3] == []
