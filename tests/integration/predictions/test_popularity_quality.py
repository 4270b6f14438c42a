"""Popularity on real tracks: the leaks stay shut, and one fold of each split is told better than by its baselines.

The figures of all folds and all tracks are those of `segue evaluate popularity`; here a third of the artists must do.
"""

import time

import numpy as np
import pytest

from etl.tables.popularity_table import read_popularity
from infra.settings import choose_keras_backend
from recommender.prediction.popularity.asking import Song
from recommender.prediction.popularity.baselines import GenreBaseline, artist_mean
from recommender.prediction.popularity.cells import cell_of, expected_popularity, in_bands
from recommender.prediction.popularity.features.artists import ARTIST_FACTS
from recommender.prediction.popularity.models.blend import Scale, mix
from recommender.prediction.popularity.models.boosting import fit_value
from recommender.prediction.popularity.models.fitted import TrainConfig
from recommender.prediction.popularity.models.network import InputScale, Network
from recommender.prediction.popularity.models.network_training import train_keras_model, weights_of
from recommender.prediction.popularity.out_of_fold import Arm, fit_on
from recommender.prediction.popularity.releases import release_of
from recommender.prediction.popularity.sampling import sample_artists
from recommender.prediction.popularity.scores import Forecast, figures
from recommender.prediction.popularity.splits import SPLITS, folds_by
from tests.builders.popularity import made_served, made_tracks

N_TRACKS = 15_000


@pytest.fixture(scope="module", autouse=True)
def _keras_on_jax():
    choose_keras_backend()


@pytest.fixture(scope="module")
def table(shared_data):
    return read_popularity(shared_data / "data" / "popularity" / "spotify_tracks_114k.csv.gz")


@pytest.fixture(scope="module")
def one_fold(table):
    """Return the figures of one fold of each split by model, made on a part of the artists."""
    tracks = sample_artists(table.tracks, N_TRACKS)
    releases = release_of(tracks)
    return {split: _figures(split, tracks, releases) for split in SPLITS}


def _figures(split, tracks, releases):
    rng = np.random.default_rng(0)
    fold = next(iter(folds_by(split, tracks, releases, rng)))
    fit = fit_on(
        fold.train, tracks, releases, Arm(with_artist=split == "release", with_genre=True), config=TrainConfig()
    )
    train, test = tracks.take(fold.train), tracks.take(fold.test)
    network, bands = fit.pair.predict(fit.pair.encoder.of_new(test))
    cells = mix(network, bands, 0.7)
    genre = GenreBaseline.of(train)
    sound = fit_value(train.audio, train.popularity, seed=0)
    forecasts = {
        "model": Forecast(expected_popularity(cells), in_bands(cells), *Scale().interval(cells)),
        "genre": genre.forecast(test),
        "sound": Forecast(sound.predict(test.audio)),
    }
    if split == "release":
        shrunk = fit.pair.encoder.artists.facts(test)[:, ARTIST_FACTS.index("artist_shrunk")]
        forecasts["artist"] = artist_mean(shrunk, genre.mean)
    groups = test.first_artists
    return {
        name: {metric: figure.value for metric, figure in figures(forecast, test.popularity, groups, rng).items()}
        for name, forecast in forecasts.items()
    }


def test_each_track_counts_once(table):
    assert (len(table.tracks), table.n_duplicates, table.n_bad) == (89_741, 24_259, 0)
    assert len(set(table.tracks.track_ids)) == 89_741


@pytest.mark.parametrize("split", SPLITS)
def test_no_song_and_no_album_of_an_artist_is_on_both_sides(table, split):
    tracks = table.tracks
    releases = release_of(tracks)
    fold = next(iter(folds_by(split, tracks, releases, np.random.default_rng(0))))

    def whole(rows):
        names = [(tracks.artists[row][:1], row) for row in rows.tolist()]
        return {(name, tracks.titles[row].casefold()) for name, row in names} | {
            (name, tracks.albums[row].casefold(), "album") for name, row in names
        }

    assert not whole(fold.train) & whole(fold.test)
    assert not set(releases[fold.train].tolist()) & set(releases[fold.test].tolist())


def test_an_unknown_artist_is_told_better_than_by_genre(one_fold):
    found = one_fold["artist"]
    assert found["model"]["R2"] > found["genre"]["R2"] + 0.03
    assert found["model"]["MAE"] < found["genre"]["MAE"]
    assert found["model"]["log loss"] < found["genre"]["log loss"]
    assert found["model"]["accuracy"] > found["genre"]["accuracy"]


def test_the_sound_alone_says_next_to_nothing(one_fold):
    assert one_fold["artist"]["sound"]["R2"] < 0.10


def test_a_known_artist_is_told_better_than_by_his_mean_or_by_genre(one_fold):
    found = one_fold["release"]
    for baseline in ("artist", "genre"):
        assert found["model"]["R2"] > found[baseline]["R2"] + 0.03
        assert found["model"]["MAE"] < found[baseline]["MAE"]


@pytest.mark.parametrize("split", SPLITS)
def test_the_bands_are_nearly_calibrated_before_any_correction(one_fold, split):
    assert one_fold[split]["model"]["ECE"] <= 0.05
    assert 0.72 <= one_fold[split]["model"]["coverage of 80 %"] <= 0.88


def test_the_served_network_says_what_keras_says():
    tracks = made_tracks(300)
    scale = InputScale.of(tracks.audio)
    model = train_keras_model(scale.transform(tracks.audio), cell_of(tracks.popularity), seed=0, epochs=2)
    theirs = model.predict(scale.transform(tracks.audio), verbose=0)
    assert np.abs(Network(scale, weights_of(model)).predict(tracks.audio) - theirs).max() < 1e-5


def test_one_song_is_answered_within_20_ms_of_work():
    served, song = made_served(), Song(audio=made_tracks().audio[0], genre="pop", artist="Artist 3")
    served.predict(song)
    began = time.process_time()
    for _ in range(20):
        served.predict(song)
    assert (time.process_time() - began) / 20 < 0.020
