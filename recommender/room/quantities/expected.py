"""What the listener's own model says of the tracks: plays to be expected in the next thirty days."""

from collections.abc import Sequence

import numpy as np

from recommender.catalogue.snapshot import Catalogue
from recommender.prediction.song_names import song_key
from recommender.prediction.streams.listener_model import ListenerModel


def song_keys(catalogue: Catalogue) -> tuple[str, ...]:
    """Return by which song each track of the catalogue is known to the models; seconds for a large library."""
    return tuple(song_key(track.title, track.artist) for track in catalogue.tracks)


def find_expected_plays(model: ListenerModel, keys: Sequence[str]) -> np.ndarray:
    """Return the plays of each track in the 30 days after the last play that the model knows.

    `keys` are `song_keys`. float64 [n_tracks]; NaN for songs that the listener had not heard by then: of those a
    history says nothing by itself. All tracks of one song have that song's plays.
    """
    facts = model.facts
    names = zip(facts.titles, facts.song_artist, strict=True)
    songs: dict[str, int] = {}
    for song, (title, artist) in enumerate(names):
        songs.setdefault(song_key(title, facts.artists[artist]), song)
    known = np.fromiter((songs.get(key, -1) for key in keys), np.int64, len(keys))
    return np.append(model.forecast.mean.astype(np.float64), np.nan)[known]
