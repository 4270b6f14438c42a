"""What the listener's own model says of the tracks: plays to be expected in the next thirty days."""

import numpy as np

from recommender.catalogue.snapshot import Catalogue
from recommender.prediction.song_names import song_key
from recommender.prediction.streams.listener_model import ListenerModel


def find_expected_plays(model: ListenerModel, catalogue: Catalogue) -> np.ndarray:
    """Return the plays of each track of the catalogue in the 30 days after the last play that the model knows.

    float64 [n_tracks]; NaN for songs that the listener had not heard by then: of those a history says nothing by
    itself. All tracks of one song have that song's plays.
    """
    facts = model.facts
    names = zip(facts.titles, facts.song_artist, strict=True)
    songs: dict[str, int] = {}
    for song, (title, artist) in enumerate(names):
        songs.setdefault(song_key(title, facts.artists[artist]), song)
    rows = (songs.get(song_key(track.title, track.artist), -1) for track in catalogue.tracks)
    known = np.fromiter(rows, np.int64, len(catalogue))
    return np.append(model.forecast.mean.astype(np.float64), np.nan)[known]
