"""How well moods and descriptors are told, on real songs and tracks, beside what needs no model."""

import time
from pathlib import Path

import pandas as pd
import pytest

from etl.ingest.descriptor_inputs import descriptor_inputs
from etl.tables.descriptor_table import read_descriptor_table
from etl.tables.mood_table import read_moods
from recommender.prediction.descriptors.evaluate import BASELINE as MEAN
from recommender.prediction.descriptors.evaluate import evaluate as evaluate_descriptors
from recommender.prediction.mood.baselines import BASELINE
from recommender.prediction.mood.chain_evaluation import CONSTANT, ESTIMATED, TAKEN_FOR_TRUE, evaluate_chain
from recommender.prediction.mood.elsewhere import HOME, NEW_ARTISTS, evaluate_elsewhere
from recommender.prediction.mood.evaluate import EVENLY_SURE, SERVED
from recommender.prediction.mood.evaluate import evaluate as evaluate_moods


@pytest.fixture(scope="module")
def songs(shared_data):
    return read_moods(shared_data / "data" / "popularity" / "moods_686.csv")


GENRES = {
    "Happy": ("happy", "ska", "samba", "rockabilly"),
    "Sad": ("emo", "romance"),
    "Energetic": ("hardstyle", "drum-and-bass", "metal", "punk"),
    "Calm": ("ambient", "new-age", "acoustic", "study"),
}
"""Genres that stand for a mood; the temperature of moods was chosen on ten others."""


@pytest.fixture(scope="module")
def songs_of_genres(shared_data, tmp_path_factory):
    tracks = pd.read_csv(shared_data / "data" / "popularity" / "spotify_tracks_114k.csv.gz")
    moods = {genre: mood for mood, genres in GENRES.items() for genre in genres}
    chosen = tracks[tracks["track_genre"].isin(moods)].drop_duplicates("track_id").sample(frac=1, random_state=0)
    chosen = chosen.assign(mood=chosen["track_genre"].map(moods), artist=chosen["artists"].str.split(";").str[0])
    chosen = chosen.groupby(["artist", "mood"]).head(2).groupby("track_genre").head(300)
    path = tmp_path_factory.mktemp("genres") / "songs.csv"
    chosen.drop(columns="artists").to_csv(path, index=False)
    return read_moods(path)


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
    found = evaluate_moods(songs)
    assert found.baselines["accuracy"] == pytest.approx(0.2872, abs=1e-4)
    assert found.baselines["macro_f1"] == pytest.approx(0.1116, abs=1e-4)
    assert found.scores["accuracy"] >= 0.81
    assert found.scores["macro_f1"] >= 0.79
    assert found.scores["log_loss"] <= 0.45
    assert found.scores["ece"] <= 0.05


def test_songs_of_another_origin_lose_less_than_by_the_training_shares(songs, songs_of_genres):
    report = evaluate_elsewhere(songs, songs_of_genres, repeats=1)
    loss, of_shares = (report.value(name, "log_loss", part=NEW_ARTISTS) for name in (SERVED, BASELINE))
    assert loss < of_shares < report.value(EVENLY_SURE, "log_loss", part=NEW_ARTISTS)
    error, of_the_sure = (report.value(name, "ece", part=NEW_ARTISTS) for name in (SERVED, EVENLY_SURE))
    assert error < 0.6 * of_the_sure
    assert report.value(SERVED, "ece", part=HOME) <= 0.05


def test_the_empty_rows_are_left_out_and_artists_found(sounds):
    assert (len(sounds), sounds.n_left_out, sounds.n_artists_known) == (471, 1529, 470)


def test_descriptors_beat_the_mean_and_weak_ones_are_flagged(descriptors):
    best = descriptors.r2[descriptors.best]
    assert best["mean"] > 0.25
    assert all(best[name] > 0.3 for name in ("danceability", "energy"))
    assert descriptors.r2[MEAN]["mean"] < 0
    weak = next(finding for finding in descriptors.report.findings if finding.startswith("weak"))
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
