"""Home and elsewhere side by side: songs of another origin, asked of a model that learnt at home only."""

from dataclasses import replace

import numpy as np
import pytest

from recommender.errors import BadInput
from recommender.prediction.mood.baselines import BASELINE
from recommender.prediction.mood.elsewhere import HOME, KNOWN_ARTISTS, NEW_ARTISTS, evaluate_elsewhere
from recommender.prediction.mood.evaluate import EVENLY_SURE, SERVED
from recommender.prediction.mood.records import MOODS
from tests.builders.songs import made_songs


@pytest.fixture(scope="module")
def songs():
    return made_songs()


@pytest.fixture(scope="module")
def foreign():
    """Songs of other artists whose sound has another scale, and half of whose moods people hear otherwise."""
    there = made_songs(200, seed=7)
    rng = np.random.default_rng(7)
    moods = np.where(rng.uniform(size=200) < 0.5, rng.permutation(there.moods), there.moods)
    return replace(there, values=there.values * 1.2, moods=moods, artists=np.char.add("other ", there.artists))


@pytest.fixture(scope="module")
def report(songs, foreign):
    return evaluate_elsewhere(songs, foreign, repeats=1)


def test_every_figure_of_home_stands_beside_that_of_elsewhere(report):
    home = [row.metric.removesuffix(f", {HOME}") for row in report.rows if row.metric.endswith(f", {HOME}")]
    elsewhere = [row.metric.removesuffix(f", {NEW_ARTISTS}") for row in report.rows if row.metric.endswith(NEW_ARTISTS)]
    assert home == elsewhere
    assert {"accuracy", "macro_f1", "log_loss", "ece", *(f"recall {mood}" for mood in MOODS)} == set(home)
    assert report.row(SERVED, "accuracy", part=NEW_ARTISTS).n == 200


def test_songs_unlike_those_at_home_are_answered_less_surely_and_lose_less(report):
    loss, of_the_sure = (report.value(name, "log_loss", part=NEW_ARTISTS) for name in (SERVED, EVENLY_SURE))
    assert loss < of_the_sure - 0.3
    assert report.value(SERVED, "ece", part=NEW_ARTISTS) < report.value(EVENLY_SURE, "ece", part=NEW_ARTISTS) - 0.05
    assert report.value(SERVED, "accuracy", part=HOME) == pytest.approx(
        report.value(EVENLY_SURE, "accuracy", part=HOME), abs=0.01
    )


def test_the_finding_says_whether_the_training_shares_are_beaten(report):
    loss, of_shares = (report.value(name, "log_loss", part=NEW_ARTISTS) for name in (SERVED, BASELINE))
    assert (("not below" in report.findings[-1]), loss < of_shares) in {(True, False), (False, True)}


def test_artists_of_home_are_measured_apart(songs, foreign):
    both = replace(
        foreign,
        values=np.concatenate([foreign.values, songs.values[:60]]),
        moods=np.concatenate([foreign.moods, songs.moods[:60]]),
        artists=np.concatenate([foreign.artists, songs.artists[:60]]),
    )
    report = evaluate_elsewhere(songs, both, repeats=1)
    assert report.row(SERVED, "accuracy", part=NEW_ARTISTS).n == 200
    assert report.row(SERVED, "accuracy", part=KNOWN_ARTISTS).n == 60


def test_a_mood_that_nobody_named_elsewhere_has_no_recall(songs, foreign):
    calm = MOODS.index("Calm")
    report = evaluate_elsewhere(songs, foreign.take(np.flatnonzero(foreign.moods != calm)), repeats=1)
    assert report.value(SERVED, "recall Calm", part=HOME) > 0
    with pytest.raises(KeyError):
        report.row(SERVED, "recall Calm", part=NEW_ARTISTS)


def test_too_few_songs_of_other_artists_are_refused(songs):
    with pytest.raises(BadInput, match="0 songs of artists that are not in the training table, 50 are needed"):
        evaluate_elsewhere(songs, songs, repeats=1)
