"""How well moods and descriptors are told, on real songs and tracks, beside what needs no model."""

import time
from pathlib import Path

import pytest

from etl.descriptor_inputs import descriptor_inputs
from etl.tables.descriptor_table import read_descriptor_table
from etl.tables.mood_table import read_moods
from recommender.prediction.descriptors.evaluate import BASELINE as MEAN
from recommender.prediction.descriptors.evaluate import evaluate_descriptors
from recommender.prediction.mood.chain_evaluation import CONSTANT, ESTIMATED, TAKEN_FOR_TRUE, evaluate_chain
from recommender.prediction.mood.evaluate import BASELINE, SERVED, evaluate_moods


@pytest.fixture(scope="module")
def songs(shared_data):
    return read_moods(shared_data / "data" / "popularity" / "moods_686.csv")


@pytest.fixture(scope="module")
def sounds(shared_data):
    tables = shared_data / "data" / "fma" / "metadata"
    return read_descriptor_table(
        tables / "fma_features_mfcc_2000.csv", tables / "echonest-metrics.json", tables / "fma_small_joined.csv"
    )


@pytest.fixture(scope="module")
def descriptors(sounds):
    return evaluate_descriptors(sounds)


def test_moods_reach_their_goals_by_artist_and_the_majority_is_what_it_was(songs):
    found = evaluate_moods(songs).values
    assert found[BASELINE]["accuracy"] == pytest.approx(0.2872, abs=1e-4)
    assert found[BASELINE]["macro_f1"] == pytest.approx(0.1116, abs=1e-4)
    assert found[SERVED]["accuracy"] >= 0.81
    assert found[SERVED]["macro_f1"] >= 0.79
    assert found[SERVED]["log_loss"] <= 0.45
    assert found[SERVED]["ece"] <= 0.05


def test_the_empty_rows_are_left_out_and_artists_found(sounds):
    assert (len(sounds), sounds.n_left_out, sounds.n_artists_known) == (471, 1529, 470)


def test_descriptors_beat_the_mean_and_weak_ones_are_flagged(descriptors):
    best = descriptors.r2[descriptors.best]
    assert best["mean"] > 0.25
    assert all(best[name] > 0.3 for name in ("danceability", "energy"))
    assert descriptors.r2[MEAN]["mean"] < 0
    weak = next(each for each in descriptors.report.findings if each.startswith("weak"))
    assert all(name in weak for name in ("valence", "liveness"))


def test_moods_of_estimates_are_better_than_none_and_than_believing_the_estimates(songs, sounds, descriptors):
    report = evaluate_chain(songs, sounds, descriptors.misses)
    assert report.value(ESTIMATED, "agreement") > report.value(CONSTANT, "agreement") + 0.05
    assert report.value(ESTIMATED, "log_loss") < report.value(CONSTANT, "log_loss")
    assert report.value(CONSTANT, "log_loss") < report.value(TAKEN_FOR_TRUE, "log_loss")


def test_listening_for_descriptors_is_quick(shared_data):
    clips = sorted(Path(shared_data / "data" / "fma" / "fma_small" / "000").glob("*.mp3"))
    descriptor_inputs(clips[0])
    began = time.process_time()
    for clip in clips:
        descriptor_inputs(clip)
    assert (time.process_time() - began) / len(clips) < 0.4
