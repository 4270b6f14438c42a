from dataclasses import replace

import msgspec
import numpy as np
import pytest

from recommender.room.what_if import expect_popularity, song_of, turn_features
from tests.builders.index import made_tracks
from tests.builders.moods import made_moods
from tests.builders.popularity import made_served
from tests.builders.room import made_library, sounding

TRACKS = sounding(made_tracks(2, 6))


def test_turned_features_are_set_within_their_ranges_and_the_others_stay():
    features = made_moods({"a": (0.25,) * 4}).description("a").audio()
    turned = turn_features(features, {"energy": 0.9, "loudness": -99.0, "brightness": 5_000.0})
    assert (turned.energy, turned.loudness) == (0.9, -60.0)
    assert msgspec.structs.replace(turned, energy=features.energy, loudness=features.loudness) == features


def test_the_popularity_of_the_library_is_what_the_model_expects_of_each_song():
    described = {track.track_id: (0.25,) * 4 for track in TRACKS[3:]}
    moods, model = made_moods(described, energy={one: 0.1 * at for at, one in enumerate(described)}), made_served()
    library = replace(made_library(TRACKS, moods=moods), popularity=model)
    expected = expect_popularity(model, library)
    assert np.isnan(expected[:3]).all()
    song = song_of(TRACKS[5], moods.description(TRACKS[5].track_id).audio())
    assert expected[5] == pytest.approx(model.predict(song).expected, rel=1e-5)
    assert len(set(expected[3:].tolist())) > 1


def test_without_moods_nothing_is_said():
    assert np.isnan(expect_popularity(made_served(), made_library(TRACKS))).all()
