"""Artists of another table are forecast by what was learned at home, and only those whom home does not have."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from recommender.errors import BadInput
from recommender.prediction.releases.elsewhere import evaluate_elsewhere
from recommender.prediction.releases.forecast import MODEL
from recommender.prediction.releases.scores import DEVIANCE
from tests.builders.careers import made_careers


def renamed(careers, *, n_known):
    keys = tuple(key if row < n_known else f"stranger {row:04}" for row, key in enumerate(careers.keys))
    return replace(careers, keys=keys)


def test_home_and_elsewhere_stand_side_by_side_and_the_model_is_of_home_alone():
    home = made_careers(n_artists=120, n_years=14)
    others = renamed(made_careers(n_artists=120, n_years=12, seed=1), n_known=20)
    report = evaluate_elsewhere(home, others)
    for case in ("at home", "elsewhere"):
        assert report.value(MODEL, DEVIANCE, case=case) < report.value("always zero", DEVIANCE, case=case)
    below = [(one.model, two.model) for one, two in pairwise(report.rows) if one.metric == two.metric == DEVIANCE]
    assert (f"at home: {MODEL}", f"elsewhere: {MODEL}") in below
    assert "100 artists of 120 that home does not have" in report.protocol
    louder = replace(others, counts=others.counts * 3)
    assert evaluate_elsewhere(home, louder).value(MODEL, DEVIANCE, case="at home") == report.value(
        MODEL, DEVIANCE, case="at home"
    )


def refuse(home, others, why):
    """Check that nothing is fitted before the refusal."""
    steps: list[str] = []
    with pytest.raises(BadInput, match=why):
        evaluate_elsewhere(home, others, progress=steps.append)
    assert steps == []


def test_a_table_of_the_same_artists_is_no_other_table():
    home = made_careers(n_artists=60, n_years=14)
    home = replace(home, debut=np.minimum(home.debut, home.n_years - 2))
    refuse(
        home,
        renamed(home, n_known=50),
        "10 artists known before the last year of the table to be asked about are not in the other",
    )


def test_artists_who_all_began_in_the_last_year_cannot_be_asked_about():
    home = made_careers(n_artists=60, n_years=14)
    others = renamed(home, n_known=30)
    refuse(home, replace(others, debut=np.where(np.arange(60) < 30, others.debut, 13)), "0 artists known before")


def test_a_table_that_is_too_short_is_refused_before_the_work():
    refuse(
        made_careers(n_artists=60, n_years=14),
        renamed(made_careers(n_artists=60, n_years=4, seed=1), n_known=0),
        "4 complete years of the table to be asked about",
    )
