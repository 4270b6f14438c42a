"""What a listener turned away, resolved against one index."""

from dataclasses import dataclass

import numpy as np

from recommender.listening.taste import Taste
from recommender.similarity.track_index import TrackIndex

Weight = tuple[float, int, str]
"""What a liked track is worth, its row, and why."""


@dataclass(frozen=True)
class Refused:
    """What a listener turned away, as tracks or by the artist."""

    rows: frozenset[int]
    artists: tuple[int, ...]
    """Codes."""

    @classmethod
    def by(cls, taste: Taste, index: TrackIndex) -> "Refused":
        """Look up in the index what the taste turned away."""
        table = index.table
        rows = {row: scope for track_id, scope in taste.disliked.items() if (row := table.row(track_id)) is not None}
        artists = {int(table.artist_codes[row]) for row, scope in rows.items() if scope == "artist"} - {-1}
        return cls(frozenset(rows), tuple(sorted(artists)))

    def mask(self, index: TrackIndex) -> np.ndarray:
        """Return all of it in the index: bool [n_tracks]."""
        refused = np.isin(index.table.artist_codes, self.artists)
        refused[list(self.rows)] = True
        return refused

    def leave_out(self, weights: list[Weight], index: TrackIndex) -> list[Weight]:
        """Return the weights of tracks that were not turned away."""
        if not self.rows:
            return weights
        artist_codes = index.table.artist_codes
        return [
            weight
            for weight in weights
            if weight[1] not in self.rows and int(artist_codes[weight[1]]) not in self.artists
        ]
