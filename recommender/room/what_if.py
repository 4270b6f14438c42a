"""What the models say of a song whose knobs are turned, and of the library as it is."""

from collections.abc import Mapping

import msgspec
import numpy as np

from recommender.prediction.popularity.asking import Song
from recommender.prediction.popularity.served import ServedPopularity
from recommender.prediction.sound.audio_features import FEATURES, NAMES, AudioFeatures, as_row
from recommender.records import Track
from recommender.room.quantities.sources import RoomLibrary

_LIMITS = {feature.name: (feature.low, feature.high) for feature in FEATURES}


def turn_features(features: AudioFeatures, turned: Mapping[str, float]) -> AudioFeatures:
    """Return the thirteen features with those that are among the turned knobs set, each within its range."""
    new = {name: float(np.clip(value, *_LIMITS[name])) for name, value in turned.items() if name in _LIMITS}
    return msgspec.structs.replace(features, **new)


def song_of(track: Track, features: AudioFeatures) -> Song:
    """Return a track as the model of popularity is asked about it."""
    credit = ";".join(track.artists) or track.artist
    return Song(audio=as_row(features), title=track.title or None, artist=credit or None)


def expect_popularity(model: ServedPopularity, library: RoomLibrary) -> np.ndarray:
    """Return the popularity expected of each row, float32 [n], 0..100; NaN for a track that was not described."""
    expected = np.full(len(library.seen), np.nan, dtype=np.float32)
    described = np.flatnonzero(library.mood_rows >= 0)
    if library.moods is None or not len(described):
        return expected
    features = library.moods.features[library.mood_rows[described]].tolist()
    tracks = [library.seen.tracks[row] for row in described.tolist()]
    songs = [
        song_of(track, AudioFeatures(**dict(zip(NAMES, values, strict=True))))
        for track, values in zip(tracks, features, strict=True)
    ]
    expected[described] = model.expect(songs)
    return expected
