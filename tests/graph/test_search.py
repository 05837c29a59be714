"""How a name fits what somebody typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.search import CERTAIN, Query


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        ("hongtuo industrial co., ltd", "Hongtuo Industrial", "exact"),
        ("Weiqiao Aluminium and Power", "Weiqiao Aluminum & Power Co., Ltd.", "exact"),
        ("創新實業", "创新实业集团有限公司", "prefix"),
        ("Chuangxin Shiye", "Innovation Industrial", "translated"),
        ("emirates", "Emirates Global Aluminium", "prefix"),
        ("EGA", "Emirates Global Aluminium", "initials"),
        ("CBG", "Compagnie des Bauxites de Guinée", "initials"),
        ("power weiqiao", "Weiqiao Aluminum & Power", "words"),
        ("global", "Emirates Global Aluminium", "words"),
        ("ongtuo", "Hongtuo Industrial", "contains"),
        ("hongtou", "Hongtuo", "similar"),
        ("hidro norsk", "Norsk Hydro", "similar"),
        ("Rusal", "Alcoa", None),
        ("!!!", "Alcoa", None),
    ],
)
def test_the_reason_is_told(text: str, name: str, reason: str | None) -> None:
    fit = Query(text).fit(name)
    assert (fit and fit.reason) == reason


def test_better_reasons_score_higher() -> None:
    names = ("Hongtuo", "Hongtuo Foil", "New Hongtuo", "NewHongtuo", "Hongtua")
    scores = [fit.score for n in names if (fit := Query("hongtuo").fit(n)) is not None]
    assert len(scores) == len(names)
    assert scores == sorted(scores, reverse=True)


TEXT = st.text("abc ABC.&山東铝", max_size=12)


@settings(max_examples=200, deadline=None)
@given(TEXT, TEXT)
def test_a_name_fits_itself_and_scores_stay_in_bounds(text: str, name: str) -> None:
    own, other = Query(text).fit(text), Query(text).fit(name)
    assert own is not None
    assert (own.score, own.reason) == (100.0, "exact")
    assert other is None or 0 < other.score <= 100
    assert other is None or (other.score > 96) == (other.reason in CERTAIN)
