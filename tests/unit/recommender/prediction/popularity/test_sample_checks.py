from dataclasses import replace

import numpy as np
import pytest

from recommender.errors import BadInput
from recommender.prediction.popularity.evaluate import evaluate
from recommender.prediction.popularity.models.fitted import TrainConfig
from recommender.prediction.popularity.other_origin import MIN_ARTISTS_ASKED, evaluate_elsewhere
from recommender.prediction.popularity.recalibrate import recalibrate
from recommender.prediction.popularity.sample_checks import MIN_ARTISTS, MIN_TRACKS, require_sample, require_scale
from recommender.prediction.popularity.splits import SPLITS
from recommender.prediction.popularity.train import train
from recommender.prediction.training import silent
from tests.builders.popularity import made_served, made_tracks, with_popularity

TRACKS = made_tracks(600)
CONFIG = TrainConfig()


def of_one_artist(tracks):
    return tracks.take(np.flatnonzero(tracks.first_artists == tracks.first_artists[0])[:1].repeat(len(tracks)))


UNFIT = {
    "20 tracks": (TRACKS.take(np.arange(20)), "20 distinct tracks"),
    "one artist": (of_one_artist(TRACKS), "of 1 artists are too few"),
    "one artist mostly": (
        replace(TRACKS, artists=(("Big",),) * 301 + TRACKS.artists[301:]),
        r"301 of 600 tracks are of one artist \('big'\)",
    ),
    "constant": (with_popularity(TRACKS, np.full(600, 50.0)), r"1 different values \(50\)"),
    "0 to 1": (
        with_popularity(TRACKS, TRACKS.popularity / 100),
        r"above 1 \(such as 0.97\); multiply the column by 100",
    ),
    "hit or not": (with_popularity(TRACKS, (TRACKS.popularity > 50) * 1.0), "multiply the column by 100"),
}


@pytest.mark.parametrize(("tracks", "words"), UNFIT.values(), ids=UNFIT)
def test_what_nothing_can_be_said_of_is_refused_before_anything_is_fitted(tracks, words):
    with pytest.raises(BadInput, match=words):
        evaluate(tracks, config=CONFIG)
    with pytest.raises(BadInput, match=words):
        train(tracks, config=CONFIG)


@pytest.mark.parametrize("kind", ["constant", "0 to 1"])
def test_a_table_to_be_asked_about_is_held_to_the_same_scale(kind):
    tracks, words = UNFIT[kind]
    with pytest.raises(BadInput, match=words):
        evaluate_elsewhere(TRACKS, tracks, ("artist",), config=CONFIG, progress=silent)
    with pytest.raises(BadInput, match=words):
        recalibrate(made_served(), tracks, data_cutoff=None)


@pytest.mark.parametrize("kind", ["20 tracks", "one artist", "one artist mostly", "constant", "0 to 1"])
def test_a_table_that_others_are_asked_of_is_held_to_what_any_table_is(kind):
    tracks, words = UNFIT[kind]
    with pytest.raises(BadInput, match=words):
        evaluate_elsewhere(tracks, TRACKS, ("artist",), config=CONFIG, progress=silent)


@pytest.mark.parametrize("n_artists", [1, MIN_ARTISTS_ASKED - 1])
@pytest.mark.parametrize("case", ["unknown artist", "known artist, new release"])
def test_few_artists_to_be_asked_about_are_refused_before_anything_is_fitted(case, n_artists):
    names = [f"Stranger {n}" for n in range(n_artists)] if case == "unknown artist" else distinct(TRACKS)[:n_artists]
    others = replace(
        TRACKS.take(np.arange(100)),
        titles=tuple(f"Other {row}" for row in range(100)),
        albums=("",) * 100,
        artists=tuple((names[row % n_artists],) for row in range(100)),
    )
    with pytest.raises(BadInput, match=f"{case}: 100 tracks of {n_artists} artists.*at least 50 tracks of 10 artists"):
        evaluate_elsewhere(TRACKS, others, SPLITS, config=CONFIG, progress=silent)


def distinct(tracks):
    return sorted({name for names in tracks.artists for name in names})


def test_the_least_sample_is_taken():
    require_sample(TRACKS.take(np.arange(MIN_TRACKS)))
    with pytest.raises(BadInput, match=f"at least {MIN_TRACKS} tracks of {MIN_ARTISTS} artists"):
        require_sample(TRACKS.take(np.arange(MIN_TRACKS - 1)))
    require_scale(np.array([0.0, 1, 2, 3, 4]))
