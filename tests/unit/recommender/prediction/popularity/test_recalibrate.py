from datetime import UTC, datetime

import numpy as np
import pytest

from recommender.artifacts.store import ArtifactStore
from recommender.errors import BadInput
from recommender.prediction.popularity.asking import Song
from recommender.prediction.popularity.recalibrate import recalibrate
from recommender.prediction.popularity.served import load
from recommender.prediction.training import NotBetter
from tests.builders.popularity import made_served, made_tracks, with_popularity

NOW = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def lower():
    """Own tracks whose popularity is a third of what the data set would say."""
    tracks = made_tracks(120, seed=5)
    return with_popularity(tracks, np.round(tracks.popularity / 3))


def test_a_new_scale_fits_own_rows_and_is_published_as_such(tmp_path, lower):
    served = made_served()
    trained = recalibrate(served, lower, data_cutoff=NOW)
    report = trained.evaluation.report
    assert report.value("recalibrated", "log loss") < report.value("as trained", "log loss")
    assert report.value("recalibrated", "MAE") < report.value("as trained", "MAE")
    store = ArtifactStore(tmp_path)
    again = load(store.local_path("popularity", store.publish("popularity", trained.write_version)))
    assert again.manifest.parameters["recalibrated_on_rows"] == len(lower)
    assert again.manifest.offline_metrics["R2, unknown artist"] == 0.4
    assert again.metadata.n_own_rows == len(lower)
    song = Song(audio=lower.audio[0], genre="samba")
    assert again.predict(song).expected < served.predict(song).expected


def test_a_second_scale_takes_the_place_of_the_first(tmp_path, lower):
    store = ArtifactStore(tmp_path)
    once = recalibrate(made_served(), lower, data_cutoff=NOW)
    first = load(store.local_path("popularity", store.publish("popularity", once.write_version)))
    second = recalibrate(first, lower, data_cutoff=NOW)
    assert second.evaluation.report.value("as trained", "R2") == once.evaluation.report.value("as trained", "R2")


def test_too_few_rows_are_refused(lower):
    with pytest.raises(BadInput, match="too few"):
        recalibrate(made_served(), lower.take(np.arange(10)), data_cutoff=NOW)


def test_noise_is_not_published():
    rng = np.random.default_rng(0)
    served, tracks = made_served(), made_tracks(60, seed=9)
    songs = [
        served.predict(Song(audio=tracks.audio[row], genre=tracks.genres[row][0], artist=tracks.artists[row][0]))
        for row in range(len(tracks))
    ]
    drawn = np.array([rng.choice(21, p=song.cells / song.cells.sum()) * 5.0 for song in songs])
    with pytest.raises(NotBetter, match="nothing is published"):
        recalibrate(served, with_popularity(tracks, drawn), data_cutoff=NOW)
